from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casereview.results.figures import (
    compute,
    item_rows,
    mean,
    median,
    ranks,
    system_rows,
    type_rows,
)
from casereview.results.model import DossierResult, Results
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_result, results_of, scored

RUBRIC = a_rubric(
    an_item("A", "40", a_deduction("A-1", "5", each="处", cap="15"), system="publicity"),
    an_item("B", "60", a_deduction("B-1", "10", severity="major"), system="recording"),
)


def of(rows: list[DossierResult]) -> Results:
    return compute("c", "t", 2024, "2024", rows, {}, {})


def test_ties_share_a_rank_and_the_next_one_is_left_out() -> None:
    values = {"a": "92.50", "b": "88.00", "c": "88.00", "d": "70.00"}
    assert ranks({name: Decimal(value) for name, value in values.items()}) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_a_unit_with_two_dossiers_is_listed_and_not_ranked() -> None:
    rows = [scored(f"x{n}", "甲", "80") for n in range(3)] + [scored(f"y{n}", "乙", "99") for n in range(2)]
    units = {unit.unit: unit for unit in of(rows).units}
    assert (units["甲"].rank, units["乙"].rank) == (1, None)
    assert units["乙"].mean == Decimal("99.00")
    assert [unit.unit for unit in of(rows).units] == ["甲", "乙"]


def test_median_and_mean_are_rounded_half_up() -> None:
    assert median([Decimal("80.1"), Decimal("80.2")]) == Decimal("80.15")
    assert mean([Decimal("80.1"), Decimal("80.1"), Decimal("80.2")]) == Decimal("80.13")
    assert mean([Decimal("80.00"), Decimal("80.01")]) == Decimal("80.01")
    assert mean([]) is None and median([]) is None


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.decimals(0, 100, places=1), st.sampled_from(["good", "fail"]))))
def test_the_grades_of_all_units_add_up_to_the_dossiers_scored(rows: list[tuple[str, Decimal, str]]) -> None:
    found = of([scored(str(n), unit, str(value), grade) for n, (unit, value, grade) in enumerate(rows)])
    assert sum(found.grades.values()) == found.scored == len(rows)
    assert sum(sum(unit.grades.values()) for unit in found.units) == len(rows)
    assert sum(unit.dossiers for unit in found.units) == found.reviewed


def test_what_is_not_scored_is_listed_and_left_out_of_every_mean() -> None:
    rows = [scored("a", "甲", "90"), scored("b", "甲", "1").model_copy(update={"score": None, "grade": ""})]
    found = of(rows)
    assert (found.reviewed, found.scored, found.mean, found.lowest) == (2, 1, Decimal("90.00"), Decimal(90))


def test_a_problem_says_in_how_many_dossiers_and_units_it_stands() -> None:
    rows = [
        a_result("1", RUBRIC, [a_mark(RUBRIC, "A", "A-1", count=4), a_mark(RUBRIC, "B")]),
        a_result("2", RUBRIC, [a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B", "B-1")], "太谷"),
        a_result("3", RUBRIC, [a_mark(RUBRIC, "A"), a_mark(RUBRIC, "B")]),
    ]
    first, second = results_of(rows, RUBRIC).problems
    assert (first.deduction, first.dossiers, first.units) == ("A-1", ("1", "2"), ("祁县", "太谷"))
    assert (first.occurrences, first.points) == (5, Decimal(20))
    assert (second.deduction, second.severity) == ("B-1", "major")


def test_one_finding_that_two_rubrics_deduct_for_is_one_problem() -> None:
    beside = a_rubric(an_item("P", "10", a_deduction("P-1", "2")), code="GS", title="公示", system="publicity")
    same = {"outcome": "R-S01.late"}
    rows = [
        a_result("1", RUBRIC, [a_mark(RUBRIC, "A", "A-1", **same)]),
        a_result("1", beside, [a_mark(beside, "P", "P-1", **same)], main=False),
        a_result("2", beside, [a_mark(beside, "P", "P-1", **same)], main=False),
    ]
    found = {(p.item, p.dossiers) for p in results_of(rows, RUBRIC, beside).problems}
    assert found == {("A", ("1",)), ("P", ("2",))}


def test_systems_are_rated_by_the_rubrics_beside_where_there_are_some() -> None:
    beside = a_rubric(an_item("P", "10", a_deduction("P-1", "2")), code="GS", title="公示", system="publicity")
    rows = [
        a_result("1", RUBRIC, [a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B", "B-1")]),
        a_result("1", beside, [a_mark(beside, "P", "P-1")], main=False),
    ]
    found = results_of(rows, RUBRIC, beside)
    assert found.systems == {"publicity": Decimal("80.0"), "recording": Decimal("83.3"), "legal_review": None}
    assert results_of(rows[:1], RUBRIC).systems["publicity"] == Decimal("87.5")
    assert system_rows(found)[0].mean == Decimal("81.7")  # (80.0 + 83.3) / 2 = 81.65
    assert found.reviewed == 1


def test_rates_by_item_leave_out_the_dossiers_to_which_it_does_not_apply() -> None:
    rows = [
        a_result("1", RUBRIC, [a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B")]),
        a_result("2", RUBRIC, [a_mark(RUBRIC, "A", kind="not_applicable", reason="无"), a_mark(RUBRIC, "B")]),
    ]
    first = item_rows(rows)[0]
    assert (first.position, first.applied, first.carried, first.earned) == ("1-1", 1, Decimal(40), Decimal(35))
    assert first.rate == Decimal("87.5")
    assert [(row.procedure, row.dossiers) for row in type_rows(rows)] == [("general", 2)]
