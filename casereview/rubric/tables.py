"""A rubric as the table that offices keep (Excel or Word): read with merged cells filled, every assumption named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview import words
from casereview.documents.grids import Grid, read_blocks
from casereview.documents.sheets import NoKnownColumns
from casereview.rubric import scales
from casereview.rubric.clauses import Clause, clauses, half
from casereview.rubric.heads import COLUMNS, TableMap
from casereview.rubric.layout import (
    NO_EXCELLENT,
    OTHER,
    VETO,
    VOID,
    Layout,
    Level,
    Row,
    counting,
    grades_in,
    laid_out,
    named,
    stated_in,
)
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


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person wants a file read: a map for each of its tables in order, None for as proposed; cells: address -> what it should say."""

    maps: tuple[TableMap, ...] | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Log:
    """What is noted while a table is read. raw: item -> what stands for its points and is no number; vetoes: found among rules."""

    notes: list[Note] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    vetoes: list[Row] = field(default_factory=list)
    made: int = 0  # sections

    def note(self, code: str, at: str, parameters: dict[str, object] | None = None, error: bool = False) -> None:
        self.notes.append(Note(code, at, parameters or {}, error))


def read_table(path: Path, *, code: str, title: str = "", version: str = "1", plan: Plan = Plan()) -> Draft:
    """A draft from a workbook or Word file: a table with a known head, or prose with points. Raises NotATable, NoKnownColumns."""
    return draft_of(read_blocks(path), path.name, code=code, title=title, version=version, plan=plan)


def corrected(blocks: Sequence[str | Grid], cells: Mapping[str, str]) -> list[str | Grid]:
    """The same with some cells saying what a person typed."""
    return [_corrected(block, cells) if isinstance(block, Grid) and cells else block for block in blocks]


def _corrected(grid: Grid, cells: Mapping[str, str]) -> Grid:
    rows = [
        tuple(cells.get(grid.at(r, c), value) for c, value in enumerate(values)) for r, values in enumerate(grid.rows)
    ]
    return Grid(grid.name, tuple(rows), grid.indents)


def draft_of(
    blocks: Sequence[str | Grid], file: str, *, code: str, title: str = "", version: str = "1", plan: Plan = Plan()
) -> Draft:
    """The same for what stands in a file, so that it need not be read anew for every change. Raises NoKnownColumns."""
    layout = laid_out(corrected(blocks, plan.cells), plan.maps)
    if not layout.rows and plan.maps is None:
        raise NoKnownColumns(file=file, wanted="、".join(names[0] for names in COLUMNS.values()))
    log = _Log([Note("unknown-column", "", {"column": name}) for name in dict.fromkeys(layout.unknown)])
    for at, text in layout.left:
        log.note("row-left", at, {"text": text[:40]})
    if layout.prose:
        log.note("prose", "")
    sections = _sections(layout.rows, code, log)
    total = full = sum((Decimal(s.get("weight") or s["points"]) for s in sections), Decimal(0))
    _hold_to_totals(layout, full, log)
    if log.raw:
        full = Decimal(100)
    elif full != 100:
        log.note("not-a-hundred", "", {"points": str(full)})
    levels = any(item.get("best") for section in sections for item in _items(section))
    values = {
        "code": code,
        "title": title or _title(layout.texts) or Path(file).stem,
        "version": version,
        "model": "levels" if levels and all(i.get("best") for s in sections for i in _items(s)) else "",
        "full_marks": str(full),
        "sections": sections,
        "vetoes": _vetoes([row for row in layout.rows if row.veto] + log.vetoes, code, log),
        "grades": [
            {"code": _GRADES[name], "title": name, "at_least": least} for name, least in grades_in(layout.texts)
        ],
    }
    if levels:
        _note_scales(layout, log)
    log.note("to-add", "")
    rubric: Rubric | None = None
    try:
        rubric = Rubric.model_validate(_without_empty({**values, "full_marks": str(total)}))
    except ValidationError as problem:
        for found in findings_of(problem, "", values):
            log.note("invalid", "", {"problem": found.sentence("zh"), "problem_en": found.sentence("en")}, True)
    if any(note.error for note in log.notes):
        rubric = None
    for item in (item for section in sections for item in _items(section) if item["id"] in log.raw):
        item["points"] = log.raw[item["id"]]  # to be put right by a person, never to pass for a number
    return Draft(rubric, tuple(log.notes), _without_empty(values) if sections else {}, layout.columns, log.places)


