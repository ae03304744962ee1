from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

import casereview.rubric.actions
from casereview import packs, record
from casereview.errors import CaseReviewError
from casereview.marking import actions
from casereview.marking.actions import AlreadySealed, NoSuchItem, NotReady, NotSealed, NotYourMark, ReasonNeeded
from casereview.marking.comments import Shelf, Wordings, drop, keep, offered, shared, shelf
from casereview.marking.model import Context, MarkKind, MarkPayload
from casereview.record import Author
from casereview.rubric import files
from casereview.rubric.model import Rubric
from casereview.words import LANGUAGES, explain
from casereview.workspace import Workspace
from tests.casereview.marking.builders import EVIDENCE, a_deduction, a_rubric, an_item

CONTEXT = Context()
RUBRIC = a_rubric(
    an_item("A", "60", a_deduction("A-1", "2", each="处"), a_deduction("A-2", "5")),
    an_item("B", "40"),
    vetoes=[{"id": "V", "title": "否决", "effect": "void"}],
)


def said(item: str, deduction: str = "", **more: object) -> MarkPayload:
    kind = more.pop("kind", MarkKind.DEDUCT if deduction else MarkKind.FULL)
    given = {"campaign": "c", "dossier": "d", "rubric": RUBRIC.digest, "item": item, "deduction": deduction}
    evidence = EVIDENCE if kind is MarkKind.DEDUCT else ()
    return MarkPayload.model_validate({"evidence": evidence, **given, "kind": kind, **more})


def score_of(db: Database, reader: str = "评查员甲", rubric: Rubric = RUBRIC) -> str:
    return str(actions.sheet_of(db, rubric, "c", "d", reader, CONTEXT).score)


def test_a_second_mark_on_a_deduction_takes_the_place_of_the_first(db: Database, author: Author) -> None:
    actions.set_mark(db, author, said("A", "A-1", count=1))
    changes, second = actions.set_mark(db, author, said("A", "A-1", count=3))
    assert changes.marks == {"d"}
    assert actions.marks(db, "c", "d") == [second]
    assert score_of(db) == "94.0"


def test_a_deduction_takes_the_place_of_full_marks_but_not_the_reverse(db: Database, author: Author) -> None:
    actions.set_mark(db, author, said("A"))
    actions.set_mark(db, author, said("A", "A-2"))
    assert score_of(db) == "95.0"
    actions.set_mark(db, author, said("A"))
    sheet = actions.sheet_of(db, RUBRIC, "c", "d", author.name, CONTEXT)
    assert sheet.line("A").state == "conflict"
    codes = {w.code for w in actions.consistency(db, RUBRIC, "c", "d", author.name, CONTEXT)}
    assert "full-and-deducted" in codes


def test_readers_do_not_see_or_replace_each_others_marks(db: Database, author: Author) -> None:
    other = Author("评查员乙", author.clock)
    _, mine = actions.set_mark(db, author, said("A", "A-1"))
    actions.set_mark(db, other, said("A", "A-1", count=5))
    assert (score_of(db), score_of(db, "评查员乙")) == ("98.0", "90.0")
    for act in (lambda: actions.withdraw(db, other, [mine.id]), lambda: actions.undo(db, other, [mine.id])):
        with pytest.raises(NotYourMark):
            act()
    with pytest.raises(NotYourMark):
        actions.set_mark(db, other, said("A", "A-1"), [mine.id])


def test_not_applicable_needs_a_reason_and_unknown_items_are_named(db: Database, author: Author) -> None:
    with pytest.raises(ReasonNeeded):
        actions.set_mark(db, author, said("A", kind=MarkKind.NOT_APPLICABLE))
    for wrong in (said("Z"), said("A", "B-1"), said("A", kind=MarkKind.VETO)):
        with pytest.raises(NoSuchItem):
            actions.set_mark(db, author, wrong, rubric=RUBRIC)
    actions.set_mark(db, author, said("", kind=MarkKind.STRENGTH, note="说理充分"), rubric=RUBRIC)
    assert len(actions.sheet_of(db, RUBRIC, "c", "d", author.name, CONTEXT).strengths) == 1


