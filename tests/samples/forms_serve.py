"""Forms of service, measures, performance, closing and publicity."""

from __future__ import annotations

from tests.samples.blocks import Block, Text, title
from tests.samples.case import Case, write_money, write_span
from tests.samples.forms_common import (
    PARTY_WIDTHS,
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
    paper_number,
    party_rows,
    remedy,
    right,
    story,
)  # fmt: skip

SERVED = {
    "notice": ("F11", "违法行为通知书"), "decision": ("F15", "行政处罚决定书"), "measure": ("F08", "行政强制措施决定书"),
    "extension": ("F09", "延长行政强制措施期限通知书"), "lift": ("F10", "解除行政强制措施决定书"),
    "hearing_notice": ("F12", "听证通知书"), "demand": ("F19", "催告书"),
}  # fmt: skip


def served_name(case: Case, what: str) -> str:
    if what == "notice" and case.style.layout == "plain":
        return "行政处罚意见告知书"
    if what == "notice" and case.style.layout != "table":
        return "行政处罚事先告知书"
    return SERVED[what][1]


def _receiver(case: Case) -> str:
    return case.party.driver or case.party.name


def service_table(case: Case, what: str) -> tuple[Block, ...]:
    day = f"{what}_served"
    name = f"{served_name(case, what)}\n{paper_number(case, SERVED[what][0])}"
    blank = tuple(tuple(label("/") for _ in range(6)) for _ in range(2))
    return (
        title("送达回证", True),
        number_line(case, "F23"),
        line(f"案由：{case.party.name}涉嫌{case.cause.act}案"),
        grid(
            (label("送达单位"), left(case.office.body, 5)),
            (label("受送达人"), left(case.party.name, 5)),
            (label("代收人"), left("/" if case.party.person else f"{case.party.driver}（受送达人的工作人员）", 5)),
            tuple(label(t) for t in ("送达文书名称、\n文号", "收件人签名\n（盖章）", "送达地点", "送达日期", "送达方式", "送达人")),
            (label(name), label(_receiver(case)), label(case.office.address), label(case.day(day, case.style.signed)), label(case.word(f"method.{what}", "直接送达")), label(officer_names(case, "case"))),
            *blank,
            widths=(24, 14, 20, 16, 12, 14),
        ),
        *foot(case, day),
        line(f"备注：{case.word(f'remark.{what}', '/')}"),
    )  # fmt: skip


def service_slip(case: Case, what: str) -> tuple[Block, ...]:
    """Another province's receipt: one document a slip, labels down the side."""
    day = f"{what}_served"
    return (
        title("送达回执" if case.style.layout == "south" else "文书送达回证", True),
        grid(
            (label("受送达人"), left(case.party.name)),
            (label("送达文书名称"), left(f"《{served_name(case, what)}》")),
            (label("文书编号"), left(paper_number(case, SERVED[what][0]))),
            (label("送达地点"), left(case.office.address)),
            (label("送达方式"), left(case.word(f"method.{what}", "直接送达"))),
            (label("受送达人签收"), left(f"{_receiver(case)}\n\n收到日期：{case.day(day, case.style.dates)}", 1, 60)),
            (label("送达人"), left(f"{officer_names(case, 'case')}")),
            (label("备　注"), left(case.word(f"remark.{what}", "/"))),
            widths=(26, 74),
            size=12,
        ),
        right(case.office.body),
    )


def address(case: Case) -> tuple[Block, ...]:
    return (
        title("送达地址确认书"),
        grid(
            (label("受送达人"), left(case.party.name)),
            (label("送达地址"), left(case.party.address)),
            (label("联系电话"), left(case.party.phone)),
            (label("是否接受电子送达"), left("□是 ☑否")),
            (
                label("受送达人确认"),
                left(f"我已阅读告知事项，上述送达地址正确。\n\n签名：{_receiver(case)}　{case.day('inquiry')}", 1, 64),
            ),
            widths=(26, 74),
        ),
    )


def registration(case: Case) -> tuple[Block, ...]:
    start, end = case.day("reg_start"), case.day("reg_end")
    return (
        title("证据登记保存清单"),
        number_line(case, "F06"),
        grid(*party_rows(case, "F06"), widths=PARTY_WIDTHS),
        p(
            f"因调查{case.party.name}涉嫌{case.cause.act}一案，根据《中华人民共和国行政处罚法》{case.word('reg.law', '第五十六条')}的规定，对你（单位）下列物品予以先行登记保存7日（自{start}至{end}）。在此期间，当事人或有关人员不得销毁或转移证据。"
        ),
        grid(
            tuple(label(t) for t in ("序号", "证据名称", "规格", "数量", "登记保存地点")),
            tuple(label(t) for t in ("1", case.word("reg.item", "道路运输证"), "本", "1", case.office.team)),
            widths=(10, 34, 16, 12, 28),
        ),
        line(f"当事人签名：{_receiver(case)}　　执法人员签名：{officer_names(case, 'case')}"),
        *foot(case, "reg_start"),
    )


