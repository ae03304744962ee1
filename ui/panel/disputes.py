"""分歧: one row a disputed item, the readers side by side, and the keys that settle it: A B … S N O V."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QSpinBox, QSplitter, QVBoxLayout, QWidget

from casereview.dossier.model import Dossier
from casereview.errors import CaseReviewError
from casereview.panel import actions
from casereview.panel.campaigns import rubric as frozen
from casereview.panel.model import Decision, Dispute, VetoConfirmation
from casereview.progress import Progress
from casereview.rubric.model import Rubric
from ui.kit.ask import Ask, line, roomy, tell, wrong
from ui.kit.layout import Empty, button, clear, column, label, row
from ui.kit.say import dossiers_named, number, unit_names, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.marking import texts
from ui.panel.voices import LETTERS, Voices

LARGE = 1.5  # times the usual size, for a projector


def title_of(rubric: Rubric, item: str) -> str:
    """An item, a veto or a bonus as a person calls it."""
    if any(one.id == item for one in rubric.items):
        return f"{rubric.position(item)}  {rubric.item(item).title}"
    named = {v.id: v.title for v in rubric.vetoes} | {b.id: b.title for b in rubric.bonus}
    return named.get(item, item)


class DisputesTab(QWidget):
    def __init__(self, session: Session, asked: Callable[[str, object], None]) -> None:
        super().__init__()
        self._session, self._asked = session, asked
        self.dispute: Dispute | None = None
        self._found: list[Dispute] = []
        self._dossiers: dict[str, Dossier] = {}
        self._units: dict[str, str] = {}
        self.head = label("", "big", wrap=True)
        self.about = label("", "soft", wrap=True)
        self.requirement = label("", "", wrap=True)
        self.voices = Voices(session)
        self.voices.chosen.connect(self.take)
        self.voices.asked.connect(self._open_page)
        self.names = QCheckBox(self.tr("显示姓名"))
        self.names.toggled.connect(self._show)
        self.meeting = QCheckBox(self.tr("会议显示"))
        self.meeting.setToolTip(self.tr("大字，不显示姓名，只留当前一条，供投影；J / K 换条"))
        self.meeting.toggled.connect(self.show_meeting)
        self.reason = line("", self.tr("理由"), self.tr("理由（都不采纳、另行决定或改变原决定时必填）"))
        self.dissent = line("", self.tr("保留意见"), self.tr("保留意见（只进合议记录，不进通报）"))
        self.buttons = row(gap=2)
        self.table = self._table()
        self.table.selected.connect(self._selected)
        self.settle = button(self.tr("自动议定一致的条目"), self.settle_agreed)
        self.settle.setToolTip(self.tr("各评查员说法相同，或相差不超过容许分差的条目；一票否决从不自动议定"))
        self.inside: QVBoxLayout = column(gap=0)
        self.setLayout(column(self.inside, margin=4))
        self.split = self._split()
        self.inside.addWidget(self.split)
        self.nothing: QWidget | None = None
        self._keys()

    def _table(self) -> Table[Dispute]:
        columns = (
            Column[Dispute](self.tr("案卷"), self._case, "case", 20),
            Column[Dispute](self.tr("条目"), lambda d: title_of(self._rubric(d), d.item), "item"),
            Column[Dispute](self.tr("各人得分"), lambda d: " / ".join(number(p) for p in d.earned.values()), "", 9),
        )
        return Table(self._session, self.tr("分歧"), columns, ListSource(columns, []))

    def _split(self) -> QSplitter:
        right = self.right = QFrame()
        right.setObjectName("card")
        head = row(gap=2)
        head.addLayout(column(self.head, self.about, gap=1), 1)
        head.addWidget(self.names)
        head.addWidget(self.meeting)
        body = column(head, self.requirement, gap=2, margin=4)
        body.addWidget(self.voices, 1)
        body.addLayout(row(self.reason, self.dissent))
        body.addLayout(self.buttons)
        right.setLayout(body)
        left = self.left = QWidget()
        left.setLayout(column(row(self.settle, None), self.table))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([470, 700])
        split.setChildrenCollapsible(False)
        return split

    def _keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [(c, partial(self._by_letter, c)) for c in LETTERS[:5]]
        keys += [("J", partial(self.step, 1)), ("K", partial(self.step, -1))]
        keys += [("S", self.both), ("N", self.neither), ("O", self.own), ("V", self.confirm_veto)]
        for key, do in keys:
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, do=do: do())
            self.addAction(action)

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Compare all sheets anew, off the window's thread: a review of a thousand dossiers takes a while."""
        campaign, workspace = self._session.campaign, self._session.workspace
        assert campaign is not None
        if any(one.campaign != campaign.id for one in self._found):
            self.show_found([])

        def work(progress: Progress) -> list[Dispute]:
            db = workspace.connect()
            try:
                return actions.disputes(db, campaign.id)
            finally:
                db.close()

        job = self._session.task(self.tr("比对评查表"), work)
        job.succeeded.connect(self.show_found)
        self._session.jobs.start(job)

    def update_dossiers(self, idents: Iterable[str]) -> None:
        """Compare only these anew: what one decision touches."""
        campaign, db = self._session.campaign, self._session.db
        assert campaign is not None
        found = list(self._found)
        for ident in idents:
            places = [n for n, one in enumerate(found) if one.dossier == ident]
            fresh = [q.dispute(campaign.id) for q in actions.questions(db, campaign.id, ident) if q.state == "disputed"]
            start = places[0] if places else len(found)
            found = [one for one in found if one.dossier != ident]
            found[start:start] = fresh
        self.show_found(found)

    def show_found(self, found: list[Dispute]) -> None:
        campaign = self._session.campaign
        found = [one for one in found if campaign is not None and one.campaign == campaign.id]
        self._found = found
        self._units = unit_names(self._session)
        self._dossiers = dossiers_named(self._session, (one.dossier for one in found))
        had, chosen = self.dispute, self.table.view.selectionModel().selectedRows()
        here = chosen[0].row() if chosen else 0  # the next dispute moves up to where the settled one stood
        self.table.reload(ListSource(self.table.model.columns, found))
        self._show_nothing(not found)
        if found:
            same = [n for n, one in enumerate(found) if had and (one.dossier, one.item) == (had.dossier, had.item)]
            self.table.view.selectRow(same[0] if same else min(max(here, 0), len(found) - 1))
        else:
            self.dispute = None
            self._show()

    def _show_nothing(self, on: bool) -> None:
        if self.nothing is not None:
            self.nothing.hide()
            self.nothing.deleteLater()
            self.nothing = None
        self.split.setVisible(not on)
        if on:
            campaign, db = self._session.campaign, self._session.db
            assert campaign is not None
            text = self.tr("已定案 {} 卷，共 {} 卷。评查员封存评查表以后，说法不一的条目会列在这里。")
            standing = actions.progress_of(db, campaign.id)
            decided = sum(counts.decided for counts in standing.units.values())
            settle = button(self.tr("自动议定一致的条目"), self.settle_agreed, "main")
            self.nothing = Empty(
                self._session.theme,
                "gavel",
                self.tr("没有待议的分歧"),
                text.format(decided, standing.dossiers),
                settle,
            )
            self.inside.addWidget(self.nothing)

    def _case(self, dispute: Dispute) -> str:
        one = self._dossiers.get(dispute.dossier)
        return (one.case_no or one.name) if one else dispute.dossier[:12]

    def _rubric(self, dispute: Dispute) -> Rubric:
        assert self._session.campaign is not None
        return frozen(self._session.campaign, dispute.rubric)

    def _selected(self) -> None:
        chosen = self.table.values()
        if chosen and chosen[0] != self.dispute:
            self.dispute = chosen[0]
            self.reason.clear()
            self.dissent.clear()
        self._show()

    def _show(self) -> None:
        clear(self.buttons)
        dispute = self.dispute
        if dispute is None:
            self.voices.show_dispute(None, None, False)
            return
        rubric, one = self._rubric(dispute), self._dossiers.get(dispute.dossier)
        self.head.setText(title_of(rubric, dispute.item))
        parts = [self._case(dispute)]
        if one is not None:
            parts += [self._units.get(one.unit, one.unit), one.cause or ""]
        self.about.setText(" · ".join([*filter(None, parts), word(self._session, "why", dispute.why)]))
        item = next((i for i in rubric.items if i.id == dispute.item), None)
        self.requirement.setText(item.requirement if item else "")
        self.requirement.setVisible(bool(item and item.requirement))
        self.voices.show_dispute(dispute, rubric, self.names.isChecked())
        for made in self._make_buttons(dispute, rubric):
            self.buttons.addWidget(made)
        self.buttons.addStretch(1)

    def _make_buttons(self, dispute: Dispute, rubric: Rubric) -> list[QPushButton]:
        def keyed(text: str, key: str, do: Callable[[], object], style: str = "") -> QPushButton:
            made = button(f"{text}  {key}", do, style)
            made.setToolTip(f"{text}  {key}")
            return made

        if any(veto.id == dispute.item for veto in rubric.vetoes):
            return [
                keyed(self.tr("确认一票否决"), "V", self.confirm_veto, "danger"),
                keyed(self.tr("否决不成立"), "N", self.neither),
            ]
        return [
            keyed(self.tr("都采纳"), "S", self.both),
            keyed(self.tr("都不采纳"), "N", self.neither),
            keyed(self.tr("另行决定…"), "O", self.own),
        ]

    def show_meeting(self, on: bool) -> None:
        """For the projector: large type, names off, one dispute at a time."""
        self.left.setVisible(not on)
        self.names.setChecked(False)
        self.names.setEnabled(not on)
        size = self.font().pointSizeF() * LARGE
        self.right.setStyleSheet(f"QLabel, QPushButton, QLineEdit {{ font-size: {size:.1f}pt; }}" if on else "")

    def step(self, by: int) -> None:
        """The next dispute, or the one before."""
        chosen = self.table.view.selectionModel().selectedRows()
        count = self.table.model.rowCount()
        if count:
            self.table.view.selectRow(((chosen[0].row() if chosen else -1) + by) % count)

    def _open_page(self, page: int) -> None:
        if self.dispute is not None:
            self._asked("marking", (self.dispute.dossier, page, self.dispute.item))

    # deciding ------------------------------------------------------------------------------------------------------

    def _by_letter(self, letter: str) -> None:
        if self.dispute is not None:
            readers = dict(zip(LETTERS, self.dispute.earned))
            if letter in readers:
                self.take(readers[letter])

    def take(self, reader: str) -> None:
        self._propose("reader", of=reader)

    def both(self) -> None:
        self._propose("both")

    def neither(self) -> None:
        self._propose("neither")

    def _propose(self, choice: str, of: str = "") -> None:
        if self.dispute is None:
            return
        try:
            decision = actions.propose(
                self._session.db,
                self.dispute,
                choice,  # type: ignore[arg-type]
                of=of,
                reason=self.reason.text().strip(),
                dissent=self.dissent.text().strip(),
            )
        except CaseReviewError as error:
            self._session.failed.emit(error)
            return
        self.decide(decision)

    def decide(self, decision: Decision) -> bool:
        """Record it; where a reason is missing the cursor stands in its field."""
        if self._session.act(actions.decide, decision) is None:
            self.reason.setFocus()
            return False
        return True

    def own(self) -> None:
        dispute = self.dispute
        if dispute is not None and any(i.id == dispute.item for i in self._rubric(dispute).items):
            Own(self._session, self, dispute, self._rubric(dispute), self.reason.text(), self.decide).open()

    def confirm_veto(self) -> None:
        dispute = self.dispute
        if dispute is None or all(veto.id != dispute.item for veto in self._rubric(dispute).vetoes):
            return
        said = VetoConfirmation(
            campaign=dispute.campaign,
            dossier=dispute.dossier,
            rubric=dispute.rubric,
            veto=dispute.item,
            reason=self.reason.text().strip(),
        )
        who = self._session.author.name
        text = self.tr("{} 确认本卷存在“{}”。一票否决要两个人分别确认才成立。")
        title = title_of(self._rubric(dispute), dispute.item)
        ask = Ask(
            self,
            self.tr("确认一票否决"),
            label(text.format(who, title), wrap=True),
            ok=self.tr("确认"),
            do=lambda: self._session.act(actions.confirm_veto, said) is not None,
        )
        ask.open()

    def settle_agreed(self) -> None:
        assert self._session.campaign is not None
        job = self._session.job(self.tr("自动议定"), actions.settle_agreed, self._session.campaign.id)
        self._session.jobs.start(job)


