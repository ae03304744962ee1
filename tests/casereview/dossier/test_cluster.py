"""Dossiers read by a Dask scheduler and two workers on loopback: real processes, bytes over TCP, nothing shared but the code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions, cluster, runners
from casereview.dossier.guard import Limits
from casereview.files import Files
from casereview.record import Author
from casereview.workspace import Workspace
from tests.casereview.dossier.builders import pdf_of
from tests.casereview.dossier.damaged import CLASSES

HERE = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONWARNINGS": "ignore"}
AUTHOR = Author("甲", lambda: datetime.fromisoformat("2024-11-04T09:00:00+08:00"))


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="the optional extra `cluster`")
    about = tmp_path / "scheduler.json"
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": HERE,
        "cwd": os.getcwd(),
    }

    def started(program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--scheduler-file", str(about), "--no-dashboard"]
        process = subprocess.Popen([*command, "--host", "127.0.0.1", *options], **quiet)
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        started("dask_scheduler", "--port", "0")
        folder = str(tmp_path)
        workers = [
            started("dask_worker", "--no-nanny", "--nthreads", "1", "--local-directory", folder) for _ in range(2)
        ]
        end = time.monotonic() + 60
        while not (about.exists() and about.stat().st_size) and time.monotonic() < end:
            time.sleep(0.02)
        address = json.loads(about.read_text())["address"].replace("tcp://", "dask://")
        yield Cluster(address, workers)


def a_delivery(folder: Path, count: int) -> Path:
    for number in range(count):
        place = folder / f"案卷{number:02d}"
        pdf_of(place, "决定书", f"行政处罚决定书\n晋交执罚〔2024〕{number:03d}号\n罚款{number}00元", "第二页")
        (place / "笔录.txt").write_text(f"询问笔录 第{number}号", "utf-8")
        (place / "坏.docx").write_bytes(b"PK\x03\x04" + bytes([number]))
    return folder


def everything(db: Database) -> dict[str, list[Any]]:
    """All rows that were derived, without the order of their coming, and all that was recorded."""
    columns = {
        "dossier": "*", "member": "*", "paper": "*", "fact": "*", "page_look": "*",
        "page": "file, number, width, height, source, reader, text, runs",
    }  # fmt: skip
    rows = {name: sorted(map(repr, db.conn.execute(f"SELECT {c} FROM {name}"))) for name, c in columns.items()}
    said = sorted((event.kind, event.subject, record.canonical(event.payload)) for event in record.history(db))
    return {**rows, "events": said, "files": sorted(Files.of(db).all())}


def test_twenty_dossiers_are_read_by_the_workers_as_they_are_read_here(tmp_path: Path, two_workers: Cluster) -> None:
    delivery = a_delivery(tmp_path / "in", 20)
    found = []
    for executor in ("process", two_workers.address):
        with Workspace.create(tmp_path / executor[:4]) as workspace, closing(workspace.connect()) as db:
            start = time.monotonic()
            _, report = actions.take_in(db, AUTHOR, [delivery], executor=executor, workers=2)
            print(f"{executor}: {time.monotonic() - start:.1f} s")
            assert (len(report.taken), len(report.set_aside)) == (20, 20)
            found.append(everything(db))
            assert workspace.verify() == [] and workspace.files.pending() == []
            assert actions.take_in(db, AUTHOR, [delivery], executor=executor)[1].taken == ()
    assert found[0] == found[1]


def test_a_worker_that_dies_costs_a_retry(tmp_path: Path, two_workers: Cluster) -> None:
    delivery = a_delivery(tmp_path / "in", 12)

    def kill_one(done: int, total: int, note: str = "") -> None:
        if done == 2:
            two_workers.workers[0].send_signal(signal.SIGKILL)

    with Workspace.create(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        _, report = actions.take_in(db, AUTHOR, [delivery], executor=two_workers.address, progress=kill_one)
        assert two_workers.workers[0].wait(10) == -signal.SIGKILL
        assert len(report.taken) == 12 and {problem.file for problem in report.set_aside} == {"坏.docx"}
        assert actions.count(db) == 12 and workspace.verify() == []


def test_a_file_that_never_ends_is_set_aside_by_the_worker(
    tmp_path: Path, two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = next(kind for kind in CLASSES if kind.name == "pdf-exponential-forms")
    endless = next(path for path in forms.write(tmp_path) if "2-to-the-30" in path.name)
    delivery = a_delivery(tmp_path / "in", 2)
    endless.rename(delivery / "案卷00" / "死循环.pdf")
    monkeypatch.setattr(runners, "_LIMITS", Limits(seconds=6))
    with Workspace.create(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        _, report = actions.take_in(db, AUTHOR, [delivery], executor=two_workers.address)
        assert len(report.taken) == 2
        asides = {problem.file: problem.code for problem in report.set_aside}
        # Whether its time or its memory is up first, the machine decides.
        assert asides.pop("死循环.pdf") in ("reader-too-slow", "reader-too-much-memory")
        assert asides == {"坏.docx": "file-damaged"}


def test_a_cluster_that_is_not_there_is_said(db: Database, tmp_path: Path) -> None:
    with pytest.raises(cluster.NoCluster):
        actions.take_in(db, AUTHOR, [pdf_of(tmp_path, "a", "字")], executor="dask://127.0.0.1:1")
    assert actions.count(db) == 0