def _items(section: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from section["items"]
    for part in section["sections"]:
        yield from _items(part)


def _hold_to_totals(layout: Layout, full: Decimal, log: _Log) -> None:
    """What a table states as its sum, or a text as full marks, must be what the items add up to."""
    if log.raw:
        return
    text = stated_in(layout.texts)
    if text and Decimal(text) != full:
        log.note("stated-total", "", {"stated": text, "total": str(full)}, True)
    elif layout.totals and all(Decimal(stated) != full for _, stated in layout.totals) and len(layout.totals) == 1:
        at, stated = layout.totals[0]
        log.note("stated-total", at, {"stated": stated, "total": str(full)}, True)


def _note_scales(layout: Layout, log: _Log) -> None:
    for scale in layout.scales:
        steps = "、".join(f"{word}{value}" for word, value in scale.steps)
        became = "、".join(f"{word} {value} 分" for word, value in scale.worth())
        code = "scale-reversed" if scale.reversed else "scale-seen"
        log.note(code, scale.at, {"name": scale.name, "steps": steps, "became": became})


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
        if re.search(r"评查表|评定表|评审表|考核表|标准|细则|评分", text)
    ]
    return next((text.strip() for text in called if len(text) <= 40), "")


def _vetoes(rows: Iterable[Row], code: str, log: _Log) -> list[dict[str, Any]]:
    """Proposed by people until outcomes are added; a veto of a table makes a dossier fail, where it says nothing else."""
    found = [row for row in rows if row.cells.get("title")]
    log.places |= {f"{code}-V{number:02}": row.at["title"] for number, row in enumerate(found, 1)}
    return [
        {
            "id": f"{code}-V{number:02}",
            "title": row.cells["title"],
            "basis": row.cells.get("basis", ""),
            "effect": _effect(row),
            "human": True,
        }
        for number, row in enumerate(found, 1)
    ]


def _effect(row: Row) -> str:
    said = half("".join(row.cells.get(key, "") for key in ("title", "rules", "requirement", "section")))
    if NO_EXCELLENT.search(said):
        return "cap:good"
    return "void" if VOID.search(said) else "fail"


def _sections(rows: Iterable[Row], code: str, log: _Log) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    numbers: list[tuple[str, str]] = []
    items = 0
    for row in rows:
        if row.veto:
            continue
        here = _section_of(row, sections, code, log)
        before = len(here["items"])
        _take(row, here, code, items, log)
        if len(here["items"]) > before:
            items += 1
            numbers.append((row.cells.get("id", ""), row.at.get("id", "")))
    _gaps(numbers, log)
    return [summed for section in sections if (summed := _summed(section, log)) is not None]


def _section_of(row: Row, sections: list[dict[str, Any]], code: str, log: _Log) -> dict[str, Any]:
    """The section that a row stands in, begun where it is new."""
    among = sections
    here: dict[str, Any] | None = None
    for said in row.path or ("",):
        name, stated = named(said)
        if not among or (name and among[-1]["title"] != name):
            if not name or row.path == (OTHER,):
                log.note("section-assumed", row.at.get("title", ""))
            log.made += 1
            about: dict[str, Any] = {
                "id": f"{code}-S{log.made}",
                "title": name or "一",
                "points": stated,
                **counting(said),
            }
            about |= {"items": [], "sections": []}
            among.append(about)
        here = among[-1]
        among = here["sections"]
    assert here is not None
    return here


