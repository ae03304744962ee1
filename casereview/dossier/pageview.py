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
