"""A pane that can be torn off into its own window, for a second screen, and comes back when that window is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QWidget

from ui.kit.layout import column


class _Window(QWidget):
    """Closing it puts the pane back; it dies with its owner."""

    def __init__(self, owner: TornOff, title: str) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self._owner = owner
        self.setObjectName("screen")
        self.setWindowTitle(title)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._owner.put_back()
        event.accept()


class TornOff(QFrame):
    """Holds the pane, or stands hidden while the pane is in its own window."""

    def __init__(self, pane: QWidget, title: str) -> None:
        super().__init__()
        self._pane, self._title = pane, title
        self._box = column(pane, gap=0)
        self.setLayout(self._box)
        self.window_: _Window | None = None

    def toggle(self) -> None:
        if self.window_ is None:
            self._tear_off()
        else:
            self.window_.close()

    def _tear_off(self) -> None:
        size = self._pane.size()
        self.window_ = _Window(self, self._title)
        self.window_.setLayout(column(self._pane, gap=0))
        self.window_.resize(size.expandedTo(self._pane.sizeHint()))
        self.hide()
        self.window_.show()

    def put_back(self) -> None:
        if self.window_ is not None:
            window, self.window_ = self.window_, None
            self._box.addWidget(self._pane)
            self._pane.show()
            self.show()
            window.deleteLater()
