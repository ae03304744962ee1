from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.errors import NotFound
from casereview.marking import actions as marking
from casereview.marking.model import Context, MarkPayload
from casereview.panel import actions as panel
from casereview.panel.model import Campaign
from casereview.results import actions, verifier
from casereview.results.actions import NothingDecided, NotSettled
from casereview.results.export import digest
from casereview.rubric.model import Subject
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item
from tests.casereview.panel.review import EVIDENCE, LEADER, RUBRIC, A, B, a_campaign, a_review, clocked, read

leader = clocked(LEADER)


def settled(db: Database, folder: Path) -> tuple[Campaign, list[str]]:
    made, drawn = a_review(db, folder, count=3)
    for number, dossier in enumerate(drawn):
        for name in (A, B):
            read(db, clocked(name), made, dossier, [("A", "A-1", 1 + number % 3), ("B", "B-1", 1)][: 1 + number % 2])
    panel.settle_agreed(db, leader, made.id)
    return made, drawn


def test_nothing_is_frozen_before_the_panel_has_settled_everything(db: Database, tmp_path: Path) -> None:
    panel.new_campaign(db, leader, a_campaign())
    with pytest.raises(NothingDecided):
        actions.freeze(db, leader, "")
    made, drawn = a_review(db, tmp_path / "in")
    read(db, clocked(A), made, drawn[0], [("A", "A-1", 1)])
    read(db, clocked(B), made, drawn[0])
    panel.settle_agreed(db, leader, made.id)
    with pytest.raises(NotSettled) as refused:
        actions.freeze(db, leader, made.id)
    assert refused.value.parameters["dossiers"] == 4
    assert actions.latest(db, made.id) is None
    with pytest.raises(NotFound):
        actions.export_frozen(db, made.id, tmp_path / "r.json")
    for one in panel.disputes(db, made.id):
        panel.decide(db, leader, panel.adopt(db, one, A, "属实"))
    _, results = actions.freeze(db, leader, made.id, allow_open=True)
    assert (results.reviewed, results.scored, sum(results.grades.values())) == (4, 1, 1)
    assert results.mean == Decimal("95.00")


def test_frozen_figures_are_those_of_the_panels_sheets_and_stay(db: Database, tmp_path: Path) -> None:
    made, drawn = settled(db, tmp_path / "in")
    changes, results = actions.freeze(db, leader, made.id)
    assert changes.results == {made.id}
    assert actions.latest(db, made.id) == results
    rows = {one.dossier: one for one in actions.by(results, "dossier")}
    for dossier in drawn:
        sheet = panel.final_sheet(db, made, dossier, panel.rubrics_of(made, None)[0])
        assert rows[dossier].score == sheet.score and rows[dossier].grade == sheet.graded
        assert rows[dossier].readers == {A: str(sheet.score), B: str(sheet.score)}
    assert all(unit.name.endswith("交通运输局") for unit in results.units)
    assert results.problems[0].deduction == "A-1" and len(results.problems[0].dossiers) == 6
    lost = results.dossiers[0].lost[0]
    assert lost.evidence.endswith("第1页")
    (event,) = record.current(db, "results.frozen")
    assert event.payload["digest"] == digest(results)

    before = record.state_digest(db)
    assert not actions.freeze(db, leader, made.id)[0]
    assert record.state_digest(db) == before


def test_another_decision_and_another_freeze_leave_the_former_readable(db: Database, tmp_path: Path) -> None:
    made, drawn = settled(db, tmp_path / "in")
    _, first = actions.freeze(db, leader, made.id)
    asked = next(one for one in panel.questions(db, made.id, drawn[1]) if one.item == "B").dispute(made.id)
    panel.decide(db, leader, panel.propose(db, asked, "neither", reason="异议成立"))
    assert actions.latest(db, made.id) == first
    _, second = actions.freeze(db, leader, made.id)
    assert second.mean != first.mean and actions.latest(db, made.id) == second
    assert actions.history(db, made.id) == [first, second]


