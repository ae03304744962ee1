from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from casereview.marking.model import Context, MarkKind, Sheet
from casereview.marking.sheet import score
from casereview.marking.unit import in_progress, join_unit, steps_of, target_on
from casereview.rubric.model import Rubric, Subject
from tests.casereview.marking.builders import a_mark, a_rubric, an_item, by_code

MIXED = a_rubric(an_item("U", "40", subject="unit"), an_item("D", "60"), scope=["unit", "dossier"])


def unit_sheet(lost: int) -> Sheet:
    marks = [a_mark(MIXED, "U", "U-1", count=lost)] if lost else [a_mark(MIXED, "U")]
    return score(MIXED, marks, Context(), subject=Subject.UNIT)


def dossier_sheet(lost: int, name: str) -> Sheet:
    marks = [a_mark(MIXED, "D", "D-1", count=lost)] if lost else [a_mark(MIXED, "D")]
    return score(MIXED, marks, Context(), dossier=name)


def test_the_unit_and_the_mean_of_its_dossiers_are_joined_by_their_points() -> None:
    # unit 30 of 40 = 75 %; dossiers 60, 45 and 48 of 60 = 100 %, 75 %, 80 %: mean 85 %; 0.75 × 40 + 0.85 × 60 = 81
    joined = join_unit(MIXED, unit_sheet(10), [dossier_sheet(n, f"d{n}") for n in (0, 15, 12)])
    assert joined.exact == Fraction(81)
    assert (joined.score, joined.graded) == (Decimal("81.0"), "good")
    assert [step.code for step in joined.trace] == ["unit-part", "dossier-part", "joined", "rounded", "graded"]


def test_a_dossier_that_is_not_scored_is_left_out_of_the_mean() -> None:
    nothing = score(MIXED, [a_mark(MIXED, "D", kind=MarkKind.NOT_APPLICABLE, reason="无")], Context())
    assert nothing.score is None
    joined = join_unit(MIXED, unit_sheet(0), [dossier_sheet(30, "d"), nothing])
    assert joined.score == Decimal("70.0")


def test_a_missing_part_leaves_the_whole_to_the_other_and_without_both_there_is_no_score() -> None:
    assert join_unit(MIXED, None, [dossier_sheet(6, "d")]).score == Decimal("90.0")
    assert join_unit(MIXED, unit_sheet(10), []).score == Decimal("75.0")
    assert join_unit(MIXED, None, []).score is None


@pytest.mark.parametrize(("code", "unit", "dossier"), [("GS", 50, 50), ("JL", 24, 76), ("FS", 28, 72), ("DW", 100, 0)])
def test_the_shipped_rubrics_divide_their_points_as_published(code: str, unit: int, dossier: int) -> None:
    rubric = by_code(code)
    assert [rubric.points_of(subject) for subject in (Subject.UNIT, Subject.DOSSIER)] == [unit, dossier]


def cameras() -> tuple[Rubric, str]:
    return by_code("DW"), "DW-19"


def test_before_its_due_date_the_target_grows_with_the_days() -> None:
    rubric, ident = cameras()
    item = rubric.item(ident)
    ladder = item.deductions[0].step
    assert ladder is not None
    # 2024-03-28 to 2025-12-31 are 643 days; 2024-12-31 is day 278.
    assert target_on(item, ladder, date(2024, 12, 31)) == Fraction(100 * 278, 643)
    assert target_on(item, ladder, date(2024, 3, 1)) == 0
    assert target_on(item, ladder, date(2025, 12, 31)) == 100
    assert in_progress(item, date(2025, 12, 30)) and not in_progress(item, date(2025, 12, 31))


def test_only_whole_steps_below_the_target_count() -> None:
    rubric, ident = cameras()
    item = rubric.item(ident)
    ladder = item.deductions[0].step
    assert ladder is not None
    after = date(2026, 3, 1)
    given = {actual: steps_of(item, ladder, Decimal(actual), after) for actual in ("100", "95.1", "95", "90", "71")}
    assert list(given.values()) == [0, 0, 1, 2, 5]
    assert steps_of(item, ladder, Decimal("43.3"), date(2024, 12, 31)) == 0  # 43.23 % are expected on that day


def test_days_late_count_above_the_target_and_are_not_scaled() -> None:
    item = by_code("DW").item("DW-12")
    ladder = item.deductions[0].step
    assert ladder is not None and ladder.towards == "above"
    assert [steps_of(item, ladder, Decimal(d), date(2024, 5, 1)) for d in (0, 9, 10, 25)] == [0, 0, 1, 2]
