"""The dry run that looks into files: pages, locks, and whether the workspace holds them already. Nothing is read or kept.

Files are opened by guarded readers only: one that hangs or kills its reader is named, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.dossier import events, sources, store, taking
from casereview.dossier.guard import Done, Failed, Job, Limits, Pool
from casereview.dossier.intake import hash_or_none, problem_of
from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.sources import Source
from casereview.dossier.taking import Planned
from casereview.progress import Progress
from casereview.text import plain_name

LOCKED = ("password-needed", "password-wrong")
_LIMITS = Limits(seconds=20.0)  # to count pages; reading the file has its own, longer ones
_NO_PAGES = ("xlsx", "xls", "sheetml", "media")

File = tuple[str, str]
"""Name within the dossier, and path."""


@dataclass(frozen=True, slots=True)
class Peek:
    """What a look into one file told. pages None: only reading it tells."""

    sha256: str
    pages: int | None
    problem: Problem | None = None


def plan(db: Database, paths: Iterable[Path], *, password: str | None, progress: Progress) -> list[Planned]:
    """See `actions.plan`."""
    found = [source for path in paths for source in sources.gather(path, password=password)]
    progress(0, len(found))
    refused = {event.subject for event in record.current(db, events.SET_ASIDE)}
    planned: dict[int, Planned] = {}
    jobs = [Job(place, (_files(source), password)) for place, source in enumerate(found)]
    with Pool(1, _LIMITS) as pool:
        for place, ended in pool.run(look, jobs, _given_up(jobs), lambda: progress(len(planned), len(found))):
            assert isinstance(ended, Done)
            planned[place] = _planned(db, found[place], ended.value, refused)
            progress(len(planned), len(found), found[place].name)
    return [planned[place] for place in range(len(found))]


def _files(source: Source) -> tuple[File, ...]:
    return tuple((entry.name, str(entry.path)) for entry in source.entries)


def look(files: Sequence[File], password: str | None, report: Callable[..., None]) -> list[Peek]:
    """In a guarded child: each file by itself. A path "" is a file that broke a reader before; its name says how."""
    found = []
    for mark, (name, path) in enumerate(files):
        report(mark, 0)
        found.append(_look(name, path, password) if path else Peek("", None, Problem(name, refusals.ReaderDied.code)))
    return found


def _look(name: str, path: str, password: str | None) -> Peek:
    digest = hash_or_none(path)
    try:
        return Peek(digest, _pages(Path(path), name, password))
    except refusals.Refused as problem:
        return Peek(digest, None, problem_of(problem, name, digest))
    except OSError:
        return Peek(digest, None, Problem(name, refusals.Unreadable.code, {}, digest))


def _pages(path: Path, name: str, password: str | None) -> int | None:
    from casereview.dossier.readers import images, pdf
    from casereview.dossier.readers.kinds import kind_of

    kind = kind_of(path, name)
    if kind == "pdf":
        document = pdf.open_document(path, name, password)
        try:
            return len(document)
        finally:
            document.close()
    if kind == "image":
        with images.opened(path, name) as picture:
            return int(getattr(picture, "n_frames", 1))
    if kind == "locked" and password is None:
        raise refusals.PasswordNeeded(file=name)
    return 0 if kind in _NO_PAGES else None


def _given_up(jobs: Sequence[Job]) -> Callable[[Job, Failed], Job]:
    """The same files again but the one that the reader died over: every answer leaves one less to open."""

    def again(job: Job, failed: Failed) -> Job:
        files, password = job.args
        left = [(name, "" if mark == failed.mark else path) for mark, (name, path) in enumerate(files)]
        return Job(job.key, (tuple(left), password))

    return again


def _planned(db: Database, source: Source, peeks: Sequence[Peek], refused: set[str]) -> Planned:
    base = taking.planned(source)
    problems = (*base.problems, *(peek.problem for peek in peeks if peek.problem is not None))
    known = _known(db, peeks, refused)
    return replace(
        base,
        problems=problems,
        pages=sum(peek.pages or 0 for peek in peeks),
        uncounted=sum(peek.pages is None and peek.problem is None for peek in peeks),
        locked=tuple(problem.file for problem in problems if problem.code in LOCKED),
        known=known,
        newer_of="" if known else _older(db, base),
    )


def _known(db: Database, peeks: Sequence[Peek], refused: set[str]) -> str:
    """The dossier that these bytes are already; what was set aside then is left out again."""
    here = {peek.sha256 for peek in peeks if peek.sha256 and peek.sha256 not in refused}
    return store.with_version(db, events.version_of(here)) if here else ""


def _older(db: Database, planned: Planned) -> str:
    """The dossier of the unit that bears the case number of the folder's name, or that very name; "" for none."""
    unit = taking.registered(db, planned.unit)
    same = [store.get(db, ident) for ident in store.find(db, planned.case_no)] if planned.case_no else []
    if not same:
        named = store.dossiers(db, store.Filter(text=plain_name(planned.name)), "taken_in_at", True, 20, 0)
        same = [dossier for dossier in named if dossier.name == planned.name]
    fitting = [dossier for dossier in same if not unit or not dossier.unit or dossier.unit == unit]
    return str(fitting[0].id) if len(fitting) == 1 else ""
