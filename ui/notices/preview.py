"""The page as it will print, made anew a moment after the last change; problems of the notice stand above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from casereview.documents import pages
from casereview.errors import CaseReviewError
from casereview.notices import actions
from casereview.notices.proof import Problem
from casereview.progress import Cancelled, Progress
from casereview.words import explain
from ui.kit.layout import Empty, clear, column, glyph, label, row
from ui.kit.page_bar import PageBar
from ui.kit.pageview import PageView
from ui.kit.pictures import PageRef
from ui.kit.session import Session

AFTER = 400  # milliseconds without typing


@dataclass(frozen=True)
class Wanted:
    """A notice to make: its kind and what `prepare` is given."""

    kind: str
    campaign: str
    named: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What came of it: the pages, or why there are none."""

    wanted: Wanted
    refs: tuple[PageRef, ...] = ()
    problems: tuple[Problem, ...] = ()
    why: CaseReviewError | None = None


class Preview(QWidget):
    shown = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._folder = TemporaryDirectory(prefix="casereview-preview-")
        self.destroyed.connect(self._folder.cleanup)
        self._number = 0
        self._wanted: Wanted | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._start)
        self.view = PageView(session.pictures, session.theme)
        self.view.setAccessibleName(self.tr("通报预览"))
        self.problems: QVBoxLayout = column(gap=1)
        self.problems.setContentsMargins(12, 6, 12, 6)
        self.nothing: QVBoxLayout = column()
        empty = QWidget()
        empty.setLayout(self.nothing)
        page = QWidget()
        body = column(PageBar(self.view, session.theme), gap=0)
        body.addLayout(self.problems)
        body.addWidget(self.view, 1)
        page.setLayout(body)
        self.stack = QStackedWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(page)
        self.setLayout(column(self.stack))

    def want(self, wanted: Wanted, *, now: bool = False) -> None:
        """Show this one; the last wish counts."""
        self._wanted = wanted
        if now:
            self._timer.stop()
            self._start()
        else:
            self._timer.start()

    def _start(self) -> None:
        if self._busy or self._wanted is None:
            return
        self._busy = True
        wanted, self._wanted = self._wanted, None
        self._number += 1
        file = Path(self._folder.name) / f"{self._number}.pdf"
        job = self._session.task(self.tr("预览"), self._work(wanted, file))
        job.succeeded.connect(self.show_made)
        job.finished.connect(self._over)
        self._session.jobs.start(job)

    def _over(self) -> None:
        self._busy = False
        if self._wanted is not None:
            self._timer.start()

    def _work(self, wanted: Wanted, file: Path) -> Callable[[Progress], Shown]:
        workspace = self._session.workspace

        def work(progress: Progress) -> Shown:
            db = workspace.connect()
            try:
                prepared = actions.prepare(db, wanted.kind, wanted.campaign, **wanted.named)
                file.write_bytes(actions.written(prepared, ".pdf"))
                sizes = pages.sizes(file)
            except CaseReviewError as why:
                return Shown(wanted, why=why)
            except FileNotFoundError:  # the screen and its folder went away meanwhile
                raise Cancelled from None
            finally:
                db.close()
            refs = [PageRef(file, "pdf", number, wide, high, file.stem) for number, (wide, high) in enumerate(sizes, 1)]
            return Shown(wanted, tuple(refs), prepared.problems)

        return work

    def show_made(self, made: Shown) -> None:
        if made.why is not None:
            clear(self.nothing)
            text = explain(made.why, self._session.language)
            self.nothing.addWidget(Empty(self._session.theme, "file-text", self.tr("现在还不能生成"), text))
            self.stack.setCurrentIndex(0)
        else:
            page = self.view.page or 1
            self.view.show_pages(list(made.refs), min(page, len(made.refs)))
            self._show_problems(made.problems)
            self.stack.setCurrentIndex(1)
        self.shown.emit(made)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        clear(self.problems)
        theme = self._session.theme
        for problem in sorted(problems, key=lambda p: not p.grave)[:6]:
            icon, color = ("octagon-alert", theme.red) if problem.grave else ("info", theme.amber)
            style = "failure" if problem.grave else "warning"
            says = label(actions.in_words(problem, self._session.language), style, wrap=True)
            line = row(glyph(icon, color))
            line.addWidget(says, 1)
            self.problems.addLayout(line)
        if len(problems) > 6:
            self.problems.addWidget(label(self.tr("……另有 {} 处").format(len(problems) - 6), "small"))
