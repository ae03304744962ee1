from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from casereview.dossier.guard import Child, Done, Failed, Job, Limits, Pool, error_of
from casereview.dossier.readers import refusals, soffice
from casereview.progress import Cancelled
from tests.casereview.dossier import hostile


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child(Limits(seconds=2.0, per_step=1.0, memory_mb=200))
    yield made
    made.close()


def test_a_child_is_reused_from_task_to_task(child: Child) -> None:
    assert child.call(hostile.double, 21) == 42
    assert child.call(hostile.pid) == child.call(hostile.pid) == child.pid


def test_a_crash_is_one_refusal_and_the_next_task_has_a_new_child(child: Child) -> None:
    with pytest.raises(refusals.ReaderDied):
        child.call(hostile.abort)
    assert child.call(hostile.double, 1) == 2


def test_a_hang_is_ended_on_time(child: Child) -> None:
    with pytest.raises(refusals.TooSlow) as problem:
        child.call(hostile.hang)
    assert problem.value.parameters["seconds"] == 2
    assert child.call(hostile.double, 2) == 4


def test_a_bomb_is_ended_on_memory(child: Child) -> None:
    with pytest.raises(refusals.TooMuchMemory):
        child.call(hostile.swell)


def test_a_broken_library_ends_its_file_only(child: Child) -> None:
    with pytest.raises(refusals.ReaderDied):
        child.call(hostile.stumble)
    assert child.call(hostile.double, 3) == 6


def test_work_that_shows_progress_gets_more_time(child: Child) -> None:
    assert child.call(hostile.count_slowly, 12, 0.25) == 12


def test_work_that_stops_in_the_middle_is_ended_however_much_it_had_done() -> None:
    with closing(Child(Limits(seconds=1.0, per_step=60.0))) as child:
        start = time.monotonic()
        with pytest.raises(refusals.TooSlow):
            child.call(hostile.stall, 50)
        assert time.monotonic() - start < 50  # its pages would have given it the better part of an hour


def test_five_thousand_pages_have_ten_minutes() -> None:
    limits = Limits()
    assert limits.seconds + 5000 * limits.per_step == 600 and limits.memory_mb == 1536


def test_stopping_ends_the_child(child: Child) -> None:
    def stop(done: int, total: int, note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        child.call(hostile.hang, progress=stop)
    assert child.pid == 0


SLOW_OFFICE = """#!/bin/sh
sleep 600 &
echo $$ $! > {pids}.part && mv {pids}.part {pids}
wait
"""


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are of POSIX")
@pytest.mark.parametrize("how", ["too slow", "stopped", "its own time is up"])
def test_a_converter_ends_with_the_reader_that_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """A program called soffice that starts another and never ends, as LibreOffice's script does."""
    pids, office = tmp_path / "pids", tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(SLOW_OFFICE.format(pids=pids))
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(office.parent), prepend=os.pathsep)
    (tmp_path / "a.doc").write_bytes(b"old")

    def watch(done: int, total: int, note: str = "") -> None:
        if how == "stopped" and pids.exists():
            raise Cancelled

    if how == "its own time is up":
        monkeypatch.setattr(soffice, "SECONDS", 0.5)
        assert soffice.to_docx(tmp_path / "a.doc", tmp_path / "out") is None
    else:
        child = Child(Limits(seconds=2.0 if how == "too slow" else 30.0))
        with closing(child), pytest.raises(refusals.TooSlow if how == "too slow" else Cancelled):
            child.call(hostile.convert, str(tmp_path / "a.doc"), str(tmp_path / "out"), progress=watch)
    started = [int(word) for word in pids.read_text().split()] if pids.exists() else []
    until = time.monotonic() + 10  # the system takes a moment to end what was killed
    while any(map(runs, started)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(map(runs, started))
    assert started or how == "its own time is up"  # a busy machine may not have started anything by then


HUNGRY_OFFICE = """#!/bin/sh
{python} -c "held = bytearray(b'x') * (120 << 20); import time; time.sleep(600)" &
{python} -c "held = bytearray(b'x') * (120 << 20); import time; time.sleep(600)" &
wait
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process started is read from /proc")
def test_what_a_converter_takes_of_memory_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "bin" / "soffice"
    office.parent.mkdir()
    office.write_text(HUNGRY_OFFICE.format(python=sys.executable))
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(office.parent), prepend=os.pathsep)
    (tmp_path / "a.doc").write_bytes(b"old")
    with closing(Child(Limits(seconds=30.0, memory_mb=200))) as child, pytest.raises(refusals.TooMuchMemory):
        child.call(hostile.convert, str(tmp_path / "a.doc"), str(tmp_path / "out"))


def runs(pid: int) -> bool:
    """Running, and not merely waiting for somebody to take note of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_pool_finishes_the_rest_and_says_where_the_culprit_died() -> None:
    with Pool(2, Limits(seconds=20.0)) as pool:
        jobs = [Job(n, (n,)) for n in range(6)]
        tried: list[Failed] = []

        def again(job: Job, failed: Failed) -> Job | None:
            tried.append(failed)
            return None

        found = dict(pool.run(hostile.double, jobs, again))
        assert {key: ended.value for key, ended in found.items() if isinstance(ended, Done)} == {
            n: 2 * n for n in range(6)
        }
        (ended,) = [ended for _, ended in pool.run(hostile.abort, [Job(0, ())], again)]
        assert isinstance(ended, Failed) and ended.mark == 7 and tried == [ended]
        assert isinstance(error_of(ended.error, Limits(), "a.pdf"), refusals.ReaderDied)
