"""The rows of an office's rubric: which are items, vetoes, headings, sums and notes; or prose without a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casereview.documents.grids import Grid
from casereview.rubric import scales
from casereview.rubric.clauses import half
from casereview.rubric.heads import TableMap, around, proposed, text, text_at
from casereview.text import squeeze

_NUMERAL = r"[一二三四五六七八九十]+"
_SECTION = re.compile(
    rf"(?:{_NUMERAL}[、.]|[(]{_NUMERAL}[)]|第{_NUMERAL}部分[:、]?|\d+[.、])?(?P<name>.+?)"
    r"\((?P<points>\d+(?:\.\d+)?)分?(?P<more>(?:,[^()]*)?)\)"
)
# How a section counts, as the handout writes it after the points: 规范性(120,权重50,最多扣20).
_COUNTS = {
    "weight": re.compile(r"(?:权重|折算为?)(?P<value>\d+(?:\.\d+)?)"),
    "cap": re.compile(r"最多扣(?P<value>\d+(?:\.\d+)?)"),
    "floor": re.compile(r"最低得(?P<value>\d+(?:\.\d+)?)"),
    "gate": re.compile(r"一项不通过(?P<value>总分为0|不得分)"),
    "model": re.compile(r"(?P<value>扣分制|得分制|分档制|通过制)"),
}
_CODES = {
    "总分为0": "whole", "不得分": "section",
    "扣分制": "deduct", "得分制": "additive", "分档制": "levels", "通过制": "gate",
}  # fmt: skip
_HEADING = re.compile(rf"(?:{_NUMERAL}[、.]|[(]{_NUMERAL}[)]|第{_NUMERAL}部分).+")
_BULLET = re.compile(r"[-•·●○*]\s*(?P<text>.+?)\((?P<points>\d+(?:\.\d+)?)分\)")
_POINTS_AFTER = re.compile(r"(?P<text>.+?)\s*[(](?:本项|满分|共)?\s*(?P<points>\d+(?:\.\d+)?)\s*分[)][.。]?", re.S)
_SLACK = 2  # spaces by which lines of one level may differ
OTHER = "其他"  # the section of what stands under no heading among others that do
_SUM = re.compile(r"合计|总计|小计|总分")
_NOTE = re.compile(r"注[:\uff1a\d]|备注|说明|填表|评查人|被评查")
# A row, or one rule of it, that makes the whole dossier fail.
VETO = re.compile(r"不合格卷|不合格案卷|一票否决|[评定判视]为不合格|总分[记计为]0|[整全]卷[^,;]{0,4}0分|扣100分")
_VETO_HEAD = re.compile(r"否决|不合格卷|不合格标准")
VOID = re.compile(r"总分[记计为]?0|[整全]卷[^,;]{0,4}0分|[计记得]0分|扣100分")
NO_EXCELLENT = re.compile(r"不[得能]?评?[为定]?优秀|取消优秀")


@dataclass(frozen=True, slots=True)
class Level:
    """A level as a row says it: name, what it is worth ("" where that is not said), what it asks, and its cell."""

    name: str
    points: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says something. cells: column key -> text; at: column key -> address; path: sections it stands in, topmost first."""

    cells: Mapping[str, str]
    at: Mapping[str, str]
    path: tuple[str, ...] = ()
    veto: bool = False
    levels: tuple[Level, ...] = ()


@dataclass(slots=True)
class Layout:
    """Everything found.

    texts    around the rows; unknown: heads of columns that nothing was taken from; columns: head -> what it was taken for
    totals   (address, points) that the table states for all of it or a section; left: (address, text) of rows left out
    scales   those by which rows are judged
    """

    rows: list[Row] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    totals: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    scales: list[scales.Scale] = field(default_factory=list)
    prose: bool = False


def laid_out(blocks: Sequence[str | Grid], maps: Sequence[TableMap] | None = None) -> Layout:
    """The rows of every table that is read; of the paragraphs, where no table is. maps: how, as proposed if not given."""
    layout = Layout()
    waiting = list(proposed(blocks) if maps is None else maps)
    judged = scales.scales(around(blocks))
    heading = ""
    for block in blocks:
        if isinstance(block, Grid):
            _Reader(block, waiting.pop(0), heading, layout, judged).read()
        elif block.strip():
            heading = block.strip()
            layout.texts.append(heading)
    if not layout.rows and maps is None:
        layout.rows = list(_prose(layout.texts))
        layout.prose = bool(layout.rows)
    return layout


