"""Reading a table that somebody made in a spreadsheet program: rows as values, with the cell each came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from casereview.errors import CaseReviewError
from casereview.text import fold

_LONGEST = 50_000  # rows of one sheet; a sheet formatted to its end has a million empty ones
_DATE = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")


class NotATable(CaseReviewError):
    """The file is no workbook and no Word file that can be read; `file`."""

    code = "not-a-table"


class NoKnownColumns(CaseReviewError):
    """No sheet has a header row that is known; `file`, `wanted`: the headers looked for."""

    code = "no-known-columns"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the workbook holds it; at: sheet and cell as people write it ("人员!C4")."""

    at: str
    value: object

    @property
    def text(self) -> str:
        """The value as text; a whole number without its .0, an empty cell as ""."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, datetime):
            return self.value.date().isoformat()
        return str(self.value if self.value is not None else "").strip()

    def day(self) -> date | None:
        """The date, None if the cell is empty. Raises ValueError for what is no date."""
        if isinstance(self.value, datetime):
            return self.value.date()
        if isinstance(self.value, date):
            return self.value
        if isinstance(self.value, float) and 20_000 < self.value < 80_000:  # a serial number not formatted as a date
            return date(1899, 12, 30) + timedelta(days=int(self.value))
        found = _DATE.search(self.text) or _EIGHT.fullmatch(self.text)
        if not self.text:
            return None
        if not found:
            raise ValueError(self.text)
        return date(*(int(part) for part in found.groups()))

    def number(self) -> Decimal | None:
        """The number, None if the cell is empty. Raises ValueError for what is no number."""
        bare = re.sub(r"[,，\s]|学时|小时|%|人|台|份|项$", "", self.text)
        if not bare:
            return None
        try:
            return Decimal(bare)
        except InvalidOperation as problem:
            raise ValueError(self.text) from problem


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet under its header row. rows: column key -> cell; unknown: headers that nothing is known of."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    unknown: tuple[str, ...]
    title: str = ""


def read_tables(path: Path, synonyms: Mapping[str, tuple[str, ...]], least: int = 2) -> list[Table]:
    """Every sheet of a workbook, or table of a DOCX, in which at least `least` headers are known, in any order and under a title or not.

    synonyms  column key -> what people call it; a header matches without regard to spaces, width, brackets behind it
    Raises NotATable, NoKnownColumns.
    """
    sheets = _of_word(path) if path.suffix.lower() == ".docx" else _of_workbook(path)
    known = {_header(word): key for key, words in synonyms.items() for word in words}
    tables = [table for name, rows in sheets if (table := _table(name, rows, known, least))]
    if not tables:
        raise NoKnownColumns(file=path.name, wanted="、".join(words[0] for words in synonyms.values()))
    return tables


def _of_workbook(path: Path) -> list[tuple[str, list[list[object]]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        return [
            (name, [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)])
            for name in book.sheet_names
        ]
    except (CalamineError, OSError) as problem:
        raise NotATable(file=path.name) from problem


def _of_word(path: Path) -> list[tuple[str, list[list[object]]]]:
    """The tables of a Word file; a merged cell says its text in each place it covers."""
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        tables = Document(str(path)).tables
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as problem:
        raise NotATable(file=path.name) from problem
    return [
        (f"表{number}", [[cell.text for cell in row.cells] for row in table.rows])
        for number, table in enumerate(tables, 1)
    ]


def _header(text: object) -> str:
    return re.sub(r"[(\[].*?[)\]]$", "", fold(str(text)).lstrip("*"))


def _table(name: str, rows: Sequence[Sequence[object]], known: Mapping[str, str], least: int) -> Table | None:
    best, keys = -1, dict[int, str]()
    for number, row in enumerate(rows[:12]):
        found: dict[int, str] = {}
        for column, value in enumerate(row):
            key = known.get(_header(value)) if value not in ("", None) else None
            if key and key not in found.values():
                found[column] = key
        if len(found) > len(keys):
            best, keys = number, found
    if len(keys) < least:
        return None
    strange = [str(value).strip() for c, value in enumerate(rows[best]) if c not in keys and str(value or "").strip()]
    title = next((str(value).strip() for row in rows[:best] for value in row if str(value or "").strip()), "")
    return Table(name, tuple(keys.values()), tuple(_filled(name, rows, best, keys)), tuple(strange), title)


def _filled(
    name: str, rows: Sequence[Sequence[object]], header: int, keys: Mapping[int, str]
) -> Iterator[dict[str, Cell]]:
    for number, row in enumerate(rows[header + 1 : header + 1 + _LONGEST], header + 2):
        cells = {key: Cell(f"{name}!{letters(c)}{number}", row[c] if c < len(row) else "") for c, key in keys.items()}
        if any(cell.text for cell in cells.values()):
            yield cells


def letters(column: int) -> str:
    """The letters of a column, from 0: A … Z, AA …"""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
