"""The marked copy is read again as any viewer would: by PDFium, with the pixels looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, TextStringObject
from sqlite_utils import Database

from casereview import words
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box, Reading
from casereview.marking import actions
from casereview.marking.context import context_of
from casereview.marking.model import MarkKind, MarkPayload, Seen
from casereview.record import Author
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item
from tests.ui.builders import pdf_of

RUBRIC = a_rubric(
    an_item("A", "60", a_deduction("A-1", "2", each="处", cap="3"), a_deduction("A-2", "5")),
    an_item("B", "40"),
    vetoes=[{"id": "V", "title": "主体不适格", "effect": "void"}],
)
RED = (199, 28, 33)


def turned(folder: Path, rotation: int) -> Path:
    """A page whose CropBox begins inside the paper and which is shown turned; it opens a site when it is opened."""
    file = pdf_of(folder, f"第{rotation}度", "行政处罚决定书\n罚款人民币贰仟元\n二〇二四年十一月四日")
    writer = PdfWriter(clone_from=file)
    page = writer.pages[0]
    page.cropbox = RectangleObject((40, 30, 500, 800))
    page.rotate(rotation)
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    writer.write(file)
    return file


def a_dossier(db: Database, author: Author, folder: Path) -> str:
    _, report = dossiers.take_in(db, author, [folder], executor="thread")
    assert not report.set_aside
    return str(dossiers.dossiers(db)[0].id)


def seen_at(reading: Reading, page: int, text: str) -> tuple[Seen, Box]:
    file, number = reading.page_of[page - 1]
    run = next(run for run in reading.pages[page - 1].runs if text in run.text)
    box = run.box
    return Seen(file=file, page=number, box=(box.x0, box.y0, box.x1, box.y1), dossier_page=page, text=text), box


def said(dossier: str, kind: MarkKind, item: str, deduction: str = "", **more: Any) -> MarkPayload:
    return MarkPayload(
        campaign="c", dossier=dossier, rubric=RUBRIC.digest, kind=kind, item=item, deduction=deduction, **more
    )


def red_around(file: Path, page: int, box: Box) -> bool:
    """Whether all four sides of a box, as the page is shown, are drawn in the colour of lost points."""
    image = pdfium.PdfDocument(file)[page - 1].render(scale=3).to_pil().convert("RGB")

    def red(x: float, y: float) -> bool:
        near = [(round(x * 3) + dx, round(y * 3) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        return any(sum(abs(a - b) for a, b in zip(image.getpixel(at), RED)) < 40 for at in near)

    middle, level = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    sides = [(middle, box.y0 - 1), (middle, box.y1 + 1), (box.x0 - 1, level), (box.x1 + 1, level)]
    return all(red(*side) for side in sides)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_stands_around_its_words_on_a_turned_and_cropped_page(
    db: Database, author: Author, tmp_path: Path, rotation: int
) -> None:
    folder = tmp_path / "卷"
    folder.mkdir()
    turned(folder, rotation)
    ident = a_dossier(db, author, folder)
    reading = dossiers.reading(db, ident)
    seen, box = seen_at(reading, 1, "贰仟元")
    actions.set_mark(db, author, said(ident, MarkKind.DEDUCT, "A", "A-1", count=4, evidence=(seen,), note="未写大写"))
    out = tmp_path / "标注.pdf"
    actions.marked_copy(db, RUBRIC, "c", ident, author.name, context_of(reading), out)
    assert red_around(out, 1, box)
    assert not red_around(out, 1, Box(box.x0 + 30, box.y0 + 30, box.x1 + 30, box.y1 + 30))
    before, after = pdfium.PdfDocument(next(folder.iterdir()))[0], pdfium.PdfDocument(out)[0]
    assert after.get_size() == before.get_size()
    assert "罚款人民币贰仟元" in after.get_textpage().get_text_range()  # still text, to be searched
    assert "/AA" not in PdfReader(out).pages[0]


def test_the_list_says_item_points_after_the_cap_pages_and_words(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "卷"
    folder.mkdir()
    pdf_of(folder, "决定书", "行政处罚决定书\n罚款人民币贰仟元", "送达回证\n收件人签名")
    ident = a_dossier(db, author, folder)
    reading = dossiers.reading(db, ident)
    seen, _ = seen_at(reading, 1, "贰仟元")
    signed, _ = seen_at(reading, 2, "签名")
    gone = Seen(kind="not_found", pages=(1, 2), terms=("听证",))
    for one in (
        said(ident, MarkKind.DEDUCT, "A", "A-1", count=4, evidence=(seen, signed), note="两处不符"),
        said(ident, MarkKind.VETO, "V", evidence=(gone,)),
        said(ident, MarkKind.FULL, "B"),
        said(ident, MarkKind.STRENGTH, "", note="释法充分", evidence=(signed,)),
    ):
        actions.set_mark(db, author, one)
    # Another reader's mark is no part of this reader's copy.
    actions.set_mark(db, Author("评查员乙", author.clock), said(ident, MarkKind.DEDUCT, "A", "A-2", evidence=(seen,)))
    out = tmp_path / "标注.pdf"
    actions.marked_copy(db, RUBRIC, "c", ident, author.name, context_of(reading), out)
    document = pdfium.PdfDocument(out)
    assert len(document) == 3
    text = document[2].get_textpage().get_text_range().replace("\r\n", "").replace(" ", "")
    for part in ("评查意见清单", "1-1项目A", "−3", "两处不符", "V主体不适格", "听证", "释法充分", "得分：97", "未封存"):
        assert part in text
    assert "−5" not in text
    last = PdfReader(out).outline[-1]
    assert not isinstance(last, list) and last.title == "评查意见清单"
    assert "1 1-1" in document[0].get_textpage().get_text_range()


def test_scans_and_drawn_reading_views_are_pages_of_the_copy(db: Database, author: Author, tmp_path: Path) -> None:
    from docx import Document
    from PIL import Image

    folder = tmp_path / "卷"
    folder.mkdir()
    Image.new("RGB", (900, 600), "#f4f0e0").save(folder / "1现场照片.jpg", dpi=(150, 150))
    word = Document()
    word.add_paragraph("立案审批表")
    word.save(str(folder / "2立案.docx"))
    ident = a_dossier(db, author, folder)
    reading = dossiers.reading(db, ident)
    assert [member.kind for member in reading.members] == ["image", "docx"]
    file, number = reading.page_of[0]
    box = Box(100, 100, 250, 200)
    seen = Seen(file=file, page=number, box=(box.x0, box.y0, box.x1, box.y1), dossier_page=1)
    whole = Seen(file=reading.page_of[1][0], page=1, dossier_page=2)
    actions.set_mark(db, author, said(ident, MarkKind.DEDUCT, "A", "A-1", evidence=(seen, whole)))
    out = tmp_path / "标注.pdf"
    actions.marked_copy(db, RUBRIC, "c", ident, author.name, context_of(reading), out, language="en")
    document = pdfium.PdfDocument(out)
    assert red_around(out, 1, box)
    assert document[0].get_size() == pytest.approx((reading.pages[0].width, reading.pages[0].height), abs=1)
    assert "立案审批表" in document[1].get_textpage().get_text_range()
    assert "1 1-1" in document[1].get_textpage().get_text_range()
    assert words.render("marked_copy.list", "en") in document[2].get_textpage().get_text_range()
