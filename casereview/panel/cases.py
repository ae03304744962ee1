"""One dossier before the panel: its rubrics, its readers' sealed sheets, and what was decided, read from the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.marking import actions as marking
from casereview.marking.context import context_of
from casereview.marking.model import SEALED, Context, Mark, MarkKind, MarkPayload, SealPayload, Sheet
from casereview.marking.sheet import score
from casereview.panel import campaigns
from casereview.panel.compare import Before, Question, questions
from casereview.panel.model import DECIDED, VETO_CONFIRMED, Campaign, Decision, VetoConfirmation
from casereview.record import Event
from casereview.rubric.model import Rubric, Subject


@dataclass(frozen=True, slots=True)
class Case:
    """What the panel needs of one dossier. sheets and before by rubric digest."""

    campaign: Campaign
    dossier: Dossier
    context: Context
    rubrics: tuple[Rubric, ...]
    readers: tuple[str, ...]
    marks: tuple[Mark, ...]
    sheets: dict[str, dict[str, Sheet]]
    decided: dict[str, list[tuple[Event, Decision]]]
    before: dict[str, Before]

    def questions(self) -> list[Question]:
        return [one for rubric in self.rubrics for one in self.questions_of(rubric)]

    def questions_of(self, rubric: Rubric) -> list[Question]:
        return questions(
            rubric,
            self.dossier.id,
            self.sheets[rubric.digest],
            self.marks,
            self.before[rubric.digest],
            self.readers,
            self.campaign.tolerance,
        )

    def final_marks(self, rubric: Rubric) -> list[Mark]:
        """What the panel says, as marks of nobody: decisions as they stand, proposed vetoes, strong points."""
        said = [mark for mark in self.marks if mark.said.rubric == rubric.digest]
        found = [mark for event, one in self.decided[rubric.digest] for mark in _of_decision(event, one, said)]
        kept = (MarkKind.VETO, MarkKind.STRENGTH, MarkKind.FLAG)
        rejected = {one.item for _, one in self.decided[rubric.digest] if one.kind == "no_veto"}
        found += [
            Mark(mark.id, "", mark.at, mark.said)
            for mark in said
            if mark.said.kind in kept and not (mark.said.kind is MarkKind.VETO and mark.said.item in rejected)
        ]
        return found

    def final_sheet(self, rubric: Rubric) -> Sheet:
        """The panel's sheet: the readers' arithmetic over what was decided."""
        return score(
            rubric,
            self.final_marks(rubric),
            self.context,
            confirmed_vetoes=self.before[rubric.digest].standing,
            sealed=all(one.state == "decided" for one in self.questions_of(rubric)),
            dossier=self.dossier.id,
        )


def case(db: Database, campaign: Campaign, ident: str, readers: Sequence[str] | None = None) -> Case:
    """Read a dossier's case. readers: who must have sealed; those of the assignment if None. Raises NotFound."""
    dossier = dossiers.get(db, ident)
    if readers is None:
        given = campaigns.assignment(db, campaign.id)
        readers = given.readers.get(dossier.id, ()) if given else ()
    rubrics = tuple(r for r in campaigns.rubrics_of(campaign, dossier.procedure) if Subject.DOSSIER in r.scope)
    context = context_of(dossiers.reading(db, dossier.id, with_runs=False), complete=dossier.complete)
    marks = tuple(marking.marks(db, campaign.id, dossier.id))
    sealed = _sealed(db, campaign.id, dossier.id)
    sheets = {
        rubric.digest: {
            reader: score(rubric, [m for m in marks if m.reader == reader], context, reader=reader, sealed=True)
            for reader in sorted(sealed.get(rubric.digest, ()))
        }
        for rubric in rubrics
    }
    decided, before = _panel(db, campaign.id, dossier.id, rubrics)
    return Case(campaign, dossier, context, rubrics, tuple(readers), marks, sheets, decided, before)


