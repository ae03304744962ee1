"""The dry run that looks into files before anything is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.dossier import actions
from casereview.progress import Cancelled
from casereview.record import Author
from tests.casereview.dossier.builders import para, pdf_of, picture, raw_docx


def test_pages_locks_and_problems_are_told_before_anything_is_taken_in(db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "祁县交通运输局" / "晋祁交执罚〔2024〕7号"
    pdf_of(folder, "合订", "立案登记表", "询问笔录", "决定书")
    pdf_of(folder, "加密", "一页", password="abc")
    picture().save(folder / "照片.png")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    raw_docx(folder, para("调查报告"), "报告.docx")
    (planned,) = actions.plan([tmp_path], db=db)
    assert (planned.name, planned.unit) == ("晋祁交执罚〔2024〕7号", "祁县交通运输局")
    assert (planned.files, planned.pages, planned.uncounted) == (5, 4, 1)
    assert planned.locked == ("加密.pdf",)
    assert {problem.file: problem.code for problem in planned.problems} == {
        "加密.pdf": "password-needed", "坏.pdf": "file-damaged",
    }  # fmt: skip
    (opened,) = actions.plan([tmp_path], db=db, password="abc")
    assert (opened.pages, opened.locked) == (5, ())
    assert actions.count(db) == 0


def test_what_is_here_already_and_what_seems_to_be_a_new_version(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "祁县交通运输局" / "晋祁交执罚〔2024〕7号"
    file = pdf_of(folder, "合订", "行政处罚决定书\n晋祁交执罚〔2024〕7号")
    actions.take_in(db, author, [tmp_path], executor="thread")
    dossier = str(actions.dossiers(db)[0].id)
    (planned,) = actions.plan([tmp_path], db=db)
    assert (planned.known, planned.newer_of) == (dossier, "")
    file.unlink()
    pdf_of(folder, "合订", "行政处罚决定书\n晋祁交执罚〔2024〕7号", "补充一页")
    (planned,) = actions.plan([tmp_path], db=db)
    assert (planned.known, planned.newer_of) == ("", dossier)
    other = tmp_path / "别处"
    pdf_of(other / "平遥县交通运输局" / "晋祁交执罚〔2024〕7号", "合订", "另一个单位的案卷")
    (planned,) = actions.plan([other], db=db)
    assert (planned.known, planned.newer_of) == ("", ""), "the same number in another unit is another case"


def test_a_look_can_be_stopped(db: Database, tmp_path: Path) -> None:
    pdf_of(tmp_path / "甲", "a", "一页")

    def stop(done: int, total: int, note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        actions.plan([tmp_path], db=db, progress=stop)


def test_names_alone_are_read_without_a_workspace(tmp_path: Path) -> None:
    pdf_of(tmp_path / "甲", "a", "一页")
    (planned,) = actions.plan([tmp_path])
    assert planned.pages is None and planned.files == 1
