from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import disk, record
from casereview.disk import DiskFull, DiskGone
from casereview.files import Files
from casereview.record import Author
from casereview.words import explain
from casereview.workspace import Workspace


def fill(db: Database) -> None:
    """Let SQLite find no more room: the real error of a full disk."""
    pages = db.conn.execute("PRAGMA page_count").fetchone()[0]
    db.conn.execute(f"PRAGMA max_page_count = {pages}")


def test_on_a_full_disk_a_step_is_refused_whole_and_everything_before_it_stays(
    workspace: Workspace, db: Database, author: Author
) -> None:
    record.append(db, author, "mark.set", "d1", {"note": "先"})
    fill(db)
    with pytest.raises(DiskFull) as refused, record.writing(db):
        record.append(db, author, "mark.set", "d2", {"note": "短"})
        record.append(db, author, "mark.set", "d3", {"note": "长" * 200_000})
    assert "腾出空间" in explain(refused.value)
    db.conn.execute("PRAGMA max_page_count = 1073741823")
    record.append(db, author, "mark.set", "d4", {"note": "后"})
    other = workspace.connect()
    assert [event.subject for event in record.history(other)] == ["d1", "d4"]
    assert workspace.verify() == []
    other.close()


def test_a_file_that_finds_no_room_leaves_nothing_half_written(
    workspace: Workspace, db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = Files.of(db)
    kept = files.put(b"before")
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        files.put(b"after")
    with pytest.raises(DiskFull):
        files.put_file(source)
    monkeypatch.undo()
    assert list(files.all()) == [kept]
    assert files.sweep() == 0


def test_a_stick_that_was_pulled_is_told_as_such_and_other_errors_are_not() -> None:
    pulled = sqlite3.OperationalError("disk I/O error")
    pulled.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    assert isinstance(disk.told(pulled), DiskGone)
    assert isinstance(disk.told(OSError(errno.EIO, "x", "/media/stick/a")), DiskGone)
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
    assert disk.told(locked) is None
    assert disk.told(FileNotFoundError(errno.ENOENT, "x")) is None
    assert disk.told(ValueError()) is None
