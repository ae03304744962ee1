"""The current item: what it asks, where to look, its deductions, what was marked, and afterwards what the program found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from casereview.checks.say import explanation
from casereview.marking.hints import Hint
from casereview.marking.model import Mark, Seen
from casereview.rubric.model import Deduction, Item
from ui.kit.layout import button, clear, column, glyph, label, row, rule, tool
from ui.marking import texts
from ui.marking.desk import Desk


class Detail(QScrollArea):
    """deduct: a deduction was chosen by its button · show_seen: go to this evidence · accept: take over a hint · withdraw, spread: a mark."""

    deduct = Signal(object)
    show_seen = Signal(object)
    accept = Signal(object)
    withdraw = Signal(object)
    spread = Signal(object)
    past = Signal()
    full = Signal()
    not_applicable = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._theme = desk.session.theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("clear")
        self._box = column(gap=2)
        self._box.setContentsMargins(12, 8, 12, 12)
        inside.setLayout(self._box)
        self.setWidget(inside)
        desk.opened.connect(self.refresh)
        desk.changed.connect(self.refresh)
        desk.moved.connect(self.refresh)

    def refresh(self) -> None:
        clear(self._box)
        item = self._desk.current if self._desk.ready else None
        if item is None:
            return
        add = self._box.addWidget
        add(label(f"{self._desk.rubric.position(item.id)}  {item.title}", "heading", wrap=True))
        if item.requirement:
            add(label(item.requirement, wrap=True))
        if item.applies.note:
            add(label(self.tr("适用：{}").format(item.applies.note), "soft", wrap=True))
        if item.where:
            add(label(self.tr("看：{}").format(item.where), "soft", wrap=True))
        self._box.addLayout(self._judge(item))
        for deduction in item.deductions:
            self._box.addLayout(self._level(item, deduction) if deduction.level else self._deduction(deduction))
        marks = self._desk.marks_at(item.id)
        if marks:
            add(rule())
            for mark in marks:
                add(self._mark(mark))
        self._program(item)
        if item.basis:
            add(rule())
            add(label(self.tr("依据：{}").format(item.basis), "small", wrap=True))
        self._box.addStretch(1)

    def _judge(self, item: Item) -> QHBoxLayout:
        name = f"{item.best}  {texts.points(item.points)}" if item.best else self.tr("满分")
        full = button(name, self.full.emit)
        full.setToolTip(self.tr("看过，没有问题  空格"))
        out = button(self.tr("不适用"), self.not_applicable.emit)
        out.setToolTip(self.tr("本案没有这一项，要写理由  X"))
        for each in (full, out):
            each.setEnabled(not self._desk.sheet.sealed)
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        past = tool("history", self.tr("我在这一条上的评分历史，可恢复  R"), self.past.emit, self._theme, size=16)
        past.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return row(full, out, past, None, label(self.tr("{} 分").format(texts.points(item.points)), "soft"))

    def _level(self, item: Item, level: Deduction) -> QHBoxLayout:
        """One of the lower levels as a choice: its name, what it earns, what it asks."""
        name = f"{level.level}  {texts.points(item.points - level.points)}"
        choose = button(name, lambda: self.deduct.emit(level))
        choose.setToolTip(self.tr("评为这一档，并标出证据"))
        choose.setEnabled(not self._desk.sheet.sealed)
        choose.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        says = label(level.text, wrap=True)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = row(choose, says)
        line.setAlignment(choose, Qt.AlignmentFlag.AlignTop)
        return line

    def _deduction(self, deduction: Deduction) -> QHBoxLayout:
        add = tool("minus", self.tr("扣这一条"), lambda: self.deduct.emit(deduction), self._theme, size=14)
        add.setEnabled(not self._desk.sheet.sealed)
        add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        says = label(deduction.text, wrap=True)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = row(add, says, label(texts.costs(deduction), "small"), gap=1)
        line.setAlignment(add, Qt.AlignmentFlag.AlignTop)
        return line

    def _mark(self, mark: Mark) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        head = label(texts.mark_text(self._desk.rubric, mark), wrap=True)
        head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        back = tool("x", self.tr("撤回这一条"), lambda: self.withdraw.emit(mark), self._theme, size=14)
        back.setEnabled(not self._desk.sheet.sealed)
        heads = row(head, back)
        if mark.said.deduction:
            others = tool("copy", self.tr("套用到同类案卷…"), lambda: self.spread.emit(mark), self._theme, size=14)
            heads.insertWidget(1, others)
        box: QVBoxLayout = column(heads, gap=1, margin=2)
        if mark.said.note:
            box.addWidget(label(mark.said.note, "soft", wrap=True))
        places = row(*[self._place(seen) for seen in mark.said.evidence[:4]], None, gap=1)
        if mark.said.evidence:
            box.addLayout(places)
        elif mark.said.deduction:
            box.addLayout(
                row(glyph("triangle-alert", self._theme.amber), label(self.tr("还没有证据，不能封存"), "warning"), None)
            )
        frame.setLayout(box)
        return frame

    def _place(self, seen: Seen) -> QWidget:
        link = button(texts.seen_text(seen), lambda: self.show_seen.emit(seen), "link")
        link.setEnabled(seen.kind == "place")
        return link

    def _program(self, item: Item) -> None:
        """Hints only after the item is marked: first the reader's own eyes."""
        found = self._desk.hints_at(item.id)
        if not found:
            if self._desk.has_hidden_hints(item.id):
                self._box.addWidget(label(self.tr("预审提示：本条评完后显示"), "small"))
            return
        self._box.addWidget(rule())
        self._box.addWidget(label(self.tr("预审提示"), "heading"))
        marked = {mark.said.deduction for mark in self._desk.marks_at(item.id)}
        for hint in found:
            self._box.addWidget(self._hint(hint, hint.deduction in marked))

    def _hint(self, hint: Hint, agreed: bool) -> QFrame:
        frame = QFrame()
        frame.setObjectName("hint" if agreed else "notice")
        outcome = hint.outcome
        head = self.tr("程序也发现") if agreed else self.tr("程序发现而您没有扣")
        says = explanation(outcome, self._desk.session.language)
        box = column(label(head, "heading"), label(says, wrap=True), gap=1, margin=2)
        links = row(*[self._place(seen) for seen in hint.evidence[:4]], None, gap=1)
        if not agreed and not self._desk.sheet.sealed:
            links.addWidget(button(self.tr("采纳…"), lambda: self.accept.emit(hint), "link"))
        box.addLayout(links)
        frame.setLayout(box)
        return frame
