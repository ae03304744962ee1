"""Shelves of notes on an item: a reader's own, the panel's (评查组), and the official one (通用) that goes with the tasks.

Nobody's notes come before others by themselves: while two read the same dossier, neither sees what the other wrote. What stands
on the panel's shelf was put there on purpose; what is official was made so by a leader (`panel.actions.make_official`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from casereview import packs, record
from casereview.changes import NOTHING, Changes
from casereview.marking import store
from casereview.record import Author, Event

KEPT = "comment.kept"  # subject: the item; payload: text, shelf
DROPPED = "comment.dropped"  # replaces it


class Wordings(packs.Frozen):
    """A pack of official wordings by the id of their item."""

    items: Mapping[str, tuple[str, ...]]


class Shelf(StrEnum):
    """Where a wording stands. OWN is never put there: it is read off the reader's marks."""

    OWN = "own"
    PANEL = "panel"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Comment:
    """A wording: its shelf, how often this reader has used it, when last (local time with offset, "" for never), who put it there."""

    text: str
    shelf: Shelf = Shelf.OWN
    uses: int = 0
    last: str = ""
    by: str = ""


def shelf(db: Database, reader: str, item: str, limit: int = 20) -> list[Comment]:
    """A reader's own notes on an item, over all campaigns. Withdrawn and replaced notes are not on the shelf."""
    return [Comment(text, Shelf.OWN, uses, last) for text, uses, last in store.notes(db, reader, item, limit)]


def shared(db: Database, item: str) -> list[Comment]:
    """The wordings for everyone on an item, oldest first: the panel's and the official ones."""
    found = record.current(db, KEPT, item)
    return [Comment(str(e.payload["text"]), _shelf(e.payload), by=e.actor) for e in found]


def shipped(item: str) -> list[Comment]:
    """The official wordings that come with the program."""
    found = packs.load_all("wordings", Wordings).values()
    return [Comment(text, Shelf.OFFICIAL) for pack in found for text in pack.items.get(item, ())]


def offered(db: Database, reader: str, item: str) -> list[Comment]:
    """Every shelf as one list for this reader: official before own before the panel's, each by use. A wording stands once."""
    own = {one.text: one for one in shelf(db, reader, item)}
    best: dict[str, Comment] = {}
    for one in [*shipped(item), *shared(db, item), *own.values()]:
        used = own.get(one.text, one)
        here = Comment(one.text, one.shelf, used.uses, used.last, one.by)
        if one.text not in best or _RANK[here.shelf] < _RANK[best[one.text].shelf]:
            best[one.text] = here
    newest = sorted(best.values(), key=lambda one: one.last, reverse=True)
    return sorted(newest, key=lambda one: (_RANK[one.shelf], -one.uses))


_RANK = {Shelf.OFFICIAL: 0, Shelf.OWN: 1, Shelf.PANEL: 2}


def keep(db: Database, by: Author, item: str, text: str, shelf: Shelf = Shelf.PANEL) -> Changes:
    """Put a wording on a shelf for everyone; on the official one it leaves the panel's.

    One that stands there already changes nothing, nor does an empty one.
    """
    said = text.strip()
    with record.writing(db):
        same = [event for event in record.current(db, KEPT, item) if event.payload["text"] == said]
        if not said or any(_RANK[_shelf(event.payload)] <= _RANK[shelf] for event in same):
            return NOTHING
        payload = {"text": said, "shelf": str(shelf)}
        record.append(db, by, KEPT, item, payload, [event.id for event in same])
    return Changes()


def drop(db: Database, by: Author, item: str, text: str) -> Changes:
    """Take a wording from the shelves for everyone."""
    with record.writing(db):
        found = [event.id for event in record.current(db, KEPT, item) if event.payload["text"] == text.strip()]
        if found:
            record.append(db, by, DROPPED, item, {"text": text.strip()}, found)
    return Changes()


def official(db: Database, items: Collection[str]) -> list[Event]:
    """The record of the official shelf on these items, with what was taken from it since: what goes with a task."""
    said = [e for e in record.history(db, KEPT) if e.subject in items and _shelf(e.payload) is Shelf.OFFICIAL]
    known = {event.id for event in said}
    return said + [event for event in record.history(db, DROPPED) if known & set(event.replaces)]


def offered_to_panel(db: Database, name: str, items: Collection[str]) -> list[Event]:
    """What somebody put on the panel's shelf on these items: what goes back with their marks."""
    found = [event for event in record.current(db, KEPT) if event.subject in items and event.actor == name]
    return [event for event in found if fits_panel(event)]


def fits_panel(event: Event) -> bool:
    """Whether an event is a wording for the panel's shelf, as a reader may send one."""
    said = event.payload
    return event.kind == KEPT and said.keys() <= {"text", "shelf"} and bool(said.get("text")) and _is_panels(said)


def _is_panels(payload: Mapping[str, object]) -> bool:
    return isinstance(payload["text"], str) and payload.get("shelf", Shelf.PANEL) == Shelf.PANEL


def _shelf(payload: Mapping[str, object]) -> Shelf:
    """Records from before there were two shelves for everyone meant the panel's."""
    return Shelf(str(payload.get("shelf", Shelf.PANEL)))
