"""Registers of cases beside the dossiers: matched, filling what was not read, never overriding, always marked."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import words
from casereview.checks.model import Case as Checked
from casereview.checks.view import View
from casereview.dossier import actions, sources
from casereview.dossier.facts.settled import settled
from casereview.dossier.model import FactState
from casereview.dossier.readers.registers import Row
from casereview.dossier.register import LEDGER, Case, match
from casereview.marking.context import context_of
from casereview.record import Author
from tests.casereview.dossier.builders import pdf_of, scan_of, zip_of
from tests.casereview.dossier.test_reader_workbooks import register_of

DECIDED = "行政处罚决定书\n案号:晋交执罚〔2024〕1号\n当事人:王建国\n决定给予罚款人民币伍仟元整(¥5000.00)的行政处罚。\n2024年3月15日"


def row(case_no: str = "", party: str = "", cause: str = "", at: str = "台账!A3") -> Row:
    named = (("case_no", case_no), ("party.name", party), ("cause", cause))
    values = tuple((name, value) for name, value in named if value)
    return Row(at, values, values)


def a_delivery(folder: Path) -> Path:
    """Two dossiers, one scanned without a word, and their register with a third case."""
    for name in ("晋交执罚〔2024〕001号 王建国超限", "晋交执罚〔2024〕002号"):
        (folder / name).mkdir(parents=True)
    pdf_of(folder / "晋交执罚〔2024〕001号 王建国超限", "决定", DECIDED)
    scan_of(folder / "晋交执罚〔2024〕002号", "全卷")
    register_of(folder / "台账.xlsx", [
        (1, "晋交执罚〔2024〕1号", "李某", "超限运输", date(2024, 5, 6), "2024-05-20", 0.6, "", "王一、赵二", ""),
        (2, "〔2024〕第2号", "某某公司", "未取得许可擅自运输", date(2024, 6, 1), "", 1, "2024-07-01", "", ""),
        (3, "〔2024〕第3号", "张某", "超限运输", "", "", "", "", "", ""),
    ])  # fmt: skip
    return folder


def by_name(db: Database) -> dict[str, str]:
    return {dossier.name: dossier.id for dossier in actions.dossiers(db)}


def test_a_register_beside_dossiers_fills_what_no_paper_says_and_is_marked_so(
    db: Database, author: Author, tmp_path: Path
) -> None:
    _, report = actions.take_in(db, author, [a_delivery(tmp_path / "2024")], executor="thread")
    ids = by_name(db)
    assert set(ids) == {"晋交执罚〔2024〕001号 王建国超限", "晋交执罚〔2024〕002号"}
    row = actions.get(db, ids["晋交执罚〔2024〕002号"])
    assert (row.case_no, row.party, row.filed_on, row.amount) == ("〔2024〕第2号", "某某公司", "2024-06-01", "10000.00")
    reading = actions.reading(db, ids["晋交执罚〔2024〕002号"])
    assert {fact.paper for fact in reading.facts} == {LEDGER}
    fact = next(fact for fact in reading.facts if fact.name == "decision.amount")
    assert (fact.page, fact.confidence, fact.text) == (0, 0.5, "台账.xlsx 2024!A4: 1")
    said = {(note.code, note.file, note.parameters.get("case", "")) for note in report.notes if "register" in note.code}
    assert said == {
        ("register-read", "台账.xlsx", ""),
        ("register-row-unmatched", "台账.xlsx", "〔2024〕第3号 张某"),
        *((f"register-differs-{column}", "台账.xlsx", "") for column in ("party", "decided_on", "amount")),
    }
    for note in report.notes:
        for part in ("reason", "remedy"):
            assert words.render(f"reading.{note.code}.{part}", **note.parameters).endswith("。")
    (amount,) = [note.parameters for note in report.notes if note.code == "register-differs-amount"]
    assert (amount["listed"], amount["read"]) == ("6000.00", "5000.00")
    assert report.set_aside == ()


def test_what_a_paper_says_stands_whatever_the_register_says(db: Database, author: Author, tmp_path: Path) -> None:
    actions.take_in(db, author, [a_delivery(tmp_path / "2024")], executor="thread")
    dossier = by_name(db)["晋交执罚〔2024〕001号 王建国超限"]
    reading = actions.reading(db, dossier)
    for name, value in (("decision.amount", "5000.00"), ("decision.made_on", "2024-03-15"), ("party.name", "王建国")):
        assert {(f.value, f.paper == LEDGER) for f in reading.facts_named(name)} == {(value, False)}
    assert [(f.value["name"], f.paper) for f in reading.facts_named("officer")] == [("王一", LEDGER), ("赵二", LEDGER)]
    row = actions.get(db, dossier)
    assert (row.amount, row.decided_on, row.party) == ("5000.00", "2024-03-15", "王建国")
    assert (row.filed_on, row.cause) == ("2024-05-06", "超限运输")


def test_nothing_is_settled_checked_or_marked_by_a_register_until_a_person_confirms(
    db: Database, author: Author, tmp_path: Path
) -> None:
    actions.take_in(db, author, [a_delivery(tmp_path / "2024")], executor="thread")
    dossier = by_name(db)["晋交执罚〔2024〕002号"]
    reading = actions.reading(db, dossier)
    assert settled(reading) == {}
    assert context_of(reading).facts == frozenset()
    fact = next(fact for fact in reading.facts if fact.name == "closed_on")
    actions.confirm_fact(db, author, dossier, fact)
    reading = actions.reading(db, dossier)
    (confirmed,) = reading.facts_named("closed_on")
    assert (confirmed.state, confirmed.page, confirmed.paper) == (FactState.CONFIRMED, 0, LEDGER)
    assert settled(reading)["closed_on"].value == "2024-07-01"
    actions.correct_fact(db, author, dossier, "closed_on", "2024-07-02", place=confirmed.place)
    assert [f.value for f in actions.reading(db, dossier).facts_named("closed_on")] == ["2024-07-02"]
    actions.withdraw_fact(db, author, dossier, "closed_on", confirmed.place)
    assert [f.state for f in actions.reading(db, dossier).facts_named("closed_on")] == [FactState.READ]


def test_the_record_holds_what_the_register_said_through_a_rebuild_and_says_it_once(
    db: Database, author: Author, tmp_path: Path
) -> None:
    folder = a_delivery(tmp_path / "2024")
    actions.take_in(db, author, [folder], executor="thread")
    dossier = by_name(db)["晋交执罚〔2024〕002号"]
    before = actions.reading(db, dossier).facts
    count = db.table("event").count
    shutil.move(folder, tmp_path / "gone")
    actions.rebuild(db, executor="thread")
    assert actions.reading(db, dossier).facts == before
    _, report = actions.take_in(db, author, [tmp_path / "gone"], executor="thread")
    assert db.table("event").count == count
    assert len(report.known) == 2


def test_a_register_may_come_later_by_itself(db: Database, author: Author, tmp_path: Path) -> None:
    folder = a_delivery(tmp_path / "2024")
    register = shutil.move(folder / "台账.xlsx", tmp_path / "台账.xlsx")
    actions.take_in(db, author, [folder], executor="thread")
    assert actions.get(db, by_name(db)["晋交执罚〔2024〕002号"]).amount is None
    (planned,) = actions.plan([Path(register)])
    assert [(p.code, p.parameters) for p in planned.problems] == [("register-found", {"rows": 3})]
    changes, _ = actions.take_in(db, author, [Path(register)], executor="thread")
    assert actions.get(db, by_name(db)["晋交执罚〔2024〕002号"]).amount == "10000.00"
    assert changes.dossiers == set(by_name(db).values())
    assert actions.count(db) == 2


def test_a_register_beside_one_file_a_case_makes_a_dossier_of_each(tmp_path: Path) -> None:
    folder = tmp_path / "上报"
    folder.mkdir()
    pdf_of(folder, "2024-001 李某", "字")
    zip_of(folder / "某某公司案.zip", {"a.txt": "字".encode()})
    register_of(
        folder / "汇总.xlsx",
        [(1, "晋罚〔2024〕1号", "李某", "a", *"      "), (2, "晋罚〔2024〕2号", "某某公司", "b", *"      ")],
    )
    assert [(s.name, len(s.registers)) for s in sources.gather(folder)] == [("2024-001 李某", 1), ("某某公司案", 1)]


def test_a_workbook_inside_a_dossier_leaves_it_one_dossier(tmp_path: Path) -> None:
    folder = tmp_path / "晋罚〔2024〕1号"
    folder.mkdir()
    pdf_of(folder, "立案登记表", "字")
    pdf_of(folder, "询问笔录", "字")
    register_of(
        folder / "清单.xlsx",
        [(1, "晋罚〔2024〕1号", "李某", "a", *"      "), (2, "晋罚〔2024〕2号", "张某", "b", *"      ")],
    )
    (source,) = sources.gather(folder)
    assert (len(source.entries), source.registers) == (3, ())


def test_read_without_a_workspace_names_a_register(tmp_path: Path) -> None:
    path = register_of(
        tmp_path / "台账.xlsx",
        [(1, "晋罚〔2024〕1号", "李某", "a", *"      "), (2, "晋罚〔2024〕2号", "张某", "b", *"      ")],
    )
    reading = actions.read(path)
    assert [member.attachment for member in reading.members] == [True]
    assert [note.code for note in reading.problems] == ["register-kept"]


@pytest.mark.parametrize(
    ("rows", "cases", "found"),
    [
        ([row("晋罚〔2024〕1号")], [Case("a", "晋罚〔2024〕001号 案")], {0: "a"}),
        ([row("晋罚〔2024〕1号")], [Case("a", "卷一", "晋罚〔2024〕001号")], {0: "a"}),
        ([row("晋罚〔2024〕1号")], [Case("a", "晋罚〔2023〕001号")], {}),
        # The letters before the number, then the party, tell two of one number apart; nothing else is guessed.
        ([row("祁罚〔2024〕1号"), row("太罚〔2024〕1号")], [Case("a", "太罚〔2024〕1号"), Case("b", "祁罚〔2024〕1号")], {0: "b", 1: "a"}),
        ([row("〔2024〕1号", "李某")], [Case("a", "2024-1 张某"), Case("b", "2024-1 李某")], {0: "b"}),
        ([row("〔2024〕1号")], [Case("a", "2024-1"), Case("b", "2024-1 卷二")], {}),
        ([row("〔2024〕1号"), row("〔2024〕1号")], [Case("a", "2024-1")], {}),
        # Without a number: the party, and the cause beside it.
        ([row(party="张某", cause="超限")], [Case("a", "001-张某-超限"), Case("b", "002-张某-无证")], {0: "a"}),
        ([row(party="张某")], [Case("a", "001-张某"), Case("b", "002-张某")], {}),
        ([row("〔2024〕5号", "张某")], [Case("a", "卷", "〔2024〕6号", "张某")], {}),
        ([row("〔2024〕5号", "张某")], [Case("a", "卷", "", "张某")], {0: "a"}),
    ],
)  # fmt: skip
def test_a_row_is_matched_where_only_one_dossier_fits(
    rows: list[Row], cases: list[Case], found: dict[int, str]
) -> None:
    assert match(rows, cases) == found


def test_checks_see_no_fact_that_only_a_register_says(db: Database, author: Author, tmp_path: Path) -> None:
    from casereview.checks.law import Packs

    actions.take_in(db, author, [a_delivery(tmp_path / "2024")], executor="thread")
    reading = actions.reading(db, by_name(db)["晋交执罚〔2024〕002号"])
    assert View(Checked(reading, date(2024, 8, 1)), Packs.__new__(Packs)).facts("decision.amount") == []
