"""Looking into the workspace off the window's thread: figures that take long to gather, and the first look at all."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from sqlite_utils import Database

LOOK_EVERY = 10  # milliseconds
FIRST_AFTER = 30  # milliseconds: a window that opens is painted before the thread begins to import rooms beside it

News = tuple[str, int, object]
Wish = tuple[int, QObject, Callable[[Any], object]]


class Reads(QObject):
    """One thread with a connection of its own, apart from the jobs: no figure waits for an intake.

    As in `jobs`, the thread touches no object of Qt: answers come through a queue that the window's thread looks into.

    failed  what a look met, on the window's thread
    """

    failed = Signal(Exception)

    def __init__(self, connect: Callable[[], Database], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connect = connect
        self._db: Database | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reads")
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._wishes: dict[str, Wish] = {}  # by key; kept here, so that no widget is let go of on the thread
        self._number = 0
        self._waiting: list[tuple[str, int, Callable[[Database], Any]]] = []
        self._begun = self._closed = False
        self._open: list[Future[None]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._deliver)

    def ask(self, owner: QObject, key: str, look: Callable[[Database], Any], then: Callable[[Any], object]) -> None:
        """`look(db)` on the thread, `then(answer)` on the window's, unless its owner has gone meanwhile.

        Of one key only the newest wish is answered.
        """
        self._number += 1
        self._wishes[key] = (self._number, owner, then)
        self._waiting.append((key, self._number, look))
        if self._begun:
            self._submit()
        else:
            QTimer.singleShot(FIRST_AFTER, self, self._submit)

    def _submit(self) -> None:
        if self._closed:
            return
        self._begun = True
        self._open += [self._thread.submit(self._look, *wish) for wish in self._waiting]
        self._waiting = []
        self._timer.start()

    def _wanted(self, key: str, number: int) -> bool:
        wish = self._wishes.get(key)
        return wish is not None and wish[0] == number

    def _look(self, key: str, number: int, look: Callable[[Database], Any]) -> None:
        if not self._wanted(key, number):
            return
        try:
            if self._db is None:
                self._db = self._connect()
            answer: object = look(self._db)
        except Exception as error:
            answer = error
        self._news.put((key, number, answer))

    def _deliver(self) -> None:
        self._open = [future for future in self._open if not future.done()]
        while not self._news.empty():
            key, number, answer = self._news.get()
            if not self._wanted(key, number):
                continue
            _, owner, then = self._wishes.pop(key)
            if not isValid(owner):
                continue
            if isinstance(answer, Exception):
                self.failed.emit(answer)
            else:
                then(answer)
        if not self._open and self._news.empty():
            self._timer.stop()

    def finish(self) -> None:
        """Wait for all answers and give them out: for pictures of a screen and for tests."""
        self._submit()
        while self._open or not self._news.empty():
            wait(self._open)
            self._deliver()

    def close(self) -> None:
        """Forget what was asked; the connection is closed on the thread that made it."""
        self._closed = True
        self._wishes.clear()
        self._timer.stop()
        self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=True)

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()
