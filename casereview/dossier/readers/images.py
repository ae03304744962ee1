"""Pictures: photographs and scans. EXIF turns them, plausible dpi size them, TIFF has many pages."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from casereview.dossier.model import Page, TextSource
from casereview.dossier.readers import refusals
from casereview.progress import Progress, silent

MAX_PIXELS = 250_000_000  # A0 at 300 dpi is 140 million
MAX_FRAMES = 5_000
USUAL_DPI = 200.0
_PLAUSIBLE_DPI = (72.5, 2400.0)  # 72 is what cameras and screens write without meaning it
_SMALLEST, _LARGEST = 36.0, 4000.0  # points: half an inch to 1.4 m
_TURNED = (5, 6, 7, 8)  # EXIF orientations that swap the sides


def read(path: Path, name: str, *, progress: Progress = silent) -> tuple[Page, ...]:
    """One page a frame, not recognised yet. Raises Damaged, PictureTooLarge, TooManyPages."""
    with opened(path, name) as image:
        count = getattr(image, "n_frames", 1)
        if count > MAX_FRAMES:
            raise refusals.TooManyPages(file=name, pages=count, limit=MAX_FRAMES)
        pages = []
        for index in range(count):
            image.seek(index)
            if image.width * image.height > MAX_PIXELS:
                raise _too_large(name, image.width * image.height)
            width, height = size_of(image)
            pages.append(Page(index + 1, width, height, TextSource.NONE))
            progress(index + 1, count, name)
        image.seek(0)
        _whole(image, name)
        return tuple(pages)


@contextmanager
def opened(path: Path, name: str) -> Iterator[Any]:
    """The picture, its size checked before a pixel is held; whatever Pillow raises over broken bytes is Damaged."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow warns from here and refuses twice as much
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                yield image
    except Image.DecompressionBombError as problem:
        said = re.search(r"\((\d+) pixels\)", str(problem))
        raise _too_large(name, int(said[1]) if said else MAX_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise refusals.Damaged(file=name) from None


def _too_large(name: str, pixels: int) -> refusals.PictureTooLarge:
    return refusals.PictureTooLarge(file=name, pixels=pixels // 1_000_000, limit=MAX_PIXELS // 1_000_000)


def _whole(image: Any, name: str) -> None:
    """A picture cut short opens and breaks when it is drawn: find out now. A JPEG is decoded at an eighth, which is quick."""
    image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
    image.load()


def size_of(image: Any) -> tuple[float, float]:
    """Width and height in points, as shown."""
    across, down = _dpi(image)
    width, height = image.width * 72 / across, image.height * 72 / down
    if not (min(width, height) >= _SMALLEST and max(width, height) <= _LARGEST):
        width, height = image.width * 72 / USUAL_DPI, image.height * 72 / USUAL_DPI
    if orientation(image) in _TURNED:
        width, height = height, width
    return round(width, 2), round(height, 2)


def _dpi(image: Any) -> tuple[float, float]:
    found = image.info.get("dpi")
    try:
        across, down = float(found[0]), float(found[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return USUAL_DPI, USUAL_DPI
    low, high = _PLAUSIBLE_DPI
    if low <= across <= high and low <= down <= high and 0.4 <= across / down <= 2.5:  # faxes: 204 by 98
        return across, down
    return USUAL_DPI, USUAL_DPI


def orientation(image: Any) -> int:
    """EXIF orientation 1 to 8; 1 where there is none or it cannot be read."""
    try:
        return int(image.getexif().get(0x0112, 1) or 1)
    except (ValueError, TypeError, SyntaxError, OSError):
        return 1
