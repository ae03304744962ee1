"""Recognition as a queue: a commit a page, killed and resumed, an engine lost a page lost. The engines read no pictures
(see engines.py); they stand where the real one stands, behind the same process boundary. That one is in test_ocr."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import words
from casereview.dossier import actions, recognise, store
from casereview.dossier.guard import Limits
from casereview.dossier.model import TextSource
from casereview.dossier.readers import ocr, refusals
from casereview.progress import Cancelled
from casereview.record import Author
from casereview.workspace import Workspace
from tests.casereview.dossier import engines
from tests.casereview.dossier.builders import pdf_of, scan_of

QUICK = Limits(seconds=2.0, memory_mb=500)


def taken(db: Database, by: Author, *paths: Path) -> tuple[str, ...]:
    return actions.take_in(db, by, paths, executor="thread")[1].taken


def sources(db: Database, dossier: str) -> list[TextSource]:
    return [page.source for page in actions.reading(db, dossier).pages]


def notes(db: Database, dossier: str) -> dict[str, object]:
    return {note.code: note.parameters for note in actions.reading(db, dossier).problems}


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which an engine notes the pages that it was given."""
    folder = tmp_path / "noted"
    folder.mkdir()
    monkeypatch.setenv(engines.SIGNAL, str(folder))
    return folder


def test_the_pages_without_text_of_a_dossier_become_papers_and_facts(
    db: Database, author: Author, tmp_path: Path
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 3))
    assert len(recognise.waiting(db, [ident])) == actions.unread_pages(db, [ident]) == 3
    seen: list[tuple[int, int]] = []
    done = recognise.run(db, [ident], reader=engines.reads, progress=lambda d, t, note="": seen.append((d, t)))
    assert (done.pages, done.empty, done.left, done.problems, done.dossiers) == (3, 0, 0, (), (ident,))
    assert seen[0] == (0, 3) and seen[-1] == (3, 3)
    assert sources(db, ident) == [TextSource.OCR] * 3
    reading = actions.reading(db, ident)
    assert {paper.form for paper in reading.papers} == {"F15"}
    assert "晋祁交执罚〔2024〕1号" in {fact.value for fact in reading.facts_named("case_no")}
    assert len(actions.search(db, "这是第3页").hits) == 1
    assert {run.doubts for page in reading.pages for run in page.runs} == {((2, 0.5),)}
    assert notes(db, ident) == {}
    assert done.a_minute == pytest.approx(180 / done.seconds)


def test_what_is_recognised_is_not_recognised_again(db: Database, author: Author, tmp_path: Path, noted: Path) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 2))
    recognise.run(db, [ident], reader=engines.reads)
    again = recognise.run(db, [ident], reader=engines.reads)
    assert (again.pages, again.dossiers) == (0, ())
    assert {note.name: len(note.read_text().split()) for note in noted.iterdir()} == {"扫描.pdf 1": 1, "扫描.pdf 2": 1}


def test_pages_of_an_older_version_are_read_anew_when_that_is_asked_for(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 1))
    recognise.run(db, [ident], reader=engines.sees_nothing)
    monkeypatch.setattr(ocr, "VERSION", "ocr-99")
    assert recognise.run(db, [ident], reader=engines.reads).pages == 0
    done = recognise.run(db, [ident], reader=engines.reads, renew=True)
    assert (done.pages, done.dossiers) == (1, (ident,))
    assert actions.reading(db, ident).facts_named("case_no")
    assert recognise.run(db, [ident], reader=engines.reads, renew=True).pages == 0


