"""ZIP archives from anywhere: names in GBK or UTF-8, entries that climb out, link out or explode are refused by name."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import BROKEN

MAX_ENTRIES = 20_000
MAX_RATIO = 200  # scans do not shrink at all, office files tenfold
MAX_BYTES = 20 << 30
_FREE = 64 << 20  # below this no ratio hurts
_BLOCK = 1 << 20
_UTF8 = 0x800
_LOCKED = 0x1
_AES = 99
_RESERVED = set('<>:"|?*') | {chr(code) for code in range(32)}


@dataclass(slots=True)
class Budget:
    """How many bytes an archive may still become."""

    packed: int
    spent: int = 0

    @property
    def limit(self) -> int:
        return min(MAX_BYTES, max(_FREE, self.packed * MAX_RATIO))


def unpack(path: Path, name: str, target: Path, budget: Budget, password: str | None = None) -> list[Problem]:
    """Everything of the archive under `target`; gives what was refused. Raises Damaged, TooLarge for the whole of it."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    problems: list[Problem] = []
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise refusals.TooLarge(file=name, limit=budget.limit >> 20)
        for info, entry_name in zip(entries, names_of(entries)):
            problem = _entry(archive, info, entry_name, name, target, budget, password)
            if problem is not None:
                problems.append(problem)
    return problems


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


def _entry(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    entry: str,
    outer: str,
    target: Path,
    budget: Budget,
    password: str | None,
) -> Problem | None:
    shown = f"{outer}/{entry}"
    if stat.S_ISLNK(info.external_attr >> 16):
        return Problem(shown, "link-refused")
    parts = entry.split("/")
    if entry.startswith("/") or ".." in parts or (len(entry) > 1 and entry[1] == ":") or "\x00" in entry:
        return Problem(shown, "name-refused")
    if entry.endswith("/") or info.is_dir():
        return None
    if info.compress_type == _AES:
        return Problem(shown, "password-unsupported", {"format": "ZIP (AES)"})
    if info.flag_bits & _LOCKED and password is None:
        return Problem(shown, "password-needed")
    place = _free(target.joinpath(*(_clean(part) for part in parts if part not in ("", "."))))
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(archive, info, place, outer, budget, password)
    except RuntimeError:
        place.unlink(missing_ok=True)
        return Problem(shown, "password-wrong")
    except BROKEN:
        place.unlink(missing_ok=True)
        return Problem(shown, "file-damaged")
    return None


def _copy(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, outer: str, budget: Budget, password: str | None
) -> None:
    """What the directory says of sizes is not believed: the bytes are counted as they come."""
    with archive.open(info, pwd=password.encode() if password else None) as stream, place.open("wb") as out:
        while block := stream.read(_BLOCK):
            budget.spent += len(block)
            if budget.spent > budget.limit:
                raise refusals.TooLarge(file=outer, limit=budget.limit >> 20)
            out.write(block)


def _clean(part: str) -> str:
    """A name that every file system takes; the name shown stays as it was but for such characters."""
    cleaned = "".join("_" if c in _RESERVED else c for c in part).rstrip(" .") or "_"
    while len(cleaned.encode()) > 240:
        cleaned = cleaned[: len(cleaned) // 2 - 4] + "…" + cleaned[len(cleaned) // 2 + 4 :]
    return cleaned


def _free(place: Path) -> Path:
    """Two entries of one name are two files."""
    number = 2
    free = place
    while free.exists():
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
        number += 1
    return free
