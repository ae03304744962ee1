from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casereview.rubric.basis import cited, stale
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


LEVELS = {"best": "优"}
ONE = a_deduction("A-1", "4", level="差")


@pytest.mark.parametrize(
    ("item", "more", "code"),
    [
        ({**an_item("A", "4", a_deduction("A-1", "2", level="中"), a_deduction("A-2", "4")), **LEVELS}, {}, "level-unnamed"),
        (an_item("A", "4", a_deduction("A-1", "4", level="差")), {"model": "levels"}, "level-without-best"),
        ({**an_item("A", "4", a_deduction("A-1", "2", each="处", level="差")), **LEVELS}, {}, "level-counted"),
        ({**an_item("A", "4", a_deduction("A-1", "2", level="优"), ONE | {"id": "A-2"}), **LEVELS}, {}, "level-twice"),
        ({**an_item("A", "4", a_deduction("A-1", "4", level="中"), ONE | {"id": "A-2"}), **LEVELS}, {}, "level-same-points"),
        (an_item("A", "4", a_deduction("A-1", "4"), floor="5"), {}, "floor-above"),
        (an_item("A", "4", a_deduction("A-1", "4"), cap="4"), {}, "node-cap-above"),
        (an_item("A", "4", a_deduction("A-1", "4"), cap="3", floor="2"), {}, "node-floor-and-cap"),
        (an_item("A", "4", a_deduction("A-1", "4", text="同"), a_deduction("A-2", "4", text="同 ")), {}, "repeated-text"),
        (an_item("A", "4", a_deduction("A-1", "4", category="别的")), {}, "unknown-category"),
        (an_item("A", "4", a_deduction("A-1", "4"), applies={"facts": ["nothing.at_all"]}), {}, "unknown-fact"),
        (an_item("A", "4", a_deduction("A-1", "4"), applies={"values": {"domein": ["road"]}}), {}, "unknown-fact"),
        (an_item("A", "4", a_deduction("A-1", "4")), {"effective_from": "2025-01-01", "effective_until": "2024-12-31"}, "effective-order"),
        (an_item("A", "4", a_deduction("A-1", "1", step={"measure": "x", "target": "100", "size": "5"})), {}, "unknown-measure"),
    ],
)  # fmt: skip
def test_each_fault_of_levels_bounds_names_and_days_is_found(item: dict[str, Any], more: dict[str, Any], code: str) -> None:  # fmt: skip
    grades = [{"code": "pass", "title": "合格", "at_least": "3"}, {"code": "fail", "title": "不合格", "at_least": "0"}]
    assert codes(item, **{"grades": grades, **more}) == [code]


def test_quotas_and_gates_that_do_nothing_are_found() -> None:
    grades = [
        {"code": "excellent", "title": "优秀", "at_least": "3", "quota": "20"},
        {"code": "good", "title": "良好", "at_least": "2", "quota": "10"},
        {"code": "fail", "title": "不合格", "at_least": "0", "quota": "30"},
    ]
    assert codes(an_item("A", "4", a_deduction("A-1", "4")), grades=grades) == ["quota-on-lowest", "quota-out-of-order"]
    gate = {
        "id": "S",
        "title": "关",
        "points": "4",
        "gate": "whole",
        "items": [{**an_item("A", "4"), "deductions": []}],
    }
    rubric = a_rubric(an_item("A", "4"), sections=[gate], grades=[{"code": "fail", "title": "不合格", "at_least": "0"}])
    assert {finding.code for finding in found(rubric)} == {"gate-without-deductions", "no-deductions"}


