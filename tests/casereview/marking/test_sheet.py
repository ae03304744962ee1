from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.marking.model import Context, Mark, MarkKind, Sheet
from casereview.marking.sheet import grade_of, rounded, score
from casereview.rubric.model import Rubric, Subject
from tests.casereview.marking.builders import EVIDENCE, a_deduction, a_mark, a_rubric, an_item, by_code

NOTHING = Context()
NA = MarkKind.NOT_APPLICABLE


def test_three_occurrences_at_one_point_with_a_cap_of_two_cost_two() -> None:
    rubric = a_rubric(an_item("A", "5", a_deduction("A-1", "1", each="处", cap="2")), an_item("B", "95"))
    line = score(rubric, [a_mark(rubric, "A", "A-1", count=3)], NOTHING).line("A")
    assert line.lost == (("A-1", 3, Decimal(2)),)
    assert line.earned == Decimal(3)


def test_an_item_never_goes_below_zero() -> None:
    rubric = a_rubric(an_item("A", "3", a_deduction("A-1", "2"), a_deduction("A-2", "2")), an_item("B", "97"))
    sheet = score(rubric, [a_mark(rubric, "A", "A-1"), a_mark(rubric, "A", "A-2")], NOTHING)
    assert (sheet.line("A").earned, sheet.score) == (Decimal(0), Decimal("97.0"))


def test_a_step_deduction_costs_its_points_for_each_step() -> None:
    step = {"measure": "camera_ratio", "target": "100", "size": "5"}
    rubric = a_rubric(an_item("A", "6", a_deduction("A-1", "1.5", step=step, cap="6")), an_item("B", "94"))
    assert score(rubric, [a_mark(rubric, "A", "A-1", count=3)], NOTHING).line("A").earned == Decimal("1.5")
    assert score(rubric, [a_mark(rubric, "A", "A-1", count=9)], NOTHING).line("A").earned == 0


def test_what_does_not_apply_leaves_both_sums_and_the_rest_is_rescaled() -> None:
    rubric = a_rubric(an_item("A", "30"), an_item("B", "30"), an_item("C", "40"))
    sheet = score(rubric, [a_mark(rubric, "A", "A-1", count=7), a_mark(rubric, "C", kind=NA, reason="无")], NOTHING)
    # (23 + 30) ÷ 60 × 100 = 88.33…
    assert sheet.exact == Fraction(265, 3)
    assert sheet.score == Decimal("88.3")


def test_by_the_other_policy_what_does_not_apply_gets_full_marks() -> None:
    items = (an_item("A", "30"), an_item("B", "30"), an_item("C", "40"))
    rubric = a_rubric(*items, policies={"not_applicable": "full"})
    sheet = score(rubric, [a_mark(rubric, "A", "A-1", count=7), a_mark(rubric, "C", kind=NA, reason="无")], NOTHING)
    assert sheet.score == Decimal("93.0")


@pytest.mark.parametrize("policy", ["rescale", "full"])
def test_where_nothing_applies_there_is_no_score(policy: str) -> None:
    rubric = a_rubric(an_item("A", "100"), policies={"not_applicable": policy})
    sheet = score(rubric, [a_mark(rubric, "A", kind=NA, reason="无")], NOTHING)
    assert (sheet.score, sheet.exact, sheet.graded) == (None, None, "")


def test_unknown_applicability_leaves_an_item_open_and_a_settled_no_takes_it_out() -> None:
    rubric = a_rubric(an_item("A", "60"), an_item("B", "40", applies={"flags": ["hearing"]}))
    full = [a_mark(rubric, "A")]
    assert score(rubric, full, NOTHING).open == ("B",)
    out = score(rubric, full, Context(flags={"hearing": False}))
    assert (out.open, out.line("B").state, out.score) == ((), "inapplicable", Decimal("100.0"))


