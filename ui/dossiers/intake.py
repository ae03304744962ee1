"""Taking dossiers in and what follows of itself: new versions that were agreed to, recognition, the pre-check. All are jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from casereview.dossier import actions
from ui.dossiers.recognise import start_recognition
from ui.kit.jobs import Job
from ui.kit.session import EVERYTHING, Session
from ui.kit.translate import tr

NO_VERSIONS: Mapping[str, str] = {}


def start_intake(
    session: Session,
    paths: Sequence[Path],
    unit: str = "",
    complete: bool = False,
    *,
    password: str | None = None,
    ocr: bool = False,
    versions: Mapping[str, str] = NO_VERSIONS,
) -> Job:
    """Take these in, then check what came; both are jobs of the status bar.

    ocr       recognise the pages without text in between
    versions  name of a dossier that comes -> id of the one whose new version a person said it is
    """
    job = session.job(tr("识别"), actions.take_in, list(paths), unit=unit, complete=complete, password=password)
    job.succeeded.connect(lambda result: _then(session, result[1], ocr, versions))
    session.jobs.start(job)
    return job


def _then(session: Session, report: actions.IntakeReport, ocr: bool, versions: Mapping[str, str]) -> None:
    taken = dict.fromkeys(map(str, report.taken))
    for one in report.dossiers:
        older = versions.get(one.name, "")
        if one.new and older and older != one.id:
            session.act(actions.set_version, older, one.id)
            taken.pop(one.id, None)
            taken[older] = None
    if not taken:
        return
    if ocr and any(one.unread_pages for one in report.dossiers):
        start_recognition(session, list(taken))
    start_check(session, list(taken))


def start_check(session: Session, dossiers: Sequence[str] | None = None) -> Job:
    """Run the checks on these dossiers, or all."""
    from casereview.checks import actions as checks

    job = session.job(tr("预审"), checks.check, dossiers, today=session.today)
    # Stopped half-way, what was finished is kept: the lists show it.
    job.cancelled.connect(lambda: session.changed.emit(EVERYTHING))
    session.jobs.start(job)
    return job
