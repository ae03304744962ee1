"""总览: gathers its figures beside the window, which opens at once and is never held up by them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from casereview.changes import Changes
from ui.kit.layout import column, label
from ui.kit.page import Page
from ui.kit.session import Session

if TYPE_CHECKING:
    from sqlite_utils import Database

    from ui.overview.board import Board
    from ui.overview.figures import Figures


class OverviewPage(Page):
    """`board` is what is shown, None until the first figures are there; old figures stay until new ones come."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setObjectName("screen")
        self.board: Board | None = None
        waiting = label(self.tr("正在汇总…"), "quiet")
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(waiting)
        self.setLayout(column(self._scroll, gap=0))

    def refresh(self, changes: Changes) -> None:
        chosen, today = self.session.chosen, self.session.today
        self.session.reads.ask(self, "overview", partial(_gather, chosen, today), self._show)

    def _show(self, figures: Figures) -> None:
        from ui.overview.board import Board

        if self.board is None:
            self.board = Board(self.session)
            self.board.asked.connect(self.asked)
            self._scroll.setWidget(self.board)
        self.board.show_figures(figures)


def _gather(chosen: str, today: date, db: Database) -> Figures:
    """On the reading thread, where the rooms are imported as well."""
    import ui.overview.board  # noqa: F401
    from ui.overview.figures import gather

    return gather(db, chosen, today)
