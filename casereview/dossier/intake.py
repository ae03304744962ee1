"""One dossier from files to readings: what a guarded reader process does, and the same in this process.

Pure of workspace and person: everything it needs comes in as an `Order`, everything it found goes out as values.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from casereview.dossier import packed, pages, readers
from casereview.dossier.guard import Limits
from casereview.dossier.model import Fact, Member, Page, Paper, Problem, Reading, TextSource
from casereview.dossier.overlay import Act, Move, Said, facts_with, papers_with
from casereview.dossier.packed import PageRow
from casereview.dossier.readers import looks, refusals, unread
from casereview.dossier.readers.looks import PageLook
from casereview.dossier.register import Listed, facts_with_listed
from casereview.errors import CaseReviewError
from casereview.files import Files, sha256_of

Report = Callable[..., None]


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """A file to read. For one that a person unlocked: the hash and size of the locked original, and the copy's hash."""

    name: str
    path: str
    sha256: str = ""
    size: int = 0
    unlocked: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One dossier to read.

    skip        entries not to be touched (by position) and why: they broke a reader before
    acts, said  papers and facts by hand, laid over what is read
    listed      what registers of cases say of it, for what is not read
    recognised  rows of pages that were recognised: kept through every re-read
    keep        the workspace's folder of files, to put into it what was read; "" leaves that to the caller
    bare        papers and facts are left out: reading them broke a reader before
    unseen      pages are not looked at: drawing them broke a reader before
    """

    entries: tuple[OrderEntry, ...]
    password: str | None = None
    skip: tuple[tuple[int, Problem], ...] = ()
    acts: tuple[Act | Move, ...] = ()
    said: tuple[Said, ...] = ()
    listed: tuple[Listed, ...] = ()
    recognised: tuple[tuple[Any, ...], ...] = ()
    keep: str = ""
    bare: bool = False
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an order. `reading` has members without pages: those are in `rows`, ready for the database.

    counts  pages of each member; paths where each member was read from; derived files by hash
    looks   of pages that are pictures
    notes   how many findings there are on the pages, None where they were not looked at
    """

    reading: Reading
    counts: tuple[int, ...]
    paths: tuple[str, ...]
    rows: tuple[PageRow, ...]
    derived: dict[str, bytes]
    columns: dict[str, str | None]
    looks: tuple[PageLook, ...] = ()
    notes: int | None = None


@dataclass(slots=True)
class _Gathered:
    members: list[Member] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    derived: dict[str, bytes] = field(default_factory=dict)
    readers: dict[tuple[str, int], str] = field(default_factory=dict)


def take(order: Order, report: Report) -> Taken:
    """Read an order and make its rows. Runs in a guarded child; `report(position, pages)` tells where it is."""
    got = _gather(order, report)
    reading = _reading(order, got)
    rows = [
        PageRow.of(member.sha256, page, got.readers[member.sha256, page.number])
        for member in reading.members
        for page in member.pages
    ]
    light = replace(reading, members=tuple(replace(member, pages=()) for member in reading.members))
    counts = tuple(len(member.pages) for member in reading.members)
    columns = {} if order.bare else columns_of(reading)
    looks = () if order.unseen else _looks(order, got, report)
    notes = None if order.bare or order.unseen else len(pages.findings(reading, looks))
    return Taken(light, counts, tuple(got.paths), tuple(rows), _kept_files(order, got), columns, looks, notes)


def _looks(order: Order, got: _Gathered, report: Report) -> tuple[PageLook, ...]:
    """After everything else, under a mark of its own: a file that reads well may yet be one that no one can draw."""
    mark = len(order.entries) + 1
    report(mark, 0)
    found: list[PageLook] = []
    total = sum(page.source is not TextSource.TEXT for member in got.members for page in member.pages)
    for member, path in zip(got.members, got.paths):
        for look in looks.looks(member, Path(path), order.password):
            found.append(look)
            report(mark, len(found), total)
    return tuple(found)


def _kept_files(order: Order, got: _Gathered) -> dict[str, bytes]:
    """Put originals and derived files where they belong: syncing them to disk takes as long as reading them, and readers
    wait side by side. Gives the derived files that the caller has to put."""
    if not order.keep:
        return got.derived
    files = Files(Path(order.keep))
    for member, path in zip(got.members, got.paths):
        if not files.has(member.sha256) and not member.unlocked:
            files.put_file(Path(path), pending=True)
    for data in got.derived.values():
        files.put(data, pending=True)
    return {}


@dataclass(frozen=True, slots=True)
class Raw:
    """A reading with all its lines; paths where each member was read from; derived files by hash."""

    reading: Reading
    paths: tuple[str, ...] = ()
    derived: dict[str, bytes] = field(default_factory=dict)


def whole(order: Order, report: Report) -> Raw:
    """Read an order, for `read`, which keeps nothing."""
    got = _gather(order, report)
    return Raw(_reading(order, got), tuple(got.paths), got.derived)


