"""Papers drawn for tests: the same sheet once as PDF (lines and geometry only) and once as Word (cells).

A sheet is a list of items: a text is a paragraph, `Title` is centred and larger, a list of rows is a table;
None in a row widens the cell to its left.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from casereview.dossier import readers
from casereview.dossier.facts import read_facts
from casereview.dossier.model import Fact, Member, Paper
from casereview.dossier.papers import split
from casereview.words import RESOURCES

_FONT = "Drawn"


class Title(str):
    """A heading in the middle of its line."""


Row = Sequence[str | None]
Item = str | Sequence[Row]


def pdf_of(path: Path, *sheets: Sequence[Item]) -> Path:
    """Each sheet begins a page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    _register()
    body = ParagraphStyle("body", fontName=_FONT, fontSize=11, leading=18, wordWrap="CJK")
    title = ParagraphStyle("title", parent=body, fontSize=18, leading=26, alignment=1)
    story: list[Any] = []
    for number, sheet in enumerate(sheets):
        story += [PageBreak()] if number else []
        for item in sheet:
            if isinstance(item, str):
                story.append(Paragraph(item, title if isinstance(item, Title) else body))
            else:
                story.append(_pdf_table(item, body))
    SimpleDocTemplate(str(path), topMargin=60, bottomMargin=60).build(story)
    return path


def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, str(RESOURCES / "fonts" / "CaseReviewSong.ttf")))


def _pdf_table(rows: Sequence[Row], style: Any) -> Any:
    from reportlab.platypus import Paragraph, Table

    spans = [
        ("SPAN", (start, r), (start + _width(row, start) - 1, r))
        for r, row in enumerate(rows)
        for start, cell in enumerate(row)
        if cell is not None and _width(row, start) > 1
    ]
    cells = [[Paragraph(cell.replace("\n", "<br/>"), style) if cell else "" for cell in row] for row in rows]
    widths = [455 / len(rows[0])] * len(rows[0])
    table = Table(cells, colWidths=widths)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans])
    return table


def _width(row: Row, start: int) -> int:
    stop = start + 1
    while stop < len(row) and row[stop] is None:
        stop += 1
    return stop - start


def docx_of(path: Path, sheet: Sequence[Item]) -> Path:
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    for item in sheet:
        if isinstance(item, str):
            paragraph = document.add_paragraph(item)
            if isinstance(item, Title):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            table = document.add_table(len(item), len(item[0]))
            for r, row in enumerate(item):
                for c, cell in enumerate(row):
                    if cell is not None:
                        target = table.cell(r, c).merge(table.cell(r, c + _width(row, c) - 1))
                        target.text = cell
    document.save(str(path))
    return path


def members(folder: Path, kind: str, *sheets: Sequence[Item], name: str = "案卷") -> tuple[Member, ...]:
    """The sheets as one bound PDF, or as one Word file each."""
    if kind == "pdf":
        file = pdf_of(folder / f"{name}.pdf", *sheets)
        return (readers.read_file(file, file.name),)
    files = [docx_of(folder / f"{number:02}{name}.docx", sheet) for number, sheet in enumerate(sheets, 1)]
    return tuple(readers.read_file(file, file.name) for file in files)


def read(kind: str, *sheets: Sequence[Item]) -> tuple[tuple[Paper, ...], tuple[Fact, ...]]:
    """Papers and facts of the sheets."""
    folder = Path(tempfile.mkdtemp(prefix="drawn-"))
    try:
        held = members(folder, kind, *sheets)
    finally:
        shutil.rmtree(folder)
    papers = split(held)
    return papers, read_facts(held, papers)


def values(facts: Sequence[Fact], name: str) -> list[Any]:
    return [fact.value for fact in facts if fact.name == name]
