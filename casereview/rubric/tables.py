"""A rubric as the table that offices keep (Excel or Word): read with merged cells filled, every assumption named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview import words
from casereview.documents.grids import read_blocks
from casereview.documents.sheets import NoKnownColumns
from casereview.rubric.clauses import Clause, clauses
from casereview.rubric.layout import COLUMNS, Row, grades_in, laid_out, named
from casereview.rubric.model import Rubric
from casereview.rubric.problems import findings_of

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
    """What a table says. rubric None: an error among the notes forbids it.

    values   the same as plain values, to be put right by hand (`rubric.editing`); {} where there is not one item
    columns  head of a column -> what it was taken for, a code of `[rubric_column]`
    places   id of an item, deduction or veto -> the cell it came from
    """

    rubric: Rubric | None
    notes: tuple[Note, ...]
    values: dict[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Log:
    """What is noted while a table is read. raw: item -> what stands for its points and is no number."""

    notes: list[Note] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)

    def note(self, code: str, at: str, parameters: dict[str, object] | None = None, error: bool = False) -> None:
        self.notes.append(Note(code, at, parameters or {}, error))


def read_table(path: Path, *, code: str, title: str = "", version: str = "1") -> Draft:
    """A draft from a workbook or Word file: a table with a known head, or prose with points. Raises NotATable, NoKnownColumns."""
    layout = laid_out(read_blocks(path))
    if not layout.rows:
        raise NoKnownColumns(file=path.name, wanted="、".join(names[0] for names in COLUMNS.values()))
    log = _Log([Note("unknown-column", "", {"column": name}) for name in dict.fromkeys(layout.unknown)])
    if layout.prose:
        log.note("prose", "")
    sections = _sections(layout.rows, code, log)
    full = sum((Decimal(i["points"]) for s in sections for i in s["items"]), Decimal(0))
    if log.raw:
        full = Decimal(100)
    elif full != 100:
        log.note("not-a-hundred", "", {"points": str(full)})
    values = {
        "code": code,
        "title": title or _title(layout.texts) or path.stem,
        "version": version,
        "full_marks": str(full),
        "sections": sections,
        "vetoes": _vetoes(layout.rows, code, log),
        "grades": [
            {"code": _GRADES[name], "title": name, "at_least": least} for name, least in grades_in(layout.texts)
        ],
    }
    log.note("to-add", "")
    rubric: Rubric | None = None
    try:
        rubric = Rubric.model_validate(values)
    except ValidationError as problem:
        for found in findings_of(problem, "", values):
            log.note("invalid", "", {"problem": found.sentence("zh"), "problem_en": found.sentence("en")}, True)
    if any(note.error for note in log.notes):
        rubric = None
    for item in (item for section in sections for item in section["items"] if item["id"] in log.raw):
        item["points"] = log.raw[item["id"]]  # to be put right by a person, never to pass for a number
    return Draft(rubric, tuple(log.notes), _without_empty(values) if sections else {}, layout.columns, log.places)


def _without_empty(values: Any) -> Any:
    """As a rubric's file says it: what says nothing is left out."""
    if isinstance(values, dict):
        each = {key: _without_empty(value) for key, value in values.items()}
        return {key: value for key, value in each.items() if value not in ("", [], {})}
    return [_without_empty(value) for value in values] if isinstance(values, list) else values


_GRADES = {"优秀": "excellent", "良好": "good", "合格": "pass", "不合格": "fail"}


def _title(texts: Sequence[str]) -> str:
    """The first short text that calls itself a rubric."""
    called = [
        re.sub(r"[(\uff08](?:满分|总分).*[)\uff09]$", "", text.strip())
        for text in texts
        if re.search(r"评查表|标准|细则|评分", text)
    ]
    return next((text.strip() for text in called if len(text) <= 40), "")


def _vetoes(rows: Iterable[Row], code: str, log: _Log) -> list[dict[str, Any]]:
    """Proposed by people until outcomes are added; a veto of a table makes a dossier fail."""
    found = [row for row in rows if row.veto and row.cells.get("title")]
    log.places |= {f"{code}-V{number:02}": row.at["title"] for number, row in enumerate(found, 1)}
    return [
        {
            "id": f"{code}-V{number:02}",
            "title": row.cells["title"],
            "basis": row.cells.get("basis", ""),
            "effect": "fail",
            "human": True,
        }
        for number, row in enumerate(found, 1)
    ]


