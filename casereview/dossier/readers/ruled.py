"""What is drawn on a scanned page besides letters: the ruled cells of tables, boxes to tick, and strokes in empty cells.

Forms are read by cells, and a scan tells them only by their lines. Needs OpenCV (the extra `ocr`); lengths in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

cv2: Any = import_module("cv2")  # of the extra: where it is not installed, no type checker finds it

_ACROSS, _DOWN = 28.0, 15.0  # the shortest rule of a table; strokes of large letters are shorter than the first
_BRIDGE = 8.0  # a break in a rule that noise makes
_SMALLEST_CELL = 9.0
_SAME_EDGE = 4.0
_SEAL_SIDES = (55.0, 230.0)  # 2 to 8 cm
_SEAL_GAP = 4.0  # between the parts of a seal
_UNDERLINE = 0.55  # a row of pixels with that share of ink is an underline, not letters
_TICK_INK = 0.12  # share of the middle of a box
_FAINT, _DARK = 28.0, 60.0  # grey levels: from which on something stands in a box; by which a filled one is darker
_SOLID = 0.85  # share of its rectangle that a filled box covers
_INSET = 2.0  # from the rules of a cell to what stands in it
_ALONE, _SHORTEST_STROKE = 0.85, 5.0  # share of a cell's ink that is its stroke; the stroke's height
_SECTORS, _CLOSED = (
    16,
    0.85,
)  # a ring is drawn in that share of the directions from its middle, a scan breaks it here and there
_EMPTY_INSIDE = 0.06
_WORD_GAP, _LETTER, _ROW = 12.0, (7.0, 20.0), 60.0  # between words; heights of letters; the shortest row of them
_COVERED = 0.25  # share of a letter's room that is red
_WRITTEN_ON = 0.7  # of a blank's width that its underline covers
_FILLED = 0.6  # a cell fills its rectangle; what is open or crooked is none


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in pixels; `at` is (table, row, column) from 1, a merged cell by its top left corner."""

    x0: int
    y0: int
    x1: int
    y1: int
    at: tuple[int, int, int]

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1


@dataclass(frozen=True, slots=True)
class Tick:
    """A square drawn to be ticked, in pixels. ticked is None where it cannot be told."""

    x0: int
    y0: int
    x1: int
    y1: int
    ticked: bool | None


