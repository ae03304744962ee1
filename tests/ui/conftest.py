"""What window tests share: a session on a real workspace, closed at the end; a dossier taken in from the shipped samples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.record import Author
from casereview.words import RESOURCES
from casereview.workspace import Workspace
from ui.kit.session import Session
from ui.kit.settings import Preferences
from ui.marking.queue import new_review

SAMPLES = RESOURCES / "samples" / "dossiers"


@pytest.fixture
def preferences() -> Preferences:
    """In memory only: a test never touches the settings of whoever runs it."""
    return Preferences()


@pytest.fixture
def session(qtbot: QtBot, workspace: Workspace, author: Author, preferences: Preferences) -> Iterator[Session]:
    made = Session(workspace, author, preferences)
    yield made
    made.close()


@pytest.fixture
def dossier(session: Session) -> str:
    """The id of a bound PDF of a general case with planted defects, taken in and pre-checked."""
    file = next(SAMPLES.rglob("07*.pdf"))
    session.act(dossiers.take_in, [file], executor="thread")
    ident = str(dossiers.dossiers(session.db)[0].id)
    session.act(checks.check, [ident], today=session.today)
    return ident


@pytest.fixture
def review(session: Session, dossier: str) -> str:
    """The dossier within a review by the shipped rubrics; gives its id."""
    new_review(session)
    assert session.campaign is not None
    return dossier
