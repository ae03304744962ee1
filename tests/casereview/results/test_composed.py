"""A composed rubric with levels, a gate, caps and weights: laboratory, frozen results, verifier and score sheet say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.marking.model import Mark
from casereview.notices import score_sheet
from casereview.notices.say import Issue
from casereview.notices.wording import load
from casereview.record import digest_of
from casereview.results import verifier
from casereview.results.export import export_text
from casereview.results.laboratory import Trial, laboratory
from casereview.results.model import Results
from casereview.rubric.compose import composed
from casereview.rubric.model import Rubric
from tests.casereview.marking.builders import GRADES, a_deduction, a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_result, results_of


def lawful() -> Rubric:
    return a_rubric(an_item("L", "10", a_deduction("L-1", "10")), code="HF", title="合法性", model="gate")


def levels(fair: str = "4") -> Rubric:
    steps = (a_deduction("M-1", fair, level="良"), a_deduction("M-2", "15", level="差"))
    return a_rubric(an_item("M", "20", *steps, best="优"), code="DC", title="分档")


def capped(price: str = "3") -> Rubric:
    items = [an_item("N", "30", a_deduction("N-1", price, each="处")), an_item("O", "10", a_deduction("O-1", "10"))]
    section = {"id": "S1", "title": "卷面", "points": "40", "cap": "12", "items": items}
    return a_rubric(*items, sections=[section], code="JM", title="卷面")


def whole(version: str = "1", *, gate: bool = True, fair: str = "4", price: str = "3", weights: tuple[str, ...] = ("30", "20", "50")) -> Rubric:  # fmt: skip
    parts = zip((lawful(), levels(fair), capped(price)), map(Decimal, weights), strict=True)
    made = composed(list(parts), code="ZH", title="综合", version=version)
    first = made.sections[0].model_copy(update={"gate": "whole" if gate else ""})
    made = made.model_copy(update={"sections": (first, *made.sections[1:])})
    return Rubric.model_validate(made.model_dump(exclude_defaults=True) | {"grades": GRADES})


OLD = whole()
HOME = {"L-1": "L", "M-1": "M", "M-2": "M", "N-1": "N", "O-1": "O"}


def marks_of(rubric: Rubric, struck: dict[str, int]) -> list[Mark]:
    said = [a_mark(rubric, HOME[one], one, count=count) for one, count in struck.items()]
    return said + [a_mark(rubric, item.id) for item in rubric.items if item.id not in {m.said.item for m in said}]


def by_hand(struck: dict[str, int], *, gate: bool, fair: int, price: int, weights: tuple[int, ...]) -> Fraction:
    """The score as one would reckon it with a pencil: three parts, each by its weight."""
    failed = "L-1" in struck
    level = 15 if "M-2" in struck else fair if "M-1" in struck else 0
    lost = min(30, struck.get("N-1", 0) * price) + (10 if "O-1" in struck else 0)
    parts = (Fraction(0 if failed else 10, 10), Fraction(20 - level, 20), Fraction(40 - min(lost, 12), 40))
    total = sum((share * weight for share, weight in zip(parts, weights, strict=True)), Fraction(0))
    return Fraction(0) if gate and failed else total * 100 / sum(weights)


struck_ = st.dictionaries(st.sampled_from(["L-1", "M-1", "N-1", "O-1"]), st.integers(1, 9), max_size=4).map(
    lambda found: {one: count if one == "N-1" else 1 for one, count in found.items()}
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(struck_, min_size=1, max_size=6),
    st.booleans(),
    st.integers(1, 9),
    st.integers(1, 9),
    st.permutations([30, 20, 50]),
)
def test_the_laboratory_agrees_with_brute_force_over_levels_gates_and_weights(
    struck: list[dict[str, int]], gate: bool, fair: int, price: int, weights: list[int]
) -> None:
    new = whole("2", gate=gate, fair=str(fair), price=str(price), weights=tuple(map(str, weights)))
    trials = [Trial("c", str(n), tuple(marks_of(OLD, one))) for n, one in enumerate(struck)]
    found = laboratory(OLD, new, trials)
    for one, outcome in zip(struck, found.outcomes, strict=True):
        before = by_hand(one, gate=True, fair=4, price=3, weights=(30, 20, 50))
        after = by_hand(one, gate=gate, fair=fair, price=price, weights=tuple(weights))
        assert (outcome.old, outcome.new) == (printed(before), printed(after))
        assert bool(outcome.reasons) == outcome.changed
    hit = {HOME[ident] for one in struck for ident in one}
    assert [silent.item for silent in found.silent] == [item.id for item in new.items if item.id not in hit]


def printed(exact: Fraction) -> Decimal:
    tenths = exact * 10
    return Decimal(int(tenths + Fraction(1, 2))) / 10


# Frozen


@pytest.fixture(scope="module")
def results() -> Results:
    cases: list[dict[str, int]] = [{"M-1": 1, "N-1": 2}, {"N-1": 9, "O-1": 1}, {"L-1": 1}, {}]
    return results_of([a_result(str(n), OLD, marks_of(OLD, one)) for n, one in enumerate(cases)], OLD)


def test_the_frozen_file_says_what_a_pencil_says(results: Results) -> None:
    assert [str(one.score) for one in results.dossiers] == ["88.5", "85.0", "0.0", "100.0"]
    assert verifier.verify_text(export_text(results)) == []


def numbers(at: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Where the numbers of a dossier stand that a half point could be slipped into."""
    for key, value in at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ():
        here = (*path, key)
        if key in ("score", "exact", "points", "earned") and value is not None:
            yield here
        elif key != "adjusted":
            yield from numbers(value, here)


def test_half_a_point_slipped_into_any_number_of_a_sheet_is_found(results: Results) -> None:
    frozen = json.loads(export_text(results))
    places = list(numbers(frozen["results"]["dossiers"]))
    assert len(places) > 40
    for path in places:
        forged = json.loads(export_text(results))
        holder = forged["results"]["dossiers"]
        for key in path[:-1]:
            holder = holder[key]
        right = Fraction(str(holder[path[-1]]))
        wrong = right + Fraction(1, 2)
        holder[path[-1]] = f"{wrong.numerator}/{wrong.denominator}" if path[-1] == "exact" else str(float(wrong))
        forged["digest"] = digest_of(forged["results"])
        assert verifier.verify_text(json.dumps(forged)), path


def test_the_score_sheet_prints_the_level_the_steps_and_the_same_total(results: Results) -> None:
    wording = load("score_sheet")
    for one in results.dossiers:
        text = str(score_sheet.compose(results, Issue(body="某局", issued=date(2024, 11, 20)), wording, [one]))
        assert f"'{one.score}'" in text
        for step in one.adjusted:
            assert step.parameters["section"] in text
    first, second, third, _ = (
        str(score_sheet.compose(results, Issue(body="某局", issued=date(2024, 11, 20)), wording, [one]))
        for one in results.dossiers
    )
    assert "良：缺陷 M-1" in first and "分档：16 ÷ 20 × 权重 20" in first
    assert "卷面：最多扣 12 分（各项得 3/40）" in second and "评为“优”" in second
    assert "未通过，总分为 0" in third
