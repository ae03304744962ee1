from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from sqlite_utils import Database

from casereview import record, words
from casereview.documents.sheets import NoKnownColumns, NotATable
from casereview.errors import NotFound
from casereview.record import Author
from casereview.units import actions
from casereview.units.model import Certificate, Figure, Person, Unit
from casereview.workspace import Workspace

QIXIAN = Unit("qixian", "祁县交通运输局", government="祁县人民政府", short="祁县")
TAIGU = Unit("taigu", "太谷区交通运输局", short="太谷")


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(r, c, value, days)
                    else:
                        sheet.write(r, c, value)
    return path


def test_what_is_entered_is_read_back_and_a_correction_replaces_it(db: Database, author: Author) -> None:
    officer = Person("p1", "王伟", "qixian", ("officer",), (Certificate("14070001", None, date(2027, 1, 31)),))
    actions.set_unit(db, author, QIXIAN)
    actions.set_person(db, author, officer)
    actions.set_figure(db, author, "qixian", Figure("officers", "41", date(2024, 6, 30), "编制台账"))
    actions.set_figure(db, author, "qixian", Figure("officers", "42", date(2024, 6, 30), "编制台账"))
    actions.confirm_register(db, author, "qixian", date(2024, 7, 1))

    profile = actions.profile(db, "qixian")
    assert profile is not None
    assert profile.people == (officer,)
    assert [figure.value for figure in profile.figures] == ["42"]
    assert profile.register_complete_on == date(2024, 7, 1)
    assert not actions.set_person(db, author, officer)
    assert len(record.history(db, "person.set")) == 1


def test_a_person_of_an_unknown_unit_is_refused(db: Database, author: Author) -> None:
    with pytest.raises(NotFound):
        actions.set_person(db, author, Person("p", "王伟", "nowhere"))


def test_a_unit_is_found_by_its_short_name_and_an_ambiguous_one_is_not(db: Database, author: Author) -> None:
    for unit in (QIXIAN, TAIGU, Unit("taigu2", "太谷二队", short="太谷")):
        actions.set_unit(db, author, unit)
    assert actions.unit(db, "祁县") == QIXIAN
    assert actions.unit(db, "太谷区") == TAIGU  # the place alone, where only one unit bears it
    with pytest.raises(NotFound):
        actions.unit(db, "太谷")


def test_people_are_imported_whatever_the_order_of_columns(db: Database, author: Author, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "人员.xlsx",
        {
            "Sheet1": [
                ["晋中市交通运输执法人员名册"],
                ["有效期", "执法证号 ", "单  位", "姓名", "是否配备执法记录仪", "培训学时(年度)", "岗位", "血型"],
                ["2022年3月1日至2027.02.28", "14070001", "祁县交通运输局", "王 伟", "是", 62, "执法人员", "A"],
                [datetime(2026, 12, 31), 14070002, "祁县交通运输局", "李娜", "否", "58.5学时", "法制审核员", "B"],
                ["明年", "14070003", "祁县交通运输局", "赵敏", "大概", "六十", "司机", ""],
                ["2026-01-01", "14070004", "", "孙丽", "", "", "", ""],
                ["2026-01-01", "14070005", "祁县交通运输局", "王伟", "", "", "", ""],
            ]
        },
    )
    changes, problems = actions.import_table(db, author, file)

    unit = actions.unit(db, "祁县交通运输局")
    profile = actions.profile(db, unit.id)
    assert profile is not None and changes.units == {unit.id}
    by_number = {person.certificates[0].number: person for person in profile.people}
    first = by_number["14070001"]
    assert (first.name, first.has_camera, first.training_hours) == ("王伟", True, "62")
    assert first.certificates == (Certificate("14070001", date(2022, 3, 1), date(2027, 2, 28)),)
    assert by_number["14070002"].certificates[0].valid_to == date(2026, 12, 31)
    assert by_number["14070002"].roles == ("legal_reviewer",)
    assert by_number["14070002"].training_hours == "58.5"
    assert by_number["14070005"].name == "王伟" and by_number["14070005"].id != first.id
    assert {(code, str(about["cell"])) for code, about in problems} == {
        ("unit_table.unknown-column", "Sheet1"),
        ("unit_table.not-a-date", "Sheet1!A5"),
        ("unit_table.not-yes-or-no", "Sheet1!E5"),
        ("unit_table.not-a-number", "Sheet1!F5"),
        ("unit_table.unknown-role", "Sheet1!G5"),
        ("unit_table.no-unit", "Sheet1!C6"),
    }
    assert all(
        words.render(code, **about) != code and "{" not in words.render(code, **about) for code, about in problems
    )

    events = len(record.history(db))
    again, _ = actions.import_table(db, author, file)
    assert not again and len(record.history(db)) == events