def _gather(order: Order, report: Report) -> _Gathered:
    got = _Gathered()
    skip = dict(order.skip)
    known = {(row[0], row[1]): row for row in order.recognised}
    for position, entry in enumerate(order.entries):
        if position in skip:
            got.problems.append(skip[position])
            continue
        report(position, 0)
        try:
            _entry(order, entry, known, got, lambda done, total, note="", at=position: report(at, done, total))
        except refusals.Refused as problem:
            got.problems.append(problem_of(problem, entry.name, entry.sha256 or hash_or_none(entry.path)))
        except OSError:
            got.problems.append(Problem(entry.name, refusals.Unreadable.code, {}, hash_or_none(entry.path)))
        except MemoryError:
            limit: dict[str, object] = {"limit": Limits().memory_mb}
            got.problems.append(Problem(entry.name, refusals.TooMuchMemory.code, limit, hash_or_none(entry.path)))
        except Exception:  # the loop of a batch that sets a bad file aside
            logging.getLogger(__name__).exception("reading %s", entry.name)
            got.problems.append(Problem(entry.name, refusals.ReaderDied.code, {}, hash_or_none(entry.path)))
    report(len(order.entries), 0)
    return got


def problem_of(error: CaseReviewError, name: str, sha256: str = "") -> Problem:
    """The refusal as a problem of that file; the name stands beside the parameters, not among them."""
    return Problem(name, error.code, {k: v for k, v in error.parameters.items() if k != "file"}, sha256)


def hash_or_none(path: str | Path) -> str:
    """The SHA-256 of a file, "" for one that cannot be read: the reader will say so."""
    try:
        return sha256_of(Path(path))
    except OSError:
        return ""


def _entry(
    order: Order,
    entry: OrderEntry,
    known: dict[tuple[str, int], tuple[Any, ...]],
    got: _Gathered,
    progress: Callable[..., None],
) -> None:
    path = Path(entry.path)
    if not path.exists():
        raise refusals.Missing(file=entry.name)
    digest = entry.sha256 or sha256_of(path)
    if any(member.sha256 == digest for member in got.members):
        got.problems.append(Problem(entry.name, "duplicate-file", {}, digest))
        return
    done = readers.read(path, entry.name, password=order.password, progress=progress)
    member = done.member
    if entry.unlocked:
        view = entry.unlocked if member.kind == "pdf" else member.view
        member = replace(member, sha256=entry.sha256, size=entry.size, unlocked=entry.unlocked, view=view)
    pages = tuple(_kept(page, known.get((member.sha256, page.number))) for page in member.pages)
    for old, page in zip(member.pages, pages):
        row = known.get((member.sha256, page.number))
        got.readers[member.sha256, page.number] = row[5] if row and page is not old else done.reader
    vain = [page.number for old, page in zip(member.pages, pages) if page is not old and not page.runs]
    got.members.append(unread.noted(replace(member, pages=pages), vain))
    got.paths.append(entry.path)
    got.derived |= done.derived


def _kept(page: Page, row: tuple[Any, ...] | None) -> Page:
    """The page as it was recognised before, where it has no text of its own."""
    if row is None or page.source is not TextSource.NONE:
        return page
    _, number, width, height, source, _, text, runs = row
    return Page(number, width, height, TextSource(source), packed.unpack(runs, text))


def _reading(order: Order, got: _Gathered) -> Reading:
    members = tuple(got.members)
    papers, facts = ((), ()) if order.bare else interpret(members, order.acts, order.said, order.listed)
    if order.bare:
        papers = bare_papers(members)
        got.problems.append(Problem("", "papers-unread"))
    notes = [note for member in members for note in member.notes]
    return Reading(members, papers, facts, (*got.problems, *notes))


def interpret(
    members: Sequence[Member], acts: Sequence[Act | Move], said: Sequence[Said], listed: Sequence[Listed] = ()
) -> tuple[tuple[Paper, ...], tuple[Fact, ...]]:
    """Papers and facts of the pages, what registers say of facts that were not read, and what people said on top."""
    from casereview.dossier import forms
    from casereview.dossier.facts import read_facts
    from casereview.dossier.papers import split
    from casereview.dossier.upright import as_shown, stood_up

    level = stood_up(members)
    papers = papers_with(split(level, forms.shipped()), acts, members)
    typed = {word.name for word in said if word.value is not None and word.place.page}
    read = as_shown(read_facts(level, papers), members)
    return papers, facts_with(facts_with_listed(read, listed, typed), said, papers, members)


def bare_papers(members: Sequence[Member]) -> tuple[Paper, ...]:
    """One unnamed paper a file."""
    papers: list[Paper] = []
    page = 1
    for member in members:
        own = tuple(p.number for p in member.pages)
        if own:
            number = len(papers) + 1
            pages = tuple(range(page, page + len(own)))
            papers.append(Paper(f"p{number:02d}", "X-OTHER", member.name, member.sha256, pages, own, 0.0, "rest"))
            page += len(own)
    return tuple(papers)


_COLUMNS = {
    "case_no": "case_no",
    "cause": "cause",
    "party": "party.name",
    "procedure": "procedure",
    "filed_on": "filed_on",
    "decided_on": "decision.made_on",
    "amount": "decision.amount",
}


def columns_of(reading: Reading) -> dict[str, str | None]:
    """What the list shows of a dossier: settled values, else what a register says where no paper does; the cause as the act alone, so that no notice names the party by it."""
    from casereview.dossier.facts.settled import act_of, settled

    known = settled(reading)
    if "case_no" not in known and "decision.no" in known:
        # Where every paper is numbered for itself, the decision's number is the case's name.
        known["case_no"] = known["decision.no"]
    for fact in reading.facts:
        if fact.from_ledger:
            known.setdefault(fact.name, fact)
    shown = {column: str(known[name].value) if name in known else None for column, name in _COLUMNS.items()}
    if shown["cause"]:
        shown["cause"] = act_of(shown["cause"], {str(fact.value) for fact in reading.facts_named("party.name")})
    return shown
