"""评查情况通报: what the whole city is told of a review. Every number comes from the frozen results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casereview.documents.model import (
    Addressee,
    AnnexList,
    AnnexPage,
    BarChart,
    Block,
    Column,
    Document,
    Heading,
    Imprint,
    Masthead,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)
from casereview.ledger.model import Entry
from casereview.notices import say, tables
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.results.model import DossierResult, Problem, Results


def compose(results: Results, issue: Issue, wording: Wording, entries: Sequence[Entry] = ()) -> Document:
    """The circular with its annexes. `entries` are the ledger's rows for the last annex; none, no annex."""
    parts = [
        _overview(results, issue, wording),
        _overall(results, wording),
        _strengths(results, wording),
        _problems(results, wording),
        _examples(results, wording),
        _demands(issue, wording),
    ]
    annexes = _annexes(results, wording, entries)
    title = wording.say("title", body=issue.body, year=results.year)
    blocks: list[Block] = [
        Masthead(wording.say("masthead", body=issue.body), issue.number_or_room),
        Title(title),
        Addressee(wording.say("addressee")),
        Paragraph(wording.say("lead.text", body=issue.body, year=results.year)),
    ]
    for number, (heading, content) in enumerate(((h, c) for h, c in parts if c), 1):
        blocks += [Heading(1, f"{say.numeral(number)}、{heading}"), *content]
    blocks += [AnnexList(tuple(name for name, _ in annexes)), Signature(issue.body, say.day(issue.issued))]
    for number, (name, table) in enumerate(annexes, 1):
        blocks += [AnnexPage(f"附件{number}", name, landscape=len(table.columns) > 6), table]
    blocks.append(imprint(issue, wording))
    return Document(Profile.OFFICIAL, title.replace("|", ""), tuple(blocks), author=issue.body)


def imprint(issue: Issue, wording: Wording) -> Imprint:
    """版记 of every official notice."""
    printed = wording.say("printed", issued=say.day(issue.issued))
    return Imprint(wording.say("copies"), wording.say("office", body=issue.body), printed)


Part = tuple[str, list[Block]]


def _overview(results: Results, issue: Issue, wording: Wording) -> Part:
    counts = Counter(one.procedure for one in say.main_sheets(results))
    procedures = "、".join(
        wording.say("overview.procedure", name=say.procedure(code), count=count) for code, count in counts.most_common()
    )
    text = wording.say(
        "overview.text",
        units=len(results.units),
        reviewed=results.reviewed,
        scored=results.scored,
        procedures=procedures,
    )
    members = results.members or issue.members
    key = "overview.panel" if members else "overview.panel_unnamed"
    text += wording.say(key, members=members, readers=issue.readers)
    return wording.say("overview.heading"), [Paragraph(text)]


def _overall(results: Results, wording: Wording) -> Part:
    text = wording.say(
        "overall.mean",
        mean=say.score(results.mean),
        median=say.score(results.median),
        highest=say.score(results.highest),
        lowest=say.score(results.lowest),
    )
    counts = {code: results.grades.get(code, 0) for code in say.GRADES}
    shares = {code: say.share(count, results.scored) for code, count in counts.items()}
    text += wording.say(
        "overall.grades",
        excellent=counts["excellent"],
        excellent_share=shares["excellent"],
        good=counts["good"],
        good_share=shares["good"],
        passed=counts["pass"],
        passed_share=shares["pass"],
        fail=counts["fail"],
        fail_share=shares["fail"],
    )
    vetoed = sum(unit.vetoed for unit in results.units)
    if vetoed:
        text += wording.say("overall.vetoed", vetoed=vetoed)
    blocks: list[Block] = [Paragraph(text)]
    rates = [
        wording.say("overall.system_rate", system=say.system(code), rate=say.score(results.systems.get(code)))
        for code in tables.SYSTEMS
        if results.systems.get(code) is not None
    ]
    if rates:
        blocks.append(Paragraph(wording.say("overall.systems", rates="，".join(rates))))
    return wording.say("overall.heading"), [
        *blocks,
        *_chart(results, wording),
        Paragraph(wording.say("overall.tables")),
    ]


