"""标准: the shipped, published and frozen rubrics as trees, what is odd in them, and what a version changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from casereview.changes import Changes
from casereview.panel import actions as panel
from casereview.panel.campaigns import rubric as frozen
from casereview.rubric import actions, files
from casereview.rubric.lint import check
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding
from ui.kit.ask import choice, fill
from ui.kit.icons import icon
from ui.kit.layout import button, column, label, row
from ui.kit.page import Page
from ui.kit.say import number, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.rubrics.differences import Differences
from ui.rubrics.doors import Doors
from ui.rubrics.editor import Editor, Work
from ui.rubrics.lab import Lab
from ui.rubrics.packs import PacksDialog
from ui.rubrics.tree import RubricTree

VALUE = Qt.ItemDataRole.UserRole
VERSIONS = 2  # the first tab that compares with another version


@dataclass(frozen=True)
class Known:
    """A rubric with where it comes from: "" the program or the workspace, else the titles of reviews that froze it."""

    rubric: Rubric
    reviews: tuple[str, ...]


class RubricsPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._known: list[Known] = []
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("评查标准"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.title = label("", "big", wrap=True)
        self.about = label("", "soft", wrap=True)
        self.tree = RubricTree(session)
        self.lint = self._lint_table()
        self.other = choice([], name=self.tr("与哪一版比较"))
        self.other.currentIndexChanged.connect(lambda _: self._show_difference())
        self.versions = Differences(session, self.tr("差异"))
        self.difference = self.versions.table
        self.lab = Lab(session)
        self.stack = QStackedWidget()
        self.editor = Editor(session)
        self.doors = Doors(session, self, lambda: self.rubric)
        self.doors.opened.connect(self.edit)
        self.editor.left.connect(lambda: self.stack.setCurrentIndex(0))
        self.editor.published.connect(self._published)
        self.stack.addWidget(self._split())
        self.stack.addWidget(self.editor)
        self.setLayout(column(self.stack, gap=0))
        for title, do in self._deeds():
            self.command(title, do)
        self.command(self.tr("数据包…"), self.show_packs)

    # parts ---------------------------------------------------------------------------------------------------------

    def _lint_table(self) -> Table[Finding]:
        def gravity(one: Finding) -> str:
            return self.tr("✕ 错误") if one.severity == "error" else self.tr("⚠ 提醒")

        columns = (
            Column[Finding](self.tr("程度"), gravity, "severity", 10),
            Column[Finding](self.tr("在哪里"), lambda f: str(f.parameters.get("where", "")), "where", 20),
            Column[Finding](self.tr("说明"), lambda f: f.sentence(self.session.language), "text"),
        )
        return Table(self.session, self.tr("检查"), columns, ListSource(columns, []))

    def _split(self) -> QSplitter:
        left = QWidget()
        more = QPushButton(self.tr("新建与导入"))
        menu = QMenu(more)
        for title, do in self._deeds()[1:]:
            menu.addAction(title).triggered.connect(lambda _=False, do=do: do())
        more.setMenu(menu)
        new = button(self.tr("编辑新版本"), self.doors.new_version, "main")
        new.setToolTip(self.tr("以所选标准为底稿，改好后作为新版本发布；原版不变"))
        tools = row(new, more, button(self.tr("数据包…"), self.show_packs), None)
        left_box = column(tools, gap=2, margin=3)
        left_box.addWidget(self.list, 1)
        left.setLayout(left_box)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.tree, self.tr("条目"))
        for table, name in ((self.lint, self.tr("检查")),):
            holder = QWidget()
            holder.setLayout(column(table, margin=3))
            self.tabs.addTab(holder, name)
        chosen = row(label(self.tr("与哪一版比较"), "soft"), self.other, None, margin=2)
        for widget, name in ((self.versions, self.tr("版本与差异")), (self.lab, self.tr("试算"))):
            self.tabs.addTab(widget, name)
        self.chosen = QWidget()
        self.chosen.setLayout(chosen)
        self.tabs.currentChanged.connect(lambda at: self.chosen.setVisible(at >= VERSIONS))
        self.chosen.hide()
        right = QWidget()
        heads = column(self.title, self.about, gap=1, margin=3)
        right_box = column(heads, gap=0)
        right_box.addWidget(self.tabs, 1)
        right_box.insertWidget(1, self.chosen)
        right.setLayout(right_box)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([300, 980])
        split.setChildrenCollapsible(False)
        return split

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not (changes.rubrics or changes.campaigns):
            return
        here = self.rubric
        self._known = self._gather()
        self.list.blockSignals(True)
        self.list.clear()
        theme = self.session.theme
        for one in self._known:
            frozen_in = self.tr("冻结于 {}").format("、".join(one.reviews)) if one.reviews else self._force(one.rubric)
            entry = QListWidgetItem(f"{one.rubric.title}\n{one.rubric.version} · {frozen_in}")
            entry.setIcon(icon("lock" if one.reviews else "scale", theme.soft))
            entry.setData(VALUE, one)
            self.list.addItem(entry)
        self.list.blockSignals(False)
        places = [n for n, one in enumerate(self._known) if here is not None and one.rubric.digest == here.digest]
        if self._known:
            self.list.setCurrentRow(places[0] if places else 0)

    def _force(self, rubric: Rubric) -> str:
        """Whether it may be used today, and from or until when where it says so."""
        today = self.session.author.clock().date().isoformat()
        if today < rubric.effective_from:
            return self.tr("{} 起施行").format(rubric.effective_from)
        if not rubric.in_force(today):
            return self.tr("{} 后不再使用").format(rubric.effective_until)
        return self.tr("可用于新批次")

    def _gather(self) -> list[Known]:
        """Each content once: what may be used next, and what reviews have frozen."""
        reviews: dict[str, list[str]] = {}
        contents: dict[str, Rubric] = {rubric.digest: rubric for rubric in actions.rubrics(self.session.db)}
        for campaign in panel.campaigns(self.session.db):
            for digest in campaign.rubrics:
                contents.setdefault(digest, frozen(campaign, digest))
                reviews.setdefault(digest, []).append(campaign.title)
        found = [Known(rubric, tuple(reviews.get(digest, ()))) for digest, rubric in contents.items()]
        return sorted(found, key=lambda one: (not one.rubric.procedures, one.rubric.code, one.rubric.version))

    @property
    def rubric(self) -> Rubric | None:
        entry = self.list.currentItem()
        known = entry.data(VALUE) if entry is not None else None
        return known.rubric if isinstance(known, Known) else None

    def _show(self) -> None:
        rubric = self.rubric
        if rubric is None:
            return
        self.title.setText(rubric.title)
        model = word(self.session, "scoring_model", rubric.model)
        parts = [
            self.tr("版本 {}").format(rubric.version),
            self.tr("满分 {}").format(number(rubric.full_marks)),
            self.tr("{} 个条目").format(len(rubric.items)),
            model,
            word(self.session, "policy", rubric.policies.not_applicable),
            *([self.tr("{} 起施行").format(rubric.effective_from)] if rubric.effective_from else []),
            *([self.tr("用到 {}").format(rubric.effective_until)] if rubric.effective_until else []),
            self.tr("摘要 {}").format(rubric.digest[:12]),
        ]
        self.about.setText(" · ".join(parts))
        self.about.setToolTip(rubric.source)
        self.tree.show_rubric(rubric)
        findings = check(rubric)
        self.lint.reload(ListSource(self.lint.model.columns, findings))
        self.tabs.setTabText(1, self.tr("检查（{}）").format(len(findings)))
        others = [k.rubric for k in self._known if k.rubric.digest != rubric.digest]
        others.sort(key=lambda r: (r.code != rubric.code, r.code, r.version))
        fill(self.other, [(f"{r.title}  {r.version}", r) for r in others], None)
        self._show_difference()

    def _show_difference(self) -> None:
        other = self.other.currentData()
        old = other if isinstance(other, Rubric) else None
        self.versions.show_versions(old, self.rubric)
        self.lab.show_versions(old, self.rubric)

    # acting --------------------------------------------------------------------------------------------------------

    def _deeds(self) -> list[tuple[str, Callable[[], object]]]:
        """What one can do here, for the menu and the palette."""
        doors = self.doors
        return [
            (self.tr("编辑新版本"), doors.new_version),
            *[
                (self.tr("从模板新建：{}").format(one.title), partial(doors.from_template, one))
                for one in files.templates()
            ],
            (self.tr("组合几个标准…"), doors.ask_compose),
            (self.tr("导入 Word / Excel 评查表…"), doors.ask_import),
            (self.tr("打开草稿…"), doors.ask_open),
            (self.tr("载入调整文件…"), doors.ask_tailor),
            (self.tr("收进标准文件…"), self.ask_publish),
            (self.tr("导出 TOML…"), self.ask_export),
            (self.tr("导出 Excel 评查表…"), partial(doors.ask_table, ".xlsx")),
            (self.tr("导出 Word 评查表…"), partial(doors.ask_table, ".docx")),
        ]

    def edit(self, work: Work) -> None:
        """A draft takes the whole screen; the list comes back when it is left."""
        self.editor.begin(work)
        self.stack.setCurrentWidget(self.editor)

    def _published(self, digest: str) -> None:
        self.stack.setCurrentIndex(0)
        self.arrive(digest)

    def ask_publish(self) -> None:
        kinds = self.tr("评查标准 (*.toml)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("收进标准文件"), str(Path.home()), kinds)
        if name:
            self.publish(Path(name))

    def publish(self, file: Path) -> None:
        """Take a rubric file into the workspace; a file with errors is refused with the first of them."""
        self.session.act(actions.publish, file)

    def ask_export(self) -> None:
        rubric = self.rubric
        if rubric is None:
            return
        start = str(self.session.workspace.exports / f"{rubric.code}-{rubric.version}.toml")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("导出标准文件"), start, "TOML (*.toml)")
        if name:
            actions.export(rubric, Path(name))

    def show_packs(self) -> None:
        """Law, calendars and local figures that the pre-check rests on."""
        PacksDialog(self.session, self).open()

    def place(self) -> object:
        """A draft that lies open is carried over, so that another language or theme costs nobody a word."""
        if self.stack.currentWidget() is self.editor and self.editor.work is not None:
            return replace(self.editor.work, values=self.editor.values, saved=not self.editor.dirty)
        return self.rubric.digest if self.rubric else None

    def arrive(self, argument: object) -> None:
        """A digest, a code, (digest, item), or a draft to go on with."""
        if isinstance(argument, Work):
            self.edit(argument)
            return
        wanted, item = argument if isinstance(argument, tuple) else (argument, "")
        for at, one in enumerate(self._known):
            if wanted in (one.rubric.digest, one.rubric.code):
                self.list.setCurrentRow(at)
                self.tree.select(str(item))
                return
