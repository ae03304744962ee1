"""How tests write in the rubric editor: the general rubric, its first item, its fields."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from casereview.rubric import editing, files
from casereview.rubric.model import Rubric
from tests.ui.builders import click, press
from ui.rubrics.codes import Codes, PickCodes
from ui.rubrics.editor import Editor

ITEM: editing.Trail = ("sections", 0, "items", 0)


def general() -> Rubric:
    return next(rubric for rubric in files.shipped() if rubric.code == "PT")


def the_button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def write(editor: Editor, key: str, text: str) -> None:
    """As from the keyboard or, for Chinese, from the input method, over what stands there."""
    field = editor.form.fields[key]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    if text.isascii():
        press(field, text)
    else:
        field.insert(text)


def codes(editor: Editor, key: str) -> Codes:
    field = editor.form.fields[key]
    assert isinstance(field, Codes)
    return field


def ask(editor: Editor, key: str) -> PickCodes:
    click(codes(editor, key).ask_button)
    return next(dialog for dialog in codes(editor, key).findChildren(PickCodes) if dialog.isVisible())


def choose(editor: Editor, key: str, value: object) -> None:
    box = editor.form.fields[key]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def findings(editor: Editor) -> list[str]:
    return [editor.findings.item(n).text() for n in range(editor.findings.count())]
