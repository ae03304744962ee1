from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.exemplars import actions
from casereview.exemplars.actions import AttackFound, PagesUnseen, SecondPersonNeeded
from casereview.exemplars.card import attack, pages_digest
from casereview.exemplars.course import as_html
from casereview.exemplars.model import Proof
from casereview.files import Files
from casereview.privacy.attack import attack_file
from casereview.record import Author
from casereview.workspace import Workspace
from tests.samples.build import build


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    build(folder, names=("08", "12"))
    return folder / "dossiers"


@pytest.fixture
def taken(db: Database, author: Author, samples: Path) -> dict[str, str]:
    """A summary-procedure dossier of text PDFs, and one of photos that nobody has read."""
    dossiers.take_in(db, author, [samples], executor="thread")
    return {dossier.name[:2]: dossier.id for dossier in dossiers.dossiers(db)}


def test_a_card_holds_redrawn_pages_and_no_name(db: Database, author: Author, taken: dict[str, str]) -> None:
    desk = actions.desk(db, taken["08"])
    people = [entity.text for entity in desk.entities if entity.kind in ("person", "officer", "id_no", "phone")]
    assert people
    _, card = actions.make(
        db,
        author,
        taken["08"],
        title=f"{people[0]}的案件",
        summary="案情" + "、".join(people),
        points="程序完整",
        tags=("简易",),
    )

    shown = " ".join([card.title, card.summary, *(page.text for page in card.pages)])
    assert len(card.pages) == len(desk.reading.page_of)
    assert not [name for name in people if name in shown]
    assert Files.of(db).path(card.pages[0].image).read_bytes()[:4] == b"\x89PNG"


def test_the_pixels_beneath_a_box_are_gone(db: Database, author: Author, taken: dict[str, str]) -> None:
    import io

    from PIL import Image

    desk = actions.desk(db, taken["08"])
    _, card = actions.make(db, author, taken["08"], title="样卷")
    hit = next(h for h in desk.found if h.page == 1)
    box, scale = hit.boxes[0], 150 / 72
    image = Image.open(io.BytesIO(Files.of(db).path(card.pages[0].image).read_bytes())).convert("L")
    part = image.crop((int(box.x0 * scale) + 1, int(box.y0 * scale), int(box.x1 * scale), int(box.y0 * scale) + 2))
    # The strip along the upper edge of a box holds plate and outline, never ink of the page.
    assert min(part.tobytes()) > 120


def test_the_maker_cannot_release_and_a_second_person_can(db: Database, author: Author, taken: dict[str, str]) -> None:
    _, card = actions.make(db, author, taken["08"], title="样卷")
    with pytest.raises(SecondPersonNeeded):
        actions.release(db, author, card.id)
    _, released = actions.release(db, Author("另一人"), card.id)
    assert released.state == "released"


def test_a_change_after_the_release_needs_a_release_again(db: Database, author: Author, taken: dict[str, str]) -> None:
    _, card = actions.make(db, author, taken["08"], title="样卷")
    actions.release(db, Author("另一人"), card.id)
    actions.change(db, author, actions.get(db, card.id).model_copy(update={"summary": "改过"}))
    assert actions.get(db, card.id).state == "draft"


def test_an_occurrence_left_in_the_open_stops_the_card(db: Database, author: Author, taken: dict[str, str]) -> None:
    desk = actions.desk(db, taken["08"])
    with pytest.raises(AttackFound):
        actions.make(db, author, taken["08"], title="样卷", hide=desk.found[1:2])
    assert actions.cards(db) == []


def test_pictures_nobody_has_read_need_a_persons_eyes(db: Database, author: Author, taken: dict[str, str]) -> None:
    desk = actions.desk(db, taken["12"])
    assert desk.unread
    with pytest.raises(PagesUnseen):
        actions.make(db, author, taken["12"], title="照片卷", pages=list(desk.unread))
    _, card = actions.make(db, author, taken["12"], title="照片卷", pages=list(desk.unread), seen=list(desk.unread))
    assert len(card.pages) == len(desk.unread)


def test_the_exported_library_opens_searches_and_names_nobody(
    workspace: Workspace, db: Database, author: Author, taken: dict[str, str], tmp_path: Path
) -> None:
    desk = actions.desk(db, taken["08"])
    _, card = actions.make(db, author, taken["08"], title="简易程序样卷", points="当场出示证件", tags=("简易",))
    actions.release(db, Author("另一人"), card.id)
    written = actions.export_html(db, None, tmp_path / "库")

    assert [path.name for path in written] == ["index.html", "001.html"]
    assert "简易程序样卷" in written[0].read_text("utf-8")
    assert attack_file(tmp_path / "库", desk.entities) == []
    assert [c.id for c in actions.search(db, "当场 简易")] == [card.id]
    assert actions.search(db, "不存在的词") == []


def test_a_card_tells_the_course_of_its_case_without_a_date_or_a_name(
    db: Database, author: Author, taken: dict[str, str], tmp_path: Path
) -> None:
    checks.check(db, author, [taken["08"]], today=date(2026, 6, 1))
    _, card = actions.make(db, author, taken["08"], title="样卷")
    assert card.stages[0].first == 1 and [one.first for one in card.stages] == sorted(one.first for one in card.stages)
    proved = [cell.title for row in card.systems for cell in row.cells if cell.state == "proved"]
    assert any("当场" in title for title in proved)
    actions.release(db, Author("另一人"), card.id)
    page = actions.export_html(db, [card.id], tmp_path / "out")[1].read_text("utf-8")
    assert "三项制度对照" in page and "第 1 日" in page and "check." not in page
    told = page[page.index("办案进程") : page.index("<figure")]
    assert not re.search(r"\d{4}", told)
    assert not [e.text for e in actions.desk(db, taken["08"]).entities if e.text in told]


def test_a_card_of_an_older_version_keeps_its_release_and_shows_no_course(
    db: Database, author: Author, taken: dict[str, str], tmp_path: Path
) -> None:
    _, card = actions.make(db, author, taken["08"], title="样卷")
    old = card.model_copy(update={"stages": (), "systems": ()})
    assert pages_digest(old) != pages_digest(card)
    assert as_html(old, "zh") == ""
    person = next(entity for entity in actions.desk(db, taken["08"]).entities if entity.kind == "person")
    named = card.systems[0].model_copy(update={"cells": (Proof(state="proved", title=f"{person.text}身份证"),)})
    assert attack(card.model_copy(update={"systems": (named,)}), [person], Files.of(db))
