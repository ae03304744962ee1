"""Facts in sentences: notices, decisions with and without headings, reviews, discussions, hearings, receipts, covers."""

from __future__ import annotations

from typing import Any

import pytest

from casereview.dossier.model import Fact
from tests.casereview.dossier.drawn import Item, Title, read, values

BOTH = pytest.mark.parametrize("kind", ["pdf", "docx"])
LAW = "道路运输条例"


def one(facts: tuple[Fact, ...], name: str) -> Any:
    found = values(facts, name)
    assert len(found) == 1, (name, found)
    return found[0]


def article(number: str, paragraph: str = "", item: str = "", law: str = LAW) -> dict[str, str]:
    return {"law": law, "article": number, "paragraph": paragraph, "item": item}


NOTICE: list[Item] = [
    Title("违法行为通知书"),
    "案号：晋交执罚〔2024〕021号",
    "晋中市远行运输有限公司：",
    "经调查，本机关认为你（单位）涉嫌未取得道路运输经营许可擅自从事道路货物运输的行为，违反了《道路运输条例》第二十四条第一款的规定，"
    "依据《道路运输条例》第六十三条第（一）项的规定，本机关拟作出罚款人民币伍仟元整（¥5,000.00）的处罚决定。",
    "☑根据《中华人民共和国行政处罚法》第四十四条、第四十五条的规定，你（单位）可向本机关提出陈述申辩。",
    "□根据《中华人民共和国行政处罚法》第六十三条、第六十四条的规定，你（单位）有权在收到本通知书之日起五日内向本机关要求举行听证。",
    "（注：在序号前□内打“√”的为当事人享有该权利。）",
    "联系地址：晋中市榆次区虚构路1号　　联系人：周予安　　联系电话：0354-0000011",
    "晋中市交通运输局",
    "2024年4月1日",
]


@BOTH
def test_a_notice(kind: str) -> None:
    papers, facts = read(kind, NOTICE)
    assert papers[0].form == "F11"
    assert one(facts, "party.name") == "晋中市远行运输有限公司"
    assert one(facts, "notice.amount") == one(facts, "notice.amount_cn") == "5000.00"
    assert one(facts, "notice.made_on") == "2024-04-01"
    assert one(facts, "notice.hearing_days") == "5"
    assert values(facts, "article.violated") == [article("24", "1")]
    assert values(facts, "article.basis") == [article("63", "", "1")]
    assert {v["article"] for v in values(facts, "article.cited")} == {"44", "45", "63", "64"}
    rights = {v["right"]: v["ticked"] for v in values(facts, "notice.right")}
    assert rights == {"statement": True, "hearing": False}
    assert one(facts, "enforcement_body") == "晋中市交通运输局"
    assert values(facts, "party.phone") == [], "the telephone is the agency's"
    assert values(facts, "party.address") == []


REASONED: list[Item] = [
    Title("晋中市交通运输局"),
    Title("行政处罚决定书"),
    "晋交执罚〔2024〕021号",
    "一、当事人基本情况",
    "当事人：晋中市远行运输有限公司，统一社会信用代码：91140700MA0TEXT01R，住所：晋中市榆次区虚构东街52号，法定代表人：冯远山，"
    "联系电话：19900000018。",
    "二、案件来源及调查经过",
    "2024年3月11日，执法人员在检查时发现当事人车辆晋K·T0001未取得道路运输证。",
    "三、违法事实及相关证据",
    "以上事实有询问笔录等证据证明。当事人没有违法所得。",
    "四、行政处罚事前告知与当事人陈述、申辩、听证情况",
    "2024年4月1日，本机关送达《违法行为通知书》，拟罚款6000元，当事人未提出陈述申辩。",
    "五、裁量和决定",
    "当事人的行为违反了《道路运输条例》第二十四条第一款、第三十三条的规定。依据《道路运输条例》第六十三条第一款第（二）项、第（三）项"
    "的规定，依法可以从轻处罚，决定给予罚款人民币伍仟元整（¥5,000.00）的行政处罚，并责令立即改正。",
    "六、履行方式和救济途径",
    "自收到本决定书之日起十五日内缴至虚构银行。如不服本决定，可以在收到本决定书之日起六十日内向晋中市人民政府申请行政复议，"
    "也可以在六个月内向晋中市榆次区人民法院提起行政诉讼。",
    "晋中市交通运输局（印章）",
    "二〇二四年四月十八日",
]


