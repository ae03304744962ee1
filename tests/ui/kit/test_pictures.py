from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from casereview.dossier.model import Box
from casereview.dossier.render import Picture, Renderer
from tests.casereview.dossier.test_render import busy_pdf
from tests.ui.builders import pdf_of, refs_of
from ui.kit import pictures as module
from ui.kit.page_place import HUNDRED, MOST
from ui.kit.page_ref import Key, PageRef
from ui.kit.pageview import PageView
from ui.kit.pictures import Filter, Pictures
from ui.kit.theme import theme
from ui.kit.wishes import Rank


class Screen:
    """A page view with pictures and a renderer of its own."""

    def __init__(self, qtbot: QtBot, seconds: float = 20.0) -> None:
        self.qtbot = qtbot
        self.renderer = Renderer(seconds=seconds)
        self.drawn: list[tuple[str, int]] = []
        self.pictures = Pictures(self.draw)
        self.view = PageView(self.pictures, theme(False))
        qtbot.addWidget(self.view)
        self.view.resize(700, 600)
        self.view.show()

    def draw(self, path: Path, kind: str, page: int, scale: float, **named: Any) -> Picture:
        self.drawn.append((path.stem, page))
        return self.renderer.picture(path, kind, page, scale, **named)

    def settle(self) -> None:
        """Until all that one sees has come."""
        self.view.viewport().repaint()
        self.qtbot.waitUntil(lambda: not self.pictures.busy, timeout=30_000)

    def close(self) -> None:
        self.pictures.close()
        self.renderer.close()


@pytest.fixture
def screen(qtbot: QtBot) -> Iterator[Screen]:
    made = Screen(qtbot)
    yield made
    made.close()


