"""Facts that only a register of cases says: shown as such, on no page, and a person's once accepted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions
from casereview.dossier.facts import ids
from casereview.dossier.model import Box, FactState
from tests.casereview.dossier.builders import scan_of
from tests.casereview.dossier.test_reader_workbooks import register_of
from tests.ui.builders import click, drag, pdf_of, press
from ui.dossiers.facts import words_in
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session

KEY = Qt.Key


def test_what_a_register_says_is_shown_as_such_until_a_person_accepts_it(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "晋罚〔2024〕1号").mkdir()
    pdf_of(tmp_path / "晋罚〔2024〕1号", "照片", "现场")
    rows = [(1, "晋罚〔2024〕1号", "李某", "超限运输", "2024-05-06", *"     ")]
    register_of(tmp_path / "台账.xlsx", rows)
    session.act(actions.take_in, [tmp_path], executor="thread")
    dossier = str(actions.dossiers(session.db)[0].id)
    session.act(checks.check, [dossier], today=session.today)
    page = DossiersPage(session)
    qtbot.addWidget(page)
    page.show()
    page.wake()
    page.open(dossier)
    facts = page.inside.facts
    number = next(n for n, fact in enumerate(facts._facts) if fact.name == "filed_on")
    facts.choose((number + 1) % len(facts._facts))
    facts.choose(number)
    assert facts.where.text() == "来自台账，案卷中没有读到：台账.xlsx 2024!A3: 2024-05-06"
    assert page.inside.view.page == 1
    assert facts._items[facts._number()].text(0) == "〔台账〕立案时间"
    click(facts.accept)
    facts.choose(number)
    assert facts._facts[number].state is FactState.CONFIRMED
    assert facts.where.text().endswith("已核实")


def test_facts_are_accepted_one_after_the_other_by_one_key(page: DossiersPage, dossier: str, session: Session) -> None:
    page.open(dossier)
    facts = page.inside.facts
    press(page, KEY.Key_1, control=True)
    assert facts.list.hasFocus()
    press(facts.list, KEY.Key_Home)
    press(facts.list, KEY.Key_Y, KEY.Key_Y, KEY.Key_Y)
    states = [fact.state for fact in actions.reading(session.db, dossier).facts]
    assert states[:4] == [FactState.CONFIRMED] * 3 + [FactState.READ]
    assert facts.fact == facts._facts[3]
    press(page, KEY.Key_Z, KEY.Key_Z, control=True)
    states = [fact.state for fact in actions.reading(session.db, dossier).facts]
    assert states[:3] == [FactState.CONFIRMED, FactState.READ, FactState.READ]
    press(page, KEY.Key_Y, control=True)
    assert actions.reading(session.db, dossier).facts[1].state is FactState.CONFIRMED


def test_a_fact_is_put_right_and_denied_by_keys_alone(page: DossiersPage, dossier: str, session: Session) -> None:
    page.open(dossier)
    facts = page.inside.facts
    facts.list.setFocus()
    number = next(n for n, fact in enumerate(facts._facts) if fact.name == "filed_on")
    facts.choose(number)
    press(facts.list, KEY.Key_E)
    field = facts.form.fields[""]
    assert isinstance(field, QLineEdit) and field.hasFocus() and field.selectedText() == field.text()
    press(field, "x", KEY.Key_Return)
    assert facts.form.isVisible() and facts.form.wrong.isVisible(), "what is no day is said, and the form stays"
    field.setText("2024年5月6日")
    press(field, KEY.Key_Return)
    assert not facts.form.isVisible() and facts.list.hasFocus()
    assert "2024-05-06" in [fact.value for fact in actions.reading(session.db, dossier).facts_named("filed_on")]
    assert facts.fact is not None and facts.fact.state is FactState.CORRECTED
    before = len(facts._facts)
    press(facts.list, KEY.Key_Delete)
    assert len(facts._facts) == before - 1
    press(page, KEY.Key_Z, control=True)
    assert len(facts._facts) == before
    press(facts.list, KEY.Key_E)
    press(facts.form.fields[""], KEY.Key_Escape)
    assert not facts.form.isVisible() and facts.list.hasFocus()


def test_the_parts_of_an_officer_are_asked_by_their_names(page: DossiersPage, dossier: str, session: Session) -> None:
    page.open(dossier)
    facts = page.inside.facts
    number = next(n for n, fact in enumerate(facts._facts) if fact.name == "officer")
    facts.choose(number)
    press(facts.list, KEY.Key_E)
    labels = {label.text() for label in facts.form.findChildren(QLabel)}
    assert {"姓名", "执法证号", "身份"} <= labels
    name, role = facts.form.fields["name"], facts.form.fields["role"]
    assert isinstance(name, QLineEdit) and isinstance(role, QComboBox)
    name.setText("周予安")
    role.setCurrentIndex(role.findData("recorder"))
    press(role, KEY.Key_Return)
    assert facts._facts[number].value["name"] == "周予安" and facts._facts[number].value["role"] == "recorder"


def test_a_scan_without_text_gets_its_facts_by_hand(page: DossiersPage, session: Session, tmp_path: Path) -> None:
    scan_of(tmp_path, "扫描", pages=2)
    session.act(actions.take_in, [tmp_path / "扫描.pdf"], executor="thread")
    dossier = str(actions.dossiers(session.db)[0].id)
    page.open(dossier)
    inside, facts = page.inside, page.inside.facts
    assert facts.none.isVisible() and inside.unread.isVisible() and inside.unread.says.text() == "2 页没有文字"
    press(inside.view, KEY.Key_PageDown)
    facts.list.setFocus()
    press(facts.list, KEY.Key_Insert)
    assert facts.form.typing.hasFocus()
    press(facts.form.typing, "lasj", KEY.Key_Return)
    assert facts.form.name == "filed_on", "立案时间 by its initials"
    field = facts.form.fields[""]
    assert isinstance(field, QLineEdit) and field.hasFocus()
    field.setText("2024-05-06")
    press(field, KEY.Key_Return)
    (fact,) = actions.reading(session.db, dossier).facts
    assert (fact.name, fact.value, fact.page, fact.place.box) == ("filed_on", "2024-05-06", 2, None)
    assert actions.get(session.db, dossier).filed_on == "2024-05-06"
    drag(inside.view, QPoint(120, 120), QPoint(260, 160))
    assert facts.form.isVisible()
    facts.form.names.setCurrentIndex(facts.form.names.findText("当事人"))
    field = facts.form.fields[""]
    assert isinstance(field, QLineEdit)
    field.setText("张三")
    facts.form.keep()
    party = actions.reading(session.db, dossier).facts_named("party.name")[0]
    assert party.value == "张三" and party.place.box is not None


def test_a_box_drawn_over_text_brings_its_words(page: DossiersPage, dossier: str, session: Session) -> None:
    page.open(dossier)
    reading = actions.reading(session.db, dossier)
    run = next(run for run in reading.pages[0].runs if len(run.text.strip()) > 3)
    assert words_in(reading.pages[0], run.box) == run.text.strip()
    assert words_in(reading.pages[0], Box(0, 0, 1, 1)) == ""


def test_doubtful_facts_are_marked_and_say_why(page: DossiersPage, session: Session, tmp_path: Path) -> None:
    pdf_of(tmp_path, "卷", "立案登记表\n案号：晋罚〔2024〕1号", "询问笔录\n时间")
    session.act(actions.take_in, [tmp_path / "卷.pdf"], executor="thread")
    dossier = str(actions.dossiers(session.db)[0].id)
    body = "11010119491231002"
    wrong = body + ("1" if ids.id_check_digit(body) != "1" else "2")
    session.act(actions.add_fact, dossier, "party.id_no", wrong, page=1)
    session.act(actions.add_fact, dossier, "party.name", "张三", page=1)
    session.act(actions.add_fact, dossier, "party.name", "张四", page=2)
    page.open(dossier)
    facts = page.inside.facts
    for name, said in (("party.id_no", "校验码不符"), ("party.name", "各处读数不一致：第 2 页“张四”")):
        facts.choose(next(n for n, fact in enumerate(facts._facts) if fact.name == name))
        assert facts._items[facts._number()].text(0).startswith("⚠")
        assert facts.doubt.isVisible() and said in facts.doubt.text()
    facts.open.click()
    shown = [item.text(0) for item in facts._items if not item.isHidden()]
    assert "⚠ ✎ 身份证件号" in shown and len(shown) < len(facts._items) + 1


def test_the_original_words_stand_beside_the_value(page: DossiersPage, dossier: str) -> None:
    page.open(dossier)
    facts = page.inside.facts
    number = next(n for n, f in enumerate(facts._facts) if f.name == "filed_on" and "年" in f.text)
    facts.choose(number)
    fact = facts._facts[number]
    assert facts._items[facts._number()].text(1) == f"{fact.value}（{' '.join(fact.text.split())}）"
    assert f"原文：{' '.join(fact.text.split())}" in facts.where.text()


def test_facts_are_narrowed_by_their_names_and_values(page: DossiersPage, dossier: str) -> None:
    page.open(dossier)
    facts = page.inside.facts
    facts.filter.setText("lasj")
    assert {item.text(0) for item in facts._items if not item.isHidden()} == {"立案时间"}
    facts.filter.setText("没有这样的值")
    assert all(item.isHidden() for item in facts._items)
    facts.filter.clear()
    assert not any(item.isHidden() for item in facts._items)
