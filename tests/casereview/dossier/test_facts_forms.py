"""Facts of whole forms, drawn as PDF and as Word: the same sheet gives the same facts, with the place of each."""

from __future__ import annotations

from typing import Any

import pytest

from casereview.dossier.facts.settled import best, settled
from casereview.dossier.model import Fact, FactState, Reading
from tests.casereview.dossier.drawn import Item, Title, read, values

BOTH = pytest.mark.parametrize("kind", ["pdf", "docx"])

FILED: list[Item] = [
    Title("立 案 登 记 表"),
    "案号：晋交执罚〔2024〕021号",
    [
        ["案　由", "晋中市远行运输有限公司涉嫌未按规定维护车辆案", None, None, None, None],
        ["受案时间", "2024年3月11日09时30分", None, None, None, None],
        ["个人", "姓　名", "/", "性　别", "/", "/"],
        ["个人", "住　址", "/", "身份证\n件号", "/", "/"],
        ["单位", "名　称", "晋中市远行运输有限公司", "法定代表人", "冯远山", None],
        ["单位", "地　址", "晋中市榆次区虚构东街五十二号院内三层三〇一室", "联系电话", "0354-0000018", None],
        ["单位", "统一社会信用代码", "91140700MA0TEXT01R", None, None, None],
        [
            "立案依据",
            "《道路运输条例》第三十条",
            None,
            "经办机构负责人意见",
            "同意立案。\n签名：吴越 2024年3月11日",
            None,
        ],
        ["负责人审批意见", "同意立案。\n签名：郑重山\n2024年3月12日", None, None, None, None],
        ["备注", "", None, None, None, None],
    ],
]


def one(facts: tuple[Fact, ...], name: str) -> Any:
    found = values(facts, name)
    assert len(found) == 1, (name, found)
    return found[0]


@BOTH
def test_a_filing_form_for_an_organisation(kind: str) -> None:
    papers, facts = read(kind, FILED)
    assert [(paper.form, paper.way) for paper in papers] == [("F01", "title")]
    assert one(facts, "case_no") == "晋交执罚〔2024〕021号"
    assert one(facts, "cause") == "晋中市远行运输有限公司涉嫌未按规定维护车辆案"
    assert one(facts, "accepted_on") == "2024-03-11"
    assert one(facts, "filed_on") == "2024-03-12"
    assert one(facts, "party.name") == "晋中市远行运输有限公司"
    assert one(facts, "party.type") == "organisation"
    assert one(facts, "party.legal_rep") == "冯远山"
    assert one(facts, "party.address") == "晋中市榆次区虚构东街五十二号院内三层三〇一室"
    assert one(facts, "party.phone") == "0354-0000018"
    assert one(facts, "party.uscc") == "91140700MA0TEXT01R"
    assert values(facts, "party.id_no") == []
    assert values(facts, "article.cited") == [{"law": "道路运输条例", "article": "30", "paragraph": "", "item": ""}]


@BOTH
def test_every_fact_stands_where_its_words_stand(kind: str) -> None:
    _, facts = read(kind, FILED)
    uscc = next(fact for fact in facts if fact.name == "party.uscc")
    assert uscc.text == "91140700MA0TEXT01R" and uscc.page == 1 and uscc.place.page == 1
    box = uscc.place.box
    assert box and 80 < box.x1 - box.x0 < 200 and 5 < box.y1 - box.y0 < 24
    name = next(fact for fact in facts if fact.name == "party.name")
    assert name.place.box and name.place.box.y1 < box.y0 + 1, "the name stands above the code"


@BOTH
def test_a_form_that_is_not_filled_in_gives_no_facts(kind: str) -> None:
    blank: list[Item] = [
        Title("立案登记表"),
        "案号：${caseNumber}",
        [
            ["案由", "", None, None],
            ["受案时间", "    年  月  日  时  分", None, None],
            ["个人", "姓名", "____", "/"],
            ["单位", "名称", "\\", "/"],
            ["负责人审批意见", "签名：\n年　月　日", None, None],
        ],
    ]
    papers, facts = read(kind, blank)
    assert papers[0].form == "F01"
    assert [fact for fact in facts if fact.name != "procedure"] == []


