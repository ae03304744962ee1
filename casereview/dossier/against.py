"""The dossier's own catalogue (卷内目录) against what is bound: what is missing, not listed, out of order, on another page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from casereview.dossier import catalogue, forms
from casereview.dossier.catalogue import Entry
from casereview.dossier.model import Paper, Reading
from casereview.dossier.page_finding import PageFinding
from casereview.dossier.pageview import PageView
from casereview.text import spans

_UNNAMED = frozenset((forms.OTHER, forms.PHOTO, forms.CATALOGUE, "X-COVER", "X-BK", "X-DOC", "X-ID", "X-SRC"))
"""What catalogues list under many names, or not at all."""
_MOST = 5  # titles named in one sentence
_ROOM = 10_000  # pages beyond the last one, so that no row of the catalogue is out of reach


def findings(reading: Reading, views: Sequence[PageView]) -> Iterator[PageFinding]:
    """Nothing where the dossier has no catalogue that can be read."""
    own = {number for paper in reading.papers if paper.form == forms.CATALOGUE for number in paper.pages}
    rows = catalogue.entries([view for view in views if view.number in own], forms.shipped()) if own else []
    if not rows:
        return
    titled = {paper.pages[0]: paper.form for paper in reading.papers if paper.pages}
    starts = catalogue.starts(rows, titled, len(views) + _ROOM)
    beyond = {row for at, row in starts.items() if row.last + at - row.first > len(views)}
    yield from _beyond(starts, beyond, len(views), own)
    yield from _missing([row for row in rows if row not in beyond], reading, own)
    yield from _unlisted(rows, starts, reading)
    pairs = _pairs(rows, reading.papers)
    yield from _order(pairs)
    yield from _other_page(pairs, starts)


def _named(titles: Sequence[str]) -> str:
    return "、".join(f"《{title}》" for title in titles[:_MOST])


def _beyond(starts: dict[int, Entry], beyond: set[Entry], pages: int, own: set[int]) -> Iterator[PageFinding]:
    """Pages that the catalogue gives and that are not there."""
    if not beyond:
        return
    shift = {row: at - row.first for at, row in starts.items()}
    rows = sorted(beyond, key=lambda row: row.first)
    about: dict[str, object] = {
        "pages": spans(sorted(own)),
        "count": max(row.last + shift[row] for row in rows) - pages,
        "last": max(row.last for row in rows),
        "titles": _named([row.title for row in rows]),
    }
    yield PageFinding("catalogue-beyond", tuple(sorted(own)), about)


def _missing(rows: Sequence[Entry], reading: Reading, own: set[int]) -> Iterator[PageFinding]:
    """Rows of a form that no paper has; where something was not recognised, nothing is said of what may be among it."""
    if any(paper.form == forms.OTHER for paper in reading.papers):
        return
    there = {paper.form for paper in reading.papers}
    lost = [row for row in rows if row.form and row.form not in there and row.form not in _UNNAMED]
    if lost:
        about: dict[str, object] = {
            "pages": spans(sorted(own)), "count": len(lost), "titles": _named([row.title for row in lost]),
        }  # fmt: skip
        yield PageFinding("catalogue-missing", tuple(sorted(own)), about)


def _unlisted(rows: Sequence[Entry], starts: dict[int, Entry], reading: Reading) -> Iterator[PageFinding]:
    """Papers whose form no row names and whose first page no row's pages hold. Rows without pages tell nothing."""
    if not starts:
        return
    listed = {row.form for row in rows}
    held = {page for at, row in starts.items() for page in range(at, at + row.last - row.first + 1)}
    lost = [
        paper
        for paper in reading.papers
        if paper.form not in listed and paper.form not in _UNNAMED and paper.pages[0] not in held
    ]
    if lost:
        pages = tuple(paper.pages[0] for paper in lost)
        about: dict[str, object] = {
            "pages": spans(pages), "count": len(lost), "titles": _named([paper.title for paper in lost]),
        }  # fmt: skip
        yield PageFinding("catalogue-unlisted", pages, about)


def _pairs(rows: Sequence[Entry], papers: Sequence[Paper]) -> list[tuple[Entry, Paper]]:
    """Each row with its paper where a form stands once in the catalogue and once in the dossier."""
    listed = Counter(row.form for row in rows)
    bound = Counter(paper.form for paper in papers)
    by_form = {paper.form: paper for paper in papers if bound[paper.form] == 1}
    return [(row, by_form[row.form]) for row in rows if row.form in by_form and listed[row.form] == 1]


def _order(pairs: Sequence[tuple[Entry, Paper]]) -> Iterator[PageFinding]:
    """Papers that stand behind one that is listed after them: the fewest whose removal leaves the rest in order."""
    kept = _longest_rise([paper.pages[0] for _, paper in pairs])
    wrong = [paper for number, (_, paper) in enumerate(pairs) if number not in kept]
    if wrong:
        pages = tuple(paper.pages[0] for paper in wrong)
        about: dict[str, object] = {
            "pages": spans(pages), "count": len(wrong), "titles": _named([paper.title for paper in wrong]),
        }  # fmt: skip
        yield PageFinding("catalogue-order", pages, about)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Places of a longest rising part. A catalogue has some dozens of rows at most."""
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        before = [rise for rise in best if numbers[rise[-1]] < number]
        best.append([*_longest(before), place])
    return set(_longest(best))


def _longest(rises: Sequence[list[int]]) -> list[int]:
    return max(rises, key=len) if rises else []


def _other_page(pairs: Sequence[tuple[Entry, Paper]], starts: dict[int, Entry]) -> Iterator[PageFinding]:
    """Papers that begin on another page than the catalogue says, the unnumbered pages at the front reckoned in."""
    at = {row: page for page, row in starts.items()}
    for row, paper in pairs:
        if row.first and row in at and at[row] != paper.pages[0]:
            about: dict[str, object] = {
                "pages": str(paper.pages[0]), "count": 1, "titles": _named([row.title]), "listed": row.first,
            }  # fmt: skip
            yield PageFinding("catalogue-page", (paper.pages[0],), about)
