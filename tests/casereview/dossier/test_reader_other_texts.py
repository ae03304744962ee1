"""RTF, HTML and web archives, as old case systems save them under `.doc` and `.xls`; Word XML with template commands."""

from __future__ import annotations

import base64
import contextlib
import io
from pathlib import Path

import pytest

from casereview.dossier.readers import kinds, read_file, refusals
from tests.casereview.dossier.builders import W, document_xml, para, picture


def wrote(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _rtf(text: str) -> str:
    return "".join(c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("gb18030")) for c in text)


def test_rtf_gives_paragraphs_and_cells(tmp_path: Path) -> None:
    row = r"\trowd\cellx2000\cellx9000\pard\intbl {}\cell {}\cell\row "
    body = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
        + _rtf("立案登记表")
        + r"\par \u26696\'3f\u21495\'3f\par "
        + row.format(_rtf("案由"), _rtf("超限运输|案"))
        + row.format(_rtf("当事人"), _rtf("李某") + r"\par " + _rtf("男"))
        + r"\pard "
        + _rtf("完")
        + r"\page "
        + _rtf("次页")
        + "{\\pict\\pngblip 89504e47}}"
    )
    member = read_file(wrote(tmp_path, "a.doc", body.encode()), "a.doc")
    assert member.kind == "rtf"
    runs = [(run.text, run.cell) for page in member.pages for run in page.runs]
    assert runs == [
        ("立案登记表", None), ("案号", None), ("案由", (1, 1, 1)), ("超限运输|案", (1, 1, 2)), ("当事人", (1, 2, 1)),
        ("李某", (1, 2, 2)), ("男", (1, 2, 2)), ("完", None), ("次页", None),
    ]  # fmt: skip
    assert len(member.pages) == 2
    assert [note.code for note in member.notes] == ["pictures-left-out"]


def test_rows_of_rtf_stand_on_one_grid_and_text_of_boxes_is_not_lost(tmp_path: Path) -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard in \{the\} box\par}}}"
    rows = (
        r"\trowd\cellx3000\cellx9000\intbl a\cell b\cell\row"
        r"\trowd\cellx1010\cellx3020\cellx9000\intbl c\cell d\cell e\cell\row\trowd\cellx9000\intbl f\cell\row"
    )
    member = read_file(
        wrote(tmp_path, "a.rtf", (r"{\rtf1 x" + box + r"y\par " + rows + r"\pard z\par}").encode()), "a.rtf"
    )
    runs = [(run.text, run.cell) for run in member.pages[0].runs]
    cells = [("a", (1, 1, 1)), ("b", (1, 1, 3)), ("c", (1, 2, 1)), ("d", (1, 2, 2)), ("e", (1, 2, 3)), ("f", (1, 3, 1))]
    assert runs == [("x in {the} box", None), ("y", None), *cells, ("z", None)]
    left = {run.text: run.box.x0 for run in member.pages[0].runs}
    assert left["d"] - left["c"] == pytest.approx(483.28 * 1010 / 9000, abs=0.1)
    assert left["b"] == left["e"]


HTML = """<html><head><meta charset="gb2312"><title>不显示</title><script>var a=1</script></head><body>
<h1 align=center>送达回证</h1><p>案号：<b>晋交执罚</b>〔2024〕1号<!-- 注 --></p>
<table><tr><td rowspan=2>受送达人</td><td colspan=2>李某</td></tr><tr><td>男</td><td><input type=checkbox checked>是</td></tr></table>
<p style="display: none">隐藏</p><img src="http://example.invalid/a.png"></body></html>"""


def test_html_gives_text_and_cells_and_fetches_nothing(tmp_path: Path) -> None:
    member = read_file(wrote(tmp_path, "a.xls", HTML.encode("gb18030")), "a.xls")
    assert member.kind == "html"
    assert [(run.text, run.cell) for run in member.pages[0].runs] == [
        ("送达回证", None), ("案号：晋交执罚〔2024〕1号", None), ("受送达人", (1, 1, 1)), ("李某", (1, 1, 2)), ("男", (1, 2, 2)),
        ("☑是", (1, 2, 3)),
    ]  # fmt: skip
    assert [(note.code, note.parameters) for note in member.notes] == [("pictures-left-out", {"count": 1})]


def test_a_web_archive_gives_its_page_with_the_pictures_beside_it(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    picture().save(drawn, "PNG")
    page = base64.encodebytes('<html><body><p>询问笔录</p><img src="image001.png"></body></html>'.encode()).decode()
    data = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + page + "\r\n--X\r\n"
        "Content-Location: file:///C:/a/image001.png\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\n"
        + base64.encodebytes(drawn.getvalue()).decode()
        + "\r\n--X--\r\n"
    )
    member = read_file(wrote(tmp_path, "a.doc", data.encode()), "a.doc")
    assert (member.kind, member.pages[0].text, member.notes) == ("mht", "询问笔录", ())


def test_html_nested_without_end_is_refused(tmp_path: Path) -> None:
    for tag in (b"<div>", b"<table><tr><td>", b"<span>"):
        path = wrote(tmp_path, "a.doc", b"<html><body>" + tag * 50_000 + "字".encode())
        with contextlib.suppress(refusals.Refused):
            assert read_file(path, "a.doc").kind == "html"


def test_commands_of_a_form_template_are_passed_over_in_word_xml(tmp_path: Path) -> None:
    body = f"{para('询问笔录')}<#list a as b>{para('问')}</#list><#-- <w:p> -->{para('${name}')}"
    part = document_xml(body)
    whole = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{part}</pkg:xmlData></pkg:part></pkg:package>'
    )
    member = read_file(wrote(tmp_path, "a.doc", whole.encode()), "a.doc")
    assert member.pages[0].text == "询问笔录\n问\n${name}"
    assert [note.code for note in member.notes] == ["markup-mended"]
    with pytest.raises(refusals.Damaged):  # one cut short is damaged all the same
        read_file(wrote(tmp_path, "b.doc", whole[:-30].encode()), "b.doc")
    assert W in part and kinds.kind_of(tmp_path / "a.doc", "a.doc") == "wordml"
