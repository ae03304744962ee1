"""Papers that few dossiers hold: appraisals, sampling, substitute performance, transfer, cash on the spot and the like."""

from __future__ import annotations

from tests.samples.elsewhere.paper import Elsewhere, grid, law, officer, one, right, sheet, wide

APPRAISED = one(
    "河北 检测报告",
    "X-APPRAISAL",
    "检测报告",
    [
        grid(
            (1.2, 1.8, 1.2, 1.8),
            ["委托单位", "邢台市交通运输局", "样品名称", "沥青混合料"],
            ["检测期间", wide("2024年5月6日至2024年5月13日", 3, "center")],
            ["报告日期", "2024年5月14日", "告知日期", "2024年5月16日"],
        ),
    ],
    {
        "appraisal.start": ["2024-05-06"],
        "appraisal.end": ["2024-05-13"],
        "appraisal.made_on": ["2024-05-14"],
        "appraisal.told_on": ["2024-05-16"],
    },
)  # fmt: skip

SAMPLED = one(
    "河北 抽样取证凭证",
    "F05",
    "抽样取证凭证",
    [
        "当事人：邢台市信都区太行路桥工程有限公司",
        "抽样时间：2024年5月5日10时　　抽样地点：信都区县道614线施工现场",
        grid((0.6, 2, 1.6, 1), ["序号", "被抽样物品名称", "规格及批号", "数量"], ["1", "沥青混合料", "AC-16", "5千克"]),
        right("邢台市交通运输局（印章）"),
        right("2024年5月5日"),
    ],
    {
        "party.name": ["邢台市信都区太行路桥工程有限公司"],
        "sample.taken_on": ["2024-05-05"],
        "enforcement_body": ["邢台市交通运输局"],
    },
)  # fmt: skip

APPROVED = Elsewhere(
    "山东 强制措施审批与延长",
    (
        sheet("X-APPR", "行政强制措施审批表", [
            "当事人：鞠怀瑾", "案由：鞠怀瑾涉嫌未取得道路客运经营许可擅自从事道路客运经营案",
            "实施时间：2024年7月1日8时40分", "补办手续时间：2024年7月1日16时10分",
            "负责人审批意见：同意。　2024年7月1日17时05分"]),
        sheet("X-APPR", "延长行政强制措施期限审批表", ["当事人：鞠怀瑾", "案由：鞠怀瑾涉嫌未取得道路客运经营许可擅自从事道路客运经营案",
                                           "审批意见：同意延长三十日。　2024年7月29日"]),
    ),
    {
        "party.name": ["鞠怀瑾"],
        "cause": ["鞠怀瑾涉嫌未取得道路客运经营许可擅自从事道路客运经营案"],
        "measure.implemented_at": ["2024-07-01T08:40"],
        "measure.reported_at": ["2024-07-01T16:10"],
        "measure.approved_at": ["2024-07-01T17:05"],
        "measure.extension_approved_on": ["2024-07-29"],
    },
)  # fmt: skip

WATCHED = one(
    "天津 监控记录审核",
    "X-MONREV",
    "电子技术监控记录审核表",
    ["设备编号：TJ-0931　　设备地点：武清区虚构公路K3+200", "审核结论：记录清晰，车辆号牌可辨。　审核日期：2024年6月4日"],
    {"monitoring.reviewed_on": ["2024-06-04"]},
)  # fmt: skip

CASH = Elsewhere(
    "西藏 当场收缴",
    (
        sheet("F14", "当场行政处罚决定书", [
            right("藏林交当罚〔2024〕15号"),
            "当事人：次仁旺堆",
            "违法事实：2024年9月2日在巴宜区未按规定携带道路运输证。依据《道路货物运输及站场管理规定》第六十一条的规定，决定给予罚款20元的行政处罚。",
            "履行方式：☑当场收缴　□银行缴纳", "收缴日期：2024年9月2日", "备案日期：2024年9月4日",
            "执法人员签名：格桑、白玛央金", right("林芝市交通运输局（印章）"), right("2024年9月2日")]),
        sheet("X-RECEIPT", "当场处罚罚款票据", [
            "缴款人：次仁旺堆", "缴纳日期：2024年9月2日", "金额：¥20.00", "上缴日期：2024年9月3日", "缴存日期：2024年9月4日"]),
    ),
    {
        "case_no": ["藏林交当罚〔2024〕15号"],
        "decision.no": ["藏林交当罚〔2024〕15号"],
        "decision.made_on": ["2024-09-02"],
        "decision.amount": ["20.00"],
        "party.name": ["次仁旺堆"],
        "payment.on_site": ["true"],
        "collected_on": ["2024-09-02"],
        "summary_copy.filed_on": ["2024-09-04"],
        "article.basis": [law("道路货物运输及站场管理规定", "61")],
        "officer": [officer("格桑", "", "officer"), officer("白玛央金", "", "officer")],
        "enforcement_body": ["林芝市交通运输局"],
        "receipt.payer": ["次仁旺堆"],
        "paid_on": ["2024-09-02"],
        "paid_amount": ["20.00"],
        "handed_on": ["2024-09-03"],
        "banked_on": ["2024-09-04"],
    },
)  # fmt: skip