@BOTH
def test_a_reasoned_decision(kind: str) -> None:
    papers, facts = read(kind, REASONED)
    assert papers[0].form == "F15" and papers[0].title == "行政处罚决定书"
    assert one(facts, "case_no") == one(facts, "decision.no") == "晋交执罚〔2024〕021号"
    assert one(facts, "decision.made_on") == "2024-04-18"
    assert one(facts, "decision.amount") == one(facts, "decision.amount_cn") == "5000.00"
    assert one(facts, "party.name") == "晋中市远行运输有限公司"
    assert one(facts, "party.uscc") == "91140700MA0TEXT01R"
    assert one(facts, "party.address") == "晋中市榆次区虚构东街52号"
    assert one(facts, "party.legal_rep") == "冯远山"
    assert one(facts, "party.phone") == "19900000018"
    assert values(facts, "article.violated") == [article("24", "1"), article("33")]
    assert values(facts, "article.basis") == [article("63", "1", "2"), article("63", "1", "3")]
    assert one(facts, "remedy.review_days") == "60"
    assert one(facts, "remedy.suit_months") == "6"
    assert one(facts, "remedy.review_body") == "晋中市人民政府"
    assert one(facts, "remedy.court") == "晋中市榆次区人民法院"
    assert one(facts, "payment.days") == "15"
    assert one(facts, "gains.none") == "true"
    assert one(facts, "decision.leniency") == "从轻"
    assert one(facts, "procedure") == "general"
    assert one(facts, "enforcement_body") == "晋中市交通运输局"


@BOTH
@pytest.mark.parametrize(
    ("words", "amount", "capitals"),
    [
        ("决定给予罚款1000.00元的行政处罚", "1000.00", None),
        ("决定给予罚款人民币叁万元整的行政处罚", "30000.00", "30000.00"),
        ("决定对当事人处以3万元罚款", "30000.00", None),
        ("决定给予罚款3000元（大写：叁仟元整）的行政处罚", "3000.00", "3000.00"),
        ("决定给予罚款贰仟元（¥3,000.00）的行政处罚", "3000.00", "2000.00"),
        ("决定给予警告的行政处罚", None, None),
    ],
)
def test_fines_as_decisions_word_them(kind: str, words: str, amount: str | None, capitals: str | None) -> None:
    sheet: list[Item] = [
        Title("行政处罚决定书"),
        f"违法事实清楚，{words}。逾期每日按罚款数额的百分之三加处罚款。",
        "2024年4月18日",
    ]
    _, facts = read(kind, sheet)
    assert values(facts, "decision.amount") == ([amount] if amount else [])
    assert values(facts, "decision.amount_cn") == ([capitals] if capitals else [])


@BOTH
def test_a_decision_on_the_spot(kind: str) -> None:
    sheet: list[Item] = [
        Title("行政（当场）处罚决定书"),
        "案号：晋交当罚〔2024〕J009号",
        [
            ["姓名", "何当真", "身份证件号", "140702199003070016"],
            ["住址", "榆次区虚构路1号", "联系电话", "19900000011"],
        ],
        "违法事实及依据：2024年9月24日驾驶晋KT0009未携带证件。违反了《道路运输条例》第三十三条的规定，依据《道路运输条例》第六十八条的规定，"
        "决定给予罚款壹佰元整（¥100.00）的行政处罚。",
        "□当场缴纳　☑十五日内缴至虚构银行。",
        "如不服，应当先自收到本决定书之日起六十日内向晋中市人民政府申请行政复议。",
        "当事人签名：何当真　2024年9月24日",
        "执法人员签名：周予安、吴思齐　执法证号：14070100001、14070100002",
        "晋中市交通运输局（印章）",
        "2024年9月24日",
    ]
    papers, facts = read(kind, sheet)
    assert papers[0].form == "F14"
    assert one(facts, "procedure") == "summary"
    assert one(facts, "decision.amount") == "100.00"
    assert one(facts, "remedy.review_first") == "true"
    assert values(facts, "remedy.suit_months") == []
    assert values(facts, "payment.on_site") == []
    assert {(v["name"], v["cert_no"]) for v in values(facts, "officer")} == {
        ("周予安", "14070100001"),
        ("吴思齐", "14070100002"),
    }
    (served,) = values(facts, "service")
    assert (served["form"], served["on"], served["signed"]) == ("F14", "2024-09-24", "何当真")


