from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.record import Author
from casereview.workspace import Workspace
from tests.ui.builders import click, press
from tests.ui.conftest import SAMPLES
from ui.app import Look
from ui.kit.palette import Palette
from ui.kit.settings import Preferences
from ui.kit.shortcuts import Shortcuts
from ui.main_window import MainWindow
from ui.pages import SCREENS
from ui.tour import save_screens

KEY = Qt.Key


@pytest.fixture
def folder(tmp_path: Path, author: Author) -> Path:
    """A closed workspace with one dossier."""
    with Workspace.create(tmp_path / "晋中.casereview") as made:
        db = made.connect()
        dossiers.take_in(db, author, [next(SAMPLES.rglob("07*.pdf"))], executor="thread")
        checks.check(db, author, today=author.clock().date())
        db.close()
    return tmp_path / "晋中.casereview"


@pytest.fixture
def window(qtbot: QtBot, preferences: Preferences) -> Iterator[MainWindow]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = Look(app, preferences)
    made = MainWindow(preferences, lambda: datetime(2024, 11, 4, 9, tzinfo=timezone(timedelta(hours=8))))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    preferences.set(language="zh", dark=False)
    app.setStyleSheet("")
    del look


def _stands_at(window: MainWindow, name: str) -> bool:
    return window._name == name


def said(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_without_a_workspace_one_can_be_made_and_is_then_open(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    offers = [button.text() for button in window.findChildren(QPushButton)]
    assert {"新建工作区", "打开工作区", "打开示例"} <= set(offers)
    assert window.new_workspace(tmp_path / "新的")
    assert (tmp_path / "新的.casereview" / "review.db").exists()
    assert window.session is not None


def test_a_folder_that_is_no_workspace_is_refused_in_one_sentence(window: MainWindow, tmp_path: Path) -> None:
    assert not window.open_workspace(tmp_path)
    assert window.banner.isVisible()
    assert "review.db" in window.banner.says.text()
    window.banner.copy()
    assert "NoWorkspace" in QApplication.clipboard().text()


def test_every_screen_opens_on_a_workspace(window: MainWindow, folder: Path) -> None:
    assert window.open_workspace(folder)
    for each in SCREENS:
        window.go(each.name)
        assert window.stack.currentWidget() is window.pages[each.name]
        assert window.buttons[each.name].isChecked()


def test_language_and_light_change_at_once_and_one_stays_where_one_was(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.open_workspace(folder)
    assert window.session is not None
    ident = dossiers.dossiers(window.session.db)[0].id
    window.go("dossiers", (str(ident), 5))
    window.preferences.set(language="en", dark=True)
    qtbot.waitUntil(lambda: window.buttons["dossiers"].text() == "Dossiers")
    inside = window.pages["dossiers"].inside  # type: ignore[attr-defined]
    assert (inside.ident, inside.view.page) == (ident, 5)
    chinese = [t for t in said(window).split("\n") if t in ("案卷", "要素", "预审", "时间轴")]
    assert not chinese


def test_the_palette_finds_dossiers_by_number_and_commands_by_initials(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.open_workspace(folder)
    for typed, done in (("019", "dossiers"), ("pc", "marking")):
        window.open_palette()
        palette = window.findChild(Palette)
        assert palette is not None
        press(palette.field, typed, KEY.Key_Return)
        qtbot.waitUntil(partial(_stands_at, window, done))
        qtbot.waitUntil(lambda: window.findChild(Palette) is None)


def test_f1_shows_the_keys_of_the_screen_and_of_the_window(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_workspace(folder)
    window.go("marking")
    shown: list[str] = []
    monkeypatch.setattr(Shortcuts, "exec", lambda self: shown.extend(x.text() for x in self.findChildren(QLabel)))
    window.show_shortcuts()
    assert {"Ctrl+K", "F1", "J / K", "Ctrl+Enter"} <= set(shown)


def test_a_second_window_reads_only_and_says_who_writes(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    with Workspace.open(folder):
        assert window.open_workspace(folder)
        qtbot.waitUntil(lambda: "正在使用此工作区" in said(window))


def test_another_workspace_takes_the_place_of_the_open_one(window: MainWindow, folder: Path, tmp_path: Path) -> None:
    window.open_workspace(folder)
    window.new_workspace(tmp_path / "第二个")
    with Workspace.open(folder) as first:
        assert not first.read_only
    assert [Path(name).stem for name in window.preferences.values.recent] == ["第二个", "晋中"]


def test_a_click_in_the_navigation_brings_the_screen(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.open_workspace(folder)
    click(window.buttons["marking"])
    assert window._name == "marking"


def test_the_tour_saves_a_picture_of_every_screen(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    saved = save_screens(folder, tmp_path / "screens")
    assert len(saved) == len(SCREENS) + 1
    assert all(file.stat().st_size > 10_000 for file in saved)


def test_shortcuts_work_from_the_keyboard_and_not_while_one_types(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.open_workspace(folder)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, KEY.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window._name == "dossiers"
    search = window.pages["dossiers"].search  # type: ignore[attr-defined]
    QTest.keyClick(window, KEY.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(search.hasFocus)
    press(search, "jx2-3")
    assert search.text() == "jx2-3"
    QTest.keyClick(window, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.findChild(Palette) is not None


def test_a_full_disk_is_a_sentence_with_its_remedy_and_not_our_bug(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.open_workspace(folder)
    assert window.session is not None
    conn = window.session.db.conn
    conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
    ident = str(dossiers.dossiers(window.session.db)[0].id)
    assert window.session.act(dossiers.correct_fact, ident, "party.name", "甲" * 100_000) is None
    qtbot.waitUntil(window.banner.isVisible)
    assert "腾出空间" in window.banner.says.text()


def test_a_disk_that_goes_while_one_looks_is_told_in_the_banner(window: MainWindow, folder: Path) -> None:
    window.open_workspace(folder)
    window.caught(OSError(5, "Input/output error", "/media/stick"))
    assert "重新接好磁盘" in window.banner.says.text()
