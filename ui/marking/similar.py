"""套用到同类案卷: the same finding in other dossiers, each with its place on the page, to be looked at and ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from casereview.checks.say import explanation
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box
from casereview.files import Files
from casereview.marking import actions
from casereview.marking.model import Mark, MarkPayload, Seen
from casereview.marking.similar import Similar
from ui.kit.crops import Crop
from ui.kit.layout import button, clear, column, label, row
from ui.kit.pictures import page_refs
from ui.kit.session import Session
from ui.marking import texts

VALUE = Qt.ItemDataRole.UserRole


class SimilarDialog(QDialog):
    """chosen: the ticked ones. Nothing is ticked to begin with."""

    chosen = Signal(object)

    def __init__(self, session: Session, title: str, found: Sequence[Similar], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(self.tr("套用到同类案卷"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("同类案卷"))
        self.list.setWordWrap(True)
        for one in found:
            said = explanation(one.hint.outcome, session.language)
            line = QListWidgetItem(f"{one.dossier.case_no or one.dossier.name}\n{said}")
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Unchecked)
            line.setData(VALUE, one)
            self.list.addItem(line)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemChanged.connect(lambda _: self._count())
        self.pages: QVBoxLayout = column(gap=1)
        self.take = button("", self._take, "main")
        about = self.tr("预审在这些案卷里发现了同样的问题。逐卷看过证据再勾选；勾选的才扣分。")
        body = column(label(title, "heading", wrap=True), label(about, "soft", wrap=True), gap=2, margin=4)
        body.addWidget(self.list, 1)
        body.addLayout(self.pages)
        body.addLayout(row(None, button(self.tr("取消"), self.reject), self.take))
        self.setLayout(body)
        self.resize(720, 620)
        self.list.setCurrentRow(0)
        self._count()

    def ticked(self) -> list[Similar]:
        lines = [self.list.item(n) for n in range(self.list.count())]
        return [line.data(VALUE) for line in lines if line.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        self.take.setText(self.tr("扣这 {} 卷").format(count))
        self.take.setEnabled(bool(count))

    def _show(self) -> None:
        """The evidence of the current one, as it stands on its page."""
        clear(self.pages)
        line = self.list.currentItem()
        if line is None:
            return
        one: Similar = line.data(VALUE)
        reading = dossiers.reading(self._session.db, str(one.dossier.id), with_runs=False)
        refs = page_refs(Files.of(self._session.db), reading)
        for seen in one.hint.evidence[:2]:
            self.pages.addWidget(label(self._where(seen), "soft"))
            if 1 <= seen.dossier_page <= len(refs):
                box = Box(*seen.box) if seen.box else None
                crop = Crop(self._session.pictures, self._session.theme, refs[seen.dossier_page - 1], box)
                self.pages.addWidget(crop)

    def _where(self, seen: Seen) -> str:
        return f"{texts.seen_text(seen)}　{' '.join(seen.text.split())[:60]}"

    def _take(self) -> None:
        self.chosen.emit(self.ticked())
        self.accept()


class SayMarks(QUndoCommand):
    """The same finding in several dossiers as one step."""

    def __init__(self, session: Session, sayings: Sequence[MarkPayload], text: str) -> None:
        super().__init__(text)
        self._session, self._sayings = session, sayings
        self._made: list[Mark] = []

    def redo(self) -> None:
        made = self._session.act(actions.set_marks, self._sayings)
        self._made = made if isinstance(made, list) else []
        self.setObsolete(not self._made)

    def undo(self) -> None:
        self._session.act(actions.undo, [mark.id for mark in self._made])
