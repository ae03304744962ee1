from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from casereview.dossier.actions import Filter
from casereview.panel import actions as panel
from casereview.panel.model import Stage
from tests.ui.builders import click
from ui.kit.session import Session
from ui.overview.board import Board
from ui.overview.page import OverviewPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> OverviewPage:
    made = OverviewPage(session)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.wake()
    shown(made)
    return made


def shown(page: OverviewPage) -> Board:
    """The board when all figures asked for have come."""
    page.session.reads.finish()
    assert page.board is not None
    return page.board


def test_an_empty_workspace_is_told_what_comes_first(qtbot: QtBot, page: OverviewPage) -> None:
    assert shown(page).next.text() == "录入案卷"
    with qtbot.waitSignal(page.asked) as asked:
        click(shown(page).next)
    assert asked.args == ["dossiers", None]


def test_with_dossiers_the_next_step_is_a_review_and_then_its_stage(
    qtbot: QtBot, page: OverviewPage, session: Session, dossier: str
) -> None:
    assert shown(page).next.text() == "新建评查批次"
    click(shown(page).next)
    assert session.campaign is not None
    assert shown(page).next.text() != "新建评查批次"
    session.act(panel.set_stage, session.campaign.id, Stage.MARKING)
    assert shown(page).next.text() == "继续评分"


def test_a_number_leads_to_its_dossiers(qtbot: QtBot, page: OverviewPage, review: str) -> None:
    number = next(b for b in shown(page).findChildren(QPushButton) if b.accessibleName() == "在库案卷 1")
    with qtbot.waitSignal(page.asked) as asked:
        click(number)
    assert asked.args == ["dossiers", Filter()]


def test_the_road_names_every_stage_and_leads_to_its_screen(
    qtbot: QtBot, page: OverviewPage, session: Session, review: str
) -> None:
    names = [name for _, name, _ in shown(page).road._stages]
    assert names[:4] == [session.say(f"stage.{s}") for s in ("self_review", "draw", "marking", "panel")]
    assert not any(name.startswith("stage.") for name in names)
    with qtbot.waitSignal(page.asked) as asked:
        click(shown(page).road, QPoint(round(shown(page).road._wide() * 2.5), 20))
    assert asked.args == ["marking", None]


def test_after_the_draw_progress_is_shown_as_counts_only(
    qtbot: QtBot, page: OverviewPage, session: Session, review: str
) -> None:
    assert session.campaign is not None
    session.act(panel.draw, session.campaign.id, "20241104", 1)
    session.act(panel.assign, session.campaign.id)
    said = [label.text() for label in shown(page).findChildren(QLabel)]
    assert session.author.name in said
    assert "0/1" in [b.text() for b in shown(page).findChildren(QPushButton)]
