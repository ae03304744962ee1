"""Recognition of pages that are pictures: a queue of pages, worker processes with one engine each, a commit a page.

Nothing waits for it: pages that were not recognised are shown, and every fact can be typed in. Stopped at any moment
(cancelled, killed, out of power), it goes on with the pages that are still without text. A page is known by its file's
hash and the version of the recognition that read it.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.dossier import derive, intake, store
from casereview.dossier.guard import Done, Failed, Job, Limits, Pool, error_of
from casereview.dossier.intake import Raw
from casereview.dossier.model import Member, Page, Problem, Reading, TextSource
from casereview.dossier.packed import PageRow
from casereview.dossier.readers import ocr, refusals, unread
from casereview.dossier.readers.safe import scratch_prefix
from casereview.files import Files
from casereview.progress import Progress, silent

LIMITS = Limits(seconds=240.0, memory_mb=3072)  # 6 CPU-seconds a page, four times that for one read every way round
_FAILURES = {refusals.TooSlow.code: unread.SLOW, refusals.TooMuchMemory.code: unread.MEMORY}

# A function of a module, called in a worker process: (file that shows it, name, kind, page, report) -> the page read.
Reader = Callable[[Path, str, str, Page, Callable[..., None]], Page]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to recognise: of which file (hash, name), where the file lies that shows it, and the page without text."""

    file: str
    name: str
    path: str
    kind: str
    page: Page


@dataclass(frozen=True, slots=True)
class Recognition:
    """What came of it.

    pages     recognised now; empty: of them those on which nothing was found
    problems  of pages that were not: one each, with the file's name and the page in it
    left      pages of these dossiers that have no text still
    dossiers  whose papers and facts were read anew
    seconds   from the first page handed out to the last one kept
    """

    pages: int = 0
    empty: int = 0
    problems: tuple[Problem, ...] = ()
    left: int = 0
    dossiers: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def a_minute(self) -> float:
        """Pages in a minute, as measured; 0 if there were none."""
        return 60 * self.pages / self.seconds if self.pages and self.seconds else 0.0


def available() -> bool:
    """Whether the extra is installed."""
    return ocr.available()


# --- the queue ------------------------------------------------------------------------------------------------------


