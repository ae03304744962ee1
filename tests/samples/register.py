"""The register of units and people that goes with the sample dossiers, as a workbook clerks would fill in."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from tests.samples.case import Office
from tests.samples.people import OFFICES

Row = tuple[str | int | float, ...]
_FROM, _TO = "2021-06-01", "2027-05-31"
_HEAD: Row = (
    "姓名", "单位", "人员类别", "执法证号", "发证日期", "有效期至", "培训学时", "公共法律知识学时", "执法记录仪", "法律职业资格证号",
    "法制审核起始日期", "在岗",
)  # fmt: skip


def _units() -> list[Row]:
    rows: list[Row] = [("单位名称", "级别", "所属政府", "简称")]
    return rows + [(o.body, "县级", o.government, o.short) for o in OFFICES]


# Two things of the register are wrong on purpose: an officer whose certificate ran out, a reviewer without a qualification.
_EXPIRED = {"郭子衿": "2024-06-30"}
_UNQUALIFIED = {"何绍安": "2022-05-01"}


def _officers(office: Office) -> list[Row]:
    return [
        _row(
            o.name,
            office,
            "执法人员",
            o.cert,
            (60 + 4 * n, 20 + n),
            "是" if n < 3 else "否",
            to=_EXPIRED.get(o.name, _TO),
        )
        for n, o in enumerate(office.officers)
    ]


def _row(
    name: str,
    office: Office,
    role: str,
    cert: str,
    hours: tuple[int, int],
    camera: str,
    *,
    to: str = _TO,
    law: str = "",
    since: str = "",
) -> Row:
    return (name, office.body, role, cert, _FROM if cert else "", to if cert else "", *hours, camera, law, since, "是")


def _people() -> list[Row]:
    rows: list[Row] = [_HEAD]
    for n, office in enumerate(OFFICES, 21):
        law = "" if office.reviewer in _UNQUALIFIED else f"A2016140700{n:04d}"
        since = _UNQUALIFIED.get(office.reviewer, "2019-03-01")
        rows += _officers(office)
        rows.append(_row(office.reviewer, office, "法制审核", f"1407{n}00091", (72, 30), "否", law=law, since=since))
        rows.append(_row(office.leader, office, "负责人", "", (40, 16), "否"))
        rows.append(_row(office.chair, office, "负责人", f"1407{n}00002", (48, 18), "否"))
        rows.append(_row(office.chief, office, "队长", f"1407{n}00001", (64, 22), "是"))
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
