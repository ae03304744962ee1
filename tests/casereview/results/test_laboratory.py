from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from casereview.errors import NotFound
from casereview.marking.model import Mark, MarkKind
from casereview.marking.sheet import score
from casereview.panel import actions as panel
from casereview.results import actions
from casereview.results.laboratory import Laboratory, Trial, laboratory
from casereview.rubric.model import Rubric
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import GRADES, a_deduction, a_mark, a_rubric, an_item
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, a_review, clocked, read

NAMES = ["A", "B", "C", "D"]


def a_version(version: str, points: dict[str, str] | None = None, *, severity: str = "minor", **more: Any) -> Rubric:
    """Four items of 25 with two deductions each, some of them dearer."""
    dear = points or {}
    items = [
        an_item(
            name,
            "25",
            a_deduction(f"{name}-1", dear.get(f"{name}-1", "2"), each="处", severity=severity),
            a_deduction(f"{name}-2", dear.get(f"{name}-2", "5")),
        )
        for name in NAMES
    ]
    return a_rubric(*items, version=version, **more)


OLD = a_version("1")


def a_trial(dossier: str, rubric: Rubric, struck: dict[str, int]) -> Trial:
    marks = [_mark(rubric, ident, count) for ident, count in struck.items()]
    marks += [a_mark(rubric, name) for name in NAMES if not any(ident[0] == name for ident in struck)]
    return Trial("c", dossier, tuple(marks))


def _mark(rubric: Rubric, ident: str, count: int) -> Mark:
    return a_mark(rubric, ident[0], ident, count=count)


def codes(found: Laboratory, dossier: str) -> list[tuple[str, str]]:
    return [(why.code, why.item) for one in found.outcomes if one.dossier == dossier for why in one.reasons]


def test_who_changes_grade_and_by_which_item() -> None:
    new = a_version("2", {"A-1": "6"})
    found = laboratory(OLD, new, [a_trial("一", OLD, {"A-1": 2, "B-2": 1}), a_trial("二", OLD, {"B-2": 1})])
    first, second = found.outcomes
    assert (first.old, first.new) == (Decimal(91), Decimal(83))
    assert (first.old_grade, first.new_grade) == ("excellent", "good")
    assert first.regraded and not second.changed
    assert codes(found, "一") == [("item", "A")] and codes(found, "二") == []
    assert [one.dossier for one in found.changed] == ["一"]
    for language in LANGUAGES:
        assert "21" in first.reasons[0].sentence(language) and "13" in first.reasons[0].sentence(language)


def test_severity_floors_vetoes_and_policies_are_named_as_the_cause() -> None:
    trial = a_trial("一", OLD, {"A-1": 1})
    assert codes(laboratory(OLD, a_version("2", severity="major"), [trial]), "一") == [("severity", "")]
    higher = [{"code": "excellent", "title": "优秀", "at_least": "99"}, *GRADES[1:]]
    assert codes(laboratory(OLD, a_version("2", grades=higher), [trial]), "一") == [("grades", "")]
    vetoed = a_version("1", vetoes=[{"id": "V", "title": "主体", "effect": "fail", "human": True}])
    marks = (*a_trial("一", vetoed, {}).marks, a_mark(vetoed, "V", kind=MarkKind.VETO))
    confirmed = Trial("c", "一", marks, vetoes=frozenset({"V"}))
    gone = laboratory(vetoed, OLD, [confirmed])
    assert codes(gone, "一") == [("veto-gone", "V")]
    assert gone.outcomes[0].lost == (marks[-1].id,)
    out = a_mark(OLD, "A", kind=MarkKind.NOT_APPLICABLE, reason="无")
    part = Trial("c", "一", (out, _mark(OLD, "B-2", 1), a_mark(OLD, "C"), a_mark(OLD, "D")))
    full = a_version("2", policies={"not_applicable": "full"})
    assert codes(laboratory(OLD, full, [part]), "一")[-1] == ("rules", "")


