"""Undo and redo of what a person says inside a dossier. Both are one more event, so nothing said is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QUndoCommand

from casereview.dossier import actions
from ui.kit.session import Session


class Word(QUndoCommand):
    """One word about papers, pages or facts. `push` calls redo at once, so redo says it the first time."""

    def __init__(
        self, session: Session, text: str, action: Callable[..., Any], dossier: str, /, *args: Any, **named: Any
    ) -> None:
        super().__init__(text)
        self._session, self._dossier = session, dossier
        self._say: Callable[[], Any] = partial(session.act, action, dossier, *args, **named)
        self._event = ""

    def redo(self) -> None:
        if self._event:
            self._turn()
            return
        before = actions.newest_word(self._session.db, self._dossier)
        said = self._say()
        self._event = actions.newest_word(self._session.db, self._dossier)
        if said is None or self._event == before:  # refused, or nothing new
            self.setObsolete(True)

    def undo(self) -> None:
        self._turn()

    def _turn(self) -> None:
        """Take back the last word: what stood before it stands again, in either direction."""
        event = self._session.act(actions.take_back, self._dossier, self._event)
        if isinstance(event, str):
            self._event = event
