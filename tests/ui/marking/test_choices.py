from __future__ import annotations

import pytest

from casereview.marking.model import Context
from casereview.marking.sheet import score
from casereview.rubric import files
from casereview.rubric.model import Rubric
from ui.marking.choices import choices, narrowed


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return next(rubric for rubric in files.shipped() if "general" in rubric.procedures)


def test_the_item_one_is_at_comes_first_on_a_paper_where_it_looks(rubric: Rubric) -> None:
    sheet = score(rubric, [], Context())
    for item in rubric.items:
        if item.documents and item.deductions and any(line.item == item.id for line in sheet.lines):
            assert choices(rubric, sheet, item.documents[0], item.id, "", ())[0].item.id == item.id


def test_on_another_paper_the_items_that_look_there_come_first(rubric: Rubric) -> None:
    sheet = score(rubric, [], Context())
    here = next(item for item in rubric.items if item.documents and "F15" not in item.documents)
    assert "F15" in choices(rubric, sheet, "F15", here.id, "", ())[0].item.documents


def test_typing_a_code_or_words_or_initials_narrows(rubric: Rubric) -> None:
    found = choices(rubric, score(rubric, [], Context()), "", "", "", ())
    assert {choice.code for choice in narrowed(found, "2-1")} == {"2-1"}
    wanted = found[5]
    assert wanted in narrowed(found, wanted.deduction.text[:4])
    assert len(narrowed(found, "")) == len(found)
    assert narrowed(found, "没有这样的扣分") == []
