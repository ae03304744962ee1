from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.errors import WrongUse
from casereview.marking import actions as marking
from casereview.marking.model import Context, MarkKind
from casereview.panel import actions
from casereview.panel.adjudicate import AlreadyConfirmed, DecisionNeedsReason, StaleDecision, StillWaiting
from casereview.panel.model import Campaign, Decision, Dispute, VetoConfirmation
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, a_campaign, a_review, clocked, mark, read

leader = clocked(LEADER)


@pytest.fixture
def case(db: Database, tmp_path: Path) -> tuple[Campaign, str]:
    made, drawn = a_review(db, tmp_path / "in", count=1)
    return made, drawn[0]


def dispute(db: Database, made: Campaign, item: str) -> Dispute:
    return next(one for one in actions.disputes(db, made.id) if one.item == item)


def states(db: Database, made: Campaign, dossier: str) -> dict[str, str]:
    return {one.item: one.state for one in actions.questions(db, made.id, dossier)}


def test_nothing_is_compared_before_every_reader_has_sealed(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2)])
    read(db, clocked(B), made, dossier, seal=False)
    assert set(states(db, made, dossier).values()) == {"waiting"}
    assert actions.disputes(db, made.id) == [] and not actions.settle_agreed(db, leader, made.id)
    decision = Decision(
        campaign=made.id,
        dossier=dossier,
        rubric=RUBRIC.digest,
        item="A",
        choice="own",
        kind="full",
        reason="x",
        seen="",
    )
    with pytest.raises(StillWaiting) as refused:
        actions.decide(db, leader, decision)
    assert refused.value.parameters["missing"] == B


def test_agreement_is_of_deduction_and_count_and_not_of_points_alone(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2), ("B", "B-1", 1)])
    read(db, clocked(B), made, dossier, [("A", "A-1", 2), ("B", "B-2", 10)])  # 10 points either way
    found = dispute(db, made, "B")
    assert found.why == "lines" and found.earned == {A: Decimal(30), B: Decimal(30)}
    assert found.lost == {A: (("B-1", 1),), B: (("B-2", 10),)}
    assert states(db, made, dossier) == {"A": "agreed", "B": "disputed", "C": "agreed"}


def test_what_agrees_is_settled_with_its_rule_and_the_rest_is_left(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2), ("B", "B-1", 1)])
    read(db, clocked(B), made, dossier, [("A", "A-1", 2)])
    assert actions.settle_agreed(db, leader, made.id).dossiers == {dossier}
    assert states(db, made, dossier) == {"A": "decided", "B": "disputed", "C": "decided"}
    assert not actions.settle_agreed(db, leader, made.id)
    (agreed,) = [e for e in record.current(db, "panel.decided") if e.payload["item"] == "A"]
    assert (agreed.payload["rule"], agreed.payload["lost"], agreed.actor) == ("identical", [["A-1", 2]], LEADER)
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.sealed, sheet.open) == (False, ("B",))

    actions.decide(db, leader, actions.adopt(db, dispute(db, made, "B"), A, "证据充分"))
    sheet = actions.final_sheet(db, made, dossier, RUBRIC)
    assert (sheet.sealed, sheet.score, sheet.graded) == (True, Decimal("80.0"), "good")
    assert sheet.line("B").lost == (("B-1", 1, Decimal(10)),)
    row = dossiers.get(db, dossier)
    assert (row.state, row.score, row.grade) == ("decided", "80.0", "good")


def test_within_the_tolerance_the_milder_lines_stand(db: Database, tmp_path: Path) -> None:
    made, drawn = a_review(db, tmp_path / "in", a_campaign(tolerance=Decimal(2)), count=1)
    read(db, clocked(A), made, drawn[0], [("B", "B-2", 3), ("C", "C-1", 1)])
    read(db, clocked(B), made, drawn[0], [("B", "B-2", 1)])
    actions.settle_agreed(db, leader, made.id)
    assert [one.item for one in actions.disputes(db, made.id)] == ["C"]
    (settled,) = [e for e in record.current(db, "panel.decided") if e.payload["item"] == "B"]
    assert (settled.payload["rule"], settled.payload["of"], settled.payload["lost"]) == (
        "within-tolerance",
        B,
        [["B-2", 1]],
    )


