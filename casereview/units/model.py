"""Units and people. Every figure carries its date and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Certificate:
    """An enforcement certificate of a person; valid_to None where none is stated."""

    number: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a unit.

    roles               "officer" "legal_reviewer" "panel" "leader" …
    training_hours      of the year of the figure; public_law_hours of them
    has_camera          a body camera of their own
    qualification       legal professional qualification number, "" if none is recorded
    reviewer_since      first day as legal reviewer, None if unknown
    """

    id: str
    name: str
    unit: str
    roles: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    training_hours: str = ""
    public_law_hours: str = ""
    has_camera: bool | None = None
    qualification: str = ""
    reviewer_since: date | None = None
    on_duty: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure of a unit: name of the figure catalogue, value as text, the day it holds for, and where it comes from."""

    name: str
    value: str
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit under review. level: "city" "county"; region: code of the region pack; government: the body's own government."""

    id: str
    name: str
    level: str = "county"
    region: str = "shanxi-jinzhong"
    government: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit with its people and figures; register_complete_on: the day a person confirmed that the register is complete."""

    unit: Unit
    people: tuple[Person, ...] = ()
    figures: tuple[Figure, ...] = ()
    register_complete_on: date | None = None