class _Reader:
    """Reads one table from the top down: holds the sections and the block of vetoes that it is in."""

    def __init__(self, grid: Grid, how: TableMap, heading: str, layout: Layout, judged: Sequence[scales.Scale]) -> None:
        self.grid, self.how, self.layout, self.judged = grid, how, layout, judged
        self.section = heading if _SECTION.fullmatch(squeeze(half(heading))) else ""
        self.part = ""
        self.vetoes = how.veto
        self.deep: list[tuple[int, str]] = []
        keys = {key: column for column, key in how.columns.items()}
        self.inset = keys["title"] if "title" in keys and "section" not in keys else -1
        if not any(column == self.inset for _, column in grid.indents):
            self.inset = -1

    def read(self) -> None:
        how, grid, layout = self.how, self.grid, self.layout
        if not how.use:
            layout.texts += [text(v) for row in grid.rows for v in row if text(v)]
            return
        layout.texts += [text(v) for row in grid.rows[: how.head] for v in row if text(v)]
        end = how.head + how.high
        widest = max((len(row) for row in grid.rows), default=0)
        named = {column: how.name(grid, column) for column in range(widest)}
        layout.unknown += [said for column, said in named.items() if said and not how.columns.get(column)]
        layout.columns |= {said: how.columns[column] for column, said in named.items() if how.columns.get(column)}
        for number in range(end, len(grid.rows)):
            if number not in how.skip:
                self._row(number)

    def _row(self, number: int) -> None:
        values = [text(value) for value in self.grid.rows[number]]
        said = list(dict.fromkeys(value for value in values if value))
        whole = squeeze(half("".join(values)))
        if not said:
            return
        cells, at = self._cells(number)
        if _SUM.match(whole):
            self._total(said, at)
        elif _NOTE.match(whole) and not cells.get("points"):
            self.layout.texts.append("".join(values))
        elif not self._heading(said, cells, values):
            self._content(number, cells, at)

    def _cells(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        cells: dict[str, str] = {}
        at: dict[str, str] = {}
        for column, key in sorted(self.how.columns.items()):
            value = text_at(self.grid, number, column)
            if key in ("level", "scale", ""):
                continue
            if key in cells and value and cells[key] != value:
                value = f"{cells[key]}\n{value}".strip()
            if key not in cells or value:
                cells[key] = value
                at.setdefault(key, self.grid.at(number, column))
        return cells, at

    def _total(self, said: Sequence[str], at: Mapping[str, str]) -> None:
        """合计 100 states a sum that the items are held against."""
        numbers = [found[0] for value in said if (found := re.findall(r"\d+(?:\.\d+)?", half(value)))]
        if numbers:
            self.layout.totals.append((at.get("points", next(iter(at.values()), "")), numbers[0]))

    def _heading(self, said: Sequence[str], cells: Mapping[str, str], values: Sequence[str]) -> bool:
        """Whether a row only says what follows: a section, or the vetoes."""
        first = squeeze(half(said[0]))
        if any(_VETO_HEAD.search(value) for value in values[:2]) and not cells.get("points"):
            self.vetoes = True
            return len(said) == 1
        if self.vetoes and (cells.get("points") or (cells.get("section") and not self.how.veto)):
            self.vetoes = self.how.veto
        if len(said) == 1 and (_HEADING.fullmatch(first) or _SECTION.fullmatch(first)):
            self.section, self.part, self.vetoes = said[0], "", False
            return True
        number = squeeze(half(cells.get("points", "")))
        if len(said) == 2 and _HEADING.fullmatch(first) and re.fullmatch(r"\d+(?:\.\d+)?分?", number):
            self.section, self.part, self.vetoes = f"{said[0]}({number.rstrip('分')}分)", "", False
            return True
        return False

    def _content(self, number: int, cells: dict[str, str], at: dict[str, str]) -> None:
        if not self.vetoes:
            if cells.get("section"):
                self.section, self.part = cells["section"], ""
            self.part = cells.get("part") or self.part
        path = tuple(name for name in (self.section, *self.part.split(" / ")) if name)
        if not cells.get("points") and (found := _POINTS_AFTER.fullmatch(half(cells.get("title", "")))):
            cells |= {"title": found["text"], "points": found["points"]}
            at.setdefault("points", at["title"])
        if self.inset >= 0 and not self.vetoes:
            if self._sets_out(number, cells):
                return
            path = tuple(name for _, name in self.deep) or (OTHER,)
            path = path if len(path) <= 3 else (*path[:2], " ".join(path[2:]))
        levels = self._levels(number)
        veto = self.vetoes or self._is_veto(cells)
        if levels and cells.get("title", "").endswith((":", "\uff1a")) and not veto:
            self.layout.left.append((at["title"], cells["title"]))
            return
        if any(cells.values()) or any(level.text for level in levels):
            self.layout.rows.append(Row(cells, at, path, veto, () if veto else levels))

    def _is_veto(self, cells: Mapping[str, str]) -> bool:
        """A row among the items whose only rule is that the dossier fails."""
        rules = squeeze(half(cells.get("rules", "")))
        return bool(VETO.search(rules)) and not re.search(r"扣(?!100分)\d", rules) and bool(cells.get("title"))

    def _sets_out(self, number: int, cells: Mapping[str, str]) -> bool:
        """Whether a row is a heading because the next is set in further; keeps the headings that it stands under."""
        here = self.grid.indents.get((number, self.inset), 0)
        while self.deep and self.deep[-1][0] >= here - _SLACK:
            self.deep.pop()
        rest = (n for n in range(number + 1, len(self.grid.rows)) if text_at(self.grid, n, self.inset))
        below = next((n for n in rest if n not in self.how.skip), None)
        deeper = below is not None and self.grid.indents.get((below, self.inset), 0) > here + _SLACK
        if deeper and not cells.get("points") and cells.get("title"):
            self.deep.append((here, cells["title"]))
            return True
        return False

    def _levels(self, number: int) -> tuple[Level, ...]:
        found = []
        for column, key in sorted(self.how.columns.items()):
            name = self.how.name(self.grid, column)
            if key == "level":
                word, value = scales.head(name)
                points, said = scales.in_cell(text_at(self.grid, number, column))
                found.append(Level(word or name, points or value, said, self.grid.at(number, column)))
            elif key == "scale" and (scale := self._scale(name)) is not None:
                at = self.grid.at(number, column)
                found += [Level(word, str(value), "", at) for word, value in scale.steps]
        return tuple(found)

    def _scale(self, name: str) -> scales.Scale | None:
        bare = re.sub(r"\([^()]*\)$", "", squeeze(half(name)))
        found = next((one for one in self.judged if one.name == bare), None)
        if found is not None and found not in self.layout.scales:
            self.layout.scales.append(found)
        return found


def _prose(texts: Sequence[str]) -> Iterator[Row]:
    """ "1. 完成度(30分)" begins a section, "- 按时完成(10分)" is an item of it."""
    section = ""
    for number, said in enumerate(texts, 1):
        bare = half(said.strip())
        if (found := _BULLET.fullmatch(bare)) and section:
            at = f"¶{number}"
            cells = {"title": found["text"].strip(), "points": found["points"]}
            yield Row(cells, {"title": at, "points": at, "rules": at}, (section,))
        elif re.match(rf"(?:\d+[.、]|{_NUMERAL}、)", bare) and _SECTION.fullmatch(squeeze(bare)):
            section = said


def named(said: str) -> tuple[str, str]:
    """The name of a section and the points it states, if any: of 一、事前公开(44) they are 事前公开 and 44."""
    bare = squeeze(half(said))
    if found := _SECTION.fullmatch(bare):
        return found["name"], found["points"]
    plain = " ".join(half(said).split())
    return re.sub(rf"^(?:{_NUMERAL}[、.]|[(]{_NUMERAL}[)]|第{_NUMERAL}部分[:、]?|\d+[.、])\s*", "", plain), ""


def counting(said: str) -> dict[str, str]:
    """How a section's heading says that it counts: weight, cap, floor, gate, model; {} where it only names its points."""
    found = _SECTION.fullmatch(squeeze(half(said)))
    more = found["more"] if found else ""
    hits = {key: hit["value"] for key, pattern in _COUNTS.items() if (hit := pattern.search(more))}
    return {key: _CODES.get(value, value) for key, value in hits.items()}


def stated_in(texts: Sequence[str]) -> str:
    """What a text states as full marks: 满分100分, 总分：50分; "" where none does, or two say otherwise."""
    said = {n for line in texts for n in re.findall(r"(?:满分|总分|共计?)[:为]?\s*(\d+(?:\.\d+)?)\s*分", half(line))}
    return said.pop() if len(said) == 1 else ""


def grades_in(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Grades that a note states: (title, at least), the highest first: "90分以上为优秀,60分以下为不合格"."""
    said = half(" ".join(texts))
    found = {
        title: points
        for points, title in re.findall(
            r"(\d+)分?(?:\(含\)|\(含\d+分?\))?(?:以上|及以上)(?:,?不[满足]\d+分?(?:\(不含\))?)?的?,?[评定]?为(优秀|良好|合格)",
            said,
        )
    }
    for points, title in re.findall(
        r"(\d+)\s*[-~\u301c\uff5e—至]\s*\d+(?:\.\d+)?分?的?,?[评定]?为(优秀|良好|合格)", said
    ):
        found.setdefault(title, points)
    ladder = sorted(found.items(), key=lambda grade: -int(grade[1]))
    return [*ladder, ("不合格", "0")] if ladder else []
