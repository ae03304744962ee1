"""Which version of a pack the current review goes by, and the leader's act of taking over the one in force."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from casereview.checks.shelf import Shelved
from casereview.panel import actions
from casereview.panel.model import Campaign
from ui.kit.ask import Ask, form, lines, tell, wrong
from ui.kit.layout import button, label, row
from ui.kit.session import Session
from ui.kit.translate import tr


class PackVersion(QWidget):
    """One line below a pack's name: frozen by the review, in which version, and whether that is the one in force."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.text = label("", "soft", wrap=True)
        self.take = button(self.tr("本批次改用现行版本…"), self.ask, "link")
        line = row(gap=2)
        line.addWidget(self.text, 1)
        line.addWidget(self.take)
        self.setLayout(line)

    def show_pack(self, pack: Shelved) -> None:
        campaign = self._session.campaign
        held = campaign.packs.get(f"{pack.kind}/{pack.name}") if campaign else None
        self.setVisible(campaign is not None and pack.editable and pack.kind != "checks")
        if campaign is None:
            return
        differs = held != pack.digest
        if held is None:
            said = self.tr("评查批次“{}”冻结的版本里没有这个数据包。").format(campaign.title)
        elif differs:
            said = self.tr("⚠ 评查批次“{}”用的是冻结的版本（摘要 {}），与现行的不同；抽中的案卷仍按冻结的版本预审。")
            said = said.format(campaign.title, held[:12])
        else:
            said = self.tr("评查批次“{}”冻结的就是这个版本。").format(campaign.title)
        self.text.setText(said)
        self.take.setVisible(differs)

    def ask(self) -> None:
        if self._session.campaign is not None:
            TakeVersions(self._session, self, self._session.campaign).open()


class TakeVersions(Ask):
    """The leader gives a reason, the review goes over to the packs in force, and its dossiers are checked again."""

    def __init__(self, session: Session, parent: QWidget, campaign: Campaign) -> None:
        self._session, self._campaign = session, campaign
        newer = actions.newer_packs(session.db, campaign.id)
        names = "、".join(newer) or "—"
        self.reason = lines("", tr("理由"), tr("如：省厅发布了新的裁量基准"), rows=2)
        self.problem = wrong()
        text = tr("评查批次“{}”改用现行版本的：{}。这一决定连同理由记入评查记录；抽中的案卷随后重新预审。").format(
            campaign.title, names
        )
        super().__init__(
            parent, tr("改用现行版本"), label(text, wrap=True), form((tr("理由"), self.reason)), self.problem,
            ok=tr("改用"), do=self._take,
        )  # fmt: skip

    def _take(self) -> bool:
        from ui.dossiers.intake import start_check

        reason = self.reason.toPlainText().strip()
        if not reason:
            return tell(self.problem, tr("请写明理由。"))
        if self._session.act(actions.take_packs, self._campaign.id, reason) is None:
            return False
        drawn = actions.drawn(self._session.db, self._campaign.id)
        if drawn is not None:
            start_check(self._session, list(drawn.drawn))
        return True
