"""Writes the table of rules into the help: `python -m tests.casereview.checks.rules_table` after a rule or a test of one changed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from casereview.checks.table import markdown
from casereview.words import RESOURCES
from tests.casereview.checks.builders import SOUND, SUMMARY, judged
from tests.casereview.checks.rows_after import ROWS as AFTER
from tests.casereview.checks.rows_case import ROWS as CASE
from tests.casereview.checks.rows_packs import ROWS as PACKS
from tests.casereview.checks.rows_slips import ROWS as SLIPS
from tests.casereview.checks.test_unit import ROWS as UNITS
from tests.mutations.registers import REGISTERS
from tests.mutations.table import DEFECTS

# Seen where several dossiers stand in one workspace: test_mutations and test_across.
TOGETHER = {"R-D17.suspected": "first", "R-D17.ok": "elsewhere", "R-P03.elsewhere": "elsewhere"}


def shown() -> dict[str, set[str]]:
    """Which outcomes tests show: by a row on a sound dossier or register, by files."""
    found: dict[str, set[str]] = defaultdict(set)
    for outcome in (row[0] for row in (*CASE, *AFTER, *SLIPS, *PACKS, *UNITS)):
        found[outcome].add("row")
    for base in (SOUND, SUMMARY):
        for said in judged(base=base):
            found[said.outcome].add("row")
    for outcome in proofs():
        found[outcome].add("file")
    return dict(found)


def proofs() -> dict[str, str]:
    """For each outcome that files show, the name of the first that are made to show it."""
    found: dict[str, str] = {}
    for defect in DEFECTS:
        for outcome in (defect.expect, *defect.shows):
            found.setdefault(outcome, defect.name)
    for register in REGISTERS:
        for outcome in sorted(register.outcomes):
            found.setdefault(outcome, register.name)
    return TOGETHER | found


def file_of(language: str) -> Path:
    return RESOURCES / "help" / f"rules.{language}.md"


if __name__ == "__main__":
    for language in ("zh", "en"):
        file_of(language).write_text(markdown(language, shown(), proofs()), encoding="utf-8")
