"""The bottom line: when the last thing was saved, what runs, where the workspace lies."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QMenu, QProgressBar

from casereview.errors import CaseReviewError
from casereview.words import explain
from ui.kit.jobs import Finished, Job
from ui.kit.layout import button, label, row, tool
from ui.kit.session import Session

if TYPE_CHECKING:
    from casereview.dossier.model import Problem


class StatusBar(QFrame):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("status")
        self._session = session
        self._saved = label(self._opened_text())
        self.note = label("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(140)
        self.cancel = button(self.tr("取消"), self._cancel, "link")
        self._past = tool("history", self.tr("已结束的任务"), self._show_past, session.theme, size=16)
        self._place = label(session.workspace.folder.name)
        self._place.setToolTip(str(session.workspace.folder))
        line = row(self._saved, 2, self.note, self.bar, self.cancel, None, self._past, self._place)
        line.setContentsMargins(12, 2, 12, 2)
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._show)
        session.saved.connect(self._say_saved)
        session.jobs.started.connect(self._started)
        session.jobs.ended.connect(self._show)
        if session.jobs.current is not None:
            self._timer.start()
        self._show()

    def _opened_text(self) -> str:
        if not self._session.workspace.read_only:
            return self.tr("每一步都即时保存")
        return self.tr("只读：{} 正在使用此工作区").format(self._session.workspace.holder or "-")

    def _say_saved(self, moment: datetime) -> None:
        self._saved.setText(self.tr("已保存 {}").format(moment.strftime("%H:%M:%S")))

    def _started(self, _: Job) -> None:
        self._timer.start()
        self._show()

    def _show(self, _: object = None) -> None:
        job = self._session.jobs.current
        for widget in (self.note, self.bar, self.cancel):
            widget.setVisible(job is not None)
        self._past.setVisible(bool(self._session.jobs.history))
        if job is None:
            self._timer.stop()
            return
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.cancel.setEnabled(not job.stopping)
        self.note.setText(self._told(job))

    def _told(self, job: Job) -> str:
        if job.stopping:
            return self.tr("{}：正在停止…").format(job.title)
        parts = [f"{job.title} {job.done}/{job.total}" if job.total else job.title]
        if (rate := job.rate()) is not None:
            parts.append(self.tr("每分 {}").format(f"{rate * 60:.0f}"))
        if (left := job.remaining()) is not None:
            parts.append(self._left(left))
        if job.note:
            parts.append(job.note if len(job.note) < 28 else f"{job.note[:26]}…")
        return " · ".join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("剩余约 {} 秒").format(max(1, round(seconds)))
        return self.tr("剩余约 {} 分").format(round(seconds / 60))

    def _cancel(self) -> None:
        if (job := self._session.jobs.current) is not None:
            job.cancel()
            self._show()

    def _show_past(self) -> None:
        menu = QMenu(self)
        for finished in reversed(self._session.jobs.history[-20:]):
            menu.addAction(f"{finished.at:%H:%M}  {finished.title}  {self._outcome(finished)}").setEnabled(False)
            for line in set_aside_lines(finished, self._session):
                menu.addAction(f"        {line}").setEnabled(False)
        menu.exec(self._past.mapToGlobal(self._past.rect().topLeft()))
        menu.deleteLater()

    def _outcome(self, finished: Finished) -> str:
        names = {"succeeded": self.tr("完成"), "failed": self.tr("失败"), "cancelled": self.tr("已取消")}
        said = names[finished.state]
        if isinstance(finished.value, CaseReviewError):
            said += f"：{explain(finished.value, self._session.language)}"
        return said


def set_aside_lines(finished: Finished, session: Session) -> list[str]:
    """The files a job set aside, each with its reason: for any report that has `problems` or `set_aside`."""
    from casereview.dossier.model import Problem

    value = finished.value[1] if isinstance(finished.value, tuple) and len(finished.value) == 2 else finished.value
    problems = getattr(value, "set_aside", None) or getattr(value, "problems", None) or ()
    lines: list[str] = []
    for problem in list(problems)[:8]:
        lines.append(
            f"{problem.file}：{problem_text(problem, session)}" if isinstance(problem, Problem) else str(problem)
        )
    return lines


def problem_text(problem: Problem, session: Session) -> str:
    """Reason and remedy of a file that was set aside or read badly."""
    parts = (f"reading.{problem.code}.{part}" for part in ("reason", "remedy"))
    return "".join(session.say(code, file=problem.file, **problem.parameters) for code in parts)
