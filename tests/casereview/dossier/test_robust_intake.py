"""Readers that never start, programs that are killed, batches that are stopped, and folders handed over twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record, words
from casereview.dossier import actions, runners
from casereview.dossier.guard import Child, Failed, Limits, ReadersNotStarting
from casereview.dossier.intake import Order, OrderEntry
from casereview.dossier.readers import refusals
from casereview.files import Files, sha256_of
from casereview.progress import Cancelled
from casereview.record import Author
from tests.casereview.dossier import hostile
from tests.casereview.dossier.builders import pdf_of

HERE = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONIOENCODING": "utf-8"}

PIPED = """
from pathlib import Path
from casereview.dossier import actions, guard
try:
    actions.read(Path({path!r}))
except guard.ReadersNotStarting as problem:
    print("said", problem.parameters["tries"])
"""


def test_a_program_that_python_cannot_import_again_is_told_so_after_two_tries(tmp_path: Path) -> None:
    """Piped in, `__main__` is no file: a new process fails before it has begun."""
    program = PIPED.format(path=str(pdf_of(tmp_path, "a", "字")))
    done = subprocess.run(
        [sys.executable, "-"], input=program, env=HERE, text=True, capture_output=True, timeout=120, check=True
    )
    assert done.stdout.split() == ["said", "2"]


def test_the_sentence_of_readers_that_do_not_start_is_whole() -> None:
    for language in words.LANGUAGES:
        said = words.explain(ReadersNotStarting(tries=2), language)
        assert "2" in said and "{" not in said and "readers-not-starting" not in said


def test_a_child_that_started_once_is_given_its_tries_anew() -> None:
    child = Child(Limits(seconds=20.0))
    try:
        for _ in range(3):
            with pytest.raises(refusals.ReaderDied):
                child.call(hostile.abort)
    finally:
        child.close()


def test_every_answer_to_a_death_leaves_less_to_do(tmp_path: Path) -> None:
    order = Order(tuple(OrderEntry(f"{n}.pdf", str(tmp_path / f"{n}.pdf")) for n in range(3)))
    steps = 0
    with pytest.raises(ReadersNotStarting):
        while True:
            order = runners.without_culprit(order, Failed(refusals.ReaderDied, 0), Limits())
            steps += 1
            assert steps < 20
    assert order.bare and len(order.skip) == 3


KILLED = """
import sys, time
from casereview.dossier.guard import Child, Limits
from tests.casereview.dossier import hostile

