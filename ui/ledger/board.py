"""The ledger as a board: a column a state, a card an entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from casereview.ledger import actions
from casereview.ledger.model import Entry, LedgerState
from ui.kit.layout import button, clear, column, glyph, label, row
from ui.kit.say import word
from ui.kit.session import Session

MOST = 60  # cards of a column; the table shows all


class Board(QWidget):
    opened = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._columns = row(gap=3)
        self.setLayout(column(self._columns))

    def show_entries(self, entries: Sequence[Entry], names: dict[str, str], today: date) -> None:
        clear(self._columns)
        for state in LedgerState:
            here = [entry for entry in entries if entry.state is state]
            self._columns.addWidget(self._column(state, here, names, today), 1)

    def _column(self, state: LedgerState, entries: Sequence[Entry], names: dict[str, str], today: date) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        inside = QWidget()
        inside.setObjectName("clear")
        cards = [self._card(entry, names, today) for entry in entries[:MOST]]
        more = (
            [label(self.tr("……另有 {} 条，见表").format(len(entries) - MOST), "small")] if len(entries) > MOST else []
        )
        inside.setLayout(column(*cards, *more, None, gap=2))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        head = row(label(word(self._session, "ledger_state", state), "heading"), None, label(str(len(entries)), "soft"))
        box = column(head, gap=2, margin=2)
        box.addWidget(scroll, 1)
        frame.setLayout(box)
        return frame

    def _card(self, entry: Entry, names: dict[str, str], today: date) -> QFrame:
        theme = self._session.theme
        late = actions.overdue(entry, today)
        frame = QFrame()
        frame.setObjectName("notice" if late else "card")
        text = entry.problem if len(entry.problem) <= 36 else entry.problem[:35] + "…"
        says = label(text, wrap=True)
        says.setToolTip(entry.problem)
        severity = word(self._session, "severity_of", entry.severity)
        meta = " · ".join(filter(None, [names.get(entry.unit, entry.unit), severity]))
        box = column(says, label(meta, "small", wrap=True), gap=1, margin=2)
        until = label(self.tr("时限 {}").format(entry.deadline or "—"), "failure" if late else "small")
        foot = row(gap=1)
        if late:
            foot.addWidget(glyph("triangle-alert", theme.red, 14))
            until.setText(self.tr("逾期 {}").format(entry.deadline))
        foot.addWidget(until)
        foot.addStretch(1)
        go = button(self.tr("打开"), lambda: self.opened.emit(entry), "link")
        go.setAccessibleName(self.tr("打开：{}").format(entry.problem))
        foot.addWidget(go)
        box.addLayout(foot)
        frame.setLayout(box)
        return frame
