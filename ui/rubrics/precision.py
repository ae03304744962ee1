"""各规则的准确程度: what people said of each rule's verdicts, and which rules only hint for it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from casereview.checks import actions, say
from casereview.checks.model import Precision
from ui.kit.layout import column, label
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


@dataclass(frozen=True)
class Judged:
    """A rule that somebody has judged."""

    rule: str
    precision: Precision
    hints: bool


class RulePrecision(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.table = self._table()
        self.about = label("", "soft", wrap=True)
        box = column(self.about, gap=2, margin=3)
        box.addWidget(self.table, 1)
        self.setLayout(box)

    def _table(self) -> Table[Judged]:
        session = self._session

        def effect(one: Judged) -> str:
            return self.tr("⚠ 只作提示") if one.hints else self.tr("可以判定")

        def title(one: Judged) -> str:
            return say.title(one.rule, session.language)

        def interval(one: Judged) -> str:
            return f"{one.precision.low:.0%} – {one.precision.high:.0%}"

        columns = (
            Column[Judged](self.tr("规则"), lambda j: j.rule, "rule", 8),
            Column[Judged](self.tr("核对的是"), title, "title", tip=title),
            Column[Judged](self.tr("属实"), lambda j: j.precision.accepted, "accepted", 5, number=True),
            Column[Judged](self.tr("不属实"), lambda j: j.precision.rejected, "rejected", 6, number=True),
            Column[Judged](self.tr("属实的比例"), lambda j: f"{j.precision.share or 0:.0%}", "share", 9, number=True),
            Column[Judged](self.tr("95% 区间"), interval, "", 11),
            Column[Judged](
                self.tr("效力"), effect, "effect", 9, color=lambda j: session.theme.amber if j.hints else None
            ),
        )
        return Table(session, self.tr("各规则的准确程度"), columns, ListSource(columns, []))

    def show_rules(self) -> None:
        """The rules that were judged, the most doubtful first."""
        db = self._session.db
        found, hinting = actions.precision(db), actions.hinting_rules(db)
        rows = [Judged(rule, one, rule in hinting) for rule, one in found.items()]
        rows.sort(key=lambda row: (not row.hints, row.precision.low, row.rule))
        self.table.reload(ListSource(self.table.model.columns, rows))
        nobody = self.tr(
            "还没有人核对预审结论。在案卷的“预审”里点“属实”或“不属实”，或采用预审提出的扣分，就会按规则统计。"
        )
        some = self.tr("同一卷同一结论只计一次；采用预审提出的扣分算属实。核对次数和比例的要求在“文本”里设定。")
        self.about.setText(some if rows else nobody)
