"""RTF, which old case systems save under `.doc`: paragraphs and tables. Pictures and objects in it are left out and said so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.blocks import Block, Cell, Content, PageBreak, Table, Text

MAX_BYTES = 40 << 20
# Marks of ours, from the private use area, for what the text reader would turn into bars and lines.
_CELL, _ROW, _BEGIN, _PAGE, _EDGE_OPEN, _EDGE_END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_EDGE = re.compile(rf"{_EDGE_OPEN}(\d+){_EDGE_END}")
_CLOSE = 60  # twentieths of a point between edges that are meant to be one
_MARKS = (
    (rb"\\(?:cell)(?![a-z0-9])", _CELL),
    (rb"\\(?:row)(?![a-z0-9])", _ROW),
    (rb"\\trowd(?![a-z0-9])", _BEGIN),
    (rb"\\page(?![a-z0-9])", _PAGE),
)
_BRACES = re.compile(rb"\\[\\{}]|[{}]")
_BOX = re.compile(rb"\{\\(?:shptxt|dptxbxtext)(?![a-z])")
_PICTURE = re.compile(rb"\{\\pict[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


@dataclass(frozen=True, slots=True)
class _Row:
    """edges: the right side of each cell in twentieths of a point, as many as the file says; cells as text."""

    edges: tuple[int, ...]
    cells: tuple[str, ...]


def read(path: Path, name: str) -> Content:
    """Raises TooLarge, Damaged."""
    from striprtf.striprtf import rtf_to_text

    if path.stat().st_size > MAX_BYTES:
        raise refusals.TooLarge(file=name, limit=MAX_BYTES >> 20)
    data = path.read_bytes()
    data, pictures = _PICTURE.subn(b"", data)
    data = _boxes_out(data)
    edge = rb"{\\uc0\\u%d \1\\u%d }" % (ord(_EDGE_OPEN), ord(_EDGE_END))
    data = re.sub(rb"\\cellx(\d{1,6})(?!\d) ?", edge, data)
    for pattern, mark in _MARKS:
        data = re.sub(pattern + rb" ?", rb"{\\uc0\\u%d }" % ord(mark), data)
    try:
        # RTF is ASCII by rule; what breaks the rule was written in the code page of Chinese Windows.
        text = str(rtf_to_text(data.decode("gb18030", "replace"), encoding="cp936", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, RecursionError):
        raise refusals.Damaged(file=name) from None
    blocks = tuple(_blocks(text))
    if not blocks and not pictures:
        raise refusals.Damaged(file=name)
    notes: tuple[tuple[str, dict[str, object]], ...] = (("pictures-left-out", {"count": pictures}),) if pictures else ()
    return Content(blocks, notes)


def _blocks(text: str) -> Iterator[Block]:
    """Rows that follow each other are one table."""
    rows: list[_Row] = []
    tables = numbers = 0
    for row, piece in _pieces(text):
        if row is not None:
            rows.append(row)
            continue
        if not piece.strip(f"\n {_PAGE}") and _PAGE not in piece and rows:
            continue
        if rows:
            tables += 1
            yield _table(tables, rows)
            rows = []
        for part, page in enumerate(piece.split(_PAGE)):
            if part:
                yield PageBreak()
            for line in page.strip("\n").split("\n"):
                numbers += 1
                yield Text(_clean(line), place=f"line {numbers}")
    if rows:
        yield _table(tables + 1, rows)


def _pieces(text: str) -> Iterator[tuple[_Row | None, str]]:
    """(row, "") or (None, text between rows), in order."""
    for part in re.split(rf"({_BEGIN}[^{_ROW}]*{_ROW})", text):
        if part.startswith(_BEGIN):
            edges = [int(edge) for edge in _EDGE.findall(part.partition(_CELL)[0])]
            cells = [_clean(cell) for cell in part.strip(_BEGIN + _ROW).split(_CELL)[:-1]]
            yield _Row(tuple(edges[: len(cells)]), tuple(cells)), ""
        elif part.strip("\n ") or part.count("\n") > 1:
            yield None, part


def _clean(text: str) -> str:
    return re.sub(rf"[{_CELL}{_ROW}{_BEGIN}]", "", _EDGE.sub("", text)).replace("\t", "  ").strip("\n").rstrip()


def _table(number: int, rows: Sequence[_Row]) -> Table:
    """On the grid of all right edges; where a row does not say its own, its cells are as wide as each other and the last
    one goes on to the edge."""
    grid = _grid(rows)
    columns = max(len(grid), max(len(row.cells) for row in rows), 1)
    cells = []
    for r, row in enumerate(rows, 1):
        ends = [grid.index(_near(grid, edge)) + 1 for edge in row.edges] if grid else []
        if not ends or ends != sorted(set(ends)):
            ends = [*range(1, len(row.cells)), columns]
        for c, (start, end, text) in enumerate(zip([0, *ends], ends, row.cells), 1):
            lines = tuple(
                Text(line, place=f"table {number} / cell {r},{c} / paragraph {k}")
                for k, line in enumerate(text.split("\n"), 1)
            )
            cells.append(Cell(r, start + 1, 1, end - start, lines))
    widths = tuple(float(b - a) for a, b in zip([0, *grid], grid)) if grid else (1.0,) * columns
    return Table(number, widths, len(rows), tuple(cells))


def _grid(rows: Sequence[_Row]) -> list[int]:
    """The right edges of all rows, those close to each other as one; empty if a row lacks some."""
    if any(len(row.edges) != len(row.cells) or not row.cells for row in rows):
        return []
    grid: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges if edge > 0}):
        if not grid or edge - grid[-1] > _CLOSE:
            grid.append(edge)
    return grid


def _near(grid: Sequence[int], edge: int) -> int:
    return min(grid, key=lambda known: abs(known - edge))


def _boxes_out(data: bytes) -> bytes:
    """Text of boxes put before the drawing that holds it: readers of RTF pass drawings over."""
    at = 0
    while (found := _BOX.search(data, at)) is not None and found.start() < MAX_BYTES:
        end = _closing(data, found.start())
        content = data[found.end() : end]
        shape = max(data.rfind(b"{\\shp{", 0, found.start()), data.rfind(b"{\\*\\do", 0, found.start()), at)
        moved = b"{\\pard " + content + b"\\par}"
        data = data[:shape] + moved + data[shape : found.start()] + data[end + 1 :]
        at = shape + len(moved)
    return data


def _closing(data: bytes, start: int) -> int:
    """Where the group that opens at `start` ends."""
    depth = 0
    for mark in _BRACES.finditer(data, start):
        if mark.group() in (b"{", b"}"):
            depth += 1 if mark.group() == b"{" else -1
            if not depth:
                return mark.start()
    return len(data)
