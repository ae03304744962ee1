"""A scanned page set straight before it is recognised: turned by quarters, and by the few degrees of a scanner.

Needs NumPy and OpenCV, which come with the extra `ocr`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from casereview.dossier.model import Box

cv2: Any = import_module("cv2")  # of the extra: where it is not installed, no type checker finds it

_MOST_TILT = 8.0  # degrees: more than that is no scanner's, and is left to the recogniser
_LEAST_TILT = 0.15
_LOOK_AT = 900  # pixels of the longer side while the tilt is measured


@dataclass(frozen=True, slots=True)
class Straight:
    """The picture to recognise and the way back: `back` (2 by 3) takes its pixels to those of the page as shown."""

    pixels: Any
    back: Any
    turned: int = 0  # quarter turns, clockwise

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The smallest upright rectangle of the shown page that covers this one."""
        corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ self.back.T
        low, high = corners.min(axis=0), corners.max(axis=0)
        return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def x(self, x: float, y: float) -> float:
        """Where a point of the picture stands on the shown page, from the left."""
        return float(self.back[0] @ np.array([x, y, 1.0]))

    def quarters(self, turns: int) -> Straight:
        """Turned clockwise by quarters more."""
        height, width = self.pixels.shape[:2]
        ways = {1: [[0, 1, 0], [-1, 0, height]], 2: [[-1, 0, width], [0, -1, height]], 3: [[0, -1, width], [1, 0, 0]]}
        if turns % 4 == 0:
            return self
        step = np.vstack([np.array(ways[turns % 4], float), [0, 0, 1]])
        pixels = np.ascontiguousarray(np.rot90(self.pixels, -turns))
        return Straight(pixels, (_whole(self.back) @ step)[:2], (self.turned + turns) % 4)


def straightened(pixels: Any) -> Straight:
    """An RGB picture with its lines level."""
    angle = tilt(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    if abs(angle) < _LEAST_TILT:
        return Straight(pixels, np.array([[1.0, 0, 0], [0, 1.0, 0]]))
    height, width = pixels.shape[:2]
    way = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(
        pixels, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )  # the picture's own edge is drawn out: white corners would be read as strokes
    return Straight(level, cv2.invertAffineTransform(way))


def tilt(gray: Any) -> float:
    """Degrees to turn counter-clockwise by so that lines are level: where the rows of ink are told apart best."""
    scale = min(1.0, _LOOK_AT / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 18).astype(np.float32)
    if ink.mean() < 0.001:
        return 0.0
    rough = max(np.arange(-_MOST_TILT, _MOST_TILT + 0.1, 0.5), key=lambda angle: _sharpness(ink, float(angle)))
    fine = max(np.arange(rough - 0.5, rough + 0.51, 0.1), key=lambda angle: _sharpness(ink, float(angle)))
    level = _sharpness(ink, 0.0)
    sure = _sharpness(ink, float(fine)) > 1.05 * level and abs(rough) < _MOST_TILT
    return round(float(fine), 2) if sure else 0.0


def _sharpness(ink: Any, angle: float) -> float:
    height, width = ink.shape
    way = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, way, (width, height)).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _whole(way: Any) -> Any:
    return np.vstack([way, [0, 0, 1]])
