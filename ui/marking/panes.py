"""The three panes of the marking screen: papers, page, rubric; with the line above them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QSplitter, QWidget

from ui.kit.layout import button, column, label, row, scaled, tool
from ui.kit.page_pane import PagePane
from ui.kit.paper_tree import PaperTree
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
        self.middle = PagePane(session, lambda: desk.reading if desk.ready else None)
        self.view, self.finding, self.compare = self.middle.view, self.middle.finding, self.middle.compare
        copy = tool("download", self.tr("导出标注副本（PDF）"), self.copying.emit, session.theme)
        self.middle.bar.more.addWidget(copy)
        self.middle.compared.connect(self._make_room)
        self.papers = PaperTree(session)
        self.rubric = RubricTree(desk)
        self.detail = Detail(desk)
        self.left = _pane(self.papers)
        self.left.setMinimumWidth(scaled(136))
        self.right = TornOff(_pane(self._right()), self.tr("评查标准"))
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

    def _right(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.rubric)
        split.addWidget(self.detail)
        split.setSizes([340, 380])
        return split

    def toggle_focus(self) -> None:
        """Focus (专注): the current item and the page alone; the list of papers and the tree of items come back by the same key."""
        self._focused = not self._focused
        self.focus.setChecked(self._focused)
        self.left.setVisible(not self._focused and not self.compare.isVisible())
        self.rubric.tree.setVisible(not self._focused)
        high = self.rubric.minimumSizeHint().height() if self._focused else _ANY
        self.rubric.setMaximumHeight(high)

    def _make_room(self, compared: bool) -> None:
        """The list of papers makes room for another paper beside the page."""
        self.left.setVisible(not compared and not self._focused)

    def watched(self) -> list[QWidget]:
        """The widgets whose keys belong to the state machine. None of them takes text."""
        return [self.view, self.compare.view, self.papers.tree, self.rubric.tree, self.detail]

    def _keep_sizes(self) -> None:
        panes = self._session.preferences.values.panes
        self._session.preferences.keep(panes={**panes, PANES: self.split.sizes()})


def _pane(inside: QWidget) -> QFrame:
    frame = QFrame()
    frame.setObjectName("pane")
    frame.setLayout(column(inside, gap=0))
    return frame
