"""The field for a note: own and shared wordings to choose from, found by their words or by pinyin initials while one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from casereview.marking import comments
from ui.kit.pinyin import initials
from ui.kit.session import Session


def matching(wordings: Sequence[str], typed: str) -> list[str]:
    """Wordings that hold what is typed, or whose pinyin initials do; all of them for nothing."""
    wanted = typed.strip().lower()
    return [one for one in wordings if wanted in one.lower() or wanted in initials(one)]


class Wordings(QComboBox):
    """Editable; the popup while typing is filtered by words and initials."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._item = ""
        self.every: list[str] = []
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._found = QStringListModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        if (field := self.lineEdit()) is not None:
            field.textEdited.connect(self._typed)

    def show_item(self, item: str) -> None:
        """The wordings on an item; what one has typed stays."""
        self._item, said, session = item, self.currentText(), self._session
        own = [one.text for one in comments.shelf(session.db, session.author.name, item)]
        everyones = comments.shared(session.db, item)
        self.every = list(dict.fromkeys([*own, *(one.text for one in everyones)]))
        self.clear()
        self.addItems(self.every)
        for one in everyones:
            at = self.every.index(one.text)
            self.setItemData(at, self.tr("共用评语，{} 放入").format(one.by), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(-1)
        self.setEditText(said)
        self._found.setStringList(self.every)

    def offered(self) -> list[str]:
        """What the popup holds now."""
        return self._found.stringList()

    def keep(self) -> None:
        """Put what stands here on the shelf for everyone."""
        self._session.act(comments.keep, self._item, self.currentText())
        self.show_item(self._item)

    def _typed(self, text: str) -> None:
        self._found.setStringList(matching(self.every, text))
