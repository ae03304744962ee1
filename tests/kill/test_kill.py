"""SIGKILL at random moments: the workspace opens, verify is clean, nothing acknowledged is lost, nothing half-taken stays.

A few kills in the normal run; `CASEREVIEW_KILLS=100` for the long one.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.files import Files
from casereview.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CASEREVIEW_KILLS", "9"))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")


def killed(what: str, folder: Path, seed: int) -> list[str]:
    """Run a worker, kill it at a random moment after its first act, and give what it had acknowledged."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.kill.worker", what, str(folder), str(seed)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None
    first = worker.stdout.readline()
    assert first, f"the {what} worker ended by itself"
    time.sleep(random.Random(seed).uniform(0, 0.4))
    worker.send_signal(signal.SIGKILL)
    rest = worker.stdout.read().splitlines()
    worker.stdout.close()
    worker.wait()
    return [first.strip(), *(line for line in rest if len(line) == 64)]


def lost(db: Database, what: str, acknowledged: list[str]) -> list[str]:
    if what == "rebuild":
        return [one for one in acknowledged if one != record.state_digest(db)]
    if what in ("intake", "batch"):
        known = {dossier.id for dossier in dossiers.dossiers(db, limit=100_000)}
        return [one for one in acknowledged if one not in known]
    return [one for one in acknowledged if record.get(db, one) is None]


def half_done(db: Database, pages: int) -> list[str]:
    """Dossiers whose parts are not all there: each has its event, its members' files and all its pages."""
    files = Files.of(db)
    bad: list[str] = []
    for dossier in dossiers.dossiers(db, limit=100_000):
        reading = dossiers.reading(db, dossier.id)
        events = record.history(db, "dossier.taken_in", dossier.id)
        held = [sha256 for m in reading.members for sha256 in (m.sha256, m.view) if sha256]
        whole = len(events) == 1 and len(reading.pages) == pages and all(map(files.has, held))
        if not whole:
            bad.append(dossier.id)
    return bad


def left_over(db: Database) -> list[str]:
    """Files that belong to no dossier, half-written ones and marks among them."""
    folder = Files.of(db).folder
    readings = [dossiers.reading(db, dossier.id) for dossier in dossiers.dossiers(db, limit=100_000)]
    named = {sha256 for reading in readings for m in reading.members for sha256 in (m.sha256, m.view)}
    return sorted({path.name for path in folder.rglob("*") if path.is_file()} - named)


@pytest.mark.parametrize("what", ["intake", "batch", "rebuild", "mark", "merge"])
def test_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path, what: str) -> None:
    Workspace.create(tmp_path / "w.casereview").close()
    total = 0
    for seed in range((KILLS + 2) // 3):
        acknowledged = killed(what, tmp_path, seed)
        total += len(acknowledged)
        with Workspace.open(tmp_path / "w.casereview") as workspace, closing(workspace.connect()) as db:
            assert not workspace.read_only, "the killed program still holds the lock"
            assert workspace.verify() == []
            assert lost(db, what, acknowledged) == []
            assert half_done(db, 1 if what == "rebuild" else 2) == []
            assert left_over(db) == []
    assert total >= KILLS // 3
