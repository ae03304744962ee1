"""Pages that hold what a query asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from casereview.dossier import packed, search
from casereview.dossier.model import Box


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


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact that a query asks for, at its first place in one dossier; page 0 for what stands on none."""

    dossier: str
    name: str
    unit: str
    file: str
    file_page: int
    page: int
    box: Box | None
    value: str
    text: str


def _like(text: str) -> str:
    return "%" + text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


_FACT = "f.name = ? AND (f.value LIKE ? ESCAPE '\\' OR f.text LIKE ? ESCAPE '\\')"


def _fact(name: str, said: str) -> list[str]:
    return [name, _like(said), _like(said)]


def _narrowed(query: search.Query, unit_id: str, facts: Sequence[tuple[str, str]]) -> tuple[str, list[str]]:
    """Conditions on the dossier `d`: its unit, and facts that it must hold."""
    where, values = "", []
    if query.unit:
        where += " AND (d.unit = ? OR d.unit LIKE ? ESCAPE '\\')"
        values += [unit_id, _like(query.unit)]
    for name, said in facts:
        where += f" AND EXISTS (SELECT 1 FROM fact AS f WHERE f.dossier = d.id AND {_FACT})"
        values += _fact(name, said)
    return where, values


def facts_matching(db: Database, query: search.Query, limit: int, unit_id: str = "") -> list[FoundFact]:
    """The first fact of the query at its first place in each dossier that holds all of them, newest taken in first."""
    where, values = _narrowed(query, unit_id, query.facts[1:])
    if query.form:
        where += (
            " AND EXISTS (SELECT 1 FROM paper AS p WHERE p.dossier = d.id AND p.id = f.paper"
            " AND (p.form = ? OR p.title LIKE ? ESCAPE '\\'))"
        )
        values += [query.form, _like(query.form)]
    rows = db.conn.execute(
        f"""SELECT d.id, d.name, d.unit, f.file, f.file_page, f.page, f.box, f.value, f.text, MIN(f.position)
            FROM fact AS f JOIN dossier AS d ON d.id = f.dossier WHERE {_FACT} {where}
            GROUP BY d.id ORDER BY d.rowid DESC LIMIT ?""",
        [*_fact(*query.facts[0]), *values, limit],
    )
    return [_found_fact(row) for row in rows]


def _found_fact(row: Sequence[Any]) -> FoundFact:
    dossier, name, unit, file, file_page, page, box, value, text = row[:9]
    place = Box(*json.loads(box)) if box else None
    return FoundFact(dossier, name, unit, file, file_page, page, place, str(json.loads(value)), text)


def beginnings(db: Database, query: search.Query, limit: int, unit_id: str = "") -> list[Found]:
    """The first page of each paper of the query's form, or of each dossier of its unit where it names no form."""
    where, values = _narrowed(query, unit_id, query.facts)
    if query.form:
        where, values = (
            f"{where} AND (q.form = ? OR q.title LIKE ? ESCAPE '\\')",
            [*values, query.form, _like(query.form)],
        )
    else:
        where = f"{where} AND q.position = 1"
    rows = db.conn.execute(
        f"""SELECT d.id, d.name, d.unit, p.file, p.number, q.first_page, p.text, p.runs
            FROM dossier AS d CROSS JOIN paper AS q ON q.dossier = d.id
            CROSS JOIN page AS p ON p.file = q.file AND p.number = json_extract(q.file_pages, '$[0]')
            WHERE 1 {where} ORDER BY d.rowid DESC, q.position LIMIT ?""",
        [*values, limit],
    )
    return [Found(*row) for row in rows]


def pages_matching(db: Database, query: search.Query, limit: int, unit_id: str = "") -> list[Found]:
    """Newest taken in first. `unit_id` is the registered unit that the query's words for a unit mean."""
    if not query.terms:
        return []
    where, values = _narrowed(query, unit_id, query.facts)
    if query.form:
        where += (
            " AND EXISTS (SELECT 1 FROM paper, json_each(paper.file_pages) AS own WHERE paper.dossier = d.id"
            " AND paper.file = p.file AND own.value = p.number AND (paper.form = ? OR paper.title LIKE ? ESCAPE '\\'))"
        )
        values += [query.form, _like(query.form)]
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
