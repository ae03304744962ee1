"""Shelves of notes: what a reader has written on an item before, and what somebody put on the shelf for everyone.

Nobody's notes come before others by themselves: while two read the same dossier, neither sees what the other wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.marking import store
from casereview.record import Author

KEPT = "comment.kept"  # subject: the item; payload: text
DROPPED = "comment.dropped"  # replaces it


@dataclass(frozen=True, slots=True)
class Comment:
    """A note used before: how often, and when last (local time with offset)."""

    text: str
    uses: int
    last: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A wording for everyone: who put it there, and when."""

    text: str
    by: str
    at: str


def shelf(db: Database, reader: str, item: str, limit: int = 20) -> list[Comment]:
    """A reader's own notes on an item, over all campaigns. Withdrawn and replaced notes are not on the shelf."""
    return [Comment(*row) for row in store.notes(db, reader, item, limit)]


def shared(db: Database, item: str) -> list[Shared]:
    """The wordings for everyone on an item, oldest first."""
    return [Shared(str(e.payload["text"]), e.actor, e.at) for e in record.current(db, KEPT, item)]


def keep(db: Database, by: Author, item: str, text: str) -> Changes:
    """Put a wording on the shelf for everyone. One that stands there already changes nothing, nor does an empty one."""
    said = text.strip()
    with record.writing(db):
        if not said or said in {one.text for one in shared(db, item)}:
            return NOTHING
        record.append(db, by, KEPT, item, {"text": said})
    return Changes()


def drop(db: Database, by: Author, item: str, text: str) -> Changes:
    """Take a wording from the shelf for everyone."""
    with record.writing(db):
        found = [event.id for event in record.current(db, KEPT, item) if event.payload["text"] == text.strip()]
        if found:
            record.append(db, by, DROPPED, item, {"text": text.strip()}, found)
    return Changes()
