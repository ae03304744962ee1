from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from casereview.dossier.actions import read
from casereview.dossier.model import Box, Paper, Reading
from casereview.record import Author
from casereview.workspace import Workspace
from tests.ui.builders import drag, pdf_of, press
from ui.kit.compare import beside
from ui.kit.filters import Filter
from ui.kit.page_pane import PagePane
from ui.kit.page_ref import PageRef
from ui.kit.session import Session
from ui.kit.settings import Preferences

LEFT = Qt.MouseButton.LeftButton
NOTICE = "行政处罚事先告知书\n当事人张三驾驶大货车超限运输\n拟罚款人民币3000元\n如要求听证应在五日内提出"
DECISION = "行政处罚决定书\n当事人张三驾驶大货车超限运输\n决定罚款人民币5000元\n如不服可以申请行政复议"


@pytest.fixture
def pane(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[PagePane]:
    file = pdf_of(tmp_path, "卷", NOTICE, DECISION, "")
    held = read(file)
    papers = tuple(
        Paper(f"p{n}", "", title, "f", (n,), (n,), 1.0, "title")
        for n, title in ((1, "告知书"), (2, "决定书"), (3, "照片"))
    )
    reading = Reading(held.members, papers, held.facts)
    made = PagePane(session, lambda: reading)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_pages([PageRef(file, "pdf", n, 595, 842, "f" * 64) for n in (1, 2, 3)], 1, "卷")
    made.view.setFocus()
    yield made


def lying(pane: PagePane) -> list[str]:
    """The words that are marked on the page and on the one beside it."""
    pages = [*pane._pages()]
    found = []
    for view in (pane.view, pane.compare.view):
        for overlay in view.apart:
            run = next(r for r in pages[overlay.page - 1].runs if r.box.y0 == overlay.box.y0)
            cut = [n for n in range(len(run.text)) if overlay.box.x0 - 1 <= run.part(n, n + 1).x0 < overlay.box.x1 - 1]
            found.append("".join(run.text[n] for n in cut))
    return found


def test_words_that_only_one_of_two_papers_has_are_marked_on_both(pane: PagePane) -> None:
    press(pane.view, "c")
    assert (pane.view.page, pane.compare.view.page) == (1, 2)
    words = lying(pane)
    assert any("3000" in word for word in words) and any("5000" in word for word in words)
    assert not any("张三" in word or "超限" in word for word in words)
    assert pane.compare.says.text().startswith("不同的文字已标出")
    press(pane.view, "c")
    assert pane.compare.isHidden() and not pane.view.apart


def test_a_scan_beside_it_says_that_it_has_no_text(pane: PagePane) -> None:
    press(pane.view, "c")
    pane.compare.view.go(3)
    assert not pane._pages()[2].runs
    assert "第 3 页没有文字" in pane.compare.says.text()
    assert not pane.compare.view.apart and not pane.view.apart


def test_the_two_pages_scroll_in_step_either_way_until_they_are_let_go(pane: PagePane) -> None:
    press(pane.view, "c")
    main, beside = pane.view.verticalScrollBar(), pane.compare.view.verticalScrollBar()
    for view in (pane.view, pane.compare.view):
        view.set_zoom(3)
    main.setValue(main.maximum())
    assert beside.value() == beside.maximum()
    beside.setValue(0)
    assert main.value() == 0
    pane.compare.step.setChecked(False)
    main.setValue(main.maximum())
    assert beside.value() == 0


def test_text_of_the_page_beside_is_picked_and_copied(pane: PagePane) -> None:
    press(pane.view, "c")
    view = pane.compare.view
    run = next(run for run in pane._pages()[1].runs if "5000" in run.text)
    view.go(2, run.box)
    place, shift = view.rect_of(run.box).toRect(), Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(view.viewport(), LEFT, shift, QPoint(place.left() + 1, place.center().y()))
    QTest.mouseMove(view.viewport(), QPoint(place.right() + 1, place.center().y()))
    QTest.mouseRelease(view.viewport(), LEFT, shift, QPoint(place.right() + 1, place.center().y()))
    view.setFocus()
    press(view, Qt.Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text() == run.text
    assert pane.looked_at is view
    pane.view.setFocus()
    assert pane.looked_at is pane.view


def test_where_a_drag_does_nothing_else_it_picks_text(qtbot: QtBot, session: Session, pane: PagePane) -> None:
    other = PagePane(session, pane._reading, Qt.KeyboardModifier.NoModifier)
    qtbot.addWidget(other)
    other.resize(700, 700)
    other.show()
    other.show_pages(pane.view.pages, 1)
    run = next(run for run in pane._pages()[0].runs if "3000" in run.text)
    place = other.view.rect_of(run.box).toRect()
    drag(other.view, QPoint(place.left() + 1, place.center().y()), QPoint(place.right() + 1, place.center().y()))
    assert other.picking.text == run.text
    other.view.go(3)
    drag(other.view, QPoint(200, 200), QPoint(300, 300))
    assert other.picking.text == "" and not other.view.picked


def test_the_keys_of_the_pages_work_wherever_a_screen_has_no_other_ones(pane: PagePane) -> None:
    press(pane.view, "s")
    assert pane.thumbs.isVisible()
    press(pane.view, "s", "h")
    assert pane.thumbs.isHidden() and pane._known.isChecked()


def test_a_decision_is_laid_beside_its_notice_and_other_papers_beside_the_next() -> None:
    forms = ("F01", "F02", "F03", "F11", "F15", "F24")
    papers = [Paper(f"p{n}", form, form, "f", (n,), (n,), 1.0, "title") for n, form in enumerate(forms, 1)]
    assert [forms[beside(papers, page)] for page in range(1, 7)] == ["F02", "F03", "F02", "F15", "F11", "F01"]


def test_a_narrow_pane_keeps_all_its_tools_in_a_menu(pane: PagePane) -> None:
    bar = pane.bar
    assert bar.rest.isHidden()
    pane.resize(420, 700)
    assert pane.width() == 420
    assert not bar.rest.isHidden() and bar._contrast.isHidden()
    bar._list_rest()
    hidden = [each.toolTip() for each in bar._foldable() if each.isHidden() and each.toolTip()]
    assert sorted(act.text() for act in bar._menu.actions()) == sorted(hidden)
    next(act for act in bar._menu.actions() if act.text() == bar._contrast.toolTip()).trigger()
    assert bar._contrast.isChecked() and pane.view.how is Filter.CONTRAST
    pane.resize(1100, 700)
    assert bar.rest.isHidden() and bar._contrast.isVisible()


def test_after_a_restart_the_dossier_opens_where_its_reader_left_it(
    qtbot: QtBot, workspace: Workspace, pane: PagePane, tmp_path: Path
) -> None:
    refs, places = list(pane.view.pages), []
    for begun in (False, True):
        session = Session(workspace, Author("甲"), Preferences(tmp_path / "settings" / "window.toml"))
        made = PagePane(session, pane._reading)
        qtbot.addWidget(made)
        made.resize(700, 700)
        made.show()
        made.show_pages(refs, 0, "卷")
        view = made.view
        if not begun:
            view.go(2)
            view.rotate(-90)
            view.set_zoom(4)
            view.go(2, Box(300, 400, 310, 410))
        places.append((view.page, view.rotation, round(view.zoom, 3), view.rect_of(Box(300, 400, 310, 410)).center()))
        session.close()
    assert places[0] == places[1]
    assert places[1][:3] == (2, 270, 4)
