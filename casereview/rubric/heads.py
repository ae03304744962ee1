"""The head of a rubric's table: where it is, how high, and what each of its columns was taken for. A person may say otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casereview.documents.grids import Grid
from casereview.rubric import scales
from casereview.rubric.clauses import half
from casereview.text import squeeze

COLUMNS = {
    "section": ("一级指标", "评查类别", "类别", "一级项目", "评查环节", "部分", "分类", "评查大项", "环节"),
    "second": ("二级指标", "二级项目"),
    "third": ("三级指标", "三级项目"),
    "fourth": ("四级指标",),
    "id": ("编号", "项目编号", "序号"),
    "title": ("评查项目", "项目", "项目名称", "考核项目", "检查项目", "评分项目", "指标", "评查指标"),
    "content": (
        "评查内容",
        "评查内容及要求",
        "评查内容和要求",
        "项目与要求",
        "评查要点",
        "考核内容",
        "检查内容",
        "评审内容",
        "内容",
        "内容和要求",
        "内容及要求",
    ),
    "requirement": ("具体要求", "评查要求", "要求", "考核要求"),
    "basis": ("依据", "法律依据", "评查依据"),
    "points": ("分值", "标准分", "满分", "分数", "总分值", "标准分值", "应得分", "单项分值", "分"),
    "rules": (
        "扣分规则",
        "评分标准",
        "扣分标准",
        "评分办法",
        "评分细则",
        "扣分情形",
        "扣分办法",
        "计分办法",
        "计分标准",
        "扣分细则",
        "扣分说明",
        "评分说明",
        "评分规则",
    ),
    "standard": ("评查标准", "考核标准", "检查标准"),
    "note": ("适用条件", "适用范围"),
    "where": ("查看文书", "查看材料", "查看资料"),
}
# What a column may be in the end; a person chooses among these.
ROLES = (
    "section", "part", "id", "title", "requirement", "basis", "points", "rules", "note", "where", "level", "scale",
)  # fmt: skip
_KNOWN = {squeeze(word): key for key, names in COLUMNS.items() for word in names}
_ENOUGH = 3
_DEEP = 15  # rows in which a head is looked for
_HIGH = 3  # rows that one may have
_SHORT = 14  # letters of a cell that may belong to a head


@dataclass(frozen=True, slots=True)
class TableMap:
    """How one table is read.

    head, high  its first row from 0, and how many rows it has
    columns     number from 0 -> a code of ROLES; a column that is not in it is left out
    skip        rows that are left out; use: False for the whole table; veto: its rows are vetoes
    """

    head: int = 0
    high: int = 1
    columns: Mapping[int, str] = field(default_factory=dict)
    skip: frozenset[int] = frozenset()
    use: bool = True
    veto: bool = False

    def name(self, grid: Grid, column: int) -> str:
        """What the head calls a column: the lowest words in it that say something."""
        return next((said for r in range(self.head + self.high - 1, self.head - 1, -1) if (said := text_at(grid, r, column))), "")  # fmt: skip


def text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value if value is not None else "").strip()


def text_at(grid: Grid, row: int, column: int) -> str:
    return text(grid.rows[row][column]) if row < len(grid.rows) and column < len(grid.rows[row]) else ""


def proposed(blocks: Sequence[str | Grid]) -> list[TableMap]:
    """How each table would be read, in order."""
    found, heading = [], ""
    judged = scales.scales(around(blocks))
    for block in blocks:
        if isinstance(block, Grid):
            found.append(_map(block, "否决" in heading or "不合格卷" in heading, judged))
        elif block.strip():
            heading = block.strip()
    return found


def around(blocks: Sequence[str | Grid]) -> list[tuple[str, str]]:
    """(address, text) of everything that is said."""
    found: list[tuple[str, str]] = []
    for number, block in enumerate(blocks, 1):
        if isinstance(block, Grid):
            cells = ((r, c, text(value)) for r, row in enumerate(block.rows) for c, value in enumerate(row))
            found += [(block.at(r, c), said) for r, c, said in cells if said]
        else:
            found.append((f"¶{number}", block))
    return found


def _map(grid: Grid, vetoes: bool, judged: Sequence[scales.Scale]) -> TableMap:
    head, high, keys = _head(grid, judged)
    roles = _roles(keys, grid, head + high)
    names = set(roles.values())
    levels = bool(names & {"level", "scale"})
    enough = 2 if vetoes or (levels and "title" in names) else _ENOUGH
    told = "title" in names and (vetoes or levels or bool(names & {"points", "rules"}))
    return TableMap(head, high, roles, frozenset(), told and len(roles) >= enough, vetoes)


def _head(grid: Grid, judged: Sequence[scales.Scale]) -> tuple[int, int, dict[int, str]]:
    """(first row, rows, columns) of the head with the most known names among the first rows; of equals the lowest and first."""
    best: tuple[int, int, dict[int, str]] = (0, 1, {})
    for first in range(min(_DEEP, len(grid.rows))):
        found = _known(grid, first, judged)
        if len(found) > len(best[2]):
            best = (first, 1, found)
        for high in range(2, _HIGH + 1):
            last = first + high - 1
            if not found or last >= len(grid.rows) or any(len(text(value)) > _SHORT for value in grid.rows[last]):
                break
            more = _known(grid, last, judged)
            taken = set(found.values()) - {"level"}
            fresh = {c: key for c, key in more.items() if key not in taken and (c not in found or key == "level")}
            if not fresh:
                break
            found = found | fresh
            if len(found) > len(best[2]):
                best = (first, high, found)
    return best


def _known(grid: Grid, row: int, judged: Sequence[scales.Scale]) -> dict[int, str]:
    found: dict[int, str] = {}
    levels: dict[int, str] = {}
    for column, value in enumerate(grid.rows[row]):
        said = squeeze(half(text(value))).rstrip("*:")
        key = _KNOWN.get(re.sub(r"\([^()]*\)$", "", said)) or _KNOWN.get(said)
        if key and key not in found.values():
            found[column] = key
        elif scales.head(said)[0]:
            levels[column] = "level"
        elif said and any(one.name and re.sub(r"\([^()]*\)$", "", said) == one.name for one in judged):
            found[column] = "scale"
    return found | (levels if len(levels) >= 2 else {})


def _roles(keys: Mapping[int, str], grid: Grid, start: int) -> dict[int, str]:
    """What each column is in the end: of 二级指标 and 三级指标 the items are those that carry the points."""
    names = set(keys.values())
    change = {"content": "title", "standard": "requirement" if "rules" in names else "rules"}
    change |= {"second": "title", "third": "requirement", "fourth": "requirement"}
    if {"content", "title"} <= names and "section" not in names:
        change["title"] = "section"
    elif {"content", "title"} <= names:
        change["content"] = "requirement"
    if "third" in names and _carries_points(keys, grid, start):
        change |= {"second": "part", "third": "title"}
    elif "second" in names and names & {"title", "content"}:
        change |= {"second": "part" if "section" in names else "section", "third": "requirement"}
    if not names & {"title", "content", "second", "third"} and "section" in names:
        change["section"] = "title"
    return {column: change.get(key, key) for column, key in keys.items()}


def _carries_points(keys: Mapping[int, str], grid: Grid, start: int) -> bool:
    """Whether more than one 三级指标 below a 二级指标 has points of its own."""
    column = {key: number for number, key in keys.items()}
    if not {"second", "third", "points"} <= column.keys():
        return False
    return any(
        not text_at(grid, row, column["second"])
        and text_at(grid, row, column["third"])
        and text_at(grid, row, column["points"])
        for row in range(start, len(grid.rows))
    )
