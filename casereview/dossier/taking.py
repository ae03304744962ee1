"""Taking in: from what was handed over to recorded files, one event and derived rows a dossier.

Files are on disk, as pending ones, before the transaction that names them begins to commit; a kill at any moment leaves
whole dossiers and pending files, which the next opening or intake drops.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.dossier import derive, events, intake, leftovers, recognise, runners, sources, store
from casereview.dossier.events import AsideSaid, MemberSaid, TakenIn, version_of
from casereview.dossier.intake import Order, OrderEntry, Taken
from casereview.dossier.listing import Asked, put_to_use
from casereview.dossier.model import Member, Problem, TextSource
from casereview.dossier.readers.registers import Register
from casereview.dossier.recognise import Recognition
from casereview.dossier.sources import Source
from casereview.errors import NotFound
from casereview.files import Files
from casereview.progress import Progress
from casereview.record import Author
from casereview.units import actions as units


@dataclass(frozen=True, slots=True)
class Planned:
    """A dossier as it would be taken in: nothing is read yet but names; what stands last is known after a look into the files.

    pages      that could be counted; uncounted: files whose pages only reading tells (Word, OFD)
    locked     files that need a password
    known      id of the dossier that these bytes are already; newer_of: of the one whose new version this seems to be
    """

    name: str
    unit: str
    case_no: str
    files: int
    size: int
    ignored: int
    problems: tuple[Problem, ...]
    pages: int | None = None
    uncounted: int = 0
    locked: tuple[str, ...] = ()
    known: str = ""
    newer_of: str = ""


@dataclass(frozen=True, slots=True)
class TakenDossier:
    """One dossier of a report. new: it was not in the workspace before."""

    id: str
    name: str
    unit: str
    files: int
    pages: int
    unread_pages: int
    papers: int
    facts: int
    new: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """`newer` bears the case number of `older` in the same unit: perhaps its new version, which a person records."""

    older: str
    newer: str
    case_no: str


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of each dossier and file.

    taken      ids of dossiers that are new or were read again; known: ids of those that were here already, unchanged
    set_aside  files that were not taken in
    notes      of files that were taken in: pages without text and the like
    recognised what came of the recognition that was asked for; None if it was not, or is not installed
    """

    taken: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    set_aside: tuple[Problem, ...] = ()
    dossiers: tuple[TakenDossier, ...] = ()
    notes: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    ignored: int = 0
    recognised: Recognition | None = None


def plan(paths: Iterable[Path]) -> list[Planned]:
    return [planned(source) for path in paths for source in sources.gather(path)]


def planned(s: Source) -> Planned:
    """By names alone."""
    number, size = sources.case_number_in(s.name), sources.size_of(s)
    # A register alone is no dossier, but a person wants to see that it was known for one.
    alone = () if s.entries else tuple(Problem(r.name, "register-found", {"rows": len(r.rows)}) for r in s.registers)
    return Planned(s.name, s.unit, number, len(s.entries), size, s.ignored, (*s.problems, *alone))


def take_in(
    db: Database,
    by: Author,
    found: Sequence[Source],
    *,
    unit: str,
    complete: bool,
    executor: str,
    workers: int,
    ocr: bool,
    password: str | None,
    progress: Progress,
) -> tuple[Changes, IntakeReport]:
    """See `actions.take_in`."""
    leftovers.sweep(db, Files.of(db))
    batch = _Batch(db, by, unit, complete)
    alone = [source for source in found if source.registers and not source.entries]
    found = [source for source in found if source not in alone or source.problems]
    pending: list[tuple[Source, Order]] = []
    for source in found:
        hashes = {entry.name: intake.hash_or_none(entry.path) for entry in source.entries}
        known = "" if password else batch.known(source, hashes)
        if known:
            batch.unchanged(known, source, hashes)
        else:
            keep = str(batch.files.folder) if executor in ("process", "thread") else ""
            order = Order(_entries(source), password, recognised=_recognised(db, hashes), keep=keep)
            pending.append((source, order))
        progress(0, len(found), source.name)
    start = len(found) - len(pending)

    ended = 0

    def tick(note: str = "") -> None:
        progress(start + ended, len(found), note)

    try:
        with runners.runner(executor, workers=workers) as run:
            for position, taken in run([order for _, order in pending], tick):
                source = pending[position][0]
                batch.keep(source, taken)
                ended += 1
                progress(start + ended, len(found), source.name)
        if ocr:
            batch.recognise(progress)
        batch.list_cases(alone)
    finally:
        leftovers.sweep(db, batch.files)
    return batch.changes(), batch.report(found)


