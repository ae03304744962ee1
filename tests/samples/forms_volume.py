"""Cover, catalogue and remarks sheet of a volume, and the table of all forms by layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.samples import forms_decide as d
from tests.samples import forms_open as o
from tests.samples import forms_plain as q
from tests.samples import forms_serve as s
from tests.samples.blocks import Block, Sheet, Text, title
from tests.samples.case import Case
from tests.samples.forms_common import fine, grid, label, left, line, p, paper_number, right

Writer = Callable[[Case], tuple[Block, ...]]

# form -> layout -> writer; "" serves the layouts that have no writer of their own
FORMS: dict[str, dict[str, Writer]] = {
    "F01": {"plain": q.filing, "table": o.filing_table, "": o.filing_sheet},
    "X-SRC": {"": o.tip},
    "F02": {"plain": q.inquiry, "south": o.inquiry_grid, "": o.inquiry_table},
    "F04": {"prose": o.scene_prose, "plain": o.scene_prose, "": o.scene_table},
    "X-ID": {"": o.identity},
    "X-PHOTO": {"": o.photo},
    "X-APPRAISAL": {"": o.weighing},
    "X-REPORT": {"plain": q.report, "prose": o.report_prose, "": o.report},
    "F11": {"plain": q.notice, "table": d.notice_table, "": d.notice_prose},
    "F15": {"plain": q.decision, "table": d.decision_table, "prose": d.decision_prose, "": d.decision_reasoned},
    "F14": {"": d.spot_table},
    "F16": {"": d.correction},
    "X-LEGAL": {"": d.legal},
    "X-DISC": {"": d.discussion},
    "X-PAPPR": {"": d.approval},
    "X-WAIVER": {"": d.waiver},
    "X-STATE": {"": d.statement},
    "F12": {"": d.hearing_notice},
    "F13": {"": d.hearing_record},
    "X-ADDR": {"": s.address},
    "F06": {"": s.registration},
    "F07": {"": s.release},
    "X-APPR": {"": s.measure_approval},
    "F08": {"": s.measure},
    "F09": {"": s.extension},
    "F10": {"": s.lifting},
    "X-RECEIPT": {"": s.receipt},
    "F24": {"plain": q.closing, "": s.closing},
    "X-PUB": {"": s.publicity},
    "F19": {"": s.demand},
    "X-COURT": {"": s.court},
    "X-AV": {"": s.recording},
}

# The day that stands on each form, for catalogue and truth.
DAYS = {
    "F01": "filed", "X-SRC": "accepted", "F02": "inquiry", "F04": "scene", "X-ID": "inquiry", "X-PHOTO": "scene", "X-APPRAISAL": "found",
    "X-REPORT": "report", "F11": "notice", "F15": "decision", "F14": "decision", "F16": "found", "X-LEGAL": "legal_finished",
    "X-DISC": "discussion", "X-PAPPR": "approved", "X-WAIVER": "waiver", "X-STATE": "statement", "F12": "hearing_notice", "F13": "hearing",
    "X-ADDR": "inquiry", "F06": "reg_start", "F07": "reg_disposed", "X-APPR": "measure_approved", "F08": "measure", "F09": "extension",
    "F10": "lift", "X-RECEIPT": "paid", "F24": "closed", "X-PUB": "published", "F19": "demand", "X-COURT": "court", "X-AV": "scene",
}  # fmt: skip


def sheet(case: Case, paper: str) -> Sheet:
    """A paper of the case: `paper` is a form code, "F23:notice" for the receipt of a notice."""
    form, _, served = paper.partition(":")
    if form == "F23":
        write = {"table": s.service_table, "plain": q.service}.get(case.style.layout, s.service_slip)
        blocks, day = write(case, served), f"{served}_served"
    else:
        writers = FORMS[form]
        blocks, day = writers.get(case.style.layout, writers.get("", next(iter(writers.values()))))(case), DAYS[form]
    head = next(b.text for b in blocks if isinstance(b, Text) and b.text != case.office.body)
    return Sheet(form, head.replace(" ", ""), blocks, case.days[day].isoformat())


def cover(case: Case) -> Sheet:
    """The cover of a volume."""
    rows = (
        ("案　　号", case.number), ("案　　由", case.title), ("当 事 人", case.party.name), ("执法机关", case.office.body),
        ("处理结果", fine(case, "F15")), ("程序类型", "普通程序" if case.procedure == "general" else "简易程序"),
        ("立案时间", case.day("filed")), ("结案时间", case.day("closed")), ("立卷时间", case.day("archived")),
        ("立 卷 人", case.officers("case")[1].name), ("保管期限", "30年"),
    )  # fmt: skip
    name = "案卷封面" if case.style.layout == "table" else "卷宗封面"
    blocks: tuple[Block, ...] = (
        Text(case.office.body, "center", 22, font="title", after=20),
        Text("交通运输行政执法案卷", "center", 26, font="title", after=30),
        grid(*((label(a), left(b, 1, 40)) for a, b in rows), widths=(24, 76), size=13),
    )
    if name == "案卷封面":
        blocks = (Text(name, "center", 14, after=14), *blocks)
    return Sheet("X-COVER", name, blocks, case.days["archived"].isoformat(), numbered=False)


def catalogue(case: Case, rows: Sequence[tuple[Sheet, int, int]]) -> Sheet:
    """The catalogue with first and last page of each paper; a case may list one that is not there."""
    listed = [
        (x.title, paper_number(case, x.form) if x.form[0] == "F" else "", x.day, f"{a}-{b}" if b > a else str(a))
        for x, a, b in rows
    ]
    if case.word("catalogue.ghost", ""):
        listed.insert(5, (case.words["catalogue.ghost"], "", "", "/"))
    body = tuple(
        (label(str(n)), left(name), left(number), label(day.replace("-", ".")), label(span), label(""))
        for n, (name, number, day, span) in enumerate(listed, 1)
    )
    head = tuple(label(t) for t in ("序号", "材料名称", "文号", "日期", "页码", "备注"))
    return Sheet(
        "X-CATALOG",
        "卷内目录",
        (title("卷内目录", True), grid(head, *body, widths=(8, 32, 28, 14, 10, 8))),
        numbered=False,
    )


def remarks(case: Case, total: int) -> Sheet:
    """The remarks sheet with the count of pages; a case may leave the checker blank."""
    checker = case.word("bk.checker", case.office.chief)
    blocks = (
        title("卷内备考表" if case.style.layout != "table" else "备考表", True),
        p(f"本卷共有文件材料{total}页，其中：文字材料{total - 1}页，照片1页，图样材料0页，其他材料0页。"),
        line(f"卷内文件情况说明：{case.word('bk.note', '材料齐全，无缺损、修改、补充、移出情况。')}"),
        Text("", after=120),
        right(f"立卷人：{case.officers('case')[1].name}"),
        right(f"检查人：{checker}"),
        right(f"立卷时间：{case.day('archived')}"),
    )
    return Sheet("X-BK", blocks[0].text.replace(" ", ""), blocks, case.days["archived"].isoformat(), numbered=False)
