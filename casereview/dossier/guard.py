"""Guarded readers: long-lived child processes that do the dangerous reading and are killed on time or memory.

A crash, a hang or a bomb costs the file it happened on and nothing else: the child is replaced and the rest goes on.
Children are spawned, never forked, so that they hold nothing of the window.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from casereview.dossier.processes import below, resident_mb
from casereview.dossier.readers import refusals
from casereview.errors import CaseReviewError
from casereview.progress import Progress, silent

TICK = 0.1  # seconds between two looks at time and memory
STARTS = 2  # tries to start a child before we say that it cannot be done
START_SECONDS = 60.0  # for importing everything from a slow disk with a virus scanner


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. seconds for a file, and `per_step` more for every page it reports: ten minutes for 5,000
    pages; no page may take longer than `seconds` either. memory_mb above idle, with all that the reader started."""

    seconds: float = 60.0
    per_step: float = 0.108
    memory_mb: int = 1536


@dataclass(frozen=True, slots=True)
class Done:
    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """`error` is a refusal without its file; `mark` is what the child was at when it ended."""

    error: type[refusals.Refused] | CaseReviewError
    mark: int
    detail: str = ""


Ended = Done | Failed


class ReadersNotStarting(CaseReviewError):
    """Guarded processes end before they can take a task: the installation is broken, or something stops them; `tries`.

    Also the case of a program that Python cannot import again in a new process (one that was piped in, say).
    """

    code = "readers-not-starting"


