"""Rows of the derived tables of this room ↔ its values. Everything here can be rebuilt from files and events."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from casereview.dossier import packed, search
from casereview.dossier.model import (
    Box,
    Dossier,
    DossierId,
    Fact,
    FactState,
    Member,
    Page,
    Paper,
    Place,
    Problem,
    Reading,
    TextSource,
)
from casereview.dossier.packed import PageRow
from casereview.dossier.readers.looks import PageLook
from casereview.errors import NotFound

_DOSSIER = (
    "id, unit, name, version, complete, taken_in_at, pages, case_no, cause, party, procedure, filed_on, decided_on,"
    " amount, fails, warns, unknowns, state, score, grade"
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


# --- writing --------------------------------------------------------------------------------------------------------


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


def put_members(db: Database, version: str, members: Sequence[Member], counts: Sequence[int]) -> None:
    db.conn.execute("DELETE FROM member WHERE version = ?", [version])
    db.conn.executemany(
        "INSERT INTO member (version, position, sha256, name, size, kind, pages, view, unlocked, attachment, notes)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        [
            (version, k, m.sha256, m.name, m.size, m.kind, pages, m.view, m.unlocked, int(m.attachment), _notes(m))
            for k, (m, pages) in enumerate(zip(members, counts), 1)
        ],
    )


def _notes(member: Member) -> str:
    return json.dumps([[note.code, note.parameters] for note in member.notes], ensure_ascii=False)


def put_pages(db: Database, rows: Iterable[PageRow]) -> None:
    """Pages and their index in one go; a page read again takes the place of the old one, whose text leaves the index."""
    for row in rows:
        old = db.conn.execute(
            "SELECT id, text, reader FROM page WHERE file = ? AND number = ?", [row.file, row.number]
        ).fetchone()
        if old is None:
            cursor = db.conn.execute(
                "INSERT INTO page (file, number, width, height, source, reader, text, runs) VALUES (?,?,?,?,?,?,?,?)",
                [row.file, row.number, row.width, row.height, row.source, row.reader, row.text, row.runs],
            )
            ident = cursor.lastrowid
        else:
            ident = old[0]
            if old[2].startswith("ocr-") and row.source == TextSource.NONE:
                continue  # what was recognised is kept
            db.conn.execute(
                "UPDATE page SET width = ?, height = ?, source = ?, reader = ?, text = ?, runs = ? WHERE id = ?",
                [row.width, row.height, row.source, row.reader, row.text, row.runs, ident],
            )
            _unindex(db, ident, old[1])
        if row.grams:
            db.conn.execute("INSERT INTO page_index (rowid, grams) VALUES (?, ?)", [ident, row.grams])


def _unindex(db: Database, ident: int, text: str) -> None:
    """A contentless index is told what it held: the same pairs, made from the same text."""
    if old := search.grams(text):
        db.conn.execute("INSERT INTO page_index (page_index, rowid, grams) VALUES ('delete', ?, ?)", [ident, old])


def put_looks(db: Database, files: Iterable[str], looks: Iterable[PageLook]) -> None:
    """How the pictures among the pages of these files look, instead of what was seen before."""
    db.conn.executemany("DELETE FROM page_look WHERE file = ?", [(file,) for file in files])
    db.conn.executemany(
        "INSERT INTO page_look (file, number, exact, look, ink, photo) VALUES (?,?,?,?,?,?)",
        [(one.file, one.number, one.exact, f"{one.look:016x}", one.ink, int(one.photo)) for one in looks],
    )


def looks_of(db: Database, version: str) -> list[PageLook]:
    """Of all pictures among the pages of a version."""
    rows = db.conn.execute(
        "SELECT l.file, l.number, exact, look, ink, photo FROM page_look AS l"
        " JOIN member ON member.sha256 = l.file WHERE member.version = ? ORDER BY member.position, l.number",
        [version],
    )
    return [_look(row) for row in rows]


def looks_elsewhere(db: Database, dossier: Dossier) -> list[tuple[str, str, int, PageLook]]:
    """(dossier, its name, its page, look) of all pictures of the unit's other dossiers."""
    rows = db.conn.execute(
        """SELECT d.id, d.name, l.number + COALESCE((
                SELECT SUM(before.pages) FROM member AS before
                WHERE before.version = m.version AND before.position < m.position), 0),
                l.file, l.number, exact, look, ink, photo
            FROM dossier AS d JOIN member AS m ON m.version = d.version JOIN page_look AS l ON l.file = m.sha256
            WHERE d.unit = ? AND d.id <> ? ORDER BY d.taken_in_at, d.id, m.position, l.number""",
        [dossier.unit, dossier.id],
    )
    return [(row[0], row[1], row[2], _look(row[3:])) for row in rows]


