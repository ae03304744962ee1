"""The list's columns that the panel fills. Derived: `actions.restate` makes them anew from the record."""

from __future__ import annotations

from decimal import Decimal

from sqlite_utils import Database

from casereview.dossier.model import DossierState


def set_decided(db: Database, dossier: str, score: Decimal | None, grade: str) -> None:
    """Show a dossier as decided, with the panel's score and grade."""
    db.conn.execute(
        "UPDATE dossier SET state = ?, score = ?, grade = ? WHERE id = ?",
        [DossierState.DECIDED, None if score is None else str(score), grade, dossier],
    )


def set_undecided(db: Database, dossier: str) -> None:
    """Take a decision off the list: something reopened it."""
    db.conn.execute(
        "UPDATE dossier SET state = ?, score = NULL, grade = NULL WHERE id = ? AND state = ?",
        [DossierState.SEALED, dossier, DossierState.DECIDED],
    )
