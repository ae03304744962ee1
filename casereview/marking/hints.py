"""Which outcomes of the checks propose which deduction or veto. A hint is no mark: a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casereview.checks.model import Outcome, Verdict
from casereview.marking.model import MarkKind, MarkPayload, Seen, place_seen
from casereview.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Hint:
    """One outcome that proposes a deduction of an item, or a veto (`deduction` is "" and `item` the veto).

    certain  the outcome failed; False where it only warns, or would fail if a person confirmed what it rests on
    """

    item: str
    kind: MarkKind
    deduction: str
    outcome: Outcome
    certain: bool

    @property
    def evidence(self) -> tuple[Seen, ...]:
        return tuple(
            place_seen(found.place, found.page, found.text)
            for found in self.outcome.evidence
            if found.place is not None
        )


def hints(rubric: Rubric, outcomes: Iterable[Outcome]) -> dict[str, list[Hint]]:
    """Hints by item or veto, in the order of the outcomes. Only what failed or warns proposes anything; a veto only what failed."""
    deductions, vetoes = proposers(rubric)
    found: dict[str, list[Hint]] = defaultdict(list)
    for outcome in outcomes:
        failed = outcome.verdict is Verdict.FAIL
        if not failed and outcome.verdict is not Verdict.WARN:
            continue
        for item, deduction in deductions.get(outcome.meant, ()):
            found[item].append(Hint(item, MarkKind.DEDUCT, deduction, outcome, failed))
        for veto in vetoes.get(outcome.outcome, ()) if failed else ():
            found[veto].append(Hint(veto, MarkKind.VETO, "", outcome, True))
    return dict(found)


def alike(rubric: Rubric, deduction: str, outcomes: Mapping[str, Iterable[Outcome]]) -> list[tuple[str, Hint]]:
    """Dossiers whose outcomes propose the same deduction, each with its hint and evidence: to look through and tick."""
    return [
        (dossier, hint)
        for dossier, found in outcomes.items()
        for group in hints(rubric, found).values()
        for hint in group
        if hint.deduction == deduction
    ]


def proposers(rubric: Rubric) -> tuple[Mapping[str, list[tuple[str, str]]], Mapping[str, list[str]]]:
    """Outcome -> (item, deduction) pairs, and outcome -> vetoes, as the rubric names them."""
    deductions: dict[str, list[tuple[str, str]]] = defaultdict(list)
    vetoes: dict[str, list[str]] = defaultdict(list)
    for item in rubric.items:
        for deduction in item.deductions:
            for name in deduction.outcomes:
                deductions[name].append((item.id, deduction.id))
    for veto in rubric.vetoes:
        for name in veto.outcomes:
            vetoes[name].append(veto.id)
    return deductions, vetoes


def draft(hint: Hint, rubric: Rubric, campaign: str, dossier: str, *, count: int = 1) -> MarkPayload:
    """The mark that accepting a hint would make, for the reader to look through first."""
    return MarkPayload(
        campaign=campaign,
        dossier=dossier,
        rubric=rubric.digest,
        kind=hint.kind,
        item=hint.item,
        deduction=hint.deduction,
        count=count,
        evidence=hint.evidence,
        outcome=hint.outcome.meant,
    )
