from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from casereview import record
from casereview.dossier.model import Box
from tests.ui.builders import click, drag, pdf_of, press, refs_of
from ui.kit.looks import Looks
from ui.kit.pageview import Overlay, PageView, red_channel
from ui.kit.session import Session


@pytest.fixture
def view(qtbot: QtBot, session: Session, tmp_path: Path) -> Iterator[PageView]:
    file = pdf_of(tmp_path, "卷", "立案登记表\n案件来源：检查", "行政处罚决定书\n罚款 3000 元", "送达回证")
    made = PageView(session.pictures, session.theme)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_pages(refs_of(file, 3))
    yield made


def dark_pixels(image: QImage) -> int:
    step = range(0, image.width(), 3)
    return sum(QColor(image.pixel(x, y)).lightness() < 100 for y in range(0, image.height(), 3) for x in step)


def test_the_page_is_drawn_by_the_render_process(qtbot: QtBot, view: PageView) -> None:
    qtbot.waitUntil(lambda: dark_pixels(view.viewport().grab().toImage()) > 40, timeout=20_000)


def test_dragging_gives_a_box_in_page_points_whatever_the_zoom(qtbot: QtBot, view: PageView) -> None:
    for zoom in (0.8, 2.0):
        view.set_zoom(zoom)
        place = view.rect_of(Box(100, 60, 200, 90)).toRect()
        with qtbot.waitSignal(view.box_drawn) as drawn:
            drag(view, place.topLeft(), place.bottomRight() + QPoint(1, 1))
        assert drawn.args is not None
        page, box = drawn.args
        assert page == 1
        assert box.as_list() == pytest.approx([100, 60, 200, 90], abs=2 / zoom)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_gives_the_same_box_for_the_same_place(qtbot: QtBot, view: PageView, turns: int) -> None:
    for _ in range(turns):
        view.rotate(90)
    place = view.rect_of(Box(100, 60, 200, 90)).toRect()
    with qtbot.waitSignal(view.box_drawn) as drawn:
        drag(view, place.bottomLeft() + QPoint(0, 1), place.topRight() + QPoint(1, 0))
    assert drawn.args is not None
    assert drawn.args[1].as_list() == pytest.approx([100, 60, 200, 90], abs=3)


def test_a_rotation_is_remembered_for_its_page_alone(qtbot: QtBot, view: PageView) -> None:
    view.rotate(90)
    view.go(2)
    assert view.rotation == 0
    view.go(1)
    assert view.rotation == 90


def test_a_click_on_a_box_names_the_smallest_one_there(qtbot: QtBot, view: PageView) -> None:
    view.show_overlays([Overlay(1, Box(50, 40, 400, 300), key="large"), Overlay(1, Box(100, 60, 200, 90), key="small")])
    with qtbot.waitSignal(view.overlay_clicked) as clicked:
        click(view.viewport(), view.rect_of(Box(100, 60, 200, 90)).center().toPoint())
    assert clicked.args == ["small"]


def test_pages_turn_by_keyboard_and_stop_at_the_ends(qtbot: QtBot, view: PageView) -> None:
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, 3), (Qt.Key.Key_PageDown, 3), (Qt.Key.Key_Home, 1)):
        press(view, key)
        assert view.page == page


def test_a_hit_opens_on_its_page_in_view(qtbot: QtBot, view: PageView) -> None:
    view.set_zoom(3)
    view.go(2, Box(100, 700, 200, 720))
    assert view.page == 2
    assert view.viewport().rect().contains(view.rect_of(Box(100, 700, 200, 720)).center().toPoint())


def test_pictures_stay_within_their_budget_whatever_the_zoom(qtbot: QtBot, view: PageView, session: Session) -> None:
    view.set_zoom(6)
    with qtbot.waitSignal(session.pictures.ready, timeout=20_000):
        view.viewport().update()
    qtbot.waitUntil(lambda: not session.pictures._wanted, timeout=20_000)
    assert all(image.width() * image.height() <= 12_100_000 for image in session.pictures._cache.values())


def test_below_a_red_seal_only_the_red_goes_away(qtbot: QtBot) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, QColor("#ff0000"))
    image.setPixelColor(1, 0, QColor("#000000"))
    seen = red_channel(image)
    assert (QColor(seen.pixel(0, 0)).red(), QColor(seen.pixel(1, 0)).red()) == (255, 0)


def test_turn_and_size_of_a_page_are_remembered_in_the_settings_folder_and_not_in_the_record(
    qtbot: QtBot, view: PageView, session: Session, tmp_path: Path
) -> None:
    kept = tmp_path / "settings" / "pages.json"
    session.pictures.looks = Looks(kept)
    view.rotate(90)
    view.set_zoom(2.5)
    view.go(2)
    assert (view.rotation, view.fit) == (0, "width")
    before = record.history(session.db)
    session.pictures.looks.save()
    session.pictures.looks = Looks(kept)
    view.go(1)
    assert (view.rotation, view.zoom, view.fit) == (90, 2.5, "")
    assert record.history(session.db) == before
    view.fit_to("width")
    view.go(2)
    view.go(1)
    assert view.fit == "width"
    kept.write_text("[damaged", "utf-8")
    assert Looks(kept).of("f" * 64, 1).turn == 0


def test_a_held_key_shows_the_page_larger_and_leaves_when_it_is_let_go(qtbot: QtBot, view: PageView) -> None:
    qtbot.waitUntil(lambda: dark_pixels(view.viewport().grab().toImage()) > 40, timeout=20_000)
    QTest.keyPress(view, Qt.Key.Key_Z)
    assert view.loupe.isVisible()
    glass = view.loupe.centre().toPoint()
    assert view.viewport().rect().contains(glass)
    view.loupe.grab()
    QTest.keyRelease(view, Qt.Key.Key_Z)
    assert not view.loupe.isVisible()


def test_the_red_of_a_page_is_taken_out_once_and_not_at_every_paint(qtbot: QtBot, view: PageView) -> None:
    qtbot.waitUntil(lambda: dark_pixels(view.viewport().grab().toImage()) > 40, timeout=20_000)
    view.lighten_red(True)
    view.viewport().grab()
    first = view._red
    view.viewport().grab()
    assert first is not None and view._red is first
