"""The dossier's pages as a strip of small pictures: a click turns to the page. Only what is in view is drawn."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit.layout import scaled
from ui.kit.page_ref import Key, PageRef
from ui.kit.pageview import PageView
from ui.kit.pictures import Pictures
from ui.kit.theme import Theme
from ui.kit.wishes import Rank, Wish

SIDE, MOST = 120, 150  # pixels of the longer side: at the usual size of text, and however large the text
_GAP = 6
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


def _side() -> int:
    return min(scaled(SIDE), MOST)


class _Pages(QAbstractListModel):
    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._view.pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(index.row() + 1) if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Small(QStyledItemDelegate):
    def __init__(self, view: PageView, pictures: Pictures, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._pictures, self._theme = view, pictures, theme
        self.lacking: list[Wish] = []  # since the strip began to paint

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_side(), _side() + 2 * _GAP + option.fontMetrics.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        ref, here = self._view.pages[index.row()], index.row() + 1 == self._view.page
        scale = _side() / max(ref.width, ref.height)
        wide, high = round(ref.width * scale), round(ref.height * scale)
        page = QRect(rect.center().x() - wide // 2, rect.top() + _GAP, wide, high)
        painter.save()
        painter.fillRect(page, Qt.GlobalColor.white)
        key = Key(ref, round(scale * self._view.devicePixelRatioF(), 3))
        if (image := self._pictures.held(key) or self._pictures.nearest(ref, key.scale)) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, image)
        self.lacking.append((Rank.SMALL, key))
        if self._pictures.problem(ref) is not None:
            painter.setPen(self._theme.color("red"))
            painter.drawText(page, Qt.AlignmentFlag.AlignCenter, "✕")
        painter.setPen(QPen(self._theme.color("accent" if here else "line_strong"), 2 if here else 1))
        painter.drawRect(page)
        painter.setPen(self._theme.color("accent" if here else "soft"))
        below = QRect(rect.left(), page.bottom() + 2, rect.width(), rect.bottom() - page.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, str(index.row() + 1))
        painter.restore()


class Thumbs(QListView):
    """Follows a page view; hidden until it is wanted."""

    def __init__(self, view: PageView, pictures: Pictures, theme: Theme) -> None:
        super().__init__()
        self._view = view
        self._known = -1  # pages when last looked at
        self._model = _Pages(view)
        self.setModel(self._model)
        self._pictures, self._small = pictures, _Small(view, pictures, theme)
        self.setItemDelegate(self._small)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFixedWidth(_side() + 28)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("页面缩略图"))
        self.clicked.connect(lambda index: view.go(index.row() + 1))
        view.page_changed.connect(self._follow)
        pictures.ready.connect(self._drawn)
        self.hide()

    def toggle(self) -> None:
        self.setVisible(self.isHidden())
        self._follow()

    def _follow(self) -> None:
        if self.isHidden():
            return
        if self._model.rowCount() != self._known:
            self._known = self._model.rowCount()
            self._model.beginResetModel()
            self._model.endResetModel()
        self.scrollTo(self._model.index(max(self._view.page - 1, 0)))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._small.lacking.clear()
        super().paintEvent(event)
        self._pictures.want(id(self), self._small.lacking)

    def _drawn(self, _: PageRef) -> None:
        if self.isVisible():
            self.viewport().update()
