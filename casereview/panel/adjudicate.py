"""Settling what readers differ on: disputes, decisions, vetoes, the final sheet and the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import CaseReviewError, NotFound, WrongUse
from casereview.marking.model import Mark, Sheet
from casereview.panel import campaigns, store
from casereview.panel.cases import Case, case, cases, subject
from casereview.panel.compare import Question
from casereview.panel.model import DECIDED, VETO_CONFIRMED, Campaign, Decision, Dispute, VetoConfirmation
from casereview.progress import Progress, silent
from casereview.record import Author, Event
from casereview.rubric.model import Rubric


class StaleDecision(CaseReviewError):
    """Marks changed since the decider looked; `item`, `dossier`."""

    code = "stale-decision"


class StillWaiting(CaseReviewError):
    """Not every reader has sealed the sheet; `dossier`, `missing`."""

    code = "still-waiting"


class DecisionNeedsReason(CaseReviewError):
    """A decision of the panel's own, or one that replaces another, names its reason; `item`."""

    code = "decision-needs-reason"


class AlreadyConfirmed(CaseReviewError):
    """The same person has confirmed this veto; a second person must; `who`, `veto`."""

    code = "already-confirmed"


def disputes(db: Database, campaign_id: str) -> list[Dispute]:
    """Items that a person must settle, dossier by dossier in the order drawn; reopened ones among them."""
    found = campaigns.campaign(db, campaign_id)
    return [
        question.dispute(found.id)
        for one in cases(db, found)
        for question in one.questions()
        if question.state == "disputed"
    ]


def questions(db: Database, campaign_id: str, dossier: str) -> list[Question]:
    """Every item of one dossier as it stands before the panel: waiting, agreed, disputed or decided."""
    return case(db, campaigns.campaign(db, campaign_id), dossier).questions()


def _asked(one: Case, rubric_digest: str, item: str) -> tuple[Rubric, Question]:
    rubric = next((r for r in one.rubrics if r.digest == rubric_digest), None)
    if rubric is None:
        raise NotFound(what="rubric", name=rubric_digest[:12])
    question = next((q for q in one.questions_of(rubric) if q.item == item), None)
    if question is None:
        missing = sorted(set(one.readers) - set(one.sheets[rubric_digest]))
        if missing:
            raise StillWaiting(dossier=one.dossier.id[:12], missing="、".join(missing))
        raise NotFound(what="item", name=item)
    return rubric, question


def adopt(db: Database, dispute: Dispute, reader: str, reason: str = "") -> Decision:
    """The decision that takes over what one reader said; nothing is recorded yet. Raises NotFound."""
    return propose(db, dispute, "reader", of=reader, reason=reason)


def propose(
    db: Database,
    dispute: Dispute,
    choice: Literal["reader", "both", "neither"],
    *,
    of: str = "",
    reason: str = "",
    dissent: str = "",
) -> Decision:
    """The decision of one key: a reader's lines, the lines of all readers together, or none (full marks, no veto).

    Nothing is recorded yet. Raises NotFound for a reader who has no sealed sheet, WrongUse where a choice cannot be meant.
    """
    one = case(db, campaigns.campaign(db, dispute.campaign), dispute.dossier)
    rubric, question = _asked(one, dispute.rubric, dispute.item)
    if choice == "reader" and of not in question.voices:
        raise NotFound(what="reader", name=of)
    is_veto = any(veto.id == question.item for veto in rubric.vetoes)
    is_bonus = any(bonus.id == question.item for bonus in rubric.bonus)
    decision = _decision(one.campaign, question, choice=choice, of=of, reason=reason, dissent=dissent)
    if is_veto:
        if choice == "both" or (choice == "reader" and question.voices[of].kind == "veto"):
            raise WrongUse(detail=f"{question.item}: a veto is confirmed by two people, not decided")
        return decision.model_copy(update={"kind": "no_veto"})
    if is_bonus:
        given = {"reader": question.voices[of].earned if of in question.voices else Decimal(0), "neither": Decimal(0)}
        value = given.get(choice, max(dispute.earned.values()))
        return decision.model_copy(update={"kind": "bonus", "points": value})
    if choice == "neither":
        return decision.model_copy(update={"kind": "full"})
    if choice == "both":
        return _lines(decision, _together(question))
    voice = question.voices[of]
    if voice.kind == "conflict":
        raise WrongUse(detail=f"{of}: {question.item} holds two values")
    if voice.kind == "not_applicable":
        return decision.model_copy(update={"kind": "not_applicable", "reason": reason or _reason(one, question, of)})
    return _lines(decision, voice.lost)


def _decision(campaign: Campaign, question: Question, **said: object) -> Decision:
    return Decision.model_validate(
        {
            "campaign": campaign.id,
            "dossier": question.dossier,
            "rubric": question.rubric,
            "item": question.item,
            "kind": "full",
            "evidence": question.evidence,
            "seen": question.seen,
            **said,
        }
    )


