"""The reading view: pages drawn by us for files that have none, always the same bytes for the same content.

It is not the layout of Word or WPS and does not pretend to be: text in order, tables with their cells,
pictures in place, one face. Its lines are the runs, so boxes need no second reading. Tables stand on a grid
of slots of one height: every line takes whole slots, so a page break never cuts one.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from casereview.documents import fonts
from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.readers.blocks import Block, Cell, Content, PageBreak, Picture, Table, Text

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 56.0
INNER = WIDTH - 2 * MARGIN
SLOT = 17.0  # of a table: one line of up to 13 points
PAD = 3.0
FACE = fonts.Face.SONG
_LEADING = 1.55
_NO_START = frozenset("，。、；：？！）〕】》”’,.;:?!)]}%％…")
_NO_END = frozenset("（〔【《“‘([{")


@dataclass(frozen=True, slots=True)
class View:
    pdf: bytes
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line to draw: text with the left sides of its characters counted from the line's start, or a picture."""

    text: str
    lefts: tuple[float, ...]
    size: float
    shift: float = 0.0
    place: str = ""
    picture: Picture | None = None

    @property
    def height(self) -> float:
        return self.picture.height + 6 if self.picture else self.size * _LEADING


def draw(content: Content, title: str) -> View:
    """The pages and their PDF. `title` goes into the document's properties."""
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(
        target, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName=fonts.register(FACE)
    )
    canvas.setTitle(title)
    sheet = _Sheet(canvas)
    for block in content.blocks:
        _block(sheet, block)
    sheet.end()
    canvas.save()
    pages = tuple(
        Page(number, WIDTH, HEIGHT, TextSource.NONE if drawn and not runs else TextSource.TEXT, tuple(runs))
        for number, (runs, drawn) in enumerate(sheet.pages, 1)
    )
    return View(target.getvalue(), pages)


class _Sheet:
    """The paper being drawn on: where we are, and the lines of every page so far."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.pages: list[tuple[list[Run], bool]] = [([], False)]
        self.y = MARGIN
        self.empty = True

    @property
    def room(self) -> float:
        return HEIGHT - MARGIN - self.y

    def turn(self) -> None:
        self.canvas.showPage()
        self.pages.append(([], False))
        self.y = MARGIN
        self.empty = True

    def end(self) -> None:
        self.canvas.showPage()

    def put(self, line: _Line, x: float, height: float, cell: tuple[int, int, int] | None = None) -> None:
        """Draw at x in a band of that height that begins where we are."""
        y = self.y
        self.empty = False
        if line.picture is not None:
            if _picture(self.canvas, line.picture, x + line.shift, y):
                self.pages[-1] = (self.pages[-1][0], True)
            return
        text = line.text.strip()
        if not text:
            return
        skip = len(line.text) - len(line.text.lstrip())
        left = x + line.shift
        lefts = tuple(round(left + v, 2) for v in line.lefts[skip : skip + len(text) + 1])
        gap = (height - line.size) / 2
        _text(self.canvas, text, lefts, HEIGHT - (y + gap + line.size * 0.86), line.size)
        box = Box(lefts[0], round(y + gap, 2), lefts[-1], round(y + gap + line.size, 2))
        self.pages[-1][0].append(Run(text, box, lefts, 1.0, line.place, cell))


def _block(sheet: _Sheet, block: Block) -> None:
    if isinstance(block, PageBreak):
        if not sheet.empty:
            sheet.turn()
        return
    if isinstance(block, Table):
        _table(sheet, block)
        sheet.y += 6
        return
    for line in _lines(block, INNER):
        if line.height > sheet.room and not sheet.empty:
            sheet.turn()
        sheet.put(line, MARGIN, line.height)
        sheet.y += line.height


# --- tables ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table measured: column borders from the left, slots of each row, first slot of each row, cells of each row."""

    table: Table
    xs: tuple[float, ...]
    heights: tuple[int, ...]
    starts: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def left(self, cell: Cell) -> float:
        return MARGIN + self.xs[cell.column - 1]

    def right(self, cell: Cell) -> float:
        return MARGIN + self.xs[min(cell.column - 1 + cell.columns, len(self.xs) - 1)]

    def ends(self, cell: Cell) -> int:
        """The slot after the cell's last."""
        last = min(cell.row - 1 + cell.rows, len(self.heights)) - 1
        return self.starts[last] + self.heights[last]


