"""Files become pages. What a file is, its content says, never its name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from casereview.dossier.model import Member, Problem
from casereview.dossier.readers import refusals, unread
from casereview.dossier.readers.blocks import Content
from casereview.dossier.readers.kinds import kind_of
from casereview.dossier.readers.safe import scratch_prefix
from casereview.files import sha256_of
from casereview.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read, and the files derived from it (reading views, unlocked copies) by SHA-256."""

    member: Member
    derived: dict[str, bytes] = field(default_factory=dict)

    @property
    def reader(self) -> str:
        """Which reader, in which version, made its pages: the database reads again what an older one made."""
        return {"pdf": "pdf-1", "image": "image-1", "ofd": "ofd-1"}.get(self.member.kind, "view-1")


@dataclass(frozen=True, slots=True)
class Task:
    """What a reader of one kind is given: the file, its member without pages yet, and how to read it."""

    path: Path
    base: Member
    password: str | None = None
    progress: Progress = silent


def read_file(path: Path, name: str, *, password: str | None = None) -> Member:
    """The file as a member of a dossier; pages that are pictures are without text. Raises a refusal (see `refusals`) for
    what cannot be read."""
    return read(path, name, password=password).member


def read(path: Path, name: str, *, password: str | None = None, progress: Progress = silent) -> Read:
    """Like `read_file`, with the derived files that a workspace keeps beside the original."""
    kind = kind_of(path, name)
    base = Member(sha256_of(path), name, path.stat().st_size, kind)
    done = _READERS[kind](Task(path, base, password, progress))
    return replace(done, member=unread.noted(done.member, ()))


def _pdf(task: Task) -> Read:
    from casereview.dossier.readers import pdf

    name, password = task.base.name, task.password
    view = pdf.unlocked(task.path, name, password) if password and pdf.is_locked(task.path) else b""
    text = pdf.read(task.path, name, password=password, progress=task.progress)
    done = _with_view(replace(task.base, pages=text.pages, notes=text.notes), view)
    return replace(done, member=replace(done.member, unlocked=done.member.view))


def _word(task: Task) -> Read:
    from casereview.dossier.readers import word, word_package

    opened = word_package.from_zip if task.base.kind == "docx" else word_package.from_xml
    return _drawn(task, word.read(opened(task.path, task.base.name)))


def _old_word(task: Task) -> Read:
    """The DOCX made from a locked document is kept, so that it need not be unlocked again."""
    from casereview.dossier.readers import word_97

    old = word_97.read(task.path, task.base.name, task.password)
    done = _drawn(task, old.content)
    if not old.unlocked:
        return done
    digest = sha256(old.unlocked).hexdigest()
    return Read(replace(done.member, kind="docx", unlocked=digest), {**done.derived, digest: old.unlocked})


def _rtf(task: Task) -> Read:
    from casereview.dossier.readers import rtf

    return _drawn(task, rtf.read(task.path, task.base.name))


def _html(task: Task) -> Read:
    from casereview.dossier.readers import html

    opened = html.read if task.base.kind == "html" else html.read_mht
    return _drawn(task, opened(task.path, task.base.name))


def _text(task: Task) -> Read:
    from casereview.dossier.readers import plain

    return _drawn(task, plain.read(task.path, task.base.name))


def _ofd(task: Task) -> Read:
    from casereview.dossier.readers import ofd

    name = task.base.name
    view = ofd.draw(task.path, name)
    notes = [Problem(name, code, parameters) for code, parameters in view.notes]
    return _with_view(replace(task.base, pages=view.pages, notes=tuple(notes)), view.pdf)


def _drawn(task: Task, content: Content) -> Read:
    """A file without pages of its own: its reading view's."""
    from casereview.dossier.readers import view

    name = task.base.name
    drawn = view.draw(content, name)
    notes = tuple(Problem(name, code, parameters) for code, parameters in content.notes)
    return _with_view(replace(task.base, pages=drawn.pages, notes=notes), drawn.pdf)


def _image(task: Task) -> Read:
    from casereview.dossier.readers import images

    return Read(replace(task.base, pages=images.read(task.path, task.base.name, progress=task.progress)))


def _sheet(task: Task) -> Read:
    """A workbook has pages where something is written in it; a register of cases is about many dossiers and stays whole."""
    from casereview.dossier.readers import registers, workbooks

    name = task.base.name
    book = workbooks.read(task.path, name, task.base.kind)
    register = registers.rows(book)
    content = workbooks.content(book)
    if len(register) > 1 or not content.blocks:
        said = tuple(Problem(name, code, parameters) for code, parameters in content.notes)
        if len(register) > 1:
            said = (*said, Problem(name, "register-kept", {"count": len(register)}))
        return Read(replace(task.base, attachment=True, notes=said))
    return _drawn(task, content)


def _media(task: Task) -> Read:
    from casereview.dossier.readers import media

    seconds = media.length(task.path)
    said: dict[str, object] = {"format": media.format_of(task.path)}
    code = "recording-kept" if seconds is None else "recording-length"
    if seconds is not None:
        said["length"] = media.clock(seconds)
    return Read(replace(task.base, attachment=True, notes=(Problem(task.base.name, code, said),)))


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
    "doc": _old_word,
    "rtf": _rtf,
    "html": _html,
    "mht": _html,
    "text": _text,
    "image": _image,
    "xlsx": _sheet,
    "xls": _sheet,
    "sheetml": _sheet,
    "ofd": _ofd,
    "media": _media,
    "zip": _zip,
    "locked": _locked,
}
