"""Rows of the rules on persons, filing, evidence, notice, review and decision: (outcome expected, what differs from the sound dossier)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casereview.checks.lawbook import Band, DiscretionPack
from tests.casereview.checks.builders import HIGHWAY, OFFICERS, PEOPLE, UNIT, VIOLATED, confirmed, service

Row = tuple[str, dict[str, Any], dict[str, Any]]


def row(outcome: str, changes: dict[str, Any] | None = None, **how: Any) -> Row:
    return outcome, changes or {}, how


def _banded() -> Any:
    band = Band.model_validate(
        {
            "law": "highway_safety",
            "article": 64,
            "cause": "超限",
            "band": "较轻",
            "min": "500",
            "max": "2000",
            "from": "2020-01-01",
        }
    )
    pack = DiscretionPack(title="裁量", source="本单位", confirmed=True, bands=(band,))
    return replace(confirmed(), discretion=pack)


def _from_memory() -> Any:
    """The packs, with old numbers of the Penalty Act that nobody has compared."""
    packs = confirmed()
    marks = tuple(mark.model_copy(update={"confirmed": False}) for mark in packs.articles.fingerprints)
    return replace(packs, articles=packs.articles.model_copy(update={"fingerprints": marks}))


HEARING: dict[str, Any] = {
    "F11": {
        "notice.amount": "60000",
        "notice.right": ["statement", "hearing"],
        "+text": "你单位可在收到之日起五日内要求举行听证。",
    },
    "F15": {"decision.amount": "60000", "decision.amount_cn": "60000"},
    "F12": {"hearing.chair": "庚七", "text": "听证通知书 回避"},
    "F13": {"hearing.held_on": "2024-07-29", "hearing.chair": "庚七", "text": "听证笔录"},
    "F23": {"service": [service("F11", "2024-07-17"), service("F12", "2024-07-18"), service("F15", "2024-07-31")]},
}
REVIEWED_AFTER_HEARING = {"X-LEGAL": {"legal_review.finished_on": "2024-07-30"}}
STRANGER = [{"name": "己六", "cert_no": "14070009"}]

PERSONS = [
    row("R-P01.single", {"F02": {"officer": OFFICERS[:1], "text": "询问笔录 询问人:甲一"}}),
    row("R-P01.ok", {"F02": {"officer": OFFICERS[:1], "text": "询问人:甲一 执法证号分别是14070001、14070002"}}),
    row("R-P01.unknown", {"F02": {"officer": None, "text": "询问笔录"}}),
    row("R-P02.stranger", {"F02": {"officer": [*OFFICERS, *STRANGER]}}),
    row("R-P02.expired", unit=replace(UNIT, people=(replace(PEOPLE[0], certificates=(replace(PEOPLE[0].certificates[0], valid_to=date(2023, 1, 1)),)), *PEOPLE[1:]))),
    row("R-P02.no_number", {form: {"officer": [{"name": "甲一", "cert_no": ""}, OFFICERS[1]]} for form in ("F02", "F04", "X-REPORT")}),
    row("R-P02.other_number", {form: {"officer": [{"name": "甲一", "cert_no": "999"}, OFFICERS[1]]} for form in ("F02", "F04", "X-REPORT")}),
    row("R-P02.unknown", unit=None),
    row("R-P02.unknown", {"F02": {"officer": [*OFFICERS, *STRANGER]}}, unit=replace(UNIT, register_complete_on=None)),
    row("R-P03.overlap", {"F02": {"inquiry.start": "2024-07-08T09:20", "inquiry.end": "2024-07-08T10:00"}}),
    row("R-P03.unknown", {"F02": {"inquiry.end": None}}),
    row("R-P04.none", {"F02": {"text": "询问笔录"}, "F04": {"text": "现场笔录"}, "X-AV": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-P04.unsure", {"F02": {"text": "询问笔录"}, "F04": {"text": "现场笔录"}}),
    row("R-P04.preprinted", {"F02": {"text": "询问笔录 这是我们的执法证件"}, "F04": {"text": "现场笔录"}}),
    row("R-P04.unknown", {"F02": {"text": "询问笔录", "ocr": True}, "F04": {"text": "现场笔录", "ocr": True}}),
    row("R-P05.none", {"F02": {"text": "询问笔录"}}),
    row("R-P05.preprinted", {"F02": {"text": "询问笔录 有权申请回避"}}),
    row("R-P05.unknown", {"F02": {"text": "询问笔录", "ocr": True}}),
    row("R-P06.ok", HEARING),
    row("R-P06.chair", {**HEARING, "F13": {"hearing.held_on": "2024-07-29", "hearing.chair": "甲一"}}),
    row("R-P06.same_name", {**HEARING, "F13": {"hearing.held_on": "2024-07-29", "hearing.chair": "甲一", "enforcement_body": "另一局"}}),
    row("R-P06.unknown", {**HEARING, "F12": {"text": "听证通知书"}, "F13": {"hearing.held_on": "2024-07-29"}}),
    row("R-P07.handler", {**HEARING, "X-LEGAL": {"legal_review.reviewer": "甲一"}}),
    row("R-P07.voluntary", {"X-LEGAL": {"legal_review.reviewer": "甲一"}}),
    row("R-P07.unknown", {"X-LEGAL": {"legal_review.reviewer": None}}),
    row("R-P08.unqualified", unit=replace(UNIT, people=(*PEOPLE[:2], replace(PEOPLE[2], qualification="")))),
    row("R-P08.unknown", unit=replace(UNIT, people=PEOPLE[:2])),
    row("R-P09.differs", {"F11": {"enforcement_body": "另一局"}}),
    row("R-P09.unknown", {form: {"enforcement_body": None} for form in ("F01", "F11", "F15")}),
]  # fmt: skip

FILING = [
    row("R-F01.none", {"F01": None, "X-CATALOG": {"text": "现场笔录"}}),
    row("R-F01.undated", {"F01": {"filed_on": None, "text": "立案登记表 负责人审批意见:同意 签名: 年 月 日"}}),
    row("R-F01.unknown", {"F01": {"filed_on": None}}),
    row("R-F01.unknown", {"F01": None, "X-CATALOG": None}, complete=False),
    row("R-F02.after_decision", {"F01": {"filed_on": "2024-08-01"}}),
    row("R-F02.after_notice", {"F01": {"filed_on": "2024-07-20"}}),
    row("R-F02.inquiry_first", {"F01": {"filed_on": "2024-07-10"}}),
    row("R-F02.unknown", {"F01": {"filed_on": None}}),
    row("R-F02.unknown", {"X-REPORT": {"filed_on": "2024-07-11"}}),
    row("R-F03.slow", {"F01": {"accepted_on": "2024-06-03"}}),
    row("R-F03.late", {"F01": {"accepted_on": "2024-06-03"}}, packs=confirmed(filing_days="7")),
    row("R-F03.unknown", {"F01": {"accepted_on": None}}),
    row("R-F04.unticked", {"F01": {"tick": [{"label": "举报经核实", "ticked": False}]}}),
    row("R-F04.unsupported", {"F01": {"tick": [{"label": "举报经核实", "ticked": True}]}}),
    row("R-F04.unknown", {"F01": {"tick": None}}),
    row("R-F05.expired", {"F01": {"violation_end_on": "2019-01-01"}}),
    row("R-F05.perhaps", {"F01": {"violation_end_on": "2021-01-01"}}),
    row("R-F05.unknown", {"F01": {"violation_end_on": None}}),
    row("R-F06.late", {"F15": {"decision.made_on": "2024-10-08"}}),
    row("R-F06.ok", {"F15": {"decision.made_on": "2024-10-07"}}),
    row("R-F06.ok", {"F15": {"decision.made_on": "2024-10-30"}, "X-EXTEND": {"extension.approved_on": "2024-10-01"}}),
    row("R-F06.extended_late", {"F15": {"decision.made_on": "2024-10-30"}, "X-EXTEND": {"extension.approved_on": "2024-10-20"}}),
    row("R-F06.explained", {"F15": {"decision.made_on": "2024-10-30"}, "X-APPRAISAL": {}}),
    row("R-F06.unknown", {"F15": {"decision.made_on": None}}),
    row("R-F07.future", {"F24": {"closed_on": "2030-01-01"}}),
    row("R-F07.early", {"F15": {"violation_start_on": "2024-07-20"}}),
    row("R-F07.disorder", {"X-BK": {"archived_on": "2024-08-01"}}),
    row("R-F07.unknown", {"F01": {"filed_on": "2024-13-45"}}),
]  # fmt: skip

FORM = "立案登记表 案由 受案时间 当事人 立案依据 负责人审批意见"
FILING += [
    row("R-F08.ok", {"F01": {"cause": "超限", "text": FORM}}),
    row("R-F08.incomplete", {"F01": {"cause": "超限", "text": "立案登记表"}}),
    row("R-F08.unknown", {"F01": {"cause": None}}),
]  # fmt: skip

SAVED = {"reg_save.approved_on": "2024-10-14", "reg_save.start_on": "2024-10-14", "reg_save.disposed_on": "2024-10-23"}
EVIDENCE = [
    row("R-E01.backwards", {"F02": {"inquiry.end": "2024-07-09T09:40"}}),
    row("R-E01.incomplete", {"F02": {"text": "询问笔录 询问人 被询问人"}}),
    row("R-E01.odd", {"F02": {"inquiry.end": "2024-07-09T16:40"}}),
    row("R-E01.unknown", {"F02": {"inquiry.start": None}}),
    row("R-E01.unknown", {"F02": {"inquiry.start": "2024-07-09"}}),
    row("R-E02.several", {"F02": {"inquiry.interviewee": ["丙三", "辛八"]}}),
    row("R-E02.unknown", {"F02": {"inquiry.interviewee": None, "text": "询问笔录"}}),
    row("R-E04.backwards", {"F04": {"scene.end": "2024-07-08T08:40"}}),
    row("R-E04.incomplete", {"F04": {"text": "现场笔录"}}),
    row("R-E04.plate", {"F15": {"vehicle_plate": "晋K·T0009"}}),
    row("R-E04.unknown", {"F04": {"scene.start": None}}),
    row("R-E05.ok", {"F06": SAVED}),
    row("R-E05.late", {"F06": SAVED | {"reg_save.approved_on": "2024-10-17"}}),
    row("R-E05.next_day", {"F06": SAVED | {"reg_save.approved_on": "2024-10-15"}}),
    row("R-E05.none", {"F06": SAVED | {"reg_save.approved_on": None}}),
    row("R-E05.unknown", {"F06": SAVED | {"reg_save.start_on": None}}),
    row("R-E06.ok", {"F06": SAVED}),
    row("R-E06.late", {"F06": SAVED | {"reg_save.disposed_on": "2024-10-24"}}),
    row("R-E06.stated_late", {"F06": SAVED | {"reg_save.end_on": "2024-10-25"}}),
    row("R-E06.none", {"F06": SAVED | {"reg_save.disposed_on": None}}),
    row("R-E06.unknown", {"F06": SAVED | {"reg_save.start_on": None}}),
    row("R-E08.ok", {"F05": {}}),
    row("R-E08.none", {"X-APPRAISAL": {"text": "检测报告 样品编号1"}}),
    row("R-E08.mentioned", {"X-REPORT": {"+text": "抽样检测"}}),
    row("R-E08.unknown", {"X-APPRAISAL": {"text": "检测报告 样品编号1"}, "X-CATALOG": None}, complete=False),
    row("R-E09.ok", {"X-APPRAISAL": {"appraisal.made_on": "2024-07-10"}, "F11": {"+text": "称重检测结果为超限"}}),
    row("R-E09.after_notice", {"X-APPRAISAL": {"appraisal.made_on": "2024-07-20"}}),
    row("R-E09.untold", {"X-APPRAISAL": {"appraisal.made_on": "2024-07-10"}, "F04": {"text": "现场笔录"}}),
    row("R-E09.unknown", {"X-APPRAISAL": {}}),
    row("R-E10.none", {"X-ID": {"text": "营业执照"}}),
    row("R-E10.unknown", {"X-ID": {"text": "营业执照", "ocr": True}}),
    row("R-E11.incomplete", {"X-PHOTO": {"text": "照片说明"}}),
    row("R-E11.purpose", {"X-PHOTO": {"text": "拍摄时间:2024年7月8日 拍摄地点:某路段 拍摄人:甲一"}}),
    row("R-E11.unknown", {"X-PHOTO": {"text": "照片", "ocr": True}}),
    row("R-E12.ok", {"X-MONREV": {"monitoring.reviewed_on": "2024-07-10"}}),
    row("R-E12.none", {"F15": {"+text": "非现场执法"}}),
    row("R-E12.after_notice", {"X-MONREV": {"monitoring.reviewed_on": "2024-07-20"}}),
    row("R-E12.unknown", {"X-MONREV": {}}),
    row("R-E14.later", {"F02": {"inquiry.start": "2024-07-20T10:00"}}),
    row("R-E14.changed", {"F02": {"inquiry.start": "2024-07-20T10:00"}, "F15": {"article.violated": [*VIOLATED, {"law": HIGHWAY, "article": "四十三"}]}}),
    row("R-E14.unknown", {"F11": {"notice.made_on": None}}),
    row("R-E15.none", {"X-ID": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-E15.differs", {"X-ID": {"party.name": None, "text": "营业执照 别家公司"}}),
    row("R-E15.unknown", {"X-ID": None, "X-CATALOG": None}, complete=False),
]  # fmt: skip

ASKED = {"X-HREQ": {"hearing.requested_on": "2024-07-19"}}
STATED = {
    "X-STATE": {"statement.received_on": "2024-07-18", "text": "陈述申辩笔录"},
    "F15": {"text": "行政处罚决定书"},
    "X-REPORT": {"text": "报告"},
}
NOTICE = [
    row("R-N01.none", {"F11": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-N01.after_decision", {"F23": {"service": [service("F11", "2024-08-01")]}}),
    row("R-N01.unserved", {"F23": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-N01.implied", {"F23": {"service": [service("F15", "2024-07-31")]}, "X-WAIVER": {"waiver.signed_on": "2024-07-18"}}),
    row("R-N01.unknown", {"F23": {"service": None}}),
    row("R-N01.unknown", {"F11": None, "X-CATALOG": None}, complete=False),
    row("R-N02.incomplete", {"F11": {"text": "违法行为通知书 拟作出罚款"}}),
    row("R-N02.unknown", {"F11": {"text": "违法行为通知书", "ocr": True}}),
    row("R-N03.hearing_period", {**HEARING, "F13": None, "F12": None, "F15": {"decision.made_on": "2024-07-24", "decision.amount": "60000"}}),
    row("R-N03.ok", {**HEARING, "F13": None, "F12": None, "F15": {"decision.made_on": "2024-07-25", "decision.amount": "60000"}}),
    row("R-N03.unconfirmed", {**HEARING, "F13": None, "F12": None, "F15": {"decision.made_on": "2024-07-24"}}, packs=None, unit=None, shipped=True),
    row("R-N03.granted_period", {"F11": {"+text": "你可在三日内进行陈述"}, "F15": {"decision.made_on": "2024-07-19"}}),
    row("R-N03.statement_period", {"F15": {"decision.made_on": "2024-07-19"}}),
    row("R-N03.ok", {"F15": {"decision.made_on": "2024-07-19"}, "X-WAIVER": {"waiver.signed_on": "2024-07-18", "waiver.right": "statement"}}),
    row("R-N03.unknown", {"F23": {"service": None}}),
    row("R-N04.ok", HEARING),
    row("R-N04.untold", {**HEARING, "F11": {"notice.amount": "60000", "notice.right": [{"label": "hearing", "ticked": False}]}}),
    row("R-N04.unconfirmed", {**HEARING, "F11": {"notice.amount": "60000", "notice.right": [{"label": "hearing", "ticked": False}]}}, packs=None, unit=None, shipped=True),
    row("R-N04.unknown", {**HEARING, "F11": {"notice.amount": "60000", "notice.right": None, "text": "□听证"}}),
    row("R-N05.ok", HEARING),
    row("R-N05.three_days", {**HEARING, "F11": {"notice.amount": "60000", "notice.right": ["hearing"], "+text": "可在三日内要求举行听证。"}}),
    row("R-N05.preprinted", {"F11": {"+text": "□可在三日内要求举行听证。"}}),
    row("R-N05.unknown", {"F11": {"notice.made_on": None}}),
    row("R-N06.ok", {**HEARING, **ASKED}),
    row("R-N06.not_held", {**HEARING, "F12": None, "F13": None, **ASKED}),
    row("R-N06.explained", {**HEARING, "F13": None, **ASKED}),
    row("R-N06.unknown", {**HEARING, "F12": None, "F13": None, "F23": {"service": None}, **ASKED}),
    row("R-N07.ok", HEARING),
    row("R-N07.short", {**HEARING, "F13": {"hearing.held_on": "2024-07-26"}}),
    row("R-N07.agreed", {**HEARING, "F13": {"hearing.held_on": "2024-07-26", "text": "当事人同意缩短通知时间"}}),
    row("R-N07.unknown", {**HEARING, "F13": {"text": "听证笔录"}}),
    row("R-N08.ok", HEARING),
    row("R-N08.before_hearing", {**HEARING, "F13": {"hearing.held_on": "2024-08-01"}}),
    row("R-N08.same_day", {**HEARING, "F13": {"hearing.held_on": "2024-07-30"}}),
    row("R-N08.unknown", {**HEARING, "F13": {"text": "听证笔录"}}),
    row("R-N09.ok", {**STATED, "X-STATE": {"statement.received_on": "2024-07-18", "text": "陈述申辩笔录 复核意见:不予采纳"}}),
    row("R-N09.ignored", STATED),
    row("R-N09.decision_only", {**STATED, "F15": {"text": "陈述申辩理由不予采纳"}}),
    row("R-N09.unknown", {**STATED, "F15": {"text": "决定", "ocr": True}}),
    row("R-N10.heavier", {"F15": {"decision.amount": "5000"}}),
    row("R-N10.new_kind", {"F15": {"+text": "决定给予吊销许可证"}}),
    row("R-N10.unknown", {"F11": {"notice.amount": None}}),
    row("R-N11.added", {"F15": {"article.violated": [*VIOLATED, {"law": HIGHWAY, "article": "四十三"}]}}),
    row("R-N11.unknown", {"F11": {"article.basis": None}}),
    row("R-N12.outdated", {"F11": {"+text": "根据《中华人民共和国行政处罚法》第三十一条的规定告知你"}}),
    row("R-N12.outdated", {"F15": {"+text": "《中华人民共和国行政处罚法》第五十一条的规定加处罚款"}}),
    row("R-N12.number_only", {"F15": {"+text": "《中华人民共和国行政处罚法》第五十一条的规定加处罚款"}}, packs=_from_memory()),
    row("R-N12.unknown", {"F15": {"decision.made_on": None}}),
    row("R-N13.ok", {"X-WAIVER": {"waiver.signed_on": "2024-07-18"}}),
    row("R-N13.before_notice", {"X-WAIVER": {"waiver.signed_on": "2024-07-11"}}),
    row("R-N13.before_service", {"X-WAIVER": {"waiver.signed_on": "2024-07-17"}, "F23": {"service": [service("F11", "2024-07-18")]}}),
    row("R-N13.undated", {"X-WAIVER": {"text": "自愿放弃 年 月 日"}}),
    row("R-N13.unknown", {"X-WAIVER": {"text": "自愿放弃"}}),
]  # fmt: skip

DISCUSSED = {
    "X-DISC": {
        "discussion.held_on": "2024-07-26",
        "text": "讨论时间:2024年7月26日 主持人 记录人 出席人员 讨论记录 结论性意见:一致同意",
    }
}
MAJOR = {"X-REPORT": {"+text": "本案情节复杂"}}
REVIEW = [
    row("R-L01.none", {**HEARING, "X-LEGAL": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-L01.refused", {**HEARING, "X-LEGAL": {"legal_review.result": "审核不通过"}}),
    row("R-L01.catalogue", {"X-LEGAL": None, "X-CATALOG": {"text": "立案"}}, packs=confirmed(unit_review_amount="1000")),
    row("R-L01.advised", {**HEARING, "X-LEGAL": {"legal_review.result": "建议修改"}}),
    row("R-L01.unknown", {**HEARING, "X-LEGAL": None, "X-CATALOG": None}, complete=False),
    row("R-L02.after_decision", {**HEARING, "X-LEGAL": {"legal_review.finished_on": "2024-07-31"}}),
    row("R-L02.voluntary", {"X-LEGAL": {"legal_review.finished_on": "2024-07-31"}}),
    row("R-L02.late", {"X-LEGAL": {"legal_review.finished_on": "2024-07-18"}}),
    row("R-L02.unknown", {"X-LEGAL": {"legal_review.finished_on": None}}),
    row("R-L03.no_opinion", {"X-LEGAL": {"legal_review.result": None, "text": "法制审核表"}}),
    row("R-L03.undated", {"X-LEGAL": {"legal_review.finished_on": None, "text": "法制审核表"}}),
    row("R-L03.unsigned", {"X-LEGAL": {"legal_review.reviewer": None, "text": "法制审核表"}}),
    row("R-L03.unknown", {"X-LEGAL": {"legal_review.reviewer": None, "text": "法制审核表", "ocr": True}}),
    row("R-L04.hearing_after", HEARING),
    row("R-L04.ok", {**HEARING, **REVIEWED_AFTER_HEARING}),
    row("R-L04.later_evidence", {"F02": {"inquiry.start": "2024-07-20T10:00"}}),
    row("R-L04.unknown", {"X-LEGAL": {"legal_review.finished_on": None}}),
    row("R-L05.slow", {"X-LEGAL": {"legal_review.submitted_on": "2024-07-01"}}),
    row("R-L05.late", {"X-LEGAL": {"legal_review.submitted_on": "2024-07-01"}}, packs=confirmed(legal_review_days="5")),
    row("R-L05.unknown", {"X-LEGAL": {"legal_review.submitted_on": None}}),
    row("R-L06.lacking", {"X-LEGAL": {"text": "法制审核表"}}),
    row("R-L06.unknown", {"X-LEGAL": {"text": "法制审核表", "ocr": True}}),
    row("R-D01.ok", DISCUSSED),
    row("R-D01.none", MAJOR),
    row("R-D01.indicated", HEARING),
    row("R-D01.unknown"),
    row("R-D02.ok", DISCUSSED),
    row("R-D02.after_decision", {**MAJOR, "X-DISC": {"discussion.held_on": "2024-08-01"}}),
    row("R-D02.voluntary", {"X-DISC": {"discussion.held_on": "2024-08-01"}}),
    row("R-D02.hearing_after", {**HEARING, **DISCUSSED}),
    row("R-D02.statement_after", {**DISCUSSED, "X-STATE": {"statement.received_on": "2024-07-29"}}),
    row("R-D02.unknown", {"X-DISC": {}}),
    row("R-D16.ok", DISCUSSED),
    row("R-D16.incomplete", {"X-DISC": {"text": "集体讨论记录"}}),
    row("R-D16.roles", {"X-DISC": {"text": "时间:2024年 出席人员 讨论记录 一致同意"}}),
    row("R-D16.unknown", {"X-DISC": {"text": "集体讨论记录", "ocr": True}}),
]  # fmt: skip

DECISION = [
    row("R-D03.incomplete", {"F15": {"text": "行政处罚决定书 当事人"}}),
    row("R-D03.unknown", {"F15": {"text": "行政处罚决定书", "ocr": True}}),
    row("R-D05.words", {"F15": {"decision.amount_cn": "3000"}}),
    row("R-D05.papers", {"F24": {"closing.amount": "3000"}}),
    row("R-D05.receipts", {"X-RECEIPT": {"paid_amount": "1500"}}),
    row("R-D05.unknown", {"F15": {"decision.amount": None}}),
    row("R-D06.over", {"F15": {"decision.amount": "30001"}}),
    row("R-D06.below", {"F15": {"decision.amount": "900", "article.basis": [{"law": "道路运输条例", "article": "六十九", "paragraph": "一"}]}}),
    row("R-D06.between", {"F01": {"found_at": "2023-07-01T09:00"}, "F15": {"decision.amount": "2500", "article.basis": [{"law": "道路运输条例", "article": "六十九"}, {"law": "道路运输条例", "article": "六十八", "paragraph": "一"}]}}),
    row("R-D06.unknown", {"F15": {"article.basis": [{"law": "某省公路条例", "article": "十"}]}}),
    row("R-D06.unknown", {"F15": {"decision.amount": "60000", "article.basis": [{"law": "道路运输条例", "article": "六十三", "item": "一"}]}}),
    row("R-D07.silent", {"X-REPORT": {"text": "报告"}}, packs=_banded()),
    row("R-D07.ok", {"F15": {"+text": "按照裁量基准属于较轻"}}, packs=_banded()),
    row("R-D07.outside", {"F15": {"decision.amount": "3000", "+text": "按照裁量基准属于较轻"}}, packs=_banded()),
    row("R-D07.unknown"),
    row("R-D08.differs", {"F15": {"party.name": "晋中样例货运公司"}}),
    row("R-D08.ocr_differs", {"F15": {"party.name": "晋中样例货运公司", "ocr": True}}),
    row("R-D08.unknown", {"F15": {"party.name": "晋中样例货运公司", "+text": "企业名称变更登记"}}),
    row("R-D09.wrong", {"X-ID": {"party.uscc": "91140700MA0TEXT01X"}}),
    row("R-D09.wrong", {"X-ID": {"party.uscc": None, "party.id_no": "140702199003070017"}}),
    row("R-D09.ok", {"X-ID": {"party.uscc": None, "party.id_no": "140702199003070016"}}),
    row("R-D09.ok", {"X-ID": {"party.uscc": "91350100M000100Y43", "party.id_no": "11010519491231002X"}}),
    row("R-D09.differ", {"F15": {"party.uscc": "91350100M000100Y43"}}),
    row("R-D09.unknown", {"X-ID": {"party.uscc": None}}),
    row("R-D10.department", {"F15": {"remedy.review_body": "晋中市交通运输局"}}),
    row("R-D10.department", {"F15": {"remedy.review_body": "晋中市人民政府或者山西省交通运输厅"}}),
    row("R-D10.ok", {"F15": {"remedy.review_body": "晋中市人民政府(行政复议机构:晋中市司法局)"}}),
    row("R-D10.ok", {"F15": {"remedy.review_body": "晋中市人民政府行政复议委员会"}}),
    row("R-D10.other_level", {"F15": {"remedy.review_body": "太原市人民政府"}}),
    row("R-D10.unknown", {"F15": {"remedy.review_body": None}}),
    row("R-D11.three_months", {"F15": {"remedy.suit_months": "3"}}),
    row("R-D11.short", {"F15": {"remedy.review_days": "30"}}),
    row("R-D11.missing", {"F15": {"remedy.suit_months": None, "text": "行政处罚决定书"}}),
    row("R-D11.unknown", {"F15": {"remedy.suit_months": None, "text": "行政处罚决定书", "ocr": True}}),
    row("R-D12.before_approval", {"X-REPORT": {"leader_approved_on": "2024-08-02"}}),
    row("R-D12.disorder", {"X-REPORT": {"report_on": "2024-07-20"}}),
    row("R-D12.unknown", {"X-REPORT": {"report_on": None, "leader_approved_on": None}}),
    row("R-D13.no_article", {"F15": {"article.basis": [{"law": HIGHWAY, "article": ""}]}}),
    row("R-D13.not_in_force", {"F15": {"article.basis": [{"law": "公路管理条例", "article": "三十一"}]}}),
    row("R-D13.ok", {"F01": {"found_at": "2009-01-01T00:00"}, "F15": {"decision.made_on": "2010-03-01"}}),
    row("R-D13.coarse", {"F15": {"article.basis": [{"law": "道路运输条例", "article": "六十三"}]}}),
    row("R-D13.unknown", {"F15": {"article.basis": None, "article.violated": None}}),
    row("R-D14.none", {"F15": {"text": "行政处罚决定书"}}),
    row("R-D14.unknown", {"F15": {"text": "行政处罚决定书", "ocr": True}}),
    row("R-D15.year", {"F15": {"decision.no": "晋榆交执罚〔2019〕001号"}}),
    row("R-D15.brackets", {"F15": {"decision.no": "晋榆交执罚(2024)001号"}}),
    row("R-D15.unknown", {"F15": {"decision.no": None}, "F01": {"case_no": None}}),
    row("R-D18.silent", {"F15": {"article.basis": [{"law": "道路运输条例", "article": "六十三", "item": "一"}]}}),
    row("R-D18.ok", {"F15": {"article.basis": [{"law": "道路运输条例", "article": "六十三", "item": "一"}], "+text": "无违法所得"}}),
    row("R-D18.unknown", {"F15": {"article.basis": None}}),
]  # fmt: skip

ROWS: list[Row] = [*PERSONS, *FILING, *EVIDENCE, *NOTICE, *REVIEW, *DECISION]
