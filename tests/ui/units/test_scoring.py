from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from casereview.marking import actions as marking
from casereview.marking.model import MarkKind
from casereview.results import actions as results
from casereview.units import actions
from casereview.units.model import Figure
from casereview.words import RESOURCES
from tests.ui.builders import click
from ui.kit.session import Session
from ui.marking.queue import new_review
from ui.units.page import UnitsPage
from ui.units.scoring import Deduct, NotApplicable, UnitScoring


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[UnitsPage]:
    new_review(session)
    made = UnitsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    made.import_file(RESOURCES / "samples" / "register.xlsx")
    made.tabs.setCurrentIndex(made.tabs.count() - 1)
    yield made


def choose(scoring: UnitScoring, item: str) -> None:
    row = next(n for n in range(scoring.table.model.rowCount()) if scoring.table.model.item(n).item == item)  # type: ignore[union-attr]
    scoring.table.view.selectRow(row)


def visible(widget: QWidget, text: str) -> QPushButton:
    QApplication.processEvents()
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def camera(scoring: UnitScoring) -> tuple[str, str]:
    assert scoring.rubric is not None
    return next(
        (item.id, d.id)
        for item in scoring.rubric.items
        for d in item.deductions
        if d.step is not None and d.step.measure == "camera_ratio"
    )


def test_a_suggestion_from_a_figure_is_taken_over_with_its_evidence(page: UnitsPage, session: Session) -> None:
    unit = page.profile
    assert unit is not None and session.campaign is not None
    session.act(actions.set_figure, unit.unit.id, Figure("camera_ratio", "10", date(2024, 11, 1), "装备台账"))
    scoring = page.scoring
    scoring.rubrics.setCurrentIndex(
        next(n for n in range(scoring.rubrics.count()) if scoring.rubrics.itemData(n).code == "DW")
    )
    item, deduction = camera(scoring)
    choose(scoring, item)
    click(visible(scoring, "采用…"))
    dialog = next(d for d in scoring.findChildren(Deduct) if d.isVisible())
    assert "装备台账" in dialog.evidence.toPlainText()
    steps = dialog.count.value()
    click(dialog.ok)
    (mark,) = marking.marks(session.db, session.campaign.id, unit.unit.id)
    assert (mark.said.kind, mark.said.deduction, mark.said.count) == (MarkKind.DEDUCT, deduction, steps)
    assert "装备台账" in mark.said.evidence[0].text
    assert scoring.sheet is not None and scoring.sheet.line(item).lost
    click(scoring.back_button)
    assert marking.marks(session.db, session.campaign.id, unit.unit.id) == []


def test_a_deduction_without_evidence_stays_in_its_dialog(page: UnitsPage, session: Session) -> None:
    scoring = page.scoring
    click(scoring.deduct_button)
    dialog = next(d for d in scoring.findChildren(Deduct) if d.isVisible())
    click(dialog.ok)
    assert dialog.isVisible() and dialog.problem.isVisible()
    dialog.reject()


def test_a_unit_is_marked_sealed_and_stands_in_the_results(page: UnitsPage, session: Session) -> None:
    scoring, unit = page.scoring, page.profile
    assert unit is not None and session.campaign is not None and scoring.sheet is not None
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    click(scoring.seal_button)
    assert [type(error).__name__ for error in failed] == ["NotReady"]
    items = [line.item for line in scoring.sheet.lines]
    choose(scoring, items[0])
    click(scoring.out_button)
    dialog = next(d for d in scoring.findChildren(NotApplicable) if d.isVisible())
    click(dialog.ok)
    choose(scoring, items[1])
    click(scoring.deduct_button)
    deduct = next(d for d in scoring.findChildren(Deduct) if d.isVisible())
    deduct.evidence.setPlainText("2024 年培训台账第 3 页")
    click(deduct.ok)
    for item in items[2:]:
        choose(scoring, item)
        click(scoring.full_button)
    assert not scoring.sheet.open
    click(scoring.seal_button)
    assert scoring.sheet.sealed and not scoring.full_button.isEnabled()
    _, frozen = results.freeze(session.db, session.author, session.campaign.id)
    (row,) = [one for one in frozen.units if one.unit == unit.unit.id]
    (sheet,) = row.sheets
    assert sheet.score == scoring.sheet.score
    assert [lost.evidence for lost in sheet.lost] == ["2024 年培训台账第 3 页"]
