from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from casereview import record
from casereview.checks import actions as checks
from casereview.checks.say import explanation
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box
from casereview.marking import actions
from casereview.marking.hints import hints
from casereview.marking.model import MARK, MarkKind
from casereview.record import Author
from tests.ui.builders import click, press
from tests.ui.conftest import SAMPLES
from tests.ui.marking.hands import drag_box, the
from ui.kit.session import Session
from ui.marking import dialogs
from ui.marking.keys import NAMES
from ui.marking.page import MarkingPage
from ui.marking.picker import Picker

KEY = Qt.Key


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_dragging_a_box_and_enter_makes_a_deduction_with_its_evidence_on_disk(
    qtbot: QtBot, page: MarkingPage, session: Session
) -> None:
    number, page_ = next((n, p) for n, p in enumerate(page.desk.reading.pages, 1) if len(p.runs) > 8)
    run = page_.runs[3]
    grown = Box(run.box.x0 - 2, run.box.y0 - 2, run.box.x1 + 2, run.box.y1 + 2)
    drag_box(page, number, grown)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    (mark,) = page.desk.marks
    (seen,) = mark.said.evidence
    assert mark.said.kind is MarkKind.DEDUCT
    assert seen.dossier_page == number
    assert seen.text.replace(" ", "") in run.text.replace(" ", "")
    assert seen.box == pytest.approx(tuple(grown.as_list()), abs=3)
    assert page.desk.sheet.line(mark.said.item).lost
    with closing(session.workspace.connect()) as other:
        assert [event.id for event in record.current(other, MARK)] == [mark.id]
    assert any(overlay.key == mark.id for overlay in page.view.overlays)


def test_undo_takes_the_mark_back_and_redo_says_it_again(qtbot: QtBot, page: MarkingPage, session: Session) -> None:
    before = page.desk.sheet.score
    drag_box(page, 2, Box(100, 100, 300, 200))
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    after = page.desk.sheet.score
    assert after != before
    for _ in range(2):
        press(page.view, KEY.Key_Z, control=True)
        assert (page.desk.sheet.score, page.desk.marks) == (before, [])
        press(page.view, KEY.Key_Y, control=True)
        assert page.desk.sheet.score == after
    assert len(record.history(session.db, MARK)) == 3  # said, and said again twice: nothing is ever rewritten


def test_undoing_a_replacement_brings_back_what_stood_before(qtbot: QtBot, page: MarkingPage) -> None:
    item = page.desk.item
    press(page.view, KEY.Key_Space)
    page.desk.go(item)
    press(page.view, KEY.Key_X)
    ask = the(page, dialogs.Reason)
    click(ask.findChildren(QPushButton)[-1])
    assert page.desk.line(item).state == "not_applicable"
    press(page.view, KEY.Key_Z, control=True)
    assert [mark.said.kind for mark in page.desk.marks_at(item)] == [MarkKind.FULL]
    press(page.view, KEY.Key_Z, control=True)
    assert page.desk.line(item).state == "open"
    press(page.view, KEY.Key_Y, control=True)
    press(page.view, KEY.Key_Y, control=True)
    assert [mark.said.kind for mark in page.desk.marks_at(item)] == [MarkKind.NOT_APPLICABLE]


def test_no_hint_is_in_the_window_before_its_item_is_marked(qtbot: QtBot, page: MarkingPage, session: Session) -> None:
    found = hints(page.desk.rubric, checks.outcomes(session.db, page.desk.dossier.id))
    there = {line.item for line in page.desk.sheet.lines}
    item, (hint, *_) = next((item, said) for item, said in found.items() if item in there)
    sentence = explanation(hint.outcome)
    page.desk.go(item)
    assert sentence not in texts(page)
    assert "程序发现" not in texts(page)
    press(page.view, KEY.Key_Space)
    page.desk.go(item)
    assert sentence in texts(page)
    assert "程序发现而您没有扣" in texts(page)


