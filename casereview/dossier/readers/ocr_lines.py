"""What a recogniser saw, made into lines: spaces where white space stands, cut at the rules of cells, joined, in order.

Pure of pictures and engines: everything is in pixels of a page that stands straight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

SAME_LINE = 0.5  # two boxes that overlap by half their height stand on one line
_SPACE = 0.8  # heights of white space between two letters that make a space
_NEAR, _FAR = 0.7, 9.0  # heights: a line torn by the recogniser; a value far behind its label
_UPRIGHT = 1.6  # a box this much taller than wide holds letters below each other
_STROKES = frozenset("1一|/\\丨、lI丶J7Jノ乀")
_SQUARES = frozenset("□☐口回日囗D")
_TICK_REACH = 2.2  # heights between a box to tick and its words


class Cell(Protocol):
    """A cell of a table: its rectangle, and (table, row, column) from 1."""

    @property
    def x0(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def at(self) -> tuple[int, int, int]: ...


class Square(Protocol):
    """A box to tick."""

    @property
    def x0(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def ticked(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. edges: the left side of each character and the right one of the last, or none."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float = 1.0
    edges: tuple[float, ...] = ()
    cell: tuple[int, int, int] | None = None

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)

    @property
    def upright(self) -> bool:
        """Letters below each other, as the heads of forms are printed in narrow cells."""
        return len(self.text) > 1 and self.height > _UPRIGHT * (self.x1 - self.x0)


Slash = Callable[[float, float, float, float], str]


def arranged(
    pieces: Iterable[Piece], cells: Sequence[Cell] = (), squares: Sequence[Square] = (), slash: Slash | None = None
) -> list[Piece]:
    """The lines of a page in the order in which they are read; tables cell by cell."""
    cut = [part for piece in pieces for part in at_cells(piece, cells)]
    if slash:
        cut = [_struck(piece, slash) for piece in cut]
    return joined(ticked(cut, squares), cells)


def spaced(piece: Piece, letters: Sequence[tuple[str, float, float]]) -> Piece:
    """With the places of its letters (letter, left, right) where they fit its text, and a space in each wide gap."""
    if piece.upright or "".join(letter for letter, _, _ in letters) != piece.text.replace(" ", ""):
        return piece
    text: list[str] = []
    edges: list[float] = []
    right = piece.x0
    told = iter(letters)
    for sign in piece.text:
        if sign == " ":
            text.append(sign)
            edges.append(right)
            continue
        _, left, end = next(told)
        left = max(left, right)
        if text and text[-1] != " " and left - right > _SPACE * piece.height:
            text.append(" ")
            edges.append(right)
        text.append(sign)
        edges.append(left)
        right = max(end, left)
    return replace(piece, text="".join(text), edges=(*edges, max(right, piece.x1)))


def at_cells(piece: Piece, cells: Sequence[Cell]) -> list[Piece]:
    """The piece in its cell; one that was read across a rule is cut there, if the places of its letters are known."""
    middle = (piece.y0 + piece.y1) / 2
    if not piece.edges or piece.upright:
        cell = _holding(cells, (piece.x0 + piece.x1) / 2, middle)
        return [replace(piece, cell=cell.at)] if cell else [piece]
    parts: list[tuple[Cell | None, int, int]] = []
    for index in range(len(piece.text)):
        cell = _holding(cells, (piece.edges[index] + piece.edges[index + 1]) / 2, middle)
        if parts and (cell is parts[-1][0] or piece.text[index] == " "):
            parts[-1] = (parts[-1][0], parts[-1][1], index + 1)
        else:
            parts.append((cell, index, index + 1))
    if len(parts) == 1:
        return [replace(piece, cell=parts[0][0].at if parts[0][0] else None)]
    return [part for cell, start, end in parts if (part := _part(piece, start, end, cell)).text.strip()]


def _part(piece: Piece, start: int, end: int, cell: Cell | None) -> Piece:
    edges = piece.edges[start : end + 1]
    return replace(piece, text=piece.text[start:end], x0=edges[0], x1=edges[-1], edges=edges, cell=cell.at if cell else None)  # fmt: skip


def _holding(cells: Sequence[Cell], x: float, y: float) -> Cell | None:
    return next((cell for cell in cells if cell.x0 <= x < cell.x1 and cell.y0 <= y < cell.y1), None)


def _struck(piece: Piece, slash: Slash) -> Piece:
    r"""A cell struck out with \ is read as 1 or 一: the stroke itself tells."""
    if len(piece.text) != 1 or piece.text not in _STROKES:
        return piece
    seen = slash(piece.x0, piece.y0, piece.x1, piece.y1)
    return replace(piece, text=seen) if seen else piece


# --- boxes to tick --------------------------------------------------------------------------------------------------


def ticked(pieces: Sequence[Piece], squares: Sequence[Square]) -> list[Piece]:
    """With □ or ☑ before the words of every drawn box: recognisers drop most of them, and miss the tick in others."""
    out = list(pieces)
    for square in squares:
        for index, piece in enumerate(out):
            at = _place(piece, square)
            if at is not None:
                out[index] = _with_square(piece, square, at)
                break
            if _covers(piece, square):
                break  # a letter that looks like a box: 日, 目, 回
        else:
            owner = _words_of(out, square)
            if owner is not None:
                out[owner] = _with_square(out[owner], square, -1)
    return out


def _place(piece: Piece, square: Square) -> int | None:
    """Which sign of the piece is this box: it was read as a box, or as a letter like one before the words; -1 before it."""
    if not _covers(piece, square) or not piece.edges:
        return None
    middle = (square.x0 + square.x1) / 2
    for index, sign in enumerate(piece.text):
        if piece.edges[index] - 1 <= middle <= piece.edges[index + 1] + 1 and sign in "□☐☑☒":
            return index
    if middle < piece.edges[0]:
        return -1
    first = piece.text[0] in _SQUARES and piece.edges[0] - 2 <= middle <= piece.edges[1] + 2 and len(piece.text) > 2
    return 0 if first else None


def _covers(piece: Piece, square: Square) -> bool:
    x, y = (square.x0 + square.x1) / 2, (square.y0 + square.y1) / 2
    return piece.x0 <= x <= piece.x1 and piece.y0 <= y <= piece.y1


def _words_of(pieces: Sequence[Piece], square: Square) -> int | None:
    """The piece that begins right of the box."""
    y, height = (square.y0 + square.y1) / 2, square.y1 - square.y0
    near = [
        index
        for index, piece in enumerate(pieces)
        if piece.y0 <= y <= piece.y1 and -0.4 * height <= piece.x0 - square.x1 <= _TICK_REACH * height
        and len(piece.text) > 1 and not piece.upright
    ]  # fmt: skip
    return min(near, key=lambda index: pieces[index].x0, default=None)


def _with_square(piece: Piece, square: Square, at: int) -> Piece:
    sign = "☑" if square.ticked else "□"
    if at >= 0:
        return replace(piece, text=piece.text[:at] + sign + piece.text[at + 1 :])
    edges = (float(square.x0), *piece.edges) if piece.edges else ()
    return replace(piece, text=sign + piece.text, x0=min(float(square.x0), piece.x0), edges=edges)


# --- lines and their order ------------------------------------------------------------------------------------------


def joined(pieces: Sequence[Piece], cells: Sequence[Cell] = ()) -> list[Piece]:
    """Lines from the top and the left; those of a table stand cell by cell where the table begins."""
    tops: dict[int, float] = {}
    for cell in cells:
        tops[cell.at[0]] = min(tops.get(cell.at[0], cell.y0), cell.y0)
    out: list[tuple[tuple[float, ...], list[Piece]]] = []
    free = [piece for piece in pieces if piece.cell is None]
    out += [((line[0].y0 + line[0].y1, 0.0, 0.0, 0.0), list(_join(line, _free_gap))) for line in lines(free)]
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
    space = " " if right.x0 - left.x1 > _SPACE / 2 * max(left.height, right.height) else ""
    one, other = _edges(left), _edges(right)
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
    )


def _edges(piece: Piece) -> tuple[float, ...]:
    """The places of the letters; evenly where the recogniser did not tell."""
    step = (piece.x1 - piece.x0) / max(len(piece.text), 1)
    return piece.edges or (*(piece.x0 + step * index for index in range(len(piece.text))), piece.x1)
