from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from casereview import packs, record
from casereview.checks import actions, inforce
from casereview.panel import actions as panel
from casereview.record import Author
from tests.ui.builders import click
from ui.dossiers.findings import Findings
from ui.kit.session import Session
from ui.rubrics.confirm import ConfirmDialog
from ui.rubrics.entry_dialog import EntryDialog
from ui.rubrics.pack_new import NewPack
from ui.rubrics.pack_open import MOST
from ui.rubrics.pack_version import TakeVersions
from ui.rubrics.packs import PacksDialog
from ui.rubrics.page import RubricsPage

REGION = "regions/shanxi-jinzhong"


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> Iterator[PacksDialog]:
    page = RubricsPage(session)
    qtbot.addWidget(page)
    page.show()
    page.show_packs()
    made = page.findChild(PacksDialog)
    assert made is not None
    yield made
    if isValid(made):
        made._drafts.clear()
        made.close()


def lines(dialog: PacksDialog) -> list[str]:
    tops = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    entries = [top.child(n) for top in tops if top for n in range(top.childCount())]
    return [f"{entry.text(0)}　{entry.text(1)}" for entry in entries if entry]


def shown(dialog: PacksDialog) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisibleTo(dialog))


def test_every_pack_is_listed_by_kind_with_what_is_to_be_confirmed(dialog: PacksDialog, session: Session) -> None:
    assert len(lines(dialog)) == len(actions.shelf(session.db))
    kinds = [dialog.tree.topLevelItem(n).text(0) for n in range(dialog.tree.topLevelItemCount())]  # type: ignore[union-attr]
    assert {"节假日和调休", "地区规定", "法律法规", "单位指标", "文书"} <= set(kinds)
    pack = next(one for one in actions.shelf(session.db) if one.name == "shanxi-jinzhong")
    assert f"山西省晋中市　待核 {len(pack.open)}" in lines(dialog)
    dialog.choose(REGION)
    assert pack.digest[:12] in shown(dialog)
    assert dialog.text.toPlainText() == actions.pack_text(session.db, "regions", "shanxi-jinzhong")


def test_what_is_typed_is_looked_at_and_its_error_has_a_place(
    qtbot: QtBot, dialog: PacksDialog, session: Session
) -> None:
    dialog.choose("calendar/2026")
    text = dialog.text.toPlainText()
    dialog.text.setPlainText(text + "\nx = [")
    qtbot.waitUntil(lambda: "不是正确的 TOML" in dialog.verdict.text())
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText(text.replace('source = "', 'sauce = "'))
    qtbot.waitUntil(lambda: "缺少“source”" in dialog.verdict.text())
    dialog.text.setPlainText(text.replace("year = 2026", 'year = "这一年"'))
    qtbot.waitUntil(lambda: "“year”的值" in dialog.verdict.text())
    assert "应为整数" in dialog.verdict.text()
    [band] = dialog.text.extraSelections()
    assert band.cursor.block().text().startswith("year =")
    click(dialog.there)
    assert dialog.text.textCursor().block().text().startswith("year =")
    dialog.text.setPlainText(text)
    qtbot.waitUntil(lambda: dialog.verdict.text() == "✓ 内容有效")
    assert dialog._drafts == {} and not dialog.save.isEnabled()


def test_an_edit_is_saved_shown_as_edited_and_taken_back(qtbot: QtBot, dialog: PacksDialog, session: Session) -> None:
    dialog.choose("checks/precision")
    dialog.text.setPlainText(dialog.text.toPlainText().replace("minimum = 10", "minimum = 20"))
    assert any("未保存" in line for line in lines(dialog))
    qtbot.waitUntil(dialog.save.isEnabled)
    click(dialog.save)
    assert inforce.precision_pack(session.db).minimum == 20
    assert any("已修改" in line for line in lines(dialog)) and not any("未保存" in line for line in lines(dialog))
    assert f"{session.author.name} 于 2" in shown(dialog)
    click(dialog.restore)
    assert inforce.precision_pack(session.db).minimum == 10
    assert not any("已修改" in line for line in lines(dialog))
    assert "minimum = 10" in dialog.text.toPlainText() and not dialog.restore.isEnabled()


def test_packs_of_other_rooms_can_only_be_looked_at(dialog: PacksDialog) -> None:
    dialog.choose("forms/transport")
    assert dialog.text.isReadOnly() and "随程序发布" in dialog.verdict.text() and not dialog.save.isEnabled()


