"""Agreement of readers as numbers, and the honesty to give none where there are too few data."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import permutations
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value, Mapping[Value, int]], float]

LEAST_UNITS = 10  # fewer things judged by two or more readers: 样本不足
LEAST_DOSSIERS = 5  # fewer dossiers of one reader: no interval, no severity
ROUNDS = 400


def nominal(a: Value, b: Value, counts: Mapping[Value, int]) -> float:
    return float(a != b)


def interval(a: float, b: float, counts: Mapping[float, int]) -> float:
    return float(a - b) ** 2


def ordinal(a: float, b: float, counts: Mapping[float, int]) -> float:
    low, high = min(a, b), max(a, b)
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return float(between - (counts[low] + counts[high]) / 2) ** 2 if a != b else 0.0


def alpha(units: Sequence[Sequence[Value]], distance: Distance[Value]) -> float | None:
    """Krippendorff's alpha; `units` hold the values that readers gave one thing (missing ones left out).

    None where nothing varies or nothing is judged twice: the coefficient is not defined there.
    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D: any metric, missing data.
    """
    judged = [unit for unit in units if len(unit) > 1]
    pairs: Counter[tuple[Value, Value]] = Counter()
    weight: dict[tuple[Value, Value], float] = {}
    counts = Counter(value for unit in judged for value in unit)
    for unit in judged:
        pairs = Counter(permutations(unit, 2))
        for pair, times in pairs.items():
            weight[pair] = weight.get(pair, 0.0) + times / (len(unit) - 1)
    total = sum(counts.values())
    observed = sum(share * distance(a, b, counts) for (a, b), share in weight.items())
    expected = sum(counts[a] * counts[b] * distance(a, b, counts) for a, b in permutations(counts, 2))
    return None if not expected else 1 - (total - 1) * observed / expected


def interval_alpha(groups: Sequence[Sequence[Sequence[float]]]) -> float | None:
    """Alpha for numbers, from sums alone: fast enough to repeat it hundreds of times. A group is a dossier's items."""
    return _from_sums([_sums(group) for group in groups])


def _sums(group: Sequence[Sequence[float]]) -> tuple[float, int, float, float]:
    """Of one dossier: observed disagreement, number, sum and sum of squares of the values."""
    observed, number, total, squares = 0.0, 0, 0.0, 0.0
    for unit in group:
        size = len(unit)
        if size < 2:
            continue
        one, two = sum(unit), sum(value * value for value in unit)
        observed += 2 * (size * two - one * one) / (size - 1)
        number, total, squares = number + size, total + one, squares + two
    return observed, number, total, squares


def _from_sums(sums: Sequence[tuple[float, int, float, float]]) -> float | None:
    observed, number, total, squares = (sum(column) for column in zip(*sums)) if sums else (0.0, 0, 0.0, 0.0)
    expected = 2 * (number * squares - total * total)
    return None if number < 2 or expected <= 1e-9 else 1 - (number - 1) * observed / expected


def alpha_range(groups: Sequence[Sequence[Sequence[float]]], seed: str) -> tuple[float, float] | None:
    """95 % bootstrap interval over dossiers (not over items, which hang together); None for too few dossiers.

    `seed` makes it the same on every machine: no figure of a notice may change between two prints.
    """
    if len(groups) < LEAST_DOSSIERS:
        return None
    sums = [_sums(group) for group in groups]
    lots = random.Random(seed)
    found = [_from_sums(lots.choices(sums, k=len(sums))) for _ in range(ROUNDS)]
    return _middle([value for value in found if value is not None])


def mean_range(values: Sequence[float], seed: str) -> tuple[float, float] | None:
    """95 % bootstrap interval of a mean; None for too few values."""
    if len(values) < LEAST_DOSSIERS:
        return None
    lots = random.Random(seed)
    return _middle([sum(lots.choices(values, k=len(values))) / len(values) for _ in range(ROUNDS)])


def _middle(values: list[float]) -> tuple[float, float] | None:
    if len(values) < ROUNDS // 2:
        return None
    values.sort()
    return values[int(len(values) * 0.025)], values[min(int(len(values) * 0.975), len(values) - 1)]
