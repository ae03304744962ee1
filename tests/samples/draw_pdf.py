"""Papers as PDF with text, page by page, with the bundled fonts by path."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pypdf import PdfReader
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.doctemplate import LayoutError

from tests.samples.blocks import Block, Cell, Grid, Picture, Sheet, Text, placed
from tests.samples.pictures import evidence, seal

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
_FILES = {"song": "Song", "hei": "Hei", "kai": "Kai", "fang": "FangSong", "title": "Title"}
_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
_WIDTH = A4[0] - 2 * 68


@cache
def _register() -> None:
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(f"sample-{name}", str(FONTS / f"CaseReview{file}.ttf")))


class _Seal(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Takes no room: the seal lies over what was drawn before it."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.body = body
        self.width = self.height = 0

    def draw(self) -> None:
        self.canv.drawImage(seal(self.body), _WIDTH - 175, -14, 108, 108, mask="auto")


def _paragraph(
    text: str, size: float, align: str, font: str = "song", first: bool = False, after: float = 0
) -> Paragraph:
    style = ParagraphStyle(
        "p", fontName=f"sample-{font}", fontSize=size, leading=size * 1.5, alignment=_ALIGN[align], wordWrap="CJK",
        firstLineIndent=size * 2 if first else 0, spaceAfter=after,
    )  # fmt: skip
    body = "<br/>".join(escape(line).replace("  ", "\u00a0 ") for line in text.split("\n"))
    return Paragraph(body or "\u00a0", style)


def _table(grid: Grid) -> Table:
    columns = len(grid.widths)
    data: list[list[Any]] = [[""] * columns for _ in grid.rows]
    look: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    heights: list[float] = [0.0] * len(grid.rows)
    unit = _WIDTH / sum(grid.widths)
    for r, c, cell in placed(grid):
        data[r][c] = _paragraph(cell.text, grid.size, cell.align)
        if cell.cols > 1 or cell.rows > 1:
            look.append(("SPAN", (c, r), (c + cell.cols - 1, r + cell.rows - 1)))
        room = unit * sum(grid.widths[c : c + cell.cols]) - 6
        need = max(data[r][c].wrap(room, 9999)[1] + 8, cell.height, 24)
        _share(heights, r, cell, need)
    return Table(data, [w * unit for w in grid.widths], heights, style=TableStyle(look))


def _share(heights: list[float], row: int, cell: Cell, need: float) -> None:
    """Give a cell the height it needs, the last of its rows taking what is missing."""
    lacking = need - sum(heights[row : row + cell.rows - 1])
    heights[row + cell.rows - 1] = max(heights[row + cell.rows - 1], lacking, 24)


def _flow(block: Block, seals: bool) -> list[Any]:
    if isinstance(block, Text):
        return [_paragraph(block.text, block.size, block.align, block.font, block.first, block.after)]
    if isinstance(block, Grid):
        return [_table(block), Spacer(1, 6)]
    if isinstance(block, Picture):
        return [Image(io.BytesIO(evidence(block.kind, block.text)), 330, 220), Spacer(1, 6)]
    return [_Seal(block.body)] if seals else []


def draw(sheet: Sheet, first_page: int, seals: bool) -> bytes:
    """One paper as a PDF; page numbers of the dossier from `first_page` in the lower right corner, if it is numbered."""
    _register()

    def number(canvas: Canvas, document: Any) -> None:
        if sheet.numbered:
            canvas.setFont("sample-song", 10)
            canvas.drawRightString(A4[0] - 40, 34, str(first_page + document.page - 1))

    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=68, rightMargin=68, topMargin=60, bottomMargin=56, invariant=1, title=sheet.title,
        author="", creator="", producer="",
    )  # fmt: skip
    story = [piece for block in sheet.blocks for piece in _flow(block, seals)]
    try:
        document.build(story, onFirstPage=number, onLaterPages=number)
    except LayoutError as error:
        raise ValueError(f"{sheet.title} does not fit: {error}") from None
    return out.getvalue()


def pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)
