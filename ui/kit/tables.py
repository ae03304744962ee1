"""One table for all screens: rows come in windows from the database (or from a list), which also sorts them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from casereview.text import natural_key

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
WINDOW = 50  # rows of two screens: what is looked up within one frame
_WINDOWS = 160
_HERE = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
# Asked for some ten roles a cell at every paint: those without an answer must cost nothing.
_ANSWERED = frozenset(
    int(role)
    for role in (Role.DisplayRole, Role.ToolTipRole, Role.UserRole, Role.TextAlignmentRole, Role.ForegroundRole)
)


@dataclass(frozen=True)
class Column(Generic[T]):
    """title as shown · value: what a cell shows · order: what the source sorts by, "" if it cannot · color: of the text, or None."""

    title: str
    value: Callable[[T], object]
    order: str = ""
    width: int = 0  # in characters; 0: what is left over
    number: bool = False
    color: Callable[[T], str | None] | None = None
    tip: Callable[[T], str] | None = None


class Source(Protocol[T_co]):
    """Where rows come from."""

    def count(self) -> int: ...
    def rows(self, order: str, descending: bool, limit: int, offset: int) -> Sequence[T_co]: ...


@runtime_checkable
class Keyed(Protocol[T_co]):
    """A source that can be too long to wait for: its order is then found beside the window, its rows looked up by key."""

    def long(self) -> bool: ...
    def keys(self, order: str, descending: bool, db: Any) -> Sequence[int]: ...
    def items(self, keys: Sequence[int]) -> Sequence[T_co | None]: ...


class ListSource(Generic[T]):
    """Rows already at hand (up to some thousands), sorted by the columns' own values."""

    def __init__(self, columns: Sequence[Column[T]], rows: Sequence[T] = ()) -> None:
        self._columns = {column.order: column for column in columns if column.order}
        self.all = list(rows)

    def count(self) -> int:
        return len(self.all)

    def rows(self, order: str, descending: bool, limit: int, offset: int) -> Sequence[T]:
        found = self.all
        if order in self._columns:
            value = self._columns[order].value
            found = sorted(found, key=lambda item: _sortable(value(item)), reverse=descending)
        return found[offset : offset + limit]


def _sortable(value: object) -> tuple[int, Any]:
    if value is None or value == "":
        return (0, ())
    if isinstance(value, (int, float)) or hasattr(value, "as_tuple"):
        return (1, value)
    return (2, natural_key(str(value)))


class TableModel(QAbstractTableModel, Generic[T]):
    """Shows a source. Keeps a few windows of rows, never all of them; `UserRole` gives the row's value."""

    def __init__(self, columns: Sequence[Column[T]], source: Source[T], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.source = source
        self.order, self.descending = "", False
        self.resort: Callable[[], object] = self.reload
        self._keys: Sequence[int] | None = None
        self._count = source.count()
        self._windows: OrderedDict[int, Sequence[T | None]] = OrderedDict()

    def reload(self, source: Source[T] | None = None) -> None:
        """Everything anew, from another source if given."""
        self.beginResetModel()
        if source is not None:
            self.source = source
        self._windows.clear()
        self._keys = None
        self._count = self.source.count()
        self.endResetModel()

    def take(self, source: Source[T], keys: Sequence[int]) -> None:
        """Everything anew from a keyed source whose order is known now."""
        self.beginResetModel()
        self.source, self._keys, self._count = source, keys, len(keys)
        self._windows.clear()
        self.endResetModel()

    def item(self, row: int) -> T | None:
        """The value of a row; None for one that has gone meanwhile."""
        start = row - row % WINDOW
        window = self._windows.get(start)
        if window is None:
            window = self._window(start)
            self._windows[start] = window
            while len(self._windows) > _WINDOWS:
                self._windows.popitem(last=False)
        return window[row - start] if row - start < len(window) else None

    def _window(self, start: int) -> Sequence[T | None]:
        if self._keys is not None and isinstance(self.source, Keyed):
            return self.source.items(self._keys[start : start + WINDOW])
        return self.source.rows(self.order, self.descending, WINDOW, start)

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if role not in _ANSWERED or not index.isValid() or index.row() >= self._count:
            return None
        item = self.item(index.row())
        if item is None:
            return None
        if role == Role.UserRole:
            return item
        return self._cell(self.columns[index.column()], item, role)

    def _cell(self, column: Column[T], item: T, role: int) -> object:
        if role in (Role.DisplayRole, Role.ToolTipRole):
            if role == Role.ToolTipRole and column.tip is not None:
                return column.tip(item)
            value = column.value(item)
            return "" if value is None else str(value)
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == Role.ForegroundRole and column.color is not None and (color := column.color(item)):
            return QColor(color)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role == Role.DisplayRole:
            return self.columns[section].title
        if role == Role.TextAlignmentRole:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The source sorts; a column without an order leaves things as they are."""
        if not 0 <= column < len(self.columns) or not self.columns[column].order:
            return
        self.order = self.columns[column].order
        self.descending = order == Qt.SortOrder.DescendingOrder
        self.resort()
