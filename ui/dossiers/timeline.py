"""时间轴: the case from filing to closing as one strip, with the days between; red and marked where a limit is broken."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from casereview.checks import say as checks
from casereview.checks.timeline import Moment
from ui.kit.session import Session

_TOP = 8  # pixels


class Strip(QWidget):
    """One step below the other: a narrow pane is higher than it is wide. A broken limit has a line of its own."""

    picked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.moments: Sequence[Moment] = ()
        self._focus = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _high(self, moment: Moment) -> int:
        lines = 2 + bool(moment.broken)
        return self.fontMetrics().height() * lines + 20

    def tops(self) -> list[int]:
        """Where each step begins, and where the last one ends."""
        found = [_TOP]
        for moment in self.moments:
            found.append(found[-1] + self._high(moment))
        return found

    def sizeHint(self) -> QSize:
        return QSize(360, self.tops()[-1] + _TOP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (moment, top) in enumerate(zip(self.moments, self.tops())):
            self._paint(painter, number, moment, top)
        painter.end()

    def _paint(self, painter: QPainter, number: int, moment: Moment, top: int) -> None:
        theme, say, high = self._session.theme, self._session.say, self._high(moment)
        line_high = self.fontMetrics().height()
        middle = QPointF(28, top + line_high + 8)
        token = "red" if moment.broken else "accent" if moment.first else "line_strong"
        if number + 1 < len(self.moments):
            painter.setPen(QPen(theme.color("line_strong"), 2))
            after = top + high + line_high + 8
            painter.drawLine(middle + QPointF(0, 9), QPointF(28, after - 9))
        painter.setPen(QPen(theme.color(token), 2))
        painter.setBrush(theme.color(token) if moment.first else theme.color("surface"))
        painter.drawEllipse(middle, 7, 7)
        wide = self.width() - 64
        font = painter.font()
        font.setBold(bool(moment.first))
        painter.setFont(font)
        painter.setPen(theme.color("ink" if moment.first else "faint"))
        line = QRectF(48, top + 4, wide, line_high)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, say(f"check.step.{moment.step}"))
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(theme.color("red" if moment.broken else "soft"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self._gap(moment))
        painter.setPen(theme.color("soft" if moment.first else "faint"))
        below = QRectF(48, top + 6 + line_high, wide, line_high)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._dates(moment))
        if moment.broken:
            painter.setPen(theme.color("red"))
            says = self.fontMetrics().elidedText(f"⚠ {self._broken(moment)}", Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRectF(48, top + 8 + 2 * line_high, wide, line_high), Qt.AlignmentFlag.AlignLeft, says)
        if self.hasFocus() and number == self._focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(4, top, self.width() - 8, high - 2), 4, 4)

    def _gap(self, moment: Moment) -> str:
        if moment.days is None or moment.days < 0:  # steps may overlap: going back is no wait
            return ""
        said = self.tr("{} 天").format(f"{moment.days:+d}")
        if moment.workdays is not None and moment.days > 0:
            said = self.tr("{} 天（{} 工作日）").format(f"{moment.days:+d}", moment.workdays)
        return f"⚠ {said}" if moment.broken else said

    def _broken(self, moment: Moment) -> str:
        """The rules whose limit is broken, by their names."""
        rules = dict.fromkeys(outcome.rpartition(".")[0] for outcome in moment.broken)
        return "、".join(checks.title(rule, self._session.language) for rule in rules)

    def event(self, event: QEvent) -> bool:
        """What does not fit is said by the tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(event.y())
            moment = self.moments[number] if 0 <= number < len(self.moments) else None
            QToolTip.showText(event.globalPos(), self._broken(moment) if moment and moment.broken else "", self)
            return True
        return super().event(event)

    def _at(self, y: float) -> int:
        return bisect_right(self.tops(), y) - 1

    def _dates(self, moment: Moment) -> str:
        if not moment.first:
            return self.tr("没有读到日期")
        dates = moment.first if moment.first == moment.last else f"{moment.first} ～ {moment.last}"
        return f"{dates}  {self.tr('（各处不一致）')}" if moment.disputed else dates

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().y())
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
        self.setFocusProxy(self.strip)

    def _picked(self, moment: Moment) -> None:
        for evidence in moment.evidence:
            if evidence.page:
                box = evidence.place.box if evidence.place else None
                self.go.emit(evidence.page, box, self._session.say(f"check.step.{moment.step}"))
                return
