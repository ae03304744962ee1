"""全文检索: pages of all dossiers that hold the words, narrowed by unit, form and fact; a hit opens on its page with its box."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from casereview.dossier import actions, forms
from casereview.dossier.actions import SearchAnswer
from casereview.units import actions as units
from ui.kit.ask import fill
from ui.kit.layout import button, column, label, row, scaled
from ui.kit.say import unit_names, word
from ui.kit.session import Session

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST = 200
_WAIT = 250  # milliseconds after the last key
_HIT = Qt.ItemDataRole.UserRole


class Hits(QWidget):
    """go: (dossier, page, box) · back: to the list."""

    go = Signal(object)
    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.setPlaceholderText(self.tr("词语、“整句”、当事人：张三、罚款金额：3000、单位：祁县、文书：F15"))
        self.field.setAccessibleName(self.tr("全文检索"))
        self.field.installEventFilter(self)
        self.unit, self.form = QComboBox(), QComboBox()
        self.unit.setAccessibleName(self.tr("单位"))
        self.form.setAccessibleName(self.tr("文书"))
        self.says = label("", "soft", wrap=True)
        self.unusable = label("", "warning", wrap=True)
        self.unusable.hide()
        self.list = self._list()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT)
        self._wait.timeout.connect(self._search)
        self.field.textChanged.connect(lambda: self._wait.start())
        for box in (self.unit, self.form):
            box.currentIndexChanged.connect(lambda _: self._search())
        head = row(button(self.tr("‹ 案卷"), self.back.emit, "link"), self.field, self.unit, self.form)
        head.setStretch(1, 1)
        self.setLayout(column(head, self.unusable, self.list, self.says, gap=3, margin=4))

    def _list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(self.tr("检索结果"))
        made.setColumnCount(4)
        made.setHeaderLabels([self.tr("案卷"), self.tr("单位"), self.tr("页"), self.tr("原文")])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAlternatingRowColors(True)
        made.header().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        made.setColumnWidth(0, scaled(220))
        made.setColumnWidth(1, scaled(150))
        made.itemActivated.connect(lambda item: self.go.emit(item.data(0, _HIT)))
        return made

    def begin(self) -> None:
        """Ready to type; units may have come since."""
        chosen = self.unit.currentData()
        options: list[tuple[str, object]] = [(one.name, one.id) for one in units.units(self._session.db)]
        fill(self.unit, [(self.tr("全部单位"), ""), *options], chosen)
        if not self.form.count():  # here and not before: the screen need not wait for the pack of forms
            codes = [one.code for one in forms.shipped().form]
            names: list[tuple[str, object]] = [(word(self._session, "form", code), code) for code in codes]
            fill(self.form, [(self.tr("全部文书"), ""), *names])
        self.field.selectAll()
        self.field.setFocus()

    def _search(self) -> None:
        query = self.field.text().strip()
        unit, form = str(self.unit.currentData() or ""), str(self.form.currentData() or "")
        look = partial(_looked, query, unit, form)
        self._session.reads.ask(self, "full text", look, self._show)

    def _show(self, answer: SearchAnswer) -> None:
        names = unit_names(self._session)
        self.list.clear()
        items = []
        for hit in answer.hits:
            snippet = " ".join(hit.snippet.split())
            item = QTreeWidgetItem([hit.name, names.get(hit.unit, hit.unit), str(hit.page), snippet])
            item.setData(0, _HIT, (hit.dossier, hit.page, hit.box))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for place in range(4):
                item.setToolTip(place, item.text(place))
            items.append(item)
        self.list.addTopLevelItems(items)
        if items:
            self.list.setCurrentItem(items[0])
        self.says.setText(self._said(answer))
        self.unusable.setText(self.tr("不能用来检索：{}").format("、".join(f"“{term}”" for term in answer.unusable)))
        self.unusable.setVisible(bool(answer.unusable))

    def _said(self, answer: SearchAnswer) -> str:
        if not self.field.text().strip() and not answer.hits:
            return self.tr("几个词之间用空格隔开，都要出现在同一页上；词语一两个字也可以。")
        count = len(answer.hits)
        if answer.more:
            return self.tr("只列出最近录入的 {} 处，请增加条件。").format(count)
        return self.tr("找到 {} 处").format(count) if count else self.tr("没有找到。")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field the arrows go through the hits and Enter opens one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            key = Qt.Key(event.key())
            if key in steps:
                at = self.list.currentIndex().row() + steps[key]
                there = self.list.topLevelItem(min(max(at, 0), self.list.topLevelItemCount() - 1))
                if there is not None:
                    self.list.setCurrentItem(there)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.selectedItems():
                self.go.emit(self.list.selectedItems()[0].data(0, _HIT))
                return True
            if key == Qt.Key.Key_Escape:
                self.back.emit()
                return True
        return super().eventFilter(watched, event)


def _looked(query: str, unit: str, form: str, db: Database) -> SearchAnswer:
    if not (query or unit or form):
        return SearchAnswer(())
    return actions.search(db, query, unit=unit, form=form, limit=MOST)
