"""三项制度: step of procedure by publicity, written record, recording and legal review; what proves each cell, or why nothing has to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from casereview.checks.matrix import Cell, Matrix
from ui.kit.layout import button, clear, label
from ui.kit.session import Session


class Systems(QScrollArea):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setWidgetResizable(True)
        inside = QWidget()
        inside.setObjectName("clear")
        self.grid = QGridLayout(inside)
        self.grid.setSpacing(8)
        self.grid.setContentsMargins(12, 12, 12, 12)
        self.setWidget(inside)

    def show_matrix(self, matrix: Matrix) -> None:
        clear(self.grid)
        for number, title in enumerate(
            (self.tr("公示"), self.tr("文字记录"), self.tr("音像记录"), self.tr("法制审核")), 1
        ):
            self.grid.addWidget(label(title, "heading", wrap=True), 0, number)
            self.grid.setColumnStretch(number, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, (step, cells) in enumerate(matrix.rows, 1):
            self.grid.addWidget(label(self._session.say(f"check.step.{step}"), "soft"), place, 0, top)
            for number, cell in enumerate(cells, 1):
                self.grid.addWidget(self._cell(cell), place, number, Qt.AlignmentFlag.AlignTop)
        self.grid.setRowStretch(len(matrix.rows) + 1, 1)

    def _cell(self, cell: Cell) -> QWidget:
        if cell.evidence:
            first = cell.evidence[0]
            text = "✓ " + (self.tr("第 {} 页").format(first.page) if first.page else first.title)
            if len(cell.evidence) > 1:
                text += f" +{len(cell.evidence) - 1}"
            box = first.place.box if first.place else None
            made: QWidget = button(text, lambda: self.go.emit(first.page, box, first.title), "link")
            made.setToolTip("\n".join(f"{e.title} {e.page}" for e in cell.evidence))
        elif cell.why:
            made = label(self._session.say(f"check.cell.{cell.why}"), "small", wrap=True)
        else:
            made = label("○", "quiet")
            made.setToolTip(self.tr("没有材料证明，也没有理由说明不需要"))
        if cell.outcomes:
            made.setToolTip("\n".join([made.toolTip(), *cell.outcomes]).strip())
        return made
