"""Forms between the report and the decision, and the decision; in up to three layouts."""

from __future__ import annotations

from tests.samples.blocks import Block, title
from tests.samples.case import Case, write_span
from tests.samples.forms_common import (
    PARTY_WIDTHS,
    basis,
    evidence_list,
    fine,
    foot,
    grid,
    label,
    left,
    line,
    number_line,
    officer_names,
    officer_numbers,
    opinion,
    p,
    party_name,
    party_prose,
    party_rows,
    penalty,
    remedy,
    right,
    story,
    violated,
)  # fmt: skip

_GAINS = "经查，当事人无违法所得。"


def notice_table(case: Case) -> tuple[Block, ...]:
    term = case.word("hearing.term", "五日")
    told, heard = (
        case.word("notice.told", "第四十四条、第四十五条"),
        case.word("notice.heard", "第六十三条、第六十四条"),
    )
    return (
        title("违法行为通知书"),
        number_line(case, "F11"),
        line(f"{party_name(case, 'F11')}："),
        p(
            f"经调查，本机关认为你（单位）{case.cause.act}行为，违反了{violated(case, 'F11')}的规定，依据{basis(case, 'F11')}的规定，"
            f"本机关拟作出{penalty(case, 'F11')}的处罚决定。"
        ),
        p(f"事实和理由：{story(case)}"),
        p(
            f"☑根据《中华人民共和国行政处罚法》{told}的规定，你（单位）如对该处罚意见有异议，可向本机关提出陈述申辩，本机关将依法予以核实。"
        ),
        p(
            f"{'☑' if case.hearing_ticked else '□'}根据《中华人民共和国行政处罚法》{heard}的规定，你（单位）有权在收到本通知书之日起"
            f"{term}内向本机关要求举行听证；逾期不要求举行听证的，视为你（单位）放弃听证的权利。"
        ),
        p("（注：在序号前□内打“√”的为当事人享有该权利。）"),
        line(f"联系地址：{case.office.address}　　邮编：030600"),
        line(f"联系人：{case.officers('case')[0].name}　　联系电话：{case.office.phone}"),
        *foot(case, "notice"),
        p("（本文书一式两份：一份存根，一份交当事人或其代理人。）"),
    )


def notice_prose(case: Case) -> tuple[Block, ...]:
    term = case.word("hearing.term", "五个工作日")
    told, heard = (
        case.word("notice.told", "第四十四条、第四十五条"),
        case.word("notice.heard", "第六十三条、第六十四条"),
    )
    hearing = (
        p(
            f"根据《中华人民共和国行政处罚法》{heard}的规定，你（单位）可以在收到本告知书之日起{term}内向本机关申请听证。逾期视为放弃。"
        )
        if case.hearing_ticked or "hearing.term" in case.words
        else p("")
    )
    return (
        title("行政处罚事先告知书", case.style.layout == "prose"),
        number_line(case, "F11"),
        *party_prose(case, "F11"),
        p(f"你（单位）{case.cause.act}一案，现已调查终结。{story(case)}"),
        p(
            f"上述行为违反了{violated(case, 'F11')}，依据{basis(case, 'F11')}，参照山西省交通运输行政处罚裁量基准，本机关拟对你（单位）作出如下行政处罚：{penalty(case, 'F11')}。"
        ),
        p(
            f"根据《中华人民共和国行政处罚法》{told}的规定，你（单位）有权进行陈述和申辩。请在收到本告知书之日起三个工作日内提出。"
        ),
        hearing,
        line(
            f"联系人：{case.officers('case')[0].name}、{case.officers('case')[1].name}　电话：{case.office.phone}　地址：{case.office.address}"
        ),
        *foot(case, "notice", case.style.decided),
    )


def _evidence(case: Case) -> str:
    return f"以上事实有{'、'.join(evidence_list(case))}等证据证实。" + (_GAINS if case.cause.gains else "")


def _pay(case: Case) -> str:
    return (
        "处以罚款的，自收到本决定书之日起十五日内缴至虚构农村商业银行营业部，账号0000000000000000000。到期不缴纳罚款的，"
        "依据《中华人民共和国行政处罚法》第七十二条的规定，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款本数。"
    )


_ENFORCE = "逾期不申请行政复议、不提起行政诉讼又不履行本决定的，本机关将依法申请人民法院强制执行。"


