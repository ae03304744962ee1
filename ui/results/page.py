"""结果: freeze, read, verify, hand out. Charts and tables show the same frozen numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from casereview.changes import Changes
from casereview.notices import actions as notices
from casereview.progress import Progress
from casereview.results import actions, export, verifier
from casereview.results.model import DossierResult, Problem, Results
from casereview.results.quotas import quotas
from ui.kit.ask import Ask
from ui.kit.layout import Empty, button, card, clear, column, glyph, label, row
from ui.kit.page import Page
from ui.kit.say import number, unit_names, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.results import tables
from ui.results.charts import GradeBars, HeatMap


class ResultsPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.results: Results | None = None
        self.title = label("", "title", wrap=True)
        self.about = label("", "soft", select=True)
        self.proof = row(gap=2)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.stack = QStackedWidget()
        self._nothing: QVBoxLayout = column()
        empty = QWidget()
        empty.setLayout(self._nothing)
        self.stack.addWidget(empty)
        self.stack.addWidget(self._whole())
        self.setLayout(column(self.stack))
        self.command(self.tr("冻结结果…"), self.ask_freeze)
        self.command(self.tr("验证结果"), self.verify)
        self.command(self.tr("导出全部表格 XLSX…"), self.ask_export)
        self.command(self.tr("导出结果文件…"), self.ask_frozen)

    def _whole(self) -> QWidget:
        verify = button(self.tr("验证"), self.verify)
        verify.setToolTip(self.tr("用另一套独立的算法从头复算每一个数"))
        self.freeze_button = button(self.tr("重新冻结…"), self.ask_freeze)
        names = QWidget()
        names.setLayout(column(self.title, self.about, gap=1))
        head = row(
            names,
            verify,
            self.freeze_button,
            button(self.tr("导出结果文件…"), self.ask_frozen),
            button(self.tr("导出 XLSX…"), self.ask_export, "main"),
        )
        head.setStretchFactor(names, 1)
        top = column(head, self.proof, gap=2)
        top.setContentsMargins(16, 12, 16, 4)
        body = column(top, gap=0)
        body.addWidget(self.tabs, 1)
        whole = QWidget()
        whole.setLayout(body)
        return whole

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not (changes.results or changes.campaigns or changes.units):
            return
        campaign = self.session.campaign
        found = actions.latest(self.session.db, campaign.id) if campaign else None
        if found is None:
            self.results = None
            self._show_nothing(campaign is not None)
        elif found != self.results or "*" in changes.results or changes.units:
            self.results = found
            self._show(found)

    def _show_nothing(self, has_campaign: bool) -> None:
        clear(self._nothing)
        theme = self.session.theme
        if has_campaign:
            text = self.tr("评查组定案以后，在这里冻结结果。通报、台账和案例库里的每个数字都出自冻结的结果。")
            make = button(self.tr("冻结结果…"), self.ask_freeze, "main")
            self._nothing.addWidget(Empty(theme, "chart-column", self.tr("还没有冻结结果"), text, make))
        else:
            text = self.tr("先新建评查批次，抽卷、评分、合议之后再来冻结结果。")
            go = button(self.tr("去合议"), lambda: self.asked.emit("panel", None), "main")
            self._nothing.addWidget(Empty(theme, "chart-column", self.tr("还没有评查批次"), text, go))
        self.stack.setCurrentIndex(0)

    def _show(self, found: Results) -> None:
        here = max(self.tabs.currentIndex(), 0)
        clear(self.proof)
        self.title.setText(found.title)
        about = self.tr("冻结于 {} · 摘要 {}")
        self.about.setText(about.format(found.at[:16].replace("T", " "), export.digest(found)[:16]))
        while self.tabs.count():
            gone = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if gone is not None:
                gone.deleteLater()
        names = unit_names(self.session)
        session = self.session
        self.dossier_table: Table[DossierResult] = self._table(
            self.tr("案卷"), tables.dossier_columns(session, names), actions.by(found, "dossier")
        )
        self.dossier_table.opened.connect(lambda one: self.asked.emit("marking", one.dossier))
        self.tabs.addTab(self._overview(found), self.tr("概况"))
        self.tabs.addTab(self._units(found), self.tr("单位"))
        items = self._table(self.tr("条目"), tables.item_columns(session), actions.by(found, "item"))
        self.tabs.addTab(self._padded(items), self.tr("条目"))
        self.tabs.addTab(self._systems(found), self.tr("三项制度"))
        kinds = self._table(self.tr("案件类型"), tables.type_columns(session), actions.by(found, "type"))
        self.tabs.addTab(self._padded(kinds), self.tr("案件类型"))
        self.tabs.addTab(self._padded(self.dossier_table), self.tr("案卷"))
        self.tabs.setCurrentIndex(here)
        self.stack.setCurrentIndex(1)

    def _table(self, name: str, columns: tuple[Column[Any], ...], rows: list[Any]) -> Table[Any]:
        return Table(self.session, name, columns, ListSource(columns, rows))

    def _padded(self, *parts: QWidget) -> QWidget:
        holder = QWidget()
        holder.setLayout(column(*parts, gap=4, margin=4))
        return holder

    def _scrolled(self, *parts: Any) -> QScrollArea:
        holder = QWidget()
        holder.setObjectName("clear")
        holder.setLayout(column(*parts, gap=4, margin=4))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        return scroll

    def _overview(self, found: Results) -> QWidget:
        figures = self._figures(found)
        unscored = found.reviewed - found.scored
        note = self.tr("评查 {} 卷，计分 {} 卷；未计分的 {} 卷不进任何平均数。").format(
            found.reviewed, found.scored, unscored
        )
        bars = GradeBars(self.session.theme, tables.grade_words(self.session), [(self.tr("全部单位"), found.grades)])
        self.problem_table: Table[Problem] = self._table(
            self.tr("问题"), tables.problem_columns(self.session, found.reviewed), list(found.problems)
        )
        self.problem_table.setMinimumHeight(self.fontMetrics().height() * 14)
        return self._scrolled(
            figures,
            label(note, "soft", wrap=True),
            card(label(self.tr("等次"), "heading"), bars, *self._quotas(found)),
            label(self.tr("问题（按涉及案卷数）"), "heading"),
            self.problem_table,
        )

    def _quotas(self, found: Results) -> list[QLabel]:
        """Quotas of grades are shown beside what was graded, and applied by nobody."""
        return [
            label(one.sentence(self.session.language), "warning" if one.over else "soft", wrap=True)
            for one in quotas(found)
        ]

    def _figures(self, found: Results) -> QHBoxLayout:
        pairs = (
            ("mean", "—" if found.mean is None else str(found.mean)),
            ("median", "—" if found.median is None else str(found.median)),
            ("highest", number(found.highest)),
            ("lowest", number(found.lowest)),
        )
        boxes: list[QFrame] = [
            card(label(word(self.session, "figure", code), "soft"), label(value, "number"), gap=1)
            for code, value in pairs
        ]
        return row(*boxes, gap=4)

    def _units(self, found: Results) -> QWidget:
        grades = tables.grade_words(self.session)
        bars = GradeBars(self.session.theme, grades, [(unit.name, unit.grades) for unit in found.units])
        self.unit_table = self._table(self.tr("单位"), tables.unit_columns(self.session), actions.by(found, "unit"))
        self.unit_table.setMinimumHeight(self.fontMetrics().height() * 14)
        return self._scrolled(self.unit_table, card(label(self.tr("各单位等次"), "heading"), bars))

    def _systems(self, found: Results) -> QWidget:
        rows = actions.by(found, "system")
        heads = [word(self.session, "system", name) for name in tables.SYSTEMS]
        cells = [(one.name or self.tr("全部单位"), [one.publicity, one.recording, one.legal_review]) for one in rows]
        heat = HeatMap(self.session.theme, heads, cells)
        table = self._table(self.tr("三项制度"), tables.system_columns(self.session), rows)
        table.setMinimumHeight(self.fontMetrics().height() * 12)
        title = label(self.tr("得分率：单位 × 制度"), "heading")
        return self._scrolled(card(title, heat), table)

    # acting --------------------------------------------------------------------------------------------------------

    def ask_freeze(self) -> None:
        campaign = self.session.campaign
        if campaign is None:
            return
        leave = QCheckBox(self.tr("未定案的案卷暂不计入（列出，不进任何数字）"))
        text = self.tr("冻结时按定案计算全部数字并留下摘要。以前冻结的结果仍保留在记录里。")

        def freeze() -> None:
            job = self.session.job(self.tr("冻结结果"), actions.freeze, campaign.id, allow_open=leave.isChecked())
            self.session.jobs.start(job)

        ask = Ask(self, self.tr("冻结结果"), label(text, wrap=True), leave, ok=self.tr("冻结"), do=freeze)
        ask.open()

    def verify(self) -> list[tuple[str, dict[str, Any]]] | None:
        """Recompute everything by the arithmetic that shares nothing with the scorer, and say what it finds."""
        if self.results is None:
            return None
        wrong = verifier.verify_text(export.export_text(self.results))
        clear(self.proof)
        theme = self.session.theme
        if not wrong:
            said = label(self.tr("复算一致：每个分数、等次、平均数和名次都能从评分推出。"), "", wrap=True)
            self.proof.addWidget(glyph("circle-check", theme.accent))
        else:
            first = self.session.say(f"verifier.{wrong[0][0]}", **wrong[0][1])
            said = label(self.tr("复算发现 {} 处不符：{}").format(len(wrong), first), "failure", wrap=True)
            self.proof.addWidget(glyph("circle-x", theme.red))
        self.proof.addWidget(said, 1)
        return wrong

    def ask_export(self) -> None:
        campaign = self.session.campaign
        if campaign is None or self.results is None:
            return
        start = str(self.session.workspace.exports / f"{self.results.title}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出全部表格"), start, "XLSX (*.xlsx)")
        if name:
            self.export(Path(name))

    def export(self, file: Path) -> None:
        """All tables of the frozen results as one workbook, the same that the notices carry."""
        campaign, today, workspace = self.session.campaign, self.session.today, self.session.workspace
        assert campaign is not None

        def work(progress: Progress) -> Path:
            db = workspace.connect()
            try:
                return notices.produce(db, "tables", campaign.id, file, issued=today)
            finally:
                db.close()

        self.session.jobs.start(self.session.task(self.tr("导出全部表格"), work))

    def ask_frozen(self) -> None:
        campaign = self.session.campaign
        if campaign is None or self.results is None:
            return
        start = str(self.session.workspace.exports / f"{self.results.title}.json")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出结果文件（任何人可复算）"), start, "JSON (*.json)")
        if name:
            actions.export_frozen(self.session.db, campaign.id, Path(name))

    def place(self) -> object:
        return self.tabs.currentIndex()

    def arrive(self, argument: object) -> None:
        """The number of a tab."""
        if isinstance(argument, int):
            self.tabs.setCurrentIndex(argument)
