"""verify, backup, restore, init: the workspace itself."""

from __future__ import annotations

from pathlib import Path

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command


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
@click.option("--rebuild", is_flag=True, help="重新识别全部案卷(人工记录不变)")
def verify(call: Call, rebuild: bool) -> int:
    """核对数据库、记录链和每个原始文件。"""
    from casereview import record
    from casereview.dossier import actions

    with call.open(read_only=not rebuild) as workspace:
        problems = workspace.verify(call.progress())
        from contextlib import closing

        with closing(workspace.connect()) as db:
            if rebuild:
                actions.rebuild(db, progress=call.progress())
            digest = record.state_digest(db)
    said = [{"code": code, "message": call.word(f"record.{code}", **values)} for code, values in problems]
    lines = [row["message"] for row in said] or [call.word("cli.verified", digest=digest[:16])]
    call.say({"clean": not problems, "problems": said, "digest": digest}, lines)
    return DONE_WITH_FINDINGS if problems else DONE


@command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(call: Call, file: Path) -> int:
    """把工作区数据库备份为一个文件。"""
    with call.open(read_only=True) as workspace:
        workspace.backup(file)
    call.say({"backup": str(file)}, str(file))
    return DONE


@command("restore")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(exists=True, path_type=Path), help="原工作区的 files 文件夹")
def restore(call: Call, file: Path, folder: Path, files: Path | None) -> int:
    """由备份恢复出一个新工作区。"""
    from casereview.workspace import Workspace

    Workspace.restore(file, folder, files)
    call.say({"workspace": str(folder)}, str(folder))
    return DONE
