"""个案评查表: one dossier, item by item, on upright A4 with room to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from casereview import words
from casereview.checks.course import Course
from casereview.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    PageBreak,
    Paragraph,
    Profile,
    Row,
    Table,
    Title,
)
from casereview.notices import say, tables
from casereview.notices.course import tables as tables_of
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.results.model import DossierResult, ItemResult, Lost, Results

_COLUMNS = (
    Column("序号", 9), Column("评查项目", 24.5, "left"), Column("标准分", 9.5), Column("适用否", 12.5),
    Column("扣分（处数×分值）", 15), Column("得分", 9.5), Column("扣分原因（文书、页码、摘录）", 41, "left"),
    Column("依据", 22, "left"), Column("整改建议", 24, "left"),
)  # fmt: skip
_SIZE = 8.5  # points: nine columns on 167 mm


def compose(
    results: Results,
    issue: Issue,
    wording: Wording,
    dossiers: Sequence[DossierResult],
    courses: Mapping[str, Course] | None = None,
) -> Document:
    """The sheets of some dossiers, each from a new page; `courses` by dossier where the dossier itself is at hand."""
    blocks: list[Block] = []
    for number, one in enumerate(dossiers):
        if number:
            blocks.append(PageBreak())
        blocks += _sheet(results, one, wording, (courses or {}).get(one.dossier) if one.main else None)
    title = say.case_no(dossiers[0]) if len(dossiers) == 1 else results.title
    stamp = wording.say("stamp", title=results.title, at=say.day(results.at[:10]), rubrics=_digests(dossiers))
    return Document(Profile.FORM, f"个案评查表 {title}", tuple(blocks), author=issue.body, stamp=stamp)


def _digests(dossiers: Sequence[DossierResult]) -> str:
    return "、".join(dict.fromkeys(one.rubric[:10] for one in dossiers))


def _sheet(results: Results, one: DossierResult, wording: Wording, course: Course | None) -> list[Block]:
    return [
        Title(wording.say("title", rubric=_name(one.rubric_title))),
        Paragraph(wording.say("number", title=results.title), indent=False, align="right"),
        _head(results, one, wording),
        Table(_COLUMNS, tuple(_rows(one, wording)), size=_SIZE),
        _result(results, one, wording),
        *(tables_of(course, wording) if course else ()),
        _signing(wording),
    ]


def _name(title: str) -> str:
    """The rubric's title without its version, which stands in the head."""
    name, _, version = title.rpartition(" ")
    return name if name and version[:1].isdigit() else title


def _head(results: Results, one: DossierResult, wording: Wording) -> Table:
    def label(key: str) -> Cell:
        return Cell(wording.say(f"label.{key}"), label=True)

    columns = (Column("", 20), Column("", 62, "left"), Column("", 20), Column("", 65, "left"))
    rows: tuple[Row, ...] = (
        (label("unit"), say.unit_name(results, one.unit), label("case_no"), say.case_no(one)),
        (label("cause"), say.masked(one.cause) or "—", label("party"), one.party_masked or "—"),
        (label("procedure"), say.procedure(one.procedure), label("rubric"), f"{one.rubric_title}（{one.rubric[:8]}）"),
    )
    return Table(columns, rows, size=9.5)


def _rows(one: DossierResult, wording: Wording) -> list[Row]:
    rows: list[Row] = []
    section = None
    for item in one.items:
        if item.section != section:
            section = item.section
            if section:
                rows.append((Cell(_section(one, section), span=len(_COLUMNS), align="left", label=True),))
        rows.append(_row(one, item, wording))
    return rows


def _section(one: DossierResult, section: str) -> str:
    items = [item for item in one.items if item.section == section]
    counted = [item for item in items if not _out(item)]
    full, earned = (sum((getattr(i, name) for i in counted), Decimal(0)) for name in ("points", "earned"))
    return f"{section}（标准分{say.points(full)}，得分{say.points(earned)}）"


