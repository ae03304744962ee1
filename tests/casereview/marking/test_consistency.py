from __future__ import annotations

import pytest

from casereview.marking.consistency import warnings
from casereview.marking.model import Context, Mark, MarkKind
from casereview.marking.sheet import score
from casereview.words import LANGUAGES, render
from tests.casereview.marking.builders import EVIDENCE, a_deduction, a_mark, a_rubric, an_item

RUBRIC = a_rubric(
    an_item("A", "60", a_deduction("A-1", "2", each="处")), an_item("B", "40"), vetoes=[{"id": "V", "title": "否决"}]
)


def codes(*marks: Mark) -> list[tuple[str, str]]:
    found = warnings(RUBRIC, score(RUBRIC, marks, Context()), marks)
    for one in found:
        for language in LANGUAGES:
            text = render(f"consistency.{one.code}", language, **one.parameters)
            assert text != f"consistency.{one.code}" and "{" not in text
    return [(one.code, one.item) for one in found]


def test_a_sound_sheet_has_no_warnings() -> None:
    assert codes(a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B", note="未发现问题")) == []


def test_each_contradiction_is_named() -> None:
    assert codes(a_mark(RUBRIC, "A", "A-1", evidence=())) == [("no-evidence", "A")]
    assert codes(a_mark(RUBRIC, "A", evidence=EVIDENCE)) == [("no-deduction", "A")]
    assert codes(a_mark(RUBRIC, "A"), a_mark(RUBRIC, "A", "A-1")) == [("full-and-deducted", "A")]
    both = a_mark(RUBRIC, "A", kind=MarkKind.NOT_APPLICABLE, reason="无")
    assert codes(both, a_mark(RUBRIC, "A", "A-1")) == [("judged-and-not-applicable", "A")]
    assert codes(a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B", "B-1")) == [("one-fact-twice", "A")]
    two = [a_mark(RUBRIC, "A", "A-1", count=n, ident=f"{n}") for n in (1, 2)]
    assert codes(*two) == [("two-values", "A")]
    assert codes(a_mark(RUBRIC, "V", kind=MarkKind.VETO)) == [("veto-and-excellent", "V")]


@pytest.mark.parametrize(
    ("note", "warned"), [("缺少签名", True), ("未见缺漏", False), ("无问题", False), ("日期不符", True)]
)
def test_a_note_of_a_fault_beside_full_marks_is_pointed_out(note: str, warned: bool) -> None:
    assert codes(a_mark(RUBRIC, "A", note=note)) == ([("fault-noted", "A")] if warned else [])
