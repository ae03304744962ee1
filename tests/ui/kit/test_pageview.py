from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
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
from ui.kit.page_place import HUNDRED, MOST
from ui.kit.pageview import Overlay, PageView
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


def settled(qtbot: QtBot, view: PageView) -> QImage:
    """What one sees once all that was asked for has come."""
    view.viewport().repaint()
    qtbot.waitUntil(lambda: not view._pictures.busy, timeout=20_000)
    view.viewport().repaint()
    qtbot.waitUntil(lambda: not view._pictures.busy, timeout=20_000)
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_at_four_hundred_percent_is_truly_sharper_than_the_whole_page_enlarged(
    qtbot: QtBot, view: PageView, turn: int
) -> None:
    view.rotate(turn)
    view.set_zoom(4 * HUNDRED)
    view.go(1, Box(240, 60, 350, 90))
    sharp = settled(qtbot, view)
    pictures = view._pictures
    parts = [key for key in pictures._cache if key.part is not None]
    assert parts
    for key in parts:
        pictures._unsharp.add(key)
        pictures._bytes -= pictures._cache.pop(key).sizeInBytes()
    enlarged = view.viewport().grab().toImage()
    assert dark_pixels(enlarged) > 500
    assert edges(sharp) > 1.3 * edges(enlarged)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_stands_on_the_screen_at_four_hundred_percent_is_what_pdfium_draws_without_a_seam(
    qtbot: QtBot, view: PageView, session: Session, turn: int
) -> None:
    view.rotate(turn)
    view.set_zoom(4 * HUNDRED)
    view.go(1, Box(240, 60, 350, 90))
    view.clearFocus()
    seen = settled(qtbot, view)
    ref, origin = view.pages[0], view._origin().toPoint()
    drawn = session.renderer.picture(ref.path, ref.kind, 1, view._scale_at(view.zoom), turn)
    whole = QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    there = whole.copy(-origin.x(), -origin.y(), seen.width(), seen.height())
    assert dark_pixels(there) > 500
    assert sum(one != other for one, other in zip(bits(seen), bits(there), strict=True)) < 0.002 * len(bits(there))


def bits(image: QImage) -> bytes:
    """Black or white, a byte a pixel."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits()).translate(bytes(255 * (value > 127) for value in range(256)))


def edges(image: QImage) -> int:
    """How steep the steps from black to white are: the sum of squares, which blur makes small."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data, stride = bytes(grey.constBits()), grey.bytesPerLine()
    total = 0
    for start in range(2 * stride, len(data) - 2 * stride, 3 * stride):
        total += sum((a - b) ** 2 for a, b in pairwise(data[start + 2 : start + grey.width() - 2]))
    return total


def test_a_page_is_never_blank_while_its_sharp_parts_are_on_their_way(qtbot: QtBot, view: PageView) -> None:
    settled(qtbot, view)
    view.set_zoom(MOST)
    view.go(1, Box(240, 60, 350, 90))
    assert dark_pixels(view.viewport().grab().toImage()) > 100


def test_what_stands_under_the_pointer_stays_there_while_one_zooms(qtbot: QtBot, view: PageView) -> None:
    view.set_zoom(2)
    view.go(1, Box(290, 400, 310, 410))
    place = view.rect_of(Box(290, 400, 310, 410)).center()
    view.set_zoom(5, place)
    after = view.rect_of(Box(290, 400, 310, 410)).center()
    assert (after - place).manhattanLength() < 3


def test_page_size_turn_and_place_are_there_again_after_a_restart_for_this_reader_alone(
    qtbot: QtBot, view: PageView, session: Session, tmp_path: Path
) -> None:
    kept = tmp_path / "settings" / "pages.json"
    names = ["甲"]
    session.pictures.looks = Looks(kept, lambda: names[0])
    refs = view.pages
    view.show_pages(refs, 0, "卷一")
    view.go(2)
    view.rotate(90)
    view.set_zoom(4)
    view.go(2, Box(400, 600, 420, 610))
    place = view.rect_of(Box(400, 600, 420, 610)).center()
    view.go(3)
    view.go(2)
    assert view.rect_of(Box(400, 600, 420, 610)).center() == place
    session.pictures.looks.save()
    session.pictures.looks = Looks(kept, lambda: names[0])
    view.show_pages(refs, 0, "卷一")
    assert (view.page, view.rotation, view.zoom) == (2, 90, 4)
    assert view.rect_of(Box(400, 600, 420, 610)).center() == place
    names[0] = "乙"
    view.show_pages(refs, 0, "卷一")
    assert (view.page, view.rotation, view.fit) == (1, 0, "width")


def test_a_dossier_opens_again_where_one_was_though_its_pages_have_no_size_of_their_own(
    qtbot: QtBot, view: PageView
) -> None:
    refs = view.pages
    view.show_pages(refs, 0, "卷一")
    view.go(2)
    view.verticalScrollBar().setValue(120)
    view.show_pages(refs, 0, "卷二")
    assert (view.page, view.verticalScrollBar().value()) == (1, 0)
    view.show_pages(refs, 0, "卷一")
    assert (view.page, view.verticalScrollBar().value()) == (2, 120)
    view.turn(1)
    view.turn(-1)
    assert view.verticalScrollBar().value() == 0


def test_a_box_on_a_turned_page_lies_on_the_words_it_was_drawn_around(qtbot: QtBot, view: PageView) -> None:
    """The title stands within (200, 60) to (395, 90): dark pixels are inside the box and only a little outside of it."""
    view.set_zoom(1.2)
    title = Box(180, 55, 415, 95)
    for _ in range(4):
        view.go(1, title)
        seen = settled(qtbot, view)
        inside = seen.copy(view.rect_of(title).toRect())
        assert dark_pixels(inside) > 20
        around = view.rect_of(Box(180, 100, 415, 120)).toRect()
        assert dark_pixels(seen.copy(around)) == 0
        view.rotate(90)
