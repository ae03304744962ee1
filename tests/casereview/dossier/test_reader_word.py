from __future__ import annotations

import io
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.text import WD_BREAK
from docx.shared import Cm

from casereview.dossier.model import Member, Page, TextSource
from casereview.dossier.readers import read, read_file, refusals
from tests.casereview.dossier.builders import document_xml, para, picture, raw_docx

SQUARE = '<w:sym w:font="Wingdings 2" w:char="{}"/>'


def text_of(path: Path) -> str:
    return "\n".join(page.text for page in read_file(path, path.name).pages)


def lines(folder: Path, body: str, **more: object) -> list[str]:
    return [line for line in text_of(raw_docx(folder, body, **more)).split("\n") if line]  # type: ignore[arg-type]


def a_form(folder: Path) -> Path:
    document = docx.Document()
    document.add_heading("立案登记表", 0)
    document.sections[0].header.paragraphs[0].text = "交通运输行政执法文书式样之一"
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "当事人"
    table.cell(0, 1).text = "姓名"
    table.cell(0, 2).merge(table.cell(0, 3)).text = "王建国"
    table.cell(1, 1).text = "住址"
    table.cell(1, 2).merge(table.cell(1, 3)).text = "山西省晋中市祁县昭馀镇某街道某小区某号楼某单元某室" * 3
    table.cell(2, 1).text = "电话"
    table.cell(2, 2).text = "13900000000"
    document.add_paragraph("经办人:甲、乙").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("第二页")
    path = folder / "form.docx"
    document.save(str(path))
    return path


def test_merged_cells_are_read_once_and_lines_know_their_cell(tmp_path: Path) -> None:
    member = read_file(a_form(tmp_path), "form.docx")
    runs = [run for page in member.pages for run in page.runs]
    assert [run.text for run in runs].count("当事人") == [run.text for run in runs].count("王建国") == 1
    cells = {run.text: run.cell for run in runs if run.cell}
    assert cells["当事人"] == (1, 1, 1) and cells["王建国"] == (1, 1, 3) and cells["电话"] == (1, 3, 2)
    address = [run for run in runs if run.cell == (1, 2, 3)]
    assert len(address) > 1
    assert "".join(run.text for run in address).startswith("山西省晋中市祁县昭馀镇")
    assert [run.text for run in runs].index("电话") > [run.text for run in runs].index(address[-1].text)
    assert address[1].place.startswith("block 2 / cell 2,3 / paragraph 1 / characters ")
    assert runs[0].text == "交通运输行政执法文书式样之一" and runs[0].place.startswith("header")


def test_a_page_break_begins_a_page(tmp_path: Path) -> None:
    pages = read_file(a_form(tmp_path), "form.docx").pages
    assert len(pages) == 2 and pages[1].text == "第二页"


def test_the_reading_view_is_always_the_same_and_draws_each_line_where_its_run_says(tmp_path: Path) -> None:
    path = a_form(tmp_path)
    done = read(path, "form.docx")
    assert done.member.view == read(path, "form.docx").member.view
    shown = pdfium.PdfDocument(done.derived[done.member.view])
    try:
        for page, drawn in zip(done.member.pages, shown):
            _, height = drawn.get_size()
            text = drawn.get_textpage()
            for run in page.runs:
                box = run.box
                there = text.get_text_bounded(box.x0 - 1, height - box.y1 - 2, box.x1 + 1, height - box.y0 + 2)
                assert there.replace(" ", "").strip() == run.text.replace(" ", "")
            text.close()
            drawn.close()
    finally:
        shown.close()


def test_insertions_are_kept_and_deletions_dropped(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>罚款</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>三千元</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>伍仟元</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>旧</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4" w:author="a"><w:r><w:t>新</w:t></w:r></w:moveTo>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del w:id='5' w:author='a'/></w:trPr><w:tc><w:p><w:r><w:t>删去的行</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>留下的行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert lines(tmp_path, body) == ["罚款伍仟元新", "留下的行"]


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<w:r>" + SQUARE.format("0052") + "<w:t>是</w:t></w:r>", "☑是"),
        ("<w:r>" + SQUARE.format("00A3") + "<w:t>否</w:t></w:r>", "□否"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>þ¨</w:t></w:r>', "☑□"),
        ("<w:r><w:t>\uf0fe是\uf0a8否</w:t></w:r>", "☑是□否"),
        (
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>听证</w:t></w:r>",
            "☑听证",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            "<w:r><w:t>陈述</w:t></w:r>",
            "☑陈述",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \\o\\ac(□,√)</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>直接送达</w:t></w:r>',
            "☑直接送达",
        ),
    ],
)
def test_ticks_are_boxes_however_the_file_hides_them(tmp_path: Path, xml: str, shown: str) -> None:
    assert lines(tmp_path, f"<w:p>{xml}</w:p>") == [shown]


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    inside = "<w:txbxContent><w:p><w:r><w:t>盒中字</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>段落</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert lines(tmp_path, body) == ["段落", "盒中字"]


