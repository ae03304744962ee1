"""The vectors are those of the working-day rules; the properties hold for every day the packs cover."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.checks.calendar import NoCalendar, add_days, add_months, count_days, shipped

CALENDAR = shipped()
DAYS = st.dates(date(2021, 3, 1), date(2026, 9, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2024-04-26", 5, "2024-05-07"),
        ("2024-09-27", 7, "2024-10-12"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2024-05-10", 5, "2024-05-16"),
        ("2024-12-30", 10, "2025-01-14"),
    ],
)
def test_working_days_end_where_the_holiday_table_says(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_workdays(day(start), count) == day(end)
    assert CALENDAR.workdays_between(day(start), day(end)) == count


def test_a_hearing_seven_working_days_after_the_notice_is_the_seventeenth_of_june() -> None:
    assert CALENDAR.workdays_between(day("2024-06-05"), day("2024-06-14")) == 6
    assert CALENDAR.workdays_between(day("2024-06-05"), day("2024-06-17")) == 7


def test_a_partys_last_day_moves_to_a_make_up_sunday() -> None:
    nominal = add_days(day("2024-02-01"), 15)
    assert nominal == day("2024-02-16")
    assert CALENDAR.moved(nominal) == day("2024-02-18")


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2024-07-10", 90, "2024-10-08"), ("2024-03-01", 30, "2024-03-31")],
)
def test_calendar_days_count_every_day_but_the_first(start: str, count: int, end: str) -> None:
    assert add_days(day(start), count) == day(end)
    assert sum(counted for _, counted, _ in count_days(day(start), day(end))) == count


def test_months_end_on_the_last_day_where_there_is_no_such_day() -> None:
    assert add_months(day("2024-08-31"), 6) == day("2025-02-28")
    assert add_months(day("2024-01-15"), -2) == day("2023-11-15")


def test_a_year_without_data_is_said() -> None:
    with pytest.raises(NoCalendar) as problem:
        CALENDAR.add_workdays(day("2026-12-30"), 5)
    assert problem.value.parameters == {"year": 2027}


def test_the_count_says_why_a_day_does_not_count() -> None:
    rows = {d: (counted, why) for d, counted, why in CALENDAR.count(day("2024-04-26"), day("2024-05-07"))}
    assert rows["2024-04-26"] == (False, "start")
    assert rows["2024-04-27"] == (False, "weekend")
    assert rows["2024-04-28"] == (True, "make-up")
    assert rows["2024-05-01"] == (False, "holiday")
    assert rows["2024-05-03"] == (False, "off")
    assert sum(counted for counted, _ in rows.values()) == 5


@given(DAYS, st.integers(0, 40))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, count)) == count


@given(DAYS, st.integers(0, 40))
def test_going_back_from_a_working_day_returns_to_a_working_day(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(CALENDAR.moved(start), count)
    assert CALENDAR.add_workdays(end, -count) == CALENDAR.moved(start)


@given(DAYS, DAYS, st.integers(0, 20))
def test_later_starts_never_end_earlier(first: date, second: date, count: int) -> None:
    early, late = sorted((first, second))
    assert CALENDAR.add_workdays(early, count) <= CALENDAR.add_workdays(late, count)


@given(DAYS, st.integers(0, 60))
def test_the_rows_of_a_count_add_up_to_it(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert sum(counted for _, counted, _ in CALENDAR.count(start, end)) == CALENDAR.workdays_between(start, end)
