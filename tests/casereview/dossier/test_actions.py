"""Taking in, correcting, rebuilding, handing on: with real files in real workspaces."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record, words
from casereview.dossier import actions, events, store
from casereview.dossier.model import Box, Fact, FactState, Page, Place, Problem, Run, TextSource
from casereview.dossier.packed import PageRow
from casereview.errors import NotFound, WrongUse
from casereview.files import Files
from casereview.progress import Cancelled
from casereview.record import Author
from casereview.units import actions as units
from casereview.units.model import Unit
from casereview.workspace import Workspace
from tests.casereview.dossier.builders import para, pdf_of, raw_docx, scan_of, zip_of

DECISION = "行政处罚决定书\n案号:晋祁交执罚〔2024〕{}号\n当事人:王建国\n决定给予罚款人民币伍仟元整(¥5000.00)的行政处罚。\n2024年3月15日"
RECEIPT = "送达回证\n案号:晋祁交执罚〔2024〕{}号\n受送达人 王建国\n送达方式 直接送达\n2024年3月18日"


def a_dossier(folder: Path, number: int = 1) -> Path:
    """祁县交通运输局/案卷N with a decision and a receipt."""
    place = folder / "祁县交通运输局" / f"案卷{number}"
    pdf_of(place, "1决定书", DECISION.format(number))
    pdf_of(place, "2送达回证", RECEIPT.format(number))
    return place


def shown(fact: Fact) -> tuple[object, ...]:
    """A fact with its box to the hundredth of a point, as it is recorded."""
    box = fact.place.box.as_list() if fact.place.box else None
    return (fact.name, fact.value, fact.paper, fact.page, fact.place.file, fact.place.page, box, fact.text, fact.state)


def taken(db: Database, by: Author, *paths: Path, **options: object) -> actions.IntakeReport:
    return actions.take_in(db, by, paths, executor="thread", **options)[1]  # type: ignore[arg-type]


def test_a_dossier_comes_in_with_papers_facts_and_its_row(db: Database, author: Author, tmp_path: Path) -> None:
    changes, report = actions.take_in(db, author, [a_dossier(tmp_path)], executor="thread")
    (ident,) = report.taken
    assert changes.dossiers == {ident}
    row = actions.get(db, ident)
    assert (row.unit, row.name, row.pages, row.state) == ("祁县交通运输局", "案卷1", 2, "taken_in")
    assert row.case_no == "晋祁交执罚〔2024〕1号"
    assert actions.get(db, ident[:8]) == row
    reading = actions.reading(db, ident)
    assert [paper.form for paper in reading.papers] == ["F15", "F23"]
    assert reading.pages[1].runs[0].text == "送达回证" and reading.pages[1].runs[0].edges
    assert record.history(db, events.TAKEN_IN)[0].payload["members"][0]["name"] == "1决定书.pdf"


def test_what_the_database_gives_back_is_what_was_read(db: Database, author: Author, tmp_path: Path) -> None:
    folder = a_dossier(tmp_path)
    raw_docx(
        folder, "<w:tbl><w:tr><w:tc>" + para("案由") + "</w:tc><w:tc>" + para("超限运输") + "</w:tc></w:tr></w:tbl>"
    )
    (ident,) = taken(db, author, folder).taken
    kept, fresh = actions.reading(db, ident), actions.read(folder)
    assert kept.papers == fresh.papers and [shown(fact) for fact in kept.facts] == [shown(fact) for fact in fresh.facts]
    for member, again in zip(kept.members, fresh.members):
        assert (member.name, member.view, member.kind) == (again.name, again.view, again.kind)
        for page, other in zip(member.pages, again.pages):
            assert page.text == other.text and page.source == other.source
            for run, same in zip(page.runs, other.runs):
                assert (run.place, run.cell) == (same.place, same.cell)
                assert run.box.as_list() == pytest.approx(same.box.as_list(), abs=0.01)
                assert run.edges == pytest.approx(same.edges, abs=0.01)


def test_the_same_bytes_again_change_nothing(db: Database, author: Author, tmp_path: Path) -> None:
    folder = a_dossier(tmp_path)
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    first = taken(db, author, folder)
    assert [problem.file for problem in first.set_aside] == ["坏.pdf"]
    digest = record.state_digest(db)
    copied = tmp_path / "elsewhere" / "别的名字"
    shutil.copytree(folder, copied)
    for again in (folder, copied):
        report = taken(db, author, again)
        assert (report.taken, report.known) == ((), first.taken)
        assert [problem.code for problem in report.set_aside] == ["file-damaged"]
    assert record.state_digest(db) == digest and actions.count(db) == 1


def test_two_workspaces_that_take_in_the_same_bytes_hold_the_same_dossier(tmp_path: Path, author: Author) -> None:
    folder = a_dossier(tmp_path)
    ids = set()
    for name in "ab":
        with Workspace.create(tmp_path / name) as workspace, closing(workspace.connect()) as db:
            ids |= set(taken(db, author, folder).taken)
    assert len(ids) == 1


def test_a_bad_file_is_set_aside_with_its_sentence_and_the_rest_comes_in(
    db: Database, author: Author, tmp_path: Path
) -> None:
    folder = a_dossier(tmp_path)
    zip_of(
        folder / "旧.doc", {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<x/>"}
    )
    pdf_of(folder, "锁", "字", password="x")
    report = taken(db, author, folder)
    assert len(report.taken) == 1
    asides = {problem.file: problem for problem in actions.set_aside(db)}
    assert {name: problem.code for name, problem in asides.items()} == {
        "旧.doc": "format-office",
        "锁.pdf": "password-needed",
    }
    for problem in asides.values():
        for part in ("reason", "remedy"):
            assert words.render(f"reading.{problem.code}.{part}", **problem.parameters).endswith("。")
    report = taken(db, author, folder, password="x")
    assert [problem.file for problem in actions.set_aside(db)] == ["旧.doc"]
    reading = actions.reading(db, report.taken[0])
    (locked,) = [member for member in reading.members if member.unlocked]
    assert Files.of(db).has(locked.unlocked) and Files.of(db).has(locked.sha256)


def test_a_scan_is_kept_and_said_to_be_unread(db: Database, author: Author, tmp_path: Path) -> None:
    report = taken(db, author, scan_of(tmp_path, "扫描", 2))
    assert [note.code for note in report.notes] == ["pages-without-text"]
    reading = actions.reading(db, report.taken[0])
    assert [page.source for page in reading.pages] == [TextSource.NONE] * 2
    assert isinstance(reading.problems[0], Problem)


def test_cancel_keeps_what_was_finished_and_leaves_nothing_half_done(
    db: Database, author: Author, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        a_dossier(tmp_path, number)

    def stop_after_one(done: int, total: int, note: str = "") -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        actions.take_in(db, author, [tmp_path], executor="thread", progress=stop_after_one)
    assert actions.count(db) == len(record.history(db, events.TAKEN_IN)) == 1
    report = taken(db, author, tmp_path)
    assert (len(report.taken), len(report.known)) == (2, 1)


def test_guarded_processes_read_as_this_one_does(tmp_path: Path, author: Author) -> None:
    for number in (1, 2, 3):
        a_dossier(tmp_path / "in", number)
    readings = []
    for executor in ("thread", "process"):
        with Workspace.create(tmp_path / executor) as workspace, closing(workspace.connect()) as db:
            _, report = actions.take_in(db, author, [tmp_path / "in"], executor=executor, workers=2)
            readings.append({ident: actions.reading(db, ident) for ident in report.taken})
    assert len(readings[0]) == 3 and readings[0] == readings[1]


def test_an_executor_of_another_name_is_wrong_use(db: Database, author: Author, tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        actions.take_in(db, author, [a_dossier(tmp_path)], executor="magic")


# --- what people say ------------------------------------------------------------------------------------------------


@pytest.fixture
def one(db: Database, author: Author, tmp_path: Path) -> str:
    return taken(db, author, a_dossier(tmp_path)).taken[0]


def value_of(db: Database, dossier: str, name: str) -> list[tuple[object, FactState]]:
    return [(fact.value, fact.state) for fact in actions.reading(db, dossier).facts_named(name)]


def test_a_correction_overlays_the_reading_and_outlives_a_rebuild(db: Database, author: Author, one: str) -> None:
    before = value_of(db, one, "decision.amount")
    assert before and before[0][1] is FactState.READ
    actions.correct_fact(db, author, one, "decision.amount", "4000.00")
    after = [("4000.00", FactState.CORRECTED), *before[1:]]
    assert value_of(db, one, "decision.amount") == after
    actions.rebuild(db, executor="thread")
    assert value_of(db, one, "decision.amount") == after
    actions.correct_fact(db, author, one, "decision.amount", "3000.00")
    assert value_of(db, one, "decision.amount")[0] == ("3000.00", FactState.CORRECTED)
    place = next(f.place for f in actions.reading(db, one).facts_named("decision.amount"))
    actions.withdraw_fact(db, author, one, "decision.amount", place)
    assert value_of(db, one, "decision.amount") == before
    assert len(record.history(db, events.CORRECTED)) == 2


def test_a_fact_can_be_typed_where_nothing_was_read_and_shows_in_the_list(
    db: Database, author: Author, tmp_path: Path
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 3)).taken
    assert actions.get(db, ident).case_no is None
    actions.correct_fact(db, author, ident, "case_no", "晋交罚〔2024〕9号", page=2)
    assert actions.get(db, ident).case_no == "晋交罚〔2024〕9号"
    (fact,) = actions.reading(db, ident).facts
    assert (fact.page, fact.place.page, fact.place.box, fact.state) == (2, 2, None, FactState.CORRECTED)


def test_a_reading_can_be_confirmed_or_denied(db: Database, author: Author, one: str) -> None:
    fact = actions.reading(db, one).facts_named("case_no")[0]
    actions.confirm_fact(db, author, one, fact)
    assert value_of(db, one, "case_no")[0] == (fact.value, FactState.CONFIRMED)
    count = len(value_of(db, one, "case_no"))
    actions.correct_fact(db, author, one, "case_no", None, place=fact.place)
    assert len(value_of(db, one, "case_no")) == count - 1


def test_papers_are_cut_and_joined_by_hand_and_stay_so(db: Database, author: Author, tmp_path: Path) -> None:
    begun = "行政处罚决定书\n案号:晋祁交执罚〔2024〕1号\n当事人:王建国\n经查,当事人未经许可超限运输,"
    path = pdf_of(
        tmp_path, "合订", begun, "上述事实有下列证据", "本决定自送达之日起生效。\n2024年3月15日", RECEIPT.format(1)
    )
    (ident,) = taken(db, author, path).taken
    for page in (2, 3):  # whatever the program made of them
        if any(paper.pages[0] == page for paper in actions.reading(db, ident).papers):
            actions.join(db, author, ident, page)
    assert [paper.pages for paper in actions.reading(db, ident).papers] == [(1, 2, 3), (4,)]
    actions.cut(db, author, ident, 3, "F04", "勘验笔录")
    cut = actions.reading(db, ident).papers
    assert [(p.pages, p.form) for p in cut] == [((1, 2), "F15"), ((3,), "F04"), ((4,), "F23")]
    assert (cut[1].title, cut[1].way) == ("勘验笔录", "person")
    actions.rebuild(db, executor="thread")
    assert actions.reading(db, ident).papers == cut
    actions.join(db, author, ident, 3)
    actions.join(db, author, ident, 4)
    assert [paper.pages for paper in actions.reading(db, ident).papers] == [(1, 2, 3, 4)]
    with pytest.raises(NotFound):
        actions.cut(db, author, ident, 9, "F04")


def test_unit_and_completeness_are_said_by_people(db: Database, author: Author, one: str) -> None:
    actions.set_unit(db, author, [one], "平遥县交通运输局")
    actions.set_complete(db, author, one, True)
    row = actions.get(db, one)
    assert (row.unit, row.complete) == ("平遥县交通运输局", True)
    digest = record.state_digest(db)
    assert not actions.set_complete(db, author, one, True)
    assert record.state_digest(db) == digest
    actions.rebuild(db, executor="thread")
    assert actions.get(db, one) == row


def test_the_same_case_again_proposes_a_version_and_a_person_records_it(
    db: Database, author: Author, one: str, tmp_path: Path
) -> None:
    folder = a_dossier(tmp_path / "later")
    pdf_of(folder, "3结案报告", "结案报告\n案号:晋祁交执罚〔2024〕1号\n2024年4月1日")
    report = taken(db, author, folder)
    (proposal,) = report.proposals
    assert (proposal.older, proposal.newer) == (one, report.taken[0])
    actions.correct_fact(db, author, one, "cause", "未经许可超限运输", page=1)
    actions.set_version(db, author, one, proposal.newer)
    assert [dossier.id for dossier in actions.dossiers(db)] == [one]
    row = actions.get(db, one)
    assert (row.pages, row.version) == (3, proposal.newer)
    assert ("未经许可超限运输", FactState.CORRECTED) in value_of(db, one, "cause")
    actions.rebuild(db, executor="thread")
    assert actions.dossiers(db) == [row]
    assert taken(db, author, folder).taken == ()


def test_a_place_without_a_page_is_not_found(db: Database, author: Author, one: str) -> None:
    with pytest.raises(NotFound):
        actions.correct_fact(db, author, one, "cause", "x", page=99)
    with pytest.raises(NotFound):
        actions.correct_fact(db, author, one, "cause", "x", paper="p99")
    with pytest.raises(NotFound):
        actions.reading(db, "no such dossier")
    assert not actions.withdraw_fact(db, author, one, "cause", Place("f", 1))


# --- derived rows ---------------------------------------------------------------------------------------------------


def test_a_rebuild_gives_the_same_rows(db: Database, author: Author, tmp_path: Path) -> None:
    for number in (1, 2):
        a_dossier(tmp_path, number)
    taken(db, author, tmp_path)

    def rows() -> list[list[tuple[object, ...]]]:
        tables = ("dossier", "member", "paper", "fact")
        found = [db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables]
        pages = db.execute("SELECT file, number, text, runs, source, reader FROM page ORDER BY 1, 2").fetchall()
        return [*found, pages, [hit.page for hit in actions.search(db, "王建国").hits]]

    before = rows()
    actions.rebuild(db, executor="thread")
    assert rows() == before
    db.execute("DELETE FROM fact")
    db.execute("UPDATE page SET text = 'x'")
    db.conn.commit()
    actions.rebuild(db, executor="thread")
    assert rows() == before


def test_dossiers_are_handed_to_another_workspace_with_what_was_said_of_them(
    db: Database, author: Author, one: str, tmp_path: Path
) -> None:
    actions.correct_fact(db, author, one, "decision.amount", "4000.00")
    export = actions.export_dossiers(db, [one])
    with Workspace.create(tmp_path / "b") as other, closing(other.connect()) as theirs:
        record.merge(theirs, export.events)
        for sha256, path in export.files:
            assert Files.of(theirs).put_file(path) == sha256
        changes = actions.derive(theirs, [one], executor="thread")
        assert changes.dossiers == {one}
        assert actions.get(theirs, one) == actions.get(db, one)
        assert actions.reading(theirs, one) == actions.reading(db, one)


def test_an_event_that_names_other_files_than_its_dossier_is_passed_over(
    db: Database, author: Author, one: str
) -> None:
    payload = {"name": "假", "members": [{"sha256": "0" * 64, "name": "a.pdf", "size": 1}]}
    record.append(db, author, events.TAKEN_IN, one, payload)
    record.append(db, author, events.TAKEN_IN, "f" * 64, {"nonsense": True})
    actions.rebuild(db, executor="thread")
    assert [dossier.name for dossier in actions.dossiers(db)] == ["案卷1"]


def test_the_list_is_filtered_and_sorted_by_the_database(db: Database, author: Author, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        a_dossier(tmp_path, number)
    taken(db, author, tmp_path)
    assert [d.name for d in actions.dossiers(db, order="name", descending=False, limit=2)] == ["案卷1", "案卷2"]
    assert [d.name for d in actions.dossiers(db, actions.Filter(text="〔2024〕2号"))] == ["案卷2"]
    assert actions.count(db, actions.Filter(text="%")) == 0
    assert actions.count(db, actions.Filter(form="F23", unit="祁县交通运输局")) == 3
    with pytest.raises(NotFound):
        actions.dossiers(db, order="id; DROP TABLE dossier")


def test_a_plan_reads_names_only(tmp_path: Path) -> None:
    folder = a_dossier(tmp_path).rename(tmp_path / "晋交执罚〔2024〕001号 超限")
    (planned,) = actions.plan([folder])
    assert (planned.case_no, planned.files, planned.problems) == ("晋交执罚〔2024〕001号", 2, ())


def test_recognition_that_is_not_installed_is_said_and_the_pages_are_kept(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casereview.dossier.readers import ocr

    monkeypatch.setattr(ocr, "available", lambda: False)
    report = taken(db, author, scan_of(tmp_path, "扫描", 2), ocr=True)
    assert {note.code for note in report.notes} == {"pages-without-text", "ocr-missing"}
    assert [page.source for page in actions.reading(db, report.taken[0]).pages] == [TextSource.NONE] * 2


def test_what_was_recognised_outlives_rebuild_and_intake(db: Database, author: Author, tmp_path: Path) -> None:
    path = scan_of(tmp_path, "扫描", 2)
    (ident,) = taken(db, author, path).taken
    file = actions.reading(db, ident).members[0].sha256
    lines = ("行政处罚决定书", "案号:晋祁交执罚〔2024〕7号")
    runs = tuple(Run(text, Box(72, 60 + 24 * k, 300, 74 + 24 * k), (), 0.9) for k, text in enumerate(lines))
    with record.writing(db):
        store.put_pages(db, [PageRow.of(file, Page(1, 595.28, 841.89, TextSource.OCR, runs), "ocr-1")])
    actions.rebuild(db, executor="thread")
    pdf_of(tmp_path / "d", "决定书", "字")
    shutil.copy(path, tmp_path / "d" / "扫描.pdf")
    taken(db, author, tmp_path / "d")
    for dossier in actions.dossiers(db):
        reading = actions.reading(db, dossier.id)
        sources = {page.source for page in reading.pages}
        assert TextSource.OCR in sources and TextSource.NONE in sources
        assert "晋祁交执罚〔2024〕7号" in {fact.value for fact in reading.facts_named("case_no")}
    assert len(actions.search(db, "晋祁交执罚〔2024〕7号").hits) == 2


def test_a_unit_is_known_by_its_register_whatever_the_folder_calls_it(
    db: Database, author: Author, tmp_path: Path
) -> None:
    units.set_unit(db, author, Unit("u1", "祁县交通运输局"))
    (ident,) = taken(db, author, a_dossier(tmp_path)).taken
    assert actions.get(db, ident).unit == "u1"
    assert len(actions.search(db, "王建国 单位:祁县交通运输局").hits) == 2
    actions.set_unit(db, author, [ident], "平遥县交通运输局")
    assert actions.get(db, ident).unit == "平遥县交通运输局"
    actions.set_unit(db, author, [ident], "祁县交通运输局")
    assert actions.get(db, ident).unit == "u1"