def test_a_person_who_marks_an_item_has_the_last_word_on_whether_it_applies() -> None:
    rubric = a_rubric(an_item("A", "60"), an_item("B", "40", applies={"flags": ["hearing"]}))
    marks = [a_mark(rubric, "A"), a_mark(rubric, "B", "B-1", count=4)]
    assert score(rubric, marks, Context(flags={"hearing": False})).score == Decimal("96.0")


def test_two_values_of_one_deduction_are_shown_and_not_settled() -> None:
    rubric = a_rubric(an_item("A", "60"), an_item("B", "40"))
    marks = [a_mark(rubric, "A", "A-1", count=n, ident=f"m{n}") for n in (2, 5)]
    sheet = score(rubric, [*marks, a_mark(rubric, "B")], NOTHING)
    assert sheet.line("A").state == "conflict"
    assert sheet.line("A").marks == ("m2", "m5")
    assert sheet.open == ("A",)


def test_equal_marks_from_two_computers_are_no_conflict() -> None:
    rubric = a_rubric(an_item("A", "100", a_deduction("A-1", "1", each="处"), a_deduction("A-2", "3")))
    elsewhere = (EVIDENCE[0].model_copy(update={"page": 9}),)
    same = [a_mark(rubric, "A", "A-1", count=2, ident=i) for i in "xy"]
    once = [a_mark(rubric, "A", "A-2", ident="p"), a_mark(rubric, "A", "A-2", ident="q", evidence=elsewhere)]
    assert score(rubric, [*same, *once], NOTHING).line("A").earned == Decimal(95)
    assert score(rubric, [*same, *once], NOTHING).line("A").state == "marked"
    other_place = [same[0], a_mark(rubric, "A", "A-1", count=2, ident="z", evidence=elsewhere)]
    assert score(rubric, other_place, NOTHING).line("A").state == "conflict"


def test_an_item_both_full_and_deducted_is_a_conflict() -> None:
    rubric = a_rubric(an_item("A", "100"))
    assert score(rubric, [a_mark(rubric, "A"), a_mark(rubric, "A", "A-1")], NOTHING).line("A").state == "conflict"


def test_a_veto_of_one_person_is_proposed_and_of_two_it_stands() -> None:
    vetoes = [{"id": "V1", "title": "未告知", "effect": "void"}, {"id": "V2", "title": "其他", "effect": "fail"}]
    rubric = a_rubric(an_item("A", "100"), vetoes=vetoes)
    one = a_mark(rubric, "V1", kind=MarkKind.VETO)
    proposed = score(rubric, [a_mark(rubric, "A"), one], NOTHING)
    assert (proposed.proposed, proposed.vetoes, proposed.score) == (("V1",), (), Decimal("100.0"))
    again = a_mark(rubric, "V1", kind=MarkKind.VETO, ident="again")
    assert score(rubric, [one, again], NOTHING).vetoes == ()
    other = a_mark(rubric, "V1", kind=MarkKind.VETO, reader="乙")
    stands = score(rubric, [one, other], NOTHING)
    assert (stands.vetoes, stands.score, stands.exact, stands.graded) == (("V1",), Decimal("0.0"), Fraction(0), "fail")
    confirmed = score(rubric, [], NOTHING, confirmed_vetoes={"V2"})
    assert (confirmed.score, confirmed.graded) == (Decimal("100.0"), "fail")


def test_a_veto_may_only_cap_the_grade() -> None:
    rubric = a_rubric(an_item("A", "100"), vetoes=[{"id": "V", "title": "限良好", "effect": "cap:good"}])
    assert score(rubric, [], NOTHING).graded == "excellent"
    assert score(rubric, [], NOTHING, confirmed_vetoes={"V"}).graded == "good"
    low = [a_mark(rubric, "A", "A-1", count=35)]
    assert score(rubric, low, NOTHING, confirmed_vetoes={"V"}).graded == "pass"


def test_a_serious_finding_bars_the_best_grade() -> None:
    grave = a_deduction("A-1", "1", severity="major")
    rubric = a_rubric(an_item("A", "100", grave))
    sheet = score(rubric, [a_mark(rubric, "A", "A-1")], NOTHING)
    assert (sheet.score, sheet.graded) == (Decimal("99.0"), "good")


