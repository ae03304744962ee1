"""The papers of a dossier by stage of the procedure, with their pages and what has not been looked at yet."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from casereview.dossier import forms
from casereview.dossier.model import Paper, Reading
from ui.kit.layout import column, label
from ui.kit.session import Session
from ui.kit.translate import source, tr

COVER = ("X-COVER", "X-CATALOG")
STAGES = {
    "cover": source("卷首"),
    "filing": source("立案"),
    "evidence": source("调查取证"),
    "notice": source("告知"),
    "review": source("审核与决定前"),
    "decision": source("决定"),
    "service": source("送达"),
    "enforcement": source("执行"),
    "closing": source("结案"),
    "archive": source("归档"),
}
# How a paper was recognised, in one character; `[way]` of the words says it in full, below the tree for the paper in view.
WAYS = {
    "title": source("题"),
    "catalogue": source("录"),
    "file-name": source("名"),
    "person": source("手"),
    "rest": source("？"),
}
_SMALL = 0.85  # of the size of a title
_UNSURE = 0.6  # below this a person should look
_PAGE = Qt.ItemDataRole.UserRole


@cache
def _stages() -> dict[str, str]:
    return {form.code: form.stage for form in forms.shipped().form}


class PaperTree(QWidget):
    """chosen: first page of the paper that was chosen."""

    chosen = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._theme = session, session.theme
        self._papers: tuple[Paper, ...] = ()
        self._pages = 0
        self._items: list[tuple[QTreeWidgetItem, Paper]] = []
        self.tree = QTreeWidget()
        self.tree.setObjectName("flat")
        self.tree.setColumnCount(3)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(12)
        self.tree.setRootIsDecorated(False)
        self.tree.setAccessibleName(self.tr("文书"))
        self.tree.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setMinimumSectionSize(16)
        for narrow in (1, 2):
            self.tree.header().setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemClicked.connect(lambda item: self._choose(item))
        self.tree.itemActivated.connect(lambda item: self._choose(item))
        self.unseen = label("", "small")
        self.way = label("", "small", wrap=True)
        for each in (self.way, self.unseen):
            each.setContentsMargins(12, 2, 8, 2)
        self.setLayout(column(self.tree, self.way, self.unseen, gap=0))
        self.tree.setColumnHidden(1, True)
        self.way.hide()

    def show_ways(self) -> None:
        """How each paper was recognised, for a screen where that is put right; elsewhere the tip alone says it."""
        self.tree.setColumnHidden(1, False)
        self.way.show()

    def show_reading(self, reading: Reading) -> None:
        self._papers = reading.papers
        self._pages = len(reading.pages)
        self.tree.clear()
        self._items = []
        heads: dict[str, QTreeWidgetItem] = {}
        for stage in STAGES:
            for paper in reading.papers:
                if self.stage(paper) == stage:
                    head = heads.get(stage) or self._head(stage)
                    heads[stage] = head
                    self._add(head, paper)
        self.tree.expandAll()

    @staticmethod
    def stage(paper: Paper) -> str:
        """The part of the procedure that a paper belongs to, a key of STAGES."""
        return "cover" if paper.form in COVER else _stages().get(paper.form, "archive")

    def order(self) -> list[Paper]:
        """The papers as they stand in the tree."""
        return [paper for _, paper in self._items]

    def _head(self, stage: str) -> QTreeWidgetItem:
        head = QTreeWidgetItem(self.tree, [tr(STAGES[stage]), "", ""])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        head.setForeground(0, QBrush(self._theme.color("soft")))
        head.setFirstColumnSpanned(True)
        return head

    def _add(self, head: QTreeWidgetItem, paper: Paper) -> None:
        first, last = min(paper.pages, default=0), max(paper.pages, default=0)
        pages = f"{first}" if first == last else f"{first}–{last}"
        way = tr(WAYS[paper.way]) if paper.way in WAYS else ""
        item = QTreeWidgetItem(head, [paper.title, way, pages])
        for place in range(3):
            item.setToolTip(place, self._tip(paper, pages))
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * _SMALL)
        for narrow in (1, 2):
            item.setFont(narrow, small)
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QBrush(self._theme.color("amber" if paper.confidence < _UNSURE else "faint")))
        item.setForeground(2, QBrush(self._theme.color("faint")))
        item.setData(0, _PAGE, paper)
        self._items.append((item, paper))

    def _tip(self, paper: Paper, pages: str) -> str:
        return f"{paper.title}  {pages}\n{self._how(paper)}"

    def _how(self, paper: Paper) -> str:
        """The way in which a paper was recognised, and how surely."""
        said = self._session.say(f"way.{paper.way}")
        sure = self.tr("把握 {} %").format(round(paper.confidence * 100))
        return said if paper.way == "person" else f"{said} · {sure}"

    def _choose(self, item: QTreeWidgetItem) -> None:
        paper = item.data(0, _PAGE)
        if isinstance(paper, Paper) and paper.pages:
            self.chosen.emit(min(paper.pages))

    def paper_at(self, page: int) -> Paper | None:
        """The paper that a page of the dossier belongs to."""
        return next((paper for paper in self._papers if page in paper.pages), None)

    def neighbour(self, page: int, step: int) -> int:
        """First page of the next paper (or the one before) in the order of pages; stays at the ends."""
        starts = sorted(min(paper.pages) for paper in self._papers if paper.pages)
        here = self.paper_at(page)
        start = min(here.pages) if here else page
        after = [first for first in starts if first > start]
        before = [first for first in starts if first < start]
        return (after[0] if after else page) if step > 0 else (before[-1] if before else page)

    def mark_page(self, page: int, seen: Collection[int]) -> None:
        """Show where one is, and which papers hold pages that nobody has looked at."""
        missing = self._pages - len([n for n in seen if 1 <= n <= self._pages])
        self.unseen.setText(self.tr("未阅 {} 页").format(missing) if missing else self.tr("各页均已翻阅"))
        here = self.paper_at(page)
        self.way.setText(self._session.say(f"way.{here.way}") if here else "")
        for item, paper in self._items:
            unseen = not set(paper.pages) <= set(seen)
            item.setForeground(0, QBrush(self._theme.color("faint" if unseen else "ink")))
            if page in paper.pages:
                self.tree.setCurrentItem(item)
