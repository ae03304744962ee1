"""Full text over the pages of all dossiers: a query as typed becomes hits with their pages, boxes and words around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from casereview.dossier import search as searching
from casereview.dossier import store, taking
from casereview.dossier.model import Box


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A page with all the terms; box of the first one, None if it runs over a line's end. page is the dossier's."""

    dossier: str
    name: str
    unit: str
    page: int
    file: str
    file_page: int
    box: Box | None
    snippet: str


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """hits, newest taken in first; `unusable` are parts of the query that could not be used, as typed; more: the limit was met."""

    hits: tuple[SearchHit, ...]
    unusable: tuple[str, ...] = ()
    more: bool = False


def search(db: Database, query: str, *, unit: str = "", form: str = "", limit: int = 50) -> SearchAnswer:
    """Pages that hold all the words and "phrases"; `单位:祁县`, `文书:F17` and `当事人:张三` narrow. No query is an error.

    With facts and no words, the first place of the first fact in each dossier is the hit; with a form or a unit alone,
    where each of its papers or dossiers begins.
    """
    asked = searching.parse(query)
    asked = replace(asked, unit=unit or asked.unit, form=form or asked.form)
    registered = taking.registered(db, asked.unit)
    if asked.facts and not asked.terms:
        stated = store.facts_matching(db, asked, limit + 1, registered)
        return SearchAnswer(tuple(_stated(fact) for fact in stated[:limit]), asked.unusable, len(stated) > limit)
    wanted = store.pages_matching if asked.terms or not (asked.form or asked.unit) else store.beginnings
    found = wanted(db, asked, limit + 1, registered)
    hits = tuple(_hit(page, asked.terms) for page in found[:limit])
    return SearchAnswer(hits, asked.unusable, len(found) > limit)


def _hit(found: store.Found, terms: Sequence[str]) -> SearchHit:
    place = searching.first_place(found.text, terms)
    box = store.box_at(found, *place) if place else None
    shown = searching.snippet(found.text, place)
    return SearchHit(found.dossier, found.name, found.unit, found.page, found.file, found.file_page, box, shown)


def _stated(found: store.FoundFact) -> SearchHit:
    """A fact that a register says stands on no page: its dossier is shown from the first one."""
    shown = found.text or found.value
    return SearchHit(
        found.dossier, found.name, found.unit, max(found.page, 1), found.file, max(found.file_page, 1), found.box, shown
    )
