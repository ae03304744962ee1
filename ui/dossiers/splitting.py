"""Papers by hand, one key a page: Enter where one begins, Backspace where it goes on; names, order and turned pages too.

As in a text: Enter parts, Backspace joins. Every step is an event and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QUndoStack

from casereview.dossier import actions
from casereview.dossier.forms import OTHER
from casereview.dossier.likely import likely_forms
from casereview.dossier.model import Paper, Reading
from ui.dossiers.commands import Word
from ui.dossiers.papers import ChoosePaper
from ui.kit.pageview import PageView
from ui.kit.paper_tree import PaperTree
from ui.kit.session import Session

_NO, _ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


class Splitting(QObject):
    """Speaks of the page in view and of the paper that holds it. Its keys count in the page and in the tree alone.

    open  gives (dossier's id, its reading) as shown now
    """

    def __init__(
        self, session: Session, view: PageView, tree: PaperTree, open: Callable[[], tuple[str, Reading]]
    ) -> None:
        super().__init__(view)
        self._session, self._view, self._tree, self._open = session, view, tree, open
        self._turns: dict[tuple[str, int], int] = {}
        self.undo = QUndoStack(self)
        self._who = session.author.name
        self.asking: ChoosePaper | None = None
        for each in (view, tree.tree):
            each.installEventFilter(self)
        view.turned.connect(self._turned)

    # what is said --------------------------------------------------------------------------------------------------

    def say(self, text: str, action: Callable[..., Any], /, *args: Any, **named: Any) -> None:
        """A word about the dossier in view, which undo takes back. Another person starts with nothing to undo."""
        if self._who != self._session.author.name:
            self.undo.clear()
            self._who = self._session.author.name
        self.undo.push(Word(self._session, text, action, self._open()[0], *args, **named))

    def ask(self) -> None:
        """A paper begins on the page in view: which? On a paper's first page this names it anew."""
        dossier, reading = self._open()
        page = self._view.page
        if not dossier or not page:
            return
        paper = self._tree.paper_at(page)
        first = paper is not None and paper.pages[0] == page
        named = paper.title if paper is not None and first and paper.form == OTHER else ""
        self.asking = ChoosePaper(self._session, page, likely_forms(reading, page), named, self._view)
        text = self.tr("给文书改名") if first else self.tr("划分文书")
        self.asking.given.connect(lambda form, title: self.say(text, actions.cut, page, form, title))
        self.asking.finished.connect(lambda _: self._view.setFocus())
        self.asking.open()

    def join(self) -> None:
        """The paper in view goes on from the one before."""
        paper = self._tree.paper_at(self._view.page)
        if paper is not None and min(paper.pages) > 1:
            self.say(self.tr("并入上一份文书"), actions.join, min(paper.pages))

    def move(self, by: int) -> None:
        """The paper in view before or behind its neighbour in the tree."""
        paper = self._tree.paper_at(self._view.page)
        order = self._tree.order()
        if paper is None or paper not in order:
            return
        at = order.index(paper)
        there = self._neighbour(order, at, by)
        if there is None:
            return
        papers = list(self._open()[1].papers)
        place = papers.index(there) + (by > 0)
        before = papers[place].id if place < len(papers) else ""
        self.say(self.tr("调整文书顺序"), actions.move, paper.id, before)

    def _neighbour(self, order: list[Paper], at: int, by: int) -> Paper | None:
        """Within a stage of the procedure: the tree is grouped by these."""
        there = order[at + by] if 0 <= at + by < len(order) else None
        return there if there is not None and self._tree.stage(there) == self._tree.stage(order[at]) else None

    def _turned(self, page: int, degrees: int) -> None:
        self.say(self.tr("旋转第 {} 页").format(page), actions.turn, page, degrees)

    # the view as people turned it ----------------------------------------------------------------------------------

    def show_turns(self, opened_anew: bool) -> None:
        """Pages stand as the record says; on another dossier there is nothing to undo yet."""
        looks = self._session.pictures.looks
        known = self._turns
        self._turns = actions.turns(self._session.db, self._open()[0])
        if opened_anew:
            self.undo.clear()
            looks.begin(self._turns)
            return
        for place in known.keys() | self._turns.keys():
            now, before = self._turns.get(place, 0), known.get(place, 0)
            if now != before:
                looks.turn(*place, now)

    # keys ----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            do = self._meant(event, watched is self._view)
            if do is not None:
                do()
                return True
        return super().eventFilter(watched, event)

    def _meant(self, event: QKeyEvent, in_page: bool) -> Callable[[], object] | None:
        """In the tree Enter goes to a paper; everything else means the same in both."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == _NO:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self.ask if in_page else None
            return {Qt.Key.Key_F2: self.ask, Qt.Key.Key_Backspace: self.join}.get(key)
        if held == _ALT and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return lambda: self.move(-1 if key == Qt.Key.Key_Up else 1)
        return None
