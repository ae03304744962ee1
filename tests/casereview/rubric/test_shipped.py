"""What the shipped rubrics promise."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from casereview.checks.engine import REGISTRY
from casereview.checks.model import Severity, Verdict
from casereview.checks.unit import rules_of
from casereview.rubric.files import SHIPPED, shipped
from casereview.rubric.lint import lint
from casereview.rubric.model import Rubric, Subject
from casereview.units.catalogue import shipped as figures
from casereview.words import LANGUAGES, catalogue

COUNTS = {"GS": (18, 2), "JL": (18, 2), "FS": (18, 3), "PT": (51, 18), "JY": (17, 6), "QZ": (17, 7), "DW": (29, 3)}
each_rubric = pytest.mark.parametrize("rubric", shipped(), ids=lambda rubric: rubric.code)


def test_there_are_seven_with_their_items_and_vetoes() -> None:
    assert {r.code: (len(r.items), len(r.vetoes)) for r in shipped()} == COUNTS


@each_rubric
def test_points_add_up_to_a_hundred(rubric: Rubric) -> None:
    assert rubric.full_marks == 100
    assert sum((item.points for item in rubric.items), Decimal(0)) == 100


def test_ids_are_unique_over_all_rubrics() -> None:
    ids = Counter(
        ident
        for rubric in shipped()
        for ident in (
            *(section.id for section in rubric.sections),
            *(item.id for item in rubric.items),
            *(deduction.id for item in rubric.items for deduction in item.deductions),
            *(veto.id for veto in rubric.vetoes),
        )
    )
    assert ids.most_common(1)[0][1] == 1


@each_rubric
def test_every_item_says_what_it_wants_why_and_where_to_look(rubric: Rubric) -> None:
    for item in rubric.items:
        assert item.requirement and item.basis and item.deductions, item.id
        assert item.documents or item.where, item.id
        assert item.applies.always or item.applies.note or item.applies.procedure, item.id
        for deduction in item.deductions:
            assert deduction.id.startswith(f"{item.id}-")
            assert deduction.once or deduction.cap is not None, deduction.id


@each_rubric
def test_categories_systems_and_measures_have_words(rubric: Rubric) -> None:
    for language in LANGUAGES:
        known = catalogue(language)
        for item in rubric.items:
            assert f"system.{item.system or rubric.system}" in known
            assert f"subject.{item.subject}" in known
            for deduction in item.deductions:
                assert f"category.{deduction.category}" in known, deduction.id
                assert deduction.step is None or f"measure.{deduction.step.measure}" in known


def test_the_unit_rubric_judges_units_alone_and_case_rubrics_dossiers_alone() -> None:
    for rubric in shipped():
        subjects = {item.subject for item in rubric.items}
        assert subjects == set(rubric.scope)
        assert (subjects == {Subject.UNIT}) == (rubric.code == "DW")


def test_one_rubric_grades_each_procedure() -> None:
    main = Counter(procedure for rubric in shipped() for procedure in rubric.procedures)
    assert main == {"general": 1, "summary": 1}


@each_rubric
def test_four_grades_and_the_best_without_a_serious_finding(rubric: Rubric) -> None:
    assert [(g.code, int(g.at_least)) for g in rubric.grades] == [
        ("excellent", 90), ("good", 80), ("pass", 60), ("fail", 0),
    ]  # fmt: skip
    assert "serious_finding" in rubric.grades[0].without
    assert rubric.policies.not_applicable_reasons
    assert sum(bonus.points for bonus in rubric.bonus) >= rubric.policies.bonus_cap == 5


def test_dated_items_of_the_plan_count_from_the_day_it_was_issued() -> None:
    dated = {item.id: item.progress for rubric in shipped() for item in rubric.items if item.progress}
    assert dated == {
        "JL-02": "2025-12-31", "DW-19": "2025-12-31", "FS-02": "2026-12-31", "DW-21": "2026-12-31",
        "DW-12": "2024-05-30", "DW-15": "2024-10-31",
    }  # fmt: skip
    assert {r.item(i).progress_from for r in shipped() for i in dated if i.startswith(r.code)} == {"2024-03-28"}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_lint_finds_nothing(file: Path) -> None:
    assert [finding.sentence() for finding in lint(file)] == []


# Failures of a lesser rule that are, word for word, what a veto of the summary procedure names.
LESSER = {"R-J04.none", "R-J07.single"}


def test_a_veto_rests_on_people_or_on_grave_failures_never_on_a_delay() -> None:
    kinds = {f"{rule.id}.{kind.name}": kind for rule in REGISTRY for kind in rule.outcomes}
    for rubric in shipped():
        for veto in rubric.vetoes:
            assert veto.human != bool(veto.outcomes), veto.id
            for name in veto.outcomes:
                assert kinds[name].verdict is Verdict.FAIL, name
                assert kinds[name].severity is Severity.VETO or name in LESSER, name
                assert name.split(".")[1] not in ("slow", "undated", "incomplete"), name
                # "Late" only where acting later than on the spot is the very fault: 行政强制法24条.
                assert not name.endswith(".late") or name == "R-C03.late", name


def test_no_deduction_is_proposed_by_what_passed_or_is_unknown() -> None:
    kinds = {f"{rule.id}.{kind.name}": kind for rule in REGISTRY for kind in rule.outcomes}
    kinds |= {f"{rule.id}.{name}": kind for rule in rules_of(figures()) for name, kind in rule.kinds.items()}
    named = {name for r in shipped() for i in r.items for d in i.deductions for name in d.outcomes}
    assert named
    assert {kinds[name].verdict for name in named} <= {Verdict.FAIL, Verdict.WARN}
