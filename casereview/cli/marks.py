"""mark, seal, sheet: a reader's work without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from casereview.cli.base import DONE, Call, command, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.dossier.model import Reading
    from casereview.marking.model import Seen, Sheet
    from casereview.rubric.model import Rubric

RUBRIC = click.option("--rubric", "rubric_code", default="", help="评查标准代码,如 PT;默认为本程序类型的主标准")


def _set_up(call: Call, db: Database, dossier: str, code: str) -> tuple[Any, str, Reading, Rubric]:
    """Campaign, dossier id, its reading and the rubric asked for. Raises NotFound."""
    from casereview.dossier import actions as dossiers
    from casereview.errors import NotFound
    from casereview.panel import actions as panel

    campaign = panel.campaign(db, call.campaign)
    found = dossiers.get(db, dossier)
    rubrics = panel.rubrics_of(campaign, found.procedure or "general")
    chosen = next((r for r in rubrics if r.code == code), None) if code else rubrics[0]
    if chosen is None:
        raise NotFound(what=call.word("thing.rubric"), name=code)
    return campaign, found.id, dossiers.reading(db, found.id), chosen


@command("mark")
@click.argument("dossier")
@click.option("--item", required=True, help="条目编号或 2-3 这样的代码")
@click.option("--deduction", default="", help="扣分点编号;不给则为满分")
@click.option("--count", default=1)
@click.option("--page", default=0, help="案卷页码(从 1 起)")
@click.option("--box", default="", help="x0,y0,x1,y1(磅,左上角为原点)")
@click.option("--not-found", is_flag=True, help="证据为“未见”:已查遍全卷")
@click.option("--not-applicable", "reason", default="", help="不适用,写明理由")
@click.option("--note", default="")
@RUBRIC
def mark(
    call: Call, dossier: str, item: str, deduction: str, count: int, page: int, box: str, not_found: bool,
    reason: str, note: str, rubric_code: str,
) -> int:  # fmt: skip
    """给一个条目评分:扣分须有证据页或“未见”。"""
    from casereview.errors import NotFound
    from casereview.marking import actions
    from casereview.marking.context import context_of
    from casereview.marking.model import MarkKind, MarkPayload
    from casereview.rubric.files import digest

    with call.db() as db:
        campaign, found, reading, rubric = _set_up(call, db, dossier, rubric_code)
        chosen = rubric.at(item) or next((i for i in rubric.items if i.id == item), None)
        if chosen is None:
            raise NotFound(what=call.word("thing.item"), name=item)
        kind = MarkKind.DEDUCT if deduction else MarkKind.NOT_APPLICABLE if reason else MarkKind.FULL
        said = MarkPayload(
            campaign=campaign.id, dossier=found, rubric=digest(rubric), kind=kind, item=chosen.id,
            deduction=deduction, count=count, note=note, reason=reason,
            evidence=_evidence(reading, page, box, not_found),
        )  # fmt: skip
        _, made = actions.set_mark(db, call.author(), said)
        sheet = actions.sheet_of(db, rubric, campaign.id, found, call.actor, context_of(reading))
    call.say({"mark": made.id, "sheet": sheet_as_json(sheet)}, _sheet_lines(sheet)[:1])
    return DONE


def _evidence(reading: Reading, page: int, box: str, not_found: bool) -> tuple[Seen, ...]:
    from casereview.dossier.model import Box, Place
    from casereview.errors import WrongUse
    from casereview.marking.model import Seen, place_seen

    if not_found:
        everything = tuple(range(1, len(reading.page_of) + 1))
        return (Seen(kind="not_found", papers=tuple(p.title for p in reading.papers), pages=everything),)
    if not page:
        return ()
    if page > len(reading.page_of):
        raise WrongUse(detail=f"--page {page} > {len(reading.page_of)}")
    file, number = reading.page_of[page - 1]
    corners = [float(v) for v in box.split(",")] if box else []
    if corners and len(corners) != 4:
        raise WrongUse(detail="--box x0,y0,x1,y1")
    return (place_seen(Place(file, number, Box(*corners) if corners else None), page),)


@command("seal")
@click.argument("dossier")
@RUBRIC
def seal(call: Call, dossier: str, rubric_code: str) -> int:
    """封存自己的评查表;有未评条目或无证据的扣分时拒绝,并逐条列出。"""
    from casereview.marking import actions
    from casereview.marking.context import context_of

    with call.db() as db:
        campaign, found, reading, rubric = _set_up(call, db, dossier, rubric_code)
        context = context_of(reading)
        actions.seal(db, call.author(), rubric, campaign.id, found, context)
        sheet = actions.sheet_of(db, rubric, campaign.id, found, call.actor, context)
    call.say(sheet_as_json(sheet), _sheet_lines(sheet)[:1])
    return DONE


@command("sheet")
@click.argument("dossier")
@click.option("--final", is_flag=True, help="评查组的最终评查表")
@RUBRIC
def sheet(call: Call, dossier: str, final: bool, rubric_code: str) -> int:
    """评查表及其算式。"""
    from casereview.marking import actions
    from casereview.marking.context import context_of
    from casereview.panel import actions as panel

    with call.db(read_only=True) as db:
        campaign, found, reading, rubric = _set_up(call, db, dossier, rubric_code)
        if final:
            shown = panel.final_sheet(db, campaign.id, found, rubric)
        else:
            shown = actions.sheet_of(db, rubric, campaign.id, found, call.actor, context_of(reading))
    lines = _sheet_lines(shown)
    lines += [f"  {call.word('trace.' + step.code, **step.parameters)} = {step.value}" for step in shown.trace]
    call.say(sheet_as_json(shown), lines)
    return DONE


def sheet_as_json(sheet: Sheet) -> dict[str, Any]:
    value: dict[str, Any] = plain(sheet)
    return value


def _sheet_lines(sheet: Sheet) -> list[str]:
    done = len(sheet.lines) - len(sheet.open)
    first = (
        f"{sheet.score if sheet.score is not None else '-'} / {sheet.full}  {sheet.graded}  {done}/{len(sheet.lines)}"
    )
    return [first] + [f"  {line.item:<10}{line.earned}/{line.points}  {line.state}" for line in sheet.lines]