def test_the_exported_file_is_recomputed_and_half_a_point_is_named(db: Database, tmp_path: Path) -> None:
    made, _ = settled(db, tmp_path / "in")
    actions.freeze(db, leader, made.id)
    file = actions.export_frozen(db, made.id, tmp_path / "结果.json")
    assert verifier.verify_file(file) == []
    whole = json.loads(file.read_text("utf-8"))
    line = whole["results"]["dossiers"][0]["items"][2]
    line["earned"] = "19.5"
    file.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    found = dict(verifier.verify_file(file))
    assert "digest" in found and found["item"]["item"] == "1-3 C"
    results = actions.latest(db, made.id)
    assert results is not None
    assert all(actions.by(results, kind) for kind in ("unit", "item", "system", "type", "dossier"))
    with pytest.raises(NotFound):
        actions.by(results, "colour")


def test_a_units_own_items_are_marked_once_and_joined_with_its_dossiers(db: Database, tmp_path: Path) -> None:
    mixed = a_rubric(
        an_item("P", "40", a_deduction("P-1", "10")),
        an_item("U", "60", a_deduction("U-1", "30", severity="major"), subject="unit"),
        code="GS", title="公示", system="publicity", scope=["dossier", "unit"],
    )  # fmt: skip
    made, drawn = a_review(
        db, tmp_path / "in", panel.frozen_campaign("混合", 2024, [RUBRIC, mixed], a_campaign().members), count=2
    )
    said = {"campaign": made.id, "rubric": mixed.digest, "evidence": EVIDENCE}
    for dossier in drawn:
        for name in (A, B):
            by = clocked(name)
            read(db, by, made, dossier)
            marking.set_mark(db, by, MarkPayload(dossier=dossier, kind="deduct", item="P", deduction="P-1", **said))
            marking.seal(db, by, mixed, made.id, dossier, Context())
    by = clocked(LEADER, 3)
    marking.set_mark(db, by, MarkPayload(dossier="祁县", kind="deduct", item="U", deduction="U-1", **said))
    marking.seal(db, by, mixed, made.id, "祁县", Context(), subject=Subject.UNIT)
    panel.settle_agreed(db, leader, made.id)
    _, results = actions.freeze(db, leader, made.id)
    units = {unit.unit: unit for unit in results.units}
    (sheet,) = units["祁县"].sheets
    assert (sheet.own, sheet.score, sheet.grade) == ("50/1", Decimal("60.0"), "pass")  # 50 × 0.6 + 75 × 0.4
    assert [lost.deduction for lost in sheet.lost] == ["U-1"] and units["太谷"].sheets == ()
    assert {one.score for one in results.dossiers if one.rubric == mixed.digest} == {Decimal("75.0")}

    file = actions.export_frozen(db, made.id, tmp_path / "r.json")
    assert verifier.verify_file(file) == []
    whole = json.loads(file.read_text("utf-8"))
    at = next(unit for unit in whole["results"]["units"] if unit["sheets"])["sheets"][0]
    at["items"][0]["earned"] = "30.5"
    file.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    assert dict(verifier.verify_file(file))["item"]["item"] == "1-2 U"


def test_a_rubric_beside_that_nobody_marked_reports_nothing(db: Database, tmp_path: Path) -> None:
    beside = a_rubric(an_item("P", "10"), code="GS", title="公示", system="publicity")
    members = a_campaign().members
    made, drawn = a_review(
        db, tmp_path / "in", panel.frozen_campaign("带专项", 2024, [RUBRIC, beside], members), count=1
    )
    for dossier in drawn:
        for name in (A, B):
            read(db, clocked(name), made, dossier)
    panel.settle_agreed(db, leader, made.id)
    _, results = actions.freeze(db, leader, made.id)
    assert {one.rubric for one in results.dossiers} == {RUBRIC.digest} == set(results.rubrics)
    assert results.systems["publicity"] is None