def _discretion(case: Case) -> str:
    return "参照山西省交通运输行政处罚裁量基准，当事人的违法情节属一般情形。"


def decision_table(case: Case) -> tuple[Block, ...]:
    return (
        title("行政处罚决定书"),
        number_line(case, "F15"),
        grid(*party_rows(case, "F15"), widths=PARTY_WIDTHS),
        p(f"违法事实及证据：{story(case)}{_evidence(case)}"),
        p(
            f"你（单位）的行为违反了{violated(case, 'F15')}的规定，依据{basis(case, 'F15')}的规定，{_discretion(case)}决定给予{penalty(case, 'F15')}的行政处罚，并责令改正违法行为。"
        ),
        p(_pay(case)),
        p(remedy(case) + _ENFORCE),
        *foot(case, "decision", case.style.decided),
        p("（本文书一式两份：一份存根，一份交当事人或其代理人。）"),
    )


def decision_prose(case: Case) -> tuple[Block, ...]:
    return (
        title("行政处罚决定书", True),
        right(case.number),
        *party_prose(case, "F15"),
        p(f"{case.party.name}{case.cause.act}一案，本机关经依法立案调查，现查明：{story(case)}"),
        p(_evidence(case)),
        p(
            f"本机关认为，当事人的上述行为违反了{violated(case, 'F15')}的规定。依据{basis(case, 'F15')}的规定，{_discretion(case)}责令当事人改正，并决定给予以下行政处罚："
        ),
        p(f"{penalty(case, 'F15')}。"),
        p(_pay(case)),
        p(remedy(case) + _ENFORCE),
        *foot(case, "decision", case.style.decided),
    )


def decision_reasoned(case: Case) -> tuple[Block, ...]:
    told = f"本机关于{case.day('notice_served', 'han')}向当事人送达了告知书，告知拟作出行政处罚的内容及事实、理由、依据和依法享有的权利。"
    heard = (
        f"当事人要求听证，本机关于{case.day('hearing', 'han')}公开举行了听证。"
        if "hearing" in case.days
        else "当事人在规定期限内未提出陈述、申辩意见。"
    )
    return (
        title("行政处罚决定书"),
        right(case.number),
        line("一、当事人基本情况"),
        *party_prose(case, "F15"),
        line("二、案件来源及调查经过"),
        p(
            f"{case.day('accepted', 'han')}，本机关在行政检查中发现当事人涉嫌{case.cause.act}，于{case.day('filed', 'han')}立案，{officer_names(case, 'case')}负责调查。"
        ),
        line("三、违法事实及相关证据"),
        p(story(case) + _evidence(case)),
        line("四、行政处罚事前告知与当事人陈述、申辩、听证情况"),
        p(told + heard),
        line("五、行政处罚的依据和裁量"),
        p(
            f"当事人的行为违反了{violated(case, 'F15')}的规定，依据{basis(case, 'F15')}的规定应予处罚。{_discretion(case)}"
        ),
        line("六、行政处罚决定及履行方式"),
        p(f"责令改正违法行为，决定给予{penalty(case, 'F15')}的行政处罚。{_pay(case)}"),
        line("七、救济途径"),
        p(remedy(case) + _ENFORCE),
        *foot(case, "decision", case.style.decided),
    )


def spot_table(case: Case) -> tuple[Block, ...]:
    suit = case.word("spot.suit", "")
    span = f"{case.day('decision')}{case.times_of('scene')[0].replace(':', '时')}分"
    return (
        title(case.word("spot.title", "当场行政处罚决定书")),
        number_line(case, "F14"),
        grid(*party_rows(case, "F14"), widths=PARTY_WIDTHS),
        p(
            f"违法事实及依据：{span}，在{case.word('scene.place', case.office.key[:2] + '境内虚构公路K12+300处')}，{story(case)}"
        ),
        p(
            f"你（单位）的行为违反了{violated(case, 'F14')}的规定，依据{basis(case, 'F14')}的规定，决定给予{penalty(case, 'F14')}的行政处罚，责令立即改正。"
        ),
        p(
            "罚款的履行方式和期限（见打√处）：□当场缴纳 ☑自收到本决定书之日起十五日内缴至虚构农村商业银行营业部，账号0000000000000000000。"
        ),
        p(
            f"你（单位）如果不服本处罚决定，应当先自收到本决定书之日起六十日内向{case.word('remedy.body', case.office.government)}申请行政复议。"
            if not suit
            else f"如不服本处罚决定，可以在六十日内向{case.office.government}申请行政复议，或者在六个月内向{case.office.court}提起行政诉讼。"
        ),
        p("处罚前已口头告知当事人拟作出处罚的事实、理由和依据，并告知当事人依法享有陈述权和申辩权，当事人未提出异议。"),
        line(
            f"当事人或其代理人签名：{case.party.driver or case.party.name}　{case.day('decision', case.style.signed)}"
        ),
        line(f"执法人员签名：{officer_names(case, 'case')}　执法证号：{officer_numbers(case, 'case')}"),
        *foot(case, "decision"),
    )


