"""A rubric as the table that offices keep (Excel or Word): read with merged cells filled, every assumption named by its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview.documents.grids import Grid, read_blocks
from casereview.documents.sheets import NoKnownColumns
from casereview.rubric.clauses import half
from casereview.rubric.drafts import AS_PROPOSED, Draft, Log, Note, Plan
from casereview.rubric.entries import by_rules, deductions_of, item_of
from casereview.rubric.heads import COLUMNS
from casereview.rubric.layout import (
    NO_EXCELLENT,
    OTHER,
    VOID,
    Layout,
    Row,
    counting,
    grades_in,
    laid_out,
    named,
    stated_in,
)
from casereview.rubric.model import Rubric
from casereview.rubric.problems import findings_of

__all__ = ["Draft", "Note", "Plan", "corrected", "draft_of", "read_table"]


def read_table(path: Path, *, code: str, title: str = "", version: str = "1", plan: Plan = AS_PROPOSED) -> Draft:
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
    blocks: Sequence[str | Grid], file: str, *, code: str, title: str = "", version: str = "1", plan: Plan = AS_PROPOSED
) -> Draft:
    """The same for what stands in a file, so that it need not be read anew for every change. Raises NoKnownColumns."""
    layout = laid_out(corrected(blocks, plan.cells), plan.maps)
    if not layout.rows and plan.maps is None:
        raise NoKnownColumns(file=file, wanted="、".join(names[0] for names in COLUMNS.values()))
    log = Log([Note("unknown-column", "", {"column": name}) for name in dict.fromkeys(layout.unknown)])
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


def _hold_to_totals(layout: Layout, full: Decimal, log: Log) -> None:
    """What a table states as its sum, or a text as full marks, must be what the items add up to."""
    if log.raw:
        return
    text = stated_in(layout.texts)
    if text and Decimal(text) != full:
        log.note("stated-total", "", {"stated": text, "total": str(full)}, True)
        return
    numbers = [Decimal(stated) for _, stated in layout.totals]
    most, every = max(numbers, default=full), sum(numbers, Decimal(0))
    if full not in (most, every):  # 合计 below its 小计, or 小计 alone
        at, stated = layout.totals[-1][0], most if most * 2 == every or len(numbers) == 1 else every
        log.note("stated-total", at, {"stated": str(stated), "total": str(full)}, True)


def _note_scales(layout: Layout, log: Log) -> None:
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


def _vetoes(rows: Iterable[Row], code: str, log: Log) -> list[dict[str, Any]]:
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


def _sections(rows: Iterable[Row], code: str, log: Log) -> list[dict[str, Any]]:
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


def _section_of(row: Row, sections: list[dict[str, Any]], code: str, log: Log) -> dict[str, Any]:
    """The section that a row stands in, begun where it is new."""
    among = sections
    here: dict[str, Any] | None = None
    for said in row.path or ("",):
        name, stated = named(said)
        if not among or (name and among[-1]["title"] != name):
            if not name or row.path == (OTHER,):
                log.note("section-assumed" if not name else "section-other", row.at.get("title", ""))
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


def _gaps(numbers: Sequence[tuple[str, str]], log: Log) -> None:
    """Numbers that do not go on one by one: a row may be lost, in the table or in the reading."""
    before = 0
    for said, at in numbers:
        if not said.isdigit():
            return
        if int(said) not in (before + 1, 1):
            log.note("number-gap", at, {"before": before, "after": said})
        before = int(said)


def _take(row: Row, section: dict[str, Any], code: str, done: int, log: Log) -> None:
    """An item has a name and points; a row with rules alone goes on with the item above it."""
    items = section["items"]
    if row.cells.get("title") and (row.cells.get("points") or row.levels or by_rules(row)):
        items.append(item_of(row, section["title"], code, done + 1, log))
    elif row.cells.get("rules") and items and not row.cells.get("title"):
        items[-1]["deductions"] += deductions_of(row, items[-1], section["title"], log)
        log.note("row-joined", row.at["rules"], {"item": items[-1]["id"]})
    elif row.cells.get("title") and items and not row.cells.get("points") and row.cells.get("rules"):
        # A second line of contents beside points that are merged down: it belongs to the item that carries them.
        last = items[-1]
        last["requirement"] = "\n".join(part for part in (last["requirement"], row.cells["title"]) if part)
        last["deductions"] += deductions_of(row, last, section["title"], log)
        log.note("row-joined", row.at["title"], {"item": last["id"]})
    elif row.cells.get("title"):
        log.note("no-points", row.at["title"], {"title": row.cells["title"]})
    else:
        said = next((value for value in row.cells.values() if value), "")
        log.note("row-left", next(iter(row.at.values()), ""), {"text": said[:40]})


def _summed(section: dict[str, Any], log: Log) -> dict[str, Any] | None:
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
