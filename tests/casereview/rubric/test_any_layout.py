"""Whatever the columns' order and names, the wording of rules and the way sections and points are written: the same rubric."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.documents.grids import Grid
from casereview.rubric.tables import draft_of

HEADS = {
    "id": ("序号", "编号", "序 号"),
    "title": ("评查内容", "评查项目", "考核内容", "项 目", "评查内容及要求"),
    "points": ("分值", "标准分", "满分", "分 值", "单项分值"),
    "rules": ("扣分标准", "评分标准", "扣分细则", "扣 分 标 准", "评分细则"),
}
WORDS = ("未制作审批表", "笔录缺签名", "送达超期", "引用条文有误", "证据没有说明", "目录与内容不符")
WIDE = str.maketrans("0123456789.,;()", "０１２３４５６７８９．，；（）")

Rule = tuple[str, str, str, str]  # words, points, counter, cap


@st.composite
def a_rule(draw: st.DrawFn, words: str, most: int) -> tuple[Rule, str]:
    """A deduction and one of the ways in which people write it."""
    kind = draw(st.sampled_from(["once", "whole", "each", "capped"]))
    points = draw(st.integers(1, max(most - 1, 1)))
    if kind == "once":
        ways = [f"{words}的，扣{points}分", f"{words}扣{points}分", f"{words}，扣 {points} 分。"]
        return (words, str(points), "", ""), draw(st.sampled_from(ways))
    if kind == "whole":
        ways = [f"{words}的，全扣", f"{words}的，不得分", f"{words}，该项不得分"]
        return (words, str(most), "", ""), draw(st.sampled_from(ways))
    counter = draw(st.sampled_from("处份次项件"))
    if kind == "each":
        ways = [
            f"{words}，每{counter}扣{points}分，扣完为止",
            f"{words}的，每1{counter}扣{points}分",
            f"{words}，每{counter}扣{points}分",
        ]
        return (words, str(points), counter, ""), draw(st.sampled_from(ways))
    cap = draw(st.integers(points, most))
    ways = [
        f"{words}，每{counter}扣{points}分，最多扣{cap}分",
        f"{words}的，每1{counter}扣 {points} 分（不超过{cap}分）",
        f"{words}，一{counter}扣{points}分，累计不超过{cap}分",
        f"{words} −{points}/{counter}(≤{cap})",
    ]
    return (words, str(points), counter, str(cap)), draw(st.sampled_from(ways))


@st.composite
def a_table(draw: st.DrawFn) -> tuple[Grid, list[Any]]:
    columns = draw(st.permutations(["id", "title", "points", "rules"]))
    heads = {key: draw(st.sampled_from(HEADS[key])) for key in columns}
    wide, titled = draw(st.booleans()), draw(st.booleans())
    sections = draw(st.sampled_from(["heading", "heading with points", "none"]))
    style = draw(st.sampled_from(["{}", "{}分", "（{}分）"]))
    rows: list[list[object]] = [["某局案卷评查标准", "", "", ""]] if titled else []
    rows.append([heads[key] for key in columns])
    truth: list[Any] = []
    number = 0
    for section in ("一、立案", "二、送达"):
        made: list[list[object]] = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            worth = draw(st.integers(2, 30))
            chosen = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
            rules = [draw(a_rule(words, worth)) for words in chosen]
            text = draw(st.sampled_from(["；", "；\n", "\n"])).join(said for _, said in rules)
            title = f"第{'甲乙丙丁戊己'[number - 1]}项要求"
            cells = {"id": str(number), "title": title, "points": style.format(worth), "rules": text}
            made.append([cells[key].translate(WIDE) if wide and key != "id" else cells[key] for key in columns])
            truth.append((title, worth, [rule for rule, _ in rules]))
        total = sum(one[1] for one in truth[-len(made) :])
        first = {"heading": section, "heading with points": f"{section}（{total}分）"}.get(sections)
        rows += [[first, "", "", ""]] if first else []
        rows += made
    if draw(st.booleans()):
        full = {"id": "合计", "points": str(sum(one[1] for one in truth))}
        rows.append([full.get(key, "") for key in columns])
    if draw(st.booleans()):
        rows.append(["注：扣完为止，不计负分。", "", "", ""])
    return Grid("表1", tuple(map(tuple, rows))), truth


@settings(max_examples=120, deadline=None)
@given(a_table())
def test_any_such_table_is_read_as_it_was_meant(made: tuple[Grid, list[Any]]) -> None:
    grid, truth = made
    draft = draft_of([grid], "t.xlsx", code="ZZ")
    assert draft.rubric is not None, [note.sentence() for note in draft.notes if note.error]
    assert [(item.title, item.points) for item in draft.rubric.items] == [(title, Decimal(worth)) for title, worth, _ in truth]  # fmt: skip
    for item, (_, _, rules) in zip(draft.rubric.items, truth, strict=True):
        found = [(d.text, str(d.points), d.each, "" if d.cap is None else str(d.cap)) for d in item.deductions]
        assert found == rules


@settings(max_examples=60, deadline=None)
@given(a_table(), st.data())
def test_a_table_with_a_slip_is_never_a_wrong_rubric_in_silence(made: tuple[Grid, list[Any]], data: st.DataObject) -> None:  # fmt: skip
    """One cell of points emptied or garbled: an error, or a note that names the cell's row."""
    grid, truth = made
    rows = [list(row) for row in grid.rows]
    titles = [title for title, _, _ in truth]
    at = data.draw(st.sampled_from([n for n, row in enumerate(rows) if any(str(cell) in titles for cell in row)]))
    head = next(row for row in rows if any(str(cell) in HEADS["points"] for cell in row))
    column = next(n for n, cell in enumerate(head) if str(cell) in HEADS["points"])
    rows[at][column] = data.draw(st.sampled_from(["", "若干", "5-6", "?"]))
    draft = draft_of([Grid(grid.name, tuple(map(tuple, rows)))], "t.xlsx", code="ZZ")
    named = [note for note in draft.notes if note.at.endswith(str(at + 1))]
    assert draft.rubric is None or named
