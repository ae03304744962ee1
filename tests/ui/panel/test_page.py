from __future__ import annotations

import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from casereview.marking import actions as marking
from casereview.marking.model import MarkKind, MarkPayload, Seen
from casereview.panel import actions
from casereview.panel.model import Stage
from casereview.panel.remarks import OnlyLeader
from casereview.record import Author
from tests.ui.builders import click, press
from tests.ui.campaigns import READERS, SEED, a_campaign, disputed_item, drawn_and_assigned, general, read_by_two
from ui.kit.session import Session
from ui.panel.campaign import CampaignDialog
from ui.panel.disputes import Own
from ui.panel.flags import Answer
from ui.panel.page import PanelPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[PanelPage]:
    made = PanelPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    yield made


def shown(page: PanelPage) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def see_disputes(qtbot: QtBot, page: PanelPage) -> None:
    """Turn to the disputes and wait until the sheets are compared."""
    page.wake()
    page.arrive("disputes")
    qtbot.waitUntil(lambda: page.disputes.table.model.rowCount() > 0, timeout=20_000)


def test_without_a_review_the_page_says_so_and_has_the_button(page: PanelPage) -> None:
    page.wake()
    assert "还没有评查批次" in shown(page)


def test_the_form_makes_a_review_with_its_members_and_rubrics(qtbot: QtBot, page: PanelPage, session: Session) -> None:
    page.wake()
    page.ask_new()
    form = page.findChild(CampaignDialog)
    assert form is not None
    click(form.ok)
    assert form.problem.isVisible()  # no title yet, nothing was made
    form.title.setText("2024 年度案卷评查")
    form.members.add("评查员乙")
    form.tolerance.setValue(0.5)
    click(form.ok)
    made = session.campaign
    assert made is not None and made.title == "2024 年度案卷评查"
    assert [(m.name, m.leader) for m in made.members] == [("评查员甲", True), ("评查员乙", False)]
    assert made.tolerance == Decimal("0.5") and len(made.rubrics) == form.rubrics.count()
    assert page.title.text() == made.title


def test_a_draw_needs_a_seed_and_can_be_verified(qtbot: QtBot, page: PanelPage, session: Session, dossier: str) -> None:
    dossiers.set_unit(session.db, session.author, [dossier], "平遥县交通运输局")
    made = a_campaign(session)
    page.wake()
    qtbot.waitUntil(page.draw.go.isEnabled, timeout=20_000)
    click(page.draw.go)
    assert actions.drawn(session.db, made.id) is None
    page.draw.seed.setText(SEED)
    click(page.draw.go)
    found = actions.drawn(session.db, made.id)
    assert found is not None and found.drawn == (dossier,)
    assert page.draw.table.model.rowCount() == 1
    assert page.draw.verify(found)
    assert any("复核一致" in text for text in shown(page))
    assert not page.draw.verify(found.model_copy(update={"drawn": ()}))
    assert any("复核不一致" in text for text in shown(page))
    printed = next(b for b in page.draw.findChildren(QPushButton) if b.text() == "打印清单…")
    with qtbot.waitSignal(page.asked) as asked:
        click(printed)
    assert asked.args == ["notices", "draw_list"]


def test_the_matrix_shows_readers_and_why_one_is_away(
    page: PanelPage, session: Session, dossier: str, qtmodeltester: ModelTester
) -> None:
    dossiers.set_unit(session.db, session.author, [dossier], "平遥县交通运输局")
    made = a_campaign(session)
    leader, *rest = made.members
    away = leader.model_copy(update={"recused": {dossier: "参与过本案"}})
    session.act(actions.new_campaign, made.model_copy(update={"members": (away, *rest)}))
    session.act(actions.draw, made.id, SEED, 5)
    page.wake()
    page.arrive("share")
    page.share.assign()
    assert page.share.table is not None
    model = page.share.table.model
    cells = [model.index(0, n).data() for n in range(3, 6)]
    assert cells == ["回避", "● 评查", "● 评查"]
    assert model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == "参与过本案"
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_the_stage_is_set_from_the_head_of_the_page(page: PanelPage, session: Session) -> None:
    made = a_campaign(session)
    page.wake()
    page.stage.setCurrentIndex(page.stage.findData(Stage.PANEL.value))
    assert actions.stage(session.db, made.id) is Stage.PANEL


def test_a_dispute_is_settled_by_a_key_and_leaves_the_list(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str
) -> None:
    made = read_by_two(session, dossier)
    see_disputes(qtbot, page)
    tab = page.disputes
    assert tab.table.model.rowCount() == 1
    assert tab.dispute is not None and tab.dispute.item == disputed_item().id
    assert {"评查员 A", "评查员 B"} <= set(shown(page)) and not {*READERS} & set(shown(page))
    tab.table.view.setFocus()
    press(tab.table.view, Qt.Key.Key_B)
    decided = [act.decision for act in actions.minutes(session.db, made.id).acts]
    assert [(d.choice, d.of) for d in decided if d] == [("reader", sorted(READERS)[1])]  # B is the second by name
    assert "没有待议的分歧" in shown(page)


def test_an_own_decision_needs_a_reason(qtbot: QtBot, page: PanelPage, session: Session, dossier: str) -> None:
    made = read_by_two(session, dossier)
    see_disputes(qtbot, page)
    page.disputes.own()
    ask = page.findChild(Own)
    assert ask is not None
    click(ask.ok)
    assert ask.problem.isVisible() and not actions.minutes(session.db, made.id).acts
    ask.reason.setText("只有一处")
    click(ask.ok)
    decision = actions.minutes(session.db, made.id).acts[0].decision
    assert decision is not None and decision.choice == "own" and decision.reason == "只有一处"


