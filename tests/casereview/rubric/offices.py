"""A workbook or a Word file with the tables that a test names, as an office would hand them in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = Sequence[object]


def a_book(folder: Path, *sheets: Sequence[Row], merged: Sequence[str] = ()) -> Path:
    import xlsxwriter

    file = folder / "某局评查表.xlsx"
    book = xlsxwriter.Workbook(str(file))
    for number, rows in enumerate(sheets, 1):
        page = book.add_worksheet(f"表{number}")
        for r, row in enumerate(rows):
            page.write_row(r, 0, row)
        for area in merged:
            first = area.split(":")[0]
            at, column = int(first[1:]) - 1, ord(first[0]) - 65
            page.merge_range(area, rows[at][column] if column < len(rows[at]) else "")
    book.close()
    return file


def a_word(folder: Path, *blocks: str | Sequence[Row], frame: bool = False, merged: Sequence[tuple[int, ...]] = ()) -> Path:  # fmt: skip
    from docx import Document

    document = Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        home: Any = document.add_table(1, 1).cell(0, 0) if frame else document
        table = home.add_table(len(block), len(block[0]))
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                table.cell(r, c).text = str(text)
        for r0, c0, r1, c1 in merged:
            table.cell(r0, c0).merge(table.cell(r1, c1))
    document.save(str(folder / "评查表.docx"))
    return folder / "评查表.docx"
