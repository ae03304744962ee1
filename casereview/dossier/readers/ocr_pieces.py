"""What a recogniser saw, piece by piece, and what is drawn around it: in pixels of a page that stands straight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_UPRIGHT = 1.6  # a box this much taller than wide holds letters below each other


class Rectangle(Protocol):
    """Something with sides."""

    @property
    def x0(self) -> float: ...
    @property
    def y0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...


class Cell(Rectangle, Protocol):
    """A cell of a table: its rectangle, and (table, row, column) from 1."""

    @property
    def at(self) -> tuple[int, int, int]: ...


class Square(Rectangle, Protocol):
    """A box to tick. ticked is None where it cannot be told: a stroke too faint, a speck."""

    @property
    def ticked(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.

    edges   the left side of each character and the right one of the last, or none
    doubts  (where it stands from the left, score) of each letter that is not sure
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float = 1.0
    edges: tuple[float, ...] = ()
    cell: tuple[int, int, int] | None = None
    doubts: tuple[tuple[float, float], ...] = ()

    @property
    def height(self) -> float:
        return max(self.y1 - self.y0, 1.0)

    @property
    def upright(self) -> bool:
        """Letters below each other, as the heads of forms are printed in narrow cells."""
        return len(self.text) > 1 and self.height > _UPRIGHT * (self.x1 - self.x0)


Slash = Callable[[float, float, float, float], str]
Seen = Callable[[float, float, float, float], bool]
Gaps = Callable[[float, float, float, float], list[tuple[float, float]]]


def edges_of(piece: Piece) -> tuple[float, ...]:
    """The places of the letters; evenly where the recogniser did not tell."""
    step = (piece.x1 - piece.x0) / max(len(piece.text), 1)
    return piece.edges or (*(piece.x0 + step * index for index in range(len(piece.text))), piece.x1)
