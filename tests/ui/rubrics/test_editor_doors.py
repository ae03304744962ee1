"""How a rubric comes to the editor and goes out of it: tables, tailoring, templates, trial, publishing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QTableWidgetItem,
)
from pytestqt.qtbot import QtBot

from casereview.dossier import actions as dossiers
from casereview.marking import actions as marking
from casereview.marking.context import context_of
from casereview.marking.model import MarkKind, MarkPayload, Seen
from casereview.rubric import actions, editing
from casereview.rubric.tables import read_table
from tests.casereview.rubric.test_tables import a_workbook
from tests.ui.builders import click, press
from tests.ui.rubrics.writing import ITEM, findings, general, the_button, write
from ui.kit.ask import Ask
from ui.kit.session import Session
from ui.rubrics.composing import RUBRIC, Composing
from ui.rubrics.editor import Editor
from ui.rubrics.importing import Importing
from ui.rubrics.page import RubricsPage
from ui.rubrics.publishing import Preview


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
