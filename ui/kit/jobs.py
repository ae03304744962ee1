"""Long work: one thread, jobs in order, progress and cancel.

The working thread touches no object of Qt: it puts what it has to say into a queue, and the window's thread looks into it
while jobs run. So every signal is sent and received on the window's thread, and nothing can die under the other's hands.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from casereview import disk
from casereview.progress import Cancelled, Pace, Progress

LOOK_EVERY = 20  # milliseconds


class Job(QObject):
    """One piece of work. Connect its signals first, then hand it to Jobs.start.

    title  what it is, in the user's words ("识别")
    work   called on the working thread with a Progress; must not touch a widget
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(Exception)
    cancelled = Signal()
    finished = Signal()  # always, and last

    def __init__(self, title: str, work: Callable[[Progress], object]) -> None:
        super().__init__()
        self.title = title
        self.done = self.total = 0
        self.note = ""
        self._pace = Pace()
        self._work = work
        self._stop = threading.Event()
        self._say: Callable[[str, object], None] = lambda what, value: None

    def cancel(self) -> None:
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def remaining(self) -> float | None:
        """Seconds still to go at the pace so far, None while that cannot be told."""
        return self._pace.remaining

    def rate(self) -> float | None:
        """Units a second, None before the first."""
        a_minute = self._pace.a_minute
        return None if a_minute is None else a_minute / 60

    def run(self, say: Callable[[str, object], None]) -> None:
        """On the working thread; `say` brings news to `tell` on the window's."""
        self._say = say
        try:
            result = self._work(self._report)
        except Cancelled:
            self._say("cancelled", None)
        except Exception as error:
            self._say("failed", disk.told(error) or error)
        else:
            self._say("succeeded", result)

    def _report(self, done: int, total: int, note: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        self._say("progressed", (done, total, note))

    def tell(self, what: str, value: object) -> None:
        if what == "progressed" and isinstance(value, tuple):
            self.done, self.total, self.note = value
            self._pace.report(self.done, self.total)
            self.progressed.emit(*value)
            return
        if what == "succeeded":
            self.succeeded.emit(value)
        elif what == "failed":
            self.failed.emit(value)
        else:
            self.cancelled.emit()
        self.finished.emit()


@dataclass(frozen=True, slots=True)
class Finished:
    """A job that is over. state: "succeeded" "failed" "cancelled"; value: its result or its error."""

    title: str
    at: datetime
    state: str
    value: object = None


class Jobs(QObject):
    """The queue. `history` keeps what is over, newest last."""

    started = Signal(object)
    ended = Signal(object)  # Finished

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
        self._news: queue.SimpleQueue[tuple[Job, str, object]] = queue.SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self.waiting: list[Job] = []
        self.history: list[Finished] = []

    def start(self, job: Job) -> None:
        job.setParent(self)
        self.waiting.append(job)
        job.succeeded.connect(lambda value: self._over(job, "succeeded", value))
        job.failed.connect(lambda error: self._over(job, "failed", error))
        job.cancelled.connect(lambda: self._over(job, "cancelled", None))
        self.started.emit(job)
        self._timer.start()
        self._thread.submit(job.run, lambda what, value: self._news.put((job, what, value)))

    def _look(self) -> None:
        while not self._news.empty():
            job, what, value = self._news.get()
            job.tell(what, value)
        if not self.waiting:
            self._timer.stop()

    def _over(self, job: Job, state: str, value: object) -> None:
        self.waiting.remove(job)
        finished = Finished(job.title, datetime.now(), state, value)
        self.history.append(finished)
        job.finished.connect(job.deleteLater)
        self.ended.emit(finished)

    @property
    def current(self) -> Job | None:
        return self.waiting[0] if self.waiting else None

    def stop_all(self) -> None:
        """Ask every job to stop and wait for them; call it before the window goes."""
        for job in self.waiting:
            job.cancel()
        self._thread.shutdown(wait=True)
        self._look()
