"""Pictures of the frozen figures. Each shows the very numbers of the table beside it, written into the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.theme import Theme

GAP = 2


class GradeBars(QWidget):
    """One divided bar a row: how many dossiers of each grade. Numbers stand in the parts, the legend names the grades."""

    def __init__(
        self, theme: Theme, grades: Sequence[tuple[str, str]], rows: Sequence[tuple[str, Mapping[str, int]]]
    ) -> None:
        """grades: (code, word) in order; rows: (name, code -> count)."""
        super().__init__()
        self._theme, self._grades, self._rows = theme, grades, rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [
            f"{name}：" + "，".join(f"{word} {counts.get(code, 0)}" for code, word in grades) for name, counts in rows
        ]
        self.setAccessibleName("；".join(said))

    def _high(self) -> int:
        return self.fontMetrics().height() + 12

    def sizeHint(self) -> QSize:
        return QSize(360, (len(self._rows) + 1) * (self._high() + 6))

    def _color(self, place: int) -> tuple[QColor, QColor]:
        """Of a part and of the number on it."""
        theme = self._theme
        accent, pale = theme.color("accent"), theme.color("accent")
        pale.setAlpha(90)
        fills = [accent, pale, theme.color("amber_soft"), theme.color("red_soft"), theme.color("line")]
        inks = ["on_accent", "ink", "amber", "red", "soft"]
        at = min(place, len(fills) - 1)
        return fills[at], theme.color(inks[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, high = painter.fontMetrics(), self._high()
        names = max((metrics.horizontalAdvance(name) for name, _ in self._rows), default=0)
        left = min(names, self.width() // 3) + 12
        self._legend(painter, left)
        top = high + 6.0
        for name, counts in self._rows:
            painter.setPen(self._theme.color("ink"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 12)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, left - 12, high), right, shown)
            self._bar(painter, QRectF(left, top, self.width() - left, high), counts)
            top += high + 6
        painter.end()

    def _legend(self, painter: QPainter, left: float) -> None:
        size, at = 10, left
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, (_, word) in enumerate(self._grades):
            fill, _ = self._color(place)
            box = QRectF(at, (self._high() - size) / 2, size, size)
            painter.fillRect(box, fill)
            painter.setPen(self._theme.color("line_strong"))
            painter.drawRect(box)
            painter.setPen(self._theme.color("soft"))
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(QRectF(at + size + 6, 0, wide + 4, self._high()), middle, word)
            at += size + wide + 24

    def _bar(self, painter: QPainter, place: QRectF, counts: Mapping[str, int]) -> None:
        total = sum(counts.get(code, 0) for code, _ in self._grades)
        if not total:
            painter.setPen(self._theme.color("faint"))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "—")
            return
        at = place.left()
        for number, (code, _) in enumerate(self._grades):
            count = counts.get(code, 0)
            if not count:
                continue
            wide = place.width() * count / total
            part = QRectF(at, place.top(), max(wide - GAP, 1), place.height())
            fill, ink = self._color(number)
            painter.fillRect(part, fill)
            painter.setPen(ink)
            painter.drawText(part, Qt.AlignmentFlag.AlignCenter, str(count))
            at += wide


class HeatMap(QWidget):
    """Rates in percent, rows by columns; the number stands in every cell, the depth of the colour only repeats it."""

    def __init__(
        self, theme: Theme, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Decimal | None]]]
    ) -> None:
        super().__init__()
        self._theme, self._columns, self._rows = theme, columns, rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = [
            f"{name}：" + "，".join(f"{c} {'—' if v is None else v}" for c, v in zip(columns, values))
            for name, values in rows
        ]
        self.setAccessibleName("；".join(said))

    def _high(self) -> int:
        return self.fontMetrics().height() + 16

    def sizeHint(self) -> QSize:
        return QSize(360, (len(self._rows) + 1) * (self._high() + GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, high = painter.fontMetrics(), self._high()
        names = max((metrics.horizontalAdvance(name) for name, _ in self._rows), default=0)
        left = min(names, self.width() // 3) + 12
        wide = (self.width() - left) / max(len(self._columns), 1)
        painter.setPen(self._theme.color("soft"))
        for number, name in enumerate(self._columns):
            painter.drawText(QRectF(left + number * wide, 0, wide, high), Qt.AlignmentFlag.AlignCenter, name)
        for row, (name, values) in enumerate(self._rows, 1):
            top = row * (high + GAP)
            painter.setPen(self._theme.color("ink"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 12)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, left - 12, high), right, shown)
            for number, value in enumerate(values):
                self._cell(painter, QRectF(left + number * wide, top, wide - GAP, high), value)
        painter.end()

    def _cell(self, painter: QPainter, place: QRectF, value: Decimal | None) -> None:
        if value is None:
            painter.fillRect(place, self._theme.color("raised"))
            painter.setPen(self._theme.color("faint"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "—")
            return
        # Rates lie between a half and the whole; below a half the cell is as pale as it gets.
        depth = min(max((float(value) - 50) / 50, 0.0), 1.0)
        painter.fillRect(place, self._theme.color("surface"))
        painter.fillRect(place, self._theme.color("accent", round(24 + 216 * depth)))
        painter.setPen(self._theme.color("on_accent" if depth > 0.55 else "ink"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{value} %")