def test_a_new_item_must_be_marked_and_a_dropped_one_loses_its_marks() -> None:
    short = a_rubric(*[an_item(name, "25", a_deduction(f"{name}-1", "2", each="处")) for name in ["A", "B", "C", "E"]])
    found = laboratory(OLD, short, [a_trial("一", OLD, {"D-1": 3, "A-2": 1})])
    assert {("item-gone", "D"), ("item-new", "E")} <= set(codes(found, "一"))
    assert "E" in found.outcomes[0].open
    assert len(found.outcomes[0].lost) == 2


counts = st.dictionaries(st.sampled_from([f"{n}-{k}" for n in NAMES for k in (1, 2)]), st.integers(1, 9), max_size=6)
prices = st.dictionaries(
    st.sampled_from([f"{n}-{k}" for n in NAMES for k in (1, 2)]), st.integers(1, 25).map(str), max_size=4
)


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, max_size=9), prices)
def test_it_agrees_with_brute_force(struck: list[dict[str, int]], dear: dict[str, str]) -> None:
    new = a_version("2", dear)
    trials = [a_trial(str(n), OLD, one) for n, one in enumerate(struck)]
    found = laboratory(OLD, new, trials)
    for trial, one, outcome in zip(trials, struck, found.outcomes, strict=True):
        assert outcome.old == score(OLD, trial.marks, trial.context).score
        # By hand: full marks less what each item lost, which is at most what it carries.
        lost = [
            min(sum(int(dear.get(i, "2" if i[2] == "1" else "5")) * (c if i[2] == "1" else 1)
                    for i, c in one.items() if i[0] == name), 25)
            for name in NAMES
        ]  # fmt: skip
        assert outcome.new == 100 - sum(lost)
        assert bool(outcome.reasons) == outcome.changed
    together: Counter[tuple[str, str]] = Counter()
    single: Counter[str] = Counter()
    for one in struck:
        single.update(one.keys())
        together.update((a, b) for a in one for b in one if a < b)
    assert {(p.one, p.other): (p.both, p.first, p.second) for p in found.together} == {
        (a, b): (n, single[a], single[b]) for (a, b), n in together.items() if n >= 2
    }
    assert [p.both for p in found.together] == sorted((p.both for p in found.together), reverse=True)
    hit = {ident[0] for one in struck for ident in one}
    assert [(s.item, s.judged) for s in found.silent] == [(n, len(struck)) for n in NAMES if n not in hit]


def test_the_front_door_tries_a_version_on_what_the_panel_or_a_reader_said(db: Database, tmp_path: Path) -> None:
    made, drawn = a_review(db, tmp_path / "in", count=3)
    dearer = {
        item.id: item.model_copy(update={"deductions": tuple(
            d.model_copy(update={"points": d.points + 1}) for d in item.deductions)})
        for item in RUBRIC.items
    }  # fmt: skip
    sections = tuple(
        s.model_copy(update={"items": tuple(dearer[i.id] for i in s.items)}) for s in RUBRIC.sections
    )  # fmt: skip
    new = RUBRIC.model_copy(update={"version": "99", "sections": sections})
    assert actions.laboratory(db, made.id, RUBRIC, new).outcomes == ()
    read(db, clocked(A), made, drawn[0], [("A", "A-1", 1)])
    read(db, clocked(B), made, drawn[0], [("A", "A-1", 1)])
    read(db, clocked(A), made, drawn[1], [("A", "A-1", 2)])
    panel.settle_agreed(db, clocked(LEADER), made.id)
    before = len(list(db.query("SELECT id FROM event")))
    found = actions.laboratory(db, made.id, RUBRIC, new)
    assert [(one.dossier, one.by) for one in found.outcomes] == [(drawn[0], ""), (drawn[1], A)]
    price = RUBRIC.item("A").deductions[0].points
    assert found.outcomes[0].old == Decimal(100) - price
    assert found.outcomes[0].new == Decimal(100) - price - 1
    assert found.outcomes[1].new == Decimal(100) - 2 * (price + 1)
    assert actions.laboratory(db, None, RUBRIC, new).outcomes == found.outcomes
    assert actions.laboratory(db, made.id, new, RUBRIC).outcomes == ()
    assert len(list(db.query("SELECT id FROM event"))) == before, "nothing is written"
    with pytest.raises(NotFound):
        actions.laboratory(db, "nobody", RUBRIC, new)
