"""The append-only record: who did what, when. A union of records is their merge.

Everything a person decides is an event. Its id is the SHA-256 of its canonical content, so equal
ids are equal things and union by id is idempotent and commutative. The current value of anything
is what no event replaces; no clock and no order of arrival settles anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casereview import disk
from casereview.errors import CaseReviewError

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS = "id, chain, seq, prev, actor, at, kind, subject, payload, replaces"


class DamagedEvent(CaseReviewError):
    """An event whose content does not match its id; `event` is the id as given."""

    code = "damaged-event"


def _local_now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, and the clock that dates it. `name` is the person as the campaign knows them."""

    name: str
    clock: Callable[[], datetime] = _local_now

    def at(self) -> str:
        """Local time with offset, to the second; it informs and orders nothing."""
        return self.clock().isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Event:
    """One act. See the comments in migrations.m0001_record for the fields."""

    id: str
    chain: str
    seq: int
    prev: str
    actor: str
    at: str
    kind: str
    subject: str
    payload: dict[str, Any]
    replaces: tuple[str, ...] = ()

    def content(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _COLUMNS.split(", ") if name != "id"}

    def as_json(self) -> str:
        """One line of `events.jsonl`."""
        return canonical({"id": self.id, **self.content()})

    @classmethod
    def from_json(cls, line: str) -> Event:
        """Raises DamagedEvent if the line is no event or does not match its id."""
        try:
            values = json.loads(line)
            event = cls(**{**values, "replaces": tuple(values["replaces"])})
            sound = digest_of(event.content()) == event.id
        except (ValueError, TypeError, KeyError) as problem:
            raise DamagedEvent(event=line[:40]) from problem
        if not sound:
            raise DamagedEvent(event=event.id)
        return event


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, decimals as text: equal things have equal bytes."""
    return _ENCODER.encode(value)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


# One encoder for all: json.dumps would build one for every event of a merge.
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def digest_of(value: object) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@contextmanager
def writing(db: Database) -> Generator[Database, None, None]:
    """The one way to write: BEGIN IMMEDIATE, so that what is read inside cannot change before the commit.

    Raises DiskFull, DiskGone; nothing of what was written inside is there then.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield db
        return
    with disk.watched():
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.commit()
        except BaseException:
            # Where the disk has gone SQLite has rolled back already, or does so when the file is opened next.
            with suppress(sqlite3.OperationalError):
                db.conn.rollback()
            raise


def append(
    db: Database,
    by: Author,
    kind: str,
    subject: str,
    payload: Mapping[str, Any] | Any,
    replaces: Iterable[str] = (),
) -> Event:
    """Record one act at the head of this installation's chain. `payload` is a mapping or a pydantic model."""
    with writing(db):
        chain = own_chain(db)
        head = db.conn.execute(
            "SELECT seq, id FROM event WHERE chain = ? ORDER BY seq DESC LIMIT 1", [chain]
        ).fetchone() or (0, "")
        content = {
            "chain": chain,
            "seq": head[0] + 1,
            "prev": head[1],
            "actor": by.name,
            "at": by.at(),
            "kind": kind,
            "subject": subject,
            "payload": json.loads(canonical(payload)),
            "replaces": sorted(set(replaces)),
        }
        event = Event(id=digest_of(content), **{**content, "replaces": tuple(content["replaces"])})
        _insert(db, [event])
    return event


def _insert(db: Database, events: Iterable[Event]) -> int:
    rows = [
        (e.id, e.chain, e.seq, e.prev, e.actor, e.at, e.kind, e.subject, canonical(e.payload), canonical(e.replaces))
        for e in events
    ]
    before = db.conn.total_changes
    db.conn.executemany(f"INSERT OR IGNORE INTO event ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
    added = db.conn.total_changes - before
    db.conn.executemany(
        "INSERT OR IGNORE INTO replacement (old, new) VALUES (?, ?)",
        [(old, row[0]) for row in rows for old in json.loads(row[9])],
    )
    return added


def own_chain(db: Database) -> str:
    """The chain that this installation writes in this workspace; a copied or restored folder starts a new one."""
    place = _place(db)
    known = dict(db.conn.execute("SELECT key, value FROM meta WHERE key IN ('chain', 'place')").fetchall())
    if known.get("place") == place:
        return str(known["chain"])
    chain = uuid.uuid4().hex
    db.conn.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [("chain", chain), ("place", place)])
    return chain


