"""One entry of a data pack as a form: made of what its kind must hold, looked at before it is saved, refused in words."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from casereview import words
from casereview.checks import actions, entries
from casereview.checks.entries import Entry, Kind
from casereview.checks.shelf import CannotConfirm, Shelved
from casereview.errors import CaseReviewError
from ui.kit.ask import Ask, DayField, choice, form, line, lines, tell, wrong
from ui.kit.layout import column, label, scaled
from ui.kit.session import Session
from ui.kit.translate import tr
from ui.rubrics.pack_commands import PackEdit

_OWN = ("confirmed_by", "confirmed_on")  # set by who saves, not typed


class EntryDialog(Ask):
    """entry None: a new one, beginning as `like`. A keyed entry (an act, a local figure) gets its key in the first field."""

    def __init__(
        self,
        session: Session,
        parent: QWidget,
        pack: Shelved,
        kind: Kind,
        entry: Entry | None,
        laws: Mapping[str, str],
        like: Entry | None = None,
    ) -> None:
        self._session, self._pack, self._kind, self._entry = session, pack, kind, entry
        self._laws = laws
        start = entry.values if entry else {k: v for k, v in (like.values if like else {}).items() if k not in _OWN}
        if entry is None:
            start = {**start, "confirmed": False}
        self.fields: dict[str, QWidget] = {}
        pairs: list[tuple[str, QWidget]] = []
        self.key = line("", tr("代号"), tr("字母、数字和下划线"))
        if entry is None and kind.keyed:
            pairs.append((tr("代号"), self.key))
        # What it says first, then where from and whether it was compared.
        ordered = sorted(kind.model.model_fields.items(), key=lambda pair: pair[0] in ("source", "confirmed"))
        for name, field in ordered:
            key = str(field.alias or name)
            if key not in _OWN and (made := self._field(key, field.annotation, start.get(key, field.default))):
                self.fields[key] = made
                pairs.append((entries.field_word(key, session.language), made))
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(column(form(*pairs), None, margin=1))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(min(scaled(320), inside.sizeHint().height() + scaled(12)))
        scroll.setMinimumWidth(inside.minimumSizeHint().width() + scaled(24))
        self.problem = wrong()
        note = label(
            tr("核对过文本的勾选“已与文本核对”，会记下核对人和日期；没有勾选的，规则据此最多提示。"), "small", wrap=True
        )
        title = tr("修改条目") if entry else tr("新增条目")
        super().__init__(parent, title, scroll, note, self.problem, ok=tr("保存"), do=self._save)
        room = self.screen().availableGeometry()
        self.resize(min(scaled(640), room.width()), min(scaled(600), room.height() - scaled(24)))

    # fields --------------------------------------------------------------------------------------------------------

    def _field(self, key: str, annotation: Any, value: Any) -> QWidget | None:
        name = entries.field_word(key, self._session.language)
        options = _choices(annotation)
        if key == "law":
            acts = choice([("—", ""), *((title, code) for code, title in self._laws.items())], value, name)
            acts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            acts.setMinimumContentsLength(12)
            return acts
        if annotation is bool:
            box = QCheckBox()
            box.setChecked(bool(value))
            box.setAccessibleName(name)
            return box
        if options:
            shown = [(self._word(str(one)), one) for one in options]
            return choice(shown, value, name)
        if annotation in (date, date | None):
            return DayField(value if isinstance(value, date) else None, name)
        if key == "versions":
            return lines(_versions_text(value or ()), name, tr("每行一个版本：施行日/失效日/最后一条的条号"), rows=4)
        if typing.get_origin(annotation) is tuple or typing.get_origin(annotation) in (types.UnionType, typing.Union):
            value = "、".join(map(str, value)) if isinstance(value, (list, tuple)) else value
        text = "" if value is None or not isinstance(value, (str, int, float)) else str(value)
        return line(text if not _is_missing(value) else "", name)

    def _word(self, code: str) -> str:
        said = self._session.say(f"pack_value.{code}") if code else "—"
        return code if said.startswith("pack_value.") else said

    def values(self) -> dict[str, Any]:
        """What stands in the fields, as the pack writes it; what is empty and need not be there is left out."""
        found: dict[str, Any] = {}
        for name, field in self._kind.model.model_fields.items():
            key = str(field.alias or name)
            if key not in self.fields:
                continue
            said = _said(self.fields[key], key, field.annotation)
            if said in (None, "") and not field.is_required():
                continue
            if said == field.default and key != "confirmed":
                continue
            if said is not None:
                found[key] = said
        return found

    # saving --------------------------------------------------------------------------------------------------------

    def _save(self) -> bool:
        for key, widget in self.fields.items():
            if isinstance(widget, DayField) and widget.wrong:
                name = entries.field_word(key, self._session.language)
                return tell(self.problem, tr("“{}”不是日期。").format(name))
        pack, session = self._pack, self._session
        path = self._entry.path if self._entry else (self._kind.table,)
        key = self.key.text().strip()
        if self._entry is None and self._kind.keyed and not key:
            return tell(self.problem, tr("请填写代号。"))
        text = ""
        try:
            text = actions.entry_text(session.db, session.author, pack.kind, pack.name, path, self.values(), key)
            actions.look_at_pack(session.db, pack.kind, pack.name, text)
        except CannotConfirm as error:
            return tell(self.problem, words.explain(error, session.language))
        except CaseReviewError as error:
            return tell(self.problem, entries.explain(error, pack.kind, pack.name, text, session.language))
        title = self.values().get("title") or self.values().get("cause") or key or pack.name
        name = tr("修改“{}”").format(title) if self._entry else tr("新增“{}”").format(title)
        session.undo.push(PackEdit(session, name, pack.kind, pack.name, text))
        return True


def _choices(annotation: Any) -> tuple[Any, ...]:
    return typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()


def _is_missing(value: Any) -> bool:
    return value is None or type(value).__name__ == "PydanticUndefinedType"


def _versions_text(versions: Any) -> str:
    rows = []
    for one in versions:
        held = one if isinstance(one, Mapping) else one.model_dump(by_alias=True)
        rows.append("/".join(str(held.get(key) or "") for key in ("from", "to", "articles")).rstrip("/"))
    return "\n".join(rows)


def _versions(text: str) -> list[dict[str, Any]]:
    """Lines of from/to/articles; what is no date or number stays as it is, for the check to refuse in words."""
    found = []
    for row in filter(None, map(str.strip, text.splitlines())):
        parts = [part.strip() for part in row.split("/")]
        said = dict(zip(("from", "to", "articles"), map(_plain, parts)))
        found.append({key: value for key, value in said.items() if value != ""})
    return found


def _plain(text: str) -> Any:
    if re.fullmatch(r"\d+", text):
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _said(widget: QWidget, key: str, annotation: Any) -> Any:
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QComboBox):
        return widget.currentData()
    if isinstance(widget, DayField):
        return widget.value()
    if isinstance(widget, QPlainTextEdit):
        text = widget.toPlainText().strip()
        return _versions(text) if key == "versions" else " ".join(text.splitlines())
    text = widget.text().strip() if isinstance(widget, QLineEdit) else ""
    inner = [part for part in typing.get_args(annotation) if part is not type(None)]
    listed = typing.get_origin(annotation) is tuple or any(typing.get_origin(part) is tuple for part in inner)
    if listed:
        parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
        return [int(part) if part.isdigit() and str is not _item(annotation) else part for part in parts] or None
    if annotation is int or int in inner:
        return int(text) if re.fullmatch(r"\d+", text) else text or None
    return text


def _item(annotation: Any) -> Any:
    """What a tuple holds."""
    for part in (annotation, *typing.get_args(annotation)):
        if typing.get_origin(part) is tuple:
            return typing.get_args(part)[0]
    return None
