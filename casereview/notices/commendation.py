"""优秀案卷通报: praise for dossiers, by unit and case number. Handlers are named by hand, with their consent."""

from __future__ import annotations

from casereview.documents.model import (
    Addressee,
    Block,
    Column,
    Document,
    Heading,
    Masthead,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)
from casereview.notices import say
from casereview.notices.circular import imprint
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.results.model import DossierResult, Results

_COLUMNS = (
    Column("序号", 1.35), Column("单位", 3.4, "left"), Column("案号", 5.3, "left"), Column("案由", 4.6, "left"),
    Column("得分", 1.7), Column("推荐理由", 4.5, "left"),
)  # fmt: skip


def excellent(results: Results) -> list[DossierResult]:
    """Graded excellent and not vetoed, best first."""
    found = [one for one in say.main_sheets(results) if one.grade == "excellent" and not one.vetoes]
    return sorted(found, key=lambda one: one.score or 0, reverse=True)


def compose(results: Results, issue: Issue, wording: Wording) -> Document:
    """The commendation; the caller has made sure that there is something to praise."""
    praised = excellent(results)
    title = wording.say("title", body=issue.body, year=results.year)
    rows = tuple(
        (str(number), say.unit_name(results, one.unit), say.case_no(one), say.masked(one.cause) or "—", say.score(one.score),
         _reason(one, wording))
        for number, one in enumerate(praised, 1)
    )  # fmt: skip
    blocks: list[Block] = [
        Masthead(wording.say("masthead", body=issue.body), issue.number_or_room),
        Title(title),
        Addressee(wording.say("addressee")),
        Paragraph(wording.say("lead.text", title=results.title, count=len(praised))),
        Heading(1, f"一、{wording.say('list.heading')}"),
        Table(_COLUMNS, rows, size=9.5),
        Heading(1, f"二、{wording.say('call.heading')}"),
        *(Paragraph(text) for text in wording.say_all("call.texts")),
        Signature(issue.body, say.day(issue.issued)),
        imprint(issue, wording),
    ]
    return Document(Profile.OFFICIAL, title.replace("|", ""), tuple(blocks), author=issue.body)


def _reason(one: DossierResult, wording: Wording) -> str:
    return say.masked("；".join(one.strengths)) or wording.say("list.reason_none")
