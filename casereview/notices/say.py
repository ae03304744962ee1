"""How figures, dates and cases are said in a notice, the same everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from casereview import words
from casereview.results.model import DossierResult, Lost, Problem, Results

GRADES = ("excellent", "good", "pass", "fail")
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Issue:
    """What the office says about one notice. number "" leaves room for it; signer only for upward documents.

    body    the issuing body; organ_code as in its document numbers ("晋交")
    members of the panel; 0 where the notice does not say
    """

    issued: date
    body: str = "晋中市交通运输局"
    organ_code: str = "晋交"
    number: str = ""
    deadline: date | None = None
    members: int = 0
    readers: int = 2

    @property
    def number_or_room(self) -> str:
        """The document number, or room to write it: 晋交〔2024〕　　号."""
        return self.number or f"{self.organ_code}〔{self.issued.year}〕　　号"


def day(value: date | str) -> str:
    """2024年3月28日, without leading zeros (GB/T 9704-2012, 7.3.5.4); "" for no date."""
    if not value:
        return ""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.year}年{found.month}月{found.day}日"


def share(part: int, whole: int) -> str:
    """25.0%: one place, half up; "—" of nothing."""
    if not whole:
        return "—"
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def points(value: Decimal | None) -> str:
    """Points without needless zeros; "—" where not scored."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def score(value: Decimal | None) -> str:
    """A score as it was rounded and frozen, its zeros kept: 90.0; "—" where not scored."""
    return "—" if value is None else f"{value:f}"


def numeral(number: int) -> str:
    """一 … 十, 十一 … 二十."""
    if number <= 10:
        return _NUMERALS[number - 1]
    return "十" + _NUMERALS[number - 11] if number < 20 else "二十"


def grade(code: str) -> str:
    return words.render(f"notice_grade.{code}") if code else words.render("notice_grade.unscored")


def procedure(code: str) -> str:
    return words.render(f"notice_procedure.{code}") if code else "—"


def category(code: str) -> str:
    return words.render(f"category.{code}")


def system(code: str) -> str:
    return words.render(f"system.{code}")


def severity(code: str) -> str:
    return words.render(f"notice_severity.{code}")


def unit_name(results: Results, unit: str) -> str:
    """The name of a unit; its id where the results do not name it."""
    return next((one.name for one in results.units if one.unit == unit), unit)


def case(results: Results, one: DossierResult) -> str:
    """A dossier as a notice names it: unit, case number, cause. No person is named (处罚法 50条; notice practice)."""
    cause = f"{masked(one.cause)}案" if one.cause and not one.cause.endswith("案") else masked(one.cause)
    return f"{unit_name(results, one.unit)}“{case_no(one)}”{cause}"


def case_no(one: DossierResult) -> str:
    """The case number; where none was read, the dossier's own number, so that it can be found."""
    return one.case_no or words.render("notice_case.unnumbered", dossier=one.dossier[:8])


def problem(results: Results, found: Problem) -> str:
    """A problem in words that stand alone: the item, then what was wrong with it ("救济途径：期限错误")."""
    return named(item_title(results, found.item, found.rubric), found.text)


def item_title(results: Results, item: str, rubric: str = "") -> str:
    """The title of an item, "" where no sheet has it (a veto)."""
    sheets = (one for one in results.dossiers if not rubric or one.rubric == rubric)
    return next((found.title for one in sheets for found in one.items if found.item == item), "")


def named(item: str, text: str) -> str:
    """An item with what was wrong, unless the words name it already."""
    text = masked(text).rstrip("。")
    return text if not item or item in text else f"{item}：{text}"


def main_sheets(results: Results) -> list[DossierResult]:
    """The sheets that grade, best first within nothing: in the order of the results."""
    return [one for one in results.dossiers if one.main]


def occurrence(lost: Lost) -> str:
    """扣 2 分, or 2 处,扣 2 分."""
    return f"{lost.count}处，扣{points(lost.points)}分" if lost.count > 1 else f"扣{points(lost.points)}分"


# What stands in evidence and notes may hold what no notice prints (个人信息保护法 28条): numbers that name a person or a vehicle.
_ID = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
_USCC = re.compile(
    r"(?<![0-9A-Z])([0-9A-HJ-NPQRTUWXY]{2})\d{6}[0-9A-HJ-NPQRTUWXY]{8}([0-9A-HJ-NPQRTUWXY]{2})(?![0-9A-Z])"
)
_PHONE = re.compile(r"(?<!\d)(1)[3-9]\d{9}(?!\d)")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z])[·•.]?([A-HJ-NP-Z0-9]{3,4})([A-HJ-NP-Z0-9挂学]{2})"
    r"(?![A-Z0-9])"
)


def masked(text: str) -> str:
    """The text with ID numbers, credit codes, telephone numbers and plates covered."""
    text = _ID.sub("（证件号已隐去）", text)
    text = _USCC.sub(r"\1******\2", text)
    text = _PHONE.sub(r"\1**********", text)
    return _PLATE.sub(r"\1***\3", text)


def unmasked(text: str) -> list[str]:
    """What `masked` would cover and is not covered."""
    found = (match.group(0) for pattern in (_ID, _USCC, _PHONE, _PLATE) for match in pattern.finditer(text))
    return list(dict.fromkeys(found))
