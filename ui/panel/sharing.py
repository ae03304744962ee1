"""分卷: who reads what. Readers across, dossiers down; a recusal is grey and says why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from casereview.dossier.model import Dossier
from casereview.panel import actions
from casereview.panel.assign import loads, recused
from casereview.panel.model import Assignment, Campaign, Member
from ui.kit.layout import Empty, button, clear, column, label, row
from ui.kit.say import dossiers_named, unit_names
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


@dataclass(frozen=True, slots=True)
class Shared:
    dossier: Dossier
    readers: tuple[str, ...]


class ShareTab(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.inside: QVBoxLayout = column(gap=3)
        self.setLayout(column(self.inside, margin=4))
        self.table: Table[Shared] | None = None

    def refresh(self) -> None:
        clear(self.inside)
        self.table = None
        campaign, db = self._session.campaign, self._session.db
        assert campaign is not None
        drawn, given = actions.drawn(db, campaign.id), actions.assignment(db, campaign.id)
        theme = self._session.theme
        share = button(self.tr("重新分卷") if given else self.tr("自动分卷"), self.assign, "main")
        share.setToolTip(self.tr("每卷 {} 人，回避本单位，各人页数尽量均衡；已经动笔的卷不动").format(campaign.readers))
        if drawn is None:
            text = self.tr("先抽卷，再把抽中的案卷分给评查员。")
            self.inside.addWidget(Empty(theme, "users", self.tr("还没有可分的案卷"), text))
            return
        if given is None:
            text = self.tr("抽中的 {} 卷还没有分给评查员。分卷时自动回避本单位，并使各人的页数均衡。")
            title = self.tr("还没有分卷")
            self.inside.addWidget(Empty(theme, "users", title, text.format(len(drawn.drawn)), share))
            return
        self._show(campaign, given, row(None, share))

    def assign(self) -> None:
        assert self._session.campaign is not None
        self._session.act(actions.assign, self._session.campaign.id)

    def _show(self, campaign: Campaign, given: Assignment, buttons: object) -> None:
        known = dossiers_named(self._session, given.readers)
        rows = [Shared(known[ident], readers) for ident, readers in given.readers.items() if ident in known]
        pages = loads(given.readers, {one.dossier.id: one.dossier.pages for one in rows})
        names = unit_names(self._session)
        theme = self._session.theme
        columns = [
            Column[Shared](self.tr("单位"), lambda r: names.get(r.dossier.unit, r.dossier.unit), "unit", 14),
            Column[Shared](self.tr("案号"), lambda r: r.dossier.case_no or r.dossier.name, "case"),
            Column[Shared](self.tr("页数"), lambda r: r.dossier.pages, "pages", 6, number=True),
        ]
        for member in campaign.members:
            columns.append(self._reader(member, pages.get(member.name, 0), theme.faint))
        self.table = Table(self._session, self.tr("分卷表"), columns, ListSource(columns, rows))
        said = self.tr("{} 卷，每卷 {} 人；表头为各人的页数").format(len(rows), campaign.readers)
        head = row(label(said, "heading"), None)
        head.addLayout(buttons)  # type: ignore[arg-type]
        self.inside.addLayout(head)
        self.inside.addWidget(self.table, 1)

    def _reader(self, member: Member, pages: int, grey: str) -> Column[Shared]:
        def away(one: Shared) -> bool:
            return recused(member, one.dossier.id, one.dossier.unit)

        def why(one: Shared) -> str:
            return member.recused.get(one.dossier.id) or self.tr("回避：本单位的案卷")

        def says(one: Shared) -> str:
            if member.name in one.readers:
                return self.tr("● 评查")
            return self.tr("回避") if away(one) else ""

        return Column[Shared](
            self.tr("{} · {} 页").format(member.name, pages),
            says,
            f"reader {member.name}",
            18,
            color=lambda one: grey if away(one) else None,
            tip=lambda one: why(one) if away(one) else says(one),
        )
