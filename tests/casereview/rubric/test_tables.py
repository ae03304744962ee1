from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from casereview.documents.sheets import NoKnownColumns
from casereview.rubric.clauses import Clause, clauses
from casereview.rubric.files import dump, parse
from casereview.rubric.tables import read_table, write_table
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import by_code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("缺一要素 −1/项(≤3)", Clause("缺一要素", Decimal(1), "项", Decimal(3))),
        ("无报告 −3/全(≤3)", Clause("无报告", Decimal(3))),
        ("未出示证件的,扣2分", Clause("未出示证件", Decimal(2))),
        ("文字错误每处扣0.5分,最多扣2分", Clause("文字错误", Decimal("0.5"), "处", Decimal(2))),
        ("每缺一份扣1分,扣完为止", Clause("每份", Decimal(1), "份")),
        ("笔录要素缺1项扣1分", Clause("笔录要素缺1项", Decimal(1), "项")),
        ("未制作立案审批表的,全扣", Clause("未制作立案审批表", Decimal(6))),
        ("(1)无送达回证不得分。", Clause("无送达回证", Decimal(6))),
        ("文字错误每处扣0.5分\uff0c最多扣2分", Clause("文字错误", Decimal("0.5"), "处", Decimal(2))),
        ("酌情处理", Clause("酌情处理")),
    ],
)
def test_deductions_are_read_the_way_people_write_them(written: str, meant: Clause) -> None:
    assert clauses(written, Decimal(6)) == [meant]


def test_a_cell_may_hold_several() -> None:
    found = clauses("缺签名扣1分\uff1b缺日期扣0.5分;\n印章不清扣0.5分", Decimal(2))
    assert [c.points for c in found] == [Decimal(1), Decimal("0.5"), Decimal("0.5")]


def a_workbook(folder: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    import xlsxwriter

    file = folder / "标准.xlsx"
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet("评查标准")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    for area in merged:
        page.merge_range(area, rows[int("".join(c for c in area.split(":")[0] if c.isdigit())) - 1][ord(area[0]) - 65])
    book.close()
    return file


def test_merged_cells_are_filled_and_every_assumption_names_its_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某局案卷评查标准"],
        ["一级指标", "评查项目", "评查标准", "分值", "评分标准", "备注"],
        ["一、立案\uff0840分\uff09", "立案审批", "有审批表", 30, "未制作立案审批表的,全扣", ""],
        ["", "", "签名日期齐全", "", "缺签名每处扣1分,最多扣5分", ""],
        ["", "案件来源", "来源清楚", "10分", "酌情处理", ""],
        ["二、送达(60)", "送达回证", "要素齐全", 60, "缺一项扣2分", "x"],
    ]
    draft = read_table(a_workbook(tmp_path, rows, ("A3:A5", "B3:B4")), code="ZZ")
    rubric = draft.rubric
    assert rubric is not None
    assert (rubric.title, int(rubric.full_marks)) == ("某局案卷评查标准", 100)
    assert [(s.title, int(s.points)) for s in rubric.sections] == [("立案", 40), ("送达", 60)]
    assert [(i.id, i.title) for i in rubric.items] == [
        ("ZZ-01", "立案审批"),
        ("ZZ-02", "案件来源"),
        ("ZZ-03", "送达回证"),
    ]
    first = rubric.items[0].deductions
    assert [(d.id, d.once, d.each, d.cap) for d in first] == [("ZZ-01-1", True, "", None), ("ZZ-01-2", False, "处", 5)]
    assert [d.category for d in (*first, *rubric.items[2].deductions)] == ["investigation", "investigation", "service"]
    notes = {note.code: note.at for note in draft.notes}
    assert notes["row-joined"] == "评查标准!A4"
    assert notes["rule-unread"] == notes["no-rules"] == "评查标准!E5"
    assert "unknown-column" in notes
    for note in draft.notes:
        for language in LANGUAGES:
            assert "rubric_table" not in note.sentence(language) and "{" not in note.sentence(language)
    assert parse(dump(rubric), "x") == rubric


def test_sums_that_are_wrong_and_points_that_are_none_forbid_a_rubric(tmp_path: Path) -> None:
    head: list[object] = ["一级指标", "评查项目", "分值", "评分标准"]
    wrong = read_table(a_workbook(tmp_path, [head, ["一、立案(50)", "审批", 40, "无审批扣5分"]]), code="ZZ")
    assert wrong.rubric is None and [n.code for n in wrong.notes if n.error] == ["section-sum"]
    none = read_table(a_workbook(tmp_path, [head, ["一、立案", "审批", "若干", "无审批扣5分"]]), code="ZZ")
    assert none.rubric is None and [n.at for n in none.notes if n.code == "no-number"] == ["评查标准!C2"]


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoKnownColumns):
        read_table(a_workbook(tmp_path, [["姓名", "证号", "单位"], ["张三", "1", "甲"]]), code="ZZ")


@pytest.mark.parametrize("code", ["GS", "JL", "FS", "PT", "JY", "QZ", "DW"])
def test_a_shipped_rubric_comes_back_from_its_table(tmp_path: Path, code: str) -> None:
    rubric = by_code(code)
    file = tmp_path / "t.xlsx"
    file.write_bytes(write_table(rubric))
    draft = read_table(file, code=code)
    assert draft.rubric is not None, [note.sentence() for note in draft.notes if note.error]
    assert draft.rubric.title == rubric.title
    assert [(s.title, s.points) for s in draft.rubric.sections] == [(s.title, s.points) for s in rubric.sections]
    for back, item in zip(draft.rubric.items, rubric.items, strict=True):
        assert (back.id, back.title, back.requirement, back.points) == (
            item.id,
            item.title,
            item.requirement,
            item.points,
        )
        assert [(d.id, d.text, d.points, d.once, d.cap) for d in back.deductions] == [
            (d.id, d.text, d.points, d.once, d.cap) for d in item.deductions
        ]
    steps = sum(d.step is not None for item in rubric.items for d in item.deductions)
    assert [note.code for note in draft.notes].count("step-to-complete") == steps
