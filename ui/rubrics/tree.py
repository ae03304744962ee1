"""A rubric as a tree, with everything that is said of one entry beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QScrollArea, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from casereview.rubric.model import Bonus, Deduction, Grade, Item, Rubric, Section, Veto
from ui.kit.layout import clear, column, label
from ui.kit.say import number, word
from ui.kit.session import Session
from ui.marking import texts

VALUE = Qt.ItemDataRole.UserRole
Entry = Section | Item | Deduction | Veto | Bonus | Grade


class RubricTree(QSplitter):
    def __init__(self, session: Session) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._session = session
        self._rubric: Rubric | None = None
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([self.tr("条目"), self.tr("分")])
        self.tree.setAccessibleName(self.tr("标准的条目"))
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(lambda item, _: self._show(item))
        inside = QWidget()
        inside.setObjectName("clear")
        self.detail: QVBoxLayout = column(gap=2)
        self.detail.setContentsMargins(16, 12, 16, 12)
        inside.setLayout(self.detail)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.addWidget(self.tree)
        self.addWidget(scroll)
        self.setSizes([520, 420])
        self.setChildrenCollapsible(False)

    def show_rubric(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self.tree.clear()
        for section in rubric.sections:
            self._section(None, section, rubric)
        for name, entries in (
            (self.tr("一票否决"), rubric.vetoes),
            (self.tr("加分"), rubric.bonus),
            (self.tr("等次"), rubric.grades),
        ):
            if entries:
                self._group(name, entries)
        first = self.tree.topLevelItem(0)
        if first is not None:
            self.tree.setCurrentItem(first)

    def _section(self, above: QTreeWidgetItem | None, section: Section, rubric: Rubric) -> None:
        points = number(section.points)
        top = self._add(
            above, section.title, f"{points} → {number(section.weight)}" if section.weight else points, section
        )
        for item in section.items:
            line = self._add(top, f"{rubric.position(item.id)}  {item.title}", number(item.points), item)
            for deduction in item.deductions:
                self._add(line, deduction.named, f"−{number(deduction.points)}", deduction)
        for part in section.sections:
            self._section(top, part, rubric)
        top.setExpanded(True)

    def _group(self, name: str, entries: tuple[Veto, ...] | tuple[Bonus, ...] | tuple[Grade, ...]) -> None:
        top = self._add(None, name, "", None)
        for entry in entries:
            points = ""
            if isinstance(entry, Bonus):
                points = f"+{number(entry.points)}"
            elif isinstance(entry, Grade):
                points = f"≥{number(entry.at_least)}"
            self._add(top, entry.title, points, entry)

    def _add(self, above: QTreeWidgetItem | None, text: str, points: str, value: Entry | None) -> QTreeWidgetItem:
        made = QTreeWidgetItem([text, points])
        made.setData(0, VALUE, value)
        made.setToolTip(0, text)
        made.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if above is None:
            font = made.font(0)
            font.setBold(True)
            made.setFont(0, font)
            self.tree.addTopLevelItem(made)
        else:
            above.addChild(made)
        return made

    def select(self, ident: str) -> None:
        """Bring the entry of an id into view."""
        every = self.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive, 0)
        for item in every:
            if getattr(item.data(0, VALUE), "id", None) == ident:
                self.tree.setCurrentItem(item)
                return

    # beside --------------------------------------------------------------------------------------------------------

    def _show(self, item: QTreeWidgetItem | None) -> None:
        clear(self.detail)
        value = item.data(0, VALUE) if item is not None else None
        if item is not None:
            self.detail.addWidget(label(item.text(0), "big", wrap=True))
        for name, text in self._said(value):
            if text:
                self.detail.addWidget(label(name, "small"))
                self.detail.addWidget(label(text, wrap=True, select=True))
        self.detail.addStretch(1)

    def _said(self, value: object) -> list[tuple[str, str]]:
        """What there is to say of an entry: (name, text)."""
        if isinstance(value, Item):
            return self._item(value)
        if isinstance(value, Deduction):
            return [
                (self.tr("编号"), value.id),
                (self.tr("扣分"), texts.costs(value)),
                (self.tr("类别"), word(self._session, "category", value.category)),
                (self.tr("程度"), word(self._session, "severity_of", value.severity)),
                (self.tr("可由这些预审结果提出"), "、".join(value.outcomes)),
            ]
        if isinstance(value, Veto):
            effect = {"void": self.tr("全卷记 0 分，不合格"), "fail": self.tr("保留得分，等次不合格")}
            cap = word(self._session, "grade", value.effect.removeprefix("cap:"))
            said = effect.get(value.effect) or self.tr("等次最高为{}").format(cap)
            return [
                (self.tr("编号"), value.id),
                (self.tr("后果"), said),
                (self.tr("依据"), value.basis),
                (self.tr("可由这些预审结果提出"), "、".join(value.outcomes)),
                (self.tr("说明"), value.note),
            ]
        if isinstance(value, Bonus):
            return [(self.tr("编号"), value.id), (self.tr("证明"), value.proof)]
        if isinstance(value, Section):
            return self._node(value)
        if isinstance(value, Grade):
            without = "、".join(word(self._session, "grade_without", one) for one in value.without)
            quota = (
                self.tr("占已评案卷的 {} % 以内；只提示，不自动套用").format(number(value.quota)) if value.quota else ""
            )
            return [(self.tr("不得有"), without), (self.tr("名额"), quota)]
        return []

    def _node(self, section: Section) -> list[tuple[str, str]]:
        """How a section counts."""
        points = self.tr("{} 分")
        return [
            (self.tr("编号"), section.id),
            (self.tr("合计"), points.format(number(section.points))),
            (self.tr("权重"), points.format(number(section.weight)) if section.weight is not None else ""),
            (self.tr("计分办法"), word(self._session, "scoring_model", section.model)),
            (self.tr("最多扣"), points.format(number(section.cap)) if section.cap is not None else ""),
            (self.tr("最低得"), points.format(number(section.floor)) if section.floor is not None else ""),
            (self.tr("通过关"), word(self._session, "section_gate", section.gate)),
            (self.tr("适用"), section.applies.note),
        ]

    def _item(self, item: Item) -> list[tuple[str, str]]:
        system = word(self._session, "system", item.system) if item.system else ""
        deductions = "\n".join(f"{d.named}　{texts.costs(d)}" for d in item.deductions)
        points = self.tr("{} 分")
        return [
            (self.tr("编号"), item.id),
            (self.tr("要求"), item.requirement),
            (self.tr("依据"), item.basis),
            (self.tr("评的是"), word(self._session, "subject", item.subject)),
            (self.tr("制度"), system),
            (self.tr("适用"), item.applies.note),
            (self.tr("看哪里"), item.where),
            (self.tr("最高档"), f"{item.best}（{points.format(number(item.points))}）" if item.best else ""),
            (self.tr("扣分办法"), deductions),
            (self.tr("最多扣"), points.format(number(item.cap)) if item.cap is not None else ""),
            (self.tr("最低得"), points.format(number(item.floor)) if item.floor is not None else ""),
        ]
