"""Scans and photographs, really recognised: with the extra `ocr`; what happens without it is tested everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from casereview.dossier import actions
from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.readers import ocr

_SONG = Path(__file__).parents[3] / "resources" / "fonts" / "CaseReviewSong.ttf"
needs_extra = pytest.mark.skipif(not ocr.available(), reason="the extra casereview[ocr] is not installed here")

_COLUMNS = (150, 450, 1000, 1250, 1500)
_ROWS = (300, 400, 500, 650)
_WORDS = (
    ("姓名", "何当真", "性别", "男"),
    ("住址", "晋中市榆次区虚构街五十二号", "电话", "19900000031"),
    ("单位", "\\", "代码", "\\"),
)


def drawn(*, seal: bool = False) -> Image.Image:
    """An A4 page at 200 dpi: title, case number, a ruled table, boxes to tick, a date."""
    page = Image.new("RGB", (1654, 2339), (246, 246, 244))
    pen = ImageDraw.Draw(page)
    pen.text((827, 160), "结案报告", "black", _font(60), anchor="mm")
    pen.text((900, 230), "案号：晋交执罚〔2024〕021号", "black", _font(40))
    for y in _ROWS:
        pen.line((_COLUMNS[0], y, _COLUMNS[-1], y), "black", 3)
    for x in _COLUMNS:
        pen.line((x, _ROWS[0], x, _ROWS[-1]), "black", 3)
    for y, below, row in zip(_ROWS, _ROWS[1:], _WORDS):
        for x, word in zip(_COLUMNS, row):
            pen.text((x + 20, (y + below) / 2), word, "black", _font(36), anchor="lm")
    for y, words, ticked in ((750, "处罚决定执行完毕", True), (830, "移送司法机关", False)):
        pen.rectangle((200, y, 236, y + 36), outline="black", width=3)
        if ticked:
            pen.line((206, y + 18, 216, y + 30, 230, y + 6), "black", 5)
        pen.text((250, y - 2), words, "black", _font(40))
    pen.text((950, 1000), "2024年6月18日", "black", _font(40))
    if seal:
        stamp = Image.new("RGB", page.size, "white")
        ImageDraw.Draw(stamp).ellipse((960, 880, 1260, 1180), outline=(215, 40, 45), width=12)
        from PIL import ImageChops

        page = ImageChops.multiply(page, stamp)
    return page


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_SONG), size)


@pytest.fixture(scope="module")
def engine() -> Any:
    return ocr._engine()


def recognised(picture: Image.Image, engine: Any) -> Page:
    width, height = picture.width * 0.36, picture.height * 0.36
    return ocr.recognised(picture, Page(1, width, height, TextSource.NONE), engine)


def the(page: Page, words: str) -> Run:
    [run] = [run for run in page.runs if words in run.text.replace(" ", "")]
    return run


def test_without_the_extra_a_scan_keeps_its_pages_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    drawn().save(tmp_path / "scan.png", dpi=(200, 200))
    reading = actions.read(tmp_path / "scan.png", ocr=True)
    assert [page.source for page in reading.pages] == [TextSource.NONE]
    assert [note.code for note in reading.problems] == ["pages-without-text", "ocr-missing"]


@needs_extra
@pytest.mark.parametrize("angle", [0.0, 1.3])
def test_a_scanned_form_is_read_cell_by_cell_with_its_ticks_and_strokes(engine: Any, angle: float) -> None:
    page = recognised(drawn(seal=True).rotate(angle, Image.Resampling.BICUBIC, fillcolor=(246, 246, 244)), engine)
    cells = {run.cell: run.text for run in page.runs if run.cell}
    drawn_in = {(1, row, column): word for row, words in enumerate(_WORDS, 1) for column, word in enumerate(words, 1)}
    assert {at: word for at, word in cells.items() if word != "\\"} == {
        at: word for at, word in drawn_in.items() if word != "\\"
    }
    assert all(drawn_in[at] == word for at, word in cells.items() if at)  # a lone stroke may be missed, never a number
    assert the(page, "执行完毕").text.startswith("☑")
    assert the(page, "司法机关").text.startswith("□")
    assert the(page, "021号").text.replace(" ", "") == "案号：晋交执罚〔2024〕021号"
    assert the(page, "6月18日").text == "2024年6月18日"


@needs_extra
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_read_and_its_boxes_stay_on_the_page_as_shown(engine: Any, turns: int) -> None:
    page = recognised(drawn().rotate(-90 * turns, expand=True), engine)
    assert [run.text for run in page.runs[:2]] == ["结案报告", "案号：晋交执罚〔2024〕021号"]
    title = page.runs[0].box
    middle = ((title.x0 + title.x1) / 2, (title.y0 + title.y1) / 2)
    upright = (827 * 0.36, 160 * 0.36)
    across, down = 1654 * 0.36, 2339 * 0.36
    where = {
        1: (down - upright[1], upright[0]),
        2: (across - upright[0], down - upright[1]),
        3: (upright[1], across - upright[0]),
    }
    assert middle == pytest.approx(where[turns], abs=8)


@needs_extra
def test_letters_have_their_places(engine: Any) -> None:
    run = the(recognised(drawn(), engine), "6月18日")
    day = run.part(run.text.index("18"), run.text.index("18") + 2)
    start = 950 + _font(40).getlength("2024年6月")
    shown = Box(start * 0.36, 1000 * 0.36, (start + _font(40).getlength("18")) * 0.36, 1040 * 0.36)
    assert day.x0 == pytest.approx(shown.x0, abs=8) and day.x1 == pytest.approx(shown.x1, abs=8)


@needs_extra
@pytest.mark.parametrize("light", [0, 255])
def test_an_empty_page_has_no_text(tmp_path: Path, light: int) -> None:
    Image.new("L", (800, 1100), light).save(tmp_path / "scan.png", dpi=(96, 96))
    reading = actions.read(tmp_path / "scan.png", ocr=True)
    assert reading.pages[0].source is TextSource.OCR and not reading.pages[0].runs
    assert [note.code for note in reading.problems] == ["ocr-found-nothing"]
