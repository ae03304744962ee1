"""What the window shows before a workspace is open: make one, open one, or open the samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from casereview.workspace import SUFFIX
from ui.kit.layout import button, card, column, glyph, label, row
from ui.kit.settings import Preferences
from ui.kit.theme import theme


class Start(QWidget):
    make = Signal()
    choose = Signal()
    samples = Signal()
    recent = Signal(str)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("screen")
        self._theme = theme(preferences.values.dark)
        cards = row(
            self._offer("folder-plus", self.tr("新建工作区"), self.tr("选一个位置，开始一次评查。"), self.make.emit),
            self._offer("folder-open", self.tr("打开工作区"), self.tr("继续已有的评查。"), self.choose.emit),
            self._offer("book-open", self.tr("打开示例"), self.tr("用示例案卷走一遍全程。"), self.samples.emit),
            gap=4,
        )
        title = label(self.tr("案卷评查"), "number")
        says = label(
            self.tr("识别案卷、对照标准评分、合议、出通报、建案例库、管整改。全程不联网，每一步即时保存。"), "soft"
        )
        middle = column(None, title, says, 4, cards, 4, self._recent(preferences.values.recent), None, None)
        frame = QWidget()
        frame.setLayout(middle)
        frame.setMaximumWidth(880)
        self.setLayout(row(None, frame, None, margin=6))

    def _offer(self, name: str, title: str, text: str, do: Callable[[], object]) -> QFrame:
        go = button(title, do, "main" if name == "folder-plus" else "")
        box = card(glyph(name, self._theme.accent, 32), label(text, "soft", wrap=True), None, go)
        box.setMinimumSize(240, 168)
        return box

    def _recent(self, recent: tuple[str, ...]) -> QVBoxLayout:
        there = [Path(name) for name in recent if (Path(name) / "review.db").exists()]
        if not there:
            return column()
        return column(label(self.tr("最近打开"), "heading"), *map(self._link, there), gap=1)

    def _link(self, folder: Path) -> QHBoxLayout:
        link = button(folder.name.removesuffix(SUFFIX), lambda: self.recent.emit(str(folder)), "link")
        return row(link, label(str(folder.parent), "small"), None)
