"""Many dossiers in a workspace, quickly: copies of one that was really taken in, each with people and a party of its own."""

from __future__ import annotations

import json

from sqlite_utils import Database

from casereview.record import writing

_TABLES = {"dossier": "id", "paper": "dossier", "fact": "dossier"}


def multiply(db: Database, dossier: str, count: int) -> list[str]:
    """Copies of a dossier as the workspace keeps it (its papers and facts; files and pages are shared): `count` with itself."""
    made = [f"{dossier[:-6]}{number:06}" for number in range(1, count)]
    with writing(db):
        for table, key in _TABLES.items():
            columns = [row[1] for row in db.conn.execute(f"PRAGMA table_info({table})")]
            taken = ", ".join("?" if column == key else column for column in columns)
            rows = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {taken} FROM {table} WHERE {key} = ?"
            db.conn.executemany(rows, [(ident, dossier) for ident in made])
        for number, ident in enumerate(made, 1):
            db.conn.execute("UPDATE dossier SET name = name || ? WHERE id = ?", [f"-{number}", ident])
            _others(db, ident, number)
    return [dossier, *made]


def _others(db: Database, ident: str, number: int) -> None:
    """Other officers and another party: dossiers that have nothing to do with one another."""
    facts = db.conn.execute(
        "SELECT position, name, value FROM fact WHERE dossier = ? AND name IN ('officer', 'party.name')", [ident]
    ).fetchall()
    for position, name, value in facts:
        said = json.loads(value)
        if name == "officer":
            said = {**said, "name": f"{said['name']}{number}", "cert_no": f"{said.get('cert_no') or 9}{number:05}"}
        else:
            said = f"{said}{number}"
        db.conn.execute(
            "UPDATE fact SET value = ? WHERE dossier = ? AND position = ?",
            [json.dumps(said, ensure_ascii=False), ident, position],
        )
