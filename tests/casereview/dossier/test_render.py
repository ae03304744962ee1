from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from casereview.dossier.render import MAX_PIXELS, PageUnshown, Part, Picture, Renderer, clamped, turned, within
from casereview.progress import Cancelled
from tests.casereview.dossier.builders import A4, pdf_of, picture
from tests.casereview.dossier.damaged.classes import small_pdf, stream


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    made = Renderer()
    yield made
    made.close()


def image_of(picture: Picture) -> Image.Image:
    return Image.frombytes("RGB", (picture.width, picture.height), picture.data, "raw", "BGRX", picture.stride)


def dark(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    pixels = image.convert("L").crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
    return min(pixels.tobytes()) < 100


def test_a_page_is_drawn_at_the_scale_asked_for(renderer: Renderer, tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", "", "第二页")
    drawn = renderer.picture(path, "pdf", 2, 2.0)
    assert (drawn.width, drawn.height, drawn.stride) == (1191, 1684, 4764)
    image = image_of(drawn)
    assert dark(image, (140, 100, 240, 160)) and not dark(image, (600, 600, 1100, 1600))
    assert not dark(image_of(renderer.picture(path, "pdf", 1, 1.0)), (0, 0, 595, 842))


@pytest.mark.parametrize("kind", ["pdf", "image"])
def test_a_rotation_is_a_view(renderer: Renderer, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.png"
    picture(400, 200).save(path, dpi=(100, 100))
    if kind == "pdf":
        path = pdf_of(tmp_path, "a", "左上角")
    straight, turned = (image_of(renderer.picture(path, kind, 1, 1.0, turn)) for turn in (0, 90))
    assert turned.size == straight.size[::-1]
    difference = turned.convert("L").tobytes() == straight.transpose(Image.Transpose.ROTATE_270).convert("L").tobytes()
    assert kind == "pdf" or difference


def test_a_photograph_is_shown_upright(renderer: Renderer, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "a.jpg"
    picture(800, 400).save(path, exif=exif, dpi=(200, 200))
    drawn = renderer.picture(path, "image", 1, 1.0)
    assert (drawn.width, drawn.height) == (144, 288)


def test_the_pixels_are_bounded_whatever_the_zoom(renderer: Renderer, tmp_path: Path) -> None:
    drawn = renderer.picture(pdf_of(tmp_path, "a", "字"), "pdf", 1, 100.0)
    assert drawn.width * drawn.height <= MAX_PIXELS and drawn.scale < 100
    assert clamped(*A4, 2.0) == 2.0


def test_what_cannot_be_drawn_is_said_and_the_next_page_is_drawn(renderer: Renderer, tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", "字")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(path.read_bytes()[:100])
    for file, page in ((bad, 1), (path, 7), (tmp_path / "none.pdf", 1)):
        with pytest.raises(PageUnshown):
            renderer.picture(file, "pdf", page, 1.0)
    with pytest.raises(PageUnshown):
        renderer.picture(path, "image", 1, 1.0)
    assert renderer.picture(path, "pdf", 1, 1.0).width == 596


def test_pages_of_any_size_and_order_come_whole(tmp_path: Path) -> None:
    """The memory that is shared grows with the largest page and is used again for smaller ones."""
    path = pdf_of(tmp_path, "a", "第一页", "第二页的文字")
    made = Renderer()
    try:
        first = made.picture(path, "pdf", 1, 0.5)
        large = made.picture(path, "pdf", 2, 3.0)
        again = made.picture(path, "pdf", 1, 0.5)
        pid = made._child.pid
        made._child.close()
        new = made.picture(path, "pdf", 1, 0.5)
        assert made._child.pid != pid
    finally:
        made.close()
    assert first == again == new
    assert len(large.data) == large.stride * large.height > 30 * len(first.data)


def far(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures of one size, in shades of grey."""
    assert one.size == other.size
    pairs = zip(one.convert("L").tobytes(), other.convert("L").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("kind", ["pdf", "image"])
def test_a_part_of_a_page_is_what_the_whole_page_shows_there(
    renderer: Renderer, tmp_path: Path, kind: str, rotation: int
) -> None:
    path = pdf_of(tmp_path, "a", "行政处罚决定书")
    if kind == "image":
        path = tmp_path / "a.jpg"
        picture(1200, 1700).save(path, dpi=(144, 144))
    straight = renderer.picture(path, kind, 1, 3.3)
    whole = image_of(renderer.picture(path, kind, 1, 3.3, rotation))
    part: Part = (210, 150, 301, 173)
    drawn = renderer.picture(path, kind, 1, 3.3, rotation, part=part)
    left, top, wide, high = turned(part, straight.width, straight.height, rotation)
    assert (drawn.width, drawn.height) == (wide, high)
    assert far(image_of(drawn), whole.crop((left, top, left + wide, top + high))) < 1.5


def test_a_part_is_drawn_at_any_zoom_and_ends_with_the_page(renderer: Renderer, tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", "字")
    drawn = renderer.picture(path, "pdf", 1, 40.0, part=(23000, 33000, 768, 768))
    assert drawn.scale == 40.0
    assert (drawn.width, drawn.height) == (768, 676)
    assert within((5, 5, 90_000, 90_000), 100_000, 100_000)[3] == MAX_PIXELS // 90_000
    assert within((200, 7, 10, 10), 100, 100) == (99, 7, 1, 10)


def test_a_photograph_is_decoded_once_for_all_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture(3000, 4000).save(path, dpi=(200, 200))
    made = Renderer()
    try:
        first = made.picture(path, "image", 1, 5.0, part=(0, 0, 768, 768))
        made.picture(path, "image", 1, 0.4)
        seen = path.stat()
        path.write_bytes(b"\0" * seen.st_size)
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        assert made.picture(path, "image", 1, 5.0, part=(0, 0, 768, 768)) == first
        os.utime(path)
        with pytest.raises(PageUnshown):
            made.picture(path, "image", 1, 5.0, part=(0, 0, 768, 768))
    finally:
        made.close()


def test_what_is_transparent_lies_on_white_paper(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(path)
    assert not dark(image_of(renderer.picture(path, "image", 1, 1.0)), (0, 0, 100, 100))


def busy_pdf(folder: Path) -> Path:
    """Some 600 bytes that keep PDFium busy for minutes: a page filled with a pattern in steps too small to see."""
    tile = stream(
        b"0 0 1 1 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep .0001 /YStep .0001"
        b" /Resources << >>",
    )
    path = folder / "busy.pdf"
    path.write_bytes(small_pdf(b"/Pattern cs /P scn 0 0 595 842 re f", b"/Pattern << /P 6 0 R >>", o6=tile))
    assert path.stat().st_size < 900
    return path


def test_a_page_that_keeps_pdfium_busy_is_given_up_and_leaves_nothing_behind(tmp_path: Path) -> None:
    made = Renderer(seconds=0.5)
    try:
        with pytest.raises(PageUnshown) as problem:
            made.picture(busy_pdf(tmp_path), "pdf", 1, 1.0)
        assert problem.value.parameters["reason"] == "reader-too-slow"
        assert made.picture(pdf_of(tmp_path, "a", "字"), "pdf", 1, 1.0).width == 596
    finally:
        made.close()
    assert not left_behind()


def test_who_waits_can_stop_waiting_and_the_next_page_is_drawn(tmp_path: Path) -> None:
    made = Renderer(seconds=60)

    def no_more(done: int, total: int, note: str = "") -> None:
        raise Cancelled

    try:
        made.picture(pdf_of(tmp_path, "a", "字"), "pdf", 1, 1.0)
        with pytest.raises(Cancelled):
            made.picture(busy_pdf(tmp_path), "pdf", 1, 2.0, progress=no_more)
        assert made.picture(pdf_of(tmp_path, "a", "字"), "pdf", 1, 1.0).width == 596
    finally:
        made.close()
    assert not left_behind()


def left_behind() -> list[Path]:
    """Shared memory of this process that nobody gave back."""
    return list(Path("/dev/shm").glob(f"casereview-{os.getpid()}-*")) if sys.platform == "linux" else []


def test_a_warm_process_is_the_one_that_draws(tmp_path: Path) -> None:
    made = Renderer()
    try:
        made.warm()
        pid = made._child.pid
        made.picture(pdf_of(tmp_path, "a", "字"), "pdf", 1, 1.0)
        assert pid and made._child.pid == pid
    finally:
        made.close()
