"""Rows of the rules on service, performance, measures, archive, publicity, recording, summary procedure, transfer and licences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casereview.checks.model import Act, Elsewhere, Fined
from casereview.units.model import Figure
from tests.casereview.checks.builders import OFFICERS, SUMMARY, UNIT, confirmed, service
from tests.casereview.checks.rows_case import Row, row


def brief(outcome: str, changes: dict[str, Any] | None = None, **how: Any) -> Row:
    """A row on the sound dossier of the summary procedure."""
    return row(outcome, changes, base=SUMMARY, **how)


def figures(**values: str) -> Any:
    return replace(
        UNIT, figures=tuple(Figure(name, value, date(2025, 12, 31), "台账") for name, value in values.items())
    )


def by(method: str, **more: Any) -> dict[str, Any]:
    return {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-07-31", method)], **more}}


PUBLIC = by("公告送达")
SERVICE = [
    row("R-S01.late", {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-08-09")]}}),
    row("R-S01.ok", {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-08-08")]}}),
    row("R-S01.tried", {"F23": {"service": [service("F15", "2024-08-09")], "service.attempted_on": "2024-08-01"}}),
    row("R-S01.none", {"F23": None, "X-RECEIPT": None, "X-CATALOG": {"text": "立案登记表"}}),
    row("R-S01.unknown", {"F23": {"service": None}}),
    row("R-S02.incomplete", {"F23": {"service": [service("F15", None)]}}),
    row("R-S02.relation", {"F23": {"text": "送达回证 代收人:辛八"}, "F15": {"party.type": "person"}}),
    row("R-S02.unknown", {"F23": {"service": None}}),
    row("R-S03.ok", by("留置送达", text="送达回证 见证人辛八")),
    row("R-S03.unproved", by("留置送达")),
    row("R-S03.unknown", by("留置送达", ocr=True)),
    row("R-S04.ok", {**by("邮寄送达"), "X-DOC": {"text": "邮政详情单 投递结果:妥投"}}),
    row("R-S04.none", by("邮寄送达")),
    row("R-S04.partly", {**by("邮寄送达"), "X-DOC": {"text": "邮政详情单"}}),
    row("R-S04.unknown", {"F23": {"service": None}}),
    row("R-S05.ok", {**PUBLIC, "X-DOC": {"public_notice.posted_on": "2024-05-30", "text": "受送达人下落不明"}}),
    row("R-S05.short", {**PUBLIC, "X-DOC": {"public_notice.posted_on": "2024-07-10"}}),
    row("R-S05.between", {**PUBLIC, "X-DOC": {"public_notice.posted_on": "2024-06-20"}}),
    row("R-S05.no_cause", {**PUBLIC, "X-DOC": {"public_notice.posted_on": "2024-05-30"}}),
    row("R-S05.unknown", PUBLIC),
    row("R-S06.ok", {**by("电子送达"), "X-ADDR": {}}),
    row("R-S06.unconfirmed", by("电子送达")),
    row("R-S06.demand", {"F23": {"service": [service("F19", "2024-07-31", "电子送达")]}}),
    row("R-S06.unknown", {**by("电子送达"), "X-CATALOG": None}, complete=False),
    row("R-S07.early", {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-07-28")]}}),
    row("R-S07.unproved", {"F16": {}}),
    row("R-S07.unknown", {"F23": {"service": None}, "X-CATALOG": None}, complete=False),
]  # fmt: skip

FEE = {"F19": {"late_fee.amount": "1800", "payment_due_on": "2024-03-01"}, "X-RECEIPT": {"paid_on": "2024-03-21"}}
FINED = {"F15": {"decision.amount": "3000"}, "F24": {"closing.amount": None}}
COURT = {
    "F19": {"demand.made_on": "2024-12-30", "text": "催告书 期限 缴至账号 金额 陈述申辩"},
    "X-COURT": {"court.applied_on": "2025-02-20"},
    "F23": {"service": [service("F15", "2024-07-31"), service("F19", "2024-12-30")]},
}
SUBSTITUTE = {**COURT, "F21": {"substitute.performed_on": "2025-01-06", "text": "代履行决定书 监督人"}}
ONSITE = [{"label": "当场缴纳", "ticked": True}]
PERFORMANCE = [
    row("R-X01.late", {"X-RECEIPT": {"paid_on": "2024-08-16"}}),
    row("R-X01.ok", {"X-RECEIPT": {"paid_on": "2024-08-15"}}),
    row("R-X01.unknown", {"X-RECEIPT": {"paid_on": None}}),
    row("R-X02.ok", {**FEE, **FINED}),
    row("R-X02.over_rate", {**FEE, **FINED, "F19": {"late_fee.amount": "1900", "payment_due_on": "2024-03-01"}}),
    row("R-X02.over_principal", {**FEE, **FINED, "F19": {"late_fee.amount": "3001", "payment_due_on": "2024-03-01"}}),
    row("R-X02.low", {**FEE, **FINED, "F19": {"late_fee.amount": "100", "payment_due_on": "2024-03-01"}}),
    row("R-X02.unknown", {**FEE, **FINED, "F19": {"late_fee.amount": "1800"}}),
    brief("R-X03.ok", {"F14": {"payment.on_site": "true", "decision.amount": "100"}}),
    row("R-X03.general", {"F15": {"payment.on_site": None, "tick": ONSITE}}),
    brief("R-X03.summary_over", {"F14": {"payment.on_site": "true"}}),
    brief("R-X03.unknown", {"F14": {"payment.on_site": None}}),
    brief("R-X04.ok", {"F14": {"collected_on": "2024-07-08", "handed_on": "2024-07-10", "banked_on": "2024-07-12"}}),
    brief("R-X04.late", {"F14": {"collected_on": "2024-07-08", "handed_on": "2024-07-11", "banked_on": "2024-07-12"}}),
    brief("R-X04.unknown", {"F14": {"collected_on": "2024-07-08"}}),
    row("R-X05.none", {"X-RECEIPT": None, "X-CATALOG": {"text": "立案"}}),
    row("R-X05.payer", {"X-RECEIPT": {"receipt.payer": "丙三"}}),
    row("R-X05.unknown", {"X-RECEIPT": None, "F24": {"text": "结案报告"}}),
    row("R-X06.ok", {"F17": {}, "X-DELAY": {"deferral.approved_on": "2024-08-01"}}),
    row("R-X06.unapproved", {"X-DELAY": {"deferral.until": "2024-09-01"}}),
    row("R-X06.no_request", {"F17": {}}),
    row("R-X06.unknown", {"X-DELAY": {"deferral.until": "2024-09-01"}, "X-CATALOG": None}, complete=False),
    row("R-X07.ok", COURT),
    row("R-X07.none", {"X-COURT": {"court.applied_on": "2025-02-20"}}),
    row("R-X07.unknown", {"X-COURT": {"court.applied_on": "2025-02-20"}, "X-CATALOG": None}, complete=False),
    row("R-X08.ok", {**COURT, "X-COURT": {"court.applied_on": "2025-01-15"}}),
    row("R-X08.exactly", {**COURT, "X-COURT": {"court.applied_on": "2025-01-14"}}),
    row("R-X08.early", {**COURT, "X-COURT": {"court.applied_on": "2025-01-13"}}),
    row("R-X08.unknown", {**COURT, "F23": {"service": None}}),
    row("R-X09.ok", COURT),
    row("R-X09.outside", {**COURT, "X-COURT": {"court.applied_on": "2025-01-20"}}),
    row("R-X09.explained", {**COURT, "X-COURT": {"court.applied_on": "2025-05-20", "text": "法院裁定准予执行"}}),
    row("R-X09.unknown", {**COURT, "X-COURT": {}}),
    row("R-X10.ok", SUBSTITUTE),
    row("R-X10.early", {**SUBSTITUTE, "F21": {"substitute.performed_on": "2025-01-02"}}),
    row("R-X10.supervisor", {**SUBSTITUTE, "F21": {"substitute.performed_on": "2025-01-06"}}),
    row("R-X10.unknown", {**SUBSTITUTE, "F21": {}}),
    row("R-X11.ok", {"F20": {"execution.performed_at": "2025-01-06T10:00"}}),
    row("R-X11.night", {"F20": {"execution.performed_at": "2025-01-06T22:30"}}),
    row("R-X11.holiday", {"F20": {"execution.performed_at": "2025-01-01T10:00"}}),
    row("R-X11.day_off", {"F20": {"execution.performed_at": "2025-01-05T10:00"}}),
    row("R-X11.unknown", {"F20": {"execution.performed_at": "2025-01-06"}}),
    row("R-X12.ok", COURT),
    row("R-X12.incomplete", {**COURT, "F19": {"text": "催告书"}}),
    row("R-X12.unknown", {**COURT, "F19": {"text": "催告书", "ocr": True}}),
]  # fmt: skip

ITEMS = "当事人因涉嫌违法,依据《道路运输条例》第六十二条,予以扣押,期限三十日,财物清单,可申请行政复议"
SEIZED: dict[str, Any] = {
    "X-APPR": {"measure.approved_at": "2024-07-08T08:00"},
    "F08": {
        "measure.implemented_at": "2024-07-08T09:00", "measure.start_on": "2024-07-08", "measure.end_on": "2024-08-07", "text": ITEMS,
        "article.measure": [{"law": "道路运输条例", "article": "六十二"}],
    },
    "F04": {"+text": "当事人到场,已告知理由、依据、权利和救济途径,听取陈述申辩"},
    "F10": {"measure.lifted_on": "2024-07-31", "text": "解除决定书 退还财物清单"},
    "F23": {"service": [service("F08", "2024-07-08"), service("F11", "2024-07-17"), service("F15", "2024-07-31")]},
}  # fmt: skip


def seized(form: str, more: dict[str, Any] | None) -> dict[str, Any]:
    return {**SEIZED, form: None if more is None else {**SEIZED.get(form, {}), **more}}


LONGER = {"measure.extension_on": "2024-08-06", "measure.extended_to": "2024-09-06", "text": "因案情复杂延长"}
MEASURES = [
    row("R-C01.ok", SEIZED),
    row("R-C01.late_approval", seized("X-APPR", {"measure.approved_at": "2024-07-11"})),
    row("R-C01.next_day", seized("X-APPR", {"measure.approved_at": "2024-07-09"})),
    row("R-C01.late_report", seized("X-APPR", {"measure.approved_at": "2024-07-10T10:00", "measure.reported_at": "2024-07-09T09:30"})),
    row("R-C01.approved_later", seized("X-APPR", {"measure.approved_at": "2024-07-10T10:00", "measure.reported_at": "2024-07-08T12:00"})),
    row("R-C01.unknown", seized("X-APPR", None)),
    row("R-C02.ok", SEIZED),
    row("R-C02.none", {**seized("F04", None), "X-CATALOG": {"text": "立案"}}),
    row("R-C02.incomplete", seized("F04", {"text": "现场笔录", "+text": ""})),
    row("R-C02.unknown", {**seized("F04", None), "X-CATALOG": None}, complete=False),
    row("R-C03.ok", SEIZED),
    row("R-C03.late", seized("F23", {"service": [service("F08", "2024-07-10")]})),
    row("R-C03.absent", {**seized("F23", {"service": [service("F08", "2024-07-10")]}), "F04": {"+text": "当事人不在场"}}),
    row("R-C03.unknown", seized("F23", {"service": None})),
    row("R-C04.ok", SEIZED),
    row("R-C04.incomplete", seized("F08", {"text": "扣押"})),
    row("R-C04.unknown", seized("F08", {"text": "扣押", "ocr": True})),
    row("R-C05.ok", SEIZED),
    row("R-C05.too_long", seized("F10", {"measure.lifted_on": "2024-08-08"})),
    row("R-C05.stated_long", seized("F08", {"measure.end_on": "2024-08-08"})),
    row("R-C05.exception", seized("F10", {"measure.lifted_on": "2024-08-08", "text": "逾期不接受处理"})),
    row("R-C05.ok", {**seized("F10", {"measure.lifted_on": "2024-08-09"}), "X-APPRAISAL": {"appraisal.start": "2024-07-09", "appraisal.end": "2024-07-11"}}),
    row("R-C05.unknown", seized("F08", {"measure.start_on": None})),
    row("R-C06.ok", {**SEIZED, "F09": LONGER}),
    row("R-C06.after_end", {**SEIZED, "F09": LONGER | {"measure.extension_on": "2024-08-09"}}),
    row("R-C06.too_long", {**SEIZED, "F09": LONGER | {"measure.extended_to": "2024-09-20"}}),
    row("R-C06.reasons", {**SEIZED, "F09": LONGER | {"text": "延长"}}),
    row("R-C06.unknown", {**SEIZED, "F09": LONGER | {"measure.extended_to": None}}),
    row("R-C07.ok", SEIZED),
    row("R-C07.not_lifted", {**seized("F10", None), "X-CATALOG": {"text": "立案"}}),
    row("R-C07.late", seized("F10", {"measure.lifted_on": "2024-08-20"})),
    row("R-C07.slow", {**seized("F10", {"measure.lifted_on": "2024-08-07"}), "X-RECEIPT": {"paid_on": "2024-07-31"}}),
    row("R-C07.unknown", {**seized("F10", None), "X-CATALOG": None}, complete=False),
    row("R-C08.ok", {**SEIZED, "X-APPRAISAL": {"appraisal.start": "2024-07-09", "appraisal.told_on": "2024-07-09"}}),
    row("R-C08.untold", {**SEIZED, "X-APPRAISAL": {"appraisal.start": "2024-07-09"}}),
    row("R-C08.unknown", {**SEIZED, "X-CATALOG": None, "X-APPRAISAL": {"appraisal.start": "2024-07-09"}}, complete=False),
    row("R-C09.ok", SEIZED),
    row("R-C09.none", seized("F10", {"text": "解除"})),
    row("R-C09.unknown", seized("F10", {"text": "解除", "ocr": True})),
    row("R-C10.ok", SEIZED),
    row("R-C10.charged", {**SEIZED, "X-RECEIPT": {"text": "停车费200元"}}),
    row("R-C10.words", seized("F10", {"text": "退还财物清单 停车费"})),
    row("R-C10.unknown", {**SEIZED, "X-RECEIPT": None}),
    row("R-C11.ok", SEIZED),
    row("R-C11.low_rank", seized("F08", {"article.measure": [{"law": "交通运输行政执法程序规定", "article": "五十"}]})),
    row("R-C11.unlisted", seized("F08", {"article.measure": [{"law": "公路法", "article": "七十六"}]})),
    row("R-C11.unknown", seized("F08", {"article.measure": [{"law": "某省道路运输条例", "article": "五十"}]})),
]  # fmt: skip

ARCHIVE = [
    row("R-A01.before_payment", {"X-RECEIPT": {"paid_on": "2024-08-10"}}),
    row("R-A01.unapproved", {"F24": {"closed_on": None, "text": "结案报告 审批意见:同意 年 月 日"}}),
    row("R-A01.unknown", {"F24": {"closed_on": None}}),
    row("R-A02.slow", {"X-BK": {"archived_on": "2024-10-01"}}),
    row("R-A02.late", {"X-BK": {"archived_on": "2024-10-01"}}, packs=confirmed(archive_days="30")),
    row("R-A02.unknown", {"X-BK": {"archived_on": None}}),
    row("R-A03.listed_missing", {"X-CATALOG": {"+text": "听证笔录"}}),
    row("R-A03.unlisted", {"F19": {}}),
    row("R-A03.unknown", {"X-CATALOG": {"ocr": True}}),
    row("R-A05.none", {"X-BK": None}),
    row("R-A05.incomplete", {"X-BK": {"cover.checked_by": None}}),
    row("R-A05.unsigned", {"X-BK": {"cover.checked_by": None, "cover.filed_by": None}}),
    row("R-A05.unknown", {"X-BK": None, "X-CATALOG": None}, complete=False),
    row("R-A06.none", {"X-COVER": None}),
    row("R-A06.incomplete", {"X-COVER": {"text": "案卷封面"}}),
    row("R-A06.differs", {"X-COVER": {"party.name": "别家公司"}}),
    row("R-A06.unknown", {"X-COVER": None, "X-CATALOG": None}, complete=False),
    row("R-A07.perhaps", {"F24": {"case_no": "晋榆交执罚〔2024〕009号"}}),
    row("R-A07.several", {"F01#2": {"case_no": "晋榆交执罚〔2024〕009号"}}),
    row("R-A07.unknown", {"F01": {"case_no": None}}),
    row("R-A09.disorder", {"F01": None, "F02": None, "F04": None, "X-ID": None, "F04#2": {}, "F02#2": {}, "X-ID#2": {}, "F01#2": {}}),
    row("R-A09.unknown", base={"F15": {}}),
    row("R-A10.none", {"X-AV": None, "F04": {"+text": "执法记录仪"}, "X-CATALOG": {"text": "立案"}}),
    row("R-A10.bare", {"X-AV": {"text": "现场检查"}}),
    row("R-A10.unknown", {"X-AV": None, "X-CATALOG": None}, complete=False),
]  # fmt: skip

MAJOR = {"X-REPORT": {"+text": "本案情节复杂"}}
LICENCE: dict[str, dict[str, Any]] = {
    "X-OTHER": {
        "procedure": "licence", "licence.received_on": "2024-07-01", "licence.corrections_told_on": "2024-07-05",
        "licence.accepted_on": "2024-07-08", "licence.decided_on": "2024-08-05", "licence.issued_on": "2024-08-12",
        "published.on": "2024-08-07",
    },
}  # fmt: skip
PUBLICITY = [
    row("R-G01.late_duty_open", {"X-PUB": {"published.on": "2024-08-20"}}),
    row("R-G01.late", {"X-PUB": {"published.on": "2024-08-20"}}, packs=confirmed(publish_all="yes")),
    row("R-G01.unknown", {"X-PUB": {"published.on": None}}),
    row("R-G02.ok", base=LICENCE),
    row("R-G02.late", {"X-OTHER": {"published.on": "2024-08-20"}}, base=LICENCE),
    row("R-G02.unknown", {"X-OTHER": {"published.on": None}}, base=LICENCE),
    row("R-G03.ok", {"F24": {"decision.revoked_on": "2024-09-02"}, "X-PUB": {"published.withdrawn_on": "2024-09-04"}}),
    row("R-G03.late", {"F24": {"decision.revoked_on": "2024-09-02"}, "X-PUB": {"published.withdrawn_on": "2024-09-06"}}),
    row("R-G03.unknown", {"F24": {"decision.revoked_on": "2024-09-02"}}),
    row("R-G04.exposed", {"X-PUB": {"+text": "身份证140702199003070016"}}),
    row("R-G04.exposed", {"X-PUB": {"+text": "电话13900000000"}}),
    row("R-G04.unknown", {"X-PUB": None}),
    row("R-G05.ok", unit=figures(annual_statistics_published_on="2025-01-20")),
    row("R-G05.late", unit=figures(annual_statistics_published_on="2025-02-20")),
    row("R-G05.unknown"),
    row("R-G06.ok", unit=figures(disclosure_changed_on="2025-03-03", disclosure_updated_on="2025-03-20")),
    row("R-G06.late", unit=figures(disclosure_changed_on="2025-03-03", disclosure_updated_on="2025-05-20")),
    row("R-G06.unknown"),
    row("R-G07.amount", {"X-PUB": {"text": "公示 罚款1500元"}}),
    row("R-G07.party", {"X-PUB": {"text": "公示 罚款2000元 当事人:别家公司"}}),
    row("R-G07.number", {"X-PUB": {"text": "公示 晋榆交执罚〔2024〕009号 罚款2000元"}}),
    row("R-G07.unknown", {"X-PUB": {"text": "公示"}}),
    row("R-B01.ok", {**MAJOR, "X-OTHER": {"filing.on": "2024-08-10"}}),
    row("R-B01.perhaps", MAJOR),
    row("R-B01.perhaps", {**MAJOR, "X-OTHER": {"filing.on": "2024-09-10"}}),
    row("R-B01.unknown"),
]  # fmt: skip

TAPED = {**SEIZED, "X-AV": {"av.start": "2024-07-08T08:58", "av.end": "2024-07-08T09:42"}}
KEPT = {"av_evidence_retention_months": "360", "dossier_retention_months": "360", "av_other_retention_months": "6"}
RECORDING = [
    row("R-V01.ok", TAPED),
    row("R-V01.gap", {**TAPED, "X-AV": {"av.start": "2024-07-08T09:20", "av.end": "2024-07-08T09:42"}}),
    row("R-V01.none", {**SEIZED, "X-AV": None, "F04": {"+text": "未进行音像记录"}}),
    row("R-V01.unknown", {**SEIZED, "X-AV": None}),
    row("R-V02.ok", SEIZED),
    row("R-V02.required_missing", {**SEIZED, "X-AV": None, "X-CATALOG": {"text": "立案"}}, packs=confirmed(av_required_forms="F08 F13")),
    row("R-V02.unknown", {**SEIZED, "X-AV": None}),
    row("R-V03.apart", {"X-AV": {"av.start": "2024-07-08T14:00", "av.end": "2024-07-08T14:30"}}),
    row("R-V03.short", {"X-AV": {"av.start": "2024-07-08T09:20", "av.end": "2024-07-08T09:42"}}),
    row("R-V03.unknown", {"X-AV": {"av.start": None}}),
    row("R-V04.slow", {"X-AV": {"av.stored_at": "2024-07-12T09:00"}}),
    row("R-V04.late", {"X-AV": {"av.stored_at": "2024-07-12T09:00"}}, packs=confirmed(av_store_workdays="1")),
    row("R-V04.unknown", {"X-AV": {"av.stored_at": None}}),
    row("R-V05.ok", unit=figures(**KEPT)),
    row("R-V05.short", unit=figures(**KEPT | {"av_evidence_retention_months": "12"})),
    row("R-V05.other_short", unit=figures(**KEPT | {"av_other_retention_months": "3"})),
    row("R-V05.unknown"),
]  # fmt: skip

SUMMARY_ROWS = [
    brief("R-J01.over", {"F14": {"decision.amount": "500"}}),
    brief("R-J01.ok", {"F14": {"decision.amount": "3000", "party.type": "organisation"}}),
    brief("R-J01.other_kind", {"F14": {"+text": "决定没收违法所得"}}),
    brief("R-J01.sole_trader", {"F14": {"decision.amount": "500", "party.type": "sole_trader"}}),
    brief("R-J01.unknown", {"F14": {"party.type": None}}),
    brief("R-J02.none", {"F14": None, "F04": {"procedure": "summary"}}),
    brief("R-J02.no_number", {"F14": {"decision.no": None}}),
    brief("R-J02.other_day", {"F14": {"found_at": "2024-07-05T09:00"}}),
    brief("R-J02.unknown", {"F14": None, "F04": {"procedure": "summary"}}, complete=False),
    brief("R-J03.incomplete", {"F14": {"text": "当场行政处罚决定书"}}),
    brief("R-J03.unknown", {"F14": {"text": "当场行政处罚决定书", "ocr": True}}),
    brief("R-J04.none", {"F14": {"text": "当场行政处罚决定书"}}),
    brief("R-J04.unknown", {"F14": {"text": "当场行政处罚决定书", "ocr": True}}),
    brief("R-J05.ok", {"F14": {"summary_copy.filed_on": "2024-07-15"}}),
    brief("R-J05.late", {"F14": {"summary_copy.filed_on": "2024-07-16"}}),
    brief("R-J05.unknown"),
    brief("R-J06.direct_suit", {"F14": {"text": "可以申请行政复议,或者在六个月内向人民法院提起行政诉讼"}}),
    brief("R-J06.unknown", {"F14": {"text": "当场行政处罚决定书"}}),
    brief("R-J07.single", {"F14": {"officer": OFFICERS[:1]}}),
    brief("R-J07.unknown", {"F14": {"officer": None}}),
]  # fmt: skip

MOVED: dict[str, Any] = {
    "X-TRANSFER": {
        "transfer.reported_on": "2024-07-08",
        "transfer.approved_on": "2024-07-10",
        "transfer.sent_at": "2024-07-10",
    }
}
ACT = Act("d2", "另案", "现场笔录", "2024-07-08T09:30", "2024-07-08T10:00", frozenset({"14070001"}))
FINE = Fined("d2", "另案", "晋中样例货运有限公司", "", "2024-07-08", "超限运输")
CAUSE = {"F01": {"cause": "超限运输"}}
OTHERS = [
    row("R-P03.elsewhere", elsewhere=Elsewhere(acts=(ACT,))),
    row("R-P03.ok", elsewhere=Elsewhere(acts=(replace(ACT, start="2024-07-08T09:40"),))),
    row("R-P03.ok", elsewhere=Elsewhere(acts=(replace(ACT, officers=frozenset({"u/甲一"})),))),
    row("R-D17.suspected", CAUSE, elsewhere=Elsewhere(fines=(FINE,))),
    row("R-D17.ok", CAUSE, elsewhere=Elsewhere(fines=(replace(FINE, cause="擅自改装"),))),
    row("R-D17.unknown", CAUSE),
    row("R-T01.ok", MOVED),
    row("R-T01.decided_late", {"X-TRANSFER": {**MOVED["X-TRANSFER"], "transfer.approved_on": "2024-07-15", "transfer.sent_at": "2024-07-15"}}),
    row("R-T01.by_workdays", {"X-TRANSFER": {"transfer.reported_on": "2024-07-11", "transfer.approved_on": "2024-07-15", "transfer.sent_at": "2024-07-15"}}),
    row("R-T01.sent_late", {"X-TRANSFER": {**MOVED["X-TRANSFER"], "transfer.sent_at": "2024-07-15"}}),
    row("R-T01.next_day", {"X-TRANSFER": {**MOVED["X-TRANSFER"], "transfer.sent_at": "2024-07-11"}}),
    row("R-T01.unknown", {"X-TRANSFER": {"transfer.reported_on": "2024-07-08"}}),
    row("R-T02.ok", MOVED),
    row("R-T02.incomplete", {**MOVED, "X-REPORT": None, "X-CATALOG": {"text": "立案"}}),
    row("R-T02.unknown", {**MOVED, "X-REPORT": None, "X-CATALOG": None}, complete=False),
    row("R-K01.ok", base=LICENCE),
    row("R-K01.late", {"X-OTHER": {"licence.corrections_told_on": "2024-07-20"}}, base=LICENCE),
    row("R-K01.unknown", {"X-OTHER": {"licence.received_on": None}}, base=LICENCE),
    row("R-K02.ok", base=LICENCE),
    row("R-K02.late", {"X-OTHER": {"licence.decided_on": "2024-08-06"}}, base=LICENCE),
    row("R-K02.unknown", {"X-OTHER": {"licence.decided_on": None}}, base=LICENCE),
    row("R-K03.ok", base=LICENCE),
    row("R-K03.late", {"X-OTHER": {"licence.issued_on": "2024-09-12"}}, base=LICENCE),
    row("R-K03.unknown", {"X-OTHER": {"licence.issued_on": None}}, base=LICENCE),
]  # fmt: skip

ROWS: list[Row] = [*SERVICE, *PERFORMANCE, *MEASURES, *ARCHIVE, *PUBLICITY, *RECORDING, *SUMMARY_ROWS, *OTHERS]
