"""页面: what is to be said of the pages as such: blank, turned, twice, missing, not as the catalogue says; each leads to its pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from casereview.dossier.page_finding import PageFinding, said
from ui.kit.layout import Part, button, card, clear, column, glyph, label, row
from ui.kit.session import Session

_PAGES = 6  # links in one card; the sentence names all pages
_LEAST = ("blank", "upside-down", "sideways")  # untidy at most; the rest may be a finding about the case


class PageNotes(QScrollArea):
    """go: (page, box, name) · beside: (page here, other dossier, its page) · counted: how many there are."""

    go = Signal(int, object, str)
    beside = Signal(int, str, int)
    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.cards: list[QFrame] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = label(
            self.tr("程序在页面上看到的情况，是否构成问题由评查员判断；扫描页识别文字后，横放和倒置的页也能看出来。"),
            "small",
            wrap=True,
        )
        inside = QWidget()
        inside.setObjectName("clear")
        self._box = column(gap=2)
        inside.setLayout(column(self.hint, self._box, None, gap=2, margin=2))
        self.setWidget(inside)

    def wait(self) -> None:
        """Nothing is known yet of the dossier that was opened."""
        self._show([label(self.tr("正在查看各页…"), "soft")])
        self.counted.emit(0)

    def show_findings(self, found: Sequence[PageFinding]) -> None:
        made = [self._card(finding) for finding in found]
        self._show(made or [label(self.tr("各页没有发现情况。"), "soft")])
        self.cards = made
        self.counted.emit(len(made))

    def _show(self, parts: Sequence[QWidget]) -> None:
        clear(self._box)
        self.cards = []
        for part in parts:
            self._box.addWidget(part)

    def _card(self, finding: PageFinding) -> QFrame:
        say, theme = self._session.say, self._session.theme
        mild = finding.code in _LEAST
        mark = glyph("info" if mild else "triangle-alert", theme.faint if mild else theme.amber)
        head = row(mark, label(say(f"page_finding_name.{finding.code}"), "heading"), None)
        says = label(said(finding, self._session.language), wrap=True, select=True)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts: list[Part] = [head, says, self._pages(finding)]
        for dossier, page in finding.elsewhere[:_PAGES]:
            do = partial(self.beside.emit, finding.pages[0], dossier, page)
            parts.append(button(self.tr("并排查看另一卷第 {} 页").format(page), do, "link"))
        return card(*parts, gap=1, margin=2)

    def _pages(self, finding: PageFinding) -> QHBoxLayout:
        """Links to the pages; two pages that are one are laid side by side from the second on."""
        line = row(gap=1)
        for page in finding.pages[:_PAGES]:
            do = partial(self.go.emit, page, None, "")
            line.addWidget(button(self.tr("第 {} 页").format(page), do, "link"))
        if finding.code in ("duplicate", "similar"):
            first, second = finding.pages[:2]
            line.addWidget(button(self.tr("并排查看"), partial(self.beside.emit, first, "", second), "link"))
        line.addStretch(1)
        return line