def legal(case: Case) -> tuple[Block, ...]:
    reviewer = case.word("reviewer", case.office.reviewer)
    rows = (
        "执法主体是否合法",
        "执法人员是否具备资格",
        "程序是否合法",
        "事实是否清楚，证据是否充分",
        "适用法律、裁量是否适当",
        "文书是否完备、规范",
        "是否涉嫌犯罪需要移送",
    )
    return (
        title("重大行政执法决定法制审核表" if case.style.layout == "table" else "法制审核意见书"),
        grid(
            (label("案件名称"), left(case.title, 3)),
            (label("承办机构"), label(case.office.team), label("送审日期"), label(case.day("legal_submitted", case.style.signed))),
            *((left(text, 3), label("否" if "犯罪" in text else "是")) for text in rows),
            (label("审核意见"), left(opinion(f"经审核，{case.word('legal.result', '事实清楚、证据充分、程序合法，审核通过')}。", reviewer, case.day("legal_finished", case.style.signed)), 3, 80)),
            widths=(18, 36, 18, 28),
        ),
        right(f"审核机构：{case.office.body}法制股"),
    )  # fmt: skip


def discussion(case: Case) -> tuple[Block, ...]:
    chief, leader = case.office.chief, case.office.leader
    return (
        title("重大案件集体讨论记录", True),
        line(f"案件名称：{case.title}"),
        line(f"讨论时间：{write_span(case.days['discussion'], case.times_of('discussion'), case.style.dates)}"),
        line(
            f"地点：{case.office.body}三楼会议室　主持人：{leader}　汇报人：{case.officers('case')[0].name}　记录人：{case.officers('case')[1].name}"
        ),
        line(
            f"出席人员姓名及职务：{leader}（局长）、{chief}（队长）、{case.office.reviewer}（法制股股长）、{case.office.chair}（副局长）"
        ),
        p("讨论记录："),
        p(f"{case.officers('case')[0].name}：汇报案情。{story(case)}建议{fine(case, 'F15')}。"),
        p(f"{chief}：事实清楚，证据确凿，同意。"),
        p(f"{case.office.reviewer}：程序合法，适用法律正确，同意。"),
        p(f"{case.office.chair}：同意。{leader}：同意大家的意见。"),
        p(f"结论性意见：一致同意对{case.party.name}作出{fine(case, 'F15')}的行政处罚。"),
        line(f"出席人员签名：{leader}　{chief}　{case.office.reviewer}　{case.office.chair}"),
    )


def approval(case: Case) -> tuple[Block, ...]:
    return (
        title("行政处罚审批表" if case.style.layout != "prose" else "案件处理审批表"),
        number_line(case, "X-PAPPR"),
        grid(
            (label("案由"), left(f"{case.cause.act}案", 3)),
            (label("当事人"), label(case.party.name), label("证件号码"), label(case.party.number)),
            (label("承办人\n处理意见"), left(opinion(f"告知后当事人无新的事实、理由，建议作出{fine(case, 'F15')}的处罚决定。", officer_names(case, "case"), case.day("approved", case.style.signed)), 3, 84)),
            (label("经办机构\n负责人意见"), left(opinion("同意。", case.office.chief, case.day("approved", case.style.signed)), 3, 70)),
            (label("负责人\n审批意见"), left(opinion("同意作出处罚决定。", case.office.leader, case.day("approved", case.style.signed)), 3, 70)),
            widths=(17, 33, 17, 33),
        ),
    )  # fmt: skip


