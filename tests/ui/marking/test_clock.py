from __future__ import annotations

from ui.marking.clock import IDLE, Clock


def test_only_time_at_work_counts() -> None:
    clock = Clock()
    for now in (0, 60, 120, 120 + 10 * IDLE):
        clock.at("甲", now)
    assert clock.spent["甲"] == 120 + IDLE


def test_going_to_another_dossier_ends_the_time_of_the_first() -> None:
    clock = Clock()
    for dossier, now in (("甲", 0), ("甲", 100), ("乙", 160), ("乙", 200)):
        clock.at(dossier, now)
    assert (clock.spent["甲"], clock.spent["乙"]) == (100, 40)


def test_what_is_left_is_told_by_ones_own_median_and_not_before_there_is_one() -> None:
    clock = Clock(spent={"甲": 600, "乙": 1200, "丙": 1800})
    assert clock.minutes_left(4) is None
    for dossier in ("甲", "乙", "丙"):
        clock.done(dossier)
    assert clock.minutes_left(4) == 80
    assert clock.minutes_left(0) is None