def test_a_placeholder_is_confirmed_with_its_source(dialog: PacksDialog, session: Session) -> None:
    dialog.choose(REGION)
    dialog.tabs.setCurrentWidget(dialog.waiting)
    pack = dialog.chosen
    assert pack is not None
    dialog.ask_confirm(next(p for p in pack.open if p.where == "figures.hearing_person"))
    ask = dialog.findChild(ConfirmDialog)
    assert ask is not None
    assert "听证的金额标准（公民）" in [label.text() for label in ask.findChildren(QLabel)]
    ask.value.setText("6000")
    click(ask.ok)
    assert ask.isVisible() and "请写明出处" in ask.problem.text()
    ask.source.setText("本省听证办法第四条")
    click(ask.ok)
    held = inforce.in_force(session.db, "shanxi-jinzhong").region.figures["hearing_person"]
    assert (held.value, held.source, held.confirmed) == ("6000", "本省听证办法第四条", True)
    assert dialog.chosen is not None and len(dialog.chosen.open) == len(pack.open) - 1
    assert dialog.tabs.currentWidget() is dialog.waiting


def test_a_placeholder_is_found_in_the_text(dialog: PacksDialog) -> None:
    dialog.choose("discretion/shanxi")
    dialog.tabs.setCurrentWidget(dialog.waiting)
    QApplication.processEvents()
    finds = [
        found
        for found in dialog.findChildren(QPushButton)
        if found.text() == "在文本中查看" and found.isVisibleTo(dialog)
    ]
    assert dialog.chosen is not None and len(finds) == MOST < len(dialog.chosen.open)
    assert "还有" in shown(dialog)
    click(finds[1])  # the first is the pack as a whole
    assert dialog.tabs.currentWidget() is dialog.text_page
    assert dialog.text.textCursor().block().text() == "[[bands]]"


def test_next_years_calendar_comes_from_a_file(dialog: PacksDialog, session: Session) -> None:
    dialog.choose("calendar/2026")
    text = 'year = 2027\nsource = "国办通知"\noff = ["2027-01-01"]\nwork = []\nholidays = ["2027-01-01"]\n'
    dialog.import_text(text, "2028")
    assert "“year”的值" in dialog.verdict.text() and actions.edited_packs(session.db) == {}
    dialog.import_text(text, "2027")
    assert set(actions.edited_packs(session.db)) == {"calendar/2027"}
    assert dialog.chosen is not None and dialog.chosen.name == "2027"
    assert dialog.restore.text() == "移除这个数据包"
    click(dialog.restore)
    assert actions.edited_packs(session.db) == {} and not any("2027" in line for line in lines(dialog))