def _look(row: Sequence[Any]) -> PageLook:
    file, number, exact, look, ink, photo = row
    return PageLook(file, number, exact, int(look, 16), ink, bool(photo))


def drop_pages_beyond(db: Database, file: str, last: int) -> None:
    """Pages that a newer reader no longer sees."""
    for ident, text in db.conn.execute(
        "SELECT id, text FROM page WHERE file = ? AND number > ?", [file, last]
    ).fetchall():
        _unindex(db, ident, text)
        db.conn.execute("DELETE FROM page WHERE id = ?", [ident])


def clear(db: Database) -> None:
    """Forget all that was derived but recognised pages, which took hours, and what later rooms wrote of a dossier."""
    db.conn.execute("INSERT INTO page_index (page_index) VALUES ('delete-all')")
    db.conn.execute("DELETE FROM page WHERE reader NOT LIKE 'ocr-%'")
    for row in db.conn.execute("SELECT id, text FROM page").fetchall():
        if made := search.grams(row[1]):
            db.conn.execute("INSERT INTO page_index (rowid, grams) VALUES (?, ?)", [row[0], made])
    for table in ("member", "paper", "fact", "page_look"):
        db.conn.execute(f"DELETE FROM {table}")


def put_reading(db: Database, dossier: str, papers: Sequence[Paper], facts: Sequence[Fact]) -> None:
    """Papers and facts of a dossier instead of the former ones."""
    db.conn.execute("DELETE FROM paper WHERE dossier = ?", [dossier])
    db.conn.execute("DELETE FROM fact WHERE dossier = ?", [dossier])
    db.conn.executemany(
        "INSERT INTO paper (dossier, id, position, form, title, file, first_page, pages, file_pages, confidence, way)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        [(dossier, p.id, k, p.form, p.title, p.file, p.pages[0], *_paper_tail(p)) for k, p in enumerate(papers, 1)],
    )
    db.conn.executemany(
        "INSERT INTO fact (dossier, position, name, value, paper, page, file, file_page, box, text, confidence, state)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        [(dossier, k, *_fact_row(fact)) for k, fact in enumerate(facts, 1)],
    )


def _paper_tail(paper: Paper) -> tuple[Any, ...]:
    return (json.dumps(paper.pages), json.dumps(paper.file_pages), paper.confidence, paper.way)


def _fact_row(fact: Fact) -> tuple[Any, ...]:
    value = json.dumps(fact.value, ensure_ascii=False)
    box = json.dumps(fact.place.box.as_list()) if fact.place.box else None
    place = (fact.place.file, fact.place.page, box)
    return (fact.name, value, fact.paper, fact.page, *place, fact.text, fact.confidence, str(fact.state))


# --- reading --------------------------------------------------------------------------------------------------------


def members(db: Database, version: str, *, with_runs: bool = True) -> tuple[Member, ...]:
    """The files of a version in reading order, with their pages."""
    rows = db.conn.execute(
        "SELECT sha256, name, size, kind, view, unlocked, attachment, notes FROM member WHERE version = ?"
        " ORDER BY position",
        [version],
    )
    found = []
    for sha256, name, size, kind, view, unlocked, attachment, notes in rows.fetchall():
        said = tuple(Problem(name, code, parameters, sha256) for code, parameters in json.loads(notes))
        pages = pages_of(db, sha256, with_runs=with_runs)
        found.append(Member(sha256, name, size, kind, pages, view, unlocked, bool(attachment), said))
    return tuple(found)


