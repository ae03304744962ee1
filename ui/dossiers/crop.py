"""The piece of a page a fact was read from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from casereview.dossier.model import Box
from ui.kit.layout import scaled
from ui.kit.pictures import PageRef
from ui.kit.session import Session
from ui.kit.translate import tr


class Crop(QWidget):
    """The piece of the page a fact was read from."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ref: PageRef | None = None
        self._box: Box | None = None
        self.setFixedHeight(scaled(88))
        session.pictures.ready.connect(self._ready)

    def show_place(self, ref: PageRef | None, box: Box | None) -> None:
        self._ref, self._box = ref, box
        self.update()

    def _ready(self, ref: PageRef) -> None:
        if ref == self._ref:
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, scaled(88))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._session.theme.color("desk"))
        image = self._session.pictures.get(self._ref, 2.0, owner=id(self)) if self._ref else None
        if self._ref is None or self._box is None:
            painter.setPen(self._session.theme.color("faint"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("没有原文位置"))
        elif image is None:
            pass  # it is being drawn
        else:
            scale = image.width() / self._ref.width
            box = self._box
            zoom = min(self.height() / (box.y1 - box.y0 + 16), self.width() / (box.x1 - box.x0 + 40), 2.0)
            wide, high = self.width() / zoom, self.height() / zoom
            left = (box.x0 + box.x1) / 2 - wide / 2
            top = (box.y0 + box.y1) / 2 - high / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), image, QRectF(left * scale, top * scale, wide * scale, high * scale))
            painter.setPen(self._session.theme.color("accent"))
            painter.drawRect(
                QRectF(
                    (box.x0 - left) * zoom, (box.y0 - top) * zoom, (box.x1 - box.x0) * zoom, (box.y1 - box.y0) * zoom
                )
            )
        painter.end()
