"""A workspace folder `NAME.casereview/`: review.db, files/ and exports/. Hands out connections; one program writes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from casereview import migrations, record
from casereview.errors import CaseReviewError
from casereview.files import Files, sha256_of
from casereview.lock import Lock
from casereview.progress import Progress, silent

if TYPE_CHECKING:
    from sqlite_utils import Database

SUFFIX = ".casereview"
BUSY_SECONDS = 30
CACHE_KB = 8_000  # of a connection: a long phrase reads some megabytes of the index of 250,000 pages
# Places where SQLite's shared-memory WAL is not safe: network shares and sticks that are pulled.
_NOT_LOCAL = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "vfat", "exfat", "msdos", "9p", "fuse", "fuseblk", "fuse.sshfs"}


class NoWorkspace(CaseReviewError):
    """The folder holds no workspace; `folder`."""

    code = "no-workspace"


class WorkspaceExists(CaseReviewError):
    """A workspace would be made over something; `folder`."""

    code = "workspace-exists"


class WorkspaceTooNew(CaseReviewError):
    """A newer program made this workspace; `folder`, `needs`: the step this program does not know."""

    code = "workspace-too-new"


class WorkspaceBusy(CaseReviewError):
    """Another program writes here; `folder`, `who`."""

    code = "workspace-busy"


class NotABackup(CaseReviewError):
    """The file is no backup of a workspace; `file`."""

    code = "not-a-backup"


class Workspace:
    """An open workspace. Use `create` or `open`; close it (it is a context manager) to give the lock back.

    read_only  another program writes here (`holder` says who), or the caller only wants to look
    """

    def __init__(self, folder: Path, lock: Lock | None, holder: str = "") -> None:
        self.folder = folder
        self._lock = lock
        self.read_only = lock is None
        self.holder = holder

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an empty workspace. Raises WorkspaceExists if the folder is there and not empty."""
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceExists(folder=str(folder))
        for part in ("files", "exports"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        with closing(_database(_connection(folder))) as db:
            migrations.apply(db)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """Open for writing; read-only (with `holder` set) if another program has it.

        Raises NoWorkspace, WorkspaceTooNew. An older workspace is backed up first, then brought up to date.
        """
        if not (folder / "review.db").exists():
            raise NoWorkspace(folder=str(folder))
        lock = None if read_only else _take_lock(folder)
        workspace = cls(folder, lock, "" if lock or read_only else _holder(folder))
        try:
            workspace._bring_up_to_date()
        except BaseException:
            workspace.close()
            raise
        if lock:
            workspace._sweep()
        return workspace

    def _sweep(self) -> None:
        """Drop what a kill left behind, half-written or named by nothing."""
        self.files.sweep()
        if self.files.pending():
            from casereview.dossier import leftovers

            with closing(self.connect()) as db:
                leftovers.sweep(db, self.files)

    def _bring_up_to_date(self) -> None:
        known = [step.__name__ for step in migrations.STEPS]
        with closing(_connection(self.folder, read_only=self.read_only)) as conn:
            taken = migrations.applied(conn)
        if unknown := sorted(set(taken) - set(known)):
            raise WorkspaceTooNew(folder=str(self.folder), needs=unknown[-1])
        pending = [name for name in known if name not in taken]
        if not pending:
            return
        # Somebody who only wants to look still needs the schema of this program: the lock is borrowed for it.
        lock = _take_lock(self.folder) if self.read_only else None
        if self.read_only and lock is None:
            raise WorkspaceBusy(folder=str(self.folder), who=self.holder or _holder(self.folder))
        try:
            self.backup(self.folder / "exports" / f"before-{pending[0]}.backup")
            with closing(_database(_connection(self.folder))) as db:
                migrations.apply(db)
        finally:
            if lock is not None:
                _give_back(self.folder, lock)

    def connect(self) -> Database:
        """A new connection, for this thread alone; close it with contextlib.closing."""
        return _database(_connection(self.folder, read_only=self.read_only))

    @property
    def files(self) -> Files:
        return Files(self.folder / "files")

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    def close(self) -> None:
        if self._lock is not None:
            _give_back(self.folder, self._lock)
            self._lock = None
            self.read_only = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def verify(self, progress: Progress = silent) -> list[tuple[str, dict[str, object]]]:
        """Every damage found, as codes of `[record]` with parameters: database, chains, and each held file against its hash."""
        with closing(self.connect()) as db:
            rows = db.conn.execute("PRAGMA integrity_check").fetchall()
            problems: list[tuple[str, dict[str, object]]] = [
                ("database", {"detail": row[0]}) for row in rows if row[0] != "ok"
            ]
            problems += record.verify(db)
            wanted = {row[0] for row in db.conn.execute("SELECT DISTINCT sha256 FROM member")}
        held = list(self.files.all())
        problems += [("file-missing", {"file": sha256}) for sha256 in sorted(wanted - set(held))]
        for done, sha256 in enumerate(held, 1):
            if sha256_of(self.files.path(sha256)) != sha256:
                problems.append(("file-altered", {"file": sha256}))
            progress(done, len(held), sha256[:12])
        return problems

    def backup(self, file: Path) -> Path:
        """A copy of the database by SQLite's backup API (a file copy would miss the WAL), renamed into place when whole."""
        part = file.with_name(file.name + ".part")
        with closing(self.connect()) as db, closing(sqlite3.connect(part)) as target:
            db.conn.backup(target)
        os.replace(part, file)
        return file

    @staticmethod
    def restore(backup: Path, folder: Path, files: Path | None = None) -> None:
        """Make a workspace from a backup; originals are copied from `files` (the old workspace's folder) if given.

        Raises NotABackup, WorkspaceExists. The restored workspace starts a chain of its own.
        """
        try:
            with closing(sqlite3.connect(f"file:{backup.resolve().as_posix()}?mode=ro", uri=True)) as source:
                sound = source.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                source.execute("SELECT 1 FROM event LIMIT 1")
        except sqlite3.DatabaseError as problem:
            raise NotABackup(file=backup.name) from problem
        if not sound:
            raise NotABackup(file=backup.name)
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceExists(folder=str(folder))
        for part in ("files", "exports"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if files is not None:
            shutil.copytree(files, folder / "files", dirs_exist_ok=True)
        shutil.copyfile(backup, folder / "review.db.part")
        os.replace(folder / "review.db.part", folder / "review.db")


def _database(conn: sqlite3.Connection) -> Database:
    from sqlite_utils import Database  # takes as long to import as a bare window to open

    return Database(conn)


def _connection(folder: Path, *, read_only: bool = False) -> sqlite3.Connection:
    path = folder / "review.db"
    if read_only:
        conn = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    else:
        conn = sqlite3.connect(path, timeout=BUSY_SECONDS)
        conn.execute(f"PRAGMA journal_mode = {'WAL' if is_local(folder) else 'DELETE'}")
        # A mark is on disk before the screen says so: every commit is synced.
        conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    return conn


def is_local(folder: Path) -> bool:
    """Whether the folder lies on a fixed local disk."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(folder.resolve().anchor)) == 3)
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return True
    place = folder.resolve().as_posix()
    holding = max((m for m in mounts if place.startswith(m[1])), key=lambda m: len(m[1]), default=None)
    return holding is None or holding[2] not in _NOT_LOCAL


def _take_lock(folder: Path) -> Lock | None:
    lock = Lock.take(folder / "review.lock")
    if lock is None:
        return None
    note = {"host": socket.gethostname(), "pid": os.getpid()}
    (folder / "review.holder").write_text(json.dumps(note), "utf-8")
    return lock


def _give_back(folder: Path, lock: Lock) -> None:
    (folder / "review.holder").unlink(missing_ok=True)
    lock.release()


def _holder(folder: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        note = json.loads((folder / "review.holder").read_text("utf-8"))
        return f"{note['host']} ({note['pid']})"
    return "?"
