"""Who reads: guarded children of this program, this process itself, or the workers of a cluster. All answer alike."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from casereview.dossier import intake
from casereview.dossier.guard import Done, Ended, Failed, Job, Limits, Pool, ReadersNotStarting, error_of
from casereview.dossier.intake import Order, Raw, Taken, hash_or_none, problem_of
from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.errors import WrongUse
from casereview.progress import Cancelled, Progress

_LIMITS = Limits()
Tick = Callable[[str], None]  # called many times a second with where the reading is; may raise to stop
Runner = Callable[[Sequence[Order], Tick], Iterator[tuple[int, Taken]]]
_one_at_a_time = threading.Lock()  # PDFium: one call at a time in a process


class NoExecutor(WrongUse):
    """Reading was asked for in a manner that there is not; `executor` as given."""

    code = "no-executor"


@contextmanager
def runner(executor: str, *, workers: int) -> Iterator[Runner]:
    """Reads orders by `process` (guarded children, the usual way), `thread` (here, unguarded) or `dask://HOST:PORT`.

    The runner yields (position, what came of it) as orders end; the function it is given is called at every tick
    and may raise to stop. Raises NoExecutor for another word.
    """
    if executor == "process":
        with Pool(workers, _LIMITS) as pool:
            yield lambda orders, tick: _in_pool(pool, orders, tick)
    elif executor == "thread":
        yield _here
    elif executor.startswith(("dask://", "tcp://")):
        from casereview.dossier import cluster

        with cluster.runner(executor, _LIMITS) as run:
            yield run
    else:
        raise NoExecutor(executor=executor)


def read_guarded(order: Order, progress: Progress) -> Raw:
    """The whole reading of one dossier, by a guarded child; a file that kills its reader is a problem of the reading."""
    current = [order]

    def retry(job: Job, failed: Failed) -> Job | None:
        current[0] = without_culprit(current[0], failed, _LIMITS)
        return Job(0, (current[0],))

    def look() -> None:
        progress(0, 1, next((where(current[0], at.step, at.total, at.mark) for at in pool.where()), ""))

    with Pool(1, _LIMITS) as pool:
        for _, ended in pool.run(intake.whole, [Job(0, (order,))], retry, look):
            assert isinstance(ended, Done)
            raw: Raw = ended.value
            return raw
    raise AssertionError("a pool answers every job")


def where(order: Order, step: int, total: int, mark: int) -> str:
    """The page of the file that is being read, for a person who waits: "1234/5000 卷宗.pdf"; "" where nobody said. Pages
    of all files are looked at together, without a name."""
    if not total:
        return ""
    return f"{step}/{total} {order.entries[mark].name}" if mark < len(order.entries) else f"{step}/{total}"


def _here(orders: Sequence[Order], tick: Tick) -> Iterator[tuple[int, Taken]]:
    for position, order in enumerate(orders):

        def report(mark: int, step: int = 0, total: int = 0, order: Order = order) -> None:
            tick(where(order, step, total, mark))

        with _one_at_a_time:
            try:
                taken = intake.take(order, report)
            except Cancelled:
                raise
            except Exception:  # papers or facts broke: the dossier is kept without them
                logging.getLogger(__name__).exception("reading a dossier")
                taken = intake.take(replace(order, bare=True), report)
        yield position, taken


def _in_pool(pool: Pool, orders: Sequence[Order], tick: Tick) -> Iterator[tuple[int, Taken]]:
    current = list(orders)
    limits = pool.children[0].limits

    def retry(job: Job, failed: Failed) -> Job | None:
        current[job.key] = without_culprit(current[job.key], failed, limits)
        return Job(job.key, (current[job.key],))

    jobs = [Job(position, (order,)) for position, order in enumerate(orders)]

    def look() -> None:
        said = [where(current[at.key], at.step, at.total, at.mark) for at in pool.where()]
        tick(next(filter(None, said), ""))

    for position, ended in pool.run(intake.take, jobs, retry, look):
        yield position, value_of(ended)


def take_guarded(pool: Pool, order: Order) -> Taken:
    """One order by a guarded child that is there already."""
    return next(taken for _, taken in _in_pool(pool, [order], lambda note: None))


def value_of(ended: Ended) -> Taken:
    assert isinstance(ended, Done)  # every failure is answered by an order that cannot fail in that way again
    taken: Taken = ended.value
    return taken


def without_culprit(order: Order, failed: Failed, limits: Limits) -> Order:
    """The order without the file that its reader died over; if it died after the last file, without papers and facts.

    Every answer leaves less to do. Raises ReadersNotStarting when a reader dies with nothing left to do.
    """
    if failed.detail:
        logging.getLogger(__name__).error("guarded reader: %s", failed.detail)
    skipped = dict(order.skip)
    if failed.mark < len(order.entries) and failed.mark not in skipped:
        entry = order.entries[failed.mark]
        error = error_of(failed.error, limits, entry.name)
        problem = problem_of(error, entry.name, entry.sha256 or hash_or_none(entry.path))
        return replace(order, skip=(*order.skip, (failed.mark, problem)))
    if failed.mark == len(order.entries) + 1 and not order.unseen:
        return replace(order, unseen=True)
    if not order.bare:
        return replace(order, bare=True, unseen=True)
    if len(skipped) == len(order.entries):
        raise ReadersNotStarting(tries=len(order.entries) + 1)
    lost = [Problem(e.name, refusals.ReaderDied.code, {}, e.sha256) for e in order.entries]
    return replace(order, skip=tuple((dict(enumerate(lost)) | skipped).items()))
