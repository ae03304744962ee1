from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from casereview.dossier.facts.settled import settled
from casereview.dossier.model import Box, Fact, FactState, Page, Place, Run, TextSource
from tests.ui.builders import press
from ui.kit.session import Session
from ui.kit.text_tools import between, known
from ui.marking.page import MarkingPage

LINES = Page(
    1,
    595,
    842,
    TextSource.TEXT,
    (Run("当事人：张三", Box(100, 100, 160, 112)), Run("罚款3000元", Box(100, 120, 170, 132))),
)


@pytest.fixture
def page(qtbot: QtBot, session: Session, review: str) -> Iterator[MarkingPage]:
    made = MarkingPage(session)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.wake()
    yield made


def test_text_between_two_points_goes_from_line_to_line_as_it_is_read() -> None:
    assert between(LINES, QPointF(141, 106), QPointF(120, 126)) == [(0, 4, 6), (1, 0, 2)]
    assert between(LINES, QPointF(120, 126), QPointF(141, 106)) == [(0, 4, 6), (1, 0, 2)]
    assert between(LINES, QPointF(300, 106), QPointF(310, 106)) == []
    assert between(Page(1, 595, 842, TextSource.NONE, ()), QPointF(0, 0), QPointF(9, 9)) == []


def test_words_are_picked_with_shift_and_copied_and_no_box_is_drawn(qtbot: QtBot, page: MarkingPage) -> None:
    number, text = next((n, p) for n, p in enumerate(page.desk.reading.pages, 1) if len(p.runs) > 3)
    page.view.go(number)
    run = next(run for run in text.runs if len(run.text.strip()) > 5)
    place, port = page.view.rect_of(run.box).toRect(), page.view.viewport()
    shift, left = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, shift, QPoint(place.left() + 1, place.center().y()))
    QTest.mouseMove(port, QPoint(place.right() + 1, place.center().y()))
    QTest.mouseRelease(port, left, shift, QPoint(place.right() + 1, place.center().y()))
    press(page.view, Qt.Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text() == run.text
    assert page.view.picked and not page.desk.marks
    QTest.mouseClick(port, left, Qt.KeyboardModifier.NoModifier, QPoint(3, 3))
    assert not page.view.picked


def test_settled_facts_are_shown_wherever_they_stand_until_the_key_is_struck_again(
    qtbot: QtBot, page: MarkingPage
) -> None:
    party = str(settled(page.desk.reading)["party.name"].value)
    press(page.view, "h")
    there = {overlay.page for overlay in page.view.known}
    assert len(there) > 3
    assert any(party in page.desk.reading.pages[number - 1].text for number in there)
    page.view.turn(1)
    assert {overlay.page for overlay in page.view.known} == there
    press(page.view, "h")
    assert page.view.known == []


def test_a_fact_that_is_not_settled_is_not_shown(page: MarkingPage) -> None:
    assert known(page.desk.reading.pages, {}) == []


def test_an_amount_is_found_with_and_without_its_commas() -> None:
    lines = (
        Run("罚款10,000.00元", Box(0, 0, 90, 9)),
        Run("缴纳10000元", Box(0, 20, 90, 29)),
        Run("3000", Box(0, 40, 9, 49)),
    )
    fact = Fact("decision.amount", "10000.00", "", 1, Place("f", 1, None), "", 1.0, FactState.READ)
    found = known([Page(1, 595, 842, TextSource.TEXT, lines)], {"decision.amount": fact})
    assert sorted(overlay.box.y0 for overlay in found) == [0, 20]
