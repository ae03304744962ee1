"""Work out by stick and marks back: what goes into a package for a reader, and into one for the leader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.checks import frozen
from casereview.checks.model import JUDGED
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError
from casereview.marking import comments
from casereview.marking.model import REOPENED, WITHDRAWN
from casereview.panel import campaigns, layers, package
from casereview.panel.keys import own_key
from casereview.panel.model import Campaign
from casereview.panel.package import Header
from casereview.panel.vetting import OF_MARKS, OF_READERS, OF_TASK
from casereview.progress import Progress, silent
from casereview.record import Author, Event


class NothingAssigned(CaseReviewError):
    """No dossier is assigned to this reader; `reader`."""

    code = "nothing-assigned"


def write_task_package(
    db: Database,
    by: Author,
    campaign_id: str,
    reader: str,
    path: Path,
    *,
    passphrase: str = "",
    recipients: Sequence[str] = (),
    progress: Progress = silent,
) -> Changes:
    """A reader's dossiers, the campaign with its rubrics, packs and official wordings, and the register; no mark of anybody else is in it.

    Raises NothingAssigned, NotFound.
    """
    found = campaigns.campaign(db, campaign_id)
    given = campaigns.assignment(db, found.id)
    idents = [dossier for dossier, names in (given.readers if given else {}).items() if reader in names]
    if not idents:
        raise NothingAssigned(reader=reader)
    exported = dossiers.export_dossiers(db, idents)
    header = Header("task", found.id, by.name, reader, by.at())
    about = {"title": found.title, "dossiers": idents}
    package.write(
        path,
        header,
        _task_events(db, found, exported.events, idents, reader),
        dict(exported.files),
        own_key(db, by.name),
        passphrase=passphrase,
        recipients=recipients,
        about=about,
        text=layers.pack(db, [sha256 for sha256, _ in exported.files]),
        progress=progress,
    )
    return NOTHING


def _task_events(
    db: Database, found: Campaign, of_dossiers: Iterable[Event], idents: Iterable[str], reader: str
) -> list[Event]:
    others = {member.name for member in found.members if not member.leader} - {reader}
    events = record.history(db, "campaign.*", found.id)
    events += [event for kind in ("unit.*", "person.*") for event in record.history(db, kind)]
    events += frozen.held(db, found.packs)
    events += comments.official(db, campaigns.items_of(found))
    said = [
        *of_dossiers,
        *(event for ident in idents for k in OF_READERS for event in record.history(db, f"{k}*", ident)),
    ]
    events += [event for event in said if _may_see(event, reader, others)]
    return list({event.id: event for event in events}.values())


def _may_see(event: Event, reader: str, others: Collection[str]) -> bool:
    """Whether a reader's package may hold an event of a dossier: their own work, and what was there before the reading."""
    if event.kind == REOPENED:
        return bool(event.payload.get("reader") == reader)
    if event.kind.startswith(OF_READERS):
        return event.actor == reader
    if not event.kind.startswith(OF_TASK):
        return False
    return event.kind.startswith("dossier.") or event.actor not in others


def write_mark_package(
    db: Database,
    by: Author,
    campaign_id: str,
    path: Path,
    *,
    passphrase: str = "",
    recipients: Sequence[str] = (),
) -> Changes:
    """What the author marked and sealed in a campaign, said of the verdicts on those dossiers, and put on the panel's shelf: events only.

    Without passphrase and recipients it is sealed to the leader's key, which the campaign carries: only there does it open.
    """
    found = campaigns.campaign(db, campaign_id)
    if not passphrase and not recipients:
        recipients = [found.receive_key]
    events = _own_marks(db, found.id, by.name)
    events += comments.offered_to_panel(db, by.name, campaigns.items_of(found))
    header = Header("marks", found.id, by.name, "", by.at())
    about = {
        "title": found.title,
        "dossiers": sorted({event.subject for event in events if event.kind != comments.KEPT}),
    }
    package.write(
        path, header, events, {}, own_key(db, by.name), passphrase=passphrase, recipients=recipients, about=about
    )
    return NOTHING


def _own_marks(db: Database, campaign: str, name: str) -> list[Event]:
    every = [event for kind in OF_MARKS for event in record.history(db, kind) if event.actor == name]
    ours = {event.id for event in every if event.payload.get("campaign") == campaign}
    read = {event.subject for event in every if event.id in ours}
    return [
        event
        for event in every
        if event.id in ours
        or (event.kind == WITHDRAWN and ours & set(event.replaces))
        or (event.kind == JUDGED and event.subject in read)
    ]
