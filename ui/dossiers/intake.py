"""Taking dossiers in: first a sheet of what would be done, then the job; what was set aside is listed with its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from casereview.dossier import actions
from casereview.dossier.model import Problem
from casereview.units import actions as units
from ui.kit.jobs import Job
from ui.kit.layout import button, column, label, row
from ui.kit.session import Session
from ui.kit.statusbar import problem_text
from ui.kit.translate import tr


def start_intake(session: Session, paths: Sequence[Path], unit: str = "", complete: bool = False) -> Job:
    """Take these in, then check what came; both are jobs of the status bar."""
    job = session.job(tr("识别"), actions.take_in, list(paths), unit=unit, complete=complete)
    job.succeeded.connect(lambda result: _then_check(session, result[1]))
    session.jobs.start(job)
    return job


def _then_check(session: Session, report: actions.IntakeReport) -> None:
    if report.taken:
        start_check(session, [str(ident) for ident in report.taken])


def start_check(session: Session, dossiers: Sequence[str] | None = None) -> Job:
    """Run the checks on these dossiers, or all."""
    from casereview.checks import actions as checks

    job = session.job(tr("预审"), checks.check, dossiers, today=session.today)
    session.jobs.start(job)
    return job


class Sheet(QDialog):
    """What would be taken in: folder, case number, unit, files, problems. Nothing is copied before 录入."""

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("将要录入"))
        self._session, self._paths = session, list(paths)
        self.planned = actions.plan(self._paths)
        self.table = QTableWidget(0, 4)
        self.table.setHorizontalHeaderLabels([self.tr("案卷"), self.tr("单位"), self.tr("文件"), self.tr("问题")])
        self._fill()
        self.unit = QComboBox()
        self.unit.addItem(self.tr("由文件夹名推断"), "")
        for unit in units.units(session.db):
            self.unit.addItem(unit.name, unit.id)
        self.complete = QCheckBox(self.tr("案卷完整：缺少的文书可以判为不合格"))
        self.go = button(self.tr("录入 {} 卷").format(len(self.planned)), self._take, "main")
        self.go.setEnabled(bool(self.planned))
        self.setLayout(
            column(
                label(self.tr("一个文件夹或一个文件是一卷。录入只复制，不改动原文件。"), "soft", wrap=True),
                self.table,
                row(label(self.tr("单位")), self.unit, 2, self.complete, None),
                row(None, button(self.tr("取消"), self.reject), self.go),
                gap=3,
                margin=4,
            )
        )
        self.resize(820, 520)

    def _fill(self) -> None:
        self.table.setRowCount(len(self.planned))
        for number, planned in enumerate(self.planned):
            problems = "；".join(f"{p.file}：{problem_text(p, self._session)}" for p in _problems(planned))
            for place, text in enumerate((planned.name, planned.unit, str(planned.files), problems)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, place, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)

    def _take(self) -> None:
        self.accept()
        start_intake(self._session, self._paths, self.unit.currentData(), self.complete.isChecked())


def _problems(planned: object) -> Sequence[Problem]:
    found = getattr(planned, "problems", ())
    return [problem for problem in found if isinstance(problem, Problem)]


class Aside(QDialog):
    """Files that were set aside, each with its reason and its remedy."""

    def __init__(self, session: Session, problems: Sequence[Problem], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("搁置的文件"))
        table = QTableWidget(len(problems), 2)
        table.setHorizontalHeaderLabels([self.tr("文件"), self.tr("原因和办法")])
        for number, problem in enumerate(problems):
            table.setItem(number, 0, QTableWidgetItem(problem.file))
            table.setItem(number, 1, QTableWidgetItem(problem_text(problem, session)))
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, 240)
        table.setWordWrap(True)
        table.resizeRowsToContents()
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setLayout(column(table, row(None, button(self.tr("关闭"), self.accept, "main")), gap=3, margin=4))
        self.resize(820, 460)