def _gaps(numbers: Sequence[tuple[str, str]], log: _Log) -> None:
    """Numbers that do not go on one by one: a row may be lost, in the table or in the reading."""
    before = 0
    for said, at in numbers:
        if not said.isdigit():
            return
        if int(said) not in (before + 1, 1):
            log.note("number-gap", at, {"before": before, "after": said})
        before = int(said)


def _take(row: Row, section: dict[str, Any], code: str, done: int, log: _Log) -> None:
    """An item has a name and points; a row with rules alone goes on with the item above it."""
    items = section["items"]
    if row.cells.get("title") and (row.cells.get("points") or row.levels or _by_rules(row)):
        items.append(_item(row, section["title"], code, done + 1, log))
    elif row.cells.get("rules") and items and not row.cells.get("title"):
        items[-1]["deductions"] += _deductions(row, items[-1], section["title"], log)
        log.note("row-joined", row.at["rules"], {"item": items[-1]["id"]})
    elif row.cells.get("title") and items and not row.cells.get("points") and row.cells.get("rules"):
        # A second line of contents beside points that are merged down: it belongs to the item that carries them.
        last = items[-1]
        last["requirement"] = "\n".join(part for part in (last["requirement"], row.cells["title"]) if part)
        last["deductions"] += _deductions(row, last, section["title"], log)
        log.note("row-joined", row.at["title"], {"item": last["id"]})
    elif row.cells.get("title"):
        log.note("no-points", row.at["title"], {"title": row.cells["title"]})
    else:
        said = next((value for value in row.cells.values() if value), "")
        log.note("row-left", next(iter(row.at.values()), ""), {"text": said[:40]})


def _summed(section: dict[str, Any], log: _Log) -> dict[str, Any] | None:
    parts = [summed for part in section["sections"] if (summed := _summed(part, log)) is not None]
    if not section["items"] and not parts:
        return None
    counted = [entry.get("weight") or entry["points"] for entry in (*section["items"], *parts)]
    total = sum(map(Decimal, counted), Decimal(0))
    whole = not any(item["id"] in log.raw for item in _items({**section, "sections": parts}))
    if whole and section["points"] and Decimal(section["points"]) != total:
        about: dict[str, object] = {"section": section["title"], "stated": section["points"], "total": str(total)}
        log.note("section-sum", "", about, True)
    return {**section, "sections": parts, "points": str(total)}


def _item(row: Row, section: str, code: str, number: int, log: _Log) -> dict[str, Any]:
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
    if levels := row.levels or _by_rules(row):
        return _judged(row, item, section, levels, log)
    if not item["points"]:
        log.raw[item["id"]] = row.cells["points"]
        log.note("no-number", row.at["points"], {"value": row.cells["points"]}, True)
        item["points"] = "100"  # so that no deduction is cut to fit
    item["deductions"] = _deductions(row, item, section, log)
    return item


_GETS = re.compile(r"(?P<word>[^\s扣得:]{1,8}?)\s*得\s*(?P<value>\d+(?:\.\d+)?)\s*分(?:[:,]\s*(?P<text>.+))?", re.S)


def _by_rules(row: Row) -> tuple[Level, ...]:
    """Levels that the rules name: 优得10分；良得8分：基本齐全, or 优10分、良8分; () where points are deducted."""
    rules, at = half(row.cells.get("rules", "")).strip(" ;。\n"), row.at.get("rules", "")
    parts = [found for part in re.split(r"[;\n]+", rules) if (found := _GETS.fullmatch(part.strip(" 。"))) is not None]
    if len(parts) >= 2 and len(parts) == len([part for part in re.split(r"[;\n]+", rules) if part.strip()]):
        return tuple(Level(found["word"], found["value"], (found["text"] or "").strip(), at) for found in parts)
    if "扣" in rules:
        return ()
    whole = scales.scales([(at, rules)])
    return tuple(Level(word, str(value), "", at) for word, value in whole[0].steps) if len(whole) == 1 else ()


