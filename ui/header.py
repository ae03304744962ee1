"""The top line: which review, the search box, who one is, language and light."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QInputDialog, QMenu, QToolButton

from casereview.errors import CaseReviewError
from casereview.workspace import SUFFIX
from ui.kit.icons import icon
from ui.kit.layout import button, row, tool
from ui.kit.session import Session, newest_review

if TYPE_CHECKING:
    from casereview.panel.model import Campaign


class Header(QFrame):
    search = Signal()
    new_workspace = Signal()
    open_workspace = Signal()
    close_workspace = Signal()
    asked = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("header")
        self._session = session
        theme = session.theme
        self._review = self._menu_button()
        self._reader = self._menu_button()
        box = button(self.tr("Ctrl+K  搜索案卷、条目、命令"), self.search.emit, "searchbox")
        box.setMinimumWidth(280)
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        moon = "sun" if theme.dark else "moon"
        self.language = QToolButton()
        self.language.setText("简 / EN")
        self.language.setToolTip(self.tr("切换界面语言"))
        self.language.clicked.connect(self._switch_language)
        self.light = tool(moon, self.tr("切换深色与浅色"), self._switch_light, theme)
        more = tool("settings", self.tr("字号与显示"), self._show_sizes, theme)
        self._more = more
        self.setLayout(row(self._review, None, box, None, self._reader, self.language, self.light, more, margin=2))
        self._review.clicked.connect(self._show_reviews)
        self._reader.clicked.connect(self._show_readers)
        session.changed.connect(self.refresh)
        self.refresh()

    def _menu_button(self) -> QToolButton:
        made = QToolButton()
        made.setObjectName("head")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the words
        made.setIcon(icon("chevron-down", self._session.theme.soft, size=14))
        made.setIconSize(QSize(14, 14))
        return made

    def refresh(self) -> None:
        """Until the review is found out beside the window, the workspace's name stands for it."""
        if not self._session.campaign_known:
            self._session.reads.ask(self, "review", partial(newest_review, self._session.chosen), self._learn)
        self._show()

    def _learn(self, campaign: Campaign | None) -> None:
        self._session.learn(campaign)
        self._show()

    def _show(self) -> None:
        campaign = self._session.campaign if self._session.campaign_known else None
        name = self._session.workspace.folder.name.removesuffix(SUFFIX)
        self._review.setText(campaign.title if campaign else name)
        self._review.setToolTip(self.tr("工作区 {}").format(self._session.workspace.folder))
        self._reader.setText(self._session.author.name or self.tr("请填写姓名"))
        self._reader.setToolTip(self.tr("评分记在谁的名下"))

    def _show_reviews(self) -> None:
        from casereview.panel import actions

        menu = QMenu(self)
        here = self._session.campaign
        try:
            reviews = actions.campaigns(self._session.db)
        except CaseReviewError:
            reviews = []
        for review in reviews:
            action = menu.addAction(review.title)
            action.setCheckable(True)
            action.setChecked(here is not None and review.id == here.id)
            action.triggered.connect(lambda _=False, r=review: self._session.choose_campaign(r))
        if reviews:
            menu.addSeparator()
        menu.addAction(self.tr("新建工作区…"), self.new_workspace.emit)
        menu.addAction(self.tr("打开工作区…"), self.open_workspace.emit)
        menu.addAction(self.tr("关闭工作区"), self.close_workspace.emit)
        self._drop(menu, self._review)

    def _show_readers(self) -> None:
        menu = QMenu(self)
        campaign = self._session.campaign
        for member in campaign.members if campaign else ():
            action = menu.addAction(member.name)
            action.setCheckable(True)
            action.setChecked(member.name == self._session.author.name)
            action.triggered.connect(lambda _=False, n=member.name: self._session.become(n))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(self.tr("换一个姓名…"), self._ask_name)
        self._drop(menu, self._reader)

    def _ask_name(self) -> None:
        now = self._session.author.name
        name, ok = QInputDialog.getText(self, self.tr("评查员姓名"), self.tr("评分将记在此人名下："), text=now)
        if ok and name.strip():
            self._session.become(name.strip())

    def _show_sizes(self) -> None:
        menu = QMenu(self)
        now = self._session.preferences.values.scale
        for scale in (90, 100, 110, 125, 150, 175, 200):
            action = menu.addAction(self.tr("字号 {} %").format(scale))
            action.setCheckable(True)
            action.setChecked(scale == now)
            action.triggered.connect(lambda _=False, s=scale: self._session.preferences.set(scale=s))
        self._drop(menu, self._more)

    def _drop(self, menu: QMenu, below: QToolButton) -> None:
        menu.exec(below.mapToGlobal(below.rect().bottomLeft()))
        menu.deleteLater()

    def _switch_language(self) -> None:
        self._session.preferences.set(language="en" if self._session.language == "zh" else "zh")

    def _switch_light(self) -> None:
        self._session.preferences.set(dark=not self._session.theme.dark)
