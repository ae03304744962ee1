"""All figures of a review from the final sheets of its dossiers: pure, exact, and from the printed scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from casereview.results.model import DossierResult, ItemResult, Lost, Problem, Results, UnitResult, UnitSheet

LEAST_RANKED = 3
SYSTEMS = ("publicity", "recording", "legal_review")
GRADES = ("excellent", "good", "pass", "fail")
_AWAY = ("not_applicable", "inapplicable")
_CENT = Decimal("0.01")


def compute(
    campaign: str,
    title: str,
    year: int,
    at: str,
    dossiers: Sequence[DossierResult],
    names: Mapping[str, str],
    rubrics: Mapping[str, str],
    members: int = 0,
    sheets: Mapping[str, tuple[UnitSheet, ...]] | None = None,
    packs: Mapping[str, str] | None = None,
) -> Results:
    """Results of a campaign. names: unit -> name; rubrics: digest -> frozen content; at: when, as it is printed.

    sheets  unit -> sheets of the items that judge the unit itself; packs: kind/name -> hash, as the campaign froze them
    """
    main = [one for one in dossiers if one.main]
    scores = _scores(main)
    units = _units(dossiers, names, sheets or {})
    return Results(
        campaign=campaign,
        title=title,
        year=year,
        at=at,
        reviewed=len(main),
        scored=len(scores),
        mean=mean(scores),
        median=median(scores),
        highest=max(scores, default=None),
        lowest=min(scores, default=None),
        grades=grades(main),
        units=units,
        dossiers=tuple(dossiers),
        problems=problems(dossiers),
        systems=systems(dossiers),
        rubrics=dict(rubrics),
        members=members,
        packs=dict(packs or {}),
    )


def _scores(dossiers: Iterable[DossierResult]) -> list[Decimal]:
    return [one.score for one in dossiers if one.score is not None]


def mean(scores: Sequence[Decimal]) -> Decimal | None:
    """To two places, half up; None of nothing."""
    return (sum(scores, Decimal(0)) / len(scores)).quantize(_CENT, ROUND_HALF_UP) if scores else None


def median(scores: Sequence[Decimal]) -> Decimal | None:
    ordered = sorted(scores)
    middle = len(ordered) // 2
    return mean(ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1])


def grades(dossiers: Iterable[DossierResult]) -> dict[str, int]:
    """How many of each grade among those scored; a grade that nobody got is 0. "ungraded" only where a rubric has no grades."""
    counts = Counter(one.grade or "ungraded" for one in dossiers if one.score is not None)
    return {grade: counts[grade] for grade in (*GRADES, *sorted(set(counts) - set(GRADES)))}


def ranks(means: Mapping[str, Decimal]) -> dict[str, int]:
    """1, 2, 2, 4: as many stand before a rank as its number says, less one."""
    return {name: 1 + sum(other > value for other in means.values()) for name, value in means.items()}


def _units(
    dossiers: Sequence[DossierResult], names: Mapping[str, str], sheets: Mapping[str, tuple[UnitSheet, ...]]
) -> tuple[UnitResult, ...]:
    by_unit: dict[str, list[DossierResult]] = {unit: [] for unit in sheets if sheets[unit]}
    for one in dossiers:
        by_unit.setdefault(one.unit, []).append(one)
    means: dict[str, Decimal] = {}
    for unit, some in by_unit.items():
        scores = _scores(one for one in some if one.main)
        value = mean(scores)
        if value is not None and len(scores) >= LEAST_RANKED:
            means[unit] = value
    rank = ranks(means)
    found = [
        _unit(unit, names.get(unit, unit), some, rank.get(unit), sheets.get(unit, ())) for unit, some in by_unit.items()
    ]
    return tuple(sorted(found, key=lambda u: (u.rank is None, u.rank or 0, -(u.mean or 0), u.name)))


def _unit(
    unit: str, name: str, some: Sequence[DossierResult], rank: int | None, sheets: tuple[UnitSheet, ...]
) -> UnitResult:
    main = [one for one in some if one.main]
    scores = _scores(main)
    return UnitResult(
        unit=unit,
        name=name,
        dossiers=len(main),
        scored=len(scores),
        mean=mean(scores),
        highest=max(scores, default=None),
        lowest=min(scores, default=None),
        grades=grades(main),
        vetoed=sum(bool(one.vetoes) for one in main),
        rank=rank,
        systems=systems(some),
        sheets=sheets,
    )


def systems(dossiers: Iterable[DossierResult]) -> dict[str, Decimal | None]:
    """Score rate of each of the three systems: points earned of points carried, in percent to one place.

    Where rubrics that report beside cover a system they speak for it; else the items that a main rubric gives it do.
    """
    main: dict[str, list[ItemResult]] = {name: [] for name in SYSTEMS}
    beside: dict[str, list[ItemResult]] = {name: [] for name in SYSTEMS}
    for one in dossiers:
        for item in one.items:
            if item.system in main and item.state not in _AWAY:
                (main if one.main else beside)[item.system].append(item)
    return {name: rate(beside[name] or main[name]) for name in SYSTEMS}


def rate(items: Sequence[ItemResult]) -> Decimal | None:
    """Percent to one place, half up; None of nothing."""
    carried = sum((item.points for item in items), Decimal(0))
    if not carried:
        return None
    return (sum((item.earned for item in items), Decimal(0)) * 100 / carried).quantize(Decimal("0.1"), ROUND_HALF_UP)


def problems(dossiers: Sequence[DossierResult]) -> tuple[Problem, ...]:
    """Every deduction that stands, over all dossiers.

    The same finding of a check that two rubrics deduct for counts once a dossier, for the rubric that grades.
    """
    graded = {(one.dossier, lost.outcome) for one in dossiers if one.main for lost in one.lost if lost.outcome}
    found: dict[tuple[str, str, str], list[tuple[DossierResult, Lost]]] = {}
    for one in dossiers:
        for lost in one.lost:
            if one.main or (one.dossier, lost.outcome) not in graded:
                found.setdefault((one.rubric, lost.item, lost.deduction), []).append((one, lost))
    rows = [_problem(rubric, some) for (rubric, _, _), some in found.items()]
    return tuple(sorted(rows, key=lambda p: (-len(p.dossiers), -p.points, p.item, p.deduction, p.rubric)))


def _problem(rubric: str, some: Sequence[tuple[DossierResult, Lost]]) -> Problem:
    lost = some[0][1]
    return Problem(
        item=lost.item,
        deduction=lost.deduction,
        text=lost.text,
        category=lost.category,
        system=lost.system,
        basis=lost.basis,
        severity="major" if lost.severity == "major" else "minor",
        dossiers=tuple(dict.fromkeys(one.dossier for one, _ in some)),
        units=tuple(dict.fromkeys(one.unit for one, _ in some)),
        occurrences=sum(each.count for _, each in some),
        points=sum((each.points for _, each in some), Decimal(0)),
        rubric=rubric,
    )


# Tables


@dataclass(frozen=True, slots=True)
class ItemRow:
    """表4 项目得分率. applied: dossiers to which the item applied; rate in percent, None where it applied to none."""

    rubric: str
    rubric_title: str
    position: str
    item: str
    title: str
    system: str
    applied: int
    carried: Decimal
    earned: Decimal
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class SystemRow:
    """表5 三项制度. unit "" is all units together; mean of the three that have a rate."""

    unit: str
    name: str
    publicity: Decimal | None
    recording: Decimal | None
    legal_review: Decimal | None
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class TypeRow:
    """表7 by procedure."""

    procedure: str
    dossiers: int
    scored: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    grades: dict[str, int]


def item_rows(dossiers: Iterable[DossierResult]) -> list[ItemRow]:
    found: dict[tuple[str, str], list[tuple[DossierResult, ItemResult]]] = {}
    for one in dossiers:
        for item in one.items:
            found.setdefault((one.rubric, item.item), []).append((one, item))
    rows = []
    for (rubric, ident), some in found.items():
        first, applied = some[0], [item for _, item in some if item.state not in _AWAY]
        carried = sum((item.points for item in applied), Decimal(0))
        earned = sum((item.earned for item in applied), Decimal(0))
        about = (rubric, first[0].rubric_title, first[1].position, ident, first[1].title, first[1].system)
        rows.append(ItemRow(*about, len(applied), carried, earned, rate(applied)))
    return rows


def system_rows(results: Results) -> list[SystemRow]:
    every = [("", "", results.systems), *((unit.unit, unit.name, unit.systems) for unit in results.units)]
    return [
        SystemRow(
            unit, name, rates.get("publicity"), rates.get("recording"), rates.get("legal_review"), _mean_rate(rates)
        )
        for unit, name, rates in every
    ]


def _mean_rate(rates: Mapping[str, Decimal | None]) -> Decimal | None:
    known = [value for value in rates.values() if value is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1"), ROUND_HALF_UP) if known else None


def type_rows(dossiers: Iterable[DossierResult]) -> list[TypeRow]:
    found: dict[str, list[DossierResult]] = {}
    for one in dossiers:
        if one.main:
            found.setdefault(one.procedure, []).append(one)
    rows = []
    for procedure, some in sorted(found.items()):
        scores = _scores(some)
        extremes = (mean(scores), max(scores, default=None), min(scores, default=None))
        rows.append(TypeRow(procedure, len(some), len(scores), *extremes, grades(some)))
    return rows