def _judged(row: Row, item: dict[str, Any], section: str, levels: Sequence[Level], log: _Log) -> dict[str, Any]:
    """An item by its levels: the best carries the points, each other stands below it."""
    worth = _worths(row, levels, log)
    if not worth:
        log.raw[item["id"]] = row.cells.get("points") or "?"
        return {**item, "points": "100"}
    texts = {level.name: level.text for level in levels}
    best, most = worth[0]
    if item["points"] and Decimal(item["points"]) != most:
        about: dict[str, object] = {"points": item["points"], "best": best, "most": str(most)}
        log.note("level-not-points", row.at.get("points", ""), about, True)
    required = [item["requirement"], f"{best}\uff1a{texts[best]}" if texts.get(best) else ""]
    item |= {"points": str(most), "best": best, "requirement": "\n".join(filter(None, required))}
    for number, (name, value) in enumerate(worth[1:], 1):
        clause = Clause(texts.get(name, ""), most - value)
        one = _deduction(clause, f"{item['id']}-{number}", item, section)
        log.places[one["id"]] = next((level.at for level in levels if level.name == name), "")
        item["deductions"].append({**one, "severity": "minor", "level": name})
    return item


def _worths(row: Row, levels: Sequence[Level], log: _Log) -> list[tuple[str, Decimal]]:
    """(level, points), the best first; [] and an error where nobody can say what they are worth."""
    at = levels[0].at
    if any(scales.ranged(level.points) for level in levels):
        log.note("level-range", at, {"levels": "、".join(f"{level.name} {level.points}" for level in levels)})
    if len(levels) == 2 and not any(level.points for level in levels) and _points(row):
        log.note("level-two", at, {"best": levels[0].name, "worst": levels[1].name, "points": _points(row)})
        return [(levels[0].name, Decimal(_points(row))), (levels[1].name, Decimal(0))]
    if not all(level.points for level in levels):
        log.note("level-points", at, {"levels": "、".join(level.name for level in levels)}, True)
        return []
    steps = [(level.name, scales.worth(level.points)) for level in levels]
    if all(name in scales.RANK for name, _ in steps):
        steps.sort(key=lambda step: scales.RANK[step[0]])
    else:
        steps.sort(key=lambda step: -step[1])
    scale = scales.Scale("", tuple(steps), at)
    if not scale.orderly:
        log.note("scale-unclear", at, {"steps": "、".join(f"{name}{value}" for name, value in steps)}, True)
        return []
    told = len({level.at for level in levels}) == 1 and bool(row.levels)  # by a scale that is noted itself
    if scale.reversed and not told and not any(note.code == "scale-turned" for note in log.notes):
        became = "、".join(f"{name} {value} 分" for name, value in scale.worth())
        log.note("scale-turned", at, {"became": became})
    return scale.worth()


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
    """ "" for what is no number above 0. Of 0—4分 it is the 4."""
    said = re.sub(r"\s|分|[()]", "", half(row.cells.get("points", "")))
    try:
        number = Decimal(re.sub(r"^0[-~\u301c\uff5e—至]", "", said))
    except ArithmeticError:
        return ""
    return str(number) if number.is_finite() and number > 0 else ""


def _deductions(row: Row, item: dict[str, Any], section: str, log: _Log) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    done = len(item["deductions"])
    for clause in clauses(row.cells.get("rules", ""), Decimal(item["points"])):
        if VETO.search(clause.text):
            cells = {"title": clause.text, "basis": str(item.get("basis", ""))}
            log.vetoes.append(Row(cells, {"title": row.at.get("rules", "")}, veto=True))
            log.note("veto-in-rules", row.at.get("rules", ""), {"rule": clause.text})
            continue
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
