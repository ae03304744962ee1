"""案卷: the list with its filters, and one dossier from the inside."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QMenu, QStackedWidget, QWidget

from casereview.changes import Changes
from casereview.dossier import actions
from casereview.dossier.actions import Filter
from casereview.dossier.model import Box, Dossier
from casereview.errors import CaseReviewError
from casereview.units import actions as units
from ui.dossiers.aside import Aside, Versions
from ui.dossiers.hits import Hits
from ui.dossiers.inside import Inside
from ui.dossiers.intake import start_check
from ui.dossiers.recognise import start_recognition
from ui.dossiers.sheet import Sheet
from ui.dossiers.table import DossierSource, chips, columns
from ui.kit.layout import Empty, button, column, row
from ui.kit.page import Page
from ui.kit.page_pane import key_rows
from ui.kit.session import Session
from ui.kit.shortcuts import Group
from ui.kit.table_view import Table


class DossiersPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setObjectName("screen")
        self.setAcceptDrops(True)
        self.filter = Filter()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("案号、当事人、案由、单位"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(240)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._searched)
        self.search.textChanged.connect(lambda: self._wait.start())
        self.table: Table[Dossier] = Table(session, "dossiers", columns(session), DossierSource(session, self.filter))
        self.table.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.view.customContextMenuRequested.connect(self._show_menu)
        self.table.opened.connect(lambda dossier: self.open(dossier.id))
        self.aside = button("", self._show_aside, "link")
        self.inside = Inside(session)
        self.inside.back.connect(self.close_dossier)
        self.inside.mark.connect(lambda where: self.asked.emit("marking", where))
        self.inside.other.connect(self.open)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list())
        self.stack.addWidget(self._empty())
        self.stack.addWidget(self.inside)
        self.hits = Hits(session)
        self.hits.go.connect(self.arrive)
        self.hits.back.connect(self.close_dossier)
        self._under: QWidget | None = None  # what a dossier was opened from
        self.stack.addWidget(self.hits)
        self.setLayout(column(self.stack, gap=0))
        self._chips()
        session.reads.ask(self, "packs of dossiers", _warm, lambda _: None)
        self.command(self.tr("录入文件…"), self.ask_files, "Ctrl+I")
        self.command(self.tr("录入文件夹…"), self.ask_folder, "Ctrl+Shift+I")
        self.command(self.tr("预审全部案卷"), lambda: start_check(session))
        self.command(self.tr("识别全部案卷的扫描页"), self._recognise_all)
        self.command(self.tr("搜索案卷"), self.begin_search, "Ctrl+F")
        self.command(self.tr("全文检索"), self.begin_full_text, "Ctrl+Shift+F")
        self.command(self.tr("撤销"), self.inside.splitting.undo.undo, "Ctrl+Z")
        self.command(self.tr("重做"), self.inside.splitting.undo.redo, "Ctrl+Y")
        for number, tab in enumerate(range(self.inside.tabs.count()), 1):
            title = self.inside.tabs.tabText(tab)
            self.command(title, partial(self._show_tab, tab), f"Ctrl+{number}")

    def _list(self) -> QFrame:
        frame = QFrame()
        head = row(
            self.search,
            button(self.tr("全文检索"), self.begin_full_text, "link"),
            self.aside,
            None,
            button(self.tr("预审"), self._check),
            button(self.tr("评查"), self._mark),
            button(self.tr("录入文件夹…"), self.ask_folder),
            button(self.tr("录入文件…"), self.ask_files, "main"),
        )
        frame.setLayout(column(head, self.table, gap=3, margin=4))
        return frame

    def _empty(self) -> Empty:
        return Empty(
            self.session.theme,
            "folder-input",
            self.tr("把案卷拖到这里"),
            self.tr("PDF、Word、图片、ZIP 都可以；一个文件夹或一个文件是一卷。录入只复制，不改动原文件。"),
            button(self.tr("录入文件夹…"), self.ask_folder, "main"),
            button(self.tr("录入文件…"), self.ask_files),
        )

    def _chips(self) -> None:
        self.table.clear_chips()
        plain = replace(self.filter, text="")
        known = [found for _, found in chips()]
        for title, found in chips():
            self.table.add_chip(title, partial(self.show_filter, found), checked=found == plain)
        if plain not in known:
            self.table.add_chip(self.tr("来自总览 ×"), lambda: self.show_filter(Filter()), checked=True)

    def shortcut_groups(self) -> list[Group]:
        splitting = (
            ("Enter", self.tr("本页起是另一份文书（再按 Enter 取最可能的一种）")),
            ("Backspace", self.tr("并入上一份文书")),
            ("F2", self.tr("给文书改名")),
            ("Alt+↑ ↓", self.tr("文书前移、后移")),
        )
        facts = (
            ("Y", self.tr("属实，转到下一个待核对的要素")),
            ("E", self.tr("更正要素（Enter 记下，Esc 取消）")),
            ("Insert", self.tr("手工填写要素")),
            ("Delete", self.tr("没有此项")),
        )
        findings = (
            ("Y", self.tr("属实")),
            ("N", self.tr("不属实")),
            ("↑ ↓", self.tr("上一条、下一条结论")),
            ("Enter", self.tr("翻到结论依据的页")),
        )
        pages = (self.tr("看页面"), tuple(key_rows()))
        return [pages, (self.tr("划分文书"), splitting), (self.tr("要素"), facts), (self.tr("预审"), findings)]

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.dossiers or changes.marks or changes.results or changes.units:
            self.table.reload(DossierSource(self.session, self.filter))
            aside = actions.set_aside(self.session.db)
            self.aside.setText(self.tr("搁置 {} 个文件").format(len(aside)))
            self.aside.setVisible(bool(aside))
            if self.inside.ident and self.stack.currentIndex() == 2:
                if self.inside.ident in changes.dossiers or "*" in changes.dossiers:
                    self.inside.open(self.inside.ident)
            elif self.stack.currentIndex() < 2:
                self._show_list()

    def _show_list(self) -> None:
        self.stack.setCurrentIndex(0 if actions.count(self.session.db, Filter()) else 1)

    def show_filter(self, found: Filter) -> None:
        self.filter = replace(found, text=found.text or self.search.text().strip())
        self.table.reload(DossierSource(self.session, self.filter))
        self._chips()
        self._show_list()

    def _searched(self) -> None:
        self.show_filter(replace(self.filter, text=self.search.text().strip()))

    def arrive(self, argument: object) -> None:
        """A dossier's id, (id, page), (id, page, box of a hit), or a Filter."""
        if isinstance(argument, Filter):
            self.search.clear()
            self.show_filter(argument)
        elif isinstance(argument, tuple):
            self.open(argument[0], argument[1])
            if len(argument) > 2 and isinstance(argument[2], Box):
                self.inside.show_place(argument[1], argument[2], "")
        elif isinstance(argument, str):
            self.open(argument)

    def place(self) -> object:
        inside = self.stack.currentIndex() == 2
        return (self.inside.ident, self.inside.view.page) if inside else self.filter

    def open(self, ident: str, page: int = 0) -> None:
        """page 0: where this reader was last in the dossier."""
        try:
            self.inside.open(ident, page)
        except CaseReviewError as error:  # e.g. a file of it was taken out of the workspace's folder
            self.session.failed.emit(error)
            return
        if self.stack.currentIndex() != 2:
            self._under = self.stack.currentWidget()
        self.stack.setCurrentIndex(2)
        self.inside.view.setFocus()

    def close_dossier(self) -> None:
        """Back to where the dossier was opened from: the list, or what a search found."""
        if self.stack.currentIndex() == 2 and self._under is self.hits:
            self.stack.setCurrentWidget(self.hits)
            self.hits.list.setFocus()
            return
        self._show_list()
        self.table.view.setFocus()

    def begin_full_text(self) -> None:
        """Words on the pages of all dossiers."""
        self.stack.setCurrentWidget(self.hits)
        self.hits.begin()

    def begin_search(self) -> None:
        """In the list by its field, within a dossier by its pages."""
        if self.stack.currentIndex() == 2:
            self.inside.finding.begin()
        else:
            self.search.setFocus()

    def _show_tab(self, tab: int) -> None:
        """A pane of the dossier in view, ready for its keys."""
        if self.stack.currentIndex() == 2:
            self.inside.tabs.setCurrentIndex(tab)
            self.inside.tabs.currentWidget().setFocus()

    # doing ---------------------------------------------------------------------------------------------------------

    def ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("录入文件"))
        if names:
            self.plan([Path(name) for name in names])

    def ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("录入文件夹"))
        if name:
            self.plan([Path(name)])

    def plan(self, paths: list[Path]) -> None:
        """The sheet of what would be taken in."""
        self.sheet = Sheet(self.session, paths, self)
        self.sheet.started.connect(lambda job: job.succeeded.connect(lambda result: self._taken(result[1])))
        self.sheet.open()

    def _taken(self, report: actions.IntakeReport) -> None:
        """What came in and bears a known case number: a person says whether it is that case anew."""
        versions = Versions(self.session, report.proposals, self)
        if versions.open_ones:
            self.versions = versions
            versions.open()
        else:
            versions.deleteLater()

    def _check(self) -> None:
        chosen = [dossier.id for dossier in self.table.values()]
        start_check(self.session, chosen or None)

    def _recognise_all(self) -> None:
        """Every dossier: those without pages to recognise cost nothing."""
        start_recognition(self.session)

    def _mark(self) -> None:
        chosen = self.table.values()
        self.asked.emit("marking", chosen[0].id if chosen else None)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu_of(self.table.values())
        menu.exec(self.table.view.viewport().mapToGlobal(at))
        menu.deleteLater()

    def menu_of(self, chosen: list[Dossier]) -> QMenu:
        """What can be done with the chosen dossiers."""
        menu = QMenu(self)
        ids = [str(dossier.id) for dossier in chosen]
        if len(chosen) == 1:
            menu.addAction(self.tr("打开"), partial(self.open, ids[0]))
            menu.addAction(self.tr("评查"), partial(self.asked.emit, "marking", ids[0]))
        menu.addAction(self.tr("预审"), partial(start_check, self.session, ids))
        menu.addAction(self.tr("识别扫描页"), partial(start_recognition, self.session, ids))
        belong = menu.addMenu(self.tr("属于单位"))
        for unit in units.units(self.session.db):
            belong.addAction(unit.name, partial(self.session.act, actions.set_unit, ids, unit.id))
        if len(chosen) == 2:
            newer, older = sorted(chosen, key=lambda dossier: dossier.taken_in_at, reverse=True)
            text = self.tr("记为“{}”的新版本").format(older.case_no or older.name)
            menu.addAction(text, partial(self.session.act, actions.set_version, older.id, newer.id))
        menu.addAction(self.tr("案卷完整"), partial(self._complete, ids, True))
        menu.addAction(self.tr("不能断定完整"), partial(self._complete, ids, False))
        menu.setEnabled(bool(chosen))
        return menu

    def _complete(self, ids: list[str], complete: bool) -> None:
        for ident in ids:
            self.session.act(actions.set_complete, ident, complete)

    def _show_aside(self) -> None:
        Aside(self.session, actions.set_aside(self.session.db), self).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        paths = [path for path in paths if path.exists()]
        if paths:
            event.acceptProposedAction()
            self.plan(paths)


def _warm(_: object) -> None:
    """Packs that opening a dossier needs are read beside the window, before somebody waits for them."""
    from casereview.dossier import forms
    from casereview.dossier.facts import pack

    forms.shipped()
    pack.shipped()
