"""Registers put to use: each row that is a dossier becomes an event of it, and what matches nothing is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.dossier import derive, events, store
from casereview.dossier.events import ListedSaid
from casereview.dossier.model import Problem
from casereview.dossier.readers.registers import Register, Row
from casereview.dossier.register import Case, Listed, match
from casereview.files import Files
from casereview.record import Author
from casereview.text import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """A register and the dossiers that it may list. beside: it lay with them, so it should list them all."""

    register: Register
    dossiers: tuple[str, ...]
    beside: bool


def put_to_use(db: Database, by: Author, asked: Sequence[Asked]) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The dossiers that now say more, and what a person should know of each register. A transaction a dossier."""
    touched: set[str] = set()
    said: list[Problem] = []
    for one in asked:
        rows = one.register.rows
        rowed = [store.get(db, dossier) for dossier in one.dossiers if store.has(db, dossier)]
        found = match(rows, [Case(d.id, d.name, d.case_no or "", d.party or "") for d in rowed])
        if found and one.register.path:
            Files.of(db).put_file(Path(one.register.path), pending=True)
        touched |= {id for row, id in found.items() if _record(db, by, id, Listed.of(one.register, rows[row]))}
        Files.of(db).settle([one.register.sha256] if found else [])
        said += [note for row, id in found.items() for note in _differences(db, one.register, rows[row], id)]
        names = {str(d.id): d.name for d in rowed}
        said += _notes(one, found, {id: names[id] for id in one.dossiers if id in names})
    return frozenset(touched), tuple(said)


def _record(db: Database, by: Author, dossier: str, word: Listed) -> bool:
    """The row as an event of the dossier, in place of what a register said before. Gives whether that is new."""
    said = ListedSaid(register_name=word.register, sha256=word.sha256, at=word.at, values=word.values)
    payload = said.model_dump(mode="json")
    with record.writing(db):
        standing = record.current(db, events.LISTED, dossier)
        if len(standing) == 1 and standing[0].payload == payload:
            return False
        record.append(db, by, events.LISTED, dossier, payload, [event.id for event in standing])
        derive.again(db, dossier)
    return True


# What the list shows of a dossier, by the fact that a register says of it.
_COMPARED = {
    "party.name": "party",
    "filed_on": "filed_on",
    "decision.made_on": "decided_on",
    "decision.amount": "amount",
}


def _differences(db: Database, register: Register, row: Row, dossier: str) -> Iterator[Problem]:
    """Where papers and register each say something else: a person should look; the papers stand."""
    now = store.get(db, dossier)
    for name, column in _COMPARED.items():
        listed, read = row.get(name), getattr(now, column)
        if listed and read and fold(str(listed)) != fold(read):
            parameters = {"dossier": now.name, "at": row.at, "listed": str(listed), "read": read}
            yield Problem(register.name, f"register-differs-{column}", parameters, register.sha256)


def _notes(one: Asked, found: dict[int, str], names: dict[str, str]) -> Iterator[Problem]:
    register = one.register
    counts: dict[str, object] = {"rows": len(register.rows), "matched": len(found)}
    yield Problem(register.name, "register-read", counts, register.sha256)
    for number, row in enumerate(register.rows):
        if number not in found:
            yield Problem(register.name, "register-row-unmatched", {"at": row.at, "case": _case(row)}, register.sha256)
    if one.beside:
        matched = set(found.values())
        yield from (Problem(name, "register-lacks-dossier") for id, name in names.items() if id not in matched)


def _case(row: Row) -> str:
    return " ".join(str(value) for name in ("case_no", "decision.no", "party.name") if (value := row.get(name)))