def release(case: Case) -> tuple[Block, ...]:
    return (
        title("解除证据登记保存决定书"),
        number_line(case, "F07"),
        line(f"{case.party.name}："),
        p(
            f"本机关依法于{case.day('reg_start')}对你（单位）采取了证据登记保存，《证据登记保存清单》案号为{paper_number(case, 'F06')}。依照《中华人民共和国行政处罚法》{case.word('reg.law', '第五十六条')}的规定，本机关决定自{case.day('reg_disposed')}起解除该证据登记保存。"
        ),
        *foot(case, "reg_disposed"),
    )


def measure_approval(case: Case) -> tuple[Block, ...]:
    what = case.word("approval.what", "扣押车辆")
    return (
        title(case.word("approval.title", "行政强制措施审批表")),
        grid(
            (label("案由"), left(f"涉嫌{case.cause.act}", 3)),
            (label("当事人"), label(case.party.name), label("车牌号码"), label(case.plate)),
            (
                label("申请理由"),
                left(
                    f"{case.day(case.word('approval.act', 'measure'))}检查时发现{story(case)}拟采取{what}的措施。\n{officer_names(case, 'case')}　{case.day('measure_approved', case.style.signed)}",
                    3,
                    100,
                ),
            ),
            (
                label("经办机构\n负责人意见"),
                left(opinion("拟同意。", case.office.chief, case.day("measure_approved", case.style.signed)), 3, 70),
            ),
            (
                label("负责人\n审批意见"),
                left(
                    opinion(f"同意{what}。", case.office.leader, case.day("measure_approved", case.style.signed)), 3, 70
                ),
            ),
            widths=(17, 33, 17, 33),
        ),
    )


def measure(case: Case) -> tuple[Block, ...]:
    return (
        title("行政强制措施决定书"),
        number_line(case, "F08"),
        grid(*party_rows(case, "F08"), widths=PARTY_WIDTHS),
        p(
            f"{case.day('measure')}，你（单位）涉嫌{case.cause.act}，依据{case.word('measure.law', '《中华人民共和国道路运输条例》第六十二条')}的规定，本机关依法对下列财物采取扣押（暂扣）的行政强制措施。"
        ),
        p(f"对象：车辆{case.plate}一辆。存放地点：{case.office.key[:2]}虚构停车场（不收取保管费用）。"),
        p(f"行政强制措施的期限为自{case.day('measure')}至{case.day('measure_end')}。当事人享有陈述和申辩的权利。"),
        p(remedy(case)),
        grid(
            tuple(label(t) for t in ("序号", "查封、扣押财物名称", "规格", "数量", "备注")),
            tuple(label(t) for t in ("1", case.plate, case.word("vehicle", "小型普通客车"), "1辆", "外观完好")),
            widths=(10, 40, 22, 12, 16),
        ),
        line(
            f"当事人签名：{_receiver(case)}　执法人员签名：{officer_names(case, 'case')}　执法证号：{officer_numbers(case, 'case')}"
        ),
        *foot(case, "measure"),
    )


def extension(case: Case) -> tuple[Block, ...]:
    return (
        title("延长行政强制措施期限通知书"),
        number_line(case, "F09"),
        line(f"{case.party.name}："),
        p(
            f"因你（单位）涉嫌{case.cause.act}，本机关依法于{case.day('measure')}对车辆{case.plate}采取了扣押措施，案号为{paper_number(case, 'F08')}。现因案情复杂，依据《中华人民共和国行政强制法》第二十五条的规定，经本机关负责人批准，决定延长行政强制措施期限至{case.day('extended_to')}。"
        ),
        *foot(case, "extension"),
    )


def lifting(case: Case) -> tuple[Block, ...]:
    return (
        title("解除行政强制措施决定书"),
        number_line(case, "F10"),
        line(f"{case.party.name}："),
        p(
            f"因你（单位）{case.cause.act}，本机关于{case.day('measure')}对车辆{case.plate}采取了扣押的行政强制措施，案号为{paper_number(case, 'F08')}。依照《中华人民共和国行政强制法》第二十八条第一款第四项的规定，本机关决定自{case.day('lift')}起予以解除。"
        ),
        line("退还财物清单：1. 车辆" + case.plate + "　1辆　外观完好"),
        line(
            f"经当事人（代理人）查验，退还的财物与扣押时一致，查封、扣押期间没有使用、丢失和损坏现象。当事人签名：{_receiver(case)}　{case.day('lift', case.style.signed)}"
        ),
        *foot(case, "lift"),
    )


def receipt(case: Case) -> tuple[Block, ...]:
    amount = int(case.word("amount.receipt", str(case.amount)))
    return (
        Text("山西省政府非税收入一般缴款书（收据）", "center", 15, font="hei", after=10),
        grid(
            (label("填制日期"), label(case.day("paid")), label("执收单位"), label(case.office.body)),
            (label("付款人"), label(case.party.name), label("收款人"), label("虚构财政局非税专户")),
            (label("收入项目"), label("交通运输罚没收入"), label("决定书文号"), label(case.number)),
            (label("金额（大写）"), label(write_money(amount, "words")), label("（小写）"), label(f"¥{amount:,.2f}")),
            widths=(17, 33, 17, 33),
        ),
        right("代收银行（业务章）：虚构农村商业银行"),
    )


