"""Rows of members, papers and facts ↔ `Reading`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from casereview.dossier.model import Box, Fact, FactState, Member, Paper, Place, Problem, Reading
from casereview.dossier.store.pages import pages_of
from casereview.dossier.store.rows import get


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
