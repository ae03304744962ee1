"""A sound dossier of the general procedure, made of facts and text; a test says only what is different in its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casereview.checks import engine, law
from casereview.checks.law import Packs
from casereview.checks.lawbook import RegionFigure
from casereview.checks.model import Case, Elsewhere, Outcome
from casereview.checks.rules import ALL
from casereview.checks.view import View
from casereview.dossier.model import Box, Fact, FactState, Member, Page, Paper, Place, Reading, Run, TextSource
from casereview.units.model import Certificate, Person, Profile, Unit

TODAY = date(2026, 6, 1)
HIGHWAY = "公路安全保护条例"
TITLES = {
    "X-COVER": "案卷封面", "X-CATALOG": "卷内目录", "F01": "立案登记表", "F04": "现场笔录", "F02": "询问笔录", "X-ID": "营业执照",
    "X-PHOTO": "证据粘贴页", "X-REPORT": "案件调查报告", "X-LEGAL": "法制审核表", "F11": "违法行为通知书", "F15": "行政处罚决定书",
    "F23": "送达回证", "X-RECEIPT": "缴款书", "F24": "结案报告", "X-PUB": "公示证明", "X-AV": "视听资料记录单", "X-BK": "备考表",
    "F14": "当场行政处罚决定书",
}  # fmt: skip
OFFICERS = [{"name": "甲一", "cert_no": "14070001"}, {"name": "乙二", "cert_no": "14070002"}]
VIOLATED = [{"law": HIGHWAY, "article": "三十三", "paragraph": "一", "item": ""}]
BASIS = [{"law": HIGHWAY, "article": "六十四", "paragraph": "", "item": ""}]
NAME, NUMBER = "晋中样例货运有限公司", "晋榆交执罚〔2024〕001号"


def service(form: str, on: str | None, method: str = "直接送达") -> dict[str, Any]:
    return {"paper": TITLES.get(form, form), "form": form, "on": on, "method": method, "signed": True}


SOUND: dict[str, dict[str, Any]] = {
    "X-COVER": {"party.name": NAME, "text": f"案号{NUMBER} 案由 当事人{NAME} 执法机关某局 处理结果 立案时间 立卷人 保管期限30年"},
    "X-CATALOG": {"text": "立案登记表 现场笔录 询问笔录 营业执照 照片 调查报告 法制审核表 违法行为通知书 送达回证 行政处罚决定书 缴款书 结案报告 公示 视听资料"},
    "F01": {
        "case_no": NUMBER, "accepted_on": "2024-07-08", "filed_on": "2024-07-09", "party.name": NAME, "found_at": "2024-07-08T09:00",
        "violation_end_on": "2024-07-08", "enforcement_body": "某局",
        "tick": [{"label": "行政检查中发现", "ticked": True}, {"label": "举报经核实", "ticked": False}], "text": "立案登记表 案由 受案时间 当事人 立案依据 负责人审批意见", "cause": "超限运输",
    },
    "F04": {
        "scene.start": "2024-07-08T09:00", "scene.end": "2024-07-08T09:40", "officer": OFFICERS, "vehicle_plate": "晋K·T0001",
        "text": "现场笔录 执法地点:某路段 现场情况:出示执法证件。称重单显示超限。",
    },
    "F02": {
        "inquiry.start": "2024-07-09T10:00", "inquiry.end": "2024-07-09T10:40", "inquiry.interviewee": "丙三", "officer": OFFICERS,
        "text": "询问笔录 地点:某队 询问人:甲一 记录人:乙二 被询问人:丙三 身份证件号 联系电话 问:这是我们的执法证件,请确认。答:确认。问:是否申请回避?答:不申请。",
    },
    "X-ID": {"party.name": NAME, "party.uscc": "91140700MA0TEXT01R", "text": f"营业执照 {NAME} 与原件核对无误"},
    "X-PHOTO": {"text": "拍摄时间:2024年7月8日 拍摄地点:某路段 拍摄人:甲一 证明内容:超限"},
    "X-REPORT": {"report_on": "2024-07-12", "leader_approved_on": "2024-07-16", "officer": OFFICERS, "text": "案件调查报告 裁量基准"},
    "X-LEGAL": {
        "legal_review.submitted_on": "2024-07-12", "legal_review.finished_on": "2024-07-15", "legal_review.result": "审核通过",
        "legal_review.reviewer": "丁四", "text": "法制审核表 拟处罚决定 证据材料 裁量 审核意见:通过 审核人:丁四 2024年7月15日",
    },
    "F11": {
        "notice.made_on": "2024-07-17", "notice.amount": "2000", "notice.right": ["statement"], "enforcement_body": "某局",
        "article.violated": VIOLATED, "article.basis": BASIS, "party.name": NAME,
        "text": f"经查明,你单位的行为违反了《{HIGHWAY}》第三十三条第一款的规定,依据《{HIGHWAY}》第六十四条的规定,拟作出罚款2000元的处罚决定。"
        "根据《中华人民共和国行政处罚法》第四十四条、第四十五条,你单位有陈述、申辩的权利。",
    },
    "F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-07-31")], "text": "送达回证"},
    "F15": {
        "decision.no": NUMBER, "decision.made_on": "2024-07-30", "decision.amount": "2000", "decision.amount_cn": "2000",
        "party.name": NAME, "party.type": "organisation", "article.violated": VIOLATED, "article.basis": BASIS, "enforcement_body": "某局",
        "remedy.review_body": "晋中市人民政府", "remedy.review_days": "60", "remedy.suit_months": "6", "payment.on_site": "false",
        "text": f"当事人:{NAME} 违法事实及证据:经查超限。违反《{HIGHWAY}》第三十三条第一款,依据《{HIGHWAY}》第六十四条,决定给予罚款2000元,"
        "责令改正。十五日内缴至银行。可在六十日内向晋中市人民政府申请行政复议,或六个月内起诉。某局 2024年7月30日",
    },
    "X-RECEIPT": {"paid_on": "2024-08-05", "paid_amount": "2000", "receipt.payer": NAME, "text": "缴款书"},
    "F24": {"closed_on": "2024-08-08", "closing.amount": "2000", "text": "结案报告 罚款已缴纳,执行完毕。"},
    "X-PUB": {"published.on": "2024-08-02", "text": f"行政处罚公示 {NUMBER} 当事人:{NAME} 罚款2000元"},
    "X-AV": {
        "av.start": "2024-07-08T08:58", "av.end": "2024-07-08T09:42", "av.stored_at": "2024-07-09T09:00",
        "text": "视听资料 现场检查 光盘编号1 存储介质",
    },
    "X-BK": {"archived_on": "2024-08-20", "cover.filed_by": "丁四", "cover.checked_by": "戊五", "text": "立卷人丁四 检查人戊五 日期2024年8月20日"},
}  # fmt: skip

SUMMARY: dict[str, dict[str, Any]] = {
    "F14": {
        "procedure": "summary", "decision.no": "晋榆交简罚〔2024〕001号", "decision.made_on": "2024-07-08", "decision.amount": "200",
        "party.type": "person", "party.name": "丙三", "officer": OFFICERS, "found_at": "2024-07-08T09:00", "payment.on_site": "false",
        "article.basis": BASIS, "remedy.review_body": "晋中市人民政府",
        "text": f"当事人丙三 违法事实:2024年7月8日在某路段实施违法行为。依据《{HIGHWAY}》第六十四条决定给予罚款200元。已口头告知事实、理由、依据和"
        "陈述申辩权。应当先向晋中市人民政府申请行政复议。某局",
    },
}  # fmt: skip

PEOPLE = (
    *tuple(
        Person(f"p{i}", name, "u", ("officer",), (Certificate(number, date(2020, 1, 1), date(2026, 12, 31)),))
        for i, (name, number) in enumerate((("甲一", "14070001"), ("乙二", "14070002")))
    ),
    Person("p9", "丁四", "u", ("legal_reviewer",), qualification="A1", reviewer_since=date(2022, 1, 1)),
)
UNIT = Profile(Unit("u", "某局", government="晋中市人民政府"), PEOPLE, (), date(2026, 1, 1))


def confirmed(**figures: str) -> Packs:
    """The shipped packs of Jinzhong with local figures that somebody has confirmed."""
    packs = law.shipped("shanxi-jinzhong")
    told = {"hearing_person": "5000", "hearing_organisation": "50000", **figures}
    more = {name: RegionFigure(value=value, source="本单位", confirmed=True) for name, value in told.items()}
    return replace(packs, region=packs.region.model_copy(update={"figures": {**packs.region.figures, **more}}))


def reading(
    papers: dict[str, dict[str, Any]], *, source: TextSource = TextSource.TEXT, confidence: float = 1.0,
    state: FactState = FactState.READ,
) -> Reading:  # fmt: skip
    pages, cut, facts = [], [], []
    for number, (key, content) in enumerate(papers.items(), 1):
        form, box, ident = key.split("#")[0], Box(10, 10, 500, 30), f"p{number:02}"
        kind = TextSource.OCR if content.get("ocr") else source
        pages.append(Page(number, 595, 842, kind, (Run(content.get("text", TITLES.get(form, form)), box),)))
        title = content.get("title", TITLES.get(form, form))
        cut.append(Paper(ident, form, title, "f" * 64, (number,), (number,), 1.0, "title"))
        for name, value in content.items():
            for one in value if isinstance(value, list) else [value]:
                if name not in ("text", "ocr", "title") and one is not None:
                    place = Place("f" * 64, number, box)
                    facts.append(Fact(name, one, ident, number, place, str(one), confidence, state))
    return Reading((Member("f" * 64, "卷.pdf", 1, "pdf", tuple(pages)),), tuple(cut), tuple(facts))


def changed(base: dict[str, dict[str, Any]], changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The base with other facts (None takes one away), more text ("+text"), other papers (None takes one away)."""
    papers = {form: dict(content) for form, content in base.items()}
    for form, said in changes.items():
        if said is None:
            papers.pop(form, None)
            continue
        paper = papers.setdefault(form, {})
        paper["text"] = said.get("text", paper.get("text", TITLES.get(form, form))) + said.get("+text", "")
        paper |= {name: value for name, value in said.items() if name not in ("text", "+text")}
    return papers


def judged(
    changes: dict[str, Any] | None = None,
    *,
    base: dict[str, dict[str, Any]] | None = None,
    complete: bool = True,
    unit: Profile | None = UNIT,
    packs: Packs | None = None,
    today: date = TODAY,
    only: str = "",
    elsewhere: Elsewhere | None = None,
    **how: Any,
) -> list[Outcome]:
    """The outcomes of every rule, or of one."""
    read = reading(changed(SOUND if base is None else base, changes or {}), **how)
    case = Case(read, today, complete, unit, elsewhere)
    if only:
        return engine.apply(ALL[only], View(case, packs or confirmed()))
    return engine.run(case, packs or confirmed())


def of(rule: str, outcomes: list[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.rule == rule]
