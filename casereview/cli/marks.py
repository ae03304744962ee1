"""mark, seal, sheet: a reader's work without a window."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, Box, Call, Points, command, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.dossier.model import Dossier, Reading
    from casereview.marking.model import Context, MarkKind, Seen
    from casereview.panel.model import Campaign
    from casereview.rubric.model import Rubric

RUBRIC = click.option("--rubric", "rubric_code", default="", help="评查标准代码，如 PT;默认为本程序类型的主标准")


@dataclass(frozen=True, slots=True)
class Desk:
    """A dossier before a reader, with the rubric that it is marked by."""

    campaign: Campaign
    dossier: Dossier
    reading: Reading
    rubric: Rubric
    context: Context


def desk(call: Call, db: Database, dossier: str, code: str = "") -> Desk:
    """What the arguments name. Raises NotFound."""
    from casereview.dossier import actions as dossiers
    from casereview.errors import NotFound
    from casereview.marking.context import context_of
    from casereview.panel import actions as panel

    campaign = panel.campaign(db, call.campaign)
    found = dossiers.get(db, dossier)
    rubrics = panel.rubrics_of(campaign, found.procedure)
    chosen = next((r for r in rubrics if code in ("", r.code) or (len(code) >= 8 and r.digest.startswith(code))), None)
    if chosen is None:
        raise NotFound(what="rubric", name=code)
    reading = dossiers.reading(db, found.id, with_runs=False)
    return Desk(campaign, found, reading, chosen, context_of(reading, complete=found.complete))


def item_id(rubric: Rubric, name: str) -> str:
    """An item by its id or its code `2-3`, a veto or a bonus by its id. Raises NotFound."""
    from casereview.errors import NotFound

    at = rubric.at(name)
    known = {i.id for i in rubric.items} | {v.id for v in rubric.vetoes} | {b.id for b in rubric.bonus}
    if at is None and name not in known:
        raise NotFound(what="item", name=name)
    return at.id if at else name


@command("mark")
@click.argument("dossier")
@click.option("--item", required=True, help="条目、否决项或加分项的编号，或 2-3 这样的代码")
@click.option("--deduction", default="", help="扣分点编号；不给则为满分")
@click.option("--count", type=click.IntRange(1, 9999), default=1, help="处数")
@click.option("--points", type=Points(), default=None, help="加分项给几分")
@click.option("--page", type=click.IntRange(0), default=0, help="案卷页码（从 1 起）")
@click.option("--box", type=Box(), default=None, help="x0,y0,x1,y1(磅，左上角为原点)")
@click.option("--not-found", is_flag=True, help="证据为“未见”：已查遍全卷")
@click.option("--not-applicable", "reason", default="", help="不适用，写明理由")
@click.option("--note", default="", help="备注")
@RUBRIC
def mark(
    call: Call, dossier: str, item: str, deduction: str, count: int, points: Decimal | None, page: int,
    box: tuple[float, ...] | None, not_found: bool, reason: str, note: str, rubric_code: str,
) -> int:  # fmt: skip
    """给一个条目评分：扣分须有证据页或“未见”；否决项为提出否决。"""
    from casereview.errors import WrongUse
    from casereview.marking import actions
    from casereview.marking.model import MarkPayload

    if deduction and reason:
        raise WrongUse(detail=call.word("cli.one-of", options="--deduction | --not-applicable"))
    with call.db() as db:
        at = desk(call, db, dossier, rubric_code)
        ident = item_id(at.rubric, item)
        said = MarkPayload(
            campaign=at.campaign.id, dossier=at.dossier.id, rubric=at.rubric.digest, item=ident,
            kind=_kind(at.rubric, ident, deduction, reason, points),
            deduction=deduction, count=count, points=points, note=note, reason=reason,
            evidence=_evidence(at.reading, page, box, not_found),
        )  # fmt: skip
        _, made = actions.set_mark(db, call.author(), said, rubric=at.rubric)
        sheet = actions.sheet_of(db, at.rubric, at.campaign.id, at.dossier.id, call.actor, at.context)
    kind = call.word(f"mark_kind.{said.kind}")
    why = lines.lost(at.rubric, ident, [(deduction, count)]) if deduction else reason
    first = lines.GAP.join(filter(None, [lines.place_of(at.rubric, ident), kind, why]))
    call.say({"mark": made.id, "sheet": sheet}, [first, *lines.sheet(call, sheet, at.rubric, whole=False)])
    return DONE


def _kind(rubric: Rubric, ident: str, deduction: str, reason: str, points: Decimal | None) -> MarkKind:
    from casereview.errors import WrongUse
    from casereview.marking.model import MarkKind

    bonus = {one.id: one.points for one in rubric.bonus}
    if ident in bonus:
        if points is None or not 0 <= points <= bonus[ident]:
            raise WrongUse(detail=f"--points 0…{bonus[ident]}")
        return MarkKind.BONUS
    if points is not None:
        raise WrongUse(detail="--points")
    if any(veto.id == ident for veto in rubric.vetoes):
        return MarkKind.VETO
    return MarkKind.DEDUCT if deduction else MarkKind.NOT_APPLICABLE if reason else MarkKind.FULL


def _evidence(reading: Reading, page: int, box: tuple[float, ...] | None, not_found: bool) -> tuple[Seen, ...]:
    from casereview.dossier.model import Box as Rectangle
    from casereview.dossier.model import Place
    from casereview.errors import NotFound
    from casereview.marking.model import Seen, place_seen

    if not_found:
        everything = tuple(range(1, len(reading.page_of) + 1))
        return (Seen(kind="not_found", papers=tuple(p.title for p in reading.papers), pages=everything),)
    if not page:
        return ()
    if page > len(reading.page_of):
        raise NotFound(what="page", name=str(page))
    file, number = reading.page_of[page - 1]
    return (place_seen(Place(file, number, Rectangle(*box) if box else None), page),)


@command("seal")
@click.argument("dossier")
@RUBRIC
def seal(call: Call, dossier: str, rubric_code: str) -> int:
    """封存自己的评查表；有未评条目或无证据的扣分时拒绝，并逐条列出。"""
    from casereview.marking import actions

    with call.db() as db:
        at = desk(call, db, dossier, rubric_code)
        actions.seal(db, call.author(), at.rubric, at.campaign.id, at.dossier.id, at.context)
        sheet = actions.sheet_of(db, at.rubric, at.campaign.id, at.dossier.id, call.actor, at.context)
    call.say(sheet, lines.sheet(call, sheet, at.rubric, whole=False))
    return DONE


@command("sheet")
@click.argument("dossier")
@click.option("--final", is_flag=True, help="评查组的最终评查表")
@RUBRIC
def sheet(call: Call, dossier: str, final: bool, rubric_code: str) -> int:
    """评查表及其算式。"""
    from casereview.marking import actions
    from casereview.panel import actions as panel

    with call.db(read_only=True) as db:
        at = desk(call, db, dossier, rubric_code)
        if final:
            shown = panel.final_sheet(db, at.campaign, at.dossier.id, at.rubric)
        else:
            shown = actions.sheet_of(db, at.rubric, at.campaign.id, at.dossier.id, call.actor, at.context)
    value: dict[str, Any] = {**plain(shown), "deductions": _codes(at.rubric)}
    call.say(value, lines.sheet(call, shown, at.rubric))
    return DONE


def _codes(rubric: Rubric) -> dict[str, list[str]]:
    """What `mark --deduction` takes, by item."""
    return {item.id: [deduction.id for deduction in item.deductions] for item in rubric.items}
