"""A page of a dossier with boxes on it. Pages come drawn from the render process; this widget only puts them on the screen.

All boxes are in page points from the top left of the page as its file shows it; a rotation is a view and moves no box.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from casereview.dossier.model import Box
from ui.kit.loupe import Loupe
from ui.kit.overlays import Overlay, paint, red_channel
from ui.kit.pictures import PageRef, Pictures
from ui.kit.theme import Theme

__all__ = ["Overlay", "PageView", "red_channel"]

MARGIN = 16
LEAST, MOST = 0.25, 6.0
_DRAG = 6  # pixels; less is a click


class PageView(QAbstractScrollArea):
    """Shows one page at a time.

    box_drawn  (dossier page, Box): a rectangle was dragged
    """

    box_drawn = Signal(int, object)
    overlay_clicked = Signal(str)
    page_changed = Signal(int)
    view_changed = Signal()

    def __init__(self, pictures: Pictures, theme: Theme) -> None:
        super().__init__()
        self._pictures, self._theme = pictures, theme
        self.pages: Sequence[PageRef] = ()
        self.page = 0  # of the dossier, from 1; 0: none
        self.zoom = 1.0  # pixels a point
        self.fit = self._usual = "width"  # "width" "page" ""
        self.no_red = False  # lighten a seal, to read what is below
        self.overlays: list[Overlay] = []
        self.hits: list[Overlay] = []  # what was searched for, beside the overlays of the screen
        self.known: list[Overlay] = []  # settled facts wherever they stand
        self.picked: list[Overlay] = []  # text chosen to copy
        self._drag: tuple[QPoint, QPoint] | None = None
        self._pan: QPoint | None = None
        self._wheel = 0
        self._red: tuple[int, QImage] | None = None  # the last picture without its red
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

    # where one is --------------------------------------------------------------------------------------------------

    def show_pages(self, pages: Sequence[PageRef], page: int = 1) -> None:
        self.pages = pages
        self.page = 0
        self.overlays, self.hits, self.known, self.picked = [], [], [], []
        self.go(page)

    def go(self, page: int, box: Box | None = None) -> None:
        """Turn to a page of the dossier (from 1); bring the box into view."""
        if not self.pages:
            self.page = 0
            self.viewport().update()
            return
        page = min(max(page, 1), len(self.pages))
        if page != self.page:
            self.page = page
            self._resize()
            self._arrange()
            self.verticalScrollBar().setValue(0)
            self._prefetch()
            self.page_changed.emit(page)
        if box is not None:
            self._reveal(box)
        self.viewport().update()

    def turn(self, step: int) -> None:
        self.go(self.page + step)

    def show_overlays(self, overlays: Sequence[Overlay]) -> None:
        self.overlays = list(overlays)
        self.viewport().update()

    def show_hits(self, hits: Sequence[Overlay]) -> None:
        self.hits = list(hits)
        self.viewport().update()

    def show_known(self, known: Sequence[Overlay]) -> None:
        self.known = list(known)
        self.viewport().update()

    def show_picked(self, picked: Sequence[Overlay]) -> None:
        self.picked = list(picked)
        self.viewport().update()

    @property
    def ref(self) -> PageRef | None:
        return self.pages[self.page - 1] if self.page else None

    # the view ------------------------------------------------------------------------------------------------------

    @property
    def rotation(self) -> int:
        ref = self.ref
        return self._pictures.looks.of(ref.file, ref.page).turn if ref else 0

    def rotate(self, by: int) -> None:
        """Turn this page by 90 or -90; it is remembered for this page of this file, in every view and the next time."""
        if (ref := self.ref) is not None:
            self._pictures.looks.turn(ref.file, ref.page, self.rotation + by)
            self._arrange()

    def set_zoom(self, zoom: float) -> None:
        """Pixels a point for this page; remembered for it, while other pages keep what they had."""
        self.fit = ""
        self.zoom = min(max(zoom, LEAST), MOST)
        if (ref := self.ref) is not None:
            self._pictures.looks.zoom(ref.file, ref.page, self.zoom)
        self._arrange()

    def fit_to(self, fit: str) -> None:
        """To "width" or "page", for this page and all that have no size of their own."""
        self.fit = self._usual = fit
        if (ref := self.ref) is not None:
            self._pictures.looks.zoom(ref.file, ref.page, 0)
        self._arrange()

    def _resize(self) -> None:
        """To the size this page was last looked at in, else to what is usual here."""
        ref = self.ref
        own = self._pictures.looks.of(ref.file, ref.page).zoom if ref else 0
        self.fit = "" if own else self._usual
        self.zoom = own or self.zoom

    def lighten_red(self, on: bool) -> None:
        self.no_red = on
        self.viewport().update()

    def _size(self) -> tuple[float, float]:
        """Of the page in points, as turned."""
        ref = self.ref
        if ref is None:
            return 0, 0
        return (ref.height, ref.width) if self.rotation % 180 else (ref.width, ref.height)

    def _arrange(self) -> None:
        wide, high = self._size()
        if not wide:
            return
        room = self.maximumViewportSize()
        if self.fit:
            taken = self.verticalScrollBar().sizeHint().width() if self.fit == "width" else 0
            zoom = max(room.width() - 2 * MARGIN - taken, 80) / wide
            if self.fit == "page":
                zoom = min(zoom, max(room.height() - 2 * MARGIN, 80) / high)
            self.zoom = min(max(zoom, LEAST), MOST)
        shown = self.viewport().size()
        for bar, need, have in (
            (self.horizontalScrollBar(), wide, shown.width()),
            (self.verticalScrollBar(), high, shown.height()),
        ):
            bar.setRange(0, max(0, round(need * self.zoom + 2 * MARGIN - have)))
            bar.setPageStep(have)
            bar.setSingleStep(40)
        self.view_changed.emit()
        self.viewport().update()

    def _origin(self) -> QPointF:
        """Where the page's top left corner stands on the viewport."""
        wide, high = self._size()
        free = self.viewport().width() - wide * self.zoom
        left = max(MARGIN, free / 2) - self.horizontalScrollBar().value()
        free = self.viewport().height() - high * self.zoom
        top = max(MARGIN, free / 2) - self.verticalScrollBar().value()
        return QPointF(round(left), round(top))

    def transform(self) -> QTransform:
        """From page points to pixels of the viewport."""
        origin, ref = self._origin(), self.ref
        made = QTransform.fromTranslate(origin.x(), origin.y())
        made.scale(self.zoom, self.zoom)
        if ref is not None and self.rotation:
            wide, high = self._size()
            made.translate(wide / 2, high / 2)
            made.rotate(self.rotation)
            made.translate(-ref.width / 2, -ref.height / 2)
        return made

    def rect_of(self, box: Box) -> QRectF:
        """A box on the viewport."""
        return self.transform().mapRect(QRectF(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0))

    def _reveal(self, box: Box) -> None:
        rect, view = self.rect_of(box), self.viewport().rect()
        if not view.adjusted(0, 24, 0, -24).contains(rect.toRect()):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(rect.center().y() - view.height() / 2))
            across = self.horizontalScrollBar()
            across.setValue(across.value() + round(rect.center().x() - view.width() / 2))

    # drawing -------------------------------------------------------------------------------------------------------

    def _scale(self) -> float:
        return self.zoom * self.devicePixelRatioF()

    def _prefetch(self) -> None:
        for neighbour in (self.page + 1, self.page - 1):
            if 1 <= neighbour <= len(self.pages):
                self._pictures.prefetch(self.pages[neighbour - 1], self._scale())

    def _picture_ready(self, ref: PageRef) -> None:
        if ref == self.ref:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("desk"))
        if self.ref is not None:
            self.paint_page(painter)
            self._paint_overlays(painter)
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

    def paint_page(self, painter: QPainter, times: float = 1.0) -> None:
        """The page where it stands; times: how much larger the painter is set, for a picture that is as sharp."""
        ref = self.ref
        if ref is None:
            return
        painter.save()
        whole = QRectF(0, 0, ref.width, ref.height)
        shown = self.transform().mapRect(whole)
        painter.fillRect(shown.adjusted(-1, -1, 1, 1), self._theme.color("line_strong"))
        painter.fillRect(shown, Qt.GlobalColor.white)
        image = self._pictures.get(ref, self._scale() * times)
        if image is None:
            painter.setPen(QColor("#6c7783"))
            says = self.tr("正在绘制第 {} 页…")
            if self._pictures.problem(ref) is not None:
                says = self.tr("第 {} 页画不出来。原件没有改动，请用原软件打开文件查看这一页。")
            painter.drawText(shown, Qt.AlignmentFlag.AlignCenter, says.format(self.page))
        else:
            if self.no_red:
                image = self._without_red(image)
            ratio = self.devicePixelRatioF()
            exact = times == 1 and abs(image.width() - ref.width * self._scale()) < 2 and not self.rotation
            if exact:
                painter.drawImage(QRectF(shown.topLeft(), image.size().toSizeF() / ratio), image)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.setTransform(self.transform(), True)
                painter.drawImage(whole, image)
        painter.restore()

    def _without_red(self, image: QImage) -> QImage:
        """Worked out once for a picture, not at every paint."""
        if self._red is None or self._red[0] != image.cacheKey():
            self._red = (image.cacheKey(), red_channel(image))
        return self._red[1]

    def _paint_overlays(self, painter: QPainter) -> None:
        there = [
            overlay for overlay in [*self.known, *self.picked, *self.hits, *self.overlays] if overlay.page == self.page
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
            self.set_zoom(self.zoom * (1.15 if step > 0 else 1 / 1.15))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
