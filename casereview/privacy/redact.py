"""Pages drawn anew with what must be hidden painted over: a picture has nothing beneath.

The picture replaces the page. Text that may be searched is written separately, with the masks in it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casereview.dossier.model import Box, Page
from casereview.errors import CaseReviewError
from casereview.privacy.find import NUMBERS, SEPARATORS, flat, folded
from casereview.privacy.model import Entity, Found
from casereview.words import RESOURCES

if TYPE_CHECKING:
    from PIL.Image import Image

    from casereview.dossier.render import Renderer

DPI = 150
_FONT = RESOURCES / "fonts" / "CaseReviewHei.ttf"
_MARGIN = 1.0  # points around a box: glyphs reach beyond their advance width


class NotAPdfName(CaseReviewError):
    """A redacted file is a PDF of pictures; `file` ends otherwise."""

    code = "redacted-not-pdf"


@dataclass(frozen=True, slots=True)
class Cover:
    """A box to paint over, in points, and the words to write on it ("" for none)."""

    box: Box
    mask: str = ""


def covers(found: Iterable[Found]) -> list[Cover]:
    """The boxes of occurrences; the mask stands on the first box of each."""
    return [
        Cover(box, hit.entity.mask if place == 0 else "")
        for hit in found
        for place, box in enumerate(hit.boxes)
    ]  # fmt: skip


def redacted_page(renderer: Renderer, path: Path, kind: str, page: int, hide: Sequence[Cover]) -> bytes:
    """The page as PNG at 150 dpi with the boxes painted over. No metadata of the source survives."""
    from PIL import Image

    picture = renderer.picture(path, kind, page, DPI / 72)
    mode = "RGB" if picture.format == "RGB888" else "BGRX"
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.data, "raw", mode, picture.stride)
    paint(image, hide, DPI / 72)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def paint(image: Image, hide: Sequence[Cover], scale: float) -> None:
    """Paint over the boxes: a light plate with the mask on it, so that a reader sees that and what was replaced."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for cover in hide:
        b = cover.box
        corners = [
            (b.x0 - _MARGIN) * scale,
            (b.y0 - _MARGIN) * scale,
            (b.x1 + _MARGIN) * scale,
            (b.y1 + _MARGIN) * scale,
        ]
        draw.rectangle(corners, fill=(222, 226, 232), outline=(170, 178, 190))
        if cover.mask:
            _write(draw, corners, cover.mask)


def _write(draw: Any, corners: list[float], mask: str) -> None:
    from PIL import ImageFont

    left, top, right, bottom = corners
    size = max(int((bottom - top) * 0.72), 6)
    while size > 6:
        font = ImageFont.truetype(str(_FONT), size)
        if font.getlength(mask) <= right - left - 2:
            break
        size -= 1
    font = ImageFont.truetype(str(_FONT), size)
    draw.text(((left + right) / 2, (top + bottom) / 2), mask, font=font, fill=(30, 41, 59), anchor="mm")


def redacted_text(page: Page, found: Sequence[Found], extra: Sequence[Box] = ()) -> str:
    """The page's text with the masks in it, and without the lines that boxes drawn by hand touch."""
    kept = [run for run in page.runs if not any(_touch(run.box, box) for box in extra)]
    text = flat(Page(page.number, page.width, page.height, page.source, tuple(kept)), "").text
    for entity in sorted({hit.entity for hit in found}, key=lambda e: (-len(e.text), e.text)):
        text = _spelled(entity).sub(entity.mask.replace("\\", r"\\"), text)
    return text


def _spelled(entity: Entity) -> re.Pattern[str]:
    """The entity as it may be written: numbers with separators, anything with spaces between its characters."""
    number = entity.kind in NUMBERS
    gap = rf"[\s{re.escape(SEPARATORS)}]*" if number else r"\s*"
    return re.compile(gap.join(re.escape(sign) for sign in folded(entity.text, SEPARATORS if number else "")))


def _touch(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def pictures_as_pdf(pictures: Sequence[tuple[bytes, float, float]]) -> bytes:
    """A PDF of pictures (PNG, width and height in points): no text layer, no metadata, nothing but the pixels."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True, initialFontName=None)
    for data, width, height in pictures:
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(data)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
