"""The samples say what their truths say: read here with other means than the program's own readers."""

from __future__ import annotations

import ast
import io
import json
import struct
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from fontTools.ttLib import TTFont
from PIL import Image, ImageOps

from tests.samples import build
from tests.samples.case import Case, citizen_number, credit_code, in_words, workdays_between, workdays_later, write_day
from tests.samples.draw_pdf import FONTS

CASES = {case.name[:2]: case for case in build.CASES}
Built = tuple[list[tuple[str, bytes]], dict[str, Any]]


@cache
def built(key: str) -> Built:
    return build.members(CASES[key])


def pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def docx_text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def text_of(key: str) -> str:
    """All the text of a dossier without white space, ZIP members included."""
    said = ""
    for name, data in built(key)[0]:
        inside = zip_members(data) if name.endswith(".zip") else [(name, data)]
        for file, content in inside:
            if file.endswith(".docx"):
                said += docx_text(content)
            elif file.endswith(".pdf") and "截图" not in file:
                said += "".join(pdf_pages(content))
    return "".join(said.split())


def zip_members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name.encode("cp437").decode("gbk"), archive.read(name)) for name in archive.namelist()]


TEXT = [key for key, case in CASES.items() if case.form not in ("scan", "photos")]


def test_the_samples_know_nothing_of_the_program_they_test() -> None:
    for file in Path(build.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.split(".")[0] in ("casereview", "ui") for name in named), file


def test_there_are_enough_dossiers_defects_and_clean_ones() -> None:
    planted = [defect for case in CASES.values() for defect in case.planted]
    assert len(CASES) >= 14
    assert len(planted) >= 25
    assert len({defect.rule for defect in planted}) >= 18
    assert sum(not case.planted for case in CASES.values()) >= 4
    assert {case.form for case in CASES.values()} == {"bound", "docx", "pdfs", "scan", "photos", "zip", "onedocx"}
    assert len({case.office.key for case in CASES.values()}) == 6


@pytest.mark.parametrize("key", ["05", "06", "08", "12", "14", "19"])
def test_built_twice_the_files_are_the_same(key: str) -> None:
    files, said = built(key)
    again, said_again = build.members(CASES[key])
    assert said == said_again
    assert [name for name, _ in files] == [name for name, _ in again]
    assert [len(data) for _, data in files] == [len(data) for _, data in again]
    assert files == again


@pytest.mark.parametrize("key", TEXT)
def test_the_files_say_what_the_truth_says(key: str) -> None:
    case, said = CASES[key], text_of(key)
    facts = built(key)[1]["facts"]
    for name in ("party.name", "case_no", "party.phone", "remedy.review_body", "enforcement_body"):
        values = facts[name] if isinstance(facts[name], list) else [facts[name]]
        assert all("".join(value.split()) in said for value in values), name
    assert all(officer["name"] in said and officer["cert_no"] in said for officer in facts["officer"])
    number = facts["party.id_no" if case.party.person else "party.uscc"]
    assert all(value in said for value in (number if isinstance(number, list) else [number]))
    assert case.plate in said


@pytest.mark.parametrize("key", TEXT)
def test_every_day_of_the_truth_stands_in_the_files(key: str) -> None:
    said, facts = text_of(key), built(key)[1]["facts"]
    days = {name: value for name, value in facts.items() if name.endswith(("_on", ".on"))}
    assert days or CASES[key].procedure == "summary"
    for name, value in days.items():
        day = date.fromisoformat(value)
        written = {"".join(write_day(day, how).split()) for how in ("han", "pad", "dot", "cn", "wide")}
        assert any(text in said for text in written | {value, f"{day:%Y/%m/%d}"}), name


@pytest.mark.parametrize("key", [key for key, case in CASES.items() if case.form == "bound"])
def test_papers_of_a_bound_volume_begin_on_the_pages_of_the_truth(key: str) -> None:
    ((_, data),) = built(key)[0]
    pages = ["".join(page.split()) for page in pdf_pages(data)]
    papers = built(key)[1]["papers"]
    assert [n for paper in papers for n in paper["pages"]] == list(range(1, len(pages) + 1))
    for paper in papers:
        head = pages[paper["pages"][0] - 1][:60].replace("（印章）", "")
        assert paper["title"] in head, (paper, head)


def test_a_complete_volume_has_cover_catalogue_and_remarks_sheet() -> None:
    for key, case in CASES.items():
        forms = [paper["form"] for paper in built(key)[1]["papers"]] if case.complete else []
        assert not forms or (forms[:2] == ["X-COVER", "X-CATALOG"] and forms[-1] == "X-BK")


