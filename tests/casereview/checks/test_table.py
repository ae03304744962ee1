"""The table of rules in the help is what registry and tests say today."""

from __future__ import annotations

import re

import pytest

from casereview.checks.engine import FOR_A_PERSON, REGISTRY
from casereview.checks.model import Verdict
from casereview.checks.table import markdown
from tests.casereview.checks.rules_table import file_of, shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_committed_table_is_up_to_date(language: str) -> None:
    written = file_of(language).read_text(encoding="utf-8")
    assert written == markdown(language, shown()), "run python -m tests.casereview.checks.rules_table"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_names_every_rule_with_its_outcomes_in_words(language: str) -> None:
    text = markdown(language, shown())
    assert "check." not in text
    rows = {
        row[0]: row for line in text.splitlines() if (row := [part.strip() for part in line.strip("| ").split(" | ")])
    }
    for rule in REGISTRY:
        _, title, basis, outcomes = rows[rule.id]
        assert title and basis
        assert re.findall(r"`(\w+)`", outcomes) == [kind.name for kind in rule.outcomes]
    assert all(f"**{ident}**" in text for ident in FOR_A_PERSON)


def test_an_outcome_that_nothing_shows_has_no_mark() -> None:
    bare, marked = markdown("zh", {}), markdown("zh", {"R-S01.late": ["row", "file"]})
    assert "●" not in bare.split("## ", 1)[1] and "■" not in bare.split("## ", 1)[1]
    [line] = [line for line in marked.splitlines() if line.startswith("| R-S01 ")]
    assert line.count("●■") == 1


def test_no_rule_lacks_a_test_that_passes_one_that_finds_fault_and_one_that_does_not_know() -> None:
    proved = shown()
    for rule in REGISTRY:
        kinds = {kind.verdict for kind in rule.outcomes if f"{rule.id}.{kind.name}" in proved}
        assert {Verdict.PASS, Verdict.UNKNOWN} <= kinds, rule.id
        assert kinds & {Verdict.FAIL, Verdict.WARN}, rule.id


def test_every_failure_and_warning_is_shown() -> None:
    """`unsure` is any failure that rests on recognised text: shown for all rules together elsewhere."""
    proved = shown()
    faults = [
        f"{rule.id}.{kind.name}"
        for rule in REGISTRY
        for kind in rule.outcomes
        if kind.verdict in (Verdict.FAIL, Verdict.WARN) and kind.name != "unsure"
    ]
    assert sorted(set(faults) - set(proved)) == []
    assert sum("file" in proved[fault] for fault in faults) >= 150
