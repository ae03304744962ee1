"""查找: words on the pages of one dossier; every hit is boxed, F3 goes from one to the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from casereview.dossier.model import Box, Page
from casereview.text import fold
from ui.kit.folds import Folds
from ui.kit.layout import label, row, tool
from ui.kit.pageview import Overlay, PageView
from ui.kit.theme import Theme

_SLICE = 0.008  # seconds: half a frame


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words stand: on a page of the dossier, a box for each line they are on."""

    page: int
    boxes: tuple[Box, ...]


class FindBar(QFrame):
    """pages: gives the pages of the dossier that the view shows."""

    def __init__(self, view: PageView, pages: Callable[[], Sequence[Page]], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._view, self._pages = view, pages
        self._found: list[Hit] = []
        self._folds = Folds()
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._fold_ahead)
        self._at = -1
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("在本卷中查找"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.count = label("", "quiet")
        self.setLayout(
            row(
                self.field,
                self.count,
                tool("chevron-up", self.tr("上一处  Shift+Enter"), lambda: self.step(-1), theme),
                tool("chevron-down", self.tr("下一处  Enter"), lambda: self.step(1), theme),
                tool("x", self.tr("关闭"), self.leave, theme),
                gap=1,
                margin=1,
            )
        )
        self.hide()

    def begin(self) -> None:
        """Open and type."""
        self.show()
        self.field.selectAll()
        self.field.setFocus()
        self._ahead.start()

    def _fold_ahead(self) -> None:
        """Between two keys: a thick dossier is folded before a word is typed, and no key waits for it."""
        end = time.perf_counter() + _SLICE
        for page in self._pages():
            if not self._folds.has(page):
                self._folds.of(page)
                if time.perf_counter() > end:
                    return
        self._ahead.stop()

    def leave(self) -> None:
        self._ahead.stop()
        self.hide()
        self._view.show_hits([])
        self._view.setFocus()

    def look_again(self) -> None:
        """The pages are others now."""
        if self.isVisible():
            self._find(self.field.text())

    def _find(self, words: str) -> None:
        self._found = hits(self._pages(), words, self._folds)
        self._view.show_hits([])
        after = [n for n, hit in enumerate(self._found) if hit.page >= self._view.page]
        self._at = (after[0] if after else 0) - 1
        self.step(1)

    def step(self, by: int) -> None:
        """To the next hit, round the end."""
        asked = bool(fold(self.field.text()))
        silent = sum(not page.runs for page in self._pages()) if asked else 0
        beyond = self.tr("（{} 页没有文字，查不到）").format(silent) if silent else ""
        if not self._found:
            self.count.setText(self.tr("没有") + beyond if asked else "")
            return
        self._at = (self._at + by) % len(self._found)
        hit = self._found[self._at]
        looks = ((each, "here" if each is hit else "hit") for each in self._found)
        self._view.show_hits([Overlay(each.page, box, look) for each, look in looks for box in each.boxes])
        self._view.go(hit.page, hit.boxes[0])
        self.count.setText(f"{self._at + 1}/{len(self._found)}{beyond}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)


def hits(pages: Sequence[Page], words: str, folds: Folds) -> list[Hit]:
    """Where the words stand, in the order of the pages; width, spaces and the ends of lines aside."""
    wanted = fold(words)
    found: list[Hit] = []
    if not wanted:
        return found
    for number, page in enumerate(pages, 1):
        folded = folds.of(page)
        start = folded.text.find(wanted)
        while start >= 0:
            found.append(Hit(number, folded.boxes(start, start + len(wanted))))
            start = folded.text.find(wanted, start + len(wanted))
    return found
