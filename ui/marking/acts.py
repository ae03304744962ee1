"""What a reader does on the marking screen: each act asks what it must and hands the rest to the desk."""

from __future__ import annotations

import re
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from casereview.dossier.model import Box
from casereview.marking.actions import marked_copy
from casereview.marking.hints import Hint
from casereview.marking.model import Mark, MarkKind, Past, Seen
from casereview.marking.similar import Similar, sayings, similar
from casereview.progress import Progress
from casereview.rubric.model import Deduction
from ui.kit.ask import Ask
from ui.kit.jobs import Job
from ui.kit.layout import label
from ui.kit.page_pane import PagePane
from ui.kit.paper_tree import PaperTree
from ui.marking import dialogs, intents, queue, texts
from ui.marking.choices import Choice, choices
from ui.marking.desk import Desk
from ui.marking.past import PastDialog
from ui.marking.picker import Picker
from ui.marking.similar import SayMarks, SimilarDialog


class Acts(QObject):
    """drafted: the evidence that is being marked, None when that is over."""

    drafted = Signal(object)

    def __init__(self, desk: Desk, pages: PagePane, papers: PaperTree, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._pages, self._papers, self._window = desk, pages, papers, window

    def here(self) -> Seen:
        """What one looks at, as evidence: the text that is picked on the page, else the whole page."""
        view = self._pages.looked_at
        picked = [each.box for each in view.picked if each.page == view.page]
        if picked:
            return intents.seen_picked(self._desk.reading, view.page, picked)
        return intents.seen_at(self._desk.reading, view.page, None)

    # deductions ----------------------------------------------------------------------------------------------------

    def mark_box(self, page: int, box: Box) -> None:
        """The one gesture: a box was drawn; what is it?"""
        self.pick(intents.seen_at(self._desk.reading, page, box))

    def pick(self, seen: Seen, only: str = "", deduction: str = "", outcome: str = "") -> None:
        """Open the item picker for this evidence; only: deductions of one item; outcome: of the check that proposed it."""
        desk = self._desk
        if desk.sheet.sealed:
            return
        paper = self._papers.paper_at(seen.dossier_page) if seen.kind == "place" else None
        hinted = {hint.outcome.outcome for line in desk.sheet.lines for hint in desk.hints_at(line.item)}
        found = choices(desk.rubric, desk.sheet, paper.form if paper else "", desk.item, seen.text, hinted)
        if only:
            found = [c for c in found if c.item.id == only and deduction in ("", c.deduction.id)] or found
        self.drafted.emit(seen)
        picker = Picker(desk, seen, found, self._window)
        picker.chosen.connect(lambda choice, count, note: self._deduct(choice, seen, count, note, outcome))
        picker.remarked.connect(lambda kind, note: self._remark(kind, seen, note))
        picker.finished.connect(self._picked)
        picker.open()

    def _picked(self) -> None:
        self.drafted.emit(None)
        self._pages.looked_at.setFocus()

    def _deduct(self, choice: Choice, seen: Seen, count: int, note: str, outcome: str) -> None:
        said = intents.deduct(self._desk.sitting, choice.item, choice.deduction, [seen], count, note, outcome)
        self._desk.say(said, self.tr("扣分 {}").format(choice.code))
        self._desk.go(choice.item.id)

    def deduct_this(self, deduction: Deduction) -> None:
        """By the button of a deduction: the evidence is the page one looks at."""
        self.pick(self.here(), self._desk.item, deduction.id)

    def deduct_here(self) -> None:
        self.pick(self.here(), self._desk.item)

    def deduct_not_found(self) -> None:
        """未见 as evidence: the papers where this item looks were searched."""
        item = self._desk.current
        if item is not None:
            self.pick(intents.not_found(self._desk.reading, item.documents), item.id)

    def take_hint(self, hint: Hint) -> None:
        """Take over what the program found: the reader looks it through in the picker first."""
        seen = hint.evidence[0] if hint.evidence else intents.not_found(self._desk.reading, ())
        self.pick(seen, hint.item, hint.deduction, hint.outcome.outcome)

    # other judgements ----------------------------------------------------------------------------------------------

    def mark_full(self) -> None:
        """Full marks, and on to the next open item."""
        if self._desk.item and not self._desk.sheet.sealed:
            self._desk.say(intents.full(self._desk.sitting, self._desk.item), self.tr("满分"))
            self._desk.next_open()

    def ask_full_section(self) -> None:
        """Full marks for what is still open in this section; the list is confirmed first."""
        waiting = self._desk.open_in_section()
        if waiting and not self._desk.sheet.sealed:
            ask = dialogs.FullSection(self._desk.rubric, waiting, self._window)
            ask.given.connect(self._full_all)
            ask.open()

    def _full_all(self, items: list[str]) -> None:
        said = [intents.full(self._desk.sitting, item) for item in items]
        self._desk.say_all(said, self.tr("{} 条满分").format(len(said)))
        self._desk.next_open()

    def ask_not_applicable(self) -> None:
        item = self._desk.current
        if item is None or self._desk.sheet.sealed:
            return
        code = self._desk.rubric.position(item.id)
        ask = dialogs.Reason(self._desk.rubric, f"{code}  {item.title}", self._window)
        ask.given.connect(partial(self._not_applicable, item.id))
        ask.open()

    def _not_applicable(self, item: str, reason: str, note: str) -> None:
        self._desk.say(intents.not_applicable(self._desk.sitting, item, reason, note), self.tr("不适用"))

    def ask_veto(self) -> None:
        if self._desk.sheet.sealed:
            return
        seen, say, desk = self.here(), self.tr("一票否决"), self._desk
        ask = dialogs.PickVeto(desk.rubric, seen, self._window)
        ask.given.connect(lambda veto, note: desk.say(intents.veto(desk.sitting, veto.id, [seen], note), say))
        ask.open()

    def ask_bonus(self) -> None:
        if self._desk.sheet.sealed:
            return
        seen, say, desk = self.here(), self.tr("加分"), self._desk
        ask = dialogs.PickBonus(desk.rubric, self._window)
        ask.given.connect(
            lambda bonus, points, note: desk.say(intents.bonus(desk.sitting, bonus.id, points, [seen], note), say)
        )
        ask.open()

    def ask_remark(self, kind: MarkKind) -> None:
        """A strong point or a flag for the leader, at the page one looks at."""
        if self._desk.sheet.sealed:
            return
        seen = self.here()
        ask = dialogs.Note(texts.kind_text(kind), seen, self._window)
        ask.given.connect(lambda note: self._remark(kind, seen, note))
        ask.open()

    def _remark(self, kind: MarkKind, seen: Seen, note: str) -> None:
        self._desk.say(intents.remark(self._desk.sitting, kind, self._desk.item, [seen], note), texts.kind_text(kind))

    def withdraw(self, mark: Mark) -> None:
        self._desk.take_back([mark], self.tr("撤回"))

    def withdraw_here(self) -> None:
        """Take back the judgements of the current item."""
        own = [mark for mark in self._desk.marks_at(self._desk.item) if mark.said.kind in intents.JUDGES]
        self._desk.take_back(own, self.tr("撤回"))

    def ask_past(self) -> None:
        """What one said of this item before, and back to it."""
        desk = self._desk
        if desk.current is None:
            return
        code = desk.rubric.position(desk.item)
        PastDialog(desk.rubric, f"{code}  {desk.current.title}", desk.past(desk.item), self._again, self._window).open()

    def _again(self, one: Past) -> None:
        self._desk.say(intents.again(self._desk.sitting, one.mark), self.tr("恢复"))

    # the sheet -----------------------------------------------------------------------------------------------------

    def seal(self) -> None:
        """Seal, or reopen what is sealed with a reason."""
        if self._desk.sheet.sealed:
            reason, ok = QInputDialog.getText(self._window, self.tr("重开评查表"), self.tr("为什么要重开："))
            if ok and reason.strip():
                self._desk.reopen(reason.strip())
            return
        ask = dialogs.Seal(self._desk, self._window)
        ask.go.connect(self._desk.go)
        ask.confirmed.connect(self._desk.seal)
        ask.open()

    # others ----------------------------------------------------------------------------------------------------------

    def ask_similar(self, mark: Mark) -> None:
        """Where else the checks found what this mark says: beside the window, for every dossier before this reader."""
        desk = self._desk
        session, campaign = desk.session, desk.session.campaign
        if campaign is None or not mark.said.deduction:
            return
        rubric, reader, workspace, hidden = desk.rubric, session.author.name, session.workspace, campaign.hints_hidden
        idents = [ident for ident in queue.of(session) if ident != desk.dossier.id]

        def work(progress: Progress) -> list[Similar]:
            with closing(workspace.connect()) as db:
                return similar(
                    db,
                    rubric,
                    campaign.id,
                    reader,
                    mark.said.deduction,
                    idents,
                    judged_only=hidden,
                    progress=progress,
                )

        job = session.task(self.tr("查找同类案卷"), work)
        job.succeeded.connect(partial(self._offer, mark))
        session.jobs.start(job)

    def _offer(self, mark: Mark, found: list[Similar]) -> None:
        desk, campaign = self._desk, self._desk.session.campaign
        if campaign is None:
            return
        if not found:
            text = self.tr("没有找到可以套用的案卷：预审在别的案卷里没有发现同样的问题，或者您还没有评到这一条。")
            Ask(self._window, self.tr("套用到同类案卷"), label(text, wrap=True)).open()
            return
        dialog = SimilarDialog(desk.session, texts.mark_text(desk.rubric, mark), found, self._window)
        rubric, note = desk.rubric, mark.said.note
        dialog.chosen.connect(
            lambda chosen: desk.session.undo.push(
                SayMarks(
                    desk.session,
                    sayings(rubric, campaign.id, chosen, note=note),
                    self.tr("套用到 {} 卷").format(len(chosen)),
                )
            )
        )
        dialog.open()

    # the copy ------------------------------------------------------------------------------------------------------

    def ask_copy(self) -> None:
        """The dossier with the marks drawn on its pages, as a PDF for whoever was reviewed."""
        desk = self._desk
        if not desk.ready:
            return
        name = re.sub(r'[\\/:*?"<>|]', "_", desk.dossier.case_no or desk.dossier.name)
        start = str(desk.session.workspace.exports / f"{name}-{self.tr('标注副本')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("导出标注副本"), start, "PDF (*.pdf)")
        if chosen:
            desk.session.jobs.start(self.copy_job(Path(chosen)))

    def copy_job(self, out: Path) -> Job:
        desk = self._desk
        session, campaign = desk.session, desk.session.campaign
        assert campaign is not None
        rubric, ident, context = desk.rubric, str(desk.dossier.id), desk.context
        reader, language, workspace = session.author.name, session.language, session.workspace

        def work(progress: Progress) -> Path:
            with closing(workspace.connect()) as db:
                return marked_copy(
                    db, rubric, campaign.id, ident, reader, context, out, language=language, progress=progress
                )

        return session.task(self.tr("导出标注副本"), work)

    def show_trace(self) -> None:
        dialogs.Trace(self._desk.session, self._desk.sheet, self._window).open()
