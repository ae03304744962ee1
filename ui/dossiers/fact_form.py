"""A fact typed by hand: its name, what it is made of, and where it stands, with a box drawn on the page or without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit, QWidget

from casereview.dossier.facts import typed
from casereview.dossier.model import Box, Fact
from casereview.errors import CaseReviewError
from casereview.words import explain
from ui.kit.ask import choice, form, line, tell, wrong
from ui.kit.layout import button, clear, column, label, row
from ui.kit.pinyin import initials
from ui.kit.say import word
from ui.kit.session import Session

_NAME = Qt.ItemDataRole.UserRole
_FOUND = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: of which fact, the value as the catalogue has it, its words, where, and in place of what."""

    name: str
    value: Any
    text: str
    page: int
    box: Box | None
    before: Fact | None


class _Names(QCompleter):
    """Finds a fact by any part of its word or of its pinyin initials."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class FactForm(QFrame):
    """Enter keeps, Esc leaves. kept: Typed · left: closed, whatever was done."""

    kept = Signal(object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("card")
        self._session = session
        self._before: Fact | None = None
        self._page, self._words = 0, ""
        self._box: Box | None = None
        self.head = label("", "heading", wrap=True)
        self.typing = QLineEdit()
        self.names = self._names()
        self.fields: dict[str, QWidget] = {}
        self._form = column(gap=1)
        self.where = label("", "small", wrap=True)
        self.wrong = wrong()
        keep = button(self.tr("记下"), self.keep, "main")
        self.setLayout(
            column(
                self.head, self.names, self._form, self.where, self.wrong,
                row(None, button(self.tr("取消"), self.leave), keep), gap=2, margin=3,
            )
        )  # fmt: skip
        self.hide()

    def _names(self) -> QComboBox:
        names = QComboBox()
        names.setLineEdit(self.typing)
        names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names.setAccessibleName(self.tr("要素名称"))
        self._model = model = QStandardItemModel(names)
        names.setModel(model)
        self._finder = found = _Names(model, names)
        found.setCompletionRole(_FOUND)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        names.setCompleter(found)
        names.currentIndexChanged.connect(lambda _: self._ask_for(self.name))
        self.typing.setPlaceholderText(self.tr("要素名称，或其拼音首字母"))
        self.typing.returnPressed.connect(self._named)
        return names

    def _fill_names(self) -> None:
        """When a fact is typed for the first time: the screen need not wait for the catalogue."""
        with QSignalBlocker(self.names):
            for code in typed.names():
                said = word(self._session, "fact", code)
                item = QStandardItem(said)
                item.setData(code, _NAME)
                item.setData(f"{said} {initials(said)}", _FOUND)
                self._model.appendRow(item)

    @property
    def name(self) -> str:
        """The fact that is meant, "" while none is."""
        if self._before is not None:
            return self._before.name
        return str(self.names.currentData(_NAME) or "") if self.names.currentIndex() >= 0 else ""

    # beginning -----------------------------------------------------------------------------------------------------

    def correct(self, fact: Fact) -> None:
        """Another value in place of this one, at its place."""
        self._before, self._page, self._box = fact, fact.page, fact.place.box
        self.head.setText(self.tr("更正：{}").format(word(self._session, "fact", fact.name)))
        self.names.hide()
        self._begin(fact.name)

    def add(self, page: int, box: Box | None = None, words: str = "") -> None:
        """A fact that was not read. `words` stand in the box that was drawn."""
        self._before, self._page, self._box = None, page, box
        self.head.setText(self.tr("手工填写要素"))
        self.names.show()
        if not self._model.rowCount():
            self._fill_names()
        self.names.setCurrentIndex(-1)
        self.names.setEditText("")
        self._begin("")
        self._words = words
        self.names.setFocus()

    def _begin(self, name: str) -> None:
        self._words = ""
        self.wrong.hide()
        self._ask_for(name)
        self._say_where()
        self.show()
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def place(self, page: int, box: Box, words: str) -> None:
        """A box was drawn while the form is open: the fact stands there. A correction stays where it was read."""
        if self._before is not None and self._before.place.box is not None:
            return
        self._page, self._box, self._words = page, box, words
        self._say_where()
        plain = self.fields.get("")
        if isinstance(plain, QLineEdit) and not plain.text():
            plain.setText(words)

    def show_page(self, page: int) -> None:
        """Another page is in view: what has no box yet is said of that one."""
        if self.isVisible() and self._before is None and self._box is None:
            self._page = page
            self._say_where()

    def _say_where(self) -> None:
        if not self._page:
            self.where.setText(self.tr("来自台账，不在页面上。"))
        elif self._box is None:
            self.where.setText(self.tr("第 {} 页，没有框选位置；可在页面上拖出一个框。").format(self._page))
        else:
            self.where.setText(self.tr("第 {} 页，位置已框选。").format(self._page))

    # fields --------------------------------------------------------------------------------------------------------

    def _ask_for(self, name: str) -> None:
        """The fields that a value of that fact has."""
        clear(self._form)
        self.fields = {}
        if not name:
            return
        value = self._before.value if self._before is not None else ""
        parts = typed.parts_of(name)
        for part in parts or ("",):
            self.fields[part] = self._field(name, part, value.get(part, "") if isinstance(value, Mapping) else value)
        if parts:
            says = self._session.say
            self._form.addLayout(form(*[(says(f"fact_part.{part}"), field) for part, field in self.fields.items()]))
        else:
            self._form.addWidget(self.fields[""])
        for field in self.fields.values():
            field.show()  # at once: what is not shown cannot take the focus
        plain = self.fields.get("")
        if isinstance(plain, QLineEdit) and not plain.text():
            plain.setText(self._words)

    def _field(self, name: str, part: str, value: object) -> QWidget:
        said = str(value).lower() if isinstance(value, bool) else str(value)
        table = "domain" if name == "domain" else "value"
        codes = typed.choices_of(name, part)
        named = self._session.say(f"fact_part.{part}") if part else word(self._session, "fact", name)
        if codes:
            options: list[tuple[str, object]] = [(word(self._session, table, code), code) for code in codes]
            return choice(options, said, named)
        made = line(said, named)
        made.returnPressed.connect(self.keep)
        made.selectAll()
        return made

    def _named(self) -> None:
        """Enter behind the name: on to the value, if a fact bears it."""
        found = self.names.findText(self.names.currentText(), Qt.MatchFlag.MatchFixedString)
        if found < 0 and self._finder.completionCount():
            index = self._finder.currentIndex()
            found = self.names.findText(str(index.data(Qt.ItemDataRole.DisplayRole)))
        if found < 0:
            return
        if (popup := self._finder.popup()) is not None:
            popup.hide()
        self.names.setCurrentIndex(found)
        next(iter(self.fields.values())).setFocus()

    def _said(self) -> str | dict[str, str]:
        said = {
            part: str(field.currentData()) if isinstance(field, QComboBox) else field.text()
            for part, field in self.fields.items()
            if isinstance(field, (QComboBox, QLineEdit))
        }
        return said.get("", said)

    # ending --------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what was typed; what is no value is said, and the form stays."""
        name = self.name
        if not name:
            tell(self.wrong, self.tr("请先选择要素名称。"))
            return
        said = self._said()
        before = self._before.value if self._before is not None else None
        try:
            value = typed.typed(name, said, before)
        except CaseReviewError as error:
            tell(self.wrong, explain(error, self._session.language))
            return
        text = self._words or (said if isinstance(said, str) else "")
        given = Typed(name, value, text, self._page, self._box, self._before)
        self.hide()
        self.kept.emit(given)
        self.left.emit()

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()  # from a list of choices; a line of text keeps by itself
        else:
            super().keyPressEvent(event)
