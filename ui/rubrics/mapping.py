"""How a table is read, beside the table itself: what each column is, which rows are head, which are left out, what a cell should say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from casereview.documents.grids import Grid
from casereview.rubric.heads import ROLES, TableMap, text
from ui.kit.ask import choice
from ui.kit.layout import button, column, row, scaled
from ui.kit.say import word
from ui.kit.session import Session

ADDRESS = Qt.ItemDataRole.UserRole
MOST = 1500  # rows that are shown; a table that people fill in has fewer


class Tinted(QStyledItemDelegate):
    """Fills a cell with its own colour first: the window's style sheet would leave it out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        brush = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(brush, QBrush) and brush.style() is not Qt.BrushStyle.NoBrush:
            painter.fillRect(option.rect, brush)
        super().paint(painter, option, index)


class TableMapping(QWidget):
    """changed: another map, or another text of a cell, is to be read by."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.grid: Grid | None = None
        self.map = TableMap()
        self.cells: dict[str, str] = {}
        self.boxes: list[QComboBox] = []
        self.use = QCheckBox(self.tr("读这张表"))
        self.use.clicked.connect(lambda on: self._set(replace(self.map, use=on)))
        self.veto = QCheckBox(self.tr("整张表都是一票否决"))
        self.veto.clicked.connect(lambda on: self._set(replace(self.map, veto=on)))
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("表格和各列的含义"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setWordWrap(True)
        self.table.itemChanged.connect(self._typed)
        self.table.horizontalHeader().setMinimumSectionSize(scaled(90))
        self.head_button = button(self.tr("所选行作表头"), self.take_head)
        self.skip_button = button(self.tr("跳过／恢复所选行"), self.skip_rows)
        self.tools = row(self.use, self.veto, None, self.head_button, self.skip_button)
        self.table.setToolTip(self.tr("第一行选各列是什么；单元格可以直接改；行号上标着表头和跳过的行。"))
        self.table.setItemDelegate(Tinted(self.table))
        box = column(self.tools, gap=1)
        box.addWidget(self.table, 1)
        self.setLayout(box)

    # showing -------------------------------------------------------------------------------------------------------

    def show_table(self, grid: Grid, how: TableMap, cells: Mapping[str, str]) -> None:
        """Lay a table before the person. cells: address -> what has been typed in its place."""
        self.grid, self.map, self.cells = grid, how, dict(cells)
        width = max((len(values) for values in grid.rows), default=0)
        shown = grid.rows[:MOST]
        self.table.blockSignals(True)
        self.table.clear()
        self.table.setRowCount(len(shown) + 1)
        self.table.setColumnCount(width)
        self.table.setHorizontalHeaderLabels([grid.at(0, c).split("!")[-1].rstrip("1") for c in range(width)])
        for r, values in enumerate(shown):
            for c, value in enumerate(values):
                at = grid.at(r, c)
                made = QTableWidgetItem(self.cells.get(at, text(value)))
                made.setData(ADDRESS, at)
                made.setToolTip(made.text())
                self.table.setItem(r + 1, c, made)
        self.boxes = [self._box(c) for c in range(width)]
        self._size(width, shown)
        self.table.blockSignals(False)
        self._paint()

    def _box(self, number: int) -> QComboBox:
        options = [(self.tr("— 不用"), "")] + [(word(self._session, "rubric_column", role), role) for role in ROLES]
        made = choice(options, self.map.columns.get(number, ""), self.tr("第 {} 列是什么").format(number + 1))
        made.activated.connect(lambda _: self.assign(number, str(made.currentData())))
        self.table.setCellWidget(0, number, made)
        return made

    def _size(self, width: int, shown: tuple[tuple[object, ...], ...]) -> None:
        for c in range(width):
            longest = max((len(text(values[c])) for values in shown if c < len(values)), default=0)
            self.table.setColumnWidth(c, scaled(min(max(longest * 9 + 24, 118), 260)))

    def _paint(self) -> None:
        """Heads shaded, what is left out faint, row numbers with what each row is."""
        theme, how = self._session.theme, self.map
        self.table.blockSignals(True)
        names = [self.tr("这一列是")]
        for r in range(self.table.rowCount() - 1):
            head = how.head <= r < how.head + how.high
            out = not how.use or r in how.skip or r < how.head
            names.append(f"{r + 1} {self.tr('表头')}" if head else f"{r + 1} {self.tr('跳过')}" if r in how.skip else str(r + 1))  # fmt: skip
            for c in range(self.table.columnCount()):
                if (item := self.table.item(r + 1, c)) is None:
                    continue
                idle = out or (not head and not how.columns.get(c))
                item.setForeground(QBrush(theme.color("faint" if idle else "ink")))
                item.setBackground(QBrush(theme.color("accent_soft")) if head and how.use else QBrush())
                typed = item.data(ADDRESS) in self.cells
                font = item.font()
                font.setBold(typed or head)
                font.setStrikeOut(r in how.skip)
                item.setFont(font)
        self.table.setVerticalHeaderLabels(names)
        self.use.setChecked(how.use)
        self.veto.setChecked(how.veto)
        for number, box in enumerate(self.boxes):
            box.setCurrentIndex(max(box.findData(how.columns.get(number, "")), 0))
            box.setEnabled(how.use)
        self.table.blockSignals(False)

    def mark(self, wrong: Mapping[str, tuple[str, bool]]) -> None:
        """Cells that something is to be said of: address -> (what, whether it forbids a rubric)."""
        theme = self._session.theme
        self.table.blockSignals(True)
        for r in range(1, self.table.rowCount()):
            for c in range(self.table.columnCount()):
                item = self.table.item(r, c)
                if item is None:
                    continue
                said = wrong.get(str(item.data(ADDRESS)))
                item.setToolTip(said[0] if said else item.text())
                head = self.map.head <= r - 1 < self.map.head + self.map.high
                if said:
                    item.setBackground(QBrush(theme.color("red_soft" if said[1] else "amber_soft")))
                elif not (head and self.map.use):
                    item.setBackground(QBrush())
        self.table.blockSignals(False)

    def go(self, address: str) -> bool:
        """Bring a cell into view, if it is in this table."""
        for r in range(1, self.table.rowCount()):
            for c in range(self.table.columnCount()):
                item = self.table.item(r, c)
                if item is not None and item.data(ADDRESS) == address:
                    self.table.setCurrentItem(item)
                    self.table.scrollToItem(item, QAbstractItemView.ScrollHint.PositionAtCenter)
                    return True
        return False

    # acting --------------------------------------------------------------------------------------------------------

    def assign(self, number: int, role: str) -> None:
        """A column is this; another that was the same is left out, but for levels, of which there are several."""
        columns = {c: key for c, key in self.map.columns.items() if c != number and (key != role or role == "level")}
        self._set(replace(self.map, columns={**columns, number: role} if role else columns, use=True))

    def rows(self) -> list[int]:
        """The rows of the table that are selected, from 0."""
        return sorted({index.row() - 1 for index in self.table.selectedIndexes() if index.row()})

    def take_head(self) -> None:
        """The selected rows are the head; what is above them is text around the table."""
        if rows := self.rows():
            high = min(rows[-1] - rows[0] + 1, 4)
            self._set(replace(self.map, head=rows[0], high=high, use=True))

    def skip_rows(self) -> None:
        """The selected rows are left out, or taken in again where they all were out."""
        if rows := set(self.rows()):
            self._set(replace(self.map, skip=self.map.skip - rows if rows <= self.map.skip else self.map.skip | rows))

    def _set(self, how: TableMap) -> None:
        self.map = how
        self._paint()
        self.changed.emit()

    def _typed(self, item: QTableWidgetItem) -> None:
        at = str(item.data(ADDRESS) or "")
        if self.grid is not None and at:
            r, c = item.row() - 1, item.column()
            if item.text() == text(self.grid.rows[r][c]):
                self.cells.pop(at, None)
            else:
                self.cells[at] = item.text()
            self._paint()
            self.changed.emit()
