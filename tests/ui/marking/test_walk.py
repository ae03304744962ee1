"""From an opened workspace to a sealed sheet at 1366 × 768: once by keys alone, counted, once by real drags of the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box
from casereview.marking.model import MarkKind
from casereview.record import Author
from casereview.workspace import Workspace
from tests.ui.builders import click, drag
from tests.ui.conftest import SAMPLES
from ui.kit.session import Session
from ui.kit.settings import Preferences, Settings
from ui.main_window import MainWindow
from ui.marking import dialogs
from ui.marking.page import MarkingPage
from ui.marking.picker import Picker
from ui.marking.queue import new_review

KEY = Qt.Key
ALT, CONTROL, PLAIN = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
MOST_STROKES = 100


@pytest.fixture
def folder(tmp_path: Path, author: Author) -> Path:
    """A closed workspace with a dossier of the general procedure and a review."""
    with Workspace.create(tmp_path / "评查.casereview") as made:
        with closing(made.connect()) as db:
            dossiers.take_in(db, author, [next(SAMPLES.rglob("07*.pdf"))], executor="thread")
            checks.check(db, author, today=author.clock().date())
        session = Session(made, author)
        new_review(session)
        session.close()
    return tmp_path / "评查.casereview"


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> Iterator[MainWindow]:
    preferences = Preferences(values=Settings(reader="评查员甲"))
    made = MainWindow(preferences, lambda: datetime(2024, 11, 4, 9, tzinfo=timezone(timedelta(hours=8))))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_workspace(folder)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


class Keyboard:
    """Strikes keys at whatever has the focus, and counts them; a letter with Ctrl or Alt is one stroke."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window
        self.strokes = 0

    def strike(self, *keys: Qt.Key | str, hold: Qt.KeyboardModifier = PLAIN) -> None:
        for key in keys:
            strokes: list[Qt.Key | str] = [*key] if isinstance(key, str) else [key]
            for one in strokes:
                if isinstance(one, str):
                    QTest.keyClicks(self._focus(), one, hold)
                else:
                    QTest.keyClick(self._focus(), one, hold)
                self.strokes += 1

    def _focus(self) -> QWidget:
        """Where a person's keys would go: to the dialog that stands open, else to the window."""
        front = QApplication.activeModalWidget() or self._window
        if not front.isActiveWindow():
            front.activateWindow()  # a desktop does so by itself when a dialog goes
        self._qtbot.waitUntil(lambda: front.isActiveWindow() and QApplication.focusWidget() is not None)
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


def the(page: QWidget, kind: type[QDialog]) -> QDialog:
    return next(found for found in page.findChildren(kind) if found.isVisible())


def marking(window: MainWindow) -> MarkingPage:
    page = window.page
    assert isinstance(page, MarkingPage) and page.desk.ready
    return page


def unseen_papers(page: MarkingPage) -> list[str]:
    return [paper.title for paper in page.desk.reading.papers if paper.pages and not set(paper.pages) & page.desk.seen]


def test_a_dossier_is_reviewed_and_sealed_with_at_most_a_hundred_strokes_and_no_mouse(
    qtbot: QtBot, window: MainWindow
) -> None:
    keyboard = Keyboard(qtbot, window)
    keyboard.strike(KEY.Key_3, hold=ALT)
    page = marking(window)
    assert page.desk.rubric.procedures == ("general",)
    items = len(page.desk.sheet.open)
    while unseen_papers(page):
        before = page.view.page
        keyboard.strike("n")
        assert page.view.page != before
    for code, where in (("1-1", "g7"), ("2-1", "g1")):
        keyboard.strike(where, code, KEY.Key_Return)
        assert the(page, Picker).isVisible()
        keyboard.strike(KEY.Key_Return)
    keyboard.strike("1-2", "x")
    assert the(page, dialogs.Reason).isVisible()
    keyboard.strike(KEY.Key_Return)
    while page.desk.sheet.open:
        left = len(page.desk.sheet.open)
        keyboard.strike("u", "a")
        assert the(page, dialogs.FullSection).isVisible()
        keyboard.strike(KEY.Key_Return)
        assert len(page.desk.sheet.open) < left
    keyboard.strike(KEY.Key_Return, hold=CONTROL)
    assert the(page, dialogs.Seal).isVisible()
    keyboard.strike(KEY.Key_Return)
    sheet = page.desk.sheet
    assert sheet.sealed
    kinds = [mark.said.kind for mark in page.desk.marks]
    assert (kinds.count(MarkKind.DEDUCT), kinds.count(MarkKind.NOT_APPLICABLE)) == (2, 1)
    assert kinds.count(MarkKind.FULL) == items - 3
    assert all(mark.said.evidence for mark in page.desk.marks if mark.said.kind is MarkKind.DEDUCT)
    assert keyboard.strokes <= MOST_STROKES


