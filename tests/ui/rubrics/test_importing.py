"""A person says how an office's table is to be read: columns, head, rows, cells; what comes of it is seen at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from casereview.documents.sheets import NoKnownColumns
from casereview.rubric.tables import read_table
from tests.casereview.rubric.offices import a_book, a_word
from tests.ui.builders import click
from ui.kit.session import Session
from ui.rubrics.editor import Work
from ui.rubrics.importing import Importing

# Heads that nobody knows: only a person can say what these columns are.
ODD: list[list[object]] = [
    ["表一", "", "", ""],
    ["甲", "乙", "丙", "丁"],
    [1, "立案审批", "四十", "未经审批的，全扣；缺签名每处扣2分，最多扣6分"],
    ["试填", "示例行", 5, "示例扣5分"],
    [2, "送达回证", 60, "无送达回证，不得分"],
]


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(Importing):
        dialog.reject()


def opened(session: Session, window: QWidget, file: Path) -> Importing:
    dialog = Importing(session, file, window)
    dialog.open()
    return dialog


def choose(dialog: Importing, column: int, role: str) -> None:
    box = dialog.mapping.boxes[column]
    box.setCurrentIndex(box.findData(role))
    box.activated.emit(box.currentIndex())


def select(dialog: Importing, *rows: int) -> None:
    table = dialog.mapping.table
    table.clearSelection()
    for row in rows:
        item = table.item(row + 1, 0)
        assert item is not None
        item.setSelected(True)


def write(dialog: Importing, row: int, column: int, text: str) -> None:
    item = dialog.mapping.table.item(row + 1, column)
    assert item is not None
    item.setText(text)


def test_a_table_that_nobody_knows_is_read_by_what_a_person_says(
    session: Session, window: QWidget, tmp_path: Path
) -> None:
    file = a_book(tmp_path, ODD)
    with pytest.raises(NoKnownColumns):
        read_table(file, code="ZD")
    dialog = opened(session, window, file)
    assert dialog.wrong.isVisible() and not dialog.go.isEnabled()
    select(dialog, 1)
    click(dialog.mapping.head_button)
    for column, role in enumerate(("id", "title", "points", "rules")):
        choose(dialog, column, role)
    assert dialog.draft is not None and dialog.draft.rubric is None
    assert next((note.code, note.at) for note in dialog.draft.notes if note.error) == ("no-number", "表1!C3")
    write(dialog, 2, 2, "40")
    select(dialog, 3)
    click(dialog.mapping.skip_button)
    assert dialog.draft.rubric is not None
    assert [(i.title, int(i.points)) for i in dialog.draft.rubric.items] == [("立案审批", 40), ("送达回证", 60)]
    assert [(d.text, int(d.points)) for d in dialog.draft.rubric.items[0].deductions] == [
        ("未经审批", 40),
        ("缺签名", 2),
    ]
    works: list[Work] = []
    dialog.accepted_work.connect(works.append)
    click(dialog.go)
    assert works[0].values["sections"][0]["items"][0]["points"] == "40"


def test_rows_that_were_left_out_come_in_again_and_all_can_be_begun_anew(
    session: Session, window: QWidget, tmp_path: Path
) -> None:
    rows: list[list[object]] = [
        ["序号", "评查内容", "分值", "扣分标准"],
        [1, "立案审批", 40, "未审批扣5分"],
        [2, "送达", 60, "未送达扣5分"],
    ]
    dialog = opened(session, window, a_book(tmp_path, rows))
    before = dialog.draft
    for expected in (1, 2):
        select(dialog, 2)
        click(dialog.mapping.skip_button)
        assert dialog.draft is not None and dialog.draft.rubric is not None
        assert len(dialog.draft.rubric.items) == expected
    choose(dialog, 2, "")
    assert dialog.draft is not None and dialog.draft.rubric is None
    click(dialog.again)
    assert dialog.draft == before


def test_one_column_at_a_time_is_the_points(session: Session, window: QWidget, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["评查内容", "旧分值", "分值", "扣分标准"],
        ["立案审批", 30, 40, "未审批扣5分"],
        ["送达", 70, 60, "未送达扣5分"],
    ]
    dialog = opened(session, window, a_book(tmp_path, rows))
    choose(dialog, 1, "points")
    assert [box.currentData() for box in dialog.mapping.boxes] == ["title", "points", "", "rules"]
    assert dialog.draft is not None and dialog.draft.rubric is not None
    assert [int(item.points) for item in dialog.draft.rubric.items] == [30, 70]


def test_a_note_leads_to_its_cell_also_in_another_table(session: Session, window: QWidget, tmp_path: Path) -> None:
    head: list[object] = ["序号", "评查内容", "分值", "扣分标准"]
    file = a_word(tmp_path, [head, [1, "立案审批", 40, "未审批扣5分"]], [head, [2, "送达", 60, "酌情"]])
    dialog = opened(session, window, file)
    assert dialog.which.count() == 2 and dialog.which.currentIndex() == 0
    line = next(dialog.notes.item(n) for n in range(dialog.notes.count()) if "酌情" in dialog.notes.item(n).text())
    dialog.notes.itemClicked.emit(line)
    here = dialog.mapping.table.currentItem()
    assert dialog.which.currentIndex() == 1 and here is not None and here.text() == "酌情"
    assert here.background().style() is Qt.BrushStyle.SolidPattern, "a cell that something is said of is coloured"
    write(dialog, 1, 3, "未送达扣5分")
    assert dialog.draft is not None and "rule-unread" not in {note.code for note in dialog.draft.notes}


def test_a_table_can_be_said_to_hold_vetoes_or_not_to_be_read(
    session: Session, window: QWidget, tmp_path: Path
) -> None:
    head: list[object] = ["序号", "评查内容", "分值", "扣分标准"]
    file = a_word(tmp_path, [head, [1, "主体不适格", "", ""]], [head, [2, "送达", 100, "未送达扣5分"]])
    dialog = opened(session, window, file)
    click(dialog.mapping.veto)
    assert dialog.draft is not None and dialog.draft.rubric is not None
    assert [veto.title for veto in dialog.draft.rubric.vetoes] == ["主体不适格"]
    click(dialog.mapping.use)
    assert dialog.draft.rubric is not None and dialog.draft.rubric.vetoes == ()
