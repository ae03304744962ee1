"""The shelf of notes: what a reader has written on an item before, the most used first. Nobody else's notes are on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from casereview.marking import store


@dataclass(frozen=True, slots=True)
class Comment:
    """A note used before: how often, and when last (local time with offset)."""

    text: str
    uses: int
    last: str


def shelf(db: Database, reader: str, item: str, limit: int = 20) -> list[Comment]:
    """A reader's own notes on an item, over all campaigns. Withdrawn and replaced notes are not on the shelf."""
    return [Comment(*row) for row in store.notes(db, reader, item, limit)]
