"""合议: the campaign from the draw to the agreed sheets."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QComboBox, QStackedWidget, QTabWidget, QWidget

from casereview.changes import Changes
from casereview.panel import actions
from casereview.panel.model import Stage
from ui.kit.ask import choice, fill
from ui.kit.layout import Empty, button, column, label, row
from ui.kit.page import Page
from ui.kit.say import word
from ui.kit.session import Session
from ui.panel.agreement import AgreementTab
from ui.panel.campaign import CampaignDialog
from ui.panel.disputes import DisputesTab
from ui.panel.drawing import DrawTab
from ui.panel.exchange import ExchangeTab
from ui.panel.flags import FlagsTab
from ui.panel.minutes import MinutesTab
from ui.panel.sharing import ShareTab

TABS = ("draw", "share", "exchange", "disputes", "flags", "agreement", "minutes")
FEW = 3  # dossiers that are compared at once


class Tab(Protocol):
    def refresh(self) -> None: ...


class PanelPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.stage: QComboBox = choice([], name=self.tr("阶段"))
        self.stage.currentIndexChanged.connect(self._set_stage)
        self.title = label("", "title")
        self.about = label("", "soft")
        self.draw = DrawTab(session, self.asked.emit)
        self.share = ShareTab(session)
        self.exchange = ExchangeTab(session)
        self.disputes = DisputesTab(session, self.asked.emit)
        self.flags = FlagsTab(session, self.asked.emit)
        self.agreement = AgreementTab(session)
        self.minutes = MinutesTab(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for tab, name in (
            (self.draw, self.tr("抽卷")),
            (self.share, self.tr("分卷")),
            (self.exchange, self.tr("交换")),
            (self.disputes, self.tr("分歧")),
            (self.flags, self.tr("请组长看")),
            (self.agreement, self.tr("一致性")),
            (self.minutes, self.tr("合议记录")),
        ):
            self.tabs.addTab(tab, name)
        self._fresh: set[int] = set()
        self.tabs.currentChanged.connect(self._show_tab)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._empty())
        self.stack.addWidget(self._whole())
        self.setLayout(column(self.stack))
        self.command(self.tr("新建评查批次…"), self.ask_new)
        self.command(self.tr("批次设置…"), self.ask_change)

    def _empty(self) -> Empty:
        text = self.tr("评查批次定下名称、评查组和所用标准；之后在这里抽卷、分卷、收发评查包、议定分歧。")
        make = button(self.tr("新建评查批次"), self.ask_new, "main")
        return Empty(self.session.theme, "users", self.tr("还没有评查批次"), text, make)

    def _whole(self) -> QWidget:
        change = button(self.tr("批次设置…"), self.ask_change)
        new = button(self.tr("新建批次…"), self.ask_new)
        names = column(self.title, self.about, gap=1)
        stage = label(self.tr("阶段"), "soft")
        stage.setBuddy(self.stage)
        head = row(names, None, stage, self.stage, change, new, gap=3)
        head.setContentsMargins(16, 12, 16, 4)
        whole = QWidget()
        body = column(head, gap=0)
        body.addWidget(self.tabs, 1)
        whole.setLayout(body)
        return whole

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        campaign = self.session.campaign
        self.stack.setCurrentIndex(0 if campaign is None else 1)
        if campaign is None:
            return
        self.title.setText(campaign.title)
        leaders = "、".join(m.name for m in campaign.members if m.leader) or "—"
        about = self.tr("{} 年 · 评查组 {} 人，组长 {} · 每卷 {} 人 · 标准 {} 套")
        self.about.setText(
            about.format(campaign.year, len(campaign.members), leaders, campaign.readers, len(campaign.rubrics))
        )
        here = actions.stage(self.session.db, campaign.id)
        fill(self.stage, [(word(self.session, "stage", one), one.value) for one in Stage], here.value)
        if changes.campaigns or changes.dossiers or changes.marks or changes.units:
            self._forget(changes)
        self._show_tab(self.tabs.currentIndex())

    def _forget(self, changes: Changes) -> None:
        """What the tabs show is old; a decision on one dossier leaves the other disputes as they are."""
        few = changes.dossiers and "*" not in changes.dossiers and len(changes.dossiers) <= FEW and not changes.marks
        disputes = self.tabs.indexOf(self.disputes)
        kept = {disputes} & self._fresh if few and changes.dossiers else set()
        self._fresh = kept
        if kept:
            self.disputes.update_dossiers(sorted(changes.dossiers))

    def _show_tab(self, number: int) -> None:
        """Each tab is filled when it comes to the front."""
        if self.session.campaign is None or number in self._fresh or number < 0:
            return
        self._fresh.add(number)
        tabs: tuple[Tab, ...] = (
            self.draw,
            self.share,
            self.exchange,
            self.disputes,
            self.flags,
            self.agreement,
            self.minutes,
        )
        tabs[number].refresh()

    def _set_stage(self, number: int) -> None:
        campaign = self.session.campaign
        if campaign is not None and number >= 0:
            self.session.act(actions.set_stage, campaign.id, Stage(self.stage.itemData(number)))

    # asking --------------------------------------------------------------------------------------------------------

    def ask_new(self) -> None:
        CampaignDialog(self.session, self).open()

    def ask_change(self) -> None:
        if self.session.campaign is not None:
            CampaignDialog(self.session, self, self.session.campaign).open()

    def arrive(self, argument: object) -> None:
        """One of TABS, or "new"."""
        if argument in TABS:
            self.tabs.setCurrentIndex(TABS.index(str(argument)))
        elif argument == "new":
            self.ask_new()

    def place(self) -> object:
        return TABS[max(self.tabs.currentIndex(), 0)]
