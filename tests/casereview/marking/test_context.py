from __future__ import annotations

from typing import Any

import pytest

from casereview.dossier.model import Fact, Paper, Place, Reading
from casereview.marking.context import applies, context_of
from casereview.marking.model import Context
from casereview.rubric.model import Applies


def a_reading(*forms: str, **facts: Any) -> Reading:
    papers = tuple(Paper(f"p{n}", form, form, "f", (n,), (n,), 1.0, "title") for n, form in enumerate(forms, 1))
    read = tuple(
        Fact(name.replace("__", "."), value, "p1", 1, Place("f", 1), str(value)) for name, value in facts.items()
    )
    return Reading((), papers, read)


def test_what_is_absent_is_unknown_until_the_dossier_is_said_to_be_complete() -> None:
    hearing = Applies(flags=("hearing",))
    assert applies(hearing, context_of(a_reading("F15"))) is None
    assert applies(hearing, context_of(a_reading("F15"), complete=True)) is False
    assert applies(hearing, context_of(a_reading("F13"))) is True


@pytest.mark.parametrize("flag", ["scene", "inquiry", "closed", "statement", "overdue", "publish_due"])
def test_a_missing_paper_that_may_be_the_fault_itself_never_says_no(flag: str) -> None:
    assert applies(Applies(flags=(flag,)), context_of(a_reading("F15"), complete=True)) is None


def test_facts_settle_flags_too() -> None:
    read = a_reading(
        "F15", procedure="general", hearing__held_on="2024-05-06", service={"paper": "F15", "method": "留置"}
    )
    context = context_of(read)
    assert context.procedure == "general"
    assert context.flags["hearing"] and context.flags["legal_review_due"] and context.flags["special_service"]
    assert context_of(a_reading("F08", has_measure=False)).flags["has_measure"] is False


def test_readings_that_disagree_settle_nothing() -> None:
    two = a_reading("F15", procedure="general")
    other = Fact("procedure", "summary", "p1", 1, Place("f", 1), "")
    assert context_of(Reading((), two.papers, (*two.facts, other))).procedure is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Applies(), True),
        (Applies(note="见本单位目录"), None),
        (Applies(procedure=("general",)), True),
        (Applies(procedure=("summary",)), False),
        (Applies(procedure=("general",), flags=("av",)), None),
        (Applies(procedure=("summary",), flags=("av",)), False),
        (Applies(forms=("F05", "F15")), True),
        (Applies(forms=("F05",)), None),
        (Applies(facts=("paid_on",)), True),
        (Applies(facts=("paid_on", "closed_on")), None),
    ],
)
def test_all_conditions_must_hold_and_one_no_is_enough(condition: Applies, expected: bool | None) -> None:
    context = Context("general", frozenset({"F15"}), frozenset({"paid_on"}))
    assert applies(condition, context) is expected
