"""Workbooks: forms kept in Excel are read like forms kept in Word; what is too large is cut or kept whole, never swells."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from casereview import words
from casereview.dossier.readers import read_file, refusals, registers, workbooks
from casereview.dossier.readers.workbooks import Book, Sheet
from tests.casereview.dossier.old_word import ole_of


def form_of(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("立案登记表")
        sheet.merge_range("A1:D1", "立案登记表")
        sheet.write_row("A3", ["案由", "超限运输", "当事人", "李某"])
        sheet.merge_range("B4:D4", "晋K12345 超限 12.5 吨")
        sheet.write("A4", "案情")
        sheet.write("A5", "日期")
        sheet.write_datetime("B5", date(2024, 5, 6), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row("C5", ["金额", 5000])
        book.add_worksheet("Sheet2")
        hidden = book.add_worksheet("选项")
        hidden.write("A1", "不显示")
        hidden.hide()
    return path


def test_a_form_kept_in_excel_has_its_title_and_cells(tmp_path: Path) -> None:
    member = read_file(form_of(tmp_path / "a.xlsx"), "a.xls")
    assert not member.attachment and member.view
    runs = [(run.text, run.cell) for run in member.pages[0].runs]
    assert runs == [
        ("立案登记表", None), ("案由", (1, 1, 1)), ("超限运输", (1, 1, 2)), ("当事人", (1, 1, 3)), ("李某", (1, 1, 4)),
        ("案情", (1, 2, 1)), ("晋K12345 超限 12.5 吨", (1, 2, 2)), ("日期", (1, 3, 1)), ("2024-05-06", (1, 3, 2)),
        ("金额", (1, 3, 3)), ("5000", (1, 3, 4)),
    ]  # fmt: skip
    assert [(n.code, n.parameters) for n in member.notes] == [("sheets-hidden", {"names": "选项", "count": 1})]


def test_an_empty_workbook_is_kept_without_pages(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet()
    member = read_file(tmp_path / "a.xlsx", "a.xlsx")
    assert member.attachment and member.pages == ()


def test_a_sheet_longer_than_people_read_is_cut_and_said_so(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("流水")
        for row in range(workbooks.MAX_ROWS + 5):
            sheet.write_row(row, 0, [f"第{row}行", row])
    member = read_file(tmp_path / "a.xlsx", "a.xlsx")
    assert [(n.code, n.parameters["names"]) for n in member.notes] == [("sheet-cut", "流水")]
    words = {run.text for page in member.pages for run in page.runs}
    assert f"第{workbooks.MAX_ROWS - 1}行" in words and f"第{workbooks.MAX_ROWS}行" not in words


def _raw(path: Path, sheet: str) -> Path:
    """A workbook whose one sheet has that XML."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write("A1", "字")
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + sheet + "</worksheet>"
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "sheet",
    [
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>',
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c s="0" r="A1"><v>1</v></c></row><row r="9"><c r = \'XFD1048576\'><v>2</v></c></row></sheetData>',
    ],
)
def test_a_sheet_of_two_far_corners_does_not_swell(tmp_path: Path, sheet: str) -> None:
    member = read_file(_raw(tmp_path / "a.xlsx", sheet), "a.xlsx")
    assert member.attachment and [note.code for note in member.notes] == ["sheet-too-large"]


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _xls(path: Path, sheets: int, row: int, column: int) -> Path:
    """A workbook of BIFF8 ([MS-XLS] 2.1) whose sheets have a number in the first cell and one at that row and column."""

    def begin(kind: int) -> bytes:
        return _record(0x0809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 6))

    cells = b"".join(_record(0x0203, struct.pack("<HHHd", r, c, 0, 7.0)) for r, c in ((0, 0), (row, column)))
    sheet = begin(0x10) + cells + _record(0x0A)
    at = len(begin(5)) + sheets * (4 + 8 + 2) + 4
    names = b"".join(
        _record(0x85, struct.pack("<IBBBB", at + k * len(sheet), 0, 0, 2, 0) + b"S%d" % k) for k in range(sheets)
    )
    return ole_of(path, {"Workbook": begin(5) + names + _record(0x0A) + sheet * sheets})