def test_a_whole_dossier_is_marked_and_sealed_by_keyboard_alone(
    qtbot: QtBot, page: MarkingPage, session: Session
) -> None:
    press(page.view, "1-1")
    assert page.desk.rubric.position(page.desk.item) == "1-1"
    press(page.view, KEY.Key_Return)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    steps = 0
    while page.desk.sheet.open and steps < 200:
        press(page.view, KEY.Key_U)
        press(page.view, KEY.Key_Space)
        steps += 1
    assert not page.desk.sheet.open
    press(page.view, KEY.Key_N, KEY.Key_PageDown, "g1", KEY.Key_W)
    the(page, dialogs.Trace).close()
    press(page.view, KEY.Key_Return, control=True)
    seal = the(page, dialogs.Seal)
    assert isinstance(seal, dialogs.Seal)
    press(seal.ok, KEY.Key_Space)
    assert page.desk.sheet.sealed
    campaign = session.campaign
    assert campaign is not None
    assert actions.sealed(session.db, campaign.id, page.desk.dossier.id, session.author.name)


def test_sealing_lists_what_is_open_and_each_is_a_link(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, KEY.Key_Return, control=True)
    seal = the(page, dialogs.Seal)
    assert isinstance(seal, dialogs.Seal)
    assert not seal.ok.isEnabled()
    link = [found for found in seal.findChildren(QPushButton) if found.objectName() == "link"][2]
    click(link)
    assert link.text().startswith(page.desk.rubric.position(page.desk.item))


def test_a_typed_code_goes_to_its_item_and_stays_out_of_text_fields(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.rubric.tree, "2-1")
    assert page.desk.rubric.position(page.desk.item) == "2-1"
    before = page.desk.item
    press(page.view, KEY.Key_Return)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, "jx3-1")
    assert picker.field.text() == "jx3-1"
    assert (page.desk.item, page.desk.marks) == (before, [])


def test_panes_let_no_input_method_compose(page: MarkingPage) -> None:
    for pane in (page.view, page.papers.tree, page.rubric.tree):
        assert not pane.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_not_found_records_the_papers_and_pages_that_were_searched(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, KEY.Key_M)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    (seen,) = page.desk.marks[0].said.evidence
    assert seen.kind == "not_found"
    assert seen.papers
    assert set(seen.pages) <= set(range(1, len(page.desk.pages) + 1))


def test_one_persons_veto_is_proposed_and_changes_nothing(qtbot: QtBot, page: MarkingPage) -> None:
    before = page.desk.sheet.score
    press(page.view, KEY.Key_V)
    ask = the(page, dialogs.PickVeto)
    assert isinstance(ask, dialogs.PickVeto)
    click(ask.ok)
    assert len(page.desk.sheet.proposed) == 1
    assert page.desk.sheet.score == before


def test_strong_points_and_flags_stand_beside_the_score(qtbot: QtBot, page: MarkingPage) -> None:
    for key, kind in ((KEY.Key_L, MarkKind.STRENGTH), (KEY.Key_F, MarkKind.FLAG)):
        press(page.view, key)
        ask = the(page, dialogs.Note)
        assert isinstance(ask, dialogs.Note)
        press(ask.note, "shuo li chong fen")
        click(ask.ok)
        assert page.desk.marks[-1].said.kind is kind
    assert page.desk.sheet.strengths
    assert page.desk.sheet.flags


def test_unseen_pages_are_counted_until_they_are_seen(qtbot: QtBot, page: MarkingPage) -> None:
    total = len(page.desk.pages)
    assert page.papers.unseen.text() == f"未阅 {total - 1} 页"
    for _ in range(total):
        press(page.view, KEY.Key_PageDown)
    assert page.papers.unseen.text() == "各页均已翻阅"


def test_without_a_review_one_is_offered_and_starts_at_once(qtbot: QtBot, session: Session, dossier: str) -> None:
    page = MarkingPage(session)
    qtbot.addWidget(page)
    page.show()
    page.wake()
    offer = next(b for b in page.findChildren(QPushButton) if b.text() == "用自带标准新建评查")
    click(offer)
    assert page.desk.ready
    assert page.desk.dossier.id == dossier


def test_two_papers_can_be_laid_side_by_side(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, KEY.Key_C)
    assert page.compare.isVisible()
    assert page.compare.view.page != page.view.page
    press(page.view, KEY.Key_C)
    assert not page.compare.isVisible()