@dataclass(frozen=True, slots=True)
class Rules:
    cells: tuple[Cell, ...]
    ticks: tuple[Tick, ...]
    ink: Any  # 0 and 255, the rules of tables taken out
    fine: Any  # the same with the thinnest strokes, and more dust
    black: Any  # ink by the red light alone, in which a seal is paper
    red: Any  # where the colour of seals is
    unit: float  # pixels in a point

    def struck(self) -> list[tuple[Cell, str]]:
        r"""The cells in which one slanting stroke stands and nothing else, with \ or /."""
        found = []
        for cell in self.cells:
            inset = int(_INSET * self.unit)
            box = (cell.x0 + inset, cell.y0 + inset, cell.x1 - inset, cell.y1 - inset)
            if sign := self._lone_stroke(*box):
                found.append((cell, sign))
        return found

    def _lone_stroke(self, x0: int, y0: int, x1: int, y1: int) -> str:
        part = self.ink[y0:y1, x0:x1]
        if not part.size or not part.any():
            return ""
        stroke = _largest(part)
        down = np.nonzero(stroke)[0]
        alone = stroke.sum() >= _ALONE * (part > 0).sum() and np.ptp(down) >= _SHORTEST_STROKE * self.unit
        return self.is_slash(x0, y0, x1 - 1, y1 - 1) if alone else ""

    def is_slash(self, x0: float, y0: float, x1: float, y1: float) -> str:
        r"""\ or / where nothing but one slanting stroke stands there, else ""."""
        part = self.ink[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1]
        down, across = np.nonzero(_largest(part))
        if len(across) < 8 or np.ptp(across) < 0.15 * np.ptp(down) or np.ptp(down) < 0.5 * np.ptp(across):
            return ""
        slant = float(np.corrcoef(across, down)[0, 1])
        return "\\" if slant > 0.7 else "/" if slant < -0.7 else ""

    def is_ring(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether one round line with paper inside stands there: 〇, which a recogniser passes over."""
        part = self.black[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1]
        if not part.size or not part.any():
            return False
        down, across = np.nonzero(_largest(part))
        high, wide = int(np.ptp(down)) + 1, int(np.ptp(across)) + 1
        if not (0.7 < wide / high < 1.4 and high > _SHORTEST_STROKE * self.unit):
            return False
        rows, columns = np.nonzero(part[down.min() : down.max() + 1, across.min() : across.max() + 1])
        y, x = (2 * rows + 1) / high - 1, (2 * columns + 1) / wide - 1  # -1 to 1 about the middle
        reach = np.hypot(x, y)
        sectors = np.floor((np.arctan2(y, x) / np.pi + 1) * _SECTORS / 2)[(reach > 0.6) & (reach < 1.15)]
        return len(np.unique(sectors)) >= _CLOSED * _SECTORS and bool((reach < 0.45).mean() < _EMPTY_INSIDE)

    def is_underlined(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether a rule to write on runs through the foot of that blank."""
        part = self.ink[max(int((y0 + y1) / 2), 0) : int(y1 + 2 * self.unit), max(int(x0), 0) : int(x1) + 1] > 0
        if part.shape[0] < 3 or not part.shape[1]:
            return False
        thick = part[:-2] | part[1:-1] | part[2:]  # a scanned rule wanders by a row
        return bool(thick.mean(axis=1).max() > _WRITTEN_ON)

    def beside(self, spot: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
        """Where letters stand in a row left or right of a seal, at its height: left, top, right, bottom of each row."""
        top, unit = max(spot[1], 0), self.unit
        part = cv2.bitwise_and(self.ink, self.black)[top : spot[3]]
        part[:, max(spot[0] - int(unit), 0) : spot[2] + int(unit)] = 0
        rows = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((1, int(_WORD_GAP * unit)), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(rows)
        return [
            (int(x), int(y) + top, int(x + width), int(y + height) + top)
            for x, y, width, height, _ in stats[1:count]
            if _LETTER[0] * unit <= height <= _LETTER[1] * unit and width >= _ROW * unit
        ]

    def is_covered(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the red of a seal lies there, under which something may be written that nobody sees."""
        part = self.red[max(int(y0), 0) : int(y1) + 1, max(int(x0), 0) : int(x1) + 1]
        return bool(part.size) and float(part.mean()) > _COVERED

    def gaps(self, x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
        """Where no ink stands in a line of text: left and right of each blank stretch. Underlines do not count as ink."""
        left = max(int(x0), 0)
        part = self.fine[max(int(y0), 0) : int(y1) + 1, left : int(x1) + 1] > 0
        if not part.size:
            return []
        part = part[part.mean(axis=1) < _UNDERLINE]
        blank = np.concatenate([[0], ~part.any(axis=0), [0]]).astype(np.int8)
        steps = np.diff(blank)
        return [
            (float(left + a), float(left + b)) for a, b in zip(np.nonzero(steps == 1)[0], np.nonzero(steps == -1)[0])
        ]


def look(pixels: Any, unit: float) -> Rules:
    """The rules of an RGB picture whose lines are level; `unit` is its pixels in a point."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = _ink(cv2.medianBlur(gray, 3), unit, 15)
    mask = _rules(ink, unit)
    cells = _cells(mask, unit)
    paper = cv2.bitwise_not(mask)
    rest = cv2.bitwise_and(ink, paper)
    fine = cv2.bitwise_and(_ink(cv2.GaussianBlur(gray, (3, 3), 0), unit, 25), paper)
    black = _ink(cv2.medianBlur(np.ascontiguousarray(pixels[..., 0]), 3), unit, 60)
    return Rules(tuple(cells), tuple(_ticks(rest, gray, pixels, unit)), rest, fine, black, _red(pixels), unit)


def _ink(gray: Any, unit: float, darker: int) -> Any:
    window = max(int(12 * unit) | 1, 3)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, darker)


def _red(pixels: Any) -> Any:
    return pixels[..., 0].astype(np.int16) - pixels[..., 1:].max(axis=2) > 40


def seals(pixels: Any, unit: float) -> list[tuple[int, int, int, int]]:
    """Where red seals stand in an RGB picture: left, top, right, bottom."""
    red = _red(pixels).astype(np.uint8)
    reach = max(int(_SEAL_GAP * unit), 3)
    near = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(near)
    low, high = (side * unit for side in _SEAL_SIDES)
    return [
        (int(x), int(y), int(x + width), int(y + height))
        for x, y, width, height, _ in stats[1:count]
        if low < min(width, height) and max(width, height) < high and 0.6 < width / height < 1.7
    ]


def _rules(ink: Any, unit: float) -> Any:
    """Horizontal and vertical rules that meet: an underline meets no vertical, a letter's stroke no horizontal."""
    across = _lines(ink, (int(_ACROSS * unit), 1), (int(_BRIDGE * unit), 1))
    down = _lines(ink, (1, int(_DOWN * unit)), (1, int(_BRIDGE * unit)))
    down = _ending_at(down, across, unit)
    reach: Any = np.ones((max(int(1.5 * unit), 3),) * 2, np.uint8)
    across = _touching(across, cv2.dilate(down, reach))
    return cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))


def _lines(ink: Any, length: tuple[int, int], bridge: tuple[int, int]) -> Any:
    thick = (1, 3) if length[0] > 1 else (3, 1)
    found = cv2.dilate(ink, np.ones(thick[::-1], np.uint8))
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((length[1], length[0]), np.uint8))
    return cv2.morphologyEx(found, cv2.MORPH_CLOSE, np.ones((bridge[1], bridge[0]), np.uint8))


