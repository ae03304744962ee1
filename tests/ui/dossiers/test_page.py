from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.checks.model import Says, Verdict
from casereview.checks.say import explanation, title, turning
from casereview.dossier import actions
from casereview.dossier.actions import Filter
from casereview.dossier.model import FactState
from casereview.units import actions as units
from casereview.units.model import Unit
from tests.ui.builders import click, pdf_of, press
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session

KEY = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[DossiersPage]:
    made = DossiersPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    yield made


def test_an_empty_list_says_what_belongs_there(page: DossiersPage) -> None:
    assert any(label.text() == "把案卷拖到这里" and label.isVisible() for label in page.findChildren(QLabel))


def test_dropped_files_are_shown_first_and_taken_in_only_when_agreed(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    file = pdf_of(tmp_path, "祁县-甲案", "行政处罚决定书\n案号：晋祁交执罚〔2024〕001号")
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(bad))])
    drop = QDropEvent(
        QPointF(QPoint(20, 20)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(drop)
    qtbot.waitUntil(lambda: page.sheet.table.rowCount() == 2)
    assert actions.count(session.db) == 0
    click(page.sheet.go)
    qtbot.waitUntil(lambda: len(session.jobs.history) == 2, timeout=30_000)
    assert page.table.model.rowCount() == 1
    assert page.aside.text() == "搁置 1 个文件"
    click(page.aside)


def test_typing_narrows_the_list_and_chips_filter_by_the_road(qtbot: QtBot, page: DossiersPage, dossier: str) -> None:
    assert page.table.model.rowCount() == 1
    page.search.setText("没有这样的案号")
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 0)
    page.search.clear()
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 1)
    sealed = next(chip for chip in page.findChildren(QPushButton) if chip.text() == "已封存")
    click(sealed)
    assert page.table.model.rowCount() == 0
    assert page.filter == Filter(state="sealed")


def test_numbers_of_the_overview_lead_to_their_dossiers(page: DossiersPage, dossier: str) -> None:
    page.arrive(Filter(ids=(dossier,)))
    assert page.table.model.rowCount() == 1
    page.arrive(Filter(ids=()))
    assert page.table.model.rowCount() == 0


def test_enter_opens_the_dossier_with_its_papers_and_findings(qtbot: QtBot, page: DossiersPage, dossier: str) -> None:
    page.table.view.selectRow(0)
    page.table.view.setCurrentIndex(page.table.model.index(0, 0))
    press(page.table.view, KEY.Key_Return)
    inside = page.inside
    assert inside.isVisible()
    assert inside.view.page == 1
    assert len(inside.papers._items) == len(inside.reading.papers)
    fails = [o for o in inside.findings._outcomes if o.verdict is Verdict.FAIL]
    said = "\n".join(label.text() for label in inside.findings.findChildren(QLabel))
    assert fails
    assert all(explanation(o) in said for o in fails)


def test_a_fact_is_accepted_and_put_right_and_both_outlive_a_new_look(
    page: DossiersPage, dossier: str, session: Session
) -> None:
    page.open(dossier)
    facts = page.inside.facts
    number = next(n for n, fact in enumerate(facts._facts) if fact.name == "case_no")
    facts.choose(number + 1)
    facts.choose(number)
    assert page.inside.view.page == facts._facts[number].page
    assert any(overlay.look == "fact" for overlay in page.inside.view.overlays)
    click(facts.accept)
    assert facts._facts[number].state is FactState.CONFIRMED
    facts.choose(number)
    click(facts.correct)
    field = facts.form.fields[""]
    assert isinstance(field, QLineEdit) and field.hasFocus()
    field.setText("晋平交执罚〔2024〕999号")
    press(field, KEY.Key_Return)
    values = [f.value for f in actions.reading(session.db, dossier).facts_named("case_no")]
    assert "晋平交执罚〔2024〕999号" in values


def test_a_step_of_the_timeline_leads_to_its_page(qtbot: QtBot, page: DossiersPage, dossier: str) -> None:
    page.open(dossier)
    page.inside.tabs.setCurrentIndex(2)
    strip = page.inside.timeline.strip
    number = next(n for n, moment in enumerate(strip.moments) if moment.evidence and moment.evidence[0].page > 1)
    click(strip, QPoint(60, strip.tops()[number] + 10))
    assert page.inside.view.page == strip.moments[number].evidence[0].page


def test_the_three_systems_lead_to_the_proving_page(qtbot: QtBot, page: DossiersPage, dossier: str) -> None:
    page.open(dossier)
    page.inside.tabs.setCurrentIndex(3)
    link = next(
        found for found in page.inside.systems.findChildren(QPushButton) if re.fullmatch(r"✓\d+ 页…?", found.text())
    )
    click(link)
    assert f"✓{page.inside.view.page} 页" in link.text()


def test_chosen_dossiers_are_given_to_a_unit_and_stated_complete(
    qtbot: QtBot, page: DossiersPage, dossier: str, session: Session
) -> None:
    session.act(units.set_unit, Unit("祁县交通运输局", "祁县交通运输局"))
    page.table.view.selectRow(0)
    menu = page.menu_of(page.table.values())
    (belong,) = menu.findChildren(QMenu)
    belong.actions()[0].trigger()
    next(action for action in menu.actions() if action.text() == "案卷完整").trigger()
    found = actions.get(session.db, dossier)
    assert (found.unit, found.complete) == ("祁县交通运输局", True)
    assert page.table.model.index(0, 3).data() == "祁县交通运输局"


def test_a_finding_shows_its_article_its_count_and_what_would_turn_it(page: DossiersPage, dossier: str) -> None:
    page.open(dossier)
    page.inside.tabs.setCurrentIndex(1)
    card = next(card for card in page.inside.findings.cards if card.outcome.days)
    said = [label.text() for label in card.findChildren(QLabel)]
    assert card.outcome.basis in said and title(card.outcome.rule) in " ".join(said)
    assert any(turning(card.outcome) in text for text in said)
    assert not card.days.isVisible()
    click(card.count)
    counted = sum(day[1] for day in card.outcome.days)
    assert card.days.isVisible() and f"累计 {counted} 天" in card.days.text()


def test_a_person_says_whether_a_finding_is_true_by_button_and_by_key(
    page: DossiersPage, dossier: str, session: Session
) -> None:
    page.open(dossier)
    page.inside.tabs.setCurrentIndex(1)
    findings = page.inside.findings
    outcome = findings.cards[0].outcome.meant
    click(findings.cards[0].buttons[Says.REJECTED])
    [said] = checks.judgements(session.db, dossier)
    assert (said.outcome, said.says, said.who) == (outcome, Says.REJECTED, session.author.name)
    assert findings.cards[0].buttons[Says.REJECTED].isChecked()
    assert any("本规则核对 1 次，属实 0 %" in label.text() for label in findings.cards[0].findChildren(QLabel))
    findings.cards[0].setFocus()
    press(findings.cards[0], KEY.Key_Y)
    assert [one.says for one in checks.judgements(session.db, dossier)] == [Says.ACCEPTED]
    assert findings.cards[0].hasFocus()  # made anew, the card keeps the focus
    press(findings.cards[0], KEY.Key_Y)
    assert [one.says for one in checks.judgements(session.db, dossier)] == [Says.UNCLEAR]
    press(findings.cards[0], KEY.Key_Down)
    assert findings.cards[1].hasFocus()
    press(findings.cards[1], KEY.Key_Return)
    pages = [found.page for found in findings.cards[1].outcome.evidence if found.page]
    assert not pages or page.inside.view.page == pages[0]
