"""A verdict as a card: where was searched, why it is true or not, and that a rule which is mostly wrong only hints."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.checks.model import Outcome, Says, Verdict
from tests.casereview.checks.many import multiply
from tests.ui.builders import click, press
from ui.dossiers.finding import Card
from ui.dossiers.findings import Findings
from ui.kit.session import Session


@pytest.fixture
def findings(qtbot: QtBot, session: Session, dossier: str) -> Findings:
    made = Findings(session)
    qtbot.addWidget(made)
    made.resize(460, 900)
    made.show_outcomes(dossier, checks.outcomes(session.db, dossier))
    made.show()
    session.changed.connect(lambda _: made.show_outcomes(dossier, checks.outcomes(session.db, dossier)))
    return made


def texts(card: Card) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel)]


def of(findings: Findings, outcome: Outcome) -> Card:
    return next(card for card in findings.cards if card.outcome.meant == outcome.meant)


def test_what_was_not_found_says_where_was_searched(findings: Findings) -> None:
    absent = [c for c in findings.cards if str(c.outcome.parameters.get("reason", "")) in ("no-paper", "absent")]
    assert absent
    for card in absent:
        assert any(text.startswith("查找范围：") and "页" in text for text in texts(card)), card.outcome.outcome


def test_every_card_says_what_would_turn_it(findings: Findings) -> None:
    for card in findings.cards:
        assert any(text.startswith("怎样才合格：") for text in texts(card)), card.outcome.outcome


def test_why_a_verdict_is_not_true_is_written_beside_it_and_kept(
    qtbot: QtBot, findings: Findings, session: Session, dossier: str
) -> None:
    failed = findings.cards[0].outcome
    assert failed.verdict is Verdict.FAIL and not findings.cards[0].note.isVisibleTo(findings)
    click(findings.cards[0].buttons[Says.REJECTED])
    note = of(findings, failed).note
    assert note.isVisibleTo(findings)
    press(note, "yn 2 signed", Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.note for one in checks.judgements(session.db, dossier)] == ["yn 2 signed"])
    [said] = checks.judgements(session.db, dossier)
    assert (said.outcome, said.says) == (failed.meant, Says.REJECTED)
    assert of(findings, failed).note.text() == "yn 2 signed"
    click(of(findings, failed).buttons[Says.ACCEPTED])
    [said] = checks.judgements(session.db, dossier)
    assert (said.says, said.note) == (Says.ACCEPTED, "yn 2 signed")


def test_a_rule_that_people_mostly_reject_shows_itself_as_a_hint(
    findings: Findings, session: Session, dossier: str
) -> None:
    failed = next(card.outcome for card in findings.cards if card.outcome.verdict is Verdict.FAIL)
    for number, ident in enumerate(multiply(session.db, dossier, 12)[1:]):
        session.act(checks.judge, ident, failed.meant, "rejected" if number < 8 else "accepted", "")
    card = of(findings, failed)
    assert card.outcome.verdict is Verdict.WARN
    assert any("本规则核对 11 次，属实 27 %" in text for text in texts(card))
    assert any(text.startswith("提示") for text in texts(card))
