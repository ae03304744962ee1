"""Where the review stands, what is next, and the numbers that lead to their dossiers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from casereview.dossier.actions import Filter
from casereview.panel.model import Stage
from ui.kit.layout import button, card, clear, column, glyph, label, row
from ui.kit.session import Session
from ui.overview.bars import Row, Share, rows
from ui.overview.figures import SOON_DAYS, Figures
from ui.overview.road import Road
from ui.pages import SCREENS

_SCREEN = {
    Stage.SELF_REVIEW: "dossiers",
    Stage.DRAW: "panel",
    Stage.MARKING: "marking",
    Stage.PANEL: "panel",
    Stage.OBJECTION: "panel",
    Stage.GRADING: "results",
    Stage.NOTICES: "notices",
    Stage.RECTIFICATION: "ledger",
    Stage.FOLLOW_UP: "ledger",
    Stage.ARCHIVED: "results",
}


class Board(QWidget):
    """asked: as of `Page`."""

    asked = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("clear")
        self.road = Road(session.theme)
        self.road.went.connect(self._go_stage)
        self._box = column(gap=4, margin=6)
        self.setLayout(self._box)

    def show_figures(self, figures: Figures) -> None:
        self.road.setParent(None)
        clear(self._box)
        self._box.addLayout(self._head(figures))
        self.road.show_stages(self._stages(figures), figures.stage)
        self._box.addWidget(card(self.road))
        self.road.show()
        self._box.addLayout(self._numbers(figures))
        grid = QGridLayout()
        grid.setSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        cards = [self._problems(figures), self._progress(figures), self._units(figures), self._ledger(figures)]
        for number, each in enumerate(cards):
            grid.addWidget(each, number // 2, number % 2)
        self._box.addLayout(grid)
        self._box.addStretch(1)

    # the head ------------------------------------------------------------------------------------------------------

    def _head(self, figures: Figures) -> QHBoxLayout:
        campaign = figures.campaign
        title = label(campaign.title if campaign else self.tr("还没有评查批次"), "title")
        text, hint, do = self._next(figures)
        self.next = button(text, do, "main")
        return row(column(title, label(hint, "soft"), gap=1), None, self.next)

    def _next(self, figures: Figures) -> tuple[str, str, Callable[[], object]]:
        """What is to be done now: the button, why, and where it leads."""
        if not figures.held:
            return (self.tr("录入案卷"), self.tr("先把案卷文件录进来。"), lambda: self.asked.emit("dossiers", None))
        if figures.stage is None:
            said = self.tr("案卷已录入 {} 卷，可以开始评查。").format(figures.held)
            return (self.tr("新建评查批次"), said, self._new_review)
        texts = {
            Stage.SELF_REVIEW: (self.tr("查看案卷"), self.tr("各单位自查：先看预审结果。")),
            Stage.DRAW: (self.tr("抽卷"), self.tr("按单位和程序随机抽取案卷。")),
            Stage.MARKING: (self.tr("继续评分"), self.tr("评查员对照标准逐卷评分。")),
            Stage.PANEL: (self.tr("合议"), self.tr("还有 {} 处分歧待处理。").format(figures.disputes)),
            Stage.OBJECTION: (self.tr("异议复核"), self.tr("处理被评查单位的异议。")),
            Stage.GRADING: (self.tr("定级"), self.tr("确认得分和等级，固定结果。")),
            Stage.NOTICES: (self.tr("出通报"), self.tr("生成通报、反馈和整改通知。")),
            Stage.RECTIFICATION: (self.tr("整改台账"), self.tr("跟踪整改，到期提醒。")),
            Stage.FOLLOW_UP: (self.tr("回头看"), self.tr("复查整改是否到位。")),
            Stage.ARCHIVED: (self.tr("查看结果"), self.tr("本次评查已归档。")),
        }
        text, said = texts[figures.stage]
        stage = figures.stage
        return text, said, lambda: self._go_stage(stage)

    def _new_review(self) -> None:
        from ui.marking.queue import new_review

        new_review(self.session)

    def _go_stage(self, stage: Stage) -> None:
        there = {each.name for each in SCREENS}
        self.asked.emit(_SCREEN[stage] if _SCREEN[stage] in there else "marking", None)

    def _stages(self, figures: Figures) -> list[tuple[Stage, str, str]]:
        counts: dict[Stage, str] = {}
        if figures.held:
            counts[Stage.SELF_REVIEW] = self.tr("{} 卷").format(figures.held)
        if figures.drawn:
            counts[Stage.DRAW] = self.tr("{} 卷").format(figures.drawn)
        if figures.standing and figures.drawn:
            sealed = sum(unit.sealed for unit in figures.standing.units.values())
            counts[Stage.MARKING] = f"{sealed}/{figures.drawn}"
        if figures.disputes:
            counts[Stage.PANEL] = self.tr("{} 处").format(figures.disputes)
        if figures.graded:
            counts[Stage.GRADING] = self.tr("{} 卷").format(sum(map(len, figures.graded.values())))
        if figures.open_entries:
            counts[Stage.RECTIFICATION] = self.tr("{} 项").format(len(figures.open_entries))
        stages = [stage for stage in Stage if stage is not Stage.ARCHIVED]
        return [(stage, self.session.say(f"stage.{stage.value}"), counts.get(stage, "")) for stage in stages]

    # cards ---------------------------------------------------------------------------------------------------------

    def _numbers(self, figures: Figures) -> QHBoxLayout:
        standing = figures.standing
        sealed = sum(unit.sealed for unit in standing.units.values()) if standing else 0
        marking = sum(unit.begun for unit in standing.units.values()) if standing else 0
        one = [
            self._number(self.tr("在库案卷"), figures.held, Filter()),
            self._number(self.tr("抽取"), figures.drawn, Filter(ids=figures.drawn_ids)),
            self._number(self.tr("已动笔"), marking, Filter(state="marking")),
            self._number(self.tr("已封存"), sealed, Filter(state="sealed")),
        ]
        return row(*one, self._grades(figures), gap=4)

    def _number(self, name: str, value: int, found: Filter) -> QFrame:
        number = button(str(value), lambda: self.asked.emit("dossiers", found), "count")
        number.setAccessibleName(f"{name} {value}")
        made = card(label(name, "soft"), number, gap=1)
        made.setMinimumWidth(104)
        return made

    def _grades(self, figures: Figures) -> QFrame:
        names = {"excellent": "accent", "good": "accent_soft", "pass": "amber_soft", "fail": "red"}
        parts = [(self.session.say(f"grade.{code}"), len(figures.graded.get(code, ())), names[code]) for code in names]
        if not figures.graded:
            made = card(label(self.tr("等级"), "soft"), label(self.tr("固定结果后显示"), "quiet"), None, gap=1)
        else:
            links = row(gap=1)
            for code in names:
                if found := figures.graded.get(code, ()):
                    text = f"{self.session.say(f'grade.{code}')} {len(found)}"
                    links.addWidget(button(text, self._to(Filter(ids=found)), "link"))
            links.addStretch(1)
            made = card(label(self.tr("等级"), "soft"), Share(self.session.theme, parts), links, gap=1)
        made.setMinimumWidth(280)
        return made

    def _problems(self, figures: Figures) -> QFrame:
        title = label(self.tr("最常见的十个问题"), "heading")
        if not figures.problems:
            return card(title, label(self.tr("固定结果后，这里列出扣分最多的问题。"), "quiet", wrap=True), None)
        most = max(len(problem.dossiers) for _, problem in figures.problems)
        lines: list[Row] = []
        for title_of_item, problem in figures.problems:
            found = Filter(ids=problem.dossiers)
            said = self.tr("{} 卷").format(len(problem.dossiers))
            name = f"{title_of_item}：{problem.text}" if title_of_item else problem.text
            lines.append((name, len(problem.dossiers), most, said, self._to(found)))
        return card(title, rows(self.session.theme, lines, "red"), None)

    def _to(self, found: Filter) -> Callable[[], object]:
        return lambda: self.asked.emit("dossiers", found)

    def _progress(self, figures: Figures) -> QFrame:
        title = label(self.tr("评查员进度"), "heading")
        readers = figures.standing.readers if figures.standing else {}
        if not readers:
            return card(title, label(self.tr("分派后显示；只有件数，没有分数。"), "quiet", wrap=True), None)
        lines: list[Row] = []
        for name, counts in readers.items():
            text = f"{counts.sealed}/{counts.dossiers}"
            lines.append((name, counts.sealed, counts.dossiers, text, lambda: self.asked.emit("marking", None)))
        return card(title, rows(self.session.theme, lines), None)

    def _units(self, figures: Figures) -> QFrame:
        title = label(self.tr("各单位进度"), "heading")
        units = figures.standing.units if figures.standing else {}
        if not units:
            return card(title, label(self.tr("抽卷后显示。"), "quiet"), None)
        lines: list[Row] = []
        for unit, counts in units.items():
            text = f"{counts.sealed}/{counts.dossiers}"
            name = figures.unit_names.get(unit, unit) or self.tr("未填单位")
            lines.append((name, counts.sealed, counts.dossiers, text, self._to(Filter(unit=unit))))
        return card(title, rows(self.session.theme, lines), None)

    def _ledger(self, figures: Figures) -> QFrame:
        title = label(self.tr("整改期限"), "heading")
        if not figures.open_entries:
            return card(title, label(self.tr("没有未销号的整改事项。"), "quiet"), None)
        go = button(self.tr("{} 项未销号").format(len(figures.open_entries)), self._to_ledger, "link")
        late = self.tr("逾期 {} 项").format(len(figures.overdue))
        soon = self.tr("{} 天内到期 {} 项").format(SOON_DAYS, len(figures.soon))
        theme = self.session.theme
        parts = [row(go, None)]
        if figures.overdue:
            parts.append(row(glyph("octagon-alert", theme.red), label(late, "failure"), None))
        if figures.soon:
            parts.append(row(glyph("clock", theme.amber), label(soon, "warning"), None))
        for entry in (*figures.overdue, *figures.soon)[:6]:
            unit = figures.unit_names.get(entry.unit, entry.unit)
            parts.append(row(label(f"{entry.deadline}  {unit}  {entry.problem}", "small", wrap=True)))
        return card(title, *parts, None, gap=2)

    def _to_ledger(self) -> None:
        self._go_stage(Stage.RECTIFICATION)
