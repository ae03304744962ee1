"""ZIP archives from anywhere: names in GBK or UTF-8, entries that climb out, link out or explode are refused by name."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import BROKEN, MAX_ENTRIES, opened_zip
from casereview.text import plain_name

MAX_RATIO = 200  # scans do not shrink at all, office files tenfold
MAX_BYTES = 20 << 30
MAX_LEVELS = 40  # folders in folders; every system has an end, and so has Python's stack
_MAX_PATH = 3000  # bytes of a path with its folder
_FREE = 64 << 20  # below this no ratio hurts
_BLOCK = 1 << 20
_UTF8 = 0x800
_LOCKED = 0x1
_LOCAL = 30  # bytes of an entry's own header, without its name
_AES = 99
_RESERVED = set('<>:"|?*') | {chr(code) for code in range(32)}
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(slots=True)
class Budget:
    """How many bytes and files an archive, with all archives inside it, may still become."""

    packed: int
    spent: int = 0
    entries: int = 0

    @property
    def limit(self) -> int:
        return min(MAX_BYTES, max(_FREE, self.packed * MAX_RATIO))


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive being unpacked: its name as shown, where to, and how many entries came under a name so far.

    shared  where those entries begin that lie over another one's bytes
    """

    opened: zipfile.ZipFile
    name: str
    target: Path
    budget: Budget
    password: str | None
    shared: frozenset[int] = frozenset()
    numbers: dict[Path, int] = field(default_factory=dict)


def unpack(path: Path, name: str, target: Path, budget: Budget, password: str | None = None) -> list[Problem]:
    """Everything of the archive under `target`; gives what was refused. Raises Damaged, TooLarge, TooManyFiles for all of it."""
    with opened_zip(path, name) as opened:
        entries = opened.infolist()
        budget.entries += len(entries)
        if budget.entries > MAX_ENTRIES:
            raise refusals.TooManyFiles(file=name, limit=MAX_ENTRIES)
        archive = _Archive(opened, name, target, budget, password, _shared(entries))
        found = [_entry(archive, info, entry) for info, entry in zip(entries, names_of(entries))]
    return [problem for problem in found if problem is not None]


def _shared(entries: Sequence[zipfile.ZipInfo]) -> frozenset[int]:
    """Entries that lie over each other: no packer writes them, and a few bytes told a thousand times become a flood."""
    found: set[int] = set()
    last, end = -1, -1
    for info in sorted(entries, key=lambda info: info.header_offset):
        if info.header_offset < end:
            found |= {last, info.header_offset}
        here = info.header_offset + _LOCAL + info.compress_size
        if here > end:
            last, end = info.header_offset, here
    return frozenset(found)


def names_of(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names as their maker meant them. Without the UTF-8 flag they are GBK, unless all of them are sound UTF-8."""
    raw = [None if info.flag_bits & _UTF8 else _bytes_of(info.filename) for info in entries]
    unflagged = b"\n".join(name for name in raw if name is not None)
    try:
        unflagged.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "gb18030"
    return [
        _unicode_path(info, name)
        or (info.filename if name is None else name.decode(encoding, "replace")).replace("\\", "/")
        for info, name in zip(entries, raw)
    ]


def _bytes_of(name: str) -> bytes:
    try:
        return name.encode("cp437")
    except UnicodeEncodeError:
        return name.encode("utf-8")


def _unicode_path(info: zipfile.ZipInfo, raw: bytes | None) -> str:
    """The name in extra field 0x7075, where its checksum is that of the plain name (APPNOTE 4.6.9)."""
    extra, at = info.extra, 0
    while raw is not None and at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        body = extra[at + 4 : at + 4 + size]
        if kind == 0x7075 and len(body) > 5 and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace").replace("\\", "/")
        at += 4 + size
    return ""


def _entry(archive: _Archive, info: zipfile.ZipInfo, entry: str) -> Problem | None:
    shown = plain_name(f"{archive.name}/{entry[-200:]}")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem(shown, "link-refused")
    if _climbs(entry):
        return Problem(shown, "name-refused")
    if info.header_offset in archive.shared:
        return Problem(shown, "entries-overlap")
    if entry.endswith("/"):
        return None
    if info.compress_type == _AES:
        return Problem(shown, "password-unsupported", {"format": "ZIP (AES)"})
    if info.flag_bits & _LOCKED and archive.password is None:
        return Problem(shown, "password-needed")
    parts = [_clean(part) for part in entry.split("/") if part not in ("", ".")] or ["_"]
    if len(parts) > MAX_LEVELS or len(os.fsencode(archive.target)) + len("/".join(parts).encode()) > _MAX_PATH:
        return Problem(shown, "path-too-long")
    return _copied(archive, info, shown, parts)


def _climbs(entry: str) -> bool:
    """Whether the name leads out of the archive, on any system."""
    parts = [part.strip() for part in entry.split("/")]
    return entry.startswith("/") or ".." in parts or (len(entry) > 1 and entry[1] == ":") or "\x00" in entry


def _copied(archive: _Archive, info: zipfile.ZipInfo, shown: str, parts: Sequence[str]) -> Problem | None:
    place = archive.target
    try:
        place = _place(archive, parts)
        _copy(archive, info, place)
        return None
    except RuntimeError:
        code = "password-wrong"
    except BROKEN as problem:
        if isinstance(problem, OSError) and problem.errno == errno.ENOSPC:
            raise  # a full disk is no fault of the file
        long = isinstance(problem, OSError) and problem.errno in (errno.ENAMETOOLONG, errno.ENOENT)
        code = "path-too-long" if long else "file-damaged"
    except MemoryError:  # LZMA: the entry names the size of its dictionary
        code = "file-damaged"
    if place != archive.target:
        place.unlink(missing_ok=True)
    return Problem(shown, code)


def _place(archive: _Archive, parts: Sequence[str]) -> Path:
    """Where an entry goes. Two entries of one name are two files, and a file does not stand in the way of a folder."""
    folder = archive.target
    for part in parts[:-1]:
        folder = folder / part
        while folder.exists() and not folder.is_dir():
            folder = folder.with_name(f"{folder.name}_")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = free = folder / parts[-1]
    while free.exists():
        number = archive.numbers[wanted] = archive.numbers.get(wanted, 1) + 1
        free = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return free


def _copy(archive: _Archive, info: zipfile.ZipInfo, place: Path) -> None:
    """What the directory says of sizes is not believed: the bytes are counted as they come."""
    password = archive.password.encode() if archive.password else None
    budget = archive.budget
    with archive.opened.open(info, pwd=password) as stream, place.open("wb") as out:
        while block := stream.read(_BLOCK):
            budget.spent += len(block)
            if budget.spent > budget.limit:
                raise refusals.TooLarge(file=archive.name, limit=budget.limit >> 20)
            out.write(block)


def _clean(part: str) -> str:
    """A name that every file system takes; the name shown stays as it was but for such characters."""
    cleaned = "".join("_" if c in _RESERVED else c for c in plain_name(part)).rstrip(" .") or "_"
    if cleaned.partition(".")[0].rstrip().lower() in _DEVICES:
        cleaned = f"_{cleaned}"
    while len(cleaned.encode()) > 240:
        cleaned = cleaned[: len(cleaned) // 2 - 4] + "…" + cleaned[len(cleaned) // 2 + 4 :]
    return cleaned
