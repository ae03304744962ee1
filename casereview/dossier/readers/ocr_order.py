"""Pieces of text become lines in the order in which they are read: down the page, cell by cell, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from casereview.dossier.readers.ocr_pieces import Cell, Piece, edges_of

SAME_LINE = 0.5  # two boxes that overlap by half their height stand on one line
_SPACE = 0.4  # heights of white space between two pieces that make a space
_COLUMN_LINES, _COLUMN_LETTERS = 4, 8  # fewer or shorter ones are labels beside their values
_FULL, _MOST_LINES = 0.8, 0.6  # of a column's width; of the lines that must be so full
_NEAR, _FAR = 0.7, 9.0  # heights: a line torn by the recogniser; a value far behind its label


def joined(pieces: Sequence[Piece], cells: Sequence[Cell] = ()) -> list[Piece]:
    """Lines from the top and the left; those of a table stand cell by cell where the table begins."""
    tops: dict[int, float] = {}
    for cell in cells:
        tops[cell.at[0]] = min(tops.get(cell.at[0], cell.y0), cell.y0)
    out: list[tuple[tuple[float, ...], list[Piece]]] = []
    free = [piece for piece in pieces if piece.cell is None]
    for block in _blocks(lines(free)):
        text = [one for line in block for one in _join(line, _free_gap)]
        out.append(((block[0][0].y0 + block[0][0].y1, 0.0, 0.0, 0.0), text))
    for at in sorted({piece.cell for piece in pieces if piece.cell is not None}):
        own = [piece for piece in pieces if piece.cell == at]
        text = [one for line in lines(own) for one in _join(line, lambda left, right: True)]
        out.append(((2 * tops.get(at[0], 0.0), *map(float, at)), text))
    return [piece for _, group in sorted(out, key=lambda item: item[0]) for piece in group]


def lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces at one height, each line from the left; lines from the top. Upright heads stand alone."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.y0 + p.y1):
        line = next((line for line in reversed(out[-3:]) if _level(line, piece)), None)
        if line is None:
            out.append([piece])
        else:
            line.append(piece)
    return [sorted(line, key=lambda p: p.x0) for line in out]


def _blocks(rows: Sequence[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Each line by itself; the lines of prose in two columns together, the left column before the right one."""
    start = 0
    while start < len(rows):
        end = start
        gutter = (0.0, float("inf"))
        for at in range(start, len(rows)):
            between = _gutter(rows[at], gutter)
            if between is not None:
                gutter, end = between, at + 1
            elif at == start or not _on_one_side(rows[at], gutter):
                break
        if end - start >= _COLUMN_LINES and _is_prose(rows[start:end], gutter):
            middle = sum(gutter) / 2
            sides = [
                [[p for p in row if (p.x1 <= middle) is left] for row in rows[start:end]] for left in (True, False)
            ]
            yield [row for side in sides for row in side if row]
            start = end
        else:
            yield [rows[start]]
            start += 1


def _gutter(row: Sequence[Piece], so_far: tuple[float, float]) -> tuple[float, float] | None:
    """The strip of paper that parts this line and those before it into two; None where something stands in it."""
    for left, right in pairwise(row):
        low, high = max(left.x1, so_far[0]), min(right.x0, so_far[1])
        if high - low > _NEAR * min(left.height, right.height) and all(p.x1 <= low or p.x0 >= high for p in row):
            return low, high
    return None


def _on_one_side(row: Sequence[Piece], gutter: tuple[float, float]) -> bool:
    """A paragraph has ended on the other side."""
    return all(p.x1 <= gutter[0] for p in row) or all(p.x0 >= gutter[1] for p in row)


def _is_prose(rows: Sequence[list[Piece]], gutter: tuple[float, float]) -> bool:
    """Whether both sides are filled from edge to edge, as running text is and labels with their values are not."""
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = 0
    for row in rows:
        one = sum(p.x1 - p.x0 for p in row if p.x1 <= gutter[0])
        other = sum(p.x1 - p.x0 for p in row if p.x0 >= gutter[1])
        full += one > _FULL * (gutter[0] - left) and other > _FULL * (right - gutter[1])
    letters = sum(len(p.text) for row in rows for p in row) / (2 * len(rows))
    return full >= _MOST_LINES * len(rows) and letters >= _COLUMN_LETTERS


def _level(line: Sequence[Piece], piece: Piece) -> bool:
    if piece.upright or any(other.upright for other in line):
        return False
    middle = max(line, key=lambda p: p.x1 - p.x0)  # the longest tells the height of a line best
    shared = min(middle.y1, piece.y1) - max(middle.y0, piece.y0)
    return shared >= SAME_LINE * min(middle.height, piece.height)


def _free_gap(left: Piece, right: Piece) -> bool:
    """Whether two pieces outside of ruled cells are one line: columns are not, a label and what is filled in are."""
    gap = (right.x0 - left.x1) / max(left.height, right.height)
    return gap < _NEAR or (gap < _FAR and (":" in left.text or "：" in left.text))


def _join(line: Sequence[Piece], same: Callable[[Piece, Piece], bool]) -> Iterator[Piece]:
    held = line[0]
    for piece in line[1:]:
        if same(held, piece):
            held = _one(held, piece)
        else:
            yield held
            held = piece
    yield held


def _one(left: Piece, right: Piece) -> Piece:
    space = " " if right.x0 - left.x1 > _SPACE * max(left.height, right.height) else ""
    one, other = edges_of(left), edges_of(right)
    edges = (*one, *other) if space else (*one[:-1], *other)
    return Piece(
        left.text + space + right.text,
        min(left.x0, right.x0),
        min(left.y0, right.y0),
        max(left.x1, right.x1),
        max(left.y1, right.y1),
        min(left.score, right.score),
        edges,
        left.cell,
        left.doubts + right.doubts,
    )
