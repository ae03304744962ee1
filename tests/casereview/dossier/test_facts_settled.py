from __future__ import annotations

from dataclasses import replace

import pytest

from casereview.dossier.facts.settled import act_of, settled
from casereview.dossier.intake import columns_of
from casereview.dossier.model import Fact, Paper, Place, Reading


def a_reading(**facts: tuple[str, ...]) -> Reading:
    papers = tuple(Paper(f"p{n:02d}", "F01", "文书", "f", (n,), (n,), 1.0, "title") for n in range(1, 4))
    read = tuple(
        Fact(name.replace("__", "."), value, f"p{n:02d}", n, Place("f", n), value)
        for name, values in facts.items()
        for n, value in enumerate(values, 1)
    )
    return replace(Reading((), (), ()), papers=papers, facts=read)


@pytest.mark.parametrize(
    ("cause", "act"),
    [
        ("顾明澈涉嫌违法超限运输案", "违法超限运输"),
        ("顾明澈违法超限运输一案", "违法超限运输"),
        ("涉嫌违法超限运输", "违法超限运输"),
        ("违法超限运输", "违法超限运输"),
        ("案", "案"),
    ],
)
def test_the_act_stands_without_party_suspicion_and_case(cause: str, act: str) -> None:
    assert act_of(cause, ["顾明澈"]) == act


def test_papers_that_word_one_cause_differently_agree_on_the_act() -> None:
    reading = a_reading(
        party__name=("顾明澈", "顾明澈"), cause=("顾明澈涉嫌违法超限运输案", "涉嫌违法超限运输", "顾明澈违法超限运输案")
    )
    assert settled(reading)["cause"].value in {fact.value for fact in reading.facts_named("cause")}
    assert columns_of(reading)["cause"] == "违法超限运输"


def test_papers_that_name_two_acts_settle_nothing() -> None:
    reading = a_reading(party__name=("顾明澈",), cause=("涉嫌违法超限运输", "涉嫌擅自改装车辆"))
    assert "cause" not in settled(reading)


def test_where_every_paper_is_numbered_for_itself_the_decisions_number_names_the_case() -> None:
    reading = a_reading(
        case_no=("晋祁交立〔2024〕9号", "晋祁交告〔2024〕25号"), decision__no=("晋祁交执罚〔2024〕012号",)
    )
    assert columns_of(reading)["case_no"] == "晋祁交执罚〔2024〕012号"


def test_a_beginning_of_a_value_is_another_value() -> None:
    whole = "未取得道路运输经营许可擅自从事道路客运经营"
    assert "cause" not in settled(a_reading(cause=(f"涉嫌{whole}案", f"涉嫌{whole[:-3]}", whole)))
    assert "party.name" not in settled(a_reading(party__name=("顾明", "顾明澈")))
