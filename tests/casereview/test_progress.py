"""The pace of long work is measured from its reports alone."""

from __future__ import annotations

from collections.abc import Iterator

from casereview.progress import Pace


def clock(*seconds: float) -> Iterator[float]:
    yield from seconds


def paced(reports: list[tuple[int, int, float]]) -> Pace:
    ticks = clock(0.0, *(at for _, _, at in reports))
    pace = Pace(lambda: next(ticks))
    for done, total, _ in reports:
        pace.report(done, total)
    return pace


def test_rate_and_remaining_time_are_those_of_the_work_done_so_far() -> None:
    pace = paced([(0, 10, 5.0), (1, 10, 11.0), (3, 10, 23.0)])
    assert pace.a_minute == 10.0
    assert pace.remaining == 42.0


def test_the_time_that_is_left_runs_down_while_a_unit_is_in_work() -> None:
    pace = paced([(0, 10, 0.0), (2, 10, 12.0), (2, 10, 16.0)])
    assert (pace.a_minute, pace.remaining) == (10.0, 44.0)
    slow = paced([(0, 10, 0.0), (2, 10, 12.0), (2, 10, 99.0)])
    assert (slow.a_minute, slow.remaining) == (10.0, 42.0)


def test_before_anything_is_done_and_when_all_is_nothing_is_foretold() -> None:
    assert paced([(0, 4, 1.0), (0, 4, 9.0)]).a_minute is None
    assert paced([(0, 4, 1.0), (0, 4, 9.0)]).remaining is None
    assert paced([(0, 4, 1.0), (4, 4, 9.0)]).remaining is None


def test_another_stretch_of_work_is_measured_by_itself() -> None:
    pace = paced([(0, 2, 0.0), (2, 2, 1.0), (0, 30, 1.0), (1, 30, 7.0)])
    assert pace.a_minute == 10.0
    assert pace.remaining == 174.0
