"""Registers of units as workbooks that clerks fill in: one where all is as it should be, one where all falls short, one that says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.samples.register import workbook

UNIT = "祁县交通运输局"
# Values on the day 2025-12-31, by the words of the catalogue; dates are days on which something was done.
SOUND = {
    "集中学习月数": "12", "集中研讨季度数": "4", "未讲党课人次": "0", "领导班子学法月数": "12", "领导班子学法季度数": "4",
    "队室每周学法完成率": "90", "投诉举报分析次数": "2", "机构人员数据更新月数": "12", "突出问题清单报送日期": "2024-05-30",
    "执法事项目录完成日期": "2024-10-31", "执法事项目录公布日期": "2024-10-31", "执法协调监督体系建成日期": "2024-12-31",
    "免罚从轻减轻清单数": "3", "已公开清单数": "4", "自评案卷覆盖面": "80", "年度执法数据公开日期": "2025-01-31",
    "公示信息变化日期": "2025-03-03", "公示信息更新日期": "2025-03-31", "证据类音像保存月数": "360", "案卷保存月数": "360",
    "其他音像保存月数": "6",
}  # fmt: skip
SHORT = {
    "集中学习月数": "11", "集中研讨季度数": "3", "未讲党课人次": "1", "领导班子学法月数": "11", "领导班子学法季度数": "3",
    "队室每周学法完成率": "89", "投诉举报分析次数": "1", "机构人员数据更新月数": "11", "突出问题清单报送日期": "2024-05-31",
    "执法事项目录完成日期": "2024-11-01", "执法事项目录公布日期": "2024-11-01", "执法协调监督体系建成日期": "2025-01-02",
    "免罚从轻减轻清单数": "2", "已公开清单数": "3", "自评案卷覆盖面": "79", "年度执法数据公开日期": "2025-02-01",
    "公示信息变化日期": "2025-03-03", "公示信息更新日期": "2025-04-30", "证据类音像保存月数": "60", "案卷保存月数": "360",
    "其他音像保存月数": "6",
}  # fmt: skip
_OPEN = frozenset(("R-U16", "R-U23", "R-U27"))  # what is asked for is not confirmed: a shortfall only warns
_OF_DOSSIERS = {"R-G05": "late", "R-G06": "late", "R-V05": "short"}
_BAD = {
    **{f"R-U{n:02}": "short" for n in (1, 2, 3, 4, 5, 11, 12, 14, 15, 16, 17, 18, 25, 26, 27)},
    **{f"R-U{n:02}": "late" for n in (21, 22, 23, 24)}, "R-U06": "expired", "R-U13": "over", **_OF_DOSSIERS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """A workbook and what the rules say of its unit on a day; `whole`: somebody states that the people's list is complete."""

    name: str
    figures: Mapping[str, str]
    officers: int
    hours: tuple[str, str]
    until: str
    camera: str
    reviewers: int
    whole: bool
    today: date
    outcomes: frozenset[str]

    def workbook(self) -> bytes:
        head = (
            "姓名",
            "单位",
            "人员类别",
            "执法证号",
            "发证日期",
            "有效期至",
            "培训学时",
            "公共法律知识学时",
            "执法记录仪",
            "在岗",
        )
        people = [
            (f"甲{n}", UNIT, "执法人员", f"1407210{n:04}", "2021-06-01", self.until, *self.hours, self.camera, "是")
            for n in range(self.officers)
        ]
        people += [(f"乙{n}", UNIT, "法制审核", "", "", "", "", "", "", "是") for n in range(self.reviewers)]
        return workbook(
            {
                "单位": [("单位名称", "级别", "所属政府", "简称"), (UNIT, "县级", "祁县人民政府", "祁")],
                "人员": [head, *people],
                "数据": [
                    ("单位名称", "指标", "数值", "日期", "来源"),
                    *((UNIT, title, value, "2025-12-31", "台账") for title, value in self.figures.items()),
                ],
            }
        )


_GOOD = frozenset(f"{rule}.ok" for rule in _BAD)
_POOR = frozenset(f"{rule}.{'unsure' if rule in _OPEN else name}" for rule, name in _BAD.items())
REGISTERS = (
    Register("register-sound", SOUND, 10, ("64", "32"), "2028-05-31", "是", 1, True, date(2026, 3, 2), _GOOD),
    Register("register-short", SHORT, 41, ("48", "24"), "2028-05-31", "否", 2, True, date(2027, 1, 4), _POOR - {"R-U06.expired"}),
    Register("register-expired", {}, 3, ("64", "32"), "2025-05-31", "是", 1, True, date(2026, 3, 2), frozenset({"R-U06.expired"})),
    Register("register-silent", {}, 0, ("", ""), "", "", 0, False, date(2026, 3, 2), frozenset(f"{rule}.unknown" for rule in _BAD)),
)  # fmt: skip