def test_one_finding_in_similar_dossiers_is_one_step_and_all_or_none(db: Database, author: Author) -> None:
    group = [said("A", "A-1", dossier=f"d{n}") for n in range(3)]
    with pytest.raises(NoSuchItem):
        actions.set_marks(db, author, [*group, said("Z")], rubric=RUBRIC)
    assert record.history(db) == []
    changes, made = actions.set_marks(db, author, group, rubric=RUBRIC)
    assert changes.marks == {"d0", "d1", "d2"}
    actions.undo(db, author, [mark.id for mark in made])
    assert [actions.marks(db, "c", f"d{n}") for n in range(3)] == [[], [], []]


def test_a_seal_refuses_what_is_open_contradictory_or_without_evidence(db: Database, author: Author) -> None:
    _, without = actions.set_mark(db, author, said("A", "A-1", evidence=()))
    with pytest.raises(NotReady) as refused:
        actions.seal(db, author, RUBRIC, "c", "d", CONTEXT)
    assert refused.value.parameters["open"] == ("B",)
    assert refused.value.parameters["bare"] == (without.id,)
    assert "1-2" in explain(refused.value) and "1-1" in explain(refused.value)
    assert not actions.sealed(db, "c", "d", author.name)


def test_marks_after_a_seal_do_not_count_until_somebody_reopens_with_a_reason(db: Database, author: Author) -> None:
    leader = Author("组长", author.clock)
    actions.set_mark(db, author, said("A", "A-1"))
    actions.set_mark(db, author, said("B"))
    actions.seal(db, author, RUBRIC, "c", "d", CONTEXT)
    assert actions.sealed(db, "c", "d", author.name, RUBRIC.digest)
    with pytest.raises(AlreadySealed):
        actions.seal(db, author, RUBRIC, "c", "d", CONTEXT)

    _, late = actions.set_mark(db, author, said("A", "A-1", count=9))
    assert score_of(db) == "98.0"
    assert actions.late_marks(db, "c", "d") == [late]
    assert actions.sheet_of(db, RUBRIC, "c", "d", author.name, CONTEXT).sealed

    with pytest.raises(ReasonNeeded):
        actions.reopen(db, leader, "c", "d", RUBRIC.digest, " ", reader=author.name)
    with pytest.raises(NotSealed):
        actions.reopen(db, leader, "c", "d", RUBRIC.digest, "补充")
    actions.reopen(db, leader, "c", "d", RUBRIC.digest, "漏看第9页", reader=author.name)
    assert score_of(db) == "82.0"
    assert (actions.sealed(db, "c", "d", author.name), actions.late_marks(db, "c", "d")) == (False, [])


def test_a_seal_holds_the_digest_of_what_it_saw(db: Database, author: Author) -> None:
    ids = [actions.set_mark(db, author, one)[1].id for one in (said("A", "A-1"), said("B"))]
    actions.seal(db, author, RUBRIC, "c", "d", CONTEXT)
    payload = record.current(db, "sheet.sealed", "d")[0].payload
    assert (payload["score"], payload["grade"]) == ("98.0", "excellent")
    assert payload["digest"] == actions.seal_digest(RUBRIC.digest, ids)
    assert payload["digest"] != actions.seal_digest(RUBRIC.digest, ids[:1])


def test_the_list_shows_how_far_a_dossier_is(db: Database, author: Author) -> None:
    row = {"id": "d", "unit": "u", "name": "n", "version": "v", "complete": 0, "taken_in_at": "t", "pages": 1}
    db.table("dossier").insert({**row, "state": "taken_in"})

    def state() -> object:
        return db.conn.execute("SELECT state FROM dossier").fetchone()[0]

    marks = [actions.set_mark(db, author, one)[1] for one in (said("A", "A-1"), said("B"))]
    assert state() == "marking"
    actions.seal(db, author, RUBRIC, "c", "d", CONTEXT)
    assert state() == "sealed"
    actions.reopen(db, author, "c", "d", RUBRIC.digest, "再看")
    assert state() == "marking"
    actions.withdraw(db, author, [mark.id for mark in marks])
    assert state() == "taken_in"


