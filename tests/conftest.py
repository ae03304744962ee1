"""What every test may use: a real workspace in a temporary folder, and Qt off-screen before its first import."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.record import Author
from casereview.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "评查.casereview") as made:
        yield made


@pytest.fixture
def db(workspace: Workspace) -> Iterator[Database]:
    with closing(workspace.connect()) as connection:
        yield connection


@pytest.fixture
def author() -> Author:
    """评查员甲 with a clock that advances a second a look: times are distinct and the same in every run."""
    moment = datetime(2024, 11, 4, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return Author("评查员甲", clock)
