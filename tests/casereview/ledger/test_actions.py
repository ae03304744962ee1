from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from casereview import record, words
from casereview.errors import NotFound
from casereview.ledger import actions
from casereview.ledger.actions import EntryChanged
from casereview.ledger.entries import NoSuchStep, StepNeedsNote
from casereview.ledger.model import Entry, LedgerState, Measure
from casereview.marking.model import Context
from casereview.marking.sheet import score
from casereview.record import Author
from casereview.results.build import unit_sheet
from casereview.results.figures import compute
from casereview.results.model import Results
from casereview.rubric.files import to_json
from casereview.rubric.model import Rubric, Subject
from casereview.units import actions as units
from casereview.units.model import Unit
from tests.casereview.marking.builders import a_deduction, a_mark, a_rubric, an_item
from tests.casereview.results.builders import a_result, results_of

DAY = date(2024, 12, 15)
RUBRIC: Rubric = a_rubric(
    an_item("A", "40", a_deduction("A-1", "5", each="处", text="缺页码"), basis="程序规定第90条"),
    an_item("B", "60", a_deduction("B-1", "10", severity="major", text="未告知听证权利", category="notice")),
    vetoes=[{"id": "V", "title": "主要证据缺失", "effect": "fail", "basis": "处罚法第40条"}],
)


