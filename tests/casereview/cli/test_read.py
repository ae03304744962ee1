"""`read` says what speaks against a reading: numbers whose check digit is wrong, papers that differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.casereview.cli.conftest import answer, say
from tests.casereview.dossier.drawn import Item, Title, pdf_of

_RIGHT = ("140702198806121230", "91140702MA0JX2CX0E")


def a_filing(folder: Path, id_no: str, uscc: str) -> Path:
    sheet: list[Item] = [
        Title("立案登记表"),
        "案号：晋交执罚〔2024〕021号　　案件来源：检查",
        f"当事人：何当真　身份证件号：{id_no}",
        f"统一社会信用代码：{uscc}",
    ]
    return pdf_of(folder / "a.pdf", sheet)


def doubted(value: Any) -> dict[str, list[str]]:
    return {fact["name"]: [doubt["code"] for doubt in fact["doubts"]] for fact in value["facts"] if fact["doubts"]}


def test_wrong_check_digits_are_reported_beside_the_number(tmp_path: Path) -> None:
    path = a_filing(tmp_path, "140702198806121239", "91140702MA0JX2CX09")
    value = answer("read", path)
    assert doubted(value) == {"party.id_no": ["id-check-digit"], "party.uscc": ["uscc-check-digit"]}
    assert {fact["name"]: fact["value"] for fact in value["facts"]}["party.id_no"] == "140702198806121239"
    lines = say("read", path).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "140702198806121239" in line)
    assert "校验码不符" in lines[at + 1]


def test_right_and_masked_numbers_are_not_doubted(tmp_path: Path) -> None:
    assert doubted(answer("read", a_filing(tmp_path, *_RIGHT))) == {}
    assert doubted(answer("read", a_filing(tmp_path, "1407**********1239", _RIGHT[1]))) == {}
