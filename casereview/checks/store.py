"""The verdict table: rows ↔ outcomes. Derived; what a dossier was last found to be replaces what it was found before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from casereview.checks.engine import counts
from casereview.checks.model import Evidence, Outcome, Severity, Verdict
from casereview.dossier.model import DossierState, Place
from casereview.record import canonical


def save(db: Database, dossier: str, outcomes: Sequence[Outcome]) -> None:
    """Replace the outcomes of a dossier and its counts in the list. Inside `record.writing`."""
    db.conn.execute("DELETE FROM verdict WHERE dossier = ?", [dossier])
    db.conn.executemany(
        "INSERT INTO verdict (dossier, position, rule, outcome, verdict, severity, body) VALUES (?,?,?,?,?,?,?)",
        [(dossier, i, o.rule, o.outcome, o.verdict.value, o.severity.value, _body(o)) for i, o in enumerate(outcomes)],
    )
    found = counts(list(outcomes))
    db.conn.execute(
        "UPDATE dossier SET fails = ?, warns = ?, unknowns = ?, state = CASE state WHEN ? THEN ? ELSE state END WHERE id = ?",
        [found["fails"], found["warns"], found["unknowns"], DossierState.TAKEN_IN, DossierState.CHECKED, dossier],
    )


def of_dossier(db: Database, dossier: str) -> list[Outcome]:
    """The outcomes of the last check, in order; none before one."""
    rows = db.conn.execute(
        "SELECT rule, outcome, verdict, severity, body FROM verdict WHERE dossier = ? ORDER BY position", [dossier]
    )
    return [_outcome(*row) for row in rows]


def dossiers_with(db: Database, outcome: str) -> list[str]:
    """Dossiers whose last check gave this outcome."""
    rows = db.conn.execute("SELECT DISTINCT dossier FROM verdict WHERE outcome = ? ORDER BY dossier", [outcome])
    return [row[0] for row in rows]


def _body(outcome: Outcome) -> str:
    return canonical(
        {
            "basis": outcome.basis,
            "code": outcome.code,
            "parameters": dict(outcome.parameters),
            "evidence": [_written(evidence) for evidence in outcome.evidence],
            "would_turn": outcome.would_turn,
            "days": [list(day) for day in outcome.days],
        }
    )


def _written(evidence: Evidence) -> dict[str, Any]:
    place = evidence.place.as_json() if evidence.place else None
    return {
        "paper": evidence.paper,
        "title": evidence.title,
        "page": evidence.page,
        "place": place,
        "text": evidence.text,
        "value": evidence.value,
    }


def _outcome(rule: str, outcome: str, verdict: str, severity: str, body: str) -> Outcome:
    said = json.loads(body)
    return Outcome(
        rule,
        outcome,
        Verdict(verdict),
        Severity(severity),
        said["basis"],
        said["code"],
        said["parameters"],
        tuple(
            Evidence(**{**row, "place": Place.from_json(row["place"]) if row["place"] else None})
            for row in said["evidence"]
        ),
        said["would_turn"],
        tuple((day, counted, why) for day, counted, why in said["days"]),
    )