def _chart(results: Results, wording: Wording) -> list[Block]:
    scored = [(unit.name, unit.mean) for unit in results.units if unit.mean is not None]
    if not 2 <= len(scored) <= 15:
        return []
    names, means = tuple(name for name, _ in scored), tuple(float(mean) for _, mean in scored)
    shown = tuple(f"{say.score(mean)}分" for _, mean in scored)
    return [BarChart(wording.say("overall.chart"), names, means, shown, most=100)]


def _strengths(results: Results, wording: Wording) -> Part:
    found = [(one, strength) for one in say.main_sheets(results) for strength in one.strengths]
    best = sorted(found, key=lambda pair: pair[0].score or 0, reverse=True)[:5]
    blocks: list[Block] = [
        Paragraph(
            wording.say("strengths.text", case=say.case(results, one), strength=say.masked(strength).rstrip("。")),
            lead=f"（{say.numeral(number)}）",
        )
        for number, (one, strength) in enumerate(best, 1)
    ]
    return wording.say("strengths.heading"), blocks


def _problems(results: Results, wording: Wording) -> Part:
    heading = wording.say("problems.heading")
    if not results.problems:
        return heading, [Paragraph(wording.say("problems.none"))]
    groups: dict[str, list[Problem]] = {}
    for problem in results.problems:
        groups.setdefault(problem.category, []).append(problem)
    intro = wording.say(
        "problems.intro",
        kinds=len(groups),
        occurrences=sum(problem.occurrences for problem in results.problems),
        dossiers=len({dossier for problem in results.problems for dossier in problem.dossiers}),
        scored=results.scored,
    )
    blocks: list[Block] = [Paragraph(intro)]
    widest = sorted(groups.items(), key=lambda pair: -len({d for p in pair[1] for d in p.dossiers}))
    for number, (category, found) in enumerate(widest, 1):
        lead = f"（{say.numeral(number)}）{say.category(category)}。"
        blocks.append(Paragraph(_category(results, found, wording), lead=lead))
    return heading, blocks


def _category(results: Results, found: Sequence[Problem], wording: Wording) -> str:
    dossiers = len({dossier for problem in found for dossier in problem.dossiers})
    most = int(wording.say("problems.most"))
    first = sorted(found, key=lambda problem: -len(problem.dossiers))[:most]
    sheets = {one.dossier: one for one in say.main_sheets(results)}
    sentences = [
        wording.say(
            "problems.one",
            text=say.problem(results, problem),
            dossiers=len(problem.dossiers),
            share=say.share(len(problem.dossiers), results.scored),
            case=_example(results, problem, sheets),
        )
        for problem in first
    ]
    text = wording.say("problems.category", dossiers=dossiers, share=say.share(dossiers, results.scored))
    text += "；".join(sentences) + "。"
    if len(found) > most:
        text += wording.say("problems.more", count=len(found) - most)
    return text


def _example(results: Results, problem: Problem, sheets: dict[str, DossierResult]) -> str:
    known = next((sheets[dossier] for dossier in problem.dossiers if dossier in sheets), None)
    return say.case(results, known) if known else "、".join(say.unit_name(results, unit) for unit in problem.units)


def _examples(results: Results, wording: Wording) -> Part:
    sheets = say.main_sheets(results)
    excellent = [one for one in sheets if one.grade == "excellent"]
    failed = [one for one in sheets if one.grade == "fail"]
    key = "examples.excellent" if excellent else "examples.no_excellent"
    blocks: list[Block] = [Paragraph(wording.say(key, count=len(excellent), annex=3))]
    if not failed:
        blocks.append(Paragraph(wording.say("examples.no_fail")))
        return wording.say("examples.heading"), blocks
    blocks.append(Paragraph(wording.say("examples.fail", count=len(failed))))
    for number, one in enumerate(failed, 1):
        reason = _reason(results, one, wording)
        text = wording.say("examples.fail_one", case=say.case(results, one), score=say.score(one.score), reason=reason)
        blocks.append(Paragraph(f"{number}.{text}"))
    return wording.say("examples.heading"), blocks


