from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.errors import NotFound
from casereview.panel import actions
from casereview.panel.model import Campaign
from casereview.panel.objections import AlreadyObjected, AnswerByOther, AnswerNeedsReason, NotDecidedYet
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, a_review, clocked, read

DAY = date(2024, 11, 20)
unit_clerk = clocked("祁县法制股")
leader = clocked(LEADER)


@pytest.fixture
def case(db: Database, tmp_path: Path) -> tuple[Campaign, str]:
    made, drawn = a_review(db, tmp_path / "in", count=1)
    for name in (A, B):
        read(db, clocked(name), made, drawn[0], [("A", "A-1", 2)])
    return made, drawn[0]


def test_an_answer_that_changes_keeps_both_points_and_both_scores(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    with pytest.raises(NotDecidedYet):
        actions.raise_objection(db, unit_clerk, made.id, dossier, RUBRIC, "A", "有签收", on=DAY)
    actions.settle_agreed(db, leader, made.id)
    _, raised = actions.raise_objection(db, unit_clerk, made.id, dossier, RUBRIC, "A", "第3页有签收", on=DAY)
    with pytest.raises(AlreadyObjected):
        actions.raise_objection(db, unit_clerk, made.id, dossier, RUBRIC, "A", "再说一遍", on=DAY)
    (one,) = actions.objections(db, made.id, open_only=True)
    assert (one.id, one.objection.points, one.objection.lost) == (raised, Decimal(30), (("A-1", 2),))
    assert actions.final_sheet(db, made.id, dossier, RUBRIC).score == Decimal("90.0")

    asked = next(q for q in actions.questions(db, made.id, dossier) if q.item == "A").dispute(made.id)
    decision = actions.propose(db, asked, "neither")
    with pytest.raises(AnswerByOther):
        actions.answer_objection(db, clocked(A), raised, "确有签收", on=DAY, decision=decision)
    with pytest.raises(AnswerNeedsReason):
        actions.answer_objection(db, leader, raised, " ", on=DAY, decision=decision)
    _, answer = actions.answer_objection(db, leader, raised, "确有签收", on=DAY, decision=decision)
    assert (answer.outcome, answer.objection.points, answer.points) == ("changed", Decimal(30), Decimal(40))
    assert (answer.score_before, answer.score_after) == ("90.0", "100.0")
    assert actions.final_sheet(db, made.id, dossier, RUBRIC).score == Decimal("100.0")
    assert len([e for e in record.history(db, "panel.decided") if e.payload["item"] == "A"]) == 2

    assert actions.objections(db, made.id, open_only=True) == []
    (kept,) = actions.objections(db, made.id, unit=one.objection.unit)
    assert kept.answer == answer and actions.objections(db, made.id, unit="别处") == []
    with pytest.raises(NotFound):
        actions.answer_objection(db, leader, raised, "再答", on=DAY)


def test_an_answer_that_maintains_changes_no_decision(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    actions.settle_agreed(db, leader, made.id)
    before = {event.id for event in record.current(db, "panel.decided")}
    _, raised = actions.raise_objection(db, unit_clerk, made.id, dossier, RUBRIC, "A", "不服", on=DAY)
    _, answer = actions.answer_objection(db, leader, raised, "证据页确无签收", on=DAY)
    assert answer.outcome == "maintained" and answer.points == Decimal(30)
    assert {event.id for event in record.current(db, "panel.decided")} == before
    _, again = actions.raise_objection(db, unit_clerk, made.id, dossier, RUBRIC, "A", "新证据", on=DAY)
    assert again != raised
