from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from casereview.documents import docx as writer
from casereview.documents import gauge, layout
from casereview.documents.fonts import WORD_NAMES
from casereview.documents.model import Document, Paragraph, Profile
from tests.casereview.documents.builders import a_notice, a_table


@pytest.fixture(scope="module")
def content() -> bytes:
    return writer.write(a_notice())


@pytest.fixture
def word(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def runs(word: Any) -> list[Any]:
    return [run for run in word.element.body.iter(qn("w:r")) if run.findall(qn("w:t"))]


def test_every_run_names_its_chinese_font(word: Any) -> None:
    known = {*WORD_NAMES.values(), "SimSun-ExtB"}
    for run in runs(word):
        fonts = run.find(qn("w:rPr")).find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) in known
        assert fonts.get(qn("w:hint")) == "eastAsia"


def test_a_name_beyond_the_font_is_whole_and_set_in_a_face_that_has_it(word: Any) -> None:
    text = "".join(part.text for run in runs(word) for part in run.findall(qn("w:t")))
    assert "李𬭎" in text
    rare = next(run for run in runs(word) if "𬭎" in "".join(part.text for part in run.findall(qn("w:t"))))
    assert rare.find(qn("w:rPr")).find(qn("w:rFonts")).get(qn("w:eastAsia")) == "SimSun-ExtB"


def test_margins_and_grid_are_those_of_the_standard(word: Any) -> None:
    first = word.sections[0]
    sides = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    grid = first._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_body_lines_are_exact_and_leave_28_characters_a_line(word: Any) -> None:
    body = next(p for p in word.paragraphs if p.text.startswith("根据《"))
    assert body.paragraph_format.line_spacing.pt == pytest.approx(layout.LINE, abs=0.05)
    assert body.paragraph_format.first_line_indent.pt == pytest.approx(31.5)
    run = body.runs[0]
    assert run.font.size.pt == 16
    spacing = int(run._r.find(qn("w:rPr")).find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert layout.CHARACTERS * (16 + spacing) <= 156 * layout.MM < (layout.CHARACTERS + 1) * (16 + spacing)


def test_page_numbers_are_fields_on_odd_and_even_pages(word: Any) -> None:
    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((word.sections[0].footer, 2), (word.sections[0].even_page_footer, 0)):
        codes = [part.text.strip() for part in footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE"]
        assert footer.paragraphs[0].text == "— 1 —"
        assert footer.paragraphs[0].alignment == side


def test_table_heads_repeat_and_rows_stay_whole(word: Any) -> None:
    table = next(t for t in word.tables if len(t.rows) > 50)
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(layout.body_width(Profile.OFFICIAL, landscape=True) * 20, abs=4)


def test_sections_lie_where_the_annex_lies(word: Any) -> None:
    assert [s.page_width > s.page_height for s in word.sections] == [False, True, False]


def test_headings_have_outline_levels(word: Any) -> None:
    levels = [level.get(qn("w:val")) for level in word.element.body.iter(qn("w:outlineLvl"))]
    assert levels == ["0", "1"]


def test_the_imprint_stands_in_a_box_at_the_foot(word: Any) -> None:
    box = next(word.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"))
    text = "".join(part.text or "" for part in box.iter(qn("w:t")))
    assert "抄送：省交通运输厅。" in text
    assert "2024年11月4日印发" in text


def test_the_chart_is_a_picture(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        pictures = [name for name in parts.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1
        assert parts.read(pictures[0]).startswith(b"\x89PNG")


def test_properties_of_paragraphs_and_tables_keep_the_order_of_the_schema(word: Any) -> None:
    from casereview.documents.docx_parts import _ORDER

    for properties in word.element.body.iter(qn("w:pPr")):
        places = [_ORDER.index(part.tag.rpartition("}")[2]) for part in properties]
        assert places == sorted(places)


def test_a_form_is_numbered_with_its_count() -> None:
    word = docx.Document(BytesIO(writer.write(Document(Profile.FORM, "表", (a_table(),), stamp="冻结"))))
    footer = word.sections[0].footer
    assert footer.paragraphs[0].text == "第 1 页 共 1 页"
    assert [p.text.strip() for p in footer._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert footer.paragraphs[1].text == "冻结"


def test_the_gauge_finds_nothing_in_our_own_notice(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "通报.docx").write_bytes(content)
    assert gauge.gauge(tmp_path / "通报.docx") == []


def test_the_gauge_names_what_was_altered(content: bytes, tmp_path: Path) -> None:
    from docx.shared import Mm, Pt

    word = docx.Document(BytesIO(content))
    word.sections[0].left_margin = Mm(20)
    word.settings.odd_and_even_pages_header_footer = False
    word.add_paragraph().add_run("没有字体的一段")
    body = next(p for p in word.paragraphs if p.text.startswith("根据《"))
    body.paragraph_format.line_spacing = Pt(24)
    body.runs[0]._r.find(qn("w:rPr")).find(qn("w:rFonts")).set(qn("w:eastAsia"), "微软雅黑")
    word.save(str(tmp_path / "改.docx"))
    found = {finding.code: finding.parameters for finding in gauge.gauge(tmp_path / "改.docx")}
    assert set(found) == {"margin-left", "no-odd-even", "run-without-font", "line", "run-font"}
    assert found["margin-left"] == {"section": 1, "is": 20.0, "should": 28}
    assert found["run-font"]["font"] == "微软雅黑"


def test_the_gauge_refuses_what_is_no_docx(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"no")
    with pytest.raises(gauge.NotADocx):
        gauge.gauge(tmp_path / "x.docx")


def test_plain_text_is_not_taken_for_markup() -> None:
    word = docx.Document(BytesIO(writer.write(Document(Profile.LETTER, "", (Paragraph("A&B<C>]]>"),)))))
    assert "A&B<C>]]>" in [p.text for p in word.paragraphs]
