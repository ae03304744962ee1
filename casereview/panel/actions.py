"""What a person can do in a campaign. The front door: everything the window and the command line call stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.errors import CaseReviewError
from casereview.marking.model import MARK, SEALED
from casereview.panel import agreement as figures
from casereview.panel import assign as sharing
from casereview.panel import campaigns as campaigns_
from casereview.panel import draw as drawing
from casereview.panel.adjudicate import (
    adopt,
    confirm_veto,
    decide,
    disputes,
    final_marks,
    final_sheet,
    minutes,
    propose,
    questions,
    restate,
    settle_agreed,
)
from casereview.panel.agreement import Agreement
from casereview.panel.campaigns import (
    assignment,
    campaign,
    campaigns,
    drawn,
    frozen_campaign,
    packs_in_force,
    rubrics_of,
    stage,
)
from casereview.panel.cases import cases
from casereview.panel.draw import verify_draw
from casereview.panel.exchange import confirm_key, look_into, merge, own_fingerprint
from casereview.panel.keys import own_key
from casereview.panel.model import ASSIGNED, CAMPAIGN, DRAWN, STAGE, Assignment, Campaign, Draw, Stage
from casereview.panel.objections import answer_objection, objections, raise_objection
from casereview.panel.receipts import openings, receipts, receive, unseal
from casereview.panel.remarks import answer_flag, flags, leads, make_official
from casereview.panel.sending import write_mark_package, write_task_package
from casereview.panel.unit_vetoes import confirm_unit_veto, unit_confirmations, unit_vetoes
from casereview.panel.versions import hold, newer_packs, packs_of, packs_taken, take_packs
from casereview.record import Author
from casereview.units import actions as units
from casereview.units.register import meant

__all__ = [
    "adopt",
    "agreement",
    "answer_flag",
    "answer_objection",
    "assign",
    "assignment",
    "campaign",
    "campaigns",
    "confirm_key",
    "confirm_unit_veto",
    "confirm_veto",
    "decide",
    "disputes",
    "draw",
    "drawn",
    "final_marks",
    "final_sheet",
    "flags",
    "frozen_campaign",
    "leads",
    "look_into",
    "make_official",
    "merge",
    "minutes",
    "new_campaign",
    "newer_packs",
    "objections",
    "openings",
    "own_fingerprint",
    "packs_in_force",
    "packs_of",
    "packs_taken",
    "progress_of",
    "propose",
    "questions",
    "raise_objection",
    "receipts",
    "receive",
    "restate",
    "rubrics_of",
    "set_stage",
    "settle_agreed",
    "stage",
    "take_packs",
    "unit_confirmations",
    "unit_vetoes",
    "unseal",
    "verify_draw",
    "write_mark_package",
    "write_task_package",
]


class CampaignUnderWay(CaseReviewError):
    """Dossiers are drawn or marked: the rubrics can no longer change; `title`."""

    code = "campaign-under-way"


class AlreadyDrawn(CaseReviewError):
    """There is a draw; another one needs a reason; `title`."""

    code = "already-drawn"


class NotDrawn(CaseReviewError):
    """Nothing was drawn yet; `title`."""

    code = "not-drawn"


def new_campaign(db: Database, by: Author, campaign: Campaign) -> Changes:
    """Start a campaign with its rubrics frozen, or change its members and terms; what it froze of the packs stays once it has begun.

    A new one that names no packs freezes those in force.
    Raises AlteredRubric, NotFound (a rubric), PackConflict, CampaignUnderWay where rubrics would change after the draw.
    """
    campaigns_.check_rubrics(campaign)
    with record.writing(db):
        members = tuple(m.model_copy(update={"unit": _unit_id(db, m.unit)}) for m in campaign.members)
        key = campaign.receive_key or own_key(db, by.name).public.receive
        campaign = campaign.model_copy(update={"members": members, "receive_key": key})
        before = record.current(db, CAMPAIGN, campaign.id)
        if not campaign.packs and not before:
            campaign = campaign.model_copy(update={"packs": packs_in_force(db)})
        for event in before:
            had = Campaign.model_validate(event.payload)
            if _begun(db, campaign.id):
                campaign = campaign.model_copy(update={"packs": had.packs})
            if had == campaign:
                return NOTHING
            if (had.rubrics, had.main) != (campaign.rubrics, campaign.main) and _begun(db, campaign.id):
                raise CampaignUnderWay(title=had.title)
        record.append(db, by, CAMPAIGN, campaign.id, campaign, [event.id for event in before])
        hold(db, by, campaign)
    return Changes(campaigns=frozenset({campaign.id}))


def _begun(db: Database, ident: str) -> bool:
    return drawn(db, ident) is not None or any(e.payload.get("campaign") == ident for e in record.current(db, MARK))


def _unit_id(db: Database, text: str) -> str:
    """The unit's id where the register knows the name, else the name itself."""
    found = meant(units.units(db), text) if text else None
    return found.id if found else text