if __name__ == "__main__":
    idle, busy = Child(Limits()), Child(Limits())
    idle.call(hostile.double, 1)
    busy.submit(hostile.hang)
    while busy.look() is None and not busy._ready:
        time.sleep(0.01)
    print(idle.pid, busy.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
def test_readers_end_at_once_with_a_program_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(KILLED, "utf-8")
    with subprocess.Popen([sys.executable, str(tmp_path / "program.py")], stdout=subprocess.PIPE, env=HERE) as program:
        assert program.stdout is not None
        readers = [int(word) for word in program.stdout.readline().split()]
        assert len(readers) == 2 and all(_runs(pid) for pid in readers)
        program.send_signal(signal.SIGKILL)
        program.wait()
        end = time.monotonic() + 10  # on a machine where nobody else works it takes milliseconds
        while any(_runs(pid) for pid in readers) and time.monotonic() < end:
            time.sleep(0.01)
    assert not any(_runs(pid) for pid in readers)


def _runs(pid: int) -> bool:
    """Running, and not merely waiting for somebody to take note of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def a_delivery(folder: Path, count: int) -> Path:
    """Dossiers of a page of PDF and of a text, which has a reading view."""
    for number in range(count):
        place = folder / f"案卷{number:03d}"
        pdf_of(place, "决定书", f"行政处罚决定书 第{number}号")
        (place / "笔录.txt").write_text(f"询问笔录 第{number}号", "utf-8")
    return folder


def held(db: Database) -> set[str]:
    """The originals of the dossiers that are there, and their reading views."""
    members = [m for dossier in actions.dossiers(db, limit=1000) for m in actions.reading(db, dossier.id).members]
    return {sha256 for m in members for sha256 in (m.sha256, m.view) if sha256}


def everything_below(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("executor", ["process", "thread"])
def test_a_batch_of_150_that_is_stopped_leaves_the_finished_ones_and_nothing_of_the_rest(
    db: Database, author: Author, tmp_path: Path, executor: str
) -> None:
    delivery = a_delivery(tmp_path / "in", 150)

    def stop(done: int, total: int, note: str = "") -> None:
        assert total == 150
        if done >= 70:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.take_in(db, author, [delivery], workers=2, executor=executor, progress=stop)
    kept = actions.dossiers(db, limit=200)
    assert 70 <= len(kept) < 150
    events = record.history(db)
    assert len(events) == len(kept) and not db.conn.in_transaction
    files = Files.of(db)
    assert everything_below(files.folder) == held(db) and len(held(db)) == 3 * len(kept)
    assert all(sha256_of(files.path(sha256)) == sha256 for sha256 in held(db))
    named = {member.sha256 for dossier in kept for member in actions.reading(db, dossier.id).members}
    for table, column in (("page", "file"), ("member", "sha256")):
        assert {row[0] for row in db.conn.execute(f"SELECT {column} FROM {table}")} == named
    for table in ("paper", "fact"):
        rows = {row[0] for row in db.conn.execute(f"SELECT dossier FROM {table}")}
        assert rows <= {dossier.id for dossier in kept}
    _, report = actions.take_in(db, author, [delivery], workers=2)
    assert (len(report.taken), len(report.known)) == (150 - len(kept), len(kept))
    assert everything_below(files.folder) == held(db)


def test_reading_all_anew_can_be_stopped_and_leaves_every_dossier_whole(
    db: Database, author: Author, tmp_path: Path
) -> None:
    actions.take_in(db, author, [a_delivery(tmp_path / "in", 12)], executor="thread")
    state, rows, files = record.state_digest(db), _rows(db), everything_below(Files.of(db).folder)

    def stop(done: int, total: int, note: str = "") -> None:
        if done >= 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.rebuild(db, stop, executor="thread")
    assert (record.state_digest(db), _rows(db), everything_below(Files.of(db).folder)) == (state, rows, files)
    assert len(actions.search(db, "行政处罚决定书").hits) == 12

    def stop_late(done: int, total: int, note: str = "") -> None:
        if done == total and not note:  # the index is being made
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.rebuild(db, stop_late, executor="thread")
    assert len(actions.search(db, "行政处罚决定书").hits) == 12
    db.conn.execute("INSERT INTO page_index (page_index) VALUES ('delete-all')")
    stray = "999, 'stray', 1, 1, 1, 'text', 'pdf-1', '行政处罚决定书', X''"
    db.conn.execute(f"INSERT INTO page VALUES ({stray})")
    db.conn.commit()
    actions.rebuild(db, executor="thread")
    assert (record.state_digest(db), _rows(db), everything_below(Files.of(db).folder)) == (state, rows, files)
    assert len(actions.search(db, "行政处罚决定书").hits) == 12


def test_a_folder_handed_over_twice_changes_nothing(db: Database, author: Author, tmp_path: Path) -> None:
    for number in range(5):
        folder = tmp_path / "in" / f"案卷{number}"
        pdf_of(folder, "决定书", f"行政处罚决定书 第{number}号")
        (folder / "坏.pdf").write_bytes(b"%PDF-1.7 " + bytes([number]))
        (folder / "空.docx").write_bytes(b"")
    first, _ = actions.take_in(db, author, [tmp_path / "in"], workers=2)
    state, rows, files = record.state_digest(db), _rows(db), sorted(Files.of(db).all())
    again, report = actions.take_in(db, author, [tmp_path / "in"], workers=2)
    assert len(first.dossiers) == 5 and not again.dossiers
    assert (report.taken, len(report.known), len(report.set_aside)) == ((), 5, 10)
    assert (record.state_digest(db), _rows(db), sorted(Files.of(db).all())) == (state, rows, files)


def _rows(db: Database) -> dict[str, list[tuple[object, ...]]]:
    tables = ("dossier", "member", "page", "paper", "fact")
    return {table: db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}
