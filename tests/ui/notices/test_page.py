from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from casereview.notices import actions
from casereview.notices.actions import NoResults
from tests.ui.campaigns import a_campaign, frozen
from ui.kit.session import Session
from ui.notices.page import NoticesPage
from ui.notices.preview import Shown

LONG = 30_000


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[NoticesPage]:
    made = NoticesPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    yield made


def see(qtbot: QtBot, page: NoticesPage, kind: str) -> Shown:
    """Choose a kind and wait for its preview."""

    def of_kind(made: object) -> bool:
        return isinstance(made, Shown) and made.wanted.kind == kind

    with qtbot.waitSignal(page.preview.shown, check_params_cb=of_kind, timeout=LONG) as blocker:
        page.arrive(kind)
    assert blocker.args is not None
    made = blocker.args[0]
    assert isinstance(made, Shown)
    return made


def test_without_a_review_the_page_says_so(page: NoticesPage) -> None:
    page.wake()
    QApplication.processEvents()
    assert any(label.text() == "还没有评查批次" for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def test_each_kind_says_what_it_still_needs(qtbot: QtBot, page: NoticesPage, session: Session) -> None:
    a_campaign(session)
    with qtbot.waitSignal(page.preview.shown, timeout=LONG):
        page.wake()
    needs = {page.kinds.item(n).data(256): page.kinds.item(n).text() for n in range(page.kinds.count())}
    assert list(needs) == list(actions.KINDS)
    assert needs["draw_list"].endswith("先抽卷") and needs["circular"].endswith("先冻结结果")
    assert needs["launch"].endswith("可以生成")
    made = see(qtbot, page, "circular")
    assert isinstance(made.why, NoResults) and not page.buttons[".docx"].isEnabled()


def test_the_circular_is_seen_as_it_prints_and_its_words_can_be_changed(
    qtbot: QtBot, page: NoticesPage, session: Session, dossier: str
) -> None:
    frozen(session, dossier)
    with qtbot.waitSignal(page.preview.shown, timeout=LONG):
        page.wake()
    made = see(qtbot, page, "circular")
    assert made.why is None and len(page.preview.view.pages) == len(made.refs) > 1
    key = next(k for k, f in page.wording.fields.items() if "{" not in f.toPlainText() and f.toPlainText())
    with qtbot.waitSignal(page.preview.shown, timeout=LONG) as blocker:
        page.wording.fields[key].setPlainText("本机关自己的话")
    assert blocker.args is not None
    again = blocker.args[0]
    assert isinstance(again, Shown) and again.wanted.named["texts"] == {key: "本机关自己的话"}


def test_a_place_that_nothing_fills_is_named_instead_of_a_page(
    qtbot: QtBot, page: NoticesPage, session: Session
) -> None:
    a_campaign(session)
    with qtbot.waitSignal(page.preview.shown, timeout=LONG):
        page.wake()
    see(qtbot, page, "launch")
    key = next(k for k, f in page.wording.fields.items() if "{" in f.toPlainText())
    with qtbot.waitSignal(page.preview.shown, timeout=LONG) as blocker:
        page.wording.fields[key].setPlainText("写错的{占位}")
    assert blocker.args is not None and isinstance(blocker.args[0], Shown)
    assert blocker.args[0].why is not None and blocker.args[0].why.code == "unknown-place"


def test_a_notice_goes_out_and_all_units_at_once(
    qtbot: QtBot, page: NoticesPage, session: Session, dossier: str, tmp_path: Path
) -> None:
    results = frozen(session, dossier)
    with qtbot.waitSignal(page.preview.shown, timeout=LONG):
        page.wake()
    page.deadline.setText("2025-01-10")
    see(qtbot, page, "score_sheet")
    page.export(tmp_path / "表.docx")
    qtbot.waitUntil((tmp_path / "表.docx").exists, timeout=LONG)
    page.draft.setChecked(True)
    page.export_all(tmp_path / "全部")
    last = tmp_path / "全部" / results.units[-1].name / "个案评查表.pdf"
    qtbot.waitUntil(last.exists, timeout=LONG)
    assert len(list((tmp_path / "全部").rglob("*.docx"))) == 3 * len(results.units)
    qtbot.waitUntil(lambda: not session.jobs.waiting, timeout=LONG)
