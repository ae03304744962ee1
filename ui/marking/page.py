"""评查: three panes with the dossier's papers, its pages, and the rubric; all by mouse, all by keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget

from casereview.changes import Changes
from casereview.dossier.model import Box
from casereview.errors import CaseReviewError
from casereview.marking.model import Mark, MarkKind, Seen
from ui.kit.layout import Empty, button, clear, column
from ui.kit.page import Page
from ui.kit.pageview import Overlay
from ui.kit.session import Session
from ui.kit.shortcuts import Group
from ui.marking import keys, queue, texts
from ui.marking.acts import Acts
from ui.marking.clock import Clock
from ui.marking.desk import Desk
from ui.marking.help import JUMPS, shortcut_rows
from ui.marking.panes import Panes


class MarkingPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.desk = Desk(session)
        self.panes = Panes(self.desk)
        self.view, self.papers = self.panes.view, self.panes.papers
        self.rubric, self.detail = self.panes.rubric, self.panes.detail
        self.compare, self.finding = self.panes.compare, self.panes.finding
        self.acts = Acts(self.desk, self.panes.middle, self.papers, self)
        self.clock = Clock()
        self._keys = keys.REST
        self._queue: list[str] = []
        self._draft: Seen | None = None
        self._empty = column(gap=0)
        empty = QFrame()
        empty.setLayout(self._empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(self.panes)
        self.setLayout(column(self.stack, gap=0))
        self._connect()
        self._make_commands()

    def _connect(self) -> None:
        acts, detail = self.acts, self.detail
        self.panes.stepped.connect(self.step_dossier)
        self.panes.sealing.connect(acts.seal)
        self.panes.copying.connect(acts.ask_copy)
        self.papers.chosen.connect(self.view.go)
        self.view.page_changed.connect(self._page_shown)
        for view in (self.view, self.compare.view):
            view.box_drawn.connect(acts.mark_box)
            view.overlay_clicked.connect(self._overlay_clicked)
        self.rubric.why.connect(acts.show_trace)
        detail.deduct.connect(acts.deduct_this)
        detail.show_seen.connect(self.show_seen)
        detail.withdraw.connect(acts.withdraw)
        detail.spread.connect(acts.ask_similar)
        detail.accept.connect(acts.take_hint)
        detail.full.connect(acts.mark_full)
        detail.past.connect(acts.ask_past)
        detail.not_applicable.connect(acts.ask_not_applicable)
        acts.drafted.connect(self._drafted)
        self.panes.middle.compared.connect(self._show_overlays)
        self.desk.changed.connect(self._show_overlays)
        self.desk.changed.connect(self._show_state)
        for watched in self.panes.watched():
            watched.installEventFilter(self)
            watched.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _make_commands(self) -> None:
        """The same acts in the palette; their keys belong to the state machine."""
        names = {
            "seal": self.tr("封存评查表"),
            "next_open": self.tr("下一条未评"),
            "full_section": self.tr("本部分未评的条目都记满分…"),
            "undo": self.tr("撤销"),
            "redo": self.tr("重做"),
            "veto": self.tr("一票否决"),
            "bonus": self.tr("加分"),
            "strength": self.tr("亮点"),
            "flag": self.tr("请组长看"),
            "why": self.tr("这个分数是怎样算出来的"),
            "compare": self.tr("两份文书对照"),
            "thumbs": self.tr("页面缩略图"),
            "known": self.tr("标出当事人、车牌号和罚款数额"),
            "tear_off": self.tr("标准另开一窗（第二屏）"),
            "past": self.tr("我在这一条上的评分历史"),
            "focus": self.tr("专注：只看这一条和页面"),
        }
        for name, title in names.items():
            self.command(title, partial(self.do, keys.Command(name)))
        self.command(self.tr("在本卷中查找"), self.finding.begin, "Ctrl+F")
        self.command(self.tr("导出标注副本（PDF）…"), self.acts.ask_copy)
        self.command(self.tr("用自带标准新建评查"), self.new_review)

    def shortcut_groups(self) -> list[Group]:
        return [(self.tr("评查"), shortcut_rows())]

    # where one is --------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.dossiers:
            self._queue = queue.of(self.session)
        if not self.desk.ready or changes.campaigns:
            self._open_first(self.desk.dossier.id if self.desk.ready else "")
        elif self.desk.dossier.id in changes.marks or "*" in changes.marks:
            self.desk.reload()

    def arrive(self, argument: object) -> None:
        """A dossier's id, or (id, page, item)."""
        if isinstance(argument, tuple):
            ident, page, item = argument
            if not self.desk.ready or self.desk.dossier.id != ident:
                self.open(ident, page)
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

    def _say_empty(self, title: str, text: str, *buttons: QPushButton) -> None:
        clear(self._empty)
        self._empty.addWidget(Empty(self.session.theme, "list-checks", title, text, *buttons))
        self.stack.setCurrentIndex(0)

    def new_review(self) -> None:
        """A campaign with the shipped rubrics, so that one can start at once."""
        queue.new_review(self.session)

    def open(self, ident: str, page: int = 0) -> None:
        """page 0: where this reader was last in the dossier."""
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
        self.panes.middle.show_pages(self.desk.pages, page, ident)
        self._show_overlays()
        self._show_state()
        self.view.setFocus()

    def step_dossier(self, by: int) -> None:
        """To the next dossier of the queue, round the end; with 横评 in the reader's own order, at the same item."""
        waiting, item = self._queue, self.desk.item
        if self.panes.across.isChecked():
            waiting = queue.across(waiting, self.session.author.name)
        if not self.desk.ready or self.desk.dossier.id not in waiting:
            return
        self.open(waiting[(waiting.index(self.desk.dossier.id) + by) % len(waiting)])
        if self.panes.across.isChecked() and any(line.item == item for line in self.desk.sheet.lines):
            self.desk.go(item)
            self._go_form(self.desk.rubric.item(item).documents)

    def _go_form(self, forms: tuple[str, ...]) -> None:
        """To the first paper of these forms that the dossier holds."""
        there = [min(p.pages) for form in forms for p in self.desk.reading.papers if p.form == form and p.pages]
        if there:
            self.view.go(there[0])

    # what is shown -------------------------------------------------------------------------------------------------

    def _page_shown(self, page: int) -> None:
        self.desk.seen.add(page)
        self.papers.mark_page(page, self.desk.seen)

    def _show_state(self) -> None:
        desk, panes = self.desk, self.panes
        if not desk.ready:
            return
        panes.title.setText(desk.dossier.case_no or desk.dossier.name)
        panes.title.setToolTip(desk.dossier.cause or "")
        panes.state.setText(self.tr("已封存") if desk.sheet.sealed else desk.dossier.cause or "")
        panes.seal.setText(self.tr("重开…") if desk.sheet.sealed else self.tr("封存"))
        waiting = self._queue
        place = waiting.index(desk.dossier.id) + 1 if desk.dossier.id in waiting else 0
        panes.place.setText(f"{place}/{len(waiting)}" if place else "")
        self._show_time()

    def _show_time(self) -> None:
        """Time at this dossier and the guess for the rest."""
        here = self.desk.dossier.id
        self.clock.at(here, time.monotonic())
        if self.desk.sheet.sealed:
            self.clock.done(here)
        said = self.tr("本卷 {} 分").format(self.clock.minutes(here))
        left = self.clock.minutes_left(len(self._queue) - len(self.clock.sealed))
        self.panes.time.setText(f"{said} · {self.tr('其余约 {} 分').format(left)}" if left else said)

    def _drafted(self, seen: Seen | None) -> None:
        self._draft = seen
        self._show_overlays()

    def _show_overlays(self) -> None:
        if not self.desk.ready:
            return
        found: list[Overlay] = []
        for mark in self.desk.marks:
            look = "fact" if mark.said.kind in (MarkKind.STRENGTH, MarkKind.BONUS) else "mark"
            boxed = [seen for seen in mark.said.evidence if seen.box is not None]
            found += [Overlay(s.dossier_page, Box(*s.box), look, self._code(mark), mark.id) for s in boxed if s.box]
        if self._draft is not None and self._draft.box is not None:
            found.append(Overlay(self._draft.dossier_page, Box(*self._draft.box), "draft"))
        for view in (self.view, self.compare.view):
            view.show_overlays(found)

    def _code(self, mark: Mark) -> str:
        known = {item.id for item in self.desk.rubric.items}
        return self.desk.rubric.position(mark.said.item) if mark.said.item in known else texts.kind_text(mark.said.kind)

    def _overlay_clicked(self, key: str) -> None:
        there = {line.item for line in self.desk.sheet.lines}
        for mark in self.desk.marks:
            if mark.id == key and mark.said.item in there:
                self.desk.go(mark.said.item)

    def show_seen(self, seen: Seen) -> None:
        if seen.kind == "place":
            self.view.go(seen.dossier_page, Box(*seen.box) if seen.box else None)

    # keys ----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the panes go through the state machine; text fields are not watched, so nothing fires while one types."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.desk.ready:
            return super().eventFilter(watched, event)
        self._keys, command = keys.press(self._keys, key_name(event), self.desk.codes)
        self.panes.typed.setText("g…" if self._keys.jumping else self._keys.typed)
        self._show_time()
        if command is not None:
            self.do(command)
        return command is not None or self._keys != keys.REST

    def do(self, command: keys.Command) -> None:
        """Carry out what a key means."""
        if not self.desk.ready:
            return
        if command.name == "go_item":
            item = self.desk.rubric.at(command.argument)
            if item is not None:
                self.desk.go(item.id)
        elif command.name == "jump":
            self._go_form(JUMPS[command.argument][1])
        else:
            self._deeds()[command.name]()

    def _deeds(self) -> dict[str, Callable[[], object]]:
        pages, desk, acts, undo = self.panes.middle, self.desk, self.acts, self.session.undo
        view = pages.looked_at
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
            "full": acts.mark_full,
            "full_section": acts.ask_full_section,
            "not_applicable": acts.ask_not_applicable,
            "deduct": acts.deduct_here,
            "not_found": acts.deduct_not_found,
            "veto": acts.ask_veto,
            "bonus": acts.ask_bonus,
            "strength": partial(acts.ask_remark, MarkKind.STRENGTH),
            "flag": partial(acts.ask_remark, MarkKind.FLAG),
            "next_open": desk.next_open,
            "next_disputed": desk.next_disputed,
            "why": acts.show_trace,
            "compare": pages.toggle_compare,
            "known": pages.toggle_known,
            "thumbs": pages.thumbs.toggle,
            "withdraw": acts.withdraw_here,
            "undo": undo.undo,
            "redo": undo.redo,
            "seal": acts.seal,
            "across": self.panes.across.toggle,
            "tear_off": self.panes.right.toggle,
            "past": acts.ask_past,
            "focus": self.panes.toggle_focus,
            "next_dossier": partial(self.step_dossier, 1),
            "previous_dossier": partial(self.step_dossier, -1),
        }


def key_name(event: QKeyEvent) -> str:
    """A key as the state machine knows it: letters lower, names as Qt writes them."""
    name = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    name = name.replace("Num+", "")
    if name.startswith("Shift+") and len(name) == 7:
        name = name[6:]
    return name.lower() if len(name) == 1 else name
