"""Papers put in order, pages turned, and every such word taken back and said anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions
from casereview.errors import NotFound
from casereview.record import Author
from tests.casereview.dossier.builders import pdf_of


def taken(db: Database, author: Author, path: Path) -> str:
    _, report = actions.take_in(db, author, [path], executor="thread")
    return report.taken[0]


def titles(db: Database, dossier: str) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(paper.id, paper.title, paper.pages) for paper in actions.reading(db, dossier).papers]


@pytest.fixture
def dossier(db: Database, author: Author, tmp_path: Path) -> str:
    file = pdf_of(tmp_path, "卷", "立案登记表\n案号", "询问笔录\n时间", "行政处罚决定书\n当事人", "续页")
    return taken(db, author, file)


def test_a_paper_is_put_before_another_and_stays_there_when_all_is_read_anew(
    db: Database, author: Author, dossier: str
) -> None:
    before = titles(db, dossier)
    last = before[-1]
    actions.move(db, author, dossier, last[0], before[0][0])
    moved = titles(db, dossier)
    assert [pages for _, _, pages in moved] == [last[2], *[pages for _, _, pages in before[:-1]]]
    assert [ident for ident, _, _ in moved] == [f"p{n:02d}" for n in range(1, len(before) + 1)]
    actions.rebuild(db, executor="thread")
    assert titles(db, dossier) == moved
    actions.move(db, author, dossier, "p01")
    assert titles(db, dossier) == before


def test_a_word_about_papers_is_taken_back_and_said_anew(db: Database, author: Author, dossier: str) -> None:
    before = titles(db, dossier)
    actions.cut(db, author, dossier, 4, "X-PHOTO", "现场照片")
    after = titles(db, dossier)
    assert after != before
    _, withdrawn = actions.take_back(db, author, dossier, actions.newest_word(db, dossier))
    assert titles(db, dossier) == before
    _, again = actions.take_back(db, author, dossier, withdrawn)
    assert titles(db, dossier) == after
    actions.cut(db, author, dossier, 4, "F24", "结案报告")
    actions.take_back(db, author, dossier, actions.newest_word(db, dossier))
    assert titles(db, dossier) == after
    changes, same = actions.take_back(db, author, dossier, again)
    assert not changes and same == again, "what somebody has said something else about since is left alone"
    assert record.verify(db) == []


def test_a_corrected_fact_is_taken_back_to_what_was_read(db: Database, author: Author, dossier: str) -> None:
    actions.correct_fact(db, author, dossier, "party.name", "张三", page=3)
    assert [f.value for f in actions.reading(db, dossier).facts_named("party.name")] == ["张三"]
    actions.correct_fact(db, author, dossier, "party.name", "李四", page=3)
    actions.take_back(db, author, dossier, actions.newest_word(db, dossier))
    assert [f.value for f in actions.reading(db, dossier).facts_named("party.name")] == ["张三"]


def test_a_page_that_was_turned_is_remembered_and_turned_back(db: Database, author: Author, dossier: str) -> None:
    file = actions.reading(db, dossier).members[0].sha256
    actions.turn(db, author, dossier, 2, 90)
    actions.turn(db, author, dossier, 2, 180)
    assert actions.turns(db, dossier) == {(file, 2): 180}
    actions.take_back(db, author, dossier, actions.newest_word(db, dossier))
    assert actions.turns(db, dossier) == {(file, 2): 90}
    exported = {event.kind for event in actions.export_dossiers(db, [dossier]).events}
    assert "pages.turn" in exported
    with pytest.raises(NotFound):
        actions.turn(db, author, dossier, 9, 90)


def test_pages_photographed_one_by_one_become_one_paper(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "手机照片"
    folder.mkdir()
    for number in range(1, 4):
        Image.new("L", (400, 560), 90 + number * 40).save(folder / f"{number}.jpg")
    dossier = taken(db, author, folder)
    actions.cut(db, author, dossier, 1, "F02", "询问笔录")
    for page in (2, 3):
        if next(p for p in actions.reading(db, dossier).papers if page in p.pages).pages[0] == page:
            actions.join(db, author, dossier, page)
    assert titles(db, dossier) == [("p01", "询问笔录", (1, 2, 3))]


def test_words_of_another_dossier_are_refused(db: Database, author: Author, dossier: str) -> None:
    actions.turn(db, author, dossier, 1, 90)
    with pytest.raises(NotFound):
        actions.take_back(db, author, "another", actions.newest_word(db, dossier))
    with pytest.raises(NotFound):
        actions.move(db, author, dossier, "p99")


def officers(db: Database, dossier: str) -> list[str]:
    return [fact.value["name"] for fact in actions.reading(db, dossier).facts_named("officer")]


def test_several_values_of_one_name_are_typed_on_one_page_without_a_box(
    db: Database, author: Author, dossier: str
) -> None:
    def officer(name: str) -> dict[str, str]:
        return {"name": name, "cert_no": "", "role": "inquirer"}

    for name in ("周予安", "吴思齐", "郑怀瑾"):
        actions.add_fact(db, author, dossier, "officer", officer(name), page=2)
    assert officers(db, dossier) == ["周予安", "吴思齐", "郑怀瑾"]
    middle = actions.reading(db, dossier).facts_named("officer")[1]
    actions.correct_fact(db, author, dossier, "officer", officer("吴思琪"), place=middle.place, was=middle.value)
    assert sorted(officers(db, dossier)) == sorted(["周予安", "吴思琪", "郑怀瑾"])
    last = next(f for f in actions.reading(db, dossier).facts_named("officer") if f.value["name"] == "郑怀瑾")
    actions.correct_fact(db, author, dossier, "officer", None, place=last.place, was=last.value)
    assert sorted(officers(db, dossier)) == sorted(["周予安", "吴思琪"])
    actions.take_back(db, author, dossier, actions.newest_word(db, dossier))
    actions.rebuild(db, executor="thread")
    assert sorted(officers(db, dossier)) == sorted(["周予安", "吴思琪", "郑怀瑾"])
