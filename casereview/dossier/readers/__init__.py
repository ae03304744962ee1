"""Files become pages. What a file is, its content says, never its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from casereview.dossier.model import Member
from casereview.dossier.readers import refusals
from casereview.dossier.readers.kinds import kind_of
from casereview.files import sha256_of
from casereview.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, and the files derived from it (reading views, unlocked copies) by SHA-256."""

    member: Member
    derived: dict[str, bytes] = field(default_factory=dict)


def read_file(path: Path, name: str, *, password: str | None = None, ocr: bool = False) -> Member:
    """The file as a member of a dossier. Raises a refusal (see `refusals`) for what cannot be read."""
    return read(path, name, password=password, ocr=ocr).member


def read(path: Path, name: str, *, password: str | None = None, ocr: bool = False, progress: Progress = silent) -> Read:
    """Like `read_file`, with the derived files that a workspace keeps beside the original."""
    size = path.stat().st_size
    kind = kind_of(path, name)
    base = Member(sha256_of(path), name, size, kind)
    if kind == "pdf":
        return _pdf(base, path, password, progress)
    raise refusals.UnknownKind(file=name)


def _pdf(base: Member, path: Path, password: str | None, progress: Progress) -> Read:
    from dataclasses import replace
    from hashlib import sha256

    from casereview.dossier.readers import pdf

    view = pdf.unlocked(path, base.name, password) if password and pdf.is_locked(path) else b""
    text = pdf.read(path, base.name, password=password, progress=progress)
    digest = sha256(view).hexdigest() if view else ""
    member = replace(base, pages=text.pages, notes=text.notes, view=digest)
    return Read(member, {digest: view} if view else {})