def test_two_laptops_that_mark_one_deduction_differently_meet_as_a_conflict(tmp_path: Path, author: Author) -> None:
    with (
        Workspace.create(tmp_path / "a") as a,
        Workspace.create(tmp_path / "b") as b,
        closing(a.connect()) as one,
        closing(b.connect()) as two,
    ):
        actions.set_mark(one, author, said("A", "A-1", count=1))
        actions.set_mark(two, author, said("A", "A-1", count=4))
        record.merge(one, record.history(two))
        assert actions.sheet_of(one, RUBRIC, "c", "d", author.name, CONTEXT).line("A").state == "conflict"
        actions.set_mark(one, author, said("A", "A-1", count=4))  # a person settles it
        assert actions.sheet_of(one, RUBRIC, "c", "d", author.name, CONTEXT).line("A").state == "marked"


def test_the_shelf_holds_own_notes_by_use(db: Database, author: Author) -> None:
    for number, note in enumerate(["缺签名", "缺日期", "缺签名"]):
        actions.set_mark(db, author, said("A", "A-1", dossier=f"d{number}", note=note))
    other = Author("评查员乙", author.clock)
    actions.set_mark(db, other, said("A", "A-1", note="别人的话"))
    assert [(c.text, c.uses) for c in shelf(db, author.name, "A")] == [("缺签名", 2), ("缺日期", 1)]
    assert shelf(db, author.name, "B") == []


def test_a_wording_is_for_everyone_once_somebody_puts_it_there(db: Database, author: Author) -> None:
    actions.set_mark(db, author, said("A", "A-1", note="缺签名"))
    assert shared(db, "A") == [], "what one writes is not shown to others by itself"
    for text in ("缺签名", " 缺签名 ", "", "日期不符"):
        keep(db, author, "A", text)
    assert [(one.text, one.by) for one in shared(db, "A")] == [("缺签名", author.name), ("日期不符", author.name)]
    assert shared(db, "B") == []
    drop(db, Author("组长", author.clock), "A", "缺签名")
    assert [one.text for one in shared(db, "A")] == ["日期不符"]


def test_shelves_are_offered_official_first_then_ones_own_by_use_then_the_panels(db: Database, author: Author) -> None:
    other = Author("评查员乙", author.clock)
    keep(db, other, "A", "评查组的话")
    keep(db, other, "A", "组长的话", Shelf.OFFICIAL)
    for number, note in enumerate(["少用的", "常用的", "常用的", "常用的", "少用的", "评查组的话"]):
        actions.set_mark(db, author, said("A", "A-1", dossier=f"d{number}", note=note))
    found = offered(db, author.name, "A")
    assert [(one.text, one.shelf, one.uses) for one in found] == [
        ("组长的话", Shelf.OFFICIAL, 0),
        ("常用的", Shelf.OWN, 3),
        ("少用的", Shelf.OWN, 2),
        ("评查组的话", Shelf.OWN, 1),
    ]
    assert [one.text for one in offered(db, "评查员丙", "A")] == ["组长的话", "评查组的话"]


def test_a_wording_made_official_leaves_the_panels_shelf(db: Database, author: Author) -> None:
    keep(db, author, "A", "缺签名")
    keep(db, author, "A", "缺签名", Shelf.OFFICIAL)
    keep(db, author, "A", "缺签名")
    assert [(one.text, one.shelf) for one in shared(db, "A")] == [("缺签名", Shelf.OFFICIAL)]


