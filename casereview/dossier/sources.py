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

from casereview.dossier.archives import MAX_LEVELS, Budget, unpack
from casereview.dossier.beside import Besides
from casereview.dossier.model import Problem
from casereview.dossier.processes import is_running
from casereview.dossier.readers import refusals
from casereview.dossier.readers.kinds import kind_of
from casereview.dossier.readers.registers import Register
from casereview.dossier.readers.safe import SCRATCH, scratch_prefix
from casereview.text import natural_key, plain_name

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
    name, unit = plain_name(path.name), _unit_above(path.resolve())
    if path.is_dir():
        return list(look.folder(path.resolve(), unit, None))
    if not path.is_file():  # a pipe or a device would be waited for without end
        return [Source(plain_name(path.stem), unit, (), (Problem(name, "file-unreadable"),))]
    if look.is_archive(path):
        return list(look.archive(path, unit, None))
    register = look.besides.register(path)
    if register is not None:
        return [Source(plain_name(path.stem), unit, (), registers=(register,))]
    return [Source(plain_name(path.stem), unit, (Entry(name, path),))]


@dataclass(frozen=True, slots=True)
class _Within:
    """Inside which archive we look: what it may still become, how many archives lie around it, and what keeps it on disk."""

    budget: Budget
    depth: int
    keep: tuple[object, ...] = ()


