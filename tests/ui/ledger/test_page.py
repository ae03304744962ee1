from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from casereview.ledger import actions
from casereview.ledger.model import LedgerState
from tests.ui.builders import click
from tests.ui.campaigns import frozen
from ui.kit.ask import Ask
from ui.kit.problem_list import Problems
from ui.kit.session import Session
from ui.ledger.dialogs import EntryDialog
from ui.ledger.page import LedgerPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[LedgerPage]:
    made = LedgerPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    yield made


@pytest.fixture
def entries(session: Session, dossier: str) -> int:
    """A ledger from frozen results, long overdue; gives the number of entries."""
    results = frozen(session, dossier)
    session.act(actions.from_results, results, deadline=date(2024, 1, 5))
    return len(actions.entries(session.db))


def shown(page: LedgerPage) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_an_empty_ledger_says_how_it_is_made(page: LedgerPage) -> None:
    page.wake()
    assert "台账还是空的" in shown(page)


def test_the_ledger_is_made_from_results_with_a_deadline(page: LedgerPage, session: Session, dossier: str) -> None:
    frozen(session, dossier)
    page.wake()
    page.ask_from_results()
    ask = page.findChild(Ask)
    assert ask is not None
    click(ask.ok)
    assert page.table.model.rowCount() == len(actions.entries(session.db)) > 0


def test_overdue_is_said_with_a_sign_and_a_word_and_can_be_filtered(
    page: LedgerPage, session: Session, entries: int, qtmodeltester: ModelTester
) -> None:
    page.wake()
    assert page.table.model.index(0, 6).data() == "⚠ 逾期 2024-01-05"
    first = actions.entries(session.db)[0]
    session.act(actions.set_entry, first.model_copy(update={"deadline": "2099-01-01"}))
    page.arrive("overdue")
    assert page.table.model.rowCount() == entries - 1
    qtmodeltester.check(page.table.model)  # type: ignore[no-untyped-call]


def test_an_entry_is_filled_in_and_taken_a_step_further(page: LedgerPage, session: Session, entries: int) -> None:
    page.wake()
    page.table.opened.emit(page.table.model.item(0))
    ask = page.findChild(EntryDialog)
    assert ask is not None
    ask.measure.setPlainText("组织专题学习")
    ask.responsible.setText("王主任")
    step = next(b for b in ask.findChildren(QPushButton) if b.text() == "改为“整改中”")
    click(step)
    found = actions.entry(session.db, ask.entry.id)
    assert (found.state, found.measure, found.responsible) == (LedgerState.WORKING, "组织专题学习", "王主任")


def test_a_step_that_lacks_its_proof_is_refused_and_the_dialog_stays(
    page: LedgerPage, session: Session, entries: int
) -> None:
    first = actions.entries(session.db)[0]
    session.act(actions.advance, first.id, LedgerState.WORKING, on=session.today)
    page.wake()
    page.open(actions.entry(session.db, first.id))
    ask = page.findChild(EntryDialog)
    assert ask is not None
    ask.advance(LedgerState.TO_VERIFY)
    assert ask.problem.isVisible() and ask.isVisible()
    ask.note.setText("整改报告 1 份")
    ask.advance(LedgerState.TO_VERIFY)
    assert not ask.isVisible()
    assert actions.entry(session.db, first.id).proof == ("整改报告 1 份",)


def test_the_board_has_a_column_for_each_state(page: LedgerPage, entries: int) -> None:
    page.wake()
    page.show_view(1)
    assert {"待整改", "整改中", "待核验", "已销号", "退回"} <= set(shown(page))
    assert sum(text.startswith("逾期 2024-01-05") for text in shown(page)) == entries


def test_the_ledger_goes_out_as_a_workbook_and_comes_back(
    qtbot: QtBot, page: LedgerPage, session: Session, entries: int, tmp_path: Path
) -> None:
    page.wake()
    file = tmp_path / "台账.xlsx"
    page.export(file)
    qtbot.waitUntil(file.exists, timeout=20_000)
    before = actions.entries(session.db)
    page.import_file(file)
    assert actions.entries(session.db) == before
    assert page.findChild(Problems) is None
