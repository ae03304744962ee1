"""The versions of packs of a campaign: frozen when it starts, and given up for those in force only by a recorded act of its leader."""

from __future__ import annotations

from pydantic import Field
from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.checks import actions as checks
from casereview.checks import frozen
from casereview.checks.law import Packs
from casereview.errors import CaseReviewError
from casereview.panel import campaigns
from casereview.panel.model import CAMPAIGN, Campaign
from casereview.record import Author
from casereview.rubric.model import Frozen

TAKEN = "campaign.packs_taken"  # subject: the campaign; one an act


class PacksNeedReason(CaseReviewError):
    """Verdicts of a running review change by it: a person says why; `title`."""

    code = "packs-need-reason"


class OnlyTheLeader(CaseReviewError):
    """Somebody else leads this campaign; `who`, `title`."""

    code = "only-the-leader"


class PacksTaken(Frozen):
    """The act: kind/name -> hash before and after ("" where there was or is none), and why."""

    campaign: str
    packs: dict[str, tuple[str, str]] = Field(default_factory=dict)
    reason: str


def newer_packs(db: Database, campaign_id: str) -> dict[str, tuple[str, str]]:
    """Packs of the checks of which another version is in force than the campaign froze: kind/name -> (frozen, in force), "" for none."""
    froze, now = campaigns.campaign(db, campaign_id).packs, frozen.now(db).packs
    return {
        key: (froze.get(key, ""), now.get(key, ""))
        for key in sorted({*froze, *now})
        if frozen.of_checks(key) and froze.get(key) != now.get(key)
    }


def take_packs(db: Database, by: Author, campaign_id: str, reason: str) -> Changes:
    """The campaign goes over to the packs in force; its dossiers keep their verdicts until they are checked again.

    Nothing is recorded where it has them already. Raises NotFound, OnlyTheLeader, PacksNeedReason, PackConflict.
    """
    found = campaigns.campaign(db, campaign_id)
    leaders = {member.name for member in found.members if member.leader}
    if leaders and by.name not in leaders:
        raise OnlyTheLeader(title=found.title, who="、".join(sorted(leaders)))
    if not reason.strip():
        raise PacksNeedReason(title=found.title)
    checks.edited_packs(db)  # what people edited apart has to be settled first
    with record.writing(db):
        newer = newer_packs(db, found.id)
        if not newer:
            return NOTHING
        now = campaigns.packs_in_force(db)
        before = [event.id for event in record.current(db, CAMPAIGN, found.id)]
        record.append(db, by, CAMPAIGN, found.id, found.model_copy(update={"packs": now}), before)
        record.append(db, by, TAKEN, found.id, PacksTaken(campaign=found.id, packs=newer, reason=reason.strip()))
        frozen.hold(db, by, now)
    return Changes(campaigns=frozenset({found.id}), dossiers=frozenset({"*"}))


def packs_of(db: Database, campaign: Campaign, region: str = "") -> Packs:
    """The packs that a campaign froze, for a region: what its units are judged by, too. Raises FrozenPackLost."""
    return frozen.packs_of(db, frozen.Version(campaign.packs, campaign.id, campaign.title), region)


def packs_taken(db: Database, campaign_id: str) -> list[tuple[str, str, PacksTaken]]:
    """Every such act: who, when, what and why, the first one first."""
    return [
        (event.actor, event.at, PacksTaken.model_validate(event.payload))
        for event in record.history(db, TAKEN, campaigns.campaign(db, campaign_id).id)
    ]


def hold(db: Database, by: Author, campaign: Campaign) -> None:
    """Keep the texts that the hashes of a campaign stand for. Inside `record.writing`."""
    frozen.hold(db, by, campaign.packs)
