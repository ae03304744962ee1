"""What the register of a unit and its dated figures give on a day: head counts, shares, days late.

A measure is worked out only where every person it counts has the figure; a gap makes it unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from casereview.units.catalogue import FiguresPack, shipped
from casereview.units.model import Figure, Person, Profile


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure: `value` (percent, heads, days, points) as an exact fraction, the day it holds for, and where it comes from.

    source  as recorded with a figure; "" for what the register of people adds up to
    """

    value: Fraction
    on: date
    source: str = ""


def officers(profile: Profile, on: date) -> list[Person]:
    """Officers on duty whose certificate is in force on the day."""
    return [p for p in profile.people if p.on_duty and "officer" in p.roles and certified(p, on)]


def certified(person: Person, on: date) -> bool:
    """A certificate in force on the day; one without dates counts as in force."""
    return any(
        (c.valid_from is None or c.valid_from <= on) and (c.valid_to is None or on <= c.valid_to)
        for c in person.certificates
    )


def hours_of(person: Person, name: str) -> Decimal | None:
    """Hours of a figure per person; professional ones are what is left of the year's hours without public law."""
    whole, public = number_of(person.training_hours), number_of(person.public_law_hours)
    if name == "professional_hours":
        return None if whole is None or public is None else whole - public
    return whole if name == "training_hours" else public


def newest(profile: Profile, name: str, on: date) -> Figure | None:
    """The newest figure of a name that is not after the day."""
    found = [figure for figure in profile.figures if figure.name == name and figure.on <= on]
    return max(found, key=lambda figure: figure.on, default=None)


def head_counts(profile: Profile, on: date) -> dict[str, Measured]:
    """Officers, legal reviewers and officers with a camera: as somebody recorded them, else as the confirmed register has them."""
    found: dict[str, Measured] = {}
    day, people = profile.register_complete_on, officers(profile, on)
    if day is not None and people:
        reviewers = [p for p in profile.people if p.on_duty and "legal_reviewer" in p.roles]
        found = {
            "officers": Measured(Fraction(len(people)), day),
            "legal_reviewers": Measured(Fraction(len(reviewers)), day),
        }
        answers = [person.has_camera for person in people]
        if None not in answers:
            found["cameras"] = Measured(Fraction(answers.count(True)), day)
    for name in ("officers", "legal_reviewers", "cameras"):
        for figure in sorted(profile.figures, key=lambda figure: figure.on):
            value = number_of(figure.value)
            if figure.name == name and figure.on <= on and value is not None:
                found[name] = Measured(Fraction(value), figure.on, figure.source)
    return found


def measures(profile: Profile, on: date, catalogue: FiguresPack | None = None) -> dict[str, Measured]:
    """The measures that a unit's register and dated figures give on a day.

    A figure of the same name that somebody recorded with its source goes before what the register adds up to; of several,
    the newest that is not after `on`. A date with a due day gives the days late as well (`problem_list_on` → `problem_list_days_late`).
    """
    known = catalogue or shipped()
    found = _ratios(head_counts(profile, on)) | _shares(profile, on, known)
    for figure in sorted(profile.figures, key=lambda figure: figure.on):
        if figure.on > on:
            continue
        if (value := number_of(figure.value)) is not None:
            found[figure.name] = Measured(Fraction(value), figure.on, figure.source)
        kind = known.get(figure.name)
        day = day_of(figure.value)
        if kind is not None and kind.towards == "by" and kind.due is not None and day is not None:
            late = Fraction(max((day - kind.due).days, 0))
            found[f"{figure.name.removesuffix('_on')}_days_late"] = Measured(late, figure.on, figure.source)
    return found


def _ratios(heads: dict[str, Measured]) -> dict[str, Measured]:
    """Percent of the officers; both head counts must come from one place, or from one day."""
    found, whole = {}, heads.get("officers")
    for name, part in (("camera_ratio", heads.get("cameras")), ("legal_reviewer_ratio", heads.get("legal_reviewers"))):
        if whole is not None and whole.value and part is not None and part.on == whole.on:
            found[name] = Measured(100 * part.value / whole.value, part.on, part.source)
    return found


def _shares(profile: Profile, on: date, catalogue: FiguresPack) -> dict[str, Measured]:
    """Percent of the officers who fall short of the hours, while a person has confirmed that the register is complete."""
    day, people = profile.register_complete_on, officers(profile, on)
    found: dict[str, Measured] = {}
    if day is None or not people:
        return found
    for name, share in _SHARES.items():
        kind = catalogue.get(name)
        if kind is None or kind.target is None:
            continue
        value = _short_share(people, name, kind.target)
        if value is not None:
            found[share] = Measured(value, day)
    return found


_SHARES = {
    "training_hours": "training_short_share",
    "public_law_hours": "public_law_short_share",
    "professional_hours": "professional_short_share",
}


def _short_share(people: Sequence[Person], name: str, wanted: Decimal) -> Fraction | None:
    hours = [hours_of(person, name) for person in people]
    known = [one for one in hours if one is not None]
    return Fraction(100 * sum(one < wanted for one in known), len(hours)) if len(known) == len(hours) else None


def expected(target: Decimal | Fraction, since: date, due: date, on: date) -> Fraction:
    """What of a target that is worked up to holds on a day: target × elapsed ÷ total days, all of it from the due day."""
    if on >= due or since >= due:
        return Fraction(target)
    return Fraction(target) * max((on - since).days, 0) / (due - since).days


def number_of(text: str) -> Decimal | None:
    """A finite number, with or without a percent sign; None for anything else."""
    try:
        number = Decimal(text.strip().removesuffix("%").removesuffix("％"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_of(text: str) -> date | None:
    """A date as 2024-05-28; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
