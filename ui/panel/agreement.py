"""一致性: how far readers agree, with few data said to be few; and the minutes of what the panel decided."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from casereview.panel import actions
from casereview.panel.agreement import Agreement, ItemAgreement, Pair, Severity
from casereview.panel.campaigns import rubric as frozen
from casereview.panel.model import Campaign
from casereview.progress import Progress
from ui.kit.layout import Empty, card, clear, column, label, row
from ui.kit.say import share
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.panel.disputes import title_of


class AgreementTab(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.inside: QVBoxLayout = column(gap=4, margin=4)
        holder = QWidget()
        holder.setObjectName("clear")
        holder.setLayout(self.inside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        self.setLayout(column(scroll))

    def refresh(self) -> None:
        """Reckon anew, off the window's thread."""
        campaign, workspace = self._session.campaign, self._session.workspace
        assert campaign is not None

        def work(progress: Progress) -> Agreement:
            db = workspace.connect()
            try:
                return actions.agreement(db, campaign.id)
            finally:
                db.close()

        job = self._session.task(self.tr("计算一致性"), work)
        job.succeeded.connect(self.show_found)
        self._session.jobs.start(job)

    def show_found(self, found: Agreement) -> None:
        clear(self.inside)
        campaign = self._session.campaign
        if campaign is None:
            return
        if not found.dossiers:
            text = self.tr("两名以上评查员封存了同一卷以后，这里显示他们的一致程度。数据太少时不给数字。")
            self.inside.addWidget(Empty(self._session.theme, "scale", self.tr("还没有可比的评查表"), text))
            return
        self.inside.addLayout(self._heads(found))
        self.inside.addWidget(label(self.tr("各条目"), "heading"))
        items = self._items(campaign, found)
        items.setMinimumHeight(self.fontMetrics().height() * 14)
        self.inside.addWidget(items)
        pair = row(gap=4)
        pair.addLayout(column(label(self.tr("两两比较"), "heading"), self._pairs(found)), 1)
        pair.addLayout(column(label(self.tr("宽严"), "heading"), self._readers(found)), 1)
        self.inside.addLayout(pair)
        self.inside.addWidget(label(self._note(), "small", wrap=True))

    def _note(self) -> str:
        return self.tr(
            "α 为 Krippendorff 系数（等距）：1 表示完全一致，0 表示与随机相同。样本不足的地方不给数字，也不排名。"
        )

    def _heads(self, found: Agreement) -> QHBoxLayout:
        few = self.tr("样本不足")
        between = few if found.alpha_range is None else "{:.2f} – {:.2f}".format(*found.alpha_range)
        return row(
            self._figure(self.tr("共同评过的案卷"), str(found.dossiers), self.tr("{} 个条目次").format(found.judged)),
            self._figure(self.tr("条目完全一致"), share(found.exact) or few),
            self._figure(
                self.tr("同一卷总分平均相差"),
                few if found.difference is None else self.tr("{} 分").format(f"{found.difference:.2f}"),
            ),
            self._figure(
                self.tr("一致性系数 α"),
                few if found.alpha is None else f"{found.alpha:.2f}",
                self.tr("95 % 区间 {}").format(between),
            ),
            gap=4,
        )

    def _figure(self, name: str, value: str, more: str = "") -> QFrame:
        return card(label(name, "soft"), label(value, "number"), label(more, "small"), gap=1)

    def _items(self, campaign: Campaign, found: Agreement) -> Table[ItemAgreement]:
        few = self.tr("样本不足")
        columns = (
            Column[ItemAgreement](self.tr("条目"), lambda i: title_of(frozen(campaign, i.rubric), i.item), "item"),
            Column[ItemAgreement](self.tr("标准"), lambda i: frozen(campaign, i.rubric).title, "rubric", 24),
            Column[ItemAgreement](self.tr("共评次数"), lambda i: i.judged, "judged", 10, number=True),
            Column[ItemAgreement](self.tr("完全一致"), lambda i: share(i.exact) or few, "exact", 12, number=True),
            Column[ItemAgreement](
                self.tr("平均相差"),
                lambda i: few if i.difference is None else f"{i.difference:.2f}",
                "difference",
                12,
                number=True,
            ),
            Column[ItemAgreement](
                "α", lambda i: few if i.alpha is None else f"{i.alpha:.2f}", "alpha", 10, number=True
            ),
        )
        return Table(self._session, self.tr("条目一致性"), columns, ListSource(columns, found.items))

    def _pairs(self, found: Agreement) -> Table[Pair]:
        few = self.tr("样本不足")
        columns = (
            Column[Pair](self.tr("评查员"), lambda p: "、".join(p.readers), "readers"),
            Column[Pair](self.tr("共评"), lambda p: p.dossiers, "dossiers", 8, number=True),
            Column[Pair](
                self.tr("总分平均相差"),
                lambda p: few if p.difference is None else f"{p.difference:.2f}",
                "difference",
                14,
                number=True,
            ),
            Column[Pair](self.tr("否决意见相同"), lambda p: share(p.vetoes_alike) or few, "", 14, number=True),
        )
        return self._low(Table(self._session, self.tr("两两比较"), columns, ListSource(columns, found.pairs)))

    def _readers(self, found: Agreement) -> Table[Severity]:
        few = self.tr("样本不足")

        def deviation(one: Severity) -> str:
            if one.deviation is None:
                return few
            said = f"{one.deviation:+.2f}"
            return said if one.range is None else said + " ({:+.2f} … {:+.2f})".format(*one.range)

        columns = (
            Column[Severity](self.tr("评查员"), lambda r: r.reader, "reader"),
            Column[Severity](self.tr("卷数"), lambda r: r.dossiers, "dossiers", 8, number=True),
            Column[Severity](self.tr("比定案平均高（+）低（−）"), deviation, "", 24, number=True),
            Column[Severity](
                self.tr("被改变的条目"), lambda r: f"{r.overturned}/{r.decided}", "overturned", 12, number=True
            ),
        )
        return self._low(Table(self._session, self.tr("宽严"), columns, ListSource(columns, found.readers)))

    def _low(self, table: Table) -> Table:  # type: ignore[type-arg]
        table.setMinimumHeight(self.fontMetrics().height() * 10)
        return table
