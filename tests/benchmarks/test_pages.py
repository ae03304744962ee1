"""Turning the pages of a scan of 300 pages: a cached neighbour within a frame, memory bounded whatever the zoom."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from casereview.record import Author
from casereview.workspace import Workspace
from ui.kit.pageview import PageView
from ui.kit.pictures import CACHE_BYTES, PageRef
from ui.kit.session import Session
from ui.kit.settings import Preferences

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


def test_a_flip_to_a_cached_neighbour_stays_within_a_frame_and_memory_within_its_budget(
    qtbot: QtBot, tmp_path: Path
) -> None:
    file = scan(tmp_path / "scan.pdf")
    with Workspace.create(tmp_path / "w.casereview") as workspace:
        session = Session(workspace, Author("甲"), Preferences())
        view = PageView(session.pictures, session.theme)
        qtbot.addWidget(view)
        view.resize(1000, 768)
        view.show()
        view.show_pages([PageRef(file, "pdf", n, 595, 842, "f" * 64) for n in range(1, PAGES + 1)])
        flips: list[float] = []
        for page in range(2, 42):
            qtbot.waitUntil(lambda: not session.pictures.busy, timeout=60_000)
            began = time.thread_time()
            view.go(page)
            view.viewport().repaint()
            flips.append(time.thread_time() - began)
            assert session.pictures.get(view.pages[page - 1], view.zoom * view.devicePixelRatioF()) is not None
        largest = 0
        for page in range(60, PAGES, 12):
            view.go(page)
            view.set_zoom(6.0)
            view.viewport().repaint()
            qtbot.waitUntil(lambda: not session.pictures.busy, timeout=60_000)
            QApplication.processEvents()
            largest = max(largest, session.pictures._bytes)
        session.close()
    flips.sort()
    print(
        f"\nflip: median {flips[20] * 1000:.1f} ms, longest {flips[-1] * 1000:.1f} ms; at most {largest >> 20} MB held"
    )
    assert flips[-1] <= FRAME
    assert largest <= CACHE_BYTES
