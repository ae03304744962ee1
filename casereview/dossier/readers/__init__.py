"""Files become pages. What a file is, its content says, never its name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from casereview.dossier.model import Member, Problem, TextSource
from casereview.dossier.readers import refusals
from casereview.dossier.readers.kinds import kind_of
from casereview.dossier.readers.safe import scratch_prefix
from casereview.files import sha256_of
from casereview.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, and the files derived from it (reading views, unlocked copies) by SHA-256.

    recognised  the pages that OCR has read just now
    """

    member: Member
    derived: dict[str, bytes] = field(default_factory=dict)
    recognised: frozenset[int] = frozenset()

    def reader_of(self, page: int) -> str:
        """Which reader, in which version, made that page: the database reads again what an older one made."""
        if page in self.recognised:
            return "ocr-1"
        return {"pdf": "pdf-1", "image": "image-1"}.get(self.member.kind, "view-1")


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
    done = _READERS[kind](Task(path, base, password, ocr, progress))
    return _recognised(done, path, password, progress) if ocr and not done.member.attachment else done


def _recognised(done: Read, path: Path, password: str | None, progress: Progress) -> Read:
    """With the pages read that are pictures; a note says so where the optional part is not installed or nothing was found."""
    from casereview.dossier.readers import ocr as recognition
    from casereview.dossier.readers.pdf import spans

    member = done.member
    if all(page.source is not TextSource.NONE for page in member.pages):
        return done
    if not recognition.available():
        return replace(done, member=replace(member, notes=(*member.notes, Problem(member.name, "ocr-missing"))))
    with _shown(done, path) as (shown, kind):
        pages = recognition.pages(shown, member.name, kind, member.pages, password=password, progress=progress)
    notes = [note for note in member.notes if note.code != "pages-without-text"]
    read_now = frozenset(old.number for old, new in zip(member.pages, pages) if old is not new)
    if empty := [page.number for page in pages if page.number in read_now and not page.runs]:
        notes.append(Problem(member.name, "ocr-found-nothing", {"pages": spans(empty), "count": len(empty)}))
    return replace(done, member=replace(member, pages=pages, notes=tuple(notes)), recognised=read_now)


@contextmanager
def _shown(done: Read, path: Path) -> Iterator[tuple[Path, str]]:
    """The file whose pages are drawn: the reading view for a Word file that holds pasted scans."""
    member = done.member
    if member.kind in ("pdf", "image"):
        yield path, member.kind
        return
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as folder:
        view = Path(folder) / "view.pdf"
        view.write_bytes(done.derived[member.view])
        yield view, "pdf"


def _pdf(task: Task) -> Read:
    from casereview.dossier.readers import pdf

    name, password = task.base.name, task.password
    view = pdf.unlocked(task.path, name, password) if password and pdf.is_locked(task.path) else b""
    text = pdf.read(task.path, name, password=password, progress=task.progress)
    done = _with_view(replace(task.base, pages=text.pages, notes=text.notes), view)
    return replace(done, member=replace(done.member, unlocked=done.member.view))


def _word(task: Task) -> Read:
    from casereview.dossier.readers import view, word, word_package

    name = task.base.name
    opened = word_package.from_zip if task.base.kind == "docx" else word_package.from_xml
    content = word.read(opened(task.path, name))
    drawn = view.draw(content, name)
    notes = tuple(Problem(name, code, parameters) for code, parameters in content.notes)
    return _with_view(replace(task.base, pages=drawn.pages, notes=notes), drawn.pdf)


def _text(task: Task) -> Read:
    from casereview.dossier.readers import plain, view

    drawn = view.draw(plain.read(task.path, task.base.name), task.base.name)
    return _with_view(replace(task.base, pages=drawn.pages), drawn.pdf)


def _image(task: Task) -> Read:
    from casereview.dossier.readers import images
    from casereview.dossier.readers.pdf import spans

    pages = images.read(task.path, task.base.name, progress=task.progress)
    blank = Problem(
        task.base.name, "pages-without-text", {"pages": spans([p.number for p in pages]), "count": len(pages)}
    )
    return Read(replace(task.base, pages=pages, notes=(blank,)))


def _sheet(task: Task) -> Read:
    from casereview.dossier.readers import sheets

    if task.base.kind == "xlsx":  # an XLS was looked at when its kind was told
        sheets.check(task.path, task.base.name)
    return Read(replace(task.base, attachment=True))


def _media(task: Task) -> Read:
    return Read(replace(task.base, attachment=True))


def _zip(task: Task) -> Read:
    """Archives are opened where dossiers are gathered; one that reaches a reader lies too deep."""
    raise refusals.Archive(file=task.base.name, format="ZIP")


def _locked(task: Task) -> Read:
    """The package inside the lock, read as if it lay there open; the member stays the locked original."""
    from casereview.dossier.readers import office_lock

    inside = office_lock.unlocked(task.path, task.base.name, task.password)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as folder:
        path = Path(folder) / "unlocked"
        path.write_bytes(inside)
        kind = kind_of(path, task.base.name)
        done = _READERS[kind](replace(task, path=path, base=replace(task.base, kind=kind), password=None))
    digest = sha256(inside).hexdigest()
    return Read(replace(done.member, unlocked=digest), {**done.derived, digest: inside})


def _with_view(member: Member, view: bytes) -> Read:
    if not view:
        return Read(member)
    digest = sha256(view).hexdigest()
    return Read(replace(member, view=digest), {digest: view})


_READERS: dict[str, Callable[[Task], Read]] = {
    "pdf": _pdf,
    "docx": _word,
    "wordml": _word,
    "text": _text,
    "image": _image,
    "xlsx": _sheet,
    "xls": _sheet,
    "media": _media,
    "zip": _zip,
    "locked": _locked,
}
