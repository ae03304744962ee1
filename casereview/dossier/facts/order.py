"""The order in which to read a page whose text comes line by line from the top, as recognisers give it.

A file's own text comes cell by cell; a recogniser's comes row by row, so that the second line of an address stands
behind the telephone number beside it. Here each label is followed by the lines of the field to its right: those at its
height, and those stacked above and below them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casereview.dossier.model import Box, Run
from casereview.text import squeeze

_LONGEST_PART = 8  # characters of one line of a label that a narrow cell breaks
_BRACKET = re.compile(r"\([^()]*\)$")
_MOST_LINES = 12
_ROW = 5.0  # points by which the lines of one row may differ in height on a skewed page
_STACKED = 1.2  # lines of one cell are closer than this many heights


@dataclass(frozen=True, slots=True)
class _Label:
    runs: tuple[int, ...]
    box: Box


def by_fields(runs: Sequence[Run], known: re.Pattern[str]) -> list[int]:
    """Indices of the runs: each label's lines, then the lines of its field; all else in its place from the top."""
    labels = _labels(runs, known)
    taken = {index for label in labels for index in label.runs}
    fields = _fields(labels, runs, [index for index in range(len(runs)) if index not in taken])
    claimed = {index for lines in fields for index in lines} | taken
    groups = [[index] for index in range(len(runs)) if index not in claimed]
    groups += [[*label.runs, *_down(lines, runs)] for label, lines in zip(labels, fields)]
    return [index for row in _by_rows(groups, runs) for group in row for index in group]


def _fields(labels: Sequence[_Label], runs: Sequence[Run], free: Sequence[int]) -> list[list[int]]:
    """The lines of each label's field: those beside it, and what is stacked above and below these, nearest first."""
    fields: list[list[int]] = [[] for _ in labels]
    waiting = []
    for index in free:
        owner = _beside(labels, runs[index].box)
        if owner is None:
            waiting.append(index)
        else:
            fields[owner].append(index)
    while step := _nearest(fields, labels, runs, waiting):
        owner, index = step
        fields[owner].append(index)
        waiting.remove(index)
    return fields


def _beside(labels: Sequence[_Label], box: Box) -> int | None:
    """The nearest label to the left whose lines are at the same height; not one that heads a group of others."""
    near = [
        number
        for number, label in enumerate(labels)
        if label.box.x1 - 1 <= box.x0
        and min(label.box.y1, box.y1) - max(label.box.y0, box.y0) > 0.12 * (box.y1 - box.y0)
    ]
    owner = max(near, key=lambda number: labels[number].box.x1, default=None)
    return None if owner is None or _heads_others(labels[owner], labels, box) else owner


def _heads_others(label: _Label, labels: Sequence[_Label], box: Box) -> bool:
    """Whether a label nearer to the line stands a little above or below: 个人 beside the rows 姓名 and 住址."""
    reach = 2.0 * (box.y1 - box.y0)
    return any(
        label.box.x1 - 1 <= other.box.x0
        and other.box.x1 - 1 <= box.x0
        and other.box.y0 - reach < box.y1
        and box.y0 < other.box.y1 + reach
        for other in labels
    )


def _nearest(
    fields: Sequence[Sequence[int]], labels: Sequence[_Label], runs: Sequence[Run], waiting: Sequence[int]
) -> tuple[int, int] | None:
    """The line closest above or below a field's lines, within its column."""
    best: tuple[float, int, int] | None = None
    for owner, lines in enumerate(fields):
        left = labels[owner].box.x1 - 1
        for line in lines:
            for index in waiting:
                gap = _gap(runs[line].box, runs[index].box)
                if runs[index].box.x0 >= left and gap is not None and (best is None or gap < best[0]):
                    best = (gap, owner, index)
    return (best[1], best[2]) if best else None