def test_an_old_workbook_is_read_and_far_corners_on_its_sheets_do_not_swell(tmp_path: Path) -> None:
    member = read_file(_xls(tmp_path / "a.xls", 2, 3, 2), "a.xls")
    assert [[run.text for run in page.runs] for page in member.pages] == [["S0", "7", "7"], ["S1", "7", "7"]]
    member = read_file(_xls(tmp_path / "a.xls", 2, 65_535, 255), "a.xls")
    assert member.attachment and [note.code for note in member.notes] == ["sheet-too-large"]


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Sheet1"><Table><Row><Cell ss:MergeAcross="2"><Data ss:Type="String">送达回证</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">案号</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">12</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">日期</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2024-05-06T00:00:00.000</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_excel_2003_xml_is_read_under_the_name_xls(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(XML_2003, encoding="utf-8")
    member = read_file(path, "a.xls")
    assert member.kind == "sheetml"
    assert [(run.text, run.cell) for run in member.pages[0].runs] == [
        ("送达回证", None), ("案号", (1, 1, 1)), ("12", (1, 1, 2)), ("日期", (1, 2, 1)), ("2024-05-06", (1, 2, 2)),
    ]  # fmt: skip
    path.write_text(XML_2003.replace("<Workbook", "<!DOCTYPE x><Workbook", 1), encoding="utf-8")
    with pytest.raises(refusals.HostileMarkup):
        read_file(path, "a.xls")


HEAD = ("序号", "案号", "当事人", "案由", "立案日期", "决定日期", "罚款金额（万元）", "结案日期", "办案人员", "备注")


def test_a_register_of_cases_is_known_by_its_headers_and_kept_whole(tmp_path: Path) -> None:
    path = register_of(tmp_path / "台账.xlsx", [
        (1, "晋交执罚〔2024〕001号", "李某", "超限运输", date(2024, 5, 6), "2024年5月20日", 0.5, "20240601", "王一、赵二", ""),
        (2, "晋交执罚〔2024〕2号", "某某公司", "未取得许可", "", "", "一千", "", "", ""),
        ("", "合计", "", "", "", "", 0.5, "", "", ""),
    ])  # fmt: skip
    member = read_file(path, "台账.xlsx")
    assert member.attachment and member.pages == ()
    assert [(n.code, n.parameters) for n in member.notes] == [("register-kept", {"count": 2})]
    found = registers.read(path, "台账.xlsx")
    assert found is not None
    first, second = found.rows
    assert dict(first.values) == {
        "case_no": "晋交执罚〔2024〕001号", "party.name": "李某", "cause": "超限运输", "filed_on": "2024-05-06",
        "decision.made_on": "2024-05-20", "decision.amount": "5000.00", "closed_on": "2024-06-01", "officer": ("王一", "赵二"),
    }  # fmt: skip
    assert first.at == "2024!A3" and dict(first.texts)["decision.amount"] == "0.5"
    assert dict(second.values) == {"case_no": "晋交执罚〔2024〕2号", "party.name": "某某公司", "cause": "未取得许可"}


def register_of(path: Path, rows: list[tuple[object, ...]], head: tuple[str, ...] = HEAD) -> Path:
    """A register under a title, as offices keep them."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet("2024"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(head) - 1, "行政处罚案件台账")
        sheet.write_row(1, 0, head)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return path


def test_a_form_with_the_same_words_between_values_is_no_register() -> None:
    form = (("案号", "晋〔2024〕1号", "当事人", "李某", "案由", "超限"), ("立案日期", "2024-05-06", "", "", "", ""))
    assert registers.rows(Book((Sheet("Sheet1", form),))) == ()


def test_the_core_of_a_case_number_is_year_and_number() -> None:
    for written in (
        "晋交执罚〔2024〕001号",
        "晋交执罚[2024]第1号",
        "晋交执罚（2024）1号",
        "2024-1 某某公司",
        "晋交执罚2024年第01号",
    ):
        core = registers.core_of(written)
        assert core is not None and (core.year, core.number) == (2024, 1), written
    assert registers.core_of("001-张某-未取得道路运输证") is None
    assert registers.core_of("电话 13800001111") is None


def test_a_locked_old_workbook_says_that_it_has_a_password(tmp_path: Path) -> None:
    """BOF, then FILEPASS ([MS-XLS] 2.4.117): never taken for damaged."""
    records = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + struct.pack("<HHH", 0x2F, 2, 1) + bytes(4096)
    path = ole_of(tmp_path / "a.xls", {"Workbook": records})
    with pytest.raises(refusals.PasswordUnsupported) as refused:
        read_file(path, "a.xls")
    for language, word in (("zh", "密码"), ("en", "password")):
        said = words.render("reading.password-unsupported.reason", language, **refused.value.parameters)
        assert word in said and "XLS" in said