class Own(Ask):
    """The panel's own decision: how often each deduction of the item stands."""

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        dispute: Dispute,
        rubric: Rubric,
        reason: str,
        decide: Callable[[Decision], bool],
    ) -> None:
        self._session, self._dispute, self._decide_it = session, dispute, decide
        item = rubric.item(dispute.item)
        self.spins: dict[str, QSpinBox] = {}
        rows = []
        for deduction in item.deductions:
            spin = roomy(QSpinBox())
            spin.setRange(0, 1 if deduction.once else 999)
            spin.setAccessibleName(deduction.named)
            spin.setValue(max((n for lost in dispute.lost.values() for d, n in lost if d == deduction.id), default=0))
            self.spins[deduction.id] = spin
            says = row(gap=3)
            says.addWidget(label(deduction.named, wrap=True), 1)
            says.addWidget(label(texts.costs(deduction), "small"))
            says.addWidget(spin)
            rows.append(says)
        self.out = QCheckBox("")
        self.reason = line(reason)
        self.problem = wrong()
        head = label(title_of(rubric, dispute.item), "heading", wrap=True)
        super().__init__(parent, "", head, *rows, self.out, self.reason, self.problem, do=self._make)
        self.setWindowTitle(self.tr("另行决定"))
        self.out.setText(self.tr("本案不适用这一条"))
        self.reason.setPlaceholderText(self.tr("理由（必填）"))
        self.reason.setAccessibleName(self.tr("理由"))

    def value(self) -> Decision:
        lost = tuple((name, spin.value()) for name, spin in self.spins.items() if spin.value())
        kind = "not_applicable" if self.out.isChecked() else "deduct" if lost else "full"
        base = actions.propose(self._session.db, self._dispute, "neither", reason=self.reason.text().strip())
        return base.model_copy(update={"choice": "own", "kind": kind, "lost": () if self.out.isChecked() else lost})

    def _make(self) -> bool:
        if not self.reason.text().strip():
            return tell(self.problem, self.tr("另行决定要写明理由。"))
        return self._decide_it(self.value())
