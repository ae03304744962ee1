from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from casereview.marking.figures import Measured, measures, proposals
from casereview.units.model import Certificate, Figure, Person, Profile, Unit
from tests.casereview.marking.builders import by_code

TODAY = date(2026, 3, 1)
VALID = (Certificate("140101", date(2023, 1, 1), date(2028, 1, 1)),)


def an_officer(name: str, hours: str = "64", public: str = "32", camera: bool | None = True) -> Person:
    return Person(name, name, "u", ("officer",), VALID, hours, public, camera)


def a_profile(*people: Person, confirmed: bool = True, figures: tuple[Figure, ...] = ()) -> Profile:
    return Profile(Unit("u", "祁县交通运输局"), people, figures, date(2026, 2, 1) if confirmed else None)


def test_shares_are_counted_over_officers_on_duty_with_a_valid_certificate() -> None:
    gone = replace(an_officer("丁"), on_duty=False)
    expired = replace(an_officer("戊"), certificates=(Certificate("140102", None, date(2025, 1, 1)),))
    people = (an_officer("甲"), an_officer("乙", "40", "32", False), an_officer("丙", "70", "20"), gone, expired)
    given = measures(a_profile(*people), TODAY)
    assert given["camera_ratio"].value == Fraction(200, 3)
    assert given["training_short_share"].value == Fraction(100, 3)
    assert given["public_law_short_share"].value == Fraction(100, 3)
    assert given["professional_short_share"].value == Fraction(100, 3)  # 乙: 40 − 32 = 8 hours
    assert given["legal_reviewer_ratio"].value == 0


def test_a_gap_makes_a_measure_unknown_and_never_zero() -> None:
    people = (an_officer("甲"), an_officer("乙", hours="", camera=None))
    given = measures(a_profile(*people), TODAY)
    assert given.keys() == {"legal_reviewer_ratio", "public_law_short_share"}
    assert measures(a_profile(an_officer("甲"), confirmed=False), TODAY) == {}
    assert measures(a_profile(), TODAY) == {}


def test_a_recorded_figure_with_its_source_goes_before_the_register() -> None:
    figures = (
        Figure("camera_ratio", "80", date(2025, 6, 1), "装备台账"),
        Figure("camera_ratio", "96", date(2026, 1, 1), "装备台账"),
        Figure("camera_ratio", "100", date(2026, 12, 1), "计划"),
        Figure("camera_ratio", "约九成", date(2026, 2, 1), "口头"),
    )
    given = measures(a_profile(an_officer("甲"), figures=figures), TODAY)
    assert given["camera_ratio"] == Measured(Fraction(96), date(2026, 1, 1), "装备台账")


def test_measures_propose_steps_of_the_day() -> None:
    given = {
        "camera_ratio": Measured(Fraction(83), TODAY, "台账"),
        "problem_list_days_late": Measured(Fraction(25), TODAY, "凭证"),
    }
    after = {p.deduction: p for p in proposals(by_code("DW"), given, TODAY)}
    assert (after["DW-19-1"].steps, int(after["DW-19-1"].target), after["DW-19-1"].progress) == (3, 100, False)
    assert after["DW-12-1"].steps == 2
    before = {p.deduction: p for p in proposals(by_code("DW"), given, date(2025, 1, 1))}
    assert (before["DW-19-1"].steps, before["DW-19-1"].progress) == (0, True)
    assert "DW-21-1" not in after
