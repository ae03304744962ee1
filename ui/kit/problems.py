"""Errors before the user: a banner for what they can put right, a report for what is our fault."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from casereview import disk
from casereview.errors import CaseReviewError
from casereview.words import explain
from ui.kit.layout import button, column, glyph, label, row, tool
from ui.kit.theme import Theme


class Banner(QFrame):
    """One sentence above the screen: what happened, to which file, what to do. Stays until it is closed."""

    def __init__(self, theme: Theme, language: str) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._language = language
        self._details = ""
        self.says: QLabel = label("", wrap=True, select=True)
        self.says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._copy = button(self.tr("复制详情"), self.copy, "link")
        close = tool("x", self.tr("关闭"), self.hide, theme)
        self.setLayout(row(glyph("triangle-alert", theme.red, 20), self.says, self._copy, close, gap=3, margin=2))
        self.hide()

    def tell(self, error: Exception) -> None:
        """Show a problem the user can put right, or the fact that it was ours."""
        self._details = details(error)
        error = disk.told(error) or error
        if isinstance(error, CaseReviewError):
            self.says.setText(explain(error, self._language))
        else:
            self.says.setText(self.tr("程序出错，本次操作没有完成；已保存的内容不受影响。请复制详情并交给维护人员。"))
        self.show()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)


def details(error: BaseException) -> str:
    """What a maintainer needs: versions and the trace. No text of a dossier is in it but what the error itself names."""
    from PySide6 import __version__ as qt

    head = f"CaseReview · Python {platform.python_version()} · PySide6 {qt} · {platform.platform()}\n"
    return head + "".join(traceback.format_exception(error))


class Report(QDialog):
    """Our bug: said plainly, with the details to copy."""

    def __init__(self, theme: Theme, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("程序出错"))
        says = label(self.tr("程序出错，本次操作没有完成；已保存的内容不受影响。请复制详情并交给维护人员。"), wrap=True)
        text = QPlainTextEdit(details(error))
        text.setReadOnly(True)
        text.setMinimumSize(560, 240)
        copy = button(self.tr("复制详情"), lambda: QGuiApplication.clipboard().setText(text.toPlainText()))
        close = button(self.tr("关闭"), self.accept, "main")
        head = row(glyph("octagon-alert", theme.red, 24), says, gap=3)
        says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setLayout(column(head, text, row(None, copy, close), gap=3, margin=4))


class Net(QObject):
    """Catches what nobody caught, on any thread, and brings it to the window's thread."""

    caught = Signal(object)

    _from_anywhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._from_anywhere.connect(self.caught, Qt.ConnectionType.QueuedConnection)

    def spread(self) -> None:
        """Put the hooks in force."""
        sys.excepthook = self._main
        threading.excepthook = lambda what: self._from_anywhere.emit(what.exc_value)

    def _main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if not issubclass(kind, KeyboardInterrupt):
            self._from_anywhere.emit(error)