def test_full_marks_for_a_section_are_one_step_to_undo_and_spare_what_was_taken_out(
    qtbot: QtBot, window: MainWindow
) -> None:
    keyboard = Keyboard(qtbot, window)
    keyboard.strike(KEY.Key_3, hold=ALT)
    page = marking(window)
    before = list(page.desk.sheet.open)
    section = page.desk.open_in_section()
    keyboard.strike("a", KEY.Key_Space, KEY.Key_Return)
    assert set(before) - set(page.desk.sheet.open) == set(section[1:])
    keyboard.strike("z", hold=CONTROL)
    assert list(page.desk.sheet.open) == before


def click_row(view: QAbstractItemView, index: QModelIndex) -> None:
    view.scrollTo(index)
    click(view.viewport(), view.visualRect(index).center())


def click_item(page: MarkingPage, code: str) -> None:
    """A click on an item of the rubric's tree."""
    tree = page.rubric.tree
    (found,) = tree.findItems(f"{code}  ", Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
    click_row(tree, tree.indexFromItem(found))
    assert page.desk.rubric.position(page.desk.item) == code


def shown(page: MarkingPage, name: str) -> QAbstractButton:
    """The button of the current item with these words, or this tip, as one sees it."""
    QApplication.processEvents()
    found = page.detail.findChildren(QAbstractButton)
    return next(b for b in found if name in (b.text(), b.toolTip()) and b.isVisible())


def mark_by_drag(page: MarkingPage, box: Box, code: str) -> None:
    """A real drag over a place of the page, a click on the deduction in the list, a click on the button."""
    place = page.view.rect_of(box).toRect()
    drag(page.view, place.topLeft(), place.bottomRight() + QPoint(1, 1))
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    row = next(n for n in range(picker.list.count()) if picker.list.item(n).text().startswith(f"{code} "))
    click_row(picker.list, picker.list.indexFromItem(picker.list.item(row)))
    click(picker.take)


def test_a_dossier_is_reviewed_and_sealed_by_mouse_with_real_drags_on_its_pages(
    qtbot: QtBot, window: MainWindow
) -> None:
    click(window.buttons["marking"])
    page = marking(window)
    papers = page.papers.tree
    rows = papers.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    for row in rows:
        click_row(papers, papers.indexFromItem(row))
    assert unseen_papers(page) == []
    drawn = {"1-1": Box(90, 90, 420, 150), "2-1": Box(120, 200, 300, 260)}
    for (code, box), row in zip(drawn.items(), [r for r in rows if not r.childCount()][1:3], strict=True):
        click_row(papers, papers.indexFromItem(row))
        mark_by_drag(page, box, code)
    click_item(page, "1-2")
    click(shown(page, "不适用"))
    reason = the(page, dialogs.Reason)
    assert isinstance(reason, dialogs.Reason)
    click_row(reason.list, reason.list.indexFromItem(reason.list.item(1)))
    click(reason.ok)
    click_item(page, "2-1")
    click(shown(page, "撤回这一条"))
    assert page.desk.line(page.desk.item).state == "open", "a mark made by mistake is taken back by a click"
    mark_by_drag(page, drawn["2-1"], "2-1")
    while page.desk.sheet.open:
        click_item(page, page.desk.rubric.position(page.desk.sheet.open[0]))
        click(shown(page, "满分"))
    click(page.panes.seal)
    seal = the(page, dialogs.Seal)
    assert isinstance(seal, dialogs.Seal)
    click(seal.ok)
    assert page.desk.sheet.sealed
    marked = {page.desk.rubric.position(m.said.item): m.said for m in page.desk.marks if m.said.kind == "deduct"}
    assert set(marked) == set(drawn)
    for code, said in marked.items():
        assert said.evidence[0].box == pytest.approx(tuple(drawn[code].as_list()), abs=3)
    (out,) = [mark.said for mark in page.desk.marks if mark.said.kind is MarkKind.NOT_APPLICABLE]
    assert out.reason == page.desk.rubric.policies.not_applicable_reasons[1]