def _sections(rows: Iterable[Row], code: str, log: _Log) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    for row in rows:
        if row.veto:
            continue
        name, stated = named(row.section)
        if not sections or (name and sections[-1]["title"] != name):
            if not name:
                log.note("section-assumed", row.at.get("title", ""))
            about = {"id": f"{code}-S{len(sections) + 1}", "title": name or "一", "points": stated, "items": []}
            sections.append(about)
        _take(row, sections, code, log)
    return [_summed(section, log) for section in sections if section["items"]]


def _take(row: Row, sections: list[dict[str, Any]], code: str, log: _Log) -> None:
    """An item has a name and points; a row with rules alone goes on with the item above it."""
    items = sections[-1]["items"]
    if row.cells.get("title") and row.cells.get("points"):
        items.append(_item(row, sections, code, log))
    elif row.cells.get("rules") and items:
        items[-1]["deductions"] += _deductions(row, items[-1], sections[-1]["title"], log)
        log.note("row-joined", row.at["rules"], {"item": items[-1]["id"]})
    elif row.cells.get("title"):
        log.note("no-points", row.at["title"], {"title": row.cells["title"]})


def _summed(section: dict[str, Any], log: _Log) -> dict[str, Any]:
    total = sum((Decimal(item["points"]) for item in section["items"]), Decimal(0))
    whole = not any(item["id"] in log.raw for item in section["items"])
    if whole and section["points"] and Decimal(section["points"]) != total:
        about: dict[str, object] = {"section": section["title"], "stated": section["points"], "total": str(total)}
        log.note("section-sum", "", about, True)
    return {**section, "points": str(total)}


def _item(row: Row, sections: Sequence[dict[str, Any]], code: str, log: _Log) -> dict[str, Any]:
    number = sum(len(section["items"]) for section in sections) + 1
    name, requirement, basis = _said(row.cells["title"])
    own = row.cells.get("id", "")
    item: dict[str, Any] = {
        "id": own if re.fullmatch(r"[A-Za-z]+-?\w+", own) else f"{code}-{number:02}",
        "title": name,
        "requirement": row.cells.get("requirement") or requirement,
        "basis": row.cells.get("basis") or basis,
        "points": _points(row),
        "where": row.cells.get("where", ""),
        "deductions": [],
    }
    if row.cells.get("note", "") not in ("", "总是", "无", "-"):
        item["applies"] = {"note": row.cells["note"]}
    log.places[item["id"]] = row.at["title"]
    if not item["points"]:
        log.raw[item["id"]] = row.cells["points"]
        log.note("no-number", row.at["points"], {"value": row.cells["points"]}, True)
        item["points"] = "100"  # so that no deduction is cut to fit
    item["deductions"] = _deductions(row, item, sections[-1]["title"], log)
    return item


_BASIS = re.compile(
    r"(?P<text>.+?)[(\uff08](?P<basis>[^\uff08\uff09]*(?:法|条|号|规定|规范|办法|附件|细则)[^\uff08\uff09]*)[)\uff09]"
)


def _said(text: str) -> tuple[str, str, str]:
    """Title, requirement and basis of one cell: "亮证执法:主动出示证件" or "主动出示证件(处罚法55条)"."""
    said, basis = text, ""
    if found := _BASIS.fullmatch(text.strip()):
        said, basis = found["text"], found["basis"]
    name, colon, rest = said.replace("\uff1a", ":").partition(":")
    if colon and len(name) <= 20:
        return name.strip(), rest.strip(), basis
    first = re.split(r"[,;\uff0c\uff1b]", said)[0]
    return first[:24].strip(), "" if first.strip() == said.strip() else said.strip(), basis


def _points(row: Row) -> str:
    """ "" for what is no number above 0."""
    try:
        number = Decimal(re.sub(r"\s|分", "", row.cells["points"]))
    except ArithmeticError:
        return ""
    return str(number) if number.is_finite() and number > 0 else ""


def _deductions(row: Row, item: dict[str, Any], section: str, log: _Log) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    done = len(item["deductions"])
    for clause in clauses(row.cells.get("rules", ""), Decimal(item["points"])):
        if clause.points is None:
            log.note("rule-unread", row.at.get("rules", ""), {"rule": clause.text})
            continue
        ident = f"{item['id']}-{done + len(found) + 1}"
        log.places[ident] = row.at.get("rules", "")
        found.append(_deduction(clause, ident, item, section))
        if clause.each == "档":
            log.note("step-to-complete", row.at.get("rules", ""), {"rule": clause.text})
    if not found and not done:
        log.note("no-rules", row.at.get("rules", ""), {"item": item["id"]})
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