def waiver(case: Case) -> tuple[Block, ...]:
    return (
        title("放弃陈述申辩及听证权利声明"),
        line(f"{case.office.body}："),
        p(
            f"你单位就{case.cause.act}一案向我送达的告知书已收悉。我对告知的违法事实、理由、依据及拟处罚内容没有异议，"
            "自愿放弃陈述、申辩的权利，自愿放弃要求听证的权利。"
        ),
        right(f"声明人（签名）：{case.party.driver or case.party.name}"),
        right(case.day("waiver")),
    )


def statement(case: Case) -> tuple[Block, ...]:
    return (
        title("陈述申辩书及复核意见"),
        p(f"陈述申辩人{case.party.name}于{case.day('statement')}提出：本次属初犯，已停止违法行为，请求从轻处理。"),
        right(f"陈述申辩人：{case.party.driver or case.party.name}　{case.day('statement')}"),
        p(f"复核意见：当事人主动改正属实，其意见部分采纳，建议在裁量幅度内调整为{fine(case, 'F15')}。"),
        right(f"复核人：{case.office.chief}　{case.day('statement_reviewed')}"),
    )


def hearing_notice(case: Case) -> tuple[Block, ...]:
    return (
        title("听证通知书"),
        number_line(case, "F12"),
        line(f"{case.party.name}："),
        p(
            f"根据你（单位）{case.day('hearing_requested')}提出的听证要求，本机关决定于{case.day('hearing')}9时30分在{case.office.body}二楼会议室☑公开□不公开举行听证。"
        ),
        p(
            f"听证主持人：{case.word('chair', case.office.chair)}　职务：副局长　　听证员：{case.office.reviewer}　职务：法制股股长　　记录员：{case.office.officers[-1].name}"
        ),
        p("你（单位）认为主持人、听证员、记录员与本案有直接利害关系的，有权申请回避。"),
        p(
            "注意事项：1.请事先准备相关证据，通知证人和委托代理人准时参加；2.委托代理人参加的应提交授权委托书；3.无正当理由拒不出席的视为放弃听证权利。"
        ),
        line(f"联系地址：{case.office.address}　联系电话：{case.office.phone}"),
        *foot(case, "hearing_notice"),
    )


def hearing_record(case: Case) -> tuple[Block, ...]:
    return (
        title("听证笔录", True),
        line(f"案件名称：{case.title}"),
        line(f"主持听证机关：{case.office.body}　听证地点：{case.office.body}二楼会议室"),
        line(f"听证时间：{write_span(case.days['hearing'], ('09:30', '11:20'), case.style.dates)}"),
        line(
            f"主持人：{case.word('chair', case.office.chair)}　听证员：{case.office.reviewer}　记录员：{case.office.officers[-1].name}"
        ),
        line(f"执法人员：{officer_names(case, 'case')}　执法证号：{officer_numbers(case, 'case')}"),
        line(f"当事人：{case.party.name}　法定代表人：{case.party.legal_rep or '/'}　委托代理人：/"),
        p(
            f"主持人：核对到场人员身份，宣布听证纪律，询问是否申请回避。{case.party.legal_rep or case.party.name}：不申请回避。"
        ),
        p(f"调查人员{case.officers('case')[0].name}：{story(case)}拟作出{fine(case, 'F11')}的处罚。"),
        p(f"{case.party.legal_rep or case.party.name}：对车辆和时间无异议，认为罚款偏重，希望从轻。"),
        p("双方对现场笔录、询问笔录、照片进行了质证，均无异议。"),
        line(
            f"当事人签名：{case.party.legal_rep or case.party.name}　主持人签名：{case.word('chair', case.office.chair)}　{case.day('hearing', case.style.signed)}"
        ),
    )


def correction(case: Case) -> tuple[Block, ...]:
    return (
        title("责令改正违法行为通知书" if case.style.layout == "table" else "责令（限期）改正通知书"),
        number_line(case, "F16"),
        line(f"{case.party.name}："),
        p(
            f"经调查，你（单位）{case.cause.act}，违反了{violated(case)}的规定，依据《中华人民共和国行政处罚法》第二十八条第一款的规定，责令你（单位）☑立即改正 □限期改正。"
        ),
        p(remedy(case, "通知")),
        line(f"当事人签名：{case.party.driver or case.party.name}　执法人员签名：{officer_names(case, 'case')}"),
        *foot(case, "found"),
    )
