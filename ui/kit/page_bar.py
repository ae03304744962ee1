"""The line of buttons above a page view: page number, zoom, fit, rotation, the look below seals, contrast.

What has no room stands in a menu at its right end, so that the pages may be as narrow as one likes.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from ui.kit.layout import label, row, tool
from ui.kit.page_place import HUNDRED
from ui.kit.pageview import PageView
from ui.kit.theme import Theme


class PageBar(QFrame):
    """`more` is the place for a screen's own buttons, at the right; the last one goes into the menu first."""

    def __init__(self, view: PageView, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._view = view
        self.number = QLineEdit()
        self.number.setFixedWidth(self.fontMetrics().horizontalAdvance("0000") + 24)
        self.number.setValidator(QIntValidator(1, 99999, self))
        self.number.setAccessibleName(self.tr("页码"))
        self.number.returnPressed.connect(self._go)
        self._total = label("", "quiet")
        self._percent = label("", "quiet")
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("000 %"))
        self._seal = tool("stamp", self.tr("看章下字（滤去红色）"), self._lighten, theme)
        self._seal.setCheckable(True)
        self._contrast = tool("contrast", self.tr("加深淡字（提高对比度）"), self._strengthen, theme)
        self._contrast.setCheckable(True)
        wide = tool("move-horizontal", self.tr("适合页宽"), lambda: view.fit_to("width"), theme)
        whole = tool("maximize", self.tr("适合整页"), lambda: view.fit_to("page"), theme)
        left = tool("rotate-ccw", self.tr("向左转"), lambda: view.rotate(-90), theme)
        right = tool("rotate-cw", self.tr("向右转"), lambda: view.rotate(90), theme)
        self._first_out = (left, whole, self._contrast)
        smaller = tool("zoom-out", self.tr("缩小  -"), lambda: view.set_zoom(view.zoom / 1.2), theme)
        larger = tool("zoom-in", self.tr("放大  +"), lambda: view.set_zoom(view.zoom * 1.2), theme)
        self._last_out = (right, self._seal, wide, self._percent, smaller, larger)
        self.rest = tool("ellipsis", self.tr("更多"), lambda: None, theme)
        self.rest.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.rest)
        self._menu.aboutToShow.connect(self._list_rest)
        self.rest.setMenu(self._menu)
        self.more: QHBoxLayout = row(gap=1)
        self._whole = row(
            tool("chevron-left", self.tr("上一页  PgUp"), lambda: view.turn(-1), theme),
            self.number,
            self._total,
            tool("chevron-right", self.tr("下一页  PgDn"), lambda: view.turn(1), theme),
            2,
            smaller,
            self._percent,
            larger,
            wide,
            whole,
            2,
            left,
            right,
            self._seal,
            self._contrast,
            None,
            self.more,
            self.rest,
            gap=1,
            margin=1,
        )
        self.setLayout(self._whole)
        view.page_changed.connect(self._show)
        view.view_changed.connect(self._show)
        self._show()

    # room ----------------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """As if all that may go into the menu were there already."""
        wide = self._whole.minimumSize()
        taken = sum(self._step(each) for each in self._foldable() if not each.isHidden())
        return QSize(wide.width() - taken + (self._step(self.rest) if self.rest.isHidden() else 0), wide.height())

    def _foldable(self) -> list[QWidget]:
        """What may go into the menu, the first to go first."""
        items = [self.more.itemAt(n) for n in range(self.more.count())]
        own = [each for item in items if item is not None and (each := item.widget()) is not None]
        kept = [each for each in own if each.property("kept")]
        last = [each for each in own if each not in kept]
        return [*reversed(last), *self._first_out, *reversed(kept), *self._last_out]

    def _fold(self) -> None:
        foldable = self._foldable()
        room = self.width() - self.minimumSizeHint().width() + self._step(self.rest)
        room -= sum(self._step(each) for each in foldable)
        gone = 0
        while gone < len(foldable) and room < (self._step(self.rest) if gone else 0):
            room += self._step(foldable[gone])
            gone += 1
        for n, each in enumerate(foldable):
            each.setHidden(n < gone)
        self.rest.setHidden(not gone)

    def _step(self, each: QWidget) -> int:
        return each.sizeHint().expandedTo(each.minimumSize()).width() + self._whole.spacing()

    def _list_rest(self) -> None:
        self._menu.clear()
        for each in reversed(self._foldable()):
            if each.isHidden() and isinstance(each, QToolButton):
                act = self._menu.addAction(each.icon(), each.toolTip())
                act.setCheckable(each.isCheckable())
                act.setChecked(each.isChecked())
                act.setEnabled(each.isEnabled())
                act.triggered.connect(partial(self._click, each))

    def _click(self, each: QToolButton, _: bool = False) -> None:
        each.click()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._fold()
        return done

    # what it does --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self.number.setText(str(self._view.page or ""))
        self._total.setText(f"/ {len(self._view.pages)}")
        self._percent.setText(f"{self._view.zoom / HUNDRED * 100:.0f} %")

    def _go(self) -> None:
        if self.number.text():
            self._view.go(int(self.number.text()))
        self._view.setFocus()

    def _lighten(self) -> None:
        self._view.lighten_red(self._seal.isChecked())

    def _strengthen(self) -> None:
        self._view.strengthen(self._contrast.isChecked())
