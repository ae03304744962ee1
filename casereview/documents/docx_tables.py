"""Tables of a DOCX, written as XML in one piece: python-docx counts a table's cells anew for every row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from casereview.documents.docx_parts import faces
from casereview.documents.layout import MM, Style
from casereview.documents.model import Cell, Row, Table

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_JC = {"left": "left", "center": "center", "right": "right", "both": "both"}
_LONG = 600  # characters of a row that may be parted by a page's end
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_element(block: Table, styles: dict[str, Style], width: float) -> object:
    """The w:tbl of a table: fixed widths, a head that repeats, rows that stay whole."""
    total = sum(column.width for column in block.columns)
    widths = [round(column.width / total * width * 20) for column in block.columns]
    rows = [_row(row, block, styles, widths) for row in block.rows]
    if block.headed:
        heads = tuple(Cell(column.title, label=True) for column in block.columns)
        rows.insert(0, _row(heads, block, styles, widths, head=True))
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    margins = "".join(
        f'<w:{side} w:w="{twips}" w:type="dxa"/>'
        for side, twips in (("top", 50), ("left", 70), ("bottom", 50), ("right", 70))
    )
    grid = "".join(f'<w:gridCol w:w="{twips}"/>' for twips in widths)
    return parse_xml(
        f'<w:tbl {_NAMES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(row: Row, block: Table, styles: dict[str, Style], widths: Sequence[int], *, head: bool = False) -> str:
    cells = [given if isinstance(given, Cell) else Cell(given) for given in row]
    properties = ""
    if block.whole or sum(len(cell.text) for cell in cells) < _LONG:
        properties += "<w:cantSplit/>"
    if block.high and not head:
        properties += f'<w:trHeight w:val="{round(block.high * MM * 20)}" w:hRule="atLeast"/>'
    if head:
        properties += "<w:tblHeader/>"
    at, made = 0, []
    for cell in cells:
        style = _style(cell, block, styles, at)
        made.append(_cell(cell, style, sum(widths[at : at + cell.span])))
        at += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def _style(cell: Cell, block: Table, styles: dict[str, Style], at: int) -> Style:
    style = styles["head" if cell.label else "cell"]
    if block.size:
        style = replace(style, size=block.size, leading=block.size * 1.42)
    leads = cell.label and cell.span == len(block.columns)  # a label across the table stays with the row below
    align = cell.align or ("center" if cell.label else block.columns[at].align)
    return replace(style, align=align, with_next=block.whole or leads)


def _cell(cell: Cell, style: Style, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    keep = "<w:keepNext/>" if style.with_next else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{keep}'
        f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"'
        f' w:line="{round(style.leading * 20)}" w:lineRule="exact"/><w:jc w:val="{_JC[style.align]}"/></w:pPr>'
        f"{_runs(cell.text, style)}</w:p></w:tc>"
    )


def _runs(text: str, style: Style) -> str:
    size = round(style.size * 2)
    made = []
    for name, part in faces(_NO_XML.sub("", text), style.face):
        font = quoteattr(name)
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in part.split("\n"))
        made.append(
            f'<w:r><w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font} w:hint="eastAsia"/>'
            f'<w:sz w:val="{size}"/></w:rPr>{lines}</w:r>'
        )
    return "".join(made)
