"""Tables as offices lay them out, made here with a known truth: items, points, deductions, vetoes, or a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from casereview.rubric.model import Rubric
from casereview.rubric.tables import Draft, read_table
from tests.casereview.rubric.offices import Row, a_book, a_word

# (item, points, [(deduction, points, counted by, cap)])
Truth = list[tuple[str, str, list[tuple[str, str, str, str]]]]


def read(file: Path) -> tuple[Rubric, Draft]:
    draft = read_table(file, code="ZZ")
    assert draft.rubric is not None, [note.sentence() for note in draft.notes if note.error]
    return draft.rubric, draft


def said(rubric: Rubric) -> Truth:
    return [
        (
            item.title,
            str(item.points),
            [(d.named, str(d.points), d.each, "" if d.cap is None else str(d.cap)) for d in item.deductions],
        )
        for item in rubric.items
    ]


def codes(draft: Draft) -> set[str]:
    return {note.code for note in draft.notes}


def errors(draft: Draft) -> list[tuple[str, str]]:
    return [(note.code, note.at) for note in draft.notes if note.error]


TWO: Truth = [
    ("立案审批", "40", [("未经审批", "40", "", ""), ("缺签名", "2", "处", "6")]),
    ("送达回证", "60", [("无送达回证", "60", "", ""), ("要素缺1项", "5", "项", "")]),
]
RULES = ("未经审批的，全扣；缺签名每处扣2分，最多扣6分", "无送达回证，不得分；要素缺1项扣5分，扣完为止")


@dataclass(frozen=True)
class Made:
    rows: Sequence[Row]
    merged: Sequence[str] = ()
    vetoes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ("一",)
    truth: Truth = field(default_factory=lambda: TWO)


MADE = {
    "columns in another order": Made(
        [
            ["备注", "扣分标准", "分值", "评查内容", "序号", "评查类别"],
            ["", RULES[0], 40, "立案审批", 1, "一、立案"],
            ["", RULES[1], 60, "送达回证", 2, "二、送达"],
        ],
        sections=("立案", "送达"),
    ),
    "title above, points with their word, a sum below and notes": Made(
        [
            ["某市行政执法案卷评查评分表（满分100分）", "", "", ""],
            ["被评查单位：        评查人：", "", "", ""],
            ["序号", "评查内容", "标准分", "评分标准"],
            ["1", "立案审批", "40分", RULES[0]],
            ["2", "送达回证", "60 分", RULES[1]],
            ["合计", "", "100", ""],
            ["注：扣完为止。90分以上为优秀，80分以上不满90分为良好，60分以上不满80分为合格，不满60分为不合格。", "", "", ""],
        ]
    ),
    "a head of two rows": Made(
        [
            ["序号", "评查内容", "评分", "", "依据"],
            ["", "", "分值", "扣分标准", ""],
            [1, "立案审批", 40, RULES[0], ""],
            [2, "送达回证", 60, RULES[1], ""],
        ],
        merged=("C1:D1", "A1:A2", "B1:B2", "E1:E2"),
    ),
    "a head of three rows below a title": Made(
        [
            ["案卷评查表", "", "", ""],
            ["", "", "评分", ""],
            ["", "项目", "", ""],
            ["序号", "", "分值", "扣分标准"],
            [1, "立案审批", 40, RULES[0]],
            [2, "送达回证", 60, RULES[1]],
        ]
    ),
    "points in the text of the item": Made(
        [
            ["序号", "评查内容", "扣分标准"],
            [1, "立案审批（40分）", RULES[0]],
            [2, "送达回证(60分)", RULES[1]],
        ]
    ),
    "full-width digits": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            ["１", "立案审批", "４０分", "未经审批的，全扣；缺签名每处扣２分，最多扣６分"],
            ["２", "送达回证", "６０", "无送达回证，不得分；要素缺１项扣５分，扣完为止"],
        ]
    ),
    "vetoes as the first block of the same table": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            ["一票否决项", "", "", ""],
            [1, "执法主体不适格", "", "不合格卷"],
            [2, "未告知听证权利", "", "不合格卷"],
            ["一、立案（40分）", "", "", ""],
            [1, "立案审批", 40, RULES[0]],
            ["二、送达（60分）", "", "", ""],
            [2, "送达回证", 60, RULES[1]],
        ],
        merged=("A2:D2", "A5:D5", "A7:D7"),
        vetoes=("执法主体不适格", "未告知听证权利"),
        sections=("立案", "送达"),
    ),
    "a veto among the items": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            [1, "立案审批", 40, RULES[0]],
            [2, "适用法律错误", "", "存在该情形的为不合格卷"],
            [3, "送达回证", 60, RULES[1]],
        ],
        vetoes=("适用法律错误",),
    ),
    "a veto among the rules of an item": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            [1, "立案审批", 40, RULES[0] + "；伪造审批手续的，一票否决"],
            [2, "送达回证", 60, RULES[1]],
        ],
        vetoes=("伪造审批手续的,一票否决",),
    ),
    "headings of sections with their points in the column of points": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            ["一、立案", "", 40, ""],
            [1, "立案审批", 40, RULES[0]],
            ["二、送达", "", 60, ""],
            [2, "送达回证", 60, RULES[1]],
        ],
        sections=("立案", "送达"),
    ),
    "rules in lines of their own under a merged item": Made(
        [
            ["评查类别", "评查项目", "分值", "扣分标准"],
            ["一、立案", "立案审批", 40, "未经审批的，全扣"],
            ["", "", "", "缺签名每处扣2分，最多扣6分"],
            ["二、送达", "送达回证", 60, "无送达回证，不得分"],
            ["", "", "", "要素缺1项扣5分，扣完为止"],
        ],
        merged=("A2:A3", "B2:B3", "C2:C3", "A4:A5", "B4:B5", "C4:C5"),
        sections=("立案", "送达"),
    ),
    "rules in one line, numbered or after commas": Made(
        [
            ["序号", "评查内容", "分值", "扣分标准"],
            [1, "立案审批", 40, "1.未经审批的，扣40分 2.缺签名每处扣2分，最多扣6分"],
            [2, "送达回证", 60, "无送达回证扣60分，要素缺1项扣5分"],
        ]
    ),
    "first, second and third indicators, points on the second": Made(
        [
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
            ["一、立案", "立案审批", "负责人签名", 40, RULES[0]],
            ["二、送达", "送达回证", "要素齐全", 60, RULES[1]],
        ],
        sections=("立案", "送达"),
    ),
    "first, second and third indicators, points on the third": Made(
        [
            ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
            ["一、程序（100分）", "立案与送达", "立案审批", 40, RULES[0]],
            ["", "", "送达回证", 60, RULES[1]],
        ],
        merged=("A2:A3", "B2:B3"),
        sections=("程序", "立案与送达"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_a_workbook_of_this_layout_comes_in_whole(tmp_path: Path, name: str) -> None:
    made = MADE[name]
    rubric, _ = read(a_book(tmp_path, made.rows, merged=made.merged))
    assert said(rubric) == made.truth
    assert tuple(veto.title for veto in rubric.vetoes) == made.vetoes
    assert tuple(section.title for _, section in rubric.nodes) == made.sections


@pytest.mark.parametrize("name", [name for name in MADE if not MADE[name].merged])
@pytest.mark.parametrize("frame", [False, True])
def test_the_same_comes_in_from_word_also_inside_a_frame(tmp_path: Path, name: str, frame: bool) -> None:
    made = MADE[name]
    rubric, _ = read(a_word(tmp_path, made.rows, frame=frame))
    assert said(rubric) == made.truth
    assert tuple(veto.title for veto in rubric.vetoes) == made.vetoes


def test_merged_cells_of_word_are_read_once(tmp_path: Path) -> None:
    made = MADE["rules in lines of their own under a merged item"]
    merged = [(1, c, 2, c) for c in range(3)] + [(3, c, 4, c) for c in range(3)]
    rubric, _ = read(a_word(tmp_path, made.rows, merged=merged))
    assert said(rubric) == TWO


def test_grades_of_a_note_and_a_table_of_vetoes_before_the_items(tmp_path: Path) -> None:
    vetoes: list[Row] = [["序号", "情形", "评查内容"], [1, "", "执法主体不适格"], [2, "", "无证据"]]
    items: list[Row] = [
        ["序号", "评查内容", "分值", "扣分标准"],
        [1, "立案审批", 40, RULES[0]],
        [2, "送达回证", 60, RULES[1]],
    ]
    note = "90分（含）以上为优秀，60至89分为合格，60分以下为不合格。"
    rubric, _ = read(a_word(tmp_path, "一、否决标准（有一项的，总分记0分）", vetoes, "二、评分标准", items, note))
    assert [(veto.title, veto.human) for veto in rubric.vetoes] == [("执法主体不适格", True), ("无证据", True)]
    assert [(grade.title, str(grade.at_least)) for grade in rubric.grades] == [("优秀", "90"), ("合格", "60"), ("不合格", "0")]  # fmt: skip
    assert said(rubric) == TWO


def test_what_a_veto_does_is_read_where_it_is_said(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["序号", "评查内容", "分值", "扣分标准"],
        [1, "立案审批", 100, RULES[0]],
        ["一票否决", "主体不适格", "", "总分记0分"],
        ["", "引用条文错误", "", "不得评为优秀"],
        ["", "缺少文书", "", "不合格卷"],
    ]
    rubric, _ = read(a_book(tmp_path, rows))
    assert [veto.effect for veto in rubric.vetoes] == ["void", "cap:good", "fail"]


# Levels


def levels_of(rubric: Rubric) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(i.title, f"{i.best} {i.points}", [(d.level, str(i.points - d.points)) for d in i.deductions]) for i in rubric.items]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "评查内容", "优（10分）", "良（8分）", "差（0分）"], [1, "说理", "", "", ""], [2, "文书", "", "", ""]],
        [["评查内容", "分值", "优", "良", "差"], ["说理", 10, "10分：透彻", "8分：基本清楚", "0分"], ["文书", 10, "10", "8", "0"]],
        [["评查内容", "分值", "评分标准"], ["说理", 10, "优得10分；良得8分；差得0分"], ["文书", 10, "优（10分）、良（8分）、差（0分）"]],
        [["等次标准：优(10)良(8)差(0)", "", ""], ["评查内容", "等次标准", "备注"], ["说理", "", ""], ["文书", "", ""]],
    ],
)  # fmt: skip
def test_levels_are_read_from_heads_cells_rules_and_scales(tmp_path: Path, rows: list[Row]) -> None:
    rubric, draft = read(a_book(tmp_path, rows))
    assert rubric.model == "levels"
    assert levels_of(rubric) == [("说理", "优 10", [("良", "8"), ("差", "0")]), ("文书", "优 10", [("良", "8"), ("差", "0")])]  # fmt: skip
    assert "scale-reversed" not in codes(draft) and "scale-turned" not in codes(draft)


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([["用户体验: 优(1)良(2)中(3)差(4)", ""], ["分类", "用户体验（1234）"], ["安装", ""], ["开机", ""]], "scale-reversed"),
        ([["评查内容", "优（1）", "良（2）", "中（3）", "差（4）"], ["安装", "", "", "", ""], ["开机", "", "", "", ""]], "scale-turned"),
    ],
)  # fmt: skip
def test_a_reversed_scale_is_turned_round_and_said_so(tmp_path: Path, rows: list[Row], note: str) -> None:
    rubric, draft = read(a_book(tmp_path, rows))
    steps = [("良", "3"), ("中", "2"), ("差", "1")]
    assert levels_of(rubric) == [("安装", "优 4", steps), ("开机", "优 4", steps)]
    assert note in codes(draft)


def test_headings_by_indentation_become_sections(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["用户体验: 优(4)良(3)差(1)", ""],
        ["分类", "用户体验"],
        ["常用软件", ""],
        ["    文件管理", ""],
        ["        易用性", ""],
        ["         美观", ""],
        ["    浏览器", ""],
        ["        易用性", ""],
        ["总体", ""],
        ["其他意见：", ""],
    ]
    rubric, draft = read(a_book(tmp_path, rows))
    assert [(depth, section.title, [item.title for item in section.items]) for depth, section in rubric.nodes] == [
        (1, "常用软件", []),
        (2, "文件管理", ["易用性", "美观"]),
        (2, "浏览器", ["易用性"]),
        (1, "其他", ["总体"]),
    ]
    assert [note.at for note in draft.notes if note.code == "row-left"] == ["表1!A10"]


@pytest.mark.parametrize(
    ("rows", "code", "at"),
    [
        ([["评查内容", "分值", "优", "良", "中"], ["说理", 10, "", "", ""]], "level-points", "表1!C2"),
        ([["评查内容", "优（5）", "良（9）", "差（1）"], ["说理", "", "", ""]], "scale-unclear", "表1!B2"),
        ([["评查内容", "分值", "优（8）", "差（0）"], ["说理", 10, "", ""]], "level-not-points", "表1!B2"),
    ],
)
def test_levels_that_nobody_can_tell_are_a_question(tmp_path: Path, rows: list[Row], code: str, at: str) -> None:
    draft = read_table(a_book(tmp_path, rows), code="ZZ")
    assert draft.rubric is None and (code, at) in errors(draft)


# Never wrong in silence


def test_a_sum_that_is_stated_is_held_against_the_items(tmp_path: Path) -> None:
    head: Row = ["序号", "评查内容", "分值", "扣分标准"]
    rows = [head, [1, "立案审批", 40, RULES[0]], [2, "送达回证", 50, RULES[1]], ["合计", "", 100, ""]]
    draft = read_table(a_book(tmp_path, rows), code="ZZ")
    assert draft.rubric is None and errors(draft) == [("stated-total", "表1!C4")]
    titled = [["评查表（满分100分）", "", "", ""], *rows[:3]]
    assert errors(read_table(a_book(tmp_path, titled), code="ZZ")) == [("stated-total", "")]


def test_sums_of_sections_are_held_against_the_items_too(tmp_path: Path) -> None:
    def table(points: int, *last: Row) -> Path:
        head: Row = ["序号", "评查内容", "分值", "扣分标准"]
        items: list[Row] = [[1, "立案审批", 40, RULES[0]], ["小计", "", 40, ""], [2, "送达回证", points, RULES[1]]]
        return a_book(tmp_path, [head, *items, ["小计", "", 60, ""], *last])

    total: Row = ["合计", "", 100, ""]
    for last in ((), (total,)):
        read(table(60, *last))
        draft = read_table(table(58, *last), code="ZZ")
        assert [(note.code, note.parameters) for note in draft.notes if note.error] == [("stated-total", {"stated": "100", "total": "98"})]  # fmt: skip


def test_a_number_that_is_skipped_and_a_row_that_is_left_are_named(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["序号", "评查内容", "分值", "扣分标准", "依据"],
        [1, "立案审批", 40, RULES[0], ""],
        ["", "", "", "", "处罚法54条"],
        [3, "送达回证", 60, RULES[1], ""],
        [4, "没有分值的一行", "", "", ""],
    ]
    _, draft = read(a_book(tmp_path, rows))
    found = {note.code: note.at for note in draft.notes}
    assert (found["number-gap"], found["row-left"], found["no-points"]) == ("表1!A4", "表1!A3", "表1!B5")


def test_a_range_or_an_opinion_is_a_question_and_no_deduction(tmp_path: Path) -> None:
    rows: list[Row] = [["序号", "评查内容", "分值", "扣分标准"], [1, "说理", 100, "说理不透彻的，扣1-5分；酌情处理"]]
    rubric, draft = read(a_book(tmp_path, rows))
    assert rubric.items[0].deductions == ()
    assert [note.at for note in draft.notes if note.code == "rule-unread"] == ["表1!D2", "表1!D2"]


def test_points_are_exact(tmp_path: Path) -> None:
    rows: list[Row] = [["序号", "评查内容", "分值", "扣分标准"]]
    rows += [[n, f"第{n}项", "0.25", "缺一项的，每1项扣 0.1 分（不超过0.2分）"] for n in range(1, 41)]
    rubric, _ = read(a_book(tmp_path, rows))
    assert rubric.full_marks == Decimal(10)
    assert {(d.points, d.each, d.cap) for i in rubric.items for d in i.deductions} == {(Decimal("0.1"), "项", Decimal("0.2"))}  # fmt: skip
