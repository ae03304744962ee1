"""What is taken out of a picture, or made stronger, to read it: a view, never the evidence. Runs beside the window."""

from __future__ import annotations

from enum import Flag
from typing import Any

from PySide6.QtGui import QImage

Levels = tuple[int, int]
"""How dark the ink of a page is and how light its paper, 0 to 255."""

_LEAST = 24  # between ink and paper: an empty page has only grain, which is not to become ink
_INK, _PAPER = 0.55, 0.12  # of the way from ink to paper what is black; from paper to ink what is white


class Filter(Flag):
    """NO_RED: red seals vanish, black print below them stays · CONTRAST: faint ink black, dim paper white."""

    NONE = 0
    NO_RED = 1
    CONTRAST = 2


def image_of(picture: Any, how: Filter = Filter.NONE, levels: Levels = (0, 255)) -> QImage:
    """A picture of the renderer (blue, green, red, unused) as a QImage that owns its bytes."""
    data, stride, form = picture.data, picture.stride, QImage.Format.Format_RGB32
    if how & Filter.NO_RED:
        data, stride, form = without_red(picture), picture.width, QImage.Format.Format_Grayscale8
    if how & Filter.CONTRAST:
        data = data.translate(curve(levels))
    return QImage(data, picture.width, picture.height, stride, form).copy()


def without_red(picture: Any) -> bytes:
    """A byte a pixel: the red of it, in which red ink is light, and a quarter of what makes it red on top, so that it is as light as paper."""
    from PIL import Image, ImageChops

    size, data = (picture.width, picture.height), picture.data
    red, green, blue, _ = Image.frombuffer("RGBA", size, data, "raw", "BGRA", picture.stride, 1).split()
    redder = ImageChops.subtract(red, ImageChops.add(green, blue, scale=2))
    return ImageChops.add(red, redder.point([value // 4 for value in range(256)])).tobytes()


def levels_of(picture: Any) -> Levels:
    """Of a whole page, however small: paper is what most of it is, ink the darkest hundredth."""
    counts = [0] * 256
    for value in picture.data[1::4]:  # green is nearest to what the eye calls light
        counts[value] += 1
    total = sum(counts)
    ink, paper = _at(counts, total / 100), _at(counts, total / 2)
    return min(ink, paper - _LEAST), max(paper, _LEAST)


def _at(counts: list[int], wanted: float) -> int:
    seen = 0
    for value, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return value
    return 255


def curve(levels: Levels) -> bytes:
    """For each brightness the one that is shown."""
    ink, paper = levels
    black, white = ink + _INK * (paper - ink), paper - _PAPER * (paper - ink)
    return bytes(min(max(round(255 * (value - black) / (white - black)), 0), 255) for value in range(256))
