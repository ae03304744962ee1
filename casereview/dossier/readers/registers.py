"""A register of cases (案件台账): a workbook with one case a row. Found by its headers, read into values, nothing inferred."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from casereview.documents.sheets import Cell, letters
from casereview.dossier.readers import refusals, workbooks
from casereview.dossier.readers.kinds import kind_of
from casereview.dossier.readers.workbooks import Book, Sheet
from casereview.files import sha256_of
from casereview.text import fold

KINDS = ("xlsx", "xls", "sheetml")
_HEADERS: dict[str, tuple[str, ...]] = {
    "case_no": ("案号", "案件编号", "案卷编号", "立案号", "立案编号", "案件号", "案卷号"),
    "decision.no": (
        "决定书文号",
        "处罚决定书文号",
        "行政处罚决定书文号",
        "处罚决定书编号",
        "处罚文号",
        "文号",
        "文书号",
        "决定书编号",
    ),
    "party.name": (
        "当事人",
        "当事人名称",
        "当事人姓名",
        "当事人姓名或名称",
        "当事人姓名名称",
        "被处罚人",
        "行政相对人",
        "行政相对人名称",
        "相对人",
    ),
    "cause": ("案由", "案件名称", "违法行为", "违法事实", "案件案由"),
    "filed_on": ("立案日期", "立案时间"),
    "decision.made_on": (
        "决定日期",
        "处罚决定日期",
        "处罚日期",
        "作出决定日期",
        "处罚决定时间",
        "决定时间",
        "处罚时间",
    ),
    "decision.amount": ("罚款金额", "处罚金额", "罚款数额", "罚款", "罚没金额", "处罚数额"),
    "closed_on": ("结案日期", "结案时间"),
    "officer": ("办案人员", "执法人员", "承办人", "办案人", "经办人", "承办人员", "案件承办人"),
    "vehicle_plate": ("车牌号", "车牌号码", "车号", "号牌号码"),
}
# Columns that registers have and that no fact is taken from.
_OTHERS = (
    "序号", "编号", "备注", "执法门类", "业务领域", "案卷类型", "案件类型", "处理类型", "办案机构", "办案单位", "执法机构", "单位", "地市",
    "省", "是否重大案件", "案件来源", "案发时间", "案发地点", "处罚种类", "处罚依据", "联系电话", "是否结案", "缴款日期", "处罚内容", "处罚结果",
)  # fmt: skip
_KNOWN = {fold(word): key for key, words in _HEADERS.items() for word in words}
_NAMING = {"case_no", "decision.no", "party.name"}
_TOTAL = re.compile(r"合计|总计|小计")
_CORE = re.compile(r"(?P<prefix>[^\d〔\[（(【]*)[〔\[（(【]?\s*(?P<year>(?:19|20)\d\d)\s*[〕\]）)】年]?\s*(?:字?第|-|—|_)?\s*0*(?P<number>\d{1,6})(?!\d)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Core:
    """Year and running number of a case, and what stands before them ("晋交执罚")."""

    prefix: str
    year: int
    number: int

    def fits(self, other: Core) -> bool:
        return (self.year, self.number) == (other.year, other.number)


@dataclass(frozen=True, slots=True)
class Row:
    """One case. at: where its row begins ("台账!A5"); values by name of fact, as facts are written; texts: the words there."""

    at: str
    values: tuple[tuple[str, object], ...]
    texts: tuple[tuple[str, str], ...]

    def get(self, name: str) -> object:
        return dict(self.values).get(name)

    @property
    def cores(self) -> tuple[Core, ...]:
        found = (core_of(str(self.get(name) or "")) for name in ("case_no", "decision.no"))
        return tuple(core for core in found if core is not None)


@dataclass(frozen=True, slots=True)
class Register:
    """A workbook that lists cases: its hash, the name it came under, its rows, and where its bytes lie now."""

    sha256: str
    name: str
    rows: tuple[Row, ...] = ()
    path: str = field(default="", compare=False)


def core_of(text: str) -> Core | None:
    """The core of a case number as people write it: 晋交执罚〔2024〕001号, 2024-1, (2024)第1号."""
    found = _CORE.search(text)
    if found is None:
        return None
    prefix = re.sub(r"[^\u4e00-\u9fff]", "", found["prefix"])
    return Core(prefix, int(found["year"]), int(found["number"]))


def read(path: Path, name: str) -> Register | None:
    """The register that a file is, None if it is none. Raises the refusals of a workbook."""
    kind = kind_of(path, name)
    if kind not in KINDS:
        return None
    found = rows(workbooks.read(path, name, kind))
    return Register(sha256_of(path), name, found, str(path)) if found else None


def look(path: str, name: str, report: Callable[..., None]) -> Register | None:
    """`read`, as a guarded reader does it; what cannot be read is no register."""
    try:
        return read(Path(path), name)
    except (refusals.Refused, OSError):
        return None


def rows(book: Book) -> tuple[Row, ...]:
    """The cases that its sheets list; none if no sheet has the headers of a register."""
    return tuple(row for sheet in book.sheets for row in _rows(sheet))


def _rows(sheet: Sheet) -> Iterator[Row]:
    for number, row in enumerate(sheet.rows[:10]):
        found = _columns(row)
        if found:
            for at, values in enumerate(sheet.rows[number + 1 :], number + 1):
                case = _row(sheet, at, values, found, row)
                if case is not None:
                    yield case
            return


def _columns(row: Sequence[object]) -> dict[int, str]:
    """Column -> name of fact, {} for what is no header of a register: few of its words, or words of a form between values."""
    heads = {c: _head(value) for c, value in enumerate(row) if str(value or "").strip()}
    found: dict[int, str] = {}
    for column, head in heads.items():
        key = _KNOWN.get(head)
        if key and key not in found.values():
            found[column] = key
    others = {fold(word) for word in _OTHERS}
    expected = sum(head in _KNOWN or head in others for head in heads.values())
    enough = len(found) >= 3 and _NAMING & set(found.values()) and expected >= 0.6 * len(heads)
    return found if enough else {}


def _head(value: object) -> str:
    """A header without its brackets and stars: 罚款金额(元), *案号."""
    return re.sub(r"\(.*?\)$", "", fold(str(value)).strip("*:"))


def _row(
    sheet: Sheet, at: int, values: Sequence[object], columns: dict[int, str], heads: Sequence[object]
) -> Row | None:
    found: list[tuple[str, object]] = []
    texts: list[tuple[str, str]] = []
    for column, name in columns.items():
        cell = Cell(f"{sheet.name}!{letters(column)}{at + 1}", values[column] if column < len(values) else "")
        value = _value(name, cell, str(heads[column]))
        if value not in ("", None, ()):
            found.append((name, value))
            texts.append((name, cell.text))
    named = {name for name, _ in found}
    if not _NAMING & named or len(named) < 2 or any(_TOTAL.search(text) for _, text in texts[:2]):
        return None
    return Row(f"{sheet.name}!A{at + 1}", tuple(found), tuple(texts))


def _value(name: str, cell: Cell, head: str) -> object:
    """As the catalogue of facts writes it; "" for an empty cell and for what is none of its kind."""
    try:
        if name in ("filed_on", "decision.made_on", "closed_on"):
            day = cell.value.date() if isinstance(cell.value, datetime) else cell.day()
            return day.isoformat() if isinstance(day, date) else ""
        if name == "decision.amount":
            return _money(cell, head)
    except (ValueError, ArithmeticError):
        return ""
    if name == "officer":
        return tuple(part for part in re.split(r"[、,，;；/\s]+", cell.text) if 2 <= len(part) <= 6)
    return "".join(cell.text.split())


def _money(cell: Cell, head: str) -> str:
    """Yuan as text with two places; 万元 in the header or behind the number is reckoned."""
    text = fold(cell.text).replace(",", "").removeprefix("¥").removeprefix("人民币")
    factor = Decimal(10_000) if "万" in head or text.endswith(("万", "万元")) else Decimal(1)
    bare = re.sub(r"(?:万元|万|元整|元)$", "", text)
    if not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return ""
    return f"{Decimal(bare) * factor:.2f}"