def test_grades_change_exactly_at_their_points() -> None:
    rubric = a_rubric(an_item("A", "100"))
    given = {p: grade_of(rubric, Decimal(p), serious=False) for p in ("90", "89.9", "80", "79.9", "60", "59.9", "0")}
    assert list(given.values()) == ["excellent", "good", "good", "pass", "pass", "fail", "fail"]


def test_bonus_is_capped_three_times_over() -> None:
    bonus = [{"id": f"J{n}", "title": "加分", "points": "3"} for n in range(3)]
    rubric = a_rubric(an_item("A", "100"), bonus=bonus)
    given_all = [a_mark(rubric, f"J{n}", kind=MarkKind.BONUS, points=Decimal(9)) for n in range(3)]
    lost = a_mark(rubric, "A", "A-1", count=20)
    assert score(rubric, [lost, given_all[0]], NOTHING).score == Decimal("83.0")
    assert score(rubric, [lost, *given_all], NOTHING).score == Decimal("85.0")
    assert score(rubric, given_all, NOTHING).score == Decimal("100.0")
    above = a_rubric(an_item("A", "100"), bonus=bonus, policies={"bonus_above_full": True})
    assert score(above, [a_mark(above, "J0", kind=MarkKind.BONUS)], NOTHING).score == Decimal("103.0")


@pytest.mark.parametrize(
    ("model", "lost", "untouched"), [("deduct", 85, 100), ("additive", 85, 0), ("levels", 90, 100), ("gate", 0, 100)]
)
def test_each_scoring_model_keeps_its_word(model: str, lost: int, untouched: int) -> None:
    rubric = a_rubric(an_item("A", "100", a_deduction("A-1", "10"), a_deduction("A-2", "5")), model=model)
    both = [a_mark(rubric, "A", "A-1"), a_mark(rubric, "A", "A-2")]
    assert score(rubric, both, NOTHING).score == lost
    assert score(rubric, [], NOTHING).score == untouched
    assert score(rubric, [a_mark(rubric, "A")], NOTHING).score == 100


def test_rounding_is_half_up_and_happens_once() -> None:
    assert [rounded(Fraction(n, 100), 1) for n in (8325, 8335, 8334)] == [Decimal(t) for t in ("83.3", "83.4", "83.3")]
    assert rounded(Fraction(5, 2), 0) == 3
    assert str(rounded(Fraction(85), 2)) == "85.00"


def test_marks_under_another_version_do_not_count_and_unknown_ids_are_refused() -> None:
    rubric, other = a_rubric(an_item("A", "100")), a_rubric(an_item("A", "100"), version="2")
    assert score(rubric, [a_mark(other, "A", "A-1")], NOTHING).score == Decimal("100.0")
    for wrong in (a_mark(rubric, "Z"), a_mark(rubric, "A", "A-9"), a_mark(rubric, "V9", kind=MarkKind.VETO)):
        with pytest.raises(KeyError):
            score(rubric, [wrong], NOTHING)


def test_a_sheet_of_a_dossier_leaves_the_items_of_the_unit_out() -> None:
    rubric = a_rubric(an_item("U", "40", subject="unit"), an_item("D", "60"), scope=["unit", "dossier"])
    sheet = score(rubric, [a_mark(rubric, "D", "D-1", count=6)], NOTHING)
    assert [line.item for line in sheet.lines] == ["D"]
    assert sheet.score == Decimal("90.0")
    assert score(rubric, [a_mark(rubric, "U")], NOTHING, subject=Subject.UNIT).open == ()


# Properties, over the largest shipped rubric


def _general() -> Rubric:
    return by_code("PT")


