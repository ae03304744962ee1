"""The papers as one bound PDF, or as a Word file each."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.samples import draw_docx, draw_pdf
from tests.samples.elsewhere.paper import Elsewhere


def files(case: Elsewhere, folder: Path, kind: str) -> list[Path]:
    """The case written into the folder; a paper's sheets in one Word file."""
    if kind == "pdf":
        return [_bound(case, folder / "案卷.pdf")]
    written = []
    for number, sheets in enumerate(case.papers, 1):
        path = folder / f"{number:02}文书.docx"
        path.write_bytes(draw_docx.draw(list(sheets)))
        written.append(path)
    return written


def _bound(case: Elsewhere, path: Path) -> Path:
    writer = PdfWriter()
    for sheet in case.sheets:
        writer.append(PdfReader(io.BytesIO(draw_pdf.draw(sheet, 1, False))), import_outline=False)
    with path.open("wb") as file:
        writer.write(file)
    return path
