"""A fourth hand: papers typed line by line without any table, with the words of yet another bureau."""

from __future__ import annotations

from tests.samples.blocks import Block, Text, title
from tests.samples.case import Case, write_span
from tests.samples.forms_common import (
    basis,
    evidence_list,
    fine,
    foot,
    line,
    officer_names,
    officer_numbers,
    p,
    paper_number,
    party_name,
    party_number,
    penalty,
    remedy,
    right,
    story,
    violated,
)
from tests.samples.forms_serve import SERVED, served_name


def _who(case: Case, form: str) -> str:
    number = "身份证号码" if case.party.person else "统一社会信用代码"
    return f"{party_name(case, form)}，{number}{party_number(case, form)}，住{case.party.address}，联系方式{case.party.phone}"


def filing(case: Case) -> tuple[Block, ...]:
    day = case.day("filed", case.style.signed)
    return (
        Text("行政处罚立案审批表", "center", 18, font="title", after=10),
        Text(f"文号 {paper_number(case, 'F01')}", "center"),
        line(f"案件来源　　行政检查　　　　受案日期　　{case.day('accepted')}"),
        line(f"案　　由　　涉嫌{case.cause.act}"),
        line(f"当 事 人　　{_who(case, 'F01')}"),
        line("案情摘要"),
        p(story(case)),
        line("承办人建议"),
        p(
            f"涉嫌违反{violated(case)}，建议立案。　　{officer_names(case, 'case')}　{case.day('accepted', case.style.signed)}"
        ),
        line("部门审核意见"),
        p(f"同意。　　{case.office.chief}　{case.day('accepted', case.style.signed)}"),
        line("领导批示"),
        p(f"同意立案，由{officer_names(case, 'case')}办理。　　{case.office.leader}　{day}"),
    )


def inquiry(case: Case) -> tuple[Block, ...]:
    who = case.party.driver or case.party.name
    said = [
        ("我们是行政执法人员，这是执法证件，请过目。", "看过了。"),
        ("你有权要求与本案有利害关系的执法人员回避，是否要求？", "不要求。"),
        *case.cause.talk,
        ("笔录你看一下，与你说的是否一致？", "看过，和我说的一致。"),
    ]
    words = {"party": case.party.name, "plate": case.plate, "day": case.day("found", "han"), "driver": who}
    return (
        title("调查询问笔录"),
        line(f"询问时间：{write_span(case.days['inquiry'], case.times_of('inquiry'), case.style.dates)}"),
        line(f"询问地点：{case.office.team}"),
        line(f"询问人：{officer_names(case, 'inquiry')}（执法证号：{officer_numbers(case, 'inquiry')}）"),
        line(f"记录人：{case.officers('inquiry')[-1].name}"),
        line(f"被询问人：{who}　身份证件号：{case.party.driver_number or case.party.number}　电话：{case.party.phone}"),
        *(Text(f"{mark}：{text.format(**words)}") for pair in said for mark, text in zip("问答", pair)),
        line(f"被询问人签字：{who}　　　{case.day('inquiry', case.style.signed)}"),
        line(f"询问人签字：{officer_names(case, 'inquiry')}　　　{case.day('inquiry', case.style.signed)}"),
    )


def report(case: Case) -> tuple[Block, ...]:
    return (
        title("案件调查终结报告"),
        right(paper_number(case, "X-REPORT")),
        p(f"{case.office.leader}：{officer_names(case, 'case')}对{case.title}的调查已经终结，报告如下。"),
        p(f"（一）当事人：{_who(case, 'X-REPORT')}。"),
        p(f"（二）查明的事实：{story(case)}"),
        p(f"（三）证据：{'；'.join(evidence_list(case))}。"),
        p(f"（四）建议：依据{basis(case)}，参照山西省交通运输行政处罚裁量基准，给予{fine(case, 'F11')}。"),
        right(f"办案人：{officer_names(case, 'case')}"),
        right(case.day("report")),
        line(f"审批意见：同意。{case.office.leader}　{case.day('report', case.style.signed)}"),
    )


def notice(case: Case) -> tuple[Block, ...]:
    return (
        title("行政处罚意见告知书"),
        Text(paper_number(case, "F11"), "center"),
        line(f"{party_name(case, 'F11')}："),
        p(
            f"你（单位）涉嫌{case.cause.act}一案，本机关已调查终结。根据《中华人民共和国行政处罚法》第四十四条的规定，现告知如下："
        ),
        p(f"一、认定的事实：{story(case)}"),
        p(f"二、处罚的理由和依据：上述行为违反了{violated(case, 'F11')}，应依据{basis(case, 'F11')}予以处罚。"),
        p(f"三、拟作出的处罚：{penalty(case, 'F11')}。"),
        p(
            "四、根据《中华人民共和国行政处罚法》第四十五条的规定，你（单位）有权陈述和申辩，可自收到之日起三日内向本机关提出。"
        ),
        *foot(case, "notice"),
        line(f"联系人：{case.officers('case')[0].name}　联系电话：{case.office.phone}"),
    )


def decision(case: Case) -> tuple[Block, ...]:
    return (
        Text(case.office.body, "center", 16, font="title", after=2),
        title("行政处罚决定书"),
        Text(case.number, "center"),
        p(f"当事人：{_who(case, 'F15')}。"),
        p(
            f"经查，{story(case)}上述事实，有{'、'.join(evidence_list(case))}等证据在案。"
            + ("当事人没有违法所得。" if case.cause.gains else "")
        ),
        p(
            f"当事人的行为违反{violated(case, 'F15')}之规定。根据{basis(case, 'F15')}之规定，参照山西省交通运输行政处罚裁量基准，责令改正并决定对当事人处以{penalty(case, 'F15')}。"
        ),
        p(
            "当事人应当自收到本决定书之日起十五日内将罚款缴至虚构农村商业银行。逾期每日按罚款数额的百分之三加处罚款，总额不超过罚款数额。"
        ),
        p(remedy(case) + "期满不申请复议、不起诉又不履行的，本机关将申请人民法院强制执行。"),
        *foot(case, "decision", case.style.decided),
    )


def service(case: Case, what: str) -> tuple[Block, ...]:
    day = case.day(f"{what}_served", case.style.dates)
    return (
        title("送达回证"),
        line(f"送达机关：{case.office.body}"),
        line(f"受送达人：{case.party.name}"),
        line(f"送达文书及文号：{served_name(case, what)}（{paper_number(case, SERVED[what][0])}）"),
        line(f"送达地点：{case.office.address}　　送达方式：{case.word(f'method.{what}', '直接送达')}"),
        line(f"送达人：{officer_names(case, 'case')}"),
        line(f"受送达人签名：{case.party.driver or case.party.name}　　送达日期：{day}"),
        line(f"备注：{case.word(f'remark.{what}', '无')}"),
    )


def closing(case: Case) -> tuple[Block, ...]:
    return (
        title("处罚结案报告"),
        right(paper_number(case, "F24")),
        p(
            f"案由：{case.cause.act}案。当事人：{case.party.name}。立案日期：{case.day('filed')}。决定日期：{case.day('decision')}。"
        ),
        p(f"处理结果：{fine(case, 'F24')}。"),
        p(f"执行情况：当事人已于{case.day('paid')}履行完毕。"),
        line(f"办案人：{officer_names(case, 'case')}　{case.day('closed', case.style.signed)}"),
        line(f"部门负责人：同意结案。{case.office.chief}　{case.day('closed', case.style.signed)}"),
        line(f"批准人：同意结案。{case.office.leader}　{case.day('closed', case.style.signed)}"),
    )
