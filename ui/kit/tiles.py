"""A page put on the screen: the whole of it while it is small, else sharp parts of what is in view over the whole one enlarged.

All here is in pixels of the page drawn at the scale in question, before it is turned: the sheet.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from ui.kit.filters import Filter
from ui.kit.page_ref import Key, PageRef
from ui.kit.pictures import CACHE_BYTES, TINY, Pictures, whole_scale
from ui.kit.wishes import Rank

if TYPE_CHECKING:
    from casereview.dossier.render import Part

SIDE = 768  # pixels of a part's side
_ROOM = CACHE_BYTES // 2 // 4  # pixels of parts that are shown at once; a larger screen gets them a little less sharp


def sheet(ref: PageRef, scale: float) -> tuple[int, int]:
    """Width and height of the page drawn at a scale, as the renderer rounds them."""
    return math.ceil(ref.width * scale), math.ceil(ref.height * scale)


def turned(wide: int, high: int, rotation: int) -> QTransform:
    """From a sheet of that size to where its pixels stand when it is turned clockwise, without a fraction."""
    to = {90: (high, 0), 180: (wide, high), 270: (0, wide)}.get(rotation % 360, (0, 0))
    return QTransform.fromTranslate(*to).rotate(rotation)


def parts(seen: QRectF, wide: int, high: int) -> list[Part]:
    """The parts of a sheet that are in view, the one in the middle first."""
    left, right = max(0, math.floor(seen.left())), min(wide, math.ceil(seen.right()))
    top, bottom = max(0, math.floor(seen.top())), min(high, math.ceil(seen.bottom()))
    found = [
        (x, y, min(SIDE, wide - x), min(SIDE, high - y))
        for y in range(top - top % SIDE, bottom, SIDE)
        for x in range(left - left % SIDE, right, SIDE)
    ]
    middle = seen.center()
    found.sort(key=lambda part: math.hypot(part[0] + part[2] / 2 - middle.x(), part[1] + part[3] / 2 - middle.y()))
    return found


def whole_key(ref: PageRef, scale: float, how: Filter) -> Key:
    """The picture of the whole page that is shown, or enlarged, at a scale."""
    return Key(ref, whole_scale(ref, scale), None, how)


def paint(
    painter: QPainter, pictures: Pictures, owner: Hashable, ref: PageRef, scale: float, seen: QRectF, how: Filter
) -> bool:
    """Draw a page on a painter whose unit is a pixel of the sheet; scale: in thousandths; seen: what of the sheet is in view.

    Asks for what is missing. Gives False where there is nothing to show yet.
    """
    wide, high = sheet(ref, scale)
    seen = seen & QRectF(0, 0, wide, high)
    whole = whole_key(ref, scale, how)
    held = pictures.held(whole)
    rough = held or pictures.nearest(ref, whole.scale, how)
    wishes = [] if rough else [(Rank.FIRST, Key(ref, TINY))]
    wishes += [] if held else [(Rank.PAGE, whole)]
    if whole.scale >= scale:
        pictures.want(owner, wishes)
        if held is not None:
            painter.drawImage(QPointF(0, 0), held)
        elif rough is not None:
            _enlarge(painter, rough, wide, high, seen)
        return rough is not None
    fits = math.sqrt(_ROOM / max(seen.width() * seen.height(), 1))
    sharp = scale if fits >= 1 else round(scale * fits, 3)
    by = scale / sharp
    near = QRectF(seen.topLeft() / by, seen.size() / by)
    keys = [Key(ref, sharp, part, how) for part in parts(near, *sheet(ref, sharp))]
    there = [(key, image) for key in keys if (image := pictures.held(key)) is not None]
    if rough is not None and len(there) < len(keys):
        _enlarge(painter, rough, wide, high, seen)
    painter.scale(by, by)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, by > 1)
    for key, image in there:
        assert key.part is not None
        painter.drawImage(QPointF(key.part[0], key.part[1]), image)
    known = {key for key, _ in there}
    pictures.want(owner, wishes + [(Rank.SHARP, key) for key in keys if key not in known])
    return rough is not None or bool(there)


def _enlarge(painter: QPainter, image: QImage, wide: int, high: int, seen: QRectF) -> None:
    """What is in view of a picture of the whole sheet, whatever its size."""
    across, down = image.width() / wide, image.height() / high
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    source = QRectF(seen.x() * across, seen.y() * down, seen.width() * across, seen.height() * down)
    painter.drawImage(seen, image, source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
