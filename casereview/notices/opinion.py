"""评查意见反馈书: to one unit, dossier by dossier: the fact, the rule, what it cost; and how to object."""

from __future__ import annotations

from casereview.documents.model import (
    Addressee,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)
from casereview.notices import say, tables
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.results.model import DossierResult, Lost, Results, UnitResult

_COLUMNS = (
    Column("序号", 1.3), Column("案号", 5.2, "left"), Column("案由", 6.4, "left"), Column("得分", 1.6),
    Column("等次", 1.8), Column("否决项", 3, "left"),
)  # fmt: skip


def compose(results: Results, issue: Issue, wording: Wording, unit: UnitResult) -> Document:
    """The letter to one unit. The deadline, if there is one, is the last day for objections."""
    own = [one for one in say.main_sheets(results) if one.unit == unit.unit]
    title = wording.say("title")
    parts: list[tuple[str, list[Block]]] = [
        (wording.say("scores.heading"), [_scores(results, own)]),
        (wording.say("findings.heading"), _findings(results, own, wording)),
        (wording.say("strengths.heading"), _strengths(results, own, wording)),
        (wording.say("objection.heading"), [Paragraph(_objection(issue, wording))]),
    ]
    lead = wording.say("lead.text", title=results.title, dossiers=unit.scored, mean=say.score(unit.mean))
    if unit.vetoed:
        lead += wording.say("lead.vetoed", vetoed=unit.vetoed)
    blocks: list[Block] = [Title(title), Addressee(wording.say("addressee", unit=unit.name)), Paragraph(lead)]
    for number, (heading, content) in enumerate(((h, c) for h, c in parts if c), 1):
        blocks += [Heading(1, f"{say.numeral(number)}、{heading}"), *content]
    blocks.append(Signature(issue.body, say.day(issue.issued)))
    return Document(Profile.LETTER, f"{title.replace('|', '')} {unit.name}", tuple(blocks), author=issue.body)


def _scores(results: Results, own: list[DossierResult]) -> Table:
    rows = tuple(
        (str(number), say.case_no(one), say.masked(one.cause) or "—", say.score(one.score), say.grade(one.grade),
         "、".join(tables.veto_title(one, veto, results) for veto in one.vetoes) or "无")
        for number, one in enumerate(own, 1)
    )  # fmt: skip
    return Table(_COLUMNS, rows, size=9.5)


def _findings(results: Results, own: list[DossierResult], wording: Wording) -> list[Block]:
    blocks: list[Block] = []
    for number, one in enumerate(own, 1):
        head = wording.say(
            "findings.case", case=f"“{say.case_no(one)}”", score=say.score(one.score), grade=say.grade(one.grade)
        )
        said = [_finding(lost, wording) for lost in one.lost]
        if one.vetoes:
            vetoes = "；".join(tables.veto_title(one, veto, results) for veto in one.vetoes)
            said.insert(0, wording.say("findings.veto", vetoes=vetoes))
        blocks.append(Paragraph(head, lead=f"（{say.numeral(number)}）"))
        if not said:
            blocks.append(Paragraph(wording.say("findings.none")))
        blocks += [Paragraph(f"{place}.{text}。") for place, text in enumerate(said, 1)]
    return blocks


def _finding(lost: Lost, wording: Wording) -> str:
    text = wording.say("findings.fact", text=say.named(lost.item_title, lost.text), occurrence=say.occurrence(lost))
    if lost.evidence:
        text += wording.say("findings.evidence", evidence=lost.evidence)
    if lost.basis:
        text += wording.say("findings.basis", basis=lost.basis)
    return say.masked(text)


def _strengths(results: Results, own: list[DossierResult], wording: Wording) -> list[Block]:
    return [
        Paragraph(
            wording.say("strengths.text", case=f"“{say.case_no(one)}”", strength=say.masked(strength).rstrip("。"))
        )
        for one in own
        for strength in one.strengths
    ]


def _objection(issue: Issue, wording: Wording) -> str:
    if issue.deadline:
        return wording.say("objection.text", until=say.day(issue.deadline))
    return wording.say("objection.text_without_deadline")
