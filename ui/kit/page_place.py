"""Where a page of a dossier stands: which one, how large, how turned, how far it is scrolled. Each page keeps its own, for each reader.

Boxes are in page points from the top left of the page as its file shows it; a rotation is a view and moves no box.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QResizeEvent, QTransform
from PySide6.QtWidgets import QAbstractScrollArea

from casereview.dossier.model import Box
from ui.kit import tiles
from ui.kit.filters import Filter
from ui.kit.pictures import PageRef, Pictures
from ui.kit.wishes import Rank

MARGIN = 16
HUNDRED = 96 / 72  # pixels a point at 100 %
LEAST, MOST = 0.2 * HUNDRED, 8 * HUNDRED


class PagePlace(QAbstractScrollArea):
    """One page at a time of several.

    turned  (page, degrees clockwise that it stands at now): somebody turned it
    """

    page_changed = Signal(int)
    turned = Signal(int, int)
    view_changed = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self.pages: Sequence[PageRef] = ()
        self.page = 0  # of the dossier, from 1; 0: none
        self.zoom = 1.0  # pixels a point
        self.fit = self._usual = "width"  # "width" "page" ""
        self.how = Filter.NONE  # red taken out, faint writing made stronger
        self._name = ""  # of what the pages belong to, where the reader's place is remembered
        self._settling = False  # the place is being set by us, not by the reader

    # where one is --------------------------------------------------------------------------------------------------

    def show_pages(self, pages: Sequence[PageRef], page: int = 0, name: str = "") -> None:
        """page 0: where the reader was last in what bears this name, else the first one."""
        if name != self._name:
            self._pictures.looks.save()  # a crash forgets no more than the views of one dossier
        self.pages, self._name = pages, name
        self.page = 0
        self._show_page(page or self._pictures.looks.last(name) or 1, back=not page)

    def go(self, page: int, box: Box | None = None) -> None:
        """Turn to a page of the dossier (from 1); bring the box into view."""
        self._show_page(page)
        if box is not None and self.page:
            self._reveal(box)

    def _show_page(self, page: int, back: bool = False) -> None:
        """back: to the very place where the reader was on it; so it is for a page that has a size of its own."""
        self.viewport().update()
        if not self.pages:
            self.page = 0
            return
        page = min(max(page, 1), len(self.pages))
        if page == self.page:
            return
        self.page = page
        ref = self.pages[page - 1]
        look = self._pictures.looks.of(ref.file, ref.page)
        self._pictures.again(ref)
        self.fit = "" if look.zoom else self._usual
        self.zoom = look.zoom or self.zoom
        self._settling = True
        self._arrange()
        self.horizontalScrollBar().setValue(round(look.x * self.zoom) if back or look.zoom else 0)
        self.verticalScrollBar().setValue(round(look.y * self.zoom) if back or look.zoom else 0)
        self._settling = False
        if self._name:
            self._pictures.looks.stay(self._name, page)
        self.page_changed.emit(page)

    def turn(self, step: int) -> None:
        self.go(self.page + step)

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
            self.turned.emit(self.page, self.rotation)

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Pixels a point for this page; remembered for it, while other pages keep what they had.

        What stands at `about` on the viewport (its middle) stays there.
        """
        about = about or QRectF(self.viewport().rect()).center()
        back, _ = self.transform().inverted()
        point = back.map(about)
        self.fit = ""
        self.zoom = min(max(zoom, LEAST), MOST)
        if (ref := self.ref) is not None:
            self._pictures.looks.zoom(ref.file, ref.page, self.zoom)
        self._arrange()
        self._scroll(self.transform().map(point) - about)

    def fit_to(self, fit: str) -> None:
        """To "width" or "page", for this page and all that have no size of their own."""
        self.fit = self._usual = fit
        if (ref := self.ref) is not None:
            self._pictures.looks.zoom(ref.file, ref.page, 0)
        self._arrange()

    def lighten_red(self, on: bool) -> None:
        """A view below red seals."""
        self._look_through(Filter.NO_RED, on)

    def strengthen(self, on: bool) -> None:
        """A view of faint writing made dark."""
        self._look_through(Filter.CONTRAST, on)

    def _look_through(self, one: Filter, on: bool) -> None:
        self.how = self.how | one if on else self.how & ~one
        self.viewport().update()

    def _size(self) -> tuple[float, float]:
        """Of the page in points, as turned."""
        return self._size_of(self.ref) if self.ref else (0, 0)

    def _size_of(self, ref: PageRef) -> tuple[float, float]:
        turn = self._pictures.looks.of(ref.file, ref.page).turn
        return (ref.height, ref.width) if turn % 180 else (ref.width, ref.height)

    def _fitted(self, wide: float, high: float, fit: str) -> float:
        """The zoom that makes a page of that size fit."""
        room = self.maximumViewportSize()
        taken = self.verticalScrollBar().sizeHint().width() if fit == "width" else 0
        zoom = max(room.width() - 2 * MARGIN - taken, 80) / wide
        if fit == "page":
            zoom = min(zoom, max(room.height() - 2 * MARGIN, 80) / high)
        return min(max(zoom, LEAST), MOST)

    def _arrange(self) -> None:
        wide, high = self._size()
        if not wide:
            return
        if self.fit:
            self.zoom = self._fitted(wide, high, self.fit)
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
        """Where the page's top left corner stands on the viewport: on a pixel of the screen."""
        wide, high = self._size()
        free = self.viewport().width() - wide * self.zoom
        left = max(MARGIN, free / 2) - self.horizontalScrollBar().value()
        free = self.viewport().height() - high * self.zoom
        top = max(MARGIN, free / 2) - self.verticalScrollBar().value()
        ratio = self.devicePixelRatioF()
        return QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)

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
        rect, view = self.rect_of(box), QRectF(self.viewport().rect())
        if not view.adjusted(0, 24, 0, -24).contains(rect):
            self._scroll(rect.center() - view.center())

    def _scroll(self, by: QPointF) -> None:
        for bar, step in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() + round(step))

    def _scale_at(self, zoom: float, times: float = 1.0) -> float:
        """Of the pictures for a zoom on this screen, in thousandths."""
        return round(zoom * self.devicePixelRatioF() * times, 3)

    def _prefetch(self) -> None:
        """The pages before and after, in the size they would be shown in, once the page itself is there."""
        ref = self.ref
        if ref is None or self._pictures.held(tiles.whole_key(ref, self._scale_at(self.zoom), self.how)) is None:
            return
        wishes = []
        for neighbour in (self.page + 1, self.page - 1):
            if 1 <= neighbour <= len(self.pages):
                ref = self.pages[neighbour - 1]
                own = self._pictures.looks.of(ref.file, ref.page).zoom
                zoom = own or self._fitted(*self._size_of(ref), self._usual)
                wishes.append((Rank.LATER, tiles.whole_key(ref, self._scale_at(zoom), self.how)))
        self._pictures.want((id(self), "neighbours"), wishes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        ref = self.ref
        if ref is not None and not self._settling:
            across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self._pictures.looks.move(ref.file, ref.page, across / self.zoom, down / self.zoom)
        self.viewport().update()
