from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from ui.dossiers import table as dossier_table
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session


def test_a_look_runs_beside_the_window_and_is_answered_on_it(qtbot: QtBot, session: Session, dossier: str) -> None:
    where: list[threading.Thread] = []
    answers: list[int] = []

    def look(db: Database) -> int:
        where.append(threading.current_thread())
        return dossiers.count(db)

    session.reads.ask(session, "count", look, answers.append)
    qtbot.waitUntil(lambda: answers == [1])
    assert where != [threading.main_thread()]


def test_only_the_newest_wish_is_answered_and_none_of_an_owner_that_has_gone(qtbot: QtBot, session: Session) -> None:
    hold, answers = threading.Event(), list[str]()
    gone = QObject()
    session.reads.ask(session, "busy", lambda db: hold.wait(10), lambda _: None)
    session.reads.ask(session, "x", lambda db: "old", answers.append)
    session.reads.ask(session, "x", lambda db: "new", answers.append)
    session.reads.ask(gone, "y", lambda db: "nobody", answers.append)
    delete(gone)
    hold.set()
    session.reads.finish()
    assert answers == ["new"]


def test_what_a_look_meets_is_told(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.reads.failed) as failed:
        session.reads.ask(session, "x", lambda db: dossiers.get(db, "nothing"), lambda _: None)
    assert failed.args is not None and "nothing" in str(failed.args[0].parameters)


def test_a_long_list_is_ordered_beside_the_window_and_shows_the_same_rows(
    qtbot: QtBot, session: Session, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 131):
        session.db.conn.execute(
            "INSERT INTO dossier (id, unit, name, version, complete, taken_in_at, pages, case_no, cause, party, procedure,"
            " filed_on, decided_on, amount, fails, warns, unknowns, state, score, grade) SELECT printf('%04d', ?), unit, name, version, complete, taken_in_at, ?, printf('案%04d', ?),"
            " cause, party, procedure, filed_on, decided_on, amount, fails, warns, unknowns, state, ?, grade"
            " FROM dossier WHERE id = ?",
            [number, number, number, f"{number % 101}.5", dossier],
        )
    session.db.conn.commit()
    shown: dict[int, list[list[str]]] = {}
    for bound in (0, 5000):
        monkeypatch.setattr(dossier_table, "_LONG", bound)
        page = DossiersPage(session)
        qtbot.addWidget(page)
        page.show()
        page.wake()
        page.table.view.sortByColumn(9, Qt.SortOrder.DescendingOrder)
        session.reads.finish()
        assert page.table.model.rowCount() == 131
        shown[bound] = page.table.cells()
    assert shown[0] == shown[5000]
    scores = [float(line[9]) for line in shown[0][1:] if line[9]]
    assert scores == sorted(scores, reverse=True) and scores[0] == 100.5