def _gap(one: Box, other: Box) -> float | None:
    """White space between two lines stacked in one cell; None where they are not."""
    if min(one.x1, other.x1) - max(one.x0, other.x0) < 0.3 * min(one.x1 - one.x0, other.x1 - other.x0):
        return None
    tall, low = max(one.y1 - one.y0, other.y1 - other.y0), min(one.y1 - one.y0, other.y1 - other.y0)
    if tall > 1.35 * low:  # a title is no line of the field under it
        return None
    gap = max(one.y0, other.y0) - min(one.y1, other.y1)
    return gap if -2 < gap < _STACKED * (one.y1 - one.y0) else None


def _by_rows(groups: Sequence[list[int]], runs: Sequence[Run]) -> list[list[list[int]]]:
    """Groups by the height of their first line, those of one row from the left."""
    rows: list[list[list[int]]] = []
    top = 0.0
    for group in sorted(groups, key=lambda group: _middle(runs[group[0]])):
        middle = _middle(runs[group[0]])
        if rows and middle - top < _ROW:
            rows[-1].append(group)
        else:
            rows.append([group])
            top = middle
    return [sorted(row, key=lambda group: runs[group[0]].box.x0) for row in rows]


def _middle(run: Run) -> float:
    return (run.box.y0 + run.box.y1) / 2


def _down(lines: Sequence[int], runs: Sequence[Run]) -> list[int]:
    return sorted(lines, key=lambda index: (round(runs[index].box.y0 / 5), runs[index].box.x0))


def _labels(runs: Sequence[Run], known: re.Pattern[str]) -> list[_Label]:
    """Runs, or lines of a narrow cell below each other, that are exactly a label."""
    words = [squeeze(run.text).replace("（", "(").replace("）", ")") for run in runs]
    out: list[_Label] = []
    used: set[int] = set()
    for index in sorted(range(len(runs)), key=lambda i: (runs[i].box.y0, runs[i].box.x0)):
        stack = [] if index in used else _stack(index, runs, words, known, used)
        if stack:
            used.update(stack)
            box = runs[stack[0]].box
            for other in stack[1:]:
                box = box | runs[other].box
            out.append(_Label(tuple(stack), box))
    return out


def _stack(index: int, runs: Sequence[Run], words: Sequence[str], known: re.Pattern[str], used: set[int]) -> list[int]:
    spaced = _letter_spaced(index, runs, words, known)
    if spaced:
        return spaced
    stack, text, best = [index], words[index], [index] if known.fullmatch(words[index]) else []
    while len(text) <= 20 and len(stack) < _MOST_LINES and len(words[stack[-1]]) <= _LONGEST_PART:
        below = _next_below(stack[-1], runs, words, used)
        if below is None:
            break
        stack, text = [*stack, below], text + words[below]
        if known.fullmatch(_BRACKET.sub("", text)):
            best = list(stack)  # 法定代表人 with （负责人/经营者） under it is one label
    return best


def _letter_spaced(index: int, runs: Sequence[Run], words: Sequence[str], known: re.Pattern[str]) -> list[int]:
    """住　址 that was taken for two pieces of text."""
    box = runs[index].box
    height = box.y1 - box.y0
    right = [
        other
        for other, run in enumerate(runs)
        if len(words[index]) == len(words[other]) == 1
        and 0 < run.box.x0 - box.x0 < 4 * height
        and abs(run.box.y0 - box.y0) < 0.4 * height
        and known.fullmatch(words[index] + words[other])
    ]
    return [index, right[0]] if right else []


def _next_below(index: int, runs: Sequence[Run], words: Sequence[str], used: set[int]) -> int | None:
    box = runs[index].box
    height = box.y1 - box.y0
    near = [
        other
        for other, run in enumerate(runs)
        if other != index
        and other not in used
        and len(words[other]) <= _LONGEST_PART
        and box.y0 + 0.5 * height < run.box.y0 < box.y1 + 1.3 * height
        and min(run.box.x1, box.x1) - max(run.box.x0, box.x0) > 0.5 * min(run.box.x1 - run.box.x0, box.x1 - box.x0)
    ]
    return min(near, key=lambda other: runs[other].box.y0, default=None)