class Child:
    """One guarded process, doing one thing at a time. It starts with its first task and again after a death."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._process: BaseProcess | None = None
        self._pipe: connection.Connection[Any, Any] | None = None
        self._idle = 0
        self._peak = 0
        self._ready = False
        self._failed_starts = 0
        self._task: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._clock = self._beat = 0.0
        self._steps = 0
        self._mark = 0
        self._total = 0
        self.busy = False

    @property
    def at(self) -> tuple[int, int, int]:
        """(mark, step, steps in all): where the task said that it is; no steps in all where it did not say how many."""
        return self._mark, self._steps, self._total

    @property
    def pipe(self) -> connection.Connection[Any, Any]:
        assert self._pipe is not None
        return self._pipe

    @property
    def pid(self) -> int:
        return (self._process.pid or 0) if self._process else 0

    def warm(self) -> None:
        """Start the process now, so that the first task need not wait for it."""
        if self._process is not None and self._process.is_alive():
            return
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.limits.memory_mb), daemon=True)
        self._process.start()
        theirs.close()
        self._pipe = ours
        self._idle, self._ready = 0, False

    def submit(self, task: Callable[..., Any], *args: Any) -> None:
        """Begin `task(*args, report)`: a function of a module, told by name. `report(mark, step, total)` keeps the clock fair."""
        self.warm()
        try:
            self.pipe.send((task, args))
        except OSError:  # it died while idle
            self.close()
            self.warm()
            with contextlib.suppress(OSError):  # it died while starting: `look` will hear of it
                self.pipe.send((task, args))
        self._task = task, args
        self._clock = self._beat = time.monotonic()
        self._peak, self.busy = 0, True
        self._mark = self._steps = self._total = 0

    def look(self) -> Ended | None:
        """What came of the task, or None while it runs. Kills the child when it is over its limits.

        Raises ReadersNotStarting when the process ends, time and again, before it has begun.
        """
        try:
            while self.pipe.poll():
                ended = self._hear(self.pipe.recv())
                if ended is not None:
                    self.busy = False
                    return ended
        except (EOFError, OSError):
            if not self._ready:
                self._start_again()
                return None
            # Whoever asks for more than there is, is ended by its own allocator: near the limit, that is the reason.
            hungry = self._idle and self._peak - self._idle > self.limits.memory_mb // 2
            return self._dead(refusals.TooMuchMemory if hungry else refusals.ReaderDied)
        if not self._ready:
            if time.monotonic() - self._clock > START_SECONDS:
                self._start_again()
            return None
        if self._is_over_time(time.monotonic()):
            return self._dead(refusals.TooSlow)
        used = resident_mb(self.pid) + sum(map(resident_mb, below(self.pid)))
        self._peak = max(self._peak, used)
        if self._idle and used - self._idle > self.limits.memory_mb:
            return self._dead(refusals.TooMuchMemory)
        return None

    def _is_over_time(self, now: float) -> bool:
        """By its pages so far, or by the one it is at."""
        allowed = self.limits.seconds + self.limits.per_step * self._steps
        return now - self._clock > allowed or now - self._beat > self.limits.seconds

    def _start_again(self) -> None:
        """The file is not to blame: no reader has seen it yet."""
        assert self._task is not None
        task, args = self._task
        self.close()
        self._failed_starts += 1
        if self._failed_starts >= STARTS:
            raise ReadersNotStarting(tries=self._failed_starts)
        self.submit(task, *args)

    def _hear(self, message: tuple[Any, ...]) -> Ended | None:
        kind, *rest = message
        if kind == "at":
            mark, step, total = rest
            self._beat = time.monotonic()
            if mark != self._mark:
                self._clock, self._mark = time.monotonic(), mark
            self._steps, self._total = step, total
        elif kind == "idle":
            self._idle, self._ready, self._failed_starts = rest[0], True, 0
            self._clock = self._beat = time.monotonic()  # starting a process is not the file's fault
        elif kind == "done":
            return Done(rest[0])
        elif kind == "error":
            return Failed(rest[0], self._mark)
        elif kind == "bug":
            return Failed(refusals.TooMuchMemory if rest[1] else refusals.ReaderDied, self._mark, rest[0])
        return None

    def _dead(self, error: type[refusals.Refused]) -> Failed:
        self.close()
        return Failed(error, self._mark)

    def call(self, task: Callable[..., Any], *args: Any, progress: Progress = silent) -> Any:
        """Do it and wait. Raises what the task raised, or the refusal for how the child ended."""
        self.submit(task, *args)
        while True:
            ended = self.look()
            if isinstance(ended, Done):
                return ended.value
            if isinstance(ended, Failed):
                raise error_of(ended.error, self.limits, "")
            try:
                progress(0, 0)
            except BaseException:
                self.close()
                raise
            self.pipe.poll(TICK)

    def close(self) -> None:
        self.busy = False
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            _end_group(self.pid)  # what it had started goes with it
            if self._process.is_alive():
                self._process.kill()
            self._process.join()
            self._process.close()
        self._pipe = self._process = None


def error_of(error: type[refusals.Refused] | CaseReviewError, limits: Limits, file: str) -> CaseReviewError:
    """The refusal with its file and the limit that was passed."""
    if isinstance(error, CaseReviewError):
        return error
    if error is refusals.TooSlow:
        return error(file=file, seconds=round(limits.seconds))
    if error is refusals.TooMuchMemory:
        return error(file=file, limit=limits.memory_mb)
    return error(file=file)


@dataclass(frozen=True, slots=True)
class Job:
    """A task with its arguments. `key` is handed back with what came of it."""

    key: int
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class At:
    """Where a running job is: see `Child.at`."""

    key: int
    mark: int
    step: int
    total: int


class Pool:
    """Several children. `run` yields what ended, in the order of its ending; a failure may be answered with a new try."""

    def __init__(self, workers: int, limits: Limits = Limits()) -> None:
        self.children = [Child(limits) for _ in range(max(1, workers))]
        self._running: dict[Child, Job] = {}

    def where(self) -> list[At]:
        """How far each running job is."""
        return [At(job.key, *child.at) for child, job in self._running.items()]

    def run(
        self,
        task: Callable[..., Any],
        jobs: Sequence[Job],
        retry: Callable[[Job, Failed], Job | None],
        progress: Callable[[], None] = lambda: None,
    ) -> Iterator[tuple[int, Ended]]:
        """`progress` is called at every tick and may raise to stop everything; it may ask `where` the jobs are."""
        waiting = list(reversed(jobs))
        running = self._running = {}
        while waiting or running:
            for child in self.children:
                if child not in running and waiting:
                    running[child] = job = waiting.pop()
                    child.submit(task, *job.args)
            connection.wait([child.pipe for child in running], TICK)
            progress()
            for child in list(running):
                ended = child.look()
                if ended is None:
                    continue
                job = running.pop(child)
                again = retry(job, ended) if isinstance(ended, Failed) else None
                if again is not None:
                    waiting.append(again)
                else:
                    # The next task goes out before this result is used: reading and writing overlap.
                    if waiting:
                        running[child] = following = waiting.pop()
                        child.submit(task, *following.args)
                    yield job.key, ended

    def close(self) -> None:
        for child in self.children:
            child.close()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> Literal[False]:
        self.close()
        return False


# --- in the child ---------------------------------------------------------------------------------------------------


def _serve(pipe: connection.Connection[Any, Any], memory_mb: int) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    if sys.platform != "win32":
        os.setpgid(0, 0)  # the head of a group of its own: whoever ends it, ends a LibreOffice that it waits for
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _limit_memory(memory_mb)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(("idle", resident_mb(os.getpid())))
        while True:
            task, args = pipe.recv()
            pipe.send(_outcome(task, args, pipe))


def _outcome(task: Callable[..., Any], args: tuple[Any, ...], pipe: connection.Connection[Any, Any]) -> tuple[Any, ...]:
    def report(mark: int, step: int = 0, total: int = 0) -> None:
        try:
            pipe.send(("at", mark, step, total))
        except OSError:
            os._exit(1)  # nobody listens any more: the program was killed

    try:
        return ("done", task(*args, report))
    except CaseReviewError as error:
        return ("error", error)
    except Exception as problem:  # whatever a library raises over a hostile file ends this file only
        return ("bug", traceback.format_exc(), isinstance(problem, MemoryError))


def _die_with_parent() -> None:
    """A reader whose program was killed must not stay behind, busy or idle."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    _end_group(os.getpid())
    os._exit(1)


def _end_group(head: int) -> None:
    """Kill the group that this process is the head of, if it is; where there are no groups, it is killed alone elsewhere."""
    if sys.platform == "win32" or not head:
        return
    import signal

    with contextlib.suppress(OSError):  # it has not begun, or nothing of it is left
        os.killpg(head, signal.SIGKILL)


def _limit_memory(memory_mb: int) -> None:
    """A backstop for jumps between two looks: what is allocated may grow by what is allowed, then allocators fail."""
    if sys.platform == "win32" or sys.platform == "darwin":
        return
    import resource

    data = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    limit = data + (memory_mb << 20)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
