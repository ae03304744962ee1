"""合议记录: what the panel decided, by whom and why, with the digest that a printed copy shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from casereview.dossier.model import Dossier
from casereview.panel import actions
from casereview.panel.adjudicate import Minute, Minutes
from casereview.panel.campaigns import rubric as frozen
from casereview.panel.model import Campaign
from ui.kit.layout import Empty, clear, column, label, row
from ui.kit.say import dossiers_named, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.panel.disputes import title_of

if TYPE_CHECKING:
    from sqlite_utils import Database


class MinutesTab(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.every = QCheckBox(self.tr("连同自动议定的条目"))
        self.every.toggled.connect(self.refresh)
        self.count = label("", "heading")
        self.digest = label("", "small", select=True)
        self.inside: QVBoxLayout = column(gap=3)
        self.setLayout(column(row(self.count, self.digest, None, self.every, gap=3), self.inside, gap=3, margin=4))
        self._known: dict[str, Dossier] = {}

    def refresh(self) -> None:
        """Beside the window: a thousand dossiers have fifty thousand settled items."""
        campaign, every = self._session.campaign, self.every.isChecked()
        assert campaign is not None

        def look(db: Database) -> Minutes:
            return actions.minutes(db, campaign.id, settled_by_rule=every)

        self._session.reads.ask(self, "panel minutes", look, self._show)

    def _show(self, found: Minutes) -> None:
        campaign = self._session.campaign
        if campaign is None:
            return
        clear(self.inside)
        about = [one.decision or one.veto for one in found.acts]
        self._known = dossiers_named(self._session, (said.dossier for said in about if said is not None))
        self.count.setText(self.tr("{} 条决定").format(len(found.acts)))
        self.digest.setText(self.tr("决定集摘要 {}").format(found.digest[:16]))
        if found.acts:
            self.inside.addWidget(self._table(campaign, list(found.acts)), 1)
            return
        text = self.tr("在“分歧”里议定的每一条都会记在这里：谁、何时、怎样决定、理由和保留意见。")
        self.inside.addWidget(Empty(self._session.theme, "gavel", self.tr("还没有合议决定"), text), 1)

    def _case(self, ident: str) -> str:
        one = self._known.get(ident)
        return (one.case_no or one.name) if one is not None else ident[:12]

    def _table(self, campaign: Campaign, acts: list[Minute]) -> Table[Minute]:
        def item(one: Minute) -> str:
            said = one.decision or one.veto
            assert said is not None
            ident = one.decision.item if one.decision else one.veto.veto if one.veto else ""
            return title_of(frozen(campaign, said.rubric), ident)

        def case(one: Minute) -> str:
            said = one.decision or one.veto
            return self._case(said.dossier) if said else ""

        columns = (
            Column[Minute](self.tr("时间"), lambda m: m.at[:16].replace("T", " "), "at", 18),
            Column[Minute](self.tr("案卷"), case, "case", 24),
            Column[Minute](self.tr("条目"), item, "item"),
            Column[Minute](self.tr("决定"), self._said, "choice", 20),
            Column[Minute](self.tr("理由"), self._reason, "reason", 24),
            Column[Minute](self.tr("保留意见"), lambda m: m.decision.dissent if m.decision else "", "dissent", 16),
            Column[Minute](self.tr("记录人"), lambda m: m.by, "by", 10),
        )
        return Table(self._session, self.tr("合议记录"), columns, ListSource(columns, acts))

    def _said(self, one: Minute) -> str:
        if one.decision is None:
            return self.tr("确认一票否决")
        decision = one.decision
        said = {
            "agreed": self.tr("自动议定"),
            "reader": self.tr("采纳 {}").format(decision.of),
            "both": self.tr("都采纳"),
            "neither": self.tr("都不采纳"),
            "own": self.tr("另行决定"),
        }[decision.choice]
        return self.tr("否决不成立") if decision.kind == "no_veto" else said

    def _reason(self, one: Minute) -> str:
        if one.decision is None:
            return one.veto.reason if one.veto else ""
        return one.decision.reason or word(self._session, "rule", one.decision.rule)
