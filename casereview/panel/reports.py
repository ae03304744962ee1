"""What a package would do, before anybody takes it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.errors import NotFound
from casereview.files import Files
from casereview.marking import actions as marking
from casereview.marking.model import MARK, SEALED
from casereview.panel.cases import subject
from casereview.panel.model import DECIDED
from casereview.panel.package import Opened
from casereview.panel.vetting import OF_MARKS
from casereview.record import Event
from casereview.units import actions as units

Trouble = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What a package would do, or did.

    who, fingerprint  the signer; key_confirmed: whether this workspace has confirmed that key
    dossiers    that it speaks of; unknown: of them those that this workspace does not hold
    new, known  events; changed: new ones that replace something held here
    conflicting dossier/item where one reader says two things; decided: dossier/item already decided, to be looked at again
    late        new marks on sealed sheets: kept, and not counted until the sheet is reopened
    files       originals that it brings; new_files of them not held yet
    problems    (code, parameters) of `[record]`: forks, gaps
    refused     why nothing was taken from it: (code, parameters) for `words.render`
    """

    file: str
    kind: str = ""
    campaign: str = ""
    title: str = ""
    who: str = ""
    fingerprint: str = ""
    key_confirmed: bool = False
    for_whom: str = ""
    made_at: str = ""
    dossiers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    new: int = 0
    known: int = 0
    changed: int = 0
    conflicting: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    late: int = 0
    files: int = 0
    new_files: int = 0
    problems: tuple[Trouble, ...] = field(default=())
    refused: Trouble | None = None


def report_of(path: Path, db: Database, found: Opened, confirmed: bool) -> PackageReport:
    """The report of a package that was found fit; nothing is written."""
    new = [event for event in found.events if record.get(db, event.id) is None]
    named = {str(one) for one in found.about.get("dossiers", ())} | {
        event.subject for event in found.events if event.kind in OF_MARKS
    }
    held = Files.of(db)
    return PackageReport(
        file=path.name,
        kind=found.header.kind,
        campaign=found.header.campaign,
        title=str(found.about.get("title", "")),
        who=found.signer.name,
        fingerprint=found.signer.fingerprint,
        key_confirmed=confirmed,
        for_whom=found.header.for_whom,
        made_at=found.header.made_at,
        dossiers=tuple(sorted(named)),
        unknown=_unknown(db, named) if found.header.kind == "marks" else (),
        new=len(new),
        known=len(found.events) - len(new),
        changed=sum(any(record.get(db, old) for old in event.replaces) for event in new),
        conflicting=_conflicting(db, new),
        decided=_touching_decisions(db, new),
        late=_late(db, new, found.events),
        files=len(found.files),
        new_files=sum(not held.has(sha256) for sha256 in found.files),
    )


def _unknown(db: Database, named: Collection[str]) -> tuple[str, ...]:
    """Dossiers that this workspace does not hold; a unit's own items are marked under the unit."""
    known = {unit.id for unit in units.units(db)}
    return tuple(sorted(one for one in named if one not in known and not holds(db, one)))


def holds(db: Database, dossier: str) -> bool:
    """Whether a dossier is here."""
    try:
        dossiers.get(db, dossier)
    except NotFound:
        return False
    return True


def _about(event: Event) -> tuple[str, ...]:
    said = event.payload
    return (event.actor, said["campaign"], said["dossier"], said["rubric"], said["item"], said.get("deduction", ""))


def _conflicting(db: Database, new: Sequence[Event]) -> tuple[str, ...]:
    """Items on which a reader already says something else here, that the new mark does not replace."""
    replaced = {old for event in new for old in event.replaces}
    fresh = [event for event in new if event.kind == MARK and event.id not in replaced]
    here: dict[tuple[str, ...], list[Event]] = {}
    for dossier in {event.subject for event in fresh}:
        for held in record.current(db, MARK, dossier):
            if held.id not in replaced:
                here.setdefault(_about(held), []).append(held)
    return tuple(
        sorted(
            {
                f"{event.subject}/{event.payload['item']}"
                for event in fresh
                if any(held.payload != event.payload for held in here.get(_about(event), ()))
            }
        )
    )


def _touching_decisions(db: Database, new: Sequence[Event]) -> tuple[str, ...]:
    touched = {(e.payload["campaign"], e.subject, e.payload["item"]) for e in new if e.kind == MARK}
    return tuple(
        sorted(
            f"{dossier}/{item}"
            for c, dossier, item in touched
            if record.current(db, DECIDED, subject(c, dossier, item))
        )
    )


def _late(db: Database, new: Sequence[Event], every: Sequence[Event]) -> int:
    """New marks of a reader whose sheet is sealed here, and that no seal of the package saw."""
    seen = {ident for event in every if event.kind == SEALED for ident in event.payload["marks"]}
    fresh = Counter(
        (event.payload["campaign"], event.subject, event.actor, event.payload["rubric"])
        for event in new
        if event.kind == MARK and event.id not in seen
    )
    return sum(count for sheet, count in fresh.items() if marking.sealed(db, *sheet))
