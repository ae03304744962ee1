"""A veto against a unit: proposed by who marks the unit's own items, and standing when two people have confirmed it."""

from __future__ import annotations

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.errors import NotFound
from casereview.panel import campaigns
from casereview.panel.adjudicate import AlreadyConfirmed
from casereview.panel.cases import subject
from casereview.panel.compare import Before
from casereview.panel.model import VETO_CONFIRMED, VetoConfirmation
from casereview.record import Author
from casereview.rubric.model import Rubric


def unit_confirmations(db: Database, campaign_id: str, unit: str, rubric: Rubric) -> dict[str, frozenset[str]]:
    """Who has confirmed which veto of a rubric against a unit."""
    found: dict[str, set[str]] = {}
    for event in record.current(db, VETO_CONFIRMED, subject(campaign_id, unit, "*")):
        vote = VetoConfirmation.model_validate(event.payload)
        if vote.rubric == rubric.digest:
            found.setdefault(vote.veto, set()).add(event.actor)
    return {veto: frozenset(people) for veto, people in found.items()}


def unit_vetoes(db: Database, campaign_id: str, unit: str, rubric: Rubric) -> frozenset[str]:
    """The vetoes that stand against a unit: two different people have confirmed each."""
    return Before({}, unit_confirmations(db, campaign_id, unit, rubric)).standing


def confirm_unit_veto(db: Database, by: Author, said: VetoConfirmation) -> Changes:
    """One person's confirmation; `said.dossier` is the unit's id. Raises AlreadyConfirmed, NotFound."""
    with record.writing(db):
        campaign = campaigns.campaign(db, said.campaign)
        rubric = campaigns.rubric(campaign, said.rubric)
        if said.veto not in {veto.id for veto in rubric.vetoes}:
            raise NotFound(what="item", name=said.veto)
        if by.name in unit_confirmations(db, campaign.id, said.dossier, rubric).get(said.veto, ()):
            raise AlreadyConfirmed(who=by.name, veto=said.veto)
        said = said.model_copy(update={"campaign": campaign.id})
        record.append(db, by, VETO_CONFIRMED, subject(campaign.id, said.dossier, said.veto), said)
    return Changes(units=frozenset({said.dossier}), marks=frozenset({said.dossier}))
