"""Which paper begins on a page: all forms, the likeliest on top, so that Enter is nearly always enough."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from casereview.dossier.forms import OTHER, Form
from ui.kit.layout import column, label, rule
from ui.kit.palette import matches
from ui.kit.say import word
from ui.kit.session import Session

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_FORM = Qt.ItemDataRole.UserRole


class ChoosePaper(QDialog):
    """One field narrows the list (Chinese or initials of its pinyin); Tab goes to the paper's own name. given: (form, title)

    forms  the likeliest first
    title  the name that the paper bears now
    """

    given = Signal(str, str)

    def __init__(self, session: Session, page: int, forms: Sequence[Form], title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("文书从这一页开始"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._names = [(word(session, "form", form.code), form.code) for form in forms]
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("文书类型，或其拼音首字母"))
        self.field.setAccessibleName(self.tr("文书类型"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("flat")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self._done())
        self._was = title
        self.title = QLineEdit(title)
        self.title.setPlaceholderText(self.tr("名称（不写用类型的名称）"))
        self.title.setAccessibleName(self.tr("文书名称"))
        self.title.returnPressed.connect(self._done)
        head = label(self.tr("第 {} 页起是：").format(page), "heading")
        keys = label(self.tr("↑ ↓ 选择 · Enter 确定 · Tab 另写名称 · Esc 取消"), "small", wrap=True)
        self.setLayout(column(head, self.field, rule(), self.list, self.title, keys, gap=2, margin=4))
        high = self.fontMetrics().height()
        self.resize(high * 22, high * 24)
        self._find("")
        self.field.setFocus()

    def _find(self, query: str) -> None:
        typed = query.strip()
        found = [(name, code) for name, code in self._names if matches(typed, name)]
        self.list.clear()
        for name, code in found:
            item = QListWidgetItem(name)
            item.setData(_FORM, (code, ""))
            self.list.addItem(item)
        if not found:
            item = QListWidgetItem(self.tr("其他材料，名称为“{}”").format(typed))
            item.setData(_FORM, (OTHER, typed))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _done(self) -> None:
        code, typed = self.list.currentItem().data(_FORM)
        named = self.title.text().strip()
        # The name of other material is not that of a form; one that was typed is.
        self.given.emit(code, typed if named == self._was and (typed or code != OTHER) else named)
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS:
                last = self.list.count() - 1
                self.list.setCurrentRow(min(max(self.list.currentRow() + _STEPS[key], 0), last))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._done()
                return True
        return super().eventFilter(watched, event)
