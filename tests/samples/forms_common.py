"""What the forms of every layout share: party blocks, numbers, remedies, articles."""

from __future__ import annotations

from tests.samples.blocks import Block, Cell, Grid, Stamp, Text
from tests.samples.case import Case, write_money

_TYPE_WORDS = {
    "F01": "立", "F02": "询", "F04": "现", "F06": "登存", "F07": "解存", "F08": "强措", "F09": "延强", "F10": "解强", "F11": "告",
    "F12": "听通", "F13": "听笔", "F14": "当罚", "F15": "罚", "F16": "责改", "F19": "催", "F23": "送", "F24": "结", "X-REPORT": "调",
}  # fmt: skip


def paper_number(case: Case, form: str) -> str:
    """The number a form bears: one for the whole case, or one for each kind of paper where the bureau numbers so."""
    if case.word("numbering", "") != "each" or form == "F15":
        return case.number
    serial = int("".join(c for c in case.serial if c.isdigit())) * 2 + len(_TYPE_WORDS.get(form, ""))
    return f"{case.office.short}交{_TYPE_WORDS.get(form, '案')}〔{case.number.split('〔')[1][:4]}〕{serial}号"


def p(text: str) -> Text:
    return Text(text, first=True)


def line(text: str) -> Text:
    return Text(text)


def right(text: str) -> Text:
    return Text(text, "right")


def label(text: str, rows: int = 1, cols: int = 1, height: float = 0) -> Cell:
    return Cell(text, cols, rows, "center", height)


def left(text: str, cols: int = 1, height: float = 0, rows: int = 1) -> Cell:
    return Cell(text, cols, rows, "left", height)


def number_line(case: Case, form: str) -> Text:
    return right(f"案号：{paper_number(case, form)}")


def foot(case: Case, day: str, how: str = "") -> tuple[Block, ...]:
    """Issuer, seal, date."""
    return (
        right(case.office.body + ("（印章）" if case.style.layout == "table" else "")),
        Stamp(case.office.body),
        right(case.day(day, how)),
    )


def party_name(case: Case, form: str) -> str:
    return case.word(f"party.{form}", case.party.name)


def party_number(case: Case, form: str) -> str:
    return case.word(f"number.{form}", case.party.number)


def party_rows(case: Case, form: str) -> tuple[tuple[Cell, ...], ...]:
    """The block for persons and organisations over eight columns; the unused one is struck out."""
    who, name, number = case.party, party_name(case, form), party_number(case, form)
    mine = (name, who.sex, str(who.age), who.address, number, who.phone) if who.person else ("/",) * 6
    firm = ("/",) * 5 if who.person else (name, who.legal_rep, who.address, who.phone, number)
    return (
        (
            label("当\n事\n人", 5), label("个\n人", 2), label("姓名"), label(mine[0]), label("性别"), label(mine[1]), label("年龄"), label(mine[2]),
        ),
        (label("住址"), label(mine[3]), label("身份证\n件号"), label(mine[4]), label("联系\n电话"), label(mine[5])),
        (label("单\n位", 3), label("名称"), label(firm[0], cols=3), label("法定代表人"), label(firm[1])),
        (label("地址"), label(firm[2], cols=3), label("联系电话"), label(firm[3])),
        (label("统一社会\n信用代码"), label(firm[4], cols=5)),
    )  # fmt: skip


PARTY_WIDTHS = (7, 7, 11, 21, 11, 25, 11, 17)


def party_prose(case: Case, form: str) -> tuple[Text, ...]:
    who, name, number = case.party, party_name(case, form), party_number(case, form)
    if who.person:
        return (
            line(f"当事人：{name}    性别：{who.sex}    年龄：{who.age}岁"),
            line(f"身份证件号：{number}    联系电话：{who.phone}"),
            line(f"住址：{who.address}"),
        )
    return (
        line(f"当事人名称：{name}"),
        line(f"统一社会信用代码：{number}    法定代表人：{who.legal_rep}"),
        line(f"地址：{who.address}    联系电话：{who.phone}"),
    )


def violated(case: Case, form: str = "") -> str:
    return "、".join((*case.cause.violated, *(x for x in (case.word(f"violated.{form}", ""),) if x)))


def basis(case: Case, form: str = "") -> str:
    return case.word(f"basis.{form}", "、".join(case.cause.basis))


def fine(case: Case, form: str) -> str:
    """“罚款…” as the form states it."""
    amount = int(
        case.word(f"amount.{form}", str(case.notice_amount if form == "F11" and case.notice_amount else case.amount))
    )
    return "罚款" + write_money(amount, case.word(f"money.{form}", case.style.money), case.word(f"words.{form}", ""))


def penalty(case: Case, form: str) -> str:
    extra = case.word(f"penalty.{form}", "")
    return (f"{extra}，并处" if extra else "") + fine(case, form)


def remedy(case: Case, act: str = "决定") -> str:
    """The paragraph on remedies; its two figures and its body may be what an old template says."""
    body, days, suit = (
        case.word("remedy.body", case.office.government),
        case.word("remedy.days", "六十日"),
        case.word("remedy.suit", "六个月"),
    )
    return (
        f"如不服本{act}，可以在收到本{act}书之日起{days}内向{body}申请行政复议，"
        f"也可以在{suit}内依法向{case.office.court}提起行政诉讼。"
    )


def story(case: Case) -> str:
    return case.cause.story.format(
        day=case.day("found", "han"),
        party=case.party.name,
        plate=case.plate,
        driver=case.party.driver or case.party.name,
        town=case.office.key[:2],
    )


def officer_names(case: Case, act: str) -> str:
    return "、".join(officer.name for officer in case.officers(act))


def officer_numbers(case: Case, act: str) -> str:
    return "、".join(officer.cert for officer in case.officers(act))


def opinion(text: str, name: str, day: str) -> str:
    return f"{text}\n\n签名：{name}      {day}"


def grid(*rows: tuple[Cell, ...], widths: tuple[float, ...], size: float = 10.5) -> Grid:
    return Grid(widths, rows, size)


_EVIDENCE = {
    "F04": "现场笔录",
    "F02": "询问笔录",
    "X-ID": "身份证明复印件",
    "X-APPRAISAL": "车辆检测（称重）单",
    "X-PHOTO": "现场照片",
    "X-AV": "视听资料",
}


def evidence_list(case: Case) -> list[str]:
    """What the dossier holds as evidence, in its order."""
    scene = "现场检查笔录" if case.style.layout == "prose" else "现场笔录"
    firm = "营业执照复印件" if not case.party.person else "身份证复印件"
    names = _EVIDENCE | {"F04": scene, "X-ID": firm}
    return [names[paper] for paper in case.papers if paper in names]
