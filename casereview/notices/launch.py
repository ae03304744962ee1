"""评查通知: that a review begins, what it covers, by which rubrics, and what the units hand in."""

from __future__ import annotations

from collections.abc import Sequence

from casereview.documents.model import (
    Addressee,
    AnnexList,
    AnnexPage,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Masthead,
    Paragraph,
    Profile,
    Row,
    Signature,
    Table,
    Title,
)
from casereview.notices import say
from casereview.notices.circular import imprint
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.panel.model import Campaign
from casereview.rubric.model import Rubric, Section

_BLANK_ROWS = 10


def compose(campaign: Campaign, rubrics: Sequence[Rubric], issue: Issue, wording: Wording) -> Document:
    """The notice. `rubrics` are those that the campaign has frozen."""
    title = wording.say("title", body=issue.body, year=campaign.year)
    names = "、".join(dict.fromkeys(f"《{rubric.title}》" for rubric in rubrics))
    parts: list[tuple[str, list[Block]]] = [
        ("scope", [Paragraph(wording.say("scope.text", year=campaign.year))]),
        ("standard", [Paragraph(wording.say("standard.text", rubrics=names))]),
        ("method", _listed(wording.say_all("method.texts", body=issue.body, readers=campaign.readers))),
        ("steps", [_steps(issue, wording)]),
        ("submit", [Paragraph(_submit(issue, wording))]),
        ("demands", _listed(wording.say_all("demands.texts"))),
    ]
    blocks: list[Block] = [
        Masthead(wording.say("masthead", body=issue.body), issue.number_or_room),
        Title(title),
        Addressee(wording.say("addressee")),
        Paragraph(wording.say("lead.text", title=campaign.title)),
    ]
    for number, (key, content) in enumerate(parts, 1):
        blocks += [Heading(1, f"{say.numeral(number)}、{wording.say(f'{key}.heading')}"), *content]
    annexes = (wording.say("annex.rubrics"), wording.say("annex.list"))
    blocks += [
        AnnexList(annexes),
        Signature(issue.body, say.day(issue.issued)),
        AnnexPage("附件1", annexes[0]),
        *(_rubric(rubric, wording) for rubric in rubrics),
        AnnexPage("附件2", annexes[1], landscape=True),
        _list(wording),
        imprint(issue, wording),
    ]
    return Document(Profile.OFFICIAL, title.replace("|", ""), tuple(blocks), author=issue.body)


def _listed(texts: Sequence[str]) -> list[Block]:
    made: list[Block] = []
    for number, text in enumerate(texts, 1):
        lead, stop, rest = text.partition("。")
        head = f"（{say.numeral(number)}）{lead}{stop}" if rest else f"（{say.numeral(number)}）"
        made.append(Paragraph(rest or text, lead=head))
    return made


def _steps(issue: Issue, wording: Wording) -> Table:
    titles = wording.texts["steps.columns"]
    columns = tuple(Column(title, width, "left") for title, width in zip(titles, (2, 8, 4)))
    rows = tuple(tuple(cell.format(body=issue.body) for cell in row) for row in wording.texts["steps.rows"])
    return Table(columns, rows)


def _submit(issue: Issue, wording: Wording) -> str:
    if issue.deadline:
        first = wording.say("submit.text", deadline=say.day(issue.deadline))
    else:
        first = wording.say("submit.text_without_deadline")
    return first + wording.say("submit.scan")


def _heading(section: Section) -> str:
    """The name of a section with its points, and how it counts where that is not the sum of its items."""
    said = [f"{say.points(section.points)}分"]
    if section.weight is not None:
        said.append(f"折算为{say.points(section.weight)}分")
    if section.cap is not None:
        said.append(f"最多扣{say.points(section.cap)}分")
    if section.floor is not None:
        said.append(f"最低得{say.points(section.floor)}分")
    if section.gate:
        said.append("一项不通过，总分为0" if section.gate == "whole" else "一项不通过，本部分不得分")
    return f"{section.title}（{'，'.join(said)}）"


def _rubric(rubric: Rubric, wording: Wording) -> Table:
    rows: list[Row] = []
    for _, section in rubric.nodes:
        rows.append((Cell(_heading(section), span=4, align="left", label=True),))
        rows += [
            (rubric.position(item.id), item.title + (f"：{item.requirement}" if item.requirement else ""),
             say.points(item.points), item.basis)
            for item in section.items
        ]  # fmt: skip
    titles = wording.texts["annex.rubric_columns"]
    columns = (
        Column(titles[0], 1.6),
        Column(titles[1], 8, "left"),
        Column(titles[2], 1.6),
        Column(titles[3], 4, "left"),
    )
    return Table(columns, tuple(rows), caption=f"{rubric.title}（{rubric.version}）", size=9.0)


def _list(wording: Wording) -> Table:
    titles = wording.texts["annex.list_columns"]
    widths = (1, 4, 4, 5, 2, 2.5, 2.5, 2)
    columns = tuple(Column(title, width) for title, width in zip(titles, widths))
    rows = tuple((str(number), *([""] * (len(titles) - 1))) for number in range(1, _BLANK_ROWS + 1))
    return Table(columns, rows, high=7)
