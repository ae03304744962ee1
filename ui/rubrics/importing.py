"""What an office's table is read as, before anybody edits it: a person says what each column is, and sees at once what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QListWidgetItem, QSplitter, QTabWidget, QWidget

from casereview.documents.grids import Grid, read_blocks
from casereview.errors import CaseReviewError
from casereview.rubric.editing import Values, sections_of, total_of
from casereview.rubric.heads import TableMap, proposed
from casereview.rubric.tables import Draft, Plan, draft_of
from casereview.words import explain
from ui.kit import ask
from ui.kit.layout import button, column, label, row, scaled
from ui.kit.say import number
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.rubrics.draft_tree import sign
from ui.rubrics.editor import Work
from ui.rubrics.mapping import TableMapping

LOW = 620  # pixels of a screen
PLACE = Qt.ItemDataRole.UserRole


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
        self._blocks: list[str | Grid] = []
        self._maps: list[TableMap] = []
        self._cells: dict[str, str] = {}
        self._by_hand = False
        self.setWindowTitle(self.tr("导入评查表：{}").format(file.name))
        self.code = ask.line("ZD", self.tr("代码"))
        self.title = ask.line("", self.tr("名称"))
        self.version = ask.line("1", self.tr("版本"))
        self.code.textEdited.connect(lambda _: self.read())
        self.about = label("", "soft", wrap=True)
        self.wrong = ask.wrong()
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("哪张表"))
        self.which.activated.connect(lambda _: self._show_table())
        self.mapping = TableMapping(session)
        self.mapping.changed.connect(self._mapped)
        self.contents = self._contents()
        self.notes = QListWidget()
        self.notes.setAccessibleName(self.tr("推断和疑问"))
        self.notes.setWordWrap(True)
        self.notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes.itemClicked.connect(self._go)
        self.notes.itemActivated.connect(self._go)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.again = button(self.tr("恢复程序的判断"), self.start_again)
        self.go = button(self.tr("进入编辑"), self.take, "main")
        self._lay_out()
        self.start_again()

    def _lay_out(self) -> None:
        for inside in (self.contents, self.notes):
            self.tabs.addTab(inside, "")
        left = QWidget()
        self.mapping.tools.insertWidget(0, self.which)
        left_box = column(gap=0)
        left_box.addWidget(self.mapping, 1)
        left.setLayout(left_box)
        room = self.screen().availableGeometry()
        low = room.height() < scaled(LOW)  # no room for one above the other
        split = QSplitter(Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical)
        split.addWidget(left)
        split.addWidget(self.tabs)
        split.setSizes([scaled(520), scaled(370)] if low else [scaled(330), scaled(230)])
        for narrow in (3, 4, 5) if low else ():
            self.contents.view.setColumnHidden(narrow, True)
        self.tabs.setCurrentIndex(1 if low else 0)
        split.setChildrenCollapsible(False)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.code.setMaximumWidth(scaled(110))
        self.version.setMaximumWidth(scaled(110))
        names = row(label(self.tr("代码"), "soft"), self.code, label(self.tr("名称"), "soft"))
        names.addWidget(self.title, 1)
        names.addLayout(row(label(self.tr("版本"), "soft"), self.version))
        body = column(names, self.about, self.wrong, gap=2, margin=4)
        body.addWidget(split, 1)
        body.addLayout(row(self.again, None, button(self.tr("取消"), self.reject), self.go))
        self.setLayout(body)
        self.resize(min(scaled(1240), room.width() - 40), min(scaled(680), room.height() - 60))

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

    # reading -------------------------------------------------------------------------------------------------------

    def start_again(self) -> None:
        """The file as the program reads it by itself."""
        self._cells, self._by_hand = {}, False
        try:
            self._blocks = read_blocks(self._file)
        except CaseReviewError as error:
            self._blocks = []
            ask.tell(self.wrong, explain(error, self._session.language))
        self._maps = proposed(self._blocks)
        grids = self.grids()
        self.which.clear()
        for grid, how in zip(grids, self._maps, strict=True):
            unused = "" if how.use else self.tr("（不读）")
            self.which.addItem(f"{grid.name}{unused}")
        first = next((n for n, how in enumerate(self._maps) if how.use), 0)
        self.which.setCurrentIndex(first if grids else -1)
        self.mapping.setEnabled(bool(grids))
        self._show_table()
        self.read()

    def grids(self) -> list[Grid]:
        return [block for block in self._blocks if isinstance(block, Grid)]

    def _show_table(self) -> None:
        at = self.which.currentIndex()
        if 0 <= at < len(self._maps):
            self.mapping.show_table(self.grids()[at], self._maps[at], self._cells)
            self._mark()

    def _mapped(self) -> None:
        """A person has said what something is: read by that."""
        at = self.which.currentIndex()
        self._maps[at], self._by_hand = self.mapping.map, True
        mine = {grid.name for grid in self.grids()[at : at + 1]}
        others = {place: said for place, said in self._cells.items() if place.split("!")[0] not in mine}
        self._cells = others | self.mapping.cells
        self.read()

    def read(self) -> None:
        """Read the table by the code and the map given; a file that is no table is said so here."""
        self.draft = None
        code = self.code.text().strip()
        plan = Plan(tuple(self._maps) if self._by_hand else None, self._cells)
        try:
            if code and self._blocks:
                self.draft = draft_of(self._blocks, self._file.name, code=code, plan=plan)
                self.wrong.hide()
        except CaseReviewError as error:
            ask.tell(self.wrong, explain(error, self._session.language))
        self._show(self.draft)
        self.go.setEnabled(self.draft is not None and bool(self.draft.values))

    def _show(self, draft: Draft | None) -> None:
        values = draft.values if draft else {}
        if not self.title.isModified() and values:
            self.title.setText(str(values.get("title", "")))
        found = list(lines(draft, self._names())) if draft else []
        self.contents.reload(ListSource(self.contents.model.columns, found))
        self.notes.clear()
        notes = draft.notes if draft else ()
        for note in sorted(notes, key=lambda note: not note.error):
            said = note.sentence(self._session.language)
            made = QListWidgetItem(sign(self._session.theme, note.error), said)
            made.setData(PLACE, note.at)
            self.notes.addItem(made)
        errors = sum(note.error for note in notes)
        self.tabs.setTabText(0, self.tr("读出的内容（{}）").format(len(found)))
        self.tabs.setTabText(1, self.tr("推断和疑问（{}）").format(len(notes)))
        self.about.setText(self._said(found, errors) if draft else "")
        self._mark()

    def _said(self, found: list[Line], errors: int) -> str:
        names = self._names()
        counts = {kind: sum(one.kind == name for one in found) for kind, name in names.items()}
        full = number(self.draft.rubric.full_marks) if self.draft and self.draft.rubric else "?"
        said = self.tr("{} 个条目、{} 条扣分、{} 个否决项，合计 {} 分。").format(
            counts["item"], counts["deduction"], counts["veto"], full
        )
        more = self.tr("{} 处必须改正：可以在这里改列和单元格，也可以进入编辑后改。").format(errors)
        return said + (more if errors else self.tr("没有必须改正的地方。"))

    def _mark(self) -> None:
        """Colour the cells that the notes are about."""
        wrong: dict[str, tuple[str, bool]] = {}
        for note in self.draft.notes if self.draft else ():
            if note.at:
                said = note.sentence(self._session.language)
                before, grave = wrong.get(note.at, ("", False))
                wrong[note.at] = (f"{before}\n{said}".strip(), grave or note.error)
        self.mapping.mark(wrong)

    def _go(self, line: QListWidgetItem) -> None:
        """To the cell of a note, in whichever table it is."""
        place = str(line.data(PLACE) or "")
        name = place.partition("!")[0]
        for at, grid in enumerate(self.grids()):
            if grid.name == name:
                if at != self.which.currentIndex():
                    self.which.setCurrentIndex(at)
                    self._show_table()
                self.mapping.go(place)
                return

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

    for _, section in sections_of(draft.values):
        points = str(section.get("points", "")) if total_of([section]) is not None else "?"
        yield line("section", section, str(section.get("title", "")), points)
        for item in section.get("items", []):
            yield line("item", item, str(item.get("title", "")), str(item.get("points", "")))
            for one in item.get("deductions", []):
                cap, unit = str(one.get("cap", "")), str(one.get("each", ""))
                said = "：".join(part for part in (str(one.get("level", "")), str(one.get("text", ""))) if part)
                yield line("deduction", one, said, f"−{one.get('points', '')}", unit, cap)
    for veto in draft.values.get("vetoes", []):
        yield line("veto", veto, str(veto.get("title", "")))
    for grade in draft.values.get("grades", []):
        yield line("grade", grade, str(grade.get("title", "")), f"≥{grade.get('at_least', '')}")