def _table(sheet: _Sheet, table: Table) -> None:
    xs = _columns(table)
    laid = [(cell, _lines_of_cell(cell, xs)) for cell in table.cells]
    heights = _row_slots(table, laid)
    starts = tuple(sum(heights[:row]) for row in range(len(heights)))
    rows = tuple(
        tuple(cell for cell in table.cells if cell.row <= row < cell.row + cell.rows)
        for row in range(1, table.rows + 1)
    )
    grid = _Grid(table, xs, heights, starts, rows)
    order: dict[int, list[tuple[_Line, Cell]]] = {}
    for cell, lines in laid:
        slot = starts[cell.row - 1]
        for line in lines:
            order.setdefault(slot, []).append((line, cell))
            slot += _slots(line)
    page, before = len(sheet.pages), len(sheet.pages[-1][0])
    _place(sheet, grid, order)
    for runs, _ in sheet.pages[page - 1 :]:  # drawn slot by slot, read cell by cell
        runs[before:] = sorted(runs[before:], key=lambda run: run.cell or (0, 0, 0))
        before = 0


def _columns(table: Table) -> tuple[float, ...]:
    total = sum(table.widths) or 1.0
    xs = [0.0]
    for width in table.widths:
        xs.append(xs[-1] + INNER * width / total)
    return tuple(xs)


def _lines_of_cell(cell: Cell, xs: Sequence[float]) -> list[_Line]:
    last = min(cell.column - 1 + cell.columns, len(xs) - 1)
    width = max(xs[last] - xs[cell.column - 1] - 2 * PAD, 12.0)
    return [line for text in cell.content for line in _lines(text, width)]


def _slots(line: _Line) -> int:
    return max(1, math.ceil((line.height if line.picture else line.size * 1.3) / SLOT))


def _row_slots(table: Table, laid: Sequence[tuple[Cell, list[_Line]]]) -> tuple[int, ...]:
    heights = [1] * table.rows
    for cell, lines in laid:
        if cell.rows == 1:
            heights[cell.row - 1] = max(heights[cell.row - 1], sum(map(_slots, lines)))
    for cell, lines in laid:
        if cell.rows > 1:
            last = min(cell.row - 1 + cell.rows, table.rows)
            lacking = sum(map(_slots, lines)) - sum(heights[cell.row - 1 : last])
            heights[last - 1] += max(0, lacking)
    return tuple(heights)


def _place(sheet: _Sheet, grid: _Grid, order: dict[int, list[tuple[_Line, Cell]]]) -> None:
    """Row by row, slot by slot; a row goes to the next page whole if a page can hold it, in pieces if not."""
    whole = int((HEIGHT - 2 * MARGIN) / SLOT)
    for row, height in enumerate(grid.heights):
        if height <= whole and sheet.room < height * SLOT and not sheet.empty:
            sheet.turn()
        for slot in range(grid.starts[row], grid.starts[row] + height):
            lines = order.get(slot, ())
            tall = max((line.height for line, _ in lines if line.picture), default=SLOT)
            if sheet.room < max(SLOT, min(tall, HEIGHT - 2 * MARGIN)) and not sheet.empty:
                sheet.turn()
            _rules(sheet, grid, row, slot)
            for line, cell in lines:
                sheet.put(line, grid.left(cell) + PAD, _slots(line) * SLOT, (grid.table.number, cell.row, cell.column))
            sheet.empty = False
            sheet.y += SLOT


