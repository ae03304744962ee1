"""A Word file or workbook as what stands in it, in order: paragraphs and tables. Of merged cells only the first holds the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casereview.documents.indents import indents
from casereview.documents.sheets import NotATable, letters


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or sheet by its name; rows of values, as many in each as the file gives.

    indents  (row, column) from 0 -> spaces before the text there, where there are any
    """

    name: str
    rows: tuple[tuple[object, ...], ...]
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def at(self, row: int, column: int) -> str:
        """The address of a cell as people write it, from 0: "评查标准!C4"."""
        return f"{self.name}!{letters(column)}{row + 1}"


def read_blocks(path: Path) -> list[str | Grid]:
    """Raises NotATable for what is neither."""
    return _word(path) if path.suffix.lower() == ".docx" else _workbook(path)


def _workbook(path: Path) -> list[str | Grid]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, OSError) as problem:
        raise NotATable(file=path.name) from problem
    inset = indents(path)
    return [Grid(name, tuple(tuple(row) for row in rows), inset.get(name, {})) for name, rows in sheets]


def _word(path: Path) -> list[str | Grid]:
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as problem:
        raise NotATable(file=path.name) from problem
    blocks: list[str | Grid] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            _add(block, blocks)
        else:
            blocks.append(block.text)
    return blocks


def _add(table: Any, blocks: list[str | Grid]) -> None:
    """A table, and after it the tables that stand in its cells: a frame around a table is a table to Word."""
    number = sum(isinstance(known, Grid) for known in blocks) + 1
    blocks.append(Grid(f"表{number}", _rows(table)))
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                for inner in cell.tables:
                    _add(inner, blocks)


def _rows(table: Any) -> tuple[tuple[object, ...], ...]:
    """python-docx gives a merged cell once for each place it covers: all but the first are emptied."""
    seen: set[int] = set()
    rows: list[tuple[object, ...]] = []
    kept = []  # holds the elements, so that no identity is given twice
    for row in table.rows:
        texts = []
        for cell in row.cells:
            new = id(cell._tc) not in seen
            seen.add(id(cell._tc))
            kept.append(cell._tc)
            texts.append(cell.text if new else "")
        rows.append(tuple(texts))
    return tuple(rows)
