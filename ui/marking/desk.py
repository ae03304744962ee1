"""What lies on a reader's desk: one dossier, the rubrics it is marked by, the reader's marks and the sheet they make."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier, Reading
from casereview.files import Files
from casereview.marking import actions
from casereview.marking.context import context_of
from casereview.marking.hints import Hint, hints
from casereview.marking.model import Context, Line, Mark, MarkKind, Past, Sheet
from casereview.panel import actions as panel
from casereview.rubric.model import Item, Rubric, Subject
from ui.kit.pictures import PageRef, page_refs
from ui.kit.session import Session
from ui.marking.commands import SayMark, Slots, Withdraw
from ui.marking.intents import Said, Sitting


class Desk(QObject):
    """opened: another dossier lies here · changed: marks or sheet are new · moved: another item is current."""

    opened = Signal()
    changed = Signal()
    moved = Signal()

    dossier: Dossier
    reading: Reading
    context: Context
    rubric: Rubric
    sheet: Sheet

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rubrics: list[Rubric] = []
        self.pages: list[PageRef] = []
        self.marks: list[Mark] = []
        self.item = ""
        self.seen: set[int] = set()
        self._hints: dict[str, list[Hint]] = {}
        self._slots = Slots()

    @property
    def ready(self) -> bool:
        """Whether a dossier and a rubric lie here."""
        return bool(self.rubrics)

    # opening -------------------------------------------------------------------------------------------------------

    def open(self, ident: str) -> bool:
        """Lay a dossier on the desk. Gives False where no rubric of the review fits it."""
        campaign = self.session.campaign
        if campaign is None:
            return False
        db = self.session.db
        self.dossier = dossiers.get(db, ident)
        self.reading = dossiers.reading(db, ident)
        self.context = context_of(self.reading, complete=self.dossier.complete)
        fitting = panel.rubrics_of(campaign, self.dossier.procedure or self.context.procedure or "general")
        self.rubrics = [rubric for rubric in fitting if Subject.DOSSIER in rubric.scope]
        self.pages = page_refs(Files.of(db), self.reading)
        self.session.pictures.looks.begin(dossiers.turns(db, ident))
        self.session.undo.clear()
        self._slots = Slots()
        self.seen = set()
        if not self.rubrics:
            return False
        self.use(self.rubrics[0])
        self.opened.emit()
        self.changed.emit()
        return True

    def use(self, rubric: Rubric) -> None:
        """Mark by another of the review's rubrics."""
        self.rubric = rubric
        self._hints = hints(rubric, checks.outcomes(self.session.db, self.dossier.id))
        self.reload()
        self.item = next(iter(self.sheet.open), self.sheet.lines[0].item if self.sheet.lines else "")

    def reload(self) -> None:
        """Marks and sheet anew from the record."""
        campaign = self.session.campaign
        if campaign is None or not self.rubrics:
            return
        db, reader = self.session.db, self.session.author.name
        mine = actions.marks(db, campaign.id, self.dossier.id, reader)
        self.marks = [mark for mark in mine if mark.said.rubric == self.rubric.digest]
        self.sheet = actions.sheet_of(db, self.rubric, campaign.id, self.dossier.id, reader, self.context)
        self.changed.emit()

    # looking -------------------------------------------------------------------------------------------------------

    @property
    def sitting(self) -> Sitting:
        campaign = self.session.campaign
        assert campaign is not None
        return Sitting(campaign.id, self.dossier.id, self.rubric.digest, tuple(self.marks))

    @property
    def current(self) -> Item | None:
        return self.rubric.item(self.item) if self.item else None

    @property
    def codes(self) -> list[str]:
        """The typed codes that lead somewhere in this sheet."""
        return [self.rubric.position(line.item) for line in self.sheet.lines]

    def line(self, item: str) -> Line:
        return self.sheet.line(item)

    def marks_at(self, item: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.said.item == item]

    def past(self, item: str) -> list[Past]:
        """The reader's own history of an item, newest first."""
        campaign = self.session.campaign
        assert campaign is not None
        return actions.history(
            self.session.db, campaign.id, self.dossier.id, self.session.author.name, item, self.rubric.digest
        )

    def hints_at(self, item: str) -> list[Hint]:
        """The program's hints for an item or a veto; none while they must stay hidden: a reader looks first."""
        campaign = self.session.campaign
        hidden = campaign is None or campaign.hints_hidden
        judged = any(mark.said.kind in (MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE, MarkKind.VETO)
                     for mark in self.marks_at(item))  # fmt: skip
        return [] if hidden and not judged and not self.sheet.sealed else self._hints.get(item, [])

    def has_hidden_hints(self, item: str) -> bool:
        """Whether hints are held back here at all; says nothing of whether there are any."""
        campaign = self.session.campaign
        return campaign is not None and campaign.hints_hidden and not self.hints_at(item) and not self.marks_at(item)

    # moving --------------------------------------------------------------------------------------------------------

    def go(self, item: str) -> None:
        if item != self.item:
            self.item = item
            self.moved.emit()

    def step(self, by: int) -> None:
        items = [line.item for line in self.sheet.lines]
        if self.item in items:
            self.go(items[(items.index(self.item) + by) % len(items)])

    def next_open(self) -> None:
        """The next item without a mark, round the end."""
        items = [line.item for line in self.sheet.lines]
        start = items.index(self.item) + 1 if self.item in items else 0
        for item in items[start:] + items[:start]:
            if item in self.sheet.open:
                self.go(item)
                return

    def open_in_section(self) -> list[str]:
        """The items of the current item's section that nobody has judged yet."""
        section = next((s for s in self.rubric.sections if any(i.id == self.item for i in s.every)), None)
        own = {item.id for item in section.every} if section else set()
        return [line.item for line in self.sheet.lines if line.item in own and line.state == "open"]

    def next_disputed(self) -> None:
        """The next item with two values in this sheet, round the end."""
        conflicts = [line.item for line in self.sheet.lines if line.state == "conflict"]
        if conflicts:
            after = conflicts.index(self.item) + 1 if self.item in conflicts else 0
            self.go(conflicts[after % len(conflicts)])

    # marking -------------------------------------------------------------------------------------------------------

    def say(self, said: Said, text: str) -> None:
        """Record a mark as one step that can be undone; the sheet is new when this returns."""
        if not self.sheet.sealed:
            self.session.undo.push(SayMark(self.session, self._slots, said, text))

    def say_all(self, said: list[Said], text: str) -> None:
        """Several marks as one step that can be undone."""
        if said and not self.sheet.sealed:
            self.session.undo.beginMacro(text)
            for each in said:
                self.say(each, text)
            self.session.undo.endMacro()

    def take_back(self, marks: list[Mark], text: str) -> None:
        if marks and not self.sheet.sealed:
            self.session.undo.push(Withdraw(self.session, self._slots, marks, text))

    def contradictions(self) -> list[str]:
        """What contradicts itself in this sheet, in words."""
        campaign = self.session.campaign
        assert campaign is not None
        found = actions.consistency(
            self.session.db, self.rubric, campaign.id, self.dossier.id, self.session.author.name, self.context
        )
        return [self.session.say(f"consistency.{one.code}", **one.parameters) for one in found]

    def seal(self) -> bool:
        campaign = self.session.campaign
        assert campaign is not None
        done = self.session.act(actions.seal, self.rubric, campaign.id, self.dossier.id, self.context)
        if done is not None:
            self.session.undo.clear()
        return done is not None

    def reopen(self, reason: str) -> bool:
        campaign = self.session.campaign
        assert campaign is not None
        return self.session.act(actions.reopen, campaign.id, self.dossier.id, self.rubric.digest, reason) is not None
