"""时间轴 and 三项制度对照 of one dossier, as the window shows them: two tables of the 个案评查表."""

from __future__ import annotations

from casereview.checks import course as courses
from casereview.checks.course import Course
from casereview.documents.model import Cell, Column, Row, Table
from casereview.notices import say
from casereview.notices.wording import Wording

_SIZE = 8.5  # points, as the sheet's own items
_STEP, _DAYS, _AFTER = 20.0, 92.0, 55.0  # millimetres; together the 167 mm of the page
_SYSTEM = (_DAYS + _AFTER) / 4


def tables(course: Course, wording: Wording) -> list[Table]:
    """The line of time where anything is dated, and the matrix."""
    moments = courses.time_rows(course)
    return [*([_time(moments, wording)] if moments else []), _systems(course, wording)]


def _time(moments: list[tuple[str, str, str]], wording: Wording) -> Table:
    heads = [wording.say(f"label.{name}") for name in ("step", "days", "after")]
    columns = (Column(heads[0], _STEP), Column(heads[1], _DAYS, "left"), Column(heads[2], _AFTER, "left"))
    rows: tuple[Row, ...] = tuple((Cell(step, label=True), days, after) for step, days, after in moments)
    return Table(columns, rows, caption=wording.say("timeline"), size=_SIZE, whole=True)


def _systems(course: Course, wording: Wording) -> Table:
    heads = [Column(head, _SYSTEM, "left") for head in courses.systems()]
    rows: tuple[Row, ...] = tuple(
        (Cell(step, label=True), *(say.masked(cell) for cell in cells)) for step, *cells in courses.system_rows(course)
    )
    return Table(
        (Column(wording.say("label.step"), _STEP), *heads), rows, caption=wording.say("matrix"), size=_SIZE, whole=True
    )