def _rules(sheet: _Sheet, grid: _Grid, row: int, slot: int) -> None:
    """The borders of the cells that this slot belongs to."""
    canvas = sheet.canvas
    canvas.setLineWidth(0.4)
    top, bottom = HEIGHT - sheet.y, HEIGHT - sheet.y - SLOT
    for cell in grid.rows[row]:
        left, right = grid.left(cell), grid.right(cell)
        canvas.line(left, top, left, bottom)
        canvas.line(right, top, right, bottom)
        if slot == grid.starts[cell.row - 1] or sheet.y == MARGIN:
            canvas.line(left, top, right, top)
        if slot == grid.ends(cell) - 1 or sheet.room < 2 * SLOT:
            canvas.line(left, bottom, right, bottom)


# --- lines ----------------------------------------------------------------------------------------------------------


def _lines(text: Text, width: float) -> list[_Line]:
    lines = [line for part in _split(text, width) for line in part]
    for picture in text.pictures:
        scale = min(1.0, width / picture.width, (HEIGHT - 2 * MARGIN - 8) / picture.height)
        lines.append(
            _Line(
                "", (), text.size, 0.0, text.place, Picture(picture.data, picture.width * scale, picture.height * scale)
            )
        )
    return lines


def _split(text: Text, width: float) -> list[list[_Line]]:
    """A paragraph cut at its own line breaks and then to the width; an empty one is one empty line."""
    if not text.text and text.pictures:
        return []
    parts, offset = [], 0
    for number, piece in enumerate(text.text.split("\n")):
        indent = text.indent if number == 0 and text.indent < width / 2 else 0.0
        parts.append(_wrap(piece, text, width, indent, offset))
        offset += len(piece) + 1
    return parts


def _wrap(piece: str, text: Text, width: float, indent: float, offset: int) -> list[_Line]:
    lines: list[_Line] = []
    start = 0
    while True:
        room = width - (indent if start == 0 else 0.0)
        end, lefts = _fit(piece, start, room, text.size)
        part = piece[start:end]
        free = room - lefts[-1]
        shift = (indent if start == 0 else 0.0) + {"center": free / 2, "right": free}.get(text.align, 0.0)
        place = text.place
        if len(part) < len(text.text):
            place = f"{place} / characters {offset + start}-{offset + end}"
        lines.append(_Line(part, lefts, text.size, max(shift, 0.0), place))
        start = end
        if start >= len(piece):
            return lines


def _fit(piece: str, start: int, room: float, size: float) -> tuple[int, tuple[float, ...]]:
    """How far the line goes, and where each of its characters begins. Always at least one character."""
    lefts = [0.0]
    end = start
    while end < len(piece):
        step = _advance(piece[end]) * size
        if lefts[-1] + step > room + 0.01 and end > start:
            break
        lefts.append(lefts[-1] + step)
        end += 1
    if end < len(piece):
        end = _good_break(piece, start, end)
    return end, tuple(lefts[: end - start + 1])


def _good_break(piece: str, start: int, end: int) -> int:
    """A little earlier, so that no number is cut and no line begins with a closing mark or ends with an opening one."""
    best = end
    while best > start + 1 and end - best < 24:
        before, after = piece[best - 1], piece[best]
        word = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        if not word and after not in _NO_START and before not in _NO_END:
            return best
        best -= 1
    return end


@cache
def _advance(character: str) -> float:
    """Advance width at one point of size."""
    return fonts.width(character, FACE, 1.0)


def _text(canvas: Any, text: str, lefts: Sequence[float], baseline: float, size: float) -> None:
    at = 0
    for face, part in fonts.runs(text, FACE):
        canvas.setFont(fonts.register(face), size)
        canvas.drawString(lefts[at], baseline, part)
        at += len(part)


def _picture(canvas: Any, picture: Picture, x: float, y: float) -> bool:
    """Draws it, or an empty frame where its format is beyond us (WMF, EMF). Gives whether pixels were drawn."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    bottom = HEIGHT - y - picture.height
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            image.load()
            reader = ImageReader(image.convert("RGB"))
        canvas.drawImage(reader, x, bottom, picture.width, picture.height)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        canvas.setLineWidth(0.4)
        canvas.rect(x, bottom, picture.width, picture.height)
    return True
