"""Events of this room in and out: marks, seals, and the shelf of own notes. The only SQL of the room."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from casereview import record
from casereview.dossier.model import DossierState
from casereview.marking.model import MARK, SEALED, Mark, MarkPayload, SealPayload
from casereview.record import Event

_CURRENT = "NOT EXISTS (SELECT 1 FROM replacement WHERE old = event.id)"


def _mark(event: Event) -> Mark:
    return Mark(event.id, event.actor, event.at, MarkPayload.model_validate(event.payload))


def current_marks(db: Database, campaign: str, dossier: str, reader: str | None = None) -> list[Mark]:
    """Marks that nothing replaces, sealed or not."""
    return [
        _mark(event)
        for event in record.current(db, MARK, dossier)
        if event.payload.get("campaign") == campaign and reader in (None, event.actor)
    ]


def every_mark(db: Database, campaign: str, dossier: str, reader: str) -> list[Mark]:
    """All marks of a reader in the order they were made, replaced ones too."""
    events = [event for event in record.history(db, MARK, dossier) if event.actor == reader]
    made = [event for event in events if event.payload.get("campaign") == campaign]
    return [_mark(event) for event in sorted(made, key=lambda event: (event.at, event.chain, event.seq))]


def ended(db: Database, ident: str) -> str:
    """When a mark was first withdrawn or replaced; "" if nothing stands in its place."""
    found = [event for new in record.replaced_by(db, ident) if (event := record.get(db, new)) is not None]
    return min((event.at for event in found), default="")


def mark(db: Database, ident: str) -> Mark | None:
    """A mark by its event, replaced or not."""
    event = record.get(db, ident)
    return _mark(event) if event and event.kind == MARK else None


def is_current(db: Database, ident: str) -> bool:
    return not record.replaced_by(db, ident)


def replaced(db: Database, ident: str) -> list[Mark]:
    """The marks that a mark replaced."""
    event = record.get(db, ident)
    found = [mark(db, old) for old in event.replaces] if event else []
    return [one for one in found if one is not None]


def seals(db: Database, campaign: str, dossier: str, reader: str | None = None) -> list[tuple[Event, SealPayload]]:
    """Seals that nobody has reopened."""
    found = [(event, SealPayload.model_validate(event.payload)) for event in record.current(db, SEALED, dossier)]
    return [(event, said) for event, said in found if said.campaign == campaign and reader in (None, event.actor)]


def notes(db: Database, reader: str, item: str, limit: int) -> list[tuple[str, int, str]]:
    """A reader's own notes on an item: (note, uses, last used), the most used first."""
    rows = db.conn.execute(
        f"""SELECT json_extract(payload, '$.note') AS note, count(*), max(at) FROM event
            WHERE kind = ? AND actor = ? AND json_extract(payload, '$.item') = ?
              AND trim(coalesce(json_extract(payload, '$.note'), '')) <> '' AND {_CURRENT}
            GROUP BY note ORDER BY count(*) DESC, max(at) DESC, note LIMIT ?""",
        [MARK, reader, item, limit],
    )
    return [(str(note), int(uses), str(last)) for note, uses, last in rows]


def restate(db: Database, dossiers: Iterable[str]) -> None:
    """Bring the list's state of these dossiers up to what was marked and sealed; a decided one stays decided."""
    for dossier in dossiers:
        marked = {row[0] for row in _actors(db, MARK, dossier)}
        sealed = {row[0] for row in _actors(db, SEALED, dossier)}
        if marked and marked <= sealed:
            state = f"'{DossierState.SEALED}'"
        elif marked:
            state = f"'{DossierState.MARKING}'"
        else:
            state = f"CASE WHEN fails IS NULL THEN '{DossierState.TAKEN_IN}' ELSE '{DossierState.CHECKED}' END"
        db.conn.execute(
            f"UPDATE dossier SET state = {state} WHERE id = ? AND state <> '{DossierState.DECIDED}'", [dossier]
        )


def _actors(db: Database, kind: str, dossier: str) -> list[tuple[str]]:
    return db.conn.execute(
        f"SELECT DISTINCT actor FROM event WHERE kind = ? AND subject = ? AND {_CURRENT}", [kind, dossier]
    ).fetchall()