def _lines(decision: Decision, lost: Sequence[tuple[str, int]]) -> Decision:
    return decision.model_copy(update={"kind": "deduct" if lost else "full", "lost": tuple(lost)})


def _together(question: Question) -> tuple[tuple[str, int], ...]:
    """The lines of all readers; of one deduction the greater count."""
    counts: dict[str, int] = {}
    for voice in question.voices.values():
        for deduction, count in voice.lost:
            counts[deduction] = max(count, counts.get(deduction, 0))
    return tuple(sorted(counts.items()))


def _reason(one: Case, question: Question, reader: str) -> str:
    """Why a reader says that the item does not apply."""
    said = (m.said for m in one.marks if m.reader == reader and m.said.item == question.item)
    return next((mark.reason for mark in said if mark.reason), "")


def decide(db: Database, by: Author, decision: Decision) -> Changes:
    """Record what the panel decided on an item. It replaces an earlier decision by name.

    Raises StillWaiting, StaleDecision (other marks than the decision saw), DecisionNeedsReason, NotFound, WrongUse.
    """
    with record.writing(db):
        one = case(db, campaigns.campaign(db, decision.campaign), decision.dossier)
        rubric, question = _asked(one, decision.rubric, decision.item)
        if question.state == "waiting":
            missing = "、".join(sorted(set(one.readers) - set(question.voices))) or "-"
            raise StillWaiting(dossier=one.dossier.id[:12], missing=missing)
        if decision.seen != question.seen:
            raise StaleDecision(item=decision.item, dossier=one.dossier.id[:12])
        _meant(rubric, decision)
        old = [event for event, had in one.decided[rubric.digest] if had.item == decision.item]
        if not decision.reason.strip() and (old or decision.choice in ("own", "neither")):
            raise DecisionNeedsReason(item=decision.item)
        if decision.kind == "no_veto":
            old += _confirmations(db, decision.campaign, one.dossier.id, rubric, decision.item)
        decision = decision.model_copy(update={"dossier": one.dossier.id, "campaign": one.campaign.id})
        where = subject(one.campaign.id, one.dossier.id, decision.item)
        record.append(db, by, DECIDED, where, decision, [event.id for event in old])
        _restate(db, one.campaign, one.dossier.id)
    return _changed(one)


def _meant(rubric: Rubric, decision: Decision) -> None:
    """Raises NotFound, WrongUse for a decision that this rubric cannot hold."""
    vetoes, bonus = {v.id for v in rubric.vetoes}, {b.id: b.points for b in rubric.bonus}
    allowed = ("no_veto",) if decision.item in vetoes else ("bonus",) if decision.item in bonus else None
    if allowed is None:
        known = {d.id for d in rubric.item(decision.item).deductions}
        strange = [name for name, _ in decision.lost if name not in known]
        if strange:
            raise NotFound(what="item", name=f"{decision.item} {strange[0]}")
        fits = decision.kind in ("deduct", "full", "not_applicable")
        fits = fits and (decision.kind == "deduct") == bool(decision.lost)
        fits = fits and all(count > 0 for _, count in decision.lost)
    else:
        fits = decision.kind in allowed and not decision.lost
        if decision.kind == "bonus":
            fits = fits and decision.points is not None and 0 <= decision.points <= bonus[decision.item]
    if not fits:
        raise WrongUse(detail=f"{decision.item}: {decision.kind} {decision.lost}")


def settle_agreed(db: Database, by: Author, campaign_id: str, progress: Progress = silent) -> Changes:
    """Record the items on which readers agree, or differ within the tolerance, with the rule that settled each.

    One dossier is one transaction. Items in dispute, vetoes and dossiers that are not sealed by all are left alone.
    """
    campaign = campaigns.campaign(db, campaign_id)
    changes, every = NOTHING, list(cases(db, campaign))
    for done, one in enumerate(every, 1):
        agreed = [question for question in one.questions() if question.state == "agreed"]
        if agreed:
            with record.writing(db):
                for question in agreed:
                    decision = _agreed(one, question)
                    where = subject(campaign.id, one.dossier.id, question.item)
                    record.append(db, by, DECIDED, where, decision)
                _restate(db, campaign, one.dossier.id)
            changes |= _changed(one)
        progress(done, len(every), one.dossier.name)
    return changes


def _agreed(one: Case, question: Question) -> Decision:
    voice = question.voices[question.of]
    decision = _decision(one.campaign, question, choice="agreed", of=question.of, rule=question.rule)
    if voice.kind == "bonus":
        return decision.model_copy(update={"kind": "bonus", "points": voice.earned})
    if voice.kind == "not_applicable":
        reason = _reason(one, question, question.of)
        return decision.model_copy(update={"kind": "not_applicable", "reason": reason})
    return _lines(decision, voice.lost)


