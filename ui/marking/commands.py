"""Undo and redo. Every step is one more event: undo withdraws a named mark, redo says it again.

A mark that is said again has a new id. A `Slot` holds the id in force, so that older steps keep pointing at the right mark.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand

from casereview.marking import actions
from casereview.marking.model import Mark, MarkPayload
from ui.kit.session import Session
from ui.marking.intents import Said


@dataclass
class Slot:
    """A mark that may be withdrawn and said again; id "" while it is withdrawn."""

    said: MarkPayload
    id: str


class Slots:
    """The slot of every mark that an undo step knows of."""

    def __init__(self) -> None:
        self._slots: list[Slot] = []

    def of(self, mark: Mark) -> Slot:
        for slot in self._slots:
            if slot.id == mark.id:
                return slot
        slot = Slot(mark.said, mark.id)
        self._slots.append(slot)
        return slot

    def new(self, said: MarkPayload) -> Slot:
        slot = Slot(said, "")
        self._slots.append(slot)
        return slot


class SayMark(QUndoCommand):
    """A mark in place of others. `push` calls redo at once, so redo does the work."""

    def __init__(self, session: Session, slots: Slots, said: Said, text: str) -> None:
        super().__init__(text)
        self._session = session
        self._new = slots.new(said.payload)
        self._old = [slots.of(mark) for mark in said.replaces]

    def redo(self) -> None:
        mark = self._session.act(actions.set_mark, self._new.said, [slot.id for slot in self._old if slot.id])
        if mark is None:
            self.setObsolete(True)
            return
        self._new.id = mark.id
        for slot in self._old:
            slot.id = ""

    def undo(self) -> None:
        # Not actions.undo: a mark that was said again replaces what undid it, and that must not come back.
        if not self._old:
            self._session.act(actions.withdraw, [self._new.id])
        for number, slot in enumerate(self._old):
            mark = self._session.act(actions.set_mark, slot.said, [self._new.id] if number == 0 else [])
            slot.id = mark.id if mark is not None else ""
        self._new.id = ""


class Withdraw(QUndoCommand):
    """Marks taken back."""

    def __init__(self, session: Session, slots: Slots, marks: list[Mark], text: str) -> None:
        super().__init__(text)
        self._session = session
        self._slots = [slots.of(mark) for mark in marks]

    def redo(self) -> None:
        if self._session.act(actions.withdraw, [slot.id for slot in self._slots]) is None:
            self.setObsolete(True)
            return
        for slot in self._slots:
            slot.id = ""

    def undo(self) -> None:
        for slot in self._slots:
            mark = self._session.act(actions.set_mark, slot.said)
            slot.id = mark.id if mark is not None else ""
