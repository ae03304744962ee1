from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from casereview.units import actions
from casereview.units.model import Certificate, Figure
from casereview.words import RESOURCES
from tests.ui.builders import click
from ui.kit.session import Session
from ui.units.dialogs import CompleteDialog, FigureDialog, PersonDialog, UnitDialog
from ui.units.page import UnitsPage

REGISTER = RESOURCES / "samples" / "register.xlsx"


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[UnitsPage]:
    made = UnitsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    yield made


def shown(page: UnitsPage) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_an_empty_register_says_what_it_is_for(page: UnitsPage) -> None:
    assert "还没有单位" in shown(page)


def test_an_imported_register_shows_units_and_their_people(
    page: UnitsPage, session: Session, qtmodeltester: ModelTester
) -> None:
    page.import_file(REGISTER)
    assert page.units.model.rowCount() == len(actions.units(session.db)) > 1
    assert page.people.model.rowCount() > 1
    for model in (page.units.model, page.people.model, page.figures.model):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_an_expired_certificate_is_said_in_words(page: UnitsPage, session: Session) -> None:
    page.import_file(REGISTER)
    first = page.people.model.item(0)
    assert first is not None
    old = replace(first, certificates=(Certificate("14070000001", None, date(2024, 6, 30)),))
    session.act(actions.set_person, old)
    cells = [page.people.model.index(row, 3).data() for row in range(page.people.model.rowCount())]
    assert "⚠ 已过期 2024-06-30" in cells


def test_a_person_is_corrected_and_nothing_else_changes(page: UnitsPage, session: Session) -> None:
    page.import_file(REGISTER)
    first = page.people.model.item(0)
    assert first is not None
    page.people.opened.emit(first)
    ask = page.findChild(PersonDialog)
    assert ask is not None
    assert ask.value() == first
    ask.training.setText("72")
    click(ask.ok)
    assert {p.id: p for p in actions.people(session.db)}[first.id] == replace(first, training_hours="72")


def test_a_unit_needs_a_name(page: UnitsPage, session: Session) -> None:
    page.ask_unit()
    ask = page.findChild(UnitDialog)
    assert ask is not None
    click(ask.ok)
    assert ask.isVisible() and not actions.units(session.db)
    ask.name.setText("左权县交通运输局")
    click(ask.ok)
    assert [unit.name for unit in actions.units(session.db)] == ["左权县交通运输局"]


def test_the_register_is_confirmed_by_a_named_person_on_a_day(page: UnitsPage, session: Session) -> None:
    page.import_file(REGISTER)
    page.ask_complete()
    ask = page.findChild(CompleteDialog)
    assert ask is not None
    ask.on.setText("2024-11-04")
    click(ask.ok)
    assert page.profile is not None and page.profile.register_complete_on == date(2024, 11, 4)
    assert any("2024-11-04 确认完整" in text for text in shown(page))


def test_a_figure_needs_its_source(page: UnitsPage, session: Session) -> None:
    page.import_file(REGISTER)
    page.ask_figure()
    ask = page.findChild(FigureDialog)
    assert ask is not None
    ask.name.setEditText("camera_ratio")
    ask.number.setText("95")
    click(ask.ok)
    assert ask.isVisible()
    ask.source.setText("装备台账")
    click(ask.ok)
    assert page.profile is not None
    assert ("camera_ratio", "95", "装备台账") in [(f.name, f.value, f.source) for f in page.profile.figures]
    assert page.figures.view.model().headerData(0, Qt.Orientation.Horizontal) == "指标"


def test_a_figure_of_the_catalogue_is_explained_and_must_be_of_its_kind(page: UnitsPage, session: Session) -> None:
    page.import_file(REGISTER)
    page.ask_figure()
    ask = page.findChild(FigureDialog)
    assert ask is not None
    ask.name.setCurrentIndex(ask.name.findData("problem_list_on"))
    assert "任务6" in ask.about.text()
    ask.source.setText("报送回执")
    ask.number.setText("五月底")
    click(ask.ok)
    assert ask.isVisible() and "是日期" in ask.problem.text()
    ask.name.setEditText("群众满意率")
    assert "不在指标目录里" in ask.about.text()
    ask.name.setCurrentIndex(ask.name.findData("problem_list_on"))
    ask.number.setText("2024-06-10")
    click(ask.ok)
    assert page.profile is not None
    assert ("problem_list_on", "2024-06-10") in [(f.name, f.value) for f in page.profile.figures]


def test_a_unit_is_checked_and_the_worst_comes_first(
    page: UnitsPage, session: Session, qtmodeltester: ModelTester
) -> None:
    page.import_file(REGISTER)
    page.tabs.setCurrentIndex(2)
    model = page.checked.table.model
    assert page.profile is not None and model.rowCount() >= 18
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    session.act(
        actions.set_figure, page.profile.unit.id, Figure("problem_list_on", "2024-06-10", date(2024, 6, 10), "报送回执")
    )
    rows = [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]
    row = rows.index(
        ["✕ 不符合", "突出问题清单报送日期", "2024年6月10日完成，晚于 2024年5月30日，逾期 11 天。", "R-U21"]
    )
    order = ["✕", "⚠", "?", "✓", "–"]
    signs = [order.index(cells[0][0]) for cells in rows]
    assert signs == sorted(signs)
    page.checked.table.view.selectRow(row)
    texts = "\n".join(shown(page))
    assert "任务6" in texts and "数据来源：报送回执" in texts