@st.composite
def some_marks(draw: st.DrawFn) -> list[Mark]:
    rubric = _general()
    marks = []
    for item in draw(st.lists(st.sampled_from(rubric.items), unique_by=lambda i: i.id, max_size=25)):
        kind = draw(st.sampled_from(["full", "na", "deduct"]))
        if kind == "na":
            marks.append(a_mark(rubric, item.id, kind=NA, reason="无"))
        elif kind == "full":
            marks.append(a_mark(rubric, item.id))
        else:
            chosen = draw(st.lists(st.sampled_from(item.deductions), unique_by=lambda d: d.id, min_size=1))
            marks += [a_mark(rubric, item.id, d.id, count=draw(st.integers(1, 9))) for d in chosen]
    for bonus in draw(st.lists(st.sampled_from(rubric.bonus), unique_by=lambda b: b.id)):
        marks.append(a_mark(rubric, bonus.id, kind=MarkKind.BONUS, points=draw(st.decimals(0, 5, places=1))))
    return marks


flags = st.dictionaries(st.sampled_from(["scene", "hearing", "av", "published", "closed", "overdue"]), st.booleans())


@settings(max_examples=60, deadline=None)
@given(some_marks(), flags, st.randoms(use_true_random=False))
def test_points_stay_in_bounds_and_the_order_of_marks_is_nothing(
    marks: list[Mark], known: dict[str, bool], chance: random.Random
) -> None:
    rubric = _general()
    sheet = score(rubric, marks, Context(flags=known))
    shuffled = chance.sample(marks, len(marks))
    assert score(rubric, shuffled, Context(flags=known)) == sheet
    assert sheet.score is not None and sheet.exact is not None
    assert 0 <= sheet.score <= rubric.full_marks
    assert all(0 <= line.earned <= line.points for line in sheet.lines)
    assert abs(Fraction(sheet.score) - sheet.exact) <= Fraction(1, 20)


@settings(max_examples=60, deadline=None)
@given(some_marks(), flags)
def test_the_trace_alone_gives_the_score(marks: list[Mark], known: dict[str, bool]) -> None:
    rubric = _general()
    sheet = score(rubric, marks, Context(flags=known), confirmed_vetoes={"PT-V08"} if len(marks) % 3 == 0 else set())
    assert recomputed(sheet) == sheet.score


def recomputed(sheet: Sheet) -> Decimal:
    """By the parameters of the trace, never by the values it carries."""
    value = Decimal(0)
    exact = Fraction(0)
    for step in sheet.trace:
        p = {key: str(value) for key, value in step.parameters.items()}
        if step.code == "item":
            exact += Fraction(p["earned"])
        elif step.code == "rescaled":
            exact = exact / Fraction(p["carried"]) * Fraction(p["full"])
        elif step.code == "bonus":
            exact += Fraction(p["points"])
        elif step.code == "limited":
            exact = min(exact, Fraction(p["full"]))
        elif step.code == "rounded":
            value = rounded(exact, int(p["places"]))
        elif step.code == "veto" and p["effect"] == "void":
            value = Decimal(0)
        else:
            assert step.code in ("item-out", "veto", "graded")
    return value


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40), st.booleans()), min_size=1, max_size=9))
def test_rescaling_is_the_hand_formula(parts: list[tuple[int, int, bool]]) -> None:
    rubric = a_rubric(*(an_item(f"I{n}", str(points)) for n, (points, _, _) in enumerate(parts)))
    marks = []
    for n, (_, lost, out) in enumerate(parts):
        if out:
            marks.append(a_mark(rubric, f"I{n}", kind=NA, reason="无"))
        elif lost:
            marks.append(a_mark(rubric, f"I{n}", f"I{n}-1", count=lost))
    applicable = [(points, max(points - lost, 0)) for points, lost, out in parts if not out]
    sheet = score(rubric, marks, NOTHING)
    if not applicable:
        assert sheet.exact is None
    else:
        carried = sum(points for points, _ in applicable)
        assert sheet.exact == Fraction(sum(left for _, left in applicable) * sum(p for p, _, _ in parts), carried)
