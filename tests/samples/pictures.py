"""Seals and photographs, drawn by code: nothing here is a picture of anything real."""

from __future__ import annotations

import io
import math
import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

_HEI = Path(__file__).parents[2] / "resources" / "fonts" / "CaseReviewHei.ttf"
_SONG = Path(__file__).parents[2] / "resources" / "fonts" / "CaseReviewSong.ttf"


@cache
def seal_image(body: str, size: int = 420) -> Image.Image:
    """A round red seal: rim, star, the body's name along the upper arc."""
    red = (205, 30, 35, 215)
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    middle, radius = size / 2, size / 2 - 8
    pen.ellipse((8, 8, size - 8, size - 8), outline=red, width=9)
    points = []
    for step in range(10):
        reach = radius * (0.30 if step % 2 == 0 else 0.115)
        angle = math.radians(-90 + 36 * step)
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    pen.polygon(points, fill=red)
    font = ImageFont.truetype(str(_HEI), int(size * 0.115))
    sweep = min(250, 24 * len(body))
    for place, char in enumerate(body):
        angle = -sweep / 2 + sweep * (place + 0.5) / len(body)
        glyph = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((middle, size * 0.135), char, red, font, anchor="mm")
        image.alpha_composite(glyph.rotate(-angle, Image.Resampling.BICUBIC, center=(middle, middle)))
    return image


@cache
def seal(body: str) -> ImageReader:
    out = io.BytesIO()
    seal_image(body).save(out, "PNG")
    out.seek(0)
    return ImageReader(out)


@cache
def evidence(kind: str, text: str) -> bytes:
    """A JPEG that stands for a photograph: a lorry, bus or heap by the road, with the camera's stamp in the corner."""
    dice = random.Random(f"{kind}{text}")
    image = Image.new("RGB", (660, 440), (150 + dice.randrange(50), 175 + dice.randrange(30), 205))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 290, 660, 440), fill=(95, 96, 98))
    for x in range(10, 660, 120):
        pen.rectangle((x, 372, x + 60, 378), fill=(225, 225, 215))
    colour = tuple(dice.randrange(60, 200) for _ in range(3))
    if kind == "heap":
        pen.polygon(((120, 330), (330, 190), (560, 330)), fill=(168, 140, 98))
    else:
        top = 150 if kind == "bus" else 190
        pen.rectangle((130, top, 470, 320), fill=colour)
        pen.rectangle((480, 210, 570, 320), fill=(60, 80, 120))
        pen.rectangle((500, 225, 560, 265), fill=(190, 215, 230))
        for x in (180, 250, 400, 520):
            pen.ellipse((x, 300, x + 46, 346), fill=(25, 25, 25))
    pen.text((8, 412), text, (250, 220, 60), ImageFont.truetype(str(_SONG), 18))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=62)
    return out.getvalue()
