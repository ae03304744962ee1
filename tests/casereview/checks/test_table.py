"""The table of rules in the help is what registry and tests say today."""

from __future__ import annotations

import re

import pytest

from casereview.checks.engine import FOR_A_PERSON, REGISTRY
from casereview.checks.model import Verdict
from casereview.checks.rules import Kind
from casereview.checks.table import markdown
from casereview.checks.unit import rules_of
from casereview.units.catalogue import shipped as figures
from tests.casereview.checks.rules_table import file_of, proofs, shown

# What these ask for is not confirmed in the catalogue: their failures only warn until somebody has looked it up.
DEMANDS_UNCONFIRMED = {figure.rule for figure in figures().figures if figure.rule and not figure.confirmed}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_committed_table_is_up_to_date(language: str) -> None:
    written = file_of(language).read_text(encoding="utf-8")
    assert written == markdown(language, shown(), proofs()), "run python -m tests.casereview.checks.rules_table"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_names_every_rule_with_its_outcomes_in_words(language: str) -> None:
    text = markdown(language, shown(), proofs())
    assert "check." not in text
    rows = {
        row[0]: row for line in text.splitlines() if (row := [part.strip() for part in line.strip("| ").split(" | ")])
    }
    for rule in REGISTRY:
        _, title, basis, outcomes, files = rows[rule.id]
        assert title and basis and files.count("`") >= 6
        assert re.findall(r"`(\w+)`", outcomes) == [kind.name for kind in rule.outcomes]
    for unit_rule in rules_of(figures()):
        _, title, basis, _, files = rows[unit_rule.id]
        assert title and basis and files.count("`") >= 6
    assert all(f"**{ident}**" in text for ident in FOR_A_PERSON)


def test_an_outcome_that_nothing_shows_has_no_mark() -> None:
    bare, marked = (
        markdown("zh", {}, {}),
        markdown("zh", {"R-S01.late": ["row", "file"]}, {"R-S01.late": "served-late"}),
    )
    assert "●" not in bare.split("## ", 1)[1] and "■" not in bare.split("## ", 1)[1]
    [line] = [line for line in marked.splitlines() if line.startswith("| R-S01 ")]
    assert line.count("●■") == 1 and line.endswith("| 不符合：`served-late` |")


RULES = [(rule.id, rule.outcomes) for rule in REGISTRY] + [
    (rule.id, tuple(rule.kinds.values())) for rule in rules_of(figures())
]


@pytest.mark.parametrize(("ident", "kinds"), RULES, ids=[ident for ident, _ in RULES])
def test_files_show_every_rule_to_pass_to_fail_and_to_not_know(ident: str, kinds: tuple[Kind, ...]) -> None:
    """Dossiers and registers that are taken in; a rule that cannot fail finds fault by a warning."""
    proved = proofs()
    seen = {kind.verdict for kind in kinds if f"{ident}.{kind.name}" in proved}
    demands = ident in DEMANDS_UNCONFIRMED
    worst = Verdict.FAIL if any(kind.verdict is Verdict.FAIL for kind in kinds) and not demands else Verdict.WARN
    assert {Verdict.PASS, worst, Verdict.UNKNOWN} <= seen


def test_rows_show_every_rule_to_pass_to_find_fault_and_to_not_know() -> None:
    proved = {outcome for outcome, ways in shown().items() if "row" in ways}
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
