"""The table's widget: filter chips above, columns to choose, copy as text, export to XLSX, counts below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QMenu, QTableView, QWidget

from ui.kit.layout import button, clear, column, label, row, scaled, tool
from ui.kit.session import Session
from ui.kit.tables import Column, Keyed, Source, TableModel

T = TypeVar("T")
LEAST = 18  # digits wide: a column for whatever room there is still shows nine Chinese characters


class Table(QWidget, Generic[T]):
    """name keeps hidden columns apart from those of other tables.

    opened    a row's value: double click or Enter
    selected  the values of the selected rows changed
    """

    opened = Signal(object)
    selected = Signal()

    def __init__(self, session: Session, name: str, columns: Sequence[Column[T]], source: Source[T]) -> None:
        super().__init__()
        self._session, self._name = session, name
        self.model = TableModel(columns, source, self)
        self.model.resort = self.reload
        self.view = QTableView()
        self.view.setAccessibleName(name)
        self.view.setModel(self.model)
        self._spreading = False
        self.counts = label("", "small")
        self.chips = row(gap=2)
        self.tools = self._tools()
        self.setLayout(column(row(self.chips, None, self.tools), self.view, self.counts, gap=2))
        self._dress()
        self._count()

    def _dress(self) -> None:
        view = self.view
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        high = view.fontMetrics().height()
        view.verticalHeader().setDefaultSectionSize(high + 16)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.ensurePolished()
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        one = view.fontMetrics().horizontalAdvance("0")
        for number, each in enumerate(self.model.columns):
            if each.width:
                # A head is never cut, whatever the language and the size of the text.
                view.setColumnWidth(number, max(each.width * one + scaled(24), header.sectionSizeHint(number)))
            view.setColumnHidden(number, each.title in self._hidden())
        view.activated.connect(self._open)
        view.selectionModel().selectionChanged.connect(self._selection)
        self.model.modelReset.connect(self._count)
        header.sectionResized.connect(lambda: self._spread())
        view.viewport().installEventFilter(self)
        copy = QAction(view)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        view.addAction(copy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._spread()
        return super().eventFilter(watched, event)

    def _spread(self) -> None:
        """Columns without a width share what is left over; never less than a few words, then the table scrolls."""
        columns = [n for n in range(len(self.model.columns)) if not self.view.isColumnHidden(n)]
        free = [n for n in columns if not self.model.columns[n].width]
        if self._spreading or not free:
            return
        self._spreading = True
        left = self.view.viewport().width() - sum(self.view.columnWidth(n) for n in columns if n not in free)
        header = self.view.horizontalHeader()
        least = self.view.fontMetrics().horizontalAdvance("0") * LEAST
        for number in free:
            self.view.setColumnWidth(number, max(left // len(free), least, header.sectionSizeHint(number)))
        self._spreading = False

    def _tools(self) -> QHBoxLayout:
        theme = self._session.theme
        self._columns_button = tool("sliders-horizontal", self.tr("选择列"), self._choose_columns, theme)
        return row(
            self._columns_button,
            tool("copy", self.tr("复制为文字（全表或所选）"), self.copy, theme),
            tool("download", self.tr("导出 XLSX"), self._export, theme),
            gap=1,
        )

    def add_chip(self, text: str, do: Callable[[], object], *, checked: bool = False) -> None:
        chip = button(text, do, "chip")
        chip.setCheckable(True)
        chip.setChecked(checked)
        self.chips.addWidget(chip)

    def clear_chips(self) -> None:
        clear(self.chips)

    def reload(self, source: Source[T] | None = None) -> None:
        """Everything anew; a long list is put in order beside the window, the old rows stay until it is."""
        made = source or self.model.source
        if not isinstance(made, Keyed) or not made.long():
            self.model.reload(made)
            return
        look = partial(made.keys, self.model.order, self.model.descending)
        self._session.reads.ask(self, f"table {self._name}", look, partial(self.model.take, made))

    def values(self) -> list[T]:
        """The selected rows' values."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [item for item in map(self.model.item, rows) if item is not None]

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (item := self.model.item(index.row())) is not None:
            self.opened.emit(item)

    def _selection(self) -> None:
        self._count()
        self.selected.emit()

    def _count(self) -> None:
        chosen = len(self.view.selectionModel().selectedRows()) if self.view.selectionModel() else 0
        text = self.tr("共 {} 行").format(self.model.rowCount())
        self.counts.setText(f"{text} · {self.tr('已选 {} 行').format(chosen)}" if chosen else text)

    # columns, copy, export -----------------------------------------------------------------------------------------

    def _hidden(self) -> list[str]:
        return self._session.preferences.values.hidden.get(self._name, [])

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        for number, each in enumerate(self.model.columns):
            action = menu.addAction(each.title)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(number))
            action.toggled.connect(lambda on, n=number: self._show_column(n, on))
        menu.exec(self._columns_button.mapToGlobal(self._columns_button.rect().bottomLeft()))
        menu.deleteLater()

    def _show_column(self, number: int, on: bool) -> None:
        self.view.setColumnHidden(number, not on)
        hidden = [c.title for n, c in enumerate(self.model.columns) if self.view.isColumnHidden(n)]
        everywhere = self._session.preferences.values.hidden
        self._session.preferences.keep(hidden={**everywhere, self._name: hidden})
        self._spread()

    def cells(self) -> list[list[str]]:
        """Header and rows as shown: the selected ones, or all if none is selected."""
        shown = [c for n, c in enumerate(self.model.columns) if not self.view.isColumnHidden(n)]
        items: list[T | None] = [*self.values()] or [self.model.item(n) for n in range(self.model.rowCount())]
        lines = [["" if (v := c.value(item)) is None else str(v) for c in shown] for item in items if item is not None]
        return [[c.title for c in shown], *lines]

    def copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self.cells()))

    def _export(self) -> None:
        start = str(self._session.workspace.exports / f"{self._name}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出 XLSX"), start, "XLSX (*.xlsx)")
        if name:
            self.export(Path(name))

    def export(self, file: Path) -> None:
        """Write what is shown as a workbook of one sheet."""
        from casereview.documents import xlsx

        head, *lines = self.cells()
        file.write_bytes(xlsx.write([xlsx.Sheet(self._name, tuple(head), tuple(map(tuple, lines)))]))