def test_every_choice_of_the_board(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2), ("B", "B-1", 1), ("C", "C-1", 1)])
    read(db, clocked(B), made, dossier, [("A", "A-1", 3), ("A", "A-2", 1), ("B", "B-2", 2)])
    both = actions.propose(db, dispute(db, made, "A"), "both")
    assert both.lost == (("A-1", 3), ("A-2", 1))
    actions.decide(db, leader, both)
    neither = actions.propose(db, dispute(db, made, "C"), "neither")
    with pytest.raises(DecisionNeedsReason):
        actions.decide(db, leader, neither)
    actions.decide(db, leader, neither.model_copy(update={"reason": "证据不足", "dissent": "评查员甲保留意见"}))
    seen = dispute(db, made, "B").seen
    own = Decision(
        campaign=made.id, dossier=dossier[:16], rubric=RUBRIC.digest, item="B", choice="own", kind="deduct",
        lost=(("B-2", 1),), reason="重复计算", seen=seen,
    )  # fmt: skip
    for wrong in ({"lost": ()}, {"lost": (("B-2", 0),)}, {"kind": "bonus"}):
        with pytest.raises(WrongUse):
            actions.decide(db, leader, own.model_copy(update=wrong))
    actions.decide(db, leader, own)
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.sealed, sheet.score) == (True, Decimal("80.0"))  # 15 + 4 + 1 lost
    minutes = actions.minutes(db, made.id)
    assert [act.decision.item for act in minutes.acts if act.decision] == ["A", "C", "B"]
    assert minutes.acts[1].decision and minutes.acts[1].decision.dissent == "评查员甲保留意见"
    events = record.current(db, "panel.*")
    assert {act.event for act in minutes.acts} == {event.id for event in events}
    assert minutes.digest == record.digest_of(sorted(event.id for event in events))


def test_late_evidence_reopens_the_item_visibly_and_nothing_else(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2)])
    read(db, clocked(B), made, dossier)
    actions.settle_agreed(db, leader, made.id)
    actions.decide(db, leader, actions.adopt(db, dispute(db, made, "A"), A, "属实"))
    assert dossiers.get(db, dossier).state == "decided"
    assert actions.disputes(db, made.id) == []

    second = clocked(B, 2)
    mark(db, second, made, dossier, "A", "A-2")  # after the seal: kept, and not counted
    assert actions.disputes(db, made.id) == []
    marking.reopen(db, second, made.id, dossier, RUBRIC.digest, "漏看一页")
    assert states(db, made, dossier)["A"] == "decided"  # not sealed again yet
    marking.withdraw(
        db,
        second,
        [m.id for m in marking.marks(db, made.id, dossier, B) if m.said.kind is MarkKind.FULL and m.said.item == "A"],
    )
    marking.seal(db, second, RUBRIC, made.id, dossier, Context())

    reopened = dispute(db, made, "A")
    assert [one.item for one in actions.disputes(db, made.id)] == ["A"] and reopened.why == "reopened"
    before = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (before.score, before.sealed) == (Decimal("90.0"), False)  # the decision stands until a person changes it
    again = actions.propose(db, reopened, "both")
    with pytest.raises(DecisionNeedsReason):
        actions.decide(db, leader, again)
    actions.decide(db, leader, again.model_copy(update={"reason": "补充证据属实"}))
    assert actions.final_sheet(db, made.id, dossier, RUBRIC).score == Decimal("86.0")
    assert len([e for e in record.history(db, "panel.decided") if e.payload["item"] == "A"]) == 2


def test_a_decision_on_marks_that_changed_meanwhile_is_refused(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2)])
    read(db, clocked(B), made, dossier)
    decision = actions.adopt(db, dispute(db, made, "A"), A, "属实")
    other = clocked(A, 3)
    marking.reopen(db, other, made.id, dossier, RUBRIC.digest, "改处数")
    mark(db, other, made, dossier, "A", "A-1", count=4)
    marking.seal(db, other, RUBRIC, made.id, dossier, Context())
    with pytest.raises(StaleDecision):
        actions.decide(db, leader, decision)


