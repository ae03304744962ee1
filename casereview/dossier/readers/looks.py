"""How a page looks, in a few bytes: to know blank pages, the same page twice, and one photograph in two cases.

Only pages that are pictures are drawn; a page of text is known by its text.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from casereview.dossier.model import Member, TextSource
from casereview.dossier.readers import refusals

SIDE = 256  # pixels of the longer side of what is looked at
_MARGIN = 0.05  # share of each side that scanners darken
_DARKER = 40  # grey levels below the paper that count as ink …
_OTHER = 25  # … and from which on a pixel is not paper
_PHOTO = 0.35  # a page with more pixels than this that are not paper is a photograph, not writing
_BLOCK, _LOW = 32, 8  # the picture in 32 by 32, its 8 by 8 lowest frequencies
_WAVES = [[math.cos(math.pi * u * (2 * x + 1) / (2 * _BLOCK)) for x in range(_BLOCK)] for u in range(_LOW)]


@dataclass(frozen=True, slots=True)
class PageLook:
    """A page that is a picture.

    exact  digest of its small picture: equal for the same scan, however it is wrapped
    look   64 bits of its lowest frequencies: a photograph copied, scaled or saved anew differs in few of them
    ink    share of its inner pixels that are clearly darker than the paper
    photo  whether it is a photograph rather than writing on paper
    """

    file: str
    number: int
    exact: str
    look: int
    ink: float
    photo: bool


def looks(member: Member, path: Path, password: str | None = None) -> Iterator[PageLook]:
    """Of all pages of a PDF or picture that are not text of the file. One that cannot be drawn has no look."""
    wanted = [page.number for page in member.pages if page.source is not TextSource.TEXT]
    if not wanted or member.kind not in ("pdf", "image"):
        return
    small = _of_image(path, member.name, wanted) if member.kind == "image" else _of_pdf(path, wanted, password)
    with contextlib.suppress(refusals.Refused):
        for number, picture in small:
            yield look_of(member.sha256, number, picture)


def _of_pdf(path: Path, wanted: Sequence[int], password: str | None) -> Iterator[tuple[int, Any]]:
    import pypdfium2 as pdfium

    with contextlib.suppress(pdfium.PdfiumError), closing(pdfium.PdfDocument(path, password=password)) as document:
        for number in wanted:
            with contextlib.suppress(pdfium.PdfiumError, ValueError), closing(document[number - 1]) as page:
                scan = _scan(page)
                if scan is None:
                    scale = SIDE / max(*page.get_size(), 1.0)
                    scan = page.render(scale=scale, grayscale=True).to_pil().convert("L")
                yield number, scan


def _scan(page: Any) -> Any:
    """The page's picture, small, where the page is one upright photograph as a scanner writes it: decoding that at a
    fraction of its size takes a third of the time of drawing the page. None where the page has to be drawn."""
    import pypdfium2.raw as raw
    from PIL import Image

    shown = [one for one in page.get_objects(max_depth=1) if one.type != raw.FPDF_PAGEOBJ_TEXT]
    if len(shown) != 1 or shown[0].type != raw.FPDF_PAGEOBJ_IMAGE or page.get_rotation():
        return None
    if shown[0].get_filters()[-1:] != ["DCTDecode"] or not _covers(shown[0].get_matrix().get(), page.get_cropbox()):
        return None
    data = bytes(shown[0].get_data(decode_simple=True))
    broken = contextlib.suppress(OSError, ValueError, SyntaxError, Image.DecompressionBombError)
    with broken, Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
        return _small(opened) if opened.mode in ("L", "RGB") else None
    return None


def _covers(matrix: Sequence[float], box: Sequence[float]) -> bool:
    """Whether a picture laid with that matrix stands upright and fills the page, to a point."""
    across, turned, leant, up, left, bottom = matrix
    if turned or leant or across <= 0 or up <= 0:
        return False
    laid = (left, bottom, left + across, bottom + up)
    return all(abs(one - other) <= 1.0 for one, other in zip(laid, box))


def _of_image(path: Path, name: str, wanted: Sequence[int]) -> Iterator[tuple[int, Any]]:
    from PIL import ImageOps

    from casereview.dossier.readers import images

    with images.opened(path, name) as opened:
        for number in wanted:
            opened.seek(number - 1)
            grey = _small(opened)
            yield number, ImageOps.exif_transpose(grey) if len(wanted) == 1 else grey


def _small(opened: Any) -> Any:
    """A picture in grey with SIDE pixels along its longer side."""
    from PIL import Image

    opened.draft("L", (2 * SIDE, 2 * SIDE))
    share = min(1.0, SIDE / max(opened.size))
    size = max(1, round(opened.width * share)), max(1, round(opened.height * share))
    return opened.convert("L").resize(size, Image.Resampling.BOX)


def look_of(file: str, number: int, picture: Any) -> PageLook:
    """Of a small grey picture."""
    width, height = picture.size
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    inner = picture.crop((across, down, max(width - across, across + 1), max(height - down, down + 1)))
    levels = inner.histogram()
    total = sum(levels)
    paper = _middle(levels, total)
    ink = sum(levels[: max(0, paper - _DARKER)]) / total
    other = (sum(levels[: max(0, paper - _OTHER)]) + sum(levels[paper + _OTHER + 1 :])) / total
    exact = hashlib.sha256(f"{width} {height} ".encode() + picture.tobytes()).hexdigest()[:32]
    return PageLook(file, number, exact, _frequencies(picture), round(ink, 5), other > _PHOTO)


def _middle(levels: Sequence[int], total: int) -> int:
    """The grey level that half of the pixels reach."""
    seen = 0
    for level, count in enumerate(levels):
        seen += count
        if 2 * seen >= total:
            return level
    return 255


def _frequencies(picture: Any) -> int:
    """Whether each of the 64 lowest frequencies (discrete cosine transform) is above their median."""
    from PIL import Image

    data = picture.resize((_BLOCK, _BLOCK), Image.Resampling.BOX).tobytes()
    rows = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    half = [[sum(w * v for w, v in zip(wave, row)) for wave in _WAVES] for row in rows]
    values = [sum(wave[y] * half[y][u] for y in range(_BLOCK)) for wave in _WAVES for u in range(_LOW)]
    middle = median(values[1:])  # the first is the mean brightness
    return sum(1 << bit for bit, value in enumerate(values) if value > middle)
