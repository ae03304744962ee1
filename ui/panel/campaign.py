"""The form that makes a review campaign: terms, members, rubrics."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QTableWidget,
    QWidget,
)

from casereview import words
from casereview.errors import CaseReviewError
from casereview.panel import actions
from casereview.panel.model import Campaign, Member
from casereview.rubric import actions as rubrics
from casereview.rubric.model import Rubric
from casereview.units import actions as units
from ui.kit.ask import Ask, DayField, choice, form, line, roomy, tell, wrong
from ui.kit.layout import button, column, label, row, tool
from ui.kit.session import Session


class Members(QWidget):
    """A small table of people: name, unit, leader."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._units = [(self.tr("（未填单位）"), ""), *((u.name, u.id) for u in units.units(session.db))]
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(self.tr("评查组成员"))
        self.table.setHorizontalHeaderLabels([self.tr("姓名"), self.tr("本人单位（自动回避）"), self.tr("组长"), ""])
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for narrow in (2, 3):
            head.setSectionResizeMode(narrow, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 20)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.setColumnWidth(0, self.fontMetrics().height() * 10)
        self.table.setMinimumHeight(self.fontMetrics().height() * 9)
        more = button(self.tr("加一人"), self.add)
        known = button(self.tr("从名册选入评查员"), self.from_register)
        known.setToolTip(self.tr("名册中人员类别为“评查人员”或“负责人”的人"))
        self.setLayout(column(self.table, row(more, known, None)))

    def add(self, name: str = "", unit: str = "", leader: bool = False) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        field = line(name, self.tr("姓名"))
        self.table.setCellWidget(at, 0, field)
        self.table.setCellWidget(at, 1, choice(self._units, unit, self.tr("本人单位（自动回避）")))
        box = QCheckBox()
        box.setChecked(leader)
        box.setAccessibleName(self.tr("组长"))
        self.table.setCellWidget(at, 2, box)
        gone = tool("x", self.tr("移出"), partial(self._remove, field), self._session.theme, size=14)
        self.table.setCellWidget(at, 3, gone)
        field.setFocus()

    def _remove(self, field: QLineEdit) -> None:
        for at in range(self.table.rowCount()):
            if self.table.cellWidget(at, 0) is field:
                self.table.removeRow(at)
                return

    def from_register(self) -> None:
        here = {member.name for member in self.value()}
        for person in units.people(self._session.db):
            if {"panel", "leader"} & set(person.roles) and person.name not in here:
                self.add(person.name, person.unit, "leader" in person.roles)

    def value(self) -> tuple[Member, ...]:
        found = []
        for at in range(self.table.rowCount()):
            name, unit, leader = (self.table.cellWidget(at, n) for n in range(3))
            assert isinstance(name, QLineEdit) and isinstance(unit, QComboBox) and isinstance(leader, QCheckBox)
            if name.text().strip():
                found.append(Member(name=name.text().strip(), unit=unit.currentData(), leader=leader.isChecked()))
        return tuple(found)


