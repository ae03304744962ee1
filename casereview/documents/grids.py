"""A Word file or workbook as what stands in it, in order: paragraphs and tables. Of merged cells only the first holds the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from casereview.documents.sheets import NotATable, letters


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or sheet by its name; rows of values, as many in each as the file gives."""

    name: str
    rows: tuple[tuple[object, ...], ...]

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
    return [Grid(name, tuple(tuple(row) for row in rows)) for name, rows in sheets]


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
            number = sum(isinstance(known, Grid) for known in blocks) + 1
            blocks.append(Grid(f"表{number}", _rows(block)))
        else:
            blocks.append(block.text)
    return blocks


def _rows(table: object) -> tuple[tuple[object, ...], ...]:
    """python-docx gives a merged cell once for each place it covers: all but the first are emptied."""
    seen: set[int] = set()
    rows: list[tuple[object, ...]] = []
    kept = []  # holds the elements, so that no identity is given twice
    for row in table.rows:  # type: ignore[attr-defined]
        texts = []
        for cell in row.cells:
            new = id(cell._tc) not in seen
            seen.add(id(cell._tc))
            kept.append(cell._tc)
            texts.append(cell.text if new else "")
        rows.append(tuple(texts))
    return tuple(rows)