def results(*, late: bool = False) -> Results:
    bad = [a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B", "B-1")]
    fair = [a_mark(RUBRIC, "A", "A-1"), a_mark(RUBRIC, "B")]
    rows = [a_result("1", RUBRIC, bad, vetoes=["V"]), a_result("2", RUBRIC, fair), a_result("3", RUBRIC, fair, "太谷")]
    if late:  # after an objection: the second dossier lost nothing, a fourth came in
        good = [a_mark(RUBRIC, "A"), a_mark(RUBRIC, "B")]
        rows = [rows[0], a_result("2", RUBRIC, good), a_result("3", RUBRIC, good, "太谷"), a_result("4", RUBRIC, fair)]
    return results_of(rows, RUBRIC)


@pytest.fixture
def held(db: Database, author: Author) -> list[Entry]:
    units.set_unit(db, author, Unit("祁县", "祁县交通运输局", short="祁县"))
    actions.from_results(db, author, results(), deadline=DAY)
    return actions.entries(db)


def one(entries: list[Entry], deduction: str, unit: str = "祁县") -> Entry:
    return next(entry for entry in entries if (entry.deduction, entry.unit) == (deduction, unit))


def test_each_unit_and_problem_is_a_row_with_its_dossiers_as_evidence(held: list[Entry]) -> None:
    assert [(e.unit, e.severity, e.deduction) for e in held] == [
        ("太谷", "minor", "A-1"),
        ("祁县", "veto", ""),
        ("祁县", "major", "B-1"),
        ("祁县", "minor", "A-1"),
    ]
    first = one(held, "A-1")
    assert (first.dossiers, first.case_numbers) == (("1", "2"), ("晋交执罚〔2024〕1号", "晋交执罚〔2024〕2号"))
    assert (first.problem, first.basis, first.deadline) == ("项目A：缺页码", "程序规定第90条", "2024-12-15")
    assert first.measure_kind is Measure.CORRECT
    assert one(held, "B-1").measure_kind is Measure.EXPLAIN  # a missing notice cannot be made good
    veto = held[1]
    assert (veto.problem, veto.basis, veto.measure_kind) == ("主要证据缺失", "处罚法第40条", Measure.REMEDY)


def test_what_a_unit_itself_lost_is_a_row_without_dossiers(db: Database, author: Author) -> None:
    rubric = a_rubric(
        an_item("U", "100", a_deduction("U-1", "15", text="培训学时不足", category="management"), subject="unit")
    )
    mark = [a_mark(rubric, "U", "U-1")]
    sheet = unit_sheet(rubric, score(rubric, mark, Context(), subject=Subject.UNIT), [], mark)
    frozen = compute("c", "t", 2024, "2024", [], {}, {rubric.digest: to_json(rubric)}, sheets={"祁县": (sheet,)})
    actions.from_results(db, author, frozen, deadline=DAY)
    (entry,) = actions.entries(db)
    assert (entry.unit, entry.problem, entry.dossiers, entry.measure_kind) == (
        "祁县",
        "项目U：培训学时不足",
        (),
        Measure.TRAIN,
    )


def test_the_same_results_again_change_nothing(db: Database, author: Author, held: list[Entry]) -> None:
    before = record.state_digest(db)
    assert not actions.from_results(db, author, results(), deadline=date(2025, 1, 1))
    assert record.state_digest(db) == before


def test_after_another_freeze_evidence_follows_and_work_stays(db: Database, author: Author, held: list[Entry]) -> None:
    first = one(held, "A-1")
    actions.set_entry(db, author, first.model_copy(update={"measure": "补编页码", "responsible": "赵敏"}))
    actions.from_results(db, author, results(late=True), deadline=DAY)
    now = one(actions.entries(db), "A-1")
    assert (now.dossiers, now.measure, now.responsible) == (("1", "4"), "补编页码", "赵敏")
    assert [e.unit for e in actions.entries(db)] == ["祁县"] * 3  # nobody had begun with 太谷's


def test_an_entry_goes_its_road_and_no_other(db: Database, author: Author, held: list[Entry]) -> None:
    ident = one(held, "A-1").id
    for wrong in (LedgerState.CLOSED, LedgerState.TO_VERIFY, LedgerState.RETURNED):
        with pytest.raises(NoSuchStep):
            actions.advance(db, author, ident, wrong, note="x", on=DAY)
    actions.advance(db, author, ident, "working", on=date(2024, 12, 1))
    with pytest.raises(StepNeedsNote):
        actions.advance(db, author, ident, "to_verify", on=date(2024, 12, 5))
    actions.advance(db, author, ident, "to_verify", note="补正说明及目录照片", on=date(2024, 12, 5))
    with pytest.raises(StepNeedsNote):
        actions.advance(db, author, ident, "returned", on=date(2024, 12, 6))
    actions.advance(db, author, ident, "returned", note="缺目录", on=date(2024, 12, 6))
    actions.advance(db, author, ident, "to_verify", note="目录", on=date(2024, 12, 8))
    actions.advance(db, author, ident, "closed", on=date(2024, 12, 9))
    now = actions.entry(db, ident[:8])
    assert (now.state, now.done_on, now.closed_on) == (LedgerState.CLOSED, "2024-12-08", "2024-12-09")
    assert (now.proof, now.verifier) == (("补正说明及目录照片", "目录"), "评查员甲")
    assert [entry.state for _, _, entry in actions.history(db, ident)] == [
        "open", "working", "to_verify", "returned", "to_verify", "closed",
    ]  # fmt: skip
    actions.advance(db, author, ident, "returned", note="回头看发现未改", on=date(2025, 3, 1))
    assert actions.entry(db, ident).closed_on == ""


def test_overdue_is_computed_from_the_day_one_asks(held: list[Entry]) -> None:
    first = one(held, "A-1")
    assert not actions.overdue(first, DAY)
    assert actions.overdue(first, date(2024, 12, 16))
    assert not actions.overdue(first.model_copy(update={"state": LedgerState.CLOSED}), date(2025, 1, 1))
    assert not actions.overdue(first.model_copy(update={"deadline": ""}), date(2025, 1, 1))


def test_a_state_is_not_edited_and_an_unknown_entry_is_named(db: Database, author: Author, held: list[Entry]) -> None:
    with pytest.raises(EntryChanged):
        actions.set_entry(db, author, held[0].model_copy(update={"state": LedgerState.CLOSED}))
    with pytest.raises(NotFound):
        actions.advance(db, author, "zzzz", "working", on=DAY)


def filled(file: Path, changes: dict[tuple[int, str], object]) -> Path:
    """The workbook as an office sends it back: same rows, some cells written (row from 0, header)."""
    rows: list[list[Any]] = [
        list(row) for row in CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    ]
    head = next(n for n, row in enumerate(rows) if "问题编号" in row)
    for (row, header), value in changes.items():
        rows[head + 1 + row][rows[head].index(header)] = value
    out = file.with_name("退回.xlsx")
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Sheet1")
        for r, cells in enumerate(rows):
            for c, cell in enumerate(cells):
                sheet.write(r, c, cell)
    return out


def test_the_table_goes_out_and_comes_back(db: Database, author: Author, held: list[Entry], tmp_path: Path) -> None:
    file = actions.export_table(db, tmp_path / "台账.xlsx")
    before = record.state_digest(db)
    changes, problems = actions.import_table(db, author, file)
    assert (bool(changes), record.state_digest(db)) == (False, before)
    assert problems == []

    place = held.index(one(held, "A-1"))
    back = filled(
        file,
        {
            (place, "整改措施"): "补编页码,制度上墙",
            (place, "责任人"): "赵敏",
            (place, "状态"): "整改中",
            (place, "整改时限"): "2025年1月底",
            (place, "依据"): "别的依据",
            (0, "状态"): "已销号",
            (1, "整改类型"): "随便",
            (2, "问题描述"): "没有问题",
        },
    )
    changes, problems = actions.import_table(db, author, back)
    now = one(actions.entries(db), "A-1")
    assert (now.measure, now.responsible, now.state, now.deadline) == (
        "补编页码,制度上墙", "赵敏", LedgerState.WORKING, "2025-01-31",
    )  # fmt: skip
    assert now.basis == "程序规定第90条"
    assert changes.ledger == {now.id}
    assert {code for code, _ in problems} == {
        "ledger_table.bad-step",
        "ledger_table.unknown-word",
        "ledger_table.locked",
    }
    assert all(words.render(code, **about) != code for code, about in problems)
    assert actions.entries(db)[0].state is LedgerState.OPEN


def test_a_problem_list_with_other_heads_comes_in_once(
    db: Database, author: Author, held: list[Entry], tmp_path: Path
) -> None:
    file = tmp_path / "突出问题清单.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("清单")
        rows = [
            ["行政执法突出问题清单"],
            ["序号", "突出问题", "整治措施", "责任单位", "责任人", "整治时限", "经费"],
            [1, "执法记录仪使用不规范", "开展培训", "祁县交通运输局", "赵敏", "2024年5月30日前", 3],
            [2, "裁量理由不充分", "制发模板", "平遥县局", "", "2024年底", ""],
            [3, "说理不足", "", "", "", "长期坚持", ""],
            [4, "", "x", "祁县", "", "", ""],
            [5, "记录不全", "", "祁县", "", "尽快", ""],
        ]
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row)
    changes, problems = actions.import_table(db, author, file)
    made = {e.problem: e for e in actions.entries(db) if e.origin == "list"}
    assert len(changes.ledger) == 4
    assert (made["执法记录仪使用不规范"].unit, made["执法记录仪使用不规范"].deadline) == ("祁县", "2024-05-30")
    assert (made["裁量理由不充分"].unit, made["裁量理由不充分"].deadline) == ("平遥县局", "2024-12-31")
    assert (made["说理不足"].unit, made["说理不足"].deadline) == ("平遥县局", "")  # merged over two rows
    assert {(code, str(about["cell"])) for code, about in problems} == {
        ("ledger_table.unknown-column", "清单"),
        ("ledger_table.unknown-unit", "清单!B4"),
        ("ledger_table.unknown-unit", "清单!B5"),
        ("ledger_table.no-problem", "清单!B6"),
        ("ledger_table.not-a-date", "清单!F7"),
    }
    digest = record.state_digest(db)
    assert not actions.import_table(db, author, file)[0]
    assert record.state_digest(db) == digest


def test_a_plan_of_tasks_comes_in_from_word(db: Database, author: Author, held: list[Entry], tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("三年行动任务分解工作台账")
    table = document.add_table(rows=3, cols=4)
    for r, row in enumerate(
        [
            ["工作任务", "工作措施", "牵头单位", "完成时限"],
            ["开展专项整治", "列清单", "祁县", "2024年12月"],
            ["培训", "", "祁县", "持续推进"],
        ]
    ):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(tmp_path / "任务分解.docx"))
    _, problems = actions.import_table(db, author, tmp_path / "任务分解.docx")
    made = {e.problem: e for e in actions.entries(db) if e.origin != "result"}
    assert problems == []
    assert (made["开展专项整治"].deadline, made["培训"].deadline, made["培训"].unit) == ("2024-12-31", "", "祁县")