def test_a_file_in_two_dossiers_is_recognised_once_and_both_are_read(
    db: Database, author: Author, tmp_path: Path, noted: Path
) -> None:
    (tmp_path / "甲").mkdir()
    scan = scan_of(tmp_path / "甲", "扫描", 1)
    pdf_of(tmp_path / "乙", "决定书", "字")
    (tmp_path / "乙" / "同一份.pdf").write_bytes(scan.read_bytes())
    one, other = taken(db, author, tmp_path / "甲", tmp_path / "乙")
    done = recognise.run(db, [one], reader=engines.reads)
    assert (done.pages, set(done.dossiers)) == (1, {one, other})
    assert len(list(noted.iterdir())) == 1
    assert all(actions.reading(db, dossier).facts_named("case_no") for dossier in (one, other))


def test_a_page_without_anything_on_it_is_done_and_said(db: Database, author: Author, tmp_path: Path) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 2))
    done = recognise.run(db, [ident], reader=engines.sees_nothing)
    assert (done.pages, done.empty, done.left) == (2, 2, 0)
    assert notes(db, ident) == {"ocr-found-nothing": {"pages": "1-2", "count": 2}}
    actions.rebuild(db, executor="thread")
    assert notes(db, ident) == {"ocr-found-nothing": {"pages": "1-2", "count": 2}}
    assert recognise.waiting(db, [ident]) == []


def test_an_engine_that_dies_hangs_or_breaks_costs_the_page_it_was_at(
    db: Database, author: Author, tmp_path: Path
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 5))
    done = recognise.run(db, [ident], reader=engines.badly, limits=QUICK)
    assert (done.pages, done.left) == (2, 3)
    assert [(p.file, p.code, p.parameters["page"]) for p in done.problems] == [
        ("扫描.pdf", "ocr-page-failed", 1), ("扫描.pdf", "ocr-page-slow", 2), ("扫描.pdf", "ocr-page-failed", 3),
    ]  # fmt: skip
    assert sources(db, ident) == [TextSource.NONE] * 3 + [TextSource.OCR] * 2
    assert notes(db, ident)["pages-without-text"] == {"pages": "1-3", "count": 3}
    for problem in done.problems:
        for part in ("reason", "remedy"):
            said = words.render(f"reading.{problem.code}.{part}", **problem.parameters)
            assert said and "{" not in said and not said.startswith("reading.")
    again = recognise.run(db, [ident], reader=engines.reads)
    assert (again.pages, again.left, notes(db, ident)) == (3, 0, {})


def test_stopped_the_pages_that_were_read_stay_and_are_in_the_facts(
    db: Database, author: Author, tmp_path: Path
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 4))

    def stop(done: int, total: int, note: str = "") -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        recognise.run(db, [ident], reader=engines.reads, workers=1, progress=stop)
    assert sources(db, ident) == [TextSource.OCR] * 2 + [TextSource.NONE] * 2
    assert actions.reading(db, ident).facts_named("case_no")
    assert notes(db, ident) == {"pages-without-text": {"pages": "3-4", "count": 2}}
    assert recognise.run(db, [ident], reader=engines.reads).pages == 2


KILLED = """
import sys
from pathlib import Path
from casereview.workspace import Workspace
from casereview.dossier import recognise
from tests.casereview.dossier import engines

if __name__ == "__main__":
    with Workspace.open(Path(sys.argv[1])) as workspace:
        recognise.run(workspace.connect(), [sys.argv[2]], reader=engines.slowly, workers=1)
"""


