"""The unit's part: its items joined with the mean of its dossiers, and the steps that dated figures give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from casereview.marking.model import Context, Sheet, Step
from casereview.marking.sheet import finish, plain, score
from casereview.rubric.model import Item, Rubric, Subject
from casereview.rubric.model import Step as Ladder
from casereview.units.measures import expected


def join_unit(rubric: Rubric, unit: Sheet | None, dossiers: Iterable[Sheet]) -> Sheet:
    """One sheet of a mixed rubric for a unit: its own items and the mean of its dossiers, weighed by their points.

    unit      the sheet of the unit's items (`score(..., subject=Subject.UNIT)`), or None if nobody marked them
    dossiers  final sheets of its dossiers under the same rubric; those not scored are left out of the mean
    A part without a score leaves the sum and the other is rescaled; without both the sheet is not scored.
    """
    scored = [sheet.exact for sheet in dossiers if sheet.exact is not None]
    base = unit or score(rubric, (), Context(), subject=Subject.UNIT)
    parts: list[tuple[str, Fraction, Fraction]] = []
    if unit is not None and unit.exact is not None:
        parts.append(("unit-part", unit.exact, rubric.points_of(Subject.UNIT)))
    if scored:
        mean = sum(scored, Fraction(0)) / len(scored)
        parts.append(("dossier-part", mean, rubric.points_of(Subject.DOSSIER)))
    parts = [part for part in parts if part[2]]
    carried = sum((points for _, _, points in parts), Fraction(0))
    if not carried:
        return replace(base, exact=None, score=None, graded="", trace=(Step("not-scored"),))
    trace, exact = [], Fraction(0)
    for code, value, points in parts:
        exact += value * points / carried
        trace.append(Step(code, {"points": plain(points), "carried": plain(carried), "dossiers": len(scored)}, value))
    trace.append(Step("joined", {"carried": plain(carried)}, exact))
    return finish(rubric, base, exact, trace)


def target_on(item: Item, ladder: Ladder, on: date) -> Fraction:
    """The target that holds on a day. Before a due date it is target × elapsed / total days since counting began.

    Only a target that is worked up to is scaled (a ratio); a limit (days late, a share of failures) holds as it stands.
    """
    target = Fraction(ladder.target)
    if not item.progress or ladder.towards == "above":
        return target
    due = date.fromisoformat(item.progress)
    start = date.fromisoformat(item.progress_from) if item.progress_from else due
    return expected(target, start, due, on)


def steps_of(item: Item, ladder: Ladder, actual: Decimal | Fraction, on: date) -> int:
    """Whole steps beyond the target on a day: the count of the mark. A started step is not counted."""
    target = target_on(item, ladder, on)
    beyond = target - Fraction(actual) if ladder.towards == "below" else Fraction(actual) - target
    return max(int(beyond // Fraction(ladder.size)), 0)


def in_progress(item: Item, on: date) -> bool:
    """Whether the item is shown as progress (进度): its due date has not come."""
    return bool(item.progress) and on < date.fromisoformat(item.progress)
