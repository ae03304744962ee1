"""Tables of a Word document on their grid; a merged cell is one cell, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from casereview.dossier.readers.blocks import Cell, Table, Text
from casereview.dossier.readers.word_package import attribute, child, local

MAX_COLUMNS = 63  # Word's own limit


@dataclass(slots=True)
class _Open:
    """A cell while its rows are counted."""

    row: int
    column: int
    columns: int
    element: Any
    rows: int = 1


def table(number: int, element: Any, place: str, content: Callable[[Any, str], Iterator[Text]]) -> Table | None:
    """The table with its cells in reading order, or None if it has no cell. `content` reads a cell at its place."""
    rows = list(_rows(element))
    cells = _merged(rows)
    if not cells:
        return None
    columns = max(cell.column + cell.columns - 1 for cell in cells)
    done = tuple(
        Cell(c.row, c.column, c.rows, c.columns, tuple(content(c.element, f"{place} / cell {c.row},{c.column}")))
        for c in cells
    )
    return Table(number, _widths(element, columns), len(rows), done)


def _rows(element: Any) -> Iterator[Any]:
    """The rows that are there: through content controls, without those whose deletion is tracked."""
    for part in element:
        name = local(part)
        if name == "tr":
            properties = child(part, "trpr")
            if properties is None or child(properties, "del") is None:
                yield part
        elif name in ("sdt", "sdtcontent", "ins", "moveto", "customxml", "annotation", "content"):
            yield from _rows(part)


def _cells(row: Any) -> Iterator[Any]:
    for part in row:
        name = local(part)
        if name == "tc":
            properties = child(part, "tcpr")
            if properties is None or child(properties, "celldel") is None:
                yield part
        elif name in ("sdt", "sdtcontent", "ins", "moveto", "customxml", "annotation", "content"):
            yield from _cells(part)


def _merged(rows: list[Any]) -> list[_Open]:
    done: list[_Open] = []
    above: dict[int, _Open] = {}  # by first column: cells that the next row may continue
    for number, row in enumerate(rows, 1):
        column = 1 + _before(row)
        here: dict[int, _Open] = {}
        last: _Open | None = None
        for element in _cells(row):
            columns, merge, beside = _spans(element)
            if column > MAX_COLUMNS:
                break
            if beside and last is not None:
                last.columns += columns
            elif merge == "continue" and column in above:
                last = above[column]
                last.rows = number - last.row + 1
                here[column] = last
            else:
                last = _Open(number, column, columns, element)
                done.append(last)
                if merge:
                    here[column] = last
            column += columns
        above = here
    return done


def _before(row: Any) -> int:
    skipped = child(row, "trpr", "gridbefore")
    value = attribute(skipped, "val") if skipped is not None else ""
    return min(int(value), MAX_COLUMNS) if value.isdigit() else 0


def _spans(element: Any) -> tuple[int, str, bool]:
    """(columns, vertical merge "" / "restart" / "continue", whether it continues its left neighbour)."""
    properties = child(element, "tcpr")
    if properties is None:
        return 1, "", False
    columns, merge, beside = 1, "", False
    for part in properties:
        name = local(part)
        if name == "gridspan" and attribute(part, "val").isdigit():
            columns = min(max(int(attribute(part, "val")), 1), MAX_COLUMNS)
        elif name == "vmerge":
            merge = attribute(part, "val", "continue") or "continue"
        elif name == "hmerge":
            beside = attribute(part, "val", "continue") == "continue"
    return columns, merge, beside


def _widths(element: Any, columns: int) -> tuple[float, ...]:
    grid = child(element, "tblgrid")
    found = [attribute(part, "w") for part in grid if local(part) == "gridcol"] if grid is not None else []
    widths = [float(w) if w.replace(".", "", 1).isdigit() and float(w) > 0 else 100.0 for w in found[:columns]]
    usual = sum(widths) / len(widths) if widths else 100.0
    return tuple(widths + [usual] * (columns - len(widths)))
