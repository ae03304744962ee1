"""Recognised text travels with the work: a reader whose machine cannot recognise has the text, the papers, the facts, the boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from casereview.dossier import recognise
from casereview.dossier.model import TextSource
from casereview.dossier.readers import ocr
from casereview.panel import actions
from tests.casereview.dossier import engines
from tests.casereview.panel.review import LEADER, A, clocked, opened
from tests.casereview.panel.rooms import Room


def scanned(room: Room) -> str:
    """A scan of two pages among the leader's dossiers, drawn and assigned."""
    folder = room.folder / "in" / "扫描卷"
    folder.mkdir(parents=True)
    for name, shade in (("1.png", 250), ("2.png", 200)):
        Image.new("L", (400, 300), shade).save(folder / name)
    with opened(room.leader) as db:
        changes, _ = dossiers.take_in(db, clocked(LEADER), [folder], unit="祁县", executor="thread")
        actions.draw(db, clocked(LEADER), room.campaign.id, "7", 99, reason="补录扫描卷")
        actions.assign(db, clocked(LEADER), room.campaign.id)
    (ident,) = changes.dossiers
    return ident


def recognised_by_leader(room: Room, dossier: str) -> None:
    with opened(room.leader) as db:
        assert recognise.run(db, [dossier], reader=engines.reads).pages == 2


def seen(db: Database, dossier: str) -> tuple[object, ...]:
    reading = dossiers.reading(db, dossier)
    lines = [(page.source, run.text, run.box, run.score, run.doubts) for page in reading.pages for run in page.runs]
    return lines, reading.papers, reading.facts, reading.problems


def test_what_the_leader_recognised_is_there_for_a_reader_who_cannot_recognise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    scan = scanned(room)
    recognised_by_leader(room, scan)
    with opened(room.leader) as db:
        sent = seen(db, scan)
    monkeypatch.setattr(ocr, "available", lambda: False)
    room.begin(A)
    with opened(room.at(A)) as db:
        assert seen(db, scan) == sent
        reading = dossiers.reading(db, scan)
        assert {page.source for page in reading.pages} == {TextSource.OCR}
        (number,) = {fact.value for fact in reading.facts_named("case_no") if fact.page == 1}
        assert number == "晋祁交执罚〔2024〕1号" and reading.facts_named("case_no")[0].place.box
        assert dossiers.unread_pages(db, [scan]) == 0
        assert len(dossiers.search(db, "处罚决定").hits) == 2


def test_text_recognised_after_the_first_package_comes_with_the_next_and_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(tmp_path)
    scan = scanned(room)
    room.begin(A)
    with opened(room.at(A)) as db:
        assert dossiers.unread_pages(db, [scan]) == 2 and not dossiers.reading(db, scan).facts
    recognised_by_leader(room, scan)
    with opened(room.leader) as db:
        sent = seen(db, scan)
    monkeypatch.setattr(ocr, "available", lambda: False)
    file = room.task(A)
    with opened(room.at(A)) as db:
        changes, _ = actions.merge(db, clocked(A), [file], executor="thread")
        assert scan in changes.dossiers
        assert seen(db, scan) == sent
        assert not actions.merge(db, clocked(A), [file], executor="thread")[0]