def test_marking_across_stays_at_the_item_from_dossier_to_dossier(
    qtbot: QtBot, page: MarkingPage, session: Session
) -> None:
    session.act(dossiers.take_in, [next(SAMPLES.rglob("01*.pdf"))], executor="thread")
    press(page.view, KEY.Key_T, "5-1")
    item, first = page.desk.item, page.desk.dossier.id
    press(page.view, "]")
    assert page.desk.dossier.id != first
    assert page.desk.item == item
    forms = page.desk.rubric.item(item).documents
    paper = page.papers.paper_at(page.view.page)
    assert not forms or (paper is not None and paper.form in forms) or page.view.page == 1
    press(page.view, "[")
    assert (page.desk.dossier.id, page.desk.item) == (first, item)


def test_words_are_found_on_the_pages_and_boxed(qtbot: QtBot, page: MarkingPage) -> None:
    page.finding.begin()
    page.finding.field.setText("罚款")
    assert page.finding.count.text().startswith("1/")
    assert page.view.page == page.view.hits[0].page
    press(page.finding.field, KEY.Key_Return)
    assert page.finding.count.text().startswith("2/")
    press(page.finding.field, KEY.Key_Escape)
    assert page.view.hits == []


def test_a_rotation_is_still_there_when_one_comes_back(qtbot: QtBot, page: MarkingPage, review: str) -> None:
    page.view.rotate(90)
    page.view.go(2)
    page.open(review)
    assert (page.view.page, page.view.rotation) == (2, 0)
    page.view.go(1)
    assert page.view.rotation == 90


def test_a_page_that_somebody_put_upright_stands_so_here_too_until_one_turns_it(
    qtbot: QtBot, page: MarkingPage, session: Session, review: str
) -> None:
    dossiers.turn(session.db, Author("整理员", session.author.clock), review, 2, 270)
    page.open(review)
    page.view.go(2)
    assert page.view.rotation == 270
    page.view.rotate(90)
    page.open(review)
    page.view.go(2)
    assert page.view.rotation == 270, "upright again by the record: a turn of none is no turn of one's own"
    page.view.rotate(180)
    page.open(review)
    page.view.go(2)
    assert page.view.rotation == 90


def test_the_rubric_goes_to_its_own_window_and_comes_back_with_keys_alive(qtbot: QtBot, page: MarkingPage) -> None:
    press(page.view, "o")
    assert page.rubric.window() is not page.window()
    assert page.rubric.isVisible()
    press(page.rubric.tree, "2-1")
    assert page.desk.rubric.position(page.desk.item) == "2-1"
    press(page.rubric.tree, "o")
    assert page.rubric.window() is page.window()
    assert page.rubric.isVisible()


def test_every_key_has_its_deed(page: MarkingPage) -> None:
    assert set(page._deeds()) == NAMES - {"go_item", "jump"}


def test_the_marked_copy_holds_the_mark_one_just_made_and_is_read_again(
    qtbot: QtBot, page: MarkingPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    number, page_ = next((n, p) for n, p in enumerate(page.desk.reading.pages, 1) if len(p.runs) > 8)
    drag_box(page, number, page_.runs[3].box)
    picker = the(page, Picker)
    assert isinstance(picker, Picker)
    press(picker.field, KEY.Key_Return)
    (mark,) = page.desk.marks
    out = tmp_path / "副本.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(out), ""))
    button = next(b for b in page.findChildren(QToolButton) if b.toolTip() == "导出标注副本（PDF）")
    click(button)
    qtbot.waitUntil(out.exists, timeout=60_000)
    document = pypdfium2.PdfDocument(out)
    code = page.desk.rubric.position(mark.said.item)
    assert len(document) > len(page.desk.reading.pages)
    assert f"1 {code}" in document[number - 1].get_textpage().get_text_range()
    listed = document[len(document) - 1].get_textpage().get_text_range().replace("\r\n", "")
    assert page.desk.rubric.item(mark.said.item).title in listed
    qtbot.waitUntil(lambda: session.jobs.current is None, timeout=10_000)
