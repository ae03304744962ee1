"""One port for long work: reporting and stopping are the same call."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Cancelled(Exception):
    """The user asked to stop. Raised out of `Progress`; never an error."""


class Progress(Protocol):
    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Report that `done` of `total` units are finished. Raises Cancelled if the user asked to stop."""


def silent(done: int, total: int, note: str = "") -> None:
    """A Progress that nobody watches."""


class Pace:
    """How fast long work goes, as measured: from the first report of a stretch on, told nothing but its reports.

    A new stretch begins where the total changes or the count falls back (first dossiers are read, then pages recognised).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = self._start = self._done = 0
        self._began = self._last = self._now = clock()

    def report(self, done: int, total: int) -> None:
        self._now = self._clock()
        if total != self._total or done < self._done:
            self._total, self._start, self._began = total, done, self._now
        if done != self._done:
            self._last = self._now
        self._done = done

    @property
    def a_minute(self) -> float | None:
        """Units a minute, None before the first is done."""
        spent, done = self._last - self._began, self._done - self._start
        return 60 * done / spent if done and spent > 0 else None

    @property
    def remaining(self) -> float | None:
        """Seconds still to go at that pace, None while that cannot be told and when it is done.

        They run down while a unit is in work; one that takes longer than the others is as good as done.
        """
        rate = self.a_minute
        if not rate or self._done >= self._total:
            return None
        left = self._total - self._done
        return 60 * left / rate - min(self._now - self._last, 60 / rate)
