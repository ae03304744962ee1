"""A rubric is edited on the screen: fields, lists of codes, sections, steps back and forth."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from casereview.rubric import actions, editing, files
from tests.ui.builders import click, press
from tests.ui.rubrics.writing import ITEM, ask, choose, codes, findings, general, write
from ui.kit.session import Session
from ui.rubrics.codes import CODE, named
from ui.rubrics.editor import Editor
from ui.rubrics.page import RubricsPage


def test_a_new_version_is_written_checked_at_each_stroke_and_published(
    page: RubricsPage, session: Session, editor: Editor
) -> None:
    assert editor.values["version"] == "2024.2" and editor.publish_button.isEnabled()
    editor.tree.select(ITEM)
    before = general().items[0]
    write(editor, "points", str(before.points + 1))
    assert any("与满分 100 分不符" in text for text in findings(editor))
    assert not editor.publish_button.isEnabled()
    assert "101" in editor.state.text()
    editor.tree.select(())
    write(editor, "full_marks", "101")
    editor.tree.select(("sections", 0, "items", 1))
    write(editor, "title", "执法人员的资格")
    assert not any("不符" in text for text in findings(editor))
    click(editor.publish_button)
    assert page.stack.currentIndex() == 0
    made = page.rubric
    assert made is not None
    assert (made.version, made.items[0].points, made.items[1].title) == ("2024.2", before.points + 1, "执法人员的资格")
    assert made in actions.rubrics(session.db) and general() in actions.rubrics(session.db)
    assert page.versions.about.text().startswith("同一标准的两个版本")
    changes = [(row[1], row[2]) for row in page.versions.table.cells()[1:]]
    section, (first, second) = general().sections[0], general().items[:2]
    assert changes == [
        ("标准", "满分"),
        ("标准", "版本"),
        (f"{section.id}  {section.title}", "分值"),
        (f"{first.id}  {first.title}", "分值"),
        (f"{second.id}  执法人员的资格", "名称"),
    ]


def test_a_deduction_becomes_one_of_another_kind_and_steps_are_taken_back(editor: Editor) -> None:
    path: editing.Trail = (*ITEM, "deductions", 0)
    editor.tree.select(path)
    was = editing.at(editor.values, path)
    assert was.get("once") is True or was.get("each")
    choose(editor, "mode", "step")
    assert "step.size" in editor.form.fields
    choose(editor, "step.measure", "camera_ratio")
    write(editor, "step.size", "10")
    step = editing.at(editor.values, path)["step"]
    assert (step["measure"], step["size"]) == ("camera_ratio", "10")
    assert editor.judged.rubric is not None
    for _ in range(3):
        editor.undo()
    assert editing.at(editor.values, path) == was
    for _ in range(3):
        editor.redo()
    assert editing.at(editor.values, path)["step"] == step
    choose(editor, "mode", "each")
    counter = editor.form.fields["each"]
    assert isinstance(counter, QComboBox) and counter.isEditable() and counter.findData("张/份") >= 0
    counter.setEditText("份")
    write(editor, "cap", "99")
    assert any("上限 99 分高于项目" in text for text in findings(editor))


def test_a_finding_leads_to_its_entry(editor: Editor) -> None:
    editor.tree.select((*ITEM, "deductions", 0))
    write(editor, "points", "77")
    editor.tree.select(())
    line = next(n for n in range(editor.findings.count()) if "77" in editor.findings.item(n).text())
    editor.findings.itemClicked.emit(editor.findings.item(line))
    assert editor.path == (*ITEM, "deductions", 0)
    assert editor.form.fields["points"].text() == "77"  # type: ignore[attr-defined]


def test_entries_are_added_moved_and_deleted(editor: Editor) -> None:
    editor.tree.select(ITEM)
    count = len(editor.values["sections"][0]["items"])
    editor.adders["items"].trigger()
    assert editor.path == ("sections", 0, "items", count)
    assert any("没有写名称" in text for text in findings(editor))
    write(editor, "title", "新条目")
    editor.adders["deductions"].trigger()
    here: tuple[object, ...] = editor.path
    assert here == ("sections", 0, "items", count, "deductions", 0)
    editor.tree.select(("sections", 0, "items", count))
    editor.move_entry(-1)
    assert editor.values["sections"][0]["items"][count - 1]["title"] == "新条目"
    editor.remove()
    assert len(editor.values["sections"][0]["items"]) == count
    editor.adders["vetoes"].trigger()
    choose(editor, "effect", "cap:good")
    assert editor.values["vetoes"][-1]["effect"] == "cap:good"
    editor.tree.select(ITEM)
    codes(editor, "applies.flags").take(["hearing", "nonsense"])
    assert editing.at(editor.values, ITEM)["applies"]["flags"] == ["hearing", "nonsense"]
    assert any("nonsense" in text for text in findings(editor))
    assert codes(editor, "applies.flags").said.text() == "举行了听证、nonsense（目录里没有）"


def test_codes_are_chosen_from_lists_by_their_chinese_names(editor: Editor) -> None:
    path: editing.Trail = (*ITEM, "deductions", 0)
    editor.tree.select(path)
    assert not [key for key, field in editor.form.fields.items() if key == "outcomes" and isinstance(field, QLineEdit)]
    picker = ask(editor, "outcomes")
    press(picker.search, "sdhz")
    shown = [picker.list.item(n) for n in range(picker.list.count()) if not picker.list.item(n).isHidden()]
    assert shown and all("R-" in one.text() for one in shown)
    picker.search.setText("R-S01")
    one = next(
        o
        for n in range(picker.list.count())
        if not (o := picker.list.item(n)).isHidden() and o.checkState() is Qt.CheckState.Unchecked
    )
    one.setCheckState(Qt.CheckState.Checked)
    code = str(one.data(CODE))
    click(picker.ok)
    assert code in editing.at(editor.values, path)["outcomes"]
    assert code in codes(editor, "outcomes").said.text()
    editor.tree.select(ITEM)
    for key, wanted in (
        ("documents", "立案登记表"),
        ("applies.facts", "案号"),
        ("applies.procedure", "简易程序"),
        ("applies.values", "执法门类：公路路政"),
    ):
        picker = ask(editor, key)
        line = next(o for n in range(picker.list.count()) if (o := picker.list.item(n)).text().endswith(wanted))
        line.setCheckState(Qt.CheckState.Checked)
        click(picker.ok)
        assert wanted in codes(editor, key).said.text()
    applies = editing.at(editor.values, ITEM)["applies"]
    assert (applies["facts"], applies["procedure"], applies["values"]) == (
        ["case_no"],
        ["summary"],
        {"domain": ["road"]},
    )
    assert editor.judged.rubric is not None
    assert editor.judged.rubric.items[0].applies.values == {"domain": ("road",)}


def test_every_code_that_the_shipped_rubrics_use_has_a_name() -> None:
    def of(kind: str) -> set[str]:
        return {code for code, name in named(kind, "zh") if name and name != code}

    for rubric in files.shipped():
        for item in rubric.items:
            assert set(item.documents) | set(item.applies.forms) <= of("forms")
            assert set(item.applies.flags) <= of("flags") and set(item.applies.procedure) <= of("procedures")
            assert {outcome for one in item.deductions for outcome in one.outcomes} <= of("outcomes")
        assert {outcome for veto in rubric.vetoes for outcome in veto.outcomes} <= of("outcomes")


def test_sections_go_down_four_levels_and_say_how_they_count(editor: Editor) -> None:
    editor.tree.select(("sections", 0))
    editor.adders["parts"].trigger()
    assert editor.path == ("sections", 0, "sections", 0)
    write(editor, "title", "下级")
    editor.adders["parts"].trigger()
    assert list(editor.path) == ["sections", 0, "sections", 0, "sections", 0]
    assert not editor.adders["parts"].isEnabled(), "with the items that makes four"
    write(editor, "title", "再下级")
    item: editing.Trail = (*editor.path, "items", 0)
    editor.tree.select(item)
    write(editor, "title", "说理")
    write(editor, "best", "优")
    editor.adders["deductions"].trigger()
    write(editor, "level", "良")
    write(editor, "points", "0.5")
    here = editor.tree.currentItem()
    assert here is not None and here.text(0) == "良"
    before = editing.total_of(editor.values["sections"])
    editor.tree.select(("sections", 0, "sections", 0))
    write(editor, "weight", "3")
    assert before is not None and editing.total_of(editor.values["sections"]) == before + 1
    choose(editor, "gate", "section")
    editor.tree.select(())
    write(editor, "full_marks", str(before + 1))
    rubric = editor.judged.rubric
    assert rubric is not None, findings(editor)
    part = rubric.sections[0].sections[0]
    assert part.gate == "section" and part.weight == 3
    assert rubric.model_of(part.sections[0].items[0]) == "levels"
    editor.tabs.setCurrentWidget(editor.difference)
    rows = editor.difference.table.cells()[1:]
    new = part.sections[0].items[0].deductions[0].id
    assert ["＋ 新增", f"{new}  良", "", "", "良"] in rows
    assert not [row for row in rows if re.search(r"[a-z]{3}", row[2] + row[3] + row[4])], "all of it in Chinese"


def test_a_draft_survives_another_language_and_theme(qtbot: QtBot, page: RubricsPage, editor: Editor) -> None:
    editor.tree.select(ITEM)
    write(editor, "title", "改过的名称")
    again = RubricsPage(page.session)
    qtbot.addWidget(again)
    again.wake()
    again.arrive(page.place())
    assert editing.at(again.editor.values, ITEM)["title"] == "改过的名称"
    assert again.editor.dirty
