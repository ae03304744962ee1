"""What is said of the pages stands in the window, leads to them, and lays the same photograph of another case beside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from casereview.dossier import actions
from tests.casereview.dossier.builders import pdf_of, scan_of
from tests.casereview.dossier.test_pages import a_photo
from tests.ui.builders import click, press
from ui.dossiers.page import DossiersPage
from ui.kit.session import Session

KEY = Qt.Key


def two_cases(session: Session, folder: Path) -> dict[str, str]:
    """Two dossiers of one unit with one photograph between them; gives their ids by name."""
    for name in ("甲案", "乙案"):
        inside = folder / "祁县交通运输局" / name
        pdf_of(inside, "1", f"行政处罚决定书\n{name}", "第二页")
        a_photo(7).save(inside / "2.jpg", quality=90 if name == "甲案" else 60)
        pdf_of(inside, "3", f"送达回证\n{name}")
    session.act(actions.take_in, [folder], executor="thread")
    return {one.name: str(one.id) for one in actions.dossiers(session.db)}


def links(page: DossiersPage) -> list[QPushButton]:
    return [b for card in page.inside.notes.cards for b in card.findChildren(QPushButton)]


def test_the_same_photograph_in_another_case_is_laid_beside(
    page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    ids = two_cases(session, tmp_path)
    page.open(ids["甲案"])
    inside = page.inside
    session.reads.finish()
    assert inside.tabs.tabText(4) == "页面 1"
    said = [label.text() for card in inside.notes.cards for label in card.findChildren(QLabel)]
    assert "另见他卷" in said and any("乙案" in text for text in said)
    click(next(b for b in links(page) if b.text() == "第 3 页"))
    assert inside.view.page == 3
    click(next(b for b in links(page) if b.text() == "并排查看另一卷第 3 页"))
    beside = inside.beside
    assert (beside.left.page, beside.right.page) == (3, 3)
    assert beside.left.ref is not None and beside.right.ref is not None
    assert beside.left.ref.file != beside.right.ref.file
    press(beside.right, KEY.Key_PageDown)
    assert beside.right.page == 4 and beside.left.page == 3
    click(next(b for b in beside.findChildren(QPushButton) if b.text() == "打开另一卷"))
    assert (inside.ident, inside.view.page) == (ids["乙案"], 3)


def test_a_page_that_is_there_twice_is_laid_beside_itself(page: DossiersPage, session: Session, tmp_path: Path) -> None:
    text = "行政处罚决定书\n" + "\n".join(f"第{n}行的文字内容没有分别" for n in range(6))
    file = pdf_of(tmp_path, "卷", text, "另一页的文字内容", text)
    session.act(actions.take_in, [file], executor="thread")
    page.open(str(actions.dossiers(session.db)[0].id))
    session.reads.finish()
    click(next(b for b in links(page) if b.text() == "并排查看"))
    beside = page.inside.beside
    assert (beside.left.page, beside.right.page) == (1, 3)
    beside.reject()


def test_a_dossier_without_findings_says_so(page: DossiersPage, session: Session, tmp_path: Path) -> None:
    session.act(actions.take_in, [pdf_of(tmp_path, "卷", "行政处罚决定书\n当事人")], executor="thread")
    page.open(str(actions.dossiers(session.db)[0].id))
    session.reads.finish()
    notes = page.inside.notes
    assert not notes.cards and page.inside.tabs.tabText(4) == "页面"
    assert any(label.text() == "各页没有发现情况。" for label in notes.findChildren(QLabel))


def test_words_on_all_pages_are_found_and_open_on_their_box(
    page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    ids = two_cases(session, tmp_path)
    press(page, "")
    page.begin_full_text()
    hits = page.hits
    assert hits.field.hasFocus()
    hits.field.setText("送达回证 当事人:")
    hits._search()
    session.reads.finish()
    assert {hits.list.topLevelItem(n).text(0) for n in range(hits.list.topLevelItemCount())} == {"甲案", "乙案"}  # type: ignore[union-attr]
    assert hits.unusable.isVisible() and "“当事人:”" in hits.unusable.text()
    hits.field.setText("甲案 送达")
    hits._search()
    session.reads.finish()
    assert hits.list.topLevelItemCount() == 1 and hits.says.text() == "找到 1 处"
    press(hits.field, KEY.Key_Return)
    inside = page.inside
    assert (inside.ident, inside.view.page) == (ids["甲案"], 4)
    assert [overlay.page for overlay in inside.view.overlays] == [4]
    page.close_dossier()
    assert page.stack.currentWidget() is hits, "one comes back to what was found"
    hits.form.setCurrentIndex(hits.form.findData("F15"))
    session.reads.finish()
    assert hits.list.topLevelItemCount() == 0 and hits.says.text() == "没有找到。"
    press(hits.field, KEY.Key_Escape)
    assert page.stack.currentIndex() == 0


def test_the_list_counts_notes_and_unread_pages(page: DossiersPage, session: Session, tmp_path: Path) -> None:
    session.act(actions.take_in, [scan_of(tmp_path, "扫描", pages=3)], executor="thread")
    number = next(n for n, column in enumerate(page.table.model.columns) if column.title == "页数")
    index = page.table.model.index(0, number)
    assert index.data() == "3 ⚠1 ○3"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "页面上有 1 处情况\n3 页没有文字"
