"""All rules on one dossier take at most 20 ms of processor time; ten times the papers take little more than ten times as long.

In a workspace of 1,200 dossiers a check costs little more a dossier than the rules themselves, and no more than in one of 120.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from sqlite_utils import Database

from casereview.checks import actions
from casereview.checks.engine import REGISTRY
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Reading
from casereview.record import Author
from casereview.text import fold
from casereview.workspace import Workspace
from tests.casereview.checks.many import multiply
from tests.mutations.bases import base
from tests.mutations.files import Change, write

pytestmark = pytest.mark.benchmark
ROUNDS, LIMIT = 15, 0.020
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A whole volume with hearing, review and discussion: the longest of the sample dossiers."""
    return dossiers.read(write(base("07"), Change(), tmp_path_factory.mktemp("bench"), "07"))


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def judge(reading: Reading) -> None:
    assert len(actions.check_reading(reading, today=TODAY, complete=True)) >= len(REGISTRY)


def folded(reading: Reading) -> None:
    """Every line of the dossier folded once: what any look at its text must do."""
    for page in reading.pages:
        for run in page.runs:
            fold(run.text)


def times(reading: Reading, count: int) -> Reading:
    """The same papers bound together again and again, as a dossier of many inquiries would be."""
    pages = len(reading.pages)
    members = tuple(replace(m, sha256=f"{n:02}{m.sha256[2:]}") for n in range(count) for m in reading.members)
    papers = tuple(
        replace(p, id=f"{p.id}-{n}", pages=tuple(number + n * pages for number in p.pages))
        for n in range(count)
        for p in reading.papers
    )
    facts = tuple(
        replace(f, paper=f"{f.paper}-{n}", page=f.page + n * pages) for n in range(count) for f in reading.facts
    )
    return Reading(members, papers, facts, reading.problems)


def test_all_rules_on_a_dossier_take_twenty_milliseconds_at_most(reading: Reading) -> None:
    judge(reading)  # packs and patterns are read once
    assert len(reading.pages) >= 20
    assert median(cpu(lambda: judge(reading)) for _ in range(ROUNDS)) <= LIMIT


def test_all_rules_cost_at_most_twelve_times_the_folding_of_the_text(reading: Reading) -> None:
    judge(reading)
    ratios = [cpu(lambda: judge(reading)) / cpu(lambda: folded(reading)) for _ in range(ROUNDS)]
    assert median(ratios) <= 12


def test_ten_times_the_papers_take_little_more_than_ten_times_as_long(reading: Reading) -> None:
    many = times(reading, 10)
    judge(reading)
    judge(many)
    assert len(many.pages) == 10 * len(reading.pages)
    ratios = [cpu(lambda: judge(many)) / cpu(lambda: judge(reading)) for _ in range(5)]
    assert median(ratios) <= 15


def _checked_in_a_workspace(folder: Path, count: int) -> tuple[float, int]:
    """Processor seconds of one check of `count` dossiers, and how often progress was reported."""
    with Workspace.create(folder / f"{count}.casereview") as workspace, closing(workspace.connect()) as db:
        return _filled(db, folder, count)


def _filled(db: Database, folder: Path, count: int) -> tuple[float, int]:
    by, seen = Author("甲"), 0

    def report(done: int, total: int, note: str = "") -> None:
        nonlocal seen
        seen += 1

    dossiers.take_in(db, by, [write(base("07"), Change(), folder / str(count), "07")], executor="thread")
    multiply(db, dossiers.dossiers(db)[0].id, count)
    spent = cpu(lambda: actions.check(db, by, today=TODAY, progress=report))
    return spent, seen


def test_twelve_hundred_dossiers_cost_no_more_each_than_a_tenth_of_them(tmp_path: Path) -> None:
    few, many = 120, 1200
    least, _ = _checked_in_a_workspace(tmp_path, few)
    spent, reported = _checked_in_a_workspace(tmp_path, many)
    print(
        f"\n{many} dossiers: {spent:.1f} s of processor time, {1000 * spent / many:.1f} ms each; of {few}: {1000 * least / few:.1f} ms each"
    )
    assert reported == many
    # With reading from the workspace and keeping what was found.
    assert spent / many <= 3 * LIMIT
    assert spent / many <= 1.5 * least / few
