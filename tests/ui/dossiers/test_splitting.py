"""A scan is split into papers by keys alone, one a page; every step can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from casereview.dossier import actions
from tests.casereview.dossier.builders import scan_of
from tests.ui.builders import press
from ui.dossiers.inside import Inside
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session

KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
PAGES = 60
STARTS = {1: "F01", 3: "F02", 9: "F02", 15: "F11", 17: "F15", 20: "F23", 58: "F24"}


@pytest.fixture
def inside(qtbot: QtBot, session: Session) -> Inside:
    page = DossiersPage(session)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.wake()
    return page.inside


def a_scan(session: Session, inside: Inside, folder: Path, pages: int) -> None:
    session.act(actions.take_in, [scan_of(folder, "扫描", pages=pages)], executor="thread")
    screen(inside).open(str(actions.dossiers(session.db)[0].id))


def screen(inside: Inside) -> DossiersPage:
    page = inside.parentWidget()
    while page is not None and not isinstance(page, DossiersPage):
        page = page.parentWidget()
    assert page is not None
    return page


def papers(inside: Inside) -> list[tuple[str, int]]:
    return [(paper.form, paper.pages[0]) for paper in inside.reading.papers]


def name(inside: Inside, form: str) -> None:
    """Enter opens the list, the arrows find the form unless it is on top, Enter takes it."""
    press(inside.view, KEY.Key_Return)
    asking = inside.splitting.asking
    assert asking is not None and asking.focusWidget() is asking.field
    while asking.list.currentItem().data(Qt.ItemDataRole.UserRole)[0] != form:
        press(asking.field, KEY.Key_Down)
    press(asking.field, KEY.Key_Return)


def test_a_scan_of_sixty_pages_is_split_by_page_down_and_one_key(
    session: Session, inside: Inside, tmp_path: Path
) -> None:
    a_scan(session, inside, tmp_path, PAGES)
    assert inside.view.hasFocus()
    for page in range(1, PAGES + 1):
        assert inside.view.page == page
        if page in STARTS:
            name(inside, STARTS[page])
        elif any(start == page for _, start in papers(inside)):
            press(inside.view, KEY.Key_Backspace)
        press(inside.view, KEY.Key_PageDown)
    assert papers(inside) == [(form, page) for page, form in STARTS.items()]
    assert sorted(page for paper in inside.reading.papers for page in paper.pages) == list(range(1, PAGES + 1))
    ways = {item.text(1) for item, _ in inside.papers._items}
    assert ways == {"手"}


def test_the_likeliest_paper_is_on_top_so_that_enter_twice_is_enough(
    session: Session, inside: Inside, tmp_path: Path
) -> None:
    a_scan(session, inside, tmp_path, 4)
    name(inside, "F01")
    press(inside.view, KEY.Key_PageDown, KEY.Key_Return)
    asking = inside.splitting.asking
    assert asking is not None
    top = asking.list.currentItem().text()
    press(asking.field, KEY.Key_Return)
    assert [paper.title for paper in inside.reading.papers][1] == top
    assert inside.view.page == 2


def test_typing_narrows_the_forms_and_any_name_may_be_given(session: Session, inside: Inside, tmp_path: Path) -> None:
    a_scan(session, inside, tmp_path, 3)
    press(inside.view, KEY.Key_Return)
    asking = inside.splitting.asking
    assert asking is not None
    press(asking.field, "tzbl", KEY.Key_Return)
    assert papers(inside)[0] == ("F13", 1), "听证笔录 by its initials"
    press(inside.view, KEY.Key_PageDown, KEY.Key_Return)
    asking = inside.splitting.asking
    assert asking is not None
    asking.field.setText("车辆照片说明")
    press(asking.field, KEY.Key_Return)
    second = inside.reading.papers[1]
    assert (second.form, second.title) == ("X-OTHER", "车辆照片说明")
    press(inside.view, KEY.Key_F2)
    asking = inside.splitting.asking
    assert asking is not None and asking.title.text() == "车辆照片说明"
    asking.title.setText("现场照片")
    press(asking.field, KEY.Key_Return)
    assert inside.reading.papers[1].title == "现场照片"


def test_order_turns_and_names_are_undone_and_done_again(session: Session, inside: Inside, tmp_path: Path) -> None:
    a_scan(session, inside, tmp_path, 3)
    page = screen(inside)
    for number, form in ((1, "F02"), (2, "F04"), (3, "F15")):
        inside.view.go(number)
        name(inside, form)
    inside.view.go(2)
    from PySide6.QtTest import QTest

    QTest.keyClick(inside.view, KEY.Key_Up, ALT)
    assert [form for form, _ in papers(inside)] == ["F04", "F02", "F15"]
    QTest.keyClick(inside.view, KEY.Key_Up, ALT)
    assert [form for form, _ in papers(inside)] == ["F04", "F02", "F15"], "the first of its stage stays"
    inside.view.rotate(90)
    assert list(actions.turns(session.db, inside.ident).values()) == [90]
    press(page, KEY.Key_Z, control=True)
    assert (inside.view.rotation, actions.turns(session.db, inside.ident)) == (0, {})
    press(page, KEY.Key_Z, control=True)
    assert [form for form, _ in papers(inside)] == ["F02", "F04", "F15"]
    press(page, KEY.Key_Y, KEY.Key_Y, control=True)
    assert [form for form, _ in papers(inside)] == ["F04", "F02", "F15"]
    assert inside.view.rotation == 90


def test_a_turned_page_stands_upright_for_the_next_reader(session: Session, inside: Inside, tmp_path: Path) -> None:
    a_scan(session, inside, tmp_path, 2)
    inside.view.rotate(90)
    file, page = inside.reading.page_of[0]
    session.pictures.looks.turn(file, page, 0)  # another machine knows nothing of it
    ident, inside.ident = inside.ident, ""
    inside.open(ident)
    assert inside.view.rotation == 90


def test_how_each_paper_was_recognised_is_shown(session: Session, inside: Inside, dossier: str) -> None:
    inside.open(dossier)
    said = {paper.way: item.text(1) for item, paper in inside.papers._items}
    assert said["title"] == "题"
    assert inside.papers.way.text().startswith("按标题识别")
    tips = {item.toolTip(0).split("\n")[1].split(" · ")[0] for item, _ in inside.papers._items}
    assert "按标题识别" in tips
