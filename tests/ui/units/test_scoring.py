from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from casereview.dossier.model import Box
from casereview.marking import actions as marking
from casereview.marking.model import MarkKind
from casereview.panel import actions as panel
from casereview.panel.model import VetoConfirmation
from casereview.record import Author
from casereview.results import actions as results
from casereview.units import actions
from casereview.units.model import Figure
from casereview.words import RESOURCES
from tests.ui.builders import click, drag, pdf_of
from ui.kit.session import Session
from ui.marking.queue import new_review
from ui.units.judging import Deduct, NotApplicable, PickBonus, PickVeto
from ui.units.material import MaterialDialog
from ui.units.page import UnitsPage
from ui.units.scoring import UnitScoring

D = TypeVar("D", bound=QWidget)


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
    assert "装备台账" in dialog.evidence.words.toPlainText()
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
    deduct.evidence.words.setPlainText("2024 年培训台账第 3 页")
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


def use_unit_quality(scoring: UnitScoring) -> None:
    codes = [scoring.rubrics.itemData(n).code for n in range(scoring.rubrics.count())]
    scoring.rubrics.setCurrentIndex(codes.index("DW"))


def open_dialog(widget: QWidget, kind: type[D]) -> D:
    return next(found for found in widget.findChildren(kind) if found.isVisible())


def test_a_bonus_and_a_veto_of_a_unit_need_evidence_and_the_veto_a_second_person(
    page: UnitsPage, session: Session
) -> None:
    scoring, unit, campaign = page.scoring, page.profile, session.campaign
    assert unit is not None and campaign is not None
    use_unit_quality(scoring)
    assert scoring.rubric is not None and scoring.sheet is not None
    click(scoring.bonus_button)
    bonus = open_dialog(scoring, PickBonus)
    click(bonus.ok)
    assert bonus.problem.isVisible()
    bonus.evidence.words.setPlainText("省厅通报第 3 号")
    bonus.points.setValue(1.5)
    click(bonus.ok)
    click(scoring.veto_button)
    veto = open_dialog(scoring, PickVeto)
    veto.evidence.words.setPlainText("2024 年 5 月罚没任务分解表")
    click(veto.ok)
    assert (scoring.sheet.bonus, len(scoring.sheet.proposed)) == (Decimal("1.5"), 1)
    for item in [line.item for line in scoring.sheet.lines]:
        choose(scoring, item)
        click(scoring.full_button)
    click(scoring.seal_button)
    assert scoring.sheet.sealed
    click(visible(scoring, "确认否决"))
    assert not any(b.text() == "确认否决" and b.isVisible() for b in scoring.findChildren(QPushButton))
    _, alone = results.freeze(session.db, session.author, campaign.id)
    assert [sheet.vetoes for row in alone.units for sheet in row.sheets] == [()]
    said = VetoConfirmation(
        campaign=campaign.id,
        dossier=unit.unit.id,
        rubric=scoring.rubric.digest,
        veto=scoring.sheet.proposed[0],
    )
    panel.confirm_unit_veto(session.db, Author("第二人", session.author.clock), said)
    _, both = results.freeze(session.db, session.author, campaign.id)
    assert [sheet.vetoes for row in both.units for sheet in row.sheets] == [(scoring.sheet.proposed[0],)]
    effect = next(one.effect for one in scoring.rubric.vetoes if one.id == said.veto)
    (sheet,) = [sheet for row in both.units for sheet in row.sheets]
    assert (sheet.grade == "fail") if effect == "fail" else (sheet.score == 0)


def test_a_place_boxed_in_a_units_document_is_evidence_and_the_document_is_never_drawn(
    qtbot: QtBot, page: UnitsPage, session: Session, tmp_path: Path
) -> None:
    scoring, unit, campaign = page.scoring, page.profile, session.campaign
    assert unit is not None and campaign is not None
    use_unit_quality(scoring)
    click(scoring.material_button)
    shelf = open_dialog(scoring, MaterialDialog)
    assert shelf.stack.currentIndex() == 0, "an empty shelf says what belongs there"
    shelf.add([pdf_of(tmp_path, "2024年培训台账", "培训台账\n张建国 42 学时", "第二页")])
    qtbot.waitUntil(lambda: shelf.stack.currentIndex() == 1, timeout=60_000)
    shelf.reject()
    assert scoring.sheet is not None and scoring.rubric is not None
    choose(scoring, next(item.id for item in scoring.rubric.items if item.deductions))
    click(scoring.deduct_button)
    deduct = open_dialog(scoring, Deduct)
    click(deduct.evidence.pick)
    picker = open_dialog(deduct, MaterialDialog)
    place = picker.view.rect_of(Box(60, 680 - 560, 400, 720 - 560)).toRect()
    drag(picker.view, place.topLeft(), place.bottomRight())
    assert not picker.isVisible()
    click(deduct.ok)
    (mark,) = marking.marks(session.db, campaign.id, unit.unit.id)
    (seen,) = mark.said.evidence
    assert (seen.papers, seen.dossier_page) == (("2024年培训台账",), 1)
    assert "张建国" in seen.text
    _, drawn = panel.draw(session.db, session.author, campaign.id, "1 2 3", 5)
    assert drawn.passed_over[seen_dossier(session)] == "material"


def seen_dossier(session: Session) -> str:
    (ident,) = actions.materials(session.db)
    return ident
