"""Several rubrics become one: which, and what each counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from casereview.errors import CaseReviewError
from casereview.rubric.compose import composed
from casereview.rubric.model import Rubric
from casereview.words import explain
from ui.kit.ask import Ask, form, line, tell, wrong
from ui.kit.layout import label
from ui.kit.say import number
from ui.kit.session import Session

RUBRIC = Qt.ItemDataRole.UserRole


class Composing(Ask):
    """A weight beside each rubric that takes part; the first of them gives grades and procedures."""

    def __init__(
        self, session: Session, known: Sequence[Rubric], parent: QWidget, made: Callable[[Rubric], object]
    ) -> None:
        self._session, self._made = session, made
        self.code, self.title, self.version = line("ZH"), line("综合评查表"), line("1")
        self.table = QTableWidget(len(known), 2)
        self.problem = wrong()
        self.total = label("", "soft")
        super().__init__(
            parent,
            self.tr("组合几个标准"),
            label(
                self.tr("给要组合的标准写上权重，其余留空。权重之和是满分；第一份给出等次和适用程序。"),
                "soft",
                wrap=True,
            ),
            form((self.tr("代码"), self.code), (self.tr("名称"), self.title), (self.tr("版本"), self.version)),
            self.table,
            self.total,
            self.problem,
            ok=self.tr("进入编辑"),
            do=self.compose,
        )
        self.code.setAccessibleName(self.tr("代码"))
        self._fill(known)
        self.resize(560, 520)

    def _fill(self, known: Sequence[Rubric]) -> None:
        self.table.setHorizontalHeaderLabels([self.tr("标准"), self.tr("权重")])
        self.table.setAccessibleName(self.tr("标准和权重"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, rubric in enumerate(known):
            name = QTableWidgetItem(f"{rubric.title}  {rubric.version}")
            name.setData(RUBRIC, rubric)
            name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(at, 0, name)
            self.table.setItem(at, 1, QTableWidgetItem(""))
        self.table.itemChanged.connect(lambda _: self._sum())
        self._sum()

    def parts(self) -> list[tuple[Rubric, Decimal]]:
        """The rubrics with a weight. Raises InvalidOperation for a weight that is no number above 0."""
        found = []
        for at in range(self.table.rowCount()):
            name, weight = self.table.item(at, 0), self.table.item(at, 1)
            if name is not None and weight is not None and weight.text().strip():
                value = Decimal(weight.text().strip())
                if not value.is_finite() or value <= 0:
                    raise InvalidOperation
                found.append((name.data(RUBRIC), value))
        return found

    def _sum(self) -> None:
        try:
            total = number(sum((weight for _, weight in self.parts()), Decimal(0)))
        except InvalidOperation:
            total = "?"
        self.total.setText(self.tr("权重合计 {}").format(total))

    def compose(self) -> bool:
        code, title, version = (field.text().strip() for field in (self.code, self.title, self.version))
        if not (code and title and version):
            return tell(self.problem, self.tr("代码、名称和版本都要写。"))
        try:
            made = composed(self.parts(), code=code, title=title, version=version)
        except InvalidOperation:
            return tell(self.problem, self.tr("权重要写大于 0 的数。"))
        except CaseReviewError as error:
            return tell(self.problem, explain(error, self._session.language))
        self._made(made)
        return True
