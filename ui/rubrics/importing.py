"""What an office's table was read as, before anybody edits it: columns, contents with their cells, and every assumption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QTabWidget, QWidget

from casereview.errors import CaseReviewError
from casereview.rubric.editing import Values
from casereview.rubric.tables import Draft, read_table
from casereview.words import explain
from ui.kit import ask
from ui.kit.layout import button, column, label, row
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.rubrics.draft_tree import sign
from ui.rubrics.editor import Work


@dataclass(frozen=True)
class Line:
    """One line of what was read. points, unit and cap as they will stand; cell: where it came from."""

    kind: str
    text: str
    points: str = ""
    unit: str = ""
    cap: str = ""
    cell: str = ""


class Importing(QDialog):
    """accepted_work: what one goes on to edit."""

    accepted_work = Signal(object)

    def __init__(self, session: Session, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._file = session, file
        self.draft: Draft | None = None
        self.setWindowTitle(self.tr("导入评查表：{}").format(file.name))
        self.code = ask.line("ZD", self.tr("代码"))
        self.title = ask.line("", self.tr("名称"))
        self.version = ask.line("1", self.tr("版本"))
        self.code.textEdited.connect(lambda _: self.read())
        self.about = label("", "soft", wrap=True)
        self.wrong = ask.wrong()
        self.columns = QListWidget()
        self.columns.setAccessibleName(self.tr("认出的列"))
        self.contents = self._contents()
        self.notes = QListWidget()
        self.notes.setAccessibleName(self.tr("推断和疑问"))
        self.notes.setWordWrap(True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.go = button(self.tr("进入编辑"), self.take, "main")
        self._lay_out()
        self.read()

    def _lay_out(self) -> None:
        for inside in (self.contents, self.notes):
            self.tabs.addTab(inside, "")
        left = QWidget()
        left_box = column(label(self.tr("认出的列"), "soft"), gap=1)
        left_box.addWidget(self.columns, 1)
        left.setLayout(left_box)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.tabs)
        split.setSizes([230, 720])
        names = ask.form((self.tr("代码"), self.code), (self.tr("名称"), self.title), (self.tr("版本"), self.version))
        body = column(names, self.about, self.wrong, gap=2, margin=4)
        body.addWidget(split, 1)
        body.addLayout(row(None, button(self.tr("取消"), self.reject), self.go))
        self.setLayout(body)
        self.resize(1000, 620)

    def _contents(self) -> Table[Line]:
        columns = (
            Column[Line](self.tr("是什么"), lambda one: one.kind, width=9),
            Column[Line](self.tr("内容"), lambda one: one.text, tip=lambda one: one.text),
            Column[Line](self.tr("分"), lambda one: one.points, width=6, number=True),
            Column[Line](self.tr("单位"), lambda one: one.unit, width=5),
            Column[Line](self.tr("上限"), lambda one: one.cap, width=5, number=True),
            Column[Line](self.tr("单元格"), lambda one: one.cell, width=16),
        )
        return Table(self._session, self.tr("读出的内容"), columns, ListSource(columns, []))

    def read(self) -> None:
        """Read the table by the code given; a table that is none is said so here."""
        self.draft = None
        code = self.code.text().strip()
        try:
            self.draft = read_table(self._file, code=code or "ZD") if code else None
        except CaseReviewError as error:
            ask.tell(self.wrong, explain(error, self._session.language))
        if self.draft is not None:
            self._show(self.draft)
        self.go.setEnabled(self.draft is not None and bool(self.draft.values))

    def _show(self, draft: Draft) -> None:
        self.wrong.hide()
        if not self.title.isModified():
            self.title.setText(str(draft.values.get("title", "")))
        self.columns.clear()
        for head, key in draft.columns.items():
            self.columns.addItem(f"{head}  →  {word(self._session, 'rubric_column', key)}")
        found = list(lines(draft, self._names()))
        self.contents.reload(ListSource(self.contents.model.columns, found))
        self.notes.clear()
        for note in draft.notes:
            said = note.sentence(self._session.language)
            self.notes.addItem(QListWidgetItem(sign(self._session.theme, note.error), said))
        errors = sum(note.error for note in draft.notes)
        self.tabs.setTabText(0, self.tr("读出的内容（{}）").format(len(found)))
        self.tabs.setTabText(1, self.tr("推断和疑问（{}）").format(len(draft.notes)))
        said = self.tr("{} 处必须改正，进入编辑后可以改。") if errors else self.tr("没有必须改正的地方。")
        self.about.setText(said.format(errors) if errors else said)

    def _names(self) -> dict[str, str]:
        return {
            "section": self.tr("部分"),
            "item": self.tr("条目"),
            "deduction": self.tr("扣分"),
            "veto": self.tr("一票否决"),
            "grade": self.tr("等次"),
        }

    def take(self) -> None:
        draft = self.draft
        if draft is None or not draft.values:
            return
        values = {
            **draft.values,
            "title": self.title.text().strip() or str(draft.values.get("title", "")),
            "version": self.version.text().strip() or "1",
        }
        self.accept()
        self.accepted_work.emit(Work(values, notes=draft.notes, places=dict(draft.places)))


def lines(draft: Draft, names: dict[str, str]) -> Iterator[Line]:
    """What was read, from the top down. names: what each kind is called."""

    def line(kind: str, entry: Values, text: str, points: str = "", unit: str = "", cap: str = "") -> Line:
        return Line(names[kind], text, points, unit, cap, draft.places.get(str(entry.get("id", "")), ""))

    for section in draft.values.get("sections", []):
        yield line("section", section, str(section.get("title", "")), str(section.get("points", "")))
        for item in section.get("items", []):
            yield line("item", item, str(item.get("title", "")), str(item.get("points", "")))
            for one in item.get("deductions", []):
                cap, unit = str(one.get("cap", "")), str(one.get("each", ""))
                yield line("deduction", one, str(one.get("text", "")), f"−{one.get('points', '')}", unit, cap)
    for veto in draft.values.get("vetoes", []):
        yield line("veto", veto, str(veto.get("title", "")))
    for grade in draft.values.get("grades", []):
        yield line("grade", grade, str(grade.get("title", "")), f"≥{grade.get('at_least', '')}")
