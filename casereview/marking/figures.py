"""The steps that the measures of a unit propose for its dated items. A person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from casereview.marking.unit import in_progress, steps_of, target_on
from casereview.rubric.model import Rubric
from casereview.units.measures import Measured, measures

__all__ = ["Measured", "Proposal", "measures", "proposals"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a measure proposes for a deduction. steps 0: the target of the day is met; progress: the due date has not come."""

    item: str
    deduction: str
    steps: int
    target: Fraction
    measured: Measured
    progress: bool


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
