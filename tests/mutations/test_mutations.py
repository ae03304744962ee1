"""Each defect of the table is found in the files that carry it, and nothing else is: on clean dossiers of every layout and format.

Every third line of the table, those that show several outcomes, and every twelfth of those put everywhere run here; all of them with
CASEREVIEW_ALL_MUTATIONS=1 (`-s` shows the figures).
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from casereview.checks import actions as checks
from casereview.checks.engine import REGISTRY
from casereview.dossier import actions as dossiers
from tests.mutations.bases import NAMES, base
from tests.mutations.everywhere import everywhere
from tests.mutations.files import Change, write
from tests.mutations.run import BY, TODAY, Judged, judge, registered, unchanged
from tests.mutations.table import DEFECTS

ALL = bool(os.environ.get("CASEREVIEW_ALL_MUTATIONS"))
EVERYWHERE = everywhere()
SOME = tuple(defect for number, defect in enumerate(DEFECTS) if number % 3 == 0 or defect.shows)
CHOSEN = (*DEFECTS, *EVERYWHERE) if ALL else (*SOME, *EVERYWHERE[::13])


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    said = judge(CHOSEN, tmp_path_factory.mktemp("defects"))
    missed, false = sum(not one.found for one in said), sum(bool(one.false) for one in said)
    print(f"\n{len(said)} defects: {len(said) - missed} found, {missed} missed, {false} with a false failure")
    return said


def test_every_defect_is_found(judged: list[Judged]) -> None:
    assert {one.defect.name: (one.defect.expect, one.said) for one in judged if not one.found} == {}


def test_no_defect_brings_a_failure_that_does_not_follow_from_it(judged: list[Judged]) -> None:
    assert {one.defect.name: one.false for one in judged if one.false} == {}


def test_the_clean_dossiers_fail_nothing_even_where_a_person_states_them_complete(tmp_path: Path) -> None:
    clean = [unchanged(key, stated) for key in (NAMES if ALL else NAMES[::2]) for stated in (False, True)]
    assert {f"{one.defect.name}/{one.defect.stated}": one.false for one in judge(clean, tmp_path) if one.false} == {}


def test_the_table_is_wide() -> None:
    assert len(DEFECTS) >= 350
    assert len(EVERYWHERE) >= 350
    assert len({defect.name for defect in (*DEFECTS, *EVERYWHERE)}) == len(DEFECTS) + len(EVERYWHERE)
    rules = {rule.id: {f"{rule.id}.{kind.name}" for kind in rule.outcomes} for rule in REGISTRY}
    shown = [(defect.name, outcome) for defect in DEFECTS for outcome in (defect.expect, *defect.shows)]
    assert not [pair for pair in shown if pair[1] not in rules[pair[1].partition(".")[0]]]
    assert not [rule for defect in DEFECTS for rule in defect.also if rule not in rules]
    assert len({defect.rule for defect in DEFECTS}) >= 95
    styles = {(base(key).style.layout, base(key).form) for key in NAMES}
    assert {layout for layout, _ in styles} == {"table", "prose", "south", "plain"}
    assert {form for _, form in styles} == {"bound", "pdfs", "docx", "onedocx", "zip"}


def test_a_change_that_changes_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to change"):
        write(base("06"), Change(edit=(("F14", "这几个字不在纸上", "别的"),)), tmp_path, "x")
    with pytest.raises(ValueError, match="nothing to change"):
        write(base("06"), Change(lose=("F02",)), tmp_path, "y")


def test_two_dossiers_of_one_day_are_seen_together(tmp_path: Path) -> None:
    """The same fine twice, and the same officers at two places at once: only the workspace as a whole shows it."""
    again = Change(fields={"serial": "012"})
    elsewhere = Change(fields={"serial": "013", "plate": "晋K·T0999"}, party={"name": "郭无咎"})
    for name, change in (("first", Change()), ("again", again), ("elsewhere", elsewhere)):
        write(replace(base("02"), form="docx"), change, tmp_path / "dossiers", name)
    with registered(tmp_path) as db:
        dossiers.take_in(db, BY, [tmp_path / "dossiers"], executor="thread")
        checks.check(db, BY, today=TODAY)
        found = {d.name: {o.outcome for o in checks.outcomes(db, d.id)} for d in dossiers.dossiers(db)}
    assert "R-D17.suspected" in found["first"] & found["again"]
    assert "R-D17.suspected" not in found["elsewhere"]
    assert all("R-P03.elsewhere" in outcomes for outcomes in found.values())
