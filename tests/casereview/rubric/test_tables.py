from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casereview.documents.sheets import NoKnownColumns
from casereview.rubric import editing
from casereview.rubric.clauses import Clause, clauses, half
from casereview.rubric.files import dump, parse, templates
from casereview.rubric.handout import write_table, write_word
from casereview.rubric.model import Rubric
from casereview.rubric.tables import read_table
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
        ("缺一类清单\uff0c一项扣2分\uff0c累计不超过8分\u3002", Clause("缺一类清单", Decimal(2), "项", Decimal(6))),
        ("缺说明,一张/份扣0.5分", Clause("缺说明", Decimal("0.5"), "张/份")),
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
    assert notes["row-joined"] == "评查标准!E4"
    assert notes["rule-unread"] == notes["no-rules"] == "评查标准!E5"
    assert "unknown-column" in notes
    for note in draft.notes:
        for language in LANGUAGES:
            assert "rubric_table" not in note.sentence(language) and "{" not in note.sentence(language)
    assert parse(dump(rubric), "x") == rubric


def a_word_file(folder: Path) -> Path:
    from docx import Document

    file = folder / "标准.docx"
    document = Document()
    document.add_paragraph("某某案卷评查表\uff08满分100分\uff09")
    document.add_paragraph("一、否决标准")
    grid = [["序号", "评 查 内 容", "评查结果"], ["1", "未告知", "不合格卷"], ["2", "无证据", "不合格卷"]]
    add_table(document, grid)
    document.add_paragraph("二、评分标准")
    document.add_paragraph("一、立案(40)")
    rule = "无审批的\uff0c扣5分\uff1b签名缺失\uff0c一处扣0.5分\uff0c累计不超过2分。"
    head = ["序号", "评查内容", "总分值", "扣 分 标 准", "得分"]
    add_table(document, [head, ["1", "有审批\uff08处罚法54条\uff09", "40分", rule, ""]])
    document.add_paragraph("二、送达(60)")
    add_table(
        document,
        [
            head,
            ["2", "回证齐全", "60分", "缺一要素的\uff0c每1项扣 1 分\uff08不超过6分\uff09", ""],
            ["合 计", "", "", "", ""],
        ],
    )
    document.add_paragraph("注\uff1a90分以上为优秀\uff0c60分以上不满90分为合格\uff0c60分以下为不合格。")
    document.save(str(file))
    return file


def add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text


def test_a_word_file_with_a_veto_table_and_a_table_for_each_section(tmp_path: Path) -> None:
    rubric = read_table(a_word_file(tmp_path), code="ZZ").rubric
    assert rubric is not None
    assert rubric.title == "某某案卷评查表"
    assert [(v.title, v.effect, v.human) for v in rubric.vetoes] == [("未告知", "fail", True), ("无证据", "fail", True)]
    assert [(s.title, int(s.points)) for s in rubric.sections] == [("立案", 40), ("送达", 60)]
    assert (rubric.items[0].title, rubric.items[0].basis) == ("有审批", "处罚法54条")
    assert [(d.text, d.points, d.each, d.cap) for item in rubric.items for d in item.deductions] == [
        ("无审批", Decimal(5), "", None),
        ("签名缺失", Decimal("0.5"), "处", Decimal(2)),
        ("缺一要素", Decimal(1), "项", Decimal(6)),
    ]
    assert [(g.code, int(g.at_least)) for g in rubric.grades] == [("excellent", 90), ("pass", 60), ("fail", 0)]


def test_an_item_column_beside_a_column_of_contents_names_the_sections(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["试行评查表"],
        ["序号", "评查项目", "评查内容及要求", "标准分", "评分标准", "评查结果"],
        ["", "", "", "", "", "得分"],
        [1, "一、事前公开(10)", "主体信息\uff1a公开名称", 6, "缺一类信息的\uff0c每1项扣 2 分\uff08不超过6分\uff09", ""],
        [2, "", "人员信息\uff1a公开证号", "4分", "未公开\uff0c每人扣1分\uff0c最多扣3分", ""],
        ["一票否决", "", "泄露国家秘密", "", "不合格", ""],
    ]
    draft = read_table(a_workbook(tmp_path, rows, ("B4:B5",)), code="ZZ")
    assert draft.rubric is not None
    assert [(i.title, i.requirement) for i in draft.rubric.items] == [
        ("主体信息", "公开名称"),
        ("人员信息", "公开证号"),
    ]
    assert [s.title for s in draft.rubric.sections] == ["事前公开"]
    assert [v.title for v in draft.rubric.vetoes] == ["泄露国家秘密"]
    assert "section-assumed" not in {note.code for note in draft.notes}


def test_prose_is_drawn_up_with_questions_and_its_sums_are_held_to(tmp_path: Path) -> None:
    from docx import Document

    def prose(*texts: str) -> Path:
        document = Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(tmp_path / "p.docx"))
        return tmp_path / "p.docx"

    good = read_table(
        prose("作业评分标准", "1. 完成度(30分)", "- 按时(10分)", "- 切题(20分)", "[1] 参考文献, 2020."), code="ZZ"
    )
    assert good.rubric is not None and int(good.rubric.full_marks) == 30
    assert [note.code for note in good.notes].count("no-rules") == 2
    assert "prose" in {note.code for note in good.notes}
    wrong = read_table(prose("1. 完成度(30分)", "- 按时(10分)"), code="ZZ")
    assert wrong.rubric is None


