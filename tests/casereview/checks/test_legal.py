"""The lawyer's table of legal figures: whole, current, and as the packs say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casereview.checks import law, legal
from tests.casereview.checks.legal_table import REGION, file_of

PACKS = law.shipped(REGION)
ROWS = legal.figures(PACKS, REGION)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_the_help_is_current(language: str) -> None:
    written = file_of(language).read_text("utf-8")
    assert written == legal.markdown(language, PACKS, REGION), "run python -m tests.casereview.checks.legal_table"
    assert "check.legal" not in written and "region_figure" not in written


def test_every_entry_of_every_pack_has_a_line() -> None:
    assert PACKS.discretion is not None
    counts = {section: sum(row.section == section for row in ROWS) for section in legal.SECTIONS}
    assert counts["laws"] == len(PACKS.laws) and counts["fines"] == len(PACKS.fines)
    assert counts["limits"] == len(PACKS.limits.limits) and counts["amounts"] == len(PACKS.limits.amounts)
    assert counts["discretion"] == len(PACKS.discretion.bands)
    assert counts["leniency"] == sum(len(pack.entries) for pack in PACKS.leniency)
    assert counts["legal_review"] == sum(len(pack.entries) for pack in PACKS.legal_review)
    assert counts["regions"] == len(PACKS.region.figures) + len(PACKS.region.local_law)
    assert counts["calendar"] == len(PACKS.calendar.years)
    assert all(counts.values()), counts


def test_an_edited_figure_changes_its_line() -> None:
    fine = PACKS.fines[0].model_copy(update={"confirmed": False, "source": "某处"})
    edited = legal.figures(replace(PACKS, fines=(fine, *PACKS.fines[1:])), REGION)
    changed = [(a, b) for a, b in zip(ROWS, edited) if a != b]
    assert len(changed) == 1 and (changed[0][1].confirmed, changed[0][1].source) == (False, "某处")


def test_a_placeholder_is_open_in_the_table() -> None:
    states = {row.confirmed for row in ROWS if row.section == "discretion"}
    assert states == {False}
    assert {
        row.confirmed for row in ROWS if row.section == "fines" and "超限运输车辆行驶公路管理规定" in row.article
    } == {False}