def test_units_and_figures_come_from_the_same_workbook(db: Database, author: Author, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "单位.xlsx",
        {
            "单位": [
                ["单位名称", "简称", "级别"],
                ["祁县交通运输局", "祁县", "县级"],
                ["市综合执法队", "市队", "市级"],
            ],
            "数据": [
                ["指标", "数值", "单位", "日期", "来源"],
                ["officers", 41, "祁县", "2024-06-30", "编制台账"],
                ["cameras", 20, "祁县", "", "装备台账"],
            ],
            "空表": [],
        },
    )
    _, problems = actions.import_table(db, author, file)
    assert [(unit.short, unit.level) for unit in actions.units(db)] == [("市队", "city"), ("祁县", "county")]
    profile = actions.profile(db, "祁县交通运输局")
    assert profile is not None
    assert profile.figures == (Figure("officers", "41", date(2024, 6, 30), "编制台账"),)
    assert problems == [("unit_table.no-on", {"cell": "数据!D3", "value": ""})]


def test_figures_are_known_by_the_names_people_use_and_unknown_ones_are_named(
    db: Database, author: Author, tmp_path: Path
) -> None:
    actions.set_unit(db, author, QIXIAN)
    on = "2024-12-31"
    file = workbook(
        tmp_path / "数据.xlsx",
        {
            "数据": [
                ["指标", "数值", "单位", "日期", "来源"],
                ["执法记录仪配备率（%）", "95%", "祁县", on, "装备台账"],
                ["突出问题清单报送日期", "2024年5月28日", "祁县", on, "报送回执"],
                ["群众满意率", 97, "祁县", on, "测评"],
                ["年度培训学时", 64, "祁县", on, "培训台账"],
            ]
        },
    )
    _, problems = actions.import_table(db, author, file)
    profile = actions.profile(db, "祁县")
    assert profile is not None
    assert {figure.name: figure.value for figure in profile.figures} == {
        "camera_ratio": "95%",
        "problem_list_on": "2024-05-28",
        "群众满意率": "97",
        "年度培训学时": "64",
    }
    assert [(code, said["cell"]) for code, said in problems] == [
        ("unit_table.unknown-figure", "数据!A4"),
        ("unit_table.figure-per-person", "数据!A5"),
    ]


def test_what_is_no_table_and_a_table_without_known_headers_are_named(
    db: Database, author: Author, tmp_path: Path
) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(NotATable):
        actions.import_table(db, author, tmp_path / "坏.xlsx")
    strange = workbook(tmp_path / "别的.xlsx", {"A": [["甲", "乙"], [1, 2]]})
    with pytest.raises(NoKnownColumns) as refused:
        actions.import_table(db, author, strange)
    assert "姓名" in words.explain(refused.value)


def test_two_laptops_that_disagree_about_a_person_are_a_conflict(db: Database, author: Author, tmp_path: Path) -> None:
    actions.set_unit(db, author, QIXIAN)
    actions.set_person(db, author, Person("p1", "王伟", "qixian"))
    with Workspace.create(tmp_path / "other") as other, closing(other.connect()) as there:
        actions.set_unit(there, author, QIXIAN)
        actions.set_person(there, author, Person("p1", "王伟", "qixian", has_camera=True))
        record.merge(db, record.history(there))
    assert set(actions.conflicts(db)) == {"p1"}
    assert len(actions.people(db)) == 1
