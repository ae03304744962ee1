"""Readers that break and programs that are killed in the middle: what was finished stays, nothing is half-done."""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record, words
from casereview.dossier import actions, events, intake, runners
from casereview.dossier.guard import Limits
from casereview.dossier.intake import Order, Taken
from casereview.dossier.readers.safe import scratch_prefix
from casereview.files import Files, sha256_of
from casereview.progress import Cancelled
from casereview.record import Author
from casereview.workspace import Workspace
from tests.casereview.dossier.builders import pdf_of
from tests.casereview.dossier.damaged.pdf_structure import many_pages


def explosive(order: Order, report: Callable[..., None]) -> Taken:
    """The real reading, but a file called 崩溃 aborts its process and one called 死循环 never ends."""
    skip = {position for position, _ in order.skip}
    for position, entry in enumerate(order.entries):
        if position in skip:
            continue
        report(position, 0)
        if "崩溃" in entry.name:
            os.abort()
        while "死循环" in entry.name:
            with tempfile.TemporaryDirectory(prefix=scratch_prefix()):  # as for what is unlocked or converted
                time.sleep(60)
        held = []
        while "吃内存" in entry.name:
            held.append(bytearray(os.urandom(1)) * (16 << 20))
    return REAL_TAKE(order, report)


REAL_TAKE = intake.take


def test_a_crash_and_a_hang_cost_their_files_and_nothing_else(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, names in enumerate((["好1"], ["好2", "崩溃", "好3", "死循环"], ["好4"])):
        for name in names:
            pdf_of(tmp_path / "in" / f"案卷{number}", name, f"{name}的文字")
    monkeypatch.setattr(intake, "take", explosive)
    monkeypatch.setattr(runners, "_LIMITS", Limits(seconds=6))
    _, report = actions.take_in(db, author, [tmp_path / "in"], workers=2)
    assert len(report.taken) == 3
    asides = {problem.file: (problem.code, dict(problem.parameters)) for problem in report.set_aside}
    assert asides == {"崩溃.pdf": ("reader-died", {}), "死循环.pdf": ("reader-too-slow", {"seconds": 6})}
    names = [m.name for ident in report.taken for m in actions.reading(db, ident, with_runs=False).members]
    assert sorted(names) == ["好1.pdf", "好2.pdf", "好3.pdf", "好4.pdf"]


def test_each_refusal_is_in_the_record_and_survives_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: pdf_of(tmp_path / "in" / "案卷", name, name) for name in ("好", "崩溃", "死循环", "吃内存")}
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr(intake, "take", explosive)
    monkeypatch.setattr(runners, "_LIMITS", Limits(seconds=6, memory_mb=200))
    with Workspace.create(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        _, report = actions.take_in(db, Author("甲"), [tmp_path / "in"], workers=1)
        assert len(report.taken) == 1 and len(report.set_aside) == 3
    gc.collect()
    assert list((tmp_path / "scratch").iterdir()) == []  # nor what a killed reader had laid out to read
    monkeypatch.undo()
    wanted = {
        ("崩溃.pdf", sha256_of(files["崩溃"]), "reader-died"),
        ("死循环.pdf", sha256_of(files["死循环"]), "reader-too-slow"),
        ("吃内存.pdf", sha256_of(files["吃内存"]), "reader-too-much-memory"),
    }
    with Workspace.open(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        aside = actions.set_aside(db)
        assert {(problem.file, problem.sha256, problem.code) for problem in aside} == wanted
        for problem in aside:  # whole sentences, with the limit that was passed
            for language in words.LANGUAGES:
                said = words.render(f"reading.{problem.code}.reason", language, **problem.parameters)
                assert "{" not in said and not said.startswith("reading.")
        state = record.state_digest(db)
        _, report = actions.take_in(db, Author("甲"), [tmp_path / "in"], workers=1)
        assert (report.taken, len(report.known), len(report.set_aside)) == ((), 1, 3)
        assert record.state_digest(db) == state
        assert {path.name for path in Files.of(db).folder.rglob("*") if path.is_file()} == {sha256_of(files["好"])}


def test_a_long_file_says_which_page_is_read_and_is_stopped_inside(
    db: Database, author: Author, tmp_path: Path
) -> None:
    pages = 3000
    (tmp_path / "长.pdf").write_bytes(many_pages(pages))
    told: list[int] = []

    def watch(done: int, total: int, note: str = "") -> None:
        if found := re.fullmatch(rf"(\d+)/{pages} 长\.pdf", note):
            told.append(int(found[1]))
        if told and told[-1] > 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.take_in(db, author, [tmp_path / "长.pdf"], workers=1, progress=watch)
    assert 100 < told[-1] < pages
    assert actions.count(db) == 0 and record.history(db) == []
    assert [path for path in Files.of(db).folder.rglob("*") if path.is_file()] == []
    told.clear()
    _, report = actions.take_in(
        db, author, [tmp_path / "长.pdf"], workers=1, progress=lambda done, total, note="": told.append(len(note))
    )
    assert report.dossiers[0].pages == pages


def broken(*_: object) -> object:
    raise RuntimeError("a bug of ours")


@pytest.mark.parametrize("executor", ["thread"])
def test_a_dossier_whose_papers_cannot_be_read_is_kept_all_the_same(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executor: str
) -> None:
    monkeypatch.setattr(intake, "interpret", broken)
    _, report = actions.take_in(db, author, [pdf_of(tmp_path, "a", "字", "字")], executor=executor)
    reading = actions.reading(db, report.taken[0])
    assert [(paper.form, paper.pages) for paper in reading.papers] == [("X-OTHER", (1, 2))]
    assert [note.code for note in report.notes] == ["papers-unread"]


PROGRAM = """
import sys
from contextlib import closing
from pathlib import Path
from casereview.dossier import actions
from casereview.record import Author
from casereview.workspace import Workspace

if __name__ == "__main__":
    with Workspace.open(Path(sys.argv[1])) as workspace, closing(workspace.connect()) as db:
        print("open", flush=True)
        actions.take_in(db, Author("甲"), [Path(sys.argv[2])], executor="thread",
                        progress=lambda done, total, note="": print(done, flush=True))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_kill_leaves_whole_dossiers_and_the_next_intake_completes_them(tmp_path: Path, after: int) -> None:
    for number in range(6):
        pdf_of(tmp_path / "in" / f"案卷{number}", "决定书", f"行政处罚决定书 第{number}号", "第二页")
    with Workspace.create(tmp_path / "w"):
        pass
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    command = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "w"), str(tmp_path / "in")]
    here = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=here, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == str(after):
                process.send_signal(signal.SIGKILL)
                break
    with Workspace.open(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        assert workspace.verify() == []
        kept = actions.dossiers(db)
        assert after <= len(kept) < 6
        assert len(record.history(db, events.TAKEN_IN)) == len(kept)
        for dossier in kept:
            reading = actions.reading(db, dossier.id)
            assert len(reading.pages) == dossier.pages == 2 and reading.papers
            assert all(sha256_of(Files.of(db).path(member.sha256)) == member.sha256 for member in reading.members)
        _, report = actions.take_in(db, Author("甲"), [tmp_path / "in"], executor="thread")
        assert (len(report.taken), len(report.known)) == (6 - len(kept), len(kept))
        assert len(actions.search(db, "行政处罚决定书").hits) == 6
        assert workspace.verify() == []
