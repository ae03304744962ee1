"""What a workbook of units, people and figures says, with each thing that cannot be used named by its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from casereview.documents.sheets import Cell, Table, read_tables
from casereview.text import fold, squeeze
from casereview.units.catalogue import FiguresPack, shipped
from casereview.units.model import Certificate, Figure, Person, Unit
from casereview.units.register import named

COLUMNS = {
    "name": ("姓名", "人员姓名", "执法人员姓名", "执法人员", "name"),
    "unit": ("单位", "单位名称", "所在单位", "工作单位", "执法单位", "责任单位", "执法主体", "unit"),
    "certificate": ("执法证号", "执法证件号", "执法证编号", "执法证件号码", "证件号码", "证号", "certificate"),
    "valid_to": ("有效期", "有效期至", "证件有效期", "有效期限", "截止日期", "到期日期", "valid to"),
    "valid_from": ("有效期起", "发证日期", "发证时间", "起始日期", "valid from"),
    "roles": ("岗位", "职务", "人员类别", "角色", "身份", "role"),
    "training_hours": ("培训学时", "学时", "年度培训学时", "培训总学时", "training hours"),
    "public_law_hours": ("公共法律知识学时", "公共法律学时", "公共法律知识", "public law hours"),
    "has_camera": ("执法记录仪", "是否配备执法记录仪", "记录仪", "body camera"),
    "qualification": ("法律职业资格", "法律职业资格证号", "法律职业资格证书编号", "legal qualification"),
    "reviewer_since": ("法制审核起始日期", "从事法制审核时间", "任法制审核员日期", "reviewer since"),
    "on_duty": ("在岗", "是否在岗", "状态", "在岗情况", "on duty"),
    "level": ("级别", "层级", "level"),
    "government": ("所属政府", "本级政府", "government"),
    "short": ("简称", "单位简称", "short"),
    "figure": ("指标", "指标名称", "数据项", "figure"),
    "value": ("数值", "数据", "值", "指标值", "value"),
    "on": ("日期", "统计日期", "数据日期", "截至日期", "截止时间", "as of"),
    "source": ("来源", "数据来源", "依据", "source"),
}
ROLES = {
    "执法人员": "officer",
    "执法员": "officer",
    "法制审核": "legal_reviewer",
    "审核员": "legal_reviewer",
    "评查": "panel",
    "负责人": "leader",
    "局长": "leader",
    "队长": "leader",
    "officer": "officer",
    "legal_reviewer": "legal_reviewer",
    "panel": "panel",
    "leader": "leader",
}
_YES = {"是", "有", "已配备", "配备", "在岗", "1", "y", "yes", "true", "√", "✓"}
_NO = {"否", "无", "未配备", "不在岗", "离岗", "退休", "调离", "0", "n", "no", "false", "×"}
_OPEN_ENDED = {"长期", "长期有效", "无固定期限"}

Trouble = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Sheetful:
    """What was read. Each problem is a code (`unit_table.…`) with `cell` and `value`."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    figures: tuple[tuple[str, Figure], ...]  # (unit, figure)
    problems: tuple[Trouble, ...]


@dataclass(slots=True)
class _Reading:
    units: dict[str, Unit]
    people: dict[str, Person]
    catalogue: FiguresPack
    touched: set[str] = field(default_factory=set)
    figures: list[tuple[str, Figure]] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)


def read_register(
    path: Path, units: Mapping[str, Unit], people: Mapping[str, Person], catalogue: FiguresPack | None = None
) -> Sheetful:
    """Units, people and figures of a workbook; what the register knows already is completed, not doubled.

    catalogue  the figures that are known, the shipped ones by default; another name is kept as it stands, and named
    Raises NotATable, NoKnownColumns.
    """
    reading = _Reading(dict(units), dict(people), catalogue or shipped())
    for table in read_tables(path, COLUMNS):
        reading.problems += [
            ("unit_table.unknown-column", {"cell": table.name, "value": header}) for header in table.unknown
        ]
        _kind(table)(table, reading)
    return Sheetful(
        tuple(unit for unit in reading.units.values() if units.get(unit.id) != unit),
        tuple(person for key, person in reading.people.items() if people.get(key) != person),
        tuple(reading.figures),
        tuple(reading.problems),
    )


def _kind(table: Table) -> Callable[[Table, _Reading], None]:
    if "figure" in table.columns and "value" in table.columns:
        return _figures
    return _people if "name" in table.columns else _units


def _units(table: Table, reading: _Reading) -> None:
    for row in table.rows:
        unit = _unit(row, reading)
        if unit is None:
            continue
        level = _text(row, "level")
        reading.units[unit.id] = replace(
            unit,
            level=("city" if "市" in level or level == "city" else "county") if level else unit.level,
            government=_text(row, "government") or unit.government,
            short=_text(row, "short") or unit.short,
        )


def _unit(row: Mapping[str, Cell], reading: _Reading) -> Unit | None:
    cell = row.get("unit")
    if cell is None or not cell.text:
        first = next(iter(row.values()))
        reading.problems.append(("unit_table.no-unit", {"cell": cell.at if cell else first.at, "value": ""}))
        return None
    name = squeeze(cell.text)
    known = named(reading.units.values(), name)
    return known or reading.units.setdefault(name, Unit(name, name))


def _people(table: Table, reading: _Reading) -> None:
    for row in table.rows:
        if not _text(row, "name"):
            reading.problems.append(("unit_table.no-name", {"cell": row["name"].at, "value": ""}))
            continue
        unit = _unit(row, reading)
        if unit is None:
            continue
        person = _known(row, unit, reading) or _new(row, unit, reading)
        reading.people[person.id] = _completed(person, row, reading)