@dataclass(slots=True)
class _Found:
    """Of one dossier, as it is collected."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: int = 0


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

    def folder(self, folder: Path, unit: str, within: _Within | None, level: int = 0) -> Iterator[Source]:
        """The dossiers at and below a folder."""
        unit = _unit_of(folder.name) or unit
        name, keep = plain_name(folder.name), within.keep if within else ()
        if level > MAX_LEVELS:
            yield Source(name, unit, (), (Problem(name, "path-too-long"),), keep=keep)
            return
        here, refused = _listed(folder)
        files = [item for item in here if item.is_file() and not item.is_symlink() and not is_ignored(item)]
        folders = any(item.is_dir() and not is_ignored(item) for item in here)
        registers, rest = ((), files) if refused else self.besides.split(files, folders, self.is_archive)
        if registers:
            found = [s for file in rest for s in self._single(file, unit, within)]
            found += [s for item in here if item.is_dir() for s in self._below(item, name, unit, within, level)]
            found = found or [Source(name, unit, (), keep=keep)]
            yield from (replace(source, registers=(*registers, *source.registers)) for source in found)
            return
        if not refused and (not files or all(self.is_archive(file) for file in files)):
            # A folder of archives is a delivery of dossiers, one an archive; folders beside them go on as folders.
            for file in files:
                yield from self.archive(file, unit, within)
            for below in here:
                yield from self._below(below, name, unit, within, level)
            return
        yield self.dossier(folder, name, unit, within)

    def _below(self, below: Path, name: str, unit: str, within: _Within | None, level: int) -> Iterator[Source]:
        """The dossiers of a folder inside one that is a delivery."""
        if below.is_symlink():
            keep = within.keep if within else ()
            yield Source(name, unit, (), (Problem(plain_name(below.name), "link-refused"),), keep=keep)
        elif below.is_dir() and not is_ignored(below):
            yield from self.folder(below, unit, within, level + 1)

    def _single(self, file: Path, unit: str, within: _Within | None) -> Iterator[Source]:
        """A file that a register lists as a case of its own."""
        if self.is_archive(file):
            yield from self.archive(file, unit, within)
        else:
            entries = (Entry(plain_name(file.name), file),)
            yield Source(plain_name(file.stem), unit, entries, keep=within.keep if within else ())

    def archive(self, path: Path, unit: str, within: _Within | None) -> Iterator[Source]:
        """One dossier, or one for each top folder if there are several and nothing lies beside them."""
        name, depth = plain_name(path.name), within.depth + 1 if within else 0
        if depth > MAX_NESTING:  # an archive may hold itself
            yield Source(plain_name(path.stem), unit, (Entry(name, path),), keep=within.keep if within else ())
            return
        budget = within.budget if within else Budget(path.stat().st_size)
        target = self.scratch.sub()
        problems = self._unpack(path, name, target, budget)
        unit = _unit_of(path.stem) or unit
        found = list(self.folder(target, unit, _Within(budget, depth, (self.scratch,))))
        if len(found) <= 1:
            base = found[0] if found else Source(plain_name(path.stem), unit, (), keep=(self.scratch,))
            if not base.entries and not problems and not base.problems:
                problems = [Problem(name, "archive-empty")]
            found = [replace(base, name=plain_name(path.stem) if base.name in (target.name, "") else base.name)]
        first = replace(found[0], problems=(*problems, *found[0].problems))
        yield from (first, *found[1:])

    def dossier(self, folder: Path, name: str, unit: str, within: _Within | None) -> Source:
        found = _Found()
        self._collect(folder, "", within, found)
        found.entries.sort(key=lambda entry: natural_key(entry.name))
        keep = (*(within.keep if within else ()), self.scratch)
        return Source(name, unit, tuple(found.entries), tuple(found.problems), found.ignored, keep)

    def _collect(self, folder: Path, prefix: str, within: _Within | None, found: _Found, level: int = 0) -> None:
        """Files below `folder`, archives unpacked in place."""
        here, refused = _listed(folder)
        found.problems += [Problem(prefix + problem.file, problem.code) for problem in refused]
        for item in here:
            name = f"{prefix}{plain_name(item.name)}"
            if is_ignored(item):
                found.ignored += _count(item)
            elif item.is_symlink():
                found.problems.append(Problem(name, "link-refused"))
            elif item.is_dir() and level >= MAX_LEVELS:
                found.problems.append(Problem(name, "path-too-long"))
            elif item.is_dir():
                self._collect(item, f"{name}/", within, found, level + 1)
            elif item.is_file():
                self._file(item, name, within, found, level)

    def _file(self, item: Path, name: str, within: _Within | None, found: _Found, level: int) -> None:
        depth = within.depth if within else 0
        if depth >= MAX_NESTING or not self.is_archive(item):
            found.entries.append(Entry(name, item))
            return
        budget = within.budget if within else Budget(item.stat().st_size)
        target = self.scratch.sub()
        problems = self._unpack(item, name, target, budget)
        before = len(found.entries) + len(found.problems)
        self._collect(target, f"{name}/", _Within(budget, depth + 1), found, level)
        if not problems and before == len(found.entries) + len(found.problems):
            problems = [Problem(name, "archive-empty")]
        found.problems += problems

    def _unpack(self, path: Path, name: str, target: Path, budget: Budget) -> list[Problem]:
        try:
            return unpack(path, name, target, budget, self.password)
        except refusals.Refused as problem:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir()
            return [Problem(name, problem.code, {k: v for k, v in problem.parameters.items() if k != "file"})]


def _listed(folder: Path) -> tuple[list[Path], list[Problem]]:
    """What lies in a folder in natural order; a folder that cannot be opened, and things that are no files, are problems."""
    try:
        here = sorted(folder.iterdir(), key=lambda item: natural_key(item.name))
    except OSError:
        return [], [Problem(plain_name(folder.name), "file-unreadable")]
    kinds = [item for item in here if item.is_symlink() or item.is_dir() or item.is_file()]
    odd = [item for item in here if item not in kinds and not is_ignored(item)] if len(kinds) < len(here) else []
    return kinds, [Problem(plain_name(item.name), "file-unreadable") for item in odd]


def _count(item: Path) -> int:
    """Files at or below an ignored place."""
    count, waiting = 0, [item]
    while waiting:
        place = waiting.pop()
        if place.is_dir() and not place.is_symlink():
            waiting += _listed(place)[0]
        else:
            count += 1
    return count


def is_ignored(path: Path) -> bool:
    """Hidden files, previews, lock files of open documents, workspaces of this program: no part of a dossier."""
    name = path.name
    if name.startswith((".", "~$")) or name.lower() in _IGNORED or name.lower().endswith(".casereview"):
        return True
    attributes = getattr(path.lstat(), "st_file_attributes", 0)  # Windows
    return bool(attributes & 0x2)


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
