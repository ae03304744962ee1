from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.rubric import editing, files
from casereview.rubric.files import RubricInvalid, RubricSyntax
from casereview.rubric.lint import check
from casereview.rubric.model import Rubric
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item, by_code

ITEM: editing.Trail = ("sections", 0, "items", 0)


@pytest.mark.parametrize("rubric", files.shipped(), ids=lambda rubric: str(rubric.code))
def test_a_draft_of_a_rubric_is_that_rubric_and_has_its_findings(rubric: Rubric) -> None:
    judged = editing.judge(editing.values_of(rubric))
    assert judged.rubric == rubric
    assert judged.sound
    assert [finding for finding, _ in judged.findings] == check(rubric)


def test_what_is_wrong_is_found_at_its_entry() -> None:
    values = editing.values_of(by_code("PT"))
    wrong = editing.put(values, (*ITEM, "deductions", 0), "points", "viele")
    judged = editing.judge(wrong)
    assert judged.rubric is None and not judged.sound
    ((finding, path),) = judged.findings
    assert (finding.code, path) == ("no-number", (*ITEM, "deductions", 0))
    much = editing.put(values, (*ITEM, "deductions", 0), "points", "99")
    found = [(f.code, path) for f, path in editing.judge(much).findings if f.severity == "error"]
    assert ("above-item", (*ITEM, "deductions", 0)) in found


def test_a_section_adds_itself_up_and_the_whole_says_where_it_is_off() -> None:
    values = editing.values_of(a_rubric(an_item("A", "60"), an_item("B", "40")))
    more = editing.put(values, ITEM, "points", "65.5")
    assert more["sections"][0]["points"] == "105.5"
    finding = editing.judge(more).findings[0][0]
    assert finding.code == "full-sum"
    assert [f.code for f, _ in editing.judge(editing.put(more, ITEM, "title", "")).findings] == ["full-sum", "wordless"]
    assert finding.parameters["total"] == "105.5"
    whole = editing.put(more, (), "full_marks", "105.5")
    assert editing.judge(whole).rubric is not None
    assert values == editing.values_of(a_rubric(an_item("A", "60"), an_item("B", "40"))), "the former step is untouched"


def test_entries_come_go_and_move_and_keep_their_own_ids() -> None:
    values = editing.values_of(a_rubric(an_item("T-01", "60"), an_item("T-02", "40")))
    values, path = editing.add(values, ("sections", 0), "items")
    assert editing.at(values, path)["id"] == "T-03"
    values, deduction = editing.add(values, path, "deductions")
    assert editing.at(values, deduction)["id"] == "T-03-1"
    values, up = editing.move(values, path, -1)
    assert [item["id"] for item in values["sections"][0]["items"]] == ["T-01", "T-03", "T-02"]
    assert editing.at(values, up)["id"] == "T-03"
    assert editing.move(values, ITEM, -1) == (values, ITEM)
    values = editing.remove(values, up)
    assert [ident for _, ident in editing.named(values)] == ["S1", "T-01", "T-01-1", "T-02", "T-02-1"]
    values, _ = editing.add(values, (), "vetoes")
    assert editing.judge(values).sound is False, "a veto wants a title"
    values = editing.put(values, ("vetoes", 0), "title", "主体不适格")
    assert "vetoes" not in editing.remove(values, ("vetoes", 0))
    assert not editing.removable(values, ("sections", 0))
    assert editing.removable(values, ITEM)


def test_a_condition_of_its_own_parts_goes_when_the_last_is_emptied() -> None:
    values = editing.put(editing.values_of(a_rubric(an_item("A", "9"))), ITEM, "applies.flags", ["hearing"])
    values = editing.put(values, ITEM, "applies.note", "经听证的案件")
    assert editing.judge(values).rubric.items[0].applies.flags == ("hearing",)  # type: ignore[union-attr]
    values = editing.put(editing.put(values, ITEM, "applies.note", ""), ITEM, "applies.flags", [])
    assert "applies" not in editing.at(values, ITEM)


def test_an_unfinished_draft_is_saved_and_opened_again(tmp_path: Path) -> None:
    values = editing.put(editing.values_of(by_code("PT")), ITEM, "points", "待定")
    file = editing.save(values, tmp_path / "草稿.toml")
    again = editing.open_draft(file)
    assert editing.at(again, ITEM)["points"] == "待定"
    done = editing.put(again, ITEM, "points", str(by_code("PT").items[0].points))
    assert editing.judge(done).rubric == by_code("PT")
    assert files.load(editing.save(done, file)) == by_code("PT")


@pytest.mark.parametrize(
    ("text", "error"),
    [("code = ", RubricSyntax), ('code = "X"', RubricInvalid), ('sections = [1]\ncode = "X"', RubricInvalid)],
)
def test_what_is_no_rubric_at_all_is_refused(tmp_path: Path, text: str, error: type[Exception]) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(error):
        editing.open_draft(file)


def test_a_new_version_has_a_number_that_nobody_has() -> None:
    rubric = by_code("PT").model_copy(update={"version": "2024.1"})
    assert editing.next_version(rubric, frozenset({"2024.1", "2024.2"})) == "2024.3"
    assert editing.next_version(rubric.model_copy(update={"version": "试行"}), frozenset()) == "试行.1"


@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "move", "points"]), st.integers(0, 9)), max_size=12))
def test_whatever_one_does_the_draft_stays_a_rubric_but_for_its_words_and_sum(steps: list[tuple[str, int]]) -> None:
    values: dict[str, Any] = editing.values_of(
        a_rubric(an_item("T-01", "5", a_deduction("T-01-1", "1")), an_item("T-02", "5"))
    )
    for step, number in steps:
        items = values["sections"][0]["items"]
        path: editing.Trail = ("sections", 0, "items", number % len(items))
        if step == "add":
            values, path = editing.add(values, ("sections", 0), "items")
        elif step == "remove" and editing.removable(values, path):
            values = editing.remove(values, path)
        elif step == "move":
            values, _ = editing.move(values, path, 1 if number % 2 else -1)
        elif step == "points":
            values = editing.put(values, path, "points", str(number + 1))
    values = editing.put(values, (), "full_marks", str(editing.total_of(values["sections"])))
    assert editing.judge(values).rubric is not None
    assert files.parse(files.dump_values(values), "x") == editing.judge(values).rubric