def cases(db: Database, campaign: Campaign) -> Iterator[Case]:
    """Every drawn dossier (without a draw: every one that somebody sealed), in the order drawn."""
    drawn, given = campaigns.drawn(db, campaign.id), campaigns.assignment(db, campaign.id)
    if drawn:
        idents = drawn.drawn
    else:
        sealed = record.current(db, SEALED)
        found = dict.fromkeys(e.subject for e in sealed if e.payload.get("campaign") == campaign.id)
        held = {str(one.id) for one in dossiers.dossiers(db, dossiers.Filter(ids=tuple(found)), limit=len(found))}
        idents = tuple(ident for ident in found if ident in held)  # a unit's own items are sealed under the unit
    for ident in idents:
        yield case(db, campaign, ident, given.readers.get(ident, ()) if given else ())


def _sealed(db: Database, campaign: str, dossier: str) -> dict[str, set[str]]:
    """Readers with a sealed sheet, by rubric."""
    found: dict[str, set[str]] = {}
    for event in record.current(db, SEALED, dossier):
        said = SealPayload.model_validate(event.payload)
        if said.campaign == campaign:
            found.setdefault(said.rubric, set()).add(event.actor)
    return found


def subject(campaign: str, dossier: str, item: str) -> str:
    return f"{campaign}/{dossier}/{item}"


def _panel(
    db: Database, campaign: str, dossier: str, rubrics: Sequence[Rubric]
) -> tuple[dict[str, list[tuple[Event, Decision]]], dict[str, Before]]:
    decided: dict[str, list[tuple[Event, Decision]]] = {rubric.digest: [] for rubric in rubrics}
    confirmed: dict[str, dict[str, set[str]]] = {rubric.digest: {} for rubric in rubrics}
    below = subject(campaign, dossier, "*")
    for event in record.current(db, DECIDED, below):
        one = Decision.model_validate(event.payload)
        if one.rubric in decided:
            decided[one.rubric].append((event, one))
    for event in record.current(db, VETO_CONFIRMED, below):
        vote = VetoConfirmation.model_validate(event.payload)
        if vote.rubric in confirmed:
            confirmed[vote.rubric].setdefault(vote.veto, set()).add(event.actor)
    before = {}
    for digest, pairs in decided.items():
        by_item: dict[str, list[Decision]] = {}
        for _, one in pairs:
            by_item.setdefault(one.item, []).append(one)
        before[digest] = Before(by_item, {veto: frozenset(people) for veto, people in confirmed[digest].items()})
    return decided, before


def _of_decision(event: Event, one: Decision, marks: Sequence[Mark]) -> list[Mark]:
    """A decision as marks; evidence, note and proposing check come from the readers' marks of the same deduction."""
    base = {"campaign": one.campaign, "dossier": one.dossier, "rubric": one.rubric, "item": one.item}

    def mark(number: int, **said: object) -> Mark:
        return Mark(f"{event.id}/{number}", "", event.at, MarkPayload.model_validate({**base, **said}))

    if one.kind == "bonus":
        return [mark(0, kind="bonus", points=one.points, evidence=one.evidence)] if one.points else []
    if one.kind == "no_veto":
        return []
    if one.kind != "deduct":
        return [mark(0, kind=one.kind, reason=one.reason, evidence=one.evidence)]
    found = []
    for number, (deduction, count) in enumerate(one.lost):
        same = [m.said for m in marks if (m.said.item, m.said.deduction) == (one.item, deduction)]
        evidence = tuple(dict.fromkeys(piece for said in same for piece in said.evidence)) or one.evidence
        note = "；".join(dict.fromkeys(said.note for said in same if said.note))
        outcome = next((said.outcome for said in same if said.outcome), "")
        values = {"deduction": deduction, "count": count, "evidence": evidence, "note": note, "outcome": outcome}
        found.append(mark(number, kind="deduct", **values))
    return found
