from __future__ import annotations

import re
from io import BytesIO

import pypdf
import pypdfium2
import pytest

from casereview.documents import layout, pdf
from casereview.documents.layout import MM
from casereview.documents.model import (
    AnnexPage,
    Document,
    Imprint,
    PageBreak,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)
from casereview.documents.typeset import NO_START
from tests.casereview.documents.builders import LONG, a_notice, a_table, pages_of


@pytest.fixture(scope="module")
def notice() -> bytes:
    return pdf.write(a_notice())


def test_every_font_is_embedded(notice: bytes) -> None:
    for page in pypdf.PdfReader(BytesIO(notice)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


def test_rare_characters_of_names_are_extracted_exactly(notice: bytes) -> None:
    text = "".join(pages_of(notice))
    assert "李𬭎" in text.replace("\r\n", "")
    assert "欧阳䶮" in text.replace("\r\n", "")


def test_no_line_starts_with_a_closing_mark(notice: bytes) -> None:
    for page in pages_of(notice):
        for line in page.splitlines():
            assert line[:1] not in NO_START - {"—", "…"}, line


def test_text_of_markup_is_printed_as_it_is(notice: bytes) -> None:
    assert "A&B<C>" in "".join(pages_of(notice))


def test_an_official_page_has_22_lines_of_28_characters() -> None:
    plain = Document(Profile.LETTER, "", (Paragraph("评" * 28 * 30, indent=False),))
    lines = [line for line in pages_of(pdf.write(plain))[0].splitlines() if set(line) == {"评"}]
    assert len(lines) == layout.LINES
    assert {len(line) for line in lines} == {layout.CHARACTERS}


def test_the_body_stands_in_the_type_area() -> None:
    plain = Document(Profile.LETTER, "", (Paragraph("评" * 28 * 22, indent=False),))
    page = pypdfium2.PdfDocument(pdf.write(plain))[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1) == "评"]
    left, bottom = min(b[0] for b in boxes) / MM, min(b[1] for b in boxes) / MM
    right, top = max(b[2] for b in boxes) / MM, max(b[3] for b in boxes) / MM
    assert 28 <= left < 29.5
    assert 182.5 < right <= 184.1
    assert 35 <= bottom < 40
    assert 255 < top <= 260.1


def test_page_numbers_stand_outside_and_the_page_of_the_imprint_has_none(notice: bytes) -> None:
    pages = pages_of(notice)
    numbered = [re.search(r"— (\d+) —", page) for page in pages]
    for number, found in enumerate(numbered[:-1], 1):
        assert found and found.group(1) == str(number)
    assert "印发" in pages[-1]
    assert len(pages) % 2 == 0


def x_of_number(content: bytes, page: int) -> float:
    text = pypdfium2.PdfDocument(content)[page].get_textpage()
    found = text.search(f"— {page + 1} —").get_next()
    assert found
    return float(text.get_charbox(found[0])[0])


def test_odd_numbers_stand_right_and_even_ones_left(notice: bytes) -> None:
    assert x_of_number(notice, 0) > 400
    assert x_of_number(notice, 1) < 150


def test_a_table_repeats_its_head_on_every_page_and_loses_no_row() -> None:
    pages = pages_of(pdf.write(Document(Profile.FORM, "", (a_table(120),))))
    assert len(pages) > 2
    assert all("序号" in page for page in pages)
    numbers = [int(n) for page in pages for n in re.findall(r"〔2024〕(\d+)号", page)]
    assert numbers == list(range(1, 121))


def test_a_row_higher_than_a_page_is_parted() -> None:
    table = a_table(1, rows=(("1", "案号", LONG * 40),))
    text = "".join(pages_of(pdf.write(Document(Profile.FORM, "", (table,)))))
    assert re.sub(r"\s", "", text).count("李𬭎") == 40


def test_a_signature_never_stands_on_a_page_alone() -> None:
    for lines in range(15, 24):
        blocks = (Paragraph("评" * 28 * lines, indent=True), Signature("晋中市交通运输局", "2024年11月4日"))
        pages = pages_of(pdf.write(Document(Profile.LETTER, "", blocks)))
        assert "评" in pages[-1]
        assert "2024年11月4日" in pages[-1]


def test_an_imprint_comes_on_an_even_page() -> None:
    end = Imprint("抄送：省厅。", "办公室", "2024年11月4日印发")
    one = pages_of(pdf.write(Document(Profile.LETTER, "", (Paragraph("评"), end))))
    assert [("印发" in page) for page in one] == [False, True]
    two = pages_of(pdf.write(Document(Profile.LETTER, "", (Paragraph("评"), PageBreak(), Paragraph("查"), end))))
    assert [("印发" in page) for page in two] == [False, True]
    assert "— 2 —" in two[1]


def test_a_form_counts_its_pages_and_bears_its_stamp() -> None:
    form = Document(Profile.FORM, "", (Title("评查表"), a_table(90)), stamp="冻结于2024年11月1日 ab12cd34")
    pages = pages_of(pdf.write(form))
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page
        assert "ab12cd34" in page


def test_a_lying_annex_lies(notice: bytes) -> None:
    opened = pypdf.PdfReader(BytesIO(notice))
    lying = [page for page in opened.pages if page.mediabox.width > page.mediabox.height]
    assert lying
    assert "附件1" in lying[0].extract_text()


def test_the_same_document_makes_the_same_file() -> None:
    form = Document(Profile.FORM, "表", (a_table(3),))
    assert pdf.write(form) == pdf.write(form)


def test_an_empty_table_is_drawn() -> None:
    table = Table(a_table().columns, ())
    assert "案号" in pages_of(pdf.write(Document(Profile.FORM, "", (table,))))[0]


def test_an_empty_page_before_the_imprint_bears_no_number() -> None:
    end = Imprint("抄送：省厅。", "办公室", "2024年11月4日印发")
    annex = AnnexPage("附件1", "汇总表", landscape=True)
    pages = pages_of(pdf.write(Document(Profile.OFFICIAL, "", (Paragraph("评"), annex, Paragraph("查"), end))))
    assert [bool(re.search(r"— \d —", page)) for page in pages] == [True, True, False, False]
    assert "印发" in pages[3]