def set_stage(db: Database, by: Author, campaign_id: str, stage: Stage) -> Changes:
    """Move a campaign to another stage. Raises NotFound."""
    found = campaign(db, campaign_id)
    with record.writing(db):
        before = record.current(db, STAGE, found.id)
        if len(before) == 1 and before[0].payload["stage"] == stage:
            return NOTHING
        record.append(db, by, STAGE, found.id, {"stage": stage}, [event.id for event in before])
    return Changes(campaigns=frozenset({found.id}))


def draw(
    db: Database,
    by: Author,
    campaign_id: str,
    seed: str,
    quota: Mapping[str, int] | int,
    *,
    reason: str = "",
    pool: Iterable[str] | None = None,
) -> tuple[Changes, Draw]:
    """Draw dossiers at random with a seed spoken in the room; see `draw.draw`.

    quota  a number for every unit and procedure, or numbers by "unit/procedure", "unit" or "*"
    pool   draw from these only; dossiers that nobody may read, without a unit, out of the period or without a rubric
           are passed over, each with its reason
    Raises AlreadyDrawn without a `reason` for drawing again.
    """
    found = campaign(db, campaign_id)
    shares = {drawing.EVERY: quota} if isinstance(quota, int) else _quota(db, quota)
    with record.writing(db):
        before = record.current(db, DRAWN, found.id)
        if before and not reason.strip():
            raise AlreadyDrawn(title=found.title)
        asked = None if pool is None else set(pool)
        every = [one for one in _every(db) if asked is None or one.id in asked]
        theirs = units.materials(db)
        passed: dict[str, str] = {
            one.id: why for one in every if (why := "material" if one.id in theirs else _passed_over(found, one))
        }
        strata: dict[str, str] = {
            one.id: drawing.stratum(one.unit, one.procedure, shares) for one in every if one.id not in passed
        }
        result = drawing.draw(found.id, seed, strata, shares, passed, reason)
        record.append(db, by, DRAWN, found.id, result, [event.id for event in before])
    return Changes(campaigns=frozenset({found.id}), dossiers=frozenset(result.drawn)), result


def _every(db: Database) -> list[Dossier]:
    """All dossiers, with units by id as the members' are."""
    known: dict[str, str] = {}
    found = dossiers.dossiers(db, order="taken_in_at", limit=1_000_000)
    return [replace(one, unit=known.setdefault(one.unit, _unit_id(db, one.unit))) for one in found]


def _quota(db: Database, quota: Mapping[str, int]) -> dict[str, int]:
    """Shares by unit id, whatever the units were called."""
    shares = {}
    for name, count in quota.items():
        unit, slash, procedure = name.rpartition("/")
        shares[f"{_unit_id(db, unit)}/{procedure}" if slash else _unit_id(db, name)] = count
    return shares


def _passed_over(found: Campaign, one: Dossier) -> str:
    """Why a dossier cannot be drawn, as a code of `[passed_over]`; "" if it can."""
    if not one.unit:
        return "no-unit"
    if (one.procedure or "general") not in found.main:
        return "no-rubric"
    if found.decided_from or found.decided_to:
        if not one.decided_on:
            return "no-date"
        if not (found.decided_from or "0") <= one.decided_on[:10] <= (found.decided_to or "9"):
            return "out-of-period"
    free = sharing.free_readers(found.members, one.id, one.unit, found.readers)
    return "recusal" if found.members and len(free) < found.readers else ""


