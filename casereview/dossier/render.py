"""Page pictures from one warm guarded process; the window only blits what comes back."""

from __future__ import annotations

import contextlib
import ctypes
import math
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
from casereview.progress import Progress, silent

MAX_PIXELS = 40_000_000  # whatever the zoom: 160 MB at four bytes
_OPEN = 4  # documents kept open in the child
_HELD_BYTES = 200 << 20  # a decoded photograph is kept for its next part up to this size

Part = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the whole page drawn at a scale, before it is turned."""


class PageUnshown(CaseReviewError):
    """The page could not be drawn; `file`, `page`."""

    code = "page-unshown"


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, four bytes each in the order blue, green, red, unused: Qt's Format_RGB32 on every machine we run on.

    scale  what was used: smaller than asked for where a whole page would pass 40 million pixels
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
        self._count = 0
        self._unheard: list[str] = []  # memory that a child may have made and could not tell of

    def warm(self, progress: Progress = silent) -> None:
        """Start the process and let it import what it draws with, so that the first page need not wait for that."""
        with self._lock:
            self._child.call(_import, progress=progress)

    def picture(
        self,
        path: Path,
        kind: str,
        page: int,
        scale: float,
        rotation: int = 0,
        *,
        part: Part | None = None,
        progress: Progress = silent,
    ) -> Picture:
        """Page `page` (from 1) of a "pdf" or "image" file; scale 1.0 is 72 dpi; rotation is a view, in quarter turns of
        90 degrees clockwise; part: only this piece of the page, as sharp as the whole at that scale would be.

        Raises PageUnshown when the page is damaged, too slow or too large to draw. `progress` is called while one waits;
        what it raises ends the process that draws, and the next picture begins a new one.
        """
        with self._lock:
            self._count += 1
            room = f"casereview-{os.getpid()}-{id(self):x}-{self._count}"
            try:
                width, height, data, used = self._child.call(
                    _draw, str(path), kind, page, scale, rotation % 360, part, room, progress=progress
                )
            except refusals.Refused as problem:
                self._left_behind(room)
                raise PageUnshown(file=path.name[:12], page=page, reason=problem.code) from None
            except BaseException:
                self._left_behind(room)
                raise
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

    def _left_behind(self, room: str) -> None:
        """A child that lives tells of its memory with the next picture; one that was ended takes none with it."""
        self._unheard.append(room)
        if not self._child.pid:
            self._sweep()

    def _sweep(self) -> None:
        for name in self._unheard:
            with contextlib.suppress(OSError):
                left = SharedMemory(name)
                left.close()
                left.unlink()
        self._unheard.clear()

    def _forget(self) -> None:
        if self._block is not None:
            self._block.close()
        self._block = None

    def close(self) -> None:
        with self._lock:
            self._child.close()
            self._sweep()
            self._forget()


# --- in the child ---------------------------------------------------------------------------------------------------

_Drawn = tuple[int, int, bytes | str, float]
"""Width, height, the pixels or the name of the shared memory that holds them, and the scale used."""

_documents: OrderedDict[str, Any] = OrderedDict()
_leaf: tuple[str, int, Any] | None = None  # the page drawn last, open: its pictures are decoded already
_block: SharedMemory | None = None
_name = ""


def _import(report: Callable[..., None]) -> None:
    import PIL.Image  # noqa: F401
    import pypdfium2  # noqa: F401


def _draw(
    path: str,
    kind: str,
    page: int,
    scale: float,
    rotation: int,
    part: Part | None,
    room: str,
    report: Callable[..., None],
) -> _Drawn:
    """room: the name for shared memory, should more of it be needed."""
    global _name
    _name = room
    return (_draw_image if kind == "image" else _draw_pdf)(Path(path), page, scale, rotation, part)


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
                _block = SharedMemory(_name, create=True, size=size)
        except OSError:
            _block = None
    return _block


def clamped(width: float, height: float, scale: float) -> float:
    """The scale that keeps a page of that size in points within MAX_PIXELS."""
    pixels = max(width * height, 1.0) * scale * scale
    return scale if pixels <= MAX_PIXELS else scale * (MAX_PIXELS / pixels) ** 0.5 * 0.999


def within(part: Part, width: int, height: int) -> Part:
    """The part as far as it lies on a page of so many pixels; at least one pixel, at most MAX_PIXELS."""
    left, top = min(max(part[0], 0), width - 1), min(max(part[1], 0), height - 1)
    across = max(1, min(part[2], width - left))
    return left, top, across, max(1, min(part[3], height - top, MAX_PIXELS // across))


def turned(part: Part, width: int, height: int, rotation: int) -> Part:
    """Where a part of a page of so many pixels lies once the page is turned clockwise."""
    left, top, across, down = part
    if rotation == 90:
        return height - top - down, left, down, across
    if rotation == 180:
        return width - left - across, height - top - down, across, down
    if rotation == 270:
        return top, width - left - across, down, across
    return part


def _draw_pdf(path: Path, page: int, scale: float, rotation: int, part: Part | None) -> _Drawn:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    rooms: list[SharedMemory | None] = []

    def drawn_there(width: int, height: int, **form: Any) -> Any:
        """A bitmap whose pixels are the shared memory's own."""
        rooms.append(room := _room(width * height * 4))
        buffer = (ctypes.c_ubyte * (width * height * 4)).from_buffer(room.buf) if room and room.buf else None
        return pdfium.PdfBitmap.new_native(width, height, buffer=buffer, **form)

    try:
        leaf = _page(path, page)
        across, down = leaf.get_size()
        used = scale if part else clamped(across, down, scale)
        bitmap = leaf.render(
            scale=used, rotation=rotation, prefer_bgrx=True, force_bitmap_format=raw.FPDFBitmap_BGRx,
            bitmap_maker=drawn_there, crop=_crop(part, across, down, used, rotation) if part else (0, 0, 0, 0),
        )  # fmt: skip
    except (pdfium.PdfiumError, ValueError, OSError):
        raise refusals.Damaged(file=path.name) from None
    width, height = bitmap.width, bitmap.height
    room = rooms[-1]
    data = room.name if room else bytes(bitmap.buffer)
    bitmap.close()
    return width, height, data, used


