"""Line icons of one family (Lucide, ISC licence; see resources/icons/LICENSE), coloured by a token of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from casereview.words import RESOURCES

FOLDER = RESOURCES / "icons"
_SIZES = (16, 20, 24, 32, 40, 48, 64)


@lru_cache(maxsize=512)
def icon(name: str, color: str, checked: str = "", size: int = 0) -> QIcon:
    """The icon in one colour, in another when its button is checked. Raises FileNotFoundError for an unknown name.

    size  pixels it will be shown at, where that is known: only what can be shown is drawn then
    """
    made = QIcon()
    for each in (size, size * 2) if size else _SIZES:
        made.addPixmap(pixmap(name, color, each), QIcon.Mode.Normal, QIcon.State.Off)
        if checked:
            made.addPixmap(pixmap(name, checked, each), QIcon.Mode.Normal, QIcon.State.On)
    return made


@lru_cache(maxsize=2048)
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `size` pixels high at a device pixel ratio."""
    text = (FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", color)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
