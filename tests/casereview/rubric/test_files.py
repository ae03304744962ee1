from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.rubric.files import (
    RubricInvalid,
    RubricSyntax,
    RubricUnreadable,
    RubricWide,
    digest,
    dump,
    from_json,
    load,
    parse,
    shipped,
    to_json,
)
from casereview.rubric.model import Rubric
from casereview.rubric.wide import repair, wide_characters
from casereview.words import explain

TEXT = """# 标准
code = "T"
title = "试用标准"
version = "1"
full_marks = 10

[[sections]]
id = "S1"
title = "一"
points = 10

[[sections.items]]
id = "A"
title = "项目,“甲”。"
points = 4
deductions = [
    { id = "A-1", text = "缺一要素", category = "filing", severity = "minor", points = 0.5, each = "项", cap = 2 },
    { id = "A-2", text = "未作", category = "filing", severity = "minor", points = 4, once = true },
]

[[sections.items]]
id = "B"
title = "项目乙"
points = 6
"""


def refused(text: str) -> RubricInvalid:
    with pytest.raises(RubricInvalid) as problem:
        parse(text, "t.toml")
    return problem.value


@pytest.mark.parametrize("rubric", shipped(), ids=lambda rubric: rubric.code)
def test_a_rubric_survives_its_file_and_its_json(rubric: Rubric) -> None:
    assert parse(dump(rubric), "x") == rubric
    assert from_json(to_json(rubric)) == rubric
    assert digest(from_json(to_json(rubric))) == digest(parse(dump(rubric), "x")) == digest(rubric)


def test_the_digest_is_of_the_content_and_not_of_the_bytes() -> None:
    rubric = parse(TEXT, "t")
    assert digest(parse(TEXT.replace("points = 4\n", "points = 4.00  # 分\n"), "t")) == digest(rubric)
    other = parse(TEXT.replace("缺一要素", "缺要素"), "t")
    assert digest(other) != digest(rubric)


def test_a_changed_copy_has_a_digest_of_its_own() -> None:
    rubric = parse(TEXT, "t")
    assert digest(rubric) and rubric.items
    assert digest(rubric.model_copy(update={"version": "2"})) != digest(rubric)


def test_points_are_exact() -> None:
    rubric = parse(TEXT.replace("points = 0.5", "points = 0.10"), "t")
    assert rubric.item("A").deductions[0].points == Decimal("0.1")


def test_full_width_characters_are_named_with_their_place_and_a_repair() -> None:
    with pytest.raises(RubricWide) as problem:
        parse(TEXT.replace("points = 4\n", "points = ４．５\n"), "t.toml")
    assert problem.value.parameters == {
        "file": "t.toml", "line": 15, "column": 10, "found": "４", "repair": "points = 4.5",
    }  # fmt: skip
    assert "第 15 行" in explain(problem.value)


def test_a_repair_leaves_texts_and_comments_alone() -> None:
    slip = 'title = “项目，甲”，\nnote = "０．５，“引”"　# 全角，注释\npoints ＝ ０.５\n'
    assert repair(slip) == 'title = "项目，甲",\nnote = "０．５，“引”" # 全角，注释\npoints = 0.5\n'
    assert wide_characters(repair(slip)) == []


@given(st.text(alphabet='a1 ="#\n０，“”．', max_size=40))
def test_a_repair_repaired_again_is_itself(text: str) -> None:
    once = repair(text)
    assert repair(once) == once


def test_broken_toml_is_named_by_line_and_column() -> None:
    with pytest.raises(RubricSyntax) as problem:
        parse(TEXT.replace('version = "1"', "version = 1.0.0"), "t.toml")
    assert problem.value.parameters["line"] == 4
    assert "version = 1.0.0" in explain(problem.value)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "where"),
    [
        ("points = 4\n", "points = -4\n", "too-small", 15, "S1 A"),
        ("points = 0.5,", "points = 0.125,", "too-many-places", 17, "A A-1"),
        ("cap = 2", "cpa = 2", "unknown-key", 17, "A A-1"),
        (', each = "项"', "", "one-kind", 17, "A A-1"),
        ('severity = "minor", points = 4', 'severity = "small", points = 4', "not-allowed", 18, "A A-2"),
        ('title = "项目乙"\n', "", "missing", 21, "S1 B"),
    ],
)
def test_what_is_no_rubric_is_named_by_section_item_and_line(
    old: str, new: str, code: str, line: int, where: str
) -> None:
    error = refused(TEXT.replace(old, new))
    (finding,) = [found for found in error.findings if found.code == code]
    assert (finding.line, finding.parameters["where"]) == (line, where)
    assert f"第 {line} 行" in explain(error) and where in explain(error)
    assert where in explain(error, "en")


def test_all_problems_are_listed_at_once() -> None:
    error = refused(TEXT.replace("points = 4\n", "points = -4\n").replace("cap = 2", "cap = -1"))
    assert {found.line for found in error.findings} >= {15, 17}


def test_sums_and_ids_that_repeat_are_said_in_words() -> None:
    assert "部分 S1 的项目合计 9 分，与写明的 10 分不符" in explain(refused(TEXT.replace("points = 6", "points = 5")))
    assert "与满分 12 分不符" in explain(refused(TEXT.replace("full_marks = 10", "full_marks = 12")))
    assert "编号重复：A" in explain(refused(TEXT.replace('id = "B"', 'id = "A"')))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "标准.toml"
    file.write_bytes("标题".encode("gbk"))
    with pytest.raises(RubricUnreadable):
        load(file)
    file.write_text(TEXT, "utf-8-sig")
    assert load(file).code == "T"


def test_typed_codes_name_items() -> None:
    rubric = parse(TEXT, "t")
    assert (rubric.position("B"), rubric.at("1-1"), rubric.at("2-1")) == ("1-2", rubric.item("A"), None)
    with pytest.raises(KeyError):
        rubric.position("Z")
