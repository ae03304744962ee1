"""The dossiers of Yuci, Taigu and Qi county. Dates, amounts and wording are set here; defects are what the files then say."""

from __future__ import annotations

from datetime import date

from tests.samples import causes as c
from tests.samples import people as w
from tests.samples.case import Case, Planted, Style, spot_days, usual_days

CORE = ("F01", "F04", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "F15", "F23:decision")
PAID = (*CORE, "X-RECEIPT", "F24")

CASES = (
    Case(
        "01榆次-陆拾遗超限", "bound", w.YUCI, w.P1, c.OVERLOAD, "晋K·T0001", "011", 2000,
        usual_days(date(2024, 3, 11)),
        ("F01", "F04", "X-APPRAISAL", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "X-PAPPR", "F15", "F23:decision", "X-RECEIPT", "F24", "X-PUB"),
        Style("table", "han", "han", "han", "both", seal=True), complete=True,
    ),
    Case(
        "02榆次-贺兰舟无证货运", "docx", w.YUCI, w.P2, c.CARGO, "晋K·T0002", "017", 5000,
        usual_days(date(2024, 4, 8), decision_served="2024-05-15"),
        PAID, Style("table", "pad", "han", "cn", "both"),
        words={"words.F15": "叁仟元整", "vehicle": "重型自卸货车"}, hearing_ticked=True,
        also=("R-D03",),
        planted=(
            Planted("R-S01", "fail", "决定书2024-04-28作出，2024-05-15才送达，已过七个工作日"),
            Planted("R-D05", "fail", "决定书大写为叁仟元整，小写为5,000.00"),
            Planted("R-P03", "warn", "齐怀远、卫知行2024-04-08 10:05至10:50在此询问，同时又在18号卷的现场笔录中", "batch"),
        ),
    ),
    Case(
        "03太谷-乌有乡物流不按规定维护", "pdfs", w.TAIGU, w.F3, c.UPKEEP, "晋K·T0003", "T023", 5000,
        usual_days(date(2024, 5, 13)),
        PAID, Style("prose", "han", "dot", "han", "num"), notice_amount=3000,
        words={
            "notice.told": "第三十一条、第三十二条", "notice.heard": "第四十二条", "hearing.term": "三日",
            "vehicle": "重型厢式货车",
        },
        also=("R-N05",),
        planted=(
            Planted("R-N10", "fail", "告知拟罚3000元，决定罚5000元，未重新告知"),
            Planted("R-N12", "fail", "2024年的告知书仍引处罚法第三十一条、第三十二条告知陈述申辩，第四十二条告知听证"),
        ),
    ),
    Case(
        "04太谷-子虚客运站外上客", "scan", w.TAIGU, w.F4, c.STATION, "晋K·T0004", "T031", 1500,
        usual_days(date(2024, 6, 17)),
        ("F01", "X-SRC", "F04", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "F15", "F23:decision", "X-RECEIPT", "F24"),
        Style("table", "wide", "han", "cn", "both", seal=True), words={"source": "2", "photo": "bus", "vehicle": "大型普通客车"},
    ),
    Case(
        "05祁县-申屠长风擅自改装", "zip", w.QIXIAN, w.P5, c.REBUILT, "晋K·T0005", "012", 6000,
        usual_days(date(2024, 8, 5)),
        PAID, Style("south", "han", "dot", "cn", "paren"),
        words={"remedy.body": "晋中市交通运输局", "remedy.suit": "三个月", "vehicle": "重型自卸货车", "numbering": "each"},
        crew={"inquiry": (0,)}, hearing_ticked=True,
        planted=(
            Planted("R-D10", "fail", "2024年的决定告知向晋中市交通运输局申请行政复议，应为祁县人民政府"),
            Planted("R-D11", "fail", "起诉期限写为三个月"),
            Planted("R-P01", "fail", "询问笔录全文只有乔子谦一名执法人员"),
        ),
    ),
    Case(
        "06祁县-无何有建材遗洒当场处罚", "bound", w.QIXIAN, w.F6, c.SPILL, "晋K·T0006", "J009", 1000,
        spot_days(date(2024, 9, 24)),
        ("F14", "X-ID", "X-PHOTO", "X-RECEIPT"), Style("table", "han", "han", "han", "both"), procedure="summary",
        words={"vehicle": "自卸货车"},
    ),
    Case(
        "14榆次-段九章无证客运", "pdfs", w.YUCI, w.P14, c.COACH, "晋K·T0014", "052", 10000,
        usual_days(date(2024, 10, 14), reg_start="2024-10-14", reg_end="2024-10-23", reg_disposed="2024-10-28", measure_approved="2024-10-17"),
        ("F01", "F04", "F02", "F06", "X-APPR", "F07", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "F15", "F23:decision", "X-RECEIPT", "F24"),
        Style("table", "han", "han", "han", "both"), times={"inquiry": ("10:40", "10:05")},
        words={
            "photo": "bus", "vehicle": "小型普通客车", "approval.what": "先行登记保存行驶证", "approval.act": "reg_start",
            "approval.title": "证据登记保存审批表", "reg.item": "机动车行驶证",
        },
        hearing_ticked=True, attachments=True,
        also=("R-V03",),
        planted=(
            Planted("R-E06", "fail", "登记保存自2024-10-14起，2024-10-28才解除，已过七个工作日"),
            Planted("R-E05", "fail", "登记保存2024-10-14实施，负责人2024-10-17才批准"),
            Planted("R-E01", "fail", "询问笔录同日10时40分开始、10时05分结束"),
        ),
    ),
    Case(
        "15祁县-欧阳霁超限", "bound", w.QIXIAN, w.P15, c.OVERLOAD, "晋K·T0015", "027", 2000,
        usual_days(date(2025, 3, 3), filed="2025-03-24", report="2025-03-07", notice="2025-03-11"),
        (*PAID[:2], "X-APPRAISAL", *PAID[2:]), Style("prose", "pad", "han", "cn", "comma"),
        times={"scene": ("09:10", "10:30")},
        words={"party.F15": "欧阳继", "number.F15": w.P15.number[:-1] + ("3" if w.P15.number[-1] != "3" else "5")},
        also=("R-F03", "R-F07", "R-D12", "R-E15"),
        planted=(
            Planted("R-F02", "fail", "2025-03-24才批准立案，晚于2025-03-11作出的告知"),
            Planted("R-D08", "fail", "决定书当事人写为欧阳继，其他文书为欧阳霁"),
            Planted("R-D09", "fail", "决定书身份证号校验位错误"),
            Planted("R-P03", "warn", "同两名执法人员10:05至10:30既作现场笔录又作询问笔录"),
        ),
    ),
    Case(
        "16太谷-镜花缘搬家无证货运", "bound", w.TAIGU, w.F16, c.CARGO, "晋K·T0016", "T044", 4000,
        usual_days(date(2025, 4, 8), published="2025-06-13", paid="2025-05-14", closed="2025-05-12"),
        (*PAID, "X-PUB"), Style("table", "han", "dot", "han", "both", seal=True), complete=True,
        words={"vehicle": "重型自卸货车", "catalogue.ghost": "送达地址确认书", "bk.checker": ""},
        also=("R-A06", "R-G02"),
        planted=(
            Planted("R-A03", "fail", "卷内目录列有送达地址确认书，卷内没有"),
            Planted("R-A05", "fail", "备考表检查人空白"),
            Planted("R-A01", "fail", "2025-05-12以执行完毕结案，罚款2025-05-14才缴纳"),
            Planted("R-G01", "warn", "决定2025-04-28作出，2025-06-13才公示，公示义务待确认"),
        ),
    ),
    Case(
        "18榆次-令狐知秋无证货运", "docx", w.YUCI, w.P18, c.CARGO, "晋K·T0018", "058", 3000,
        usual_days(date(2024, 4, 8), waiver="2024-04-11", decision="2024-04-19"),
        ("F01", "F04", "F02", "X-ID", "X-PHOTO", "X-REPORT", "F11", "F23:notice", "X-WAIVER", "F15", "F23:decision", "X-RECEIPT", "F24", "X-PUB"),
        Style("prose", "han", "han", "han", "words"), times={"scene": ("10:20", "11:00"), "inquiry": ("14:30", "15:10")},
        words={
            "pub.facts": f"令狐知秋（身份证号{w.P18.number}，电话{w.P18.phone}）未取得道路运输经营许可擅自从事道路普通货物运输经营。",
            "scene.place": "榆次区虚构公路K41+600处", "vehicle": "重型自卸货车",
        },
        also=("R-N03",),
        planted=(
            Planted("R-N13", "fail", "放弃声明签于2024-04-11，早于2024-04-16作出的告知书"),
            Planted("R-G04", "fail", "公示文本载有自然人完整身份证号和电话"),
            Planted("R-P03", "warn", "齐怀远、卫知行2024-04-08 10:20至11:00在此，同时又在02号卷的询问笔录中", "batch"),
        ),
    ),
)  # fmt: skip
