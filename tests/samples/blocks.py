"""The pieces a paper is made of, before anybody draws it as PDF or Word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `spread` puts spaces between the letters, as titles of forms have them; `first` indents the first line."""

    text: str
    align: str = "left"
    size: float = 12
    first: bool = False
    font: str = "song"
    after: float = 4


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    cols: int = 1
    rows: int = 1
    align: str = "center"
    height: float = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. `widths` are shares of the line; rows hold only cells that start there (spans leave theirs out)."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    size: float = 10.5


@dataclass(frozen=True, slots=True)
class Stamp:
    """A red seal of a body, drawn over the line before it where the dossier has seals at all."""

    body: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph of evidence: what it shows is a drawing, not a picture of anything real."""

    kind: str
    text: str


Block = Text | Grid | Stamp | Picture


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: its form code, its title as printed, its blocks. `numbered` papers carry page numbers of the dossier."""

    form: str
    title: str
    blocks: tuple[Block, ...]
    day: str = ""
    numbered: bool = True


def title(text: str, spread: bool = False) -> Text:
    return Text(" ".join(text) if spread else text, "center", 18, font="hei", after=8)


def placed(grid: Grid) -> list[tuple[int, int, Cell]]:
    """The row and column where every cell of a grid starts, spans counted."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (r, column) in taken:
                column += 1
            found.append((r, column, cell))
            taken |= {(r + i, column + j) for i in range(cell.rows) for j in range(cell.cols)}
            column += cell.cols
        width = sum(1 for c in range(len(grid.widths)) if (r, c) in taken)
        if width != len(grid.widths):
            raise ValueError(f"row {r} of a grid fills {width} of {len(grid.widths)} columns: {row}")
    return found
