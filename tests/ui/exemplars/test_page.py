from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from casereview.dossier.model import Box
from casereview.exemplars import actions
from casereview.exemplars.model import Card
from casereview.privacy.model import Entity
from tests.ui.builders import click, drag
from ui.exemplars.entry import split_tags
from ui.exemplars.found import PLACE
from ui.exemplars.page import ExemplarsPage
from ui.kit.ask import Ask
from ui.kit.session import Session

LONG = 60_000


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[ExemplarsPage]:
    made = ExemplarsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    yield made


@pytest.fixture
def at_desk(qtbot: QtBot, page: ExemplarsPage, dossier: str) -> ExemplarsPage:
    """The page with a dossier on the redaction desk, looked through."""
    page.open_desk(dossier)
    qtbot.waitUntil(lambda: page.desk.desk is not None, timeout=LONG)
    return page


@pytest.fixture
def card(qtbot: QtBot, session: Session, dossier: str) -> Card:
    made = session.act(
        actions.make, dossier, title="听证告知范例", kind="good", summary="超限运输", tags=["听证"], pages=[1]
    )
    assert isinstance(made, Card)
    return made


def shown(page: ExemplarsPage) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_an_empty_library_says_what_belongs_there(page: ExemplarsPage) -> None:
    assert "案例库还是空的" in shown(page)


def test_unticking_a_person_leaves_every_place_of_them(at_desk: ExemplarsPage) -> None:
    desk = at_desk.desk
    assert desk.desk is not None
    everything = len(desk.found.hidden)
    assert everything == len(desk.desk.found) > 0
    top = desk.found.topLevelItem(0)
    line = top.child(0) if top is not None else None
    assert line is not None
    entity = line.data(0, PLACE)
    assert isinstance(entity, Entity)
    line.setCheckState(0, Qt.CheckState.Unchecked)
    assert len(desk.found.hidden) == everything - len(desk.desk.of(entity))
    looks = {overlay.look for overlay in desk.view.overlays if overlay.key == entity.text}
    assert looks == {"hint"}


def test_a_box_drawn_by_hand_is_listed_and_can_be_taken_back(at_desk: ExemplarsPage) -> None:
    desk = at_desk.desk
    drag(desk.view, QPoint(120, 120), QPoint(220, 160))
    assert [number for number, _ in desk.extra] == [1]
    assert any(overlay.look == "draft" for overlay in desk.view.overlays)
    desk.drop_box(0)
    assert not desk.extra


def test_a_found_person_is_jumped_to(at_desk: ExemplarsPage) -> None:
    desk = at_desk.desk
    assert desk.desk is not None
    last = desk.desk.found[-1]
    desk.found.asked.emit(last)
    assert desk.view.page == last.page


def test_a_card_needs_a_title(at_desk: ExemplarsPage, session: Session) -> None:
    at_desk.desk.title.clear()
    click(at_desk.desk.make_button)
    assert at_desk.desk.tabs.currentIndex() == 1 and not session.jobs.waiting


def test_the_library_is_searched_and_narrowed(page: ExemplarsPage, session: Session, card: Card) -> None:
    assert [line.card.id for line in page.lines] == [card.id]
    page.search.setText("没有的词")
    assert not page.lines
    page.search.setText("听证")
    assert [line.card.id for line in page.lines] == [card.id]
    click(page.chips["bad"])
    assert not page.lines


def test_a_comment_is_pinned_by_a_drag(page: ExemplarsPage, session: Session, card: Card) -> None:
    page.entry.ask_pin(1, Box(50, 60, 150, 90))
    ask = page.findChild(Ask)
    assert ask is not None
    click(ask.ok)
    assert ask.isVisible()  # nothing was written yet
    text = ask.findChild(QPlainTextEdit)
    assert text is not None
    text.setPlainText("案由写得规范")
    click(ask.ok)
    assert [pin.text for pin in actions.get(session.db, card.id).pins] == ["案由写得规范"]
    assert [overlay.page for overlay in page.entry.view.overlays] == [1]


def test_the_maker_cannot_release_and_a_second_person_can(
    page: ExemplarsPage, session: Session, card: Card, tmp_path: Path, qtbot: QtBot
) -> None:
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    assert not page.entry.release()
    assert isinstance(failed[0], actions.SecondPersonNeeded)
    session.become("教员")
    assert page.entry.release()
    assert "已发布" in shown(page)
    page.export(tmp_path / "网页")
    qtbot.waitUntil((tmp_path / "网页" / "001.html").exists, timeout=LONG)


def test_the_attack_report_is_shown(qtbot: QtBot, page: ExemplarsPage, card: Card) -> None:
    page.entry.attack()
    qtbot.waitUntil(lambda: any("检验通过" in text for text in shown(page)), timeout=LONG)


def test_tags_are_parted_by_any_sign() -> None:
    assert split_tags("听证，送达、 听证;文书 规范") == ("听证", "送达", "文书", "规范")