@BOTH
def test_an_interview_of_a_driver_makes_no_party(kind: str) -> None:
    sheet: list[Item] = [
        Title("询问笔录"),
        "时间：2024年3月13日10时05分至10时48分　第1次询问",
        "地点：榆次超限检测站",
        "询问人：周予安、吴思齐　　　记录人：郑怀瑾",
        "被询问人：何驾驶　　　与案件关系：当事人雇用的驾驶员",
        "性别：男　　年龄：41",
        "身份证件号：140702199003070016　　联系电话：19900000011",
        "我们是榆次区交通运输局的执法人员周予安、吴思齐，这是我们的执法证件，执法证号分别为14070100001、14070100002，请你确认。",
        "问：你是否看清？你是否申请回避？",
        "答：看清了，不申请回避。",
    ]
    papers, facts = read(kind, sheet)
    assert papers[0].form == "F02"
    assert not [fact for fact in facts if fact.name.startswith("party.")]
    assert one(facts, "inquiry.interviewee") == "何驾驶"
    assert one(facts, "inquiry.start") == "2024-03-13T10:05"
    assert one(facts, "inquiry.end") == "2024-03-13T10:48"
    assert one(facts, "inquiry.place") == "榆次超限检测站"
    assert one(facts, "enforcement_body") == "榆次区交通运输局"
    assert one(facts, "inquiry.recusal") == "看清了，不申请回避"
    officers = {(v["name"], v["cert_no"], v["role"]) for v in values(facts, "officer")}
    assert officers == {
        ("周予安", "14070100001", "inquirer"),
        ("吴思齐", "14070100002", "inquirer"),
        ("郑怀瑾", "", "recorder"),
    }


@BOTH
def test_an_interview_of_the_party_is_about_the_party(kind: str) -> None:
    sheet: list[Item] = [
        Title("询问笔录"),
        "询问时间：2024年3月13日10时05分至10时48分",
        "询问人：周予安、吴思齐　　记录人：吴思齐",
        "被询问人：何当真　　　与案件关系：当事人",
        "身份证件号：140702199003070016　　联系电话：19900000011",
        "问：情况是否属实？",
        "答：属实。",
    ]
    _, facts = read(kind, sheet)
    assert one(facts, "party.name") == "何当真"
    assert one(facts, "party.id_no") == "140702199003070016"
    assert one(facts, "party.phone") == "19900000011"
    assert one(facts, "party.type") == "person"


RECEIPT: list[Item] = [
    Title("送 达 回 证"),
    "案号：晋交执罚〔2024〕021号",
    "案由：晋中市远行运输有限公司涉嫌未按规定维护车辆案",
    [
        ["送达单位", None, "晋中市交通运输局", None, None, None],
        ["受送达人", None, "晋中市远行运输有限公司", None, None, None],
        ["送达文书名称\n（文号）", "收件人签名\n（盖章）", "送达\n地点", "送达\n日期", "送达\n方式", "送达人"],
        ["违法行为通知书", "冯远山", "公司办公室", "2024年4月1日", "直接\n送达", "周予安 吴思齐"],
        ["行政处罚决定书 晋交执罚〔2024〕021号", "拒签", "公司办公室", "2024年4月20日", "留置\n送达", "周予安 吴思齐"],
        ["/", "/", "/", "/", "/", "/"],
    ],
    "备注：",
]


@BOTH
def test_a_service_receipt_of_several_papers(kind: str) -> None:
    papers, facts = read(kind, RECEIPT)
    assert papers[0].form == "F23"
    served = [(v["form"], v["on"], v["method"], v["signed"]) for v in values(facts, "service")]
    assert served == [
        ("F11", "2024-04-01", "直接送达", "冯远山"),
        ("F15", "2024-04-20", "留置送达", "拒签"),
    ]
    assert values(facts, "service")[1]["no"] == "晋交执罚〔2024〕021号"
    assert "送达人" not in values(facts, "party.name")


@BOTH
def test_a_receipt_without_a_table_of_columns(kind: str) -> None:
    sheet: list[Item] = [
        Title("送达回执"),
        [
            ["受送达人", "何当真"],
            ["送达文书名称", "《行政处罚事先告知书》"],
            ["送达地点", "榆次区虚构路1号"],
            ["送达方式", "□直接送达 ☑邮寄送达 □留置送达"],
            ["送达日期", "2024年4月2日"],
            ["送达人", "周予安、吴思齐"],
        ],
    ]
    _, facts = read(kind, sheet)
    (value,) = values(facts, "service")
    assert (value["form"], value["on"], value["method"]) == ("F11", "2024-04-02", "邮寄送达")


@BOTH
def test_labels_above_their_values(kind: str) -> None:
    sheet: list[Item] = [
        Title("现场笔录"),
        [
            ["执法地点", "执法时间", "车（船）号"],
            ["国道虚构段K12+300处", "2024年3月11日9时10分至9时40分", "晋K·T0001"],
        ],
        "现场情况：车辆超限。",
    ]
    papers, facts = read(kind, sheet)
    assert papers[0].form == "F04"
    assert one(facts, "scene.place") == "国道虚构段K12+300处"
    assert one(facts, "scene.start") == "2024-03-11T09:10"
    assert one(facts, "scene.end") == "2024-03-11T09:40"
    assert one(facts, "vehicle_plate") == "晋KT0001"


