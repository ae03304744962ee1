"""单位材料: the unit's own documents on their pages; a box drawn there is evidence of a mark on the unit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QWidget

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box, Reading
from casereview.files import Files
from casereview.marking.model import Seen
from casereview.units import actions
from ui.kit.ask import choice, fill
from ui.kit.find_bar import FindBar
from ui.kit.layout import Empty, button, column, label, row
from ui.kit.page_bar import PageBar
from ui.kit.pageview import PageView
from ui.kit.pictures import page_refs
from ui.kit.session import Session
from ui.marking import intents


class MaterialDialog(QDialog):
    """take: called with the place that was boxed, and the dialog closes; None where one only reads."""

    def __init__(self, session: Session, unit: str, take: Callable[[Seen], object] | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("单位材料"))
        self._session, self._unit, self._take = session, unit, take
        self._reading: Reading | None = None
        self.which = choice([], name=self.tr("材料"))
        self.which.setMinimumContentsLength(30)
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.view = PageView(session.pictures, session.theme)
        self.view.box_drawn.connect(self._boxed)
        self.finding = FindBar(self.view, lambda: self._reading.pages if self._reading else (), session.theme)
        says = (
            self.tr("在页面上拖一个框，就以那里为证据。")
            if take
            else self.tr("整理好的台账、记录、文件，评单位时以它们为证据。")
        )
        self.add_button = button(self.tr("添加材料…"), self.ask_add, "main" if take is None else "")
        self.stack = QStackedWidget()
        text = self.tr(
            "把单位的培训台账、学习记录、清单等文件放进来，评分时就能翻到那一页、框出那一处。它们不参加抽卷。"
        )
        first = button(self.tr("添加材料…"), self.ask_add, "main")
        self.stack.addWidget(Empty(session.theme, "folder-plus", self.tr("还没有单位材料"), text, first))
        pages = QWidget()
        inside = column(PageBar(self.view, session.theme), self.finding, self.view, gap=0)
        inside.setStretch(2, 1)
        pages.setLayout(inside)
        self.stack.addWidget(pages)
        head = row(self.which, label(says, "soft"), None, self.add_button, button(self.tr("关闭"), self.reject), gap=3)
        whole = column(head, self.stack, gap=2, margin=3)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(980, 680)
        self.refresh()

    def refresh(self) -> None:
        """The list anew; the document one looked at stays."""
        db = self._session.db
        every = [dossiers.get(db, ident) for ident in actions.materials(db, self._unit)]
        here = self.which.currentData()
        fill(self.which, [(one.name, one.id) for one in sorted(every, key=lambda one: one.name)], here)
        self.which.setVisible(bool(every))
        self.stack.setCurrentIndex(1 if every else 0)
        self._show()

    def _show(self) -> None:
        ident = self.which.currentData()
        if ident is None:
            return
        self._reading = dossiers.reading(self._session.db, ident)
        self.view.show_pages(page_refs(Files.of(self._session.db), self._reading))

    def _boxed(self, page: int, box: Box) -> None:
        if self._take is None or self._reading is None:
            return
        seen = intents.seen_at(self._reading, page, box).model_copy(update={"papers": (self.which.currentText(),)})
        self.accept()
        self._take(seen)

    def ask_add(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("添加单位材料"), str(Path.home()))
        if names:
            self.add([Path(name) for name in names])

    def add(self, files: list[Path]) -> None:
        """Take files in as documents of the unit, beside the window."""
        job = self._session.job(self.tr("识别"), dossiers.take_in, files, unit=self._unit)
        job.succeeded.connect(lambda result: self._added(result[1]))
        self._session.jobs.start(job)

    def _added(self, report: dossiers.IntakeReport) -> None:
        for ident in (*report.taken, *report.known):
            self._session.act(actions.set_material, self._unit, str(ident))
        self.refresh()
