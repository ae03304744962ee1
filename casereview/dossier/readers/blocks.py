"""What a Word or text file holds, as far as a reading view shows it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """An embedded picture; width and height in points as the document wants it shown."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. size in points, indent of the first line in points, align left, center or right.

    place  where it stands in its source: "block 3", "block 3 / cell 1,2 / paragraph 2", "header 1" …
    """

    text: str
    size: float = 10.5
    align: str = "left"
    indent: float = 0.0
    place: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Row and column of its top left corner in the grid, from 1; what it spans; its content."""

    row: int
    column: int
    rows: int
    columns: int
    content: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """widths are shares of the page's width; cells in reading order."""

    number: int
    widths: tuple[float, ...]
    rows: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Text | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Content:
    """blocks in order; `notes` are codes of `[reading]` with parameters."""

    blocks: tuple[Block, ...]
    notes: tuple[tuple[str, dict[str, object]], ...] = field(default=())
