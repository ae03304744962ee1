"""Two pages side by side: the same photograph in two dossiers, or a page that is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QSplitter, QWidget

from ui.kit.layout import button, column, label, row
from ui.kit.pageview import PageView
from ui.kit.pictures import PageRef
from ui.kit.session import Session


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side: the dossier's name, its pages, and the page to begin with."""

    name: str
    pages: Sequence[PageRef]
    page: int


class Beside(QDialog):
    """Each side turns by itself with PgUp and PgDn; both show the whole page.

    other       the right side is of another dossier
    open_other  that one is wanted
    """

    open_other = Signal()

    def __init__(self, session: Session, parent: QWidget, here: Side, there: Side, *, other: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("并排查看"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.left, self.right = PageView(session.pictures, session.theme), PageView(session.pictures, session.theme)
        split = QSplitter(Qt.Orientation.Horizontal)
        for view, side in ((self.left, here), (self.right, there)):
            view.show_pages(side.pages, side.page)
            view.fit_to("page")
            split.addWidget(self._side(view, side))
        close = button(self.tr("关闭"), self.accept, "main")
        last = row(None, close)
        if other:
            last.insertWidget(0, button(self.tr("打开另一卷"), self._open))
        self.setLayout(column(split, last, gap=2, margin=3))
        window = parent.window()
        self.resize(window.width() * 9 // 10, window.height() * 9 // 10)
        self.left.setFocus()

    def _side(self, view: PageView, side: Side) -> QFrame:
        frame = QFrame()
        head = label("", "heading", wrap=True)

        def named(page: int) -> None:
            head.setText(self.tr("{} 第 {} 页").format(side.name, page))

        view.page_changed.connect(named)
        named(side.page)
        frame.setLayout(column(head, view, gap=1))
        return frame

    def _open(self) -> None:
        self.accept()
        self.open_other.emit()
