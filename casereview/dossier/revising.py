"""Papers put into another order, pages turned, and the last word taken back. Each is an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import derive, events, store
from casereview.dossier.model import Paper
from casereview.errors import NotFound
from casereview.record import Author, Event

_WORDS = ("papers.*", "pages.*", "fact.*")
"""What a person says of the inside of a dossier; all of it can be taken back."""


def move(db: Database, by: Author, dossier: str, paper: str, before: str = "") -> Changes:
    """That paper stands before another one, last of all for "". Pages keep their numbers. Raises NotFound."""
    papers = store.reading(db, dossier, with_runs=False).papers
    moved = _paper(papers, paper)
    payload: dict[str, Any] = {"file": moved.file, "page": moved.file_pages[0]}
    if before:
        next_one = _paper(papers, before)
        payload |= {"before_file": next_one.file, "before_page": next_one.file_pages[0]}
    _put(db, by, dossier, events.MOVE, payload, again=True)
    return Changes(dossiers=frozenset([dossier]))


def _paper(papers: Sequence[Paper], ident: str) -> Paper:
    found = next((paper for paper in papers if paper.id == ident and paper.pages), None)
    if found is None:
        raise NotFound(what="paper", name=ident)
    return found


def turn(db: Database, by: Author, dossier: str, page: int, degrees: int) -> Changes:
    """That page of the dossier is read turned by so many degrees clockwise (0 90 180 270). Raises NotFound."""
    places = store.reading(db, dossier, with_runs=False).page_of
    if not 1 <= page <= len(places):
        raise NotFound(what="page", name=str(page))
    file, own = places[page - 1]
    _put(db, by, dossier, events.TURN, {"file": file, "page": own, "degrees": degrees % 360}, again=False)
    return Changes(dossiers=frozenset([dossier]))


def _put(db: Database, by: Author, dossier: str, kind: str, payload: dict[str, Any], *, again: bool) -> None:
    """In place of what was said of that page in that kind. `again`: papers or facts follow from it."""
    with record.writing(db):
        standing = [e for e in record.current(db, kind, dossier) if _same(e.payload, payload)]
        record.append(db, by, kind, dossier, payload, [event.id for event in standing])
        if again:
            derive.again(db, dossier)


def _same(said: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    return (said.get("file"), said.get("page")) == (payload["file"], payload["page"])


def turns(db: Database, dossier: str) -> dict[tuple[str, int], int]:
    """(file hash, page in file) → degrees clockwise, of the pages that people turned."""
    return derive.turns(db, dossier)


def newest_word(db: Database, dossier: str) -> str:
    """The event that was said last, in this installation, of papers, pages or facts of a dossier; "" for none."""
    own = record.own_chain(db)
    said = [event for kind in _WORDS for event in record.history(db, kind, dossier) if event.chain == own]
    return max(said, key=lambda event: event.seq).id if said else ""


def take_back(db: Database, by: Author, dossier: str, word: str) -> tuple[Changes, str]:
    """What that event replaced stands again; taking back what was taken back says it anew. Gives the new event's id.

    Nothing is done where somebody has said something else since. Raises NotFound for an event that is not of this dossier.
    """
    event = record.get(db, word)
    if event is None or event.subject != dossier:
        raise NotFound(what="event", name=word[:12])
    if record.replaced_by(db, word):
        return NOTHING, word
    with record.writing(db):
        made = [record.append(db, by, *said, [word]) for said in _said_before(db, event)]
        derive.again(db, dossier)
    return Changes(dossiers=frozenset([dossier])), made[-1].id


def _said_before(db: Database, event: Event) -> list[tuple[str, str, Any]]:
    """(kind, dossier, payload) of what an event replaced; of one that replaced nothing, that nothing is said."""
    before = [old for ident in event.replaces if (old := record.get(db, ident)) is not None]
    if not before:
        room = event.kind.partition(".")[0]
        return [(f"{room}.withdrawn", event.subject, {"kind": event.kind})]
    return [(old.kind, old.subject, old.payload) for old in before]
