"""One dossier: its papers, its pages, and what was read in it: facts, the line of time, the three systems, the findings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter, QTabWidget, QWidget

from casereview.checks import actions as checks
from casereview.dossier import actions
from casereview.dossier.model import Box, Reading
from casereview.files import Files
from ui.dossiers.facts import Facts
from ui.dossiers.findings import Findings
from ui.dossiers.papers import NewPaper
from ui.dossiers.systems import Systems
from ui.dossiers.timeline import Timeline
from ui.kit.find_bar import FindBar
from ui.kit.layout import button, column, label, row, scaled, tool
from ui.kit.page_bar import PageBar
from ui.kit.pageview import Overlay, PageView
from ui.kit.paper_tree import PaperTree
from ui.kit.pictures import page_refs
from ui.kit.session import Session
from ui.kit.text_tools import PickText


class Inside(QWidget):
    """back: to the list · mark: to the marking screen with this dossier."""

    back = Signal()
    mark = Signal(object)

    reading: Reading

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.ident = ""
        self._seen: set[int] = set()
        self.view = PageView(session.pictures, session.theme)
        self.picking = PickText(self.view, lambda: self.reading.pages if self.ident else ())
        self.papers = PaperTree(session)
        self.facts = Facts(session)
        self.timeline = Timeline(session)
        self.systems = Systems(session)
        self.findings = Findings(session)
        self.tabs = QTabWidget()
        for each, title in (
            (self.facts, self.tr("要素")),
            (self.findings, self.tr("预审")),
            (self.timeline, self.tr("时间轴")),
            (self.systems, self.tr("三项制度")),
        ):
            self.tabs.addTab(each, title)
        self.title = label("", "heading")
        self.about = label("", "soft")
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # the panes take what is left
        back = button(self.tr("‹ 案卷"), self.back.emit, "link")
        go = button(self.tr("评查这一卷"), lambda: self.mark.emit((self.ident, self.view.page, "")), "main")
        strip.setLayout(row(back, 1, self.title, self.about, None, go, margin=2))
        self.setLayout(column(strip, self._panes(), gap=0))
        self.papers.chosen.connect(self.view.go)
        self.view.page_changed.connect(self._page_shown)
        for each in (self.facts, self.timeline, self.systems, self.findings):
            each.go.connect(self.show_place)

    def _panes(self) -> QSplitter:
        middle = QFrame()
        theme = self._session.theme
        bar = PageBar(self.view, theme)
        self.finding = FindBar(self.view, lambda: self.reading.pages if self.ident else (), theme)
        bar.more.addWidget(tool("scissors", self.tr("本页起是另一份文书，或给文书改名"), self.ask_cut, theme))
        bar.more.addWidget(tool("link", self.tr("并入上一份文书"), self.join, theme))
        bar.more.addWidget(tool("search", self.tr("查找  Ctrl+F"), self.finding.begin, theme))
        middle.setLayout(column(bar, self.finding, self.view, gap=0))
        left = QFrame()
        left.setObjectName("pane")
        left.setLayout(column(self.papers, gap=0))
        left.setMinimumWidth(scaled(136))
        split = QSplitter(Qt.Orientation.Horizontal)
        for each in (left, middle, self.tabs):
            split.addWidget(each)
        split.setStretchFactor(1, 1)
        split.setSizes([scaled(208), 560, scaled(440)])
        return split

    def open(self, ident: str, page: int = 1) -> None:
        """Show a dossier, anew if it is the same: the page stays then."""
        db = self._session.db
        dossier = actions.get(db, ident)
        self.reading = actions.reading(db, ident)
        page = self.view.page if ident == self.ident and page == 1 else page
        if ident != self.ident:
            self._seen = set()
        self.ident = ident
        outcomes = checks.outcomes(db, ident)
        self.title.setText(dossier.case_no or dossier.name)
        self.about.setText(" · ".join(part for part in (dossier.cause, dossier.party) if part))
        self.papers.show_reading(self.reading)
        self.view.show_pages(page_refs(Files.of(db), self.reading), page)
        self.facts.show_reading(ident, self.reading)
        self.findings.show_outcomes(ident, outcomes)
        self.timeline.show_moments(checks.timeline(self.reading, outcomes))
        self.systems.show_matrix(checks.matrix(self.reading, outcomes))

    def _page_shown(self, page: int) -> None:
        self._seen.add(page)
        self.papers.mark_page(page, self._seen)

    def ask_cut(self) -> None:
        """A paper begins on the page one looks at."""
        page = self.view.page
        ask = NewPaper(self._session, page, self.papers.paper_at(page), self)
        ask.given.connect(lambda form, title: self._session.act(actions.cut, self.ident, page, form, title))
        ask.open()

    def join(self) -> None:
        """The paper one looks at goes on from the one before."""
        paper = self.papers.paper_at(self.view.page)
        if paper is not None and min(paper.pages) > 1:
            self._session.act(actions.join, self.ident, min(paper.pages))

    def show_place(self, page: int, box: object, name: str) -> None:
        """Turn to a page and put a box on it."""
        if page < 1:
            return
        place = box if isinstance(box, Box) else None
        self.view.go(page, place)
        self.view.show_overlays([Overlay(page, place, "fact", name)] if place else [])
