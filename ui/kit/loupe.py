"""A loupe: while Z is held, the page around the pointer stands three times as large, drawn anew and not merely stretched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.kit.pageview import PageView

RADIUS = 150
TIMES = 3.0


class Loupe(QWidget):
    """Lies over the viewport of a page view and lets the mouse through."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.installEventFilter(self)
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Z and not event.modifiers():
                if not event.isAutoRepeat():
                    self.setGeometry(self._view.viewport().rect())
                    self.setVisible(kind == QEvent.Type.KeyPress and self._view.ref is not None)
                return True
        elif kind in (QEvent.Type.MouseMove, QEvent.Type.Resize) and self.isVisible():
            self.setGeometry(self._view.viewport().rect())
            self.update()
        elif kind == QEvent.Type.FocusOut:
            self.hide()
        return False

    def centre(self) -> QPointF:
        """Below the pointer; the middle of the view while the pointer is elsewhere."""
        at = self.mapFromGlobal(QCursor.pos())
        return QPointF(at if self.rect().contains(at) else self.rect().center())  # whole pixels: nothing is blurred

    def paintEvent(self, event: QPaintEvent) -> None:
        centre = self.centre()
        glass = QRectF(centre.x() - RADIUS, centre.y() - RADIUS, 2 * RADIUS, 2 * RADIUS)
        path = QPainterPath()
        path.addEllipse(glass)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(path)
        painter.fillRect(glass, self._view.desk_color())
        painter.translate(centre)
        painter.scale(TIMES, TIMES)
        painter.translate(-centre)
        half = RADIUS / TIMES
        under = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
        self._view.paint_page(painter, under, TIMES, id(self))
        painter.resetTransform()
        painter.setClipping(False)
        painter.setPen(QPen(self._view.desk_color().darker(150), 2))
        painter.drawEllipse(glass)
        painter.end()