@BOTH
def test_review_discussion_and_approval(kind: str) -> None:
    report: list[Item] = [
        Title("案件调查报告"),
        "案由：何当真涉嫌超限运输案",
        [
            ["调查结论和处理意见", "建议罚款3000元。\n执法人员签名：周予安 吴思齐\n2024年3月20日"],
            ["经办机构负责人意见", "同意。\n签名：冯映雪 2024年3月21日"],
            ["重大案件法制工作机构审核意见", "同意处理意见。\n审核人：苏明哲 2024年3月22日"],
            ["执法部门负责人审批意见", "同意。\n签名：郑重山 2024年3月25日"],
        ],
    ]
    review: list[Item] = [
        Title("重大行政执法决定法制审核表"),
        [
            ["案件名称", "何当真涉嫌超限运输案", "送审日期", "2024年3月21日"],
            ["审核意见", "事实清楚，程序合法，审核通过。\n签名：苏明哲 2024年3月22日", None, None],
        ],
    ]
    talk: list[Item] = [
        Title("重大案件集体讨论记录"),
        "案件名称：何当真涉嫌超限运输案",
        "讨论时间：2024年4月10日9时00分至10时00分",
        "主持人：郑重山　汇报人：周予安　记录人：苏明哲",
        "出席人员姓名及职务：郑重山（局长）、冯映雪（副局长）、蒋怀远（科长）",
        "结论性意见：一致同意罚款3000元。",
    ]
    papers, facts = read(kind, report, review, talk)
    assert [paper.form for paper in papers] == ["X-REPORT", "X-LEGAL", "X-DISC"]
    assert one(facts, "report_on") == "2024-03-20"
    assert one(facts, "report.amount") == "3000.00"
    assert one(facts, "leader_approved_on") == "2024-03-25"
    assert values(facts, "legal_review.finished_on") == ["2024-03-22", "2024-03-22"]
    assert one(facts, "legal_review.submitted_on") == "2024-03-21"
    assert "苏明哲" in values(facts, "legal_review.reviewer")
    assert "审核通过" in values(facts, "legal_review.result")[-1]
    assert one(facts, "discussion.held_on") == "2024-04-10"
    assert values(facts, "discussion.attendee") == ["郑重山", "冯映雪", "蒋怀远"]
    assert one(facts, "discussion.chair") == "郑重山"
    assert one(facts, "discussion.amount") == "3000.00"


@BOTH
def test_a_hearing(kind: str) -> None:
    notice: list[Item] = [
        Title("听证通知书"),
        "何当真：",
        "根据你2024年5月6日提出的听证要求，本机关决定于2024年5月20日9时30分在二楼会议室☑公开□不公开举行听证。",
        "听证主持人：郑重山　职务：副局长　听证员：冯映雪　记录员：苏明哲",
        "晋中市交通运输局（印章）",
        "2024年5月8日",
    ]
    record: list[Item] = [
        Title("听证笔录"),
        "主持听证机关：晋中市交通运输局　　听证地点：二楼会议室",
        "听证时间：2024年5月20日9时30分至11时20分",
        "听证主持人：郑重山　听证员：冯映雪　记录员：苏明哲",
        "听证记录：主持人宣布开始。",
    ]
    papers, facts = read(kind, notice, record)
    assert [paper.form for paper in papers] == ["F12", "F13"]
    assert one(facts, "hearing.requested_on") == "2024-05-06"
    assert one(facts, "hearing.planned_at") == "2024-05-20T09:30"
    assert one(facts, "hearing.notice_made_on") == "2024-05-08"
    assert one(facts, "hearing.held_on") == "2024-05-20"
    assert one(facts, "hearing.end") == "2024-05-20T11:20"
    assert set(values(facts, "hearing.chair")) == {"郑重山"}


