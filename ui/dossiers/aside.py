"""搁置的文件 and new versions: what an intake leaves to a person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from casereview.dossier import actions
from casereview.dossier.actions import Proposal
from casereview.dossier.model import Problem
from ui.kit.layout import button, card, column, label, row, scaled
from ui.kit.say import dossiers_named
from ui.kit.session import Session

_SHORT = 12  # characters of a hash that a cell shows; the tip and a copy have all


class Aside(QDialog):
    """Files that were set aside, each with its reason, its remedy and its hash; kept in the record until they come in."""

    def __init__(self, session: Session, problems: Sequence[Problem], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("搁置的文件"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = [self._cells(session, problem) for problem in problems]
        self._heads = (self.tr("文件"), self.tr("原因"), self.tr("办法"), "SHA-256")
        self.table = self._table()
        says = label(
            self.tr("这些文件没有录入，原因已记录，关闭程序后仍在这里；按办法处理后重新录入，即从这里消失。"),
            "soft",
            wrap=True,
        )
        last = row(None, button(self.tr("复制"), self.copy), button(self.tr("关闭"), self.accept, "main"))
        self.setLayout(column(says, self.table, last, gap=3, margin=4))
        room = parent.window().size()
        self.resize(min(scaled(960), room.width() * 9 // 10), min(scaled(480), room.height() * 9 // 10))

    def _cells(self, session: Session, problem: Problem) -> tuple[str, str, str, str]:
        reason, remedy = (
            session.say(f"reading.{problem.code}.{part}", file=problem.file, **problem.parameters)
            for part in ("reason", "remedy")
        )
        return problem.file, reason, remedy, problem.sha256

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._rows), 4)
        table.setHorizontalHeaderLabels(self._heads)
        table.setAccessibleName(self.windowTitle())
        for number, cells in enumerate(self._rows):
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text[:_SHORT] if place == 3 else text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                table.setItem(number, place, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        table.setColumnWidth(0, scaled(200))
        table.setWordWrap(True)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        return table

    def copy(self) -> None:
        """All rows with whole hashes, for a letter to whoever handed the files in."""
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in (self._heads, *self._rows)))


class Versions(QDialog):
    """Dossiers that came in under a case number that another one of the unit bears: the same case anew, or another one?"""

    def __init__(self, session: Session, proposals: Sequence[Proposal], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("像是新版本"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        known = dossiers_named(session, [ident for one in proposals for ident in (one.older, one.newer)])
        self.open_ones = 0
        cards = []
        for one in proposals:
            if one.older in known and one.newer in known:
                cards.append(self._card(one, known[one.older].name, known[one.newer].name))
        says = label(
            self.tr("案号相同的案卷可能是同一案件的新版本。记为新版本后，原案卷改用新的文件，评查记录保留。"),
            "soft",
            wrap=True,
        )
        last = row(None, button(self.tr("关闭"), self.accept, "main"))
        self.setLayout(column(says, *cards, None, last, gap=3, margin=4))
        self.setMinimumWidth(scaled(560))

    def _card(self, one: Proposal, older: str, newer: str) -> QWidget:
        self.open_ones += 1
        text = self.tr("新录入的“{}”与已有的“{}”案号相同：{}").format(newer, older, one.case_no)
        yes = button(self.tr("记为新版本"), lambda: None, "main")
        no = button(self.tr("另作一卷"), lambda: None)
        made = card(label(text, wrap=True), row(None, no, yes), gap=2, margin=3)
        yes.clicked.connect(partial(self._decide, made, one))
        no.clicked.connect(partial(self._decide, made, None))
        return made

    def _decide(self, made: QWidget, one: Proposal | None, _: bool = False) -> None:
        if one is not None:
            self._session.act(actions.set_version, one.older, one.newer)
        made.hide()
        self.open_ones -= 1
        if not self.open_ones:
            self.accept()
