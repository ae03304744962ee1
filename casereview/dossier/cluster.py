"""Reading on other machines: the optional extra `cluster` (Dask). They are sent bytes, never paths, and keep nothing.

A Dask worker is restarted by its nanny when it crashes or swells; a file that does so three times ends its dossier.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from casereview.dossier import intake
from casereview.dossier.intake import Order, Runner, Taken, Tick
from casereview.dossier.model import Problem
from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import scratch_prefix
from casereview.errors import CaseReviewError

TICK = 0.5


class NoCluster(CaseReviewError):
    """The extra is not installed, or nobody answers at `address`."""

    code = "cluster-missing"


@contextmanager
def runner(address: str) -> Iterator[Runner]:
    """Raises NoCluster."""
    try:
        from distributed import Client

        client = Client(address.replace("dask://", "tcp://"), timeout=10)
    except (ImportError, OSError, TimeoutError):
        raise NoCluster(address=address) from None
    try:
        yield lambda orders, tick: _run(client, orders, tick)
    finally:
        client.close()


def _run(client: Any, orders: Sequence[Order], tick: Tick) -> Iterator[tuple[int, Taken]]:
    from distributed import wait

    positions = {}
    for position, order in enumerate(orders):
        contents = [Path(entry.path).read_bytes() if entry.path else None for entry in order.entries]
        positions[client.submit(take_bytes, order, contents, pure=False, retries=2)] = position
    pending = set(positions)
    while pending:
        tick("")
        try:
            pending = set(wait(pending, timeout=TICK, return_when="FIRST_COMPLETED").not_done)
        except TimeoutError:
            continue
        for future in [f for f in positions if f not in pending]:
            position = positions.pop(future)
            yield position, future.result() if future.status == "finished" else _lost(orders[position])


def _lost(order: Order) -> Taken:
    """Nothing of this dossier came back: every file is named."""
    problems = [Problem(e.name, refusals.ReaderDied.code, {}, e.sha256) for e in order.entries]
    return intake.take(replace(order, skip=tuple(enumerate(problems))), lambda mark, step=0, total=0: None)


def take_bytes(order: Order, contents: Sequence[bytes | None]) -> Taken:
    """On the worker: the files are laid down for as long as they are read. Paths that come back are the sender's."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix()) as folder:
        entries = []
        for number, (entry, data) in enumerate(zip(order.entries, contents)):
            path = Path(folder) / str(number)
            if data is not None:
                path.write_bytes(data)
            entries.append(replace(entry, path=str(path)))
        taken = intake.take(replace(order, entries=tuple(entries)), lambda mark, step=0, total=0: None)
    own = {here.path: there.path for here, there in zip(entries, order.entries)}
    return replace(taken, paths=tuple(own[path] for path in taken.paths))
