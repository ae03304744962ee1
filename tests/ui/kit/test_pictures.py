from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from casereview.dossier.render import Renderer
from tests.ui.builders import pdf_of, refs_of
from ui.kit.pageview import PageView
from ui.kit.pictures import Pictures
from ui.kit.theme import theme


def test_a_page_that_cannot_be_drawn_says_so_and_the_others_go_on(qtbot: QtBot, tmp_path: Path) -> None:
    renderer = Renderer()

    def draw(path: Path, kind: str, page: int, scale: float) -> Any:
        if page == 1:
            raise ValueError("an error that nobody foresaw")
        return renderer.picture(path, kind, page, scale)

    first, second = refs_of(pdf_of(tmp_path, "卷", "立案登记表", "送达回证"), 2)
    pictures = Pictures(draw)
    view = PageView(pictures, theme(False))
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    try:
        view.show_pages([first, second])
        qtbot.waitUntil(lambda: pictures.problem(first) is not None, timeout=20_000)
        view.go(2)
        qtbot.waitUntil(lambda: isinstance(pictures.get(second, 0.4), QImage), timeout=20_000)
        assert pictures.problem(second) is None
    finally:
        pictures.close()
        renderer.close()
