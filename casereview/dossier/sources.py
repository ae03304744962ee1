"""What was handed over, as dossiers: folders, single files, archives. Nothing is read here but names and archives.

A folder that directly holds files is one dossier with all that lies below it; a folder of folders is many.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from casereview.dossier.archives import Budget, unpack
from casereview.dossier.beside import Besides
from casereview.dossier.guard import is_running
from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.readers.kinds import kind_of
from casereview.dossier.readers.registers import Register
from casereview.dossier.readers.safe import SCRATCH, scratch_prefix
from casereview.text import natural_key

MAX_NESTING = 3
_IGNORED = {"thumbs.db", "desktop.ini", ".ds_store", "__macosx"}
_UNIT = re.compile(r"^[\u4e00-\u9fff]{1,20}(?:省|市|县|区|旗|局|委|厅|支队|总队|大队|中队|中心|所|站)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a dossier: its name below the dossier's folder ("证据/1.jpg") and where its bytes lie now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Source:
    """One dossier as handed over.

    unit      guessed from the folders above it ("祁县交通运输局"), "" if none says
    problems  entries of archives and links that were refused, by name
    ignored   hidden files, previews and lock files: counted, not taken
    registers  registers of cases that lay beside it; with no entries and no problems, the source is registers alone
    keep      holds unpacked archives on disk for as long as the source lives
    """

    name: str
    unit: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    ignored: int = 0
    keep: tuple[object, ...] = field(default=(), compare=False, repr=False)
    registers: tuple[Register, ...] = ()


class Scratch:
    """A folder for unpacked archives that goes when nobody needs it any more."""

    def __init__(self) -> None:
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=scratch_prefix()))
        self._finish = weakref.finalize(self, shutil.rmtree, self.folder, True)

    def sub(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))


def sweep() -> None:
    """Remove what a killed program left unpacked: it holds people's data."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*-*"):
        owner = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if owner.isdigit() and int(owner) != os.getpid() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def gather(path: Path, *, password: str | None = None) -> list[Source]:
    """The dossiers under a folder, in an archive, or the one that a single file is; in natural order of their names.

    Raises FileNotFoundError if nothing is there. What is refused stands in the problems of its source.
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(path)
    look = _Look(Scratch(), password, Besides())
    try:
        return _gathered(path, look)
    finally:
        look.besides.close()


def _gathered(path: Path, look: _Look) -> list[Source]:
    if path.is_dir():
        return list(look.folder(path.resolve(), _unit_above(path.resolve())))
    if look.is_archive(path):
        return list(look.archive(path, _unit_above(path.resolve())))
    register = look.besides.register(path)
    if register is not None:
        return [Source(path.stem, _unit_above(path.resolve()), (), registers=(register,))]
    return [Source(path.stem, _unit_above(path.resolve()), (Entry(path.name, path),))]


@dataclass(frozen=True, slots=True)
class _Look:
    scratch: Scratch
    password: str | None
    besides: Besides

    def is_archive(self, path: Path) -> bool:
        try:
            with path.open("rb") as stream:
                if stream.read(2) != b"PK":
                    return False
            return kind_of(path, path.name) == "zip"
        except (refusals.Refused, OSError):
            return False  # the reader will say what is wrong with it

    def folder(self, folder: Path, unit: str, keep: tuple[object, ...] = ()) -> Iterator[Source]:
        """The dossiers at and below a folder."""
        unit = _unit_of(folder.name) or unit
        files = [e for e in _sorted(folder) if e.is_file() and not e.is_symlink() and not is_ignored(e)]
        if not files:
            for below in _sorted(folder):
                if below.is_dir() and not below.is_symlink() and not is_ignored(below):
                    yield from self.folder(below, unit, keep)
            return
        here = [item for item in _sorted(folder) if not item.is_symlink() and not is_ignored(item)]
        registers, rest = self.besides.split(files, any(item.is_dir() for item in here), self.is_archive)
        if registers:
            found = [s for file in rest for s in self._single(file, unit, keep)]
            found += [s for item in here if item.is_dir() for s in self.folder(item, unit, keep)]
            found = found or [Source(folder.name, unit, (), keep=keep)]
            yield from (replace(source, registers=(*registers, *source.registers)) for source in found)
            return
        if all(self.is_archive(file) for file in files):
            # A folder of archives is a delivery of dossiers, one an archive; folders beside them go on as folders.
            for file in files:
                yield from self.archive(file, unit, keep)
            for below in _sorted(folder):
                if below.is_dir() and not below.is_symlink() and not is_ignored(below):
                    yield from self.folder(below, unit, keep)
            return
        yield self.dossier(folder, folder.name, unit, keep)

    def _single(self, file: Path, unit: str, keep: tuple[object, ...]) -> Iterator[Source]:
        """A file that a register lists as a case of its own."""
        if self.is_archive(file):
            yield from self.archive(file, unit, keep)
        else:
            yield Source(file.stem, unit, (Entry(file.name, file),), keep=keep)

    def archive(self, path: Path, unit: str, keep: tuple[object, ...] = ()) -> Iterator[Source]:
        """One dossier, or one for each top folder if there are several and nothing lies beside them."""
        target = self.scratch.sub()
        problems = self._unpack(path, path.name, target, Budget(path.stat().st_size))
        unit = _unit_of(path.stem) or unit
        found = list(self.folder(target, unit, (*keep, self.scratch)))
        if len(found) <= 1:
            base = found[0] if found else Source(path.stem, unit, (), keep=(self.scratch,))
            name = path.stem if base.name == target.name or not found else base.name
            found = [replace(base, name=name)]
        first = replace(found[0], problems=(*problems, *found[0].problems))
        yield from (first, *found[1:])

    def dossier(self, folder: Path, name: str, unit: str, keep: tuple[object, ...]) -> Source:
        entries: list[Entry] = []
        problems: list[Problem] = []
        ignored = self._collect(folder, "", 0, entries, problems)
        entries.sort(key=lambda entry: natural_key(entry.name))
        return Source(name, unit, tuple(entries), tuple(problems), ignored, (*keep, self.scratch))

    def _collect(self, folder: Path, prefix: str, depth: int, entries: list[Entry], problems: list[Problem]) -> int:
        """Files below `folder` into `entries`, archives unpacked in place. Gives how many were ignored."""
        ignored = 0
        for item in _sorted(folder):
            name = f"{prefix}{item.name}"
            if is_ignored(item):
                ignored += 1 if item.is_file() else sum(1 for e in item.rglob("*") if e.is_file())
            elif item.is_symlink():
                problems.append(Problem(name, "link-refused"))
            elif item.is_dir():
                ignored += self._collect(item, f"{name}/", depth, entries, problems)
            elif item.is_file():
                if depth < MAX_NESTING and self.is_archive(item):
                    target = self.scratch.sub()
                    problems += self._unpack(item, name, target, Budget(item.stat().st_size))
                    ignored += self._collect(target, f"{name}/", depth + 1, entries, problems)
                else:
                    entries.append(Entry(name, item))
        return ignored

    def _unpack(self, path: Path, name: str, target: Path, budget: Budget) -> list[Problem]:
        try:
            return unpack(path, name, target, budget, self.password)
        except refusals.Refused as problem:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            return [Problem(name, problem.code, {k: v for k, v in problem.parameters.items() if k != "file"})]


def is_ignored(path: Path) -> bool:
    """Hidden files, previews, lock files of open documents, workspaces of this program: no part of a dossier."""
    name = path.name
    if name.startswith((".", "~$")) or name.lower() in _IGNORED or name.lower().endswith(".casereview"):
        return True
    attributes = getattr(path.lstat(), "st_file_attributes", 0)  # Windows
    return bool(attributes & 0x2)


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda item: natural_key(item.name))


def _unit_of(name: str) -> str:
    return name if _UNIT.match(name) else ""


def _unit_above(path: Path) -> str:
    """The nearest folder above that is named like a unit."""
    return next((parent.name for parent in path.parents if _unit_of(parent.name)), "")


def case_number_in(name: str) -> str:
    """The case number that a folder's name bears, "" if none: 晋交执罚〔2024〕001号."""
    found = re.search(r"[\u4e00-\u9fff][\u4e00-\u9fff\d]{1,12}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d+\s*号", name)
    return found.group(0) if found else ""


def size_of(source: Source) -> int:
    return sum(os.path.getsize(entry.path) for entry in source.entries)