def test_killed_in_the_middle_and_run_again_only_the_missing_pages_are_done(
    author: Author, tmp_path: Path, noted: Path
) -> None:
    place = tmp_path / "工作区.casereview"
    with Workspace.create(place) as workspace, closing(workspace.connect()) as db:
        (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 4))
    script = tmp_path / "recognises.py"
    script.write_text(KILLED, "utf-8")
    root = str(Path(__file__).parents[3])
    process = subprocess.Popen([sys.executable, str(script), str(place), ident], env={**os.environ, "PYTHONPATH": root})
    _until_there(noted / "扫描.pdf 3", process)  # two pages are committed, the third is in the engine
    process.kill()
    process.wait()
    with Workspace.open(place) as workspace, closing(workspace.connect()) as db:
        assert sources(db, ident) == [TextSource.OCR] * 2 + [TextSource.NONE] * 2
        assert not actions.reading(db, ident).facts_named("case_no")
        done = recognise.run(db, [ident], reader=engines.reads)
        assert (done.pages, done.left) == (2, 0)
        assert sources(db, ident) == [TextSource.OCR] * 4
        assert actions.reading(db, ident).facts_named("case_no")
    read = {note.name: len(note.read_text().split()) for note in noted.iterdir()}
    assert read == {"扫描.pdf 1": 1, "扫描.pdf 2": 1, "扫描.pdf 3": 2, "扫描.pdf 4": 1}
    assert len(set((noted / "扫描.pdf 1").read_text().split() + (noted / "扫描.pdf 2").read_text().split())) == 1


def _until_there(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        with pytest.raises(subprocess.TimeoutExpired):  # it must not end by itself
            process.wait(0.05)


def test_killed_between_the_last_page_and_the_facts_the_facts_are_read_by_the_next_run(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 2))
    with monkeypatch.context() as patch:
        patch.setattr(recognise._Batch, "_settle", lambda *_, **__: None)
        recognise.run(db, [ident], reader=engines.reads)
    assert not actions.reading(db, ident).facts
    done = recognise.run(db, [ident], reader=engines.reads)
    assert (done.pages, done.dossiers) == (0, (ident,))
    assert actions.reading(db, ident).facts_named("case_no")


def test_a_person_s_word_stands_over_what_is_recognised_later(db: Database, author: Author, tmp_path: Path) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 1))
    actions.correct_fact(db, author, ident, "party.name", "王建国", page=1)
    recognise.run(db, [ident], reader=engines.reads)
    reading = actions.reading(db, ident)
    assert [fact.value for fact in reading.facts_named("party.name")] == ["王建国"]
    assert reading.facts_named("case_no")


def test_without_the_extra_recognition_says_so_and_changes_nothing(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 1))
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(refusals.NoOcr) as problem:
        actions.recognise(db, author, [ident])
    assert "手工填写" in words.explain(problem.value)
    assert sources(db, ident) == [TextSource.NONE]


def test_intake_with_recognition_registers_first_and_takes_the_same_road(
    db: Database, author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: Path
) -> None:
    scan = scan_of(tmp_path, "扫描", 2)
    (early,) = taken(db, author, scan)
    monkeypatch.setattr(recognise, "available", lambda: True)
    monkeypatch.setattr(recognise, "run", partial(recognise.run, reader=engines.reads))
    (tmp_path / "乙").mkdir()
    other = scan_of(tmp_path / "乙", "另一卷", 1)
    seen: list[tuple[int, int]] = []
    changes, report = actions.take_in(
        db,
        author,
        [scan, tmp_path / "乙"],
        executor="thread",
        ocr=True,
        progress=lambda d, t, n="": seen.append((d, t)),
    )
    assert (report.known, len(report.taken)) == ((early,), 1) and changes.dossiers == {early, *report.taken}
    assert report.recognised is not None and (report.recognised.pages, report.recognised.left) == (3, 0)
    assert [(one.unread_pages, one.papers > 0, one.facts > 0) for one in report.dossiers] == [(0, True, True)] * 2
    assert seen[-1] == (3, 3)
    assert len(list(noted.iterdir())) == 3 and other.exists()


def test_one_engine_serves_page_after_page(db: Database, author: Author, tmp_path: Path, noted: Path) -> None:
    (ident,) = taken(db, author, scan_of(tmp_path, "扫描", 4))
    recognise.run(db, [ident], reader=engines.reads, workers=1)
    assert len({note.read_text() for note in noted.iterdir()}) == 1
    assert store.read_by_another(db, actions.reading(db, ident).members[0].sha256, ocr.VERSION) == frozenset()
