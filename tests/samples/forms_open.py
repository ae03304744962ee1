"""Forms of the first half of a case: filing, records, evidence, report; in up to three layouts."""

from __future__ import annotations

from tests.samples.blocks import Block, Cell, Picture, Text, title
from tests.samples.case import Case, write_span
from tests.samples.forms_common import (
    PARTY_WIDTHS,
    basis,
    evidence_list,
    fine,
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
    party_number,
    party_prose,
    party_rows,
    right,
    story,
    violated,
)  # fmt: skip

_SOURCES = (
    "行政检查中发现",
    "个人、法人及其他组织举报经核实",
    "上级机关______交办",
    "下级机关______报请查处",
    "有关部门______移送",
    "其他途径发现",
)


def filing_table(case: Case) -> tuple[Block, ...]:
    tick = int(case.word("source", "1"))
    source = "\n".join(f"{'☑' if i == tick else '□'}{i}.{text}" for i, text in enumerate(_SOURCES, 1))
    times = case.times_of("scene")
    return (
        title("立案登记表"),
        number_line(case, "F01"),
        grid(
            (label("案件来源", cols=2), left(source, 6)),
            (label("案由", cols=2), left(f"{party_name(case, 'F01')}涉嫌{case.cause.act}案", 6)),
            (label("受案时间", cols=2), left(f"{case.day('accepted')}{times[0][:2].lstrip('0')}时{times[0][3:]}分", 6)),
            *party_rows(case, "F01"),
            (label("案件\n基本情况", cols=2), left(story(case), 6, 80)),
            (
                label("立案依据", cols=2),
                left(f"涉嫌违反{violated(case)}的规定，依据《中华人民共和国行政处罚法》第五十四条第二款", 6),
            ),
            (
                label("经办机构\n负责人意见", cols=2),
                left(opinion("建议立案调查。", case.office.chief, case.day("accepted", case.style.signed)), 6, 54),
            ),
            (
                label("负责人\n审批意见", cols=2),
                left(opinion("同意立案。", case.office.leader, case.day("filed", case.style.signed)), 6, 54),
            ),
            (label("备注", cols=2), left("/", 6)),
            widths=PARTY_WIDTHS,
        ),
    )


def filing_sheet(case: Case) -> tuple[Block, ...]:
    return (
        title("立案审批表", True),
        number_line(case, "F01"),
        grid(
            (label("案 由"), left(f"涉嫌{case.cause.act}", 3)),
            (label("案件来源"), left("√" + _SOURCES[int(case.word("source", "1")) - 1]), label("受案时间"), label(case.day("accepted"))),
            (label("当 事 人"), left(party_name(case, "F01")), label("证件号码/\n信用代码"), label(party_number(case, "F01"))),
            (label("住所（地址）"), left(case.party.address), label("电 话"), label(case.party.phone)),
            (label("法定代表人"), label(case.party.legal_rep or "/"), label("车（船）号"), label(case.plate or "/")),
            (label("简要案情"), left("　　" + story(case), 3, 110)),
            (label("承办人意见"), left(opinion(f"该行为涉嫌违反{violated(case)}，建议予以立案。", officer_names(case, "case"), case.day("accepted", case.style.signed)), 3, 80)),
            (label("承办机构\n负责人意见"), left(opinion("拟同意立案，请领导审批。", case.office.chief, case.day("accepted", case.style.signed)), 3, 72)),
            (label("行政机关负责人\n审批意见"), left(f"同意立案。\n\n{case.office.leader}　{case.day('filed', case.style.signed)}", 3, 72)),
            widths=(18, 34, 18, 30),
        ),
    )  # fmt: skip


