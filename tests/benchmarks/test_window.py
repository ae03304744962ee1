"""The window on large workspaces: up in a small multiple of a bare window, no long frame in a long table, bounded memory."""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from casereview.record import Author
from casereview.workspace import Workspace
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session
from ui.kit.settings import Preferences
from ui.kit.tables import TableModel

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).resolve().parents[2]
RUNS = 7
FRAME = 0.016  # seconds of our code a frame

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
print("up", flush=True)
"""
OURS = """
import sys
from pathlib import Path
from ui.app import Look, application
from ui.kit.settings import Preferences, Settings
from ui.main_window import MainWindow
app = application()
preferences = Preferences(values=Settings(reader="甲"))
look = Look(app, preferences)
window = MainWindow(preferences)
window.show()
assert window.open_workspace(Path(sys.argv[1]))
app.processEvents()
print("up", flush=True)
window.session.reads.finish()
app.processEvents()
assert window.page.board is not None and window.page.board.isVisible()
print("figures", flush=True)
status = Path("/proc/self/status")
if status.exists():
    window.go("dossiers")
    app.processEvents()
    print([line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS")][0], flush=True)
window.close()
"""


def filled(folder: Path, dossiers: int) -> Path:
    """A workspace with that many rows, as an intake would have left them."""
    with Workspace.create(folder) as made, closing(made.connect()) as db:
        db.conn.executemany(
            "INSERT INTO dossier (id, unit, name, version, complete, taken_in_at, pages, case_no, cause, party, procedure,"
            " filed_on, decided_on, amount, fails, warns, unknowns, state, score, grade)"
            " VALUES (?,?,?,?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    (ident := hashlib.sha256(str(n).encode()).hexdigest()),
                    f"u{n % 40}",
                    f"案卷{n}",
                    ident,
                    f"2024-11-04T09:{n % 60:02}:00+08:00",
                    n % 90 + 1,
                    f"晋祁交执罚〔2024〕{n:06}号",
                    f"案由{n % 30}",
                    f"当事人{n % 5000}",
                    ("general", "summary")[n % 2],
                    "2024-03-01",
                    f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}",
                    str(n % 9000),
                    n % 5,
                    n % 3,
                    n % 7,
                    ("taken_in", "checked", "marking", "sealed")[n % 4],
                    str(n % 100),
                    ("excellent", "good", "pass", "fail")[n % 4],
                )
                for n in range(dossiers)
            ),
        )
        db.conn.commit()
    return folder


def started(code: str, cache: Path, *arguments: str) -> list[tuple[float, str]]:
    """Seconds from the start of the process to each line that it says."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    began = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [(time.perf_counter() - began, line.strip()) for line in process.stdout]
    assert process.returncode == 0
    return lines


def test_a_workspace_of_20000_dossiers_opens_in_two_and_a_half_bare_windows_and_300_megabytes(tmp_path: Path) -> None:
    folder = filled(tmp_path / "多.casereview", 20_000)
    cache = tmp_path / "bytecode"
    started(OURS, cache, str(folder))
    started(BARE, cache)
    bare, ours, figures, memory = [], [], [], 0
    for _ in range(RUNS):
        bare.append(started(BARE, cache)[0][0])
        lines = started(OURS, cache, str(folder))
        ours.append(lines[0][0])
        figures.append(lines[1][0])
        memory = max(memory, int(lines[2][1]) if len(lines) > 2 else 0)
    ratio = min(ours) / min(bare)
    print(
        f"\nbare {min(bare):.3f} s, up {min(ours):.3f} s = {ratio:.2f} x, figures {min(figures):.3f} s, {memory >> 10} MB"
    )
    assert ratio <= 2.5
    assert memory <= 300 << 10


class Clock:
    """Sums the processor time of one function of ours."""

    spent = 0.0

    def timed(self, function: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object) -> object:
            began = time.thread_time()
            try:
                return function(*args)
            finally:
                self.spent += time.thread_time() - began

        return run


def test_no_frame_of_a_table_of_250000_dossiers_takes_16_milliseconds_of_ours_however_it_is_sorted(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processor time of the window's thread; with Qt's own painting 99 of 100 frames stay below as well."""
    clock = Clock()
    monkeypatch.setattr(TableModel, "data", clock.timed(TableModel.data))
    with Workspace.open(filled(tmp_path / "长.casereview", 250_000)) as workspace:
        session = Session(workspace, Author("甲"), Preferences())
        page = DossiersPage(session)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        page.wake()
        session.reads.finish()
        gc.freeze()  # as the program does
        ours: list[float] = []
        whole: list[float] = []
        for column in (0, 1, 7, 9):
            page.table.view.horizontalHeader().setSortIndicator(column, Qt.SortOrder.DescendingOrder)
            session.reads.finish()
            assert page.table.model.rowCount() == 250_000
            frames(page.table.view, clock, ours, whole)
        gc.unfreeze()
        session.close()
    ours.sort()
    whole.sort()
    most = whole[len(whole) * 99 // 100]
    print(f"\n{len(ours)} frames: ours at most {ours[-1] * 1000:.1f} ms; with painting 99 % below {most * 1000:.1f} ms")
    assert ours[-1] <= FRAME
    assert most <= FRAME


def frames(view: QTableView, clock: Clock, ours: list[float], whole: list[float]) -> None:
    """A wheel's way down, then jumps all over the list; seconds of each frame."""
    bar = view.verticalScrollBar()
    for step in (*range(0, 600, 3), *(n * 7919 % bar.maximum() for n in range(200))):
        began, clock.spent = time.thread_time(), 0.0
        bar.setValue(step)
        QApplication.processEvents()
        whole.append(time.thread_time() - began)
        ours.append(clock.spent)
