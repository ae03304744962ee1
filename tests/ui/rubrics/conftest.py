"""The rubrics screen, and a draft of the general rubric open in its editor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.builders import click
from tests.ui.rubrics.writing import the_button
from ui.kit.session import Session
from ui.rubrics.editor import Editor
from ui.rubrics.page import RubricsPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[RubricsPage]:
    made = RubricsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    made.arrive("PT")
    yield made


@pytest.fixture
def editor(page: RubricsPage) -> Editor:
    click(the_button(page, "编辑新版本"))
    assert page.stack.currentWidget() is page.editor
    return page.editor
