"""The tree of a draft: every entry by its path, with a sign where something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from casereview.rubric.editing import Trail, Values, at, position
from ui.kit.icons import icon
from ui.kit.session import Session
from ui.kit.theme import Theme
from ui.kit.translate import source, tr

PATH = Qt.ItemDataRole.UserRole
GROUPS = (("vetoes", source("一票否决")), ("bonus", source("加分")), ("grades", source("等次")))


class DraftTree(QTreeWidget):
    """chosen: the path of the entry that is current now."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("条目"), self.tr("分"), ""])
        self.setAccessibleName(self.tr("草稿的条目"))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for narrow in (1, 2):
            self.header().setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._current)

    def build(self, values: Values, current: Trail) -> None:
        """Anew, with the same entries open as before."""
        open_ = {self._path(node) for node in self._nodes() if node.isExpanded()}
        self.blockSignals(True)
        self.clear()
        top = self._add(None, ())
        for number, section in enumerate(values["sections"]):
            self._section(top, section, ("sections", number), open_)
        for name, title in GROUPS:
            group = self._add(top, None, tr(title))
            for n in range(len(values.get(name, []))):
                self._add(group, (name, n))
            group.setExpanded(True)
        top.setExpanded(True)
        for node in self._nodes():
            path = self._path(node)
            if path and path[-2] == "items" and path in open_:
                node.setExpanded(True)
        self.blockSignals(False)
        self.say(values, {}, {})
        self.select(current)

    def _section(self, above: QTreeWidgetItem, section: Values, path: Trail, open_: Collection[Trail | None]) -> None:
        under = self._add(above, path)
        for i, item in enumerate(section.get("items", [])):
            node = self._add(under, (*path, "items", i))
            for d in range(len(item.get("deductions", []))):
                self._add(node, (*path, "items", i, "deductions", d))
        for number, part in enumerate(section.get("sections", [])):
            self._section(under, part, (*path, "sections", number), open_)
        under.setExpanded(not open_ or path in open_)

    def say(self, values: Values, wrong: Collection[Trail], odd: Collection[Trail]) -> None:
        """The words, points and signs of every entry as they are now."""
        for node in self._nodes():
            path = self._path(node)
            if path is None:
                continue
            text, points = said(at(values, path), path, values)
            node.setText(0, text or self.tr("（没有名称）"))
            node.setText(1, points)
            marked = path in wrong or path in odd
            node.setIcon(2, sign(self._session.theme, path in wrong) if marked else QIcon())
            node.setToolTip(0, text)

    def select(self, path: Trail) -> None:
        for node in self._nodes():
            if self._path(node) == path:
                self.setCurrentItem(node)
                self.scrollToItem(node)
                return

    def _add(self, above: QTreeWidgetItem | None, path: Trail | None, text: str = "") -> QTreeWidgetItem:
        made = QTreeWidgetItem([text, "", ""])
        made.setData(0, PATH, path)
        made.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if above is None:
            self.addTopLevelItem(made)
        else:
            above.addChild(made)
        return made

    def _nodes(self) -> Iterator[QTreeWidgetItem]:
        waiting = [node for n in range(self.topLevelItemCount()) if (node := self.topLevelItem(n)) is not None]
        while waiting:
            node = waiting.pop(0)
            yield node
            waiting += [child for n in range(node.childCount()) if (child := node.child(n)) is not None]

    @staticmethod
    def _path(node: QTreeWidgetItem) -> Trail | None:
        found = node.data(0, PATH)
        return None if found is None else tuple(found)

    def _current(self, node: QTreeWidgetItem | None, _: object) -> None:
        if node is not None and (path := self._path(node)) is not None:
            self.chosen.emit(path)


def sign(theme: Theme, error: bool) -> QIcon:
    """An error forbids publishing; the rest is for attention."""
    return icon("circle-x", theme.red) if error else icon("triangle-alert", theme.amber)


def said(entry: Any, path: Trail, values: Values) -> tuple[str, str]:
    """What the tree says of an entry: text and points."""
    if not path:
        return f"{entry.get('title', '')}  {entry.get('version', '')}".strip(), str(entry.get("full_marks", "100"))
    kind = path[-2]
    if kind == "items":
        return f"{position(values, path)}  {entry.get('title', '')}", str(entry.get("points", ""))
    if kind == "deductions":
        words = "：".join(part for part in (entry.get("level", ""), entry.get("text", "")) if part)
        return words, f"−{entry.get('points', '')}"
    if kind == "sections" and entry.get("weight"):
        return str(entry.get("title", "")), f"{entry.get('points', '')} → {entry['weight']}"
    if kind == "grades":
        return str(entry.get("title", "")), f"≥{entry.get('at_least', '')}"
    mark = "+" if kind == "bonus" else ""
    points = f"{mark}{entry.get('points', '')}" if kind != "vetoes" else ""
    return str(entry.get("title", "")), points
