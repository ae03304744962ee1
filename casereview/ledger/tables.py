"""The ledger as a table: written for the units to fill in, read back by row, and the tables of others read by what their heads mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from casereview import words
from casereview.documents.sheets import Cell, Table, read_tables
from casereview.ledger.entries import entry_id
from casereview.ledger.model import Entry, LedgerState, Measure

COLUMNS = {
    "id": ("问题编号", "台账编号", "编号"),
    "number": ("序号", "项次"),
    "campaign": ("批次", "评查批次"),
    "unit": ("单位", "责任单位", "被评查单位", "整改单位", "牵头单位", "责任部门", "责任科室"),
    "cases": ("案号", "涉及案卷", "涉及案号"),
    "problem": (
        "问题描述", "问题表述", "存在问题", "突出问题", "具体问题", "问题表现", "主要问题", "问题", "问题清单", "工作任务", "任务",
        "具体任务", "重点任务", "任务内容", "工作内容", "任务分解", "主要任务", "工作事项",
    ),
    "basis": ("依据", "法律依据", "文件依据"),
    "severity": ("严重程度", "问题性质"),
    "measure_kind": ("整改类型", "措施类型"),
    "measure": ("整改措施", "整治措施", "工作措施", "具体措施", "措施", "落实措施", "推进措施", "工作要求"),
    "responsible": ("责任人", "责任人员", "责任领导", "联系人", "具体负责人"),
    "deadline": ("整改时限", "完成时限", "时限", "时间节点", "时限要求", "完成期限", "整治时限", "时间安排", "整改期限"),
    "done_on": ("完成时间", "完成日期", "整改完成时间"),
    "proof": ("佐证材料", "整改情况", "完成情况", "进展情况", "工作进展", "落实情况", "整改结果"),
    "verifier": ("核验人",),
    "verified": ("核验结论", "核验意见", "核验结果"),
    "closed_on": ("销号日期", "销号时间"),
    "follow_up": ("回头看结果", "回头看", "回头看情况"),
    "state": ("状态", "整改状态"),
}  # fmt: skip
_ORDER = (
    "number", "id", "campaign", "unit", "cases", "problem", "basis", "severity", "measure_kind", "measure", "responsible",
    "deadline", "state", "done_on", "proof", "verifier", "verified", "closed_on", "follow_up",
)  # fmt: skip
# What the office that got the table fills in; everything else is the reviewers' and stays as it is.
_OPEN = ("measure_kind", "measure", "responsible", "deadline", "state", "done_on", "proof", "follow_up")
_ALWAYS = re.compile(r"长期|持续|常态|全年|贯穿")

Trouble = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a table says it. ident "" for a row of somebody else's table; said: fields with a usable value; state apart."""

    at: str
    ident: str
    said: dict[str, object]
    state: LedgerState | None = None
    origin: str = "list"


def workbook(entries: Iterable[Entry], units: Mapping[str, str], title: str, campaigns: Mapping[str, str]) -> bytes:
    """The ledger as XLSX; columns that are not to be filled in are locked."""
    from casereview.documents import xlsx

    choices = {
        "measure_kind": tuple(_word("measure", kind) for kind in Measure),
        "state": tuple(_word("ledger_state", state) for state in LedgerState),
    }
    heads = tuple(xlsx.Field(COLUMNS[key][0], 0, choices.get(key, ()), key not in _OPEN) for key in _ORDER)
    rows = [_cells(number, entry, units, campaigns) for number, entry in enumerate(entries, 1)]
    note = words.render("ledger_table.no-repair")
    return xlsx.write([xlsx.Sheet(words.render("ledger_table.sheet"), heads, rows, title, note)])


def _cells(number: int, entry: Entry, units: Mapping[str, str], campaigns: Mapping[str, str]) -> list[int | str | date]:
    shown: dict[str, int | str | date] = {
        "number": number,
        "id": entry.id,
        "campaign": campaigns.get(entry.campaign, entry.campaign),
        "unit": units.get(entry.unit, entry.unit),
        "cases": "、".join(entry.case_numbers),
        "severity": _word("severity_of", entry.severity),
        "measure_kind": _word("measure", entry.measure_kind),
        "state": _word("ledger_state", entry.state),
        "proof": "\n".join(entry.proof),
    }
    for key in ("deadline", "done_on", "closed_on"):
        text = getattr(entry, key)
        shown[key] = date.fromisoformat(text) if text else ""
    return [shown[key] if key in shown else str(getattr(entry, key)) for key in _ORDER]


def _word(table: str, code: str) -> str:
    return words.render(f"{table}.{code}")


