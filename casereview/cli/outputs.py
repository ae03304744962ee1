"""results, verify-results, notice, ledger: what comes out at the end of the road."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.results.model import Results

DAY = click.DateTime(["%Y-%m-%d"])
STATES = ("open", "working", "to_verify", "closed", "returned")
OUT = click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")


@main.group("results")
def results() -> None:
    """评查结果。"""


@command("freeze", results)
@click.option("--allow-open", is_flag=True, help="未定案的案卷暂不计分，而不是拒绝")
def results_freeze(call: Call, allow_open: bool) -> int:
    """计算并冻结结果：此后通报、台账都以它为准。"""
    from casereview.panel import actions as panel
    from casereview.results import actions

    with call.db() as db:
        campaign = panel.campaign(db, call.campaign)
        _, frozen = actions.freeze(
            db, call.author(), campaign.id, allow_open=allow_open, progress=call.progress()
        )  # fmt: skip
    call.say(frozen, _summary(call, frozen))
    return DONE


def _summary(call: Call, frozen: Results) -> list[str]:
    from casereview.results.quotas import quotas

    packs = lines.listed(call, (f"{name} {digest[:12]}" for name, digest in sorted(frozen.packs.items())))
    return [
        lines.row(frozen.title, call.word("cli.frozen", **{**_shown(frozen), "at": lines.minute(frozen.at)})),
        *(_unit(call, one) for one in frozen.units),
        *(one.sentence(call.language) for one in quotas(frozen)),
        *([call.word("cli.frozen-packs", packs=packs)] if packs else []),
    ]


def _shown(value: Any) -> dict[str, str]:
    """Parameters of a sentence, with dashes for what is not there."""
    return {key: lines.dash(part) for key, part in plain(value).items() if not isinstance(part, (dict, list))}


def _unit(call: Call, one: Any) -> str:
    grades = [f"{lines.named(call, 'grade', grade)} {count}" for grade, count in one.grades.items() if count]
    rank = call.word("cli.rank", rank=one.rank) if one.rank else call.word("cli.no-rank")
    return lines.row(f"  {one.name}", call.word("cli.unit-scores", **_shown(one)), rank, *grades)


def _result(call: Call, kind: str, one: Any) -> str:
    """One row of a table in words."""
    rate = "-" if getattr(one, "rate", None) is None else f"{one.rate}%"
    if kind == "unit":
        return _unit(call, one)
    if kind == "item":
        return lines.row(
            one.rubric_title, one.position, one.title, call.word("cli.item-rate", applied=one.applied, rate=rate)
        )
    if kind == "system":
        rates = [
            f"{call.word('system.' + name)} {lines.dash(getattr(one, name))}"
            for name in ("publicity", "recording", "legal_review")
        ]
        return lines.row(one.name or call.word("cli.all-units"), *rates)
    if kind == "type":
        return lines.row(
            lines.named(call, "notice_procedure", one.procedure), call.word("cli.unit-scores", **_shown(one))
        )
    vetoed = [call.word("mark_kind.veto")] if one.vetoes else []
    score = (one.score, lines.named(call, "grade", one.grade), *vetoed)
    return lines.row(one.dossier[:12], one.unit, one.case_no, one.cause, one.party_masked, *score)


def _frozen(call: Call, db: Database) -> Results:
    """The frozen results of the campaign. Raises NotFound."""
    from casereview.errors import NotFound
    from casereview.panel import actions as panel
    from casereview.results import actions

    campaign = panel.campaign(db, call.campaign)
    found = actions.latest(db, campaign.id)
    if found is None:
        raise NotFound(what="results", name=campaign.title)
    return found


@command("show", results)
@click.option(
    "--by",
    "kind",
    type=click.Choice(["unit", "item", "system", "type", "dossier"]),
    default="unit",
    help="单位、条目、三项制度、案件类型或案卷",
)
def results_show(call: Call, kind: str) -> int:
    """按单位、条目、制度、案件类型或案卷列出结果。"""
    from casereview.results import actions

    with call.db(read_only=True) as db:
        frozen = _frozen(call, db)
    rows = list[Any](actions.by(frozen, kind))
    call.say(rows, [_result(call, kind, one) for one in rows])
    return DONE


@command("export", results)
@OUT
def results_export(call: Call, out: Path) -> int:
    """把冻结结果写成一个 JSON 文件，供任何人用 verify-results 复算。"""
    from casereview.panel import actions as panel
    from casereview.results import actions

    with call.db(read_only=True) as db:
        actions.export_frozen(db, panel.campaign(db, call.campaign).id, out)
    call.say({"file": str(out)}, str(out))
    return DONE


@command("verify-results")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_results(call: Call, file: Path) -> int:
    """由冻结结果文件独立复算每个总分、等次和排名。"""
    from casereview.results import verifier

    problems = verifier.verify_file(file)
    said = [{"code": code, "message": call.word(f"verifier.{code}", **values), **values} for code, values in problems]
    call.say(
        {"same": not problems, "problems": said},
        [str(row["message"]) for row in said] or call.word("cli.results-same"),
    )
    if any(code == "unreadable" for code, _ in problems):
        return REFUSED
    return DONE_WITH_FINDINGS if problems else DONE


class Notices(click.Group):
    """`notice KIND -o FILE` writes a notice; `notice gauge FILE` is the one other word."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        known = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["write", *args])


@main.group("notice", cls=Notices)
def notice() -> None:
    """通报和各类文书:notice KIND -o 文件，或 notice gauge 文件。"""


