"""Rows of the list of dossiers ↔ `Dossier`: any window of it, and any one of them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from casereview.dossier.model import Dossier, DossierId
from casereview.errors import NotFound

_DOSSIER = (
    "id, unit, name, version, complete, taken_in_at, pages, case_no, cause, party, procedure, filed_on, decided_on,"
    " amount, fails, warns, unknowns, state, score, grade, unread, page_notes"
)
ORDERS = tuple(_DOSSIER.replace(",", " ").split())
LATER = ("fails", "warns", "unknowns", "state", "score", "grade")  # columns that later rooms fill


@dataclass(frozen=True, slots=True)
class Filter:
    """Which dossiers a list shows; "" and None mean no condition. `text` is part of name, case number, party or cause."""

    unit: str = ""
    text: str = ""
    procedure: str = ""
    state: str = ""
    form: str = ""
    decided_from: str = ""
    decided_to: str = ""
    with_fails: bool | None = None
    complete: bool | None = None
    unread: bool | None = None
    ids: tuple[str, ...] | None = None

    def where(self) -> tuple[str, list[Any]]:
        parts, values = ["1"], []
        for column in ("unit", "procedure", "state"):
            if value := getattr(self, column):
                parts.append(f"{column} = ?")
                values.append(value)
        if self.text:
            pattern = "%" + self.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
            columns = ("name", "case_no", "party", "cause", "unit")
            parts.append("(" + " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns) + ")")
            values += [pattern] * len(columns)
        if self.form:
            parts.append("EXISTS (SELECT 1 FROM paper WHERE paper.dossier = dossier.id AND paper.form = ?)")
            values.append(self.form)
        for value, condition in ((self.decided_from, "decided_on >= ?"), (self.decided_to, "decided_on <= ?")):
            if value:
                parts.append(condition)
                values.append(value)
        if self.with_fails is not None:
            parts.append("COALESCE(fails, 0) > 0" if self.with_fails else "COALESCE(fails, 0) = 0")
        if self.complete is not None:
            parts.append("complete = ?")
            values.append(int(self.complete))
        if self.unread is not None:
            parts.append("unread > 0" if self.unread else "unread = 0")
        if self.ids is not None:
            parts.append("id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(self.ids))
        return " AND ".join(parts), values


def dossiers(db: Database, filter: Filter, order: str, descending: bool, limit: int, offset: int) -> list[Dossier]:
    """A window of the list. Raises NotFound for a column that is not there."""
    where, values = filter.where()
    rows = db.conn.execute(
        f"SELECT {_DOSSIER} FROM dossier WHERE {where} {_ordered(order, descending)} LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return [_dossier(row) for row in rows]


def _ordered(order: str, descending: bool) -> str:
    """Raises NotFound for a column that is not there. The expressions are those of the indexes (m0004)."""
    if order not in ORDERS:
        raise NotFound(what="column", name=order)
    turn = "DESC" if descending else "ASC"
    by = f"CAST({order} AS REAL)" if order in ("score", "amount") else order
    return f"ORDER BY {by} {turn}, id {turn}"


def keys(db: Database, filter: Filter, order: str, descending: bool) -> array[int]:
    """Row numbers of the whole list in its order, 8 bytes each: any window of it is then a look-up, however deep."""
    where, values = filter.where()
    # One value instead of a row each: the interpreter is free for the window meanwhile.
    found = db.conn.execute(
        f"SELECT json_group_array(row) FROM (SELECT rowid AS row FROM dossier WHERE {where} {_ordered(order, descending)})",
        values,
    ).fetchone()[0]
    return array("q", json.loads(found))


def at(db: Database, numbers: Sequence[int]) -> list[Dossier | None]:
    """The dossiers of these row numbers, None for one that has gone."""
    rows = db.conn.execute(
        f"SELECT rowid, {_DOSSIER} FROM dossier WHERE rowid IN (SELECT value FROM json_each(?))",
        [json.dumps(list(numbers))],
    )
    found = {row[0]: _dossier(row[1:]) for row in rows}
    return [found.get(number) for number in numbers]


def last_key(db: Database) -> int:
    """The highest row number, 0 of an empty list: as quick as no count is."""
    return int(db.conn.execute("SELECT COALESCE(MAX(rowid), 0) FROM dossier").fetchone()[0])


def count(db: Database, filter: Filter) -> int:
    where, values = filter.where()
    return int(db.conn.execute(f"SELECT COUNT(*) FROM dossier WHERE {where}", values).fetchone()[0])


def get(db: Database, dossier: str) -> Dossier:
    """Raises NotFound."""
    row = db.conn.execute(f"SELECT {_DOSSIER} FROM dossier WHERE id = ?", [dossier]).fetchone()
    if row is None:
        raise NotFound(what="dossier", name=dossier[:12])
    return _dossier(row)


def has(db: Database, dossier: str) -> bool:
    return db.conn.execute("SELECT 1 FROM dossier WHERE id = ?", [dossier]).fetchone() is not None


def has_version(db: Database, version: str) -> bool:
    """Whether the files of that version were read here."""
    return db.conn.execute("SELECT 1 FROM member WHERE version = ?", [version]).fetchone() is not None


def with_version(db: Database, version: str) -> str:
    """The dossier whose present version that is, "" if none."""
    row = db.conn.execute("SELECT id FROM dossier WHERE version = ? ORDER BY id", [version]).fetchone()
    return str(row[0]) if row else ""


_BRACKETS = str.maketrans("[【(（﹝]】)）﹞", "〔" * 5 + "〕" * 5)


def find(db: Database, beginning: str) -> list[str]:
    """Ids that begin so or bear this case number, for people who type a few characters; brackets as keyboards have them."""
    number = beginning.translate(_BRACKETS)
    rows = db.conn.execute(
        "SELECT id FROM dossier WHERE substr(id, 1, ?) = ? OR case_no = ? LIMIT 5", [len(beginning), beginning, number]
    )
    return [row[0] for row in rows]


def ids(db: Database) -> list[str]:
    """All dossiers, oldest first."""
    return [row[0] for row in db.conn.execute("SELECT id FROM dossier ORDER BY taken_in_at, id")]


def same_case(db: Database, dossier: Dossier) -> list[str]:
    """Other dossiers of the unit that bear the same case number."""
    if not dossier.case_no:
        return []
    rows = db.conn.execute(
        "SELECT id FROM dossier WHERE case_no = ? AND unit = ? AND id <> ? ORDER BY taken_in_at, id",
        [dossier.case_no, dossier.unit, dossier.id],
    )
    return [row[0] for row in rows]


def _dossier(row: Sequence[Any]) -> Dossier:
    values = dict(zip(ORDERS, row))
    return Dossier(**{**values, "id": DossierId(values["id"]), "complete": bool(values["complete"])})


def put_dossier(db: Database, dossier: Dossier) -> None:
    """What the reading says of it; what later rooms wrote into the row (verdict counts, state, score) stays."""
    names = [name for name in ORDERS if name not in ("id", *LATER)]
    values = [getattr(dossier, name) for name in names]
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    db.conn.execute(
        f"INSERT INTO dossier (id, {', '.join(names)}, state) VALUES ({', '.join('?' * (len(names) + 2))})"
        f" ON CONFLICT (id) DO UPDATE SET {sets}",
        [dossier.id, *values, dossier.state],
    )


def drop_dossier(db: Database, dossier: str) -> None:
    """The row and what was read in it; pages stay, for other dossiers may hold the same files."""
    for table in ("paper", "fact", "verdict"):
        db.conn.execute(f"DELETE FROM {table} WHERE dossier = ?", [dossier])
    db.conn.execute("DELETE FROM dossier WHERE id = ?", [dossier])
