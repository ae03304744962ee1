"""After a box is drawn: which item, which deduction. The likeliest stands on top; typing narrows; Enter marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from casereview.marking.model import MarkKind, Seen
from ui.kit.layout import button, column, label, row, tool
from ui.marking import texts
from ui.marking.choices import Choice, narrowed
from ui.marking.desk import Desk
from ui.marking.wordings import Wordings


class Picker(QDialog):
    """chosen: (Choice, count, note) · remarked: (kind, note) for a strong point or a flag. Opens without blocking: `open()`."""

    chosen = Signal(object, int, str)
    remarked = Signal(object, str)

    def __init__(self, desk: Desk, seen: Seen, found: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("扣哪一条"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._all = list(found)
        self._shown: list[Choice] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("条目号（如 2-3）、文字或拼音首字母"))
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setUniformItemSizes(False)
        self.list.currentRowChanged.connect(self._current)
        self.list.itemDoubleClicked.connect(lambda _: self._take())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.count = QSpinBox()
        self.count.setRange(1, 999)
        self.count.setAccessibleName(self.tr("次数"))
        self._each = label("", "soft")
        self.note = Wordings(desk.session)
        self.note.setAccessibleName(self.tr("说明"))
        edit = self.note.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("说明（可不写；下拉是用过的话，可打拼音首字母）"))
            edit.installEventFilter(self)
        self.take = button(self.tr("扣分  Enter"), self._take, "main")
        self._layout(seen)
        self._narrow("")
        self.field.setFocus()

    def _layout(self, seen: Seen) -> None:
        words = " ".join(seen.text.split())
        where = texts.seen_text(seen) + (f"　“{words[:60]}{'…' if len(words) > 60 else ''}”" if words else "")
        theme = self._desk.session.theme
        keep = tool("star", self.tr("放到评查组评语，供大家选用"), self.note.keep, theme)
        official = tool("stamp", self.tr("定为通用评语，随任务包下发"), self.note.make_official, theme)
        official.setVisible(self.note.leads)
        for each in (keep, official):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        said = row(label(self.tr("次数")), self.count, self._each, 2, self.note, keep, official)
        said.setStretchFactor(self.note, 1)
        self.count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setLayout(
            column(
                label(where, "soft", wrap=True),
                self.field,
                self.list,
                said,
                row(
                    button(self.tr("记为亮点"), lambda: self._remark(MarkKind.STRENGTH), "link"),
                    button(self.tr("请组长看"), lambda: self._remark(MarkKind.FLAG), "link"),
                    None,
                    button(self.tr("取消"), self.reject),
                    self.take,
                ),
                gap=3,
                margin=4,
            )
        )
        self.note.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.note.setMinimumContentsLength(24)
        self.resize(640, 460)

    def _narrow(self, typed: str) -> None:
        self._shown = narrowed(self._all, typed)
        self.list.clear()
        for choice in self._shown:
            text = f"{choice.code}  {choice.deduction.named}\n        {choice.item.title} · {texts.costs(choice.deduction)}"
            self.list.addItem(QListWidgetItem(text))
        self.list.setCurrentRow(0)
        self.take.setEnabled(bool(self._shown))

    def _current(self, number: int) -> None:
        if not 0 <= number < len(self._shown):
            return
        choice = self._shown[number]
        countable = not choice.deduction.once
        self.count.setEnabled(countable)
        self._each.setText(choice.deduction.each or (self.tr("档") if choice.deduction.step else self.tr("一次")))
        self.note.show_item(choice.item.id)

    def _take(self) -> None:
        number = self.list.currentRow()
        if 0 <= number < len(self._shown):
            count = self.count.value() if self.count.isEnabled() else 1
            self.chosen.emit(self._shown[number], count, self.note.currentText().strip())
            self.accept()

    def _remark(self, kind: MarkKind) -> None:
        self.remarked.emit(kind, self.note.currentText().strip())
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if watched is self.field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)
