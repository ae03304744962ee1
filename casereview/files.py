"""Originals and derived files of a workspace: content-addressed, written once, never altered."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casereview import disk
from casereview.errors import NotFound

if TYPE_CHECKING:
    from sqlite_utils import Database

_BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


class Files:
    """The folder `files/` beside a workspace's database; `ab/abcdef…` by SHA-256."""

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

    def put(self, data: bytes) -> str:
        """Hold these bytes; on disk when this returns. Gives their SHA-256. Raises DiskFull, DiskGone."""
        with disk.watched(str(self.folder)):
            return self._put(data)

    def _put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._place(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(name, 0o444)
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return sha256

    def put_file(self, source: Path) -> str:
        """Like `put`, block by block: films are larger than memory."""
        with disk.watched(str(self.folder)):
            return self._put_file(source)

    def _put_file(self, source: Path) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix=".part-", dir=self.folder)
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
                os.replace(name, target)
                _sync_folder(target.parent)
        finally:
            Path(name).unlink(missing_ok=True)
        return digest.hexdigest()

    def all(self) -> Iterator[str]:
        """Every hash held, in order; what a kill left half-written is not among them."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))

    def sweep(self) -> int:
        """Remove what a kill left half-written. Gives how many. Only while nobody else writes."""
        parts = [*self.folder.glob("*/.part-*"), *self.folder.glob(".part-*")]
        for part in parts:
            part.unlink(missing_ok=True)
        return len(parts)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder for syncing; NTFS journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