def a_scan(folder: Path, pages: int) -> Path:
    """Pages of one grey picture of 200 dots an inch, as a copier makes them."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    paper = Image.effect_noise((1654, 2339), 30).convert("RGB")
    paper.save(folder / "scan.jpg", quality=70)
    picture = ImageReader(str(folder / "scan.jpg"))
    canvas = Canvas(str(folder / "scan.pdf"), pagesize=(595, 842))
    canvas.beginForm("scan", 0, 0, 595, 842)
    canvas.drawImage(picture, 0, 0, 595, 842)
    canvas.endForm()
    for _ in range(pages):
        canvas.doForm("scan")
        canvas.showPage()
    canvas.save()
    return folder / "scan.pdf"


def test_what_is_held_stays_within_its_budget_on_a_thick_scan_at_high_zoom(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CACHE_BYTES", 40 << 20)  # a quarter of the real one, so that it fills quickly
    view, pictures = screen.view, screen.pictures
    view.show_pages(refs_of(a_scan(tmp_path, 300), 300))
    most, parts = 0, 0
    for page, zoom in ((1, 4 * HUNDRED), (2, MOST), (150, MOST), (299, 5 * HUNDRED), (300, MOST)):
        view.go(page)
        view.set_zoom(zoom)
        for box in (Box(0, 0, 9, 9), Box(300, 400, 309, 409), Box(580, 830, 589, 839)):
            view.go(page, box)
            screen.settle()
            most = max(most, pictures.bytes_held)
            shown = [key for key in pictures._cache if key.part is not None and key.ref == view.ref]
            parts = max(parts, len(shown))
            assert pictures.nearest(view.pages[page - 1], 1.0) is not None  # never blank
    assert parts >= 2
    assert most <= 40 << 20
    assert pictures.bytes_held == sum(image.sizeInBytes() for image in pictures._cache.values())
    assert len(screen.drawn) < 150  # only what was in view, whatever the size of the page


def test_the_page_one_turns_to_is_drawn_before_its_neighbours(screen: Screen, tmp_path: Path) -> None:
    screen.view.show_pages(refs_of(pdf_of(tmp_path, "卷", "一", "二", "三"), 3), 2)
    screen.settle()
    screen.settle()
    assert [page for _, page in screen.drawn] == [2, 2, 3, 1]


def test_a_page_that_was_drawn_is_not_drawn_again_when_one_comes_back(screen: Screen, tmp_path: Path) -> None:
    screen.view.show_pages(refs_of(pdf_of(tmp_path, "卷", "一", "二", "三"), 3))
    screen.settle()
    for page in (2, 1, 2):
        screen.view.go(page)
        screen.settle()
    before = len(screen.drawn)
    for page in (1, 2):
        screen.view.go(page)
        screen.settle()
    assert len(screen.drawn) == before


def test_an_error_that_nobody_foresaw_is_said_and_the_others_go_on(qtbot: QtBot, tmp_path: Path) -> None:
    renderer = Renderer()
    fails = [True]

    def draw(path: Path, kind: str, page: int, scale: float, **named: Any) -> Any:
        if page == 1 and fails[0]:
            raise ValueError("an error that nobody foresaw")
        return renderer.picture(path, kind, page, scale, **named)

    first, second = refs_of(pdf_of(tmp_path, "卷", "立案登记表", "送达回证"), 2)
    pictures = Pictures(draw)
    view = PageView(pictures, theme(False))
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    try:
        view.show_pages([first, second])
        qtbot.waitUntil(lambda: pictures.problem(first) is not None, timeout=20_000)
        assert "再画一次" in view._says(first)
        view.go(2)
        qtbot.waitUntil(lambda: isinstance(pictures.get(second, 0.4), QImage), timeout=20_000)
        assert pictures.problem(second) is None
        fails[0] = False
        view.go(1)
        qtbot.waitUntil(lambda: isinstance(pictures.get(first, 0.4), QImage), timeout=20_000)
    finally:
        pictures.close()
        renderer.close()


def test_a_picture_that_is_broken_itself_ends_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    """What comes back is no picture at all: an error beyond the drawing, on the same thread."""
    (ref,) = refs_of(tmp_path / "none.pdf", 1)
    pictures = Pictures(lambda *_, **__: None)
    try:
        pictures.get(ref, 1.0)
        qtbot.waitUntil(lambda: pictures.problem(ref) is not None, timeout=20_000)
        assert pictures._thread.is_alive()
    finally:
        pictures.close()


def test_a_page_that_keeps_pdfium_busy_says_so_within_the_limit_and_the_others_go_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    screen = Screen(qtbot, seconds=1.0)
    busy, *others = [*refs_of(busy_pdf(tmp_path), 1), *refs_of(pdf_of(tmp_path, "卷", "立案登记表", "送达回证"), 2)]
    try:
        screen.view.show_pages([busy, *others])
        qtbot.waitUntil(lambda: screen.pictures.problem(busy) is not None, timeout=20_000)
        assert "太复杂" in screen.view._says(busy)
        assert [name for name, _ in screen.drawn].count("busy") == 1  # one try, not one for each size
        screen.view.go(2)
        qtbot.waitUntil(lambda: screen.pictures.nearest(others[0], 1.0) is not None, timeout=20_000)
        screen.settle()
        assert screen.pictures.problem(others[0]) is None
    finally:
        screen.close()


def test_who_turns_on_from_a_page_that_keeps_pdfium_busy_does_not_wait_for_its_limit(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    screen = Screen(qtbot, seconds=600.0)
    busy, *others = [*refs_of(busy_pdf(tmp_path), 1), *refs_of(pdf_of(tmp_path, "卷", "立案登记表", "送达回证"), 2)]
    try:
        screen.view.show_pages([busy, *others])
        screen.view.viewport().repaint()
        qtbot.waitUntil(lambda: bool(screen.drawn), timeout=20_000)
        screen.view.go(3)
        screen.view.viewport().repaint()
        qtbot.waitUntil(lambda: screen.pictures.nearest(others[1], 1.0) is not None, timeout=20_000)
        assert screen.pictures.problem(busy) is None
        screen.view.go(2)
        screen.settle()  # its neighbour is busy's page, which is not drawn for later
        assert screen.pictures.nearest(others[0], 1.0) is not None
    finally:
        screen.close()


def test_closing_does_not_wait_for_a_page_that_keeps_pdfium_busy(qtbot: QtBot, tmp_path: Path) -> None:
    screen = Screen(qtbot, seconds=600.0)
    screen.view.show_pages(refs_of(busy_pdf(tmp_path), 1))
    screen.view.viewport().repaint()
    qtbot.waitUntil(lambda: bool(screen.drawn), timeout=20_000)
    screen.close()
    assert not screen.pictures._thread.is_alive()


def test_the_windows_thread_only_puts_pictures_on_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    """Drawing and filtering happen on the other thread."""
    threads: set[int] = set()
    data = bytes(4 * 40 * 50)

    class Pixels:
        width, height, stride = 40, 50, 160

        @property
        def data(self) -> bytes:
            threads.add(threading.get_ident())
            return data

    ref = PageRef(tmp_path, "pdf", 1, 40, 50, "f")
    pictures = Pictures(lambda *_, **__: Pixels())
    key = Key(ref, 1.0, None, Filter.NO_RED | Filter.CONTRAST)
    try:
        pictures.want("view", [(Rank.PAGE, key)])
        qtbot.waitUntil(lambda: pictures.held(key) is not None, timeout=20_000)
        assert threads and threading.get_ident() not in threads
    finally:
        pictures.close()


def test_what_draws_is_made_ready_while_there_is_nothing_to_draw(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WARM_AFTER", 0.01)
    warmed = threading.Event()
    pictures = Pictures(lambda *_, **__: None, warm=lambda _: warmed.set())
    try:
        assert warmed.wait(20)
    finally:
        pictures.close()
