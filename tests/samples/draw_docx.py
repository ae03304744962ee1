"""Papers as Word files, as offices save them: tables with merged cells, no fixed page count."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.samples.blocks import Cell, Grid, Picture, Sheet, Text, placed
from tests.samples.pictures import evidence

_FACES = {"song": "宋体", "hei": "黑体", "kai": "楷体", "fang": "仿宋", "title": "方正小标宋简体"}
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_ZIP_TIME = (2025, 1, 2, 8, 0, 0)


def _write(paragraph: Any, text: str, size: float, align: str, face: str = "song") -> None:
    paragraph.alignment = _ALIGN[align]
    for place, part in enumerate(text.split("\n")):
        run = paragraph.add_run(part)
        run.font.size = Pt(size)
        run.font.name = "Times New Roman"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACES[face])
        if place < text.count("\n"):
            run.add_break()


def _fill(cell: Any, spec: Cell, size: float) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    lines = spec.text.split("\n") if spec.align == "left" else [spec.text]
    for place, text in enumerate(lines):
        _write(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), text, size, spec.align)


def _table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    unit = 16.2 / sum(grid.widths)
    for column, width in zip(table.columns, grid.widths):
        column.width = Cm(width * unit)
    for r, c, spec in placed(grid):
        cell = table.cell(r, c)
        if spec.cols > 1 or spec.rows > 1:
            cell = cell.merge(table.cell(r + spec.rows - 1, c + spec.cols - 1))
        cell.width = Cm(unit * sum(grid.widths[c : c + spec.cols]))
        _fill(cell, spec, grid.size)
        if spec.rows == 1:
            table.rows[r].height = Pt(max(spec.height, 22, table.rows[r].height.pt if table.rows[r].height else 0))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _paper(document: Any, sheet: Sheet) -> None:
    for block in sheet.blocks:
        if isinstance(block, Text):
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(block.after)
            paragraph.paragraph_format.line_spacing = 1.4
            if block.first:
                paragraph.paragraph_format.first_line_indent = Pt(block.size * 2)
            _write(paragraph, block.text, block.size, block.align, block.font)
        elif isinstance(block, Grid):
            _table(document, block)
        elif isinstance(block, Picture):
            document.add_picture(io.BytesIO(evidence(block.kind, block.text)), width=Cm(13))


def draw(sheets: list[Sheet]) -> bytes:
    """One Word file with a paper or several, page breaks between them."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for place, sheet in enumerate(sheets):
        if place:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _paper(document, sheet)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "zfdy_lr"
    properties.created = properties.modified = datetime(2025, 1, 2, 8, 0)
    properties.title = sheets[0].title
    out = io.BytesIO()
    document.save(out)
    return same_times(out.getvalue())


def same_times(archive: bytes) -> bytes:
    """The same ZIP with fixed times, so that two builds are equal."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
