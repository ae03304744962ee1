from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from casereview import migrations
from casereview.dossier import actions, search, store
from casereview.dossier.model import Page, TextSource
from casereview.dossier.packed import PageRow
from casereview.record import Author
from casereview.text import fold
from tests.casereview.dossier.builders import pdf_of

ALPHABET = "罚款决定书送达当事人山西晋K10〔〕号第,。%_'\"*- \n\u3000ａＡ𬭎𠮷ﬁÉ()"
# No NUL, which ends a string for SQLite's LIKE, and no non-characters: no reader gives either.
TEXTS = st.text(ALPHABET, max_size=30) | st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], include_characters="\n"), max_size=20
)


def page_of(text: str) -> Page:
    from casereview.dossier.model import Box, Run

    return Page(1, 595, 842, TextSource.TEXT, tuple(Run(line, Box(0, 0, 10, 10)) for line in text.split("\n")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_a_term_finds_what_like_finds_over_folded_text(texts: list[str], data: st.DataObject) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    whole = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, max(len(whole) - 1, 0)))
    piece = whole[start : start + data.draw(st.integers(1, 6))]
    term = data.draw(st.sampled_from([piece, data.draw(TEXTS)])).encode("utf-8", "ignore").decode()
    db = Database(memory=True)
    migrations.apply(db)
    store.put_pages(db, [PageRow.of(f"f{k}", page_of(text), "t") for k, text in enumerate(texts)])
    wanted = fold(term)
    match = search.phrase(term)
    assert bool(match) == bool(search.units(term))
    if not match:
        return
    db.execute("CREATE TABLE folded (id INTEGER, text TEXT)")
    db.conn.executemany(
        "INSERT INTO folded SELECT id, ? FROM page WHERE file = ?",
        [(fold(text), f"f{k}") for k, text in enumerate(texts)],
    )
    pattern = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    like = {row[0] for row in db.execute("SELECT id FROM folded WHERE text LIKE ? ESCAPE '\\'", [pattern])}
    found = {row[0] for row in db.execute("SELECT rowid FROM page_index WHERE page_index MATCH ?", [match])}
    assert found == like
    db.close()


