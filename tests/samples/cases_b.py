"""The dossiers of Pingyao, Jiexiu and Lingshi."""

from __future__ import annotations

from datetime import date

from tests.samples import causes as c
from tests.samples import people as w
from tests.samples.case import Case, Planted, Style, spot_days, usual_days
from tests.samples.cases_a import PAID

CASES = (
    Case(
        "07平遥-海市蜃楼旅游客运听证", "bound", w.PINGYAO, w.F7, c.COACH, "晋K·T0007", "019", 60000,
        usual_days(
            date(2024, 10, 15), hearing_requested="2024-10-28", hearing_notice="2024-10-30", hearing_notice_served="2024-10-30",
            hearing="2024-11-07", legal_submitted="2024-11-11", legal_finished="2024-11-13", discussion="2024-11-15",
            approved="2024-11-18", decision="2024-11-19",
        ),
        (
            "F01", "F04", "F02", "X-ID", "X-PHOTO", "X-AV", "X-REPORT", "F11", "F23:notice", "F12", "F23:hearing_notice", "F13", "X-LEGAL",
            "X-DISC", "X-PAPPR", "F15", "F23:decision", "X-RECEIPT", "F24", "X-PUB",
        ),
        Style("table", "han", "han", "cn", "both", seal=True), complete=True, hearing_ticked=True,
        words={"photo": "bus", "vehicle": "大型普通客车", "reviewer": "梁星河", "chair": "毛遂安", "amount.X-PUB": "50000"},
        also=("R-D05",),
        planted=(
            Planted("R-N07", "fail", "听证通知书2024-10-30送达，2024-11-07听证，只有六个工作日"),
            Planted("R-P07", "fail", "法制审核人梁星河是本案承办人；案件经过听证，审核为法定"),
            Planted("R-P06", "fail", "听证主持人毛遂安是本案调查人员"),
            Planted("R-G07", "fail", "公示处罚内容为罚款50000元，决定书为60000元"),
        ),
    ),
    Case(
        "08平遥-郑小满无从业资格当场处罚", "docx", w.PINGYAO, w.P8, c.DRIVER, "晋K·T0008", "J021", 500,
        spot_days(date(2024, 11, 26)),
        ("F14", "X-ID", "X-RECEIPT"), Style("table", "han", "han", "han", "num"), procedure="summary", crew={"case": (1, 2)},
        words={"spot.title": "行政（当场）处罚决定书", "spot.suit": "direct"},
        planted=(
            Planted("R-J01", "fail", "对公民当场罚款500元，超过200元"),
            Planted("R-P02", "fail", "郭子衿的执法证2024-06-30到期，2024-11-26仍执法", "register"),
            Planted("R-J06", "fail", "2024年的当场决定仍告知可直接提起行政诉讼"),
        ),
    ),
    Case(
        "09介休-柴望舒无证客运扣车", "bound", w.JIEXIU, w.P9, c.COACH, "晋K·T0009", "033", 10000,
        usual_days(
            date(2025, 2, 17), measure="2025-02-17", measure_end="2025-03-18", measure_served="2025-02-17", measure_approved="2025-02-20",
            lift="2025-03-24", lift_served="2025-03-24", decision="2025-03-14", decision_served="2025-03-18", paid="2025-03-24",
        ),
        (
            "F01", "F04", "X-APPR", "F08", "F23:measure", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "F15", "F23:decision",
            "X-RECEIPT", "F10", "F23:lift", "F24",
        ),
        Style("table", "han", "han", "han", "both"), hearing_ticked=True,
        words={
            "photo": "bus", "vehicle": "小型普通客车",
            "measure.told": "现依法对该车予以扣押，当场告知采取强制措施的理由、依据以及当事人依法享有的权利、救济途径，当事人表示听清，没有陈述申辩。",
        },
        also=("R-C07",),
        planted=(
            Planted("R-C05", "fail", "2025-02-17扣押，2025-03-24才解除，共35日，没有延长"),
            Planted("R-C01", "fail", "2025-02-17实施扣押，负责人2025-02-20才批准"),
        ),
    ),
    Case(
        "10介休-空中楼阁商贸无证货运扣车", "pdfs", w.JIEXIU, w.F10, c.CARGO, "晋K·T0010", "036", 8000,
        usual_days(
            date(2025, 5, 12), measure="2025-05-12", measure_end="2025-06-10", measure_served="2025-05-12", measure_approved="2025-05-12",
            extension="2025-06-12", extension_served="2025-06-12", extended_to="2025-07-08", lift="2025-07-02", lift_served="2025-07-02",
            notice="2025-06-16", decision="2025-06-27", decision_served="2025-06-30", paid="2025-07-02",
        ),
        (
            "F01", "F04", "X-APPR", "F08", "F23:measure", "F02", "X-ID", "X-REPORT", "F09", "F23:extension", "F11", "F23:notice", "F15",
            "F23:decision", "X-RECEIPT", "F10", "F23:lift", "F24",
        ),
        Style("south", "han", "dot", "cn", "both"),
        words={
            "vehicle": "重型自卸货车", "basis.F15": "《中华人民共和国道路运输条例》",
            "measure.told": "该车现场不能提供车辆营运证和其他有效证明。现依法对该车予以扣押，当场告知采取强制措施的理由、依据以及依法享有的权利、救济途径，驾驶员表示听清，没有陈述申辩。",
        },
        also=("R-C05", "R-C07"),
        planted=(
            Planted("R-C06", "fail", "扣押期限2025-06-10届满，2025-06-12才决定延长"),
            Planted("R-D13", "fail", "决定书的处罚依据只引法规名称，没有条文号"),
        ),
    ),
    Case(
        "11灵石-牛得草公路堆放说理式", "docx", w.LINGSHI, w.P11, c.HEAP, "", "041", 4000,
        usual_days(
            date(2025, 6, 9), approved="2025-07-04", decision="2025-07-01", legal_submitted="2025-06-26", legal_finished="2025-07-08",
            discussion="2025-06-30",
        ),
        (
            "F01", "F04", "F02", "X-ID", "X-PHOTO", "F16", "X-REPORT", "F11", "F23:notice", "X-DISC", "X-PAPPR", "X-LEGAL", "F15",
            "F23:decision", "X-RECEIPT", "F24",
        ),
        Style("south", "pad", "dot", "cn", "paren"),
        words={"photo": "heap", "vehicle": "/", "violated.F15": "《公路安全保护条例》第四十三条第一款"},
        also=("R-L05", "R-S07", "R-N03"),
        planted=(
            Planted("R-D12", "fail", "决定书2025-07-01作出，负责人2025-07-04才批准"),
            Planted("R-L02", "warn", "法制审核2025-07-08完成，晚于决定；审核不属法定，只提示"),
            Planted("R-P08", "fail", "审核人何绍安2022年起从事法制审核，名册没有法律职业资格", "register"),
            Planted("R-N11", "fail", "决定书增加告知书没有的违反条款《公路安全保护条例》第四十三条第一款"),
        ),
    ),
    Case(
        "12灵石-解三春当场处罚照片", "photos", w.LINGSHI, w.P12, c.DRIVER, "晋K·T0012", "J030", 200,
        spot_days(date(2025, 9, 16)),
        ("F14", "X-ID", "X-PHOTO", "X-RECEIPT"), Style("table", "han", "han", "han", "both", seal=True), procedure="summary",
    ),
    Case(
        "13灵石-画饼货运不按规定检测", "bound", w.LINGSHI, w.F13, c.UPKEEP, "晋K·T0013", "047", 6000,
        usual_days(date(2025, 3, 10), report="2025-06-06", notice="2025-06-10", paid="2025-07-21"),
        PAID, Style("south", "han", "han", "cn", "both"), words={"vehicle": "重型厢式货车"},
        planted=(
            Planted("R-F06", "fail", "2025-03-10立案，到作出决定已超过九十日，没有延长批准"),
            Planted("R-D06", "fail", "罚款6000元，高于道路运输条例第六十九条第一款上限5000元"),
            Planted("R-X01", "warn", "缴款超过收到决定书后十五日，没有催告、加处或延期材料"),
        ),
    ),
    Case(
        "17平遥-水中月砂石遗洒申请执行", "docx", w.PINGYAO, w.F17, c.HEAP, "", "024", 5000,
        usual_days(
            date(2024, 7, 8), decision="2024-08-01", decision_served="2024-07-30", demand="2025-02-10", demand_served="2025-02-11",
            court="2025-02-20", paid="", closed="", archived="", published="",
        ),
        ("F01", "F04", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "F15", "F23:decision", "F19", "F23:demand", "X-COURT"),
        Style("table", "han", "han", "han", "both"), words={"photo": "heap", "vehicle": "/", "hearing.term": "三日"},
        also=("R-S01",),
        planted=(
            Planted("R-S07", "fail", "决定书落款2024-08-01，送达回证为2024-07-30"),
            Planted("R-X08", "fail", "催告书2025-02-11送达，2025-02-20申请法院执行，只有七个工作日"),
            Planted("R-N05", "warn", "听证栏未勾选，预印的听证期限仍为三日"),
        ),
    ),
    Case(
        "19介休-桃花源危货运输站检", "onedocx", w.JIEXIU, w.F19, c.UPKEEP, "晋K·T0019", "061", 2000,
        usual_days(date(2025, 8, 11), statement="2025-08-21", statement_reviewed="2025-08-22"),
        ("F01", "F04", "F02", "X-ID", "X-REPORT", "F11", "F23:notice", "X-STATE", "X-ADDR", "F15", "F23:decision", "X-RECEIPT", "F24"),
        Style("table", "han", "han", "han", "paren"), notice_amount=3000, words={"vehicle": "危险货物运输罐车"},
    ),
    Case(
        "20灵石-景小楼超限", "docx", w.LINGSHI, w.P20, c.OVERLOAD, "晋K·T0020", "052", 3000,
        usual_days(date(2025, 9, 22), notice_served="2025-10-17", approved="2025-10-13", decision="2025-10-15", decision_served="2025-10-17"),
        PAID, Style("plain", "wide", "dot", "cn", "paren"), words={"amount.F24": "2000"},
        also=("R-N03", "R-L03"),
        planted=(
            Planted("R-N01", "fail", "告知书2025-10-17才送达，决定书2025-10-15已作出"),
            Planted("R-D05", "fail", "决定书罚款3000元，结案报告写2000元"),
        ),
    ),
)  # fmt: skip
