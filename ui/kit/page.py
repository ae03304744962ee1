"""What every screen is: a widget with a session, a refresh by Changes, and a way to send the user elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from casereview.changes import Changes
from ui.kit.icons import icon as draw
from ui.kit.session import EVERYTHING, Session
from ui.kit.shortcuts import Group


class Page(QWidget):
    """A screen. Build the layout in __init__, show data in `refresh`.

    asked  (page name, argument): go there, e.g. ("marking", dossier id)
    """

    asked = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._stale = True
        session.changed.connect(self._changed)

    def shortcut_groups(self) -> list[Group]:
        """Keys of this screen that are no actions, for the sheet of F1."""
        return []

    def refresh(self, changes: Changes) -> None:
        """Show what is there now; reload only what `changes` touches."""
        raise NotImplementedError

    def arrive(self, argument: object) -> None:
        """Someone was sent here with an argument (a dossier id, a filter). The default shows the page as it is."""

    def place(self) -> object:
        """The argument that brings one back to this very place when the window is built anew."""
        return None

    def command(self, title: str, do: Callable[[], object], keys: str = "", icon: str = "") -> QAction:
        """An action of this screen: in the palette, in the sheet of F1, with its shortcut in its tooltip."""
        action = QAction(title, self)
        if icon:
            action.setIcon(draw(icon, self.session.theme.soft))
        if keys:
            action.setShortcut(QKeySequence(keys))
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{title}  {shown}")
        action.triggered.connect(lambda: do())
        self.addAction(action)
        return action

    def wake(self) -> None:
        """Called when the page comes to the front: catches up with what it missed."""
        if self._stale:
            self._stale = False
            self.refresh(EVERYTHING)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh(changes)
        else:
            self._stale = True
