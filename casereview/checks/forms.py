"""Which form a title in words means: receipts and catalogues name papers, facts name forms."""

from __future__ import annotations

import re
from functools import cache

from casereview.text import squeeze

# The first pattern that matches wins: the longer titles stand first.
_TITLES: tuple[tuple[str, str], ...] = (
    ("F07", r"解除(?:证据)?(?:先行)?登记保存"),
    ("F06", r"登记保存"),
    ("F10", r"解除(?:行政)?强制措施|解除(?:扣押|查封)"),
    ("F09", r"延长.*(?:强制措施|扣押|查封).*期限"),
    ("F08", r"强制措施(?:决定书|凭证)|(?:扣押|查封)决定书|车辆暂扣凭证"),
    ("F13", r"听证笔录"),
    ("F11", r"违法行为通知书|(?:事先|事前|意见|听证)告知书"),
    ("F12", r"听证(?:会)?通知书"),
    ("F14", r"当场.{0,3}处罚决定书"),
    ("F19", r"催告书"),
    ("F15", r"处罚决定书"),
    ("F17", r"(?:分期|延期).*缴纳罚款|缴纳罚款通知"),
    ("F16", r"责令.*改正"),
    ("F22", r"(?:中止|终结|恢复).*强制执行"),
    ("F20", r"强制执行决定书"),
    ("F21", r"代履行决定书"),
    ("F18", r"执行公告"),
    ("F24", r"结案(?:报告|审批)"),
    ("F01", r"立案(?:登记|审批)"),
    ("F02", r"询问笔录"),
    ("F03", r"勘验.{0,4}笔录"),
    ("F04", r"现场.{0,6}笔录|检查笔录"),
    ("F05", r"抽样取证"),
    ("F23", r"送达回[证执]"),
    ("X-LEGAL", r"法制审核"),
    ("X-DISC", r"集体讨论|案件审议记录"),
    ("X-REPORT", r"调查(?:终结)?报告|处理意见书"),
    ("X-RECEIPT", r"票据|缴款书|收据"),
    ("X-PUB", r"公示"),
    ("X-AV", r"视听资料|音像|光盘"),
    ("X-WAIVER", r"放弃(?:陈述|听证)"),
    ("X-STATE", r"陈述申辩(?:笔录|书)|复核意见"),
    ("X-ID", r"身份证|营业执照|主体资格|道路运输证|行驶证|驾驶证"),
    ("X-BK", r"备考表"),
    ("X-APPR", r"(?:登记保存|强制措施|延长|解除).*审批"),
    ("X-TRANSFER", r"移送[书函]"),
    ("X-ADDR", r"送达地址确认书|送达信息确认书"),
    ("X-HREPORT", r"听证报告"),
    ("X-EXTEND", r"延长.{0,6}(?:办案|办理)期限"),
    ("X-PAPPR", r"处罚审批表|处理审批表"),
    ("X-COURT", r"强制执行申请书"),
    ("X-PHOTO", r"照片|证据粘贴"),
    ("X-APPRAISAL", r"(?:检测|检验|鉴定)(?:报告|意见)|称重单"),
    ("X-MONREV", r"监控记录审核"),
    ("X-DELAY", r"(?:分期|延期).{0,8}申请"),
)

CATALOGUE_WORDS = dict(_TITLES)


@cache
def form_named(title: str) -> str:
    """The form of a title, or of a code as it is; "" where no form fits."""
    text = squeeze(title)
    if re.fullmatch(r"F\d\d|X-[A-Z]+", text):
        return text
    return next((form for form, pattern in _TITLES if re.search(pattern, text)), "")
