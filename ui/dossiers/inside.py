"""One dossier: its papers, its pages, and what was read in it: facts, the line of time, the three systems, the findings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter, QTabWidget, QWidget

from casereview.checks import actions as checks
from casereview.dossier import actions
from casereview.dossier.model import Box, Reading, TextSource
from casereview.files import Files
from ui.dossiers.beside import Beside, Side
from ui.dossiers.facts import Facts
from ui.dossiers.findings import Findings
from ui.dossiers.page_notes import PageNotes
from ui.dossiers.recognise import Unread
from ui.dossiers.splitting import Splitting
from ui.dossiers.systems import Systems
from ui.dossiers.timeline import Timeline
from ui.kit.elided import Elided
from ui.kit.layout import button, column, label, row, scaled, tool
from ui.kit.page_pane import PagePane
from ui.kit.pageview import Overlay
from ui.kit.paper_tree import PaperTree
from ui.kit.pictures import page_refs
from ui.kit.session import Session

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.dossier.pages import PageFinding


class Inside(QWidget):
    """back: to the list · mark: to the marking screen with this dossier · other: another dossier is wanted (id, page)."""

    back = Signal()
    mark = Signal(object)
    other = Signal(str, int)

    reading: Reading

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.ident = ""
        self._seen: set[int] = set()
        self.pages = PagePane(session, lambda: self.reading if self.ident else None)
        self.view, self.finding = self.pages.view, self.pages.finding
        self.papers = PaperTree(session)
        self.papers.show_ways()
        self.splitting = Splitting(session, self.view, self.papers, lambda: (self.ident, self.reading))
        self.facts = Facts(session, self.splitting.say)
        self.timeline = Timeline(session)
        self.systems = Systems(session)
        self.findings = Findings(session)
        self.notes = PageNotes(session)
        self.unread = Unread(session)
        self._lay_out()
        self.papers.chosen.connect(self.view.go)
        self.view.page_changed.connect(self._page_shown)
        self.view.box_drawn.connect(self._box_drawn)
        for each in (self.facts, self.timeline, self.systems, self.findings, self.notes):
            each.go.connect(self.show_place)
        self.notes.beside.connect(self.lay_beside)
        self.notes.counted.connect(self._name_notes)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setStyleSheet(f"QTabBar::tab {{ padding-left: {scaled(8)}px; padding-right: {scaled(8)}px; }}")
        for each, title in (
            (self.facts, self.tr("要素")),
            (self.findings, self.tr("预审")),
            (self.timeline, self.tr("时间轴")),
            (self.systems, self.tr("三项制度")),
            (self.notes, self.tr("页面")),
        ):
            self.tabs.addTab(each, title)
        self.title = label("", "heading")
        self.about = Elided(style="soft")
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # the panes take what is left
        back = button(self.tr("‹ 案卷"), self.back.emit, "link")
        go = button(self.tr("评查这一卷"), lambda: self.mark.emit((self.ident, self.view.page, "")), "main")
        head = row(back, 1, self.title, self.about, self.unread, go, margin=2)
        head.setStretch(head.indexOf(self.about), 1)
        strip.setLayout(head)
        self.panes = self._panes()
        self.setLayout(column(strip, self.panes, gap=0))

    def _panes(self) -> QSplitter:
        theme, split = self._session.theme, self.splitting
        left = QFrame()
        left.setObjectName("pane")
        tools = row(
            tool("scissors", self.tr("本页起是另一份文书，或给文书改名  Enter"), split.ask, theme),
            tool("link", self.tr("并入上一份文书  Backspace"), split.join, theme),
            tool("chevron-up", self.tr("文书前移  Alt+↑"), lambda: split.move(-1), theme),
            tool("chevron-down", self.tr("文书后移  Alt+↓"), lambda: split.move(1), theme),
            tool("undo-2", self.tr("撤销  Ctrl+Z"), split.undo.undo, theme),
            None,
            gap=0,
            margin=1,
        )
        left.setLayout(column(self.papers, tools, gap=0))
        left.setMinimumWidth(scaled(136))
        panes = QSplitter(Qt.Orientation.Horizontal)
        self.pages.compared.connect(lambda compared: left.setVisible(not compared))
        for each in (left, self.pages, self.tabs):
            panes.addWidget(each)
        panes.setStretchFactor(1, 1)
        self._panes_moved = False
        panes.splitterMoved.connect(self._keep_panes)
        return panes

    def _keep_panes(self) -> None:
        self._panes_moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until a person moves them, the side panes take what they need and leave the page the larger part."""
        super().resizeEvent(event)
        if not self._panes_moved:
            whole = self.panes.width()
            left, right = min(scaled(240), whole // 5), min(scaled(440), whole * 37 // 100)
            self.panes.setSizes([left, whole - left - right, right])

    # showing -------------------------------------------------------------------------------------------------------

    def open(self, ident: str, page: int = 0) -> None:
        """Show a dossier, anew if it is the same; page 0: where this reader was last in it."""
        db = self._session.db
        dossier = actions.get(db, ident)
        self.reading = actions.reading(db, ident)
        anew = ident != self.ident
        if anew:
            self._seen = set()
        self.ident = ident
        outcomes = checks.outcomes(db, ident)
        self.title.setText(dossier.case_no or dossier.name)
        self.about.say(" · ".join(part for part in (dossier.cause, dossier.party) if part))
        unread = sum(one.source is TextSource.NONE for one in self.reading.pages)
        self.unread.show_pages(ident, unread)
        self.papers.show_reading(self.reading)
        self.splitting.show_turns(anew)
        self.pages.show_pages(page_refs(Files.of(db), self.reading), page, ident)
        self.facts.show_reading(ident, self.reading)
        self.findings.show_outcomes(ident, outcomes)
        self.timeline.show_moments(checks.timeline(self.reading, outcomes))
        self.systems.show_matrix(checks.matrix(self.reading, outcomes), outcomes)
        self._look_at_pages(anew)

    def _look_at_pages(self, anew: bool) -> None:
        """Beside the window: the pictures of a whole unit are compared."""
        if anew:
            self.notes.wait()
        look = partial(_findings, self.ident)
        self._session.reads.ask(self, "page findings", look, self.notes.show_findings)

    def _name_notes(self, count: int) -> None:
        title = self.tr("页面")
        self.tabs.setTabText(self.tabs.indexOf(self.notes), f"{title} {count}" if count else title)

    def _page_shown(self, page: int) -> None:
        self._seen.add(page)
        self.papers.mark_page(page, self._seen)
        self.facts.show_page(page)

    def _box_drawn(self, page: int, box: Box) -> None:
        """A box begins a fact that is typed by hand, or places the one that is being typed."""
        self.tabs.setCurrentWidget(self.facts)
        self.facts.box_drawn(page, box)
        self.view.show_overlays([Overlay(page, box, "draft")])

    def show_place(self, page: int, box: object, name: str) -> None:
        """Turn to a page and put a box on it."""
        if page < 1:
            return
        place = box if isinstance(box, Box) else None
        self.view.go(page, place)
        self.view.show_overlays([Overlay(page, place, "fact", name)] if place else [])

    def lay_beside(self, page: int, other: str, its_page: int) -> None:
        """A page of this dossier beside one of another, or of its own where `other` is ""."""
        db = self._session.db
        ident = other or self.ident
        there = actions.get(db, ident)
        pages = page_refs(Files.of(db), actions.reading(db, ident, with_runs=False))
        here = Side(self.title.text(), self.view.pages, page)
        self.beside = Beside(
            self._session, self, here, Side(there.case_no or there.name, pages, its_page), other=bool(other)
        )
        self.beside.open_other.connect(lambda: self.other.emit(ident, its_page))
        self.beside.open()


def _findings(ident: str, db: Database) -> list[PageFinding]:
    return actions.page_findings(db, ident)
