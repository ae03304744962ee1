from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from casereview.results import actions
from tests.ui.builders import click
from tests.ui.campaigns import a_campaign, frozen, read_by_two
from ui.kit.ask import Ask
from ui.kit.session import Session
from ui.kit.theme import LIGHT
from ui.results.charts import GradeBars, HeatMap
from ui.results.page import ResultsPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[ResultsPage]:
    made = ResultsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    yield made


def shown(page: ResultsPage) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def test_before_the_freeze_the_page_says_what_comes_here(page: ResultsPage, session: Session) -> None:
    a_campaign(session)
    page.wake()
    assert "还没有冻结结果" in shown(page)


def test_open_disputes_forbid_the_freeze_unless_they_are_left_out(
    qtbot: QtBot, page: ResultsPage, session: Session, dossier: str
) -> None:
    made = read_by_two(session, dossier)
    page.wake()
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    page.ask_freeze()
    ask = page.findChild(Ask)
    assert ask is not None
    click(ask.ok)
    qtbot.waitUntil(lambda: bool(failed), timeout=10_000)
    assert isinstance(failed[0], actions.NotSettled)
    assert actions.latest(session.db, made.id) is None


def test_the_figures_of_the_tables_are_the_frozen_ones(
    page: ResultsPage, session: Session, dossier: str, qtmodeltester: ModelTester
) -> None:
    results = frozen(session, dossier)
    page.wake()
    assert page.title.text() == results.title
    assert str(results.mean) in shown(page)
    units = page.unit_table.model
    assert [units.index(0, n).data() for n in (0, 1, 2, 4)] == [
        "样本不足",
        results.units[0].name,
        "1",
        str(results.mean),
    ]
    assert page.problem_table.model.index(0, 3).data() == "1/1"
    assert page.dossier_table.model.rowCount() == 1
    for model in (units, page.problem_table.model, page.dossier_table.model):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_verifying_recomputes_and_names_what_does_not_follow(page: ResultsPage, session: Session, dossier: str) -> None:
    results = frozen(session, dossier)
    page.wake()
    assert page.verify() == []
    assert any("复算一致" in text for text in shown(page))
    page.results = results.model_copy(update={"mean": Decimal("12.34")})
    assert page.verify()
    assert any("处不符" in text and "12.34" in text for text in shown(page))


def test_all_tables_go_out_as_one_workbook(
    qtbot: QtBot, page: ResultsPage, session: Session, dossier: str, tmp_path: Path
) -> None:
    frozen(session, dossier)
    page.wake()
    file = tmp_path / "表.xlsx"
    page.export(file)
    qtbot.waitUntil(file.exists, timeout=20_000)
    assert file.read_bytes()[:2] == b"PK"


def test_pictures_say_their_numbers_to_a_screen_reader(qtbot: QtBot) -> None:
    bars = GradeBars(LIGHT, [("good", "良好"), ("fail", "不合格")], [("祁县", {"good": 3, "fail": 1}), ("空", {})])
    heat = HeatMap(LIGHT, ["公示", "记录"], [("祁县", [Decimal("91.5"), None])])
    for picture in (bars, heat):
        qtbot.addWidget(picture)
        picture.resize(picture.sizeHint())
        assert not picture.grab().isNull()
    assert bars.accessibleName() == "祁县：良好 3，不合格 1；空：良好 0，不合格 0"
    assert heat.accessibleName() == "祁县：公示 91.5，记录 —"