def read_rows(path: Path) -> tuple[list[Row], list[Trouble]]:
    """The rows of every table that is a ledger, a problem list or a plan's tasks, and what cannot be used, by cell.

    Raises NotATable, NoKnownColumns.
    """
    rows: list[Row] = []
    problems: list[Trouble] = []
    for table in read_tables(path, COLUMNS):
        problems += [("ledger_table.unknown-column", {"cell": table.name, "value": head}) for head in table.unknown]
        if "problem" not in table.columns:
            problems.append(("ledger_table.no-problem-column", {"cell": table.name, "value": ""}))
            continue
        origin = _origin(table)
        last: dict[str, Cell] = {}
        for cells in table.rows:
            # A cell merged over several rows stands in the first of them alone.
            spread = {
                k: last[k]
                for k in ("unit",)
                if k in last and k in cells and not cells[k].text and cells["problem"].text
            }
            row = _row({**cells, **spread}, origin, problems)
            last = {**last, **{k: cell for k, cell in cells.items() if cell.text}}
            if row:
                rows.append(row)
    return rows, problems


def _origin(table: Table) -> str:
    told = f"{table.title}{table.name}"
    if "id" in table.columns:
        return "list"
    return "plan" if "任务" in told or "行动" in told or "分工" in told else "list"


def _row(cells: Mapping[str, Cell], origin: str, problems: list[Trouble]) -> Row | None:
    if not cells["problem"].text:
        if sum(bool(cell.text) for cell in cells.values()) < 2:
            return None  # a note under the table
        problems.append(("ledger_table.no-problem", {"cell": cells["problem"].at, "value": ""}))
        return None
    said: dict[str, object] = {
        key: cells[key].text
        for key in (
            "campaign",
            "unit",
            "problem",
            "basis",
            "measure",
            "responsible",
            "verifier",
            "verified",
            "follow_up",
        )
        if key in cells
    }
    for key in ("deadline", "done_on", "closed_on"):
        if key in cells and (day := _day(cells[key], problems)) is not None:
            said[key] = day
    if "proof" in cells:
        said["proof"] = tuple(part.strip() for part in cells["proof"].text.splitlines() if part.strip())
    if "cases" in cells:
        said["case_numbers"] = tuple(part for part in re.split(r"[、,,;;\s]+", cells["cases"].text) if part)
    for key, table, codes in (
        ("measure_kind", "measure", list(Measure)),
        ("severity", "severity_of", ["veto", "major", "minor"]),
    ):
        if key in cells and (code := _code(cells[key], table, codes, problems)):
            said[key] = code
    state = _code(cells["state"], "ledger_state", list(LedgerState), problems) if "state" in cells else ""
    ident = cells["id"].text if "id" in cells else ""
    return Row(cells["problem"].at, ident, said, LedgerState(state) if state else None, origin)


def _day(cell: Cell, problems: list[Trouble]) -> str | None:
    """ISO 8601; "" for none or for work that never ends; None (and a problem) for what cannot be read."""
    text = cell.text
    try:
        day = cell.day()
        return day.isoformat() if day else ""
    except ValueError:
        pass
    if found := re.search(r"(\d{4})\s*年\s*(?:(\d{1,2})\s*月)?\s*(?:底|末|前|完成|内)?", text):
        year, month = int(found[1]), int(found[2] or 12)
        if 1 <= month <= 12:
            return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    if _ALWAYS.search(text):
        return ""
    problems.append(("ledger_table.not-a-date", {"cell": cell.at, "value": text}))
    return None


def _code(cell: Cell, table: str, codes: Iterable[str], problems: list[Trouble]) -> str:
    """The code that a word of a column means."""
    if not cell.text:
        return ""
    for code in codes:
        if cell.text in (str(code), *(words.render(f"{table}.{code}", language) for language in words.LANGUAGES)):
            return str(code)
    problems.append(("ledger_table.unknown-word", {"cell": cell.at, "value": cell.text}))
    return ""


def updated(entry: Entry, row: Row) -> Entry:
    """An entry after its row came back: only what the office fills in."""
    said = {key: value for key, value in row.said.items() if key in _OPEN}
    return entry.model_copy(update=_typed(said))


def changed_locked(entry: Entry, row: Row, unit: str) -> bool:
    """Whether somebody wrote into what is not theirs to fill in."""
    return row.said["problem"] != entry.problem or row.said.get("unit", unit) not in (unit, entry.unit, "")


def made(row: Row, unit: str) -> Entry:
    """A new entry from a row of somebody's own table. The same row makes the same entry again."""
    said = {key: value for key, value in row.said.items() if key not in ("unit", "campaign")}
    ident = entry_id(row.origin, unit, str(row.said["problem"]))
    fields = {**_typed(said), "id": ident, "campaign": "", "unit": unit, "origin": row.origin}
    return Entry.model_validate({**fields, "state": row.state or LedgerState.OPEN})


def _typed(said: Mapping[str, object]) -> dict[str, object]:
    return {key: Measure(str(value)) if key == "measure_kind" else value for key, value in said.items()}
