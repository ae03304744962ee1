"""Forms that set labels above their values: a row of labels, and under each its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.stream import GAP, Stream
from casereview.dossier.model import Box

_OF_A_LIST = frozenset(("序号", "数量", "规格"))  # a row of these heads a list of things, not a person's or body's data
_OF_THE_PARTY = frozenset(("名称", "姓名", "地址", "单位", "单位名称"))
_ROW_GAP = 0.72  # lines of one row of a table are closer than this share of their height


def with_values_below(stream: Stream, items: Sequence[Labelled]) -> list[Labelled]:
    """The same labels; of those that stand in a row without values, each with what stands under it."""
    out = list(items)
    for first, last in _rows_of_heads(stream, items):
        heads = items[first : last + 1]
        things = any(head.label.words in _OF_A_LIST for head in heads)
        for offset, (start, end) in _under(stream, heads).items():
            if things and heads[offset].label.words in _OF_THE_PARTY:
                continue
            out[first + offset] = replace(heads[offset], start=start, end=end)
    return out


def _rows_of_heads(stream: Stream, items: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Stretches of at least two labels side by side of which none has a value."""
    first = 0
    for index in range(1, len(items) + 1):
        goes_on = (
            index < len(items) and _bare(items[index - 1]) and _side_by_side(stream, items[index - 1], items[index])
        )
        if not goes_on:
            if index - first >= 2 and _bare(items[index - 1]):
                yield first, index - 1
            first = index


def _bare(item: Labelled) -> bool:
    return item.end <= item.start and not item.label.colon


def _side_by_side(stream: Stream, one: Labelled, other: Labelled) -> bool:
    left, right = stream.run(one.label.start), stream.run(other.label.start)
    if left.cell and right.cell:
        return left.cell[:2] == right.cell[:2]
    a, b = stream.box_of(one.label.start, one.label.end), stream.box_of(other.label.start, other.label.end)
    return min(a.y1, b.y1) - max(a.y0, b.y0) > 0 and one.limit == other.label.start


def _under(stream: Stream, heads: Sequence[Labelled]) -> dict[int, tuple[int, int]]:
    """By head, the stretch of the first row under it; nothing where its lines do not stand together in the stream."""
    boxes = [stream.box_of(head.label.start, head.label.end) for head in heads]
    out: dict[int, tuple[int, int]] = {}
    torn: set[int] = set()
    for start, end in _first_row(stream, heads[-1].label.end, heads[-1].limit, max(box.y1 for box in boxes)):
        owner = _owner(stream, start, end, heads, boxes)
        if owner not in out:
            out[owner] = (start, end)
        elif out[owner][1] == start:
            out[owner] = (out[owner][0], end)
        else:
            torn.add(owner)
    return {owner: stretch for owner, stretch in out.items() if owner not in torn}


def _first_row(stream: Stream, start: int, limit: int, top: float) -> Iterator[tuple[int, int]]:
    """The pieces of the first row of values: the first table row, or lines without a gap between."""
    row: int | None = None
    bottom = 0.0
    for begin, end in _pieces(stream, start, limit):
        run, box = stream.run(begin), stream.box_of(begin, end)
        if run.cell:
            row = run.cell[1] if row is None else row
            if run.cell[1] != row:
                return
        elif box.y0 < top - 2 or (bottom and box.y0 > bottom + _ROW_GAP * (box.y1 - box.y0)):
            return
        bottom = max(bottom, box.y1)
        yield begin, end


def _pieces(stream: Stream, start: int, limit: int) -> Iterator[tuple[int, int]]:
    begin = start
    for at in range(start + 1, limit + 1):
        if at == limit or stream.cuts[at] >= GAP:
            yield begin, at
            begin = at


def _owner(stream: Stream, start: int, end: int, heads: Sequence[Labelled], boxes: Sequence[Box]) -> int:
    cell = stream.run(start).cell
    if cell:
        for number, head in enumerate(heads):
            place = stream.run(head.label.start).cell
            if place and place[2] == cell[2]:
                return number
    box = stream.box_of(start, end)
    middle = (box.x0 + box.x1) / 2
    return min(range(len(heads)), key=lambda number: abs((boxes[number].x0 + boxes[number].x1) / 2 - middle))
