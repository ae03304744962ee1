from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.dossiers.page import DossiersPage
from ui.kit.session import Session


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DossiersPage:
    made = DossiersPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    return made