def closing(case: Case) -> tuple[Block, ...]:
    south = case.style.layout != "table"
    deed = case.word(
        "closing.done",
        f"{fine(case, 'F24')}，当事人已于{case.day('paid')}缴纳，案件执行完毕。"
        if "paid" in case.days
        else "执行完毕。",
    )
    served = "、".join(
        f"{SERVED[w][1]}于{case.day(f'{w}_served')}送达" for w in ("decision",) if f"{w}_served" in case.days
    )
    return (
        title({"table": "结案报告", "prose": "处罚结案报告"}.get(case.style.layout, "结案审批表")),
        number_line(case, "F24"),
        grid(
            (label("案由"), left(f"{case.cause.act}案", 3)),
            (label("当事人"), label(case.party.name), label("证件号码"), label(case.party.number)),
            (label("立案日期"), label(case.day("filed")), label("决定日期"), label(case.day("decision")))
            if south
            else (label("当事人地址"), label(case.party.address), label("联系电话"), label(case.party.phone)),
            (label("处理结果"), left(f"依法作出{fine(case, 'F24')}的行政处罚决定，{served}。", 3, 60)),
            (
                label("执行情况"),
                left(
                    f"{deed}\n\n执法人员签名：{officer_names(case, 'case')}　{case.day('closed', case.style.signed)}",
                    3,
                    70,
                ),
            ),
            (
                label("经办机构\n负责人意见"),
                left(opinion("建议结案。", case.office.chief, case.day("closed", case.style.signed)), 3, 70),
            ),
            (
                label("负责人\n审批意见"),
                left(opinion("同意结案。", case.office.leader, case.day("closed", case.style.signed)), 3, 70),
            ),
            widths=(17, 33, 17, 33),
        ),
    )


def publicity(case: Case) -> tuple[Block, ...]:
    shown = case.party.name if not case.party.person else case.party.name[0] + "某"
    amount = int(case.word("amount.X-PUB", str(case.amount)))
    rows = (
        ("行政处罚决定书文号", case.number), ("行政相对人名称", shown), ("违法事实", case.word("pub.facts", f"{case.cause.act}。")),
        ("处罚依据", case.cause.basis[0]), ("处罚内容", f"罚款{amount}元"), ("处罚决定日期", f"{case.days['decision']:%Y/%m/%d}"),
        ("处罚机关", case.office.body), ("公示日期", f"{case.days['published']:%Y-%m-%d}"),
    )  # fmt: skip
    return (
        title("行政处罚决定公示证明"),
        line("（政府网站“双公示”专栏页面打印件）"),
        grid(*((label(a), left(b)) for a, b in rows), widths=(32, 68)),
        right(f"打印人：{case.officers('case')[1].name}"),
    )


def demand(case: Case) -> tuple[Block, ...]:
    return (
        title("催告书"),
        number_line(case, "F19"),
        line(f"{case.party.name}："),
        p(
            f"因你（单位）{case.cause.act}，本机关于{case.day('decision')}作出了{fine(case, 'F15')}的行政处罚决定，决定书案号为{case.number}。"
        ),
        p("根据《中华人民共和国行政强制法》第五十四条的规定，现就有关事项催告如下，请你（单位）按要求履行："),
        line(
            f"1.履行标的：{fine(case, 'F15')}　2.履行期限：收到本催告书之日起十日内　3.履行方式：缴至虚构农村商业银行营业部"
        ),
        p("逾期仍未履行义务的，本机关将依法申请人民法院强制执行。你（单位）收到本催告书后有权进行陈述和申辩。"),
        *foot(case, "demand"),
    )


def court(case: Case) -> tuple[Block, ...]:
    return (
        title("行政强制执行申请书"),
        line(f"申请人：{case.office.body}　法定代表人：{case.office.leader}"),
        line(f"被申请人：{case.party.name}　证件号码：{case.party.number}"),
        p(f"申请事项：强制执行{case.number}行政处罚决定确定的{fine(case, 'F15')}。"),
        p(
            f"事实与理由：申请人于{case.day('decision_served')}送达处罚决定，被申请人在法定期限内未申请行政复议、未提起行政诉讼又未履行；申请人于{case.day('demand_served')}送达催告书，被申请人仍未履行。"
        ),
        line(f"此致　{case.office.court}"),
        *foot(case, "court"),
    )


def recording(case: Case) -> tuple[Block, ...]:
    return (
        title("视听资料（电子数据）证据记录单"),
        grid(
            (label("证明事项"), left("现场检查全过程", 3)),
            (
                label("采集时间"),
                left(
                    write_span(
                        case.days["scene"],
                        case.times_of("av") if "av" in case.times else case.times_of("scene"),
                        case.style.dates,
                    ),
                    3,
                ),
            ),
            (
                label("采集人"),
                label(case.officers("scene")[0].name),
                label("采集地点"),
                label(case.word("scene.place", case.office.key[:2] + "境内虚构公路K12+300处")),
            ),
            (label("存储介质"), label("光盘1张"), label("设备编号"), label("ZF-001")),
            widths=(17, 33, 17, 33),
        ),
    )
