"""A rubric as the table that offices keep (Excel or Word): read with merged cells filled, every assumption named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview import words
from casereview.documents.sheets import Cell, read_tables
from casereview.documents.xlsx import Field, Sheet, write
from casereview.rubric.clauses import Clause, clauses, half, notation
from casereview.rubric.model import Rubric
from casereview.rubric.problems import findings_of

COLUMNS = {
    "section": ("一级指标", "评查类别", "类别", "一级项目", "评查环节", "部分"),
    "id": ("编号", "项目编号", "序号"),
    "title": ("评查项目", "二级指标", "项目", "项目名称", "评查内容"),
    "requirement": ("具体要求", "项目与要求", "评查标准", "三级指标", "评查要求", "要求"),
    "basis": ("依据", "法律依据", "评查依据"),
    "points": ("分值", "标准分", "满分", "分数"),
    "rules": ("扣分规则", "评分标准", "扣分标准", "评分办法", "评分细则", "扣分情形"),
    "note": ("适用条件",),
    "where": ("查看文书", "查看材料"),
}
# A section's name tells what its faults are about; what it does not tell is filing, and said so.
_CATEGORIES = (
    ("subject", "主体|资格|管辖"),
    ("investigation", "立案|调查|证据|取证"),
    ("notice", "告知|听证|权利"),
    ("review", "审核|讨论|审查"),
    ("service", "送达|执行"),
    ("systems", "公示|公开|记录|三项制度"),
    ("measure", "强制"),
    ("substance", "决定|裁量|法律|处罚"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """What was assumed or not understood: code of `[rubric_table]`, the cell, and whether it forbids a rubric."""

    code: str
    at: str
    parameters: dict[str, object] = field(default_factory=dict)
    error: bool = False

    def sentence(self, language: str = "zh") -> str:
        said = words.render(f"rubric_table.{self.code}", language, **self.parameters)
        return f"{self.at}: {said}" if self.at else said


@dataclass(frozen=True, slots=True)
class Draft:
    """What a table says. rubric None: an error among the notes forbids it."""

    rubric: Rubric | None
    notes: tuple[Note, ...]


def read_table(path: Path, *, code: str, title: str = "", version: str = "1") -> Draft:
    """A draft from a workbook or Word table. Raises NotATable, NoKnownColumns."""
    table = read_tables(path, COLUMNS, least=3)[0]
    notes: list[Note] = [Note("unknown-column", "", {"column": name}) for name in table.unknown]
    sections = _sections(table.rows, code, notes)
    full = sum((Decimal(i["points"]) for s in sections for i in s["items"]), Decimal(0))
    if full != 100:
        notes.append(Note("not-a-hundred", "", {"points": str(full)}))
    values = {
        "code": code,
        "title": title or table.title or path.stem,
        "version": version,
        "full_marks": str(full),
        "sections": sections,
    }
    notes.append(Note("to-add", ""))
    try:
        rubric = Rubric.model_validate(values)
    except ValidationError as problem:
        found = findings_of(problem, "", values)
        notes += [Note("invalid", "", {"zh": f.sentence("zh"), "en": f.sentence("en")}, True) for f in found]
        return Draft(None, tuple(notes))
    return Draft(None if any(note.error for note in notes) else rubric, tuple(notes))


def _sections(rows: Iterable[dict[str, Cell]], code: str, notes: list[Note]) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for row in rows:
        cell = {key: row.get(key, Cell("", "")) for key in COLUMNS}
        at = next(found.at for found in row.values())
        name, stated = _named(cell["section"].text)
        if name and (not sections or sections[-1]["title"] != name):
            sections.append({"id": f"{code}-S{len(sections) + 1}", "title": name, "points": stated, "items": []})
        if not sections:
            sections.append({"id": f"{code}-S1", "title": "一", "points": "", "items": []})
            notes.append(Note("section-assumed", at))
        if cell["title"].text and cell["points"].text:
            sections[-1]["items"].append(_item(cell, sections, code, notes))
        elif cell["rules"].text and sections[-1]["items"]:
            item = sections[-1]["items"][-1]
            item["deductions"] += _deductions(cell["rules"], item, sections[-1]["title"], notes)
            notes.append(Note("row-joined", at, {"item": item["id"]}))
        elif cell["title"].text:
            notes.append(Note("no-points", at, {"title": cell["title"].text}))
    return [_summed(section, notes) for section in sections if section["items"]]


def _named(text: str) -> tuple[str, str]:
    """The name and the points it states, if any: of 一、事前公开(44) they are 事前公开 and 44."""
    bare = re.sub(r"\s+", "", half(text))
    found = re.fullmatch(r"(?:[一二三四五六七八九十]+、)?(.*?)(?:\(([\d.]+)分?\))?", bare)
    return (found[1], found[2] or "") if found else ("", "")


def _summed(section: dict[str, Any], notes: list[Note]) -> dict[str, Any]:
    total = sum((Decimal(item["points"]) for item in section["items"]), Decimal(0))
    if section["points"] and Decimal(section["points"]) != total:
        about = {"section": section["title"], "stated": section["points"], "total": str(total)}
        notes.append(Note("section-sum", "", about, True))
    return {**section, "points": str(total)}


def _item(cell: dict[str, Cell], sections: Sequence[dict[str, Any]], code: str, notes: list[Note]) -> dict[str, Any]:
    number = sum(len(section["items"]) for section in sections) + 1
    name, _, rest = cell["title"].text.replace("\uff1a", ":").partition(":")
    own = cell["id"].text
    given = own if re.fullmatch(r"[A-Za-z]+-?\w+", own) else f"{code}-{number:02}"
    item: dict[str, Any] = {
        "id": given,
        "title": name.strip(),
        "requirement": cell["requirement"].text or rest.strip(),
        "basis": cell["basis"].text,
        "points": _points(cell["points"], notes),
        "where": cell["where"].text,
        "deductions": [],
    }
    if cell["note"].text and cell["note"].text not in ("总是", "无", "-"):
        item["applies"] = {"note": cell["note"].text}
    item["deductions"] = _deductions(cell["rules"], item, sections[-1]["title"], notes)
    return item


def _points(cell: Cell, notes: list[Note]) -> str:
    try:
        number = Decimal(re.sub(r"\s|分", "", cell.text))
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        notes.append(Note("no-number", cell.at, {"value": cell.text}, True))
        return "1"
    return str(number)


def _deductions(cell: Cell, item: dict[str, Any], section: str, notes: list[Note]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    done = len(item["deductions"])
    for clause in clauses(cell.text, Decimal(item["points"])):
        if clause.points is None:
            notes.append(Note("rule-unread", cell.at, {"rule": clause.text}))
            continue
        found.append(_deduction(clause, f"{item['id']}-{done + len(found) + 1}", item, section))
        if clause.each == "档":
            notes.append(Note("step-to-complete", cell.at, {"rule": clause.text}))
    if not found and not done:
        notes.append(Note("no-rules", cell.at, {"item": item["id"]}))
    return found


def _deduction(clause: Clause, ident: str, item: dict[str, Any], section: str) -> dict[str, Any]:
    whole = clause.points == Decimal(item["points"])
    values: dict[str, Any] = {
        "id": ident,
        "text": clause.text,
        "category": next((name for name, pattern in _CATEGORIES if re.search(pattern, section)), "filing"),
        "severity": "major" if whole and not clause.each else "minor",
        "points": str(clause.points),
    }
    values |= {"each": clause.each} if clause.each else {"once": True}
    if clause.cap is not None:
        values["cap"] = str(clause.cap)
    return values


def write_table(rubric: Rubric) -> bytes:
    """The rubric as a workbook in the layout that `read_table` takes back."""
    heads = tuple(Field(COLUMNS[key][0], width) for key, width in _LAYOUT)
    rows = [
        (
            f"{section.title}({section.points})" if number == 0 else "",
            item.id,
            item.title,
            item.requirement,
            item.basis,
            float(item.points),
            ";\n".join(notation(deduction) for deduction in item.deductions),
            item.applies.note,
            " ".join((*item.documents, item.where)).strip(),
        )
        for section in rubric.sections
        for number, item in enumerate(section.items)
    ]
    return write([Sheet(rubric.code, heads, rows, title=rubric.title)])


_LAYOUT = (
    ("section", 16.0),
    ("id", 9.0),
    ("title", 18.0),
    ("requirement", 40.0),
    ("basis", 30.0),
    ("points", 7.0),
    ("rules", 48.0),
    ("note", 24.0),
    ("where", 20.0),
)
