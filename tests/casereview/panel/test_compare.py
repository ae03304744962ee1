from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casereview.marking.model import Context, Mark, MarkKind
from casereview.marking.sheet import score
from casereview.panel.compare import Before, Question, questions
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item

RUBRIC = a_rubric(
    an_item("A", "10", a_deduction("A-1", "1", each="处", cap="6"), a_deduction("A-2", "3")),
    an_item("B", "90", a_deduction("B-1", "5")),
)
EMPTY = Before({}, {})


def ask(by_reader: dict[str, list[Mark]], tolerance: str = "0", before: Before = EMPTY) -> dict[str, Question]:
    sheets = {
        reader: score(RUBRIC, marks, Context(), reader=reader, sealed=True) for reader, marks in by_reader.items()
    }
    marks = [mark for said in by_reader.values() for mark in said]
    found = questions(RUBRIC, "d", sheets, marks, before, sorted(by_reader), Decimal(tolerance))
    return {one.item: one for one in found}


def said(reader: str, counts: dict[str, int], away: bool = False) -> list[Mark]:
    marks = [a_mark(RUBRIC, d[0], d, reader=reader, count=count) for d, count in counts.items() if count]
    for item in "AB":
        if not any(mark.said.item == item for mark in marks):
            kind = MarkKind.NOT_APPLICABLE if away and item == "A" else MarkKind.FULL
            marks.append(a_mark(RUBRIC, item, reader=reader, kind=kind, reason="无" if away else ""))
    return marks


counts = st.fixed_dictionaries({"A-1": st.integers(0, 8), "A-2": st.integers(0, 1), "B-1": st.integers(0, 1)})


@given(st.dictionaries(st.sampled_from("甲乙丙"), counts, min_size=2), st.sampled_from(["0", "1", "2.5"]))
def test_an_item_settles_itself_only_if_all_say_the_same_or_lie_within_the_tolerance(
    every: dict[str, dict[str, int]], tolerance: str
) -> None:
    found = ask({reader: said(reader, lost) for reader, lost in every.items()}, tolerance)
    for item, question in found.items():
        lines = {tuple(sorted((d, n) for d, n in lost.items() if d[0] == item and n)) for lost in every.values()}
        earned = [voice.earned for voice in question.voices.values()]
        apart = max(earned) - min(earned)
        settles = len(lines) == 1 or (tolerance != "0" and apart <= Decimal(tolerance))
        assert question.state == ("agreed" if settles else "disputed")
        assert question.rule == ("identical" if len(lines) == 1 else "within-tolerance" if settles else "")
        if settles:
            assert question.voices[question.of].earned == max(earned)
        else:
            assert question.why == ("points" if apart else "lines")


def test_counts_beyond_the_cap_differ_though_the_points_do_not() -> None:
    found = ask({"甲": said("甲", {"A-1": 6}), "乙": said("乙", {"A-1": 7})})
    assert (found["A"].state, found["A"].why) == ("disputed", "lines")


def test_whether_an_item_applies_is_never_a_matter_of_tolerance() -> None:
    found = ask({"甲": said("甲", {}), "乙": said("乙", {}, away=True)}, tolerance="10")
    assert (found["A"].state, found["A"].why) == ("disputed", "not_applicable")


def test_one_reader_alone_agrees_with_himself() -> None:
    found = ask({"甲": said("甲", {"A-1": 2})})
    assert {question.state for question in found.values()} == {"agreed"}


def test_the_order_of_readers_makes_no_difference() -> None:
    first, second = said("甲", {"A-1": 2}), said("乙", {"A-2": 1})
    assert ask({"甲": first, "乙": second}, "5") == ask({"乙": second, "甲": first}, "5")
