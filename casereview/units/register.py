"""The register: events folded to units, people and figures. Two current values of one thing are a conflict, not a choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from casereview.record import Event, canonical
from casereview.text import fold, natural_key
from casereview.units.model import Certificate, Figure, Person, Profile, Unit

UNIT = "unit.set"  # subject: the unit
PERSON = "person.set"  # subject: the person
FIGURE = "unit.figure"  # subject: the unit
COMPLETE = "unit.register_complete"  # subject: the unit
MATERIAL = "unit.material"  # subject: the unit; payload: dossier (what was taken in as one), is


def unit_of(payload: Mapping[str, Any]) -> Unit:
    return Unit(**payload)


def person_of(payload: Mapping[str, Any]) -> Person:
    papers = tuple(
        Certificate(c["number"], _day(c.get("valid_from")), _day(c.get("valid_to"))) for c in payload["certificates"]
    )
    rest = {key: value for key, value in payload.items() if key not in ("certificates", "roles", "reviewer_since")}
    return Person(
        certificates=papers,
        roles=tuple(payload["roles"]),
        reviewer_since=_day(payload.get("reviewer_since")),
        **rest,
    )


def figure_of(payload: Mapping[str, Any]) -> Figure:
    return Figure(payload["name"], payload["value"], date.fromisoformat(payload["on"]), payload["source"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def plain(value: Unit | Person | Figure) -> dict[str, Any]:
    """A payload: dates as ISO 8601."""

    def simple(thing: Any) -> Any:
        if isinstance(thing, date):
            return thing.isoformat()
        if isinstance(thing, dict):
            return {key: simple(one) for key, one in thing.items()}
        return [simple(one) for one in thing] if isinstance(thing, (list, tuple)) else thing

    return {key: simple(one) for key, one in asdict(value).items()}


def one_each(events: Iterable[Event]) -> list[Event]:
    """One event a subject. Of a conflict the one with the smallest id is shown: the same on every laptop, and never by clock."""
    chosen: dict[str, Event] = {}
    for event in events:
        seen = chosen.get(event.subject)
        if seen is None or event.id < seen.id:
            chosen[event.subject] = event
    return list(chosen.values())


def conflicting(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """Subjects with two current values that differ."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.subject, []).append(event)
    return {
        subject: tuple(several)
        for subject, several in found.items()
        if len({canonical(event.payload) for event in several}) > 1
    }


def fold_profile(
    unit: Unit, people: Iterable[Person], figures: Iterable[Figure], completed: Iterable[Event]
) -> Profile:
    days = [date.fromisoformat(event.payload["on"]) for event in completed]
    return Profile(
        unit,
        tuple(sorted((p for p in people if p.unit == unit.id), key=lambda p: (natural_key(p.name), p.id))),
        tuple(sorted(figures, key=lambda f: (f.name, f.on, f.source))),
        max(days, default=None),
    )


def named(units: Iterable[Unit], text: str) -> Unit | None:
    """The unit that people mean by an id, a name or a short name; None if none or more than one fits."""
    wanted = fold(text)
    every = list(units)
    for name in ("id", "name", "short"):
        found = [unit for unit in every if wanted and fold(getattr(unit, name)) == wanted]
        if found:
            return found[0] if len(found) == 1 else None
    return None


_PLACE = 4  # characters of a place's name at most: 祁县, 太谷区


def meant(units: Iterable[Unit], text: str) -> Unit | None:
    """As `named`, and by the place alone where one unit's name begins with it: folders are called 祁县, not 祁县交通运输局."""
    every = list(units)
    wanted = fold(text)
    found = named(every, text)
    if found is not None or not 1 < len(wanted) <= _PLACE:
        return found
    beginning = [unit for unit in every if fold(unit.name).startswith(wanted)]
    return beginning[0] if len(beginning) == 1 else None
