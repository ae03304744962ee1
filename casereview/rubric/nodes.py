"""What is wrong or odd in how a rubric is built: its levels (分档), caps, floors and gates, quotas of grades, days of force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from casereview.rubric.model import Item, Rubric, Section
from casereview.rubric.problems import Finding


def built(rubric: Rubric) -> Iterator[Finding]:
    """Every finding about sections, levels, quotas and days."""
    for _, section in rubric.nodes:
        yield from _section(section)
    for item in rubric.items:
        yield from _bounds(item.id, item.points, item.cap, item.floor)
        if rubric.model_of(item) == "levels":
            yield from _levels(item)
    yield from _quotas(rubric)
    if rubric.effective_until and rubric.effective_until < rubric.effective_from:
        about = {"where": "", "since": rubric.effective_from, "until": rubric.effective_until}
        yield Finding("effective-order", {**about})


def _section(section: Section) -> Iterator[Finding]:
    yield from _bounds(section.id, section.points, section.cap, section.floor)
    if section.gate and not any(item.deductions for item in section.every):
        yield Finding("gate-without-deductions", {"where": section.id}, "warning")


def _bounds(where: str, points: Decimal, cap: Decimal | None, floor: Decimal | None) -> Iterator[Finding]:
    if floor is not None and floor > points:
        yield Finding("floor-above", {"where": where, "floor": str(floor), "points": str(points)})
    if cap is not None and cap >= points:
        yield Finding("node-cap-above", {"where": where, "cap": str(cap), "points": str(points)}, "warning")
    if cap is not None and floor is not None:
        yield Finding("node-floor-and-cap", {"where": where, "cap": str(cap), "floor": str(floor)}, "warning")


def _levels(item: Item) -> Iterator[Finding]:
    where = item.id
    if item.best and not all(one.level for one in item.deductions):
        yield Finding("level-unnamed", {"where": where})
    if not item.best and any(one.level for one in item.deductions):
        yield Finding("level-without-best", {"where": where})
    for one in item.deductions:
        if one.level and not one.once:
            yield Finding("level-counted", {"where": f"{where} {one.id}"})
    names = Counter([item.best, *(one.level for one in item.deductions)])
    yield from (Finding("level-twice", {"where": where, "level": name}) for name, n in names.items() if name and n > 1)
    held: dict[Decimal, str] = {}
    for one in item.deductions if item.best else ():
        if one.points in held:
            about = {"where": f"{where} {one.id}", "one": held[one.points], "other": one.level}
            yield Finding("level-same-points", {**about})
        held[one.points] = one.level


def _quotas(rubric: Rubric) -> Iterator[Finding]:
    if rubric.grades and rubric.grades[-1].quota is not None:
        yield Finding("quota-on-lowest", {"where": rubric.grades[-1].title}, "warning")
    above = Decimal(0)
    for grade in rubric.grades:
        if grade.quota is not None and grade.quota < above:
            yield Finding("quota-out-of-order", {"where": grade.title, "grade": grade.title}, "warning")
        above = max(above, grade.quota or Decimal(0))