def test_a_table_in_a_text_box_is_a_table(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{para(text)}</w:tc>" for text in ("案由", "超限"))
    inside = f"<w:txbxContent><w:tbl><w:tr>{cells}</w:tr></w:tbl>{para('后')}</w:txbxContent>"
    path = raw_docx(tmp_path, f"<w:p><w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r></w:p>")
    runs = read_file(path, "a.docx").pages[0].runs
    assert [(run.text, run.cell) for run in runs] == [("案由", (1, 1, 1)), ("超限", (1, 1, 2)), ("后", None)]


def test_automatic_numbers_are_part_of_what_the_page_says(tmp_path: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="numbering.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
    )
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        para(text, level.format(k)) for k, text in ((0, "事实"), (1, "其一"), (1, "其二"), (0, "依据"), (1, "其三"))
    )
    parts = {"word/_rels/document.xml.rels": rels, "word/numbering.xml": numbering}
    shown = lines(tmp_path, body, parts=parts)
    assert shown == ["一、事实", "一.1 其一", "一.2 其二", "二、依据", "二.1 其三"]


def test_one_xml_file_with_the_whole_package_reads_like_the_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{document_xml(para("送达回证"))}</pkg:xmlData></pkg:part>'
        "</pkg:package>",
        "utf-8",
    )
    member = read_file(path, "a.doc")
    assert (member.kind, member.pages[0].text) == ("wordml", "送达回证")


def test_word_2003_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_text(
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint">'
        "<w:body><wx:sect><w:p><w:r><w:t>询问</w:t></w:r>"
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>讯</w:delText></w:r></aml:content></aml:annotation>'
        '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>笔录</w:t></w:r></aml:content></aml:annotation></w:p>'
        "</wx:sect></w:body></w:wordDocument>",
        "utf-8",
    )
    assert read_file(path, "a.doc").pages[0].text == "询问笔录"


def test_a_document_type_is_refused_and_nothing_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    before = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(refusals.HostileMarkup):
        read_file(raw_docx(tmp_path, "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", before=before), "a.docx")


def test_a_file_cut_short_is_damaged(tmp_path: Path) -> None:
    path = a_form(tmp_path)
    data = path.read_bytes()
    for part in (0.3, 0.6, 0.95):
        path.write_bytes(data[: int(len(data) * part)])
        with pytest.raises(refusals.Damaged):
            read_file(path, "form.docx")


def test_a_part_that_explodes_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = raw_docx(tmp_path, para("a"))
    bomb = raw_docx(tmp_path, para("a"), name="bomb.docx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(
                name, data.replace(b"<w:body>", b"<w:body>" + b" " * (30 << 20)) if "document" in name else data
            )
    with pytest.raises(refusals.TooLarge):
        read_file(bomb, "bomb.docx")


def test_a_document_of_pasted_scans_has_pages_that_nobody_has_read(tmp_path: Path) -> None:
    document = docx.Document()
    data = io.BytesIO()
    picture().save(data, "PNG")
    document.add_picture(io.BytesIO(data.getvalue()), width=Cm(15))
    path = tmp_path / "scan.docx"
    document.save(str(path))
    (page,) = read_file(path, "scan.docx").pages
    assert page.source is TextSource.NONE and page.runs == ()


def test_a_row_taller_than_a_page_runs_over_pages_and_loses_no_line(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "违法事实及证据"
    table.cell(0, 1).text = "\n".join(f"第{n}行" for n in range(200))
    table.cell(1, 1).text = "末行"
    path = tmp_path / "tall.docx"
    document.save(str(path))
    member: Member = read_file(path, "tall.docx")
    assert len(member.pages) > 3
    found = [run.text for page in member.pages for run in page.runs if run.cell == (1, 1, 2)]
    assert found == [f"第{n}行" for n in range(200)]
    assert all(_inside(page) for page in member.pages)


def _inside(page: Page) -> bool:
    return all(run.box.x0 >= 0 and run.box.x1 <= page.width and run.box.y1 <= page.height for run in page.runs)