def _talk(case: Case) -> list[Text]:
    said = [
        ("你是否看清楚我们的执法证件？", "看清楚了。"),
        ("如果你认为执法人员与本案有直接利害关系，有权申请回避。你是否申请回避？", "不申请回避。"),
        ("你有陈述和申辩的权利，也有如实回答询问、提供证据的义务。听清楚了吗？", "听清楚了，我如实说。"),
        *case.cause.talk,
        ("以上是否属实？还有什么需要补充？", "属实，没有补充。"),
    ]
    words = {
        "party": case.party.name,
        "plate": case.plate,
        "day": case.day("found", "han"),
        "driver": case.party.driver or case.party.name,
    }
    return [line(f"{mark}：{text.format(**words)}") for pair in said for mark, text in zip("问答", pair)]


def _seen(case: Case) -> tuple[str, str, str]:
    """Who is interviewed, with number and relation: the party, or an organisation's driver."""
    if case.party.person:
        return party_name(case, "F02"), case.party.number, "当事人"
    return case.party.driver, case.party.driver_number, "当事人的驾驶员"


def inquiry_table(case: Case) -> tuple[Block, ...]:
    who, number, tie = _seen(case)
    span = write_span(case.days["inquiry"], case.times_of("inquiry"), case.style.dates)
    asking = case.officers("inquiry")
    return (
        title("询问笔录", True),
        line(f"时间：{span}　　第 1 次询问"),
        line(f"地点：{case.word('inquiry.place', case.office.team + '询问室')}"),
        line(f"询问人：{officer_names(case, 'inquiry')}　　记录人：{asking[-1].name}"),
        line(f"被询问人：{who}　　与案件关系：{tie}"),
        line(f"性别：{case.party.sex or '男'}　　年龄：{case.party.age or 41}　　联系电话：{case.party.phone}"),
        line(f"身份证件号：{number}"),
        line("工作单位及职务：" + ("无" if case.party.person else f"{case.party.name} 驾驶员")),
        line(f"联系地址：{case.party.address}"),
        p(
            f"我们是{case.office.body}的执法人员{officer_names(case, 'inquiry')}，这是我们的执法证件，执法证号分别是"
            f"{officer_numbers(case, 'inquiry')}，请你确认。现依法向你询问，请如实回答所问问题。执法人员与你有直接利害关系的，你可以申请回避。"
        ),
        *_talk(case),
        line(f"被询问人签名及时间：{who}　{case.day('inquiry', case.style.signed)}"),
        line(f"询问人签名：{officer_names(case, 'inquiry')}"),
    )


def inquiry_grid(case: Case) -> tuple[Block, ...]:
    who, number, tie = _seen(case)
    asking = case.officers("inquiry")
    return (
        title("询问（调查）笔录"),
        grid(
            (label("询问时间"), left(write_span(case.days["inquiry"], case.times_of("inquiry"), case.style.dates), 3)),
            (label("询问地点"), left(case.word("inquiry.place", case.office.team + "办案区"), 3)),
            (label("询问人"), left("\n".join(f"{o.name}（执法证号：{o.cert}）" for o in asking)), label("记录人"), label(asking[-1].name)),
            (label("被询问人"), label(who), label("与案件关系"), label(tie)),
            (label("身份证号"), label(number), label("电话"), label(case.party.phone)),
            (label("住址"), left(case.party.address, 3)),
            widths=(16, 40, 16, 28),
        ),
        p(f"告知：我们是{case.office.body}行政执法人员，现向你出示执法证件，请你确认。"),
        *_talk(case),
        right(f"被询问人（签名）：{who}　{case.day('inquiry', case.style.signed)}"),
        right(f"询问人（签名）：{officer_names(case, 'inquiry')}　{case.day('inquiry', case.style.signed)}"),
    )  # fmt: skip


