"""What a person can do with dossiers: the front door for window and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import derive as deriving
from casereview.dossier import events, intake, pages, sources, store, taking
from casereview.dossier import search as searching
from casereview.dossier.model import Box, Dossier, Fact, Place, Problem, Reading
from casereview.dossier.overlay import matching
from casereview.dossier.pages import Elsewhere, PageFinding
from casereview.dossier.store import Filter
from casereview.dossier.taking import IntakeReport, Planned, Proposal, TakenDossier
from casereview.errors import NotFound
from casereview.files import Files
from casereview.progress import Progress, silent
from casereview.record import Author, Event

__all__ = ["Filter", "IntakeReport", "Planned", "Proposal", "SearchAnswer", "SearchHit", "TakenDossier"]

ALL = Filter()

# --- intake ---------------------------------------------------------------------------------------------------------


def plan(paths: Iterable[Path]) -> list[Planned]:
    """What taking in would make of these paths: a dry run that reads names only. Raises FileNotFoundError."""
    return taking.plan(paths)


def take_in(
    db: Database,
    by: Author,
    paths: Iterable[Path],
    *,
    unit: str = "",
    complete: bool = False,
    executor: str = "process",
    workers: int = 0,
    ocr: bool = False,
    password: str | None = None,
    progress: Progress = silent,
) -> tuple[Changes, IntakeReport]:
    """Files become dossiers, one transaction each: cancelled, the finished ones stay and nothing is half-done.

    unit      whose dossiers they are; "" takes what the folders' names say
    complete  a person states that these are whole dossiers, so that what is missing is missing
    workers   guarded reader processes; 0 leaves one core to the window
    password  opens locked files; it is not kept, the unlocked copy is
    A bad file is set aside with its reason and the rest goes on. Handed in again, the same bytes change nothing.
    """
    found = [source for path in paths for source in sources.gather(path, password=password)]
    return taking.take_in(
        db,
        by,
        found,
        unit=unit,
        complete=complete,
        executor=executor,
        workers=workers or taking.default_workers(),
        ocr=ocr,
        password=password,
        progress=progress,
    )


def read(path: Path, *, ocr: bool = False, password: str | None = None, progress: Progress = silent) -> Reading:
    """One file or folder as one dossier, without a workspace, on the road that intake takes. Raises FileNotFoundError."""
    found = sources.gather(path, password=password)
    entries = tuple(
        intake.OrderEntry(f"{source.name}/{entry.name}" if len(found) > 1 else entry.name, str(entry.path))
        for source in found
        for entry in source.entries
    )
    problems = tuple(problem for source in found for problem in source.problems)
    if not entries:  # a register of cases, asked for by itself
        entries = tuple(intake.OrderEntry(r.name, r.path) for source in found for r in source.registers)
    reading = intake.read_guarded(intake.Order(entries, password, ocr), progress)
    return Reading(reading.members, reading.papers, reading.facts, (*problems, *reading.problems))


def set_aside(db: Database) -> list[Problem]:
    """Files that were not taken in and stand aside still."""
    said = (events.said(event, events.AsideSaid) for event in record.current(db, events.SET_ASIDE))
    return [Problem(s.name, s.code, s.parameters, s.sha256) for s in said if s is not None]


# --- looking --------------------------------------------------------------------------------------------------------


def dossiers(
    db: Database,
    filter: Filter = ALL,
    order: str = "taken_in_at",
    descending: bool = True,
    limit: int = 500,
    offset: int = 0,
) -> list[Dossier]:
    """A window of the list, sorted and filtered by the database. Raises NotFound for an unknown column."""
    return store.dossiers(db, filter, order, descending, limit, offset)


def count(db: Database, filter: Filter = ALL) -> int:
    return store.count(db, filter)


def keys(db: Database, filter: Filter = ALL, order: str = "taken_in_at", descending: bool = True) -> Sequence[int]:
    """The whole list as keys for `at`, sorted and filtered by the database. Raises NotFound for an unknown column."""
    return store.keys(db, filter, order, descending)


def at(db: Database, keys: Sequence[int]) -> list[Dossier | None]:
    """The dossiers of some keys, None for one that has gone meanwhile."""
    return store.at(db, keys)


def many(db: Database, bound: int) -> bool:
    """Whether the workspace may hold more dossiers than that; costs nothing."""
    return store.last_key(db) > bound


def get(db: Database, id: str) -> Dossier:
    """By id, or by the beginning of one or a case number if only one dossier fits. Raises NotFound."""
    if store.has(db, id):
        return store.get(db, id)
    fitting = store.find(db, id) if len(id) >= 4 else []
    if len(fitting) != 1:
        raise NotFound(what="dossier", name=id)
    return store.get(db, fitting[0])


def reading(db: Database, id: str, *, with_runs: bool = True) -> Reading:
    """Members with pages, papers, facts with corrections on top. `with_runs=False` leaves the lines out: much quicker."""
    return store.reading(db, id, with_runs=with_runs)


def page_findings(db: Database, dossier: str) -> list[PageFinding]:
    """Blank and turned pages, pages that are there twice, photographs that another case of the unit shows too, pages that are
    missing or bear no number: notes for a reader, never verdicts. Raises NotFound."""
    row = get(db, dossier)
    others = [Elsewhere(*found) for found in store.looks_elsewhere(db, row)]
    return pages.findings(reading(db, row.id), store.looks_of(db, row.version), others)


def file_to_show(db: Database, reading: Reading, page: int) -> tuple[Path, str, int]:
    """(path, kind "pdf" or "image", page in that file) for the renderer: the reading view where the file has no pages."""
    file, number = reading.page_of[page - 1]
    member = next(member for member in reading.members if member.sha256 == file)
    held = member.view or member.sha256
    return Files.of(db).path(held), "image" if member.kind == "image" else "pdf", number


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
    """Pages that hold all the words and "phrases"; `单位:祁县` and `文书:F17` narrow. No query is an error."""
    asked = searching.parse(query)
    asked = searching.Query(asked.terms, unit or asked.unit, form or asked.form, asked.unusable)
    found = store.pages_matching(db, asked, limit + 1, taking.registered(db, asked.unit))
    hits = tuple(_hit(page, asked.terms) for page in found[:limit])
    return SearchAnswer(hits, asked.unusable, len(found) > limit)


def _hit(found: store.Found, terms: Sequence[str]) -> SearchHit:
    place = searching.first_place(found.text, terms)
    box = store.box_at(found, *place) if place else None
    shown = searching.snippet(found.text, place)
    return SearchHit(found.dossier, found.name, found.unit, found.page, found.file, found.file_page, box, shown)


# --- what people say ------------------------------------------------------------------------------------------------


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
) -> Changes:
    """That fact reads so, there: at a place, on a page of the dossier, in a paper, or where it is read now.

    value None says that no such fact stands there. Raises NotFound.
    """
    now = store.reading(db, dossier, with_runs=False)
    target, before = _target(now, name, place, paper, page)
    payload = {"name": name, "value": value, "place": target.as_json(), "text": text, "before": before}
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
        standing = [e for e in record.current(db, "fact.*", dossier) if _same_fact(e, payload["name"], place)]
        said = [said for event in standing if (said := events.said(event, events.FactSaid)) is not None]
        if said:  # a correction of a correction still points at what the program had read
            payload = {**payload, "before": said[-1].before}
        record.append(db, by, kind, dossier, payload, [event.id for event in standing])
        deriving.again(db, dossier)
    return Changes(dossiers=frozenset([dossier]))


def _same_fact(event: Event, name: str, place: Place) -> bool:
    said = events.said(event, events.FactSaid)
    return said is not None and said.name == name and said.place.place() == place


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
        standing = [e for e in record.current(db, "papers.*", dossier) if _same_page(e, file, own)]
        record.append(db, by, kind, dossier, {"file": file, "page": own, **more}, [event.id for event in standing])
        deriving.again(db, dossier)
    return Changes(dossiers=frozenset([dossier]))


def _same_page(event: Event, file: str, page: int) -> bool:
    said = events.said(event, events.CutSaid)
    return said is not None and (said.file, said.page) == (file, page)


# --- derived rows ---------------------------------------------------------------------------------------------------


def rebuild(db: Database, progress: Progress = silent, *, executor: str = "process", workers: int = 0) -> Changes:
    """Read everything anew from files and events; recognised pages are kept. Stopped half-way, call it again."""
    wanted = _recorded(db)
    with record.writing(db):
        store.clear(db)
    done = deriving.from_files(
        db, wanted, executor=executor, workers=workers or taking.default_workers(), progress=progress
    )
    with record.writing(db):
        for gone in sorted(set(store.ids(db)) - set(done)):
            store.drop_dossier(db, gone)
    return Changes(dossiers=frozenset(["*"]))


def derive(
    db: Database,
    dossier_ids: Sequence[str],
    *,
    executor: str = "process",
    workers: int = 0,
    ocr: bool = False,
    progress: Progress = silent,
) -> Changes:
    """Rows for dossiers whose events were merged and whose files were put into `Files`; also a late OCR of some."""
    done = deriving.from_files(
        db, dossier_ids, executor=executor, workers=workers or taking.default_workers(), ocr=ocr, progress=progress
    )
    return Changes(dossiers=frozenset(done))


def _recorded(db: Database) -> list[str]:
    """Every dossier the record knows, in the order of their coming."""
    return list(dict.fromkeys(event.subject for event in record.current(db, events.TAKEN_IN)))


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
            for kind in ("dossier.*", "papers.*", "fact.*"):
                chosen |= {event.id: event for event in record.history(db, kind, subject)}
        for member in who.taken.members:
            for held in filter(None, (member.sha256, member.unlocked)):
                wanted[held] = files.path(held)
    return Export(tuple(chosen.values()), tuple(sorted(wanted.items())))
