"""All rules on one dossier take at most 20 ms of processor time; ten times the papers take little more than ten times as long."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import median

import pytest

from casereview.checks import actions
from casereview.checks.engine import REGISTRY
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Reading
from casereview.text import fold
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
