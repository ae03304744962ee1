"""The pages of a scan of 300 pages: the first one at once, a cached neighbour within a frame, memory bounded whatever the zoom."""

from __future__ import annotations

import io
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from casereview.dossier.processes import resident_mb
from casereview.record import Author
from casereview.workspace import Workspace
from ui.kit.page_place import HUNDRED, MOST
from ui.kit.pageview import PageView
from ui.kit.pictures import CACHE_BYTES, PageRef
from ui.kit.session import Session
from ui.kit.settings import Preferences
from ui.kit.tiles import whole_key

pytestmark = pytest.mark.benchmark
PAGES = 300
FRAME = 0.016


def scan(file: Path) -> Path:
    """300 pages of 200 dots an inch, as a copier makes them."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    noise = Image.effect_noise((1654, 2339), 40).convert("RGB")
    stored = io.BytesIO()
    noise.save(stored, "JPEG", quality=70)
    stored.seek(0)
    picture = ImageReader(stored)
    canvas = Canvas(str(file), pagesize=(595, 842))
    for number in range(PAGES):
        canvas.drawImage(picture, 0, 0, 595, 842)
        canvas.drawString(60, 800, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return file


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Workspace.create(tmp_path / "w.casereview") as workspace:
        made = Session(workspace, Author("甲"), Preferences())
        yield made
        made.close()


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> PageView:
    made = PageView(session.pictures, session.theme)
    qtbot.addWidget(made)
    made.resize(1000, 768)
    made.show()
    return made


def refs(file: Path, mark: str = "f") -> list[PageRef]:
    return [PageRef(file, "pdf", n, 595, 842, mark * 64) for n in range(1, PAGES + 1)]


def settle(qtbot: QtBot, session: Session, view: PageView) -> None:
    view.viewport().repaint()
    qtbot.waitUntil(lambda: not session.pictures.busy, timeout=60_000)
    QApplication.processEvents()


def test_a_page_stands_on_the_screen_as_soon_as_pdfium_can_draw_one(
    qtbot: QtBot, tmp_path: Path, session: Session, view: PageView
) -> None:
    """From asking the view to something to read on the screen, against PDFium drawing that page alone in this process."""
    file = scan(tmp_path / "scan.pdf")
    view.show_pages(refs(file), 1)
    settle(qtbot, session, view)
    scale = view._scale_at(view.zoom)
    firsts: list[float] = []
    wholes: list[float] = []
    bares: list[float] = []
    for number in range(12):
        fresh = tmp_path / f"{number}.pdf"  # never opened before
        shutil.copyfile(file, fresh)
        began = time.perf_counter()
        with closing(pdfium.PdfDocument(fresh)) as document:
            document[0].render(scale=scale, prefer_bgrx=True, force_bitmap_format=raw.FPDFBitmap_BGRx)
        bares.append(time.perf_counter() - began)
        shutil.copyfile(file, fresh.with_suffix(".again.pdf"))
        pages = refs(fresh.with_suffix(".again.pdf"), f"{number:x}")
        began = time.perf_counter()
        view.show_pages(pages, 1)
        view.viewport().repaint()
        for kept in (firsts, wholes):  # the small picture, then the one of full size
            arrived = QEventLoop()
            session.pictures.ready.connect(arrived.quit)
            arrived.exec()
            session.pictures.ready.disconnect(arrived.quit)
            view.viewport().repaint()
            kept.append(time.perf_counter() - began)
        held = session.pictures.nearest(pages[0], scale)
        assert held is not None and held.width() >= 595 * scale - 2
        settle(qtbot, session, view)
    first, whole, bare = min(firsts), min(wholes), min(bares)
    print(f"\nbare {1000 * bare:.0f} ms; first picture {first / bare:.2f} of it, at full size {whole / bare:.2f} of it")
    assert first <= 1.2 * bare


def test_a_flip_to_a_cached_neighbour_stays_within_a_frame_and_memory_within_its_budget(
    qtbot: QtBot, tmp_path: Path, session: Session, view: PageView
) -> None:
    view.show_pages(refs(scan(tmp_path / "scan.pdf")), 1)
    flips: list[float] = []
    for page in range(2, 42):
        there = whole_key(view.pages[page - 1], view._scale_at(view.zoom), view.how)
        qtbot.waitUntil(lambda there=there: session.pictures.held(there) is not None, timeout=60_000)  # type: ignore[misc]
        began = time.thread_time()
        view.go(page)
        view.viewport().repaint()
        flips.append(time.thread_time() - began)
    scrolls: list[float] = []
    most, child, own = 0, 0, resident_mb(os.getpid())
    for number, page in enumerate(range(60, PAGES, 8)):
        view.go(page)
        view.set_zoom((4 * HUNDRED, MOST)[number % 2])
        for part in (0.0, 0.3, 0.6, 1.0):
            for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
                bar.setValue(round(part * bar.maximum()))
            settle(qtbot, session, view)
            began = time.thread_time()
            view.viewport().repaint()
            scrolls.append(time.thread_time() - began)
            most = max(most, session.pictures.bytes_held)
        child = max(child, resident_mb(session.renderer._child.pid))
    grown = resident_mb(os.getpid()) - own
    flips.sort()
    scrolls.sort()
    print(
        f"\nflip: median {flips[20] * 1000:.1f} ms, longest {flips[-1] * 1000:.1f} ms; paint at 400-800 %: median "
        f"{scrolls[len(scrolls) // 2] * 1000:.1f} ms, longest {scrolls[-1] * 1000:.1f} ms; at most {most >> 20} MB held, "
        f"window's process grown by {grown} MB, render process at most {child} MB"
    )
    assert flips[-1] <= FRAME
    assert scrolls[len(scrolls) // 2] <= FRAME
    assert most <= CACHE_BYTES
    assert grown <= CACHE_BYTES >> 20
