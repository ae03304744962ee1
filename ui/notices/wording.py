"""The wording of a notice as fields: one a text, places like {unit} are filled when it is made."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from casereview.notices.wording import Wording
from ui.kit.ask import lines
from ui.kit.layout import column, label


class WordingEditor(QScrollArea):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields: dict[str, QPlainTextEdit] = {}
        self._wording: Wording | None = None

    def show_wording(self, wording: Wording, texts: dict[str, Any]) -> None:
        """texts: what was changed before."""
        self._wording, self.fields = wording, {}
        inside = QWidget()
        inside.setObjectName("clear")
        body = column(
            label(self.tr("花括号里的是自动填入的内容，请保留。改动用于本次打开期间的预览和导出。"), "soft", wrap=True),
            gap=2,
            margin=3,
        )
        for key, text in wording.texts.items():
            if not _editable(text):
                continue
            said = texts.get(key, text)
            field = lines("\n".join(said) if isinstance(said, list) else str(said), key, rows=1)
            field.setFixedHeight(field.fontMetrics().lineSpacing() * (3 if len(str(said)) > 30 else 1) + 20)
            field.textChanged.connect(self.changed)
            self.fields[key] = field
            field.setToolTip(key)
            body.addWidget(field)
        body.addStretch(1)
        inside.setLayout(body)
        self.setWidget(inside)

    def value(self) -> dict[str, Any]:
        """Only what differs from the shipped wording."""
        if self._wording is None:
            return {}
        changed: dict[str, Any] = {}
        for key, field in self.fields.items():
            shipped, text = self._wording.texts[key], field.toPlainText()
            said: Any = text.split("\n") if isinstance(shipped, list) else text
            if said != shipped:
                changed[key] = said
        return changed


def _editable(text: object) -> bool:
    """A text or a list of texts; tables of the wording stay as they are."""
    return isinstance(text, str) or (isinstance(text, list) and all(isinstance(one, str) for one in text))