def _entries(source: Source) -> tuple[OrderEntry, ...]:
    return tuple(OrderEntry(entry.name, str(entry.path)) for entry in source.entries)


def _recognised(db: Database, hashes: dict[str, str]) -> tuple[tuple[object, ...], ...]:
    return tuple(store.recognised(db, hashes.values()))


def registered(db: Database, unit: str) -> str:
    """The id of the unit that is meant by an id, a name or a place; as said where none is registered."""
    try:
        return units.unit(db, unit).id if unit else ""
    except NotFound:
        return unit


class _Batch:
    """The writing side of one intake, dossier by dossier."""

    def __init__(self, db: Database, by: Author, unit: str, complete: bool) -> None:
        self.db, self.by, self.unit, self.complete = db, by, unit, complete
        self.files = Files.of(db)
        self.done: list[TakenDossier] = []
        self.seen: list[TakenDossier] = []
        self.aside: list[Problem] = []
        self.notes: list[Problem] = []
        self.cases: list[tuple[Source, str]] = []
        self.listed: frozenset[str] = frozenset()
        self.recognised: Recognition | None = None
        self.refused = {
            event.subject: said
            for event in record.current(db, events.SET_ASIDE)
            if (said := events.said(event, AsideSaid)) is not None
        }

    def known(self, source: Source, hashes: dict[str, str]) -> str:
        """The dossier that these files are already, "" if they are none. What was set aside before is left out again."""
        here = {digest for digest in hashes.values() if digest not in self.refused}
        return store.with_version(self.db, version_of(here)) if here else ""

    def unchanged(self, dossier: str, source: Source, hashes: dict[str, str]) -> None:
        self.cases.append((source, dossier))
        row = store.get(self.db, dossier)
        reading = store.reading(self.db, dossier, with_runs=False)
        unread = sum(page.source is TextSource.NONE for page in reading.pages)
        papers, facts = len(reading.papers), len(reading.facts)
        members = len(reading.members)
        self.seen.append(
            TakenDossier(dossier, row.name, row.unit, members, row.pages, unread, papers, facts, new=False)
        )
        old = ((name, self.refused.get(digest), digest) for name, digest in hashes.items())
        self.aside += [Problem(name, said.code, said.parameters, digest) for name, said, digest in old if said]
        self.aside += source.problems

    def keep(self, source: Source, taken: Taken) -> None:
        """Files first, then event and rows in one transaction."""
        problems = [*source.problems, *(p for p in taken.reading.problems if p.code not in NOTES)]
        changed = self._store_files(taken)
        if changed is not None:
            problems.append(changed)
        with record.writing(self.db):
            self._set_aside(source, problems)
            if taken.reading.members and changed is None:
                self._record(source, taken)
        if changed is None:
            self.files.settle(held for m in taken.reading.members for held in (m.sha256, m.view, m.unlocked) if held)
        self.aside += problems
        self.notes += [p for p in taken.reading.problems if p.code in NOTES]

    def _store_files(self, taken: Taken) -> Problem | None:
        """A file that changed between reading and keeping is named: what is kept must be what was read."""
        for member, path in zip(taken.reading.members, taken.paths):
            if self.files.has(member.sha256):
                continue
            if self.files.put_file(Path(path), pending=True) != member.sha256:
                return Problem(member.name, "file-changed", {}, member.sha256)
        for data in taken.derived.values():
            self.files.put(data, pending=True)
        return None

    def _record(self, source: Source, taken: Taken) -> None:
        members = taken.reading.members
        version = version_of(member.sha256 for member in members)
        new = derive.identity(self.db, version) is None
        if new:
            said = TakenIn(
                unit=registered(self.db, self.unit or source.unit),
                name=source.name,
                complete=self.complete,
                members=tuple(
                    MemberSaid(sha256=m.sha256, name=m.name, size=m.size, unlocked=m.unlocked) for m in members
                ),
            )
            record.append(self.db, self.by, events.TAKEN_IN, version, said)
        self._resolve(members)
        who = derive.identity(self.db, version)
        assert who is not None
        if not derive.is_superseded(self.db, version):
            derive.write(self.db, who, taken)
        self.cases.append((source, version))
        unread = sum(row.source == "none" for row in taken.rows)
        done = TakenDossier(
            version, source.name, who.unit, len(members), len(taken.rows), unread, len(taken.reading.papers),
            len(taken.reading.facts), new,
        )  # fmt: skip
        self.done.append(done)

    def recognise(self, progress: Progress) -> None:
        """The pages without text of all that was handed over, now that it is kept. Without the extra it is said and goes on."""
        here = [dossier for dossier in self.seen + self.done if store.has(self.db, dossier.id)]
        if recognise.available():
            self.recognised = recognise.run(self.db, [dossier.id for dossier in here], progress=progress)
        else:
            self.notes += [Problem(one.name, "ocr-missing") for one in here if one.unread_pages]
        self.seen, self.done = [self._now(one) for one in self.seen], [self._now(one) for one in self.done]

    def _now(self, one: TakenDossier) -> TakenDossier:
        """With what is read in it since."""
        if not store.has(self.db, one.id):
            return one
        left, read = len(recognise.waiting(self.db, [one.id])), store.reading(self.db, one.id, with_runs=False)
        return replace(one, unread_pages=left, papers=len(read.papers), facts=len(read.facts))

    def list_cases(self, alone: Sequence[Source]) -> None:
        """Registers that lay beside dossiers list those; one handed over alone lists all that came with it, or all there are."""
        beside: dict[str, tuple[Register, list[str]]] = {}
        for source, dossier in self.cases:
            for register in source.registers:
                beside.setdefault(register.sha256, (register, []))[1].append(dossier)
        asked = [Asked(register, tuple(dossiers), True) for register, dossiers in beside.values()]
        here = tuple(dossier for _, dossier in self.cases) or self._all()
        asked += [Asked(r, here, False) for source in alone for r in source.registers if r.sha256 not in beside]
        self.listed, said = put_to_use(self.db, self.by, asked)
        self.notes += said

    def _all(self) -> tuple[str, ...]:
        unit = registered(self.db, self.unit)
        return tuple(id for id in store.ids(self.db) if not unit or store.get(self.db, id).unit == unit)

    def _set_aside(self, source: Source, problems: Sequence[Problem]) -> None:
        """One event a file and reason, however often it is handed over."""
        for problem in problems:
            subject = problem.sha256 or f"{source.name}/{problem.file}"
            standing = record.current(self.db, events.SET_ASIDE, subject)
            codes = {said.code for event in standing if (said := events.said(event, AsideSaid)) is not None}
            if problem.code not in codes:
                said = AsideSaid(
                    name=problem.file,
                    sha256=problem.sha256,
                    code=problem.code,
                    parameters=problem.parameters,
                    source=source.name,
                )
                record.append(self.db, self.by, events.SET_ASIDE, subject, said, [event.id for event in standing])

    def _resolve(self, members: Iterable[Member]) -> None:
        """What was set aside before and was read now (with a password, by a newer reader) stands aside no longer."""
        for member in members:
            if standing := record.current(self.db, events.SET_ASIDE, member.sha256):
                record.append(self.db, self.by, events.RESOLVED, member.sha256, {}, [event.id for event in standing])

    def changes(self) -> Changes:
        read = self.recognised.dossiers if self.recognised else ()
        return Changes(dossiers=frozenset(dossier.id for dossier in self.done) | self.listed | frozenset(read))

    def report(self, found: Sequence[Source]) -> IntakeReport:
        proposals: dict[frozenset[str], Proposal] = {}
        for dossier in self.done:
            if dossier.new and store.has(self.db, dossier.id):
                row = store.get(self.db, dossier.id)
                for older in store.same_case(self.db, row):
                    pair = frozenset((older, dossier.id))
                    proposals.setdefault(pair, Proposal(older, dossier.id, row.case_no or ""))
        ignored = sum(source.ignored for source in found)
        return IntakeReport(
            taken=tuple(dossier.id for dossier in self.done),
            known=tuple(dossier.id for dossier in self.seen),
            set_aside=tuple(self.aside),
            dossiers=tuple(self.seen + self.done),
            notes=tuple(self.notes),
            proposals=tuple(proposals.values()),
            ignored=ignored,
            recognised=self.recognised,
        )


# Of a file that was read all the same: said in the report, not recorded as set aside.
NOTES = frozenset(
    {
        "pages-without-text",
        "pages-damaged",
        "pdf-attachments",
        "macros-not-run",
        "ocr-missing",
        "ocr-found-nothing",
        "duplicate-file",
        "papers-unread",
        "doc-by-libreoffice",
        "doc-text-only",
        "markup-mended",
        "pictures-left-out",
        "ofd-signature-unverified",
        "ofd-parts-lost",
        "sheet-cut",
        "sheet-too-large",
        "sheets-hidden",
        "register-differs-party",
        "register-differs-filed_on",
        "register-differs-decided_on",
        "register-differs-amount",
        "register-found",
        "register-kept",
        "register-read",
        "register-row-unmatched",
        "register-lacks-dossier",
        "recording-kept",
        "recording-length",
    }
)


def default_workers() -> int:
    """One core is left to the window."""
    return max(1, min(4, (os.cpu_count() or 2) - 1))
