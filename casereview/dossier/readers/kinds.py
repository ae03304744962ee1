"""What a file is, by its content. Names lie: `.doc` is often XML, `.jpg` often PNG, `.pdf` sometimes nothing."""

from __future__ import annotations

from pathlib import Path

from casereview.dossier.readers import refusals

_OWN = {".pdf", ".docx", ".xlsx", ".xls", ".zip", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}


def kind_of(path: Path, name: str) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise refusals.Empty(file=name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    suffix = Path(name).suffix.lower()
    if suffix in _OWN:
        raise refusals.Damaged(file=name)
    raise refusals.UnknownKind(file=name)
