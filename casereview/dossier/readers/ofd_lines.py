"""Texts of an OFD page as lines: pieces that stand on one height are read from left to right, label before value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier.model import Box, Run

_RISE, _FALL = 0.86, 0.14  # of the size, above and below the base line
_JOIN = 1.2  # sizes between two pieces of one line; what stands farther off is a run of its own
_SPACE = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """One TextCode on the page as shown, in points from the top left.

    lefts     left side of each character and the right one of the last
    top, end  base lines of the uppermost and the lowest character; level: all stand on one line, upright
    """

    text: str
    lefts: tuple[float, ...]
    top: float
    end: float
    size: float
    level: bool


def runs(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """From top to bottom, on each height from left to right; what stands aslant or upright is a run of its own."""
    level = sorted((p for p in pieces if p.level and p.text.strip()), key=lambda p: (p.top, p.lefts[0]))
    found = [(row[0].top, run) for row in _rows(level) for run in _joined(sorted(row, key=lambda p: p.lefts[0]))]
    found += [(p.top, _upright(p)) for p in pieces if not p.level and p.text.strip()]
    return tuple(run for _, run in sorted(found, key=lambda pair: pair[0]))


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in pieces:
        if row and piece.top - row[0].top > min(piece.size, row[0].size) / 2:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _joined(row: Sequence[Piece]) -> Iterator[Run]:
    open_: list[Piece] = []
    for piece in row:
        if open_ and not -0.5 < (piece.lefts[0] - open_[-1].lefts[-1]) / max(piece.size, 0.1) < _JOIN:
            yield _line(open_)
            open_ = []
        open_.append(piece)
    if open_:
        yield _line(open_)


def _line(pieces: Sequence[Piece]) -> Run:
    text, lefts = "", list[float]()
    for piece in pieces:
        if text and piece.lefts[0] - lefts[-1] > _SPACE * piece.size:
            text += " "
        else:
            lefts = lefts[:-1]
        text += piece.text
        lefts += piece.lefts
    start = len(text) - len(text.lstrip())
    text = text.strip()
    lefts = [round(max(0.0, x), 2) for x in lefts[start : start + len(text) + 1]]
    tops = min(p.top - p.size * _RISE for p in pieces), max(p.end + p.size * _FALL for p in pieces)
    edges = tuple(lefts) if lefts == sorted(lefts) else ()
    return Run(text, Box(min(lefts), round(tops[0], 2), max(lefts), round(tops[1], 2)), edges)


def _upright(piece: Piece) -> Run:
    left, right = min(piece.lefts), max(piece.lefts)
    box = Box(
        round(left, 2),
        round(piece.top - piece.size * _RISE, 2),
        round(max(right, left + piece.size), 2),
        round(piece.end + piece.size * _FALL, 2),
    )
    return Run(piece.text.strip(), box)