@command("write", notice)
@click.argument("kind")
@OUT
@click.option("--issued", type=DAY, default=None, help="成文日期，默认今天")
@click.option("--dossier", default="", help="个案评查表：哪一卷（编号开头或案号）")
@click.option("--unit", default="", help="发给哪个单位")
@click.option("--number", default="", help="发文字号")
@click.option("--deadline", type=DAY, default=None, help="整改时限")
@click.option("--draft", is_flag=True, help="有严重问题也写出（草稿）")
def notice_write(
    call: Call, kind: str, out: Path, issued: datetime | None, dossier: str, unit: str, number: str,
    deadline: datetime | None, draft: bool,
) -> int:  # fmt: skip
    """生成一份文书；后缀决定格式(.docx .pdf .xlsx)。"""
    from casereview.notices import actions
    from casereview.panel import actions as panel
    from casereview.units import actions as units
    from casereview.units.register import meant

    with call.db(read_only=True) as db:
        house = meant(units.units(db), unit) if unit else None
        made = actions.produce(
            db, kind, panel.campaign(db, call.campaign).id, out, issued=issued.date() if issued else date.today(),
            dossier=dossier, unit=house.id if house else unit, number=number, deadline=deadline.date() if deadline else None, draft=draft,
        )  # fmt: skip
    call.say({"file": str(made)}, str(made))
    return DONE


@command("gauge", notice)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def notice_gauge(call: Call, file: Path) -> int:
    """对照 GB/T 9704 测量一份 DOCX。"""
    from casereview.documents import gauge

    found = gauge.gauge(file)
    said = [{"code": f.code, "message": call.word(f"gauge.{f.code}", **f.parameters), **plain(f)} for f in found]
    call.say({"findings": said}, [row["message"] for row in said] or call.word("cli.gauge-clean"))
    return DONE_WITH_FINDINGS if said else DONE


@main.group("ledger")
def ledger() -> None:
    """整改台账。"""


@command("add", ledger)
@click.option("--deadline", type=DAY, required=True, help="整改时限")
def ledger_add(call: Call, deadline: datetime) -> int:
    """由冻结结果中的扣分项生成台账条目。"""
    from casereview.ledger import actions

    with call.db() as db:
        changes = actions.from_results(db, call.author(), _frozen(call, db), deadline=deadline.date())
    call.say({"entries": sorted(changes.ledger)}, call.word("cli.entries", count=len(changes.ledger)))
    return DONE


@command("list", ledger)
@click.option("--unit", default="", help="只列这个单位的")
@click.option("--state", type=click.Choice(STATES), default=None, help="只列这个状态的")
@click.option("--overdue", "late", is_flag=True, help="只列逾期的")
def ledger_list(call: Call, unit: str, state: str | None, late: bool) -> int:
    """列出台账;-c 给出时只列该批次的。"""
    from casereview.ledger import actions

    today = date.today()
    with call.db(read_only=True) as db:
        units = lines.unit_names(db)
        found = actions.entries(db, campaign=call.campaign, unit=unit, state=state or "")
    found = [entry for entry in found if not late or actions.overdue(entry, today)]
    rows = [{**plain(entry), "overdue": actions.overdue(entry, today)} for entry in found]
    said = []
    for one in found:
        status = [call.word(f"ledger_state.{one.state}")]
        status += [call.word("ledger_state.overdue")] if actions.overdue(one, today) else []
        about = (call.word(f"severity_of.{one.severity}"), one.problem, one.deadline, one.responsible)
        said.append(lines.row(one.id[:12], units.get(one.unit, one.unit), *status, *about))
    call.say(rows, said or call.word("cli.nothing"))
    return DONE


@command("import", ledger)
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def ledger_import(call: Call, table: Path) -> int:
    """由 XLSX 导入台账、问题清单或任务分解表。"""
    from casereview.ledger import actions

    with call.db() as db:
        changes, problems = actions.import_table(db, call.author(), table)
    said = [{"code": code, "message": call.word(code, **values)} for code, values in problems]
    first = call.word("cli.entries", count=len(changes.ledger))
    call.say({"entries": sorted(changes.ledger), "problems": said}, [first, *(f"! {row['message']}" for row in said)])
    return DONE_WITH_FINDINGS if said else DONE


@command("export", ledger)
@OUT
def ledger_export(call: Call, out: Path) -> int:
    """把台账写成 XLSX。"""
    from casereview.ledger import actions

    with call.db(read_only=True) as db:
        actions.export_table(db, out, call.campaign)
    call.say({"file": str(out)}, str(out))
    return DONE


@command("close", ledger)
@click.argument("entry")
@click.option("--state", type=click.Choice(STATES), default="closed", help="改为哪个状态，默认销号")
@click.option("--note", default="", help="佐证材料或退回理由")
@click.option("--on", type=DAY, default=None, help="日期，默认今天")
def ledger_close(call: Call, entry: str, state: str, note: str, on: datetime | None) -> int:
    """推进一条台账的状态（默认销号）。"""
    from casereview.ledger import actions
    from casereview.ledger.model import LedgerState

    with call.db() as db:
        day = on.date() if on else date.today()
        ident = actions.entry(db, entry).id
        actions.advance(db, call.author(), ident, LedgerState(state), note=note, on=day)
        now = actions.entry(db, ident)
    call.say(now, lines.row(now.id[:12], now.problem, call.word(f"ledger_state.{now.state}")))
    return DONE


@command("follow-up", ledger)
@click.argument("entry")
@click.argument("result")
def ledger_follow_up(call: Call, entry: str, result: str) -> int:
    """登记回头看结果。"""
    from casereview.ledger import actions

    with call.db() as db:
        found = actions.entry(db, entry)
        actions.set_entry(db, call.author(), found.model_copy(update={"follow_up": result}))
        now = actions.entry(db, found.id)
    call.say(now, lines.row(now.id[:12], now.problem, now.follow_up))
    return DONE