def pages_of(db: Database, file: str, *, with_runs: bool = True) -> tuple[Page, ...]:
    rows = db.conn.execute(
        f"SELECT number, width, height, source, {'text, runs' if with_runs else '0, 0'} FROM page"
        " WHERE file = ? ORDER BY number",
        [file],
    )
    return tuple(
        Page(number, width, height, TextSource(source), packed.unpack(runs, text) if with_runs else ())
        for number, width, height, source, text, runs in rows
    )


def recognised(db: Database, files: Iterable[str]) -> list[tuple[Any, ...]]:
    """Recognised pages of these files, as they lie in the database: kept through every re-read."""
    return db.conn.execute(
        "SELECT file, number, width, height, source, reader, text, runs FROM page"
        " WHERE reader LIKE 'ocr-%' AND file IN (SELECT value FROM json_each(?)) ORDER BY file, number",
        [json.dumps(sorted(files))],
    ).fetchall()


def papers(db: Database, dossier: str) -> tuple[Paper, ...]:
    rows = db.conn.execute(
        "SELECT id, form, title, file, pages, file_pages, confidence, way FROM paper WHERE dossier = ? ORDER BY position",
        [dossier],
    )
    return tuple(
        Paper(i, form, title, file, tuple(json.loads(pages)), tuple(json.loads(own)), confidence, way)
        for i, form, title, file, pages, own, confidence, way in rows
    )


def facts(db: Database, dossier: str) -> tuple[Fact, ...]:
    rows = db.conn.execute(
        "SELECT name, value, paper, page, file, file_page, box, text, confidence, state FROM fact WHERE dossier = ?"
        " ORDER BY position",
        [dossier],
    )
    return tuple(
        Fact(
            name,
            json.loads(value),
            paper,
            page,
            Place(file, own, Box(*json.loads(box)) if box else None),
            text,
            confidence,
            FactState(state),
        )
        for name, value, paper, page, file, own, box, text, confidence, state in rows
    )


def reading(db: Database, dossier: str, *, with_runs: bool = True) -> Reading:
    """Raises NotFound."""
    version = get(db, dossier).version
    held = members(db, version, with_runs=with_runs)
    notes = tuple(note for member in held for note in member.notes)
    return Reading(held, papers(db, dossier), facts(db, dossier), notes)


def version_holders(db: Database, file: str) -> list[str]:
    """Dossiers whose present version holds this file."""
    rows = db.conn.execute(
        "SELECT DISTINCT dossier.id FROM member JOIN dossier ON dossier.version = member.version"
        " WHERE member.sha256 = ? ORDER BY dossier.id",
        [file],
    )
    return [row[0] for row in rows]


# --- search ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A page that holds all the terms, in one dossier."""

    dossier: str
    name: str
    unit: str
    file: str
    file_page: int
    page: int
    text: str
    runs: bytes


def box_at(found: Found, line: int, start: int, end: int) -> Box:
    return packed.part(found.runs, line, start, end, len(found.text.split("\n")[line]))


def pages_matching(db: Database, query: search.Query, limit: int, unit_id: str = "") -> list[Found]:
    """Newest taken in first. `unit_id` is the registered unit that the query's words for a unit mean."""
    if not query.terms:
        return []
    where, values = "", []
    if query.unit:
        where += " AND (d.unit = ? OR d.unit LIKE ? ESCAPE '\\')"
        values.append(unit_id)
        values.append("%" + query.unit.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%")
    if query.form:
        where += (
            " AND EXISTS (SELECT 1 FROM paper, json_each(paper.file_pages) AS own WHERE paper.dossier = d.id"
            " AND paper.file = p.file AND own.value = p.number AND (paper.form = ? OR paper.title = ?))"
        )
        values += [query.form, query.form]
    rows = db.conn.execute(
        f"""SELECT d.id, d.name, d.unit, p.file, p.number, p.number + COALESCE((
                SELECT SUM(before.pages) FROM member AS before
                WHERE before.version = m.version AND before.position < m.position), 0), p.text, p.runs
            FROM page_index AS i
            CROSS JOIN page AS p ON p.id = i.rowid
            CROSS JOIN member AS m ON m.sha256 = p.file
            CROSS JOIN dossier AS d ON d.version = m.version
            WHERE page_index MATCH ? {where}
            ORDER BY i.rowid DESC LIMIT ?""",
        [query.match, *values, limit],
    )
    return [Found(*row) for row in rows]