def _ending_at(down: Any, across: Any, unit: float) -> Any:
    """The verticals with both ends on a horizontal; one that runs off the page may end nowhere, if it is long."""
    near = cv2.dilate(across, np.ones((max(int(5 * unit), 3), max(int(3 * unit), 3)), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(down)
    keep = np.zeros(count, np.uint8)
    for number in range(1, count):
        x, y, width, height, _ = stats[number]
        ends = [bool(near[y, x : x + width].any()), bool(near[y + height - 1, x : x + width].any())]
        keep[number] = 255 if all(ends) or (any(ends) and height > 50 * unit) else 0
    return keep[marks]


def _touching(lines: Any, others: Any) -> Any:
    count, marks = cv2.connectedComponents(lines)
    keep = np.zeros(count, np.uint8)
    keep[np.unique(marks[others > 0])] = 255
    keep[0] = 0
    return keep[marks]


def _cells(mask: Any, unit: float) -> list[Cell]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    tables = [
        (int(x), int(y), int(x + width), int(y + height))
        for x, y, width, height, _ in stats[1:count]
        if width > 2 * _ACROSS * unit and height > _DOWN * unit
    ]
    tables = [t for t in tables if not any(_inside(t, other) for other in tables if other is not t)]
    found: list[Cell] = []
    for number, table in enumerate(sorted(tables, key=lambda t: (t[1], t[0])), 1):
        own = _of_table(mask, table, unit)
        found += _numbered(own, number, unit) if len(own) > 1 else []
    return found


def _inside(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def _of_table(mask: Any, table: tuple[int, int, int, int], unit: float) -> list[tuple[int, int, int, int]]:
    """The white rectangles inside; a side that the end of the page cuts off is drawn."""
    x0, y0, x1, y1 = table
    part = mask[y0:y1, x0:x1].copy()
    cv2.rectangle(part, (0, 0), (x1 - x0 - 1, y1 - y0 - 1), 255, 2)
    count, _, stats, _ = cv2.connectedComponentsWithStats(255 - part, connectivity=4)
    least = _SMALLEST_CELL * unit
    return [
        (int(x0 + x), int(y0 + y), int(x0 + x + width), int(y0 + y + height))
        for x, y, width, height, area in stats[1:count]
        if width >= least and height >= least and area >= _FILLED * width * height
    ]


def _numbered(boxes: Sequence[tuple[int, int, int, int]], table: int, unit: float) -> list[Cell]:
    rows = _steps((box[1] for box in boxes), _SAME_EDGE * unit)
    columns = _steps((box[0] for box in boxes), _SAME_EDGE * unit)
    cells = [Cell(*box, (table, _step(rows, box[1]), _step(columns, box[0]))) for box in boxes]
    return sorted(cells, key=lambda cell: cell.at)


def _steps(edges: Iterable[int], tolerance: float) -> list[float]:
    """Where edges begin that are taken for one: the first of each heap."""
    out: list[float] = []
    last = -1e9
    for edge in sorted(edges):
        if edge - last > tolerance:
            out.append(edge)
        last = edge
    return out


def _step(steps: Sequence[float], edge: float) -> int:
    return sum(1 for step in steps if step <= edge)


def _ticks(ink: Any, gray: Any, pixels: Any, unit: float) -> list[Tick]:
    count, marks, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    out = []
    for number in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[number])
        box = (x, y, x + width, y + height)
        if not (
            5.5 * unit <= min(width, height) and max(width, height) <= 17 * unit and width < 1.9 * height < 2.7 * width
        ):
            continue
        shape = marks[y : y + height, x : x + width] == number
        if _is_square(shape, unit):
            out.append(Tick(*box, _state(ink, gray, box)))
        elif 0.8 < width / height < 1.25 and shape.mean() > _SOLID and not _is_red(pixels, box):
            out.append(Tick(*box, True))
    return out


def _state(ink: Any, gray: Any, box: tuple[int, int, int, int]) -> bool | None:
    """Whether a tick stands in the box, None where something faint or small does: a speck, a tick of a dry pen."""
    if _inner_ink(ink, box) > _TICK_INK:
        return True
    inner = _inner(gray, box)
    paper = float(np.median(gray[max(box[1] - 4, 0) : box[3] + 4, max(box[0] - 4, 0) : box[2] + 4]))
    if float(np.median(inner)) < paper - _DARK:
        return True  # filled so evenly that it has no strokes
    return False if float(np.median(inner) - np.percentile(inner, 2)) < _FAINT else None


def _inner(picture: Any, box: tuple[int, int, int, int]) -> Any:
    """The middle of a box: half its sides."""
    x0, y0, x1, y1 = box
    across, down = (x1 - x0) // 4, (y1 - y0) // 4
    return picture[y0 + down : y1 - down, x0 + across : x1 - across]


def _inner_ink(ink: Any, box: tuple[int, int, int, int]) -> float:
    return float((_inner(ink, box) > 0).mean())


def _is_red(pixels: Any, box: tuple[int, int, int, int]) -> bool:
    part = _inner(pixels, box).astype(np.int16)
    return float((part[..., 0] - part[..., 1:].max(axis=2) > 40).mean()) > 0.3


def _is_square(shape: Any, unit: float) -> bool:
    """Ink along all four sides; a tick may stand out of the box a little."""
    band = max(int(1.2 * unit), 2)
    sides = [
        shape[:band].any(axis=0),
        shape[-band:].any(axis=0),
        shape[:, :band].any(axis=1),
        shape[:, -band:].any(axis=1),
    ]
    return all(side.mean() > 0.85 for side in sides) and bool(shape.mean() < 0.75)


def _largest(part: Any) -> Any:
    count, marks, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    if count < 2:
        return np.zeros_like(part)
    return marks == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