def scene_table(case: Case) -> tuple[Block, ...]:
    crew = case.officers("scene")
    who, number, tie = _seen(case)
    names = tuple(o.name for o in crew) + ("/",) * (2 - len(crew))
    certs = tuple(o.cert for o in crew) + ("/",) * (2 - len(crew))
    told = case.word("measure.told", "")
    return (
        title("现场笔录"),
        number_line(case, "F04"),
        grid(
            (label("执法地点"), left(case.word("scene.place", case.office.key[:2] + "境内虚构公路K12+300处"), 2), label("执法时间"), left(write_span(case.days["scene"], case.times_of("scene"), case.style.dates), 2)),
            (label("执法人员"), label(names[0]), label("执法证号"), label(certs[0]), label("记录人", 2), label(names[-1] if names[-1] != "/" else names[0], 2)),
            (label("执法人员"), label(names[1]), label("执法证号"), label(certs[1])),
            (label("现场人员"), label(who), label("身份证件号"), label(number, cols=3)),
            (label("与案件关系"), label(tie), label("联系电话"), label(case.party.phone, cols=3)),
            (label("车（船）号"), label(case.plate or "/"), label("车（船）型"), label(case.word("vehicle", "重型半挂牵引车"), cols=3)),
            (label("主要内容"), left(
                f"现场情况：执法人员向现场人员出示执法证件，表明身份，现场人员答复：已看清。告知其有申请回避的权利，现场人员答复：不申请。经检查：{story(case)}{told}",
                5, 170)),
            (label("备注"), left("☑上述笔录我已看过  □上述笔录已向我宣读，情况属实无误。", 5)),
            widths=(14, 17, 15, 22, 14, 18),
        ),
        line(f"现场人员签名及时间：{who}　{case.day('scene', case.style.signed)}"),
        line(f"执法人员签名及时间：{officer_names(case, 'scene')}　{case.day('scene', case.style.signed)}"),
    )  # fmt: skip


def scene_prose(case: Case) -> tuple[Block, ...]:
    who, number, tie = _seen(case)
    told = case.word("measure.told", "")
    return (
        title("现场检查笔录", True),
        line(f"检查时间：{write_span(case.days['scene'], case.times_of('scene'), case.style.dates)}"),
        line(f"检查地点：{case.word('scene.place', case.office.key[:2] + '境内虚构公路K12+300处')}"),
        *(line(f"执法人员：{o.name}　执法证号：{o.cert}") for o in case.officers("scene")),
        line(f"记录人：{case.officers('scene')[-1].name}"),
        line(f"现场人员：{who}（{tie}）　身份证件号：{number}　车号：{case.plate or '/'}"),
        p(f"执法人员出示执法证件表明身份，告知申请回避等权利，{who}表示看清证件、不申请回避。"),
        p(story(case) + told),
        right(f"现场人员：{who}　{case.day('scene', case.style.signed)}"),
        right(f"执法人员：{officer_names(case, 'scene')}"),
    )


def identity(case: Case) -> tuple[Block, ...]:
    who = case.party
    rows: tuple[tuple[Cell, ...], ...]
    if who.person:
        rows = (
            (label("姓名"), left(who.name)),
            (label("住址"), left(who.address)),
            (label("公民身份号码"), left(who.number)),
        )
        name = "居民身份证复印件"
    else:
        rows = (
            (label("名称"), left(who.name)),
            (label("统一社会信用代码"), left(who.number)),
            (label("法定代表人"), left(who.legal_rep)),
            (label("住所"), left(who.address)),
        )
        name = "营业执照复印件"
    return (
        Text(name, "center", 15, font="hei", after=10),
        grid(*rows, widths=(30, 70), size=12),
        line(f"此件由{who.driver or who.name}提供，与原件核对无误。　提供人：{who.driver or who.name}　核对人：{officer_names(case, 'case')}　{case.day('inquiry')}"),
    )  # fmt: skip


def photo(case: Case) -> tuple[Block, ...]:
    kind = case.word("photo", "lorry")
    stamp = f"{case.days['scene']:%Y-%m-%d} {case.times_of('scene')[0]}"
    return (
        title("证据粘贴页"),
        Picture(kind, stamp),
        grid(
            (label("证明内容"), left(f"{case.plate}车辆现场情况" if case.plate else "堆放物品现场情况", 3)),
            (label("拍摄时间"), label(f"{case.day('scene')}{case.times_of('scene')[0].replace(':', '时')}分"), label("拍摄地点"), label(case.word("scene.place", case.office.key[:2] + "境内虚构公路K12+300处"))),
            (label("拍摄人"), label(case.officers("scene")[0].name), label("当事人确认"), label(case.party.driver or case.party.name)),
            widths=(16, 34, 16, 34),
        ),
    )  # fmt: skip