@pytest.mark.parametrize(
    ("basis", "title", "code"),
    [
        ("《行政处罚法》第42条", "告知听证权利", "obsolete-article"),
        ("处罚法42、63条", "告知听证权利", ""),
        ("行政处罚法第四十二条", "听证通知", "obsolete-article"),
        ("《行政处罚法》第42条", "执法人员资格", ""),
        ("《行政处罚法》第63条", "告知听证权利", ""),
        ("《行政强制法》第42条", "听证", ""),
        ("处罚法40—45条", "听证", "obsolete-article"),
        ("道路运输条例第69条", "不按规定的线路、班次行驶", "obsolete-article"),
        ("《行政复议法》第90条", "救济", ""),
        ("《行政复议法》第91条", "救济", "article-beyond"),
    ],
)
def test_articles_by_their_number_before_the_revision_are_found(basis: str, title: str, code: str) -> None:
    item = {**an_item("A", "4", a_deduction("A-1", "4", text="缺")), "basis": basis, "title": title}
    grades = [{"code": "fail", "title": "不合格", "at_least": "0"}]
    assert codes(item, grades=grades) == ([code] if code else [])


def test_an_act_that_is_no_longer_in_force_is_found() -> None:
    from dataclasses import replace

    from casereview.checks import law

    packs = law.shipped()
    licence = packs.laws["licence"]
    ended = licence.versions[0].model_copy(update={"to": date(2020, 12, 31)})
    gone = licence.model_copy(update={"versions": (ended,)})
    packs = replace(packs, laws={**packs.laws, "licence": gone})
    rubric = a_rubric({**an_item("A", "4"), "basis": "许可法38条、《行政处罚法》第63条"})
    assert [(f.code, f.parameters["where"]) for f in stale(rubric, packs)] == [("repealed", "A")]
    assert cited("处罚法44、62—64条；强制法第二十四条", law.shipped()) == [
        ("penalty", (44, 62, 63, 64)),
        ("coercion", (24,)),
    ]


def test_a_message_names_section_code_item_and_line_in_chinese(tmp_path: Path) -> None:
    rubric = a_rubric(an_item("A", "60"), an_item("B", "40", a_deduction("B-7", "50"), documents=["F99"]))
    file = tmp_path / "t.toml"
    file.write_text(dump(rubric), "utf-8")
    lines = file.read_text("utf-8").splitlines()
    said = {finding.code: (finding.sentence(), lines[finding.line - 1]) for finding in lint(file)}
    sentence, line = said["above-item"]
    number = next(n for n, text in enumerate(lines, 1) if '"B-7"' in text)
    assert sentence == f"第 {number} 行 “一”1-2 B B-7 扣 50 分高于项目的 40 分" and '"B-7"' in line
    assert said["unknown-form"][0].endswith("“一”1-2 B 没有代码为 F99 的文书")


def test_a_file_with_wrong_sums_deep_or_empty_sections_says_which_and_where(tmp_path: Path) -> None:
    head = 'code = "T"\ntitle = "试"\nversion = "1"\nfull_marks = 4\n'
    item = 'id = "A"\ntitle = "甲"\npoints = 4\n'
    file = tmp_path / "t.toml"

    def found(body: str) -> list[str]:
        file.write_text(head + body, "utf-8")
        return [f"{finding.code} {finding.sentence()}" for finding in lint(file)]

    (wrong,) = found(f'[[sections]]\nid = "S"\ntitle = "一"\npoints = 5\n[[sections.items]]\n{item}')
    assert wrong.startswith("section-sum") and "部分 S 的项目合计 4 分，与写明的 5 分不符" in wrong
    (wrong,) = found('[[sections]]\nid = "S"\ntitle = "一"\npoints = 4\n')
    assert "部分 S 里没有项目" in wrong
    deep = "".join(f'[[sections{".sections" * n}]]\nid = "S{n}"\ntitle = "层"\npoints = 4\n' for n in range(4))
    (wrong,) = found(f"{deep}[[sections.sections.sections.sections.items]]\n{item}")
    assert "部分 S3 的层次太多：部分最多 3 层" in wrong
    (wrong,) = found(f'[[sections]]\nid = "S"\ntitle = "立案"\npoints = 4\n[[sections.items]]\n{item}weigth = 1\n')
    assert wrong.startswith("unknown-key 第 13 行 “立案” ") and "weigth" in wrong


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
