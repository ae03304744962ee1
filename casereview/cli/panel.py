"""campaign, package, merge: a review, its draw, and what travels between laptops."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, Count, Points, command, main, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.panel.receipts import Receipt
    from casereview.panel.reports import PackageReport

_SECRET = click.Path(exists=True, dir_okay=False, path_type=Path)
PASSPHRASE = click.option("--passphrase-file", required=True, type=_SECRET, help="口令所在的文件（首行）")
PASSPHRASE_OR_KEY = click.option(
    "--passphrase-file", type=_SECRET, default=None, help="口令所在的文件（首行）;不给则用组长的密钥"
)
PACKAGES = click.argument(
    "packages", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
DAY = click.DateTime(["%Y-%m-%d"])
STAGES = (
    "self_review", "draw", "marking", "panel", "objection", "grading", "notices", "rectification", "follow_up",
    "archived",
)  # fmt: skip


@main.group("campaign")
def campaign() -> None:
    """评查批次。"""


@command("new", campaign)
@click.argument("title")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="年度")
@click.option("--rubric", "rubrics", multiple=True, help="标准代码或 TOML 文件；默认全部内置标准")
@click.option("--member", "members", multiple=True, help="评查员，写作 姓名 或 姓名@单位；首个为组长")
@click.option("--readers", type=click.IntRange(1), default=2, help="每卷评查员人数")
@click.option("--tolerance", type=Points(), default=Decimal(0), help="允许的条目分差")
@click.option("--decided-from", type=DAY, default=None, help="只评查这一天起作出决定的案卷")
@click.option("--decided-to", type=DAY, default=None, help="只评查到这一天为止作出决定的案卷")
def campaign_new(
    call: Call, title: str, year: int, rubrics: tuple[str, ...], members: tuple[str, ...], readers: int,
    tolerance: Decimal, decided_from: datetime | None, decided_to: datetime | None,
) -> int:  # fmt: skip
    """新建评查批次，冻结所用标准；标题和年度相同时修改成员和口径。"""
    from casereview.cli.rubrics import rubric_named
    from casereview.panel import actions
    from casereview.panel.model import Member
    from casereview.rubric import files

    chosen = [rubric_named(call, name) for name in rubrics] or files.shipped()
    people = tuple(
        Member(name=name.partition("@")[0], unit=name.partition("@")[2], leader=place == 0)
        for place, name in enumerate(members or (call.actor,))
    )
    with call.db() as db:
        made = actions.frozen_campaign(
            title, year, chosen, people, packs=actions.packs_in_force(db), readers=readers, tolerance=tolerance,
            decided_from=_day(decided_from), decided_to=_day(decided_to),
        )  # fmt: skip
        actions.new_campaign(db, call.author(), made)
    call.say(made, lines.row(made.id, made.title))
    return DONE


def _day(given: datetime | None) -> str:
    return given.date().isoformat() if given else ""


@command("list", campaign)
def campaign_list(call: Call) -> int:
    """列出评查批次，新的在前。"""
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        rows = [
            {"id": c.id, "title": c.title, "year": c.year, "stage": actions.stage(db, c.id).value}
            for c in actions.campaigns(db)
        ]
    call.say(rows, [lines.row(row["id"], row["title"], call.word(f"stage.{row['stage']}")) for row in rows])
    return DONE


@command("draw", campaign)
@click.option("--seed", required=True, help="现场说出的随机种子")
@click.option(
    "--quota",
    "quotas",
    multiple=True,
    required=True,
    help="抽取卷数：一个数（每个单位、每种程序）,或 单位=数、单位/程序=数，可多次给出",
)
@click.option("--reason", default="", help="重抽的理由")
def campaign_draw(call: Call, seed: str, quotas: tuple[str, ...], reason: str) -> int:
    """分层随机抽卷；任何人可用同一种子复核。"""
    from casereview.panel import actions

    shares = _shares(quotas)
    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        _known_units(db, shares)
        _, drawn = actions.draw(db, call.author(), found.id, seed, shares, reason=reason)
        names, units = lines.dossier_names(db), lines.unit_names(db)
    said = [
        call.word(
            "cli.drawn", seed=drawn.seed, digest=drawn.pool_digest[:16], pool=len(drawn.pool), drawn=len(drawn.drawn)
        )
    ]
    for ident in drawn.drawn:
        unit, _, procedure = drawn.strata[ident].partition("/")
        where = lines.row(
            units.get(unit, unit), *([lines.named(call, "notice_procedure", procedure)] if procedure else [])
        )
        said.append(lines.row(f"  {ident[:12]}", names.get(ident), where))
    said += [
        lines.row(f"  - {ident[:12]}", names.get(ident), call.word(f"passed_over.{why}"))
        for ident, why in drawn.passed_over.items()
    ]
    call.say(drawn, said)
    return DONE


def _shares(quotas: tuple[str, ...]) -> dict[str, int]:
    """Raises WrongUse for what is neither a number nor NAME=NUMBER."""
    from casereview.errors import WrongUse

    shares = {}
    for one in quotas:
        try:
            name, count = Count().convert(one if "=" in one else f"*={one}", None, None)
        except click.BadParameter:
            raise WrongUse(detail=f"--quota {one}") from None
        shares[name] = count
    return shares


def _known_units(db: Database, shares: dict[str, int]) -> None:
    """Raises NotFound for a unit that neither the register nor a dossier knows."""
    from casereview.dossier import actions as dossiers
    from casereview.units import actions as units

    held = {one.unit for one in dossiers.dossiers(db, limit=-1)}
    for name in shares:
        unit = name.partition("/")[0]
        if unit != "*" and unit not in held:
            units.unit(db, unit)


@command("verify-draw", campaign)
def campaign_verify_draw(call: Call) -> int:
    """按记录的种子和清单重抽一遍，核对结果。"""
    from casereview.errors import NotFound
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        drawn = actions.drawn(db, actions.campaign(db, call.campaign).id)
    if drawn is None:
        raise NotFound(what="draw", name=call.campaign or "-")
    same = actions.verify_draw(drawn)
    call.say({"same": same}, call.word("cli.draw-same" if same else "cli.draw-differs"))
    return DONE if same else DONE_WITH_FINDINGS


@command("assign", campaign)
def campaign_assign(call: Call) -> int:
    """把抽中的案卷分给评查员：回避本单位，页数均衡。"""
    from casereview.panel import actions

    with call.db() as db:
        _, made = actions.assign(db, call.author(), actions.campaign(db, call.campaign).id)
        names = lines.dossier_names(db)
    said = [lines.row(ident[:12], names.get(ident), lines.listed(call, who)) for ident, who in made.readers.items()]
    call.say(made, said)
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
        units = lines.unit_names(db)
        open_ = len(actions.disputes(db, found.id))
    value = {
        "campaign": found.id, "title": found.title, "stage": stage, "progress": progress, "agreement": agreement,
        "disputes": open_,
    }  # fmt: skip
    said = [lines.row(found.id, found.title, call.word(f"stage.{stage}"))]
    said.append(call.word("cli.standing", dossiers=progress.dossiers, disputes=open_))
    said += [f"  {name}  {call.word('cli.of-reader', **plain(c))}" for name, c in progress.readers.items()]
    said += [f"  {units.get(u, u) or '-'}  {call.word('cli.of-unit', **plain(c))}" for u, c in progress.units.items()]
    if agreement.exact is not None:
        said.append(call.word("cli.agreement", exact=f"{agreement.exact:.0%}", judged=agreement.judged))
    call.say(value, said)
    return DONE


@command("stage", campaign)
@click.argument("name", type=click.Choice(STAGES))
def campaign_stage(call: Call, name: str) -> int:
    """进入一个阶段：自查、抽卷、评分、合议、异议复核、定级、通报、整改、回头看、归档。"""
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
    """任务包和评分包（加密、签名）。"""


@command("task", package)
@click.argument("reader")
@click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")
@PASSPHRASE
def package_task(call: Call, reader: str, out: Path, passphrase_file: Path) -> int:
    """给一名评查员的任务包：其案卷、标准，不含他人评分。"""
    from casereview.panel import actions

    word = call.secret(passphrase_file)
    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        actions.write_task_package(
            db, call.author(), found.id, reader, out, passphrase=word, progress=call.progress()
        )  # fmt: skip
    call.say({"file": str(out), "size": out.stat().st_size}, str(out))
    return DONE


@command("marks", package)
@click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")
@PASSPHRASE_OR_KEY
def package_marks(call: Call, out: Path, passphrase_file: Path | None) -> int:
    """自己的评分包：只有记录，不含案卷。"""
    from casereview.panel import actions

    word = call.secret(passphrase_file)
    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        actions.write_mark_package(db, call.author(), found.id, out, passphrase=word)
    call.say({"file": str(out), "size": out.stat().st_size}, str(out))
    return DONE


@command("receive", package)
@PACKAGES
def package_receive(call: Call, packages: tuple[Path, ...]) -> int:
    """登记收到的评分包（只记哈希，不打开）,供统一启封。"""
    from casereview.panel import actions

    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        _, new = actions.receive(db, call.author(), found.id, packages)
    call.say({"received": new}, [_receipt(one) for one in new] or call.word("cli.nothing-new"))
    return DONE


@command("receipts", package)
def package_receipts(call: Call) -> int:
    """收件登记和启封记录。"""
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        found = actions.campaign(db, call.campaign)
        received = actions.receipts(db, found.id)
        openings = actions.openings(db, found.id)
    said = [_receipt(one) for one in received]
    said += [call.word("cli.opened", at=lines.minute(at), by=by, count=len(one.opened)) for at, by, one in openings]
    opened = [{"at": at, "by": by, "opening": one} for at, by, one in openings]
    call.say({"received": received, "openings": opened}, said or call.word("cli.nothing"))
    return DONE


def _receipt(one: Receipt) -> str:
    return lines.row(one.who, one.file, one.sha256[:16], lines.minute(one.made_at))


@command("unseal", package)
@PACKAGES
@PASSPHRASE_OR_KEY
def package_unseal(call: Call, packages: tuple[Path, ...], passphrase_file: Path | None) -> int:
    """当众启封：一次打开全部登记过的评分包；有一个被调换就都不打开。"""
    from casereview.panel import actions

    word = call.secret(passphrase_file)
    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        _, opening, reports = actions.unseal(
            db, call.author(), found.id, packages, passphrase=word, progress=call.progress()
        )
    said = [line for report in reports for line in _package(call, report)]
    said += [call.word("cli.missing-readers", readers=lines.listed(call, opening.missing))] if opening.missing else []
    call.say({"opening": opening, "packages": [_package_json(call, one) for one in reports]}, said)
    return DONE_WITH_FINDINGS if any(one.refused for one in reports) else DONE


@command("merge")
@PACKAGES
@click.option("--dry-run", is_flag=True, help="只查看包内容，不写入")
@PASSPHRASE_OR_KEY
def merge(call: Call, packages: tuple[Path, ...], dry_run: bool, passphrase_file: Path | None) -> int:
    """并入任务包或评分包；重复并入、任何先后，结果相同。"""
    from casereview.panel import actions

    word = call.secret(passphrase_file)
    with call.db(read_only=dry_run) as db:
        if dry_run:
            reports = [actions.look_into(path, db, passphrase=word) for path in packages]
        else:
            _, reports = actions.merge(db, call.author(), list(packages), passphrase=word, progress=call.progress())
    call.say(
        {"packages": [_package_json(call, one) for one in reports]},
        [line for report in reports for line in _package(call, report)],
    )
    refused = [one for one in reports if one.refused]
    return REFUSED if refused and len(refused) == len(reports) else DONE_WITH_FINDINGS if refused else DONE


def _package_json(call: Call, report: PackageReport) -> dict[str, Any]:
    value: dict[str, Any] = plain(report)
    value["problems"] = [
        {"code": code, "message": call.word(f"record.{code}", **about)} for code, about in report.problems
    ]
    if report.refused:
        code, about = report.refused
        value["refused"] = {"code": code, "message": call.word(code, **about)}
    return value


def _package(call: Call, report: PackageReport) -> list[str]:
    """What a package brings, as a person looks at it before and after."""
    if report.refused:
        code, about = report.refused
        return [f"! {report.file}: {call.word(code, **about)}"]
    kind = call.word(f"package_kind.{report.kind}")
    said = [lines.row(report.file, kind, report.title, report.who, lines.minute(report.made_at))]
    said.append("  " + call.word("cli.package", **{**plain(report), "dossiers": len(report.dossiers)}))
    key = "cli.key-confirmed" if report.key_confirmed else "cli.key-unconfirmed"
    said.append("  " + call.word(key, fingerprint=report.fingerprint))
    for code, what in (("unknown", report.unknown), ("conflicting", report.conflicting), ("decided", report.decided)):
        if what:
            said.append("  ! " + call.word(f"cli.package-{code}", count=len(what), which=lines.listed(call, what[:5])))
    said += ["  ! " + call.word("cli.package-late", count=report.late)] if report.late else []
    return said + ["  ! " + call.word(f"record.{code}", **about) for code, about in report.problems]
