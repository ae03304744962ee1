"""异议复核: a unit objects to an item, somebody else looks at it again, and both the former and the later points stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field
from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.errors import CaseReviewError, NotFound
from casereview.marking.model import Seen
from casereview.panel import adjudicate, campaigns
from casereview.panel.cases import Case, case, subject
from casereview.panel.model import Decision
from casereview.record import Author
from casereview.rubric.model import Frozen, Rubric

RAISED = "objection.raised"  # subject: campaign/dossier/item
ANSWERED = "objection.answered"  # the same subject; replaces what it answers


class AlreadyObjected(CaseReviewError):
    """The item has an objection that is not answered yet; `dossier`, `item`."""

    code = "already-objected"


class NotDecidedYet(CaseReviewError):
    """Nothing stands yet that one could object to; `dossier`, `item`."""

    code = "not-decided-yet"


class AnswerByOther(CaseReviewError):
    """Who read the dossier does not answer the objection; `who`, `dossier`."""

    code = "answer-by-other"


class AnswerNeedsReason(CaseReviewError):
    """An objection and its answer name their reason; `item`."""

    code = "answer-needs-reason"


class Objection(Frozen):
    """What a unit objects to. points: what the item earned when it was raised; raised_on, ISO 8601."""

    campaign: str
    dossier: str
    rubric: str
    item: str
    unit: str
    reason: str
    raised_on: str
    points: Decimal
    lost: tuple[tuple[str, int], ...] = ()
    evidence: tuple[Seen, ...] = Field(default=())


class Answer(Frozen):
    """The answer (复核意见). outcome: "maintained" or "changed"; points: what the item earns now; score: of the dossier, before and after."""

    objection: Objection
    outcome: Literal["maintained", "changed"]
    reason: str
    answered_on: str
    points: Decimal
    score_before: str
    score_after: str


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection as it stands. by and at are of the answer once there is one."""

    id: str
    by: str
    at: str
    objection: Objection
    answer: Answer | None = None


def raise_objection(
    db: Database,
    by: Author,
    campaign_id: str,
    dossier: str,
    rubric: Rubric,
    item: str,
    reason: str,
    *,
    on: date,
    evidence: tuple[Seen, ...] = (),
) -> tuple[Changes, str]:
    """Record a unit's objection to an item that was decided; gives its id. The decision stands until it is answered.

    Raises NotDecidedYet, AlreadyObjected, AnswerNeedsReason, NotFound.
    """
    if not reason.strip():
        raise AnswerNeedsReason(item=item)
    with record.writing(db):
        one = case(db, campaigns.campaign(db, campaign_id), dossier)
        where = subject(one.campaign.id, one.dossier.id, item)
        question = next((q for q in one.questions() if (q.rubric, q.item) == (rubric.digest, item)), None)
        if question is None or question.state != "decided":
            raise NotDecidedYet(dossier=one.dossier.case_no or one.dossier.id[:12], item=item)
        if any(event.payload["rubric"] == rubric.digest for event in record.current(db, RAISED, where)):
            raise AlreadyObjected(dossier=one.dossier.case_no or one.dossier.id[:12], item=item)
        points, lost = _stands(one, rubric, item)
        said = Objection(
            campaign=one.campaign.id,
            dossier=one.dossier.id,
            rubric=rubric.digest,
            item=item,
            unit=one.dossier.unit,
            reason=reason,
            raised_on=on.isoformat(),
            points=points,
            lost=lost,
            evidence=evidence,
        )
        event = record.append(db, by, RAISED, where, said)
    return _changed(one), event.id


def _stands(one: Case, rubric: Rubric, item: str) -> tuple[Decimal, tuple[tuple[str, int], ...]]:
    """What an item earns and lost by now; a veto earns nothing by itself."""
    sheet = one.final_sheet(rubric)
    for line in sheet.lines:
        if line.item == item:
            return line.earned, tuple((deduction, count) for deduction, count, _ in line.lost)
    return (sheet.bonus if any(bonus.id == item for bonus in rubric.bonus) else Decimal(0)), ()


def answer_objection(
    db: Database, by: Author, objection_id: str, reason: str, *, on: date, decision: Decision | None = None
) -> tuple[Changes, Answer]:
    """Answer an objection: maintain what stands, or change it by a decision (`propose` makes one). Both points are kept.

    Who read the dossier does not answer, the leader may. Raises AnswerByOther, AnswerNeedsReason, NotFound, and what `decide` raises.
    """
    if not reason.strip():
        raise AnswerNeedsReason(item=objection_id[:12])
    with record.writing(db):
        event = record.get(db, objection_id)
        if event is None or event.kind != RAISED or record.replaced_by(db, objection_id):
            raise NotFound(what="objection", name=objection_id[:12])
        said = Objection.model_validate(event.payload)
        one = case(db, campaigns.campaign(db, said.campaign), said.dossier)
        leaders = {member.name for member in one.campaign.members if member.leader}
        if by.name in one.readers and by.name not in leaders:
            raise AnswerByOther(who=by.name, dossier=one.dossier.case_no or one.dossier.id[:12])
        rubric = campaigns.rubric(one.campaign, said.rubric)
        before = one.final_sheet(rubric).score
        if decision is not None:
            if (decision.rubric, decision.item) != (said.rubric, said.item):
                raise NotFound(what="item", name=decision.item)
            adjudicate.decide(db, by, decision.model_copy(update={"reason": decision.reason or reason}))
        now = case(db, one.campaign, said.dossier)
        points, lost = _stands(now, rubric, said.item)
        after = now.final_sheet(rubric).score
        changed = (points, lost, after) != (said.points, said.lost, before)
        answer = Answer(
            objection=said,
            outcome="changed" if changed else "maintained",
            reason=reason,
            answered_on=on.isoformat(),
            points=points,
            score_before="" if before is None else str(before),
            score_after="" if after is None else str(after),
        )
        record.append(db, by, ANSWERED, event.subject, answer, [objection_id])
    return _changed(one), answer


def objections(db: Database, campaign_id: str, *, unit: str = "", open_only: bool = False) -> list[Objected]:
    """Every objection of a campaign, in the order raised or answered; of one unit if named."""
    below = f"{campaigns.campaign(db, campaign_id).id}/*"
    found = [
        Objected(event.id, event.actor, event.at, Objection.model_validate(event.payload))
        for event in record.current(db, RAISED, below)
    ]
    if not open_only:
        for event in record.current(db, ANSWERED, below):
            answer = Answer.model_validate(event.payload)
            found.append(Objected(event.replaces[0], event.actor, event.at, answer.objection, answer))
    return [one for one in found if not unit or one.objection.unit == unit]


def _changed(one: Case) -> Changes:
    return Changes(dossiers=frozenset({one.dossier.id}), campaigns=frozenset({one.campaign.id}))
