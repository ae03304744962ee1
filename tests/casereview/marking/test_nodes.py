"""Sections with caps, floors, gates and weights, items by levels: against what a hand reckons, and what must always hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.marking.model import Context, Mark, MarkKind, Sheet
from casereview.marking.sheet import level_of, plain, score, sums_of
from casereview.marking.unit import join_unit
from casereview.results import recompute
from casereview.rubric.compose import CannotCompose, composed
from casereview.rubric.files import from_json, to_json
from casereview.rubric.model import Item, Rubric, Section, Subject
from casereview.words import LANGUAGES, render
from tests.casereview.marking.builders import GRADES, a_deduction, a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_result


def a_section(ident: str, *items: dict[str, Any], parts: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:  # fmt: skip
    points = sum((Decimal(item["points"]) for item in items), Decimal(0))
    points += sum((Decimal(part.get("weight") or part["points"]) for part in parts), Decimal(0))
    return {"id": ident, "title": f"部分{ident}", "points": str(points), "items": list(items), "sections": list(parts), **more}  # fmt: skip


def of(*sections: dict[str, Any], **more: Any) -> Rubric:
    total = str(sum(Decimal(section.get("weight") or section["points"]) for section in sections))
    values = {"code": "T", "title": "试用标准", "version": "1", "full_marks": total, "grades": GRADES}
    return Rubric.model_validate({**values, "sections": list(sections), **more})


def marked(rubric: Rubric, *struck: str, out: tuple[str, ...] = ()) -> Sheet:
    """The sheet with some deductions, some items not applicable, and the rest full marks."""
    home = {d.id: item.id for item in rubric.items for d in item.deductions}
    said = [a_mark(rubric, home[one], one) for one in struck]
    said += [a_mark(rubric, item, kind=MarkKind.NOT_APPLICABLE, reason="无") for item in out]
    taken = {mark.said.item for mark in said}
    said += [a_mark(rubric, item.id) for item in rubric.items if item.id not in taken]
    return score(rubric, said, Context())


def steps(sheet: Sheet) -> list[str]:
    return [step.code for step in sheet.trace if step.code not in ("item", "item-out", "rounded", "graded")]


def two(ident: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        an_item(f"{ident}a", "10", a_deduction(f"{ident}a-1", "10")),
        an_item(f"{ident}b", "10", a_deduction(f"{ident}b-1", "6")),
    )


def test_a_section_loses_at_most_its_cap_and_keeps_at_least_its_floor() -> None:
    rubric = of(a_section("A", *two("A"), cap="12"), a_section("B", *two("B"), floor="8"))
    assert marked(rubric).exact == 40
    sheet = marked(rubric, "Aa-1", "Ab-1", "Ba-1", "Bb-1")
    assert sheet.exact == 8 + 8 and steps(sheet) == ["section-cap", "section-floor"]
    # Of what does not apply nothing is kept: 4 of 10 are below the floor of 8.
    assert marked(rubric, "Bb-1", out=("Ba",)).exact == Fraction(20 + 8) * 40 / 30
    assert marked(rubric, out=("Ba", "Bb")).exact == 40


def test_an_item_loses_at_most_its_cap_and_keeps_at_least_its_floor() -> None:
    heavy = (a_deduction("A-1", "9"), a_deduction("A-2", "9"))
    assert marked(a_rubric(an_item("A", "10", *heavy, cap="7")), "A-1", "A-2").exact == 3
    assert marked(a_rubric(an_item("A", "10", *heavy, floor="2")), "A-1", "A-2").exact == 2


def test_a_gate_takes_its_section_or_the_whole() -> None:
    assert marked(of(a_section("A", *two("A"), gate="section"), a_section("B", *two("B"))), "Ab-1").exact == 20
    sheet = marked(of(a_section("A", *two("A"), gate="whole"), a_section("B", *two("B"))), "Ab-1")
    assert sheet.score == 0 and sheet.graded == "fail"
    assert steps(sheet) == ["section-gate", "gate"]
    assert marked(of(a_section("A", *two("A"), gate="whole"), a_section("B", *two("B"))), "Bb-1").exact == 34


def test_weights_count_whatever_the_points_of_a_section_are() -> None:
    rubric = of(a_section("A", *two("A"), weight="60"), a_section("B", *two("B"), weight="40"))
    assert rubric.full_marks == 100
    sheet = marked(rubric, "Ab-1", "Ba-1")
    assert sheet.exact == Fraction(60 * 14, 20) + 20
    assert sums_of(rubric, sheet.lines) == {"A": (Fraction(42), Fraction(60)), "B": (Fraction(20), Fraction(40))}
    # A part that does not apply at all takes its weight with it.
    assert marked(rubric, "Ab-1", out=("Ba", "Bb")).exact == Fraction(42, 60) * 100


def test_sections_four_levels_deep_are_added_up_from_below() -> None:
    deep = a_section("C", an_item("C1", "10", a_deduction("C1-1", "9")), cap="4")
    rubric = of(
        a_section("A", an_item("A1", "5"), parts=(a_section("B", an_item("B1", "5"), parts=(deep,), weight="30"),))
    )
    assert [rubric.position(item.id) for item in rubric.items] == ["1-1", "1-2", "1-3"]
    assert [(depth, section.id) for depth, section in rubric.nodes] == [(1, "A"), (2, "B"), (3, "C")]
    assert [section.id for section in rubric.above("C1")] == ["A", "B", "C"]
    assert marked(rubric, "C1-1").exact == 5 + Fraction(30 * (5 + 6), 15)


def test_a_section_says_how_its_items_lose_points_and_an_item_by_naming_levels() -> None:
    levels = an_item("L", "10", a_deduction("L-1", "2", level="良"), a_deduction("L-2", "6", level="差"), best="优")
    rubric = of(
        a_section("A", an_item("A1", "10", a_deduction("A1-1", "3"), a_deduction("A1-2", "5")), model="levels"),
        a_section("B", an_item("B1", "10", a_deduction("B1-1", "3")), model="gate"),
        a_section("C", levels),
        a_section("D", an_item("D1", "10", a_deduction("D1-1", "3")), model="additive"),
    )
    sheet = marked(rubric, "A1-1", "A1-2", "B1-1", "L-1", "D1-1")
    assert [line.earned for line in sheet.lines] == [5, 0, 8, 7]
    assert [level_of(rubric.item(line.item), line) for line in sheet.lines] == ["", "", "良", ""]
    assert level_of(rubric.item("L"), marked(rubric).line("L")) == "优"
    open_ = score(rubric, (), Context())
    assert [line.earned for line in open_.lines] == [10, 10, 10, 0], "additive: nothing is earned yet"
    assert level_of(rubric.item("L"), open_.line("L")) == ""


def test_two_levels_at_once_are_a_conflict_and_the_lower_is_shown() -> None:
    rubric = a_rubric(
        an_item("L", "10", a_deduction("L-1", "2", level="良"), a_deduction("L-2", "6", level="差"), best="优")
    )
    line = marked(rubric, "L-1", "L-2").line("L")
    assert line.state == "conflict" and line.earned == 4


def test_a_section_applies_by_its_own_condition_and_by_what_facts_say() -> None:
    rubric = of(
        a_section("A", *two("A")),
        a_section("B", *two("B"), applies={"values": {"domain": ["road"]}}),
    )
    for values, state in (({"domain": "road"}, "open"), ({"domain": "urban"}, "inapplicable"), ({}, "open")):
        lines = score(rubric, (), Context(values=values)).lines
        assert [line.state for line in lines[2:]] == [state, state]


def test_every_step_of_a_section_is_said_in_words() -> None:
    sections = [
        a_section("A", *two("A"), cap="12"),
        a_section("B", *two("B"), floor="8"),
        a_section("C", *two("C"), gate="whole", weight="3"),
    ]
    sheet = marked(of(*sections), "Aa-1", "Ab-1", "Ba-1", "Bb-1", "Ca-1")
    assert {"section-cap", "section-floor", "section-gate", "section-weight", "gate"} <= set(steps(sheet))
    for step in sheet.trace:
        for language in LANGUAGES:
            assert "{" not in render(f"trace.{step.code}", language, **step.parameters)
    assert [plain(Fraction(7, 8)), plain(Fraction(1, 3)), plain(Fraction(90))] == ["0.875", "1/3", "90"]


def test_unit_and_dossier_parts_are_weighed_by_what_they_count_in_the_end() -> None:
    unit = a_section("U", an_item("U1", "10", subject="unit"), weight="70")
    rubric = of(
        unit, a_section("D", an_item("D1", "10", a_deduction("D1-1", "10")), weight="30"), scope=["unit", "dossier"]
    )
    assert [rubric.points_of(subject) for subject in (Subject.UNIT, Subject.DOSSIER)] == [70, 30]
    own = score(rubric, [a_mark(rubric, "U1")], Context(), subject=Subject.UNIT)
    lost = score(rubric, [a_mark(rubric, "D1", "D1-1")], Context())
    assert join_unit(rubric, own, [lost]).exact == 70


# Any rubric, any marks

points = st.decimals("0.25", "20", places=2)
maybe = st.one_of(st.none(), points)


@st.composite
def some_item(draw: st.DrawFn, ident: str) -> dict[str, Any]:
    worth = draw(points)
    levels = draw(st.booleans())
    ways: list[dict[str, Any]] = [{"once": True}, {"each": "处"}]
    kind = st.sampled_from(ways)
    rules = [
        a_deduction(
            f"{ident}-{n}",
            str(min(draw(points), worth)),
            **({"once": True, "level": f"档{n}"} if levels else draw(kind)),
            **({"cap": str(cap)} if not levels and (cap := draw(maybe)) is not None else {}),
        )
        for n in range(1, draw(st.integers(1, 3)) + 1)
    ]
    more: dict[str, Any] = {"best": "优"} if levels else {}
    for key in ("cap", "floor"):
        if (bound := draw(maybe)) is not None:
            more[key] = str(min(bound, worth))
    return {**an_item(ident, str(worth), *rules), **more}


@st.composite
def some_section(draw: st.DrawFn, ident: str, depth: int = 1) -> dict[str, Any]:
    count = draw(st.integers(0 if depth < 3 else 1, 2))
    items = [draw(some_item(f"{ident}{n}")) for n in range(1, count + 1)]
    below = draw(st.integers(0 if items else 1, 2)) if depth < 3 else 0
    parts = tuple(draw(some_section(f"{ident}{'xyz'[n]}", depth + 1)) for n in range(below))
    made = a_section(ident, *items, parts=parts)
    for key in ("cap", "floor", "weight"):
        if (value := draw(maybe)) is not None:
            made[key] = str(value)
    made["gate"] = draw(st.sampled_from(["", "", "", "section", "whole"]))
    made["model"] = draw(st.sampled_from([None, None, "deduct", "additive", "levels", "gate"]))
    return made


@st.composite
def some_rubric(draw: st.DrawFn) -> Rubric:
    sections = [draw(some_section("ABC"[n])) for n in range(draw(st.integers(1, 3)))]
    policy = draw(st.sampled_from(["rescale", "full"]))
    return of(
        *sections, policies={"not_applicable": policy, "places": 2}, model=draw(st.sampled_from(["deduct", "additive"]))
    )


@st.composite
def some_case(draw: st.DrawFn) -> tuple[Rubric, list[Mark]]:
    rubric = draw(some_rubric())
    said: list[Mark] = []
    for item in rubric.items:
        what = draw(st.sampled_from(["open", "full", "out", "deduct", "deduct"]))
        if what == "full":
            said.append(a_mark(rubric, item.id))
        elif what == "out":
            said.append(a_mark(rubric, item.id, kind=MarkKind.NOT_APPLICABLE, reason="无"))
        elif what == "deduct":
            struck = draw(
                st.lists(
                    st.sampled_from([d.id for d in item.deductions]),
                    min_size=1,
                    max_size=1 if item.best else 2,
                    unique=True,
                )
            )
            said += [a_mark(rubric, item.id, one, count=draw(st.integers(1, 9))) for one in struck]
    return rubric, said


@settings(max_examples=150, deadline=None)
@given(some_case(), st.randoms(use_true_random=False))
def test_totals_stay_within_bounds_and_the_order_of_marks_does_not_matter(case: tuple[Rubric, list[Mark]], dice: Any) -> None:  # fmt: skip
    rubric, said = case
    sheet = score(rubric, said, Context())
    assert sheet.exact is None or 0 <= sheet.exact <= Fraction(rubric.full_marks)
    assert all(0 <= line.earned <= line.points for line in sheet.lines)
    for _, section in rubric.nodes:
        earned, carried = sums_of(rubric, sheet.lines)[section.id]
        assert 0 <= earned <= carried <= section.counts
    mixed = list(said)
    dice.shuffle(mixed)
    assert score(rubric, mixed, Context()) == sheet


@settings(max_examples=150, deadline=None)
@given(some_case())
def test_the_verifier_that_shares_no_code_reckons_the_same(case: tuple[Rubric, list[Mark]]) -> None:
    import json

    rubric, said = case
    result = a_result("1", rubric, said).model_dump(mode="json")
    assert list(recompute.of_dossier(result, json.loads(to_json(rubric)))) == []
    assert from_json(to_json(rubric)).digest == rubric.digest


@settings(max_examples=80, deadline=None)
@given(some_case())
def test_what_is_not_applicable_is_left_out_as_a_hand_reckons_it(case: tuple[Rubric, list[Mark]]) -> None:
    rubric, said = case
    sheet = score(rubric, said, Context())

    def by_hand(section: Section) -> tuple[Fraction, Fraction]:
        lines = [sheet.line(item.id) for item in section.items]
        full = rubric.policies.not_applicable == "full"
        kept = [line for line in lines if full or line.state != "not_applicable"]
        below = [by_hand(part) for part in section.sections]
        earned = sum((Fraction(line.earned) for line in kept), Fraction(0)) + sum((e for e, _ in below), Fraction(0))
        carried = sum((Fraction(line.points) for line in kept), Fraction(0)) + sum((c for _, c in below), Fraction(0))
        if section.cap is not None:
            earned = max(earned, carried - Fraction(section.cap))
        if section.floor is not None:
            earned = max(earned, min(carried, Fraction(section.floor)))
        if section.gate and lost(section):
            earned = Fraction(0)
        if section.weight is None:
            return earned, carried
        return (
            (Fraction(section.weight) * earned / carried, Fraction(section.weight))
            if carried
            else (Fraction(0), Fraction(0))
        )

    def lost(section: Section) -> bool:
        return any(points for item in section.every for _, _, points in sheet.line(item.id).lost)

    earned, carried = (sum(part, Fraction(0)) for part in zip(*map(by_hand, rubric.sections), strict=True))
    shut = any(section.gate == "whole" and lost(section) for _, section in rubric.nodes)
    nothing = all(line.state == "not_applicable" for line in sheet.lines)
    wanted = None if nothing or not carried else Fraction(0) if shut else earned * Fraction(rubric.full_marks) / carried
    assert sheet.exact == wanted


# Composition


def a_part(code: str, model: str = "deduct") -> Rubric:
    items = [
        an_item(
            f"{code}-{n}", str(worth), a_deduction(f"{code}-{n}-1", str(worth - 1)), a_deduction(f"{code}-{n}-2", "1")
        )
        for n, worth in enumerate((4, 7, 9), 1)
    ]
    return a_rubric(*items, code=code, title=f"标准{code}", model=model)


def carried_over(rubric: Rubric, said: list[Mark]) -> list[Mark]:
    return [Mark(m.id, m.reader, m.at, m.said.model_copy(update={"rubric": rubric.digest})) for m in said]


@st.composite
def some_marks_of(draw: st.DrawFn, rubric: Rubric) -> list[Mark]:
    said: list[Mark] = []
    for item in rubric.items:
        what = draw(st.sampled_from(["open", "full", "out", *(d.id for d in item.deductions)]))
        if what == "out":
            said.append(a_mark(rubric, item.id, kind=MarkKind.NOT_APPLICABLE, reason="无"))
        elif what != "open":
            said.append(a_mark(rubric, item.id, "" if what == "full" else what))
    return said


PARTS = (a_part("PA"), a_part("PB", "levels"), a_part("PC", "additive"))


@settings(max_examples=80, deadline=None)
@given(st.tuples(*map(some_marks_of, PARTS)), st.lists(st.integers(1, 60), min_size=3, max_size=3))
def test_a_composition_is_the_weighted_sum_of_its_parts(said: tuple[list[Mark], ...], weights: list[int]) -> None:
    whole = composed([(part, Decimal(w)) for part, w in zip(PARTS, weights, strict=True)], code="ZH", title="综合")
    sheet = score(whole, [mark for some in said for mark in carried_over(whole, some)], Context())
    sheets = [score(part, some, Context()) for part, some in zip(PARTS, said, strict=True)]
    there = [
        (Fraction(w) * one.exact / 20, Fraction(w))
        for w, one in zip(weights, sheets, strict=True)
        if one.exact is not None
    ]
    if not there:
        assert sheet.exact is None
        return
    total = sum((value for value, _ in there), Fraction(0)) / sum((weight for _, weight in there), Fraction(0))
    assert sheet.exact == total * sum(weights)


def test_a_composition_keeps_vetoes_bonus_systems_and_conditions_of_its_parts() -> None:
    from casereview.rubric.lint import check
    from tests.casereview.marking.builders import by_code

    parts = [(by_code(code), Decimal(weight)) for code, weight in (("PT", 70), ("FS", 20), ("QZ", 10))]
    whole = composed(parts, code="ZH", title="综合评查表")
    assert whole.full_marks == 100 and whole.procedures == by_code("PT").procedures
    assert len(whole.items) == sum(len(rubric.items) for rubric, _ in parts)
    assert len(whole.vetoes) == sum(len(rubric.vetoes) for rubric, _ in parts)
    assert [bonus.id for bonus in whole.bonus] == [bonus.id for bonus in by_code("PT").bonus]
    assert {item.system for item in whole.sections[1].every} == {by_code("FS").system}
    assert whole.sections[2].applies == by_code("QZ").applies
    assert [finding.code for finding in check(whole) if finding.severity == "error"] == []


def test_what_does_not_go_together_is_refused_with_a_reason() -> None:
    deep = of(
        a_section(
            "A",
            an_item("A1", "5"),
            parts=(a_section("B", an_item("B1", "5"), parts=(a_section("C", an_item("C1", "5")),)),),
        )
    )
    full = a_rubric(an_item("F", "10"), code="F", policies={"not_applicable": "full"})
    pairs = {"few": [PARTS[0]], "deep": [PARTS[0], deep], "policies": [PARTS[0], full], "clash": [PARTS[0], PARTS[0]]}
    for reason, rubrics in pairs.items():
        with pytest.raises(CannotCompose) as problem:
            composed([(rubric, Decimal(50)) for rubric in rubrics], code="ZH", title="综合")
        assert problem.value.parameters["reason"] == reason


def test_items_of_one_sheet_are_those_of_its_sections() -> None:
    rubric = of(a_section("A", *two("A"), parts=(a_section("B", *two("B")),)))
    every: tuple[Item, ...] = rubric.sections[0].every
    assert every == rubric.items and [item.id for item in every] == ["Aa", "Ab", "Ba", "Bb"]