def test_sums_that_are_wrong_and_points_that_are_none_forbid_a_rubric(tmp_path: Path) -> None:
    head: list[object] = ["一级指标", "评查项目", "分值", "评分标准"]
    wrong = read_table(a_workbook(tmp_path, [head, ["一、立案(50)", "审批", 40, "无审批扣5分"]]), code="ZZ")
    assert wrong.rubric is None and [n.code for n in wrong.notes if n.error] == ["section-sum"]
    none = read_table(a_workbook(tmp_path, [head, ["一、立案", "审批", "若干", "无审批扣5分"]]), code="ZZ")
    assert none.rubric is None and [n.at for n in none.notes if n.code == "no-number"] == ["评查标准!C2"]


def test_another_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoKnownColumns):
        read_table(a_workbook(tmp_path, [["姓名", "证号", "单位"], ["张三", "1", "甲"]]), code="ZZ")


@pytest.mark.parametrize("write", [write_table, write_word])
@pytest.mark.parametrize("code", ["GS", "JL", "FS", "PT", "JY", "QZ", "DW"])
def test_a_shipped_rubric_comes_back_from_its_table(
    tmp_path: Path, code: str, write: Callable[[Rubric], bytes]
) -> None:
    rubric = by_code(code)
    file = tmp_path / ("t.xlsx" if write is write_table else "t.docx")
    file.write_bytes(write(rubric))
    draft = read_table(file, code=code)
    assert draft.rubric is not None, [note.sentence() for note in draft.notes if note.error]
    assert draft.rubric.title == rubric.title
    assert [(v.id, v.title, v.basis) for v in draft.rubric.vetoes] == [
        (f"{code}-V{n:02}", v.title, v.basis) for n, v in enumerate(rubric.vetoes, 1)
    ]
    assert [(g.title, g.at_least) for g in draft.rubric.grades] == [(g.title, g.at_least) for g in rubric.grades]
    assert [(s.title, s.points) for s in draft.rubric.sections] == [(s.title, s.points) for s in rubric.sections]
    for back, item in zip(draft.rubric.items, rubric.items, strict=True):
        assert (back.id, back.title, back.requirement, back.points) == (
            item.id,
            item.title,
            item.requirement,
            item.points,
        )
        # A table's words are read with half-width punctuation.
        assert [(d.id, d.text, d.points, d.once, d.cap) for d in back.deductions] == [
            (d.id, half(d.text), d.points, d.once, d.cap) for d in item.deductions
        ]
    steps = sum(d.step is not None for item in rubric.items for d in item.deductions)
    assert [note.code for note in draft.notes].count("step-to-complete") == steps


def test_what_was_read_says_its_cells_and_can_be_put_right_by_hand(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某局案卷评查标准", "", "", "", ""],
        ["一级指标", "评查项目", "分值", "评分标准", "备注"],
        ["一、立案(40)", "立案审批", "三十分", "未审批的,全扣;缺签名每处扣1分,最多扣5分", "x"],
        ["", "案件来源", 10, "来源不清扣2分", ""],
        ["一票否决", "执法主体不适格", "", "", ""],
    ]
    draft = read_table(a_workbook(tmp_path, rows), code="ZZ")
    assert draft.rubric is None
    assert draft.columns == {"一级指标": "section", "评查项目": "title", "分值": "points", "评分标准": "rules"}
    assert draft.places["ZZ-01"] == "评查标准!B3" and draft.places["ZZ-01-2"] == "评查标准!D3"
    assert draft.places["ZZ-V01"] == "评查标准!B5"
    judged = editing.judge(draft.values)
    assert [(f.code, path) for f, path in judged.findings] == [("no-number", ("sections", 0, "items", 0))]
    right = editing.put(draft.values, ("sections", 0, "items", 0), "points", "30")
    rubric = editing.judge(editing.put(right, (), "full_marks", "40")).rubric
    assert rubric is not None
    assert [(d.points, d.each, d.cap) for d in rubric.items[0].deductions][1] == (Decimal(1), "处", Decimal(5))
    assert rubric.vetoes[0].title == "执法主体不适格"


@pytest.mark.parametrize("write", [write_table, write_word])
@pytest.mark.parametrize("code", ["DJ", "HG", "ZH"])
def test_a_template_comes_back_from_its_table_with_its_levels_weights_and_gates(
    tmp_path: Path, code: str, write: Callable[[Rubric], bytes]
) -> None:
    rubric = next(one for one in templates() if one.code == code)
    file = tmp_path / ("t.xlsx" if write is write_table else "t.docx")
    file.write_bytes(write(rubric))
    draft = read_table(file, code=code)
    back = draft.rubric
    assert back is not None, [note.sentence() for note in draft.notes if note.error]

    def shape(of: Rubric) -> list[tuple[object, ...]]:
        return [
            (depth, s.title, s.points, s.weight, s.cap, s.floor, s.gate, s.model, [item.id for item in s.items])
            for depth, s in of.nodes
        ]

    assert (back.title, back.full_marks, shape(back)) == (rubric.title, rubric.full_marks, shape(rubric))
    for again, item in zip(back.items, rubric.items, strict=True):
        assert (again.best, again.points) == (item.best, item.points)
        assert [(d.level, d.text, d.points, d.cap, d.each) for d in again.deductions] == [
            (d.level, half(d.text), d.points, d.cap, d.each) for d in item.deductions
        ]