def test_unsaved_text_is_not_lost_by_closing(dialog: PacksDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog.choose("checks/precision")
    dialog.text.setPlainText("minimum = 1")
    monkeypatch.setattr(QMessageBox, "question", lambda *a: QMessageBox.StandardButton.No)
    dialog.close()
    assert dialog.isVisible()
    click(dialog.drop)
    held = (packs.SHIPPED / "checks" / "precision.toml").read_text("utf-8")
    assert dialog.text.toPlainText() == held
    dialog.close()
    assert not dialog.isVisible()


def test_an_unsaved_pack_is_not_confirmed_behind_its_text(dialog: PacksDialog, tmp_path: Path) -> None:
    dialog.choose(REGION)
    dialog.text.setPlainText(dialog.text.toPlainText() + "\n# 修改中\n")
    assert dialog.chosen is not None
    dialog.ask_confirm(dialog.chosen.open[0])
    assert dialog.findChild(ConfirmDialog) is None and "没有保存" in dialog.verdict.text()


def test_the_precision_of_each_rule_is_seen_beside_its_bar(
    dialog: PacksDialog, session: Session, qtmodeltester: ModelTester
) -> None:
    dialog.choose(REGION)
    place = dialog.tabs.indexOf(dialog.rules)
    assert not dialog.tabs.isTabVisible(place)
    dialog.choose("checks/precision")
    assert dialog.tabs.isTabVisible(place) and "还没有人核对" in dialog.rules.about.text()
    for number in range(10):
        session.act(actions.judge, f"d{number}", "R-F06.late", "rejected" if number < 5 else "accepted")
    session.act(actions.judge, "d1", "R-S01.late", "accepted")
    dialog.choose(REGION)
    dialog.choose("checks/precision")
    model = dialog.rules.table.model
    cells = [[model.index(row, column).data() for column in range(7)] for row in range(model.rowCount())]
    assert [row[0] for row in cells] == ["R-F06", "R-S01"]
    assert cells[0][2:] == ["5", "5", "50%", "24% – 76%", "⚠ 只作提示"]
    assert cells[1][2:] == ["1", "0", "100%", "21% – 100%", "可以判定"]
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_edits_that_differ_are_shown_and_settled_by_saving_one(
    dialog: PacksDialog, session: Session, author: Author
) -> None:
    text = (packs.SHIPPED / "checks" / "precision.toml").read_text("utf-8")
    session.act(actions.set_pack, "checks", "precision", text.replace("minimum = 10", "minimum = 20"))
    other = {"text": text.replace("minimum = 10", "minimum = 30")}
    record.append(session.db, Author("乙", author.clock), inforce.PACK, "checks/precision", other)
    dialog._fill()
    dialog.choose("checks/precision")
    assert any("修改不一致" in line for line in lines(dialog)) and "minimum = 30" in dialog.text.toPlainText()
    assert inforce.precision_pack(session.db).minimum == 10
    click(dialog.save)
    assert inforce.precision_pack(session.db).minimum == 30
    assert not any("修改不一致" in line for line in lines(dialog))


# entries, undo, frozen versions


def titles(dialog: PacksDialog) -> list[str]:
    model = dialog.entries.table.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_entries_stand_in_a_table_with_value_state_and_source(dialog: PacksDialog, session: Session) -> None:
    dialog.choose("law/fines")
    model = dialog.entries.table.model
    assert model.rowCount() == len(actions.pack_entries(session.db, "law", "fines"))
    cells = [str(model.index(0, column).data()) for column in range(6)]
    assert cells[0] == "擅自从事道路普通货物运输经营" and cells[1] == "3000–50000" and cells[2] == "已核"
    assert cells[3] == "道路运输条例第六十三条第一项" and cells[4].startswith("2023-07-20") and "2023" in cells[5]
    dialog.entries.only_open.setChecked(True)
    assert 0 < model.rowCount() == len(dialog.chosen.open if dialog.chosen else ())
    dialog.choose(REGION)
    assert "听证的金额标准（公民）" in titles(dialog)
    dialog.choose("forms/transport")
    assert not dialog.tabs.isTabVisible(dialog.tabs.indexOf(dialog.entries))
    assert "案卷都要重新识别" in dialog.verdict.text()


def test_an_entry_is_edited_by_form_noted_with_its_person_and_undone(dialog: PacksDialog, session: Session) -> None:
    dialog.choose("discretion/shanxi")
    dialog.entries.choose(("bands", 1))
    dialog.entries.change()
    form = dialog.findChild(EntryDialog)
    assert form is not None
    field = form.fields["max"]
    assert isinstance(field, QLineEdit) and field.text() == "6000"
    field.setText("100")
    click(form.ok)
    assert form.isVisible() and "未取得道路运输经营许可擅自从事道路普通货物运输经营" in form.problem.text()
    assert "上限低于下限" in form.problem.text() and actions.edited_packs(session.db) == {}
    field.setText("5000")
    sure = form.fields["confirmed"]
    assert isinstance(sure, QCheckBox)
    sure.setChecked(True)
    click(form.ok)
    [_, held, *_] = actions.pack_entries(session.db, "discretion", "shanxi")
    assert held.values["max"] == "5000" and held.confirmed and held.confirmed_by.startswith(session.author.name)
    assert dialog.undo.isEnabled()
    click(dialog.undo)
    assert actions.edited_packs(session.db) == {} and not dialog.undo.isEnabled()
    session.undo.redo()
    assert actions.pack_entries(session.db, "discretion", "shanxi")[1].values["max"] == "5000"


def test_an_entry_is_added_and_taken_away(dialog: PacksDialog, session: Session) -> None:
    dialog.choose("law/laws")
    before = len(titles(dialog))
    dialog.entries.ask_new()
    form = dialog.findChild(EntryDialog)
    assert form is not None
    click(form.ok)
    assert "代号" in form.problem.text()
    form.key.setText("some_highway")
    for key, text in (("title", "某省公路条例"), ("names", "某省公路条例")):
        field = form.fields[key]
        assert isinstance(field, QLineEdit)
        field.setText(text)
    versions = form.fields["versions"]
    assert isinstance(versions, QPlainTextEdit)
    versions.setPlainText("2020-01-01/2023-12-31/60\n2024-01-01")
    click(form.ok)
    act = inforce.in_force(session.db).laws["some_highway"]
    assert act.title == "某省公路条例" and not act.confirmed
    assert [(str(v.start), v.articles) for v in act.versions] == [("2020-01-01", 60), ("2024-01-01", None)]
    assert len(titles(dialog)) == before + 1
    dialog.entries.choose(("laws", "some_highway"))
    assert dialog.entries.chosen is not None
    dialog.entries.remove(dialog.entries.chosen)
    assert "some_highway" not in inforce.in_force(session.db).laws
    dialog.entries.choose(("laws", "penalty"))
    met: list[Exception] = []
    session.failed.connect(met.append)
    assert dialog.entries.chosen is not None
    dialog.entries.remove(dialog.entries.chosen)  # rules ask for it by name
    assert len(met) == 1 and "penalty" in inforce.in_force(session.db).laws and "处罚法" not in dialog.undo.toolTip()


def test_typing_in_the_text_locks_the_entries(dialog: PacksDialog) -> None:
    dialog.choose("law/fines")
    dialog.entries.table.view.selectRow(0)
    assert dialog.entries.edit.isEnabled()
    dialog.text.setPlainText(dialog.text.toPlainText() + "\n# 修改中\n")
    assert not dialog.entries.edit.isEnabled() and "没有保存" in dialog.entries.note.text()
    click(dialog.drop)
    dialog.entries.table.view.selectRow(0)
    assert dialog.entries.edit.isEnabled()


def test_the_window_says_which_version_the_review_goes_by(
    qtbot: QtBot, review: str, session: Session, dialog: PacksDialog
) -> None:
    campaign = session.campaign
    assert campaign is not None
    dialog.choose("law/fines")
    assert "冻结的就是这个版本" in dialog.version.text.text() and not dialog.version.take.isVisibleTo(dialog)
    session.act(actions.drop_entry, "law", "fines", ("fines", 0))
    dialog.choose("law/fines")
    assert campaign.packs["law/fines"][:12] in dialog.version.text.text() and dialog.version.take.isVisibleTo(dialog)
    dialog.version.ask()
    ask = dialog.findChild(TakeVersions)
    assert ask is not None
    click(ask.ok)
    assert "理由" in ask.problem.text() and list(panel.newer_packs(session.db, campaign.id)) == ["law/fines"]
    ask.reason.setPlainText("删去重复的条目")
    click(ask.ok)
    assert panel.newer_packs(session.db, campaign.id) == {}
    [(who, _, act)] = panel.packs_taken(session.db, campaign.id)
    assert (who, act.reason) == (session.author.name, "删去重复的条目")
    qtbot.waitUntil(lambda: not session.jobs.current)


def test_the_register_is_a_link_away(qtbot: QtBot, dialog: PacksDialog) -> None:
    dialog.choose(REGION)
    page = dialog._page
    assert isinstance(page, RubricsPage) and dialog.register.isVisibleTo(dialog)
    with qtbot.waitSignal(page.asked) as told:
        click(dialog.register)
    assert told.args == ["units", None]


def test_a_dossier_says_which_version_its_verdicts_rest_on(qtbot: QtBot, dossier: str, session: Session) -> None:
    shown = Findings(session)
    qtbot.addWidget(shown)
    shown.show_outcomes(dossier, actions.outcomes(session.db, dossier))
    used = actions.checked_with(session.db, dossier)
    assert used is not None and used.digest[:12] in shown.version.text() and "现行" in shown.version.text()
    session.act(actions.drop_entry, "law", "fines", ("fines", 0))
    shown.show_outcomes(dossier, actions.outcomes(session.db, dossier))
    assert "有变动" in shown.version.text() and used.digest[:12] in shown.version.text()
    session.act(actions.check, [dossier], today=session.today)
    shown.show_outcomes(dossier, actions.outcomes(session.db, dossier))
    assert "有变动" not in shown.version.text() and used.digest[:12] not in shown.version.text()
    shown.show_outcomes("nothing", [])
    assert not shown.version.isVisibleTo(shown)


def test_a_province_gets_its_own_steps_and_a_region_goes_by_them(dialog: PacksDialog, session: Session) -> None:
    dialog.choose("discretion/shanxi")
    dialog.text.setPlainText(dialog.text.toPlainText().replace("阶次（占位）", "阶次（河南）"))
    dialog.ask_new()
    ask = dialog.findChild(NewPack)
    assert ask is not None
    for name, said in (("带 空格", "代号"), ("shanxi", "已经有")):
        ask.name.setText(name)
        click(ask.ok)
        assert ask.isVisible() and said in ask.problem.text()
    ask.name.setText("henan")
    click(ask.ok)
    assert set(actions.edited_packs(session.db)) == {"discretion/henan"}
    region = actions.pack_text(session.db, "regions", "shanxi-jinzhong").replace(
        'discretion = "shanxi"', 'discretion = "henan"'
    )
    session.act(actions.set_pack, "regions", "henan", region)
    held = inforce.in_force(session.db, "henan").discretion
    assert held is not None and "河南" in held.title
    dialog.choose("law/laws")
    assert not dialog.more.isVisibleTo(dialog)
