"""What people say of verdicts: counted by rule, and a rule that is mostly wrong only hints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from casereview import packs, record
from casereview.checks import actions, say, store
from casereview.checks.model import Outcome, Says, Verdict
from casereview.checks.precision import could_be_weak, precision_of, weak, wilson
from casereview.errors import NotFound
from casereview.marking.hints import draft, hints
from casereview.marking.model import MARK, MarkKind
from casereview.record import Author, writing
from casereview.rubric.files import shipped
from casereview.workspace import Workspace
from tests.casereview.checks.builders import judged
from tests.casereview.checks.test_actions import a_row

ONE, TWO = (Author(name, lambda: datetime(2026, 6, 1, 9).astimezone()) for name in ("甲", "乙"))
LATE = {"F15": {"decision.made_on": "2024-12-30"}}  # R-F06.late
GENERAL = next(rubric for rubric in shipped() if rubric.code == "PT")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as opened:
        for number in range(12):
            a_row(opened, f"d{number}")
            with writing(opened):
                store.save(opened, f"d{number}", judged(LATE))
        yield opened


def late(db: Database, dossier: str = "d0") -> Outcome:
    return next(outcome for outcome in actions.outcomes(db, dossier) if outcome.rule == "R-F06")


def judge_all(db: Database, *says: str) -> None:
    for number, word in enumerate(says):
        actions.judge(db, ONE, f"d{number}", "R-F06.late", word)


def test_a_later_word_replaces_an_earlier_one_and_both_are_kept_in_the_record(db: Database) -> None:
    actions.judge(db, ONE, "d0", "R-F06.late", Says.REJECTED, " 有延长审批 ")
    actions.judge(db, TWO, "d0", "R-F06.late", "accepted")
    [held] = actions.judgements(db, "d0")
    assert (held.says, held.who, held.note, held.rule) == (Says.ACCEPTED, "乙", "", "R-F06")
    assert {event.payload["note"] for event in record.history(db, "verdict.judged")} == {"有延长审批", ""}
    assert actions.judgements(db, "d1") == []


def test_only_a_verdict_that_a_rule_gives_can_be_judged(db: Database) -> None:
    for wrong in ("R-F06.never", "R-Z99.late", "R-F06", ""):
        with pytest.raises(NotFound):
            actions.judge(db, ONE, "d0", wrong, "accepted")
    with pytest.raises(ValueError):
        actions.judge(db, ONE, "d0", "R-F06.late", "perhaps")
    assert actions.judgements(db) == []


def test_a_mark_that_a_verdict_proposed_counts_as_accepted_until_it_is_withdrawn(db: Database) -> None:
    proposed = next(h for group in hints(GENERAL, [late(db)]).values() for h in group if h.kind is MarkKind.DEDUCT)
    said = draft(proposed, GENERAL, "c", "d0")
    with writing(db):
        for who in (ONE, TWO):  # two readers, one verdict
            record.append(db, who, MARK, "d0", said)
        record.append(db, ONE, MARK, "d1", said.model_copy(update={"outcome": "", "dossier": "d1"}))
    assert {rule: (p.accepted, p.rejected) for rule, p in actions.precision(db).items()} == {"R-F06": (1, 0)}
    actions.judge(db, ONE, "d0", "R-F06.late", "rejected")
    assert actions.precision(db)["R-F06"].rejected == 1
    actions.judge(db, ONE, "d0", "R-F06.late", "unclear")
    assert actions.precision(db) == {}
    with writing(db):
        for held in record.current(db, MARK, "d0"):
            record.append(db, ONE, "mark.withdrawn", "d0", {"marks": [held.id]}, replaces=[held.id])
    assert store.accepted_by_marks(db) == []


def test_two_who_disagree_after_a_merge_say_nothing_of_the_rule(db: Database) -> None:
    actions.judge(db, ONE, "d0", "R-F06.late", "accepted")
    record.append(
        db, TWO, "verdict.judged", "d0", {"dossier": "d0", "outcome": "R-F06.late", "says": "rejected", "note": ""}
    )
    assert len(actions.judgements(db, "d0")) == 2 and actions.precision(db) == {}


def test_a_rule_that_is_mostly_wrong_only_hints_and_says_so(db: Database) -> None:
    judge_all(db, *["accepted"] * 5, *["rejected"] * 4)
    assert late(db).verdict is Verdict.FAIL
    listed = "SELECT fails, warns FROM dossier WHERE id = 'd3'"
    fails, warns = db.conn.execute(listed).fetchone()
    changes = actions.judge(db, ONE, "d9", "R-F06.late", "rejected")
    hinted = late(db)
    assert (hinted.verdict, hinted.meant, hinted.outcome) == (Verdict.WARN, "R-F06.late", "R-F06.late")
    assert "经人核对 10 次，属实 5 次" in say.explanation(hinted)
    assert "{" not in say.explanation(hinted, "en")
    proposals = [hint for group in hints(GENERAL, [hinted]).values() for hint in group]
    assert proposals and not any(hint.certain for hint in proposals)
    assert changes.dossiers == {"*"} and db.conn.execute(listed).fetchone() == (fails - 1, warns + 1)
    actions.judge(db, ONE, "d9", "R-F06.late", "accepted")
    assert late(db).verdict is Verdict.FAIL
    assert db.conn.execute(listed).fetchone() == (fails, warns)


def test_the_bar_is_a_parameter_of_the_workspace(db: Database) -> None:
    judge_all(db, "rejected", "rejected", "accepted")
    assert late(db).verdict is Verdict.FAIL
    fails = db.conn.execute("SELECT sum(fails) FROM dossier").fetchone()[0]
    text = (packs.SHIPPED / "checks" / "precision.toml").read_text("utf-8")
    actions.set_pack(db, ONE, "checks", "precision", text.replace("minimum = 10", "minimum = 3"))
    assert late(db).verdict is Verdict.WARN
    assert db.conn.execute("SELECT sum(fails) FROM dossier").fetchone()[0] == fails - 12
    actions.set_pack(db, ONE, "checks", "precision", text.replace("minimum = 10", "minimum = 3").replace("0.6", "0.3"))
    assert late(db).verdict is Verdict.FAIL


def test_the_interval_is_wilsons() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I: 81 of 263, and 15 of 148.
    assert [round(edge, 4) for edge in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(edge, 4) for edge in wilson(15, 148)] == [0.0624, 0.1605]
    assert (wilson(0, 0), wilson(0, 20)[0], wilson(20, 20)[1]) == ((0.0, 1.0), 0.0, 1.0)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_lies_in_its_interval_and_the_quick_look_misses_no_weak_rule(accepted: int, rejected: int) -> None:
    from casereview.checks.model import Judgement
    from casereview.checks.precision import PrecisionPack

    found = precision_of(accepted, rejected)
    assert 0 <= found.low <= found.high <= 1
    assert found.share is None or found.low <= found.share <= found.high
    pack = packs.load("checks", "precision", PrecisionPack)
    said = [Judgement(str(n), "R-F06.late", Says.REJECTED, "", "甲", "", "") for n in range(rejected)]
    assert not weak({"R-F06": found}, pack) or could_be_weak(said, pack)
