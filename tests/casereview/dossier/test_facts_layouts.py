"""Layouts that forms and scanners make: boxes that nobody sees, text that stands on its side, brackets and dates as they come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from casereview.dossier import readers
from casereview.dossier.facts import read_facts
from casereview.dossier.model import Fact, Member, TextSource
from casereview.dossier.papers import split
from tests.casereview.dossier.builders import A4, para, raw_docx
from tests.casereview.dossier.drawn import Item, Title, members, read, values
from tests.samples.elsewhere import tables

RIGHTS = "根据行政处罚法的规定，你有权在收到本通知书之日起五日内进行陈述申辩。"
HEARING = "根据行政处罚法的规定，你有权在收到本通知书之日起五日内要求举行听证。"


def facts_of(held: Sequence[Member]) -> tuple[Fact, ...]:
    return read_facts(held, split(held))


def recognised(held: Sequence[Member]) -> list[Member]:
    return [replace(m, pages=tuple(replace(page, source=TextSource.OCR) for page in m.pages)) for m in held]


def test_boxes_that_a_recogniser_did_not_see_are_unknown_and_not_unticked(tmp_path: Path) -> None:
    notice: list[Item] = [Title("违法行为通知书"), "何当真：", "拟作出罚款500元的行政处罚。", RIGHTS, HEARING]
    typed = members(tmp_path, "pdf", notice)
    assert [fact.value["ticked"] for fact in facts_of(typed) if fact.name == "notice.right"] == [True, True]
    seen = facts_of(recognised(typed))
    assert not [fact for fact in seen if fact.name in ("notice.right", "tick")]
    assert values(seen, "notice.amount") == ["500.00"]


@pytest.mark.parametrize(
    ("box", "ticked"),
    [("☑", True), ("√", True), ("■", True), ("□√", True), ("□", False), ("\uf0fe", True), ("\uf0a8", False)],
)
def test_boxes_of_every_kind(tmp_path: Path, box: str, ticked: bool) -> None:
    held = members(
        tmp_path,
        "docx",
        [Title("违法行为通知书"), "何当真：", "拟作出罚款500元的行政处罚。", box + RIGHTS, "□" + HEARING],
    )
    rights = {fact.value["right"]: fact.value["ticked"] for fact in facts_of(held) if fact.name == "notice.right"}
    assert rights == {"statement": ticked, "hearing": False}


def on_its_side(path: Path) -> Path:
    """A record with a stub's text along its left side, from below upwards, between the lines of the record."""
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont(fonts.register(fonts.Face.SONG), 12)
    canvas.drawCentredString(A4[0] / 2, 780, "现场笔录")
    lines = ["案号：豫开交执罚〔2024〕003号", "执法地点：河南省开封市祥符区虚构乡虚构村村委会门前的乡道与省道的", "交叉口",
             "执法时间：2024年3月1日9时30分至10时15分", "车（船）号：豫B2T345", "现场情况：未发现异常。"]  # fmt: skip
    for number, line in enumerate(lines):
        canvas.drawString(120, 740 - 24 * number, line)
        if number == 1:
            canvas.saveState()
            canvas.rotate(90)
            canvas.drawString(300, -60, "第一联：存根联　　交通运输执法部门留存　　行政处罚决定书存根")
            canvas.restoreState()
    canvas.save()
    return path