def _crop(part: Part, across: float, down: float, scale: float, rotation: int) -> tuple[float, float, float, float]:
    """What to cut off at the left, bottom, right and top of the page as turned, in points.

    They are rounded up to pixels later on; half a pixel less makes them the whole pixels that are meant.
    """
    width, height = math.ceil(across * scale), math.ceil(down * scale)
    left, top, wide, high = turned(within(part, width, height), width, height, rotation)
    if rotation in (90, 270):
        width, height = height, width
    cut = left, height - top - high, width - left - wide, top
    return (cut[0] - 0.5) / scale, (cut[1] - 0.5) / scale, (cut[2] - 0.5) / scale, (cut[3] - 0.5) / scale


def _page(path: Path, page: int) -> Any:
    """The page, left open: PDFium then keeps its decoded pictures for the next part of it."""
    global _leaf
    key = _key(path)
    if _leaf is None or _leaf[:2] != (key, page):
        if _leaf is not None:
            _leaf[2].close()
            _leaf = None
        document = _document(key, path)
        if not 1 <= page <= len(document):
            raise refusals.Damaged(file=path.name)
        _leaf = key, page, document[page - 1]
    return _leaf[2]


def _key(path: Path) -> str:
    return f"{path}|{path.stat().st_mtime_ns}"


def _document(key: str, path: Path) -> Any:
    import pypdfium2 as pdfium

    if key not in _documents:
        document = pdfium.PdfDocument(path)
        if document.get_formtype():
            document.init_forms()  # filled-in fields are drawn only then
        _documents[key] = document
        while len(_documents) > _OPEN:
            _documents.popitem(last=False)[1].close()
    _documents.move_to_end(key)
    return _documents[key]


@dataclass(frozen=True, slots=True)
class _Photo:
    """A decoded picture, upright. size: in points as shown · whole: nothing was left out when it was decoded."""

    key: tuple[str, int]
    image: Any
    size: tuple[float, float]
    whole: bool

    def serves(self, key: tuple[str, int], wanted: int) -> bool:
        """Whether it has the pixels for a page whose longer side is to have so many."""
        return self.key == key and (self.whole or max(self.image.size) >= wanted)


_photo: _Photo | None = None


def _draw_image(path: Path, page: int, scale: float, rotation: int, part: Part | None) -> _Drawn:
    from PIL import Image

    photo = _photo_of(path, page, scale, part is not None)
    across, down = photo.size
    used = scale if part else clamped(across, down, scale)
    width, height = max(1, round(across * used)), max(1, round(down * used))
    left, top, wide, high = within(part or (0, 0, width, height), width, height)
    by, down_by = photo.image.width / width, photo.image.height / height
    box = left * by, top * down_by, (left + wide) * by, (top + high) * down_by
    shown = photo.image.resize((wide, high), Image.Resampling.BILINEAR, box, reducing_gap=2.0).convert("RGB")
    if rotation:
        shown = shown.rotate(-rotation, expand=True)
    pixels = shown.tobytes("raw", "BGRX")
    room = _room(len(pixels))
    if room is None or room.buf is None:
        return shown.width, shown.height, pixels, used
    room.buf[: len(pixels)] = pixels
    return shown.width, shown.height, room.name, used


def _photo_of(path: Path, page: int, scale: float, parted: bool) -> _Photo:
    """The picture with at least the pixels for this scale; the last one is kept, for its next part needs no decoding."""
    global _photo
    from casereview.dossier.readers import images

    try:
        key = _key(path), page
    except OSError:
        raise refusals.Damaged(file=path.name) from None
    if _photo is not None and _photo.serves(key, math.ceil(max(_photo.size) * scale)):
        return _photo
    _photo = None
    with images.opened(path, path.name) as image:
        if image.width * image.height > images.MAX_PIXELS:
            raise refusals.PictureTooLarge(file=path.name, pixels=0, limit=images.MAX_PIXELS // 1_000_000)
        image.seek(page - 1)
        size = images.size_of(image)
        side = math.ceil(max(size) * (scale if parted else clamped(*size, scale)))
        native = image.size
        image.draft("RGB", (side, side))  # a JPEG is decoded at the next power of two above
        photo = _Photo(key, _upright(image), size, image.size == native)
    if photo.image.width * photo.image.height * len(photo.image.getbands()) <= _HELD_BYTES:
        _photo = photo
    return photo


def _upright(image: Any) -> Any:
    """As its EXIF says, grey or coloured, what is transparent on white paper."""
    from PIL import Image, ImageOps

    shown = ImageOps.exif_transpose(image)
    if shown.mode in ("L", "RGB"):
        return shown
    if shown.mode == "1":
        return shown.convert("L")
    if not shown.has_transparency_data:
        return shown.convert("RGB")
    layer = shown.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
