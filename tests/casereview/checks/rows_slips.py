"""Rows for what defects put into real files once slipped past, and for outcomes that rest on what a region has set for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from casereview.checks.lawbook import RegionFigure
from casereview.checks.model import Elsewhere, Fined
from casereview.dossier.model import FactState
from tests.casereview.checks.builders import BASIS, NAME, NUMBER, OFFICERS, confirmed, service
from tests.casereview.checks.rows_after import COURT, LICENCE, MAJOR, SEIZED, brief, seized
from tests.casereview.checks.rows_case import HEARING, Row, row

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
    row("R-P04.none", {"F02": {"text": "询问笔录 执法证号14070001"}, "F04": {"text": "现场笔录 执法证号14070001"}, "X-AV": None, "X-CATALOG": {"text": "立案登记表"}}),
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
    # What the closing form prints beside empty boxes did not happen.
    row("R-G03.na", {"F24": {"+text": "□决定撤销立案 □移送司法机关 □作出不予处罚决定 ☑处罚决定执行完毕"}}),
    row("R-G03.na", {"F24": {"+text": "□决定撤销处罚决定"}}),
    row("R-G03.unknown", {"F24": {"+text": "☑决定撤销处罚决定"}}),
    # A record that the decision rests on has to be there; one that nobody speaks of need not.
    row("R-E04.cited", {"F04": None, "X-CATALOG": {"text": "立案"}, "F15": {"+text": "以上事实有现场笔录为证"}}),
    row("R-E04.unknown", {"F04": None, "X-CATALOG": None, "F15": {"+text": "以上事实有勘验笔录为证"}}, complete=False),
    row("R-E04.na", {"F04": None, "X-CATALOG": {"text": "立案"}}),
    row("R-E10.unknown", {"X-ID": None, "X-CATALOG": None, "F15": {"+text": "驾驶证行驶证复印件"}}, complete=False),
    row("R-E01.identity", {"F02": {"text": "询问笔录 地点:某队 询问人:甲一 记录人:乙二 被询问人:丙三"}}),
    row("R-A03.none", {"X-CATALOG": None}),
    row("R-A03.unknown", {"X-CATALOG": None}, complete=False),
    row("R-P03.two_places", {"F02": {"inquiry.start": "2024-07-08T09:20", "inquiry.end": "2024-07-08T10:00", "inquiry.place": "某队"}, "F04": {"scene.place": "某路段"}}, state=FactState.CONFIRMED),
    row("R-P03.overlap", {"F02": {"inquiry.start": "2024-07-08T09:20", "inquiry.end": "2024-07-08T10:00", "inquiry.place": "某路段"}, "F04": {"scene.place": "某路段"}}, state=FactState.CONFIRMED),
    row("R-P03.na", {"F04": None}),
    row("R-P06.member", {**HEARING, "F13": {"hearing.held_on": "2024-07-29", "hearing.chair": "庚七", "text": "听证笔录 听证员:乙二"}}),
    row("R-F05.under_way", {"F01": {"violation_end_on": None}, "F15": {"+text": "2024年7月8日驾驶货车行驶至某路段时被执法人员查获。"}}),
    row("R-F05.unknown", {"F01": {"violation_end_on": "2019-01-01", "tick": [{"label": "举报经核实", "ticked": True}]}}),
    row("R-F01.unknown", {"F01": {"text": "立案登记表 负责人审批意见签名:丁四2024年7月9日"}}),
    row("R-N11.procedural", {"F15": {"article.basis": [*BASIS, {"law": "行政处罚法", "article": "三十二"}]}}),
    row("R-X10.none", {"F21": {"substitute.performed_on": "2025-01-06"}, "X-CATALOG": {"text": "立案"}}),
    row("R-X03.na", {"F15": {"payment.on_site": None}}),
    row("R-X01.ok", {"X-RECEIPT": None, "F24": {"performed_on": "2024-08-05"}}),
    row("R-S01.ok", {"F23": {"service": [service("F15", "2024-08-19")], "mail.posted_on": "2024-08-02"}}),
    row("R-C03.urgent", {**seized("F23", {"service": [service("F08", "2024-07-10")]}), "F04": {"+text": "因情况紧急,当场实施扣押"}}),
    row("R-K02.explained", {"X-OTHER": {"licence.decided_on": "2024-09-30", "text": "专家评审十五日,不计入期限"}}, base=LICENCE),
    row("R-D10.department", {**SEIZED, "F08": {**SEIZED["F08"], "remedy.review_body": "晋中市交通运输局"}}),
    row("R-D18.unknown", {"F15": {"article.basis": [{"law": "某省道路条例", "article": "五十"}], "text": "行政处罚决定书"}}),
    row("R-L01.unsure", {"X-LEGAL": None, "X-CATALOG": {"text": "立案"}, "F11": {"+text": "拟吊销道路运输经营许可证"}}),
    brief("R-D11.missing", {"F14": {"text": "当场行政处罚决定书"}}),
    brief("R-D11.ok", {"F14": {"remedy.review_days": "60"}}),
    # A dossier without a decision owes no notice before it; stated complete or not.
    row("R-N01.unknown", base={"F01": {"procedure": "general", "text": "立案登记表"}}),
    row("R-E15.unknown", base={"F23": {"text": "送达回证"}}),
    row("R-F08.no_cell", {"F01": {"title": "立案报告表", "text": "立案报告表 案由 当事人 立案依据 负责人审批意见"}}),
    # One number for two cases: another party on another day; the same case taken in twice is none.
    row("R-D15.repeated", elsewhere=Elsewhere(numbers=(Fined("d2", "另一卷", "丙三", "", "2024-05-06", "超限运输", NUMBER.lower()),))),
    row("R-D15.ok", elsewhere=Elsewhere(numbers=(Fined("d2", "同一卷", NAME, "", "2024-07-08", "超限运输", NUMBER.lower()),))),
    # A file in which no paper was recognised lacks no paper, whatever somebody states.
    row("R-A06.unknown", base={"X-OTHER": {"text": "安徽省 北京市"}}),
    row("R-A05.unknown", base={"X-OTHER": {"text": "安徽省 北京市"}}),
]  # fmt: skip
