"""Workbooks as tables: XLSX and XLS by calamine, Excel 2003 XML by ourselves. Nothing in them is run, followed or calculated.

A sheet becomes a reading view table by table, so that forms kept in Excel are read like forms kept in Word. What is
larger than people read is cut, and said so; the workbook itself is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from casereview.dossier.readers import refusals, workbook_sizes
from casereview.dossier.readers.blocks import Block, Cell, Content, PageBreak, Table, Text
from casereview.dossier.readers.safe import BROKEN, xml
from casereview.dossier.readers.word_package import attribute, child, local

MAX_ROWS = 2_000  # of a sheet
MAX_COLUMNS = 64
MAX_CELLS = 60_000  # drawn of a workbook
MAX_XML = 100 << 20
MAX_MERGED = 5_000
_USUAL = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.I)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of values from the top left corner; merged: (row, column, rows, columns), from 0; cut: there was more."""

    name: str
    rows: tuple[tuple[object, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    sheets: tuple[Sheet, ...]
    notes: tuple[tuple[str, dict[str, object]], ...] = field(default=())


def read(path: Path, name: str, kind: str) -> Book:
    """kind xlsx, xls or sheetml. Raises Damaged, HostileMarkup, TooLarge."""
    if kind == "sheetml":
        return Book(tuple(_sheets_2003(path, name)))
    if workbook_sizes.is_too_large(path, name, kind):
        return Book((), (("sheet-too-large", {}),))
    return _calamine(path, name)


def _calamine(path: Path, name: str) -> Book:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_path(path) as book:
            kinds = {sheet.name: sheet for sheet in book.sheets_metadata}
            hidden = [n for n, s in kinds.items() if s.visible != SheetVisibleEnum.Visible]
            sheets = tuple(
                _sheet(book, title)
                for title in book.sheet_names
                if title not in hidden and kinds[title].typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise refusals.PasswordUnsupported(file=name, format="XLS") from None
    except (CalamineError, *BROKEN):
        raise refusals.Damaged(file=name) from None
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # how Rust gives up; it is no Exception
            raise refusals.Damaged(file=name) from None
        raise
    notes: tuple[tuple[str, dict[str, object]], ...] = (
        (("sheets-hidden", {"names": "、".join(hidden), "count": len(hidden)}),) if hidden else ()
    )
    return Book(sheets, notes)


def _sheet(book: Any, title: str) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    rows: list[tuple[object, ...]] = []
    cut = sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS
    for row in sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS):
        rows.append(tuple(row[:MAX_COLUMNS]))
    merged = tuple(
        (r0, c0, r1 - r0 + 1, c1 - c0 + 1)
        for (r0, c0), (r1, c1) in (sheet.merged_cell_ranges or ())[:MAX_MERGED]
        if r0 < MAX_ROWS
    )
    return Sheet(title, tuple(rows), merged, cut)


# --- Excel 2003 XML -------------------------------------------------------------------------------------------------


def _sheets_2003(path: Path, name: str) -> Iterator[Sheet]:
    if path.stat().st_size > MAX_XML:
        raise refusals.TooLarge(file=name, limit=MAX_XML >> 20)
    root = xml(path.read_bytes(), name)
    if local(root) != "workbook":
        raise refusals.Damaged(file=name)
    for sheet in root:
        if local(sheet) == "worksheet":
            table = child(sheet, "table")
            yield _sheet_2003(attribute(sheet, "Name"), table if table is not None else ())


def _sheet_2003(name: str, table: Any) -> Sheet:
    rows: list[list[object]] = []
    merged: list[tuple[int, int, int, int]] = []
    cut = False
    at = 0
    for row in table:
        if local(row) != "row":
            continue
        at = _index(row, at + 1)
        if at > MAX_ROWS:
            cut = True
            break
        rows += [[] for _ in range(at - len(rows))]
        cut |= _row_2003(row, at - 1, rows[-1], merged)
    return Sheet(name, tuple(map(tuple, rows)), tuple(merged), cut)


def _row_2003(row: Any, number: int, into: list[object], merged: list[tuple[int, int, int, int]]) -> bool:
    """Gives whether cells beyond the widest were left out. `ss:Index` skips empty cells, `ss:MergeAcross` covers some."""
    at = 0
    for cell in row:
        if local(cell) != "cell":
            continue
        at = _index(cell, at + 1)
        if at > MAX_COLUMNS:
            return True
        into += [""] * (at - len(into))
        data = child(cell, "data")
        into[at - 1] = _value_2003(data) if data is not None else ""
        across, down = _number(attribute(cell, "MergeAcross")), _number(attribute(cell, "MergeDown"))
        if across or down:
            merged.append((number, at - 1, down + 1, across + 1))
        at += across
    return False


def _value_2003(data: Any) -> object:
    text = "".join(data.itertext())
    kind = attribute(data, "Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text


def _index(element: Any, usual: int) -> int:
    return max(_number(attribute(element, "Index")), usual)


def _number(text: str) -> int:
    return min(int(text), 1 << 21) if text.isascii() and text.isdigit() and len(text) < 9 else 0


# --- as blocks ------------------------------------------------------------------------------------------------------


def content(book: Book) -> Content:
    """Sheet by sheet, each from a new page: titles above, then the table. No blocks if nothing is written anywhere."""
    blocks: list[Block] = []
    left = MAX_CELLS
    cut = [sheet.name for sheet in book.sheets if sheet.cut]
    filled = [sheet for sheet in book.sheets if any(map(text_of, (v for row in sheet.rows for v in row)))]
    for number, sheet in enumerate(filled, 1):
        if left <= 0:
            cut.append(sheet.name)
            continue
        if blocks:
            blocks.append(PageBreak())
        if len(filled) > 1 and not _USUAL.fullmatch(sheet.name):
            blocks.append(Text(sheet.name, 9.0, place=f"sheet {number}"))
        found = list(_blocks(sheet, number))
        left -= sum(len(block.cells) for block in found if isinstance(block, Table))
        blocks += found
    names = "、".join(dict.fromkeys(cut))
    notes = (*book.notes, ("sheet-cut", {"names": names, "rows": MAX_ROWS})) if cut else book.notes
    return Content(tuple(blocks), notes)


def _blocks(sheet: Sheet, number: int) -> Iterator[Block]:
    """Rows with one cell above the table are its title; empty rows and columns at the edges say nothing."""
    covers = {(row, column): (rows, columns) for row, column, rows, columns in sheet.merged}
    texts = [[text_of(value) for value in row] for row in sheet.rows]
    while texts and not any(texts[-1]):
        texts.pop()
    start = 0
    while start < len(texts) and sum(map(bool, texts[start])) <= 1:
        title = next(filter(None, texts[start]), "")
        if title:
            yield Text(title, 14.0 if start == 0 else 10.5, "center", place=f"sheet {number} / row {start + 1}")
        start += 1
    rows = range(start, len(texts))
    columns = [c for c in range(MAX_COLUMNS) if any(len(texts[r]) > c and texts[r][c] for r in rows)]
    if columns:
        yield _table(number, texts, rows, columns, covers)


def _table(
    number: int,
    texts: Sequence[Sequence[str]],
    rows: range,
    columns: Sequence[int],
    covers: dict[tuple[int, int], tuple[int, int]],
) -> Table:
    place_of = {column: position for position, column in enumerate(columns, 1)}
    covered: set[tuple[int, int]] = set()
    cells = []
    for row in rows:
        for column in columns:
            if (row, column) in covered:
                continue
            down, across = covers.get((row, column), (1, 1))
            down = min(down, rows.stop - row)
            spanned = [c for c in columns if column <= c < column + across]
            covered |= {(row + r, c) for r in range(down) for c in spanned}
            text = texts[row][column] if column < len(texts[row]) else ""
            place = f"sheet {number} / cell {row + 1},{column + 1}"
            size = 10.5 if len(columns) <= 8 else 8.0
            cells.append(
                Cell(row - rows.start + 1, place_of[column], down, len(spanned), (Text(text, size, place=place),))
            )
    return Table(number, _widths(texts, rows, columns, covers), len(rows), tuple(cells))


def _widths(
    texts: Sequence[Sequence[str]],
    rows: range,
    columns: Sequence[int],
    covers: dict[tuple[int, int], tuple[int, int]],
) -> tuple[float, ...]:
    """By the longest text that stands in one column alone, within reason."""
    widths = []
    for column in columns:
        alone = (
            len(texts[r][column]) for r in rows if column < len(texts[r]) and covers.get((r, column), (1, 1))[1] == 1
        )
        widths.append(float(min(max([3, *alone]), 24)))
    return tuple(widths)


def text_of(value: object) -> str:
    """A value as people write it: whole numbers without .0, dates without an empty time."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime):
        empty = value.time() == time()
        return value.date().isoformat() if empty else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "".join(c for c in str(value if value is not None else "") if c >= " " or c == "\n").strip()
