"""The pieces that platypus places: text, tables, bars and the imprint. Each measures once and splits in linear time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from casereview.documents import fonts, typeset
from casereview.documents.fonts import Face
from casereview.documents.layout import IMPRINT_THICK, IMPRINT_THIN, MM, RED, Style, units
from casereview.documents.model import BarChart, Cell, Imprint, Table

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_FUZZ = 1e-7  # of sums of heights; more than 1e-6 beyond the page and reportlab refuses the part
_PAD_X, _PAD_Y = 3.5, 3.0  # points inside a cell
_RULE = 0.5  # points


class Text(Flowable):  # type: ignore[misc]
    """One paragraph of a style."""

    def __init__(self, lines: Sequence[typeset.Line], style: Style, *, start: bool = True) -> None:
        super().__init__()
        self.lines, self.style, self.start = list(lines), style, start
        self.spaceBefore = style.before if start else 0
        self.spaceAfter = style.after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, len(self.lines) * self.style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        fit = int((height + 0.01) / self.style.leading)
        if fit < 1 or len(self.lines) < 2:
            return []
        fit = min(fit, len(self.lines) - 1)
        return [
            Text(self.lines[:fit], replace(self.style, after=0), start=self.start),
            Text(self.lines[fit:], self.style, start=False),
        ]

    def parted(self, last: int) -> tuple[list[Text], list[Text]]:
        """The paragraph as what stands above its last lines, and these."""
        if len(self.lines) <= last:
            return [], [self]
        above = Text(self.lines[:-last], replace(self.style, after=0), start=self.start)
        return [above], [Text(self.lines[-last:], self.style, start=False)]

    def draw(self) -> None:
        left, right = self.style.left, self.style.right
        width = self.width - left - right
        typeset.drawn(self.canv, self.lines, self.style, left, self.height, width, self.start)


def text(words: str, style: Style, width: float, lead: str = "", lead_face: Face = Face.KAI) -> Text:
    """A paragraph broken for a width; `lead` are its first words in another face."""
    spans = [(lead_face, lead), (style.face, words)] if lead else [(style.face, words)]
    return Text(typeset.broken(spans, style, width - style.left - style.right), style)


class RedRule(Flowable):  # type: ignore[misc]
    """版头线: a red line across the type area, `below` points under what stands above it."""

    def __init__(self, below: float, thickness: float) -> None:
        super().__init__()
        self.below, self.thickness = below, thickness

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.below + self.thickness

    def draw(self) -> None:
        self.canv.setStrokeColor(f"#{RED}")
        self.canv.setLineWidth(self.thickness)
        self.canv.line(0, self.thickness / 2, self.width, self.thickness / 2)
        self.canv.setStrokeColor("#000000")


@dataclass(frozen=True, slots=True)
class _Set:
    """A cell broken into lines, with its place in its row."""

    lines: tuple[typeset.Line, ...]
    style: Style
    x: float
    width: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: its cells and its height in points."""

    cells: tuple[_Set, ...]
    height: float
    leads: bool = False  # a label across the table: it stays with the row below

    def cut(self, room: float) -> tuple[_Line, _Line] | None:
        """The row as two rows of which the first is at most `room` high; None if no line fits."""
        upper, lower = [], []
        for cell in self.cells:
            fit = max(int((room - 2 * _PAD_Y) / cell.style.leading), 0)
            upper.append(replace(cell, lines=cell.lines[:fit]))
            lower.append(replace(cell, lines=cell.lines[fit:]))
        if not any(cell.lines for cell in upper) or not any(cell.lines for cell in lower):
            return None
        return _Line(tuple(upper), room), _Line(tuple(lower), _height(lower))


def _height(cells: Sequence[_Set], least: float = 0.0) -> float:
    return max([cell.height for cell in cells] + [least]) + 2 * _PAD_Y


class Grid(Flowable):  # type: ignore[misc]
    """A table: its head repeats on each page; a row goes to the next page whole unless it is very high."""

    def __init__(self, head: Sequence[_Line], rows: Sequence[_Line], width: float) -> None:
        super().__init__()
        self.head, self.rows, self.width = list(head), list(rows), width
        self.hAlign = "LEFT"

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.height = sum(row.height for row in (*self.head, *self.rows))
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        room = height - sum(row.height for row in self.head)
        fit = 0
        while fit < len(self.rows) and self.rows[fit].height <= room + _FUZZ:
            room -= self.rows[fit].height
            fit += 1
        while 0 < fit < len(self.rows) and self.rows[fit - 1].leads:
            fit -= 1
            room += self.rows[fit].height
        before, after = self.rows[:fit], self.rows[fit:]
        if after and room > 90 and after[0].height > 200:  # else the page would end far above its foot
            parts = after[0].cut(room)
            if parts:
                before, after = [*before, parts[0]], [parts[1], *after[1:]]
        if not before or not after:
            return []
        return [Grid(self.head, before, self.width), Grid(self.head, after, self.width)]

    def draw(self) -> None:
        y = self.height
        self.canv.setLineWidth(_RULE)
        for row in (*self.head, *self.rows):
            for cell in row.cells:
                self.canv.rect(cell.x, y - row.height, cell.width, row.height)
                top = y - (row.height - cell.height) / 2
                inner = cell.width - 2 * _PAD_X
                typeset.drawn(self.canv, cell.lines, cell.style, cell.x + _PAD_X, top, inner)
            y -= row.height


