"""Pages that hold what a query asks for."""

from __future__ import annotations

from dataclasses import dataclass

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