def workers_here() -> int:
    """Engines at a time: each takes two threads and about a gigabyte."""
    return max(1, (os.cpu_count() or 2) // 2)


def queue(
    sheets: Sequence[Sheet], workers: int, progress: Progress, reader: Reader, limits: Limits
) -> Generator[tuple[Sheet, Page | Problem], None, None]:
    """Each page as it was recognised, or why it was not: an engine that dies or hangs costs the page it was at.

    `progress` counts pages and may raise to stop.
    """
    if not sheets:
        return
    done = 0
    last = ""

    def tick(*_: object) -> None:
        progress(done, len(sheets), last)

    jobs = [Job(key, (Path(one.path), one.name, one.kind, one.page)) for key, one in enumerate(sheets)]
    with Pool(min(workers or workers_here(), len(sheets)), limits) as pool:
        for key, ended in pool.run(reader, jobs, lambda job, failed: None, tick):
            sheet = sheets[key]
            yield sheet, ended.value if isinstance(ended, Done) else _problem(sheet, ended, limits)
            done, last = done + 1, sheet.name
            tick()


def _problem(sheet: Sheet, failed: Failed, limits: Limits) -> Problem:
    if failed.detail:
        logging.getLogger(__name__).error("recognising page %d of %s: %s", sheet.page.number, sheet.name, failed.detail)
    error = error_of(failed.error, limits, sheet.name)
    about = {name: value for name, value in error.parameters.items() if name != "file"}
    code = _FAILURES.get(error.code, unread.FAILED)
    return Problem(sheet.name, code, {**about, "page": sheet.page.number}, sheet.file)


# --- in a workspace -------------------------------------------------------------------------------------------------


def waiting(db: Database, dossiers: Iterable[str], *, renew: bool = False) -> list[Sheet]:
    """The pages of these dossiers that wait for recognition, each once however many dossiers hold it.

    `renew` adds those that another version of the recognition read. Raises NotFound.
    """
    files = Files.of(db)
    found: dict[tuple[str, int], Sheet] = {}
    for dossier in dossiers:
        for member in store.members(db, store.get(db, dossier).version, with_runs=False):
            path, kind = str(files.path(member.view or member.sha256)), _shown_as(member)
            again = store.read_by_another(db, member.sha256, ocr.VERSION) if renew else frozenset[int]()
            pages = [*unread.waiting(member), *(page for page in member.pages if page.number in again)]
            for page in pages:
                sheet = Sheet(member.sha256, member.name, path, kind, _blank(page))
                found.setdefault((member.sha256, page.number), sheet)
    return list(found.values())


def _shown_as(member: Member) -> str:
    return "image" if member.kind == "image" else "pdf"


def _blank(page: Page) -> Page:
    return Page(page.number, page.width, page.height, TextSource.NONE)


def run(
    db: Database,
    dossiers: Sequence[str],
    *,
    workers: int = 0,
    renew: bool = False,
    progress: Progress = silent,
    reader: Reader = ocr.page,
    limits: Limits = LIMITS,
) -> Recognition:
    """See `actions.recognise`."""
    asked = list(dict.fromkeys(dossiers))
    sheets = waiting(db, asked, renew=renew)
    batch = _Batch(db, Counter(sheet.file for sheet in sheets))
    began = time.monotonic()
    try:
        with closing(queue(sheets, workers, progress, reader, limits)) as pages:
            for sheet, page in pages:
                batch.keep(sheet, page)
    finally:  # also when stopped: what was recognised by then is read
        seconds = time.monotonic() - began
        batch.settle_all(asked)
    left = len(waiting(db, asked))
    return Recognition(batch.pages, batch.empty, tuple(batch.problems), left, tuple(batch.anew), round(seconds, 3))


class _Batch:
    """The writing side: a commit a page; papers and facts of a dossier as soon as none of its pages waits."""

    def __init__(self, db: Database, todo: Counter[str]) -> None:
        self.db, self.todo = db, todo
        self.pages = self.empty = 0
        self.problems: list[Problem] = []
        self.anew: list[str] = []
        self._stale: dict[str, None] = {}  # dossiers with pages recognised since they were read, in order

    def keep(self, sheet: Sheet, page: Page | Problem) -> None:
        holders = store.version_holders(self.db, sheet.file)
        if isinstance(page, Problem):
            self.problems.append(page)
        else:
            with record.writing(self.db):
                store.put_pages(self.db, [PageRow.of(sheet.file, page, ocr.VERSION)])
            self.pages += 1
            self.empty += not page.runs
            self._stale |= dict.fromkeys(holders)
        self.todo[sheet.file] -= 1
        if not self.todo[sheet.file]:
            for dossier in holders:
                self._settle(dossier, whole=True)

    def settle_all(self, asked: Iterable[str]) -> None:
        for dossier in dict.fromkeys([*asked, *self._stale]):
            self._settle(dossier)

    def _settle(self, dossier: str, whole: bool = False) -> None:
        """Papers, facts and notes anew, if pages were recognised since they were read: now, or before somebody pulled the
        plug, which is told by what was said of the pages without text. whole: only if no page of it waits any more."""
        version = store.get(self.db, dossier).version
        held = store.members(self.db, version, with_runs=False)
        if whole and any(self.todo[member.sha256] for member in held):
            return
        members = [unread.noted(m, store.read_in_vain(self.db, m.sha256), self.problems) for m in held]
        if dossier not in self._stale and all(unread.same_notes(old, new) for old, new in zip(held, members)):
            return
        with record.writing(self.db):
            store.put_members(self.db, version, members, [len(member.pages) for member in members])
            derive.again(self.db, dossier)
        self._stale.pop(dossier, None)
        self.anew.append(dossier)


# --- without a workspace --------------------------------------------------------------------------------------------


def in_reading(raw: Raw, progress: Progress = silent, *, reader: Reader = ocr.page, workers: int = 0) -> Reading:
    """The reading with its pages recognised, its papers and facts read from them; without the extra it says so."""
    if reader is ocr.page and not available():
        missing = [Problem(member.name, "ocr-missing") for member in raw.reading.members if unread.waiting(member)]
        return replace(raw.reading, problems=(*raw.reading.problems, *missing))
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as folder:
        sheets = _laid_out(raw, Path(folder))
        found: dict[tuple[str, int], Page] = {}
        problems: list[Problem] = []
        for sheet, page in queue(sheets, workers, progress, reader, LIMITS):
            if isinstance(page, Problem):
                problems.append(page)
            else:
                found[sheet.file, page.number] = page
    members = tuple(_with_pages(member, found, problems) for member in raw.reading.members)
    papers, facts = intake.interpret(members, (), ())
    old = {note for member in raw.reading.members for note in map(id, member.notes)}
    others = tuple(problem for problem in raw.reading.problems if id(problem) not in old)
    return Reading(members, papers, facts, (*others, *(note for member in members for note in member.notes)))


def _laid_out(raw: Raw, folder: Path) -> list[Sheet]:
    """The pages without text, with the files that show them."""
    sheets = []
    for member, path in zip(raw.reading.members, raw.paths):
        if member.view in raw.derived:
            path = str(folder / member.view)
            Path(path).write_bytes(raw.derived[member.view])
        for page in unread.waiting(member):
            sheets.append(Sheet(member.sha256, member.name, path, _shown_as(member), _blank(page)))
    return sheets


def _with_pages(member: Member, found: dict[tuple[str, int], Page], problems: Sequence[Problem]) -> Member:
    pages = tuple(found.get((member.sha256, page.number), page) for page in member.pages)
    vain = [number for (file, number), page in found.items() if file == member.sha256 and not page.runs]
    return unread.noted(replace(member, pages=pages), vain, problems)
