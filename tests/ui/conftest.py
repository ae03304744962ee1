"""What window tests share: a session on a real workspace, closed at the end, and the look of the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from casereview.record import Author
from casereview.workspace import Workspace
from ui.kit.session import Session
from ui.kit.settings import Preferences


@pytest.fixture
def preferences() -> Preferences:
    """In memory only: a test never touches the settings of whoever runs it."""
    return Preferences()


@pytest.fixture
def session(qtbot: QtBot, workspace: Workspace, author: Author, preferences: Preferences) -> Iterator[Session]:
    made = Session(workspace, author, preferences)
    yield made
    made.close()
