"""The three panes of the marking screen: papers, page, rubric; with the line above them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QSplitter, QWidget

from casereview.dossier.facts.settled import settled
from ui.kit.find_bar import FindBar
from ui.kit.layout import button, column, label, row, scaled, tool
from ui.kit.page_bar import PageBar
from ui.kit.pageview import PageView
from ui.kit.paper_tree import PaperTree
from ui.kit.text_tools import PickText, known
from ui.kit.thumbs import Thumbs
from ui.marking.compare import Compare
from ui.marking.desk import Desk
from ui.marking.detail import Detail
from ui.marking.rubric_tree import RubricTree
from ui.marking.torn_off import TornOff

PANES = "marking"
_ANY = 16777215  # Qt's word for no limit of height


class Panes(QFrame):
    """Layout only. stepped: to the next dossier (1) or the one before (-1) · sealing: the button of the seal."""

    stepped = Signal(int)
    sealing = Signal()
    copying = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = session = desk.session
        self.view = PageView(session.pictures, session.theme)
        self.papers = PaperTree(session)
        self.rubric = RubricTree(desk)
        self.detail = Detail(desk)
        self.compare = Compare(session, desk, self.view)
        self.bar = PageBar(self.view, session.theme)
        self.finding = FindBar(self.view, lambda: desk.reading.pages if desk.ready else (), session.theme)
        self.picking = PickText(self.view, lambda: desk.reading.pages if desk.ready else ())
        self.left = _pane(self.papers)
        self.left.setMinimumWidth(scaled(136))
        self.right = TornOff(_pane(self._right()), self.tr("评查标准"))
        self.middle = self._middle()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for each, stretch in ((self.left, 0), (self.middle, 1), (self.right, 0)):
            self.split.addWidget(each)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes(session.preferences.values.panes.get(PANES) or [scaled(208), 620, scaled(392)])
        self.split.splitterMoved.connect(self._keep_sizes)
        whole = column(self._strip(), self.split, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _strip(self) -> QFrame:
        self.title = label("", "heading")
        self.state = label("", "soft")
        self.typed = label("", "heading")
        self.time = label("", "quiet")
        self.time.setToolTip(self.tr("只有您自己看得到；三分钟不动不计时"))
        self.seal = button(self.tr("封存"), self.sealing.emit, "main")
        self.seal.setToolTip(self.tr("封存评查表  Ctrl+Enter"))
        before = button("‹", lambda: self.stepped.emit(-1))
        after = button("›", lambda: self.stepped.emit(1))
        before.setToolTip(self.tr("上一卷  ["))
        after.setToolTip(self.tr("下一卷  ]"))
        self.place = label("", "quiet")
        self._focused = False
        self.focus = tool("eye", self.tr("专注：只看这一条和页面  I"), self.toggle_focus, self._session.theme)
        self.focus.setCheckable(True)
        self.across = QCheckBox(self.tr("横评"))
        self.across.setToolTip(self.tr("换卷时停在同一条，并翻到这一条要看的文书  T"))
        self.across.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        where = row(before, after, self.place, self.across, 1, self.title, self.state)
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setLayout(row(where, None, self.typed, self.time, 1, self.focus, self.seal, margin=2))
        return strip

    def _middle(self) -> QSplitter:
        theme = self._session.theme
        self.bar.more.addWidget(tool("search", self.tr("查找  Ctrl+F"), self.finding.begin, theme))
        self.bar.more.addWidget(tool("file", self.tr("页面缩略图  S"), lambda: self.thumbs.toggle(), theme))
        self._known = tool("target", self.tr("标出当事人、车牌号和罚款数额  H"), self.show_known, theme)
        self._known.setCheckable(True)
        self.bar.more.addWidget(self._known)
        self.bar.more.addWidget(tool("columns-2", self.tr("两份文书对照  C"), self.toggle_compare, theme))
        self.bar.more.addWidget(tool("download", self.tr("导出标注副本（PDF）"), self.copying.emit, theme))
        page = QFrame()
        self.thumbs = Thumbs(self.view, self._session.pictures, theme)
        beside = row(self.thumbs, self.view, gap=0)
        beside.setStretch(1, 1)
        whole = column(self.bar, self.finding, beside, gap=0)
        whole.setStretch(2, 1)
        page.setLayout(whole)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(page)
        split.addWidget(self.compare)
        self.compare.hide()
        return split

    def _right(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.rubric)
        split.addWidget(self.detail)
        split.setSizes([340, 380])
        return split

    def toggle_known(self) -> None:
        self._known.toggle()
        self.show_known()

    def show_known(self) -> None:
        """Settled facts wherever they stand, or none of them."""
        on = self._known.isChecked() and self._desk.ready
        self.view.show_known(known(self._desk.reading.pages, settled(self._desk.reading)) if on else [])

    def toggle_focus(self) -> None:
        """Focus (专注): the current item and the page alone; the list of papers and the tree of items come back by the same key."""
        self._focused = not self._focused
        self.focus.setChecked(self._focused)
        self.left.setVisible(not self._focused and not self.compare.isVisible())
        self.rubric.tree.setVisible(not self._focused)
        high = self.rubric.minimumSizeHint().height() if self._focused else _ANY
        self.rubric.setMaximumHeight(high)

    def toggle_compare(self) -> None:
        """Another paper beside the page; the list of papers makes room."""
        self.compare.setVisible(not self.compare.isVisible())
        self.left.setVisible(not self.compare.isVisible() and not self._focused)
        if self.compare.isVisible():
            half = self.middle.width() // 2
            self.middle.setSizes([half, half])
            self.compare.show_dossier()

    def watched(self) -> list[QWidget]:
        """The widgets whose keys belong to the state machine. None of them takes text."""
        return [self.view, self.papers.tree, self.rubric.tree, self.detail]

    def _keep_sizes(self) -> None:
        panes = self._session.preferences.values.panes
        self._session.preferences.keep(panes={**panes, PANES: self.split.sizes()})


def _pane(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setObjectName("pane")
    frame.setLayout(column(inside, gap=0))
    return frame