def test_text_on_its_side_neither_cuts_nor_fills_what_stands_upright(tmp_path: Path) -> None:
    facts = facts_of([readers.read_file(on_its_side(tmp_path / "a.pdf"), "a.pdf")])
    assert values(facts, "case_no") == ["豫开交执罚〔2024〕003号"]
    assert values(facts, "scene.place") == ["河南省开封市祥符区虚构乡虚构村村委会门前的乡道与省道的交叉口"]
    assert values(facts, "scene.start") == ["2024-03-01T09:30"] and values(facts, "scene.end") == ["2024-03-01T10:15"]
    assert values(facts, "vehicle_plate") == ["豫B2T345"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("number", "sure"),
    [
        ("豫开交执罚〔2024〕003号", True),
        ("豫开交执罚【2024】003号", True),
        ("豫开交执罚[2024]第003号", True),
        ("豫开交执罚（2024）003号", True),
        ("豫开交执罚〔 2024 〕003号", True),
        ("豫开交执罚〔2024 003号", False),
        ("豫开交执罚2024〕003号", False),
        ("豫开交执罚2024 003号", False),
    ],
)
def test_case_numbers_in_all_brackets_and_without(kind: str, number: str, sure: bool) -> None:
    """What lost its brackets is read as it stands and doubted, never repaired."""
    for sheet in (
        [Title("结案报告"), f"案号：{number}", "处理结果：罚款500元。"],
        [Title("结案报告"), number, "处理结果：罚款500元。"],
    ):
        _, facts = read(kind, sheet)
        found = [fact for fact in facts if fact.name == "case_no"]
        assert [fact.text.replace(" ", "") for fact in found] == [number.replace(" ", "")]
        assert [fact.confidence >= 0.8 for fact in found] == [sure]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024年3月1日9时30分至10时15分", "2024-03-01T09:30", "2024-03-01T10:15"),
        ("2024 年 03 月 01 日 09 时 30 分至 10 时 15 分", "2024-03-01T09:30", "2024-03-01T10:15"),
        ("2024年3月1日9时30分起至2024年3月2日0时15分止", "2024-03-01T09:30", "2024-03-02T00:15"),
        ("2024年3月1日9:30—10:15", "2024-03-01T09:30", "2024-03-01T10:15"),
        ("2024.3.1 9：30至10：15", "2024-03-01T09:30", "2024-03-01T10:15"),
        ("二〇二四年三月一日九时三十分至十时十五分", "2024-03-01T09:30", "2024-03-01T10:15"),
        ("二○二四年三月一日九时至十时", "2024-03-01T09:00", "2024-03-01T10:00"),
        ("2024年3月1日下午3时30分至4时15分", "2024-03-01T15:30", "2024-03-01T16:15"),
        ("2024年3月1日下午3点半", "2024-03-01T15:30", None),
        ("2024年3月32日9时30分至10时15分", None, None),
    ],
)
def test_ranges_of_time_as_people_write_them(written: str, start: str | None, end: str | None) -> None:
    _, facts = read("pdf", [Title("现场笔录"), f"执法时间：{written}", "执法地点：虚构路口"])
    assert values(facts, "scene.start") == ([start] if start else [])
    assert values(facts, "scene.end")[:1] == ([end] if end else [])


@pytest.mark.parametrize("seed", range(24))
def test_a_form_is_read_whole_in_any_layout_of_its_table(tmp_path: Path, seed: int) -> None:
    """Without a word of the table in the file: cells of several lines beside each other, set wide or close."""
    facts = facts_of([readers.read_file(tables.draw(tmp_path / "a.pdf", seed), "a.pdf")])
    assert {name: values(facts, name) for name in tables.FACTS} == {
        name: [value] for name, value in tables.FACTS.items()
    }


def test_the_last_word_of_a_cell_and_the_next_label_are_no_label(tmp_path: Path) -> None:
    """案 alone on its line over 名称: not 案名."""
    cause = "虚构客运公司擅自从事旅客运输经营" * 2
    sheet: list[Item] = [
        Title("立案登记表"),
        "案件来源：检查",
        [["案由", cause + "\n案"], ["名　称", "虚构客运有限公司"]],
    ]
    facts = facts_of(members(tmp_path, "pdf", sheet))
    assert values(facts, "cause") == [cause + "案"] and values(facts, "party.name") == ["虚构客运有限公司"]


_LEFT = ["案号：皖黄交执罚〔2024〕031号", "当事人：巫山云", "身份证件号：341002199107061217", "住址：安徽省黄山市屯溪区虚构路", "9号2单元501室",
         "联系电话：19900000369", "违法事实：你于2024年6月1日驾驶皖", "J5A778号小型客车从事出租汽车经", "营，未取得网络预约出租汽车运输", "证。"]  # fmt: skip
_RIGHT = ["上述行为违反了《网络预约出租汽", "车经营服务管理暂行办法》第十三", "条的规定，依据该办法第三十四条", "的规定，决定给予罚款人民币叁仟",
          "元整（¥3,000.00）的行政处罚。", "自收到本决定书之日起十五日内缴", "至指定银行。", "黄山市交通运输局（印章）", "2024年6月20日"]  # fmt: skip