def _out(item: ItemResult) -> bool:
    return item.state in ("not_applicable", "inapplicable")


def _row(one: DossierResult, item: ItemResult, wording: Wording) -> Row:
    lost = [each for each in one.lost if each.item == item.item]
    if _out(item):
        out = wording.say("not_applicable")
        return (item.position, item.title, say.points(item.points), out, "—", "—", "", "", "")
    taken = sum((each.points for each in lost), Decimal(0))
    counts = "\n".join(_taken(each) for each in lost)
    nothing = wording.say("level", level=item.level) if item.level else wording.say("none")
    return (
        item.position,
        item.title,
        say.points(item.points),
        wording.say("applicable"),
        counts if taken else "0",
        say.points(item.earned),
        "\n".join(_loss(each, wording) for each in lost) or nothing,
        "\n".join(dict.fromkeys(each.basis for each in lost if each.basis)),
        "\n".join(dict.fromkeys(advice(each, wording) for each in lost)),
    )


def _taken(lost: Lost) -> str:
    if lost.count > 1 and not lost.points % lost.count:
        return f"{lost.count}×{say.points(lost.points / lost.count)}＝{say.points(lost.points)}"
    return say.points(lost.points)


def _loss(lost: Lost, wording: Wording) -> str:
    parts = [wording.say("one_loss", text=lost.text, occurrence=say.occurrence(lost))]
    if lost.evidence:
        parts.append(wording.say("evidence", evidence=lost.evidence))
    if lost.note:
        parts.append(wording.say("note", note=lost.note))
    return say.masked("。".join(part.rstrip("。") for part in parts) + "。")


def advice(lost: Lost, wording: Wording) -> str:
    """What to do about a deduction, by its category."""
    key = f"advice.{lost.category}"
    return wording.say(key if key in wording.texts else "advice.other")


def _result(results: Results, one: DossierResult, wording: Wording) -> Table:
    none = wording.say("none")
    vetoes = "；".join(tables.veto_title(one, veto, results) for veto in one.vetoes) or none
    worst = sorted(one.lost, key=lambda lost: -lost.points)[:5]
    problems = "；".join(f"{lost.text}（{say.occurrence(lost)}）" for lost in worst) or none
    strengths = "；".join(say.masked(text) for text in one.strengths) or none

    def label(key: str) -> Cell:
        return Cell(wording.say(f"label.{key}"), label=True)

    columns = (Column("", 20), Column("", 35), Column("", 24), Column("", 32), Column("", 20), Column("", 36))
    rows: tuple[Row, ...] = (
        (label("vetoes"), Cell(say.masked(vetoes), span=5, align="left")),
        (
            label("bonus"),
            say.points(one.bonus),
            label("total"),
            say.score(one.score),
            label("grade"),
            say.grade(one.grade),
        ),
        *([(label("steps"), Cell(_steps(one), span=5, align="left"))] if one.adjusted else []),
        (label("strengths"), Cell(strengths, span=5, align="left")),
        (label("problems"), Cell(say.masked(problems), span=5, align="left")),
    )
    return Table(columns, rows, size=9.5, whole=True)


def _steps(one: DossierResult) -> str:
    """How caps, floors, gates and weights of sections made the total of the items."""
    said = [words.render(f"trace.{step.code}", "zh", **step.parameters) for step in one.adjusted]
    return "\uff1b".join(said)


def _signing(wording: Wording) -> Table:
    columns = (Column("", 24), Column("", 52), Column("", 14), Column("", 77))
    room = wording.say("label.date_room")

    def row(key: str) -> Row:
        labels = (Cell(wording.say(f"label.{name}"), label=True) for name in (key, "date"))
        first, second = labels
        return first, "", second, room

    return Table(
        columns,
        (row("reader"), row("reader"), row("leader")),
        size=9.5,
        high=6,
        note=wording.say("rules_of_reading"),
        whole=True,
    )
