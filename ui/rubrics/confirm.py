"""A placeholder of a data pack is compared with its source."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from casereview import words
from casereview.checks import actions
from casereview.checks.shelf import Placeholder, Shelved
from casereview.errors import CaseReviewError
from ui.kit.ask import Ask, form, line, tell, wrong
from ui.kit.layout import label
from ui.kit.session import Session
from ui.kit.translate import tr
from ui.rubrics.pack_commands import PackEdit


class ConfirmDialog(Ask):
    """A person has compared a placeholder with its source, and says which; a value may be corrected on the way."""

    def __init__(self, session: Session, parent: QWidget, pack: Shelved, placeholder: Placeholder, title: str) -> None:
        self._session, self._pack, self._placeholder = session, pack, placeholder
        self.value = line(placeholder.value or "")
        self.source = line("", "", tr("哪个文件、哪一条"))
        self.problem = wrong()
        pairs: list[tuple[str, QWidget]] = [(tr("核对的是"), label(title, wrap=True))]
        if placeholder.settable:
            pairs.append((tr("数值"), self.value))
        pairs.append((tr("出处"), self.source))
        super().__init__(parent, tr("核对确认"), form(*pairs), self.problem, ok=tr("确认"), do=self._confirm)

    def _confirm(self) -> bool:
        source, value = self.source.text().strip(), self.value.text().strip()
        if not source:
            return tell(self.problem, self.tr("请写明出处。"))
        if self._placeholder.settable and not value:
            return tell(self.problem, self.tr("请填写数值。"))
        pack, place = self._pack, self._placeholder
        said = value if place.settable else None
        session = self._session
        try:
            text = actions.confirmed_text(session.db, session.author, pack.kind, pack.name, place.path, source, said)
        except CaseReviewError as error:
            return tell(self.problem, words.explain(error, session.language))
        session.undo.push(PackEdit(session, tr("核对确认"), pack.kind, pack.name, text))
        return True
