"""Papers put right by hand: a new one begins on this page, or this one goes on from the one before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from casereview.dossier import forms
from casereview.dossier.model import Paper
from ui.kit.layout import button, column, label, row
from ui.kit.say import word
from ui.kit.session import Session


class NewPaper(QDialog):
    """Which paper begins on a page. given: (form, title)"""

    given = Signal(str, str)

    def __init__(self, session: Session, page: int, paper: Paper | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("文书从这一页开始"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = QComboBox()
        self.form.setMaxVisibleItems(20)
        for form in forms.shipped().form:
            self.form.addItem(word(session, "form", form.code), form.code)
        self.title = QLineEdit()
        self.title.setPlaceholderText(self.tr("名称（不写用类型的名称）"))
        if paper is not None and paper.pages[0] == page:
            self.form.setCurrentIndex(self.form.findData(paper.form))
            self.title.setText(paper.title)
        ok = button(self.tr("确定"), self._done, "main")
        ok.setDefault(True)
        self.setLayout(
            column(
                label(self.tr("第 {} 页起是：").format(page), "heading"),
                self.form,
                self.title,
                row(None, button(self.tr("取消"), self.reject), ok),
                gap=3,
                margin=4,
            )
        )
        self.setMinimumWidth(420)

    def _done(self) -> None:
        self.given.emit(self.form.currentData(), self.title.text().strip())
        self.accept()
