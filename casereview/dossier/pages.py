"""What is to be said of a dossier's pages as such: blank, turned, twice, missing, without number. Notes, never verdicts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier import against
from casereview.dossier.model import Page, Reading, TextSource
from casereview.dossier.page_finding import PageFinding, together
from casereview.dossier.pageview import PageView, page_views
from casereview.dossier.readers.looks import PageLook
from casereview.text import fold, spans

__all__ = ["Elsewhere", "PageFinding", "findings"]

BLANK_INK = 0.0006  # a stamped page number alone has less
BLANK_READ = 0.01  # of a page on which recognition found no word: a ruled line, specks of dust
NEAR = 6  # bits of 64 that may differ between two copies of one photograph
_WORDS = 30  # characters from which on two pages of equal text are one page twice
_EDGE = 0.09  # page numbers stand within this share of the height from top or foot
_NUMBER = re.compile(r"^[-—–·.\s]*第?\s*(\d{1,4})\s*页?[-—–·.\s]*$")
_NUMBERED = 0.6  # share of the readable pages that bear numbers, if the volume is numbered at all


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A picture of another dossier of the unit."""

    dossier: str
    name: str
    page: int
    look: PageLook


def findings(reading: Reading, looks: Iterable[PageLook], others: Sequence[Elsewhere] = ()) -> list[PageFinding]:
    """All that can be decided. What cannot (a scan that nobody has read may lie on its side) is passed over."""
    seen = {(look.file, look.number): look for look in looks}
    views = page_views(reading.members)
    found: list[PageFinding] = []
    blank = [view.number for view in views if _is_blank(view, seen)]
    found += together("blank", blank)
    found += together("upside-down", [view.number for view in views if turned(view.page) == 180])
    found += together("sideways", [view.number for view in views if turned(view.page) == 90])
    pictures = {
        view.number: look
        for view in views
        if (look := seen.get((view.file, view.page.number))) and view.number not in blank
    }
    found += _twice(views, pictures)
    found += _elsewhere(pictures, others)
    found += _numbering(views)
    found += against.findings(reading, views)
    return found


# --- one page by itself ---------------------------------------------------------------------------------------------


def _is_blank(view: PageView, seen: dict[tuple[str, int], PageLook]) -> bool:
    if view.page.source is TextSource.TEXT:
        return not view.page.runs
    look = seen.get((view.file, view.page.number))
    most = BLANK_READ if view.page.source is TextSource.OCR else BLANK_INK
    return look is not None and look.ink < most and not look.photo and not view.page.runs


def turned(page: Page) -> int:
    """0, 90 (on its side) or 180 (upside down), by how most of its lines run; 0 where too little is written to tell."""
    lines = [run for run in page.runs if len(run.text.replace(" ", "")) > 2]
    total = sum(len(run.text) for run in lines)
    if total < 20:
        return 0
    upright = over = 0
    for run in lines:
        wide = run.box.x1 - run.box.x0 > run.box.y1 - run.box.y0
        # A recogniser does not know the places of all letters; text of the file has none only where it is no line.
        backwards = run.edges[0] > run.edges[-1] if run.edges else page.source is TextSource.TEXT
        upright += len(run.text) if not wide else 0
        over += len(run.text) if wide and backwards else 0
    return 90 if upright > 0.6 * total else 180 if over > 0.6 * total else 0


# --- the same page again --------------------------------------------------------------------------------------------


def _twice(views: Sequence[PageView], pictures: dict[int, PageLook]) -> Iterator[PageFinding]:
    same: dict[str, list[int]] = defaultdict(list)
    for view in views:
        if view.number in pictures:
            same[pictures[view.number].exact].append(view.number)
        elif view.page.source is TextSource.TEXT and len(words := fold(view.page.text)) >= _WORDS:
            same[words].append(view.number)
    known: set[int] = set()
    for pages in same.values():
        if len(pages) > 1:
            known.update(pages)
            yield from together("duplicate", pages)
    photos = [(number, look) for number, look in pictures.items() if look.photo and number not in known]
    for at, (number, look) in enumerate(photos):
        near = [other for other, its in photos[at + 1 :] if distance(look, its) <= NEAR and other not in known]
        if near and number not in known:
            known.update(near)
            yield from together("similar", [number, *near])


def distance(one: PageLook, other: PageLook) -> int:
    """Bits in which two looks differ, 0 to 64."""
    return (one.look ^ other.look).bit_count()


def _elsewhere(pictures: dict[int, PageLook], others: Sequence[Elsewhere]) -> Iterator[PageFinding]:
    """One photograph in two cases; writing counts only if it is the very same scan."""
    for number, look in pictures.items():
        alike = [
            other
            for other in others
            if other.look.exact == look.exact
            or (look.photo and other.look.photo and distance(look, other.look) <= NEAR)
        ]
        if alike:
            names = "、".join(dict.fromkeys(f"{other.name} p.{other.page}" for other in alike[:5]))
            places = tuple((other.dossier, other.page) for other in alike)
            yield PageFinding(
                "elsewhere", (number,), {"pages": str(number), "count": len(alike), "where": names}, places
            )


# --- numbers on the pages -------------------------------------------------------------------------------------------


def printed_numbers(views: Sequence[PageView]) -> dict[int, int]:
    """The volume's own numbers by page, {} where it has none: papers that count their own pages begin again and again."""
    found: dict[int, int] = {}
    last = 0
    for view in views:
        here = _candidates(view)
        if here:
            number = min(here, key=lambda value: abs(value - last - 1))
            found[view.number] = last = number
    readable = sum(bool(view.page.runs) for view in views)
    rises = sum(a < b for a, b in zip(found.values(), list(found.values())[1:]))
    if len(found) < 4 or len(found) < _NUMBERED * readable or rises < 0.9 * (len(found) - 1):
        return {}
    return found


def _candidates(view: PageView) -> list[int]:
    height = view.page.height
    out = []
    for run in view.page.runs:
        middle = (run.box.y0 + run.box.y1) / 2
        match = _NUMBER.match(run.text)
        if match and (middle < _EDGE * height or middle > (1 - _EDGE) * height):
            out.append(int(match[1]))
    return out


def _numbering(views: Sequence[PageView]) -> Iterator[PageFinding]:
    numbers = printed_numbers(views)
    readable = {view.number for view in views if view.page.runs}
    unnumbered: list[int] = []
    for (page, number), (following, next_number) in zip(numbers.items(), list(numbers.items())[1:]):
        between = [other for other in range(page + 1, following) if other in readable]
        unnumbered += between
        lost = next_number - number - (following - page)
        if lost > 0:
            names = spans(range(number + 1, next_number)) if following == page + 1 else f"{number}-{next_number}"
            yield PageFinding(
                "missing", (page, following), {"pages": spans([page, following]), "count": lost, "numbers": names}
            )
    yield from together("unnumbered", unnumbered)
