"""卷内目录: what the dossier itself says it holds, row by row, and the pages that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier import titles
from casereview.dossier.forms import FormPack
from casereview.dossier.model import Box, Run
from casereview.dossier.pageview import PageView, Row

_PAGE_HEAD = re.compile(r"^(?:页码|页号|页次|起止页(?:码|号)?|所在页(?:码|号)?|页数|起止页次|页)$")
_PAGES = re.compile(r"^第?(\d{1,4})(?:页)?(?:[-—–~～至到一](\d{1,4}))?页?$")
_SEQUENCE = re.compile(r"^\d{1,3}[.、]?")
_NO_TITLE = re.compile(r"\d{4}[年〕\].]|^[\d.、\-—]+$|^[一-龥]{0,12}〔|号$")
_NEAR = 1.4  # a line of a row stands within this many heights of the row's number


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


@dataclass(frozen=True, slots=True)
class _Cell:
    """Words of one column of a row, their lines joined."""

    words: str
    left: float
    right: float


def entries(pages: Iterable[PageView], forms: FormPack) -> list[Entry]:
    """The rows of a catalogue's pages in order."""
    out: list[Entry] = []
    column: tuple[float, float] | None = None
    for view in pages:
        column = next((found for row in view.rows if (found := _page_column(row))), column)
        out += [entry for row in _rows(view) if (entry := _entry(view, row, column, forms))]
    return out


def _page_column(row: Row) -> tuple[float, float] | None:
    """Where the pages stand, by the heading of their column."""
    return next(((cell.left, cell.right) for cell in _cells(row) if _PAGE_HEAD.match(cell.words)), None)


def _rows(view: PageView) -> Iterator[Row]:
    """The rows of the table, where the file knows them; else the lines put together by the sequence numbers: each row has
    one, and its other lines stand around it."""
    if any(run.cell for run in view.page.runs):
        yield from _by_cells(view)
        return
    numbered = [row for row in view.rows if _SEQUENCE.match(row.text) and row.runs[0].box.x0 < 0.35 * view.page.width]
    around: dict[int, list[Row]] = {index: [row] for index, row in enumerate(numbered)}
    for row in view.rows:
        if row in numbered or not numbered:
            continue
        nearest = min(range(len(numbered)), key=lambda index: abs(_middle(numbered[index]) - _middle(row)))
        if abs(_middle(numbered[nearest]) - _middle(row)) < _NEAR * row.height:
            around[nearest].append(row)
    for rows in around.values():
        yield Row(tuple(run for row in rows for run in row.runs))


def _by_cells(view: PageView) -> Iterator[Row]:
    rows: dict[tuple[int, int], list[Run]] = {}
    for run in view.page.runs:
        if run.cell:
            rows.setdefault(run.cell[:2], []).append(run)
    for runs in rows.values():
        row = Row(tuple(sorted(runs, key=lambda run: (run.box.x0, run.box.y0))))
        if _SEQUENCE.match(row.text):
            yield row


def _middle(row: Row) -> float:
    return row.top + row.height / 2


def _cells(row: Row) -> list[_Cell]:
    """A row's words by column: pieces between white space that stand above each other are one cell."""
    pieces: list[tuple[str, Box]] = []
    for run in row.runs:
        pieces += [(match[0], run.part(*match.span())) for match in re.finditer(r"\S+", run.text)]
    columns: list[list[tuple[str, Box]]] = []
    for words, box in sorted(pieces, key=lambda piece: piece[1].x0):
        last = columns[-1] if columns else None
        if last and box.x0 < max(other.x1 for _, other in last) - 1:
            last.append((words, box))
        else:
            columns.append([(words, box)])
    return [_cell(column) for column in columns]


def _cell(column: Sequence[tuple[str, Box]]) -> _Cell:
    lines = sorted(column, key=lambda piece: piece[1].y0)
    words = "".join(line for line, _ in lines)
    return _Cell(words, min(box.x0 for _, box in lines), max(box.x1 for _, box in lines))


def _entry(view: PageView, row: Row, column: tuple[float, float] | None, forms: FormPack) -> Entry | None:
    cells = _cells(row)
    named = [cell for cell in cells[1:] if re.search(r"[一-龥]{2}", cell.words) and not _NO_TITLE.search(cell.words)]
    title = named[0].words if named else ""
    first, last = _pages_of(cells, column)
    form = titles.mentioned(title, forms)
    if not title or not (form or first):
        return None
    box = row.runs[0].box
    for run in row.runs[1:]:
        box = box | run.box
    return Entry(title, form.code if form else "", first, last, view.number, view.file, view.page.number, box)


def _pages_of(cells: Sequence[_Cell], column: tuple[float, float] | None) -> tuple[int, int]:
    under = [cell for cell in cells[1:] if column and cell.left < column[1] + 12 and cell.right > column[0] - 12]
    for cell in reversed(under or cells[1:]):
        match = _PAGES.match(cell.words)
        if match:
            return int(match[1]), int(match[2] or match[1])
    return 0, 0


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