def test_the_zip_has_gbk_names_and_no_utf8_flag() -> None:
    ((_, data),) = built("05")[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert all(info.flag_bits == 0 for info in archive.infolist())
    assert data.count("申屠长风".encode("gbk")) >= 2 * len(zip_members(data))
    assert "申屠长风".encode() not in data
    assert struct.unpack("<H", data[6:8]) == (0,)
    assert any(name.endswith("行政处罚决定书.pdf") for name, _ in zip_members(data))


def test_scan_and_photos_hold_no_text_and_photos_turn_upright_by_exif() -> None:
    ((_, scan),) = built("04")[0]
    assert not "".join(pdf_pages(scan)).strip()
    shots = [Image.open(io.BytesIO(data)) for _, data in built("12")[0]]
    assert {shot.getexif()[0x0112] for shot in shots} >= {1, 6, 8}
    for shot in shots:
        upright = ImageOps.exif_transpose(shot)
        assert upright.height > upright.width


def test_one_dossier_has_a_ledger_and_a_file_nobody_can_read() -> None:
    files = dict(built("14")[0])
    assert any(name.endswith(".xlsx") and data[:2] == b"PK" for name, data in files.items())
    spoilt = next(data for name, data in files.items() if "截图" in name)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(spoilt)


def _days(key: str) -> dict[str, date]:
    return CASES[key].days


def test_planted_dates_break_the_limits_they_are_said_to_break() -> None:
    assert workdays_between(_days("02")["decision"], _days("02")["decision_served"]) > 7
    assert (
        workdays_between(_days("14")["reg_start"], _days("14")["reg_disposed"])
        > 7
        >= workdays_between(_days("14")["reg_start"], _days("14")["reg_end"])
    )
    assert workdays_between(_days("07")["hearing_notice_served"], _days("07")["hearing"]) == 6
    assert workdays_between(_days("17")["demand_served"], _days("17")["court"]) < 10
    assert workdays_between(_days("16")["decision"], _days("16")["published"]) > 7
    assert (_days("13")["decision"] - _days("13")["filed"]).days > 90
    assert (_days("09")["lift"] - _days("09")["measure"]).days > 30
    assert _days("15")["filed"] > _days("15")["notice"]
    assert _days("11")["decision"] < _days("11")["approved"]
    assert _days("18")["waiver"] < _days("18")["notice"]


PLANTED = [
    ("02", "叁仟元整（¥5,000.00）"), ("03", "罚款3000元"), ("03", "罚款5000元"), ("03", "第三十一条、第三十二条"), ("05", "向晋中市交通运输局申请行政复议"),
    ("05", "三个月内依法向"), ("07", "罚款50000元"), ("08", "罚款500元"), ("08", "或者在六个月内"), ("10", "依据《中华人民共和国道路运输条例》的规定应予处罚"),
    ("11", "《公路安全保护条例》第四十三条第一款"), ("13", "¥6,000.00"), ("14", "10时40分至10时05分"), ("15", "欧阳继"), ("16", "送达地址确认书"), ("17", "三日内向本机关"),
    ("20", "处理结果：罚款2000元（大写：贰仟元整）"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "text"), PLANTED)
def test_planted_words_stand_in_the_files(key: str, text: str) -> None:
    assert text in text_of(key)


def _orderly(case: Case) -> None:
    d = case.days
    assert (
        d["filed"]
        <= d["notice"]
        <= d["notice_served"]
        < d["decision"]
        <= d["decision_served"]
        <= d["paid"]
        <= d["closed"]
        <= d["archived"]
    )
    assert workdays_between(d["notice_served"], d["decision"]) > 5
    assert workdays_between(d["decision"], d["decision_served"]) <= 7
    assert (d["decision"] - d["filed"]).days <= 90


def test_clean_dossiers_keep_the_order_and_the_limits() -> None:
    clean = [case for case in CASES.values() if not case.planted]
    for case in clean:
        if case.procedure == "general":
            _orderly(case)
    assert all(not case.also for case in clean)
    assert {case.procedure for case in clean} == {"general", "summary"}


def test_numbers_of_people_and_firms_have_right_check_digits() -> None:
    for case in CASES.values():
        make = citizen_number if case.party.person else credit_code
        assert make(case.party.number[:17]) == case.party.number
    spoilt = CASES["15"].words["number.F15"]
    assert citizen_number(spoilt[:17]) != spoilt


def test_every_character_of_the_papers_is_in_the_bundled_font() -> None:
    known = TTFont(FONTS / "CaseReviewSong.ttf").getBestCmap()
    for key in TEXT:
        assert not {
            char for char in text_of(key) if ord(char) not in known and ord(char) > 32 and char not in "\ufffe\u00ad"
        }, key


def test_amounts_and_workdays_as_people_write_and_count_them() -> None:
    assert [in_words(n) for n in (200, 3000, 10050, 60000)] == ["贰佰元整", "叁仟元整", "壹万零伍拾元整", "陆万元整"]
    assert workdays_later(date(2024, 4, 26), 5) == date(2024, 5, 7)
    assert workdays_later(date(2024, 9, 27), 7) == date(2024, 10, 12)
    assert workdays_later(date(2025, 1, 24), 7) == date(2025, 2, 10)


def test_the_register_names_every_officer_of_the_dossiers(tmp_path: Path) -> None:
    build.build(tmp_path, ["06"])
    with zipfile.ZipFile(tmp_path / "register.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    for case in CASES.values():
        assert all(officer.name in strings and officer.cert in strings for officer in case.officers("case"))
    truth = json.loads((tmp_path / "truth" / f"{CASES['06'].name}.json").read_text(encoding="utf-8"))
    assert truth["clean"] is True
    assert [path.suffix for path in (tmp_path / "dossiers" / truth["path"]).iterdir()] == [".pdf"]


def test_the_shipped_set_is_what_the_builder_makes() -> None:
    shipped = Path(build.__file__).parents[2] / "resources" / "samples"
    found = {path.name[:2] for path in (shipped / "dossiers").glob("*/*")}
    assert len(found) >= 6
    for key in found:
        for name, data in built(key)[0]:
            assert (shipped / "dossiers" / name).stat().st_size == pytest.approx(len(data), rel=0.05), name
    assert sum(path.stat().st_size for path in shipped.rglob("*") if path.is_file()) < 4_000_000


def test_a_case_can_be_altered_into_another_defect(tmp_path: Path) -> None:
    case = build.altered("06", words={"words.F14": "贰仟元整"}, days={"paid": "2024-10-09"}, amount=1500)
    path = build.write(case, tmp_path)
    said = "".join("".join(pdf_pages(next(path.iterdir()).read_bytes())).split())
    assert "贰仟元整（¥1,500.00）" in said
    assert "2024年10月9日" in said
    assert "贰仟元整" not in text_of("06")
