from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.panel.reliability import alpha, alpha_range, interval, interval_alpha, mean_range, nominal, ordinal

# The published example: four observers, twelve units, missing values (Krippendorff 2011, section C/D).
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
UNITS = [[int(row[n]) for row in OBSERVERS if row[n] != "."] for n in range(12)]


@pytest.mark.parametrize(("metric", "published"), [(nominal, 0.743), (ordinal, 0.815), (interval, 0.849)])
def test_the_published_example_is_met(metric: object, published: float) -> None:
    found = alpha(UNITS, metric)  # type: ignore[arg-type]
    assert found is not None and round(found, 3) == published


@given(st.lists(st.lists(st.lists(st.integers(0, 6), max_size=4), max_size=6), min_size=1, max_size=8))
def test_the_fast_form_for_numbers_is_the_same_coefficient(groups: list[list[list[int]]]) -> None:
    slow = alpha([list(map(float, unit)) for group in groups for unit in group], interval)
    fast = interval_alpha(groups)
    assert (slow is None) == (fast is None)
    if slow is not None and fast is not None:
        assert fast == pytest.approx(slow)


def test_where_nothing_varies_there_is_no_coefficient() -> None:
    assert alpha([[1, 1], [1, 1]], nominal) is None
    assert interval_alpha([[[1.0, 1.0]], [[1.0, 1.0]]]) is None
    assert interval_alpha([]) is None


def test_intervals_are_the_same_in_every_run_and_not_given_for_few() -> None:
    lots = random.Random(1)
    groups = [[[lots.gauss(5, 2) + e for e in (0, lots.gauss(0, 0.3))] for _ in range(6)] for _ in range(30)]
    found = alpha_range(groups, "c")
    middle = interval_alpha(groups)
    assert found is not None and middle is not None and found == alpha_range(groups, "c")
    assert found[0] < middle < found[1]
    assert alpha_range(groups[:4], "c") is None
    assert mean_range([1.0, 2.0, 3.0, 4.0], "c") is None
    assert mean_range([2.0] * 6, "c") == (2.0, 2.0)
