"""Writes the table of legal figures into the help: `python -m tests.casereview.checks.legal_table` after a pack changed."""

from __future__ import annotations

from pathlib import Path

from casereview.checks import law
from casereview.checks.legal import markdown
from casereview.words import RESOURCES

REGION = "shanxi-jinzhong"


def file_of(language: str) -> Path:
    return RESOURCES / "help" / f"legal.{language}.md"


if __name__ == "__main__":
    for language in ("zh", "en"):
        file_of(language).write_text(markdown(language, law.shipped(REGION), REGION), encoding="utf-8")
