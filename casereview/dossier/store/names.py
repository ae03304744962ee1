"""Which files the record or the derived rows speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database


def named(db: Database, files: Iterable[str]) -> set[str]:
    """Those of these files that belong to a dossier, by what was derived of it or by what the record says of it."""
    asked = json.dumps(sorted(files))
    rows = db.conn.execute(
        """WITH asked AS (SELECT value AS file FROM json_each(?))
            SELECT file FROM asked WHERE file IN (SELECT sha256 FROM member)
            UNION SELECT view FROM member WHERE view IN (SELECT file FROM asked)
            UNION SELECT unlocked FROM member WHERE unlocked IN (SELECT file FROM asked)""",
        [asked],
    )
    known = {row[0] for row in rows}
    rest = sorted(set(json.loads(asked)) - known)
    rows = db.conn.execute(
        "SELECT DISTINCT value FROM json_each(?), event WHERE kind LIKE 'dossier.%' AND instr(payload, value)",
        [json.dumps(rest)],
    )
    return known | {row[0] for row in rows}
