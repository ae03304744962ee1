"""A form for one entry of a draft: each stroke is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from casereview.rubric.editing import Trail, Values, at
from ui.kit import ask
from ui.kit.layout import column, label
from ui.kit.session import Session
from ui.kit.translate import tr
from ui.rubrics.codes import Codes
from ui.rubrics.fields import Field, fields, mode_of, with_mode


class EntryForm(QScrollArea):
    """edited    (key, value): what now stands there, None for nothing
    replaced  the whole entry, where a deduction becomes one of another kind
    """

    edited = Signal(str, object)
    replaced = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.fields: dict[str, QWidget] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_entry(self, values: Values, path: Trail, title: str, place: str = "") -> None:
        """place: the cell of a table that the entry came from, "" for none."""
        entry = at(values, path)
        self.fields = {}
        pairs = []
        for one in fields(self._session, values, path):
            self.fields[one.key] = self._field(one, entry)
            pairs.append((tr(one.title), self.fields[one.key]))
        inside = QWidget()
        inside.setObjectName("clear")
        from_cell = label(self.tr("来自 {}").format(place) if place else "", "quiet")
        from_cell.setVisible(bool(place))
        inside.setLayout(column(label(title, "heading", wrap=True), from_cell, ask.form(*pairs), None, margin=3))
        self.setWidget(inside)

    def focus_first(self) -> None:
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def _field(self, one: Field, entry: Values) -> QWidget:
        value = mode_of(entry) if one.kind == "mode" else found(entry, one.key)
        value = one.default if value is None else value
        name = tr(one.title)
        if one.kind == "lines":
            return self._lines(one, str(value or ""), name)
        if one.kind == "flag":
            return self._flag(one, bool(value), name)
        if one.kind in ("codes", "pairs"):
            return self._codes(one, value, name)
        if one.kind == "count":
            return self._counter(one, str(value or ""), name)
        if one.kind in ("choice", "mode"):
            return self._choice(one, str(value) if one.key == "policies.places" else value, name, entry)
        return self._line(one, value, name)

    def _line(self, one: Field, value: Any, name: str) -> QLineEdit:
        text = "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        made = ask.line(text, name, tr(one.hint) if one.hint else "")
        read: Callable[[str], object] = parts if one.kind == "list" else str.strip
        made.textEdited.connect(lambda said: self.edited.emit(one.key, read(said)))
        return made

    def _lines(self, one: Field, value: str, name: str) -> QPlainTextEdit:
        made = ask.lines(value, name, rows=2)
        made.textChanged.connect(lambda: self.edited.emit(one.key, " ".join(made.toPlainText().split("\n"))))
        return made

    def _codes(self, one: Field, value: Any, name: str) -> Codes:
        pairs = one.kind == "pairs"
        chosen = [f"{fact}={said}" for fact, every in value.items() for said in every] if pairs and value else value
        made = Codes(self._session, one.codes, chosen or [], name)
        made.changed.connect(lambda codes: self.edited.emit(one.key, paired(codes) if pairs else codes))
        return made

    def _counter(self, one: Field, value: str, name: str) -> QComboBox:
        """A counter word of the list, or another."""
        made = ask.choice(one.options, value, name)
        made.setEditable(True)
        made.setCurrentText(value)
        made.setMinimumContentsLength(10)
        made.editTextChanged.connect(lambda said: self.edited.emit(one.key, said.strip()))
        return made

    def _flag(self, one: Field, value: bool, name: str) -> QCheckBox:
        made = QCheckBox()
        made.setChecked(value)
        made.setAccessibleName(name)
        made.toggled.connect(lambda on: self.edited.emit(one.key, True if on else None))
        return made

    def _choice(self, one: Field, value: Any, name: str, entry: Values) -> QComboBox:
        known = [option for _, option in one.options]
        others = [(str(value), value)] if value not in known and value not in (None, "") else []
        first = [] if None in known or value not in (None, "") or one.kind == "mode" else [("—", None)]
        made = ask.choice([*first, *one.options, *others], value, name)
        made.setMinimumContentsLength(10)
        if one.kind == "mode":
            made.activated.connect(lambda _: self.replaced.emit(with_mode(entry, str(made.currentData()))))
        else:
            made.activated.connect(partial(self._chosen, one.key, made))
        return made

    def _chosen(self, key: str, box: QComboBox, _: int) -> None:
        self.edited.emit(key, box.currentData())


def found(entry: Values, key: str) -> Any:
    """What stands under "applies.flags", None where nothing does."""
    at_: Any = entry
    for name in key.split("."):
        at_ = at_.get(name) if isinstance(at_, dict) else None
    return at_


def paired(codes: Sequence[str]) -> dict[str, list[str]]:
    """{"domain": ["road", "urban"]} of "domain=road" and "domain=urban"."""
    made: dict[str, list[str]] = {}
    for code in codes:
        fact, _, value = code.partition("=")
        made.setdefault(fact, []).append(value)
    return made


def parts(text: str) -> list[str]:
    """Codes between commas of any kind or blanks."""
    return [part for part in re.split(r"[\s,，、;；]+", text) if part]
