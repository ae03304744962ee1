"""The pre-check of many dossiers as a job of the window: it can be stopped, and the list shows what was finished."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from casereview.changes import Changes
from casereview.checks import store
from casereview.record import writing
from tests.casereview.checks.many import multiply
from ui.dossiers.intake import start_check
from ui.kit.session import Session

COUNT = 120


def test_stopped_it_keeps_the_finished_ones_and_the_lists_hear_of_them(
    qtbot: QtBot, session: Session, dossier: str
) -> None:
    multiply(session.db, dossier, COUNT)
    with writing(session.db):
        session.db.conn.execute("DELETE FROM verdict")
        session.db.conn.execute("DELETE FROM checked")
    job, heard = start_check(session), list[Changes]()
    session.changed.connect(heard.append)
    job.progressed.connect(lambda done, total, note: job.cancel() if done >= 5 else None)
    with qtbot.waitSignal(job.cancelled, timeout=60_000):
        pass
    finished = store.all_checked(session.db)
    assert 5 <= len(finished) < COUNT
    assert heard and heard[-1].dossiers
    rest = [row[0] for row in session.db.conn.execute("SELECT id FROM dossier") if row[0] not in finished]
    with qtbot.waitSignal(start_check(session, rest).succeeded, timeout=60_000):
        pass
    assert len(store.all_checked(session.db)) == COUNT
