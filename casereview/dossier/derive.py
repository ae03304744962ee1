"""Derived rows from recorded files and events: after intake, after a merge, after a correction, and all anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from casereview import record
from casereview.dossier import events, intake, leftovers, pages, runners, store
from casereview.dossier.events import CutSaid, FactSaid, ListedSaid, MoveSaid, TakenIn, TurnSaid, said
from casereview.dossier.intake import Order, OrderEntry, Taken
from casereview.dossier.model import Dossier, DossierId, FactState, Reading, TextSource
from casereview.dossier.overlay import Act, Move, Said
from casereview.dossier.register import Listed
from casereview.errors import NotFound
from casereview.files import Files
from casereview.progress import Progress, silent
from casereview.record import Event


@dataclass(frozen=True, slots=True)
class Identity:
    """What the record says of a dossier: its files now, name, unit, whether stated complete, when it first came in."""

    id: str
    taken: TakenIn
    version: str
    unit: str
    complete: bool
    at: str


def identity(db: Database, dossier: str) -> Identity | None:
    """None if no sound event took it in. Two laptops may have taken in the same files under two names: the first id counts."""
    first = _taken_in(db, dossier)
    if first is None:
        return None
    event, own = first
    version, taken = dossier, own
    for said_so in record.current(db, events.VERSION, dossier):
        newer = said(said_so, events.Versioned)
        found = _taken_in(db, newer.version) if newer else None
        if found is not None:
            version, taken = found[1].version, found[1]
    unit = _last(db, events.UNIT, dossier, events.UnitSaid)
    complete = _last(db, events.COMPLETE, dossier, events.CompleteSaid)
    return Identity(
        dossier,
        taken,
        version,
        unit.unit if unit else own.unit,
        complete.complete if complete else own.complete,
        event.at,
    )


def _taken_in(db: Database, dossier: str) -> tuple[Event, TakenIn] | None:
    """An event whose files are not the dossier it names proves nothing and is passed over."""
    found = [(event, said(event, TakenIn)) for event in record.current(db, events.TAKEN_IN, dossier)]
    sound = [(event, taken) for event, taken in found if taken is not None and taken.version == dossier]
    return min(sound, key=lambda pair: pair[0].id) if sound else None


def _last(db: Database, kind: str, dossier: str, model: type[events.P]) -> events.P | None:
    found = [value for event in record.current(db, kind, dossier) if (value := said(event, model)) is not None]
    return found[-1] if found else None


def is_superseded(db: Database, dossier: str) -> bool:
    """Whether a person recorded it as the new version of another one."""
    return any(
        newer is not None and newer.version == dossier and event.subject != dossier
        for event in record.current(db, events.VERSION)
        if (newer := said(event, events.Versioned)) is not None
    )


def acts(db: Database, dossier: str) -> tuple[Act | Move, ...]:
    """Cuts, joins and moves that stand, in the order of their time."""
    found: list[Act | Move] = []
    for event in record.current(db, "papers.*", dossier):
        cut = said(event, CutSaid) if event.kind in (events.CUT, events.JOIN) else None
        move = said(event, MoveSaid) if event.kind == events.MOVE else None
        if cut is not None:
            found.append(Act(cut.file, cut.page, event.kind == events.JOIN, cut.form, cut.title))
        if move is not None:
            before = (move.before_file, move.before_page) if move.before_file else None
            found.append(Move(move.file, move.page, before))
    return tuple(found)


def turns(db: Database, dossier: str) -> dict[tuple[str, int], int]:
    """(file hash, page in file) → degrees clockwise, of the pages that people turned."""
    found = [said(event, TurnSaid) for event in record.current(db, events.TURN, dossier)]
    return {(turn.file, turn.page): turn.degrees % 360 for turn in found if turn is not None}


def words(db: Database, dossier: str) -> tuple[Said, ...]:
    """Corrections and confirmations that stand."""
    found = []
    for event in record.current(db, "fact.*", dossier):
        fact = said(event, FactSaid)
        if fact is not None:
            state = FactState.CORRECTED if event.kind == events.CORRECTED else FactState.CONFIRMED
            found.append(Said(fact.name, fact.value, fact.place.place(), state, fact.text, fact.before, fact.added))
    return tuple(found)


def listed(db: Database, dossier: str) -> tuple[Listed, ...]:
    """What registers say of it."""
    return tuple(
        Listed(word.register_name, word.sha256, word.at, word.values)
        for event in record.current(db, events.LISTED, dossier)
        if (word := said(event, ListedSaid)) is not None
    )


def order_of(db: Database, who: Identity) -> Order:
    """What a reader must do to derive this dossier from the workspace's own files."""
    files = Files.of(db)
    entries = []
    for member in who.taken.members:
        held = member.unlocked or member.sha256
        path = str(files.path(held)) if files.has(held) else ""
        entries.append(OrderEntry(member.name, path, member.sha256, member.size, member.unlocked))
    known = store.recognised(db, (member.sha256 for member in who.taken.members))
    return Order(
        tuple(entries),
        acts=acts(db, who.id),
        said=words(db, who.id),
        listed=listed(db, who.id),
        recognised=tuple(known),
    )


