from __future__ import annotations

import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from casereview.progress import Progress
from ui.kit.jobs import Job, Jobs


def test_a_job_tells_its_progress_and_its_result_on_the_windows_thread(qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    seen: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> object:
        progress(1, 2, "一")
        progress(2, 2, "二")
        return "done"

    jobs, job = Jobs(), Job("数数", work)
    job.progressed.connect(lambda *what: seen.append(what))
    job.progressed.connect(lambda *_: threads.append(threading.current_thread()))
    with qtbot.waitSignal(jobs.ended) as ended:
        jobs.start(job)
    assert seen == [(1, 2, "一"), (2, 2, "二")]
    assert set(threads) == {threading.main_thread()}
    assert ended.args is not None and (ended.args[0].state, ended.args[0].value) == ("succeeded", "done")


def test_a_cancelled_job_stops_at_its_next_report(qtbot: QtBot) -> None:
    began, gate = threading.Event(), threading.Event()

    def work(progress: Progress) -> object:
        began.set()
        gate.wait(10)
        progress(1, 2)
        raise AssertionError("went on after it was stopped")

    jobs, job = Jobs(), Job("等待", work)
    with qtbot.waitSignal(jobs.ended) as ended:
        jobs.start(job)
        assert began.wait(10)
        job.cancel()
        gate.set()
    assert ended.args is not None and ended.args[0].state == "cancelled"
    assert jobs.current is None


def test_a_failed_job_brings_its_error(qtbot: QtBot) -> None:
    def work(progress: Progress) -> object:
        raise OSError("磁盘已满")

    jobs, job = Jobs(), Job("写入", work)
    with qtbot.waitSignal(job.failed) as failed:
        jobs.start(job)
    assert failed.args is not None and "磁盘已满" in str(failed.args[0])


def test_jobs_run_one_after_the_other(qtbot: QtBot) -> None:
    order: list[str] = []
    jobs = Jobs()

    def work_of(name: str) -> Callable[[Progress], object]:
        return lambda progress: order.append(name)

    made = [Job(name, work_of(name)) for name in "甲乙丙"]
    with qtbot.waitSignal(made[-1].finished):
        for job in made:
            jobs.start(job)
    assert order == ["甲", "乙", "丙"]
    assert [finished.title for finished in jobs.history] == ["甲", "乙", "丙"]
