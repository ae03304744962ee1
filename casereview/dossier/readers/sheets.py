"""Spreadsheets are kept as attachments; a workbook's parts are looked at, but nothing in them is run or followed."""

from __future__ import annotations

from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import Container, has_doctype


def check(path: Path, name: str) -> None:
    """An XLSX: every part can be unpacked and none declares entities. Raises Damaged, HostileMarkup, TooLarge."""
    container = Container(path, name)
    try:
        for part in container.names():
            if part.lower().endswith((".xml", ".rels")) and has_doctype(container.read(part)):
                raise refusals.HostileMarkup(file=name)
    finally:
        container.close()