def two_columns(path: Path, row_by_row: bool) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont(fonts.register(fonts.Face.SONG), 18)
    canvas.drawCentredString(A4[0] / 2, 780, "行政处罚决定书")
    canvas.setFont(fonts.register(fonts.Face.SONG), 12)
    lines = [(60, 740 - 22 * at, text) for at, text in enumerate(_LEFT)]
    lines += [(320, 740 - 22 * at, text) for at, text in enumerate(_RIGHT)]
    for x, y, text in sorted(lines, key=lambda line: (-line[1], line[0])) if row_by_row else lines:
        canvas.drawString(x, y, text)
    canvas.save()
    return path


@pytest.mark.parametrize("source", ["column by column", "row by row", "recognised"])
def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path, source: str) -> None:
    held = [readers.read_file(two_columns(tmp_path / "a.pdf", source != "column by column"), "a.pdf")]
    if source == "recognised":
        page = held[0].pages[0]
        mixed = sorted(page.runs, key=lambda run: (run.box.y0, run.box.x0))
        held = [replace(held[0], pages=(replace(page, source=TextSource.OCR, runs=tuple(mixed)),))]
    facts = facts_of(held)
    assert values(facts, "party.address") == ["安徽省黄山市屯溪区虚构路9号2单元501室"]
    assert values(facts, "party.phone") == ["19900000369"] and values(facts, "vehicle_plate") == ["皖J5A778"]
    assert values(facts, "decision.amount") == values(facts, "decision.amount_cn") == ["3000.00"]
    assert values(facts, "payment.days") == ["15"] and values(facts, "decision.made_on") == ["2024-06-20"]
    assert [fact.value["article"] for fact in facts if fact.name == "article.violated"] == ["13"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("said", "parties"),
    [
        ("张三丰、李四光", ["张三丰", "李四光"]),
        ("张三丰（身份证号140702198806121230）、李四光（身份证号140702198806121230）", ["张三丰", "李四光"]),
        ("晋中市虚构运输有限公司、张三丰", ["晋中市虚构运输有限公司", "张三丰"]),
        ("晋中市通达（集团）有限公司", ["晋中市通达(集团)有限公司"]),
        ("张三丰（身份证号140702198806121230、电话19900000011）", ["张三丰"]),
        ("张三丰、/", []),
    ],
)
def test_several_parties_of_one_box_are_each_a_fact(kind: str, said: str, parties: list[str]) -> None:
    for sheet in (
        [Title("结案报告"), f"当事人：{said}", "处理结果：罚款500元。"],
        [Title("结案报告"), [["当事人", said], ["处理结果", "罚款500元。"]]],
    ):
        _, facts = read(kind, sheet)
        assert values(facts, "party.name") == parties


def test_a_text_box_on_its_side_interrupts_no_paragraph_of_a_word_file(tmp_path: Path) -> None:
    inside = "<w:txbxContent>" + para("案由：存根联") + "</w:txbxContent>"
    box = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx><wps:bodyPr vert="vert270"/></wps:wsp></w:drawing></mc:Choice></mc:AlternateContent></w:r>'
    body = (
        para("现场笔录") + f"<w:p><w:r><w:t>执法地点：开封市祥符区</w:t></w:r>{box}<w:r><w:t>虚构路口</w:t></w:r></w:p>"
    )
    body += para("执法时间：2024年3月1日9时30分至10时15分")
    file = raw_docx(tmp_path, body)
    facts = facts_of([readers.read_file(file, file.name)])
    assert values(facts, "scene.place") == ["开封市祥符区虚构路口"]
    assert values(facts, "scene.start") == ["2024-03-01T09:30"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    "numbers",
    [
        "10130099017\n10130099018",
        "10130\n099017\n10130\n099018",
        "1013009\n9017\n1013009\n9018",
        "10130099017、10130099018",
    ],
)
@pytest.mark.parametrize("names", ["上官云帆、纪晓棠", "上官云\n帆、纪晓\n棠", "上官云帆　纪晓棠"])
def test_officers_and_their_numbers_broken_over_the_lines_of_a_cell(kind: str, names: str, numbers: str) -> None:
    sheet: list[Item] = [
        Title("现场笔录"),
        "案号：苏宿交检〔2024〕88号",
        [["执法人员", names, "执法证号", numbers], ["执法地点", "虚构路口", "记录人", "纪晓棠"]],
    ]
    _, facts = read(kind, sheet)
    said = {(fact.value["name"], fact.value["cert_no"], fact.value["role"]) for fact in facts if fact.name == "officer"}
    assert said == {
        ("上官云帆", "10130099017", "inspector"),
        ("纪晓棠", "10130099018", "inspector"),
        ("纪晓棠", "10130099018", "recorder"),
    }


