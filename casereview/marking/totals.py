"""From what the items earned to what the sections count: sums from below, caps, floors, gates, weights, rescaling. Exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from casereview.marking.model import Line, Step
from casereview.rubric.model import Rubric, Section

Exact = Decimal | Fraction
OUT = ("not_applicable", "inapplicable")
_ZERO = Decimal(0)


def total_of(rubric: Rubric, lines: tuple[Line, ...], trace: list[Step]) -> Fraction | None:
    """What the sections earned, rescaled to full marks; None where nothing applies."""
    if all(line.state in OUT for line in lines):
        return None
    by_item = {line.item: line for line in lines}
    running: Exact = _ZERO
    of_all: Exact = _ZERO
    for section in rubric.sections:
        got, of = _section(rubric, section, by_item, trace, running)
        running, of_all = _plus(running, got), _plus(of_all, of)
    earned, carried = Fraction(running), Fraction(of_all)
    if not carried:
        return None
    total = earned
    if carried != Fraction(rubric.full_marks):
        total = earned * Fraction(rubric.full_marks) / carried
        about: dict[str, object] = {"earned": plain(earned), "carried": plain(carried), "full": str(rubric.full_marks)}
        trace.append(Step("rescaled", about, total))
    return total


def sums_of(rubric: Rubric, lines: Iterable[Line]) -> dict[str, tuple[Fraction, Fraction]]:
    """Section -> (earned, carried) as it counts in the sum above it: caps, floors, gates and weights applied."""
    by_item = {line.item: line for line in lines}
    found = {section.id: _section(rubric, section, by_item, [], _ZERO) for _, section in rubric.nodes}
    return {ident: (Fraction(earned), Fraction(carried)) for ident, (earned, carried) in found.items()}


def _section(
    rubric: Rubric, section: Section, lines: Mapping[str, Line], trace: list[Step], before: Exact
) -> tuple[Exact, Exact]:
    """(earned, carried) of a section in the sum above it. before: what stands there already."""
    earned: Exact = _ZERO
    carried: Exact = _ZERO
    rescaling = rubric.policies.not_applicable == "rescale"
    for item in section.items:
        if (line := lines.get(item.id)) is None:
            continue  # of the other subject
        skipped = rescaling and line.state in OUT
        if not skipped:
            earned, carried = _plus(earned, line.earned), _plus(carried, line.points)
        step = "item-out" if skipped else "item"
        trace.append(Step(step, _of_item(rubric, line), Fraction(_plus(before, earned))))
    for part in section.sections:
        got, of = _section(rubric, part, lines, trace, _plus(before, earned))
        earned, carried = _plus(earned, got), _plus(carried, of)
    if section.cap is None and section.floor is None and not section.gate and section.weight is None:
        return earned, carried
    return _counted(section, Fraction(earned), Fraction(carried), lines, trace, Fraction(before))


def _plus(one: Exact, other: Exact) -> Exact:
    """Decimals as long as both are: fractions cost more, and only weights need them."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one + other
    return Fraction(one) + Fraction(other)


def _counted(
    section: Section,
    earned: Fraction,
    carried: Fraction,
    lines: Mapping[str, Line],
    trace: list[Step],
    before: Fraction,
) -> tuple[Fraction, Fraction]:
    """(earned, carried) as they count above: within cap and floor, through the gate, by weight."""
    earned = _bounded(section, earned, carried, lines, trace, before)
    if section.weight is None or not carried:
        return earned, carried
    weight = Fraction(section.weight)
    about = {"section": section.title, "earned": plain(earned), "carried": plain(carried), "weight": plain(weight)}
    earned = weight * earned / carried
    trace.append(Step("section-weight", {**about}, before + earned))
    return earned, weight


def _bounded(
    section: Section,
    earned: Fraction,
    carried: Fraction,
    lines: Mapping[str, Line],
    trace: list[Step],
    before: Fraction,
) -> Fraction:
    """What a section earned within its cap and floor, or nothing where it is a gate that was not passed."""
    about: dict[str, object] = {"section": section.title, "earned": plain(earned), "carried": plain(carried)}
    if section.cap is not None and carried - earned > section.cap:
        earned = carried - Fraction(section.cap)
        trace.append(Step("section-cap", {**about, "cap": str(section.cap)}, before + earned))
    if section.floor is not None and earned < (least := min(Fraction(section.floor), carried)):
        earned = least
        trace.append(Step("section-floor", {**about, "floor": str(section.floor)}, before + earned))
    if section.gate and _failed(section, lines):
        earned = Fraction(0)
        trace.append(Step("section-gate", about, before))
    return earned


def _failed(section: Section, lines: Mapping[str, Line]) -> bool:
    return any(points for item in section.every if item.id in lines for _, _, points in lines[item.id].lost)


def gated(rubric: Rubric, lines: tuple[Line, ...], exact: Fraction, trace: list[Step]) -> Fraction:
    """0 where a section that is a gate for the whole was not passed."""
    by_item = {line.item: line for line in lines}
    for _, section in rubric.nodes:
        if section.gate == "whole" and _failed(section, by_item):
            trace.append(Step("gate", {"section": section.title}, Fraction(0)))
            return Fraction(0)
    return exact


def plain(value: Fraction) -> str:
    """An exact value in words: 87.5, or 262/3 where no decimal says it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _of_item(rubric: Rubric, line: Line) -> dict[str, object]:
    return {
        "position": rubric.position(line.item),
        "item": line.item,
        "title": rubric.item(line.item).title,
        "points": str(line.points),
        "earned": str(line.earned),
        "state": line.state,
    }
