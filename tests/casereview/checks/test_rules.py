"""Every rule on a sound dossier with one thing changed, and what holds for all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.checks import actions, engine, law, say
from casereview.checks.model import Outcome, Verdict
from casereview.checks.rules import ALL
from casereview.dossier.model import FactState, Problem, Reading, TextSource
from tests.casereview.checks.builders import SOUND, SUMMARY, TODAY, UNIT, changed, judged, of, reading, service
from tests.casereview.checks.rows_after import ROWS as AFTER
from tests.casereview.checks.rows_after import SEIZED
from tests.casereview.checks.rows_case import HEARING, Row
from tests.casereview.checks.rows_case import ROWS as CASE
from tests.casereview.checks.rows_packs import ROWS as PACKS
from tests.casereview.checks.rows_slips import ROWS as SLIPS

ROWS: list[Row] = [*CASE, *AFTER, *SLIPS, *PACKS]
# Rules on figures of the unit look at no page of the dossier.
OF_THE_UNIT = ("R-G05", "R-G06", "R-V05")
FAILS = [row for row in ROWS if ALL[row[0].split(".")[0]].kinds[row[0].split(".")[1]].verdict is Verdict.FAIL]
# Here the papers themselves say that there is none.
STATED = ("R-V01.none",)
# What a person confirmed may fail on a scan, too.
OF_PAGES = [row for row in FAILS if not row[0].startswith(OF_THE_UNIT) and "state" not in row[2]]


def found(row: Row, **more: Any) -> list[Outcome]:
    outcome, changes, how = row
    options = {**how, **more}
    if options.pop("shipped", False):
        options["packs"] = law.shipped("shanxi-jinzhong")
    return judged(changes, only=outcome.split(".")[0], **options)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}-{i}" for i, row in enumerate(ROWS)])
def test_a_rule_gives_the_outcome(row: Row) -> None:
    outcomes = found(row)
    assert row[0] in [outcome.outcome for outcome in outcomes], [(o.outcome, o.code, o.parameters) for o in outcomes]


def test_a_sound_dossier_has_no_failure_and_no_warning() -> None:
    assert [o.outcome for o in judged() if o.verdict in (Verdict.FAIL, Verdict.WARN)] == []


@pytest.mark.parametrize("row", OF_PAGES, ids=[f"{row[0]}-{i}" for i, row in enumerate(OF_PAGES)])
def test_recognised_text_never_fails(row: Row) -> None:
    assert [o.outcome for o in found(row, source=TextSource.OCR) if o.verdict is Verdict.FAIL] == []


@pytest.mark.parametrize("row", OF_PAGES, ids=[f"{row[0]}-{i}" for i, row in enumerate(OF_PAGES)])
def test_uncertain_facts_never_fail(row: Row) -> None:
    weak = found(row, source=TextSource.OCR, confidence=0.5)
    assert [o.outcome for o in weak if o.verdict is Verdict.FAIL] == []


def test_what_a_person_confirmed_may_fail_even_on_a_scan() -> None:
    scanned = of("R-F06", judged({"F15": {"decision.made_on": "2024-12-30"}}, source=TextSource.OCR))
    told = of(
        "R-F06", judged({"F15": {"decision.made_on": "2024-12-30"}}, source=TextSource.OCR, state=FactState.CONFIRMED)
    )
    assert [o.outcome for o in scanned] == ["R-F06.unsure"]
    assert [o.outcome for o in told] == ["R-F06.late"]


def test_with_nothing_read_nothing_fails_and_nothing_passes_but_what_does_not_apply() -> None:
    empty = {form: {"text": ""} for form in ("F01", "F02", "F11", "F15", "F23")}
    verdicts = {o.outcome: o.verdict for o in judged(base=empty, complete=False, unit=None, source=TextSource.NONE)}
    # The order of papers is read off their titles alone.
    assert [name for name, verdict in verdicts.items() if verdict in (Verdict.FAIL, Verdict.PASS)] == ["R-A09.ok"]


def test_a_dossier_of_pages_that_nobody_read_is_not_said_to_lack_anything() -> None:
    outcomes = judged(base={"X-OTHER": {"text": ""}}, complete=False, unit=None, source=TextSource.NONE)
    told = [o for o in outcomes if o.rule in ALL and str(o.parameters.get("reason")).startswith("no-such")]
    assert told == []
    [measure] = of("R-C05", outcomes)
    assert (measure.verdict, measure.code) == (Verdict.UNKNOWN, "unknown.unread-pages")
    assert say.turning(measure) and say.searching(measure) == "查找范围：全卷第 1 页。"


@pytest.mark.parametrize(
    "row", [r for r in FAILS if r[0].endswith(".none") and r[0] not in STATED], ids=lambda row: str(row[0])
)
def test_absence_does_not_fail_in_a_dossier_that_nobody_stated_complete(row: Row) -> None:
    outcome, changes, how = row
    open_ended = {**changes, "X-CATALOG": None}
    outcomes = found((outcome, open_ended, how), complete=False)
    assert [o.outcome for o in outcomes if o.verdict is Verdict.FAIL] == []


def test_a_catalogue_that_lists_the_paper_keeps_its_absence_open() -> None:
    assert [o.verdict for o in of("R-F01", judged({"F01": None}))] == [Verdict.UNKNOWN]


def test_an_unread_page_keeps_absence_open() -> None:
    outcomes = of("R-F01", judged({"F01": None, "X-CATALOG": None, "X-OTHER": {"text": "", "ocr": True}}))
    assert [o.verdict for o in outcomes] == [Verdict.UNKNOWN]


def test_a_file_set_aside_keeps_absence_open() -> None:
    read = replace(
        reading(changed(SOUND, {"F01": None, "X-CATALOG": None})), problems=(Problem("立案表.wps", "unreadable"),)
    )
    outcomes = actions.check_reading(read, today=TODAY, complete=True)
    assert [o.verdict for o in of("R-F01", outcomes)] == [Verdict.UNKNOWN]


def test_an_empty_folder_stated_complete_fails_nothing() -> None:
    outcomes = actions.check_reading(Reading((), (), ()), today=TODAY, complete=True)
    assert not [o.outcome for o in outcomes if o.verdict is Verdict.FAIL]


JUNK = st.sampled_from(
    [
        "",
        "无",
        "2024-02-30",
        "2024-07-09T25:00",
        "-1",
        "1e9",
        "NaN",
        "〇",
        {},
        {"on": "x", "paper": 3},
        {"law": None, "article": None},
    ]
)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_odd_values_never_stop_a_check(data: st.DataObject) -> None:
    papers = {form: dict(content) for form, content in {**SOUND, **HEARING, **SEIZED}.items()}
    for content in papers.values():
        for name in [name for name in content if name not in ("text", "+text", "ocr")]:
            if data.draw(st.booleans()):
                content[name] = data.draw(JUNK)
    read = reading(papers, state=data.draw(st.sampled_from(list(FactState))))
    assert len(actions.check_reading(read, today=TODAY, complete=data.draw(st.booleans()), unit=UNIT)) >= len(
        engine.REGISTRY
    )


def test_a_year_without_calendar_is_unknown_and_says_which() -> None:
    served = {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2027-02-01")]}}
    [outcome] = judged(served, only="R-S01")
    assert (outcome.code, outcome.parameters["year"]) == ("unknown.no-calendar", 2027)


@pytest.mark.parametrize("rule", [rule.id for rule in engine.REGISTRY])
def test_every_rule_is_seen_to_pass_to_find_fault_and_to_not_know(rule: str) -> None:
    told = {row[0] for row in ROWS if row[0].startswith(f"{rule}.")}
    told |= {o.outcome for base in (SOUND, SUMMARY) for o in judged(base=base, only=rule)}
    kinds = {ALL[rule].kinds[name.split(".")[1]].verdict for name in told}
    assert Verdict.PASS in kinds and Verdict.UNKNOWN in kinds and kinds & {Verdict.FAIL, Verdict.WARN}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_speaks_without_a_gap(language: str) -> None:
    for row in ROWS:
        for outcome in found(row):
            for sentence in (
                say.explanation(outcome, language),
                say.turning(outcome, language),
                say.title(outcome.rule, language),
            ):
                assert not re.search(r"\{|check\.\w", sentence), (outcome.outcome, sentence)
                assert language == "zh" or not any(code in sentence for code in ("_on", "_at")), sentence


def test_a_time_limit_shows_its_days_its_basis_and_where_it_stands() -> None:
    [late] = of(
        "R-S01",
        judged(
            {"F23": {"service": [{"form": "F15", "paper": "行政处罚决定书", "on": "2024-08-20", "method": "直接送达"}]}}
        ),
    )
    assert late.outcome == "R-S01.late" and late.basis == "《中华人民共和国行政处罚法》第六十一条第一款、第八十五条"
    assert sum(counted for _, counted, _ in late.days) == late.parameters["used"] == 15
    assert {(e.title, e.page) for e in late.evidence} == {("行政处罚决定书", 11), ("送达回证", 12)} or late.evidence[
        0
    ].place
    assert (
        say.explanation(late)
        == "决定 2024年7月30日，送达 2024年8月20日，15 个工作日，超过 7 个（应不晚于 2024年8月8日）。"
    )


def test_a_count_is_told_by_stretches_of_days() -> None:
    served = {
        "F23": {"service": [{"form": "F15", "paper": "行政处罚决定书", "on": "2024-08-05", "method": "直接送达"}]}
    }
    [found] = of("R-S01", judged(served))
    assert say.counting(found) == [
        "2024年7月30日：起始日不计",
        "2024年7月31日至2024年8月2日：计 3 天，累计 3 天",
        "2024年8月3日至2024年8月4日：周末，不计",
        "2024年8月5日：计 1 天，累计 4 天",
    ]
    assert all("check." not in line for line in say.counting(found, "en"))


def test_local_law_of_shanxi_binds_no_dossier_from_elsewhere() -> None:
    elsewhere = judged(packs=law.shipped("zhejiang"))
    assert [o.code for o in of("R-B01", elsewhere)] == ["na.no-local-law"]


def test_all_rules_on_one_dossier_take_no_longer_than_a_blink() -> None:
    import timeit

    assert min(timeit.repeat(judged, number=1, repeat=5)) < 0.1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_shows_every_rule_in_words(language: str) -> None:
    rows = say.rules_table(language)
    assert len(rows) == len(engine.REGISTRY) + len(engine.FOR_A_PERSON) == 136
    assert not [
        row["rule"] for row in rows if row["title"].startswith("check.") or row.get("needs", "").startswith("check.")
    ]


def test_the_table_of_rules_names_articles_and_outcomes() -> None:
    table = {row["rule"]: row for row in engine.table()}
    assert len(table) == len(engine.REGISTRY) >= 120
    assert ("R-S01.none", "fail", "veto") in table["R-S01"]["outcomes"]
    assert table["R-S01"]["basis"].startswith("penalty:61.1")
