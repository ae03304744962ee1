"""The rubric as a tree with what each item has lost so far, and the running score above it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from casereview.marking.model import Line
from casereview.marking.sheet import level_of, sums_of
from casereview.rubric.model import Item, Section
from ui.kit.layout import button, column, label, row
from ui.marking import texts
from ui.marking.desk import Desk

_ITEM = Qt.ItemDataRole.UserRole


class Toned(QStyledItemDelegate):
    """Keeps a cell's own colour where its row is selected: what was lost stays red."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if isinstance(brush := index.data(Qt.ItemDataRole.ForegroundRole), QBrush):
            option.palette.setBrush(QPalette.ColorRole.HighlightedText, brush)


class RubricTree(QWidget):
    """why: the arithmetic is asked for."""

    why = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._theme = desk.session.theme
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._heads: dict[str, QTreeWidgetItem] = {}
        self.which = QComboBox()
        self.which.activated.connect(self._use)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.score = label("", "title")
        self.grade = label("", "big")
        self.done = label("", "soft")
        self.ask = button(self.tr("为何？"), self.why.emit, "link")
        self.ask.setToolTip(self.tr("逐步列出这个分数是怎样算出来的  W"))
        self.tree = self._make_tree()
        head = column(self.which, row(self.score, self.grade, self.ask, None, self.done, gap=2), gap=1)
        head.setContentsMargins(12, 8, 12, 4)
        self.setLayout(column(head, self.tree, gap=0))
        desk.opened.connect(self.rebuild)
        desk.changed.connect(self.refresh)
        desk.moved.connect(self._show_current)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("flat")
        tree.setColumnCount(3)
        tree.setHeaderHidden(True)
        tree.setIndentation(12)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(self.tr("评查标准"))
        tree.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number in (1, 2):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        tree.setItemDelegateForColumn(2, Toned(tree))
        tree.itemClicked.connect(self._clicked)
        return tree

    def rebuild(self) -> None:
        """Another dossier or rubric: the rows anew."""
        desk = self._desk
        self.which.clear()
        for rubric in desk.rubrics:
            self.which.addItem(rubric.title)
        self.which.setCurrentIndex(desk.rubrics.index(desk.rubric))
        self.which.setVisible(len(desk.rubrics) > 1)
        self.tree.clear()
        self._rows, self._heads = {}, {}
        there = {line.item for line in desk.sheet.lines}
        for section in desk.rubric.sections:
            self._add_section(self.tree, section, there)
        self.tree.expandAll()
        self.refresh()
        self._show_current()

    def _add_section(self, above: QTreeWidget | QTreeWidgetItem, section: Section, there: Collection[str]) -> None:
        if not any(item.id in there for item in section.every):
            return
        head = QTreeWidgetItem(above, [section.title, "", ""])
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = head.font(0)
        font.setBold(True)
        head.setFont(0, font)
        head.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setForeground(2, QBrush(self._theme.color("soft")))
        self._heads[section.id] = head
        for item in section.items:
            if item.id in there:
                self._add_item(head, item)
        for part in section.sections:
            self._add_section(head, part, there)

    def _add_item(self, head: QTreeWidgetItem, item: Item) -> None:
        code = self._desk.rubric.position(item.id)
        made = QTreeWidgetItem(head, [f"{code}  {item.title}", texts.points(item.points), ""])
        made.setData(0, _ITEM, item.id)
        made.setToolTip(0, f"{code}  {item.title}")
        for number in (1, 2):
            made.setTextAlignment(number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setForeground(1, QBrush(self._theme.color("faint")))
        self._rows[item.id] = made

    def refresh(self) -> None:
        """Score and results as the sheet says now."""
        desk = self._desk
        if not desk.ready or not self._rows:
            return
        sheet = desk.sheet
        score = texts.points(sheet.score) if sheet.score is not None else "—"
        self.score.setText(f"{score} / {texts.points(sheet.full)}")
        self.grade.setText(texts.grade_text(desk.session, desk.rubric, sheet))
        marked = len(sheet.lines) - len(sheet.open)
        self.done.setText(self.tr("已评 {}/{}").format(marked, len(sheet.lines)))
        for line in sheet.lines:
            if line.item in self._rows:
                self._show_line(self._rows[line.item], line)
        for ident, (earned, carried) in sums_of(desk.rubric, sheet.lines).items():
            if ident in self._heads:
                self._heads[ident].setText(2, f"{texts.exactly(earned)}/{texts.exactly(carried)}")

    def _show_line(self, item: QTreeWidgetItem, line: Line) -> None:
        level = level_of(self._desk.rubric.item(line.item), line)
        item.setText(2, f"{level}  {texts.result(line)}".strip())
        lost = line.state == "marked" and line.earned < line.points
        quiet = line.state in ("not_applicable", "inapplicable")
        color = "red" if lost else "amber" if line.state == "conflict" else "faint" if quiet else "accent"
        item.setForeground(2, QBrush(self._theme.color("faint" if line.state == "open" else color)))
        item.setForeground(0, QBrush(self._theme.color("faint" if quiet else "ink")))
        flags = [
            texts.kind_text(m.said.kind) for m in self._desk.marks_at(line.item) if m.said.kind in ("strength", "flag")
        ]
        code = self._desk.rubric.position(line.item)
        title = self._desk.rubric.item(line.item).title
        item.setText(0, f"{code}  {title}" + (f"  【{'、'.join(dict.fromkeys(flags))}】" if flags else ""))
        item.setToolTip(0, "\n".join([f"{code}  {title}", *texts.lost_text(self._desk.rubric, line)]))

    def _show_current(self) -> None:
        if (item := self._rows.get(self._desk.item)) is not None:
            self.tree.setCurrentItem(item)
            self.tree.scrollToItem(item)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        if ident := item.data(0, _ITEM):
            self._desk.go(ident)

    def _use(self, number: int) -> None:
        self._desk.use(self._desk.rubrics[number])
        self.rebuild()
        self._desk.moved.emit()
