"""A piece of a page, drawn large enough to read: evidence beside what was said of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from casereview.dossier.model import Box
from ui.kit.filters import Filter
from ui.kit.pictures import PageRef, Pictures
from ui.kit.theme import Theme
from ui.kit.tiles import paint

AROUND = 28.0  # points of the page shown around a box
MOST_HIGH = 220  # pixels


class Crop(QWidget):
    """The surroundings of a box on a page; the whole page where there is no box. A click asks to go there."""

    clicked = Signal()

    def __init__(self, pictures: Pictures, theme: Theme, ref: PageRef, box: Box | None, name: str = "") -> None:
        super().__init__()
        self._pictures, self._theme, self._ref, self._box = pictures, theme, ref, box
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)
        pictures.ready.connect(self._ready)

    @property
    def part(self) -> QRectF:
        """What is shown, in page points: the box with some space, the page's width where it is not much wider."""
        ref = self._ref
        whole = QRectF(0, 0, ref.width, ref.height)
        if self._box is None:
            return whole
        box = self._box
        around = QRectF(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0).adjusted(-AROUND, -AROUND, AROUND, AROUND)
        if around.width() < ref.width * 0.6:
            around.setLeft(max(0.0, min(around.center().x() - ref.width * 0.3, ref.width * 0.4)))
            around.setWidth(ref.width * 0.6)
        return around & whole

    def sizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(280))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        part = self.part
        return min(MOST_HIGH, max(48, round(width * part.height() / max(part.width(), 1))))

    def resizeEvent(self, event: object) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.setMaximumHeight(self.heightForWidth(self.width()))

    def _ready(self, ref: PageRef) -> None:
        if ref == self._ref:
            self.update()

    def _scale(self) -> float:
        part = self.part
        return min(self.width() / max(part.width(), 1), self.height() / max(part.height(), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        part, scale = self.part, self._scale()
        ratio = self.devicePixelRatioF()
        fine = max(round(scale * ratio, 3), 0.001)
        whole = QRectF(part.x() * fine, part.y() * fine, part.width() * fine, part.height() * fine)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(-round(whole.x()), -round(whole.y()))
        paint(painter, self._pictures, id(self), self._ref, fine, whole, Filter.NONE)
        painter.restore()
        if self._box is not None:
            box = self._box
            shown = QRectF((box.x0 - part.x()) * scale, (box.y0 - part.y()) * scale,
                           (box.x1 - box.x0) * scale, (box.y1 - box.y0) * scale)  # fmt: skip
            painter.setPen(QPen(self._theme.color("red") if not self._theme.dark else Qt.GlobalColor.red, 1.6))
            painter.drawRoundedRect(shown, 2, 2)
        painter.setPen(self._theme.color("line_strong"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
