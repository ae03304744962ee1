"""A rubric is edited, published, imported, tailored and tried on the screen, with real files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from casereview.dossier import actions as dossiers
from casereview.marking import actions as marking
from casereview.marking.context import context_of
from casereview.marking.model import MarkKind, MarkPayload, Seen
from casereview.rubric import actions, editing, files
from casereview.rubric.model import Rubric
from casereview.rubric.tables import read_table
from tests.casereview.rubric.test_tables import a_workbook
from tests.ui.builders import click, press
from ui.kit.ask import Ask
from ui.kit.session import Session
from ui.rubrics.codes import CODE, Codes, PickCodes, named
from ui.rubrics.composing import RUBRIC, Composing
from ui.rubrics.editor import Editor
from ui.rubrics.importing import Importing
from ui.rubrics.page import RubricsPage
from ui.rubrics.publishing import Preview

ITEM: editing.Trail = ("sections", 0, "items", 0)


def general() -> Rubric:
    return next(rubric for rubric in files.shipped() if rubric.code == "PT")


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[RubricsPage]:
    made = RubricsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    made.arrive("PT")
    yield made


@pytest.fixture
def editor(page: RubricsPage) -> Editor:
    click(the_button(page, "编辑新版本"))
    assert page.stack.currentWidget() is page.editor
    return page.editor


def the_button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def write(editor: Editor, key: str, text: str) -> None:
    """As from the keyboard or, for Chinese, from the input method, over what stands there."""
    field = editor.form.fields[key]
    assert isinstance(field, QLineEdit)
    field.selectAll()
    if text.isascii():
        press(field, text)
    else:
        field.insert(text)


def codes(editor: Editor, key: str) -> Codes:
    field = editor.form.fields[key]
    assert isinstance(field, Codes)
    return field


def ask(editor: Editor, key: str) -> PickCodes:
    click(codes(editor, key).ask_button)
    return next(dialog for dialog in codes(editor, key).findChildren(PickCodes) if dialog.isVisible())


def choose(editor: Editor, key: str, value: object) -> None:
    box = editor.form.fields[key]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def findings(editor: Editor) -> list[str]:
    return [editor.findings.item(n).text() for n in range(editor.findings.count())]


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


def test_an_unfinished_draft_is_saved_asked_about_and_opened_again(
    page: RubricsPage, editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.tree.select(ITEM)
    write(editor, "points", "待定")
    click(the_button(editor, "‹ 返回"))
    assert page.stack.currentWidget() is editor, "what is not saved is asked about"
    question = next(d for d in editor.findChildren(Ask) if d.isVisible())
    question.reject()
    file = tmp_path / "草稿.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(file), ""))
    editor.ask_save()
    click(the_button(editor, "‹ 返回"))
    assert page.stack.currentIndex() == 0
    page.doors.open_draft(file)
    assert editing.at(editor.values, ITEM)["points"] == "待定"
    assert not editor.dirty and editor.judged.rubric is None


def test_a_draft_survives_another_language_and_theme(qtbot: QtBot, page: RubricsPage, editor: Editor) -> None:
    editor.tree.select(ITEM)
    write(editor, "title", "改过的名称")
    again = RubricsPage(page.session)
    qtbot.addWidget(again)
    again.wake()
    again.arrive(page.place())
    assert editing.at(again.editor.values, ITEM)["title"] == "改过的名称"
    assert again.editor.dirty


def test_a_tailoring_file_for_another_base_is_refused_and_the_right_one_opens(
    page: RubricsPage, session: Session, tmp_path: Path
) -> None:
    first, second = general().items[:2]
    change = (
        f'[[change]]\nitem = "{first.id}"\npoints = {first.points + 1}\n'
        f'[[change]]\nitem = "{second.id}"\npoints = {second.points - 1}\n'
    )
    head = 'version = "2024.1-超限"\nreason = "超限运输"\n'
    wrong, right = tmp_path / "别的.toml", tmp_path / "超限.toml"
    wrong.write_text(f'base = "{"0" * 12}"\n{head}{change}', "utf-8")
    right.write_text(f'base = "{general().digest}"\n{head}{change}', "utf-8")
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    page.doors.tailor(wrong)
    assert [type(error).__name__ for error in failed] == ["WrongBase"]
    assert page.stack.currentIndex() == 0
    page.doors.tailor(right)
    assert page.editor.values["version"] == "2024.1-超限"
    assert page.editor.judged.sound
    page.editor.tabs.setCurrentWidget(page.editor.difference)
    assert page.editor.difference.table.model.rowCount() >= 3


def test_an_offices_table_is_shown_as_read_put_right_and_goes_out_again(
    page: RubricsPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[object]] = [
        ["某局案卷评查标准", "", "", "", ""],
        ["一级指标", "评查项目", "分值", "评分标准", "备注"],
        ["一、立案(40)", "立案审批", "三十分", "未审批的,全扣;缺签名每处扣1分,最多扣5分", "x"],
        ["", "案件来源", 10, "酌情处理", ""],
        ["二、送达(60)", "送达回证", 60, "缺一项扣2分", ""],
        ["一票否决", "执法主体不适格", "", "", ""],
    ]
    page.doors.import_table(a_workbook(tmp_path, rows))
    dialog = next(d for d in page.findChildren(Importing))
    assert [box.currentData() for box in dialog.mapping.boxes] == ["section", "title", "points", "rules", ""]
    contents = dialog.contents.cells()[1:]
    assert ["扣分", "缺签名", "−1", "处", "5", "评查标准!D3"] in contents
    assert ["一票否决", "执法主体不适格", "", "", "", "评查标准!B6"] in contents
    notes = [dialog.notes.item(n).text() for n in range(dialog.notes.count())]
    assert any(note.startswith("评查标准!C3") and "三十分" in note for note in notes)
    assert any(note.startswith("评查标准!D4") and "酌情处理" in note for note in notes)
    dialog.code.setText("")
    press(dialog.code, "ZZ")
    click(dialog.go)
    editor = page.editor
    assert page.stack.currentWidget() is editor and not editor.publish_button.isEnabled()
    wrong = next(
        n for n in range(editor.notes.count()) if editor.notes.item(n).text().startswith("评查标准!C3")
    )  # fmt: skip
    assert editor.notes.item(wrong).text().endswith("不是大于 0 的数")
    editor.tree.select(ITEM)
    write(editor, "points", "30")
    editor.tree.select((*ITEM, "deductions", 0))
    assert any("高于项目的 30 分" in text for text in findings(editor)), "全扣 waits for a person"
    write(editor, "points", "30")
    assert editor.publish_button.isEnabled()
    click(editor.publish_button)
    made = page.rubric
    assert made is not None and made.code == "ZZ" and made.items[0].points == 30
    for suffix in (".xlsx", ".docx"):
        out = tmp_path / f"出{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, out=out: (str(out), ""))
        page.doors.ask_table(suffix)
        again = read_table(out, code="ZZ").rubric
        assert again is not None
        assert [(i.title, i.points, len(i.deductions)) for i in again.items] == [
            (i.title, i.points, len(i.deductions)) for i in made.items
        ]


def test_what_is_no_table_is_said_in_the_import_dialog(page: RubricsPage, tmp_path: Path) -> None:
    page.doors.import_table(a_workbook(tmp_path, [["姓名", "证号", "单位"], ["张三", "1", "甲"]]))
    dialog = next(d for d in page.findChildren(Importing))
    assert not dialog.go.isEnabled() and dialog.wrong.isVisible()
    assert isinstance(dialog, QDialog)
    dialog.reject()


def seal_everything(session: Session, ident: str) -> None:
    """The only reader marks the dossier by the general rubric: one deduction, else full marks."""
    campaign = session.campaign
    assert campaign is not None
    rubric, reading = general(), dossiers.reading(session.db, ident)
    context = context_of(reading, complete=True)
    sheet = marking.sheet_of(session.db, rubric, campaign.id, ident, session.author.name, context)
    base = {"campaign": campaign.id, "dossier": ident, "rubric": rubric.digest}
    struck = rubric.items[0]
    assert struck.id in sheet.open
    says = [MarkPayload(**base, kind=MarkKind.FULL, item=item) for item in sheet.open if item != struck.id]
    says.append(
        MarkPayload(
            **base,
            kind=MarkKind.DEDUCT,
            item=struck.id,
            deduction=struck.deductions[0].id,
            evidence=(Seen(file=reading.page_of[0][0], page=1, dossier_page=1),),
        )
    )
    session.act(marking.set_marks, says)
    session.act(marking.seal, rubric, campaign.id, ident, context)


def test_the_laboratory_says_whose_score_changes_and_why(
    qtbot: QtBot, page: RubricsPage, session: Session, review: str, editor: Editor
) -> None:
    seal_everything(session, review)
    path: editing.Trail = (*ITEM, "deductions", 0)
    editor.tree.select(path)
    now = float(editing.at(editor.values, path)["points"])
    write(editor, "points", str(now + 0.5))
    if "cap" in editor.form.fields:
        write(editor, "cap", str(general().items[0].points))
    editor.tabs.setCurrentWidget(editor.lab)
    click(editor.lab.run_button)
    qtbot.waitUntil(lambda: editor.lab.found is not None, timeout=20_000)
    assert editor.lab.about.text().startswith("共 1 卷，1 卷得分有变化")
    (row,) = editor.lab.outcomes.cells()[1:]
    assert "执法主体名称印章" in row[-1] and row[5] == session.author.name
    assert editor.lab.silent.model.rowCount() >= len(general().items) - 1
    editor.tree.select(())
    write(editor, "title", "别的名称")
    assert editor.lab.found is None, "another draft has not been tried yet"
    QApplication.processEvents()


def test_another_content_under_a_published_version_is_refused_and_the_draft_stays(
    page: RubricsPage, session: Session, editor: Editor
) -> None:
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    write(editor, "version", general().version)
    editor.tree.select(ITEM)
    write(editor, "title", "改过的名称")
    click(editor.publish_button)
    assert [type(error).__name__ for error in failed] == ["VersionTaken"]
    assert page.stack.currentWidget() is editor
    assert editing.at(editor.values, ITEM)["title"] == "改过的名称"
    assert [r.version for r in actions.rubrics(session.db) if r.code == "PT"] == [general().version]


def test_what_a_version_would_change_is_shown_before_it_is_published(
    qtbot: QtBot, page: RubricsPage, session: Session, review: str, editor: Editor
) -> None:
    seal_everything(session, review)
    path: editing.Trail = (*ITEM, "deductions", 0)
    editor.tree.select(path)
    write(editor, "points", str(float(editing.at(editor.values, path)["points"]) + 0.5))
    click(editor.publish_button)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in editor.findChildren(Preview)), timeout=20_000)
    preview = next(d for d in editor.findChildren(Preview) if d.isVisible())
    assert page.stack.currentWidget() is editor, "nothing is published yet"
    (row,) = preview.table.cells()[1:]
    assert float(row[1]) == float(row[2]) + 0.5 and "执法主体名称印章" in row[-1]
    click(preview.ok)
    assert page.rubric is not None and page.rubric.version == "2024.2"


def test_a_rubric_is_begun_from_a_template(page: RubricsPage) -> None:
    titles = [title for title, _ in page._deeds() if title.startswith("从模板新建")]
    assert len(titles) == 3 and "等次评定" in titles[0]
    dict(page._deeds())[titles[0]]()
    assert page.stack.currentWidget() is page.editor
    assert page.editor.judged.sound and page.editor.values["code"] == "DJ"
    click(page.editor.publish_button)
    assert page.rubric is not None and page.rubric.model == "levels"


def test_several_rubrics_are_composed_by_weight(page: RubricsPage) -> None:
    page.doors.ask_compose()
    dialog = next(d for d in page.findChildren(Composing) if d.isVisible())

    def cell(row: int, column: int) -> QTableWidgetItem:
        item = dialog.table.item(row, column)
        assert item is not None
        return item

    at = {cell(n, 0).data(RUBRIC).code: n for n in range(dialog.table.rowCount())}
    click(dialog.ok)
    assert dialog.problem.isVisible() and "至少要选两份" in dialog.problem.text()
    for code, weight in (("PT", "60"), ("FS", "x")):
        cell(at[code], 1).setText(weight)
    click(dialog.ok)
    assert "大于 0 的数" in dialog.problem.text()
    cell(at["FS"], 1).setText("40")
    assert dialog.total.text() == "权重合计 100"
    click(dialog.ok)
    editor = page.editor
    assert page.stack.currentWidget() is editor and editor.judged.sound
    assert [section["weight"] for section in editor.values["sections"]] == ["60", "40"], (
        "in the order of the list: those that grade first"
    )


def test_a_version_says_from_when_it_is_used(page: RubricsPage, session: Session, editor: Editor) -> None:
    write(editor, "effective_from", "2099-01-01")
    click(editor.publish_button)
    assert page.list.currentItem().text().endswith("2099-01-01 起施行")
    assert "2099-01-01 起施行" in page.about.text()
