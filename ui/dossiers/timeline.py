"""时间轴: the case from filing to closing as one strip, with the days between; red and marked where a limit is broken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from casereview.checks.timeline import Moment
from ui.kit.session import Session


class Strip(QWidget):
    """One step below the other: a narrow pane is higher than it is wide."""

    picked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.moments: Sequence[Moment] = ()
        self._focus = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _row(self) -> int:
        return self.fontMetrics().height() * 2 + 20

    def sizeHint(self) -> QSize:
        return QSize(360, self._row() * max(len(self.moments), 1) + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, moment in enumerate(self.moments):
            self._paint(painter, number, moment)
        painter.end()

    def _paint(self, painter: QPainter, number: int, moment: Moment) -> None:
        theme, say, high = self._session.theme, self._session.say, self._row()
        middle = QPointF(28, 8 + high * number + high / 2)
        token = "red" if moment.broken else "accent" if moment.first else "line_strong"
        if number + 1 < len(self.moments):
            painter.setPen(QPen(theme.color("line_strong"), 2))
            painter.drawLine(middle + QPointF(0, 9), middle + QPointF(0, high - 9))
        painter.setPen(QPen(theme.color(token), 2))
        painter.setBrush(theme.color(token) if moment.first else theme.color("surface"))
        painter.drawEllipse(middle, 7, 7)
        top = 8 + high * number
        wide = self.width() - 60
        font = painter.font()
        font.setBold(bool(moment.first))
        painter.setFont(font)
        painter.setPen(theme.color("ink" if moment.first else "faint"))
        line = QRectF(48, top + 4, wide, self.fontMetrics().height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, say(f"check.step.{moment.step}"))
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(theme.color("red" if moment.broken else "soft"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self._gap(moment))
        painter.setPen(theme.color("soft" if moment.first else "faint"))
        below = QRectF(48, top + 6 + self.fontMetrics().height(), wide, self.fontMetrics().height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._dates(moment))
        if self.hasFocus() and number == self._focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(4, top, self.width() - 8, high - 2), 4, 4)

    def _gap(self, moment: Moment) -> str:
        if moment.days is None or moment.days < 0:  # steps may overlap: going back is no wait
            return "、".join(moment.broken)
        said = self.tr("{} 天").format(f"{moment.days:+d}")
        if moment.workdays is not None and moment.days > 0:
            said = self.tr("{} 天（{} 工作日）").format(f"{moment.days:+d}", moment.workdays)
        return f"⚠ {said}  {'、'.join(moment.broken)}" if moment.broken else said

    def _dates(self, moment: Moment) -> str:
        if not moment.first:
            return self.tr("没有读到日期")
        dates = moment.first if moment.first == moment.last else f"{moment.first} ～ {moment.last}"
        return f"{dates}  {self.tr('（各处不一致）')}" if moment.disputed else dates

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int((event.position().y() - 8) // self._row())
        if 0 <= number < len(self.moments):
            self._focus = number
            self.picked.emit(self.moments[number])
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self.moments:
            self._focus = min(max(self._focus + steps[key], 0), len(self.moments) - 1)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.moments:
            self.picked.emit(self.moments[self._focus])
        else:
            super().keyPressEvent(event)


class Timeline(QScrollArea):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.strip = Strip(session)
        self.strip.picked.connect(self._picked)
        self.setWidget(self.strip)
        self.setWidgetResizable(True)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        self.strip.moments = moments
        self.strip.setMinimumHeight(self.strip.sizeHint().height())
        self.strip.update()

    def _picked(self, moment: Moment) -> None:
        for evidence in moment.evidence:
            if evidence.page:
                box = evidence.place.box if evidence.place else None
                self.go.emit(evidence.page, box, self._session.say(f"check.step.{moment.step}"))
                return
