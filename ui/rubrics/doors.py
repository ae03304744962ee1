"""How rubrics come to the editor and go out as files: new versions, unfinished drafts, office tables, tailoring files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from casereview.errors import CaseReviewError
from casereview.rubric import actions, editing
from casereview.rubric.model import Rubric
from casereview.rubric.tailor import load_tailoring, tailored
from ui.kit.session import Session
from ui.rubrics.composing import Composing
from ui.rubrics.editor import Work
from ui.rubrics.importing import Importing


class Doors(QObject):
    """opened: something to edit (Work). current: the rubric that is chosen in the list."""

    opened = Signal(object)

    def __init__(self, session: Session, window: QWidget, current: Callable[[], Rubric | None]) -> None:
        super().__init__(window)
        self._session, self._window, self._current = session, window, current

    # in ------------------------------------------------------------------------------------------------------------

    def new_version(self) -> None:
        """A draft of the chosen rubric with the next free version number."""
        rubric = self._current()
        if rubric is not None:
            taken = frozenset(r.version for r in actions.rubrics(self._session.db) if r.code == rubric.code)
            version = editing.next_version(rubric, taken)
            self.opened.emit(Work(editing.values_of(rubric, version), base=rubric))

    def from_template(self, template: Rubric) -> None:
        """A rubric of one's own, begun from a template."""
        self.opened.emit(Work(editing.values_of(template)))

    def ask_compose(self) -> None:
        """Several rubrics of the workspace as one, by weight."""
        known = sorted(actions.rubrics(self._session.db), key=lambda one: (not one.procedures, one.code))
        Composing(
            self._session, known, self._window, lambda made: self.opened.emit(Work(editing.values_of(made)))
        ).open()

    def ask_open(self) -> None:
        if file := self._ask_file(self.tr("打开草稿"), self.tr("评查标准 (*.toml)")):
            self.open_draft(file)

    def open_draft(self, file: Path) -> None:
        """A rubric file, finished or not; its base is the newest known version of its code."""
        try:
            values = editing.open_draft(file)
        except CaseReviewError as error:
            self._session.failed.emit(error)
            return
        known = [r for r in actions.rubrics(self._session.db) if r.code == values.get("code")]
        self.opened.emit(Work(values, known[-1] if known else None, file, saved=True))

    def ask_import(self) -> None:
        if file := self._ask_file(self.tr("导入 Word / Excel 评查表"), self.tr("Word、Excel 表 (*.xlsx *.xls *.docx)")):
            self.import_table(file)

    def import_table(self, file: Path) -> None:
        """Show what an office's table was read as; it goes on to the editor from there."""
        dialog = Importing(self._session, file, self._window)
        dialog.accepted_work.connect(self.opened)
        dialog.open()

    def ask_tailor(self) -> None:
        if file := self._ask_file(self.tr("载入调整文件"), self.tr("调整文件 (*.toml)")):
            self.tailor(file)

    def tailor(self, file: Path) -> None:
        """The chosen rubric changed by a tailoring file. One that is for another base is refused, and said so."""
        base = self._current()
        if base is None:
            return
        try:
            made = tailored(base, load_tailoring(file), file.name)
        except CaseReviewError as error:
            self._session.failed.emit(error)
            return
        self.opened.emit(Work(editing.values_of(made), base=base))

    def _ask_file(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(Path.home()), kinds)
        return Path(name) if name else None

    # out -----------------------------------------------------------------------------------------------------------

    def ask_table(self, suffix: str) -> None:
        """The chosen rubric as a table that offices keep: ".xlsx" or ".docx"."""
        rubric = self._current()
        if rubric is None:
            return
        start = str(self._session.workspace.exports / f"{rubric.code}-{rubric.version}{suffix}")
        kinds = "XLSX (*.xlsx)" if suffix == ".xlsx" else "DOCX (*.docx)"
        name, _ = QFileDialog.getSaveFileName(self._window, self.tr("导出评查表"), start, kinds)
        if name:
            write_table(rubric, Path(name))


def write_table(rubric: Rubric, file: Path) -> None:
    from casereview.rubric import handout

    write = handout.write_word if file.suffix == ".docx" else handout.write_table
    file.write_bytes(write(rubric))
