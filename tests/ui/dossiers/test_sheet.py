"""The dry run before an intake, what it leaves to a person, and the files set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QTableWidget
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions
from casereview.progress import Cancelled, Progress
from casereview.record import Author
from casereview.units import actions as units
from casereview.units.model import Unit
from casereview.workspace import Workspace
from tests.casereview.dossier.builders import pdf_of, scan_of
from tests.casereview.dossier.damaged.pdf_drawing import one_exponential
from tests.ui.builders import click, press
from ui.dossiers.aside import Aside
from ui.dossiers.page import DossiersPage
from ui.dossiers.sheet import Sheet
from ui.kit.session import Session
from ui.kit.settings import Preferences

KEY = Qt.Key
NUMBER = "晋祁交执罚〔2024〕7号"


@pytest.fixture
def page(page: DossiersPage, session: Session) -> DossiersPage:
    session.act(units.set_unit, Unit("祁县交通运输局", "祁县交通运输局"))
    return page


def text(table: QTableWidget, row: int, place: int) -> str:
    item = table.item(row, place)
    assert item is not None
    return item.text()


def looked(qtbot: QtBot, page: DossiersPage, *paths: Path) -> Sheet:
    """The sheet with all that the look into the files tells."""
    page.plan(list(paths))
    sheet = page.sheet
    qtbot.waitUntil(lambda: sheet.table.rowCount() > 0 and bool(text(sheet.table, 0, 4)), timeout=20_000)
    return sheet


def cells(sheet: Sheet, row: int) -> list[str]:
    return [text(sheet.table, row, place) for place in range(sheet.table.columnCount())]


def take(qtbot: QtBot, session: Session, sheet: Sheet) -> None:
    before = len(session.jobs.history)
    click(sheet.go)
    qtbot.waitUntil(lambda: len(session.jobs.history) > before and not session.jobs.waiting, timeout=30_000)


def test_each_dossier_shows_number_unit_pages_and_problems(qtbot: QtBot, page: DossiersPage, tmp_path: Path) -> None:
    folder = tmp_path / "祁县交通运输局" / NUMBER
    pdf_of(folder, "合订", "立案登记表", "询问笔录", "决定书")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    sheet = looked(qtbot, page, tmp_path)
    name, number, unit, files, pages, version, state = cells(sheet, 0)
    assert (name, number, unit, files, pages, version) == (NUMBER, NUMBER, "祁县交通运输局", "2", "3", "")
    assert state.startswith("坏.pdf：")
    assert sheet.go.text() == "录入 1 卷"
    assert "共 1 卷，已数出 3 页" in sheet.says.text()
    sheet.reject()


def test_a_password_is_asked_for_and_opens_the_file(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    pdf_of(tmp_path / "甲", "加密", "行政处罚决定书", "第二页", password="abc")
    sheet = looked(qtbot, page, tmp_path)
    assert sheet.lock.isVisible() and sheet.locked.text() == "1 个文件加密"
    sheet.password.setText("abc")
    press(sheet.password, KEY.Key_Return)
    qtbot.waitUntil(lambda: not sheet.lock.isVisible(), timeout=20_000)
    assert cells(sheet, 0)[4] == "2"
    take(qtbot, session, sheet)
    assert [one.pages for one in actions.dossiers(session.db)] == [2]


def test_what_is_here_is_said_and_a_new_version_is_recorded_if_a_person_ticks_it(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "祁县交通运输局" / NUMBER
    file = pdf_of(folder, "合订", f"行政处罚决定书\n{NUMBER}")
    take(qtbot, session, looked(qtbot, page, tmp_path))
    (first,) = actions.dossiers(session.db)
    sheet = looked(qtbot, page, tmp_path)
    qtbot.waitUntil(lambda: "已录入，不会重复" in cells(sheet, 0)[6], timeout=20_000)
    assert "1 卷已在工作区中" in sheet.says.text()
    sheet.reject()
    file.unlink()
    pdf_of(folder, "合订", f"行政处罚决定书\n{NUMBER}", "补正的一页")
    sheet = looked(qtbot, page, tmp_path)
    qtbot.waitUntil(lambda: cells(sheet, 0)[5] == "作为新版本", timeout=20_000)
    version = sheet.table.item(0, 5)
    assert version is not None
    version.setCheckState(Qt.CheckState.Checked)
    take(qtbot, session, sheet)
    (now,) = actions.dossiers(session.db)
    assert (now.id, now.pages) == (first.id, 2)


def test_a_number_that_only_the_papers_tell_is_asked_about_afterwards(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    for name, more in (("一", ""), ("二", "\n补正")):
        pdf_of(tmp_path / name / "祁县交通运输局" / f"卷{name}", "合订", f"行政处罚决定书\n案号：{NUMBER}{more}")
    take(qtbot, session, looked(qtbot, page, tmp_path / "一"))
    take(qtbot, session, looked(qtbot, page, tmp_path / "二"))
    assert actions.count(session.db) == 2
    assert page.versions.isVisible()
    click(next(b for b in page.versions.findChildren(QPushButton) if b.text() == "记为新版本"))
    assert actions.count(session.db) == 1
    assert not page.versions.isVisible()


def test_files_set_aside_say_why_and_what_to_do_and_outlive_the_program(
    qtbot: QtBot, page: DossiersPage, session: Session, workspace: Workspace, author: Author, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    session.act(actions.take_in, [bad], executor="thread")
    other = Session(workspace, author, Preferences())  # another start of the program on the same workspace
    listed = Aside(other, actions.set_aside(other.db), page)
    listed.open()
    file, reason, remedy, digest = (text(listed.table, 0, place) for place in range(4))
    assert file == "坏.pdf" and "损坏" in reason and "重新复制" in remedy and len(digest) == 12
    listed.copy()
    line = QGuiApplication.clipboard().text().splitlines()[1].split("\t")
    assert len(line[3]) == 64 and line[3].startswith(digest)
    listed.reject()
    other.close()


def test_a_scan_says_what_is_missing_where_nothing_can_recognise_it(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casereview.dossier import recognise

    monkeypatch.setattr(recognise, "available", lambda: False)
    session.act(actions.take_in, [scan_of(tmp_path, "扫描", pages=2)], executor="thread")
    page.open(str(actions.dossiers(session.db)[0].id))
    unread = page.inside.unread
    assert unread.says.text() == "2 页没有文字"
    assert "没有安装文字识别组件" in unread.button.toolTip()
    said: list[Exception] = []
    session.failed.connect(said.append)
    click(unread.button)
    qtbot.waitUntil(lambda: bool(said))
    assert type(said[0]).__name__ == "NoOcr"


def test_an_intake_is_stopped_in_the_middle_and_keeps_what_was_finished(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path
) -> None:
    for number in range(6):
        pdf_of(tmp_path / f"卷{number}", "合订", f"行政处罚决定书\n第{number}卷")
    _, endless = next(iter(one_exponential()))  # keeps its reader busy: the batch cannot be over before it is stopped
    (tmp_path / "卷9").mkdir()
    (tmp_path / "卷9" / "合订.pdf").write_bytes(endless)
    sheet = looked(qtbot, page, tmp_path)
    click(sheet.go)
    job = session.jobs.current
    assert job is not None
    job.progressed.connect(lambda done, total, note: job.cancel() if done >= 2 else None)
    qtbot.waitUntil(lambda: bool(session.jobs.history), timeout=30_000)
    assert session.jobs.history[-1].state == "cancelled"
    left = actions.count(session.db)
    assert 1 <= left <= 6
    assert all(one.pages == 1 for one in actions.dossiers(session.db))


def test_a_recognition_that_is_stopped_keeps_its_pages_and_the_screen_says_what_is_left(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.act(actions.take_in, [scan_of(tmp_path, "扫描", pages=3)], executor="thread")
    dossier = str(actions.dossiers(session.db)[0].id)
    page.open(dossier)

    def one_page_and_stop(db: Database, by: Author, dossiers: list[str], *, progress: Progress) -> object:
        """The first page is read and kept, then the person stops it."""
        with record.writing(db):
            db.conn.execute("UPDATE page SET source = 'ocr', reader = 'ocr-test' WHERE number = 1")
        raise Cancelled

    monkeypatch.setattr(actions, "recognise", one_page_and_stop)
    click(page.inside.unread.button)
    assert not page.inside.unread.button.isEnabled(), "one recognition at a time"
    qtbot.waitUntil(lambda: page.inside.unread.says.text() == "2 页没有文字")
    assert page.inside.unread.button.isEnabled()