WORDS = st.text("罚款决定书送达当事人山西晋K10〔〕号，。%_'*-", min_size=1, max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(WORDS | st.just('""'), min_size=1, max_size=3))
def test_several_terms_find_what_like_finds_for_each_and_none_is_dropped(texts: list[str], said: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    asked = search.parse(" ".join(said))
    assert sorted([*asked.terms, *asked.unusable]) == sorted(said)
    db = Database(memory=True)
    migrations.apply(db)
    store.put_pages(db, [PageRow.of(f"f{k}", page_of(text), "t") for k, text in enumerate(texts)])
    wanted = {f"f{k}" for k, text in enumerate(texts) if all(fold(term) in fold(text) for term in asked.terms)}
    for k in range(len(texts)):
        dossier = (f"d{k}", "祁县", f"案卷{k}", f"v{k}", 1, "2024-11-04T09:00:00+08:00", 1, "taken_in")
        names = "id, unit, name, version, complete, taken_in_at, pages, state"
        db.conn.execute(f"INSERT INTO dossier ({names}) VALUES (?,?,?,?,?,?,?,?)", dossier)
        db.conn.execute("INSERT INTO member VALUES (?,1,?,'a.pdf',1,'pdf',1,'','',0,'[]')", [f"v{k}", f"f{k}"])
    answer = actions.search(db, " ".join(said))
    assert {hit.file for hit in answer.hits} == (wanted if asked.terms else set())
    assert answer.unusable == asked.unusable
    db.close()


def test_pages_read_again_leave_nothing_of_their_old_text_in_the_index() -> None:
    db = Database(memory=True)
    migrations.apply(db)
    store.put_pages(db, [PageRow.of("f", page_of("旧的文字"), "t")])
    store.put_pages(db, [PageRow.of("f", page_of("新的文字"), "t")])

    def hits(term: str) -> int:
        return len(
            db.execute("SELECT rowid FROM page_index WHERE page_index MATCH ?", [search.phrase(term)]).fetchall()
        )

    assert (hits("旧"), hits("旧的"), hits("新的文字")) == (0, 0, 1)
    store.drop_pages_beyond(db, "f", 0)
    assert hits("字") == 0
    db.execute("INSERT INTO page_index (page_index) VALUES ('integrity-check')")
    db.close()


def test_what_cannot_be_used_of_a_query_is_named() -> None:
    query = search.parse('罚款 "送达 回证" 单位:祁县 文书:F17 "" 年份:2024')
    assert query.terms == ("罚款", "送达 回证", "年份:2024")
    assert (query.unit, query.form, query.unusable) == ("祁县", "F17", ('""',))


@pytest.fixture
def filled(db: Database, author: Author, tmp_path: Path) -> Database:
    for unit, name, text in (
        ("祁县交通运输局", "一", "送达回证\n受送达人 王建国\n晋K12345"),
        ("平遥县交通运输局", "二", "行政处罚决定书\n当事人 王 建 国\n罚款伍仟元"),
    ):
        folder = tmp_path / unit / name
        pdf_of(folder, "a", "封面", text)
        actions.take_in(db, author, [folder], executor="thread")
    return db


def test_hits_come_newest_first_with_page_and_box(filled: Database) -> None:
    answer = actions.search(filled, "王建国")
    assert [(hit.unit, hit.page) for hit in answer.hits] == [("平遥县交通运输局", 2), ("祁县交通运输局", 2)]
    assert answer.hits[1].snippet == "送达回证 受送达人 王建国 晋K12345"
    box = answer.hits[1].box
    assert (
        box is not None
        and box.x0 == pytest.approx(72 + 4 * 14 + 3.6, abs=3)
        and box.x1 - box.x0 == pytest.approx(42, abs=1)
    )


def test_terms_are_joined_by_and_and_narrowed_by_unit(filled: Database) -> None:
    assert len(actions.search(filled, "王建国 k12345").hits) == 1
    assert len(actions.search(filled, '"王建国 罚款"').hits) == 1  # a phrase runs over a line's end, as LIKE would
    assert [hit.unit for hit in actions.search(filled, "王建国 单位:祁县").hits] == ["祁县交通运输局"]
    assert actions.search(filled, "王建国", unit="祁县交通运输局", form="F24").hits == ()
    one = actions.search(filled, "国", limit=1)
    assert len(one.hits) == 1 and one.more


@pytest.mark.parametrize("query", ["", '"', '""', "*", "AND OR", "NEAR(", "单位:", "'; DROP TABLE page; --", "罚款 ("])
def test_no_query_is_an_error(filled: Database, query: str) -> None:
    actions.search(filled, query)


def test_a_fact_narrows_the_search_to_its_dossiers(db: Database, author: Author, tmp_path: Path) -> None:
    for name, party, amount in (("甲案", "张三", "3000"), ("乙案", "李四", "5000")):
        text = f"行政处罚决定书\n晋交罚〔2024〕{amount[0]}号\n当事人：{party}\n决定给予罚款{amount}元的行政处罚。\n雨天路滑"
        pdf_of(tmp_path / name, "卷", text)
    actions.take_in(db, author, [tmp_path], executor="thread")
    assert {hit.name for hit in actions.search(db, "雨天路滑").hits} == {"甲案", "乙案"}
    both = actions.search(db, "当事人:张三 雨天路滑")
    assert [hit.name for hit in both.hits] == ["甲案"] and both.hits[0].box is not None
    (alone,) = actions.search(db, "当事人：张三").hits
    fact = actions.reading(db, alone.dossier).facts_named("party.name")[0]
    assert (alone.name, alone.page, alone.box) == ("甲案", fact.page, fact.place.box)
    assert [hit.name for hit in actions.search(db, "罚款金额:5000 文书:F15").hits] == ["乙案"]
    assert actions.search(db, "罚款金额:5000 文书:F01").hits == ()
    assert actions.search(db, "当事人:张三 罚款金额:5000").hits == ()
    assert [hit.name for hit in actions.search(db, "party.name:李四").hits] == ["乙案"]


def test_a_unit_or_a_form_alone_finds_where_its_dossiers_or_papers_begin(filled: Database) -> None:
    assert [(hit.unit, hit.page) for hit in actions.search(filled, "单位:祁县").hits] == [("祁县交通运输局", 1)]
    (decision,) = actions.search(filled, "文书:F15").hits
    assert (decision.name, decision.page) == ("二", 2)
    assert actions.search(filled, "文书:处罚决定书").hits == (decision,)
    assert actions.search(filled, "文书:处罚决定书 单位:祁县").hits == ()
    assert len(actions.search(filled, "文书:处罚决定书 罚款").hits) == 1


def test_of_two_units_the_second_is_named_as_unusable(filled: Database) -> None:
    answer = actions.search(filled, "王建国 单位:祁县 单位:平遥")
    assert [hit.unit for hit in answer.hits] == ["祁县交通运输局"] and answer.unusable == ("单位:平遥",)


def test_a_term_that_runs_over_the_end_of_a_line_has_the_box_of_its_beginning(filled: Database) -> None:
    (hit,) = actions.search(filled, "当事人王建国罚款").hits  # lines 2 and 3 of the page, spaces between the characters
    (line,) = [run for run in actions.reading(filled, hit.dossier).pages[1].runs if "当事人" in run.text]
    assert hit.box is not None and hit.box.as_list() == pytest.approx(line.box.as_list(), abs=0.1)


@pytest.mark.parametrize("query", ["王建国", "王 建 国", "王　建国", "建", "建国", "５千元"])
def test_spaces_between_characters_do_not_break_the_search(filled: Database, query: str) -> None:
    spaced = [hit for hit in actions.search(filled, f'"{query}"').hits if hit.name == "二"]
    assert len(spaced) == (0 if query == "５千元" else 1)


def test_a_colon_behind_any_other_word_is_text() -> None:
    asked = search.parse("当事人:张三 时间:上午 当事人: 单位:祁县")
    assert asked.facts == (("party.name", "张三"),)
    assert asked.terms == ("时间:上午",)
    assert asked.unusable == ("当事人:",)
    assert asked.unit == "祁县"
