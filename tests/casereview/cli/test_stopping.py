"""Ctrl+C in the middle of an intake: what was finished stays, and the one document on stdout says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from casereview.dossier import actions
from casereview.files import Files
from casereview.workspace import Workspace
from tests.casereview.dossier.damaged.pdf_drawing import one_exponential

HERE = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONIOENCODING": "utf-8"}


def _hears_ctrl_c() -> None:
    """Whoever runs the tests in the background may have made them deaf to it, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_an_intake_that_is_interrupted_keeps_what_was_finished_and_nothing_else(tmp_path: Path) -> None:
    for number in range(40):
        folder = tmp_path / "in" / f"案卷{number:03d}"
        folder.mkdir(parents=True)
        (folder / "笔录.txt").write_text(f"询问笔录 第{number}号", "utf-8")
    (tmp_path / "in" / "案卷999").mkdir()
    _, endless = next(iter(one_exponential()))  # keeps its reader busy: the batch cannot be over before it is stopped
    (tmp_path / "in" / "案卷999" / "合订.pdf").write_bytes(endless)
    Workspace.create(tmp_path / "w").close()
    command = [sys.executable, "-m", "casereview", "-w", str(tmp_path / "w"), "intake", str(tmp_path / "in"), "--json"]
    with (
        subprocess.Popen(
            command, env=HERE, stdout=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=_hears_ctrl_c
        ) as program,
        Workspace.open(tmp_path / "w", read_only=True) as watched,
        closing(watched.connect()) as db,
    ):
        while actions.count(db) < 3 and program.poll() is None:
            pass
        program.send_signal(signal.SIGINT)
        told, _ = program.communicate(timeout=120)
    assert (program.returncode, json.loads(told)["error"]["code"]) == (130, "stopped")
    with Workspace.open(tmp_path / "w", read_only=True) as workspace, closing(workspace.connect()) as db:
        kept = actions.dossiers(db, limit=1000)
        assert 3 <= len(kept) <= 40
        members = [m for dossier in kept for m in actions.reading(db, dossier.id).members]
        held = {path.name for path in Files.of(db).folder.rglob("*") if path.is_file()}
        assert held == {sha256 for m in members for sha256 in (m.sha256, m.view)}
