"""Forms of the register: a unit, a person, a dated figure, the day on which the register was complete."""

from __future__ import annotations

import uuid
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from casereview.checks import actions as checks
from casereview.units import actions
from casereview.units.measures import day_of, number_of
from casereview.units.model import Certificate, Figure, Person, Unit
from ui.kit.ask import Ask, DayField, choice, form, line, tell, wrong, yes_no
from ui.kit.layout import label
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.translate import tr

LEVELS = ("city", "county")
ROLES = ("officer", "legal_reviewer", "panel", "leader")


class UnitDialog(Ask):
    def __init__(self, session: Session, parent: QWidget, unit: Unit | None = None) -> None:
        self._session = session
        self._unit = unit or Unit(id=uuid.uuid4().hex[:12], name="")
        self.name, self.short = line(self._unit.name), line(self._unit.short)
        self.level = choice([(word(session, "level", code), code) for code in LEVELS], self._unit.level)
        self.government = line(self._unit.government)
        self.problem = wrong()
        fields = form(
            (tr("名称"), self.name),
            (tr("简称"), self.short),
            (tr("级别"), self.level),
            (tr("所属人民政府"), self.government),
        )
        super().__init__(parent, tr("单位"), fields, self.problem, ok=tr("保存"), do=self._save)

    def _save(self) -> bool:
        if not self.name.text().strip():
            return tell(self.problem, self.tr("请填写名称。"))
        said = replace(
            self._unit,
            name=self.name.text().strip(),
            short=self.short.text().strip(),
            level=self.level.currentData(),
            government=self.government.text().strip(),
        )
        return self._session.act(actions.set_unit, said) is not None


class PersonDialog(Ask):
    """One certificate is edited here; further ones of the person stay as they are."""

    def __init__(self, session: Session, parent: QWidget, unit: str, person: Person | None = None) -> None:
        self._session = session
        self._person = person or Person(id=uuid.uuid4().hex[:12], name="", unit=unit)
        had = self._person
        paper = had.certificates[0] if had.certificates else Certificate("")
        self.name = line(had.name)
        self.unit = choice([(u.name, u.id) for u in actions.units(session.db)], had.unit)
        self.roles = QListWidget()
        for code in ROLES:
            entry = QListWidgetItem(word(session, "role", code))
            entry.setData(Qt.ItemDataRole.UserRole, code)
            entry.setCheckState(Qt.CheckState.Checked if code in had.roles else Qt.CheckState.Unchecked)
            self.roles.addItem(entry)
        self.roles.setMaximumHeight(self.roles.fontMetrics().height() * 9)
        self.number = line(paper.number)
        self.since, self.until = DayField(paper.valid_from), DayField(paper.valid_to)
        self.training, self.law = line(had.training_hours), line(had.public_law_hours)
        self.camera = choice([(yes_no(None), None), (yes_no(True), True), (yes_no(False), False)], had.has_camera)
        self.qualification = line(had.qualification)
        self.reviewer_since = DayField(had.reviewer_since)
        self.on_duty = QCheckBox(tr("在岗"))
        self.on_duty.setChecked(had.on_duty)
        self.problem = wrong()
        fields = form(
            (tr("姓名"), self.name),
            (tr("单位"), self.unit),
            (tr("人员类别"), self.roles),
            (tr("执法证号"), self.number),
            (tr("有效期自"), self.since),
            (tr("有效期至"), self.until),
            (tr("年度培训学时"), self.training),
            (tr("其中公共法律知识"), self.law),
            (tr("配有执法记录仪"), self.camera),
            (tr("法律职业资格证号"), self.qualification),
            (tr("任法制审核人员自"), self.reviewer_since),
        )
        super().__init__(parent, tr("人员"), fields, self.on_duty, self.problem, ok=tr("保存"), do=self._save)

    def value(self) -> Person:
        entries = [self.roles.item(n) for n in range(self.roles.count())]
        roles = tuple(str(e.data(Qt.ItemDataRole.UserRole)) for e in entries if e.checkState() == Qt.CheckState.Checked)
        known = tuple(role for role in self._person.roles if role not in ROLES)
        number = self.number.text().strip()
        first = (Certificate(number, self.since.value(), self.until.value()),) if number else ()
        return replace(
            self._person,
            name=self.name.text().strip(),
            unit=self.unit.currentData() or self._person.unit,
            roles=roles + known,
            certificates=first + self._person.certificates[1:],
            training_hours=self.training.text().strip(),
            public_law_hours=self.law.text().strip(),
            has_camera=self.camera.currentData(),
            qualification=self.qualification.text().strip(),
            reviewer_since=self.reviewer_since.value(),
            on_duty=self.on_duty.isChecked(),
        )

    def _save(self) -> bool:
        if not self.name.text().strip():
            return tell(self.problem, self.tr("请填写姓名。"))
        if self.since.wrong or self.until.wrong or self.reviewer_since.wrong:
            return tell(self.problem, self.tr("日期请写成 2024-11-04 这样。"))
        return self._session.act(actions.set_person, self.value()) is not None


