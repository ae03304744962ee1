"""What a person can do with dossiers: the front door for window and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.dossier import events, intake, pages, runners, sources, store, taking
from casereview.dossier import recognise as recognition
from casereview.dossier.anew import derive, rebuild
from casereview.dossier.finding import SearchAnswer, SearchHit, search
from casereview.dossier.handing import Export, export_dossiers
from casereview.dossier.model import Dossier, Problem, Reading
from casereview.dossier.pages import Elsewhere, PageFinding
from casereview.dossier.readers.refusals import NoOcr
from casereview.dossier.recognise import Recognition
from casereview.dossier.revising import move, newest_word, take_back, turn, turns
from casereview.dossier.saying import (
    add_fact,
    confirm_fact,
    correct_fact,
    cut,
    join,
    set_complete,
    set_unit,
    set_version,
    withdraw_fact,
)
from casereview.dossier.store import Filter
from casereview.dossier.taking import IntakeReport, Planned, Proposal, TakenDossier
from casereview.errors import NotFound
from casereview.files import Files
from casereview.progress import Progress, silent
from casereview.record import Author

__all__ = [
    "Export",
    "Filter",
    "IntakeReport",
    "Planned",
    "Proposal",
    "Recognition",
    "SearchAnswer",
    "SearchHit",
    "TakenDossier",
    "add_fact",
    "confirm_fact",
    "correct_fact",
    "cut",
    "derive",
    "export_dossiers",
    "join",
    "move",
    "newest_word",
    "rebuild",
    "search",
    "set_complete",
    "set_unit",
    "set_version",
    "take_back",
    "turn",
    "turns",
    "withdraw_fact",
]

ALL = Filter()

# --- intake ---------------------------------------------------------------------------------------------------------


def plan(
    paths: Iterable[Path], *, db: Database | None = None, password: str | None = None, progress: Progress = silent
) -> list[Planned]:
    """What taking in would make of these paths: a dry run. Raises FileNotFoundError.

    Without a workspace only names are read. With one, guarded readers look into the files: pages, locks, what is here
    already and what seems to be a new version.
    """
    if db is None:
        return taking.plan(paths)
    from casereview.dossier import peek

    return peek.plan(db, paths, password=password, progress=progress)


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
    raw = runners.read_guarded(intake.Order(entries, password), progress)
    reading = recognition.in_reading(raw, progress) if ocr else raw.reading
    return Reading(reading.members, reading.papers, reading.facts, (*problems, *reading.problems))


def recognise(
    db: Database,
    by: Author,
    dossiers: Sequence[str],
    *,
    progress: Progress = silent,
    workers: int = 0,
    renew: bool = False,
) -> tuple[Changes, Recognition]:
    """Recognise the pages without text of dossiers that are in the workspace, then read their papers and facts anew.

    workers   processes with an engine each; 0 takes half the cores
    renew     also the pages that an older version of the recognition read
    `progress` counts pages. Each is kept when it is done: stopped, cancelled or killed, called again it does those that
    are left. A page over which the engine dies or hangs is a problem of the report. What is recognised is derived from
    the files and no word of a person: nothing is recorded. Raises NoOcr if there is something to do and
    the extra is not installed, NotFound.
    """
    if not recognition.available() and unread_pages(db, dossiers):
        raise NoOcr
    report = recognition.run(db, dossiers, workers=workers, renew=renew, progress=progress)
    return Changes(dossiers=frozenset(report.dossiers)), report


def unread_pages(db: Database, dossiers: Sequence[str]) -> int:
    """How many pages of these dossiers wait for recognition. Raises NotFound."""
    return len(recognition.waiting(db, dossiers))


def can_recognise() -> bool:
    """Whether the extra `ocr` is installed here."""
    return recognition.available()


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
