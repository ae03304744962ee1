"""Two papers side by side: another page of the dossier beside the one being read, with the words that only one of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollBar

from casereview.dossier.model import Box, Page, Paper, Reading
from ui.kit.apart import apart
from ui.kit.layout import column, label, row, tool
from ui.kit.pageview import Overlay, PageView
from ui.kit.session import Session
from ui.kit.text_tools import PickText

PAIRS = (  # forms that are read against each other
    (("F11",), ("F15", "F14")),  # notice and decision
    (("F02",), ("F04", "F03")),  # interview and scene
)


class Compare(QFrame):
    """A second page view; the two scroll in step until one lets them go.

    strip   its line of tools with the list of papers: the screen lays it above both pages, so that they stand at one height
    closed  by its own button
    """

    closed = Signal()

    def __init__(
        self, session: Session, main: PageView, reading: Callable[[], Reading | None], picks: Qt.KeyboardModifier
    ) -> None:
        super().__init__()
        self._main, self._reading = main, reading
        self._following = False
        self.view = PageView(session.pictures, session.theme)
        self.view.setAccessibleName(self.tr("对照的页面"))
        self.picking = PickText(self.view, self._pages, picks)
        self.papers = QComboBox()
        self.papers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.papers.setMinimumContentsLength(10)
        self.papers.setAccessibleName(self.tr("对照的文书"))
        self.papers.activated.connect(self._chosen)
        self.says = label("", "quiet", wrap=True)
        theme = session.theme
        self.step = tool("link", self.tr("两页一起滚动"), lambda: None, theme)
        self.step.setCheckable(True)
        self.step.setChecked(True)
        before = tool("chevron-left", self.tr("对照页：上一页"), lambda: self.view.turn(-1), theme)
        after = tool("chevron-right", self.tr("对照页：下一页"), lambda: self.view.turn(1), theme)
        shut = tool("x", self.tr("关闭对照  C"), self.closed.emit, theme)
        self.strip = QFrame()
        self.strip.setObjectName("strip")
        head = row(self.papers, before, after, self.step, shut, gap=1)
        head.setStretch(0, 1)
        self.strip.setLayout(column(head, self.says, gap=1, margin=1))
        self.setLayout(column(self.view, gap=0))
        self.setMinimumWidth(160)
        main.page_changed.connect(self._compare)
        self.view.page_changed.connect(self._compare)
        for one, other in ((main, self.view), (self.view, main)):
            self._tie(one.verticalScrollBar(), other.verticalScrollBar())
            self._tie(one.horizontalScrollBar(), other.horizontalScrollBar())

    def _tie(self, one: QScrollBar, other: QScrollBar) -> None:
        """What a reader does to one bar happens to the other, in proportion; what we do to it goes no further."""

        def follow(value: int) -> None:
            if self.isVisible() and self.step.isChecked() and not self._following:
                self._following = True
                other.setValue(round(value / max(one.maximum(), 1) * other.maximum()))
                self._following = False

        one.valueChanged.connect(follow)

    def _pages(self) -> Sequence[Page]:
        reading = self._reading()
        return reading.pages if reading is not None else ()

    def show_dossier(self) -> None:
        """The papers of the dossier in view; the counterpart of the current one is laid beside it, or the one after it."""
        reading = self._reading()
        if reading is None or not self.isVisible():
            return
        self.papers.clear()
        papers = [paper for paper in reading.papers if paper.pages]
        for paper in papers:
            self.papers.addItem(f"{paper.title}  {min(paper.pages)}", min(paper.pages))
        self.papers.setCurrentIndex(beside(papers, self._main.page))
        self.view.show_pages(self._main.pages, self.papers.currentData() or 1)
        self._compare()

    def _chosen(self) -> None:
        self.view.go(self.papers.currentData())

    def hide_differences(self) -> None:
        self._main.show_apart([])

    def _compare(self) -> None:
        """Both pages: what stands on one of them and nowhere in the paper that the other one belongs to."""
        reading = self._reading()
        if reading is None or not self.isVisible() or not self.view.page or not self._main.page:
            return
        pages, here, there = reading.pages, self._main.page, self.view.page
        left, right = apart(pages[here - 1], _paper(reading, there, here)), None
        if left is not None:
            right = apart(pages[there - 1], _paper(reading, here, there))
        self._main.show_apart(_overlays(here, left))
        self.view.show_apart(_overlays(there, right if left is not None else None))
        self.says.setText(self._said(pages[here - 1], pages[there - 1], left, right))

    def _said(self, here: Page, there: Page, left: list[Box] | None, right: list[Box] | None) -> str:
        if not here.runs or not there.runs:
            number = self._main.page if not here.runs else self.view.page
            return self.tr("第 {} 页没有文字（扫描或空白），只能对着看，不能标出不同。").format(number)
        if left is None or right is None:
            return self.tr("两页文字大多不同，没有逐处标出。")
        if not left and not right:
            return self.tr("没有不同的文字。")
        return self.tr("不同的文字已标出：左 {} 处，右 {} 处。").format(len(left), len(right))


def beside(papers: Sequence[Paper], page: int) -> int:
    """Which of these papers is laid beside a page: notice by decision, interview by scene, else the next one."""
    form = next((paper.form for paper in papers if page in paper.pages), "")
    for one, other in PAIRS:
        for mine, theirs in ((one, other), (other, one)):
            there = [n for wanted in theirs for n, paper in enumerate(papers) if paper.form == wanted]
            if form in mine and there:
                return there[0]
    after = [n for n, paper in enumerate(papers) if min(paper.pages) > page]
    return after[0] if after else 0


def _overlays(page: int, boxes: list[Box] | None) -> list[Overlay]:
    return [Overlay(page, box, "apart") for box in boxes or ()]


def _paper(reading: Reading, page: int, beside: int) -> list[Page]:
    """The pages of the paper a page belongs to; the page alone where the other page is of the same paper."""
    pages = reading.pages
    for paper in reading.papers:
        if page in paper.pages and beside not in paper.pages:
            return [pages[number - 1] for number in paper.pages]
    return [pages[page - 1]]
