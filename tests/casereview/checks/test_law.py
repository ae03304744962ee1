"""Law as data: citations, versions, numbers, and what the shipped packs may not do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview import packs
from casereview.checks import engine, law
from casereview.checks.law import in_words, number_of
from casereview.checks.lawbook import Band

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


def parts(reference: str) -> Iterator[tuple[str, int, int, int]]:
    """Act, article, paragraph and item of each place in "penalty:61.1,85;coercion:69"; 0 for a part that is left out."""
    for one in reference.split(";"):
        key, _, articles = one.partition(":")
        for place in articles.split(","):
            numbers = [int(number) for number in place.split(".") if number]
            if numbers:
                article, paragraph, item = (*numbers, 0, 0)[:3]
                yield key, article, paragraph, item


BASES = sorted(
    {rule.basis for rule in engine.REGISTRY}
    | {limit.article for limit in PACKS.limits.limits.values()}
    | {amount.article for amount in PACKS.limits.amounts.values()}
)


@pytest.mark.parametrize("basis", BASES)
def test_what_rules_and_limits_cite_exists_to_the_item(basis: str) -> None:
    today = date(2026, 11, 25)
    for key, article, paragraph, item in parts(basis):
        last, shape = PACKS.laws[key].last_article(today), PACKS.shape_of(key, article, today)
        assert last is None or article <= last, (key, article)
        assert shape is None or (paragraph <= shape.paragraphs and item <= max(shape.items, 0)), (key, article)


def test_most_of_what_rules_cite_is_known_to_the_paragraph() -> None:
    cited = {(key, article) for basis in BASES for key, article, _, _ in parts(basis) if key == "penalty"}
    known = {place for place in cited if PACKS.shape_of(*place, date(2026, 11, 25))}
    assert len(known) >= 0.9 * len(cited), sorted(cited - known)


def test_versions_of_an_act_follow_each_other_without_gap_or_overlap() -> None:
    for key, act in PACKS.laws.items():
        for before, after in pairwise(act.versions):
            assert before.to is not None and before.to + timedelta(days=1) == after.start, key
        assert not act.versions or key == "highway_management" or act.versions[-1].to is None, key


def test_every_range_step_and_move_is_of_a_known_act_and_has_its_source() -> None:
    assert PACKS.discretion is not None
    places = [(one.law, one.article, one.start, one.source) for one in PACKS.fines]
    places += [(one.law, one.article, one.start, one.source) for one in PACKS.discretion.bands]
    places += [(one.law, one.article, one.start, one.source) for one in PACKS.articles.shapes]
    places += [(one.law, one.old, one.since - timedelta(days=1), one.source) for one in PACKS.articles.renumbered]
    for act, article, on, source in places:
        last = PACKS.laws[act].last_article(on)
        assert source and (last is None or article <= last), (act, article, on)
    lists = [(entry.id, entry.source) for pack in PACKS.leniency for entry in pack.entries]
    lists += [(entry.id, entry.source) for review in PACKS.legal_review for entry in review.entries]
    assert all(source for _, source in lists)
    assert len(dict(lists)) == len(lists)


def test_every_step_of_discretion_lies_within_the_range_of_its_article() -> None:
    assert PACKS.discretion is not None
    for band in PACKS.discretion.bands:
        rows = [
            row
            for row in PACKS.fines_of(band.law, band.article, band.paragraph, band.item)
            if row.start <= band.start and (row.to is None or (band.to is not None and band.to <= row.to))
        ]
        assert rows, band
        assert max(row.ceiling for row in rows) >= band.max and min(row.min for row in rows) <= band.min, band
        assert not band.confirmed and ("占位" in band.source or "待本地确认" in band.source)


def test_each_cause_has_four_steps_that_do_not_fall() -> None:
    assert PACKS.discretion is not None
    by_cause: dict[tuple[object, ...], list[Band]] = {}
    for band in PACKS.discretion.bands:
        by_cause.setdefault((band.law, band.article, band.paragraph, band.item, band.start), []).append(band)
    for place, steps in by_cause.items():
        assert [step.band for step in steps] == ["轻微", "一般", "较重", "严重"], place
        assert all(a.max <= b.max and a.min <= b.min for a, b in pairwise(steps)), place
        assert all(step.circumstance for step in steps), place


def test_the_edition_of_a_day_is_told_from_the_versions() -> None:
    road = PACKS.laws["road_transport"]
    assert (road.last_article(date(2023, 7, 19)), road.last_article(date(2023, 7, 20))) == (83, 82)
    assert road.last_article(date(2010, 1, 1)) is None and road.in_force(date(2010, 1, 1))
    moved = PACKS.renumbered("road_transport", 69, date(2023, 7, 19), date(2023, 7, 20))
    assert moved is not None and moved.new == 68
    assert PACKS.renumbered("road_transport", 69, date(2023, 7, 20), date(2024, 1, 1)) is None
