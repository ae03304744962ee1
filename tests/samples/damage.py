"""What happens to papers on the way to a review: scanned askew, photographed, packed by Chinese Windows, spoilt."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterable, Sequence

import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_DPI = 120


def _pages(pdf: bytes, dpi: int) -> Iterable[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil().convert("RGB")
            page.close()
    finally:
        document.close()


def _used(image: Image.Image, dice: random.Random, most: float) -> Image.Image:
    """Askew, a little grey and grainy, as an office scanner leaves it."""
    askew = image.rotate(dice.uniform(-most, most), Image.Resampling.BICUBIC, fillcolor=(246, 245, 241))
    grain = Image.frombytes("L", askew.size, dice.randbytes(askew.width * askew.height)).filter(ImageFilter.BoxBlur(1))
    return Image.blend(askew, Image.merge("RGB", (grain,) * 3), 0.07)


def scanned(pdf: bytes, seed: int, dpi: int = _DPI, quality: int = 42) -> bytes:
    """The pages as pictures only, in one PDF without any text."""
    dice = random.Random(seed)
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for image in _pages(pdf, dpi):
        width, height = image.width * 72 / dpi, image.height * 72 / dpi
        jpeg = io.BytesIO()
        _used(image, dice, 1.4).save(jpeg, "JPEG", quality=quality)
        jpeg.seek(0)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(jpeg), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF orientation -> how far the stored picture was turned counter-clockwise


def photographed(pdf: bytes, seed: int) -> list[bytes]:
    """A JPEG for each page, as a phone keeps it: some stored sideways with the turn in the EXIF orientation."""
    dice = random.Random(seed)
    shots = []
    for place, image in enumerate(_pages(pdf, 110)):
        orientation = (1, 6, 1, 8, 3)[place % 5]
        shot = _used(image, dice, 1.0).rotate(_TURNS[orientation], expand=True)
        exif = Image.Exif()
        exif[0x0112], exif[0x010F], exif[0x0110] = orientation, "FICTION", "Phone 1"
        exif[0x0132] = f"2025:10:{place % 28 + 1:02d} 09:00:00"
        out = io.BytesIO()
        shot.save(out, "JPEG", quality=52, exif=exif, dpi=(110, 110))
        shots.append(out.getvalue())
    return shots


def windows_zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP as Chinese Windows writes it: names in GBK bytes, no UTF-8 flag (Python's zipfile cannot write such names)."""
    body, directory = io.BytesIO(), io.BytesIO()
    clock, day = (9 << 11), ((2025 - 1980) << 9 | 1 << 5 | 2)
    for name, data in members:
        raw, packed, check = name.encode("gbk"), _deflate(data), zlib.crc32(data)
        sizes = struct.pack("<HHHHHIIIHH", 20, 0, 8, clock, day, check, len(packed), len(data), len(raw), 0)
        start = body.tell()
        body.write(b"PK\x03\x04" + sizes + raw + packed)
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + sizes + struct.pack("<HHHII", 0, 0, 0, 32, start) + raw)
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), directory.tell(), body.tell(), 0)
    return body.getvalue() + directory.getvalue() + b"PK\x05\x06" + end


def _deflate(data: bytes) -> bytes:
    maker = zlib.compressobj(6, zlib.DEFLATED, -15)
    return maker.compress(data) + maker.flush()


def spoilt_pdf(pdf: bytes) -> bytes:
    """A PDF cut off while it was copied, with its head shot away: nobody can read it."""
    return b"%PDF-1.7\n" + pdf[len(pdf) // 3 : len(pdf) // 2][::-1][:9000]