class CampaignDialog(Ask):
    """A new campaign, or members and terms of one that is there (its rubrics stay)."""

    def __init__(self, session: Session, parent: QWidget, campaign: Campaign | None = None) -> None:
        self._session, self._campaign = session, campaign
        self.title = line(campaign.title if campaign else "")
        self.year = roomy(QSpinBox())
        self.readers = roomy(QSpinBox())
        self.tolerance = roomy(QDoubleSpinBox())
        self.since = DayField(campaign.decided_from if campaign else "")
        self.until = DayField(campaign.decided_to if campaign else "")
        self.body = line(campaign.body if campaign else Campaign.model_fields["body"].default)
        self.organ_code = line(campaign.organ_code if campaign else Campaign.model_fields["organ_code"].default)
        self.hidden = QCheckBox(self.tr("评完一条才显示该条的预审提示"))
        self.hidden.setChecked(campaign.hints_hidden if campaign else True)
        self.hidden.setToolTip(self.tr("先看卷再看提示，免得跟着程序走；关掉后提示一直显示"))
        self.members = Members(session)
        self.rubrics = QListWidget()
        self.problem = wrong()
        name = self.tr("评查批次的设置") if campaign else self.tr("新建评查批次")
        super().__init__(parent, name, self._inside(), self.problem, do=self._make)
        self.ok.setText(self.tr("保存") if campaign else self.tr("建立"))
        self._fill()
        self.resize(self.fontMetrics().height() * 46, self.sizeHint().height())

    def _inside(self) -> QWidget:
        self.title.setPlaceholderText(self.tr("如：2024 年度行政执法案卷评查"))
        left = form(
            (self.tr("名称"), self.title),
            (self.tr("年度"), self.year),
            (self.tr("每卷评查员"), self.readers),
            (self.tr("条目容许分差"), self.tolerance),
            (self.tr("决定日期自"), self.since),
            (self.tr("至"), self.until),
            (self.tr("发文机关"), self.body),
            (self.tr("机关代字"), self.organ_code),
            (self.tr("预审提示"), self.hidden),
        )
        self.rubrics.setAccessibleName(self.tr("采用的评查标准"))
        self.rubrics.setWordWrap(True)
        right = column(
            label(self.tr("采用的评查标准"), "heading"),
            label(self.tr("建立时冻结，以后标准文件再改也不影响本批次。"), "small", wrap=True),
            self.rubrics,
        )
        below = column(label(self.tr("评查组"), "heading"), self.members)
        whole = QWidget()
        top = row(gap=6)
        top.addLayout(left, 1)
        top.addLayout(right, 1)
        whole.setLayout(column(top, below, gap=4))
        return whole

    def _fill(self) -> None:
        had = self._campaign
        self.year.setRange(2000, 2100)
        self.year.setValue(had.year if had else self._session.today.year)
        self.readers.setRange(1, 9)
        self.readers.setValue(had.readers if had else 2)
        self.tolerance.setRange(0, 100)
        self.tolerance.setSingleStep(0.5)
        self.tolerance.setDecimals(1)
        self.tolerance.setValue(float(had.tolerance) if had else 0)
        self.tolerance.setToolTip(self.tr("评查员之间相差不超过此数的条目自动议定，取对被评查单位有利的意见"))
        for rubric in rubrics.rubrics(self._session.db):
            if had is None or rubric.digest in had.rubrics:
                self._add_rubric(rubric)
        for member in had.members if had else ():
            self.members.add(member.name, member.unit, member.leader)
        if had is None:
            self.members.add(self._session.author.name, "", True)
        self.title.setFocus()

    def _add_rubric(self, rubric: Rubric) -> None:
        entry = QListWidgetItem(f"{rubric.title}  {rubric.version}")
        entry.setData(Qt.ItemDataRole.UserRole, rubric)
        entry.setToolTip(rubric.source)
        entry.setCheckState(Qt.CheckState.Checked)
        if self._campaign is not None:
            entry.setFlags(entry.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        self.rubrics.addItem(entry)

    def _chosen(self) -> list[Rubric]:
        entries = [self.rubrics.item(n) for n in range(self.rubrics.count())]
        return [e.data(Qt.ItemDataRole.UserRole) for e in entries if e.checkState() == Qt.CheckState.Checked]

    def _make(self) -> bool:
        if not self.title.text().strip():
            return tell(self.problem, self.tr("请填写批次名称。"))
        if self.since.wrong or self.until.wrong:
            return tell(self.problem, self.tr("日期请写成 2024-11-04 这样。"))
        if not self._chosen():
            return tell(self.problem, self.tr("请至少选用一套评查标准。"))
        try:
            made = self.value()
        except CaseReviewError as error:  # people edited a pack apart, and it is not settled which one is frozen
            return tell(self.problem, words.explain(error, self._session.language))
        if self._session.act(actions.new_campaign, made) is None:
            return False
        if self._campaign is None:
            self._session.choose_campaign(actions.campaign(self._session.db, made.id))
        return True

    def value(self) -> Campaign:
        said: dict[str, object] = {
            "readers": self.readers.value(),
            "tolerance": Decimal(str(round(self.tolerance.value(), 1))),
            "decided_from": self.since.text(),
            "decided_to": self.until.text(),
            "body": self.body.text().strip(),
            "organ_code": self.organ_code.text().strip(),
            "hints_hidden": self.hidden.isChecked(),
        }
        title, year = self.title.text().strip(), self.year.value()
        if self._campaign is not None:
            return self._campaign.model_copy(update={"title": title, "year": year, "members": self._members(), **said})
        said["packs"] = actions.packs_in_force(self._session.db)
        return actions.frozen_campaign(title, year, self._chosen(), self.members.value(), **said)  # type: ignore[arg-type]

    def _members(self) -> tuple[Member, ...]:
        """With the recusals declared before."""
        assert self._campaign is not None
        had = {member.name: member.recused for member in self._campaign.members}
        return tuple(m.model_copy(update={"recused": had.get(m.name, {})}) for m in self.members.value())
