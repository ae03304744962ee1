"""RTF, which old case systems save under `.doc`: paragraphs and tables. Pictures and objects in it are left out and said so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.blocks import Block, Cell, Content, PageBreak, Table, Text

MAX_BYTES = 40 << 20
# Marks of ours, from the private use area, for what the text reader would turn into bars and lines.
_CELL, _ROW, _BEGIN, _PAGE = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = (
    (rb"\\(?:cell)(?![a-z0-9])", _CELL),
    (rb"\\(?:row)(?![a-z0-9])", _ROW),
    (rb"\\trowd(?![a-z0-9])", _BEGIN),
    (rb"\\page(?![a-z0-9])", _PAGE),
)
_PICTURE = re.compile(rb"\{\\pict[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def read(path: Path, name: str) -> Content:
    """Raises TooLarge, Damaged."""
    from striprtf.striprtf import rtf_to_text

    if path.stat().st_size > MAX_BYTES:
        raise refusals.TooLarge(file=name, limit=MAX_BYTES >> 20)
    data = path.read_bytes()
    data, pictures = _PICTURE.subn(b"", data)
    for pattern, mark in _MARKS:
        data = re.sub(pattern, rb"{\\uc0\\u%d }" % ord(mark), data)
    try:
        # RTF is ASCII by rule; what breaks the rule was written in the code page of Chinese Windows.
        text = str(rtf_to_text(data.decode("gb18030", "replace"), encoding="cp936", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, RecursionError):
        raise refusals.Damaged(file=name) from None
    blocks = tuple(_blocks(text))
    if not blocks and not pictures:
        raise refusals.Damaged(file=name)
    notes: tuple[tuple[str, dict[str, object]], ...] = (("pictures-left-out", {"count": pictures}),) if pictures else ()
    return Content(blocks, notes)


def _blocks(text: str) -> Iterator[Block]:
    """Rows that follow each other are one table."""
    rows: list[list[str]] = []
    tables = numbers = 0
    for row, piece in _pieces(text):
        if row is not None:
            rows.append(row)
            continue
        if not piece.strip(f"\n {_PAGE}") and _PAGE not in piece and rows:
            continue
        if rows:
            tables += 1
            yield _table(tables, rows)
            rows = []
        for part, page in enumerate(piece.split(_PAGE)):
            if part:
                yield PageBreak()
            for line in page.strip("\n").split("\n"):
                numbers += 1
                yield Text(_clean(line), place=f"line {numbers}")
    if rows:
        yield _table(tables + 1, rows)


def _pieces(text: str) -> Iterator[tuple[list[str] | None, str]]:
    """(cells of a row, "") or (None, text between rows), in order."""
    for part in re.split(rf"({_BEGIN}[^{_ROW}]*{_ROW})", text):
        if part.startswith(_BEGIN):
            yield [_clean(cell) for cell in part.strip(_BEGIN + _ROW).split(_CELL)[:-1]], ""
        elif part.strip("\n ") or part.count("\n") > 1:
            yield None, part


def _clean(text: str) -> str:
    return re.sub(rf"[{_CELL}{_ROW}{_BEGIN}]", "", text).replace("\t", "  ").strip("\n").rstrip()


def _table(number: int, rows: list[list[str]]) -> Table:
    """Where a row has fewer cells than the widest, its last one goes on to the edge."""
    columns = max(max(map(len, rows)), 1)
    cells = []
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            span = columns - len(row) + 1 if c == len(row) else 1
            lines = tuple(
                Text(line, place=f"table {number} / cell {r},{c} / paragraph {k}")
                for k, line in enumerate(text.split("\n"), 1)
            )
            cells.append(Cell(r, c, 1, span, lines))
    return Table(number, (1.0,) * columns, len(rows), tuple(cells))
