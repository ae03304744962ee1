"""预审: what the rules found, the failed first; each with its words, its basis and its pages, and whether it is true."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QScrollArea, QWidget

from casereview.checks import actions
from casereview.checks.model import Outcome, Says, Verdict
from ui.dossiers.finding import Card
from ui.kit.layout import clear, column, label
from ui.kit.session import Session

ORDER = (Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)


class Findings(QScrollArea):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._dossier = ""
        self._outcomes: Sequence[Outcome] = ()
        self.cards: list[Card] = []
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.all = QCheckBox(self.tr("也列出合格和不适用的"))
        self.all.toggled.connect(self._fill)
        self.hint = label(
            self.tr("请对照原件说明结论是否属实（Y 属实，N 不属实）；常被判为不属实的规则只作提示。"),
            "small",
            wrap=True,
        )
        self.version = label("", "small", wrap=True)
        inside = QWidget()
        inside.setObjectName("clear")
        self._box = column(gap=2)
        head = column(self.all, self.hint, self.version, self._box, None, gap=2, margin=2)
        inside.setLayout(head)
        self.setWidget(inside)

    def show_outcomes(self, dossier: str, outcomes: Sequence[Outcome]) -> None:
        """Those of a dossier; shown anew, the card one was at keeps the focus and the list its place."""
        if dossier != self._dossier:
            self.verticalScrollBar().setValue(0)
        self._dossier, self._outcomes = dossier, outcomes
        self._say_version()
        self._fill()

    def _say_version(self) -> None:
        """The packs that the verdicts rest on: those of a review, or those in force; and whether they are still the same."""
        used = actions.checked_with(self._session.db, self._dossier) if self._outcomes else None
        self.version.setVisible(used is not None)
        if used is None:
            return
        if used.title:
            said = self.tr("结论依据评查批次“{}”冻结的数据包（摘要 {}）。").format(used.title, used.digest[:12])
        else:
            said = self.tr("结论依据预审时现行的数据包（摘要 {}）。").format(used.digest[:12])
        if not used.current:
            said += self.tr("⚠ 此后数据包有变动，重新预审以后才按新的判断。")
        self.version.setText(said)

    def _fill(self) -> None:
        focus = QApplication.focusWidget()
        here = next((n for n, card in enumerate(self.cards) if card.within(focus)), -1)
        place = self.verticalScrollBar().value()
        clear(self._box)
        shown = [o for o in self._outcomes if self.all.isChecked() or o.verdict in ORDER[:3]]
        self.hint.setVisible(any(o.verdict in ORDER[:2] for o in shown))
        if not self._outcomes:
            self._box.addWidget(label(self.tr("还没有预审。"), "soft"))
        elif not shown:
            self._box.addWidget(label(self.tr("预审没有发现问题。"), "soft"))
        self.cards = self._made(sorted(shown, key=lambda o: ORDER.index(o.verdict)))
        for card in self.cards:
            self._box.addWidget(card)
            card.show()  # at once: what is not shown cannot take the focus
        if 0 <= here < len(self.cards):
            self.cards[here].setFocus()
        QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(place))  # once the cards have their height

    def _made(self, outcomes: Sequence[Outcome]) -> list[Card]:
        db = self._session.db
        said = {one.outcome: one for one in actions.judgements(db, self._dossier)} if outcomes else {}
        precision = actions.precision(db) if outcomes else {}
        made = []
        for outcome in outcomes:
            card = Card(self._session, outcome, said.get(outcome.meant), precision.get(outcome.rule))
            card.go.connect(self.go)
            card.judged.connect(self._judge)
            card.moved.connect(self._move)
            made.append(card)
        return made

    def _judge(self, outcome: str, says: Says, note: str) -> None:
        self._session.act(actions.judge, self._dossier, outcome, says, note)

    def _move(self, by: int) -> None:
        focus = QApplication.focusWidget()
        here = next((n for n, card in enumerate(self.cards) if card.within(focus)), 0)
        there = self.cards[max(0, min(here + by, len(self.cards) - 1))]
        there.setFocus()
        self.ensureWidgetVisible(there)
