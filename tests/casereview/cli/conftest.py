"""A review that has been walked once, and a command line to try on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from casereview import road
from casereview.cli import main

CHOSEN = ("02榆次-贺兰舟无证货运", "05祁县-申屠长风擅自改装", "12灵石-解三春当场处罚照片")


@dataclass(frozen=True)
class Demo:
    """Where the walk left everything, and what its parts are called."""

    folder: Path
    samples: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "评查示范.casereview"

    @property
    def packages(self) -> list[Path]:
        return sorted((self.folder / "交换").glob("评分包*"))


Say = Callable[..., Result]


def say(*args: object) -> Result:
    """Run the command line with these arguments; what is our bug is raised."""
    found = CliRunner().invoke(main, [str(arg) for arg in args], prog_name="casereview", catch_exceptions=False)
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found


def answer(*args: object) -> Any:
    """The one JSON document that a command prints."""
    found = say(*args, "--json")
    assert found.stderr == ""
    return json.loads(found.stdout)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    samples = tmp_path_factory.mktemp("samples")
    shutil.copy(road.SAMPLES / "register.xlsx", samples)
    for folder in (road.SAMPLES / "dossiers").glob("*/*"):
        if folder.stem in CHOSEN or folder.name in CHOSEN:
            place = samples / "dossiers" / folder.parent.name
            place.mkdir(parents=True, exist_ok=True)
            if folder.is_dir():
                shutil.copytree(folder, place / folder.name)
            else:
                shutil.copy(folder, place)
    made = Demo(tmp_path_factory.mktemp("demo"), samples)
    road.walk(made.folder, date.today(), samples=samples)
    return made


@pytest.fixture
def own(demo: Demo, tmp_path: Path) -> Demo:
    """The same review, to write in."""
    for part in (demo.workspace.name, "交换"):
        shutil.copytree(demo.folder / part, tmp_path / part)
    return Demo(tmp_path, demo.samples)
