"""Every planted defect is found by the checks, and no failure appears that was not planted.

The builder of the samples knows nothing of readers and checks; its truth files say what was put into the files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from casereview.checks import actions as checks
from casereview.checks import engine, say
from casereview.checks.model import Outcome, Verdict
from casereview.dossier import actions as dossiers
from casereview.record import Author
from casereview.units import actions as units
from casereview.workspace import Workspace
from tests.samples.build import build

TODAY = date(2026, 3, 2)
# Pictures that only OCR can read: nothing in them can be found without it, and nothing may be invented.
PICTURES = ("04", "12")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[dict[str, Any], list[Outcome]]]]:
    """Truth and outcomes of all sample dossiers, taken in together with the register of units, by name."""
    folder, by = tmp_path_factory.mktemp("planted"), Author("评查员甲")
    build(folder)
    truths = {file.stem: json.loads(file.read_text("utf-8")) for file in (folder / "truth").glob("*.json")}
    with Workspace.create(folder / "w.casereview") as workspace, closing(workspace.connect()) as db:
        units.import_table(db, by, folder / "register.xlsx")
        for unit in units.units(db):
            units.confirm_register(db, by, unit.id, TODAY)
        dossiers.take_in(db, by, [folder / "dossiers"])
        found = {dossier.name: dossier.id for dossier in dossiers.dossiers(db)}
        for name, truth in truths.items():
            if truth["complete"]:
                dossiers.set_complete(db, by, found[name], True)
        checks.check(db, by, today=TODAY)
        yield {name: (truth, checks.outcomes(db, found[name])) for name, truth in truths.items()}


def test_every_planted_defect_is_found(judged: dict[str, tuple[dict[str, Any], list[Outcome]]]) -> None:
    missed = [
        (name, planted["rule"], planted["why"])
        for name, (truth, outcomes) in judged.items()
        for planted in truth["planted"]
        if (planted["rule"], planted["verdict"]) not in {(o.rule, o.verdict.value) for o in outcomes}
    ]
    assert missed == []
    assert sum(len(truth["planted"]) for truth, _ in judged.values()) >= 40


def test_no_failure_appears_that_was_not_planted(judged: dict[str, tuple[dict[str, Any], list[Outcome]]]) -> None:
    false = [
        (name, outcome.outcome)
        for name, (truth, outcomes) in judged.items()
        for outcome in outcomes
        if outcome.verdict == "fail" and outcome.rule not in {p["rule"] for p in truth["planted"]} | set(truth["also"])
    ]
    assert false == []


def test_the_clean_dossiers_fail_nothing_and_pass_much(judged: dict[str, tuple[dict[str, Any], list[Outcome]]]) -> None:
    clean = {name: outcomes for name, (truth, outcomes) in judged.items() if truth["clean"]}
    assert len(clean) >= 4
    for name, outcomes in clean.items():
        assert not [o.outcome for o in outcomes if o.verdict == "fail"], name
        if not name.startswith(PICTURES):
            assert sum(o.verdict == "pass" for o in outcomes) >= 15, name


Judged = dict[str, tuple[dict[str, Any], list[Outcome]]]


def _each(judged: Judged, *verdicts: Verdict) -> list[tuple[str, Outcome]]:
    return [
        (name, o) for name, (_, outcomes) in judged.items() for o in outcomes if not verdicts or o.verdict in verdicts
    ]


def test_every_verdict_says_its_article_in_words_and_what_would_turn_it(judged: Judged) -> None:
    every = _each(judged)
    assert len(every) >= 2000
    for name, outcome in every:
        said = (outcome.basis, say.explanation(outcome), say.turning(outcome), say.turning(outcome, "en"))
        assert all(said) and not re.search(r"\{|check\.|turn\.", " ".join(said)), (name, outcome.outcome, said)


def test_every_failure_shows_where_it_stands_or_where_was_searched(judged: Judged) -> None:
    for name, outcome in _each(judged, Verdict.FAIL, Verdict.WARN):
        pages = [piece.page for piece in outcome.evidence if piece.page]
        assert pages or outcome.searched, (name, outcome.outcome)
    found = [piece for _, o in _each(judged, Verdict.FAIL) for piece in o.evidence if piece.text]
    assert found and sum(piece.place is not None and piece.place.box is not None for piece in found) >= 0.9 * len(found)


def test_every_pass_shows_what_it_looked_at(judged: Judged) -> None:
    bare = {o.outcome for _, o in _each(judged, Verdict.PASS) if not (o.evidence or o.searched)}
    # Figures of the unit stand on no page of a dossier.
    assert bare <= {"R-G05.ok", "R-G06.ok", "R-V05.ok"}


def test_what_was_not_found_says_which_pages_were_searched(judged: Judged) -> None:
    for name, outcome in _each(judged, Verdict.UNKNOWN):
        reason = str(outcome.parameters["reason"])
        if reason not in engine.NOT_IN_DOSSIER:
            where = say.searching(outcome)
            assert "页" in where or outcome.evidence, (name, outcome.outcome, reason)
    absent = [o for _, o in _each(judged, Verdict.UNKNOWN) if str(o.parameters["reason"]).startswith("no-paper")]
    assert absent and all(o.searched[0].first == 1 and o.searched[0].last >= 1 for o in absent)


def test_a_time_limit_shows_its_count_day_by_day(judged: Judged) -> None:
    counted = [
        (name, o) for name, o in _each(judged, Verdict.PASS, Verdict.FAIL, Verdict.WARN) if "used" in o.parameters
    ]
    assert len({o.rule for _, o in counted}) >= 8
    for name, outcome in counted:
        used = int(outcome.parameters["used"])
        assert used < 0 or sum(day[1] for day in outcome.days) == used, (name, outcome.outcome, used, len(outcome.days))
        assert all(why for _, counts, why in outcome.days if not counts)
