"""核对: what the rules on units find in the register and the dated figures, and what one row rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from casereview.checks import actions, say
from casereview.checks.law import Packs
from casereview.checks.model import Outcome, Verdict
from casereview.units.model import Profile
from ui.kit.layout import column, label
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource

_ORDER = (Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)
_SIGNS = {Verdict.FAIL: "✕", Verdict.WARN: "⚠", Verdict.UNKNOWN: "?", Verdict.PASS: "✓", Verdict.NOT_APPLICABLE: "–"}


class Checked(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._packs: Packs | None = None
        self.table = self._table()
        self.table.selected.connect(self._show)
        self.says = label("", wrap=True, select=True)
        self.why = label("", "soft", wrap=True, select=True)
        self.turn = label("", "soft", wrap=True)
        self.detail = QFrame()
        self.detail.setObjectName("card")
        self.detail.setLayout(column(self.says, self.why, self.turn, gap=1, margin=3))
        box = column(gap=2)
        box.addWidget(self.table, 1)
        box.addWidget(self.detail)
        self.setLayout(box)

    def _table(self) -> Table[Outcome]:
        session = self._session

        def verdict(outcome: Outcome) -> str:
            return f"{_SIGNS[outcome.verdict]} {session.say(f'check.verdict.{outcome.verdict.value}')}"

        def color(outcome: Outcome) -> str | None:
            return {Verdict.FAIL: session.theme.red, Verdict.WARN: session.theme.amber}.get(outcome.verdict)

        columns = (
            Column[Outcome](self.tr("结论"), verdict, "", 10, color=color),
            Column[Outcome](self.tr("核对的是"), lambda o: say.unit_title(o, session.language), "", 22),
            Column[Outcome](self.tr("说明"), self._says, "", tip=self._says),
            Column[Outcome](self.tr("规则"), lambda o: o.rule, "", 7),
        )
        return Table(session, self.tr("核对"), columns, ListSource(columns, []))

    def _says(self, outcome: Outcome) -> str:
        return say.explanation(outcome, self._session.language)

    def show_profile(self, profile: Profile, packs: Packs) -> None:
        """What the rules say of a unit on this day, the worst first."""
        self._packs = packs
        found = actions.check_unit(profile, today=self._session.today, packs=packs)
        self.show_outcomes(sorted(found, key=lambda outcome: _ORDER.index(outcome.verdict)))

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        self.table.reload(ListSource(self.table.model.columns, outcomes))
        if outcomes:
            self.table.view.selectRow(0)
        self._show()

    def _show(self) -> None:
        chosen = self.table.values()
        self.detail.setVisible(bool(chosen))
        if not chosen:
            return
        outcome, language = chosen[0], self._session.language
        self.says.setText(self._says(outcome))
        figure = self._packs.figures.get(str(outcome.parameters.get("figure", ""))) if self._packs else None
        parts = [self.tr("依据：{}").format(outcome.basis)]
        if figure is not None:
            parts.append(self.tr("统计口径：{}").format(figure.measured))
        if outcome.evidence:
            parts.append(self.tr("数据来源：{}").format(outcome.evidence[0].text))
        self.why.setText("\n".join(parts))
        turning = say.turning(outcome, language) if outcome.verdict is not Verdict.PASS else ""
        self.turn.setText(turning)
        self.turn.setVisible(bool(turning))