def test_the_minutes_are_gathered_beside_the_window(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_two(session, dossier)
    see_disputes(qtbot, page)
    page.disputes.table.view.setFocus()
    press(page.disputes.table.view, Qt.Key.Key_B)
    threads: list[str] = []
    minutes = actions.minutes

    def heard(db: Database, campaign_id: str, *, settled_by_rule: bool = False) -> object:
        threads.append(threading.current_thread().name)
        return minutes(db, campaign_id, settled_by_rule=settled_by_rule)

    monkeypatch.setattr(actions, "minutes", heard)
    page.arrive("minutes")
    session.reads.finish()
    assert page.minutes.count.text() == "1 条决定"
    assert threads and all(name.startswith("reads") for name in threads)


def test_keys_typed_into_the_reason_decide_nothing(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str
) -> None:
    made = read_by_two(session, dossier)
    see_disputes(qtbot, page)
    page.disputes.reason.setFocus()
    press(page.disputes.reason, "nba")
    assert page.disputes.reason.text() == "nba"
    assert not actions.minutes(session.db, made.id).acts


def test_agreement_keeps_silent_on_few_data(qtbot: QtBot, page: PanelPage, session: Session, dossier: str) -> None:
    read_by_two(session, dossier)
    page.wake()
    page.arrive("agreement")
    qtbot.waitUntil(lambda: "样本不足" in shown(page), timeout=20_000)


def test_a_task_package_goes_out_and_its_report_is_shown_before_anything_is_written(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers.set_unit(session.db, session.author, [dossier], "平遥县交通运输局")
    drawn_and_assigned(session)
    page.wake()
    page.arrive("exchange")
    tab, file = page.exchange, tmp_path / "任务.casepkg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(file), ""))
    tab.ask_task(READERS[0])
    assert not file.exists()  # no passphrase yet
    tab.passphrase.setText("一个足够长的口令")
    tab.ask_task(READERS[0])
    qtbot.waitUntil(file.exists, timeout=20_000)
    session.become(READERS[0])
    tab.look_into([file])
    qtbot.waitUntil(lambda: hasattr(tab, "report") and tab.report.isVisible(), timeout=20_000)
    assert tab.report.ok.isEnabled()
    texts = [label.text() for label in tab.report.findChildren(QLabel)]
    assert any("涉及案卷 1" in text and "新记录 0" in text for text in texts)
    tab.report.reject()
    tab.passphrase.setText("另外一个口令")
    del tab.report
    tab.look_into([file])
    qtbot.waitUntil(lambda: hasattr(tab, "report") and tab.report.isVisible(), timeout=20_000)
    assert not tab.report.ok.isEnabled()
    tab.report.reject()


def test_the_meeting_view_is_large_and_names_nobody(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str
) -> None:
    read_by_two(session, dossier)
    see_disputes(qtbot, page)
    tab = page.disputes
    tab.names.setChecked(True)
    assert any(READERS[0] in text for text in shown(page))
    tab.meeting.setChecked(True)
    assert not tab.left.isVisibleTo(page) and not any(name in text for text in shown(page) for name in READERS)
    usual = page.title.font().pointSizeF()
    assert tab.about.font().pointSizeF() > tab.font().pointSizeF() and usual > 0
    press(tab.voices, Qt.Key.Key_J)  # round the end, back to the only one
    assert tab.dispute is not None


def test_the_leader_may_show_hints_at_once(qtbot: QtBot, page: PanelPage, session: Session) -> None:
    made = a_campaign(session)
    assert made.hints_hidden
    page.wake()
    page.ask_change()
    form = page.findChild(CampaignDialog)
    assert form is not None
    click(form.hidden, QPoint(8, form.hidden.height() // 2))
    click(form.ok)
    assert not actions.campaign(session.db, made.id).hints_hidden


def test_flags_wait_for_the_leader_with_their_page_and_are_answered(
    qtbot: QtBot, page: PanelPage, session: Session, dossier: str
) -> None:
    made = a_campaign(session)
    reader = Author(READERS[0], session.author.clock)
    item = general().items[0].id
    seen = Seen(dossier_page=2, page=2, file="f" * 64)
    said = MarkPayload(
        campaign=made.id,
        dossier=dossier,
        rubric=general().digest,
        kind=MarkKind.FLAG,
        item=item,
        note="两份笔录时间重叠，是否算一处",
        evidence=(seen,),
    )
    marking.set_mark(session.db, reader, said)
    went: list[object] = []
    page.asked.connect(lambda screen, argument: went.append((screen, argument)))
    page.wake()
    page.arrive("flags")
    session.reads.finish()
    flags = page.flags
    assert flags.count.text() == "1 处待答复，共 1 处"
    click(flags.go_button)
    assert went == [("marking", (dossier, 2, item))]
    click(flags.answer_button)
    ask = page.findChild(Answer)
    assert ask is not None
    click(ask.ok)
    assert ask.problem.isVisible(), "an answer has words"
    ask.text.setPlainText("算一处")
    click(ask.ok)
    session.reads.finish()
    assert flags.count.text() == "0 处待答复，共 1 处"
    (one,) = actions.flags(session.db, made.id)
    assert (one.answer, one.by) == ("算一处", session.author.name)
    with pytest.raises(OnlyLeader):
        actions.answer_flag(session.db, reader, made.id, one.mark.id, "自己答复")
