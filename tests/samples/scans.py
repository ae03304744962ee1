"""Noisy scans of papers whose words are known: askew, grainy, shadowed, sealed over, turned; drawn by code, the same every time.

The truth of a paper is what its blocks say, in the order in which a person reads them: paragraphs from the top, tables row
by row and cell by cell.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.samples import draw_pdf
from tests.samples.blocks import Block, Grid, Sheet, Text
from tests.samples.build import CASES
from tests.samples.case import Case
from tests.samples.forms_volume import sheet

PAPER = (246, 245, 240)


@dataclass(frozen=True, slots=True)
class Wear:
    """What a scanner did: degrees askew, dots per inch, grain 0 to 1, quality of its JPEG, blur in pixels, shadow at the side 0 to 1."""

    skew: float = 0.0
    dpi: int = 200
    grain: float = 0.1
    quality: int = 45
    blur: float = 0.5
    shadow: float = 0.12


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned paper: its pages as JPEG, and what is written on it in the order of reading."""

    name: str
    pages: tuple[bytes, ...]
    truth: str
    dpi: int


# Papers of different layouts: tables, ticked and blank fields, prose with a seal, questions and answers, two columns of signatures.
NOISY: tuple[tuple[str, str, Wear], ...] = (
    ("01", "F01", Wear(skew=1.2, dpi=150, quality=55)),
    ("07", "F15", Wear(skew=-1.7, dpi=200)),
    ("09", "F02", Wear(skew=0.6, dpi=150, grain=0.08, quality=50)),
    ("09", "F08", Wear(skew=-0.9, dpi=200, grain=0.14, quality=35)),
    ("07", "X-REPORT", Wear(skew=2.4, dpi=200, grain=0.12)),
    ("16", "F11", Wear(skew=-2.9, dpi=200)),
    ("01", "F23:decision", Wear(skew=-1.1, dpi=150, quality=60)),
    ("07", "F13", Wear(skew=0.4, dpi=150)),
)


def noisy(key: str, form: str, wear: Wear) -> Scan:
    """A paper of the sample case whose name begins with `key`, scanned."""
    one, seals = paper(key, form)
    dice = random.Random(f"{key}{form}")
    pages = tuple(jpeg(worn(image, wear, dice), wear.quality) for image in drawn(one, wear.dpi, seals))
    return Scan(f"{key} {form} {wear.dpi} dpi {wear.skew:+}°", pages, truth(one), wear.dpi)


# What a page of boxes to tick says, and how each box is drawn.
BOXES = {
    "作出行政处罚决定": "empty", "移送司法机关": "ticked", "不予行政处罚": "overhung", "撤销案件": "empty",
    "当场收缴罚款": "filled", "收到决定书之日起缴纳": "ticked", "没收违法所得": "overhung", "其他处理意见": "faint",
}  # fmt: skip


def boxes(dpi: int) -> Image.Image:
    """An A4 page with boxes drawn before words: empty, ticked, filled, with a tick that stands out, with one hardly there."""
    unit = dpi / 200
    image = Image.new("RGB", (round(1654 * unit), round(2339 * unit)), "white")
    pen = ImageDraw.Draw(image)

    def font(size: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(draw_pdf.FONTS / "CaseReviewSong.ttf"), round(size * unit))

    pen.text((827 * unit, 160 * unit), "行政处罚事先告知书", "black", font(56), anchor="mm")
    for row, (words, how) in enumerate(BOXES.items()):
        x, y = 200 * unit, (300 + 110 * row) * unit
        fill = "black" if how == "filled" else None
        pen.rectangle((x, y, x + 36 * unit, y + 36 * unit), fill=fill, outline="black", width=max(round(3 * unit), 1))
        for points, colour, width in _STROKES.get(how, ()):
            pen.line([(x + a * unit, y + b * unit) for a, b in points], colour, max(round(width * unit), 1))
        pen.text((x + 50 * unit, y - 2 * unit), words, "black", font(40))
    return image


_STROKES: dict[str, tuple[tuple[list[tuple[int, int]], str | tuple[int, int, int], int], ...]] = {
    "ticked": (([(6, 18), (16, 30), (34, 4)], "black", 4),),
    "overhung": (([(2, 14), (18, 38), (62, -26)], (20, 20, 90), 5),),
    "faint": (([(10, 20), (16, 26), (24, 14)], (120, 120, 120), 1),),
}


def paper(key: str, form: str) -> tuple[Sheet, bool]:
    case: Case = next(case for case in CASES if case.name.startswith(key))
    return replace(sheet(case, form), numbered=False), case.style.seal


def drawn(one: Sheet, dpi: int, seals: bool) -> list[Image.Image]:
    """Its pages as clean pictures."""
    document = pypdfium2.PdfDocument(draw_pdf.draw(one, 1, seals))
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def truth(one: Sheet) -> str:
    return "\n".join(text for block in one.blocks for text in _texts(block))


def _texts(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [block.text]
    return [cell.text for row in block.rows for cell in row] if isinstance(block, Grid) else []


def worn(image: Image.Image, wear: Wear, dice: random.Random) -> Image.Image:
    """As a scanner leaves it: on paper that is not white, askew, soft, shadowed along one side, grainy."""
    image = ImageChops.multiply(image, Image.new("RGB", image.size, PAPER))
    image = image.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=PAPER).filter(
        ImageFilter.GaussianBlur(wear.blur)
    )
    if wear.shadow:
        dark = Image.linear_gradient("L").rotate(90).resize(image.size)
        shade = dark.point(lambda level: 255 - round(wear.shadow * (255 - level)))
        image = ImageChops.multiply(image, Image.merge("RGB", (shade,) * 3))
    grain = Image.frombytes("L", image.size, dice.randbytes(image.width * image.height))
    return Image.blend(image, Image.merge("RGB", (grain,) * 3), wear.grain)


def opaque_seal(image: Image.Image, middle: tuple[int, int], reach: int) -> Image.Image:
    """A seal so wet that its red covers what is printed below: rim, bar and star of full colour."""
    image = image.copy()
    pen = ImageDraw.Draw(image)
    x, y = middle
    red = (206, 32, 40)
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), outline=red, width=max(reach // 14, 3))
    pen.rectangle((x - reach // 2, y - reach // 9, x + reach // 2, y + reach // 9), fill=red)
    pen.polygon([(x, y - reach // 2), (x - reach // 5, y - reach // 5), (x + reach // 5, y - reach // 5)], fill=red)
    return image


def jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def bound(scans: Sequence[Scan]) -> bytes:
    """One PDF of pictures, without any text."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for scan in scans:
        for page in scan.pages:
            picture = ImageReader(io.BytesIO(page))
            width, height = (side * 72 / scan.dpi for side in picture.getSize())
            canvas.setPageSize((width, height))
            canvas.drawImage(picture, 0, 0, width, height)
            canvas.showPage()
    canvas.save()
    return out.getvalue()
