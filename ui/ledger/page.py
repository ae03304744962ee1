"""台账: rectification entries as a table and as a board, from results to closing, and as a workbook out and back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from casereview.changes import Changes
from casereview.ledger import actions
from casereview.ledger.model import Entry, LedgerState
from casereview.progress import Progress
from casereview.results import actions as results
from ui.kit.ask import Ask, DayField, choice, fill, form, tell, wrong
from ui.kit.layout import Empty, button, clear, column, label, row
from ui.kit.page import Page
from ui.kit.problem_list import Problems
from ui.kit.say import unit_names, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.ledger.board import Board
from ui.ledger.dialogs import EntryDialog, new_entry

DAYS = 60  # proposed until the deadline; a person sets it


class LedgerPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._names: dict[str, str] = {}
        self.unit = choice([], name=self.tr("单位"))
        self.state = choice([], name=self.tr("状态"))
        self.late = QCheckBox(self.tr("只看逾期"))
        self.unit.currentIndexChanged.connect(lambda _: self._show())
        self.state.currentIndexChanged.connect(lambda _: self._show())
        self.late.toggled.connect(lambda _: self._show())
        self.about = label("", "soft")
        self.table = self._table()
        self.table.opened.connect(self.open)
        self.board = Board(session)
        self.board.opened.connect(self.open)
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(self.board)
        self.stack = QStackedWidget()
        self._nothing: QVBoxLayout = column()
        empty = QWidget()
        empty.setLayout(self._nothing)
        self.stack.addWidget(empty)
        self.stack.addWidget(self._whole())
        self.setLayout(column(self.stack))
        self.command(self.tr("从结果生成台账…"), self.ask_from_results)
        self.command(self.tr("新增台账条目…"), self.ask_new)
        self.command(self.tr("导出台账 XLSX…"), self.ask_export)
        self.command(self.tr("导入台账…"), self.ask_import)

    def _table(self) -> Table[Entry]:
        theme = self.session.theme

        def late(entry: Entry) -> bool:
            return actions.overdue(entry, self.session.today)

        def until(entry: Entry) -> str:
            return self.tr("⚠ 逾期 {}").format(entry.deadline) if late(entry) else entry.deadline or "—"

        columns = (
            Column[Entry](self.tr("单位"), lambda e: self._names.get(e.unit, e.unit), "unit", 14),
            Column[Entry](self.tr("问题"), lambda e: e.problem, "problem"),
            Column[Entry](self.tr("程度"), lambda e: word(self.session, "severity_of", e.severity), "severity", 7),
            Column[Entry](self.tr("卷数"), lambda e: len(e.dossiers), "dossiers", 6, number=True),
            Column[Entry](self.tr("措施类别"), lambda e: word(self.session, "measure", e.measure_kind), "kind", 16),
            Column[Entry](self.tr("责任人"), lambda e: e.responsible or "—", "responsible", 10),
            Column[Entry](self.tr("时限"), until, "deadline", 20, color=lambda e: theme.red if late(e) else None),
            Column[Entry](self.tr("状态"), lambda e: word(self.session, "ledger_state", e.state), "state", 9),
        )
        return Table(self.session, self.tr("整改台账"), columns, ListSource(columns, []))

    def _whole(self) -> QWidget:
        self.chips: list[QPushButton] = []
        chips = row(gap=1)
        for number, name in enumerate((self.tr("表"), self.tr("板"))):
            chip = button(name, partial(self.show_view, number), "chip")
            chip.setCheckable(True)
            chip.setChecked(number == 0)
            self.chips.append(chip)
            chips.addWidget(chip)
        head = row(
            label(self.tr("整改台账"), "title"),
            self.about,
            None,
            button(self.tr("从结果生成…"), self.ask_from_results, "main"),
            button(self.tr("新增…"), self.ask_new),
            button(self.tr("导出 XLSX…"), self.ask_export),
            button(self.tr("导入…"), self.ask_import),
            gap=2,
        )
        filters = row(chips, 2, self.unit, self.state, self.late, None, gap=2)
        body = column(head, filters, gap=3, margin=4)
        body.addWidget(self.views, 1)
        whole = QWidget()
        whole.setLayout(body)
        return whole

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not (changes.ledger or changes.units or changes.campaigns or changes.results):
            return
        self._names = unit_names(self.session)
        found = self._entries()
        if not found:
            self._show_nothing()
            return
        self.stack.setCurrentIndex(1)
        held = {entry.unit for entry in found}
        units = [(self._names.get(unit, unit), unit) for unit in sorted(held)]
        fill(self.unit, [(self.tr("全部单位"), ""), *units], self.unit.currentData())
        states = [(word(self.session, "ledger_state", state), state.value) for state in LedgerState]
        fill(self.state, [(self.tr("全部状态"), ""), *states], self.state.currentData())
        self._show()

    def _entries(self, unit: str = "", state: str = "") -> list[Entry]:
        campaign = self.session.campaign
        ident = campaign.id if campaign else ""
        every = actions.entries(self.session.db, unit=unit, state=state)
        return [entry for entry in every if not ident or entry.campaign in (ident, "")]

    def _show(self) -> None:
        found = self._entries(self.unit.currentData() or "", self.state.currentData() or "")
        today = self.session.today
        late = [entry for entry in found if actions.overdue(entry, today)]
        shown = late if self.late.isChecked() else found
        closed = sum(entry.state is LedgerState.CLOSED for entry in found)
        self.about.setText(self.tr("共 {} 条，已销号 {} 条，逾期 {} 条").format(len(found), closed, len(late)))
        self.table.reload(ListSource(self.table.model.columns, shown))
        self.board.show_entries(shown, self._names, today)

    def _show_nothing(self) -> None:
        clear(self._nothing)
        has_results = self._results() is not None
        text = (
            self.tr("结果已经冻结：可以把每个单位的每个问题生成一条台账，定下时限和责任人。")
            if has_results
            else self.tr("结果冻结以后，每个单位的每个问题成为一条台账；也可以导入问题清单或任务分解表。")
        )
        first = (
            button(self.tr("从结果生成…"), self.ask_from_results, "main")
            if has_results
            else button(self.tr("去结果"), lambda: self.asked.emit("results", None), "main")
        )
        more = (button(self.tr("导入…"), self.ask_import), button(self.tr("新增…"), self.ask_new))
        theme = self.session.theme
        self._nothing.addWidget(Empty(theme, "clipboard-list", self.tr("台账还是空的"), text, first, *more))
        self.stack.setCurrentIndex(0)

    def show_view(self, number: int) -> None:
        """0: the table, 1: the board."""
        self.views.setCurrentIndex(number)
        for at, chip in enumerate(self.chips):
            chip.setChecked(at == number)

    def _results(self) -> object:
        campaign = self.session.campaign
        return results.latest(self.session.db, campaign.id) if campaign else None

    # acting --------------------------------------------------------------------------------------------------------

    def open(self, entry: Entry) -> None:
        dialog = EntryDialog(self.session, self, entry)
        dialog.asked_dossier.connect(lambda ident: self.asked.emit("dossiers", ident))
        dialog.open()

    def ask_new(self) -> None:
        campaign = self.session.campaign
        self.open(new_entry(campaign.id if campaign else ""))

    def ask_from_results(self) -> None:
        frozen = self._results()
        if frozen is None:
            self.asked.emit("results", None)
            return
        deadline, problem = DayField(self.session.today + timedelta(days=DAYS)), wrong()

        def make() -> bool:
            if deadline.value() is None:
                return tell(problem, self.tr("日期请写成 2024-11-04 这样。"))
            return self.session.act(actions.from_results, frozen, deadline=deadline.value()) is not None

        text = self.tr("每个单位的每个问题生成一条。再次生成时，已经填写的措施、责任人和状态都保留。")
        ask = Ask(
            self,
            self.tr("从结果生成台账"),
            label(text, wrap=True),
            form((self.tr("整改时限"), deadline)),
            problem,
            ok=self.tr("生成"),
            do=make,
        )
        ask.open()

    def ask_export(self) -> None:
        start = str(self.session.workspace.exports / f"{self.tr('整改台账')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出台账"), start, "XLSX (*.xlsx)")
        if name:
            self.export(Path(name))

    def export(self, file: Path) -> None:
        """What the unit filter shows, as a workbook that can be filled in and taken back."""
        campaign, workspace = self.session.campaign, self.session.workspace
        unit = self.unit.currentData() or ""

        def work(progress: Progress) -> Path:
            db = workspace.connect()
            try:
                return actions.export_table(db, file, campaign.id if campaign else "", unit=unit)
            finally:
                db.close()

        self.session.jobs.start(self.session.task(self.tr("导出台账"), work))

    def ask_import(self) -> None:
        start = str(self.session.workspace.exports)
        kinds = self.tr("台账、问题清单、任务分解表 (*.xlsx *.docx)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("导入台账"), start, kinds)
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        problems = self.session.act(actions.import_table, file)
        if problems:
            Problems(self.session, self, self.tr("导入了台账，下列各处没有采用"), problems).open()

    def place(self) -> object:
        return self.views.currentIndex()

    def arrive(self, argument: object) -> None:
        """An entry's id, "overdue", or the number of a view."""
        if isinstance(argument, int):
            self.show_view(argument)
        elif argument == "overdue":
            self.late.setChecked(True)
        elif isinstance(argument, str):
            found = [entry for entry in actions.entries(self.session.db) if entry.id == argument]
            if found:
                self.open(found[0])
