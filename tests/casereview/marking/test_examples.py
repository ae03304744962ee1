from __future__ import annotations

from collections import Counter

import pytest

from casereview.marking.examples import Example, reckon, shipped_examples
from casereview.rubric.files import shipped
from tests.casereview.marking.builders import by_code

ALL = [(file.rubric, example) for file in shipped_examples() for example in file.example]


@pytest.mark.parametrize(("code", "example"), ALL, ids=[f"{code} {example.title}" for code, example in ALL])
def test_the_hand_reckoned_score_comes_out(code: str, example: Example) -> None:
    sheet = reckon(by_code(code), example)
    assert (sheet.score, sheet.graded, sheet.open) == (example.score, example.grade, ())


def test_every_shipped_rubric_has_two_examples_at_least() -> None:
    counted = Counter(code for code, _ in ALL)
    assert all(counted[rubric.code] >= 2 for rubric in shipped())


def test_an_example_that_is_wrong_is_noticed() -> None:
    code, example = ALL[0]
    other = example.model_copy(update={"deductions": {}})
    assert reckon(by_code(code), other).score != example.score