def test_shipped_wordings_are_of_items_that_the_shipped_rubrics_have() -> None:
    pack = packs.load("wordings", "review", Wordings)
    assert set(pack.items) <= {item.id for rubric in files.shipped() for item in rubric.items}
    assert all(text.strip() == text and text for texts in pack.items.values() for text in texts)
    general = next(rubric for rubric in files.shipped() if rubric.procedures == ("general",))
    assert {item.id for item in general.items} <= set(pack.items)


def test_the_history_of_an_item_tells_what_stands_and_when_the_rest_ended(db: Database, author: Author) -> None:
    _, first = actions.set_mark(db, author, said("A", "A-1"))
    _, second = actions.set_mark(db, author, said("A", kind=MarkKind.FULL), [first.id])
    actions.set_mark(db, Author("评查员乙", author.clock), said("A", "A-1"))
    actions.set_mark(db, author, said("B", kind=MarkKind.FULL))
    found = actions.history(db, "c", "d", author.name, "A", RUBRIC.digest)
    assert [(one.mark.id, one.stands, bool(one.ended)) for one in found] == [
        (second.id, True, False),
        (first.id, False, True),
    ]
    actions.withdraw(db, author, [second.id])
    assert [one.stands for one in actions.history(db, "c", "d", author.name, "A", RUBRIC.digest)] == [False, False]


def test_every_error_of_the_room_has_its_sentence() -> None:
    def below(kind: type[CaseReviewError]) -> list[type[CaseReviewError]]:
        return [kind, *(one for sub in kind.__subclasses__() for one in below(sub))]

    ours = [
        kind
        for kind in below(CaseReviewError)
        if kind.__module__.startswith(("casereview.marking", "casereview.rubric"))
    ]
    assert casereview.rubric.actions.VersionTaken in ours and len(ours) >= 12
    for kind in ours:
        for language in LANGUAGES:
            assert explain(kind(), language) != f"error.{kind.code}"


acts = st.lists(
    st.tuples(st.sampled_from(["A-1", "A-2", "B-1", "full A", "full B", "na B", "withdraw"]), st.integers(1, 6)),
    max_size=12,
)


def do(db: Database, by: Author, act: str, count: int) -> list[str]:
    """One act of a reader; gives the marks it made."""
    if act == "withdraw":
        standing = actions.marks(db, "c", "d", by.name)
        actions.withdraw(db, by, [standing[count % len(standing)].id] if standing else [])
        return []
    what, _, item = act.rpartition(" ")
    if what == "na":
        payload = said(item, kind=MarkKind.NOT_APPLICABLE, reason="无")
    else:
        payload = said(item) if what else said(act[0], act, count=count)
    return [actions.set_mark(db, by, payload)[1].id]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.sampled_from(["A-1", "A-2", "full A", "na B"]), st.integers(1, 6))
def test_undo_restores_the_sheet_exactly_and_events_replay_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, author: Author, before: list[tuple[str, int]], act: str, count: int
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    with Workspace.create(folder / "a") as a, closing(a.connect()) as db:
        for one in before:
            do(db, author, *one)
        values = contents(db, author)
        made = do(db, author, act, count)
        actions.undo(db, author, made)
        assert contents(db, author) == values
        events = record.history(db)
        sheet = actions.sheet_of(db, RUBRIC, "c", "d", author.name, CONTEXT)
    with Workspace.create(folder / "b") as b, closing(b.connect()) as db:
        record.merge(db, reversed(events))
        assert actions.sheet_of(db, RUBRIC, "c", "d", author.name, CONTEXT) == sheet


def contents(db: Database, by: Author) -> tuple[object, ...]:
    """What a person sees: what the marks say, and the lines and score they make."""
    sheet = actions.sheet_of(db, RUBRIC, "c", "d", by.name, CONTEXT)
    lines = [(line.item, line.earned, line.state, line.lost) for line in sheet.lines]
    sayings = sorted(mark.said.model_dump_json() for mark in actions.marks(db, "c", "d", by.name))
    return (sheet.score, sheet.graded, lines, sayings)
