"""The line of buttons above a page view: page number, zoom, fit, rotation, the look below seals, contrast."""

from __future__ import annotations

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from ui.kit.layout import label, row, tool
from ui.kit.page_place import HUNDRED
from ui.kit.pageview import PageView
from ui.kit.theme import Theme


class PageBar(QFrame):
    """`more` is the place for a screen's own buttons, at the right."""

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
        self.more: QHBoxLayout = row(gap=1)
        self.setLayout(
            row(
                tool("chevron-left", self.tr("上一页  PgUp"), lambda: view.turn(-1), theme),
                self.number,
                self._total,
                tool("chevron-right", self.tr("下一页  PgDn"), lambda: view.turn(1), theme),
                2,
                tool("zoom-out", self.tr("缩小  -"), lambda: view.set_zoom(view.zoom / 1.2), theme),
                self._percent,
                tool("zoom-in", self.tr("放大  +"), lambda: view.set_zoom(view.zoom * 1.2), theme),
                tool("move-horizontal", self.tr("适合页宽"), lambda: view.fit_to("width"), theme),
                tool("maximize", self.tr("适合整页"), lambda: view.fit_to("page"), theme),
                2,
                tool("rotate-ccw", self.tr("向左转"), lambda: view.rotate(-90), theme),
                tool("rotate-cw", self.tr("向右转"), lambda: view.rotate(90), theme),
                self._seal,
                self._contrast,
                None,
                self.more,
                gap=1,
                margin=1,
            )
        )
        view.page_changed.connect(self._show)
        view.view_changed.connect(self._show)
        self._show()

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
