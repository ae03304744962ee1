"""Boxes on a page and how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from casereview.dossier.model import Box

_COLORS = {"mark": "#b3261e", "fact": "#1f5fa8", "hit": "#8f5a00", "hint": "#8f5a00", "draft": "#1f5fa8"}
_FILLED = {
    "hit": QColor(227, 172, 74, 80),
    "here": QColor(227, 120, 20, 150),
    "apart": QColor(214, 90, 40, 70),
    "known": QColor(31, 95, 168, 44),
    "picked": QColor(31, 95, 168, 90),
}


@dataclass(frozen=True, slots=True)
class Overlay:
    """A box on a page.

    look  "mark" (what a reader marked) "fact" (what was read) "hint" (the program's)
          "hit" (found) "here" (the one of them one is at) "known" (a settled fact, wherever it stands)
          "picked" (text chosen to copy) "apart" (not in the paper beside it)
    key   given back on a click
    """

    page: int
    box: Box
    look: str = "mark"
    label: str = ""
    key: str = ""


def paint(painter: QPainter, overlays: Sequence[tuple[Overlay, QRectF]], wide: int) -> None:
    """Each overlay at its place on a viewport that is so many pixels wide."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for overlay, rect in overlays:
        color = QColor(_COLORS.get(overlay.look, _COLORS["mark"]))
        line = Qt.PenStyle.DashLine if overlay.look in ("hint", "draft") else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1.6, line))
        painter.setBrush(QColor(color.red(), color.green(), color.blue(), 26))
        if overlay.look in _FILLED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_FILLED[overlay.look])
        painter.drawRoundedRect(rect, 2, 2)
        if overlay.label:
            _paint_label(painter, rect, overlay.label, color, wide)


def _paint_label(painter: QPainter, rect: QRectF, text: str, color: QColor, wide: int) -> None:
    metrics = painter.fontMetrics()
    across, high = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
    top = rect.top() - high if rect.top() - high > 0 else rect.bottom()
    left = min(rect.left(), wide - across - 4)
    tag = QRectF(max(left, 0), top, across, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(tag, 2, 2)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
