"""Whether a package brings only what its sender may say, and only what can be used."""

from __future__ import annotations

from typing import ClassVar

from pydantic import ValidationError
from sqlite_utils import Database

from casereview import packs as packs_
from casereview import record
from casereview.checks.frozen import HELD
from casereview.checks.model import JUDGED
from casereview.checks.precision import JudgedPayload
from casereview.errors import CaseReviewError, NotFound
from casereview.marking.comments import KEPT, fits_panel
from casereview.marking.model import (
    MARK,
    REOPENED,
    SEALED,
    WITHDRAWN,
    MarkKind,
    MarkPayload,
    ReopenPayload,
    SealPayload,
    WithdrawnPayload,
)
from casereview.panel import campaigns
from casereview.panel.model import CAMPAIGN, Campaign
from casereview.panel.package import Opened, PackageDamaged
from casereview.record import Event
from casereview.rubric.model import Rubric

# What a package may bring. A reader's never brings a decision, a campaign or a unit; a task never brings another's marks.
OF_MARKS = (MARK, WITHDRAWN, SEALED, REOPENED, JUDGED)
OF_TASK = (
    "campaign.",
    "unit.",
    "person.",
    "dossier.",
    "papers.",
    "pages.",
    "fact.",
    "mark.",
    "sheet.",
    "comment.",
    HELD,
)
OF_READERS = ("mark.", "sheet.")


class WrongCampaign(CaseReviewError):
    """Marks for a campaign that this workspace does not hold; `file`, `campaign`."""

    code = "wrong-campaign"
    exit_code: ClassVar[int] = 4


class UnfitPackage(CaseReviewError):
    """It brings what a package of its kind may not; `file`, `who`, `kind`: of the first such record."""

    code = "unfit-package"


def fit_marks(db: Database, found: Opened, file: str) -> None:
    """Only marks, seals, wordings for the panel and what was said of verdicts, of the signer, for this campaign, that its rubrics can hold."""
    try:
        campaign = campaigns.campaign(db, found.header.campaign)
    except NotFound as problem:
        title = str(found.about.get("title", found.header.campaign))
        raise WrongCampaign(file=file, campaign=title) from problem
    if found.files or found.text:
        raise UnfitPackage(file=file, who=found.header.by, kind="files")
    own = {event.id for event in found.events}
    for event in found.events:
        if event.kind not in (*OF_MARKS, KEPT) or event.actor != found.signer.name:
            raise UnfitPackage(file=file, who=event.actor, kind=event.kind)
        try:
            named = _named(campaign, event)
        except (ValidationError, NotFound) as problem:
            raise PackageDamaged(file=file, part=event.id[:12]) from problem
        if named is None:
            raise UnfitPackage(file=file, who=event.actor, kind=event.kind)
        strange = [
            ident for ident in (*event.replaces, *named) if ident not in own and not _is_of(db, ident, event.actor)
        ]
        if strange:
            raise UnfitPackage(file=file, who=event.actor, kind=f"{event.kind} → {strange[0][:12]}")


def _is_of(db: Database, ident: str, name: str) -> bool:
    """Whether a held event is a reader's own work: nobody takes back another's mark, and no reader a decision."""
    held = record.get(db, ident)
    return held is not None and held.actor == name and held.kind in OF_MARKS


def _named(campaign: Campaign, event: Event) -> tuple[str, ...] | None:
    """The events that an event speaks of; None for one that the campaign cannot hold. Raises ValidationError, NotFound."""
    if event.kind == WITHDRAWN:
        return WithdrawnPayload.model_validate(event.payload).marks
    if event.kind == MARK:
        said = MarkPayload.model_validate(event.payload)
        return () if _holds(campaigns.rubric(campaign, said.rubric), said) and _here(campaign, event) else None
    if event.kind == SEALED:
        seal = SealPayload.model_validate(event.payload)
        campaigns.rubric(campaign, seal.rubric)
        return seal.marks if _here(campaign, event) else None
    if event.kind == KEPT:
        return () if fits_panel(event) and event.subject in campaigns.items_of(campaign) else None
    if event.kind == JUDGED:
        return () if JudgedPayload.model_validate(event.payload).dossier == event.subject else None
    opened = ReopenPayload.model_validate(event.payload)
    return () if opened.reader == event.actor and _here(campaign, event) else None


def _here(campaign: Campaign, event: Event) -> bool:
    return bool(event.payload["campaign"] == campaign.id and event.payload["dossier"] == event.subject)


def _holds(rubric: Rubric, said: MarkPayload) -> bool:
    """Whether a rubric has what a mark names: a mark that it has not would break every later sum."""
    items = {item.id: {deduction.id for deduction in item.deductions} for item in rubric.items}
    vetoes, bonus = {veto.id for veto in rubric.vetoes}, {one.id for one in rubric.bonus}
    if said.kind is MarkKind.DEDUCT:
        return said.deduction in items.get(said.item, ())
    if said.kind is MarkKind.VETO:
        return said.item in vetoes
    if said.kind is MarkKind.BONUS:
        return said.item in bonus
    if said.kind in (MarkKind.STRENGTH, MarkKind.FLAG):
        return not said.item or said.item in items or said.item in vetoes | bonus
    return said.item in items


def _is_held(event: Event) -> bool:
    """Whether a kept text of a pack is the one that its hash says. A task brings no edit: what is in force here stays."""
    try:
        return packs_.content_hash(str(event.payload.get("text"))) == event.subject
    except ValueError:  # not TOML
        return False


def fit_task(found: Opened, file: str) -> None:
    reader = found.header.for_whom
    for event in found.events:
        strange = not event.kind.startswith(OF_TASK)
        if event.kind.startswith(OF_READERS) and event.actor != reader:
            strange = strange or event.kind != REOPENED
        if strange:
            raise UnfitPackage(file=file, who=event.actor, kind=event.kind)
        if event.kind == HELD and not _is_held(event):
            raise PackageDamaged(file=file, part=event.id[:12])
        if event.kind == CAMPAIGN:
            try:
                campaigns.check_rubrics(Campaign.model_validate(event.payload))
            except ValidationError as problem:
                raise PackageDamaged(file=file, part=event.id[:12]) from problem