MAILED = Elsewhere(
    "上海 邮寄与公告",
    (
        sheet("X-MAIL", "特快专递邮件详情单", ["收件人：戚问渠", "寄件人：上海市虚构区交通委员会", "收寄日期：2024年3月8日"]),
        sheet("X-PNOTICE", "送达公告", ["戚问渠：", "本机关作出的行政处罚决定书无法以其他方式送达，现予公告送达，自公告之日起满三十日即视为送达。",
                                   right("上海市虚构区交通委员会（印章）"), right("2024年4月15日")]),
    ),
    {
        "mail.posted_on": ["2024-03-08"],
        "public_notice.posted_on": ["2024-04-15"],
        "enforcement_body": ["上海市虚构区交通委员会"],
    },
)  # fmt: skip

SPARED = one(
    "北京 不予处罚",
    "X-NOPEN",
    "不予行政处罚决定书",
    [
        right("京虚交不罚〔2024〕8号"),
        "当事人：解语花，公民身份号码110101199304081225，住北京市虚构区示例胡同4号，联系电话19900000258。",
        "违法事实：2024年2月1日未随车携带从业资格证。违法行为轻微并及时改正，没有造成危害后果，决定不予行政处罚。",
        right("北京市虚构区交通局（印章）"),
        right("2024年2月20日"),
    ],
    {
        "case_no": ["京虚交不罚〔2024〕8号"],
        "party.name": ["解语花"],
        "party.id_no": ["110101199304081225"],
        "party.address": ["北京市虚构区示例胡同4号"],
        "party.phone": ["19900000258"],
        "no_penalty.made_on": ["2024-02-20"],
        "enforcement_body": ["北京市虚构区交通局"],
    },
)  # fmt: skip

FORCED = Elsewhere(
    "新疆 强制执行与代履行",
    (
        sheet("F20", "行政强制执行决定书", [
            right("新阿交强执〔2024〕2号"), "当事人：阿克苏市虚构建材有限责任公司",
            "经催告仍不履行，本机关决定强制拆除。", "执行时间：2024年8月20日9时", right("阿克苏地区交通运输局（印章）"), right("2024年8月12日")]),
        sheet("F21", "代履行决定书", [
            right("新阿交代履〔2024〕1号"), "当事人：阿克苏市虚构建材有限责任公司",
            "本机关决定由第三人代为清除。", "代履行时间：2024年8月25日", right("阿克苏地区交通运输局（印章）"), right("2024年8月13日")]),
    ),
    {
        "case_no": ["新阿交强执〔2024〕2号", "新阿交代履〔2024〕1号"],
        "party.name": ["阿克苏市虚构建材有限责任公司"],
        "execution.made_on": ["2024-08-12", "2024-08-13"],
        "execution.performed_at": ["2024-08-20T09:00"],
        "substitute.performed_on": ["2024-08-25"],
        "enforcement_body": ["阿克苏地区交通运输局"],
    },
)  # fmt: skip

MOVED = Elsewhere(
    "安徽 移送、延期审批、听证报告",
    (
        sheet("X-TRANSFER", "案件移送审批表", ["案由：某某涉嫌危险作业案", "报告时间：2024年10月8日", "负责人审批意见：同意移送公安机关。　2024年10月9日",
                                         "移送时间：2024年10月10日9时30分"]),
        sheet("X-DELAY", "分期缴纳罚款审批表", ["申请人：芜湖市江岸航运有限公司", "申请事项：分期缴纳罚款", "负责人审批意见：同意。　2024年11月5日"]),
        sheet("X-HREPORT", "听证报告书", ["听证主持人：胡映雪", "处理意见：维持拟处罚意见。", right("2024年12月6日")]),
        sheet("X-AV", "视听资料说明书", ["采集时间：2024年10月1日8时10分至8时42分", "上传时间：2024年10月1日17时30分", "编号：AV20241001-03"]),
    ),
    {
        "cause": ["某某涉嫌危险作业案"],
        "transfer.reported_on": ["2024-10-08"],
        "transfer.approved_on": ["2024-10-09"],
        "transfer.sent_at": ["2024-10-10T09:30"],
        "deferral.approved_on": ["2024-11-05"],
        "party.name": ["芜湖市江岸航运有限公司"],
        "hearing.chair": ["胡映雪"],
        "hearing.report_on": ["2024-12-06"],
        "av.start": ["2024-10-01T08:10"],
        "av.end": ["2024-10-01T08:42"],
        "av.stored_at": ["2024-10-01T17:30"],
        "av.no": ["AV20241001-03"],
    },
)  # fmt: skip

PAPERS = (APPRAISED, SAMPLED, APPROVED, WATCHED, CASH, MAILED, SPARED, FORCED, MOVED)
