from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from casereview.dossier.render import MAX_PIXELS, PageUnshown, Picture, Renderer, clamped
from tests.casereview.dossier.builders import A4, pdf_of, picture


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
