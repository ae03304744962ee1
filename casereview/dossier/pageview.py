"""A page as rows: its runs put side by side where they stand side by side, from the top down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from casereview.dossier.model import Member, Page, Run
from casereview.text import squeeze


@dataclass(frozen=True)
class Row:
    """Runs at one height, from left to right."""

    runs: tuple[Run, ...]

    @cached_property
    def text(self) -> str:
        return squeeze("".join(run.text for run in self.runs))

    @property
    def top(self) -> float:
        return min(run.box.y0 for run in self.runs)

    @property
    def height(self) -> float:
        return max(run.box.y1 - run.box.y0 for run in self.runs)

    @property
    def middle(self) -> float:
        return (min(run.box.x0 for run in self.runs) + max(run.box.x1 for run in self.runs)) / 2


@dataclass(frozen=True)
class PageView:
    """One page of the dossier: number counted over all members, file and page as they came."""

    number: int
    file: str
    page: Page

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(rows(self.page.runs))

    @cached_property
    def text(self) -> str:
        """All its characters, row by row, without white space, brackets and colons half width."""
        text = squeeze("".join(run.text for row in self.rows for run in row.runs))
        for wide, half in zip("（）：【】", "():[]"):
            text = text.replace(wide, half)
        return text

    @cached_property
    def height(self) -> float:
        """The usual height of a line."""
        heights = [run.box.y1 - run.box.y0 for run in self.page.runs]
        return median(heights) if heights else 0.0

    @property
    def left(self) -> float:
        return min((run.box.x0 for run in self.page.runs), default=0.0)


def page_views(members: Sequence[Member]) -> list[PageView]:
    """The pages of a dossier in order."""
    pairs = [(member.sha256, page) for member in members for page in member.pages]
    return [PageView(number, file, page) for number, (file, page) in enumerate(pairs, 1)]


def level_first(runs: Sequence[Run]) -> tuple[list[int], list[int]]:
    """Indices of the lines that lie level, and of those that stand on their side (a stub's text along the edge); a page that
    lies on its side as a whole has none of these."""
    upright = [index for index, run in enumerate(runs) if _upright(run)]
    if not upright or 2 * len(upright) > len(runs):
        return list(range(len(runs))), []
    return [index for index in range(len(runs)) if index not in set(upright)], upright


def _upright(run: Run) -> bool:
    """The head of a row, letters below each other in its narrow cell, is no line on its side."""
    tall = run.box.y1 - run.box.y0 > run.box.x1 - run.box.x0
    return run.cell is None and not run.edges and len(run.text) > 2 and tall


_FEWEST = 6  # lines that make a column of running text
_FULL = 0.6  # … of which so many go to its edge: in a table few do


def gutter(runs: Sequence[Run]) -> float | None:
    """Where the white band between two columns of running text ends; None for a page that has none (a table has no such band:
    its cells are not filled to their edges)."""
    starts = sorted(run.box.x0 for run in runs)
    if len(starts) < 2 * _FEWEST:
        return None
    left, right = starts[0], max(run.box.x1 for run in runs)
    middle = [x for x in starts if left + 0.35 * (right - left) < x < left + 0.65 * (right - left)]
    edge = max(middle, key=lambda x: sum(abs(other - x) < 2 for other in middle), default=None)
    if edge is None:
        return None
    begins = min(x for x in middle if abs(x - edge) < 2) - 1
    first, second = [run for run in runs if run.box.x1 <= begins], [run for run in runs if run.box.x0 >= begins]
    if min(len(first), len(second)) < _FEWEST or not all(_filled(column) for column in (first, second)):
        return None
    top, bottom = (pick(run.box.y0 for run in second) for pick in (min, max))
    crossing = [run for run in runs if run.box.x0 < begins < run.box.x1]
    return None if any(top - 2 < run.box.y0 < bottom + 2 for run in crossing) else begins


def _filled(column: Sequence[Run]) -> bool:
    """Whether most lines of a column begin at its left edge and go on to its right one."""
    left, right = min(run.box.x0 for run in column), max(run.box.x1 for run in column)
    reach = 2.2 * median(run.box.y1 - run.box.y0 for run in column)
    full = sum(run.box.x1 > right - reach and run.box.x0 < left + reach for run in column)
    return full >= _FULL * len(column)


def rows(runs: Sequence[Run]) -> list[Row]:
    """Runs whose middles are at the same height, give or take a third of a line, are one row; lines on their side come last."""
    level, upright = level_first(runs)
    return _rows([runs[index] for index in level]) + [Row((runs[index],)) for index in upright]


def _rows(runs: Sequence[Run]) -> list[Row]:
    out: list[list[Run]] = []
    for run in sorted((run for run in runs if run.text.strip()), key=lambda run: (run.box.y0 + run.box.y1, run.box.x0)):
        middle = (run.box.y0 + run.box.y1) / 2
        last = out[-1][-1] if out else None
        if last and abs((last.box.y0 + last.box.y1) / 2 - middle) < 0.34 * max(
            run.box.y1 - run.box.y0, last.box.y1 - last.box.y0
        ):
            out[-1].append(run)
        else:
            out.append([run])
    return [Row(tuple(sorted(row, key=lambda run: run.box.x0))) for row in out]
