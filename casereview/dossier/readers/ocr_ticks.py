"""Boxes to tick on a recognised page: what is drawn tells whether they are ticked, not what a recogniser takes them for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from casereview.dossier.readers.ocr_pieces import Piece, Square, edges_of

_TICK_LIKE = frozenset("VvMUN√✓✔Z")  # what a ticked box before words is taken for
_TICK_REACH = 2.2  # heights between a box to tick and its words
_EMPTY = "□☐"
_BOXES = "□☐☑☒"
_ROOM = 0.6  # of a letter's width, right of the box: the recogniser took box and letter for one


def ticked(pieces: Sequence[Piece], squares: Sequence[Square]) -> list[Piece]:
    """With □ or ☑ before the words of every drawn box: recognisers drop most of them, and miss the tick in others.

    A box that cannot be told, or that only the recogniser saw, bears no sign: whether it is ticked is not known.
    """
    out = [_sworn(piece, squares) for piece in pieces]
    for square in squares:
        for index, piece in enumerate(out):
            if _covers(piece, square):
                out[index] = _told(piece, square)
                break
        else:
            owner = _words_of(out, square)
            if owner is not None:
                out[owner] = _put_in(out[owner], square, 0)
    return [piece for piece in out if piece.text.strip()]


def _sworn(piece: Piece, squares: Sequence[Square]) -> Piece:
    """Without the empty boxes that nobody drew."""
    for index in reversed(range(len(piece.text))):
        if piece.text[index] in _EMPTY and not any(_is_at(piece, index, square) for square in squares):
            piece = _without(piece, index)
    return piece


def _is_at(piece: Piece, index: int, square: Square) -> bool:
    if not _covers(piece, square):
        return False
    return not piece.edges or piece.edges[index] - 1 <= (square.x0 + square.x1) / 2 <= piece.edges[index + 1] + 1


def _told(piece: Piece, square: Square) -> Piece:
    """The piece with the sign of a box within it; as it is where the box is a letter: 日, 目, 回."""
    if piece.text[0] in _TICK_LIKE and square.x0 <= edges_of(piece)[1] and len(piece.text) != 2:
        return _with_sign(piece, square, 0)
    for index, sign in enumerate(piece.text):
        if sign in _BOXES and piece.edges and _is_at(piece, index, square):
            return _with_sign(piece, square, index)
    at = _gap(piece, square)
    return piece if at is None else _put_in(piece, square, at)


def _gap(piece: Piece, square: Square) -> int | None:
    """Before which letter a box stands that was not read: before them all, at a space, or where one letter has the room of two."""
    if not piece.edges:
        return None
    middle = (square.x0 + square.x1) / 2
    if middle < piece.edges[0]:
        return 0
    pitch = sorted(b - a for a, b in zip(piece.edges, piece.edges[1:]))[len(piece.text) // 2]
    for index, sign in enumerate(piece.text):
        left, right = piece.edges[index], piece.edges[index + 1]
        if sign == " " and left <= middle <= right:
            return index + 1
        if left <= middle <= right and right - square.x1 > _ROOM * pitch and right - left > (1 + _ROOM) * pitch:
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


def _sign(square: Square) -> str:
    return "" if square.ticked is None else "☑" if square.ticked else "□"


def _without(piece: Piece, at: int) -> Piece:
    edges = piece.edges[:at] + piece.edges[at + 1 :]
    return replace(piece, text=piece.text[:at] + piece.text[at + 1 :], edges=edges)


def _with_sign(piece: Piece, square: Square, at: int) -> Piece:
    """The sign in place of the one that was read."""
    sign = _sign(square)
    return replace(piece, text=piece.text[:at] + sign + piece.text[at + 1 :]) if sign else _without(piece, at)


def _put_in(piece: Piece, square: Square, at: int) -> Piece:
    """The sign before that letter."""
    sign = _sign(square)
    if not sign:
        return piece
    text = piece.text[:at] + sign + piece.text[at:]
    if not piece.edges:
        return replace(piece, text=text, x0=min(float(square.x0), piece.x0))
    if at == 0 and square.x0 < piece.edges[0]:
        edges = (float(square.x0), *piece.edges)
        return replace(piece, text=text, x0=min(float(square.x0), piece.x0), edges=edges)
    if piece.text[at - 1 : at] == " ":  # at a space: what is left of the box is its
        left = min(max(float(square.x0), piece.edges[at - 1]), piece.edges[at])
    else:  # the letter begins where the box ends
        left = min(max(float(square.x1), piece.edges[at]), piece.edges[at + 1])
        return replace(piece, text=text, edges=(*piece.edges[: at + 1], left, *piece.edges[at + 1 :]))
    return replace(piece, text=text, edges=(*piece.edges[:at], left, *piece.edges[at:]))