def confirm_veto(db: Database, by: Author, said: VetoConfirmation) -> Changes:
    """One person's confirmation; the veto stands with the second person's. Raises AlreadyConfirmed, NotFound."""
    with record.writing(db):
        one = case(db, campaigns.campaign(db, said.campaign), said.dossier)
        rubric = next((r for r in one.rubrics if r.digest == said.rubric), None)
        if rubric is None or said.veto not in {veto.id for veto in rubric.vetoes}:
            raise NotFound(what="item", name=said.veto)
        if by.name in one.before[rubric.digest].confirmed.get(said.veto, ()):
            raise AlreadyConfirmed(who=by.name, veto=said.veto)
        rejected = [event.id for event, had in one.decided[rubric.digest] if had.item == said.veto]
        said = said.model_copy(update={"dossier": one.dossier.id, "campaign": one.campaign.id})
        record.append(db, by, VETO_CONFIRMED, subject(said.campaign, said.dossier, said.veto), said, rejected)
        _restate(db, one.campaign, one.dossier.id)
    return _changed(one)


def _confirmations(db: Database, campaign: str, dossier: str, rubric: Rubric, veto: str) -> list[Event]:
    events = record.current(db, VETO_CONFIRMED, subject(campaign, dossier, veto))
    return [event for event in events if event.payload["rubric"] == rubric.digest]


def final_sheet(db: Database, campaign: str | Campaign, dossier: str, rubric: Rubric) -> Sheet:
    """The panel's sheet of a dossier: `sealed` when nothing is left to settle. Raises NotFound."""
    found = campaign if isinstance(campaign, Campaign) else campaigns.campaign(db, campaign)
    one = case(db, found, dossier)
    return one.final_sheet(_of(one, rubric))


def final_marks(db: Database, campaign: str | Campaign, dossier: str, rubric: Rubric) -> list[Mark]:
    """What stands, as marks with evidence and notes: for score sheets and exemplars. Raises NotFound."""
    found = campaign if isinstance(campaign, Campaign) else campaigns.campaign(db, campaign)
    one = case(db, found, dossier)
    return one.final_marks(_of(one, rubric))


def _of(one: Case, rubric: Rubric) -> Rubric:
    if rubric.digest not in one.sheets:
        raise NotFound(what="rubric", name=f"{rubric.code} {rubric.version}")
    return rubric


def restate(db: Database, campaign_id: str, dossiers: Sequence[str] | None = None) -> Changes:
    """Bring the list's scores and grades up to the record, after a merge or a rebuild."""
    campaign = campaigns.campaign(db, campaign_id)
    idents = [one.dossier.id for one in cases(db, campaign)] if dossiers is None else list(dossiers)
    with record.writing(db):
        for ident in idents:
            _restate(db, campaign, ident)
    return Changes(dossiers=frozenset(idents)) if idents else NOTHING


def _restate(db: Database, campaign: Campaign, dossier: str) -> None:
    one = case(db, campaign, dossier)
    final = one.final_sheet(one.rubrics[0])
    asked = one.questions_of(one.rubrics[0])
    if asked and all(question.state == "decided" for question in asked):
        store.set_decided(db, dossier, final.score, final.graded)
    else:
        store.set_undecided(db, dossier)


def _changed(one: Case) -> Changes:
    return Changes(dossiers=frozenset({one.dossier.id}), campaigns=frozenset({one.campaign.id}))


@dataclass(frozen=True, slots=True)
class Minute:
    """One act of the panel, one event: who decided what, when, and why."""

    event: str
    by: str
    at: str
    decision: Decision | None
    veto: VetoConfirmation | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The record of the panel's sitting (合议记录). digest names the set of decisions; every printed copy shows it."""

    campaign: str
    digest: str
    acts: tuple[Minute, ...]


def minutes(db: Database, campaign_id: str, *, settled_by_rule: bool = False) -> Minutes:
    """What stands, in the order it was said. Items that a rule settled are counted in the digest and shown on request."""
    found = campaigns.campaign(db, campaign_id)
    events = [e for kind in (DECIDED, VETO_CONFIRMED) for e in record.current(db, kind, f"{found.id}/*")]
    acts = []
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if event.kind == DECIDED:
            decision = Decision.model_validate(event.payload)
            if settled_by_rule or decision.choice != "agreed":
                acts.append(Minute(event.id, event.actor, event.at, decision))
        else:
            acts.append(Minute(event.id, event.actor, event.at, None, VetoConfirmation.model_validate(event.payload)))
    return Minutes(found.id, record.digest_of(sorted(event.id for event in events)), tuple(acts))
