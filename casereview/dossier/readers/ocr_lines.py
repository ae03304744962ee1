"""What a recogniser saw, made into lines: spaces where white space stands, cut at the rules of cells, joined, in order.

Pure of pictures and engines: everything is in pixels of a page that stands straight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

SAME_LINE = 0.5  # two boxes that overlap by half their height stand on one line
_SPACE = 0.8  # heights of white space between two letters that make a space
_NEAR, _FAR = 0.7, 9.0  # heights: a line torn by the recogniser; a value far behind its label
_UPRIGHT = 1.6  # a box this much taller than wide holds letters below each other
_STROKES = frozenset("1一|/\\丨、lI丶J7ノ乀")
_MOSTLY = 0.4
_SWORN = 0.75  # a score below it, in a seal, is the seal's own lettering bent around its rim
_AS_GOOD = 0.02
_THIN = 0.42  # of a letter's width
_YEAR = re.compile(r"([\[(（〔【［{])((?:19|20)\d{2})([\])）〕】］}])(?= ?第?[A-Za-z]{0,3}\d)")
_PAIRS = dict(zip("[(（〔【［{", "])）〕】］}"))
_TICK_LIKE = frozenset("VvMUN√✓✔Z")  # what a ticked box before words is taken for
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
Gaps = Callable[[float, float, float, float], list[tuple[float, float]]]


def arranged(
    pieces: Iterable[Piece],
    cells: Sequence[Cell] = (),
    squares: Sequence[Square] = (),
    slash: Slash | None = None,
    gaps: Gaps | None = None,
) -> list[Piece]:
    """The lines of a page in the order in which they are read; tables cell by cell."""
    pieces = [bracketed(piece) for piece in pieces]
    if gaps:
        pieces = [apart(piece, gaps(piece.x0, piece.y0, piece.x1, piece.y1)) for piece in pieces]
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


def apart(piece: Piece, gaps: Sequence[tuple[float, float]]) -> Piece:
    """With a space where white space of almost half a letter stands between two Chinese ones: 周予安 吴思齐 are two men."""
    if not piece.edges or piece.upright:
        return piece
    steps = sorted(b - a for a, b, sign in zip(piece.edges, piece.edges[1:], piece.text) if _is_han(sign))
    if not steps:
        return piece
    pitch = steps[len(steps) // 2]
    ends = [right for left, right in gaps if right - left > _THIN * pitch]
    text, edges = piece.text, list(piece.edges)
    for right in reversed(ends):
        index = min(range(1, len(text)), key=lambda i: abs(edges[i] - right), default=0)
        if index and abs(edges[index] - right) < pitch and _is_han(text[index - 1]) and _is_han(text[index]):
            text = text[:index] + " " + text[index:]
            edges.insert(index, max(edges[index - 1], min(edges[index], right - _THIN * pitch)))
    return replace(piece, text=text, edges=tuple(edges))


def _is_han(sign: str) -> bool:
    return "一" <= sign <= "龥"


def mended(pieces: Sequence[Piece], again: Sequence[Piece], spot: tuple[float, float, float, float]) -> list[Piece]:
    """What was read first, with what was read again where a seal (`spot`) stands and the seal was taken away.

    A line that was read again takes the place of those it covers where it says as much and more surely; what only
    the rim of the seal can have said is left out.
    """
    out = list(pieces)
    for new in again:
        old = [piece for piece in out if _shared(piece, new) > _MOSTLY]
        if not old or _weight(new) > sum(_weight(piece) for piece in old if piece.score >= _SWORN) + _AS_GOOD:
            out = [piece for piece in out if piece not in old] + [new]
    x0, y0, x1, y1 = spot
    return [
        p
        for p in out
        if p.score >= _SWORN or p in again or not (x0 <= (p.x0 + p.x1) / 2 <= x1 and y0 <= (p.y0 + p.y1) / 2 <= y1)
    ]


def _weight(piece: Piece) -> float:
    return len(piece.text.replace(" ", "")) * piece.score


def _shared(one: Piece, other: Piece) -> float:
    """The share of the smaller box that both cover."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    least = min((one.x1 - one.x0) * one.height, (other.x1 - other.x0) * other.height)
    return max(across, 0) * max(down, 0) / max(least, 1.0)


def bracketed(piece: Piece) -> Piece:
    """The year of a case number in the prescribed brackets 〔〕, where the recogniser saw square ones or no pair."""
    return replace(piece, text=_YEAR.sub(_pair, piece.text))


def _pair(match: re.Match[str]) -> str:
    opening, year, closing = match.groups()
    return match[0] if opening not in "[［" and _PAIRS[opening] == closing else f"〔{year}〕"


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
                blank = _blank(piece, square)
                if blank is not None:
                    out[index] = _put_in(piece, square, blank)
                break  # a letter that looks like a box: 日, 目, 回
        else:
            owner = _words_of(out, square)
            if owner is not None:
                out[owner] = _with_square(out[owner], square, -1)
    return out


def _place(piece: Piece, square: Square) -> int | None:
    """Which sign of the piece is this box: where it was read as one; -1 where it stands before them."""
    if not _covers(piece, square):
        return None
    middle = (square.x0 + square.x1) / 2
    if piece.text[0] in _TICK_LIKE and square.x0 <= _edges(piece)[1] and len(piece.text) != 2:
        return 0
    if not piece.edges:
        return None
    for index, sign in enumerate(piece.text):
        if piece.edges[index] - 1 <= middle <= piece.edges[index + 1] + 1 and sign in "□☐☑☒":
            return index
    return -1 if middle < piece.edges[0] else None


def _blank(piece: Piece, square: Square) -> int | None:
    """The space in the piece at which a box stands that was not read."""
    middle = (square.x0 + square.x1) / 2
    for index, sign in enumerate(piece.text if piece.edges else ""):
        if sign == " " and piece.edges[index] <= middle <= piece.edges[index + 1]:
            return index
    return None


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


def _put_in(piece: Piece, square: Square, at: int) -> Piece:
    sign = "☑" if square.ticked else "□"
    left = min(max(float(square.x0), piece.edges[at]), piece.edges[at + 1])
    text = piece.text[: at + 1] + sign + piece.text[at + 1 :]
    return replace(piece, text=text, edges=(*piece.edges[: at + 1], left, *piece.edges[at + 1 :]))


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
