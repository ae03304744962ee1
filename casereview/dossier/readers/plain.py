"""Plain text as blocks, a paragraph a line."""

from __future__ import annotations

from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.blocks import Content, Text
from casereview.dossier.readers.kinds import text_of

MAX_BYTES = 20 << 20


def read(path: Path, name: str) -> Content:
    """Raises TooLarge, Damaged."""
    if path.stat().st_size > MAX_BYTES:
        raise refusals.TooLarge(file=name, limit=MAX_BYTES >> 20)
    text = text_of(path.read_bytes())
    if text is None:
        raise refusals.Damaged(file=name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    shown = ("".join(c for c in line if c >= " ") for line in lines)
    return Content(tuple(Text(line.rstrip(), 10.5, place=f"line {number}") for number, line in enumerate(shown, 1)))
