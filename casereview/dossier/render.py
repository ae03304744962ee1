"""Page pictures from one warm guarded process; the window only blits what comes back."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
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
        self._block: SharedMemory | None = None

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
            pixels = data if isinstance(data, bytes) else self._copied(data, width * height * 4)
        return Picture(width, height, width * 4, pixels, "BGRX", used)

    def _copied(self, name: str, size: int) -> bytes:
        """Pixels that the child left in shared memory. Its name is given up at once: nothing stays behind, however we end."""
        if self._block is None or self._block.name != name:
            self._forget()
            self._block = SharedMemory(name)
            self._block.unlink()
        assert self._block.buf is not None
        return bytes(self._block.buf[:size])

    def _forget(self) -> None:
        if self._block is not None:
            self._block.close()
        self._block = None

    def close(self) -> None:
        with self._lock:
            self._child.close()
            self._forget()


# --- in the child ---------------------------------------------------------------------------------------------------

_documents: OrderedDict[str, Any] = OrderedDict()


_block: SharedMemory | None = None


def _draw(
    path: str, kind: str, page: int, scale: float, rotation: int, report: Callable[..., None]
) -> tuple[int, int, bytes | str, float]:
    """Width, height, the pixels or the name of the shared memory that holds them, and the scale used."""
    return (_draw_image if kind == "image" else _draw_pdf)(Path(path), page, scale, rotation)


def _room(size: int) -> SharedMemory | None:
    """Shared memory for that many bytes, used again and again; None where the system has too little of it.

    A pipe takes longer to carry a page than PDFium to draw it.
    """
    global _block
    if _block is None or _block.size < size:
        if _block is not None:
            with contextlib.suppress(BufferError):  # the last picture is not quite gone: its memory goes with it
                _block.close()
            _block = None
        try:
            free = os.statvfs("/dev/shm") if sys.platform == "linux" else None
            if free is None or free.f_bavail * free.f_frsize > 2 * size:  # more than there is would end both of us
                _block = SharedMemory(create=True, size=size)
        except OSError:
            _block = None
    return _block


def clamped(width: float, height: float, scale: float) -> float:
    """The scale that keeps a page of that size in points within MAX_PIXELS."""
    pixels = max(width * height, 1.0) * scale * scale
    return scale if pixels <= MAX_PIXELS else scale * (MAX_PIXELS / pixels) ** 0.5 * 0.999


def _draw_pdf(path: Path, page: int, scale: float, rotation: int) -> tuple[int, int, bytes | str, float]:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    rooms: list[SharedMemory | None] = []

    def drawn_there(width: int, height: int, **form: Any) -> Any:
        """A bitmap whose pixels are the shared memory's own."""
        rooms.append(room := _room(width * height * 4))
        buffer = (ctypes.c_ubyte * (width * height * 4)).from_buffer(room.buf) if room and room.buf else None
        return pdfium.PdfBitmap.new_native(width, height, buffer=buffer, **form)

    try:
        document = _document(path)
        if not 1 <= page <= len(document):
            raise refusals.Damaged(file=path.name)
        leaf = document[page - 1]
        across, down = leaf.get_size()
        used = clamped(across, down, scale)
        bitmap = leaf.render(
            scale=used, rotation=rotation, prefer_bgrx=True, force_bitmap_format=raw.FPDFBitmap_BGRx,
            bitmap_maker=drawn_there,
        )  # fmt: skip
    except (pdfium.PdfiumError, ValueError, OSError):
        raise refusals.Damaged(file=path.name) from None
    width, height = bitmap.width, bitmap.height
    room = rooms[-1]
    data = room.name if room else bytes(bitmap.buffer)
    bitmap.close()
    leaf.close()
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


def _draw_image(path: Path, page: int, scale: float, rotation: int) -> tuple[int, int, bytes | str, float]:
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
        pixels = shown.tobytes("raw", "BGRX")
    room = _room(len(pixels))
    if room is None or room.buf is None:
        return shown.width, shown.height, pixels, used
    room.buf[: len(pixels)] = pixels
    return shown.width, shown.height, room.name, used
