"""The register of units and people that goes with the sample dossiers, as a workbook clerks would fill in."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from tests.samples.people import OFFICES

Row = tuple[str | int | float, ...]


def _units() -> list[Row]:
    rows: list[Row] = [("单位名称", "级别", "所属政府", "简称")]
    return rows + [(o.body, "县级", o.government, o.short) for o in OFFICES]


def _people() -> list[Row]:
    head: Row = (
        "姓名", "单位", "人员类别", "执法证号", "发证日期", "有效期至", "培训学时", "公共法律知识学时", "执法记录仪", "法律职业资格证号",
        "法制审核起始日期", "在岗",
    )  # fmt: skip
    rows: list[Row] = [head]
    for n, office in enumerate(OFFICES):
        for m, officer in enumerate(office.officers):
            rows.append(
                (
                    officer.name,
                    office.body,
                    "执法人员",
                    officer.cert,
                    "2021-06-01",
                    "2027-05-31",
                    60 + 4 * m,
                    20 + m,
                    "是" if m < 3 else "否",
                    "",
                    "",
                    "是",
                )
            )
        rows.append(
            (
                office.reviewer,
                office.body,
                "法制审核",
                f"1407{21 + n}00091",
                "2021-06-01",
                "2027-05-31",
                72,
                30,
                "否",
                f"A2016140700{n:04d}",
                "2019-03-01",
                "是",
            )
        )
        rows.append((office.leader, office.body, "负责人", "", "", "", 40, 16, "否", "", "", "是"))
        rows.append(
            (
                office.chief,
                office.body,
                "队长",
                f"1407{21 + n}00001",
                "2021-06-01",
                "2027-05-31",
                64,
                22,
                "是",
                "",
                "",
                "是",
            )
        )
    return rows


def _figures() -> list[Row]:
    rows: list[Row] = [("单位名称", "指标", "数值", "日期", "来源")]
    for n, office in enumerate(OFFICES):
        rows.append((office.body, "在岗执法人员数", len(office.officers) + 1, "2024-12-31", "单位自报"))
        rows.append((office.body, "执法记录仪台数", 4 + n % 2, "2024-12-31", "单位自报"))
        rows.append((office.body, "法制审核人员数", 1, "2024-12-31", "单位自报"))
    return rows


def workbook(sheets: dict[str, list[Row]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "样例", "author": "", "created": datetime(2025, 1, 2, 8, 0)})
    bold = book.add_format({"bold": True, "bg_color": "#DDDDDD", "border": 1})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            sheet.write_row(r, 0, row, bold if r == 0 else None)
        sheet.set_column(0, len(rows[0]) - 1, 18)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def register() -> bytes:
    return workbook({"单位": _units(), "人员": _people(), "数据": _figures()})
