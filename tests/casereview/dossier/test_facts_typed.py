"""Facts as people type them, and what is doubtful among those that were read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview import words
from casereview.dossier.facts import ids, typed
from casereview.dossier.facts.doubts import doubts
from casereview.dossier.facts.typed import NotAValue
from casereview.dossier.model import Fact, FactState, Place, Reading


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("filed_on", "2024-05-06", "2024-05-06"),
        ("filed_on", " 二〇二四年五月六日 ", "2024-05-06"),
        ("filed_on", "2024.5.6", "2024-05-06"),
        ("found_at", "2024-05-06 09:30", "2024-05-06T09:30"),
        ("found_at", "2024 年 5 月 6 日 9 时 30 分", "2024-05-06T09:30"),
        ("found_at", "2024-05-06", "2024-05-06"),
        ("decision.amount", "3,000", "3000.00"),
        ("decision.amount", "叁仟元整", "3000.00"),
        ("decision.amount", "3万元", "30000.00"),
        ("remedy.review_days", "六十", "60"),
        ("load.length_m", "21.60", "21.60"),
        ("party.id_no", "1101011949123100 2x", "11010119491231002X"),
        ("party.name", "张三", "张三"),
        ("officer", {"name": "张三", "cert_no": "1402", "role": "inquirer"},
         {"name": "张三", "cert_no": "1402", "role": "inquirer"}),
        ("article.basis", {"law": "公路法", "article": "第七十六条", "paragraph": "第二款", "item": "（一）"},
         {"law": "公路法", "article": "76", "paragraph": "2", "item": "1"}),
        ("service", {"paper": "行政处罚决定书", "on": "2024年5月9日", "method": "直接送达", "signed": "张三"},
         {"paper": "行政处罚决定书", "form": "F15", "no": "", "on": "2024-05-09", "method": "直接送达", "signed": "张三"}),
        ("notice.right", {"right": "hearing", "ticked": "true"}, {"right": "hearing", "ticked": True}),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_what_the_catalogue_wants(name: str, said: object, value: object) -> None:
    assert typed.typed(name, said) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("filed_on", "2024-02-30"), ("filed_on", "五月"), ("filed_on", ""), ("found_at", "九点"), ("decision.amount", "很多"),
        ("decision.amount", "-5"), ("decision.amount", "NaN"), ("remedy.review_days", "几天"), ("officer", {"name": " "}),
        ("service", {"paper": "决定书", "on": "2024-13-01"}),
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_in_words(name: str, said: object) -> None:
    with pytest.raises(NotAValue) as caught:
        typed.typed(name, said)  # type: ignore[arg-type]
    for language in words.LANGUAGES:
        assert "{" not in words.explain(caught.value, language)


def test_what_one_is_not_asked_of_a_served_paper_stays() -> None:
    before = {
        "paper": "行政处罚决定书",
        "form": "F15",
        "no": "晋罚〔2024〕1号",
        "on": "2024-05-01",
        "method": "",
        "signed": "",
    }
    parts = {"paper": "行政处罚决定书", "on": "2024-05-02", "method": "邮寄送达", "signed": ""}
    assert typed.typed("service", parts, before)["no"] == "晋罚〔2024〕1号"


@given(st.dates())
def test_a_day_typed_as_it_is_kept_stays_as_it_is(day: object) -> None:
    text = str(day)
    if text[:2] in ("19", "20"):
        assert typed.typed("filed_on", text) == text


def test_every_part_and_every_choice_has_its_word() -> None:
    for language in words.LANGUAGES:
        for name in typed.names():
            for part in typed.parts_of(name) or ("",):
                if part:
                    assert words.render(f"fact_part.{part}", language) != f"fact_part.{part}"
                for code in typed.choices_of(name, part):
                    table = "domain" if name == "domain" else "value"
                    assert words.render(f"{table}.{code}", language) != f"{table}.{code}"


def fact(name: str, value: str, page: int = 1, state: FactState = FactState.READ) -> Fact:
    return Fact(name, value, "p01", page, Place("f" * 64, page), value, 0.9, state)


def codes(*facts: Fact) -> dict[int, list[str]]:
    return {k: [doubt.code for doubt in found] for k, found in doubts(Reading((), (), facts)).items()}


def test_a_wrong_check_digit_is_doubted_and_a_masked_number_is_not() -> None:
    body = "11010119491231002"
    right = body + ids.id_check_digit(body)
    wrong = body + ("1" if right[-1] != "1" else "2")
    said = codes(fact("party.id_no", right), fact("inquiry.relation", wrong), fact("party.phone", "1" * 18))
    assert said == {}
    assert codes(fact("party.id_no", wrong)) == {0: ["id-check-digit"]}
    assert codes(fact("party.id_no", "110101********0021")) == {}
    assert codes(fact("party.uscc", "91140700MA0K000009")) == {0: ["uscc-check-digit"]}


def test_papers_that_differ_are_doubted_until_a_person_settles_it() -> None:
    one, other = fact("party.name", "张三"), fact("party.name", "张四", 2)
    assert codes(one, other, fact("party.name", "张 三", 3)) == {0: ["differs"], 1: ["differs"], 2: ["differs"]}
    assert [o.value for o in doubts(Reading((), (), (one, other)))[0][0].others] == ["张四"]
    assert codes(fact("party.name", "张三", 1, FactState.CONFIRMED), other) == {}
    assert codes(fact("vehicle_plate", "晋K1"), fact("vehicle_plate", "晋K2")) == {}, "a dossier may hold several"