@BOTH
def test_a_measure_from_approval_to_return(kind: str) -> None:
    approval: list[Item] = [
        Title("行政强制措施审批表"),
        [
            ["案由", "何当真涉嫌未取得道路运输证案"],
            ["申请事项", "扣押车辆"],
            ["负责人审批意见", "同意。郑重山 2024年3月11日8时50分"],
        ],
    ]
    decision: list[Item] = [
        Title("行政强制措施决定书"),
        "案号：晋交强措〔2024〕5号",
        "当事人：何当真　　身份证件号：140702199003070016",
        "因你涉嫌未取得道路运输证擅自营运，依据《道路运输条例》第六十二条的规定，决定对你的车辆晋KD1234采取扣押的行政强制措施，"
        "期限自2024年3月11日至2024年4月9日。",
        "如不服，可以在收到本决定书之日起六十日内向晋中市人民政府申请行政复议，或者在六个月内向榆次区人民法院提起行政诉讼。",
        "晋中市交通运输局（印章）",
        "2024年3月11日",
    ]
    lifted: list[Item] = [
        Title("解除行政强制措施决定书"),
        "案号：晋交强措〔2024〕5号",
        "何当真：",
        "本机关2024年3月11日对你的车辆作出扣押决定，现决定自2024年3月25日起解除，并退还财物。",
        "晋中市交通运输局（印章）",
        "2024年3月25日",
    ]
    papers, facts = read(kind, approval, decision, lifted)
    assert [paper.form for paper in papers] == ["X-APPR", "F08", "F10"]
    assert one(facts, "measure.approved_at") == "2024-03-11T08:50"
    assert one(facts, "measure.start_on") == "2024-03-11"
    assert one(facts, "measure.end_on") == "2024-04-09"
    assert one(facts, "measure.made_on") == "2024-03-11"
    assert one(facts, "measure.lifted_on") == "2024-03-25"
    assert one(facts, "has_measure") == "true"
    assert values(facts, "article.measure") == [{"law": "道路运输条例", "article": "62", "paragraph": "", "item": ""}]
    assert one(facts, "remedy.review_body") == "晋中市人民政府"
    assert one(facts, "vehicle_plate") == "晋KD1234"


def _reading(kind: str, *sheets: list[Item]) -> Reading:
    papers, facts = read(kind, *sheets)
    return Reading((), papers, facts)


def test_what_papers_agree_on_is_settled_and_what_they_differ_in_is_not() -> None:
    reading = _reading("pdf", FILED, RECEIPT)
    known = settled(reading)
    assert known["party.name"].value == "晋中市远行运输有限公司"
    assert known["case_no"].value == "晋交执罚〔2024〕021号"
    other: list[Item] = [
        str(item).replace("远行", "远航") if isinstance(item, str) and not isinstance(item, Title) else item
        for item in RECEIPT
    ]
    assert "cause" not in settled(_reading("pdf", FILED, other))
    assert best(_reading("pdf", FILED, other), "cause").value == "晋中市远行运输有限公司涉嫌未按规定维护车辆案"  # type: ignore[union-attr]


def test_a_persons_word_settles_a_fact() -> None:
    reading = _reading("pdf", FILED)
    read_fact = reading.facts_named("filed_on")[0]
    said = Fact("filed_on", "2024-03-13", read_fact.paper, 1, read_fact.place, "", 1.0, FactState.CORRECTED)
    corrected = Reading((), reading.papers, (*reading.facts, said))
    assert settled(corrected)["filed_on"].value == "2024-03-13"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_letter_spaced_label_before_a_sentence_is_a_label_and_a_wrong_number_is_read(kind: str) -> None:
    lines: list[Item] = [
        Title("行政处罚立案审批表"),
        "案　　由　　涉嫌违法超限运输",
        "当 事 人　　景小楼，身份证号码140729199006220031，住山西省晋中市灵石县乌有乡北坡村7号",
        "领导批示",
        "同意立案。",
    ]
    _, facts = read(kind, lines)
    assert one(facts, "party.name") == "景小楼"
    number = next(fact for fact in facts if fact.name == "party.id_no")
    # Its check digit is wrong: the digits stand there all the same, and a rule must be able to say so.
    assert number.value == "140729199006220031" and 0.7 < number.confidence < 0.9
