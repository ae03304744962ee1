"""Small pieces that every screen lays out with: rows, columns, labels, buttons, the empty state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.kit.icons import icon, pixmap
from ui.kit.theme import POINTS, STEP, Theme

L = TypeVar("L", bound=QBoxLayout)
Part = QWidget | QLayout | int | None
"""A widget, a layout, a number of grid steps of space, or None for the stretch."""


def row(*parts: Part, gap: int = 2, margin: int = 0) -> QHBoxLayout:
    """Side by side; gap and margin in grid steps of 4 pixels."""
    return _fill(QHBoxLayout(), parts, gap, margin)


def column(*parts: Part, gap: int = 2, margin: int = 0) -> QVBoxLayout:
    """One below the other; gap and margin in grid steps."""
    return _fill(QVBoxLayout(), parts, gap, margin)


def _fill(box: L, parts: tuple[Part, ...], gap: int, margin: int) -> L:
    box.setSpacing(gap * STEP)
    box.setContentsMargins(*[margin * STEP] * 4)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part * STEP)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def label(text: str, style: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """style: an object name of the style sheet (title heading number big small soft quiet warning failure)."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def button(text: str, do: Callable[[], object], style: str = "") -> QPushButton:
    """style: "" plain, "main" the one thing to do here, "link", "chip", "danger"."""
    made = QPushButton(text)
    made.setObjectName(style)
    made.clicked.connect(lambda: do())
    if style == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def tool(name: str, tip: str, do: Callable[[], object], theme: Theme, *, size: int = 18) -> QToolButton:
    """A button with only an icon; its tip is its accessible name as well."""
    made = QToolButton()
    made.setIcon(icon(name, theme.soft, theme.accent, scaled(size)))
    made.setIconSize(QSize(scaled(size), scaled(size)))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.clicked.connect(lambda: do())
    return made


def scaled(pixels: int) -> int:
    """Pixels grown with the text size that is in force."""
    return round(pixels * QApplication.font().pointSizeF() / POINTS)


def glyph(name: str, color: str, size: int = 16) -> QLabel:
    """An icon that is not a button."""
    size = scaled(size)
    made = QLabel()
    ratio = made.devicePixelRatioF()
    made.setPixmap(pixmap(name, color, size, ratio))
    made.setFixedSize(size, size)
    return made


def card(*parts: Part, gap: int = 3, margin: int = 4) -> QFrame:
    """A white box with a hairline around it."""
    frame = QFrame()
    frame.setObjectName("card")
    frame.setLayout(column(*parts, gap=gap, margin=margin))
    return frame


def rule() -> QFrame:
    """A hairline between two parts."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def clear(box: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Empty(QWidget):
    """What an empty screen shows: what belongs here, and the button that makes it."""

    def __init__(self, theme: Theme, name: str, title: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        says = label(text, "soft", wrap=True)
        says.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        says.setMinimumWidth(360)
        head = label(title, "big")
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        picture = glyph(name, theme.line_strong, 48)
        centred = column(
            None, row(None, picture, None), 1, head, row(None, says, None), 2, row(None, *buttons, None), None
        )
        self.setLayout(centred)
        self.button = buttons[0] if buttons else None
