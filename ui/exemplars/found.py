"""What was found in a dossier, as a list to accept or reject: one line a person or number, its places below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from casereview.privacy.model import Entity, Found
from ui.kit.say import word
from ui.kit.session import Session

PLACE = Qt.ItemDataRole.UserRole


class FoundList(QTreeWidget):
    """A tick hides every occurrence at once.

    asked    an occurrence to jump to
    changed  what will be hidden is another
    """

    asked = Signal(object)
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setColumnCount(3)
        self.setHeaderLabels([self.tr("找到的"), self.tr("代以"), self.tr("处数")])
        self.setAccessibleName(self.tr("找到的个人信息"))
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(self._ticked)
        self.currentItemChanged.connect(self._jump)
        self._found: dict[Entity, list[Found]] = {}
        self.out: set[Entity] = set()

    def show_found(self, found: Sequence[Found]) -> None:
        self._found = {}
        for one in found:
            self._found.setdefault(one.entity, []).append(one)
        self.out = set()
        self.blockSignals(True)
        self.clear()
        kinds: dict[str, QTreeWidgetItem] = {}
        for entity, places in sorted(self._found.items(), key=lambda pair: (pair[0].kind.value, pair[0].text)):
            top = kinds.get(entity.kind)
            if top is None:
                top = QTreeWidgetItem([word(self._session, "personal", entity.kind), "", ""])
                top.setFirstColumnSpanned(True)
                font = top.font(0)
                font.setBold(True)
                top.setFont(0, font)
                self.addTopLevelItem(top)
                top.setExpanded(True)
                kinds[entity.kind] = top
            top.addChild(self._line(entity, places))
        self.blockSignals(False)

    def _line(self, entity: Entity, places: Sequence[Found]) -> QTreeWidgetItem:
        made = QTreeWidgetItem([entity.text, entity.mask, str(len(places))])
        made.setData(0, PLACE, entity)
        made.setCheckState(0, Qt.CheckState.Checked)
        made.setToolTip(0, self.tr("打勾：{} 处全部遮盖，代以“{}”").format(len(places), entity.mask))
        for one in places:
            below = QTreeWidgetItem([self.tr("第 {} 页").format(one.page), "", ""])
            below.setData(0, PLACE, one)
            made.addChild(below)
        return made

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        entity = item.data(0, PLACE)
        if isinstance(entity, Entity):
            (self.out.discard if item.checkState(0) == Qt.CheckState.Checked else self.out.add)(entity)
            self.changed.emit()

    def _jump(self, item: QTreeWidgetItem | None) -> None:
        value = item.data(0, PLACE) if item is not None else None
        if isinstance(value, Entity):
            self.asked.emit(self._found[value][0])
        elif isinstance(value, Found):
            self.asked.emit(value)

    def select(self, entity: Entity) -> None:
        """Bring an entity's line into view."""
        for item in self.findItems(entity.text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 0):
            if item.data(0, PLACE) == entity:
                self.blockSignals(True)
                self.setCurrentItem(item)
                self.blockSignals(False)
                return

    @property
    def hidden(self) -> list[Found]:
        """The occurrences that will be hidden."""
        return [one for entity, places in self._found.items() if entity not in self.out for one in places]