@BOTH
def test_the_end_of_a_case(kind: str) -> None:
    paid: list[Item] = [
        Title("非税收入一般缴款书"),
        [["缴款人", "何当真", "填制日期", "2024年5月10日"], ["金额", "¥3,000.00", "执收单位", "晋中市交通运输局"]],
    ]
    closing: list[Item] = [
        Title("结案报告"),
        "案由：何当真超限运输案",
        [
            ["处理结果", "罚款3000元"],
            ["执行情况", "当事人于2024年5月10日缴纳罚款。"],
            ["负责人审批意见", "同意结案。郑重山 2024年5月16日"],
        ],
    ]
    cover: list[Item] = [
        Title("行政处罚案卷"),
        [
            ["案号", "晋交执罚〔2024〕021号"],
            ["程序类型", "普通程序"],
            ["立案时间", "2024年3月12日"],
            ["结案时间", "2024年5月16日"],
            ["立卷人", "吴思齐"],
            ["立卷时间", "2024年6月3日"],
            ["保管期限", "30年"],
        ],
    ]
    waiver: list[Item] = [
        Title("放弃陈述申辩及听证权利声明"),
        "本人自愿放弃陈述、申辩的权利。",
        "声明人：何当真",
        "2024年4月2日",
    ]
    papers, facts = read(kind, cover, waiver, paid, closing)
    assert [paper.form for paper in papers] == ["X-COVER", "X-WAIVER", "X-RECEIPT", "F24"]
    assert one(facts, "paid_on") == "2024-05-10" and one(facts, "paid_amount") == "3000.00"
    assert one(facts, "receipt.payer") == "何当真"
    assert one(facts, "performed_on") == "2024-05-10"
    assert values(facts, "closed_on") == ["2024-05-16", "2024-05-16"]
    assert one(facts, "archived_on") == "2024-06-03"
    assert one(facts, "cover.retention") == "30年"
    assert one(facts, "waiver.signed_on") == "2024-04-02"
    assert values(facts, "waiver.right") == ["statement"], "waiving the statement is not waiving the hearing"
    assert one(facts, "procedure") == "general" or "general" in values(facts, "procedure")


def test_the_law_that_a_form_prints_gives_no_fine_and_no_date() -> None:
    sheet: list[Item] = [
        Title("违法行为通知书"),
        "根据《中华人民共和国行政处罚法》（2021年1月22日修订）第四十四条，罚款数额3000元以上的可以要求听证。",
        "本机关拟作出____的处罚决定。",
        "交通运输执法部门（印章）",
        "年　月　日",
    ]
    _, facts = read("pdf", sheet)
    for name in ("notice.amount", "notice.made_on", "enforcement_body", "party.name"):
        assert values(facts, name) == [], name


@BOTH
def test_the_agencys_telephone_is_not_the_partys(kind: str) -> None:
    sheet: list[Item] = [
        Title("行政处罚决定书"),
        [["姓名", "何当真", "联系电话", "/"]],
        "决定给予罚款500元的行政处罚。",
        "联系人：周予安　联系电话：0354-0000011",
        "2024年4月18日",
    ]
    _, facts = read(kind, sheet)
    assert values(facts, "party.name") == ["何当真"]
    assert values(facts, "party.phone") == []


def test_a_law_without_its_article_is_said_to_be_cited_so() -> None:
    sheet: list[Item] = [
        Title("行政处罚决定书"),
        "你的行为违反了《道路运输条例》第三十条的规定，依据《道路运输条例》的有关规定，决定给予罚款500元的行政处罚。",
        "2024年4月18日",
    ]
    _, facts = read("pdf", sheet)
    assert values(facts, "article.basis") == [article("")]


def test_derived_facts_rest_on_words_of_the_dossier() -> None:
    _, facts = read(
        "pdf", [Title("立案登记表"), "案由：何当真涉嫌违法超限运输案", "受案时间：2024年3月11日", "立案依据：无"]
    )
    domain = next(fact for fact in facts if fact.name == "domain")
    assert domain.value == "road" and "超限" in domain.text
    procedure = next(fact for fact in facts if fact.name == "procedure")
    assert procedure.value == "general" and procedure.text == "立案登记表"
    assert values(facts, "has_measure") == []


@BOTH
def test_a_dossier_that_came_masked_is_read_as_it_is(kind: str) -> None:
    sheet: list[Item] = [
        Title("行政处罚决定书"),
        "当事人：何某某　身份证件号：140702********0016",
        "决定给予罚款500元的行政处罚。",
        "2024年4月18日",
    ]
    _, facts = read(kind, sheet)
    assert values(facts, "party.name") == ["何某某"]
    assert values(facts, "party.id_no") == ["140702********0016"]
