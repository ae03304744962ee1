"""What the register of a unit says about its dated items: measures, and the steps that they propose. A person decides.

A measure is worked out only where every person it counts has the figure; a gap makes it unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from casereview.marking.unit import in_progress, steps_of, target_on
from casereview.rubric.model import Rubric
from casereview.units.model import Person, Profile

# 三年行动方案任务3: 60 hours a year, of which public law and professional skills 30 each.
YEAR_HOURS, PUBLIC_LAW_HOURS, PROFESSIONAL_HOURS = Decimal(60), Decimal(30), Decimal(30)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure: `value` (percent, days, points) as an exact fraction, the day it holds for, and where it comes from.

    source  as recorded with a figure; "" for what the register of people adds up to
    """

    value: Fraction
    on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a measure proposes for a deduction. steps 0: the target of the day is met; progress: the due date has not come."""

    item: str
    deduction: str
    steps: int
    target: Fraction
    measured: Measured
    progress: bool


def measures(profile: Profile, on: date) -> dict[str, Measured]:
    """The measures that a unit's register and dated figures give on a day.

    A figure of the same name that somebody recorded with its source goes before what the register adds up to;
    of several, the newest that is not after `on`.
    """
    found = _registered(profile, on)
    for figure in sorted(profile.figures, key=lambda figure: figure.on):
        if figure.on <= on and (value := _number(figure.value)) is not None:
            found[figure.name] = Measured(Fraction(value), figure.on, figure.source)
    return found


def proposals(rubric: Rubric, given: Mapping[str, Measured], on: date) -> list[Proposal]:
    """For each step deduction whose measure is known: how many steps it would cost on that day."""
    return [
        Proposal(
            item.id,
            deduction.id,
            steps_of(item, deduction.step, known.value, on),
            target_on(item, deduction.step, on),
            known,
            in_progress(item, on),
        )
        for item in rubric.items
        for deduction in item.deductions
        if deduction.step is not None and (known := given.get(deduction.step.measure)) is not None
    ]


def _registered(profile: Profile, on: date) -> dict[str, Measured]:
    """From people; only while a person has confirmed that the register is complete."""
    if profile.register_complete_on is None:
        return {}
    officers = [
        person for person in profile.people if person.on_duty and "officer" in person.roles and _certified(person, on)
    ]
    if not officers:
        return {}
    day = profile.register_complete_on
    reviewers = [person for person in profile.people if person.on_duty and "legal_reviewer" in person.roles]
    found = {"legal_reviewer_ratio": Measured(Fraction(100 * len(reviewers), len(officers)), day)}
    shares: dict[str, Callable[[Person], bool | None]] = {
        "camera_ratio": lambda person: person.has_camera,
        "training_short_share": lambda person: _short(_number(person.training_hours), YEAR_HOURS),
        "public_law_short_share": lambda person: _short(_number(person.public_law_hours), PUBLIC_LAW_HOURS),
        "professional_short_share": _professional_short,
    }
    for name, test in shares.items():
        if (share := _share(officers, test)) is not None:
            found[name] = Measured(share, day)
    return found


def _certified(person: Person, on: date) -> bool:
    """A certificate in force on the day; one without dates counts as in force."""
    return any(
        (c.valid_from is None or c.valid_from <= on) and (c.valid_to is None or on <= c.valid_to)
        for c in person.certificates
    )


def _share(people: Iterable[Person], test: Callable[[Person], bool | None]) -> Fraction | None:
    answers = [test(person) for person in people]
    return None if None in answers else Fraction(100 * answers.count(True), len(answers))


def _short(hours: Decimal | None, wanted: Decimal) -> bool | None:
    return None if hours is None else hours < wanted


def _professional_short(person: Person) -> bool | None:
    """The rest of the year's hours, public law counted separately."""
    whole, public = _number(person.training_hours), _number(person.public_law_hours)
    return None if whole is None or public is None else whole - public < PROFESSIONAL_HOURS


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
