"""预审: what the rules found, the failed first; each with its words, its basis and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSizePolicy, QWidget

from casereview.checks import say
from casereview.checks.model import Outcome, Verdict
from ui.kit.layout import button, clear, column, glyph, label, row
from ui.kit.session import Session

ORDER = (Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)
ICONS = {
    Verdict.FAIL: ("circle-x", "red"),
    Verdict.WARN: ("triangle-alert", "amber"),
    Verdict.UNKNOWN: ("circle-help", "faint"),
    Verdict.PASS: ("circle-check", "accent"),
    Verdict.NOT_APPLICABLE: ("minus", "faint"),
}


class Findings(QScrollArea):
    """go: (page, box, name)"""

    go = Signal(int, object, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._outcomes: Sequence[Outcome] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.all = QCheckBox(self.tr("也列出合格和不适用的"))
        self.all.toggled.connect(self._fill)
        inside = QWidget()
        inside.setObjectName("clear")
        self._box = column(gap=2)
        head = column(self.all, self._box, None, gap=2, margin=2)
        inside.setLayout(head)
        self.setWidget(inside)

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes = outcomes
        self._fill()

    def _fill(self) -> None:
        clear(self._box)
        shown = [o for o in self._outcomes if self.all.isChecked() or o.verdict in ORDER[:3]]
        if not self._outcomes:
            self._box.addWidget(label(self.tr("还没有预审。"), "soft"))
        elif not shown:
            self._box.addWidget(label(self.tr("预审没有发现问题。"), "soft"))
        for outcome in sorted(shown, key=lambda o: ORDER.index(o.verdict)):
            self._box.addWidget(self._card(outcome))

    def _card(self, outcome: Outcome) -> QFrame:
        session = self._session
        frame = QFrame()
        frame.setObjectName("card")
        name, token = ICONS[outcome.verdict]
        verdict = session.say(f"check.verdict.{outcome.verdict.value}")
        head = label(f"{verdict}　{outcome.rule}", "heading")
        says = label(say.explanation(outcome, session.language), wrap=True, select=True)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box = column(row(glyph(name, getattr(session.theme, token)), head, None), says, gap=1, margin=2)
        if outcome.would_turn and outcome.verdict is not Verdict.PASS:
            turn = say.turning(outcome, session.language)
            box.addWidget(label(self.tr("怎样才合格：{}").format(turn), "soft", wrap=True))
        if outcome.basis:
            box.addWidget(label(outcome.basis, "small", wrap=True))
        pages = [e for e in outcome.evidence if e.page]
        if pages:
            for each in pages[:5]:
                text = self.tr("{} 第 {} 页").format(each.title, each.page).strip()
                place = each.place.box if each.place else None
                box.addWidget(button(text, partial(self.go.emit, each.page, place, outcome.rule), "link"))
        frame.setLayout(box)
        return frame
