"""Rows of pages, of their index for full text, and of how pictures look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from casereview.dossier import packed, search
from casereview.dossier.model import Dossier, Page, TextSource
from casereview.dossier.packed import PageRow
from casereview.dossier.readers.looks import PageLook


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
            if old[1] == row.text:
                continue
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


def drop_strays(db: Database, versions: Iterable[str]) -> None:
    """Rows of versions that are none of these, and of files that are in no version; recognised pages, which took hours, stay."""
    db.conn.execute(
        "DELETE FROM member WHERE version NOT IN (SELECT value FROM json_each(?))", [json.dumps(list(versions))]
    )
    db.conn.execute("DELETE FROM page WHERE reader NOT LIKE 'ocr-%' AND file NOT IN (SELECT sha256 FROM member)")
    db.conn.execute("DELETE FROM page_look WHERE file NOT IN (SELECT sha256 FROM member)")
    for table in ("paper", "fact"):
        db.conn.execute(f"DELETE FROM {table} WHERE dossier NOT IN (SELECT id FROM dossier)")


def reindex(db: Database, tick: Callable[[], None]) -> None:
    """The index of all pages anew; `tick` may raise to stop, and then all is as it was."""
    db.conn.execute("INSERT INTO page_index (page_index) VALUES ('delete-all')")
    for number, (ident, text) in enumerate(db.conn.execute("SELECT id, text FROM page ORDER BY id")):
        if made := search.grams(text):
            db.conn.execute("INSERT INTO page_index (rowid, grams) VALUES (?, ?)", [ident, made])
        if number % 100 == 0:
            tick()
    db.conn.execute("INSERT INTO page_index (page_index) VALUES ('optimize')")


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


def read_by_another(db: Database, file: str, version: str) -> frozenset[int]:
    """Pages of the file that were recognised by another version of ours."""
    rows = db.conn.execute(
        "SELECT number FROM page WHERE file = ? AND reader LIKE 'ocr-%' AND reader <> ?", [file, version]
    )
    return frozenset(row[0] for row in rows)


def read_in_vain(db: Database, file: str) -> frozenset[int]:
    """Pages of the file on which recognition found nothing."""
    rows = db.conn.execute("SELECT number FROM page WHERE file = ? AND reader LIKE 'ocr-%' AND text = ''", [file])
    return frozenset(row[0] for row in rows)
