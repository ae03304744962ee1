"""Amounts and dates in Chinese are read as they are written, and nothing that cannot be is read at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.dossier.facts import numerals, patterns

_CENTS = st.integers(0, 10**14 - 1)
_SMALL = "〇一二三四五六七八九"


@given(_CENTS)
def test_an_amount_in_capitals_reads_back_as_itself(cents: int) -> None:
    value = Decimal(cents) / 100
    assert numerals.amount(numerals.capitals(value)) == value


@given(_CENTS)
def test_an_amount_in_digits_reads_back_as_itself(cents: int) -> None:
    value = Decimal(cents) / 100
    assert numerals.amount(f"¥{value:,.2f}") == value
    assert numerals.amount(f"{value:.2f}元") == value


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("叁仟元整", "3000"),
        ("贰拾伍元柒角陆分", "25.76"),
        ("壹万零伍拾元整", "10050"),
        ("壹拾贰万叁仟元", "123000"),
        ("人民币叁万圆正", "30000"),
        ("三万元", "30000"),
        ("3万元", "30000"),
        ("1.5万元", "15000"),
        ("拾元整", "10"),
        ("￥3，000.00", "3000.00"),
        ("两千元", "2000"),
        ("壹仟元零伍分", "1000.05"),
    ],
)
def test_amounts_as_decisions_write_them(words: str, yuan: str) -> None:
    assert numerals.amount(words) == Decimal(yuan)


@pytest.mark.parametrize("words", ["", "元整", "叁叁元", "佰仟元", "叁仟元整整整", "abc元", "三十二日", "壹亿贰亿元"])
def test_what_is_no_amount_gives_none(words: str) -> None:
    assert numerals.amount(words) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_date_is_read_in_digits_and_in_chinese(day: date) -> None:
    chinese = "".join(_SMALL[int(d)] for d in str(day.year)) + f"年{_tens(day.month)}月{_tens(day.day)}日"
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y年%m月%d日}",
        f"{day.year}.{day.month}.{day.day}",
        chinese,
    ):
        assert [hit.value for hit in patterns.dates(text)] == [day.isoformat()], text


def _tens(n: int) -> str:
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _SMALL[tens] + "十") + (_SMALL[ones] if ones else "")


@pytest.mark.parametrize(
    "text", ["2023年2月30日", "2023年13月1日", "年月日", "2023年2月", "第2023号", "二〇二三年二月三十一日"]
)
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert list(patterns.dates(text)) == []
