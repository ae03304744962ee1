"""Spreadsheets are kept as attachments: a look tells whether they are whole; nothing in them is run or followed."""

from __future__ import annotations

from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import Container, has_doctype


def check(path: Path, name: str, kind: str) -> None:
    """Raises Damaged, HostileMarkup, TooLarge."""
    if kind == "xlsx":
        _parts(path, name)
        return
    import python_calamine

    try:
        python_calamine.CalamineWorkbook.from_path(str(path)).close()
    except Exception as problem:  # calamine raises a class of its own for each format
        if isinstance(problem, MemoryError):
            raise
        raise refusals.Damaged(file=name) from None


def _parts(path: Path, name: str) -> None:
    container = Container(path, name)
    try:
        for part in container.names():
            if part.lower().endswith((".xml", ".rels")) and has_doctype(container.read(part)):
                raise refusals.HostileMarkup(file=name)
    finally:
        container.close()
