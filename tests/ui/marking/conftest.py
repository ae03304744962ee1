from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.kit.session import Session
from ui.marking.page import MarkingPage


@pytest.fixture
def page(qtbot: QtBot, session: Session, review: str) -> Iterator[MarkingPage]:
    made = MarkingPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    assert made.desk.dossier.id == review
    yield made
