from __future__ import annotations

from pytestqt.qtbot import QtBot

from casereview.dossier.model import Box, Page, Run, TextSource
from ui.kit.find_bar import FindBar, hits
from ui.kit.folds import Folds
from ui.kit.pageview import PageView
from ui.kit.session import Session


def a_page(*lines: str) -> Page:
    runs = tuple(
        Run(line, Box(0, 20 * n, 10 * len(line), 20 * n + 10), tuple(float(10 * k) for k in range(len(line) + 1)))
        for n, line in enumerate(lines)
    )
    return Page(1, 595, 842, TextSource.TEXT, runs)


def test_every_hit_is_boxed_on_its_page() -> None:
    found = hits([a_page("罚款三千元，罚款"), a_page("无"), a_page("缴纳罚款")], "罚款", Folds())
    assert [(hit.page, hit.boxes[0].x0, hit.boxes[0].x1) for hit in found] == [(1, 0, 20), (1, 60, 80), (3, 20, 40)]


def test_width_and_spaces_make_no_difference() -> None:
    (hit,) = hits([a_page("案 号：（２０２４）１９号")], "案号:(2024)", Folds())
    assert [(box.x0, box.x1) for box in hit.boxes] == [(0, 100)]


def test_words_that_go_on_in_the_next_line_are_one_hit_with_a_box_on_each_line() -> None:
    (hit,) = hits([a_page("决定给予罚", "款三千元的处罚")], "罚款三千元", Folds())
    assert [(box.x0, box.x1, box.y0) for box in hit.boxes] == [(40, 50, 0), (0, 40, 20)]


def test_nothing_typed_finds_nothing() -> None:
    assert hits([a_page("罚款")], " ", Folds()) == []


def test_pages_without_text_are_named_where_a_word_is_looked_for(qtbot: QtBot, session: Session) -> None:
    view = PageView(session.pictures, session.theme)
    scan = Page(1, 595, 842, TextSource.NONE, ())
    bar = FindBar(view, lambda: [a_page("缴纳罚款"), scan, scan], session.theme)
    for widget in (view, bar):
        qtbot.addWidget(widget)
    bar.field.setText("罚款")
    assert bar.count.text() == "1/1（2 页没有文字，查不到）"
    bar.field.setText("听证")
    assert bar.count.text() == "没有（2 页没有文字，查不到）"
    bar.field.setText("")
    assert bar.count.text() == ""


def test_a_thick_dossier_is_folded_before_a_word_is_typed(qtbot: QtBot, session: Session) -> None:
    view = PageView(session.pictures, session.theme)
    pages = [a_page(f"第{n}页缴纳罚款") for n in range(300)]
    bar = FindBar(view, lambda: pages, session.theme)
    for widget in (view, bar):
        qtbot.addWidget(widget)
    bar.begin()
    qtbot.waitUntil(lambda: all(bar._folds.has(page) for page in pages), timeout=10_000)
    qtbot.waitUntil(lambda: not bar._ahead.isActive(), timeout=10_000)


def test_the_hit_one_is_at_stands_out_from_the_others(qtbot: QtBot, session: Session) -> None:
    view = PageView(session.pictures, session.theme)
    bar = FindBar(view, lambda: [a_page("罚款三千元，罚款")], session.theme)
    for widget in (view, bar):
        qtbot.addWidget(widget)
    bar.field.setText("罚款")
    assert [hit.look for hit in view.hits] == ["here", "hit"]
    bar.step(1)
    assert [hit.look for hit in view.hits] == ["hit", "here"]
    bar.field.setText("听证")
    assert view.hits == []