def write(db: Database, who: Identity, taken: Taken) -> None:
    """All derived rows of one dossier. Call inside `record.writing`."""
    reading = taken.reading
    store.put_members(db, who.version, reading.members, taken.counts)
    store.put_pages(db, taken.rows)
    store.put_looks(db, [member.sha256 for member in reading.members], taken.looks)
    for member, count in zip(reading.members, taken.counts):
        store.drop_pages_beyond(db, member.sha256, count)
    store.put_reading(db, who.id, reading.papers, reading.facts)
    unread = sum(row.source == TextSource.NONE for row in taken.rows)
    store.put_dossier(db, replace(_row(who, sum(taken.counts), taken.columns), unread=unread, page_notes=taken.notes))


def _row(who: Identity, pages: int, columns: dict[str, str | None]) -> Dossier:
    base = Dossier(DossierId(who.id), who.unit, who.taken.name, who.version, who.complete, who.at, pages)
    return replace(
        base,
        case_no=columns.get("case_no"),
        cause=columns.get("cause"),
        party=columns.get("party"),
        procedure=columns.get("procedure"),
        filed_on=columns.get("filed_on"),
        decided_on=columns.get("decided_on"),
        amount=columns.get("amount"),
    )


def from_files(
    db: Database,
    dossiers: Sequence[str],
    *,
    executor: str = "process",
    workers: int = 1,
    progress: Progress = silent,
) -> list[str]:
    """Read these dossiers again from the workspace's files, a transaction each. Gives those that are there now."""
    known = [(who, order_of(db, who)) for d in dossiers if (who := identity(db, d)) is not None]
    done: list[str] = []
    files = Files.of(db)
    leftovers.sweep(db, files)

    def tick(note: str = "") -> None:
        progress(len(done), len(known), note)

    with runners.runner(executor, workers=workers) as run:
        for position, taken in run([order for _, order in known], tick):
            who = known[position][0]
            _derived(db, files, who, taken)
            done.append(who.id)
            progress(len(done), len(known), who.taken.name)
    leftovers.sweep(db, files)
    return done


def _derived(db: Database, files: Files, who: Identity, taken: Taken) -> None:
    """What was read of one dossier, in a transaction of its own; its reading views are on disk before."""
    views = [files.put(data, pending=True) for data in taken.derived.values()]
    with record.writing(db):
        if is_superseded(db, who.id):
            store.drop_dossier(db, who.id)
            return
        write(db, who, taken)
    files.settle(views)


def again(db: Database, dossier: str) -> None:
    """Papers, facts and the row anew from the stored pages: after a person's word. Raises NotFound."""
    who = identity(db, dossier)
    if who is None:
        raise NotFound(what="dossier", name=dossier[:12])
    if not store.has_version(db, who.version):
        return  # its files were not read here yet: `from_files` will do it
    members = store.members(db, who.version)
    papers, facts = intake.interpret(members, acts(db, dossier), words(db, dossier), listed(db, dossier))
    store.put_reading(db, dossier, papers, facts)
    reading = Reading(members, papers, facts)
    row = _row(who, len(reading.pages), intake.columns_of(reading))
    unread = sum(page.source is TextSource.NONE for page in reading.pages)
    notes = len(pages.findings(reading, store.looks_of(db, who.version)))
    store.put_dossier(db, replace(row, unread=unread, page_notes=notes))
