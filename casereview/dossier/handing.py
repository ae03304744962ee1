"""What another workspace needs to hold the same dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.dossier import derive as deriving
from casereview.errors import NotFound
from casereview.files import Files
from casereview.record import Event


@dataclass(frozen=True, slots=True)
class Export:
    """What another workspace needs to hold these dossiers: events to merge, and files (hash, path) to put."""

    events: tuple[Event, ...]
    files: tuple[tuple[str, Path], ...]


def export_dossiers(db: Database, ids: Sequence[str]) -> Export:
    """All that was said of these dossiers and the files of their present versions. Raises NotFound for a missing file.

    The taker merges the events, puts the files into `Files` and calls `derive`. Nobody's marks are among the events.
    """
    files = Files.of(db)
    wanted: dict[str, Path] = {}
    chosen: dict[str, Event] = {}
    for dossier in ids:
        who = deriving.identity(db, dossier)
        if who is None:
            raise NotFound(what="dossier", name=dossier[:12])
        for subject in {dossier, who.version}:
            for kind in ("dossier.*", "papers.*", "pages.*", "fact.*"):
                chosen |= {event.id: event for event in record.history(db, kind, subject)}
        for member in who.taken.members:
            for held in filter(None, (member.sha256, member.unlocked)):
                wanted[held] = files.path(held)
    return Export(tuple(chosen.values()), tuple(sorted(wanted.items())))
