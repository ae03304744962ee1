"""The keys of the marking screen in words, for F1, and where `g` and a digit lead."""

from __future__ import annotations

from ui.kit.translate import source, tr

JUMPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "1": (source("决定书"), ("F15", "F14", "F20", "X-NOPEN")),
    "2": (source("违法行为通知书"), ("F11",)),
    "3": (source("送达回证"), ("F23",)),
    "4": (source("询问笔录"), ("F02",)),
    "5": (source("现场笔录"), ("F04", "F03")),
    "6": (source("法制审核"), ("X-LEGAL",)),
    "7": (source("立案登记表"), ("F01",)),
    "8": (source("调查报告"), ("X-REPORT",)),
    "9": (source("公示"), ("X-PUB",)),
    "0": (source("结案报告"), ("F24",)),
}
"""Digit -> name and forms, the first that the dossier holds."""

_ROWS = (
    ("2-3", source("输入条目号，直接到这一条")),
    ("J / K", source("下一条、上一条")),
    ("N / P", source("下一份、上一份文书")),
    ("PgDn / PgUp", source("下一页、上一页")),
    ("拖框", source("在页面上拖框，选条目，扣分")),
    ("Enter", source("以当前页为证据扣分")),
    ("M", source("未见：查过相关文书没有找到，扣分")),
    ("Z", source("按住：放大镜")),
    ("空格", source("满分，到下一条未评")),
    ("A", source("本部分未评的条目都记满分，先列出来确认")),
    ("X", source("不适用，选理由")),
    ("V", source("一票否决")),
    ("B", source("加分")),
    ("L", source("亮点")),
    ("F", source("请组长看")),
    ("U", source("下一条未评")),
    ("D", source("下一条待定")),
    ("Del", source("撤回这一条的结论")),
    ("Ctrl+Z / Ctrl+Y", source("撤销、重做")),
    ("W", source("这个分数是怎样算出来的")),
    ("S", source("页面缩略图")),
    ("H", source("标出当事人、车牌号和罚款数额")),
    ("Shift+拖动", source("选取文字：Enter 以它为证据扣分，Ctrl+C 复制")),
    ("C", source("两份文书对照")),
    ("[ / ]", source("上一卷、下一卷")),
    ("T", source("横评：换卷时停在同一条")),
    ("O", source("标准另开一窗，放到第二屏")),
    ("R", source("这一条的评分历史，可恢复")),
    ("I", source("专注：只看这一条和页面")),
    ("Ctrl+Enter", source("封存评查表")),
)


def shortcut_rows() -> list[tuple[str, str]]:
    """(keys, meaning) in the window's language."""
    names = {"拖框": tr(source("拖框")), "空格": tr(source("空格")), "Shift+拖动": tr(source("Shift+拖动"))}
    rows = [(names.get(keys, keys), tr(meaning)) for keys, meaning in _ROWS]
    return rows + [(f"G {digit}", tr(name)) for digit, (name, _) in JUMPS.items()]
