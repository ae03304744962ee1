"""The course of an exemplar's case without its dates and names: days counted from the first, and what proved the three systems."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

from casereview import words
from casereview.checks import course as courses
from casereview.checks.course import Course
from casereview.checks.matrix import Cell
from casereview.exemplars.model import Card, Proof, Stage, Systems

Mask = Callable[[str], str]


def stages(course: Course) -> tuple[Stage, ...]:
    """The dated steps of a case as days from its first day, which is day 1."""
    dated = [moment for moment in course.dated if moment.first]
    if not dated:
        return ()
    start = date.fromisoformat(dated[0].first)

    def number(day: str) -> int:
        return (date.fromisoformat(day) - start).days + 1

    return tuple(Stage(step=one.step, first=number(one.first), last=number(one.last)) for one in dated)


def systems(course: Course, mask: Mask) -> tuple[Systems, ...]:
    """The matrix; titles of papers go through the mask, since a file may be named after a person."""
    return tuple(
        Systems(step=step, cells=tuple(_proof(cell, mask) for cell in cells)) for step, cells in course.matrix.rows
    )


def _proof(cell: Cell, mask: Mask) -> Proof:
    if cell.evidence:
        return Proof(state="proved", title=courses.in_print(mask(cell.evidence[0].title)))
    return Proof(state="not_required", why=cell.why) if cell.why else Proof(state="open")


def as_html(card: Card, language: str) -> str:
    """Two tables of the card's page; nothing for a card made before cards knew their course."""
    return _time(card, language) + _systems(card, language)


def _time(card: Card, language: str) -> str:
    if not card.stages:
        return ""
    rows = "".join(
        f"<tr><th>{_say(f'check.step.{one.step}', language)}</th><td>{_days(one, language)}</td></tr>"
        for one in card.stages
    )
    return f"<h2>{_say('exemplar.timeline', language)}</h2><table>{rows}</table>"


def _days(stage: Stage, language: str) -> str:
    code = "day" if stage.first == stage.last else "days"
    return _say(f"check.course.{code}", language, first=stage.first, last=stage.last)


def _systems(card: Card, language: str) -> str:
    if not card.systems:
        return ""
    heads = "".join(f"<th>{html.escape(head)}</th>" for head in courses.systems(language))
    rows = "".join(
        f"<tr><th>{_say(f'check.step.{one.step}', language)}</th>"
        + "".join(f'<td class="{cell.state}">{_cell(cell, language)}</td>' for cell in one.cells)
        + "</tr>"
        for one in card.systems
    )
    return f"<h2>{_say('exemplar.systems', language)}</h2><table class=systems><tr><th></th>{heads}</tr>{rows}</table>"


def _cell(cell: Proof, language: str) -> str:
    if cell.state == "proved":
        return _say("check.course.proved-title", language, title=cell.title)
    return _say(f"check.cell.{cell.why}" if cell.why else "check.course.open", language)


def _say(code: str, language: str, **values: object) -> str:
    return html.escape(words.render(code, language, **values))
