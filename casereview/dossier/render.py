"""Page pictures from one warm guarded process; the window only blits what comes back."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casereview.dossier.guard import Child, Limits
from casereview.dossier.readers import refusals
from casereview.errors import CaseReviewError

MAX_PIXELS = 40_000_000  # whatever the zoom: 160 MB at four bytes
_OPEN = 4  # documents kept open in the child


class PageUnshown(CaseReviewError):
    """The page could not be drawn; `file`, `page`."""

    code = "page-unshown"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, four bytes each in the order blue, green, red, unused: Qt's Format_RGB32 on every machine we run on.

    scale  what was used: smaller than asked for where the page would pass 40 million pixels
    """

    width: int
    height: int
    stride: int
    data: bytes
    format: str = "BGRX"
    scale: float = 1.0


class Renderer:
    """Draws pages. Safe to call from several threads: one page at a time, as PDFium wants it."""

    def __init__(self, seconds: float = 20.0, memory_mb: int = 1024) -> None:
        self._child = Child(Limits(seconds, 0.0, memory_mb))
        self._lock = threading.Lock()

    def warm(self) -> None:
        with self._lock:
            self._child.warm()

    def picture(self, path: Path, kind: str, page: int, scale: float, rotation: int = 0) -> Picture:
        """Page `page` (from 1) of a "pdf" or "image" file; scale 1.0 is 72 dpi; rotation is a view, in quarter turns of
        90 degrees clockwise. Raises PageUnshown when the page is damaged, too slow or too large to draw."""
        with self._lock:
            try:
                width, height, data, used = self._child.call(_draw, str(path), kind, page, scale, rotation % 360)
            except refusals.Refused as problem:
                raise PageUnshown(file=path.name[:12], page=page, reason=problem.code) from None
        return Picture(width, height, width * 4, data, "BGRX", used)

    def close(self) -> None:
        with self._lock:
            self._child.close()


# --- in the child ---------------------------------------------------------------------------------------------------

_documents: OrderedDict[str, Any] = OrderedDict()


def _draw(
    path: str, kind: str, page: int, scale: float, rotation: int, report: Callable[..., None]
) -> tuple[int, int, bytes, float]:
    return (_draw_image if kind == "image" else _draw_pdf)(Path(path), page, scale, rotation)


def clamped(width: float, height: float, scale: float) -> float:
    """The scale that keeps a page of that size in points within MAX_PIXELS."""
    pixels = max(width * height, 1.0) * scale * scale
    return scale if pixels <= MAX_PIXELS else scale * (MAX_PIXELS / pixels) ** 0.5 * 0.999


def _draw_pdf(path: Path, page: int, scale: float, rotation: int) -> tuple[int, int, bytes, float]:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = _document(path)
        if not 1 <= page <= len(document):
            raise refusals.Damaged(file=path.name)
        leaf = document[page - 1]
        across, down = leaf.get_size()
        used = clamped(across, down, scale)
        bitmap = leaf.render(scale=used, rotation=rotation, prefer_bgrx=True, force_bitmap_format=raw.FPDFBitmap_BGRx)
    except (pdfium.PdfiumError, ValueError, OSError):
        raise refusals.Damaged(file=path.name) from None
    data = bytes(bitmap.buffer)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    bitmap.close()
    leaf.close()
    if stride != width * 4:
        data = b"".join(data[row * stride : row * stride + width * 4] for row in range(height))
    return width, height, data, used


def _document(path: Path) -> Any:
    import pypdfium2 as pdfium

    key = f"{path}|{path.stat().st_mtime_ns}"
    if key not in _documents:
        document = pdfium.PdfDocument(path)
        if document.get_formtype():
            document.init_forms()  # filled-in fields are drawn only then
        _documents[key] = document
        while len(_documents) > _OPEN:
            _documents.popitem(last=False)[1].close()
    _documents.move_to_end(key)
    return _documents[key]


def _draw_image(path: Path, page: int, scale: float, rotation: int) -> tuple[int, int, bytes, float]:
    from PIL import Image, ImageOps

    from casereview.dossier.readers import images

    with images.opened(path, path.name) as image:
        if image.width * image.height > images.MAX_PIXELS:
            raise refusals.PictureTooLarge(file=path.name, pixels=0, limit=images.MAX_PIXELS // 1_000_000)
        image.seek(page - 1)
        width, height = images.size_of(image)
        used = clamped(width, height, scale)
        size = max(1, round(width * used)), max(1, round(height * used))
        image.draft("RGB", (max(size), max(size)))  # a JPEG is decoded at the next power of two above
        shown = ImageOps.exif_transpose(image).convert("RGB").resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        if rotation:
            shown = shown.rotate(-rotation, expand=True)
        return shown.width, shown.height, shown.tobytes("raw", "BGRX"), used
