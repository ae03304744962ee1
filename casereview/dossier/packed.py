"""Lines of a page as bytes for the database: boxes and character edges as 32-bit floats, compressed."""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from casereview.dossier import search
from casereview.dossier.model import Box, Page, Run

_HEAD = struct.Struct("<IIII")  # lines, edges, bytes of scores, bytes of the rest


def pack(runs: Sequence[Run]) -> bytes:
    """Texts are not among them: they are the lines of the page's text."""
    boxes = array("f", [side for run in runs for side in (run.box.x0, run.box.y0, run.box.x1, run.box.y1)])
    edges = array("f", list(chain.from_iterable([run.edges for run in runs])))
    counts = array("I", [len(run.edges) for run in runs])
    scores = b"" if all(run.score == 1.0 for run in runs) else _little(array("f", [run.score for run in runs]))
    rest = b""
    if any(run.place or run.cell or run.doubts for run in runs):
        told = [[run.place, run.cell, run.doubts] if run.doubts else [run.place, run.cell] for run in runs]
        rest = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    head = _HEAD.pack(len(runs), len(edges), len(scores), len(rest))
    return zlib.compress(head + _little(boxes) + _little(counts) + _little(edges) + scores + rest, 1)


def unpack(data: bytes, text: str) -> tuple[Run, ...]:
    raw = zlib.decompress(data)
    lines, edge_count, score_bytes, rest_bytes = _HEAD.unpack_from(raw)
    if lines == 0:
        return ()
    texts = text.split("\n")
    at = _HEAD.size
    boxes, at = _floats(raw, at, 4 * lines)
    counts = array("I")
    counts.frombytes(raw[at : at + 4 * lines])
    _from_little(counts)
    edges, at = _floats(raw, at + 4 * lines, edge_count)
    scores, at = _floats(raw, at, score_bytes // 4)
    rest = json.loads(raw[at : at + rest_bytes]) if rest_bytes else []
    runs, start = [], 0
    for k in range(lines):
        end = start + counts[k]
        place, cell, *doubts = rest[k] if rest else ("", None)
        runs.append(
            Run(
                texts[k],
                Box(*boxes[4 * k : 4 * k + 4]),
                tuple(edges[start:end]),
                scores[k] if scores else 1.0,
                place,
                tuple(cell) if cell else None,
                tuple((int(at), float(score)) for at, score in doubts[0]) if doubts else (),
            )
        )
        start = end
    return tuple(runs)


def part(data: bytes, line: int, start: int, end: int, length: int) -> Box:
    """The box of characters start to end of one line of `length` characters, without making the other lines."""
    raw = zlib.decompress(data)
    lines, edge_count, _, _ = _HEAD.unpack_from(raw)
    boxes, at = _floats(raw, _HEAD.size, 4 * lines)
    counts = array("I")
    counts.frombytes(raw[at : at + 4 * lines])
    _from_little(counts)
    edges, _ = _floats(raw, at + 4 * lines, edge_count)
    first = sum(counts[:line])
    own = tuple(edges[first : first + counts[line]])
    return Run(" " * length, Box(*boxes[4 * line : 4 * line + 4]), own).part(start, end)


def _floats(raw: bytes, at: int, count: int) -> tuple[list[float], int]:
    values = array("f")
    values.frombytes(raw[at : at + 4 * count])
    _from_little(values)
    return values.tolist(), at + 4 * count


def _little(values: array[float] | array[int]) -> bytes:
    if sys.byteorder == "big":  # pragma: no cover - no such machine among ours
        values = values[:]
        values.byteswap()
    return values.tobytes()


def _from_little(values: array[float] | array[int]) -> None:
    if sys.byteorder == "big":  # pragma: no cover
        values.byteswap()


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page ready for the database: made in the reader process, so that two workers are twice as fast."""

    file: str
    number: int
    width: float
    height: float
    source: str
    reader: str
    text: str
    runs: bytes
    grams: str

    @classmethod
    def of(cls, file: str, page: Page, reader: str) -> PageRow:
        text = page.text
        runs = pack(page.runs)
        return cls(file, page.number, page.width, page.height, str(page.source), reader, text, runs, search.grams(text))
