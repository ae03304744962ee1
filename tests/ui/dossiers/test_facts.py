"""Facts that only a register of cases says: shown as such, on no page, and a person's once accepted."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions
from casereview.dossier.model import FactState
from tests.casereview.dossier.test_reader_workbooks import register_of
from tests.ui.builders import click, pdf_of
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session


def test_what_a_register_says_is_shown_as_such_until_a_person_accepts_it(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "晋罚〔2024〕1号").mkdir()
    pdf_of(tmp_path / "晋罚〔2024〕1号", "照片", "现场")
    rows = [(1, "晋罚〔2024〕1号", "李某", "超限运输", "2024-05-06", *"     ")]
    register_of(tmp_path / "台账.xlsx", rows)
    session.act(actions.take_in, [tmp_path], executor="thread")
    dossier = str(actions.dossiers(session.db)[0].id)
    session.act(checks.check, [dossier], today=session.today)
    page = DossiersPage(session)
    qtbot.addWidget(page)
    page.show()
    page.wake()
    page.open(dossier)
    facts = page.inside.facts
    number = next(n for n, fact in enumerate(facts._facts) if fact.name == "filed_on")
    facts.list.setCurrentRow((number + 1) % len(facts._facts))
    facts.list.setCurrentRow(number)
    assert facts.where.text() == "来自台账，案卷中没有读到：台账.xlsx 2024!A3: 2024-05-06"
    assert page.inside.view.page == 1
    click(facts.accept)
    assert facts._facts[number].state is FactState.CONFIRMED
    assert facts.where.text().endswith("已核实")
