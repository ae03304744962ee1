"""Scans and photographs, really recognised: with the extra `ocr`; what happens without it is tested everywhere."""

from __future__ import annotations

import io
import math
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from casereview.dossier import actions, intake, pages, recognise, runners
from casereview.dossier.model import Box, Fact, Member, Page, Run, TextSource
from casereview.dossier.readers import ocr
from casereview.progress import silent
from tests.samples import scans

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


def recognised(picture: Image.Image, engine: Any, dpi: int = 200) -> Page:
    width, height = picture.width * 72 / dpi, picture.height * 72 / dpi
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
    askew = drawn().rotate(2.8, Image.Resampling.BICUBIC, fillcolor=(246, 246, 244))
    page = recognised(askew.rotate(-90 * turns, expand=True), engine)
    assert [run.text for run in page.runs[:2]] == ["结案报告", "案号：晋交执罚〔2024〕021号"]
    assert pages.turned(page) == (180 if turns == 2 else 90)
    title = page.runs[0].box
    middle = ((title.x0 + title.x1) / 2, (title.y0 + title.y1) / 2)
    tilt = math.radians(-2.8)
    x, y = 827 - 1654 / 2, 160 - 2339 / 2
    upright = (
        (x * math.cos(tilt) - y * math.sin(tilt) + 1654 / 2) * 0.36,
        (x * math.sin(tilt) + y * math.cos(tilt) + 2339 / 2) * 0.36,
    )
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


# --- noisy scans ----------------------------------------------------------------------------------------------------


def facts_of(page: Page) -> dict[str, Fact]:
    _, facts = intake.interpret([Member("a" * 64, "scan.png", 1, "image", (page,))], (), ())
    return {fact.name: fact for fact in facts}


def scanned(picture: Image.Image, wear: scans.Wear) -> Image.Image:
    worn = scans.worn(picture, wear, random.Random(3))
    return Image.open(io.BytesIO(scans.jpeg(worn, wear.quality))).convert("RGB")


@needs_extra
@pytest.mark.parametrize("dpi", [150, 200])
def test_a_tick_is_read_an_empty_box_is_empty_and_what_cannot_be_told_is_unknown(engine: Any, dpi: int) -> None:
    read = recognised(scanned(scans.boxes(dpi), scans.Wear(skew=0.8, dpi=dpi)), engine, dpi)
    seen = {words: the(read, words).text.replace(" ", "").removesuffix(words) for words in scans.BOXES}
    told = {words: {"☑": True, "□": False, "": None}[sign] for words, sign in seen.items()}
    for words, drawn_in in scans.BOXES.items():
        sure = {"ticked": True, "empty": False, "filled": True}.get(drawn_in)
        # A tick that stands out of its box, or is hardly there, may be seen or not; it is never an empty box.
        assert told[words] is sure if sure is not None else told[words] is not False, (words, drawn_in)


@needs_extra
def test_what_an_opaque_seal_hides_is_doubtful_and_all_around_it_is_read(engine: Any) -> None:
    sheet, _ = scans.paper("07", "F15")
    clean = scans.drawn(sheet, 200, False)[0]
    stamped = scans.opaque_seal(clean, (1290, 1930), 150)  # over the 一 of 二〇二四年十一月十九日
    facts = facts_of(recognised(scanned(stamped, scans.Wear(skew=3.0)).rotate(180), engine))
    assert (facts["decision.no"].value, facts["decision.amount"].value) == ("晋平交执罚〔2024〕019号", "60000.00")
    assert facts["party.name"].value == "平遥海市蜃楼旅游客运有限公司"
    assert facts["remedy.review_body"].value == "平遥县人民政府"
    made = facts.get("decision.made_on")
    assert made is None or made.value == "2024-11-19" or made.confidence < 0.6
    box = facts["decision.no"].place.box
    assert box is not None and box.y0 > 842 * 0.8  # at the foot of the page as it is shown, which lies on its head


@needs_extra
def test_a_letter_of_which_the_recogniser_is_not_sure_is_marked_where_it_stands() -> None:
    letters = [
        (sign, 0.4 if sign == "容" else 0.99, [(x, 500), (x + 40, 500)])
        for sign, x in zip("向太容区", range(400, 560, 40))
    ]
    line = SimpleNamespace(
        boxes=[[(400, 500), (560, 500), (560, 540), (400, 540)]],
        txts=["向太容区"],
        scores=[0.96],
        word_results=[letters],
    )
    page = recognised(Image.new("RGB", (1654, 2339), "white"), lambda picture, **_: line)
    [run] = page.runs
    assert run.doubts == ((2, 0.4),)
    assert (run.sure(0, 2), run.sure(1, 4)) == (0.96, 0.4)


@needs_extra
def test_a_scan_goes_through_the_queue_with_the_real_engine(tmp_path: Path) -> None:
    key, form, wear = scans.NOISY[6]
    (tmp_path / "送达回证.pdf").write_bytes(scans.bound([scans.noisy(key, form, wear)]))
    seen: list[tuple[int, int]] = []
    raw = runners.read_guarded(
        intake.Order((intake.OrderEntry("送达回证.pdf", str(tmp_path / "送达回证.pdf")),)), silent
    )
    reading = recognise.in_reading(raw, lambda done, total, note="": seen.append((done, total)))
    assert [paper.form for paper in reading.papers] == ["F23"] and seen[-1] == (1, 1)
    [service] = [fact.value for fact in reading.facts_named("service")]
    assert (service["no"], service["on"], service["method"]) == ("晋榆交执罚〔2024〕011号", "2024-04-03", "直接送达")
