"""抽卷: the quota, the seed spoken in the room, the result and its proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.panel import actions
from casereview.panel.model import Campaign, Draw
from casereview.progress import Progress
from ui.kit.ask import Ask, form, line, roomy, tell, wrong
from ui.kit.layout import Empty, button, card, clear, column, glyph, label, row
from ui.kit.say import dossiers_named, unit_names, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource

MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of the result: place in the order of the seed."""

    place: int
    dossier: Dossier
    stratum: str


class Quota(QTableWidget):
    """How many of each unit and procedure there are, and how many to draw."""

    def __init__(self, session: Session) -> None:
        super().__init__(0, 4)
        self._session = session
        self.setAccessibleName(self.tr("各单位各程序的抽取数"))
        self.setHorizontalHeaderLabels([self.tr("单位"), self.tr("程序"), self.tr("在库"), self.tr("抽取")])
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for narrow in (1, 2, 3):
            self.horizontalHeader().setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        self.setShowGrid(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self._spins: dict[str, QSpinBox] = {}

    def show_counts(self, counts: Counter[tuple[str, str]], each: int) -> None:
        """A line a stratum; numbers a person set stay."""
        had = self.value()
        names = unit_names(self._session)
        self._spins = {}
        self.setRowCount(len(counts))
        for at, ((unit, procedure), held) in enumerate(sorted(counts.items())):
            name = f"{unit}/{procedure}"
            spin = roomy(QSpinBox())
            spin.setRange(0, held)
            spin.setValue(had.get(name, min(each, held)))
            spin.setAccessibleName(self.tr("{} 抽取数").format(f"{names.get(unit, unit)} {procedure}"))
            for place, text in enumerate(
                (names.get(unit, unit), word(self._session, "notice_procedure", procedure), str(held))
            ):
                self.setItem(at, place, QTableWidgetItem(text))
            self.setCellWidget(at, 3, spin)
            self._spins[name] = spin

    def set_all(self, each: int) -> None:
        for spin in self._spins.values():
            spin.setValue(min(each, spin.maximum()))

    def value(self) -> dict[str, int]:
        return {name: spin.value() for name, spin in self._spins.items()}


class DrawTab(QWidget):
    def __init__(self, session: Session, asked: Callable[[str, object], None]) -> None:
        super().__init__()
        self._session, self._asked = session, asked
        self.quota = Quota(session)
        self.each = roomy(QSpinBox())
        self.each.setRange(0, 9999)
        self.each.setValue(3)
        self.each.setAccessibleName(self.tr("每个单位、每种程序抽取"))
        self.each.valueChanged.connect(self.quota.set_all)
        self.seed = line("", self.tr("随机种子"), self.tr("现场念出，照样输入，如 7 3 9 1"))
        self.seed.returnPressed.connect(self.ask_draw)
        self.go = button(self.tr("抽卷"), self.ask_draw, "main")
        self.go.setEnabled(False)
        left = QFrame()
        left.setObjectName("card")
        left.setLayout(
            column(
                label(self.tr("抽取办法"), "heading"),
                form((self.tr("每个单位、每种程序抽取"), self.each)),
                self.quota,
                form((self.tr("随机种子"), self.seed)),
                label(self.tr("同一份清单、同一个种子，任何人在任何电脑上都抽出同样的结果。"), "small", wrap=True),
                row(None, self.go),
                gap=3,
                margin=4,
            )
        )
        self.result: QVBoxLayout = column(gap=3)
        whole: QHBoxLayout = row(gap=4)
        whole.addWidget(left, 2)
        whole.addLayout(self.result, 3)
        self.setLayout(column(whole, margin=4))
        self._drawn: Draw | None = None
        self._proof = label("", "", wrap=True)

    @property
    def _campaign(self) -> Campaign:
        assert self._session.campaign is not None
        return self._session.campaign

    def refresh(self) -> None:
        self._count()
        self._drawn = actions.drawn(self._session.db, self._campaign.id)
        self.go.setText(self.tr("重新抽卷…") if self._drawn else self.tr("抽卷"))
        clear(self.result)
        if self._drawn is None:
            text = self.tr("左边定好每个单位抽几卷，填上种子，按“抽卷”。没有所属单位的案卷不进入抽取范围。")
            self.result.addWidget(Empty(self._session.theme, "shuffle", self.tr("还没有抽卷"), text))
        else:
            self._show(self._drawn, dossiers_named(self._session, self._drawn.drawn))

    def _count(self) -> None:
        """How many dossiers each unit has, off the window's thread: there may be a quarter of a million."""
        workspace = self._session.workspace

        def work(progress: Progress) -> Counter[tuple[str, str]]:
            db = workspace.connect()
            try:
                every = dossiers.dossiers(db, limit=MANY)
            finally:
                db.close()
            return Counter((one.unit, one.procedure or "unknown") for one in every if one.unit)

        job = self._session.task(self.tr("清点在库案卷"), work)
        job.succeeded.connect(self.show_counts)
        self._session.jobs.start(job)

    def show_counts(self, counts: Counter[tuple[str, str]]) -> None:
        self.quota.show_counts(counts, self.each.value())
        self.go.setEnabled(bool(counts))

    def _show(self, drawn: Draw, known: dict[str, Dossier]) -> None:
        names = unit_names(self._session)
        columns = (
            Column[Taken](self.tr("序"), lambda r: r.place, "place", 4, number=True),
            Column[Taken](self.tr("单位"), lambda r: names.get(r.dossier.unit, r.dossier.unit), "unit", 16),
            Column[Taken](self.tr("案号"), lambda r: r.dossier.case_no or r.dossier.name, "case", 26),
            Column[Taken](self.tr("案由"), lambda r: r.dossier.cause or "—", "cause"),
            Column[Taken](
                self.tr("程序"), lambda r: word(self._session, "notice_procedure", r.dossier.procedure), "procedure", 10
            ),
            Column[Taken](self.tr("页数"), lambda r: r.dossier.pages, "pages", 6, number=True),
        )
        taken = [
            Taken(place, known[ident], drawn.strata[ident])
            for place, ident in enumerate(drawn.drawn, 1)
            if ident in known
        ]
        table = Table(self._session, self.tr("抽卷清单"), columns, ListSource(columns, taken))
        self.table = table
        said = self.tr("从 {} 卷中抽出 {} 卷").format(len(drawn.pool), len(drawn.drawn))
        seed = self.tr("种子 {}　清单摘要 {}").format(drawn.seed, drawn.pool_digest[:16])
        self._proof = label("", "", wrap=True)
        verify = button(self.tr("复核抽卷"), partial(self.verify, drawn))
        verify.setToolTip(self.tr("按记录的清单、种子和抽取数重抽一遍，看是否一致"))
        printed = button(self.tr("打印清单…"), lambda: self._asked("notices", "draw_list"))
        head = row(column(label(said, "heading"), label(seed, "small", select=True), gap=1), None, printed, verify)
        self.result.addLayout(head)
        self._proof_line = row(gap=2)
        self.result.addLayout(self._proof_line)
        if drawn.reason:
            self.result.addWidget(label(self.tr("重新抽卷的理由：{}").format(drawn.reason), "soft", wrap=True))
        self.result.addWidget(table, 1)
        if drawn.passed_over:
            self.result.addWidget(self._passed(drawn))

    def _passed(self, drawn: Draw) -> QFrame:
        why = Counter(drawn.passed_over.values())
        rows = [f"{word(self._session, 'passed_over', code)}：{count}" for code, count in sorted(why.items())]
        said = self.tr("未进入抽取范围 {} 卷").format(len(drawn.passed_over))
        return card(label(said, "heading"), *[label(text, "soft", wrap=True) for text in rows], gap=1, margin=3)

    def verify(self, drawn: Draw) -> bool:
        same = actions.verify_draw(drawn)
        clear(self._proof_line)
        theme = self._session.theme
        icon, color = ("circle-check", theme.accent) if same else ("circle-x", theme.red)
        text = (
            self.tr("复核一致：重抽的结果与记录完全相同。")
            if same
            else self.tr("复核不一致：记录与重抽的结果不同，请停用这次抽卷。")
        )
        said = label(text, "" if same else "failure", wrap=True)
        self._proof_line.addWidget(glyph(icon, color))
        self._proof_line.addWidget(said, 1)
        return same

    # drawing -------------------------------------------------------------------------------------------------------

    def ask_draw(self) -> None:
        if not self.seed.text().strip():
            self.seed.setFocus()
            self.seed.setPlaceholderText(self.tr("请先填写种子"))
            return
        if self._drawn is None:
            self.draw("")
            return
        reason, problem = line("", self.tr("重新抽卷的理由")), wrong()

        def again() -> bool:
            if not reason.text().strip():
                return tell(problem, self.tr("请写明理由；原来的抽卷仍保留在记录里。"))
            return self.draw(reason.text().strip())

        text = self.tr("本批次已经抽过卷。重新抽卷会作废原来的分派，理由随记录保存。")
        ask = Ask(self, self.tr("重新抽卷"), label(text, wrap=True), form((self.tr("理由"), reason)), problem, do=again)
        ask.open()

    def draw(self, reason: str) -> bool:
        done = self._session.act(
            actions.draw, self._campaign.id, self.seed.text().strip(), self.quota.value(), reason=reason
        )
        return done is not None
