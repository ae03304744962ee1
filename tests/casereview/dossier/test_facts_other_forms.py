"""The forms that few dossiers hold: surveys, registrations, extensions, deferrals, demands, recordings, the archive's sheets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casereview.dossier.drawn import Item, Title, read, values

BODY: list[Item] = ["晋中市交通运输局（印章）"]
NUMBER = "案号：晋交执罚〔2024〕021号"

CASES: list[tuple[str, list[Item], dict[str, list[Any]]]] = [
    (
        "F03",
        [
            Title("勘 验 笔 录"),
            "案由：何当真涉嫌超限运输案",
            "勘验时间：2024年3月11日9时10分至9时40分",
            "勘验场所：榆次超限检测站　　天气情况：晴",
            "勘验人：周予安　单位及职务：执法员　执法证号：14070100001",
            "勘验人：吴思齐　单位及职务：执法员　执法证号：14070100002",
            "当事人（当事人代理人）姓名：何当真　性别：男　年龄：34",
            "记录人：郑怀瑾　单位及职务：执法员",
            "勘验情况及结果：车货总体外廓尺寸总长度为21.60米、总宽度为3.20米、总高度为4.10米。",
        ],
        {
            "scene.start": ["2024-03-11T09:10"],
            "scene.end": ["2024-03-11T09:40"],
            "scene.place": ["榆次超限检测站"],
            "load.length_m": ["21.60"],
            "load.width_m": ["3.20"],
            "load.height_m": ["4.10"],
            "officer": [
                {"name": "周予安", "cert_no": "14070100001", "role": "inspector"},
                {"name": "吴思齐", "cert_no": "14070100002", "role": "inspector"},
                {"name": "郑怀瑾", "cert_no": "", "role": "recorder"},
            ],
            "party.name": [],
        },
    ),
    (
        "F06",
        [
            Title("证据登记保存清单"),
            NUMBER,
            "因调查何当真涉嫌非法营运一案，对你的下列物品先行登记保存七日（自2024年3月11日至2024年3月18日止）。",
            [["序号", "证据名称", "规格", "数量"], ["1", "轻型货车", "晋KD1234", "1辆"]],
            *BODY,
            "2024年3月11日",
        ],
        {
            "reg_save.start_on": ["2024-03-11"],
            "reg_save.end_on": ["2024-03-18"],
            "reg_save.made_on": ["2024-03-11"],
            "vehicle_plate": ["晋KD1234"],
        },
    ),
    (
        "F07",
        [
            Title("解除证据登记保存决定书"),
            NUMBER,
            "何当真：",
            "现决定自2024年3月18日起解除证据登记保存。",
            *BODY,
            "2024年3月18日",
        ],
        {"reg_save.disposed_on": ["2024-03-18"], "party.name": ["何当真"]},
    ),
    (
        "F08",
        [
            Title("行政强制措施决定书"),
            "何当真：",
            "依据《道路运输条例》第六十二条的规定，决定对你的车辆采取扣押的行政强制措施，期限自2024年3月11日至2024年4月9日。",
            "财物清单：",
            [["序号", "名称", "规格", "数量"], ["1", "轻型普通货车", "晋KD1234", "1"]],
            *BODY,
            "2024年3月11日",
        ],
        {
            "party.name": ["何当真"],
            "measure.kind": ["扣押"],
            "measure.end_on": ["2024-04-09"],
            "vehicle_plate": ["晋KD1234"],
        },
    ),
    (
        "F09",
        [
            Title("延长行政强制措施期限通知书"),
            "何当真：",
            "因案情复杂，依据《中华人民共和国行政强制法》第二十五条的规定，决定延长行政强制措施期限至2024年5月9日。",
            *BODY,
            "2024年4月8日",
        ],
        {"measure.extended_to": ["2024-05-09"], "measure.extension_on": ["2024-04-08"]},
    ),
    (
        "F16",
        [
            Title("责令改正违法行为通知书"),
            "当事人：晋中市远行运输有限公司",
            "经查，你单位违反了《道路运输条例》第三十条的规定，责令你单位□立即予以改正。☑在2024年4月30日前改正或者整改完毕。",
            "如不服，可以自收到本通知书之日起六十日内向晋中市人民政府申请行政复议或者在六个月内向人民法院提起行政诉讼。",
            *BODY,
            "2024年3月12日",
        ],
        {
            "correction.until": ["2024-04-30"],
            "correction.made_on": ["2024-03-12"],
            "remedy.review_body": ["晋中市人民政府"],
            "remedy.court": [],
            "tick": [
                {"label": "立即予以改正", "ticked": False},
                {"label": "在2024年4月30日前改正或者整改完毕", "ticked": True},
            ],
        },
    ),
    (
        "F17",
        [
            Title("分期（延期）缴纳罚款通知书"),
            "何当真：",
            "本机关对你作出了罚款30000元（大写：叁万元）的行政处罚决定，根据你的申请，☑同意你延期缴纳罚款。延长至2024年7月1日。",
            *BODY,
            "2024年5月2日",
        ],
        {"deferral.until": ["2024-07-01"], "deferral.amount": ["30000.00"], "deferral.made_on": ["2024-05-02"]},
    ),
    (
        "F19",
        [
            Title("催告书"),
            "何当真：",
            "你逾期未履行行政处罚决定，请在接到本催告书后十日内履行下列义务：缴纳罚款3000元，加处罚款1500元。",
            *BODY,
            "2024年8月1日",
        ],
        {
            "demand.made_on": ["2024-08-01"],
            "demand.days": ["10"],
            "demand.amount": ["3000.00"],
            "late_fee.amount": ["1500.00"],
        },
    ),
    (
        "X-APPRAISAL",
        [
            Title("车辆检测（称重）单"),
            [["检测站点", "虚构检测站", "检测时间", "2025年03月03日 09:10"], ["车牌号码", "晋K·T0015", "轴数", "6轴"]],
            "车货总质量54.20吨，限定标准49.00吨，超限5.20吨。",
        ],
        {
            "appraisal.start": ["2025-03-03T09:10"],
            "appraisal.made_on": ["2025-03-03"],
            "vehicle_plate": ["晋KT0015"],
            "load.total_t": ["54.20"],
            "load.excess_t": ["5.20"],
        },
    ),
    (
        "X-COURT",
        [
            Title("行政处罚强制执行申请书"),
            "申请人：晋中市交通运输局　法定代表人：郑重山",
            "被申请人：何当真",
            "晋中市榆次区人民法院：",
            "现申请强制执行罚款3000元。",
            *BODY,
            "2024年12月20日",
        ],
        {"court.applied_on": ["2024-12-20"], "party.name": ["何当真"], "party.legal_rep": []},
    ),
    (
        "X-PHOTO",
        [
            Title("现场照片"),
            "拍摄时间：2024年3月11日9时20分　拍摄地点：榆次超限检测站",
            "拍摄人：周予安　　证明内容：车辆外廓",
            "拍摄时间：2024年3月11日9时25分　拍摄地点：榆次超限检测站",
            "拍摄人：吴思齐　　证明内容：称重",
        ],
        {"photo.taken_at": ["2024-03-11T09:20", "2024-03-11T09:25"], "photo.by": ["周予安", "吴思齐"]},
    ),
    (
        "X-AV",
        [
            Title("视听资料（电子数据）证据记录单"),
            [
                ["采集时间", "2024年3月11日9时05分至9时50分"],
                ["存储介质", "光盘"],
                ["存储时间", "2024年3月11日18时00分"],
            ],
        ],
        {
            "av.start": ["2024-03-11T09:05"],
            "av.end": ["2024-03-11T09:50"],
            "av.stored_at": ["2024-03-11T18:00"],
        },
    ),
    (
        "X-EXTEND",
        [
            Title("延长办案期限审批表"),
            [["延期理由", "案情复杂，申请延长办案期限三十日"], ["负责人审批意见", "同意。郑重山 2024年6月1日"]],
        ],
        {"extension.days": ["30"], "extension.approved_on": ["2024-06-01"]},
    ),
    (
        "X-BK",
        [Title("卷内备考表"), "本卷共有文件材料35页。", "立卷人：吴思齐", "检查人：冯映雪", "立卷时间：2024年6月3日"],
        {"cover.filed_by": ["吴思齐"], "cover.checked_by": ["冯映雪"], "archived_on": ["2024-06-03"]},
    ),
    (
        "X-PUB",
        [
            Title("行政处罚决定公示证明"),
            [["当事人", "何某某"], ["公示平台", "信用中国"], ["公示日期", "2024年4月26日"]],
        ],
        {"published.on": ["2024-04-26"], "published.site": ["信用中国"], "party.name": []},
    ),
]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(("form", "sheet", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_a_form_is_known_and_read(kind: str, form: str, sheet: list[Item], wanted: dict[str, list[Any]]) -> None:
    papers, facts = read(kind, sheet)
    assert [paper.form for paper in papers] == [form]
    assert {name: values(facts, name) for name in wanted} == wanted
