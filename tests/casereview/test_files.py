from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from casereview import record
from casereview.files import Files
from casereview.record import Author
from casereview.workspace import Workspace


def test_a_pending_file_bears_its_mark_until_it_is_named(tmp_path: Path) -> None:
    files = Files(tmp_path / "files")
    (tmp_path / "original").write_bytes(b"two")
    one, two = files.put(b"one", pending=True), files.put_file(tmp_path / "original", pending=True)
    assert files.pending() == sorted([one, two]) and list(files.all()) == sorted([one, two])
    files.settle([one])
    assert files.pending() == [two]
    assert files.put(b"one", pending=True) == one and files.pending() == [two]  # it was there already
    files.drop(two)
    assert (files.pending(), list(files.all())) == ([], [one])


def test_an_opening_drops_pending_files_that_nothing_names_and_keeps_those_that_are_named(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        made = (workspace.files.put(data, pending=True) for data in (b"lost", b"view", b"member", b"said", b"refused"))
        lost, view, member, said, refused = made
        row = {"version": "v", "position": 1, "sha256": member, "name": "a", "size": 3, "kind": "docx", "pages": 1}
        db.table("member").insert({**row, "view": view, "unlocked": "", "attachment": 0, "notes": "[]"})
        with record.writing(db):  # as a merge that was killed before anything was derived
            record.append(db, Author("甲"), "dossier.taken_in", "d", {"members": [{"sha256": said}]})
            record.append(db, Author("甲"), "intake.set_aside", refused, {"sha256": refused})
    with Workspace.open(tmp_path / "w", read_only=True) as workspace:
        assert lost in workspace.files.all()  # who only looks sweeps nothing
    with Workspace.open(tmp_path / "w") as workspace:
        assert (set(workspace.files.all()), workspace.files.pending()) == ({view, member, said}, [])


def test_what_a_living_process_writes_is_not_swept(tmp_path: Path) -> None:
    files = Files(tmp_path)
    ours, old = tmp_path / f".part-{os.getpid()}-x", tmp_path / ".part-x"
    for part in (ours, old):
        part.write_bytes(b"half")
    assert files.sweep(lambda pid: pid == os.getpid()) == 1
    assert ours.exists() and not old.exists()
    assert files.sweep() == 1 and not ours.exists()
