from __future__ import annotations

from casereview.dossier.model import Box, Page, Run, TextSource
from ui.kit.find_bar import hits


def a_page(*lines: str) -> Page:
    runs = tuple(
        Run(line, Box(0, 20 * n, 10 * len(line), 20 * n + 10), tuple(float(10 * k) for k in range(len(line) + 1)))
        for n, line in enumerate(lines)
    )
    return Page(1, 595, 842, TextSource.TEXT, runs)


def test_every_hit_is_boxed_on_its_page() -> None:
    found = hits([a_page("罚款三千元，罚款"), a_page("无"), a_page("缴纳罚款")], "罚款")
    assert [(hit.page, hit.box.x0, hit.box.x1) for hit in found] == [(1, 0, 20), (1, 60, 80), (3, 20, 40)]


def test_width_and_spaces_make_no_difference() -> None:
    (hit,) = hits([a_page("案 号：（２０２４）１９号")], "案号:(2024)")
    assert (hit.box.x0, hit.box.x1) == (0, 100)


def test_nothing_typed_finds_nothing() -> None:
    assert hits([a_page("罚款")], " ") == []
