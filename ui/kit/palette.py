"""Ctrl+K: every action, every screen and every dossier, found by Chinese, by pinyin initials or by case number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from casereview.text import fold
from ui.kit.icons import icon
from ui.kit.layout import column, label, rule
from ui.kit.pinyin import initials
from ui.kit.theme import Theme

MOST = 40


@dataclass(frozen=True)
class Entry:
    """A line of the palette: what it is, a hint behind it, its icon, what happens."""

    title: str
    do: Callable[[], object]
    hint: str = ""
    icon: str = "chevron-right"


Finder = Callable[[str], Sequence[Entry]]
"""Gives entries for what was typed ("" at first), best first."""


def matches(query: str, title: str) -> bool:
    """Whether a title answers a query: as text, folded, or by the initials of its pinyin."""
    wanted = fold(query)
    return wanted in fold(title) or wanted in initials(fold(title))


class Palette(QDialog):
    def __init__(self, theme: Theme, finders: Sequence[Finder], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self._theme, self._finders = theme, finders
        self._entries: list[Entry] = []
        self.field = QLineEdit()
        self.field.setObjectName("plain")
        self.field.setPlaceholderText(self.tr("输入案号、当事人、命令或其拼音首字母"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("flat")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: self._run(self.list.row(item)))
        self.setLayout(
            column(self.field, rule(), self.list, label(self.tr("↑ ↓ 选择 · Enter 打开 · Esc 关闭"), "small"), margin=2)
        )
        self.resize(max(560, parent.width() // 2), 420)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + 56)
        self._find("")
        self.field.setFocus()

    def _find(self, query: str) -> None:
        self._entries = [entry for finder in self._finders for entry in finder(query.strip())][:MOST]
        self.list.clear()
        for entry in self._entries:
            text = f"{entry.title}    {entry.hint}" if entry.hint else entry.title
            self.list.addItem(QListWidgetItem(icon(entry.icon, self._theme.soft), text))
        self.list.setCurrentRow(0)

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            entry = self._entries[row]
            self.accept()
            entry.do()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                last = self.list.count() - 1
                self.list.setCurrentRow(min(max(self.list.currentRow() + steps[key], 0), last))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentRow())
                return True
        return super().eventFilter(watched, event)
