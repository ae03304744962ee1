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
from tests.mutations.table import DEFECTS


def shown() -> dict[str, set[str]]:
    """Which outcomes tests show: by a row on a sound dossier, by a defect in files."""
    found: dict[str, set[str]] = defaultdict(set)
    for outcome in (row[0] for row in (*CASE, *AFTER, *SLIPS, *PACKS)):
        found[outcome].add("row")
    for base in (SOUND, SUMMARY):
        for said in judged(base=base):
            found[said.outcome].add("row")
    for defect in DEFECTS:
        found[defect.expect].add("file")
    return dict(found)


def file_of(language: str) -> Path:
    return RESOURCES / "help" / f"rules.{language}.md"


if __name__ == "__main__":
    for language in ("zh", "en"):
        file_of(language).write_text(markdown(language, shown()), encoding="utf-8")