def grid(table: Table, styles: dict[str, Style], width: float) -> Grid:
    """A table broken for a width."""
    total = sum(column.width for column in table.columns)
    widths = [column.width / total * width for column in table.columns]
    head_style, cell_style = (_sized(styles[name], table.size) for name in ("head", "cell"))
    heads = [Cell(column.title, label=True) for column in table.columns]
    head = [_row(heads, table, widths, head_style, cell_style)] if table.headed else []
    rows = [_row(row, table, widths, head_style, cell_style) for row in table.rows]
    return Grid(head, rows, width)


def _sized(style: Style, size: float | None) -> Style:
    return replace(style, size=size, leading=size * 1.42) if size else style


def _row(row: Sequence[Cell | str], table: Table, widths: Sequence[float], head: Style, body: Style) -> _Line:
    cells: list[_Set] = []
    at, x = 0, 0.0
    for given in row:
        cell = given if isinstance(given, Cell) else Cell(given)
        wide = sum(widths[at : at + cell.span])
        base = head if cell.label else body
        align = cell.align or ("center" if cell.label else table.columns[at].align)
        style = replace(base, align=align)
        lines = typeset.broken([(style.face, cell.text)], style, wide - 2 * _PAD_X)
        cells.append(_Set(tuple(lines), style, x, wide))
        at, x = at + cell.span, x + wide
    leads = len(row) == 1 and isinstance(row[0], Cell) and row[0].label
    return _Line(tuple(cells), _height(cells, table.high * MM), leads)


class Bars(Flowable):  # type: ignore[misc]
    """A bar chart with the names to the left and the values behind the bars."""

    ROW, SIZE = 22.0, 10.5

    def __init__(self, chart: BarChart, width: float) -> None:
        super().__init__()
        self.chart, self.width = chart, width
        self.height = self.ROW * len(chart.labels) + 10

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        paint_bars(self.canv, self.chart, self.width, self.height, self.ROW, self.SIZE)


def paint_bars(canvas: Canvas, chart: BarChart, width: float, height: float, row: float, size: float) -> None:
    """Draws a chart with its lower left corner at the origin."""
    left = min(max(map(units, chart.labels), default=0) * size + 10, width * 0.4)
    most = width - left - 60
    canvas.setLineWidth(_RULE)
    canvas.line(left, 4, left, height - 2)
    for number, (label, value, shown) in enumerate(zip(chart.labels, chart.values, chart.shown)):
        y = height - 6 - (number + 1) * row
        long = max(0.0, min(1.0, value / chart.most if chart.most else 0.0)) * most
        canvas.setFillColor("#6E7F91")
        canvas.rect(left, y + 4, long, row - 8, stroke=0, fill=1)
        canvas.setFillColor("#000000")
        fonts.draw(canvas, left - 6 - fonts.width(label, Face.FANGSONG, size), y + 8, label, Face.FANGSONG, size)
        fonts.draw(canvas, left + long + 5, y + 8, shown, Face.FANGSONG, size)


class ImprintBlock(Flowable):  # type: ignore[misc]
    """版记: at the very foot of an even page (GB/T 9704-2012, 7.4); on an odd one it waits for the next."""

    def __init__(self, imprint: Imprint, style: Style, *, lying: bool = False) -> None:
        super().__init__()
        self.imprint, self.style, self.lying = imprint, style, lying
        self.copies: list[typeset.Line] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        style = self.style
        if self.imprint.copies:
            spans = [(style.face, self.imprint.copies)]
            self.copies = typeset.broken(spans, style, width - style.left - style.right)
        need = (len(self.copies) + 1) * style.leading + 8
        waits = self.lying or self.canv.getPageNumber() % 2 or need > height
        if waits and self._frame._atTop:
            # An empty page before the imprint bears no number either.
            self.canv.unnumbered = True
        self.width, self.height = width, height + 1 if waits else height
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        return [NextPageTemplate("portrait"), PageBreak(), ImprintBlock(self.imprint, self.style)]

    def draw(self) -> None:
        style, canvas = self.style, self.canv
        rows = self.copies
        # A page of the imprint alone bears no number (7.5).
        canvas.unnumbered = self._frame._atTop
        top = (len(rows) + 1) * style.leading + 4
        _rule(canvas, top, self.width, IMPRINT_THICK)
        if rows:
            typeset.drawn(canvas, rows, style, style.left, top - 1, self.width - style.left - style.right)
            _rule(canvas, style.leading + 2, self.width, IMPRINT_THIN)
        baseline = 2 + style.leading / 2 - style.size * 0.36
        fonts.draw(canvas, style.left, baseline, self.imprint.office, style.face, style.size)
        right = self.width - style.right - fonts.width(self.imprint.date, style.face, style.size)
        fonts.draw(canvas, right, baseline, self.imprint.date, style.face, style.size)
        _rule(canvas, 0, self.width, IMPRINT_THICK)


def _rule(canvas: Canvas, y: float, width: float, thickness: float) -> None:
    canvas.setLineWidth(thickness * MM)
    canvas.line(0, y, width, y)
