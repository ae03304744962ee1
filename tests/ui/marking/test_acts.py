from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from casereview.marking import comments
from casereview.marking.model import MarkKind
from tests.ui.builders import click, drag, press
from tests.ui.marking.hands import the
from ui.kit.session import Session
from ui.marking.page import MarkingPage
from ui.marking.past import PastDialog
from ui.marking.picker import Picker

KEY = Qt.Key


def test_a_wording_is_put_on_the_shelf_and_found_by_pinyin_initials(
    qtbot: QtBot, page: MarkingPage, session: Session
) -> None:
    page.acts.deduct_here()
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    item = picker._shown[picker.list.currentRow()].item.id
    picker.note.setEditText("送达回证缺少签名")
    click(next(b for b in picker.findChildren(QToolButton) if b.toolTip() == "放到评查组评语，供大家选用"))
    session.act(comments.keep, item, "印章不清")
    assert [one.text for one in comments.shared(session.db, item)] == ["送达回证缺少签名", "印章不清"]
    assert {one.shelf for one in comments.shared(session.db, item)} == {comments.Shelf.PANEL}
    click(next(b for b in picker.findChildren(QToolButton) if b.toolTip() == "定为通用评语，随任务包下发"))
    assert picker.note.every[0].shelf is comments.Shelf.OFFICIAL
    picker.note.setEditText("")
    picker.note.show_item(item)
    field, completer = picker.note.lineEdit(), picker.note.completer()
    assert field is not None and completer is not None
    popup = completer.popup()
    assert popup is not None
    field.setFocus()
    press(field, "sdhz")
    assert picker.note.offered() == ["送达回证缺少签名"]
    assert popup.isVisible()
    popup.hide()
    field.clear()
    press(field, "yzb")
    assert picker.note.offered() == ["印章不清"]
    popup.hide()
    picker.reject()


def test_what_one_said_of_an_item_before_is_restored_and_can_be_undone(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, "2-1", KEY.Key_Return)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    picker.note.setEditText("送达回证缺少签名")
    press(picker.field, KEY.Key_Return)
    item = page.desk.item
    (deducted,) = page.desk.marks_at(item)
    press(page.view, KEY.Key_Space)
    page.desk.go(item)
    assert [mark.said.kind for mark in page.desk.marks_at(item)] == [MarkKind.FULL]
    press(page.view, "r")
    past = the(page, PastDialog)
    assert isinstance(past, PastDialog)
    lines = [past.list.item(number).text() for number in range(past.list.count())]
    assert ["现行" in line for line in lines] == [True, False]
    assert "送达回证缺少签名" in lines[1]
    past.list.setCurrentRow(0)
    assert not past.ok.isEnabled(), "what stands needs no restoring"
    past.list.setCurrentRow(1)
    click(past.ok)
    (again,) = page.desk.marks_at(item)
    assert again.said == deducted.said
    press(page.view, KEY.Key_Z, control=True)
    assert [mark.said.kind for mark in page.desk.marks_at(item)] == [MarkKind.FULL]


def test_focus_leaves_the_current_item_and_the_page_and_keys_go_on(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, "i")
    assert not page.papers.isVisible()
    assert not page.rubric.tree.isVisible()
    assert page.detail.isVisible()
    assert page.rubric.score.isVisible()
    press(page.view, "2-1")
    assert page.desk.rubric.position(page.desk.item) == "2-1"
    press(page.view, "c")
    press(page.view, "c")
    assert not page.papers.isVisible(), "comparing does not end the focus"
    press(page.view, "i")
    assert page.papers.isVisible()
    assert page.rubric.tree.isVisible()


def test_a_mark_is_made_on_the_page_laid_beside_by_box_and_by_picked_text(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, "c")
    beside = page.compare.view
    assert beside.page != page.view.page
    drag(beside, QPoint(60, 60), QPoint(160, 110))
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    assert page.desk.marks[-1].said.evidence[0].dossier_page == beside.page
    assert [overlay.page for overlay in beside.overlays] == [beside.page]
    number, page_ = next((n, p) for n, p in enumerate(page.desk.reading.pages, 1) if len(p.runs) > 8)
    run = next(run for run in page_.runs if len(run.text.strip()) > 6)
    beside.go(number, run.box)
    part = beside.rect_of(run.box).toRect()
    middle = part.center().y()
    drag(beside, QPoint(part.left() + 1, middle), QPoint(part.right() - 1, middle), shift=True)
    beside.setFocus()
    press(beside, KEY.Key_Return)
    again = the(page, Picker)
    assert isinstance(again, Picker)
    press(again.field, KEY.Key_Return)
    seen = page.desk.marks[-1].said.evidence[-1]
    assert (seen.dossier_page, seen.text.strip()) == (number, run.text.strip())


def test_picked_text_and_enter_make_a_deduction_with_the_very_words(qtbot: QtBot, page: MarkingPage) -> None:
    number, page_ = next((n, p) for n, p in enumerate(page.desk.reading.pages, 1) if len(p.runs) > 8)
    run = next(run for run in page_.runs if len(run.text.strip()) > 6)
    page.view.go(number)
    part = page.view.rect_of(run.part(0, len(run.text))).toRect()
    middle = part.center().y()
    drag(page.view, QPoint(part.left() + 1, middle), QPoint(part.right() - 1, middle), shift=True)
    press(page.view, KEY.Key_Return)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    (seen,) = page.desk.marks[-1].said.evidence
    assert seen.dossier_page == number
    assert seen.box is not None
    assert seen.text.strip() == run.text.strip()
