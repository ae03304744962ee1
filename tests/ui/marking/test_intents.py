from __future__ import annotations

from casereview.dossier.model import Box, Member, Page, Paper, Reading, Run, TextSource
from casereview.marking.model import Mark, MarkKind, MarkPayload, Seen
from casereview.rubric.model import Deduction, Item
from ui.marking import intents
from ui.marking.intents import Sitting
from ui.marking.queue import across

EACH = Deduction.model_validate(
    {"id": "D1", "text": "漏签名", "category": "document", "severity": "minor", "points": "0.5", "each": "处"}
)
ONCE = Deduction.model_validate(
    {"id": "D2", "text": "无案由", "category": "document", "severity": "minor", "points": "1", "once": True}
)
ITEM = Item.model_validate({"id": "I1", "title": "笔录", "points": "3", "deductions": [EACH, ONCE]})
HERE = Seen(file="f", page=1, dossier_page=1, box=(1, 2, 3, 4))
THERE = Seen(file="f", page=2, dossier_page=2, box=(1, 2, 3, 4))


def a_mark(ident: str, kind: MarkKind, **said: object) -> Mark:
    values = {"campaign": "c", "dossier": "d", "rubric": "r", "kind": kind, "item": "I1", **said}
    return Mark(ident, "甲", "2024-11-04T09:00:00+08:00", MarkPayload.model_validate(values))


def at(*marks: Mark) -> Sitting:
    return Sitting("c", "d", "r", marks)


def test_a_further_occurrence_joins_the_mark_of_the_first() -> None:
    first = a_mark("m1", MarkKind.DEDUCT, deduction="D1", count=1, evidence=[HERE], note="第一处")
    said = intents.deduct(at(first), ITEM, EACH, [THERE], 2, "又两处")
    assert (said.payload.count, said.payload.evidence, said.payload.note) == (3, (HERE, THERE), "第一处；又两处")
    assert said.replaces == (first,)


def test_what_is_deducted_once_counts_once_however_often_it_is_said() -> None:
    first = a_mark("m1", MarkKind.DEDUCT, deduction="D2", evidence=[HERE])
    assert intents.deduct(at(first), ITEM, ONCE, [THERE], 5).payload.count == 1


def test_a_deduction_stands_in_place_of_full_marks_and_leaves_other_deductions() -> None:
    full = a_mark("m1", MarkKind.FULL)
    other = a_mark("m2", MarkKind.DEDUCT, deduction="D2", evidence=[HERE])
    assert intents.deduct(at(full, other), ITEM, EACH, [HERE]).replaces == (full,)


def test_full_marks_stand_in_place_of_every_judgement_and_of_no_remark() -> None:
    lost = a_mark("m1", MarkKind.DEDUCT, deduction="D1", evidence=[HERE])
    strong = a_mark("m2", MarkKind.STRENGTH)
    assert intents.full(at(lost, strong), "I1").replaces == (lost,)


def a_reading() -> Reading:
    run = Run("执法人员签名：王五", Box(100, 50, 280, 70), tuple(float(100 + 20 * n) for n in range(10)))
    below = Run("日期", Box(100, 90, 140, 110), (100.0, 120.0, 140.0))
    pages = (Page(1, 595, 842, TextSource.TEXT, (run, below)), Page(2, 595, 842, TextSource.TEXT))
    papers = (
        Paper("p01", "F02", "询问笔录", "f", (1,), (1,), 1.0, "title"),
        Paper("p02", "F15", "行政处罚决定书", "f", (2,), (2,), 1.0, "title"),
    )
    return Reading((Member("f", "卷.pdf", 9, "pdf", pages),), papers, ())


def test_the_words_of_a_box_are_those_whose_middle_lies_in_it() -> None:
    assert intents.words_in(a_reading(), 1, Box(239, 45, 290, 75)) == "王五"
    assert intents.words_in(a_reading(), 1, Box(90, 40, 300, 120)) == "执法人员签名：王五\n日期"
    assert intents.words_in(a_reading(), 1, Box(0, 200, 300, 300)) == ""


def test_not_found_names_the_papers_where_the_item_looks_or_all() -> None:
    assert intents.not_found(a_reading(), ("F15",)).papers == ("行政处罚决定书",)
    assert intents.not_found(a_reading(), ("F15",)).pages == (2,)
    assert intents.not_found(a_reading(), ("F99",)).pages == (1, 2)


def test_cross_marking_gives_each_reader_an_order_of_their_own_that_stays() -> None:
    waiting = [f"d{number}" for number in range(12)]
    orders = {reader: across(waiting, reader) for reader in ("甲", "乙", "丙")}
    assert all(sorted(order) == sorted(waiting) for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) == 3
    assert across(list(reversed(waiting)), "甲") == orders["甲"]
