"""The verdict table: rows ↔ outcomes. Derived; what a dossier was last found to be replaces what it was found before."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from casereview.checks.model import Evidence, Outcome, Searched, Severity, Verdict
from casereview.dossier.model import DossierState, Fact, FactState, Paper, Place, Reading
from casereview.record import canonical


def save(
    db: Database,
    dossier: str,
    outcomes: Sequence[Outcome],
    hinting: Collection[str] = (),
    *,
    campaign: str = "",
    packs: str = "",
) -> None:
    """Replace the outcomes of a dossier and its counts in the list. Inside `record.writing`.

    hinting   rules whose failures only warn: kept as they were found, counted as warnings.
    campaign  whose frozen packs were used, "" for those in force; packs: their digest
    """
    db.conn.execute(
        "INSERT OR REPLACE INTO checked (dossier, campaign, packs) VALUES (?,?,?)", [dossier, campaign, packs]
    )
    db.conn.execute("DELETE FROM verdict WHERE dossier = ?", [dossier])
    db.conn.executemany(
        "INSERT INTO verdict (dossier, position, rule, outcome, verdict, severity, body) VALUES (?,?,?,?,?,?,?)",
        [(dossier, i, o.rule, o.outcome, o.verdict.value, o.severity.value, _body(o)) for i, o in enumerate(outcomes)],
    )
    db.conn.execute(
        "UPDATE dossier SET state = CASE state WHEN ? THEN ? ELSE state END WHERE id = ?",
        [DossierState.TAKEN_IN, DossierState.CHECKED, dossier],
    )
    recount(db, hinting, dossier)


_COUNT = "(SELECT count(*) FROM verdict v WHERE v.dossier = dossier.id AND {})"


def recount(db: Database, hinting: Collection[str] = (), dossier: str = "") -> None:
    """Set the counts in the list of dossiers (one, or every checked one) from the verdicts. Inside `record.writing`."""
    rules = f"v.rule IN ({','.join('?' * len(hinting))})"
    fails = _COUNT.format(f"v.verdict = 'fail' AND NOT {rules}")
    warns = _COUNT.format(f"(v.verdict = 'warn' OR (v.verdict = 'fail' AND {rules}))")
    unknowns = _COUNT.format("v.verdict = 'unknown'")
    which = "id = ?" if dossier else "id IN (SELECT dossier FROM verdict)"
    db.conn.execute(
        f"UPDATE dossier SET fails = {fails}, warns = {warns}, unknowns = {unknowns} WHERE {which}",
        [*hinting, *hinting, *([dossier] if dossier else [])],
    )


def accepted_by_marks(db: Database) -> list[tuple[str, str]]:
    """(dossier, outcome) of every current mark that a verdict had proposed."""
    rows = db.conn.execute(
        "SELECT DISTINCT subject, json_extract(payload, '$.outcome') AS outcome FROM event"
        " WHERE kind = 'mark.set' AND outcome <> ''"
        " AND NOT EXISTS (SELECT 1 FROM replacement WHERE old = event.id) ORDER BY subject, outcome"
    )
    return [(subject, outcome) for subject, outcome in rows]


def marked_in(db: Database, campaign: str) -> list[str]:
    """Dossiers with a mark of a campaign, for one that drew none (a self-review)."""
    rows = db.conn.execute(
        "SELECT DISTINCT subject FROM event WHERE kind = 'mark.set' AND json_extract(payload, '$.campaign') = ?",
        [campaign],
    )
    return [row[0] for row in rows]


def of_dossier(db: Database, dossier: str) -> list[Outcome]:
    """The outcomes of the last check, in order; none before one."""
    rows = db.conn.execute(
        "SELECT rule, outcome, verdict, severity, body FROM verdict WHERE dossier = ? ORDER BY position", [dossier]
    )
    return [_outcome(*row) for row in rows]


def checked_with(db: Database, dossier: str) -> tuple[str, str] | None:
    """Campaign ("" for the packs in force) and digest of the packs that the last check used; None before one."""
    row = db.conn.execute("SELECT campaign, packs FROM checked WHERE dossier = ?", [dossier]).fetchone()
    return (row[0], row[1]) if row else None


def all_checked(db: Database) -> dict[str, tuple[str, str]]:
    """Dossier -> campaign and digest of the packs of its last check."""
    return {row[0]: (row[1], row[2]) for row in db.conn.execute("SELECT dossier, campaign, packs FROM checked")}


def dossiers_with(db: Database, outcome: str) -> list[str]:
    """Dossiers whose last check gave this outcome."""
    rows = db.conn.execute("SELECT DISTINCT dossier FROM verdict WHERE outcome = ? ORDER BY dossier", [outcome])
    return [row[0] for row in rows]


_ACROSS = (
    "officer", "inquiry.start", "inquiry.end", "scene.start", "scene.end", "found_at", "party.name", "vehicle_plate", "cause",
    "decision.amount", "decision.no", "case_no",
)  # fmt: skip


def across(db: Database) -> list[tuple[str, str, str, Reading]]:
    """Of every dossier: id, name, unit, and a reading with only the facts that are compared across dossiers, without places."""
    marks = ",".join("?" * len(_ACROSS))
    rows = db.conn.execute(
        "SELECT d.id, d.name, d.unit, f.name, f.value, f.paper, p.form, p.title, f.confidence, f.state FROM dossier d"
        " JOIN fact f ON f.dossier = d.id LEFT JOIN paper p ON p.dossier = d.id AND p.id = f.paper"
        f" WHERE f.name IN ({marks}) ORDER BY d.id, f.position",
        _ACROSS,
    )
    return [(*key, _bare(list(group))) for key, group in groupby(rows, key=lambda row: row[:3])]


def _bare(rows: list[tuple[Any, ...]]) -> Reading:
    papers = {row[5]: Paper(row[5], row[6] or "", row[7] or "", "", (), (), 1.0, "") for row in rows}
    facts = (
        Fact(name, json.loads(value), paper, 0, Place("", 0), "", confidence, FactState(state))
        for _, _, _, name, value, paper, _, _, confidence, state in rows
    )
    return Reading((), tuple(papers.values()), tuple(facts))


def _body(outcome: Outcome) -> str:
    return canonical(
        {
            "basis": outcome.basis,
            "code": outcome.code,
            "parameters": dict(outcome.parameters),
            "evidence": [_written(evidence) for evidence in outcome.evidence],
            "would_turn": outcome.would_turn,
            "days": [list(day) for day in outcome.days],
            "searched": [[one.title, one.first, one.last] for one in outcome.searched],
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
        # Verdicts kept by an older version name no pages that were searched.
        tuple(Searched(*one) for one in said.get("searched", ())),
    )
