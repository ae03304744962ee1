from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.builders import click, pdf_of, refs_of
from ui.kit.pageview import PageView
from ui.kit.session import Session
from ui.kit.thumbs import Thumbs


def test_the_strip_draws_what_is_in_view_follows_the_page_and_turns_to_one_by_a_click(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    file = pdf_of(tmp_path, "卷", *(f"第 {n} 页" for n in range(1, 41)))
    view = PageView(session.pictures, session.theme)
    strip = Thumbs(view, session.pictures, session.theme)
    for widget in (view, strip):
        qtbot.addWidget(widget)
        widget.resize(400, 600)
    view.show()
    view.show_pages(refs_of(file, 40))
    assert strip.isHidden()
    strip.toggle()
    qtbot.waitUntil(lambda: len({key.ref.page for key in session.pictures._cache}) >= 4, timeout=20_000)
    drawn = {key.ref.page for key in session.pictures._cache}
    assert max(drawn) < 10
    second = strip.visualRect(strip.model().index(1, 0)).center()
    click(strip.viewport(), second)
    assert view.page == 2
    view.go(30)
    assert strip.viewport().rect().intersects(strip.visualRect(strip.model().index(29, 0)))
    view.show_pages(refs_of(file, 3))
    assert strip.model().rowCount() == 3
    strip.toggle()
    assert strip.isHidden()
