"""A page of a dossier with boxes on it. Pages come drawn from the render process; this widget only puts them on the screen."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from casereview.dossier.model import Box
from ui.kit import tiles
from ui.kit.loupe import Loupe
from ui.kit.overlays import Overlay, paint
from ui.kit.page_place import PagePlace
from ui.kit.pictures import PageRef, Pictures
from ui.kit.theme import Theme

__all__ = ["Overlay", "PageView"]

_DRAG = 6  # pixels; less is a click


class PageView(PagePlace):
    """Shows one page at a time.

    box_drawn  (dossier page, Box): a rectangle was dragged
    """

    box_drawn = Signal(int, object)
    overlay_clicked = Signal(str)

    def __init__(self, pictures: Pictures, theme: Theme) -> None:
        super().__init__(pictures)
        self._theme = theme
        self.overlays: list[Overlay] = []
        self.hits: list[Overlay] = []  # what was searched for, beside the overlays of the screen
        self.known: list[Overlay] = []  # settled facts wherever they stand
        self.picked: list[Overlay] = []  # text chosen to copy
        self.apart: list[Overlay] = []  # words that the paper laid beside does not have
        self._drag: tuple[QPoint, QPoint] | None = None
        self._pan: QPoint | None = None
        self._wheel = 0
        pictures.ready.connect(self._picture_ready)
        pictures.failed.connect(self._picture_ready)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAccessibleName(self.tr("案卷页面"))
        self.loupe = Loupe(self)

    def sizeHint(self) -> QSize:
        return QSize(640, 720)

    def show_pages(self, pages: Sequence[PageRef], page: int = 0, name: str = "") -> None:
        self.overlays, self.hits, self.known, self.picked, self.apart = [], [], [], [], []
        super().show_pages(pages, page, name)

    def show_overlays(self, overlays: Sequence[Overlay]) -> None:
        self.overlays = list(overlays)
        self.viewport().update()

    def show_hits(self, hits: Sequence[Overlay]) -> None:
        self.hits = list(hits)
        self.viewport().update()

    def show_known(self, known: Sequence[Overlay]) -> None:
        self.known = list(known)
        self.viewport().update()

    def show_apart(self, apart: Sequence[Overlay]) -> None:
        self.apart = list(apart)
        self.viewport().update()

    def show_picked(self, picked: Sequence[Overlay]) -> None:
        self.picked = list(picked)
        self.viewport().update()

    # drawing -------------------------------------------------------------------------------------------------------

    def _picture_ready(self, ref: PageRef) -> None:
        if ref == self.ref:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("desk"))
        if self.ref is not None:
            self.paint_page(painter, QRectF(self.viewport().rect()))
            self._paint_overlays(painter)
            self._prefetch()
        if self._drag is not None:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(QColor(31, 95, 168, 40))
            painter.drawRect(QRectF(QPointF(self._drag[0]), QPointF(self._drag[1])).normalized())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def desk_color(self) -> QColor:
        return self._theme.color("desk")

    def paint_page(self, painter: QPainter, within: QRectF, times: float = 1.0, owner: Hashable = None) -> None:
        """The page where it stands, as far as it is within a part of the viewport.

        times: how much larger the painter is set, for a picture that is as sharp · owner: who asks for what is missing.
        """
        ref = self.ref
        if ref is None:
            return
        shown = self.transform().mapRect(QRectF(0, 0, ref.width, ref.height))
        painter.save()
        painter.fillRect(shown.adjusted(-1, -1, 1, 1), self._theme.color("line_strong"))
        painter.fillRect(shown, Qt.GlobalColor.white)
        scale = self._scale_at(self.zoom, times)
        place = self._sheet(ref, scale, self.devicePixelRatioF() * times)
        back, _ = place.inverted()
        painter.setTransform(place, True)
        there = tiles.paint(painter, self._pictures, owner or id(self), ref, scale, back.mapRect(within), self.how)
        painter.restore()
        if not there:
            painter.setPen(QColor("#6c7783"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(shown.adjusted(24, 0, -24, 0) & within, flags, self._says(ref))

    def _sheet(self, ref: PageRef, scale: float, ratio: float) -> QTransform:
        """From the pixels of the page's picture to the viewport, without a fraction of a pixel."""
        origin = self._origin()
        place = QTransform.fromTranslate(origin.x(), origin.y())
        place.scale(1 / ratio, 1 / ratio)
        return tiles.turned(*tiles.sheet(ref, scale), self.rotation) * place

    def _says(self, ref: PageRef) -> str:
        """Why there is no picture."""
        problem = self._pictures.problem(ref)
        reason = getattr(problem, "parameters", {}).get("reason", "")
        if problem is None:
            says = self.tr("正在绘制第 {} 页…")
        elif reason in ("reader-too-slow", "reader-too-much-memory"):
            says = self.tr(
                "第 {} 页太复杂，在限定的时间和内存内画不出来，已停止；其他页不受影响。请用原软件打开文件查看这一页。"
            )
        elif reason:
            says = self.tr("第 {} 页画不出来。原件没有改动，请用原软件打开文件查看这一页。")
        else:
            says = self.tr("第 {} 页这次没有画出来。翻到别的页再翻回来，会再画一次。")
        return says.format(self.page)

    def _paint_overlays(self, painter: QPainter) -> None:
        there = [
            overlay
            for overlay in [*self.known, *self.apart, *self.picked, *self.hits, *self.overlays]
            if overlay.page == self.page
        ]
        paint(painter, [(overlay, self.rect_of(overlay.box)) for overlay in there], self.viewport().width())

    # mouse and keys ------------------------------------------------------------------------------------------------

    def _box_of(self, start: QPoint, end: QPoint) -> Box | None:
        """Two corners on the viewport as a box within the page."""
        back, ok = self.transform().inverted()
        ref = self.ref
        if not ok or ref is None:
            return None
        a, b = back.map(QPointF(start)), back.map(QPointF(end))
        xs = sorted(min(max(v, 0.0), ref.width) for v in (a.x(), b.x()))
        ys = sorted(min(max(v, 0.0), ref.height) for v in (a.y(), b.y()))
        return Box(xs[0], ys[0], xs[1], ys[1]) if xs[1] - xs[0] >= 1 and ys[1] - ys[0] >= 1 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().toPoint(), event.position().toPoint())
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._drag is not None:
            self._drag = (self._drag[0], here)
            self.viewport().update()
        elif self._pan is not None:
            moved = here - self._pan
            self._pan = here
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pan = None
        if event.button() != Qt.MouseButton.LeftButton or self._drag is None:
            return
        start, end = self._drag[0], event.position().toPoint()
        self._drag = None
        self.viewport().update()
        if (end - start).manhattanLength() < _DRAG:
            self._click(QPointF(end))
        elif (box := self._box_of(start, end)) is not None:
            self.box_drawn.emit(self.page, box)

    def _click(self, at: QPointF) -> None:
        here = [o for o in self.overlays if o.page == self.page and o.key and self.rect_of(o.box).contains(at)]
        if here:
            smallest = min(here, key=lambda o: (o.box.x1 - o.box.x0) * (o.box.y1 - o.box.y0))
            self.overlay_clicked.emit(smallest.key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        step = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.15 if step > 0 else 1 / 1.15), event.position())
            return
        bar = self.verticalScrollBar()
        stuck = bar.value() == (bar.minimum() if step > 0 else bar.maximum())
        if not stuck:
            self._wheel = 0
            super().wheelEvent(event)
            return
        # At the edge one more turn of the wheel flips the page, a nudge does not.
        self._wheel += step
        if abs(self._wheel) >= 240:
            before, self._wheel = self.page, 0
            self.turn(-1 if step > 0 else 1)
            if step > 0 and self.page != before:
                bar.setValue(bar.maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_PageDown: 1, keys.Key_PageUp: -1}
        if event.key() in steps:
            self.turn(steps[keys(event.key())])
        elif event.key() == keys.Key_Home:
            self.go(1)
        elif event.key() == keys.Key_End:
            self.go(len(self.pages))
        elif event.key() in (keys.Key_Plus, keys.Key_Equal):
            self.set_zoom(self.zoom * 1.2)
        elif event.key() == keys.Key_Minus:
            self.set_zoom(self.zoom / 1.2)
        elif event.key() == keys.Key_0:
            self.fit_to("width")
        else:
            super().keyPressEvent(event)
