"""The statistics tables (表1 to 表5) of a review: once as values, drawn into annexes and written as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from casereview.documents.model import Align, Column, Table
from casereview.documents.xlsx import Field, Sheet, Value
from casereview.notices import say
from casereview.results.model import DossierResult, Results

SYSTEMS = ("publicity", "recording", "legal_review")


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of values. columns: title, relative width in print, alignment; chart: columns of a bar chart in the workbook."""

    name: str
    title: str
    columns: tuple[tuple[str, float, Align], ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    chart: tuple[int, int] | None = None

    def as_table(self, *, size: float | None = None) -> Table:
        """For DOCX and PDF."""
        columns = tuple(Column(title, width, align) for title, width, align in self.columns)
        rows = tuple(tuple(_shown(value) for value in row) for row in self.rows)
        return Table(columns, rows, caption=self.title, note=self.note, size=size)

    def as_sheet(self) -> Sheet:
        """For XLSX."""
        heads = tuple(Field(title) for title, _, _ in self.columns)
        return Sheet(self.name, heads, self.rows, title=self.title, note=self.note, chart=self.chart)


def _shown(value: Value) -> str:
    return "—" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def _rate(earned: Decimal, full: Decimal) -> Decimal | None:
    return (earned * 100 / full).quantize(Decimal("0.1"), ROUND_HALF_UP) if full else None


def units(results: Results) -> Figures:
    """表1 成绩汇总: a unit a row; fewer than 3 dossiers are listed and not ranked."""
    rows: list[tuple[Value, ...]] = []
    for unit in results.units:
        grades = [unit.grades.get(code, 0) for code in say.GRADES]
        good, passed = _percent(grades[0], unit.scored), _percent(unit.scored - grades[3], unit.scored)
        rank: Value = unit.rank
        rows.append(
            (rank, unit.name, unit.dossiers, unit.scored, unit.mean, unit.highest, unit.lowest, *grades, good, passed,
             unit.vetoed)
        )  # fmt: skip
    grades = [results.grades.get(code, 0) for code in say.GRADES]
    vetoed = sum(unit.vetoed for unit in results.units)
    rows.append(
        ("", "合计", results.reviewed, results.scored, results.mean, results.highest, results.lowest, *grades,
         _percent(grades[0], results.scored), _percent(results.scored - grades[3], results.scored), vetoed)
    )  # fmt: skip
    columns: tuple[tuple[str, float, Align], ...] = (
        ("排名", 1.4, "center"), ("单位", 5.2, "left"), ("抽评卷数", 1.5, "center"), ("评分卷数", 1.5, "center"),
        ("平均分", 1.7, "center"), ("最高分", 1.7, "center"), ("最低分", 1.7, "center"), ("优秀", 1.3, "center"),
        ("良好", 1.3, "center"), ("合格", 1.3, "center"), ("不合格", 1.5, "center"), ("优秀率（%）", 1.9, "center"),
        ("合格率（%）", 1.9, "center"), ("否决卷数", 1.5, "center"),
    )  # fmt: skip
    note = "注：优秀率＝优秀卷数÷评分卷数；合格率＝（评分卷数－不合格卷数）÷评分卷数；不足3卷的单位列出不排名，得分相同的名次并列。"
    return Figures("表1 成绩汇总", f"表1 {results.year}年度案卷评查成绩汇总表", columns, tuple(rows), note, (1, 4))


def dossiers(results: Results) -> Figures:
    """表2 个案成绩. Readers' own scores stand without names: first and second only."""
    rows: list[tuple[Value, ...]] = []
    for number, one in enumerate(say.main_sheets(results), 1):
        first, second = _readers(one)
        gap = abs(first - second) if first is not None and second is not None else None
        vetoes = "、".join(veto_title(one, veto, results) for veto in one.vetoes) or "无"
        rows.append(
            (number, say.unit_name(results, one.unit), say.case_no(one), say.masked(one.cause), say.procedure(one.procedure),
             first, second, gap, one.score, say.grade(one.grade), vetoes)
        )  # fmt: skip
    columns: tuple[tuple[str, float, Align], ...] = (
        ("序号", 1, "center"), ("单位", 3.4, "left"), ("案号", 3.4, "left"), ("案由", 4.6, "left"), ("程序", 1.6, "center"),
        ("初评1", 1.3, "center"), ("初评2", 1.3, "center"), ("差值", 1.1, "center"), ("终评", 1.3, "center"),
        ("等次", 1.4, "center"), ("否决项", 2.4, "left"),
    )  # fmt: skip
    return Figures("表2 个案成绩", f"表2 {results.year}年度案卷评查个案成绩表", columns, tuple(rows))


def _readers(one: DossierResult) -> tuple[Decimal | None, Decimal | None]:
    given = [Decimal(score) for _, score in sorted(one.readers.items()) if score]
    return (given[0] if given else None), (given[1] if len(given) > 1 else None)


def veto_title(one: DossierResult, veto: str, results: Results) -> str:
    """The words of a veto, from the frozen rubric where the results hold it, else its id."""
    return titles_of(results.rubrics.get(one.rubric, "")).get(veto, veto)


def titles_of(content: str) -> dict[str, str]:
    """Titles of vetoes by id in a frozen rubric; empty where the text is no rubric."""
    if not content.lstrip().startswith("{"):
        return {}
    from casereview.rubric.files import from_json

    return {veto.id: veto.title for veto in from_json(content).vetoes}


def problems(results: Results) -> Figures:
    """表3 问题分布, by category and by how many dossiers have it."""
    order = {code: place for place, code in enumerate(dict.fromkeys(p.category for p in results.problems))}
    sorted_ = sorted(results.problems, key=lambda p: (order[p.category], -len(p.dossiers), p.deduction))
    rows: list[tuple[Value, ...]] = [
        (number, say.category(p.category), say.problem(results, p), say.severity(p.severity), len(p.dossiers),
         _percent(len(p.dossiers), results.scored), p.occurrences, p.points, len(p.units))
        for number, p in enumerate(sorted_, 1)
    ]  # fmt: skip
    columns: tuple[tuple[str, float, Align], ...] = (
        ("序号", 1, "center"), ("类别", 3, "center"), ("问题", 7, "left"), ("程度", 1.2, "center"),
        ("涉及卷数", 1.4, "center"), ("占比（%）", 1.5, "center"), ("处数", 1.1, "center"), ("扣分合计", 1.5, "center"),
        ("涉及单位数", 1.6, "center"),
    )  # fmt: skip
    note = f"注：占比＝涉及卷数÷评分卷数（{results.scored}卷）。"
    return Figures("表3 问题分布", f"表3 {results.year}年度案卷评查问题分布表", columns, tuple(rows), note, (2, 4))


def items(results: Results) -> Figures:
    """表4 项目得分率, over the sheets where the item applied."""
    sums: dict[tuple[str, str, str], tuple[int, Decimal, Decimal]] = {}
    for one in results.dossiers:
        for item in one.items:
            if item.state in ("not_applicable", "inapplicable"):
                continue
            key = (one.rubric_title, item.item, item.title)
            count, full, earned = sums.get(key, (0, Decimal(0), Decimal(0)))
            sums[key] = count + 1, full + item.points, earned + item.earned
    rows: list[tuple[Value, ...]] = [
        (rubric, item, title, count, full, earned, _rate(earned, full))
        for (rubric, item, title), (count, full, earned) in sums.items()
    ]
    columns: tuple[tuple[str, float, Align], ...] = (
        ("评查表", 4.5, "left"), ("项目编号", 1.8, "center"), ("项目", 5.2, "left"), ("适用卷数", 1.4, "center"),
        ("满分合计", 1.6, "center"), ("得分合计", 1.6, "center"), ("得分率（%）", 1.7, "center"),
    )  # fmt: skip
    return Figures("表4 项目得分率", f"表4 {results.year}年度案卷评查项目得分率表", columns, tuple(rows), chart=(2, 6))


def systems(results: Results) -> Figures:
    """表5 三项制度: score rates by unit."""
    rows: list[tuple[Value, ...]] = []
    for unit in results.units:
        rows.append((unit.name, *_rates([unit.systems.get(code) for code in SYSTEMS])))
    rows.append(("合计", *_rates([results.systems.get(code) for code in SYSTEMS])))
    columns: tuple[tuple[str, float, Align], ...] = (
        ("单位", 5, "left"), ("公示得分率（%）", 2, "center"), ("全过程记录得分率（%）", 2.6, "center"),
        ("法制审核得分率（%）", 2.4, "center"), ("三项平均（%）", 2, "center"),
    )  # fmt: skip
    return Figures("表5 三项制度", f"表5 {results.year}年度三项制度执行情况表", columns, tuple(rows), chart=(0, 4))


def _rates(rates: Sequence[Decimal | None]) -> tuple[Value, ...]:
    known = [rate for rate in rates if rate is not None]
    mean = sum(known, Decimal(0)) / len(known) if known else None
    return (*rates, mean.quantize(Decimal("0.1"), ROUND_HALF_UP) if mean is not None else None)


def every(results: Results) -> list[Figures]:
    return [units(results), dossiers(results), problems(results), items(results), systems(results)]


def workbook(figures: Iterable[Figures]) -> bytes:
    """The tables as XLSX, one a sheet."""
    from casereview.documents import xlsx

    return xlsx.write([one.as_sheet() for one in figures])
