"""A sheet of 60 items in a millisecond; 20,000 events a second into a record, and twice as many in twice the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.marking.model import Context
from casereview.marking.sheet import score
from casereview.record import Event
from casereview.workspace import Workspace
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item

pytestmark = pytest.mark.benchmark
ITEMS = 60
EVENTS = 40_000


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_a_sheet_of_60_items_is_recomputed_in_a_millisecond() -> None:
    items = [
        an_item(
            f"i{n:02d}",
            "5",
            a_deduction(f"i{n:02d}-1", "1", each="处", cap="3"),
            a_deduction(f"i{n:02d}-2", "2", category="service"),
        )
        for n in range(ITEMS)
    ]
    rubric = a_rubric(*items)
    marks = [a_mark(rubric, f"i{n:02d}", f"i{n:02d}-{1 + n % 2}" if n % 3 else "") for n in range(ITEMS)]
    context = Context()
    assert len(score(rubric, marks, context).lines) == ITEMS
    assert median(cpu(lambda: score(rubric, marks, context)) for _ in range(200)) <= 0.001


def the_events(count: int) -> list[Event]:
    """One chain of marks, each tenth in place of the one before it."""
    made: list[Event] = []
    for number in range(1, count + 1):
        replaces = (made[-1].id,) if made and number % 10 == 0 else ()
        content = {
            "chain": "c", "seq": number, "prev": made[-1].id if made else "", "actor": "甲",
            "at": "2024-11-04T09:00:00+08:00", "kind": "mark.set", "subject": f"d{number % 400}",
            "payload": {"item": f"i{number % 60}", "points": "1.5", "reason": "送达回证没有签名", "evidence": [[2, 10, 90]]},
            "replaces": list(replaces),
        }  # fmt: skip
        made.append(Event(id=record.digest_of(content), **{**content, "replaces": replaces}))  # type: ignore[arg-type]
    return made


def merged(folder: Path, events: list[Event]) -> float:
    with Workspace.create(folder) as workspace, closing(workspace.connect()) as db:
        return cpu(lambda: _merge(db, events))


def _merge(db: Database, events: list[Event]) -> None:
    result = record.merge(db, events)
    assert (result.new, result.problems) == (len(events), ())


def test_a_merge_takes_in_20000_events_a_second_and_is_linear(tmp_path: Path) -> None:
    events = the_events(EVENTS)
    half = median(merged(tmp_path / f"half{n}", events[: EVENTS // 2]) for n in range(3))
    whole = median(merged(tmp_path / f"whole{n}", events) for n in range(3))
    assert EVENTS / whole >= 20_000
    assert whole <= 2.6 * half  # (its index grows a little deeper)


def test_lines_of_a_package_are_checked_and_merged_at_that_rate(tmp_path: Path) -> None:
    """From text to record: every line parsed and its digest recomputed."""
    lines = [event.as_json() for event in the_events(EVENTS // 2)]
    with Workspace.create(tmp_path / "w") as workspace, closing(workspace.connect()) as db:
        taken = cpu(lambda: _merge(db, [Event.from_json(line) for line in lines]))
    assert len(lines) / taken >= 20_000
