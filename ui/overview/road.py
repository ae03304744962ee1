"""The review as a road: its stages in order, where it stands, and what each holds."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from casereview.panel.model import Stage
from ui.kit.icons import pixmap
from ui.kit.theme import Theme


class Road(QWidget):
    """stages: (stage, its name, a count or ""). went: a stage was clicked."""

    went = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stages: list[tuple[Stage, str, str]] = []
        self._here = -1
        self._focus = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("评查进程"))

    def show_stages(self, stages: list[tuple[Stage, str, str]], here: Stage | None) -> None:
        self._stages = stages
        order = [stage for stage, _, _ in stages]
        self._here = order.index(here) if here in order else -1
        self.setAccessibleDescription(stages[self._here][1] if self._here >= 0 else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 44 + 2 * self.fontMetrics().height())

    def _wide(self) -> float:
        return self.width() / max(len(self._stages), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, middle = self._wide(), 20.0
        for number in range(len(self._stages) - 1):
            past = number < self._here
            painter.setPen(QPen(self._theme.color("accent" if past else "line_strong"), 2))
            start = wide * (number + 0.5)
            painter.drawLine(round(start + 16), round(middle), round(start + wide - 16), round(middle))
        for number, (_, name, count) in enumerate(self._stages):
            self._paint_stage(painter, number, QRectF(wide * number, 0, wide, self.height()), name, count)
        painter.end()

    def _paint_stage(self, painter: QPainter, number: int, place: QRectF, name: str, count: str) -> None:
        theme, here = self._theme, number == self._here
        past = number < self._here
        circle = QRectF(place.center().x() - 12, 8, 24, 24)
        painter.setPen(QPen(theme.color("accent" if here or past else "line_strong"), 2))
        painter.setBrush(theme.color("accent") if here else theme.color("accent_soft" if past else "surface"))
        painter.drawEllipse(circle)
        if past:
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(circle.adjusted(5, 5, -5, -5).toRect(), pixmap("check", theme.accent, 14, ratio))
        else:
            painter.setPen(theme.color("on_accent" if here else "faint"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        font = painter.font()
        font.setBold(here)
        painter.setFont(font)
        painter.setPen(theme.color("ink" if here or past else "soft"))
        high = self.fontMetrics().height()
        painter.drawText(QRectF(place.x(), 38, place.width(), high + 2), Qt.AlignmentFlag.AlignHCenter, name)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(theme.color("accent" if count else "faint"))
        below = QRectF(place.x(), 40 + high, place.width(), high + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, count)
        if self.hasFocus() and number == self._focus:
            painter.setBrush(QColor(0, 0, 0, 0))
            painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 4, 4)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().x() // self._wide())
        if 0 <= number < len(self._stages):
            self.went.emit(self._stages[number][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if key in steps and self._stages:
            self._focus = min(max(self._focus + steps[key], 0), len(self._stages) - 1)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._stages:
            self.went.emit(self._stages[self._focus][0])
        else:
            super().keyPressEvent(event)
