from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.marking import actions
from casereview.marking.hints import Hint, hints
from casereview.marking.model import MarkKind, MarkPayload
from casereview.marking.similar import similar
from casereview.rubric.files import shipped
from casereview.rubric.model import Rubric
from tests.ui.builders import click
from tests.ui.conftest import SAMPLES
from ui.kit.session import Session
from ui.marking.page import MarkingPage
from ui.marking.queue import new_review
from ui.marking.similar import SimilarDialog

GENERAL = next(rubric for rubric in shipped() if rubric.code == "PT")


def placed(session: Session, ident: str) -> dict[str, Hint]:
    """Hints with a place on a page, by deduction."""
    every = hints(GENERAL, checks.outcomes(session.db, ident)).values()
    return {h.deduction: h for group in every for h in group if h.kind is MarkKind.DEDUCT and h.evidence}


@pytest.fixture
def two(session: Session, tmp_path: Path) -> tuple[str, str, str]:
    """Two dossiers in which the checks propose the same deduction: the first, the second, the deduction."""
    file = next(SAMPLES.rglob("07*.pdf"))
    writer = PdfWriter(clone_from=file)
    writer.add_metadata({"/Subject": "another volume with the same faults"})
    again = tmp_path / f"另一卷{file.name}"
    writer.write(again)
    for one in (file, again):
        session.act(dossiers.take_in, [one], executor="thread")
    first, second = sorted(str(one.id) for one in dossiers.dossiers(session.db))
    session.act(checks.check, [first, second], today=session.today)
    new_review(session)
    return first, second, min(placed(session, first).keys() & placed(session, second).keys())


def full(session: Session, ident: str, item: str) -> None:
    assert session.campaign is not None
    said = MarkPayload(
        campaign=session.campaign.id, dossier=ident, rubric=GENERAL.digest, kind=MarkKind.FULL, item=item
    )
    session.act(actions.set_mark, said)


def home(rubric: Rubric, deduction: str) -> str:
    return next(item.id for item in rubric.items for one in item.deductions if one.id == deduction)


@pytest.fixture
def page(qtbot: QtBot, session: Session, two: tuple[str, str, str]) -> Iterator[MarkingPage]:
    made = MarkingPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    made.open(two[0])
    yield made


def test_the_same_finding_is_ticked_in_another_dossier_with_its_own_evidence_and_undone(
    qtbot: QtBot, page: MarkingPage, session: Session, two: tuple[str, str, str]
) -> None:
    first, second, deduction = two
    item, campaign = home(GENERAL, deduction), session.campaign
    assert campaign is not None
    full(session, second, item)
    hint = placed(session, first)[deduction]
    said = MarkPayload(
        campaign=campaign.id,
        dossier=first,
        rubric=GENERAL.digest,
        kind=MarkKind.DEDUCT,
        item=item,
        deduction=deduction,
        evidence=hint.evidence,
        note="同样的问题",
    )
    session.act(actions.set_mark, said)
    page.desk.reload()
    page.desk.go(item)
    spread = next(b for b in page.detail.findChildren(QToolButton) if b.toolTip() == "套用到同类案卷…")
    click(spread)
    qtbot.waitUntil(lambda: bool(page.findChildren(SimilarDialog)), timeout=20_000)
    dialog = page.findChildren(SimilarDialog)[0]
    assert dialog.list.count() == 1 and not dialog.take.isEnabled(), "nothing is ticked to begin with"
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    click(dialog.take)
    (mark,) = actions.marks(session.db, campaign.id, second)
    assert (mark.said.deduction, mark.said.note) == (deduction, "同样的问题")
    held = {member.sha256 for member in dossiers.reading(session.db, second, with_runs=False).members}
    assert mark.said.evidence and all(seen.file in held for seen in mark.said.evidence)
    session.undo.undo()
    assert [m.said.kind for m in actions.marks(session.db, campaign.id, second)] == [MarkKind.FULL]


def test_while_hints_are_hidden_an_item_that_one_has_not_judged_is_not_offered(
    session: Session, two: tuple[str, str, str]
) -> None:
    _, second, deduction = two
    assert session.campaign is not None
    about = (session.db, GENERAL, session.campaign.id, session.author.name, deduction, [second])
    assert similar(*about, judged_only=True) == []
    assert [str(one.dossier.id) for one in similar(*about, judged_only=False)] == [second]
    full(session, second, home(GENERAL, deduction))
    assert [str(one.dossier.id) for one in similar(*about, judged_only=True)] == [second]
