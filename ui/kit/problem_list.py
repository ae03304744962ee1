"""What an import could not use: one line a cell, to copy and put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from ui.kit.layout import button, column, glyph, label, row
from ui.kit.session import Session


class Problems(QDialog):
    """problems: codes of `words` with their parameters."""

    def __init__(
        self, session: Session, parent: QWidget, title: str, problems: Sequence[tuple[str, Mapping[str, object]]]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.texts = [session.say(code, **dict(parameters)) for code, parameters in problems]
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setWordWrap(True)
        self.list.addItems(self.texts)
        head = row(glyph("triangle-alert", session.theme.amber, 20), label(title, "heading", wrap=True), None)
        copy = button(self.tr("复制"), lambda: QGuiApplication.clipboard().setText("\n".join(self.texts)))
        close = button(self.tr("关闭"), self.accept, "main")
        self.setLayout(column(head, self.list, row(None, copy, close), gap=3, margin=4))
        high = self.fontMetrics().height()
        self.resize(high * 36, high * 22)
