"""Small bars for counts: one divided bar with its legend, and rows of a name, a bar and a number that is a link."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui.kit.layout import button, label
from ui.kit.theme import Theme


class Share(QWidget):
    """A bar divided by counts; each part carries its number, so that colour says nothing alone."""

    def __init__(self, theme: Theme, parts: Sequence[tuple[str, int, str]]) -> None:
        super().__init__()
        self._theme = theme
        self._parts = [part for part in parts if part[1]]  # name, count, colour token
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("，".join(f"{name} {count}" for name, count, _ in parts))

    def sizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().height() + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(count for _, count, _ in self._parts)
        left = 0.0
        for name, count, token in self._parts:
            wide = self.width() * count / total
            place = QRectF(left, 0, max(wide - 2, 1), self.height())
            painter.fillRect(place, self._theme.color(token))
            painter.setPen(self._theme.color("ink" if token.endswith("_soft") else "on_accent"))
            text = f"{name} {count}"
            if painter.fontMetrics().horizontalAdvance(text) > place.width() - 8:
                text = str(count)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
            left += wide
        painter.end()


class Gauge(QWidget):
    """A thin bar: a part of a whole."""

    def __init__(self, theme: Theme, part: int, whole: int, token: str = "accent") -> None:
        super().__init__()
        self._theme, self._share, self._token = theme, part / whole if whole else 0.0, token
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(48)

    def sizeHint(self) -> QSize:
        return QSize(96, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setBrush(self._theme.color(self._token))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * min(self._share, 1.0), self.height()), 3, 3)
        painter.end()


Row = tuple[str, int, int, str, Callable[[], object]]
"""name · part · whole · what the link says · where it leads"""


def rows(theme: Theme, lines: Sequence[Row], token: str = "accent") -> QGridLayout:
    """Names left, bars in the middle, linked numbers right."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(1, 2)
    for number, (name, part, whole, text, go) in enumerate(lines):
        title: QLabel = label(name)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        title.setToolTip(name)
        grid.addWidget(title, number, 0)
        grid.addWidget(Gauge(theme, part, whole, token), number, 1)
        grid.addWidget(button(text, go, "link"), number, 2, Qt.AlignmentFlag.AlignRight)
    return grid
