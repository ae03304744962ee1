"""F1: all shortcuts of the screen one is on and of the window, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QWidget

from ui.kit.layout import button, column, label, row

Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading with (keys, what they do)."""


def of_actions(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    """The shortcuts of actions that have one."""
    native = QKeySequence.SequenceFormat.NativeText
    return [(a.shortcut().toString(native), a.text()) for a in actions if not a.shortcut().isEmpty()]


class Shortcuts(QDialog):
    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("快捷键"))
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(column(*[self._group(group) for group in groups if group[1]], None, gap=5, margin=2))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(scroll, row(None, button(self.tr("关闭"), self.accept, "main")), gap=3, margin=4))
        self.resize(620, 520)

    def _group(self, group: Group) -> QFrame:
        frame = QFrame()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (keys, meaning) in enumerate(group[1]):
            grid.addWidget(label(keys, "heading"), number, 0)
            grid.addWidget(label(meaning, "soft"), number, 1)
        frame.setLayout(column(label(group[0], "big"), grid))
        return frame
