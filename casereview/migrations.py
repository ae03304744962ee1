"""The schema's history: numbered steps, applied in order, each in a transaction. A released step is never edited."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "casereview"


def m0001_record(db: Database) -> None:
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    db.execute(
        """CREATE TABLE event (
            id TEXT PRIMARY KEY,       -- SHA-256 of the canonical content
            chain TEXT NOT NULL,       -- one installation writing to one workspace
            seq INTEGER NOT NULL,      -- from 1 in its chain
            prev TEXT NOT NULL,        -- id of the event before it in its chain, '' for the first
            actor TEXT NOT NULL,
            at TEXT NOT NULL,          -- ISO 8601 with offset; orders nothing
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            payload TEXT NOT NULL,     -- canonical JSON
            replaces TEXT NOT NULL     -- JSON list of event ids
        ) STRICT"""
    )
    db.execute("CREATE INDEX event_chain ON event (chain, seq)")
    db.execute("CREATE INDEX event_subject ON event (subject, kind)")
    db.execute("CREATE INDEX event_kind ON event (kind)")
    db.execute(
        "CREATE TABLE replacement (old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (old, new)) STRICT, WITHOUT ROWID"
    )


def m0002_dossiers(db: Database) -> None:
    """Derived from files and events, rebuilt at will; see casereview/dossier/store.py."""
    db.execute(
        """CREATE TABLE dossier (
            id TEXT PRIMARY KEY,            -- digest of the first version
            unit TEXT NOT NULL, name TEXT NOT NULL,
            version TEXT NOT NULL, complete INTEGER NOT NULL, taken_in_at TEXT NOT NULL, pages INTEGER NOT NULL,
            case_no TEXT, cause TEXT, party TEXT, procedure TEXT, filed_on TEXT, decided_on TEXT, amount TEXT,
            fails INTEGER, warns INTEGER, unknowns INTEGER,       -- of the last pre-check, NULL before one
            state TEXT NOT NULL, score TEXT, grade TEXT
        ) STRICT"""
    )
    for column in ("unit", "version", "case_no", "party", "decided_on", "taken_in_at", "state"):
        db.execute(f"CREATE INDEX dossier_{column} ON dossier ({column})")
    db.execute(
        """CREATE TABLE member (            -- the files of a version, in reading order
            version TEXT NOT NULL, position INTEGER NOT NULL, sha256 TEXT NOT NULL,
            name TEXT NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, pages INTEGER NOT NULL,
            view TEXT NOT NULL,             -- SHA-256 of the reading view or unlocked copy, '' for none
            unlocked TEXT NOT NULL,         -- SHA-256 of what was inside a lock, '' for none
            attachment INTEGER NOT NULL,    -- kept, but has no pages
            notes TEXT NOT NULL,            -- JSON: [[code, parameters], …]
            PRIMARY KEY (version, position)
        ) STRICT"""
    )
    db.execute("CREATE INDEX member_sha256 ON member (sha256)")
    db.execute(
        """CREATE TABLE page (              -- what a reader read, by file hash
            id INTEGER PRIMARY KEY, file TEXT NOT NULL, number INTEGER NOT NULL,
            width REAL NOT NULL, height REAL NOT NULL, source TEXT NOT NULL, reader TEXT NOT NULL,
            text TEXT NOT NULL, runs BLOB NOT NULL,
            UNIQUE (file, number)
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE paper (
            dossier TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, form TEXT NOT NULL, title TEXT NOT NULL,
            file TEXT NOT NULL, first_page INTEGER NOT NULL, pages TEXT NOT NULL, file_pages TEXT NOT NULL,
            confidence REAL NOT NULL, way TEXT NOT NULL,
            PRIMARY KEY (dossier, id)
        ) STRICT"""
    )
    db.execute(
        """CREATE TABLE fact (
            dossier TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            paper TEXT NOT NULL, page INTEGER NOT NULL, file TEXT NOT NULL, file_page INTEGER NOT NULL,
            box TEXT, text TEXT NOT NULL, confidence REAL NOT NULL, state TEXT NOT NULL,
            PRIMARY KEY (dossier, position)
        ) STRICT"""
    )
    db.execute("CREATE INDEX fact_name ON fact (name)")
    db.execute(
        """CREATE VIRTUAL TABLE page_index USING fts5(
            grams, content='', tokenize="unicode61 remove_diacritics 0", prefix='1'
        )"""
    )


def m0003_verdicts(db: Database) -> None:
    """Derived by the checks; see casereview/checks/store.py."""
    db.execute(
        """CREATE TABLE verdict (
            dossier TEXT NOT NULL, position INTEGER NOT NULL, rule TEXT NOT NULL, outcome TEXT NOT NULL,
            verdict TEXT NOT NULL, severity TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (dossier, position)
        ) STRICT"""
    )
    db.execute("CREATE INDEX verdict_outcome ON verdict (outcome, verdict)")


def m0004_orders(db: Database) -> None:
    """What a list of dossiers is sorted by, with the id that breaks ties; a score sorts as the number that it says."""
    for column in ("unit", "case_no", "party", "decided_on", "taken_in_at", "state"):
        db.execute(f"DROP INDEX dossier_{column}")
    for column in ("name", "unit", "case_no", "cause", "party", "procedure", "decided_on", "taken_in_at", "pages"):
        db.execute(f"CREATE INDEX dossier_{column} ON dossier ({column}, id)")
    for column in ("fails", "state", "grade"):
        db.execute(f"CREATE INDEX dossier_{column} ON dossier ({column}, id)")
    db.execute("CREATE INDEX dossier_score ON dossier (CAST(score AS REAL), id)")


def m0005_looks(db: Database) -> None:
    """How pages look that are pictures, by file hash; derived, see casereview/dossier/readers/looks.py."""
    db.execute(
        """CREATE TABLE page_look (
            file TEXT NOT NULL, number INTEGER NOT NULL,
            exact TEXT NOT NULL,            -- digest of the small picture
            look TEXT NOT NULL,             -- 64 bits of its lowest frequencies, as 16 hexadecimal digits
            ink REAL NOT NULL, photo INTEGER NOT NULL,
            PRIMARY KEY (file, number)
        ) STRICT, WITHOUT ROWID"""
    )


def m0006_checked(db: Database) -> None:
    """Which packs the last check of a dossier used; derived, see casereview/checks/store.py."""
    db.execute(
        """CREATE TABLE checked (
            dossier TEXT PRIMARY KEY,
            campaign TEXT NOT NULL,         -- whose frozen packs; empty: those in force
            packs TEXT NOT NULL             -- digest over them
        ) STRICT, WITHOUT ROWID"""
    )


def m0007_pages(db: Database) -> None:
    """What the list says of a dossier's pages: how many have no text, and how many notes there are on them; derived."""
    db.execute("ALTER TABLE dossier ADD COLUMN unread INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE dossier ADD COLUMN page_notes INTEGER")  # NULL: not looked at since
    db.execute(
        """UPDATE dossier SET unread = (
            SELECT COUNT(*) FROM member JOIN page ON page.file = member.sha256
            WHERE member.version = dossier.version AND page.source = 'none')"""
    )
    for column in ("unread", "page_notes"):
        db.execute(f"CREATE INDEX dossier_{column} ON dossier ({column}, id)")


STEPS = [m0001_record, m0002_dossiers, m0003_verdicts, m0004_orders, m0005_looks, m0006_checked, m0007_pages]


def applied(conn: sqlite3.Connection) -> list[str]:
    """Names of the steps that a database has taken, in order. Read without sqlite-utils: a window that opens waits for it."""
    there = conn.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if there is None:
        return []
    rows = conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", [_SET])
    return [row[0] for row in rows]


def apply(db: Database, *, stop_before: str | None = None) -> None:
    """Take the steps that are pending."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(_SET)
    for step in STEPS:
        migrations()(step)
    migrations.apply(db, stop_before=stop_before)
