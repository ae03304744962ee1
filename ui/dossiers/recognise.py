"""识别扫描页: pages without text are recognised by a job of the status bar, page by page, to be stopped and gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from casereview.changes import Changes
from casereview.dossier import actions
from casereview.progress import Progress, silent
from casereview.record import Author
from ui.kit.jobs import Job
from ui.kit.layout import button, label, row
from ui.kit.session import Session
from ui.kit.translate import tr

if TYPE_CHECKING:
    from sqlite_utils import Database


def start_recognition(session: Session, dossiers: Sequence[str] | None = None) -> Job:
    """Recognise the pages without text of these dossiers, or of all. Where the extra is not installed the job says so."""
    if dossiers is None:
        job = session.job(tr("识别文字"), _every)
    else:
        job = session.job(tr("识别文字"), actions.recognise, list(dossiers))
    # Stopped or failed half-way, the pages that were read stay read: the screens look anew.
    touched = Changes(dossiers=frozenset(dossiers or ["*"]))
    for over in (job.cancelled, job.failed):
        over.connect(lambda *_: session.changed.emit(touched))
    session.jobs.start(job)
    return job


def _every(db: Database, by: Author, *, progress: Progress = silent) -> tuple[Changes, object]:
    found = actions.dossiers(db, limit=actions.count(db))
    return actions.recognise(db, by, [str(one.id) for one in found], progress=progress)


class Unread(QWidget):
    """How many pages of the dossier in view have no text, and the button that reads them; nothing where there is none."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._dossier = ""
        self.says = label("", "warning")
        self.button = button(self.tr("识别扫描页"), self._start)
        self.setLayout(row(self.says, self.button))
        session.jobs.started.connect(lambda _: self._busy())
        session.jobs.ended.connect(lambda _: self._busy())
        self.hide()

    def show_pages(self, dossier: str, unread: int) -> None:
        self._dossier = dossier
        self.says.setText(self.tr("{} 页没有文字").format(unread))
        self.setVisible(bool(unread))
        missing = "" if actions.can_recognise() else self._session.say("error.ocr-missing")
        self.button.setToolTip(missing)
        self._busy()

    def _busy(self) -> None:
        """One recognition at a time is enough: it goes on where it was stopped."""
        running = any(job.title == tr("识别文字") for job in self._session.jobs.waiting)
        self.button.setEnabled(not running)

    def _start(self) -> None:
        start_recognition(self._session, [self._dossier])