def test_a_word_of_a_label_at_the_start_of_a_line_of_text_is_no_label(tmp_path: Path) -> None:
    """Systems put spaces around what they fill in: 当事人 何当真 未办理通行证."""
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    lines = [
        "案号：晋交执罚〔2024〕021号",
        "经查，2024年3月1日上午的检查和其后的询问以及称重单据都能够证明本案的",
        "当事人 何当真 未办理通行证，上路行驶。本机关认为上述行为构成违法，其",
        "违法事实 清楚，证据确实充分，应当依法处罚。",
    ]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
    canvas.setFont(fonts.register(fonts.Face.SONG), 12)
    canvas.drawCentredString(A4[0] / 2, 780, "案件调查报告")
    for number, line in enumerate(lines):
        canvas.drawString(80, 740 - 22 * number, line)
    canvas.save()
    facts = facts_of([readers.read_file(tmp_path / "a.pdf", "a.pdf")])
    assert values(facts, "party.name") == []


@pytest.mark.parametrize(
    ("title", "said", "name", "read_as"),
    [
        ("行政处罚决定书", "2024年5月21日，本机关决定立案。", "filed_on", ["2024-05-21"]),
        (
            "行政处罚决定书",
            "2024年5月21日，经负责人批准，本机关对当事人涉嫌超限运输的行为立案调查。",
            "filed_on",
            ["2024-05-21"],
        ),
        ("行政处罚决定书", "2024年5月21日，本机关对其另一行为决定不予立案。", "filed_on", []),
        ("行政处罚决定书", "2024年5月21日，公安机关立案侦查。", "filed_on", []),
        ("行政处罚决定书", "2024年5月21日立案前，当事人已经改正。", "filed_on", []),
        (
            "行政处罚决定书",
            "当事人自2024年1月8日至2024年4月19日期间，未按规定备案擅自从事经营。",
            "violation_end_on",
            ["2024-04-19"],
        ),
        ("行政处罚决定书", "本机关自2024年3月1日至2024年3月5日对当事人违法行为进行调查。", "violation_end_on", []),
        ("行政处罚决定书", "本机关自2024年3月1日至2024年3月5日扣押其车辆，当事人未取得许可。", "violation_end_on", []),
        ("行政处罚决定书", "请于2024年6月14日前到指定银行缴纳罚款。", "payment_due_on", ["2024-06-14"]),
        ("行政处罚决定书", "请于2024年6月14日前将整改报告交至本机关。", "payment_due_on", []),
        ("案件调查报告", "2024年5月20日10时15分，执法人员在检查时发现上述情形。", "found_at", ["2024-05-20T10:15"]),
        ("案件调查报告", "2024年5月21日立案后，执法人员对现场进行检查，发现物证一件。", "found_at", []),
        ("行政处罚信息公示表", "2024年7月8日复议机关撤销上述行政处罚决定。", "decision.revoked_on", ["2024-07-08"]),
        ("行政处罚信息公示表", "2024年7月8日公示变更行政许可决定一件。", "decision.revoked_on", []),
        ("送达回证", "备注：2024年4月1日受送达人拒绝签收。", "service.attempted_on", ["2024-04-01"]),
        ("送达回证", "备注：2024年4月1日直接送达，受送达人签收。", "service.attempted_on", []),
    ],
)
def test_dates_of_sentences_are_of_what_the_sentence_says(title: str, said: str, name: str, read_as: list[str]) -> None:
    sheet: list[Item] = [
        Title(title),
        "案号：晋交执罚〔2024〕021号",
        "违法事实及证据 调查经过 处理意见 公示 受送达人",
        said,
    ]
    _, facts = read("pdf", sheet)
    assert values(facts, name) == read_as