def test_a_veto_stands_with_the_second_person_and_falls_by_a_decision(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    mark(db, clocked(A), made, dossier, "V", kind=MarkKind.VETO)
    mark(db, clocked(B), made, dossier, "V", kind=MarkKind.VETO)
    read(db, clocked(A), made, dossier)
    read(db, clocked(B), made, dossier)
    actions.settle_agreed(db, leader, made.id)
    found = dispute(db, made, "V")  # two readers agree, and a person must still look at it
    assert found.why == "veto"
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.vetoes, sheet.proposed, sheet.graded) == ((), ("V",), "excellent")

    said = VetoConfirmation(campaign=made.id, dossier=dossier, rubric=RUBRIC.digest, veto="V", reason="主要证据缺失")
    actions.confirm_veto(db, leader, said)
    with pytest.raises(AlreadyConfirmed):
        actions.confirm_veto(db, leader, said)
    assert dispute(db, made, "V").why == "veto"
    actions.confirm_veto(db, clocked("副组长"), said)
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.vetoes, sheet.graded, sheet.sealed) == (("V",), "fail", True)
    assert dossiers.get(db, dossier).grade == "fail"

    no = Decision(
        campaign=made.id, dossier=dossier, rubric=RUBRIC.digest, item="V", choice="own", kind="no_veto", reason="补到原件",
        seen=found.seen,
    )  # fmt: skip
    actions.decide(db, leader, no)
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.vetoes, sheet.proposed, sheet.graded, sheet.sealed) == ((), (), "excellent", True)
    actions.confirm_veto(db, leader, said)  # and a person may come back to it
    assert dispute(db, made, "V").why == "veto"


def test_bonus_and_not_applicable_go_the_same_road(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    first, second = clocked(A), clocked(B)
    mark(db, first, made, dossier, "J", kind=MarkKind.BONUS)
    mark(db, first, made, dossier, "C", kind=MarkKind.NOT_APPLICABLE, reason="本案没有该情形")
    for who in (first, second):
        mark(db, who, made, dossier, "A", "A-1")
        mark(db, who, made, dossier, "B")
    mark(db, second, made, dossier, "C")
    for who in (first, second):
        marking.seal(db, who, RUBRIC, made.id, dossier, Context())
    actions.settle_agreed(db, leader, made.id)
    assert {one.item: one.why for one in actions.disputes(db, made.id)} == {"C": "not_applicable", "J": "bonus"}
    actions.decide(db, leader, actions.adopt(db, dispute(db, made, "C"), A))
    actions.decide(db, leader, actions.adopt(db, dispute(db, made, "J"), A, "确为典型"))
    sheet = actions.final_sheet(db, made.id, dossier, RUBRIC)
    assert (sheet.line("C").state, sheet.bonus, sheet.sealed) == ("not_applicable", Decimal(3), True)
    assert sheet.score == Decimal("96.8")  # 75/80 of 100 = 93.75, and 3
    zero = actions.propose(db, dispute_again(db, made, dossier, "J"), "neither", reason="不够典型")
    actions.decide(db, leader, zero)
    assert actions.final_sheet(db, made.id, dossier, RUBRIC).bonus == 0


def dispute_again(db: Database, made: Campaign, dossier: str, item: str) -> Dispute:
    """An item that is decided already, as the board shows it when somebody comes back to it."""
    return next(one for one in actions.questions(db, made.id, dossier) if one.item == item).dispute(made.id)


def test_two_decisions_that_came_together_are_a_conflict_for_a_person(db: Database, case: tuple[Campaign, str]) -> None:
    made, dossier = case
    read(db, clocked(A), made, dossier, [("A", "A-1", 2)])
    read(db, clocked(B), made, dossier)
    found = dispute(db, made, "A")
    subject = f"{made.id}/{dossier}/A"
    for reader in (A, B):
        record.append(db, leader, "panel.decided", subject, actions.adopt(db, found, reader, "x"))
    assert dispute(db, made, "A").why == "conflict"
    actions.decide(db, leader, actions.propose(db, found, "neither", reason="两份决定不一,重新合议"))
    assert [one.item for one in actions.disputes(db, made.id)] == []
    assert len(record.current(db, "panel.decided", subject)) == 1


def test_a_projector_evening_of_sixty_disputes_has_minutes_one_to_one(db: Database, tmp_path: Path) -> None:
    made, drawn = a_review(db, tmp_path / "in", count=10)
    for dossier in drawn:
        read(db, clocked(A), made, dossier, [("A", "A-1", 1), ("B", "B-1", 1), ("C", "C-1", 1)])
        read(db, clocked(B), made, dossier)
    asked = actions.disputes(db, made.id)
    assert len(asked) == 60
    for number, one in enumerate(asked):
        choice = ("reader", "neither", "both")[number % 3]
        actions.decide(db, leader, actions.propose(db, one, choice, of=A if choice == "reader" else "", reason="合议"))  # type: ignore[arg-type]
    assert actions.disputes(db, made.id) == []
    minutes = actions.minutes(db, made.id)
    assert [act.event for act in minutes.acts] == [e.id for e in record.current(db, "panel.decided")]
    assert len(minutes.acts) == 60 and all(dossiers.get(db, one).state == "decided" for one in drawn)
