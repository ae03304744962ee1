"""Undo and redo of an edit of a data pack. Both are one more event: what a pack said before is said again."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand

from casereview.checks import actions
from ui.kit.session import Session


class PackEdit(QUndoCommand):
    """A pack gets another text, or goes back to the shipped one (`text` None). `push` calls redo at once."""

    def __init__(self, session: Session, name: str, kind: str, pack: str, text: str | None) -> None:
        super().__init__(name)
        self._session, self._kind, self._pack = session, kind, pack
        self._before = actions.edited_text(session.db, kind, pack)
        self._after = text

    def redo(self) -> None:
        if not self._say(self._after):
            self.setObsolete(True)

    def undo(self) -> None:
        self._say(self._before)

    def _say(self, text: str | None) -> bool:
        if text is None:
            return self._session.act(actions.restore_pack, self._kind, self._pack) is not None
        return self._session.act(actions.set_pack, self._kind, self._pack, text) is not None


def undoable(session: Session) -> bool:
    """Whether the last thing that can be undone is an edit of a pack: nothing else is undone from that window."""
    stack = session.undo
    return stack.canUndo() and isinstance(stack.command(stack.index() - 1), PackEdit)
