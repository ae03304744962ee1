"""What a person can do with the ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import CaseReviewError, NotFound
from casereview.ledger import tables
from casereview.ledger.entries import (
    NoSuchStep,
    StepNeedsNote,
    ordered,
    overdue,
    renewed,
    rows_of,
    stepped,
    steps,
    untouched,
)
from casereview.ledger.model import ENTRY, Entry, LedgerState
from casereview.panel import campaigns
from casereview.record import Author, Event
from casereview.results.model import Results
from casereview.units import actions as units
from casereview.units.register import meant

__all__ = [
    "advance",
    "conflicts",
    "entries",
    "entry",
    "export_table",
    "from_results",
    "history",
    "import_table",
    "overdue",
    "set_entry",
    "steps",
]

GONE = "ledger.gone"  # subject: the entry's id; the results no longer hold it and nobody had begun


class EntryChanged(CaseReviewError):
    """A state is changed by a step, not by editing; `entry`."""

    code = "entry-state"


def entries(db: Database, *, campaign: str = "", unit: str = "", state: str = "") -> list[Entry]:
    """The ledger, by unit, gravest first; "" means no condition. campaign: id, title or beginning of an id; unit: id or name."""
    wanted = campaigns.campaign(db, campaign).id if campaign else ""
    house = meant(units.units(db), unit) if unit else None
    found = [Entry.model_validate(event.payload) for event in _one_each(record.current(db, ENTRY))]
    return ordered(
        one
        for one in found
        if (not wanted or one.campaign == wanted)
        and (not unit or one.unit in (unit, house.id if house else unit))
        and (not state or one.state == state)
    )


def _one_each(events: Iterable[Event]) -> list[Event]:
    """Of two current values of an entry (a conflict) the one with the smallest id: the same everywhere."""
    chosen: dict[str, Event] = {}
    for event in events:
        if event.subject not in chosen or event.id < chosen[event.subject].id:
            chosen[event.subject] = event
    return list(chosen.values())


def conflicts(db: Database) -> dict[str, tuple[Entry, ...]]:
    """Entries of which two values are current."""
    found: dict[str, list[Entry]] = {}
    for event in record.current(db, ENTRY):
        found.setdefault(event.subject, []).append(Entry.model_validate(event.payload))
    return {ident: tuple(several) for ident, several in found.items() if len(several) > 1}


def entry(db: Database, ident: str) -> Entry:
    """By id or the beginning of one. Raises NotFound."""
    found = [one for one in entries(db) if one.id.startswith(ident)]
    if len(found) != 1 or not ident:
        raise NotFound(what="ledger_entry", name=ident or "-")
    return found[0]


def history(db: Database, ident: str) -> list[tuple[str, str, Entry]]:
    """(at, by, entry) of every change, oldest first."""
    events = record.history(db, ENTRY, entry(db, ident).id)
    return [(event.at, event.actor, Entry.model_validate(event.payload)) for event in events]


def set_entry(db: Database, by: Author, changed: Entry) -> Changes:
    """Enter a new entry, or change anything but the state of one. Raises EntryChanged: a state goes by `advance`."""
    with record.writing(db):
        for event in record.current(db, ENTRY, changed.id):
            if Entry.model_validate(event.payload).state is not changed.state:
                raise EntryChanged(entry=changed.problem[:20])
        return _put(db, by, changed)


def _put(db: Database, by: Author, changed: Entry) -> Changes:
    before = record.current(db, ENTRY, changed.id)
    if [Entry.model_validate(event.payload) for event in before] == [changed]:
        return NOTHING
    record.append(db, by, ENTRY, changed.id, changed, [event.id for event in before])
    return Changes(ledger=frozenset({changed.id}), units=frozenset({changed.unit} - {""}))


def from_results(db: Database, by: Author, results: Results, *, deadline: date) -> Changes:
    """An entry for each unit and problem of frozen results. The same again changes nothing.

    After another freeze the evidence follows it and what people did stays; an entry that the results no longer hold
    goes, if nobody had begun with it.
    """
    changes = NOTHING
    with record.writing(db):
        held = {one.id: one for one in entries(db) if one.campaign == results.campaign and one.origin == "result"}
        rows = {one.id: one for one in rows_of(results, deadline)}
        for ident, row in rows.items():
            changes |= _put(db, by, renewed(held[ident], row) if ident in held else row)
        for ident in sorted(set(held) - set(rows)):
            if untouched(held[ident]):
                before = [event.id for event in record.current(db, ENTRY, ident)]
                record.append(db, by, GONE, ident, {"at": results.at}, before)
                changes |= Changes(ledger=frozenset({ident}))
    return changes


def advance(db: Database, by: Author, entry_id: str, state: LedgerState | str, *, note: str = "", on: date) -> Changes:
    """One step of an entry. Reporting it as done needs proof, sending it back a reason.

    Raises NotFound, NoSuchStep, StepNeedsNote.
    """
    with record.writing(db):
        return _put(db, by, stepped(entry(db, entry_id), LedgerState(state), by.name, note, on))


def export_table(db: Database, path: Path, campaign: str = "", *, unit: str = "") -> Path:
    """The ledger as XLSX, of one campaign or unit or of all; whole or not at all. Raises NotFound."""
    title = f"{campaigns.campaign(db, campaign).title} " if campaign else ""
    names = {one.id: one.name for one in units.units(db)}
    titles = {one.id: one.title for one in campaigns.campaigns(db)}
    data = tables.workbook(entries(db, campaign=campaign, unit=unit), names, f"{title}整改台账", titles)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
    return path


def import_table(db: Database, by: Author, path: Path) -> tuple[Changes, list[tables.Trouble]]:
    """Take back an exported ledger by its row ids, or take in a problem list or a plan's tasks (XLSX or DOCX).

    What cannot be used is named by cell as a code (`ledger_table.…`); the rest goes in. Raises NotATable, NoKnownColumns.
    """
    changes = NOTHING
    with record.writing(db):
        register = units.units(db)
        rows, problems = tables.read_rows(path)
        held = {one.id: one for one in entries(db)}
        for row in rows:
            told = str(row.said.get("unit", ""))
            house = meant(register, told)
            if row.ident and row.ident not in held:
                problems.append(("ledger_table.unknown-row", {"cell": row.at, "value": row.ident}))
            elif row.ident:
                name = next((one.name for one in register if one.id == held[row.ident].unit), held[row.ident].unit)
                changes |= _returned(db, by, held[row.ident], row, name, problems)
            else:
                if house is None:
                    problems.append(("ledger_table.unknown-unit", {"cell": row.at, "value": told or "-"}))
                one = tables.made(row, house.id if house else told)
                changes |= _put(db, by, tables.updated(held[one.id], row) if one.id in held else one)
    return changes, problems


def _returned(
    db: Database, by: Author, held: Entry, row: tables.Row, unit: str, problems: list[tables.Trouble]
) -> Changes:
    if tables.changed_locked(held, row, unit):
        problems.append(("ledger_table.locked", {"cell": row.at, "value": held.problem[:20]}))
    changed = tables.updated(held, row)
    if row.state and row.state is not held.state:
        try:
            on = date.fromisoformat(changed.done_on) if changed.done_on else date.fromisoformat(by.at()[:10])
            kept = changed.done_on
            changed = stepped(changed, row.state, by.name, "", on)
            changed = changed.model_copy(update={"done_on": kept or changed.done_on})
        except (NoSuchStep, StepNeedsNote):
            problems.append(("ledger_table.bad-step", {"cell": row.at, "value": f"{held.state} → {row.state}"}))
    return _put(db, by, changed)
