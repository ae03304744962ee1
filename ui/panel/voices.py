"""What each reader says of a disputed item, side by side, each with the pieces of the pages it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box
from casereview.errors import CaseReviewError
from casereview.files import Files
from casereview.marking import actions as marking
from casereview.marking.model import Mark, Seen
from casereview.panel.model import Dispute
from casereview.rubric.model import Rubric
from ui.kit.crops import Crop
from ui.kit.layout import button, clear, column, label, row
from ui.kit.pictures import PageRef, page_refs
from ui.kit.say import number
from ui.kit.session import Session
from ui.marking import texts

LETTERS = "ABCDEFGHI"


class Voices(QScrollArea):
    """asked: (dossier page) of evidence that was clicked · chosen: take over this reader's view."""

    asked = Signal(int)
    chosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        inside = QWidget()
        inside.setObjectName("clear")
        self._columns = row(gap=3)
        inside.setLayout(column(self._columns, None))
        self.setWidget(inside)
        self._pages: list[PageRef] = []
        self._pages_of = ""

    def show_dispute(self, dispute: Dispute | None, rubric: Rubric | None, names: bool) -> None:
        """names: readers by name, else by letter only."""
        clear(self._columns)
        if dispute is None or rubric is None:
            return
        self._load(dispute.dossier)
        marks = [
            mark
            for mark in marking.marks(self._session.db, dispute.campaign, dispute.dossier)
            if mark.said.item == dispute.item and mark.said.rubric == dispute.rubric
        ]
        for letter, reader in zip(LETTERS, dispute.earned):
            said = [mark for mark in marks if mark.reader == reader]
            who = f"{letter}　{reader}" if names else self.tr("评查员 {}").format(letter)
            self._columns.addWidget(self._column(dispute, rubric, reader, who, letter, said), 1)

    def _load(self, ident: str) -> None:
        if self._pages_of == ident:
            return
        self._pages_of = ident
        try:
            self._pages = page_refs(Files.of(self._session.db), dossiers.reading(self._session.db, ident))
        except CaseReviewError as error:
            self._pages = []
            self._session.failed.emit(error)

    def _column(
        self, dispute: Dispute, rubric: Rubric, reader: str, who: str, letter: str, marks: Sequence[Mark]
    ) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        take = button(self.tr("采纳 {}").format(letter), lambda: self.chosen.emit(reader))
        take.setToolTip(self.tr("以 {} 的意见为准  {}").format(letter, letter))
        box = column(
            row(label(who, "heading"), None, label(self.tr("{} 分").format(number(dispute.earned[reader])), "big")),
            gap=2,
            margin=3,
        )
        if not marks:
            box.addWidget(label(self.tr("没有扣分"), "soft"))
        for mark in marks:
            box.addWidget(label(texts.mark_text(rubric, mark), wrap=True))
            if mark.said.note:
                box.addWidget(label(mark.said.note, "soft", wrap=True))
            for seen in mark.said.evidence:
                box.addWidget(self._evidence(seen))
        box.addStretch(1)
        box.addLayout(row(None, take))
        frame.setLayout(box)
        return frame

    def _evidence(self, seen: Seen) -> QWidget:
        page = seen.dossier_page
        if seen.kind != "place" or not 1 <= page <= len(self._pages):
            return label(texts.seen_text(seen), "soft", wrap=True)
        box = Box(*seen.box) if seen.box else None
        crop = Crop(self._session.pictures, self._session.theme, self._pages[page - 1], box, texts.seen_text(seen))
        crop.clicked.connect(lambda: self.asked.emit(page))
        holder = QWidget()
        holder.setLayout(column(label(texts.seen_text(seen), "small"), crop, gap=1))
        return holder
