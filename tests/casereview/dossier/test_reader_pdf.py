from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from casereview.documents import fonts
from casereview.dossier.model import Box, TextSource
from casereview.dossier.readers import read, read_file, refusals
from tests.casereview.dossier.builders import A4, pdf_of, scan_of

LINES = "行政处罚决定书\n当事人:李𬭎 晋K12345\n罚款人民币伍仟元整"


def changed(path: Path, change: object, **values: object) -> Path:
    writer = PdfWriter(clone_from=PdfReader(path))
    for page in writer.pages:
        change(page)  # type: ignore[operator]
    with path.open("wb") as out:
        writer.write(out)
    return path


def test_lines_come_with_the_place_of_every_character(tmp_path: Path) -> None:
    (page,) = read_file(pdf_of(tmp_path, "a", LINES), "a.pdf").pages
    assert page.text == LINES
    assert (page.width, page.height) == A4
    first = page.runs[0]
    assert first.box.x0 == pytest.approx(72, abs=1) and first.box.y1 == pytest.approx(72, abs=5)
    assert first.part(2, 4).x0 == pytest.approx(72 + 2 * 14, abs=0.5)
    assert first.part(2, 4).x1 == pytest.approx(72 + 4 * 14, abs=0.5)


def test_a_character_beyond_the_bmp_does_not_shift_those_after_it(tmp_path: Path) -> None:
    run = read_file(pdf_of(tmp_path, "a", LINES), "a.pdf").pages[0].runs[1]
    assert run.text == "当事人:李𬭎 晋K12345"
    assert len(run.edges) == len(run.text) + 1
    plate = run.part(run.text.index("晋"), len(run.text))
    before = run.part(0, run.text.index("晋"))
    assert before.x1 <= plate.x0 + 0.1 and plate.x1 == pytest.approx(run.box.x1, abs=0.5)
    assert list(run.edges) == sorted(run.edges)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_has_its_boxes_where_they_are_shown(tmp_path: Path, turn: int) -> None:
    path = pdf_of(tmp_path, "a", LINES)
    straight = read_file(path, "a.pdf").pages[0].runs[0].box
    page = read_file(changed(path, lambda page: page.rotate(turn)), "a.pdf").pages[0]
    width, height = A4
    wanted = {
        90: Box(height - straight.y1, straight.x0, height - straight.y0, straight.x1),
        180: Box(width - straight.x1, height - straight.y1, width - straight.x0, height - straight.y0),
        270: Box(straight.y0, width - straight.x1, straight.y1, width - straight.x0),
    }[turn]
    title = next(run for run in page.runs if run.text == "行政处罚决定书")
    assert title.box.as_list() == pytest.approx(wanted.as_list(), abs=0.1)
    assert (page.width, page.height) == pytest.approx(A4 if turn == 180 else A4[::-1])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_is_upright_once_the_page_is_turned_reads_like_any_other(tmp_path: Path, turn: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "u.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.translate(*{90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[turn])
    canvas.rotate(turn)
    canvas.setFont(fonts.register(fonts.Face.SONG), 14)
    for number, line in enumerate(LINES.split("\n"), 1):
        canvas.drawString(72, 400 - 24 * number, line)
    canvas.save()
    page = read_file(changed(path, lambda page: page.rotate(turn)), "u.pdf").pages[0]
    assert page.text == LINES
    assert page.runs[0].part(2, 4).x0 == pytest.approx(100, abs=0.5)


def test_a_crop_box_is_the_page(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", LINES)
    straight = read_file(path, "a.pdf").pages[0].runs[0].box

    def crop(page: object) -> None:
        page.cropbox = RectangleObject((50, 100, 500, 800))  # type: ignore[attr-defined]

    page = read_file(changed(path, crop), "a.pdf").pages[0]
    assert (page.width, page.height) == (450, 700)
    assert page.runs[0].box.x0 == pytest.approx(straight.x0 - 50, abs=0.1)
    assert page.runs[0].box.y0 == pytest.approx(straight.y0 - (A4[1] - 800), abs=0.1)


def test_a_blank_back_is_text_without_lines_and_a_scan_is_unread(tmp_path: Path) -> None:
    blank = read_file(pdf_of(tmp_path, "a", LINES, ""), "a.pdf")
    assert [page.source for page in blank.pages] == [TextSource.TEXT, TextSource.TEXT]
    assert blank.notes == ()
    scan = read_file(scan_of(tmp_path, "s", 3), "s.pdf")
    assert [page.source for page in scan.pages] == [TextSource.NONE] * 3
    (note,) = scan.notes
    assert (note.code, note.parameters["pages"]) == ("pages-without-text", "1-3")


def test_text_laid_over_a_scan_is_recognition_and_a_stamp_on_it_is_not_its_text(tmp_path: Path) -> None:
    layer = "\n".join(["当事人驾驶重型半挂牵引车装载钢箱梁行驶公路"] * 4)
    (page,) = read_file(scan_of(tmp_path, "a", text=layer), "a.pdf").pages
    assert page.source is TextSource.OCR and page.text == layer
    (page,) = read_file(scan_of(tmp_path, "b", text="扫描全能王 创建"), "b.pdf").pages
    assert page.source is TextSource.NONE


def test_a_locked_file_needs_its_password_and_leaves_an_unlocked_copy(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", LINES, password="开门123")
    with pytest.raises(refusals.PasswordNeeded):
        read(path, "a.pdf")
    with pytest.raises(refusals.PasswordWrong):
        read(path, "a.pdf", password="x")
    done = read(path, "a.pdf", password="开门123")
    assert done.member.pages[0].text == LINES
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(done.derived[done.member.unlocked])
    assert done.member.view == done.member.unlocked
    assert read_file(copy, "copy.pdf").pages[0].text == LINES


def test_broken_bytes_are_damaged_and_never_locked(tmp_path: Path) -> None:
    path = pdf_of(tmp_path, "a", LINES)
    locked = pdf_of(tmp_path, "l", LINES, password="x")
    with pytest.raises(refusals.PasswordNeeded):
        read_file(locked, "l.pdf")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(refusals.Damaged):
        read_file(path, "a.pdf")
    path.write_bytes(b"no pdf at all")
    with pytest.raises(refusals.Damaged):
        read_file(path, "a.pdf")


def test_a_filled_in_field_is_text_of_its_page(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "f.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawString(72, 760, "Plate")
    canvas.acroForm.textfield(name="plate", value="JIN K12345", x=120, y=750, width=200, height=24)
    canvas.save()
    assert "JIN K12345" in read_file(path, "f.pdf").pages[0].text
