from __future__ import annotations

from decimal import Decimal

from casereview.marking.impact import impact
from casereview.marking.model import Context
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item

OLD = a_rubric(an_item("A", "60"), an_item("B", "40", a_deduction("B-1", "5"), a_deduction("B-2", "5")))


def test_a_new_version_shows_whose_score_and_grade_would_change() -> None:
    stricter = a_deduction("A-1", "3", each="处")
    new = a_rubric(an_item("A", "60", stricter), an_item("B", "40", a_deduction("B-1", "5")), version="2")
    touched = [a_mark(OLD, "A", "A-1", count=4), a_mark(OLD, "B", "B-2")]
    untouched = [a_mark(OLD, "A"), a_mark(OLD, "B", "B-1")]
    one, two = impact(OLD, new, [("d1", touched, Context()), ("d2", untouched, Context())])
    # 100 − 4 − 5 = 91; under the new version 100 − 12, and B has no mark any more
    assert (one.old, one.new, one.old_grade, one.new_grade) == (Decimal("91.0"), Decimal("88.0"), "excellent", "good")
    assert (one.lost, one.open, one.changed) == ((touched[1].id,), ("B",), True)
    assert (two.old, two.new, two.changed) == (Decimal("95.0"), Decimal("95.0"), False)


def test_the_same_version_changes_nothing() -> None:
    assert not impact(OLD, OLD, [("d", [a_mark(OLD, "A", "A-1")], Context())])[0].changed
