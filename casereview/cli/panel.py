"""campaign, package, merge, disputes, decide: the panel."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command, main, plain

PASSPHRASE = click.option(
    "--passphrase-file", required=True, type=click.Path(exists=True, path_type=Path), help="口令所在的文件(首行)"
)


def _passphrase(file: Path) -> str:
    return file.read_text("utf-8").splitlines()[0].strip()


@main.group("campaign")
def campaign() -> None:
    """评查批次。"""


@command("new", campaign)
@click.argument("title")
@click.option("--year", type=int, required=True)
@click.option("--rubric", "rubrics", multiple=True, help="标准代码或 TOML 文件;默认全部内置标准")
@click.option("--member", "members", multiple=True, help="评查员,写作 姓名 或 姓名@单位;首个为组长")
@click.option("--readers", default=2, help="每卷评查员人数")
@click.option("--tolerance", default="0", help="允许的条目分差")
def campaign_new(
    call: Call, title: str, year: int, rubrics: tuple[str, ...], members: tuple[str, ...], readers: int, tolerance: str
) -> int:
    """新建评查批次,冻结所用标准。"""
    from casereview.cli.registers import _rubric
    from casereview.panel import actions
    from casereview.panel.model import Member
    from casereview.rubric import files

    chosen = [_rubric(call, name) for name in rubrics] or files.shipped()
    people = tuple(
        Member(name=name.partition("@")[0], unit=name.partition("@")[2], leader=place == 0)
        for place, name in enumerate(members or (call.actor,))
    )
    made = actions.frozen_campaign(title, year, chosen, people, readers=readers, tolerance=Decimal(tolerance))
    with call.db() as db:
        actions.new_campaign(db, call.author(), made)
    call.say(made, f"{made.id}  {made.title}")
    return DONE


@command("draw", campaign)
@click.option("--seed", required=True, help="现场说出的随机种子")
@click.option("--quota", type=int, required=True, help="每个单位、每种程序抽取的卷数")
def campaign_draw(call: Call, seed: str, quota: int) -> int:
    """分层随机抽卷;任何人可用同一种子复核。"""
    from casereview.panel import actions

    with call.db() as db:
        _, drawn = actions.draw(db, call.author(), actions.campaign(db, call.campaign).id, seed, quota)
    call.say(
        drawn,
        [f"种子 {drawn.seed}  清单 {drawn.pool_digest[:16]}  共 {len(drawn.pool)} 抽 {len(drawn.drawn)}", *drawn.drawn],
    )
    return DONE


@command("verify-draw", campaign)
def campaign_verify_draw(call: Call) -> int:
    """按记录的种子和清单重抽一遍,核对结果。"""
    from casereview.errors import NotFound
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        drawn = actions.drawn(db, actions.campaign(db, call.campaign).id)
    if drawn is None:
        raise NotFound(what=call.word("thing.draw"), name=call.campaign or "-")
    same = actions.verify_draw(drawn)
    call.say({"same": same}, call.word("cli.draw-same" if same else "cli.draw-differs"))
    return DONE if same else DONE_WITH_FINDINGS


@command("assign", campaign)
def campaign_assign(call: Call) -> int:
    """把抽中的案卷分给评查员:回避本单位,页数均衡。"""
    from casereview.panel import actions

    with call.db() as db:
        _, made = actions.assign(db, call.author(), actions.campaign(db, call.campaign).id)
    call.say(made, [f"{dossier[:12]}  {'、'.join(readers)}" for dossier, readers in made.readers.items()])
    return DONE


@command("status", campaign)
def campaign_status(call: Call) -> int:
    """批次所处阶段和各人进度。"""
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        found = actions.campaign(db, call.campaign)
        stage = actions.stage(db, found.id)
        progress = actions.progress_of(db, found.id)
        agreement = actions.agreement(db, found.id)
    value = {"campaign": found.id, "title": found.title, "stage": stage, "progress": progress, "agreement": agreement}
    call.say(value, [f"{found.title}  {call.word('stage.' + stage)}", *_rows(plain(progress))])
    return DONE


@command("stage", campaign)
@click.argument("name")
def campaign_stage(call: Call, name: str) -> int:
    """进入下一阶段:self_review draw marking panel objection grading notices rectification follow_up archived。"""
    from casereview.panel import actions
    from casereview.panel.model import Stage

    with call.db() as db:
        actions.set_stage(db, call.author(), actions.campaign(db, call.campaign).id, Stage(name))
    call.say({"stage": name}, call.word(f"stage.{name}"))
    return DONE


@command("close", campaign)
def campaign_close(call: Call) -> int:
    """归档批次。"""
    from casereview.panel import actions
    from casereview.panel.model import Stage

    with call.db() as db:
        actions.set_stage(db, call.author(), actions.campaign(db, call.campaign).id, Stage.ARCHIVED)
    call.say({"stage": Stage.ARCHIVED}, call.word("stage.archived"))
    return DONE


@main.group("package")
def package() -> None:
    """任务包和评分包(加密、签名)。"""


@command("task", package)
@click.argument("reader")
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
@PASSPHRASE
def package_task(call: Call, reader: str, out: Path, passphrase_file: Path) -> int:
    """给一名评查员的任务包:其案卷、标准,不含他人评分。"""
    from casereview.panel import actions

    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        actions.write_task_package(db, call.author(), found.id, reader, out, passphrase=_passphrase(passphrase_file))
    call.say({"file": str(out), "size": out.stat().st_size}, str(out))
    return DONE


@command("marks", package)
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
@PASSPHRASE
def package_marks(call: Call, out: Path, passphrase_file: Path) -> int:
    """自己的评分包:只有记录,不含案卷。"""
    from casereview.panel import actions

    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        actions.write_mark_package(db, call.author(), found.id, out, passphrase=_passphrase(passphrase_file))
    call.say({"file": str(out), "size": out.stat().st_size}, str(out))
    return DONE


@command("merge")
@click.argument("packages", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只查看包内容,不写入")
@PASSPHRASE
def merge(call: Call, packages: tuple[Path, ...], dry_run: bool, passphrase_file: Path) -> int:
    """并入任务包或评分包;重复并入、任何先后,结果相同。"""
    from casereview.panel import actions

    word = _passphrase(passphrase_file)
    with call.db(read_only=dry_run) as db:
        if dry_run:
            reports = [actions.look_into(path, db, passphrase=word) for path in packages]
        else:
            _, reports = actions.merge(db, call.author(), list(packages), passphrase=word, progress=call.progress())
    value = plain(reports)
    call.say({"packages": value}, [line for report in value for line in _rows(report)])
    return DONE


def _rows(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"  {key}: {item}" for key, item in value.items() if item not in ((), [], {}, "", None)]
    return [f"  {row}" for row in value] if isinstance(value, list) else [str(value)]


@command("disputes")
def disputes(call: Call) -> int:
    """评查员意见不一的条目。"""
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        found = actions.disputes(db, actions.campaign(db, call.campaign).id)
    lines = [f"{d.dossier[:12]}  {d.item}  " + "  ".join(f"{r} {p}" for r, p in d.earned.items()) for d in found]
    call.say({"disputes": found}, lines)
    return DONE


@command("decide")
@click.argument("dossier")
@click.option("--item", required=True)
@click.option("--of", "reader", default="", help="采纳该评查员的意见")
@click.option("--lost", multiple=True, help="自定:扣分点=处数;不给则为满分")
@click.option("--reason", required=True)
def decide(call: Call, dossier: str, item: str, reader: str, lost: tuple[str, ...], reason: str) -> int:
    """合议决定一个有分歧的条目。"""
    from casereview.errors import NotFound
    from casereview.panel import actions
    from casereview.panel.model import Decision

    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        dispute = next(
            (d for d in actions.disputes(db, found.id) if d.dossier.startswith(dossier) and d.item == item), None
        )
        if dispute is None:
            raise NotFound(what=call.word("thing.dispute"), name=f"{dossier} {item}")
        if reader:
            decision = actions.adopt(db, dispute, reader, reason)
        else:
            pairs = tuple((name, int(count or 1)) for name, _, count in (pair.partition("=") for pair in lost))
            decision = Decision(
                campaign=found.id, dossier=dispute.dossier, rubric=dispute.rubric, item=item, choice="own",
                kind="deduct" if pairs else "full", lost=pairs, reason=reason, seen=dispute.seen,
            )  # fmt: skip
        actions.decide(db, call.author(), decision)
    call.say(decision, f"{item}: {decision.kind} {decision.lost}")
    return DONE
