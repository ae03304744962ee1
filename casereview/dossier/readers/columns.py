"""Two columns of running text: PDFium joins their lines where they stand at one height; here they are taken apart again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from casereview.dossier.model import Box, Run
from casereview.dossier.pageview import gutter

_SPACE = re.compile(r"\s+")
_WIDE = 1.2  # heights of a line: narrower white space stands between words
_FEWEST = 6


def apart(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The lines of a page; those of two columns cut between them, the left column before the right one."""
    cut: list[Run] = []
    joined = 0
    for run in runs:
        parts = _parts(run)
        joined += len(parts) > 1
        cut += parts
    if joined < _FEWEST:
        return tuple(runs)
    edge = gutter(cut)
    if edge is None:
        return tuple(runs)
    whole = [part for run in runs for part in _at(run, edge)]
    return tuple(in_columns(whole, edge))


def in_columns(runs: Sequence[Run], edge: float) -> list[Run]:
    """What stands above, the left column, the right one, what stands below: each in the order it came in."""
    right = [run for run in runs if run.box.x0 >= edge]
    top, bottom = min(run.box.y0 for run in right), max(run.box.y1 for run in right)
    crossing = [run for run in runs if run.box.x0 < edge < run.box.x1]
    left = [run for run in runs if run.box.x1 <= edge]
    above = [run for run in [*left, *crossing] if run.box.y1 <= top + 2]
    below = [run for run in crossing if run.box.y0 >= bottom - 2]
    return [*above, *(run for run in left if run not in above), *right, *below]


def _parts(run: Run) -> list[Run]:
    """A line cut at its widest white space, if that is wide."""
    if not run.edges or " " not in run.text:
        return [run]
    spaces = [match.span() for match in _SPACE.finditer(run.text)]
    start, end = max(spaces, key=lambda span: run.edges[span[1]] - run.edges[span[0]])
    if run.edges[end] - run.edges[start] < _WIDE * (run.box.y1 - run.box.y0):
        return [run]
    return _cut(run, start, end)


def _at(run: Run, edge: float) -> list[Run]:
    """A line cut where the white band between the columns goes through it."""
    if not run.box.x0 < edge < run.box.x1 or not run.edges:
        return [run]
    for match in _SPACE.finditer(run.text):
        if run.edges[match.start()] < edge <= run.edges[match.end()] + 1:
            return _cut(run, *match.span())
    return [run]


def _cut(run: Run, start: int, end: int) -> list[Run]:
    box = run.box
    left = replace(run, text=run.text[:start], box=Box(box.x0, box.y0, round(run.edges[start], 2), box.y1))
    right = replace(run, text=run.text[end:], box=Box(round(run.edges[end], 2), box.y0, box.x1, box.y1))
    return [replace(left, edges=run.edges[: start + 1]), replace(right, edges=run.edges[end:])]
