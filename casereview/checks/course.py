"""The course of a case for print: its line of time and its three systems as rows of words. Only what nothing disputes is dated.

Notices and exemplars show what the window shows, from the same functions; a date that papers give in two ways is said to be open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casereview import words
from casereview.checks.matrix import Cell, Column, Matrix, matrix
from casereview.checks.model import Outcome
from casereview.checks.timeline import STEPS, Moment, timeline, workdays
from casereview.dossier.facts import pack
from casereview.dossier.facts.settled import settled
from casereview.dossier.model import Fact, FactState, Reading


@dataclass(frozen=True, slots=True)
class Course:
    """The moments of a case in the order of their days, and its matrix."""

    moments: tuple[Moment, ...]
    matrix: Matrix

    @property
    def dated(self) -> tuple[Moment, ...]:
        """The steps that have a date, or of which papers give several."""
        return tuple(moment for moment in self.moments if moment.first or moment.disputed)


def course(reading: Reading, outcomes: Sequence[Outcome] = ()) -> Course:
    """The course of what is settled: agreed on by all papers, or confirmed by a person."""
    sure = _settled(reading)
    disputed = {moment.step for moment in timeline(reading) if moment.disputed}
    moments = [
        replace(moment, disputed=moment.step in disputed and not moment.first) for moment in timeline(sure, outcomes)
    ]
    return Course(tuple(_in_order(moments)), matrix(reading, outcomes))


def _in_order(moments: Sequence[Moment]) -> Iterator[Moment]:
    """By their days, each counted from the last day of those before it; where it overlaps them nothing is counted. What has no day stands last."""
    before: date | None = None
    for moment in sorted(moments, key=lambda one: (not one.first, one.first)):
        if not moment.first:
            yield replace(moment, days=None, workdays=None)
            continue
        first, last = date.fromisoformat(moment.first), date.fromisoformat(moment.last)
        follows = before is not None and first >= before
        days = (first - before).days if before is not None and follows else None
        yield replace(moment, days=days, workdays=workdays(before, first) if before is not None and follows else None)
        before = last if before is None else max(before, last)


def _settled(reading: Reading) -> Reading:
    """The reading with only the facts that date a step and that nothing disputes. What may happen several times stays as it is read."""
    catalogue, sure = pack.shipped().catalogue.by_name, settled(reading)
    single = {name for step in STEPS for name in step.facts if (kind := catalogue.get(name)) and not kind.many}

    def kept(fact: Fact) -> bool:
        if fact.name not in single:
            return True
        return fact.name in sure and (fact.value == sure[fact.name].value or fact.state is not FactState.READ)

    return replace(reading, facts=tuple(fact for fact in reading.facts if kept(fact)))


def time_rows(course: Course, language: str = "zh") -> list[tuple[str, str, str]]:
    """Step, day or days, and how long after the step before: of the steps that have a date."""
    return [
        (
            words.render(f"check.step.{moment.step}", language),
            _days(moment, language),
            _after(moment, language),
        )
        for moment in course.dated
    ]


def _days(moment: Moment, language: str) -> str:
    if not moment.first:
        return words.render("check.course.disputed", language)
    shown = [_day(text, language) for text in dict.fromkeys((moment.first, moment.last))]
    return words.render("check.course.span", language, first=shown[0], last=shown[1]) if len(shown) > 1 else shown[0]


def _day(text: str, language: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else text


def _after(moment: Moment, language: str) -> str:
    if moment.days is None:
        return ""
    code = "after" if moment.workdays is not None else "after-days"
    return words.render(f"check.course.{code}", language, days=moment.days, workdays=moment.workdays)


def system_rows(course: Course, language: str = "zh", pages: bool = True) -> list[tuple[str, ...]]:
    """Step and a cell for each system: the papers that prove it (with their page), why nothing has to, or that it is open."""
    rows = []
    for step, cells in course.matrix.rows:
        said = [_cell(cell, language, pages) for cell in cells]
        rows.append((words.render(f"check.step.{step}", language), *said))
    return rows


def systems(language: str = "zh") -> list[str]:
    """The heads of the four columns."""
    return [words.render(f"check.column.{column.value}", language) for column in Column]


def in_print(title: str) -> str:
    """A paper's title with the brackets of Chinese print."""
    return title.replace("(", "（").replace(")", "）")


def _cell(cell: Cell, language: str, pages: bool) -> str:
    if cell.evidence:
        first = cell.evidence[0]
        code = "proved" if pages and first.page else "proved-title"
        more = words.render("check.course.more", language, count=len(cell.evidence)) if len(cell.evidence) > 1 else ""
        return words.render(f"check.course.{code}", language, title=in_print(first.title), page=first.page) + more
    if cell.why:
        return words.render(f"check.cell.{cell.why}", language)
    return words.render("check.course.open", language)
