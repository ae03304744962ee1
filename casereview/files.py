"""Originals and derived files of a workspace: content-addressed, written once, never altered."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casereview import disk
from casereview.errors import NotFound

if TYPE_CHECKING:
    from sqlite_utils import Database

_BLOCK = 1 << 20
_PENDING = ".pending"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


class Files:
    """The folder `files/` beside a workspace's database; `ab/abcdef…` by SHA-256.

    Files are on disk before the transaction that names them. Until then they may be *pending*: a mark in `.pending/`
    is made before the file and goes once it is named. What a kill leaves with a mark and without a name is dropped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, db: Database) -> Files:
        """The files of the workspace that `db` belongs to."""
        location = db.conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
        return cls(Path(location).parent / "files")

    def path(self, sha256: str) -> Path:
        """Raises NotFound if the file is not held."""
        path = self._place(sha256)
        if not path.exists():
            raise NotFound(what="file", name=sha256[:12])
        return path

    def has(self, sha256: str) -> bool:
        return self._place(sha256).exists()

    def put(self, data: bytes, *, pending: bool = False) -> str:
        """Hold these bytes; on disk when this returns. Gives their SHA-256. Raises DiskFull, DiskGone."""
        with disk.watched(str(self.folder)):
            return self._put(data, pending)

    def _put(self, data: bytes, pending: bool) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._place(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_part(), dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, 0o444)
            if pending:
                self._mark(sha256)
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return sha256

    def put_file(self, source: Path, *, pending: bool = False) -> str:
        """Like `put`, block by block: films are larger than memory."""
        with disk.watched(str(self.folder)):
            return self._put_file(source, pending)

    def _put_file(self, source: Path, pending: bool) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix=_part(), dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as stream, source.open("rb") as original:
                while block := original.read(_BLOCK):
                    digest.update(block)
                    stream.write(block)
                stream.flush()
                os.fsync(stream.fileno())
            target = self._place(digest.hexdigest())
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                os.chmod(name, 0o444)
                if pending:
                    self._mark(digest.hexdigest())
                os.replace(name, target)
                _sync_folder(target.parent)
        finally:
            Path(name).unlink(missing_ok=True)
        return digest.hexdigest()

    def all(self) -> Iterator[str]:
        """Every hash held, in order; what a kill left half-written is not among them."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))

    def pending(self) -> list[str]:
        """Files that nothing named when they were put, in order."""
        return sorted(mark.name for mark in (self.folder / _PENDING).glob("*"))

    def settle(self, hashes: Iterable[str]) -> None:
        """These are named now."""
        for sha256 in hashes:
            (self.folder / _PENDING / sha256).unlink(missing_ok=True)

    def drop(self, sha256: str) -> None:
        """Forget a pending file that nothing names after all."""
        place = self._place(sha256)
        if place.exists():
            place.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows does not remove what is read-only
            place.unlink()
        self.settle([sha256])

    def sweep(self, writes: Callable[[int], bool] = lambda pid: False) -> int:
        """Remove what a kill left half-written. Gives how many. `writes` says whether that process may be at it still."""
        parts = [*self.folder.glob("*/.part-*"), *self.folder.glob(".part-*")]
        left = [part for part in parts if not writes(_writer(part))]
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)

    def _mark(self, sha256: str) -> None:
        (self.folder / _PENDING).mkdir(exist_ok=True)
        (self.folder / _PENDING / sha256).touch()

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _part() -> str:
    """How a file begins that is being written: with its writer, so that others can tell whether it will be finished."""
    return f".part-{os.getpid()}-"


def _writer(part: Path) -> int:
    number = part.name.removeprefix(".part-").partition("-")[0]
    return int(number) if number.isdigit() else 0


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder for syncing; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
