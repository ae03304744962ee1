"""Paths of OFD (AbbreviatedData, GB/T 33190-2016, 9.1): steps of moves, lines and cubic curves."""

from __future__ import annotations

import math
from collections.abc import Iterator

from casereview.dossier.readers.ofd_package import numbers

Step = tuple[str, tuple[float, ...]]
MAX_STEPS = 200_000
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_PIECES = 32  # lines that stand for a full circle


def steps(data: str) -> list[Step]:
    """M and L with a point, B with three, C closes. What breaks the grammar ends the path."""
    found: list[Step] = []
    parts = data.split()
    at, x, y = 0, 0.0, 0.0
    while at < len(parts) and len(found) < MAX_STEPS:
        kind = parts[at]
        takes = _TAKES.get(kind)
        if takes is None:
            break
        values = numbers(" ".join(parts[at + 1 : at + 1 + takes]))
        if len(values) < takes:
            break
        at += 1 + takes
        if kind in "LQBA" and not found:
            found.append(("M", (x, y)))
        if kind in "SM":
            found.append(("M", tuple(values)))
        elif kind == "Q":
            a, b, u, v = values
            found.append(
                ("B", (x + (a - x) * 2 / 3, y + (b - y) * 2 / 3, u + (a - u) * 2 / 3, v + (b - v) * 2 / 3, u, v))
            )
        elif kind == "A":
            found += _arc(x, y, values)
        else:
            found.append((kind, tuple(values)))
        if takes:
            x, y = values[-2], values[-1]
    return found if any(kind != "M" for kind, _ in found) else []


def _arc(x: float, y: float, values: list[float]) -> Iterator[Step]:
    """An elliptical arc as short lines: by its centre, as SVG reckons it (implementation notes, F.6.5)."""
    rx, ry, turned, large, sweep, u, v = abs(values[0]), abs(values[1]), *values[2:]
    if not rx or not ry or (x, y) == (u, v):
        yield "L", (u, v)
        return
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    p = (cos * (x - u) + sin * (y - v)) / 2
    q = (-sin * (x - u) + cos * (y - v)) / 2
    grown = math.sqrt(max(1.0, (p / rx) ** 2 + (q / ry) ** 2))
    rx, ry = rx * grown, ry * grown
    below = (rx * q) ** 2 + (ry * p) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if bool(large) == bool(sweep) else 1)
    cp, cq = root * rx * q / ry, -root * ry * p / rx
    start = math.atan2((q - cq) / ry, (p - cp) / rx)
    end = math.atan2((-q - cq) / ry, (-p - cp) / rx)
    if sweep and end < start:
        end += 2 * math.pi
    elif not sweep and end > start:
        end -= 2 * math.pi
    mx, my = cos * cp - sin * cq + (x + u) / 2, sin * cp + cos * cq + (y + v) / 2
    count = max(2, math.ceil(abs(end - start) / (2 * math.pi) * _PIECES))
    for k in range(1, count):
        angle = start + (end - start) * k / count
        a, b = rx * math.cos(angle), ry * math.sin(angle)
        yield "L", (mx + cos * a - sin * b, my + sin * a + cos * b)
    yield "L", (u, v)