def assign(db: Database, by: Author, campaign_id: str) -> tuple[Changes, Assignment]:
    """Share the drawn dossiers among the readers. Done again, whoever has begun a dossier keeps it.

    Raises NotDrawn, NotEnoughReaders.
    """
    found = campaign(db, campaign_id)
    with record.writing(db):
        result = drawn(db, found.id)
        if result is None:
            raise NotDrawn(title=found.title)
        known: dict[str, Dossier] = {one.id: one for one in _every(db)}
        pages = {ident: known[ident].pages for ident in result.drawn}
        free = {ident: sharing.free_readers(found.members, ident, known[ident].unit, found.readers) for ident in pages}
        made = Assignment(campaign=found.id, readers=sharing.assign(pages, free, found.readers, _begun_by(db, found)))
        before = record.current(db, ASSIGNED, found.id)
        if len(before) == 1 and Assignment.model_validate(before[0].payload) == made:
            return NOTHING, made
        record.append(db, by, ASSIGNED, found.id, made, [event.id for event in before])
    return Changes(campaigns=frozenset({found.id}), dossiers=frozenset(pages)), made


def _begun_by(db: Database, found: Campaign) -> dict[str, list[str]]:
    """Readers of the last assignment who have marked, and are still of the panel."""
    before = assignment(db, found.id)
    if before is None:
        return {}
    marked = {(e.subject, e.actor) for e in record.current(db, MARK) if e.payload.get("campaign") == found.id}
    names = {member.name for member in found.members}
    return {
        dossier: [name for name in readers if name in names and (dossier, name) in marked]
        for dossier, readers in before.readers.items()
    }


def agreement(db: Database, campaign_id: str) -> Agreement:
    """How far readers agree; see `agreement.agreement`."""
    found = campaign(db, campaign_id)
    return figures.agreement(cases(db, found), found.id)


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one reader or one unit: dossiers to read, begun, sealed; of a unit also decided."""

    dossiers: int = 0
    begun: int = 0
    sealed: int = 0
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts only: no score of anybody is shown before the panel sits."""

    dossiers: int
    readers: dict[str, Counts]
    units: dict[str, Counts]


def progress_of(db: Database, campaign_id: str) -> Standing:
    """How far a campaign is, by reader and by unit."""
    found = campaign(db, campaign_id)
    result, given = drawn(db, found.id), assignment(db, found.id)
    idents = result.drawn if result else ()
    marked = {(e.subject, e.actor) for e in record.current(db, MARK) if e.payload.get("campaign") == found.id}
    sealed = {(e.subject, e.actor) for e in record.current(db, SEALED) if e.payload.get("campaign") == found.id}
    sealed = {pair for pair in sealed if _all_sealed(db, found, *pair)}
    readers: dict[str, Counts] = {}
    units_: dict[str, Counts] = {}
    house: dict[str, str] = {}
    for one in (dossiers.get(db, ident) for ident in idents):
        names = given.readers.get(one.id, ()) if given else ()
        for name in names:
            had = readers.get(name, Counts())
            pair = (one.id, name)
            readers[name] = Counts(had.dossiers + 1, had.begun + (pair in marked), had.sealed + (pair in sealed))
        if one.unit not in house:
            house[one.unit] = _unit_id(db, one.unit)
        unit = house[one.unit]
        had = units_.get(unit, Counts())
        begun = any((one.id, name) in marked for name in names)
        done = bool(names) and all((one.id, name) in sealed for name in names)
        units_[unit] = Counts(
            had.dossiers + 1, had.begun + begun, had.sealed + done, had.decided + (one.state == "decided")
        )
    return Standing(len(idents), readers, units_)


def _all_sealed(db: Database, found: Campaign, dossier: str, reader: str) -> bool:
    """Whether a reader has sealed the sheet of the rubric that grades."""
    main = set(found.main.values())
    return any(e.actor == reader and e.payload["rubric"] in main for e in record.current(db, SEALED, dossier))