def _known(row: Mapping[str, Cell], unit: Unit, reading: _Reading) -> Person | None:
    """The person of the register: by name and certificate, else by a name that stands there once."""
    name, number = squeeze(_text(row, "name")), fold(_text(row, "certificate"))
    same = [person for person in reading.people.values() if person.unit == unit.id and person.name == name]
    exact = [person for person in same if number and number in {fold(c.number) for c in person.certificates}]
    if exact:
        return exact[0]
    if number:  # a namesake with another certificate is another person
        same = [person for person in same if not person.certificates]
    return same[0] if len(same) == 1 else None


def _new(row: Mapping[str, Cell], unit: Unit, reading: _Reading) -> Person:
    name, number = squeeze(_text(row, "name")), _text(row, "certificate")
    plain = f"{unit.id}/{name}"
    taken = plain in reading.people
    return Person(f"{plain}/{number or len(reading.people)}" if taken else plain, name, unit.id)


def _completed(person: Person, row: Mapping[str, Cell], reading: _Reading) -> Person:
    """What the row says, over what the register says; an empty cell takes nothing away."""
    said: dict[str, object] = {}
    if number := _text(row, "certificate"):
        said["certificates"] = _certificates(person, number, row, reading)
    for name in ("training_hours", "public_law_hours"):
        if (hours := _number(row, name, reading)) is not None:
            said[name] = hours
    for name in ("has_camera", "on_duty"):
        if (answer := _yes(row, name, reading)) is not None:
            said[name] = answer
    if since := _day(row, "reviewer_since", reading):
        said["reviewer_since"] = since
    if qualification := _text(row, "qualification"):
        said["qualification"] = qualification
    if roles := _roles(row, reading):
        said["roles"] = tuple(dict.fromkeys((*person.roles, *roles)))
    return replace(person, **said)  # type: ignore[arg-type]


def _certificates(person: Person, number: str, row: Mapping[str, Cell], reading: _Reading) -> tuple[Certificate, ...]:
    start, end = _validity(row, reading)
    kept = [c for c in person.certificates if fold(c.number) != fold(number)]
    old = next((c for c in person.certificates if fold(c.number) == fold(number)), Certificate(number))
    return (*kept, Certificate(old.number, start or old.valid_from, end or old.valid_to))


def _validity(row: Mapping[str, Cell], reading: _Reading) -> tuple[date | None, date | None]:
    cell = row.get("valid_to")
    parts = re.split(r"至|到|~|—+|－|–", cell.text) if cell else []
    if cell and len(parts) == 2 and all(part.strip() for part in parts):
        start, end = (_day({"part": Cell(cell.at, part)}, "part", reading) for part in parts)
    else:
        start, end = None, _day(row, "valid_to", reading)
    return start or _day(row, "valid_from", reading), end


def _figures(table: Table, reading: _Reading) -> None:
    for row in table.rows:
        unit = _unit(row, reading)
        name, value = _text(row, "figure"), _text(row, "value")
        day = _day(row, "on", reading)
        kind = reading.catalogue.named(name)
        if kind is not None and kind.kind == "date" and value:
            held = _day(row, "value", reading)
            value = held.isoformat() if held else value
        if unit is None:
            continue
        for key, missing in (("figure", not name), ("value", not value), ("on", day is None)):
            if missing:
                at = row[key].at if key in row else next(iter(row.values())).at
                reading.problems.append((f"unit_table.no-{key}", {"cell": at, "value": ""}))
        if name and value and day:
            figure = _of_catalogue(row, reading)
            reading.figures.append((unit.id, Figure(figure, value, day, _text(row, "source"))))


def _of_catalogue(row: Mapping[str, Cell], reading: _Reading) -> str:
    """The code of the figure; a name that the catalogue does not have stays, and is named by its cell."""
    cell = row["figure"]
    known = reading.catalogue.named(cell.text)
    if known is not None and not known.per_person:
        return known.name
    problem = "figure-per-person" if known is not None else "unknown-figure"
    reading.problems.append((f"unit_table.{problem}", {"cell": cell.at, "value": cell.text}))
    return cell.text


def _text(row: Mapping[str, Cell], key: str) -> str:
    return row[key].text if key in row else ""


def _day(row: Mapping[str, Cell], key: str, reading: _Reading) -> date | None:
    cell = row.get(key)
    if cell is None or cell.text in _OPEN_ENDED:
        return None
    try:
        return cell.day()
    except ValueError:
        reading.problems.append(("unit_table.not-a-date", {"cell": cell.at, "value": cell.text}))
        return None


def _number(row: Mapping[str, Cell], key: str, reading: _Reading) -> str | None:
    cell = row.get(key)
    if cell is None:
        return None
    try:
        number = cell.number()
    except ValueError:
        number = None
        reading.problems.append(("unit_table.not-a-number", {"cell": cell.at, "value": cell.text}))
    if number is not None and number < 0:
        reading.problems.append(("unit_table.not-a-number", {"cell": cell.at, "value": cell.text}))
        return None
    return None if number is None else str(number)


def _yes(row: Mapping[str, Cell], key: str, reading: _Reading) -> bool | None:
    cell = row.get(key)
    if cell is None or not cell.text:
        return None
    answer = fold(cell.text)
    if answer in _YES or answer in _NO:
        return answer in _YES
    reading.problems.append(("unit_table.not-yes-or-no", {"cell": cell.at, "value": cell.text}))
    return None


def _roles(row: Mapping[str, Cell], reading: _Reading) -> tuple[str, ...]:
    cell = row.get("roles")
    if cell is None or not cell.text:
        return ()
    found = tuple(dict.fromkeys(role for word, role in ROLES.items() if word in cell.text))
    if not found:
        reading.problems.append(("unit_table.unknown-role", {"cell": cell.at, "value": cell.text}))
    return found
