from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from casereview import packs, record
from casereview.checks import actions, inforce
from casereview.record import Author
from tests.ui.builders import click
from ui.kit.session import Session
from ui.rubrics.confirm import ConfirmDialog
from ui.rubrics.pack_open import MOST
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
