"""Pages that lie on their head, stood up for those who read papers and facts by where things stand; places go back after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from casereview.dossier.model import Box, Fact, Member, Page, Run
from casereview.dossier.pages import turned


def stood_up(members: Sequence[Member]) -> tuple[Member, ...]:
    """The members with every upside-down page turned over; the same values where there is none."""
    return tuple(
        replace(member, pages=tuple(map(_over, member.pages)))
        if any(turned(page) == 180 for page in member.pages)
        else member
        for member in members
    )


def as_shown(facts: Iterable[Fact], members: Sequence[Member]) -> tuple[Fact, ...]:
    """Facts read from pages that were stood up, with their boxes on the pages as they are shown."""
    over = {(m.sha256, page.number): page for m in members for page in m.pages if turned(page) == 180}
    return tuple(_shown(fact, over.get((fact.place.file, fact.place.page))) for fact in facts) if over else tuple(facts)


def _shown(fact: Fact, page: Page | None) -> Fact:
    if page is None or fact.place.box is None:
        return fact
    return replace(fact, place=replace(fact.place, box=_turned_box(fact.place.box, page)))


def _over(page: Page) -> Page:
    return replace(page, runs=tuple(_run(run, page) for run in page.runs)) if turned(page) == 180 else page


def _run(run: Run, page: Page) -> Run:
    edges = tuple(round(page.width - x, 2) for x in run.edges)
    return replace(run, box=_turned_box(run.box, page), edges=edges)


def _turned_box(box: Box, page: Page) -> Box:
    width, height = page.width, page.height
    x0, y0, x1, y1 = (round(v, 2) for v in (width - box.x1, height - box.y1, width - box.x0, height - box.y0))
    return Box(x0, y0, x1, y1)
