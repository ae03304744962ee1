"""Rows for what defects put into real files once slipped past, and for outcomes that rest on what a region has set for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from casereview.checks.law import RegionFigure
from casereview.dossier.model import FactState
from tests.casereview.checks.builders import BASIS, OFFICERS, confirmed, service
from tests.casereview.checks.rows_after import COURT, MAJOR, SEIZED, brief, seized
from tests.casereview.checks.rows_case import Row, row

_DECIDED = "当事人某某 违法事实及证据:经查超限。依据《公路安全保护条例》第六十四条,决定给予罚款2000元。十五日内缴至银行。某局 2024年6月30日"


def _region(**said: Any) -> Any:
    """Packs whose region says something of its own."""
    packs = confirmed()
    return replace(packs, region=packs.region.model_copy(update=said))


def _figures(**told: str) -> Any:
    """Local figures that nobody has confirmed yet."""
    figures = {name: RegionFigure(value=value, source="本单位") for name, value in told.items()}
    return _region(figures={**confirmed().region.figures, **figures})


_LOCAL_LAW = tuple(law.model_copy(update={"confirmed": True}) for law in confirmed().region.local_law)

ROWS: list[Row] = [
    # The digits of an identity card are no certificate of a second officer.
    row("R-P01.single", {"F02": {"officer": OFFICERS[:1], "text": "询问人:甲一 执法证号14070001 执法证号/现场人员身份证件号140702198209140011"}}),
    # The label of a certificate's number is on every form.
    row("R-P04.none", {"F02": {"text": "询问笔录 执法证号14070001"}, "F04": {"text": "现场笔录 执法证号14070001"}}),
    row("R-P04.preprinted", {"F02": {"text": "询问笔录 向你出示执法证"}, "F04": {"text": "现场笔录"}}),
    # A date is no period of retention.
    row("R-A06.incomplete", {"X-COVER": {"text": "案号 案由 当事人 执法机关某局 处理结果 立案时间2024年7月9日 立卷人"}}),
    # "Whoever does not apply for reconsideration" tells nobody that one may.
    row("R-D03.incomplete", {"F15": {"text": _DECIDED + "逾期不申请行政复议、不提起行政诉讼又不履行的,申请法院执行。"}}),
    # June is no period of six months.
    row("R-D11.missing", {"F15": {"remedy.suit_months": None, "text": _DECIDED + "六十日内申请行政复议"}}),
    row("R-D11.three_months", {"F08": {"remedy.suit_months": "6", "remedy.review_days": "60"}, "F15": {"remedy.suit_months": "3"}}),
    # "Within … of receiving this decision" is printed on every decision: nobody acknowledges anything by it.
    row("R-S01.none", {"F23": None, "X-RECEIPT": None, "X-CATALOG": {"text": "立案登记表"}, "F15": {"+text": "自收到本决定书之日起十五日内缴纳"}}),
    row("R-S01.unknown", {"F23": None, "X-RECEIPT": None, "X-CATALOG": {"text": "立案登记表"}, "F15": {"+text": "本人已收到本决定书 丙三"}}),
    row("R-X09.outside", {**COURT, "X-COURT": {"court.applied_on": "2025-01-20", "text": "未申请行政复议、未提起行政诉讼,请贵院裁定准予强制执行"}}),
    row("R-X09.explained", {**COURT, "X-COURT": {"court.applied_on": "2025-05-20", "text": "当事人曾提起行政诉讼,现已终审"}}),
    row("R-F08.ok", {"F01": {"text": "立案审批表 案由 受案日期 当事人 涉嫌违反《公路安全保护条例》 领导审批意见"}}),
    row("R-N12.outdated", {"F11": {"+text": "根据《中华人民共和国行政处罚法》第三十一条、第三十二条的规定,你单位如有异议,可以陈述申辩。"}}),
    row("R-C10.charged", seized("X-RECEIPT", {"text": "收入项目停车保管费 金额(大写)人民币壹仟元整(小写)¥1,000.00"})),
    row("R-C10.words", {**SEIZED, "F10": {"text": "解除决定书 退还财物清单 停车费另付"}, "F08": {**SEIZED["F08"], "+text": "不收取保管费"}}),
    brief("R-J03.ok", {"F14": {"text": "当事人丙三 2024年7月8日在某路段,你的行为违反了《公路安全保护条例》,依据《公路安全保护条例》第六十四条罚款200元。申请行政复议。某局", "article.basis": BASIS}}),
    row("R-S07.unproved", {"F15": {"+text": "自收到本决定书之日起"}, "X-RECEIPT": {"paid_on": None}, "F23": {"service": [service("F11", "2024-07-17")]}}),
    row("R-D18.other_cause", {"X-REPORT": {"+text": "经核实违法所得800元。"}}),
    row("R-D18.na", {"X-REPORT": {"+text": "没有违法所得。"}}),
    row("R-B01.late", {**MAJOR, "X-OTHER": {"filing.on": "2024-09-10"}}, packs=_region(local_law=_LOCAL_LAW)),
    row("R-D15.core_differs", {"F24": {"case_no": "晋榆交执罚〔2024〕009号"}}, packs=_region(one_number_per_case="yes")),
    row("R-N02.reasons", {"F11": {"text": "经查明,你单位有超限运输行为,依据《公路安全保护条例》第六十四条的规定,拟作出罚款2000元的处罚决定。你单位有陈述、申辩的权利。"}}),
    row("R-P09.different", {"F11": {"enforcement_body": "另一局"}}, state=FactState.CONFIRMED),
    row("R-V02.suggested", {**SEIZED, "X-AV": None, "X-CATALOG": {"text": "立案"}}, packs=_figures(av_required_forms="F08 F13")),
]  # fmt: skip
