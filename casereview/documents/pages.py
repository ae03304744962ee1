"""The pages of a PDF that we have written ourselves: how many, and how large, for whoever shows it."""

from __future__ import annotations

from pathlib import Path


def sizes(path: Path) -> tuple[tuple[float, float], ...]:
    """(width, height) of every page in points. Only for our own files: what comes from outside goes through the readers."""
    from pypdf import PdfReader

    with path.open("rb") as stream:
        return tuple((float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(stream).pages)
