from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casereview import words
from casereview.documents.model import (
    AnnexList,
    AnnexPage,
    Block,
    Column,
    Document,
    Masthead,
    Paragraph,
    Profile,
    Table,
    Title,
)
from casereview.notices import proof
from casereview.notices.say import Issue
from tests.casereview.notices.builders import a_review

ISSUE = Issue(date(2024, 11, 4), deadline=date(2024, 11, 25))


def codes(*blocks: Block, issue: Issue = ISSUE, **more: Any) -> list[str]:
    return [problem.code for problem in proof.read(Document(Profile.OFFICIAL, "", blocks), issue, **more)]


def test_a_place_that_was_not_filled_is_found_even_in_a_cell() -> None:
    assert codes(Paragraph("本次共评查{units}个单位")) == ["placeholder"]
    assert codes(Table((Column("a", 1),), (("{unit}",),))) == ["placeholder"]


@pytest.mark.parametrize(
    "number",
    ["142401199001011234", "14240119900101123X", "13835412345", "晋K12345", "晋K·D12345", "91140700MA0ABCDE1X"],
)
def test_a_number_of_a_person_or_vehicle_is_found(number: str) -> None:
    assert codes(Paragraph(f"当事人{number}，")) == ["unmasked"]


def test_case_numbers_and_dates_are_no_personal_numbers() -> None:
    assert codes(Paragraph("晋交执罚〔2024〕101号，2024年5月6日，20240506，1000000元")) == []


@pytest.mark.parametrize("number", ["晋交〔2024〕013号", "晋交[2024]13号", "晋交〔2024〕第13号", "13号"])
def test_a_document_number_of_another_form_is_refused(number: str) -> None:
    assert codes(Masthead("机关", number)) == ["number-pattern"]


def test_room_for_the_number_is_said_and_does_not_stop_the_printing() -> None:
    found = proof.read(
        Document(Profile.OFFICIAL, "", (Masthead("机关", Issue(date(2024, 11, 4)).number_or_room),)), ISSUE
    )
    assert [(problem.code, problem.grave) for problem in found] == [("number-empty", False)]


def test_dates_are_held_against_each_other_and_the_calendar() -> None:
    assert codes(issue=Issue(date(2024, 11, 4), deadline=date(2024, 11, 4))) == ["deadline-order"]
    assert codes(issue=Issue(date(2024, 11, 4), deadline=date(2024, 11, 24))) == ["deadline-off"]  # a Sunday
    assert codes(today=date(2024, 11, 3)) == ["issued-future"]
    assert "issued-before-results" in codes(issue=Issue(date(2024, 10, 31)), results=a_review())


def test_a_deadline_in_a_year_without_a_calendar_is_not_guessed() -> None:
    assert codes(issue=Issue(date(2024, 11, 4), deadline=date(2099, 1, 1))) == []


def test_annexes_named_and_attached_are_counted() -> None:
    assert codes(AnnexList(("甲", "乙")), AnnexPage("附件1", "甲")) == ["annexes"]


def test_a_title_of_more_than_three_lines_is_said() -> None:
    assert codes(Title("|".join(["评查情况通报" * 3] * 4))) == ["title-long"]


def test_a_character_that_no_font_has_is_named() -> None:
    assert codes(Paragraph("王\U0002a6a5")) == ["missing-glyph"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grades": {"excellent": 8, "good": 3, "pass": 1, "fail": 1}}, "grades-sum"),
        ({"scored": 11}, "grades-sum"),
        ({"units": a_review().units[:3]}, "unit-sum"),
        ({"units": (a_review().units[0].model_copy(update={"rank": 2}), *a_review().units[1:])}, "rank"),
        (
            {"units": (a_review().units[0].model_copy(update={"grades": {"good": 2}}), *a_review().units[1:])},
            "unit-grades",
        ),
    ],
)
def test_figures_that_do_not_add_up_are_found(changes: dict[str, Any], code: str) -> None:
    assert code in codes(results=a_review(**changes))


def test_ties_share_a_rank_and_small_units_have_none() -> None:
    units = list(a_review().units)
    tied = [units[0], units[1].model_copy(update={"mean": units[0].mean, "rank": 1}), units[2], units[3]]
    assert codes(results=a_review(units=tuple(tied))) == []
    small = units[3].model_copy(update={"scored": 2, "rank": None, "grades": {"good": 2}})
    assert "rank" not in codes(results=a_review(units=(*units[:3], small)))


def test_every_problem_has_its_sentence_in_both_languages() -> None:
    from casereview.notices import actions

    found = proof.read(
        Document(Profile.OFFICIAL, "", (Paragraph("{x}13835412345\U0002a6a5"), AnnexList(("甲",)), Masthead("", "1"))),
        Issue(date(2024, 10, 1), deadline=date(2024, 9, 1)),
        a_review(scored=11, units=()),
        date(2024, 1, 1),
    )
    for problem in found:
        for language in words.LANGUAGES:
            sentence = actions.in_words(problem, language)
            assert not sentence.startswith("notice_problem.")
            assert "{" not in sentence.replace("{x}", "")
