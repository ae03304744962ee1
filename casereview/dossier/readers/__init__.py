"""Files become pages. What a file is, its content says, never its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from casereview.dossier.model import Member, Problem
from casereview.dossier.readers.kinds import kind_of
from casereview.files import sha256_of
from casereview.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, and the files derived from it (reading views, unlocked copies) by SHA-256."""

    member: Member
    derived: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """What a reader of one kind is given: the file, its member without pages yet, and how to read it."""

    path: Path
    base: Member
    password: str | None = None
    ocr: bool = False
    progress: Progress = silent


def read_file(path: Path, name: str, *, password: str | None = None, ocr: bool = False) -> Member:
    """The file as a member of a dossier. Raises a refusal (see `refusals`) for what cannot be read."""
    return read(path, name, password=password, ocr=ocr).member


def read(path: Path, name: str, *, password: str | None = None, ocr: bool = False, progress: Progress = silent) -> Read:
    """Like `read_file`, with the derived files that a workspace keeps beside the original."""
    kind = kind_of(path, name)
    base = Member(sha256_of(path), name, path.stat().st_size, kind)
    return _READERS[kind](Task(path, base, password, ocr, progress))


def _pdf(task: Task) -> Read:
    from casereview.dossier.readers import pdf

    name, password = task.base.name, task.password
    view = pdf.unlocked(task.path, name, password) if password and pdf.is_locked(task.path) else b""
    text = pdf.read(task.path, name, password=password, progress=task.progress)
    return _with_view(replace(task.base, pages=text.pages, notes=text.notes), view)


def _word(task: Task) -> Read:
    from casereview.dossier.readers import view, word, word_package

    name = task.base.name
    opened = word_package.from_zip if task.base.kind == "docx" else word_package.from_xml
    content = word.read(opened(task.path, name))
    drawn = view.draw(content, name)
    notes = tuple(Problem(name, code, parameters) for code, parameters in content.notes)
    return _with_view(replace(task.base, pages=drawn.pages, notes=notes), drawn.pdf)


def _with_view(member: Member, view: bytes) -> Read:
    if not view:
        return Read(member)
    digest = sha256(view).hexdigest()
    return Read(replace(member, view=digest), {digest: view})


_READERS: dict[str, Callable[[Task], Read]] = {"pdf": _pdf, "docx": _word, "wordml": _word}
