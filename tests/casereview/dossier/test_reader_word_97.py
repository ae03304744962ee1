"""Binary Word documents: converted, held against their piece table, and read as text where the converter fails."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.dossier import actions
from casereview.dossier.readers import kinds, piece_table, read, read_file, refusals, soffice, word_97
from casereview.dossier.readers.piece_table import share_kept, shown
from casereview.errors import CaseReviewError
from casereview.record import Author
from tests.casereview.dossier.builders import para, raw_docx
from tests.casereview.dossier.old_word import doc_of, ole_of, pieces_of

TEXT = "行政处罚决定书\r案号：晋交执罚〔2024〕001号\r当事人：李某某驾驶重型货车超限运输，违反公路法第五十条。"


def test_a_document_is_converted_and_shown_like_any_word_file(tmp_path: Path) -> None:
    done = read(doc_of(tmp_path / "a.doc", TEXT), "a.doc")
    assert done.member.kind == "doc" and done.member.notes == ()
    assert done.member.pages[0].text == TEXT.replace("\r", "\n")
    assert done.derived[done.member.view].startswith(b"%PDF")


def test_the_content_decides_whatever_the_name_is(tmp_path: Path) -> None:
    for name in ("a.wps", "a.pdf", "a"):
        assert kinds.kind_of(doc_of(tmp_path / name, TEXT), name) == "doc"
    with pytest.raises(refusals.Wps):
        kinds.kind_of(ole_of(tmp_path / "b.wps", {"WpsContents": b"x"}), "b.wps")


def _fails(*_: object, **__: object) -> None:
    raise ValueError("a converter broke")


def test_where_the_converter_breaks_the_text_alone_is_shown_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("doc2docx.convert", _fails)
    monkeypatch.setattr(soffice, "found", lambda: "")
    member = read_file(doc_of(tmp_path / "a.doc", TEXT + "\x07单元格\x0c第二页"), "a.doc")
    assert [note.code for note in member.notes] == ["doc-text-only"]
    assert "晋交执罚〔2024〕001号" in member.pages[0].text
    assert member.pages[1].text == "第二页"


def test_a_conversion_that_lost_text_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = raw_docx(tmp_path, para("行政处罚决定书"), "other.docx")
    monkeypatch.setattr(soffice, "found", lambda: "")
    monkeypatch.setattr(word_97, "_converted", lambda *_: other)
    member = read_file(doc_of(tmp_path / "a.doc", TEXT), "a.doc")
    assert [note.code for note in member.notes] == ["doc-text-only"]
    assert member.pages[0].text == TEXT.replace("\r", "\n")


def test_another_converter_may_try_and_is_held_to_the_same_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = raw_docx(tmp_path, "".join(map(para, TEXT.split("\r"))), "good.docx")
    monkeypatch.setattr("doc2docx.convert", _fails)
    monkeypatch.setattr(soffice, "to_docx", lambda path, folder: good)
    member = read_file(doc_of(tmp_path / "a.doc", TEXT), "a.doc")
    assert [note.code for note in member.notes] == ["doc-by-libreoffice"]
    assert member.pages[0].text == TEXT.replace("\r", "\n")


PIECES = [
    ("行政处罚决定书\r", False), ("No. A-2024/001 \xb1\xbd\xe9\r", True), ("案号：晋交执罚〔2024〕001号\r当事人：", False),
    ("K12345", True), ("李某某", False), (" GB 1589-2016", True), ("，超限运输。\r", False),
]  # fmt: skip
WHOLE = "".join(text for text, _ in PIECES)


@pytest.mark.parametrize(("formats", "hollow"), [(0, 0), (3, 0), (1, 400)])
@pytest.mark.parametrize("converter", ["works", "breaks"])
def test_text_in_pieces_of_one_and_two_bytes_is_read_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: int, hollow: int, converter: str
) -> None:
    """As a fast save leaves it: pieces from the last to the first, deleted text between them, formats before the table."""
    path = pieces_of(tmp_path / "a.doc", PIECES, formats=formats, hollow=hollow)
    assert piece_table.read(path, "a.doc").main.rstrip("\r") == WHOLE.rstrip("\r")
    monkeypatch.setattr(soffice, "found", lambda: "")
    if converter == "breaks":
        monkeypatch.setattr("doc2docx.convert", _fails)
    member = read_file(path, "a.doc")
    lines = [line.rstrip() for line in "\n".join(page.text for page in member.pages).split("\n")]
    assert lines == [line.rstrip() for line in WHOLE.rstrip("\r").split("\r")]
    assert "旧文" not in member.pages[0].text
    # A conversion that were not this text would not have been believed.
    assert {note.code for note in member.notes} == ({"doc-text-only"} if converter == "breaks" else set())


@pytest.mark.skipif(not soffice.found(), reason="LibreOffice is not on this machine")
def test_a_libreoffice_that_is_there_reads_what_the_converter_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = {path: path.stat().st_mtime_ns for path in (Path.home() / ".config").glob("libreoffice*")}
    monkeypatch.setattr("doc2docx.convert", _fails)
    member = read_file(doc_of(tmp_path / "a.doc", TEXT), "a.doc")
    assert [note.code for note in member.notes] == ["doc-by-libreoffice"]
    assert member.pages[0].text == TEXT.replace("\r", "\n")
    assert {path: path.stat().st_mtime_ns for path in (Path.home() / ".config").glob("libreoffice*")} == home


def test_no_program_is_started_over_a_broken_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Path] = []
    monkeypatch.setattr(soffice, "to_docx", lambda path, folder: started.append(path))
    whole = doc_of(tmp_path / "a.doc", TEXT).read_bytes()
    at = whole.index(b"\x02\x10\x00\x00\x00")  # where the piece table begins
    (tmp_path / "a.doc").write_bytes(whole[:at] + b"\x09" + whole[at + 1 :])
    with pytest.raises(refusals.Damaged):
        read_file(tmp_path / "a.doc", "a.doc")
    assert started == []


def test_a_locked_document_asks_for_its_password(tmp_path: Path) -> None:
    locked = doc_of(tmp_path / "a.doc", TEXT, password="开门123")
    with pytest.raises(refusals.PasswordNeeded):
        read_file(locked, "a.doc")
    with pytest.raises(refusals.PasswordWrong):
        read_file(locked, "a.doc", password="关门")


def test_a_locked_document_opens_with_its_password_and_need_not_be_opened_again(
    db: Database, author: Author, tmp_path: Path
) -> None:
    folder = tmp_path / "卷"
    folder.mkdir()
    locked = doc_of(folder / "a.doc", TEXT, password="开门123")
    done = read(locked, "a.doc", password="开门123")
    assert done.member.pages[0].text == TEXT.replace("\r", "\n")
    assert done.member.sha256 == sha256(locked.read_bytes()).hexdigest() != done.member.unlocked
    (ident,) = actions.take_in(db, author, [folder], executor="thread", password="开门123")[1].taken
    before = actions.reading(db, ident)
    actions.rebuild(db, executor="thread")
    assert actions.reading(db, ident) == before
    assert before.pages[0].text == TEXT.replace("\r", "\n")


def test_what_word_95_wrote_is_named(tmp_path: Path) -> None:
    with pytest.raises(refusals.OldWord):
        read_file(doc_of(tmp_path / "a.doc", TEXT, version=104), "a.doc")


def test_a_document_cut_or_altered_anywhere_is_refused_or_read_but_never_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "found", lambda: "")
    whole = doc_of(tmp_path / "a.doc", TEXT).read_bytes()
    for at in (600, 1400, 2000, 4000, 0x200 + 1024 + 0x1A2, len(whole) - 5000):
        for changed in (whole[:at], whole[:at] + b"\xff\xff\xff\x7f" + whole[at + 4 :]):
            path = tmp_path / "b.doc"
            path.write_bytes(changed)
            try:
                assert read_file(path, "b.doc").pages
            except CaseReviewError as refusal:
                assert refusal.parameters["file"] == "b.doc"


def test_field_instructions_are_no_text_and_their_results_are() -> None:
    assert shown('第\x13 PAGE \x147\x15页\x01，\x13 HYPERLINK "x" \x15完\x1e。') == "第7页，完-。"


def test_the_share_of_text_kept_is_measured_without_regard_to_order_and_space() -> None:
    assert share_kept("甲乙 丙丁", "丙丁\n甲乙") == pytest.approx(2 / 3)
    assert share_kept("甲乙丙丁", "甲乙丙丁戊己") == 1.0
    assert share_kept("甲乙丙丁", "") == 0.0
    assert piece_table.share_kept("", "甲") == 1.0
