"""A rubric judged by levels, and one with gate, weight and nested sections, from the marking window to the printed score sheet."""

from __future__ import annotations

import io
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from casereview.notices import actions as notices
from casereview.panel import actions as panel
from casereview.panel.model import Campaign, Member
from casereview.results import actions as results
from casereview.results.verifier import verify_file
from casereview.rubric import files
from casereview.rubric.model import Rubric
from tests.ui.builders import click, press
from ui.kit.session import Session
from ui.marking.page import MarkingPage
from ui.marking.picker import Picker

KEY = Qt.Key


def template(code: str) -> Rubric:
    return next(rubric for rubric in files.templates() if rubric.code == code)


def marking(qtbot: QtBot, session: Session, rubric: Rubric) -> MarkingPage:
    campaign = Campaign(
        id="c1",
        title="试评",
        year=2024,
        main=dict.fromkeys(rubric.procedures, rubric.digest),
        beside=(),
        rubrics={rubric.digest: files.to_json(rubric)},
        members=(Member(name=session.author.name, leader=True),),
        readers=1,
    )
    session.act(panel.new_campaign, campaign)
    page = MarkingPage(session)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    page.wake()
    return page


def the_button(widget: QWidget, text: str) -> QPushButton:
    QApplication.processEvents()  # the item's part of the window is laid out anew after each mark
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())


def take(page: MarkingPage, button: str) -> None:
    """Choose what a button offers, with the page one looks at as evidence."""
    click(the_button(page.detail, button))
    picker = next(found for found in page.findChildren(Picker) if found.isVisible())
    press(picker.field, KEY.Key_Return)


def settle(page: MarkingPage) -> None:
    """Full marks for the rest, and sealed."""
    for item in page.desk.sheet.open:
        page.desk.go(item)
        page.acts.mark_full()
    assert page.desk.seal()


def printed(session: Session, out: Path) -> str:
    from docx import Document

    session.act(panel.settle_agreed, "c1")
    session.act(results.freeze, "c1", allow_open=True)
    frozen = results.export_frozen(session.db, "c1", out / "results.json")
    assert verify_file(frozen) == []
    made = notices.produce(session.db, "score_sheet", "c1", out / "sheet.docx", issued=session.today)
    document = Document(io.BytesIO(made.read_bytes()))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_levels_are_offered_as_choices_and_one_stands_in_place_of_another(
    qtbot: QtBot, session: Session, dossier: str, tmp_path: Path
) -> None:
    page = marking(qtbot, session, template("DJ"))
    desk = page.desk
    desk.go("DJ-01")
    names = [b.text() for b in page.detail.findChildren(QPushButton) if b.isVisible()]
    assert names[:5] == ["优  20", "不适用", "良  16", "中  12", "差  0"]
    take(page, "中  12")
    take(page, "良  16")
    (mark,) = desk.marks_at("DJ-01")
    assert mark.said.deduction == "DJ-01-1" and desk.line("DJ-01").earned == 16
    here = page.rubric.tree.currentItem()
    assert here is not None and here.text(2) == "良  ● −4"
    session.undo.undo()
    assert desk.line("DJ-01").earned == 12
    session.undo.redo()
    click(the_button(page.detail, "优  20"))
    assert [m.said.kind for m in desk.marks_at("DJ-01")] == ["full"]
    desk.go("DJ-01")
    take(page, "良  16")
    settle(page)
    text = printed(session, tmp_path)
    assert "良：主要事实清楚，个别情节未写明" in text and "评为“优”" in text


def test_gate_weight_and_nested_sections_go_all_the_way_to_the_printed_sheet(
    qtbot: QtBot, session: Session, dossier: str, tmp_path: Path
) -> None:
    page = marking(qtbot, session, template("HG"))
    desk = page.desk
    heads = page.rubric._heads
    assert heads["HG-S5"].parent() is heads["HG-S4"] and heads["HG-S4"].parent() is heads["HG-S2"]
    item = desk.rubric.at("2-5")
    assert item is not None
    desk.go(item.id)
    assert desk.item == "HG-08"
    take_first = desk.rubric.item("HG-08").deductions[1]
    page.acts.deduct_this(take_first)
    picker = next(found for found in page.findChildren(Picker) if found.isVisible())
    press(picker.field, KEY.Key_Return)
    settle(page)
    line = desk.line("HG-08")
    assert line.earned == 20 and desk.sheet.open == ()
    text = printed(session, tmp_path)
    assert "计算说明" in text and "规范性：" in text and "权重 50" in text
