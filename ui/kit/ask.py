"""Dialogs that ask before something is done, and the fields they ask with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ui.kit.layout import Part, button, column, label, row
from ui.kit.theme import STEP
from ui.kit.translate import tr

N = TypeVar("N", bound=QAbstractSpinBox)


class Ask(QDialog):
    """A dialog of a few fields, 取消 and the one button that does it. Shown with `open()`, it blocks nobody.

    do  called by that button; the dialog stays open where it gives False
    """

    def __init__(
        self, parent: QWidget, title: str, *parts: Part, ok: str = "", do: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._do = do
        self.ok = button(ok or self.tr("确定"), self.agree, "main")
        self.ok.setDefault(True)
        self.setLayout(column(*parts, row(None, button(self.tr("取消"), self.reject), self.ok), gap=4, margin=5))
        self.setMinimumWidth(self.fontMetrics().height() * 26)

    def agree(self) -> None:
        if self._do is None or self._do() is not False:
            self.accept()


class DayField(QLineEdit):
    """A date as 2024-11-04, or nothing."""

    def __init__(self, on: date | str | None = None, name: str = "") -> None:
        super().__init__(on.isoformat() if isinstance(on, date) else on or "")
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{4}-\d{2}-\d{2}"), self))
        self.setPlaceholderText(self.tr("年-月-日，如 2024-11-04"))
        self.setAccessibleName(name)

    def value(self) -> date | None:
        """None for nothing and for what is no day of the calendar."""
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            return None

    @property
    def wrong(self) -> bool:
        """Something stands there that is no day."""
        return bool(self.text()) and self.value() is None


def line(text: str = "", name: str = "", hint: str = "") -> QLineEdit:
    """A field of one line; `name` is what a screen reader says."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def lines(text: str = "", name: str = "", hint: str = "", rows: int = 3) -> QPlainTextEdit:
    """A field of several lines."""
    made = QPlainTextEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setTabChangesFocus(True)
    high = made.fontMetrics().lineSpacing() * rows + 5 * STEP
    made.setMinimumHeight(high)
    made.setMaximumHeight(high if rows < 3 else 2 * high)
    return made


def roomy(field: N) -> N:
    """A number field whose digits keep clear of its border; the style sheet does not reach them."""
    field.lineEdit().setTextMargins(2 * STEP, 0, 0, 0)
    return field


def choice(options: Sequence[tuple[str, object]], chosen: object = None, name: str = "") -> QComboBox:
    """A list to choose one of: (what it says, what it means)."""
    made = QComboBox()
    made.setAccessibleName(name)
    fill(made, options, chosen)
    return made


def fill(box: QComboBox, options: Sequence[tuple[str, object]], chosen: object = None) -> None:
    """Other options, without telling anybody of a change."""
    box.blockSignals(True)
    box.clear()
    for text, value in options:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0) if options else -1)
    box.blockSignals(False)


def form(*pairs: tuple[str, QWidget]) -> QFormLayout:
    """Names left, fields right."""
    made = QFormLayout()
    made.setHorizontalSpacing(4 * STEP)
    made.setVerticalSpacing(2 * STEP)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    for text, field in pairs:
        said = label(text, "soft")
        said.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(text)
        made.addRow(said, field)
    return made


def wrong(text: str = "") -> QLabel:
    """Where a dialog says what is missing; hidden while nothing is."""
    made = label(text, "failure", wrap=True)
    made.setVisible(bool(text))
    return made


def tell(where: QLabel, text: str) -> bool:
    """Show what is missing; False, so that a dialog stays open."""
    where.setText(f"⚠ {text}")
    where.show()
    return False


def yes_no(value: bool | None) -> str:
    return "—" if value is None else tr("是") if value else tr("否")