def _place(db: Database) -> str:
    """Names this machine and this very database file: a copy has another inode or another machine."""
    location = db.conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    if not location:
        return "memory"
    found = os.stat(location)
    return f"{uuid.getnode():x}:{found.st_dev}:{found.st_ino}:{Path(location).resolve()}"


def _event(row: Sequence[Any]) -> Event:
    ident, chain, seq, prev, actor, at, kind, subject, payload, replaces = row
    return Event(ident, chain, seq, prev, actor, at, kind, subject, json.loads(payload), tuple(json.loads(replaces)))


def get(db: Database, event: str) -> Event | None:
    row = db.conn.execute(f"SELECT {_COLUMNS} FROM event WHERE id = ?", [event]).fetchone()
    return _event(row) if row else None


def current(db: Database, kind: str, subject: str | None = None) -> list[Event]:
    """Events of a kind ("mark.set", or "mark.*" for all below it) that nothing replaces, by time and id.

    A subject may end in "/*" for all below it.
    """
    return _select(db, kind, subject, "AND NOT EXISTS (SELECT 1 FROM replacement WHERE old = event.id)")


def history(db: Database, kind: str = "*", subject: str | None = None) -> list[Event]:
    """All events of a kind, replaced ones too, by time and id."""
    return _select(db, kind, subject, "")


def _select(db: Database, kind: str, subject: str | None, more: str) -> list[Event]:
    where, values = "1", []
    if kind.endswith("*"):
        if kind != "*":
            where, values = "kind >= ? AND kind < ?", [kind[:-1], kind[:-1] + "\U0010ffff"]
    else:
        where, values = "kind = ?", [kind]
    if subject is not None and subject.endswith("/*"):
        where += " AND subject >= ? AND subject < ?"
        values += [subject[:-1], subject[:-2] + "0"]  # "0" follows "/"
    elif subject is not None:
        where += " AND subject = ?"
        values.append(subject)
    rows = db.conn.execute(f"SELECT {_COLUMNS} FROM event WHERE {where} {more} ORDER BY at, id", values)
    return [_event(row) for row in rows]


def replaced_by(db: Database, event: str) -> list[str]:
    return [row[0] for row in db.conn.execute("SELECT new FROM replacement WHERE old = ? ORDER BY new", [event])]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `problems` are (code, parameters) for `words.render("record." + code, …)`; none is fatal."""

    new: int
    known: int
    problems: tuple[tuple[str, dict[str, object]], ...] = field(default=())


def merge(db: Database, events: Iterable[Event]) -> Merged:
    """Take in what others recorded. Any order and any repetition give the same record."""
    coming = list(events)
    with writing(db):
        new = _insert(db, coming)
    chains = {event.chain for event in coming}
    return Merged(new, len(coming) - new, tuple(p for chain in sorted(chains) for p in _links(db, chain)))


Problems = list[tuple[str, dict[str, object]]]


def verify(db: Database) -> Problems:
    """Forks, gaps and edits, each as a code of `[record]` with its parameters. An empty list is a clean record."""
    problems: Problems = []
    for row in db.conn.execute(f"SELECT {_COLUMNS} FROM event ORDER BY chain, seq, id"):
        event = _event(row)
        if digest_of(event.content()) != event.id:
            about = {"chain": event.chain, "seq": event.seq, "actor": event.actor, "at": event.at}
            problems.append(("edited", about))
    chains = [row[0] for row in db.conn.execute("SELECT DISTINCT chain FROM event ORDER BY chain")]
    return problems + [problem for chain in chains for problem in _links(db, chain)]


def _links(db: Database, chain: str) -> Problems:
    """Whether each event of a chain follows the one before it. What an event says is checked by its id alone."""
    problems: Problems = []
    before, ids = 0, {""}
    rows = db.conn.execute("SELECT id, seq, prev, actor, at FROM event WHERE chain = ? ORDER BY seq, id", [chain])
    for ident, seq, prev, actor, at in rows:
        about: dict[str, object] = {"chain": chain, "seq": seq, "actor": actor, "at": at}
        if seq == before:
            problems.append(("fork", about))
        elif seq != before + 1:
            problems.append(("gap", about))
        elif prev not in ids:
            problems.append(("broken", about))
        if seq == before:
            ids.add(ident)
        else:
            ids = {ident}
        before = seq
    return problems


def state_digest(db: Database) -> str:
    """One number for all that was recorded: equal records have equal digests, whatever the order of their coming."""
    ids = [row[0] for row in db.conn.execute("SELECT id FROM event ORDER BY id")]
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()