class FigureDialog(Ask):
    def __init__(self, session: Session, parent: QWidget, unit: str) -> None:
        self._session, self._unit = session, unit
        self._catalogue = checks.packs_in_force(session.db).figures
        listed = [figure.name for figure in self._catalogue.figures if not figure.per_person]
        held = {f.name for u in actions.units(session.db) for f in _figures(session, u.id)} - set(listed)
        self.name = choice([(self._title(name), name) for name in (*listed, *sorted(held))])
        self.name.setEditable(True)
        self.name.currentTextChanged.connect(lambda _: self._explain())
        self.about = label("", "small", wrap=True)
        self.number, self.source = line(), line("", "", tr("哪份文件、哪个系统"))
        self.on = DayField(session.today)
        self.problem = wrong()
        fields = form(
            (tr("指标"), self.name), (tr("数值"), self.number), (tr("所属日期"), self.on), (tr("来源"), self.source)
        )
        super().__init__(parent, tr("登记指标"), fields, self.about, self.problem, ok=tr("保存"), do=self._save)
        self._explain()

    def _title(self, name: str) -> str:
        figure = self._catalogue.get(name)
        said = word(self._session, "measure", name)
        return figure.title if figure is not None and said == name else said

    def _explain(self) -> None:
        """How the figure is measured, by which article; a name that the catalogue does not have is said to be so."""
        figure = self._catalogue.named(self.name.currentText())
        if figure is None:
            self.about.setText(self.tr("这个名称不在指标目录里：照登，规则不据以判定。"))
            return
        self.about.setText(
            self.tr("统计口径：{}").format(figure.measured) + "\n" + self.tr("依据：{}").format(figure.article)
        )

    def _save(self) -> bool:
        day, name = self.on.value(), self.name.currentText().strip()
        chosen = self.name.findText(name)
        if not name or not self.number.text().strip() or not self.source.text().strip() or day is None:
            return tell(self.problem, self.tr("指标、数值、日期和来源都要填写。"))
        known, value = self._catalogue.named(name), self.number.text().strip()
        if known is not None and known.kind == "date" and day_of(value) is None:
            return tell(self.problem, self.tr("这项指标的数值是日期，请写成 2024-11-04 这样。"))
        if known is not None and known.kind != "date" and number_of(value) is None:
            return tell(self.problem, self.tr("这项指标的数值请填数字。"))
        code = str(self.name.itemData(chosen)) if chosen >= 0 and self.name.itemData(chosen) else name
        code = known.name if known is not None and not known.per_person else code
        figure = Figure(code, value, day, self.source.text().strip())
        return self._session.act(actions.set_figure, self._unit, figure) is not None


def _figures(session: Session, unit: str) -> tuple[Figure, ...]:
    profile = actions.profile(session.db, unit)
    return profile.figures if profile else ()


class CompleteDialog(Ask):
    """A named person states that every officer is in the register."""

    def __init__(self, session: Session, parent: QWidget, unit: Unit) -> None:
        self._session, self._unit = session, unit
        self.on, self.problem = DayField(session.today), wrong()
        text = tr("{} 确认：到这一天，“{}”的执法人员都已在名册中。确认以后，名册中没有的人才算“不在册”。")
        says = label(text.format(session.author.name, unit.name), wrap=True)
        fields = form((tr("确认日期"), self.on))
        super().__init__(parent, tr("确认名册完整"), says, fields, self.problem, ok=tr("确认"), do=self._save)

    def _save(self) -> bool:
        day = self.on.value()
        if day is None:
            return tell(self.problem, self.tr("日期请写成 2024-11-04 这样。"))
        return self._session.act(actions.confirm_register, self._unit.id, day) is not None
