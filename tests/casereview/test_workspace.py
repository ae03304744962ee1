from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import migrations, record
from casereview.files import Files
from casereview.migrations import STEPS
from casereview.record import Author
from casereview.workspace import (
    NotABackup,
    NoWorkspace,
    Workspace,
    WorkspaceExists,
    WorkspaceTooNew,
)


def test_a_second_program_opens_read_only_and_is_told_who_has_it(workspace: Workspace) -> None:
    with Workspace.open(workspace.folder) as second:
        assert second.read_only and second.holder
        with closing(second.connect()) as db, pytest.raises(sqlite3.OperationalError):
            record.append(db, Author("乙"), "mark.set", "d", {})
    assert not workspace.read_only


def test_the_lock_is_given_back(workspace: Workspace) -> None:
    workspace.close()
    with Workspace.open(workspace.folder) as again:
        assert not again.read_only


def test_a_workspace_of_a_newer_program_is_refused_untouched(workspace: Workspace) -> None:
    with closing(workspace.connect()) as db:
        db.table("_sqlite_migrations").insert(
            {"migration_set": "casereview", "name": "m0099_future", "applied_at": "2030-01-01"}
        )
    workspace.close()
    with pytest.raises(WorkspaceTooNew) as refused:
        Workspace.open(workspace.folder)
    assert refused.value.parameters["needs"] == "m0099_future"


def test_an_older_workspace_is_backed_up_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "old.casereview"
    (folder / "files").mkdir(parents=True)
    (folder / "exports").mkdir()
    with closing(Database(folder / "review.db")) as db:
        migrations.apply(db, stop_before=STEPS[-1].__name__)
        record.append(db, Author("甲"), "mark.set", "d1", {"item": "A"})
    with Workspace.open(folder) as workspace, closing(workspace.connect()) as db:
        assert [event.subject for event in record.history(db)] == ["d1"]
        assert [file.name for file in workspace.exports.iterdir()] == [f"before-{STEPS[-1].__name__}.backup"]


def test_who_only_looks_at_an_older_workspace_brings_it_up_to_date_too(tmp_path: Path) -> None:
    folder = tmp_path / "old.casereview"
    (folder / "files").mkdir(parents=True)
    (folder / "exports").mkdir()
    with closing(Database(folder / "review.db")) as db:
        migrations.apply(db, stop_before=STEPS[-1].__name__)
    with Workspace.open(folder, read_only=True) as workspace, closing(workspace.connect()) as db:
        assert workspace.read_only
        assert migrations.applied(db.conn)[-1] == STEPS[-1].__name__
    with Workspace.open(folder) as again:
        assert not again.read_only


def test_nothing_is_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(WorkspaceExists):
        Workspace.create(tmp_path)
    with pytest.raises(NoWorkspace):
        Workspace.open(tmp_path)


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "x.backup"
    bad.write_bytes(b"no database at all" * 100)
    with pytest.raises(NotABackup):
        Workspace.restore(bad, tmp_path / "w")


def test_verify_names_an_altered_and_a_missing_original(workspace: Workspace, db: Database) -> None:
    files = Files.of(db)
    kept, lost = files.put(b"one"), files.put(b"two")
    for position, sha256 in enumerate((kept, lost)):
        db.table("member").insert(
            {
                "version": "v",
                "position": position,
                "sha256": sha256,
                "name": "a",
                "size": 3,
                "kind": "pdf",
                "pages": 1,
                "view": "",
                "unlocked": "",
                "attachment": 0,
                "notes": "[]",
            }
        )
    assert workspace.verify() == []
    files.path(kept).chmod(0o644)
    files.path(kept).write_bytes(b"eno")
    files.path(lost).unlink()
    assert {code for code, _ in workspace.verify()} == {"file-altered", "file-missing"}


def test_a_file_is_held_once_and_what_a_kill_left_is_swept(workspace: Workspace, db: Database) -> None:
    files = Files.of(db)
    assert files.put(b"one") == files.put(b"one")
    stray = files.path(files.put(b"one")).parent / ".part-xyz"
    stray.write_bytes(b"half")
    assert list(files.all()) == [files.put(b"one")]
    workspace.close()
    with Workspace.open(workspace.folder):
        assert not stray.exists()
