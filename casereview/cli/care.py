"""verify, backup, restore, init: the workspace itself."""

from __future__ import annotations

import errno
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command

if TYPE_CHECKING:
    from sqlite_utils import Database


@command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init(call: Call, folder: Path) -> int:
    """新建一个空工作区。"""
    from casereview.workspace import SUFFIX, Workspace

    target = folder if folder.suffix == SUFFIX else folder.with_name(folder.name + SUFFIX)
    Workspace.create(target).close()
    call.say({"workspace": str(target)}, str(target))
    return DONE


@command("verify")
@click.option("--rebuild", is_flag=True, help="重新识别全部案卷（人工记录不变）")
def verify(call: Call, rebuild: bool) -> int:
    """核对数据库、记录链和每个原始文件。"""
    from casereview import record

    with call.open(read_only=not rebuild) as workspace, closing(workspace.connect()) as db:
        problems = workspace.verify(call.progress())
        if rebuild:
            _rebuild(call, db)
        digest = record.state_digest(db)
    said = [{"code": code, "message": call.word(f"record.{code}", **values)} for code, values in problems]
    lines = [row["message"] for row in said] or [call.word("cli.verified", digest=digest[:16])]
    call.say({"clean": not problems, "problems": said, "digest": digest, "rebuilt": rebuild}, lines)
    return DONE_WITH_FINDINGS if problems else DONE


def _rebuild(call: Call, db: Database) -> None:
    """Everything derived anew: pages and facts, verdicts, and the list's states and scores."""
    from casereview.checks import actions as checks
    from casereview.dossier import actions as dossiers
    from casereview.marking import actions as marking
    from casereview.panel import actions as panel

    checked = [one.id for one in dossiers.dossiers(db, limit=-1) if one.fails is not None]
    dossiers.rebuild(db, progress=call.progress())
    held = {one.id for one in dossiers.dossiers(db, limit=-1)}
    checks.check(db, call.author(), [one for one in checked if one in held], today=date.today())
    marking.restate(db, sorted(held))
    # The newest campaign that decided a dossier has the last word in the list, as it had before.
    for campaign in reversed(panel.campaigns(db)):
        acts = panel.minutes(db, campaign.id, settled_by_rule=True).acts
        decided = {act.decision.dossier for act in acts if act.decision is not None}
        panel.restate(db, campaign.id, sorted(decided & held))


@command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(call: Call, file: Path) -> int:
    """把工作区数据库备份为一个文件。"""
    if not file.resolve().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", str(file.parent))
    with call.open(read_only=True) as workspace:
        workspace.backup(file)
    call.say({"backup": str(file)}, str(file))
    return DONE


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(exists=True, file_okay=False, path_type=Path), help="原工作区的 files 文件夹")
def restore(call: Call, file: Path, folder: Path, files: Path | None) -> int:
    """由备份恢复出一个新工作区。"""
    from casereview.workspace import SUFFIX, Workspace

    target = folder if folder.suffix == SUFFIX else folder.with_name(folder.name + SUFFIX)
    Workspace.restore(file, target, files)
    call.say({"workspace": str(target)}, str(target))
    return DONE
