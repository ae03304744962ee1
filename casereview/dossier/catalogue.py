"""卷内目录: what the dossier itself says it holds, row by row, and the pages that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier import titles
from casereview.dossier.forms import FormPack
from casereview.dossier.model import Box, Run
from casereview.dossier.pageview import PageView, Row
from casereview.text import squeeze

_PAGE_HEAD = re.compile(r"^(?:页码|页号|页次|起止页(?:码|号)?|所在页(?:码|号)?|页数|起止页次|页)$")
_PAGES = re.compile(r"^第?(\d{1,4})(?:页)?(?:[-—–~～至到一](\d{1,4}))?页?$")
_TRAILING_PAGES = re.compile(r"(?<![\d.年月号])(\d{1,4})(?:[-—–~～至](\d{1,4}))?$")
_SEQUENCE = re.compile(r"^\d{1,3}[.、]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: title as written, form code if the pack knows it, pages as printed (0: not given), and where it stands."""

    title: str
    form: str
    first: int
    last: int
    page: int
    file: str
    file_page: int
    box: Box


def entries(pages: Iterable[PageView], forms: FormPack) -> list[Entry]:
    """The rows of a catalogue's pages in order."""
    out: list[Entry] = []
    column: tuple[float, float] | None = None
    for view in pages:
        for row in view.rows:
            head = _page_column(row)
            column = head or column
            if not head and (entry := _entry(view, row, column, forms)):
                out.append(entry)
    return out


def _page_column(row: Row) -> tuple[float, float] | None:
    for run in row.runs:
        for words, left, right in _pieces(run):
            if _PAGE_HEAD.match(words):
                return left, right
    return None


def _pieces(run: Run) -> Iterator[tuple[str, float, float]]:
    """A run cut at its white space, each piece with its left and right."""
    for match in re.finditer(r"\S+", run.text):
        box = run.part(*match.span())
        yield match[0], box.x0, box.x1


def _entry(view: PageView, row: Row, column: tuple[float, float] | None, forms: FormPack) -> Entry | None:
    words = row.text
    form = titles.mentioned(words, forms)
    first, last = _pages_of(row, column)
    if form is None and not (first and _SEQUENCE.match(words)):
        return None
    if form and not first and not _SEQUENCE.match(words):
        return None  # the catalogue's own heading, or a line of its foot
    box = row.runs[0].box
    for run in row.runs[1:]:
        box = box | run.box
    return Entry(_title(words, row), form.code if form else "", first, last, view.number, view.file, view.page.number, box)


def _pages_of(row: Row, column: tuple[float, float] | None) -> tuple[int, int]:
    pieces = [piece for run in row.runs for piece in _pieces(run)]
    under = [p for p in pieces if column and p[1] < column[1] + 12 and p[2] > column[0] - 12]
    for words, _, _ in reversed(under or pieces[1:]):
        match = _PAGES.match(words)
        if match:
            return int(match[1]), int(match[2] or match[1])
    match = None if under else _TRAILING_PAGES.search(row.text)
    return (int(match[1]), int(match[2] or match[1])) if match and len(row.text) > len(match[0]) + 2 else (0, 0)


def _title(words: str, row: Row) -> str:
    """The row's words that are no number: sequence, document number, date and pages fall away."""
    candidates = [squeeze(run.text) for run in row.runs] if len(row.runs) > 1 else row.runs[0].text.split()
    texts = [text for text in candidates if re.search(r"[一-龥]{2}", text) and not re.search(r"\d{4}[年〕\]]", text)]
    chosen = texts[0] if texts else words
    return _TRAILING_PAGES.sub("", _SEQUENCE.sub("", chosen))


def starts(rows: Sequence[Entry], titled: dict[int, str], last_page: int) -> dict[int, Entry]:
    """Where each row's paper begins in the dossier: printed pages shifted by the unnumbered ones at the front.

    titled: form by dossier page as titles say. The shift is the one that agrees with most titles; none if nothing agrees.
    """
    given = [row for row in rows if row.first]
    best, agreed = 0, 0
    for shift in range(8):
        hits = sum(1 for row in given if row.form and titled.get(row.first + shift) == row.form)
        if hits > agreed:
            best, agreed = shift, hits
    if agreed < max(1, len(given) // 4):
        return {}
    return {row.first + best: row for row in given if row.first + best <= last_page}
