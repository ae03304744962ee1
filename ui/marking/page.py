"""评查: three panes with the dossier's papers, its pages, and the rubric; all by mouse, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QFrame, QInputDialog, QSplitter, QStackedWidget, QVBoxLayout

from casereview.changes import Changes
from casereview.dossier.model import Box
from casereview.errors import CaseReviewError
from casereview.marking.hints import Hint
from casereview.marking.model import Mark, MarkKind, Seen
from casereview.rubric.model import Deduction
from ui.kit.find_bar import FindBar
from ui.kit.layout import Empty, button, column, label, row, scaled, tool
from ui.kit.page import Page
from ui.kit.page_bar import PageBar
from ui.kit.pageview import Overlay, PageView
from ui.kit.paper_tree import PaperTree
from ui.kit.session import Session
from ui.kit.shortcuts import Group
from ui.marking import dialogs, intents, keys, queue, texts
from ui.marking.choices import Choice, choices
from ui.marking.compare import Compare
from ui.marking.desk import Desk
from ui.marking.detail import Detail
from ui.marking.help import JUMPS, shortcut_rows
from ui.marking.picker import Picker
from ui.marking.rubric_tree import RubricTree

PANES = "marking"


class MarkingPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.desk = Desk(session)
        self._keys = keys.REST
        self._queue: list[str] = []
        self._draft: Seen | None = None
        self.view = PageView(session.pictures, session.theme)
        self.bar = PageBar(self.view, session.theme)
        self.papers = PaperTree(session)
        self.rubric = RubricTree(self.desk)
        self.detail = Detail(self.desk)
        self.compare = Compare(session, self.desk, self.view)
        self.stack = QStackedWidget()
        self._empty = QVBoxLayout()
        empty = QFrame()
        empty.setLayout(self._empty)
        self.stack.addWidget(empty)
        self.stack.addWidget(self._panes())
        self.setLayout(column(self.stack, gap=0))
        self._connect()
        self._make_commands()

    # layout --------------------------------------------------------------------------------------------------------

    def _panes(self) -> QFrame:
        self.title = label("", "heading")
        self.state = label("", "soft")
        self.typed = label("", "heading")
        self.seal_button = button(self.tr("封存"), self.seal, "main")
        self.seal_button.setToolTip(self.tr("封存评查表  Ctrl+Enter"))
        strip = QFrame()
        strip.setObjectName("strip")
        before = button("‹", lambda: self.step_dossier(-1))
        after = button("›", lambda: self.step_dossier(1))
        before.setToolTip(self.tr("上一卷  ["))
        after.setToolTip(self.tr("下一卷  ]"))
        self.queue_label = label("", "quiet")
        self.across = QCheckBox(self.tr("横评"))
        self.across.setToolTip(self.tr("换卷时停在同一条，并翻到这一条要看的文书  T"))
        self.across.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        strip.setLayout(
            row(
                before,
                after,
                self.queue_label,
                self.across,
                1,
                self.title,
                self.state,
                None,
                self.typed,
                self.seal_button,
                margin=2,
            )
        )
        middle = QFrame()
        self.finding = FindBar(
            self.view, lambda: self.desk.reading.pages if self.desk.ready else (), self.session.theme
        )
        find = tool("search", self.tr("查找  Ctrl+F"), self.finding.begin, self.session.theme)
        beside = tool("columns-2", self.tr("两份文书对照  C"), self.toggle_compare, self.session.theme)
        self.bar.more.addWidget(find)
        self.bar.more.addWidget(beside)
        middle.setLayout(column(self.bar, self.finding, self.view, gap=0))
        self.middles = QSplitter(Qt.Orientation.Horizontal)
        self.middles.addWidget(middle)
        self.middles.addWidget(self.compare)
        self.compare.hide()
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.rubric)
        right.addWidget(self.detail)
        right.setSizes([340, 380])
        self._left = self._paned(self.papers)
        self._left.setMinimumWidth(scaled(136))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for each, stretch in ((self._left, 0), (self.middles, 1), (self._paned(right), 0)):
            self.split.addWidget(each)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes(self.session.preferences.values.panes.get(PANES) or [scaled(208), 620, scaled(392)])
        self.split.splitterMoved.connect(self._keep_panes)
        frame = QFrame()
        frame.setLayout(column(strip, self.split, gap=0))
        frame.layout().setStretch(1, 1)  # type: ignore[union-attr]
        return frame

    def _paned(self, inside: QObject) -> QFrame:
        frame = QFrame()
        frame.setObjectName("pane")
        frame.setLayout(column(inside, gap=0))  # type: ignore[arg-type]
        return frame

    def _keep_panes(self) -> None:
        panes = self.session.preferences.values.panes
        self.session.preferences.keep(panes={**panes, PANES: self.split.sizes()})

    def _connect(self) -> None:
        self.papers.chosen.connect(self.view.go)
        self.view.page_changed.connect(self._page_shown)
        self.view.box_drawn.connect(self.mark_box)
        self.view.overlay_clicked.connect(self._overlay_clicked)
        self.rubric.why.connect(self.show_trace)
        self.detail.deduct.connect(self.deduct_this)
        self.detail.show_seen.connect(self.show_seen)
        self.detail.withdraw.connect(lambda mark: self.desk.take_back([mark], self.tr("撤回")))
        self.detail.accept.connect(self.take_hint)
        self.detail.full.connect(self.mark_full)
        self.detail.not_applicable.connect(self.ask_not_applicable)
        self.desk.changed.connect(self._show_overlays)
        self.desk.changed.connect(self._show_state)
        for watched in (self.view, self.papers.tree, self.rubric.tree, self.detail):
            watched.installEventFilter(self)
            watched.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _make_commands(self) -> None:
        """The same acts in the palette; their keys belong to the state machine."""
        for title, do in (
            (self.tr("封存评查表"), self.seal),
            (self.tr("下一条未评"), self.desk_next_open),
            (self.tr("撤销"), self.session.undo.undo),
            (self.tr("重做"), self.session.undo.redo),
            (self.tr("一票否决"), self.ask_veto),
            (self.tr("加分"), self.ask_bonus),
            (self.tr("亮点"), partial(self.ask_remark, MarkKind.STRENGTH)),
            (self.tr("请组长看"), partial(self.ask_remark, MarkKind.FLAG)),
            (self.tr("这个分数是怎样算出来的"), self.show_trace),
            (self.tr("两份文书对照"), self.toggle_compare),
            (self.tr("导入标准并新建评查批次"), self.new_review),
        ):
            self.command(title, do)
        self.command(self.tr("在本卷中查找"), self.finding.begin, "Ctrl+F")

    def shortcut_groups(self) -> list[Group]:
        return [(self.tr("评查"), shortcut_rows())]

    # what is shown -------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        everything = "*" in changes.campaigns
        if changes.dossiers:
            self._queue = queue.of(self.session)
        if not self.desk.ready or everything or changes.campaigns:
            here = self.desk.dossier.id if self.desk.ready else ""
            self._open_first(here)
        elif self.desk.dossier.id in changes.marks or "*" in changes.marks:
            self.desk.reload()

    def arrive(self, argument: object) -> None:
        """A dossier's id, or (id, page, item)."""
        if isinstance(argument, tuple):
            ident, page, item = argument
            if not self.desk.ready or self.desk.dossier.id != ident:
                self.open(ident)
            self.view.go(page)
            if item and self.desk.ready:
                self.desk.go(item)
        elif isinstance(argument, str):
            self.open(argument)

    def place(self) -> object:
        return (self.desk.dossier.id, self.view.page, self.desk.item) if self.desk.ready else None

    def _open_first(self, here: str) -> None:
        waiting = self._queue = queue.of(self.session)
        if self.session.campaign is None:
            self._say_empty(
                self.tr("还没有评查批次"),
                self.tr("新建一个批次即可开始评分：采用随程序提供的评查标准，之后可以抽卷、分派和合议。"),
                button(self.tr("用自带标准新建评查"), self.new_review, "main"),
            )
        elif not waiting:
            go = button(self.tr("去录入案卷"), lambda: self.asked.emit("dossiers", None), "main")
            self._say_empty(self.tr("还没有案卷"), self.tr("先把案卷文件录进来，再到这里评分。"), go)
        else:
            self.open(here if here in waiting else waiting[0])

    def _say_empty(self, title: str, text: str, *buttons: object) -> None:
        while (old := self._empty.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        self._empty.addWidget(Empty(self.session.theme, "list-checks", title, text, *buttons))  # type: ignore[arg-type]
        self.stack.setCurrentIndex(0)

    def new_review(self) -> None:
        """A campaign with the shipped rubrics, so that one can start at once."""
        queue.new_review(self.session)

    def open(self, ident: str) -> None:
        try:
            fits = self.desk.open(ident)
        except CaseReviewError as error:
            self.session.failed.emit(error)
            return
        if not fits:
            self._say_empty(
                self.tr("没有适合这一卷的标准"),
                self.tr("本批次没有适用于该案件程序的评查标准，请在“标准”中选用。"),
                button(self.tr("查看案卷"), lambda: self.asked.emit("dossiers", ident), "main"),
            )
            return
        self.stack.setCurrentIndex(1)
        self.papers.show_reading(self.desk.reading)
        self.view.show_pages(self.desk.pages)
        self.compare.show_dossier()
        self._show_overlays()
        self._show_state()
        self.view.setFocus()

    def step_dossier(self, by: int) -> None:
        waiting, item = self._queue, self.desk.item
        if not self.desk.ready or self.desk.dossier.id not in waiting:
            return
        self.open(waiting[(waiting.index(self.desk.dossier.id) + by) % len(waiting)])
        if self.across.isChecked() and any(line.item == item for line in self.desk.sheet.lines):
            self._go_across(item)

    def _go_across(self, item: str) -> None:
        """横评: the same item of another dossier, on the paper where it looks."""
        self.desk.go(item)
        forms = self.desk.rubric.item(item).documents
        there = [min(p.pages) for p in self.desk.reading.papers if p.form in forms and p.pages]
        if there:
            self.view.go(there[0])

    def _page_shown(self, page: int) -> None:
        self.desk.seen.add(page)
        self.papers.mark_page(page, self.desk.seen)

    def _show_state(self) -> None:
        desk = self.desk
        if not desk.ready:
            return
        self.title.setText(desk.dossier.case_no or desk.dossier.name)
        self.title.setToolTip(desk.dossier.cause or "")
        sealed = desk.sheet.sealed
        self.state.setText(self.tr("已封存") if sealed else desk.dossier.cause or "")
        self.seal_button.setText(self.tr("重开…") if sealed else self.tr("封存"))
        waiting = self._queue
        place = waiting.index(desk.dossier.id) + 1 if desk.dossier.id in waiting else 0
        self.queue_label.setText(f"{place}/{len(waiting)}" if place else "")

    def _show_overlays(self) -> None:
        if not self.desk.ready:
            return
        found: list[Overlay] = []
        for mark in self.desk.marks:
            look = "fact" if mark.said.kind in (MarkKind.STRENGTH, MarkKind.BONUS) else "mark"
            code = self._code(mark)
            for seen in mark.said.evidence:
                if seen.box is not None:
                    found.append(Overlay(seen.dossier_page, Box(*seen.box), look, code, mark.id))
        if self._draft is not None and self._draft.box is not None:
            found.append(Overlay(self._draft.dossier_page, Box(*self._draft.box), "draft"))
        self.view.show_overlays(found)

    def _code(self, mark: Mark) -> str:
        known = {item.id for item in self.desk.rubric.items}
        return self.desk.rubric.position(mark.said.item) if mark.said.item in known else texts.kind_text(mark.said.kind)

    def _overlay_clicked(self, key: str) -> None:
        for mark in self.desk.marks:
            if mark.id == key and mark.said.item in {line.item for line in self.desk.sheet.lines}:
                self.desk.go(mark.said.item)

    def show_seen(self, seen: Seen) -> None:
        if seen.kind == "place":
            self.view.go(seen.dossier_page, Box(*seen.box) if seen.box else None)

    # marking -------------------------------------------------------------------------------------------------------

    def here(self) -> Seen:
        """The page one looks at, as evidence."""
        return intents.seen_at(self.desk.reading, self.view.page, None)

    def mark_box(self, page: int, box: Box) -> None:
        """The one gesture: a box was drawn; what is it?"""
        if self.desk.sheet.sealed:
            return
        self.pick(intents.seen_at(self.desk.reading, page, box))

    def pick(self, seen: Seen, only: str = "", deduction: str = "", outcome: str = "") -> None:
        """Open the item picker for this evidence; only: deductions of one item; outcome: of the check that proposed it."""
        desk = self.desk
        paper = self.papers.paper_at(seen.dossier_page) if seen.kind == "place" else None
        hinted = {hint.outcome.outcome for line in desk.sheet.lines for hint in desk.hints_at(line.item)}
        found = choices(desk.rubric, desk.sheet, paper.form if paper else "", desk.item, seen.text, hinted)
        if only:
            found = [c for c in found if c.item.id == only and deduction in ("", c.deduction.id)] or found
        self._draft = seen
        self._show_overlays()
        picker = Picker(desk, seen, found, self)
        picker.chosen.connect(lambda choice, count, note: self._deduct(choice, seen, count, note, outcome))
        picker.remarked.connect(lambda kind, note: self._remark(kind, seen, note))
        picker.finished.connect(self._picked)
        picker.open()

    def _picked(self) -> None:
        self._draft = None
        self._show_overlays()
        self.view.setFocus()

    def _deduct(self, choice: Choice, seen: Seen, count: int, note: str, outcome: str = "") -> None:
        said = intents.deduct(self.desk.sitting, choice.item, choice.deduction, [seen], count, note, outcome)
        self.desk.say(said, self.tr("扣分 {}").format(choice.code))
        self.desk.go(choice.item.id)

    def deduct_this(self, deduction: Deduction) -> None:
        """By the button of a deduction: the evidence is the page one looks at."""
        self.pick(self.here(), self.desk.item, deduction.id)

    def deduct_here(self) -> None:
        self.pick(self.here(), self.desk.item)

    def deduct_not_found(self) -> None:
        """未见 as evidence: the papers where this item looks were searched."""
        item = self.desk.current
        if item is not None:
            self.pick(intents.not_found(self.desk.reading, item.documents), item.id)

    def take_hint(self, hint: Hint) -> None:
        """Take over what the program found: the reader looks it through in the picker first."""
        seen = hint.evidence[0] if hint.evidence else intents.not_found(self.desk.reading, ())
        self.pick(seen, hint.item, hint.deduction, hint.outcome.outcome)

    def mark_full(self) -> None:
        if self.desk.item:
            self.desk.say(intents.full(self.desk.sitting, self.desk.item), self.tr("满分"))
            self.desk_next_open()

    def ask_not_applicable(self) -> None:
        item = self.desk.current
        if item is None or self.desk.sheet.sealed:
            return
        ask = dialogs.Reason(self.desk.rubric, f"{self.desk.rubric.position(item.id)}  {item.title}", self)
        ask.given.connect(partial(self._not_applicable, item.id))
        ask.open()

    def _not_applicable(self, item: str, reason: str, note: str) -> None:
        self.desk.say(intents.not_applicable(self.desk.sitting, item, reason, note), self.tr("不适用"))

    def ask_veto(self) -> None:
        seen = self.here()
        ask = dialogs.PickVeto(self.desk.rubric, seen, self)
        ask.given.connect(
            lambda veto, note: self.desk.say(
                intents.veto(self.desk.sitting, veto.id, [seen], note), self.tr("一票否决")
            )
        )
        ask.open()

    def ask_bonus(self) -> None:
        seen = self.here()
        ask = dialogs.PickBonus(self.desk.rubric, self)
        ask.given.connect(
            lambda bonus, points, note: self.desk.say(
                intents.bonus(self.desk.sitting, bonus.id, points, [seen], note), self.tr("加分")
            )
        )
        ask.open()

    def ask_remark(self, kind: MarkKind) -> None:
        seen = self.here()
        ask = dialogs.Note(texts.kind_text(kind), seen, self)
        ask.given.connect(lambda note: self._remark(kind, seen, note))
        ask.open()

    def _remark(self, kind: MarkKind, seen: Seen, note: str) -> None:
        said = intents.remark(self.desk.sitting, kind, self.desk.item, [seen], note)
        self.desk.say(said, texts.kind_text(kind))

    def withdraw_here(self) -> None:
        """Take back the marks of the current item."""
        own = [mark for mark in self.desk.marks_at(self.desk.item) if mark.said.kind in intents.JUDGES]
        self.desk.take_back(own, self.tr("撤回"))

    def seal(self) -> None:
        if self.desk.sheet.sealed:
            reason, ok = QInputDialog.getText(self, self.tr("重开评查表"), self.tr("为什么要重开："))
            if ok and reason.strip():
                self.desk.reopen(reason.strip())
            return
        ask = dialogs.Seal(self.desk, self)
        ask.go.connect(self.desk.go)
        ask.confirmed.connect(self.desk.seal)
        ask.open()

    def show_trace(self) -> None:
        dialogs.Trace(self.session, self.desk.sheet, self).open()

    def toggle_compare(self) -> None:
        self.compare.setVisible(not self.compare.isVisible())
        self._left.setVisible(not self.compare.isVisible())  # two pages need the room
        if self.compare.isVisible():
            half = self.middles.width() // 2
            self.middles.setSizes([half, half])
            self.compare.show_dossier()

    def desk_next_open(self) -> None:
        self.desk.next_open()

    # keys ----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the panes go through the state machine; text fields are not watched, so nothing fires while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.desk.ready:
            name = key_name(event)
            self._keys, command = keys.press(self._keys, name, self.desk.codes)
            self.typed.setText("g…" if self._keys.jumping else self._keys.typed)
            if command is not None:
                self.do(command)
            return command is not None or self._keys != keys.REST
        return super().eventFilter(watched, event)

    def do(self, command: keys.Command) -> None:
        """Carry out what a key means."""
        if command.name == "go_item":
            item = self.desk.rubric.at(command.argument)
            if item is not None:
                self.desk.go(item.id)
        elif command.name == "jump":
            self._jump(command.argument)
        else:
            self._acts()[command.name]()

    def _acts(self) -> dict[str, Callable[[], object]]:
        view, desk, undo = self.view, self.desk, self.session.undo
        return {
            "next_item": lambda: desk.step(1),
            "previous_item": lambda: desk.step(-1),
            "next_paper": lambda: view.go(self.papers.neighbour(view.page, 1)),
            "previous_paper": lambda: view.go(self.papers.neighbour(view.page, -1)),
            "next_page": lambda: view.turn(1),
            "previous_page": lambda: view.turn(-1),
            "first_page": lambda: view.go(1),
            "last_page": lambda: view.go(len(view.pages)),
            "zoom_in": lambda: view.set_zoom(view.zoom * 1.2),
            "zoom_out": lambda: view.set_zoom(view.zoom / 1.2),
            "full": self.mark_full,
            "not_applicable": self.ask_not_applicable,
            "deduct": self.deduct_here,
            "not_found": self.deduct_not_found,
            "veto": self.ask_veto,
            "bonus": self.ask_bonus,
            "strength": partial(self.ask_remark, MarkKind.STRENGTH),
            "flag": partial(self.ask_remark, MarkKind.FLAG),
            "next_open": desk.next_open,
            "next_disputed": self._next_disputed,
            "why": self.show_trace,
            "compare": self.toggle_compare,
            "withdraw": self.withdraw_here,
            "undo": undo.undo,
            "redo": undo.redo,
            "seal": self.seal,
            "across": self.across.toggle,
            "next_dossier": partial(self.step_dossier, 1),
            "previous_dossier": partial(self.step_dossier, -1),
        }

    def _jump(self, digit: str) -> None:
        """g and a digit: to the decision, the notice …"""
        forms = JUMPS.get(digit, ("", ()))[1]
        for paper in self.desk.reading.papers:
            if paper.form in forms and paper.pages:
                self.view.go(min(paper.pages))
                return

    def _next_disputed(self) -> None:
        """The next item with two values in this sheet."""
        conflicts = [line.item for line in self.desk.sheet.lines if line.state == "conflict"]
        if conflicts:
            after = conflicts.index(self.desk.item) + 1 if self.desk.item in conflicts else 0
            self.desk.go(conflicts[after % len(conflicts)])


def key_name(event: QKeyEvent) -> str:
    """A key as the state machine knows it: letters lower, names as Qt writes them."""
    name = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    name = name.replace("Num+", "")
    if name.startswith("Shift+") and len(name) == 7:
        name = name[6:]
    return name.lower() if len(name) == 1 else name
