from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import python_calamine

from casereview.documents import xlsx
from casereview.documents.xlsx import Field, Sheet


def rows_of(content: bytes, sheet: int = 0) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python()]


def test_numbers_are_numbers_dates_are_dates_and_text_is_never_a_formula() -> None:
    sheet = Sheet("成绩", ("单位", "得分", "日期", "空"), [("=1+1", Decimal("86.5"), date(2024, 11, 4), None)])
    assert rows_of(xlsx.write([sheet])) == [["单位", "得分", "日期", "空"], ["=1+1", 86.5, date(2024, 11, 4), ""]]


def test_a_title_stands_above_the_heads_and_a_note_below_the_rows() -> None:
    sheet = Sheet("表/1", (Field("甲"), Field("乙")), [(1, 2)], title="成绩汇总", note="注：略")
    assert [row[0] for row in rows_of(xlsx.write([sheet]))] == ["成绩汇总", "甲", 1.0, "注：略"]


def test_names_that_a_workbook_forbids_are_made_fit() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(
        BytesIO(xlsx.write([Sheet("a[b]:c*?/\\" + "x" * 40, ("甲",), [])]))
    )
    assert book.sheet_names == ["a_b__c____" + "x" * 21]


def test_the_same_tables_make_the_same_file() -> None:
    sheet = Sheet("s", (Field("单位", choices=("甲", "乙")), Field("分")), [("甲", 1)], chart=(0, 1))
    assert xlsx.write([sheet]) == xlsx.write([sheet])
