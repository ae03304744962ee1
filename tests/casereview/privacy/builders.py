"""Readings built from lines of text, each line a run at its own height."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casereview.dossier.model import Box, Fact, Member, Page, Paper, Place, Reading, Run, TextSource


def a_page(number: int, lines: Sequence[str]) -> Page:
    runs = tuple(
        Run(text, Box(70, 60 + 24 * row, 70 + 12 * len(text), 72 + 24 * row)) for row, text in enumerate(lines)
    )
    return Page(number, 595, 842, TextSource.TEXT if lines else TextSource.NONE, runs)


def a_reading(*pages: Sequence[str], facts: dict[str, Any] | None = None) -> Reading:
    member = Member("f" * 64, "案卷.pdf", 1000, "pdf", tuple(a_page(n, lines) for n, lines in enumerate(pages, 1)))
    numbers = tuple(range(1, len(pages) + 1))
    paper = Paper("p01", "F15", "行政处罚决定书", member.sha256, numbers, numbers, 1.0, "title")
    read = tuple(
        Fact(name, value, "p01", 1, Place(member.sha256, 1), str(value)) for name, value in (facts or {}).items()
    )
    return Reading((member,), (paper,), read)
