"""The rubric editor: a draft as a tree, the form of one entry beside it, and below what is wrong while one types."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QTabWidget,
    QWidget,
)

from casereview.marking.actions import sealed_by
from casereview.progress import Progress
from casereview.results.actions import laboratory
from casereview.results.laboratory import Laboratory
from casereview.rubric import actions, editing
from casereview.rubric.editing import Judged, Trail, Values
from casereview.rubric.model import DEEPEST, Rubric
from casereview.rubric.tables import Note
from ui.kit.layout import button, column, label, row, scaled, tool
from ui.kit.say import number
from ui.kit.session import Session
from ui.kit.translate import source, tr
from ui.rubrics.differences import Differences
from ui.rubrics.draft_tree import DraftTree, sign
from ui.rubrics.fields import kind_of
from ui.rubrics.form import EntryForm
from ui.rubrics.history import History
from ui.rubrics.lab import Lab
from ui.rubrics.publishing import Preview

WHERE = Qt.ItemDataRole.UserRole
_LISTS, _TABLES = (450, 170), (290, 330)  # how the height is shared out
TITLES = {
    "rubric": source("标准"),
    "sections": source("部分"),
    "parts": source("下级部分"),
    "items": source("条目"),
    "deductions": source("扣分情形"),
    "vetoes": source("一票否决"),
    "bonus": source("加分"),
    "grades": source("等次"),
}


@dataclass(frozen=True)
class Work:
    """What one edits. base: the version it began from, None for one of its own; notes and places: of the table it was read from."""

    values: Values
    base: Rubric | None = None
    file: Path | None = None
    notes: tuple[Note, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    saved: bool = False


class Editor(QWidget):
    """left: one wants back to the list · published: the digest of what was published."""

    left = Signal()
    published = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.work: Work | None = None
        self.values: Values = {}
        self.path: Trail = ()
        self.judged = Judged(None, ())
        self.history = History()
        self._saved: Values = {}
        self.title = label("", "heading")
        self.state = label("", "soft")
        self.tree = DraftTree(session)
        self.tree.chosen.connect(self.show_entry)
        self.form = EntryForm(session)
        self.form.edited.connect(self._typed)
        self.form.replaced.connect(self._replace)
        self.findings = self._list(self.tr("检查"))
        self.notes = self._list(self.tr("导入说明"))
        self.difference = Differences(session, self.tr("与原版的差异"))
        self.lab = Lab(session)
        self.whole = QSplitter()
        self.tabs = self._tabs()
        self._lay_out()

    # parts ---------------------------------------------------------------------------------------------------------

    def _list(self, name: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(name)
        made.setWordWrap(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemClicked.connect(self._go)
        made.itemActivated.connect(self._go)
        return made

    def _tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self.findings, "")
        tabs.addTab(self.difference, self.tr("与原版的差异"))
        tabs.addTab(self.lab, self.tr("试算"))
        tabs.addTab(self.notes, self.tr("导入说明"))
        tabs.currentChanged.connect(self._turned)
        return tabs

    def _lay_out(self) -> None:
        left = QWidget()
        left_box = column(self._tools(), gap=0)
        left_box.addWidget(self.tree, 1)
        left.setLayout(left_box)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(left)
        upper.addWidget(self.form)
        upper.setSizes([560, 620])
        upper.setChildrenCollapsible(False)
        whole = self.whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(self.tabs)
        self.tabs.setMinimumHeight(scaled(130))  # else its tallest page would ask for half the screen
        whole.setSizes(list(_LISTS))
        whole.setStretchFactor(0, 1)
        whole.setStretchFactor(1, 0)
        whole.setChildrenCollapsible(False)
        box = column(self._strip(), gap=0)
        box.addWidget(whole, 1)
        self.setLayout(box)

    def _strip(self) -> QFrame:
        strip = QFrame()
        strip.setObjectName("strip")
        back = button(self.tr("‹ 返回"), self.leave)
        self.publish_button = button(self.tr("发布"), self.ask_publish, "main")
        self.publish_button.setToolTip(self.tr("作为新版本收进工作区，以后的批次可以采用"))
        save = button(self.tr("存为 TOML…"), self.ask_save)
        strip.setLayout(row(back, 1, self.title, self.state, None, save, self.publish_button, margin=2))
        return strip

    def _tools(self) -> QFrame:
        theme = self.session.theme
        self.add_button = QPushButton(self.tr("添加"))
        menu = QMenu(self.add_button)
        self.adders = {}
        for kind in ("sections", "parts", "items", "deductions", "vetoes", "bonus", "grades"):
            self.adders[kind] = menu.addAction(tr(TITLES[kind]))
            self.adders[kind].triggered.connect(lambda _=False, kind=kind: self.add(kind))
        self.add_button.setMenu(menu)
        frame = QFrame()
        frame.setLayout(
            row(
                self.add_button,
                tool("chevron-up", self.tr("上移"), lambda: self.move_entry(-1), theme),
                tool("chevron-down", self.tr("下移"), lambda: self.move_entry(1), theme),
                tool("trash-2", self.tr("删除这一条"), self.remove, theme),
                None,
                tool("undo-2", self.tr("撤销"), self.undo, theme),
                tool("redo-2", self.tr("重做"), self.redo, theme),
                margin=1,
            )
        )
        return frame

    # what is edited ------------------------------------------------------------------------------------------------

    def begin(self, work: Work) -> None:
        """Lay a draft before the person."""
        self.work, self.values, self.path = work, work.values, ()
        self._saved = work.values if work.saved else {}
        self.history = History()
        self._show_notes(work.notes)
        self.tabs.setTabVisible(3, bool(work.notes))
        self.tabs.setTabVisible(1, work.base is not None)
        self.tabs.setTabVisible(2, work.base is not None)
        self.tree.build(self.values, ())
        self.tabs.setCurrentIndex(3 if work.notes else 0)
        self._judge()
        self.show_entry(())

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""
        return self.work is not None and self.values != self._saved

    def show_entry(self, path: Trail) -> None:
        self.path = path
        entry = editing.at(self.values, path)
        places = self.work.places if self.work else {}
        self.form.show_entry(self.values, path, tr(TITLES[kind_of(path)]), places.get(str(entry.get("id", "")), ""))
        for kind in ("parts", "items", "deductions"):
            self.adders[kind].setEnabled(self._above(kind) is not None)

    def _typed(self, key: str, value: object) -> None:
        self.history.step((self.values, self.path), (self.path, key))
        self.values = editing.put(self.values, self.path, key, value)
        self._judge()

    def _replace(self, entry: Values) -> None:
        self._step(editing.replace(self.values, self.path, entry), self.path, rebuild=False)

    def _step(self, values: Values, path: Trail, *, rebuild: bool = True) -> None:
        self.history.step((self.values, self.path))
        self._show(values, path, rebuild)

    def _show(self, values: Values, path: Trail, rebuild: bool = True) -> None:
        self.values = values
        if rebuild:
            self.tree.build(values, path)
        self._judge()
        self.show_entry(path)

    def add(self, kind: str) -> None:
        """A new entry of a kind: below the current one, or at the end of its own list."""
        above = self._above(kind)
        if above is not None:
            self._step(*editing.add(self.values, above, "sections" if kind == "parts" else kind))
            self.form.focus_first()

    def _above(self, kind: str) -> Trail | None:
        """Where a new entry of a kind goes, seen from the current one; None where it cannot."""
        if kind not in ("parts", "items", "deductions"):
            return ()
        found = editing.inside(self.path, "items" if kind == "deductions" else "sections")
        deep = sum(part == "sections" for part in found)
        return found if found and (kind != "parts" or deep < DEEPEST) else None

    def remove(self) -> None:
        if editing.removable(self.values, self.path):
            above = self.path[:-2]
            self._step(editing.remove(self.values, self.path), above)

    def move_entry(self, by: int) -> None:
        if self.path:
            values, path = editing.move(self.values, self.path, by)
            if path != self.path:
                self._step(values, path)

    def undo(self) -> None:
        if (step := self.history.back((self.values, self.path))) is not None:
            self._show(*step)

    def redo(self) -> None:
        if (step := self.history.forth((self.values, self.path))) is not None:
            self._show(*step)

    # judging -------------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        """Everything that says how the draft stands; a few milliseconds, so at every stroke."""
        self.judged = editing.judge(self.values)
        wrong = {path for finding, path in self.judged.findings if finding.severity == "error"}
        odd = {path for finding, path in self.judged.findings} - wrong
        self.tree.say(self.values, wrong, odd)
        self.findings.clear()
        for finding, path in self.judged.findings:
            said = finding.sentence(self.session.language)
            self._line(self.findings, said, path, finding.severity == "error")
        if not self.judged.findings:
            self._line(self.findings, self.tr("没有发现问题。"), None, None)
        errors = sum(finding.severity == "error" for finding, _ in self.judged.findings)
        self.tabs.setTabText(0, self.tr("检查（{}）").format(len(self.judged.findings)))
        self.title.setText(f"{self.values.get('title', '')}  {self.values.get('version', '')}")
        total = editing.total_of(self.values["sections"])
        summed = self.tr("合计 {} 分").format("?" if total is None else number(total))
        verdict = self.tr("{} 处错误，不能发布").format(errors) if errors else self.tr("可以发布")
        self.state.setText(f"{summed} · {verdict}")
        self.state.setObjectName("failure" if errors else "soft")
        self.state.style().polish(self.state)
        self.publish_button.setEnabled(self.judged.sound)
        self._show_tab()

    def _turned(self, tab: int) -> None:
        """A table needs more room than a list of findings."""
        self.whole.setSizes(list(_TABLES if tab in (1, 2) else _LISTS))
        self._show_tab()

    def _show_tab(self) -> None:
        """Differences and the laboratory follow only while one looks at them."""
        base, rubric = (self.work.base if self.work else None), self.judged.rubric
        if base is None:
            return
        if self.tabs.currentWidget() is self.difference:
            self.difference.show_versions(base, rubric)
        elif self.tabs.currentWidget() is self.lab:
            self.lab.show_versions(base, rubric)

    def _show_notes(self, notes: Sequence[Note]) -> None:
        self.notes.clear()
        ids = {ident: path for path, ident in editing.named(self.values)}
        cells = {cell: ident for ident, cell in reversed((self.work.places if self.work else {}).items())}
        for note in notes:
            ident = str(note.parameters.get("item") or cells.get(note.at, ""))
            self._line(self.notes, note.sentence(self.session.language), ids.get(ident), note.error)

    def _line(self, box: QListWidget, text: str, path: Trail | None, error: bool | None) -> None:
        """error: whether it forbids publishing; None for a line that is no finding."""
        made = QListWidgetItem(text) if error is None else QListWidgetItem(sign(self.session.theme, error), text)
        made.setData(WHERE, path)
        box.addItem(made)

    def _go(self, line: QListWidgetItem) -> None:
        path = line.data(WHERE)
        if path is not None:
            self.tree.select(tuple(path))

    # going out -----------------------------------------------------------------------------------------------------

    def _start(self, suffix: str) -> str:
        name = "".join(
            "_" if sign in '\\/:*?"<>| ' else sign
            for sign in f"{self.values.get('code', '')}-{self.values.get('version', '')}"
        )
        return str(self.session.workspace.exports / f"{name}{suffix}")

    def ask_save(self) -> None:
        start = str(self.work.file) if self.work and self.work.file else self._start(".toml")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("存为 TOML"), start, "TOML (*.toml)")
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> None:
        """Finished or not, as a file; an unfinished one is opened again here."""
        editing.save(self.values, file)
        self._saved = self.values

    def ask_publish(self) -> None:
        """What it would change in what was sealed by its base is shown first; where nothing was, it is published at once."""
        base, rubric, workspace = (self.work.base if self.work else None), self.judged.rubric, self.session.workspace
        if base is None or rubric is None or not sealed_by(self.session.db, base.digest):
            self.publish()
            return

        def work(progress: Progress) -> Laboratory:
            with closing(workspace.connect()) as db:
                return laboratory(db, None, base, rubric)

        changes = len(actions.difference(base, rubric))
        job = self.session.task(self.tr("发布前的影响"), work)
        job.succeeded.connect(lambda found: Preview(self.session, found, changes, self, self.publish).open())
        self.session.jobs.start(job)

    def publish(self) -> None:
        """As a new version of the workspace. Another content under a known version is refused, and said so."""
        file = Path(self._start(".toml"))
        file.parent.mkdir(parents=True, exist_ok=True)
        editing.save(self.values, file)
        made = self.session.act(actions.publish, file)
        if isinstance(made, Rubric):
            self._saved = self.values
            self.work = None
            self.published.emit(made.digest)

    def leave(self) -> None:
        """Back to the list; what is not saved is asked about first."""
        if not self.dirty or self._untouched():
            self._let_go()
            return
        from ui.kit.ask import Ask

        text = label(self.tr("这份草稿还没有存成文件。离开后修改会丢失。"), wrap=True)
        Ask(self, self.tr("放弃修改"), text, ok=self.tr("放弃修改"), do=self._let_go).open()

    def _untouched(self) -> bool:
        return not self.history.before and not (self.work and self.work.notes)

    def _let_go(self) -> None:
        self.work = None
        self.left.emit()
