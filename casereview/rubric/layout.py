"""How offices lay out a rubric: which column is what, which rows are items, vetoes, sums and notes; or prose without a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casereview.documents.grids import Grid
from casereview.rubric.clauses import half
from casereview.text import squeeze

COLUMNS = {
    "section": ("一级指标", "评查类别", "类别", "一级项目", "评查环节", "部分"),
    "id": ("编号", "项目编号", "序号"),
    "title": ("评查项目", "二级指标", "项目", "项目名称"),
    "content": ("评查内容", "评查内容及要求", "评查内容和要求", "项目与要求", "评查要点"),
    "requirement": ("具体要求", "评查要求", "三级指标", "要求"),
    "basis": ("依据", "法律依据", "评查依据"),
    "points": ("分值", "标准分", "满分", "分数", "总分值"),
    "rules": ("扣分规则", "评分标准", "扣分标准", "评分办法", "评分细则", "扣分情形"),
    "standard": ("评查标准",),
    "note": ("适用条件",),
    "where": ("查看文书", "查看材料"),
}
_KNOWN = {squeeze(word): key for key, names in COLUMNS.items() for word in names}
_SECTION = re.compile(r"(?:[一二三四五六七八九十]+、|\d+[.、])?(?P<name>.+?)\((?P<points>\d+(?:\.\d+)?)分?\)")
_BULLET = re.compile(r"[-•·●○*]\s*(?P<text>.+?)\((?P<points>\d+(?:\.\d+)?)分\)")
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says something. cells: column key -> text; at: column key -> address; section as carried down, heading above it."""

    cells: Mapping[str, str]
    at: Mapping[str, str]
    section: str
    veto: bool = False


@dataclass(slots=True)
class Layout:
    """Everything found: rows of items and vetoes in order, texts around them, heads with what they were taken for, and the others."""

    rows: list[Row] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    prose: bool = False


def laid_out(blocks: Sequence[str | Grid]) -> Layout:
    """The rows of every table that has a known head; of the paragraphs, where no table has one."""
    layout = Layout()
    heading = ""
    for block in blocks:
        if isinstance(block, Grid):
            _grid(block, heading, layout)
        elif block.strip():
            heading = block.strip()
            layout.texts.append(heading)
    if not layout.rows:
        layout.rows = list(_prose(layout.texts))
        layout.prose = bool(layout.rows)
    return layout


def _grid(grid: Grid, heading: str, layout: Layout) -> None:
    head, keys = _head(grid)
    vetoes = "否决" in heading
    if len(keys) < (2 if vetoes else _ENOUGH):
        layout.texts += [str(value).strip() for row in grid.rows for value in row if str(value or "").strip()]
        return
    layout.texts += [str(value).strip() for row in grid.rows[:head] for value in row if str(value or "").strip()]
    layout.unknown += [_text(v) for c, v in enumerate(grid.rows[head]) if c not in keys and _text(v)]
    keys = _roles(keys)
    layout.columns |= {_text(grid.rows[head][column]): key for column, key in keys.items()}
    section = heading if _SECTION.fullmatch(squeeze(half(heading))) else ""
    for number, row in enumerate(grid.rows[head + 1 :], head + 1):
        cells = {key: _text(row[column]) for column, key in keys.items() if column < len(row)}
        at = {key: grid.at(number, column) for column, key in keys.items()}
        whole = squeeze("".join(_text(value) for value in row))
        if not any(cells.values()) or re.match(r"合计|总计|小计|总分", whole):
            continue
        if re.match(r"注[::\uff1a]|说明|备注", whole):
            layout.texts.append("".join(_text(value) for value in row))
            continue
        vetoes = vetoes or any("否决" in _text(value) for value in row[:2])
        if not vetoes:
            section = cells.get("section") or section
        layout.rows.append(Row(cells, at, section, vetoes))


def _head(grid: Grid) -> tuple[int, dict[int, str]]:
    """The row with the most known heads, among the first twelve, and its columns."""
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(grid.rows[:12]):
        found: dict[int, str] = {}
        for column, value in enumerate(row):
            key = _KNOWN.get(squeeze(half(_text(value))).rstrip("*"))
            if key and key not in found.values():
                found[column] = key
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _roles(keys: Mapping[int, str]) -> dict[int, str]:
    """A column of contents beside one of items makes the items sections; 评查标准 beside 评分标准 is the requirement."""
    names = set(keys.values())
    change = {"content": "title", "standard": "requirement" if "rules" in names else "rules"}
    if {"content", "title"} <= names and "section" not in names:
        change["title"] = "section"
    elif {"content", "title"} <= names:
        change["content"] = "requirement"
    return {column: change.get(key, key) for column, key in keys.items()}


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value if value is not None else "").strip()


def _prose(texts: Sequence[str]) -> Iterator[Row]:
    """ "1. 完成度(30分)" begins a section, "- 按时完成(10分)" is an item of it."""
    section = ""
    for number, text in enumerate(texts, 1):
        bare = half(text.strip())
        if (found := _BULLET.fullmatch(bare)) and section:
            at = f"¶{number}"
            cells = {"title": found["text"].strip(), "points": found["points"]}
            yield Row(cells, {"title": at, "points": at, "rules": at}, section)
        elif re.match(r"(?:\d+[.、]|[一二三四五六七八九十]+、)", bare) and _SECTION.fullmatch(squeeze(bare)):
            section = text


def named(text: str) -> tuple[str, str]:
    """The name of a section and the points it states, if any: of 一、事前公开(44) they are 事前公开 and 44."""
    bare = squeeze(half(text))
    if found := _SECTION.fullmatch(bare):
        return found["name"], found["points"]
    return re.sub(r"^(?:[一二三四五六七八九十]+、|\d+[.、])", "", bare), ""


def grades_in(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Grades that a note states: (title, at least), the highest first: "90分以上为优秀,60分以下为不合格"."""
    said = half(" ".join(texts))
    found = {
        title: points
        for points, title in re.findall(r"(\d+)分(?:\(含\))?以上(?:不满\d+分)?的?为(优秀|良好|合格)", said)
    }
    ladder = sorted(found.items(), key=lambda grade: -int(grade[1]))
    return [*ladder, ("不合格", "0")] if ladder else []
