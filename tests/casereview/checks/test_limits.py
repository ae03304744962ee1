"""Two hundred time limits worked out beside the program, over every holiday and every day worked in exchange since 2021.

`limits.csv` holds where a period starts, how it is counted and where it ends; nothing in it was made by the calendar under test:

workdays         a period of n working days after the start (行政处罚法 85条, 行政强制法 69条)
workdays before  the last day on which something is n working days before the start, which is not counted (行政处罚法 64条)
days             n calendar days, whatever day they end on: the agency's own periods (行政处罚法 60条, 行政强制法 25条)
days moved       n calendar days, moved from a day off to the next working day: the party's periods (民事诉讼法 85条)
months           the same day of a later month, or its last day (民事诉讼法 85条)
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from casereview.checks.calendar import add_days, add_months, count_days, shipped

CALENDAR = shipped()
with Path(__file__).with_name("limits.csv").open(encoding="utf-8", newline="") as file:
    LIMITS = [
        (date.fromisoformat(row["start"]), row["kind"], int(row["n"]), date.fromisoformat(row["expected"]))
        for row in csv.DictReader(file)
    ]


def _id(limit: tuple[date, str, int, date]) -> str:
    return f"{limit[1]}-{limit[0]}-{limit[2]}"


def _of(*kinds: str) -> list[tuple[date, str, int, date]]:
    return [limit for limit in LIMITS if limit[1] in kinds]


@pytest.mark.parametrize("limit", LIMITS, ids=_id)
def test_a_period_ends_where_it_ends(limit: tuple[date, str, int, date]) -> None:
    start, kind, n, expected = limit
    ends = {
        "workdays": lambda: CALENDAR.add_workdays(start, n),
        "workdays before": lambda: CALENDAR.add_workdays(start, -n),
        "days": lambda: add_days(start, n),
        "days moved": lambda: CALENDAR.moved(add_days(start, n)),
        "months": lambda: add_months(start, n),
    }
    assert ends[kind]() == expected


@pytest.mark.parametrize("limit", _of("workdays", "workdays before"), ids=_id)
def test_the_working_days_shown_are_as_many_as_the_period_has(limit: tuple[date, str, int, date]) -> None:
    start, kind, n, expected = limit
    first, last = (start, expected) if kind == "workdays" else (expected, start)
    # Counted forward the event's own day is in: on a day off it adds nothing.
    more = 0 if kind == "workdays" or CALENDAR.is_workday(last) else 1
    assert CALENDAR.workdays_between(first, last) == n - more
    assert sum(counted for _, counted, _ in CALENDAR.count(first, last)) == n - more


@pytest.mark.parametrize("limit", _of("days"), ids=_id)
def test_every_calendar_day_but_the_first_is_counted(limit: tuple[date, str, int, date]) -> None:
    start, _, n, expected = limit
    assert sum(counted for _, counted, _ in count_days(start, expected)) == n


def test_the_table_is_large_and_meets_every_holiday() -> None:
    assert len(set(LIMITS)) == len(LIMITS) >= 200
    assert min(Counter(kind for _, kind, _, _ in LIMITS).values()) >= 25
    passed = {
        day
        for start, kind, _, expected in LIMITS
        if kind.startswith("workdays")
        for day, _, why in CALENDAR.count(min(start, expected), max(start, expected))
        if why in ("holiday", "make-up")
    }
    assert {(day.year, day.month) for day in CALENDAR.holidays if day.year < 2027} <= {
        (int(day[:4]), int(day[5:7])) for day in passed
    } | {(2021, 1)}
    # Days worked in exchange are met in every year, most of them.
    assert len({day.isoformat() for day in CALENDAR.work} & passed) >= 0.8 * len(CALENDAR.work)