def report(case: Case) -> tuple[Block, ...]:
    items = enumerate(evidence_list(case), 1)
    return (
        title("案件调查报告" if case.style.layout == "table" else "案件调查终结报告"),
        number_line(case, "X-REPORT"),
        grid(
            (label("案由"), left(f"{party_name(case, 'X-REPORT')}涉嫌{case.cause.act}案", 3)),
            (label("调查人员"), label(officer_names(case, "case")), label("执法证号"), label(officer_numbers(case, "case"))),
            (label("当事人"), label(party_name(case, "X-REPORT")), label("证件号码"), label(case.party.number)),
            (label("案件调查\n经过及\n违法事实"), left(story(case) + "调查中询问了当事人，制作了笔录，当事人对事实无异议。", 3, 90)),
            (label("证据材料"), left("\n".join(f"{n}. {x}　1份" for n, x in items), 3)),
            (label("调查结论和\n处理意见"), left(
                f"当事人的行为违反了{violated(case)}的规定，依据{basis(case)}的规定，参照山西省交通运输行政处罚裁量基准属一般情节，建议给予{fine(case, 'F11')}的处罚。"
                f"\n执法人员签名：{officer_names(case, 'case')}　{case.day('report', case.style.signed)}", 3, 90)),
            (label("经办机构\n负责人意见"), left(opinion("同意调查人员意见，拟告知当事人。", case.office.chief, case.day("report", case.style.signed)), 3, 58)),
            (label("负责人\n审批意见"), left(opinion("同意告知。", case.office.leader, case.day("report", case.style.signed)), 3, 58)),
            widths=(17, 33, 17, 33),
        ),
    )  # fmt: skip


def report_prose(case: Case) -> tuple[Block, ...]:
    return (
        title("案件处理意见书", True),
        number_line(case, "X-REPORT"),
        line(f"案由：涉嫌{case.cause.act}"),
        *party_prose(case, "X-REPORT"),
        p("一、违法事实：" + story(case)),
        p("二、证据：" + "、".join(f"{x}一份" for x in evidence_list(case)) + "。"),
        p(
            f"三、处理意见：违反{violated(case)}，依据{basis(case)}，参照山西省交通运输行政处罚裁量基准，建议{fine(case, 'F11')}。"
        ),
        right(f"调查人员：{officer_names(case, 'case')}　{case.day('report', case.style.signed)}"),
        line(f"经办机构负责人意见：同意。{case.office.chief}　{case.day('report', case.style.signed)}"),
        line(f"负责人意见：同意按程序告知。{case.office.leader}　{case.day('report', case.style.signed)}"),
    )


def weighing(case: Case) -> tuple[Block, ...]:
    return (
        title("车辆检测（称重）单"),
        grid(
            (label("检测站点"), left(f"{case.office.key[:2]}虚构超限检测站"), label("检测时间"), label(f"{case.day('found')} {case.times_of('scene')[0]}")),
            (label("车牌号码"), label(case.plate), label("轴数"), label("6轴")),
            (label("车货总质量"), label("54.20吨"), label("限定标准"), label("49.00吨")),
            (label("超限量"), label("5.20吨"), label("超限率"), label("10.61%")),
            (label("检测人员"), label(case.officers("scene")[0].name), label("驾驶员确认"), label(case.party.driver or case.party.name)),
            widths=(18, 32, 18, 32),
            size=12,
        ),
    )  # fmt: skip


def tip(case: Case) -> tuple[Block, ...]:
    return (
        title("举报记录"),
        line(f"接报时间：{case.day('accepted')}"),
        line("举报人：（另卷保密）"),
        p(f"举报内容：反映{case.plate or case.party.name}涉嫌{case.cause.act}，请依法查处。"),
        right(f"记录人：{case.officers('case')[1].name}"),
    )
