"""三项制度: step of procedure by publicity, written record, recording and legal review; what proves each cell, or why nothing has to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from casereview.checks import say as checks
from casereview.checks.matrix import Cell, Matrix
from casereview.checks.model import Outcome, Verdict
from ui.kit.layout import button, clear, column, label, rule
from ui.kit.session import Session


class Systems(QScrollArea):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._known: dict[str, Outcome] = {}
        inside = QWidget()
        inside.setObjectName("clear")
        self.grid = QGridLayout(inside)
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(8)
        self.grid.setContentsMargins(12, 12, 12, 12)
        self.setWidget(inside)

    def show_matrix(self, matrix: Matrix, outcomes: Sequence[Outcome] = ()) -> None:
        """`outcomes` of the pre-check: a cell about which one fails says so."""
        clear(self.grid)
        self._known = {outcome.outcome: outcome for outcome in outcomes}
        for number, title in enumerate(
            (self.tr("公示"), self.tr("文字记录"), self.tr("音像记录"), self.tr("法制审核")), 1
        ):
            self.grid.addWidget(_even(label(title, "soft", wrap=True)), 0, number)
            self.grid.setColumnStretch(number, 1)
        top = Qt.AlignmentFlag.AlignTop
        for place, (step, cells) in enumerate(matrix.rows):
            line = 2 * place + 2
            self.grid.addWidget(rule(), line - 1, 0, 1, 5)
            self.grid.addWidget(label(self._session.say(f"check.step.{step}")), line, 0, top)
            for number, cell in enumerate(cells, 1):
                self.grid.addWidget(self._cell(cell), line, number, top)
        self.grid.setRowStretch(2 * len(matrix.rows) + 2, 1)

    def _cell(self, cell: Cell) -> QWidget:
        if cell.evidence:
            first = cell.evidence[0]
            text = "✓" + (self.tr("{} 页").format(first.page) if first.page else first.title)
            if len(cell.evidence) > 1:
                text += "…"  # the tip names them all
            box = first.place.box if first.place else None
            made: QWidget = button(text, lambda: self.go.emit(first.page, box, first.title), "link")
            made.setAccessibleName(f"{text} {first.title}")
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.setToolTip("\n".join(f"{e.title} {e.page}" for e in cell.evidence))
        elif cell.why:
            made = _even(label(self._session.say(f"check.cell.{cell.why}"), "small", wrap=True))
        else:
            made = label("○", "quiet")
            made.setToolTip(self.tr("没有材料证明，也没有理由说明不需要"))
        wrong = [self._known[code] for code in cell.outcomes if code in self._known]
        wrong = [outcome for outcome in wrong if outcome.verdict in (Verdict.FAIL, Verdict.WARN)]
        return self._with_findings(made, wrong) if wrong else made

    def _with_findings(self, made: QWidget, wrong: Sequence[Outcome]) -> QWidget:
        """The cell, and below it in words what the pre-check found about it."""
        language = self._session.language
        style = "failure" if any(outcome.verdict is Verdict.FAIL for outcome in wrong) else "warning"
        titles = dict.fromkeys(checks.title(outcome.rule, language) for outcome in wrong)
        says = _even(label("⚠ " + "；".join(titles), style, wrap=True))
        says.setToolTip("\n".join(checks.explanation(outcome, language) for outcome in wrong))
        frame = QWidget()
        frame.setLayout(column(made, says, gap=0))
        return frame


def _even(made: QLabel) -> QLabel:
    """A text that takes the width of its column instead of making it."""
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made
