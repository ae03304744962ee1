from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casereview.rubric.files import dump
from casereview.rubric.lint import FLAGS, check, lint
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item


def found(rubric: Rubric) -> list[Finding]:
    return check(rubric, outcomes={"R-S01.late"}, forms={"F15"})


def codes(*items: dict[str, Any], **more: Any) -> list[str]:
    findings = found(a_rubric(*items, **more))
    for finding in findings:
        for language in LANGUAGES:
            assert "rubric_lint" not in finding.sentence(language) and "{" not in finding.sentence(language)
    return [finding.code for finding in findings]


def test_a_sound_rubric_has_no_findings() -> None:
    sound = a_deduction("A-1", "50", each="处", cap="100", outcomes=["R-S01.late"])
    assert codes(an_item("A", "100", sound, documents=["F15"], applies={"flags": ["hearing"], "note": "听证"})) == []


@pytest.mark.parametrize(
    ("item", "more", "code"),
    [
        (an_item("A", "4", a_deduction("A-1", "2", each="处", cap="5")), {}, "cap-above-item"),
        (an_item("A", "4", a_deduction("A-1", "5")), {}, "above-item"),
        (an_item("A", "4", a_deduction("A-1", "2", each="处", cap="1"), a_deduction("A-2", "4")), {}, "cap-below-one"),
        (an_item("A", "4", a_deduction("A-1", "3")), {}, "unreachable"),
        (an_item("A", "4", a_deduction("A-1", "4"), a_deduction("A-1", "4")), {}, "repeated-id"),
        (an_item("A", "4", a_deduction("A-1", "4", outcomes=["R-S01.never"])), {}, "unknown-outcome"),
        (an_item("A", "4", documents=["F99"]), {}, "unknown-form"),
        (an_item("A", "4", applies={"forms": ["F98"]}), {}, "unknown-form"),
        (an_item("A", "4", applies={"flags": ["heering"]}), {}, "unknown-flag"),
        (an_item("A", "4", applies={"procedure": ["普通"]}), {}, "unknown-procedure"),
        (an_item("A", "4", subject="unit"), {}, "subject-out-of-scope"),
        (an_item("A", "4", progress="2025-12-31"), {}, "progress-without-start"),
        (an_item("A", "4"), {"vetoes": [{"id": "V", "title": "否"}]}, "veto-without-way"),
        (an_item("A", "4"), {"vetoes": [{"id": "V", "title": "否", "human": True, "outcomes": ["R-S01.late"]}]}, "veto-both-ways"),
        (an_item("A", "4"), {"vetoes": [{"id": "V", "title": "否", "human": True, "effect": "cap:best"}]}, "unknown-grade"),
        (an_item("A", "4"), {"grades": [{"code": "pass", "title": "合格", "at_least": "2"}]}, "no-lowest-grade"),
    ],
)  # fmt: skip
def test_each_fault_is_found(item: dict[str, Any], more: dict[str, Any], code: str) -> None:
    grades = [{"code": "pass", "title": "合格", "at_least": "3"}, {"code": "fail", "title": "不合格", "at_least": "0"}]
    assert codes(item, **{"grades": grades, **more}) == [code]


def test_a_grade_beyond_full_marks_and_an_item_without_deductions_are_found() -> None:
    assert "grade-out-of-reach" in codes({**an_item("A", "4"), "deductions": []})
    assert "no-deductions" in codes({**an_item("A", "4"), "deductions": []})


def test_findings_of_a_file_name_their_line(tmp_path: Path) -> None:
    rubric = a_rubric(an_item("A", "60"), an_item("B", "40", applies={"flags": ["heering"]}))
    file = tmp_path / "t.toml"
    file.write_text(dump(rubric), "utf-8")
    (finding,) = lint(file)
    assert file.read_text("utf-8").splitlines()[finding.line - 1] == 'id = "B"'
    assert f"第 {finding.line} 行" in finding.sentence()


def test_a_file_that_cannot_be_read_as_a_rubric_is_found_too(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text("code ＝ 1\n", "utf-8")
    assert [(f.code, f.line) for f in lint(file)] == [("wide", 1)]
    file.write_text("code = \n", "utf-8")
    assert [(f.code, f.line) for f in lint(file)] == [("syntax", 1)]
    file.write_text('code = "T"\n', "utf-8")
    assert {f.parameters["key"] for f in lint(file)} == {"title", "version", "sections"}
    assert [f.code for f in lint(tmp_path / "none.toml")] == ["unreadable"]


def test_flags_of_the_lint_are_those_that_conditions_use() -> None:
    from casereview.marking import context

    assert set(context._YES) <= FLAGS