def _reason(results: Results, one: DossierResult, wording: Wording) -> str:
    if one.vetoes:
        vetoes = "；".join(tables.veto_title(one, veto, results) for veto in one.vetoes)
        return wording.say("examples.reason_veto", vetoes=vetoes)
    worst = sorted(one.lost, key=lambda lost: -lost.points)[:3]
    items = "、".join(f"{lost.item_title}（{lost.text.rstrip('。')}）" for lost in worst)
    return wording.say("examples.reason_points", items=items or "—")


def _demands(issue: Issue, wording: Wording) -> Part:
    if issue.deadline:
        texts = wording.say_all("demands.texts", body=issue.body, deadline=say.day(issue.deadline))
    else:
        texts = wording.say_all("demands.texts_without_deadline", body=issue.body)
    blocks: list[Block] = []
    for number, text in enumerate(texts, 1):
        lead, stop, rest = text.partition("。")
        blocks.append(Paragraph(rest, lead=f"（{say.numeral(number)}）{lead}{stop}"))
    return wording.say("demands.heading"), blocks


def _annexes(results: Results, wording: Wording, entries: Sequence[Entry]) -> list[tuple[str, Table]]:
    version = wording.say("annex.version", at=say.day(results.at[:10]), rubrics=rubrics_of(results))
    first = tables.units(results)
    units = Table(first.as_table().columns, first.as_table().rows, note=first.note + "\n" + version)
    third = tables.problems(results)
    problems = Table(third.as_table().columns, third.as_table().rows, note=third.note)
    made = [
        (wording.say("annex.units", year=results.year), units),
        (wording.say("annex.problems", year=results.year), problems),
    ]
    excellent = [one for one in say.main_sheets(results) if one.grade == "excellent"]
    if excellent:
        made.append((wording.say("annex.excellent"), excellent_table(results, excellent)))
    if entries:
        made.append((wording.say("annex.entries"), entries_table(results, entries)))
    return made


def rubrics_of(results: Results) -> str:
    """Titles and short digests of the rubrics used, so that a figure can be computed again."""
    used = {one.rubric: one.rubric_title for one in results.dossiers}
    return "、".join(f"{title}（{digest[:8]}）" for digest, title in used.items())


def excellent_table(results: Results, dossiers: Sequence[DossierResult]) -> Table:
    """Model dossiers: unit, case number, cause, score; no names."""
    ranked = sorted(dossiers, key=lambda one: one.score or 0, reverse=True)
    rows = tuple(
        (
            str(number),
            say.unit_name(results, one.unit),
            say.case_no(one),
            say.masked(one.cause) or "—",
            say.score(one.score),
        )
        for number, one in enumerate(ranked, 1)
    )
    columns = (
        Column("序号", 1.3), Column("单位", 4.2, "left"), Column("案号", 5.3, "left"), Column("案由", 6, "left"),
        Column("得分", 1.5),
    )  # fmt: skip
    return Table(columns, rows)


def entries_table(results: Results, entries: Sequence[Entry]) -> Table:
    """The rectification list: what, where, how and until when."""
    rows = tuple(
        (str(number), say.unit_name(results, one.unit), say.named(say.item_title(results, one.item), one.problem), "\n".join(one.case_numbers),
         say.masked(one.measure), one.responsible, say.day(one.deadline))
        for number, one in enumerate(entries, 1)
    )  # fmt: skip
    columns = (
        Column("序号", 1.3), Column("单位", 3, "left"), Column("问题", 4, "left"), Column("案号", 3.6, "left"),
        Column("整改措施", 4, "left"), Column("责任单位（人）", 2.1), Column("时限", 2.4),
    )  # fmt: skip
    return Table(columns, rows)
