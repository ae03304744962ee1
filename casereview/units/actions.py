"""What a person can do with the register of units and people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.errors import NotFound
from casereview.record import Author, Event
from casereview.text import natural_key
from casereview.units import register
from casereview.units.catalogue import FiguresPack
from casereview.units.model import Figure, Person, Profile, Unit
from casereview.units.register import COMPLETE, FIGURE, MATERIAL, PERSON, UNIT
from casereview.units.table import read_register


def units(db: Database) -> list[Unit]:
    """The register's units by name."""
    found = [register.unit_of(event.payload) for event in register.one_each(record.current(db, UNIT))]
    return sorted(found, key=lambda unit: (unit.level != "city", natural_key(unit.name)))


def people(db: Database) -> list[Person]:
    """Everybody in the register, by unit and name."""
    found = [register.person_of(event.payload) for event in register.one_each(record.current(db, PERSON))]
    return sorted(found, key=lambda person: (person.unit, natural_key(person.name), person.id))


def unit(db: Database, text: str) -> Unit:
    """The unit meant by an id, a name, a short name or its place. Raises NotFound."""
    found = register.meant(units(db), text)
    if found is None:
        raise NotFound(what="unit", name=text)
    return found


def profile(db: Database, unit_id: str) -> Profile | None:
    """A unit with its people and figures, by its id or as `meant`; None if the register does not know it."""
    every = units(db)
    found = next((one for one in every if one.id == unit_id), None) or register.meant(every, unit_id)
    if found is None:
        return None
    figures = [register.figure_of(event.payload) for event in record.current(db, FIGURE, found.id)]
    return register.fold_profile(found, people(db), figures, record.current(db, COMPLETE, found.id))


def conflicts(db: Database) -> dict[str, tuple[Event, ...]]:
    """Units and people of whom two values are current (two laptops said different things)."""
    return register.conflicting([*record.current(db, UNIT), *record.current(db, PERSON)])


def set_unit(db: Database, by: Author, unit: Unit) -> Changes:
    """Enter or correct a unit; what it says replaces whatever was said of it before."""
    return _set(db, by, UNIT, unit.id, unit)


def set_person(db: Database, by: Author, person: Person) -> Changes:
    """Enter or correct a person. Raises NotFound if the unit is not in the register."""
    if all(person.unit != one.id for one in units(db)):
        raise NotFound(what="unit", name=person.unit)
    return _set(db, by, PERSON, person.id, person) and Changes(units=frozenset({person.unit}))


def _set(db: Database, by: Author, kind: str, subject: str, value: Unit | Person) -> Changes:
    said = register.plain(value)
    with record.writing(db):
        before = record.current(db, kind, subject)
        if len(before) == 1 and before[0].payload == said:
            return NOTHING
        record.append(db, by, kind, subject, said, [event.id for event in before])
    return Changes(units=frozenset({subject}))


def set_figure(db: Database, by: Author, unit_id: str, figure: Figure) -> Changes:
    """Enter a dated figure; one of the same name, day and source is corrected by it. Raises NotFound."""
    unit_id = unit(db, unit_id).id
    said = register.plain(figure)
    with record.writing(db):
        before = [
            event
            for event in record.current(db, FIGURE, unit_id)
            if (event.payload["name"], event.payload["on"], event.payload["source"])
            == (said["name"], said["on"], said["source"])
        ]
        if len(before) == 1 and before[0].payload == said:
            return NOTHING
        record.append(db, by, FIGURE, unit_id, said, [event.id for event in before])
    return Changes(units=frozenset({unit_id}))


def confirm_register(db: Database, by: Author, unit_id: str, on: date) -> Changes:
    """A named person states that on this day every officer of the unit is in the register. Raises NotFound."""
    unit_id = unit(db, unit_id).id
    with record.writing(db):
        before = record.current(db, COMPLETE, unit_id)
        if any(event.payload["on"] == on.isoformat() for event in before):
            return NOTHING
        record.append(db, by, COMPLETE, unit_id, {"on": on.isoformat()}, [event.id for event in before])
    return Changes(units=frozenset({unit_id}))


def materials(db: Database, unit_id: str | None = None) -> dict[str, str]:
    """Documents of units (plans, training records, lists): what was taken in as one -> its unit. They are no cases: never drawn.

    unit_id  of this unit only
    """
    events = record.current(db, MATERIAL, unit_id)
    return {str(event.payload["dossier"]): event.subject for event in events if event.payload["is"]}


def set_material(db: Database, by: Author, unit_id: str, dossier: str, *, material: bool = True) -> Changes:
    """State that what was taken in is a document of the unit, or no longer is. Raises NotFound (the unit)."""
    unit_id = unit(db, unit_id).id
    said: dict[str, object] = {"dossier": dossier, "is": material}
    with record.writing(db):
        before = [event for event in record.current(db, MATERIAL) if event.payload["dossier"] == dossier]
        if [(event.subject, event.payload["is"]) for event in before] == [(unit_id, material)]:
            return NOTHING
        record.append(db, by, MATERIAL, unit_id, said, [event.id for event in before])
    return Changes(units=frozenset({unit_id}), dossiers=frozenset({dossier}))


def import_table(
    db: Database, by: Author, path: Path, *, catalogue: FiguresPack | None = None
) -> tuple[Changes, list[tuple[str, dict[str, object]]]]:
    """Take units, people and figures from a workbook; the same again changes nothing. `catalogue`: the figures that are known.

    What cannot be used is named by cell as a code (`unit_table.…`) for `words.render`; the rest goes in. Raises NotATable, NoKnownColumns.
    """
    with record.writing(db):
        read = read_register(path, {u.id: u for u in units(db)}, {p.id: p for p in people(db)}, catalogue)
        changes = NOTHING
        for one in read.units:
            changes |= set_unit(db, by, one)
        for person in read.people:
            if _set(db, by, PERSON, person.id, person):
                changes |= Changes(units=frozenset({person.unit}))
        for unit_id, figure in read.figures:
            changes |= set_figure(db, by, unit_id, figure)
    return changes, list(read.problems)
