"""How time is counted: working days, calendar periods, months. A year without data is said, never guessed.

The day a period starts from is not counted (民事诉讼法 85条); a day of work is Monday to Friday without the
days off, with the Saturdays and Sundays worked in exchange (行政处罚法 85条, 行政强制法 69条).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Self

from pydantic import model_validator

from casereview import packs
from casereview.errors import CaseReviewError

ONE_DAY = timedelta(days=1)

# One day of a count: (ISO date, counted?, code of `[check.day]` that says why not, or "").
Day = tuple[str, bool, str]


class NoCalendar(CaseReviewError):
    """No calendar pack covers this year; `year`."""

    code = "no-calendar"


class YearPack(packs.Frozen):
    """A year as published: `off`, `work` and `holidays` hold "2024-05-01" or "2024-05-01/2024-05-05"."""

    year: int
    source: str
    off: tuple[str, ...]
    work: tuple[str, ...]
    holidays: tuple[str, ...]

    @model_validator(mode="after")
    def _days_are_days_of_the_year(self) -> Self:
        """A span may reach over New Year. Raises ValueError for what is no day."""
        for part in _PARTS:
            for text in getattr(self, part):
                if all(day.year != self.year for day in _span(text)):
                    raise ValueError(f"{text} is not of {self.year}")
        return self


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off, make-up working days and statutory holidays of the years it knows. Every question about another year raises NoCalendar."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]
    holidays: frozenset[date]

    def is_workday(self, day: date) -> bool:
        return not self.why_off(day)

    def why_off(self, day: date) -> str:
        """ "" on a working day, else "holiday", "off" (a day off by arrangement) or "weekend"."""
        if day.year not in self.years:
            raise NoCalendar(year=day.year)
        if day in self.work:
            return ""
        if day in self.holidays:
            return "holiday"
        if day in self.off:
            return "off"
        return "weekend" if day.weekday() >= 5 else ""

    def add_workdays(self, start: date, count: int) -> date:
        """The day on which a period of `count` working days from `start` ends (backwards for a negative count)."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is before `start`."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(day) for day in _days(start, end))

    def moved(self, day: date) -> date:
        """The day itself, or the next working day when it is a day off: the end of a party's period (民事诉讼法 85条3款)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def count(self, start: date, end: date) -> tuple[Day, ...]:
        """The count in working days, day by day, for the evidence of a verdict."""
        rows: list[Day] = [(start.isoformat(), False, "start")]
        for day in _days(start, end):
            why = self.why_off(day)
            rows.append((day.isoformat(), not why, why or ("make-up" if day.weekday() >= 5 else "")))
        return tuple(rows)


def _days(start: date, end: date) -> Iterator[date]:
    """The days after `start` up to and including `end`."""
    day = start
    while day < end:
        day += ONE_DAY
        yield day


def count_days(start: date, end: date) -> tuple[Day, ...]:
    """The count in calendar days, day by day: every day but the first counts."""
    return ((start.isoformat(), False, "start"), *((day.isoformat(), True, "") for day in _days(start, end)))


def add_days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def add_months(start: date, count: int) -> date:
    """The same day of the month, or the month's last day where there is no such day."""
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def calendar_of(years: dict[str, YearPack]) -> Calendar:
    """A calendar of year packs. Raises ValueError for a span whose end is before its start."""
    spans = {
        part: [day for year in years.values() for text in getattr(year, part) for day in _span(text)] for part in _PARTS
    }
    return Calendar(frozenset(year.year for year in years.values()), *(frozenset(spans[part]) for part in _PARTS))


_PARTS = ("off", "work", "holidays")


def _span(text: str) -> list[date]:
    first, _, last = text.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < start:
        raise ValueError(f"{text} ends before it starts")
    return [start, *_days(start, end)]


@cache
def shipped() -> Calendar:
    """The calendar of every shipped year."""
    return calendar_of(packs.load_all("calendar", YearPack))
