from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from casereview.dossier.model import Problem
from casereview.dossier.taking import IntakeReport
from casereview.progress import Progress
from tests.ui.builders import click
from ui.kit.jobs import Finished
from ui.kit.session import Session
from ui.kit.statusbar import StatusBar, set_aside_lines


def test_a_running_job_says_what_it_does_and_can_be_cancelled(qtbot: QtBot, session: Session) -> None:
    bar = StatusBar(session)
    qtbot.addWidget(bar)
    bar.show()
    reported, gate = threading.Event(), threading.Event()

    def work(progress: Progress) -> object:
        progress(23, 150, "祁县-甲案")
        reported.set()
        gate.wait(20)
        progress(24, 150)
        raise AssertionError("went on after cancel")

    session.jobs.start(session.task("识别", work))
    assert reported.wait(10)
    qtbot.waitUntil(lambda: "识别 23/150" in bar.note.text(), timeout=10_000)
    assert "祁县-甲案" in bar.note.text()
    assert bar.bar.maximum() == 150
    click(bar.cancel)
    assert "正在停止" in bar.note.text()
    gate.set()
    qtbot.waitUntil(lambda: not bar.bar.isVisible(), timeout=10_000)
    assert session.jobs.history[-1].state == "cancelled"


def test_files_set_aside_are_listed_with_reason_and_remedy(qtbot: QtBot, session: Session) -> None:
    report = IntakeReport(set_aside=(Problem("坏.pdf", "file-damaged"),))
    finished = Finished("识别", session.author.clock(), "succeeded", (None, report))
    (line,) = set_aside_lines(finished, session)
    assert line.startswith("坏.pdf：")
    assert "reading." not in line
    assert "。" in line
