"""Tables as a workbook: heads that stay in sight, filters, numbers that are numbers, pages that print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from casereview.documents.fonts import WORD_NAMES, Face
from casereview.documents.layout import units

Value = str | int | float | Decimal | date | None

_NARROW, _WIDE = 6.0, 48.0  # least and greatest width of a column, in characters of the workbook
_STILL = datetime(2024, 1, 1)  # no clock: the same tables make the same file


@dataclass(frozen=True, slots=True)
class Field:
    """A column. choices: what a cell may hold; locked: greyed, not for the office to fill; percent: 0.25 shows as 25.0%."""

    title: str
    width: float = 0.0  # characters; 0: from the content
    choices: tuple[str, ...] = ()
    locked: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. heads: a plain text is a plain column; title stands above the heads ("" for none); note below the rows; chart: columns (label, value) drawn as bars."""

    name: str
    heads: tuple[Field | str, ...]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    note: str = ""
    landscape: bool = True
    chart: tuple[int, int] | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(Field(head) if isinstance(head, str) else head for head in self.heads)


def write(sheets: Sequence[Sheet]) -> bytes:
    """The workbook. Texts are written as texts: nothing becomes a formula or a link."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _STILL})
        for sheet in sheets:
            _write_sheet(book, sheet)
    return out.getvalue()


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(_safe(sheet.name))
    last = len(sheet.fields) - 1
    top = 0
    if sheet.title:
        form = book.add_format(
            {"font_name": WORD_NAMES[Face.HEI], "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        page.set_row(0, 30)
        if last:
            page.merge_range(0, 0, 0, last, sheet.title, form)
        else:
            page.write_string(0, 0, sheet.title, form)
        top = 1
    _heads(book, page, sheet, top)
    _rows(book, page, sheet, top + 1)
    end = top + len(sheet.rows)
    if sheet.rows:
        page.autofilter(top, 0, end, last)
    if sheet.note:
        page.write_string(end + 1, 0, sheet.note, book.add_format({"font_name": WORD_NAMES[Face.SONG], "font_size": 9}))
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页 共 &N 页")
    if sheet.landscape:
        page.set_landscape()
    if sheet.chart and sheet.rows:
        _chart(book, page, sheet, top + 1, end)


def _safe(name: str) -> str:
    return "".join("_" if character in "[]:*?/\\" else character for character in name)[:31] or "Sheet"


def _heads(book: Any, page: Any, sheet: Sheet, top: int) -> None:
    form = book.add_format(
        {"font_name": WORD_NAMES[Face.HEI], "font_size": 10.5, "border": 1, "bg_color": "#E8ECF0", "align": "center",
         "valign": "vcenter", "text_wrap": True}
    )  # fmt: skip
    for number, field in enumerate(sheet.fields):
        page.write_string(top, number, field.title, form)
        page.set_column(number, number, field.width or _fitting(sheet, number))
        if field.choices and sheet.rows:
            rule = {"validate": "list", "source": list(field.choices)}
            page.data_validation(top + 1, number, top + len(sheet.rows), number, rule)


def _fitting(sheet: Sheet, column: int) -> float:
    longest = max((units(str(row[column] or "")) for row in sheet.rows), default=0)
    return min(max(longest * 2 + 2, units(sheet.fields[column].title) * 2 + 4, _NARROW), _WIDE)


def _rows(book: Any, page: Any, sheet: Sheet, top: int) -> None:
    base = {"font_name": WORD_NAMES[Face.SONG], "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
    forms = [
        {
            kind: book.add_format(base | more | ({"bg_color": "#F5F5F5"} if field.locked else {}))
            for kind, more in (
                ("text", {}),
                ("number", {"num_format": "0.0%" if field.percent else "General", "align": "center"}),
                ("date", {"num_format": "yyyy-mm-dd", "align": "center"}),
            )
        }
        for field in sheet.fields
    ]
    for at, row in enumerate(sheet.rows, top):
        for column, value in enumerate(row):
            _cell(page, at, column, value, forms[column])


def _cell(page: Any, row: int, column: int, value: Value, forms: dict[str, Any]) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, forms["text"])
        case bool() | str():
            page.write_string(row, column, str(value), forms["text"])
        case int() | float() | Decimal():
            page.write_number(row, column, value, forms["number"])
        case date():
            page.write_datetime(row, column, value, forms["date"])


def _chart(book: Any, page: Any, sheet: Sheet, first: int, last: int) -> None:
    label, value = sheet.chart or (0, 0)
    name = _safe(sheet.name)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, first, label, last, label],
            "values": [name, first, value, last, value],
            "data_labels": {"value": True},
            "fill": {"color": "#6E7F91"},
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": sheet.fields[value].title})
    chart.set_y_axis({"reverse": True})
    page.insert_chart(last + 3, 0, chart)
