"""What people say of dossiers: unit, completeness, version, facts, where papers begin. Each word is an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import derive as deriving
from casereview.dossier import events, store, taking
from casereview.dossier.model import Box, Fact, Place, Reading
from casereview.dossier.overlay import matching
from casereview.errors import NotFound
from casereview.record import Author, Event


def set_unit(db: Database, by: Author, dossiers: Iterable[str], unit: str) -> Changes:
    """`unit` by id, name or place; one that is not registered stays as said."""
    return _each(db, by, dossiers, events.UNIT, {"unit": taking.registered(db, unit)})


def set_complete(db: Database, by: Author, dossier: str, complete: bool) -> Changes:
    """State that the dossier is whole (what is missing is missing), or take that back."""
    return _each(db, by, [dossier], events.COMPLETE, {"complete": complete})


def set_version(db: Database, by: Author, dossier: str, newer: str) -> Changes:
    """Record that the files of `newer` are the new version of `dossier`, which keeps its id and its marks."""
    store.get(db, newer)
    changes = _each(db, by, [dossier], events.VERSION, {"version": newer})
    with record.writing(db):
        store.drop_dossier(db, newer)
    return changes | Changes(dossiers=frozenset([newer]))


def _each(db: Database, by: Author, dossiers: Iterable[str], kind: str, payload: dict[str, Any]) -> Changes:
    """The same word about several dossiers, each in place of what was said before. Raises NotFound, then nothing is said."""
    touched = set()
    with record.writing(db):
        for dossier in dossiers:
            store.get(db, dossier)
            standing = record.current(db, kind, dossier)
            if len(standing) == 1 and standing[0].payload == payload:
                continue
            record.append(db, by, kind, dossier, payload, [event.id for event in standing])
            deriving.again(db, dossier)
            touched.add(dossier)
    return Changes(dossiers=frozenset(touched))


def correct_fact(
    db: Database,
    by: Author,
    dossier: str,
    name: str,
    value: Any,
    *,
    place: Place | None = None,
    paper: str = "",
    page: int = 0,
    text: str = "",
    was: Any = None,
) -> Changes:
    """That fact reads so, there: at a place, on a page of the dossier, in a paper, or where it is read now.

    value None says that no such fact stands there. `was` tells which reading is meant where one place has several.
    Raises NotFound.
    """
    now = store.reading(db, dossier, with_runs=False)
    target, before = _target(now, name, place, paper, page)
    payload = {"name": name, "value": value, "place": target.as_json(), "text": text}
    return _about_fact(db, by, dossier, events.CORRECTED, {**payload, "before": before if was is None else was})


def add_fact(
    db: Database, by: Author, dossier: str, name: str, value: Any, *, page: int, box: Box | None = None, text: str = ""
) -> Changes:
    """A fact that a person reads on a page of the dossier, beside all that is known of that name there. Raises NotFound."""
    now = store.reading(db, dossier, with_runs=False)
    if not 1 <= page <= len(now.page_of):
        raise NotFound(what="page", name=str(page))
    place = Place(*now.page_of[page - 1], box)
    payload = {"name": name, "value": value, "place": place.as_json(), "text": text, "before": None, "added": True}
    return _about_fact(db, by, dossier, events.CORRECTED, payload)


def confirm_fact(db: Database, by: Author, dossier: str, fact: Fact) -> Changes:
    """A person has seen that the reading is right."""
    payload = {
        "name": fact.name,
        "value": fact.value,
        "place": fact.place.as_json(),
        "text": fact.text,
        "before": fact.value,
    }
    return _about_fact(db, by, dossier, events.CONFIRMED, payload)


def withdraw_fact(db: Database, by: Author, dossier: str, name: str, place: Place) -> Changes:
    """Take back what was said of that fact at that place: the program's reading stands again."""
    standing = [event for event in record.current(db, "fact.*", dossier) if _same_fact(event, name, place)]
    if not standing:
        return NOTHING
    with record.writing(db):
        record.append(db, by, "fact.withdrawn", dossier, {"name": name}, [event.id for event in standing])
        deriving.again(db, dossier)
    return Changes(dossiers=frozenset([dossier]))


def _about_fact(db: Database, by: Author, dossier: str, kind: str, payload: dict[str, Any]) -> Changes:
    place = Place.from_json(payload["place"])
    with record.writing(db):
        same = [e for e in record.current(db, "fact.*", dossier) if _same_fact(e, payload["name"], place)]
        standing = [event for event in same if _same_one(event, payload)]
        said = [said for event in standing if (said := events.said(event, events.FactSaid)) is not None]
        if said:  # a correction of a correction still points at what the program had read
            payload = {**payload, "before": said[-1].before, "added": said[-1].added}
        record.append(db, by, kind, dossier, payload, [event.id for event in standing])
        deriving.again(db, dossier)
    return Changes(dossiers=frozenset([dossier]))


def _same_fact(event: Event, name: str, place: Place) -> bool:
    said = events.said(event, events.FactSaid)
    return said is not None and said.name == name and said.place.place() == place


def _same_one(event: Event, payload: dict[str, Any]) -> bool:
    """Of what was added beside others each is meant by its value."""
    said = events.said(event, events.FactSaid)
    if said is None or not (said.added or payload.get("added")):
        return True
    return said.added and said.value == payload["before"]


def _target(now: Reading, name: str, place: Place | None, paper: str, page: int) -> tuple[Place, Any]:
    """Where the word is said, and what was read there."""
    if place is None and paper and not page:
        page = next((p.pages[0] for p in now.papers if p.id == paper), 0)
        if not page:
            raise NotFound(what="paper", name=paper)
    if place is None and page:
        if not 1 <= page <= len(now.page_of):
            raise NotFound(what="page", name=str(page))
        place = Place(*now.page_of[page - 1])
    readings = [fact for fact in now.facts if fact.name == name and (not paper or fact.paper == paper)]
    if place is None:
        if not now.page_of:
            raise NotFound(what="page", name="1")
        return (readings[0].place, readings[0].value) if readings else (Place(*now.page_of[0]), None)
    at = matching(now.facts, name, place, None)
    if at is None:
        return place, None
    found = now.facts[at]
    return (place if place.box else found.place), found.value


def cut(db: Database, by: Author, dossier: str, first_page: int, form: str, title: str = "") -> Changes:
    """A paper begins on that page of the dossier; said of a paper's first page, it names the paper anew. Raises NotFound."""
    return _about_papers(db, by, dossier, events.CUT, first_page, {"form": form, "title": title})


def join(db: Database, by: Author, dossier: str, first_page: int) -> Changes:
    """The paper that begins on that page goes on from the one before. Raises NotFound."""
    return _about_papers(db, by, dossier, events.JOIN, first_page, {})


def _about_papers(db: Database, by: Author, dossier: str, kind: str, page: int, more: dict[str, Any]) -> Changes:
    now = store.reading(db, dossier, with_runs=False)
    if not 1 <= page <= len(now.page_of):
        raise NotFound(what="page", name=str(page))
    file, own = now.page_of[page - 1]
    with record.writing(db):
        said = [e for kind in (events.CUT, events.JOIN) for e in record.current(db, kind, dossier)]
        standing = [e for e in said if _same_page(e, file, own)]
        record.append(db, by, kind, dossier, {"file": file, "page": own, **more}, [event.id for event in standing])
        deriving.again(db, dossier)
    return Changes(dossiers=frozenset([dossier]))


def _same_page(event: Event, file: str, page: int) -> bool:
    said = events.said(event, events.CutSaid)
    return said is not None and (said.file, said.page) == (file, page)
