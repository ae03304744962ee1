"""Law as data: citations, versions, numbers, and what the shipped packs may not do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview import packs
from casereview.checks import engine, law
from casereview.checks.law import in_words, number_of

PACKS = law.shipped("shanxi-jinzhong")


@given(st.integers(1, 999))
def test_an_article_number_comes_back_from_its_words(number: int) -> None:
    assert number_of(in_words(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("第六十一条", 61), ("一百零二", 102), ("(三)", 3), ("十", 10), ("44", 44), ("", None), ("款", None)],
)
def test_numbers_are_read_as_articles_are_written(text: str, number: int | None) -> None:
    assert number_of(text) == number


def test_citations_are_words() -> None:
    assert PACKS.cite("penalty:61.1,85") == "《中华人民共和国行政处罚法》第六十一条第一款、第八十五条"
    assert PACKS.cite("practice:") == "文书式样与评查通行规则"


def test_an_act_is_known_by_every_name_papers_use() -> None:
    names = ("《中华人民共和国道路运输条例》", "道路运输条例", "中华人民共和国道路运输条例(2023修订)")
    assert {PACKS.law_named(name) for name in names} == {"road_transport"}
    assert PACKS.law_named("山西省道路运输条例") is None


def test_the_range_of_an_article_changes_with_its_version() -> None:
    rows = PACKS.fines_of("road_transport", 69, 1, None)
    assert {str(row.max) for row in rows if row.covers(date(2023, 7, 19))} == {"3000"}
    assert {str(row.max) for row in rows if row.covers(date(2023, 7, 20))} == {"5000"}


def test_shipped_local_values_wait_for_somebody_to_confirm_them() -> None:
    figures = [f for name in packs.names("regions") for f in law.shipped(name).region.figures.values()]
    assert figures and not any(figure.confirmed for figure in figures)
    assert all(figure.source for figure in figures)


def test_a_region_without_a_pack_has_no_local_law() -> None:
    assert law.shipped("zhejiang").region.local_law == () and PACKS.region.local_law


def test_every_rule_cites_what_the_pack_knows_and_every_limit_has_its_article() -> None:
    assert all(PACKS.cite(rule.basis) for rule in engine.REGISTRY)
    assert all(PACKS.cite(limit.article) for limit in PACKS.limits.limits.values())


def test_a_pack_that_changed_has_another_hash() -> None:
    assert law.digests("shanxi-jinzhong") != law.digests("zhejiang")
    assert "calendar/2024" in law.digests()
