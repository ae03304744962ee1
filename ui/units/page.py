"""单位: the register that stands under recusal, certificates and the items that judge a unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QTabWidget, QWidget

from casereview.changes import Changes
from casereview.checks import actions as checks
from casereview.checks.law import Packs
from casereview.errors import CaseReviewError
from casereview.panel import actions as panel
from casereview.units import actions
from casereview.units.model import Figure, Person, Profile, Unit
from ui.kit.ask import yes_no
from ui.kit.layout import Empty, button, column, label, row
from ui.kit.page import Page
from ui.kit.problem_list import Problems
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.units.checked import Checked
from ui.units.dialogs import CompleteDialog, FigureDialog, PersonDialog, UnitDialog
from ui.units.scoring import UnitScoring


class UnitsPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._profiles: dict[str, Profile] = {}
        self._unit = ""
        self.units = self._unit_table()
        self.units.selected.connect(self._selected)
        self.units.opened.connect(lambda unit: UnitDialog(session, self, unit).open())
        self.people = self._people_table()
        self.people.opened.connect(lambda one: PersonDialog(session, self, one.unit, one).open())
        self.figures = self._figure_table()
        self.checked = Checked(session)
        self.scoring = UnitScoring(session)
        self.name = label("", "big", wrap=True)
        self.about = label("", "soft", wrap=True)
        self.stack = QStackedWidget()
        text = self.tr("名册是回避、执法证核对和单位项目评查的根据。可以导入现有的 XLSX，列名按常用叫法识别。")
        first = button(self.tr("导入名册…"), self.ask_import, "main")
        again = button(self.tr("新增单位…"), self.ask_unit)
        self.stack.addWidget(Empty(session.theme, "building-2", self.tr("还没有单位"), text, first, again))
        self.stack.addWidget(self._whole())
        self.setLayout(column(self.stack))
        self.command(self.tr("导入名册…"), self.ask_import)
        self.command(self.tr("新增单位…"), self.ask_unit)
        self.command(self.tr("新增人员…"), self.ask_person)

    # parts ---------------------------------------------------------------------------------------------------------

    def _unit_table(self) -> Table[Unit]:
        def people(unit: Unit) -> int:
            return len(self._profiles[unit.id].people)

        def complete(unit: Unit) -> str:
            on = self._profiles[unit.id].register_complete_on
            return on.isoformat() if on else self.tr("未确认")

        columns = (
            Column[Unit](self.tr("单位"), lambda u: u.name, "name", tip=lambda u: u.name),
            Column[Unit](self.tr("级别"), lambda u: word(self.session, "level", u.level), "level", 6),
            Column[Unit](self.tr("人数"), people, "people", 5, number=True),
            Column[Unit](self.tr("名册完整"), complete, "complete", 11),
        )
        return Table(self.session, self.tr("单位"), columns, ListSource(columns, []))

    def _people_table(self) -> Table[Person]:
        theme, today = self.session.theme, self.session.today

        def roles(one: Person) -> str:
            return "、".join(word(self.session, "role", role) for role in one.roles)

        columns = (
            Column[Person](self.tr("姓名"), lambda p: p.name, "name", 8),
            Column[Person](self.tr("人员类别"), roles, "roles", 12),
            Column[Person](self.tr("执法证号"), _numbers, "number", 13),
            Column[Person](
                self.tr("有效期至"),
                lambda p: self._validity(p, today),
                "until",
                15,
                color=lambda p: theme.red if _expired(p, today) else None,
            ),
            Column[Person](self.tr("培训学时"), lambda p: p.training_hours or "—", "training", 7, number=True),
            Column[Person](self.tr("公共法律"), lambda p: p.public_law_hours or "—", "law", 9, number=True),
            Column[Person](self.tr("记录仪"), lambda p: yes_no(p.has_camera), "camera", 7),
            Column[Person](self.tr("法律职业资格"), lambda p: p.qualification or "—", "qualification", 14),
            Column[Person](self.tr("在岗"), lambda p: yes_no(p.on_duty), "duty", 5),
        )
        return Table(self.session, self.tr("人员"), columns, ListSource(columns, []))

    def _validity(self, one: Person, today: date) -> str:
        until = [c.valid_to for c in one.certificates if c.valid_to is not None]
        if not until:
            return "—"
        said = max(until).isoformat()
        return self.tr("⚠ 已过期 {}").format(said) if _expired(one, today) else said

    def _figure_table(self) -> Table[Figure]:
        columns = (
            Column[Figure](self.tr("指标"), lambda f: word(self.session, "measure", f.name), "name"),
            Column[Figure](self.tr("数值"), lambda f: f.value, "value", 12, number=True),
            Column[Figure](self.tr("所属日期"), lambda f: f.on.isoformat(), "on", 12),
            Column[Figure](self.tr("来源"), lambda f: f.source, "source", 30),
        )
        return Table(self.session, self.tr("指标"), columns, ListSource(columns, []))

    def _whole(self) -> QSplitter:
        left = QWidget()
        tools = row(
            button(self.tr("导入名册…"), self.ask_import, "main"), button(self.tr("新增单位…"), self.ask_unit), None
        )
        left_box = column(tools, gap=2, margin=3)
        left_box.addWidget(self.units, 1)
        left.setLayout(left_box)
        right = QWidget()
        names = column(self.name, self.about, gap=1)
        head = row(gap=2)
        for text, do in (
            (self.tr("修改…"), self.ask_change),
            (self.tr("确认名册完整…"), self.ask_complete),
            (self.tr("新增人员…"), self.ask_person),
            (self.tr("登记指标…"), self.ask_figure),
        ):
            head.addWidget(button(text, do))
        head.addStretch(1)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for table, name in (
            (self.people, self.tr("人员")),
            (self.figures, self.tr("指标")),
            (self.checked, self.tr("核对")),
            (self.scoring, self.tr("评分")),
        ):
            holder = QWidget()
            holder.setLayout(column(table, margin=0))
            self.tabs.addTab(holder, name)
        right_box = column(names, head, gap=2, margin=3)
        right_box.addWidget(self.tabs, 1)
        right.setLayout(right_box)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([360, 920])
        split.setChildrenCollapsible(False)
        return split

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not changes.units:
            if changes.campaigns and self.profile is not None:
                self._selected()
            return
        every = actions.units(self.session.db)
        found = {unit.id: actions.profile(self.session.db, unit.id) for unit in every}
        self._profiles = {ident: profile for ident, profile in found.items() if profile is not None}
        self.stack.setCurrentIndex(1 if every else 0)
        here = self._unit
        self.units.reload(ListSource(self.units.model.columns, every))
        if every:
            places = [n for n, unit in enumerate(every) if unit.id == here]
            self.units.view.selectRow(places[0] if places else 0)

    def _selected(self) -> None:
        chosen = self.units.values()
        if not chosen:
            return
        self._unit = chosen[0].id
        profile = self._profiles[self._unit]
        self.name.setText(profile.unit.name)
        officers = sum("officer" in one.roles for one in profile.people)
        reviewers = sum("legal_reviewer" in one.roles for one in profile.people)
        on = profile.register_complete_on
        complete = self.tr("名册于 {} 确认完整").format(on.isoformat()) if on else self.tr("名册还没有人确认完整")
        said = self.tr("执法人员 {} 人，法制审核人员 {} 人 · {}")
        self.about.setText(said.format(officers, reviewers, complete))
        self.people.reload(ListSource(self.people.model.columns, profile.people))
        self.figures.reload(ListSource(self.figures.model.columns, profile.figures))
        packs = checks.packs_in_force(self.session.db, profile.unit.region)
        self.checked.show_profile(profile, packs)
        self.scoring.show_profile(profile, self._of_review(profile) or packs)

    def _of_review(self, profile: Profile) -> Packs | None:
        """The packs that the review froze: its scores of units rest on these, whatever was edited since."""
        campaign = self.session.campaign
        if campaign is None or not campaign.packs:
            return None
        try:
            return panel.packs_of(self.session.db, campaign, profile.unit.region)
        except CaseReviewError as error:
            self.session.failed.emit(error)
            return None

    @property
    def profile(self) -> Profile | None:
        return self._profiles.get(self._unit)

    # acting --------------------------------------------------------------------------------------------------------

    def ask_unit(self) -> None:
        UnitDialog(self.session, self).open()

    def ask_change(self) -> None:
        if self.profile is not None:
            UnitDialog(self.session, self, self.profile.unit).open()

    def ask_person(self) -> None:
        if self.profile is not None:
            PersonDialog(self.session, self, self._unit).open()

    def ask_figure(self) -> None:
        if self.profile is not None:
            FigureDialog(self.session, self, self._unit).open()

    def ask_complete(self) -> None:
        if self.profile is not None:
            CompleteDialog(self.session, self, self.profile.unit).open()

    def ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("导入名册"), str(Path.home()), "XLSX (*.xlsx)")
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        """What can be used goes in; what cannot is named by its cell."""
        problems = self.session.act(
            actions.import_table, file, catalogue=checks.packs_in_force(self.session.db).figures
        )
        if problems:
            Problems(self.session, self, self.tr("导入了名册，下列各处没有采用"), problems).open()

    def place(self) -> object:
        return self._unit

    def arrive(self, argument: object) -> None:
        """A unit's id."""
        for at in range(self.units.model.rowCount()):
            unit = self.units.model.item(at)
            if unit is not None and unit.id == argument:
                self.units.view.selectRow(at)


def _numbers(one: Person) -> str:
    return "、".join(paper.number for paper in one.certificates) or "—"


def _expired(one: Person, today: date) -> bool:
    """Every certificate that states an end has ended."""
    ends = [paper.valid_to for paper in one.certificates]
    return bool(ends) and all(end is not None and end < today for end in ends)
