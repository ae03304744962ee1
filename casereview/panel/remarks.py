"""What stands beside the points: flags that wait for the leader, and wordings that a leader makes official."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import CaseReviewError
from casereview.marking import comments
from casereview.marking.model import MARK, Mark, MarkKind, MarkPayload
from casereview.panel import campaigns
from casereview.record import Author

ANSWERED = "panel.flag_answered"  # subject: the mark that flags; payload: campaign, dossier, answer


class OnlyLeader(CaseReviewError):
    """Only a leader of the campaign may do this; `leaders` are those who may."""

    code = "only-leader"


@dataclass(frozen=True, slots=True)
class Flag:
    """One 请组长看: the mark, and what a leader answered ("" while it waits), who and when."""

    mark: Mark
    answer: str = ""
    by: str = ""
    at: str = ""


def flags(db: Database, campaign_id: str) -> list[Flag]:
    """Every flag of a campaign, those that wait first, each by time. Raises NotFound."""
    found = campaigns.campaign(db, campaign_id)
    answers = {event.subject: event for event in record.current(db, ANSWERED)}
    said: list[Flag] = []
    for event in record.current(db, MARK):
        if event.payload.get("campaign") != found.id or event.payload.get("kind") != MarkKind.FLAG:
            continue
        mark = Mark(event.id, event.actor, event.at, MarkPayload.model_validate(event.payload))
        answer = answers.get(event.id)
        said.append(Flag(mark, str(answer.payload["answer"]), answer.actor, answer.at) if answer else Flag(mark))
    return sorted(said, key=lambda one: (bool(one.by), one.mark.at, one.mark.id))


def answer_flag(db: Database, by: Author, campaign_id: str, flag: str, answer: str) -> Changes:
    """A leader's answer to a flag, in place of an earlier one. Raises OnlyLeader, NotFound."""
    found = _led(db, by, campaign_id)
    with record.writing(db):
        event = next((one.mark for one in flags(db, found) if one.mark.id == flag), None)
        if event is None:
            return NOTHING
        before = [old.id for old in record.current(db, ANSWERED, flag)]
        payload = {"campaign": found, "dossier": event.said.dossier, "answer": answer.strip()}
        record.append(db, by, ANSWERED, flag, payload, before)
    return Changes(campaigns=frozenset({found}))


def make_official(db: Database, by: Author, campaign_id: str, item: str, text: str) -> Changes:
    """Put a wording on the official shelf, which goes with every task package from now on. Raises OnlyLeader, NotFound."""
    _led(db, by, campaign_id)
    return comments.keep(db, by, item, text, comments.Shelf.OFFICIAL)


def leads(db: Database, name: str, campaign_id: str) -> bool:
    """Whether somebody leads a campaign. Raises NotFound."""
    found = campaigns.campaign(db, campaign_id)
    return any(member.leader and member.name == name for member in found.members)


def _led(db: Database, by: Author, campaign_id: str) -> str:
    found = campaigns.campaign(db, campaign_id)
    leaders = [member.name for member in found.members if member.leader]
    if by.name not in leaders:
        raise OnlyLeader(leaders="、".join(leaders) or "-")
    return found.id
