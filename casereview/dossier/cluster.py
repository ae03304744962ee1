"""Reading on other machines: the optional extra `cluster` (Dask). They are sent bytes, never paths, and keep nothing.

A worker reads in a guarded child of its own, as this machine does: a file that crashes, hangs or swells there is set
aside and the rest of its dossier is read. A worker that is lost costs a retry on another one. Only as many dossiers
are under way as the workers can hold: what waits stays on disk here.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import process
from pathlib import Path
from threading import get_ident
from typing import Any

from casereview.dossier import intake
from casereview.dossier.guard import Limits, Pool
from casereview.dossier.intake import Order, Taken
from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import scratch_prefix
from casereview.dossier.runners import Runner, Tick, take_guarded
from casereview.errors import CaseReviewError

TICK = 0.2
TRIES = 3  # of a dossier whose worker was lost
_AHEAD = 2  # dossiers under way for every thread of a worker: one is read, one is on its way
_READERS = "_casereview_readers"  # where a worker keeps its guarded children, by thread


class NoCluster(CaseReviewError):
    """The extra is not installed, or nobody answers at `address`."""

    code = "cluster-missing"


@contextmanager
def runner(address: str, limits: Limits) -> Iterator[Runner]:
    """Raises NoCluster."""
    try:
        from distributed import Client

        client = Client(address.replace("dask://", "tcp://"), timeout=10)
    except (ImportError, OSError, TimeoutError):
        raise NoCluster(address=address) from None
    try:
        yield lambda orders, tick: _run(client, orders, limits, tick)
    finally:
        with contextlib.suppress(OSError, TimeoutError):  # the scheduler is gone, and its workers with it
            client.run(close_readers, on_error="ignore")
        client.close()


def _run(client: Any, orders: Sequence[Order], limits: Limits, tick: Tick) -> Iterator[tuple[int, Taken]]:
    waiting = [(position, TRIES) for position in reversed(range(len(orders)))]
    under_way: dict[Any, tuple[int, int]] = {}
    while waiting or under_way:
        while waiting and len(under_way) < _AHEAD * max(1, sum(client.nthreads().values())):
            position, tries = waiting.pop()
            under_way[_submitted(client, orders[position], limits)] = position, tries - 1
        tick("")
        for future in _ended(under_way):
            position, tries = under_way.pop(future)
            if future.status == "finished":
                yield position, future.result()
            elif tries:
                waiting.append((position, tries))
            else:
                yield position, _lost(orders[position])


def _submitted(client: Any, order: Order, limits: Limits) -> Any:
    """The order with the bytes of its files, on its way to a worker."""
    import warnings

    contents = [_bytes(entry.path) for entry in order.entries]
    with warnings.catch_warnings():  # a dossier is large, and there is no shared disk to lay it on
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        return client.submit(take_bytes, order, contents, limits, pure=False, retries=0)


def _bytes(path: str) -> bytes | None:
    """None for a file that is not there: the reader will say so."""
    try:
        return Path(path).read_bytes() if path else None
    except OSError:
        return None


def _ended(futures: dict[Any, tuple[int, int]]) -> list[Any]:
    """Those that are over, after a moment at the most."""
    from distributed import wait

    try:
        return list(wait(list(futures), timeout=TICK, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return []


def _lost(order: Order) -> Taken:
    """Nothing of this dossier came back: every file is named."""
    problems = [Problem(e.name, refusals.ReaderDied.code, {}, e.sha256) for e in order.entries]
    return intake.take(replace(order, skip=tuple(enumerate(problems))), lambda mark, step=0, total=0: None)


# --- on the worker --------------------------------------------------------------------------------------------------


def take_bytes(order: Order, contents: Sequence[bytes | None], limits: Limits) -> Taken:
    """The files are laid down for as long as they are read. Paths that come back are the sender's."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as folder:
        entries = []
        for number, (entry, data) in enumerate(zip(order.entries, contents)):
            path = Path(folder) / str(number)
            if data is not None:
                path.write_bytes(data)
            entries.append(replace(entry, path=str(path)))
        taken = take_guarded(_readers(limits), replace(order, entries=tuple(entries)))
    own = {here.path: there.path for here, there in zip(entries, order.entries)}
    return replace(taken, paths=tuple(own[path] for path in taken.paths))


def _readers(limits: Limits) -> Pool:
    """The guarded child of this thread of the worker, kept from dossier to dossier."""
    from distributed import get_worker

    # Dask's workers are daemons, which Python lets start nothing; a reader ends with its parent whatever that is.
    process.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    pools: dict[int, Pool] = get_worker().__dict__.setdefault(_READERS, {})
    pool = pools.get(get_ident())
    if pool is None or pool.children[0].limits != limits:
        pool = pools[get_ident()] = Pool(1, limits)
    return pool


def close_readers(dask_worker: Any) -> None:
    """Called on every worker when a batch is over or was stopped."""
    for pool in dask_worker.__dict__.pop(_READERS, {}).values():
        pool.close()
