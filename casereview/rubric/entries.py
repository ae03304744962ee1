"""One item of an office's table as a rubric's file says it: its words, points, deductions, or its levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from casereview.rubric import scales
from casereview.rubric.clauses import Clause, clauses, half
from casereview.rubric.drafts import Log
from casereview.rubric.layout import VETO, Level, Row

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


def item_of(row: Row, section: str, code: str, number: int, log: Log) -> dict[str, Any]:
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
    if levels := row.levels or by_rules(row):
        return _judged(row, item, section, levels, log)
    if not item["points"]:
        log.raw[item["id"]] = row.cells["points"]
        log.note("no-number", row.at["points"], {"value": row.cells["points"]}, True)
        item["points"] = "100"  # so that no deduction is cut to fit
    item["deductions"] = deductions_of(row, item, section, log)
    return item


_GETS = re.compile(r"(?P<word>[^\s扣得:]{1,8}?)\s*得\s*(?P<value>\d+(?:\.\d+)?)\s*分(?:[:,]\s*(?P<text>.+))?", re.S)


def by_rules(row: Row) -> tuple[Level, ...]:
    """Levels that the rules name: 优得10分；良得8分：基本齐全, or 优10分、良8分; () where points are deducted."""
    rules, at = half(row.cells.get("rules", "")).strip(" ;。\n"), row.at.get("rules", "")
    parts = [found for part in re.split(r"[;\n]+", rules) if (found := _GETS.fullmatch(part.strip(" 。"))) is not None]
    if len(parts) >= 2 and len(parts) == len([part for part in re.split(r"[;\n]+", rules) if part.strip()]):
        return tuple(Level(found["word"], found["value"], (found["text"] or "").strip(), at) for found in parts)
    if "扣" in rules:
        return ()
    whole = scales.scales([(at, rules)])
    return tuple(Level(word, str(value), "", at) for word, value in whole[0].steps) if len(whole) == 1 else ()


def _judged(row: Row, item: dict[str, Any], section: str, levels: Sequence[Level], log: Log) -> dict[str, Any]:
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


def _worths(row: Row, levels: Sequence[Level], log: Log) -> list[tuple[str, Decimal]]:
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


def deductions_of(row: Row, item: dict[str, Any], section: str, log: Log) -> list[dict[str, Any]]:
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
