"""What a unit's register and dated figures suggest for the items that judge the unit itself, each with its evidence. A person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from casereview import words
from casereview.checks.model import Outcome, Verdict
from casereview.checks.say import explanation
from casereview.marking.figures import Proposal, proposals
from casereview.marking.hints import hints
from casereview.marking.model import MarkKind, Seen
from casereview.rubric.model import Rubric
from casereview.units.catalogue import FiguresPack
from casereview.units.measures import measures
from casereview.units.model import Profile


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A deduction that a figure or a rule proposes. count 0: the target of the day is met, and nothing is proposed.

    seen      the figure as evidence, in words; outcome: of the rule that proposes it, "" for a figure
    progress  the due date has not come: the target is the share of it for the day
    """

    item: str
    deduction: str
    count: int
    seen: Seen
    outcome: str = ""
    progress: bool = False


def suggestions(
    rubric: Rubric,
    profile: Profile,
    outcomes: Iterable[Outcome],
    on: date,
    *,
    catalogue: FiguresPack | None = None,
    language: str = "zh",
) -> dict[str, list[Suggestion]]:
    """By item, figures first. A figure that nobody recorded suggests nothing; a rule only where no figure says how much."""
    found: dict[str, list[Suggestion]] = defaultdict(list)
    for one in proposals(rubric, measures(profile, on, catalogue), on):
        found[one.item].append(_of_figure(rubric, one, language))
    known = {suggestion.deduction for group in found.values() for suggestion in group}
    for group in hints(rubric, (o for o in outcomes if o.verdict in (Verdict.FAIL, Verdict.WARN))).values():
        for hint in group:
            if hint.kind is MarkKind.DEDUCT and hint.deduction not in known:
                seen = Seen(text=explanation(hint.outcome, language))
                found[hint.item].append(Suggestion(hint.item, hint.deduction, 1, seen, hint.outcome.meant))
    return dict(found)


def _of_figure(rubric: Rubric, one: Proposal, language: str) -> Suggestion:
    deduction = next(d for d in rubric.item(one.item).deductions if d.id == one.deduction)
    assert deduction.step is not None
    said = words.render(
        "unit_evidence.figure",
        language,
        measure=words.render(f"measure.{deduction.step.measure}", language),
        value=_shown(one.measured.value),
        on=one.measured.on.isoformat(),
        source=one.measured.source or words.render("unit_evidence.register", language),
        target=_shown(one.target),
    )
    return Suggestion(one.item, one.deduction, one.steps, Seen(text=said), "", one.progress)


def _shown(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"
