"""Two papers side by side: another page of the dossier beside the one being read, with the words that only it has."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame

from casereview.dossier.model import Page
from casereview.text import fold
from ui.kit.layout import column, label, row
from ui.kit.pageview import Overlay, PageView
from ui.kit.session import Session
from ui.marking.desk import Desk

PIECE = 4  # characters; shorter stretches are in any two official papers
MOST_ALIEN = 0.6


class Compare(QFrame):
    """A second page view with a list of the dossier's papers; it scrolls in step with the first."""

    def __init__(self, session: Session, desk: Desk, main: PageView) -> None:
        super().__init__()
        self._desk, self._main = desk, main
        self.view = PageView(session.pictures, session.theme)
        self.papers = QComboBox()
        self.papers.activated.connect(self._chosen)
        strip = QFrame()
        strip.setObjectName("strip")
        strip.setLayout(row(label(self.tr("对照")), self.papers, None, margin=1))
        self.setLayout(column(strip, self.view, gap=0))
        self.setMinimumWidth(280)
        main.page_changed.connect(self._compare)
        self.view.page_changed.connect(self._compare)
        main.verticalScrollBar().valueChanged.connect(self._follow)

    def show_dossier(self) -> None:
        """The papers of the dossier on the desk; the one after the current one is laid beside it."""
        if not self._desk.ready or not self.isVisible():
            return
        self.papers.clear()
        papers = [paper for paper in self._desk.reading.papers if paper.pages]
        for paper in papers:
            self.papers.addItem(f"{paper.title}  {min(paper.pages)}", min(paper.pages))
        after = [n for n, paper in enumerate(papers) if min(paper.pages) > self._main.page]
        self.papers.setCurrentIndex(after[0] if after else 0)
        self.view.show_pages(self._desk.pages, self.papers.currentData() or 1)
        self._compare()

    def _chosen(self) -> None:
        self.view.go(self.papers.currentData())

    def _follow(self, value: int) -> None:
        if self.isVisible():
            bar, main = self.view.verticalScrollBar(), self._main.verticalScrollBar()
            bar.setValue(round(value / max(main.maximum(), 1) * bar.maximum()))

    def _compare(self) -> None:
        if not self.isVisible() or not self.view.page or not self._main.page:
            return
        pages = self._desk.reading.pages
        self.view.show_overlays(only_here(pages[self.view.page - 1], self.view.page, pages[self._main.page - 1].text))


def only_here(page: Page, number: int, other: str) -> list[Overlay]:
    """Boxes over the words of a page that another text does not have, as page `number` of the dossier."""
    known = fold(other)
    pieces = {known[n : n + PIECE] for n in range(len(known) - PIECE + 1)}
    found = [(run, start, end) for run in page.runs for start, end in _alien(run.text, pieces)]
    alien = sum(end - start for _, start, end in found)
    if alien > MOST_ALIEN * sum(len(run.text) for run in page.runs):
        return []  # two papers of another kind: marking everything says nothing
    return [Overlay(number, run.part(start, end), "hit") for run, start, end in found]


def _alien(text: str, pieces: set[str]) -> list[tuple[int, int]]:
    """Stretches of a line no piece of which is known; a line shorter than a piece tells nothing."""
    known = [False] * len(text)
    for n in range(len(text) - PIECE + 1):
        if fold(text[n : n + PIECE]) in pieces:
            known[n : n + PIECE] = [True] * PIECE
    stretches: list[tuple[int, int]] = []
    start = None
    for n, there in enumerate([*known, True]):
        if not there and start is None:
            start = n
        elif there and start is not None:
            if n - start > 1 and len(text) >= PIECE and text[start:n].strip():
                stretches.append((start, n))
            start = None
    return stretches
