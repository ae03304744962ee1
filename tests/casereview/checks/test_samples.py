"""The shipped sample dossiers: planted defects are found, clean dossiers have no failure, in the time a window allows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casereview.checks import actions
from casereview.checks.model import Verdict
from casereview.dossier import actions as dossiers
from casereview.words import RESOURCES

SAMPLES = RESOURCES / "samples"
TRUTH = [json.loads(file.read_text("utf-8")) for file in sorted((SAMPLES / "truth").glob("*.json"))]


def _file(truth: dict[str, Any]) -> Path:
    return next(path for path in SAMPLES.joinpath("dossiers").rglob("*") if truth["name"] in (path.name, path.stem))


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["name"] for truth in TRUTH])
def test_a_sample_is_judged_as_it_was_made(truth: dict[str, Any]) -> None:
    reading = dossiers.read(_file(truth))
    outcomes = actions.check_reading(reading, today=date(2026, 6, 1), complete=truth["complete"])
    # What needs the other dossiers or the register of the unit cannot be seen in one dossier.
    planted = {p["rule"]: p["verdict"] for p in truth["planted"] if not p.get("needs")}
    found = {(o.rule, o.verdict.value) for o in outcomes}
    assert set(planted.items()) <= found
    failed = {o.outcome for o in outcomes if o.verdict is Verdict.FAIL and o.rule not in {*planted, *truth["also"]}}
    assert failed == set()
