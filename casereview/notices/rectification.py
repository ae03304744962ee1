"""整改通知书: what one unit must put right, until when, and what it must not do (补作, 倒签)."""

from __future__ import annotations

from collections.abc import Sequence

from casereview.documents.model import (
    Addressee,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Profile,
    Row,
    Signature,
    Table,
    Title,
)
from casereview.ledger.entries import measure_of
from casereview.ledger.model import Entry
from casereview.notices import say, tables
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.results.model import Results, UnitResult

_COLUMNS = (
    Column("序号", 1.5), Column("案号", 6.1, "left"), Column("问题", 4.8, "left"), Column("依据", 3.3, "left"),
    Column("程度", 1.6), Column("整改要求", 4.2, "left"), Column("时限", 2.6),
)  # fmt: skip


def compose(
    results: Results, issue: Issue, wording: Wording, unit: UnitResult, entries: Sequence[Entry] = ()
) -> Document:
    """The order to one unit. Its list is the ledger's where the unit has entries, else the results' own."""
    rows = _from_entries(results, entries, issue, wording) if entries else _from_results(results, issue, wording, unit)
    affected = {d for entry in entries for d in entry.dossiers} if entries else _affected(results, unit)
    title = wording.say("title")
    number = issue.number or wording.say("number", short=issue.organ_code, year=issue.issued.year)
    blocks: list[Block] = [
        Title(title),
        Paragraph(number, indent=False, align="center"),
        Addressee(wording.say("addressee", unit=unit.name)),
        Heading(1, f"一、{wording.say('overview.heading')}"),
        Paragraph(_overview(results, unit, wording, len(rows), len(affected))),
        Heading(1, f"二、{wording.say('list.heading')}"),
        Table(_COLUMNS, tuple(rows), size=9.5) if rows else Paragraph(wording.say("list.none")),
        Heading(1, f"三、{wording.say('kinds.heading')}"),
        *_kinds(wording),
        Heading(1, f"四、{wording.say('limit.heading')}"),
        Paragraph(_limit(issue, wording)),
        Paragraph(wording.say("objection.text")),
        Heading(1, f"五、{wording.say('consequence.heading')}"),
        Paragraph(wording.say("consequence.text")),
        Signature(issue.body, say.day(issue.issued)),
        _receipt(unit, wording),
    ]
    name = f"{title.replace('|', '')} {unit.name}"
    return Document(Profile.LETTER, name, tuple(blocks), author=issue.body)


def _overview(results: Results, unit: UnitResult, wording: Wording, problems: int, affected: int) -> str:
    return wording.say(
        "overview.text",
        title=results.title,
        dossiers=unit.scored,
        mean=say.score(unit.mean),
        excellent=unit.grades.get("excellent", 0),
        good=unit.grades.get("good", 0),
        passed=unit.grades.get("pass", 0),
        fail=unit.grades.get("fail", 0),
        problems=problems,
        affected=affected,
    )


def _affected(results: Results, unit: UnitResult) -> set[str]:
    return {one.dossier for one in results.dossiers if one.unit == unit.unit and one.lost}


def _from_entries(results: Results, entries: Sequence[Entry], issue: Issue, wording: Wording) -> list[Row]:
    rows: list[Row] = []
    for number, entry in enumerate(entries, 1):
        demand = say.masked(entry.measure) or wording.say(f"demand.{entry.measure_kind.value}")
        limit = say.day(entry.deadline) or (say.day(issue.deadline) if issue.deadline else "—")
        rows.append(
            (str(number), "\n".join(entry.case_numbers), say.named(say.item_title(results, entry.item), entry.problem), entry.basis or "—",
             say.severity(entry.severity), demand, limit)
        )  # fmt: skip
    return rows


def _from_results(results: Results, issue: Issue, wording: Wording, unit: UnitResult) -> list[Row]:
    numbers = {one.dossier: say.case_no(one) for one in results.dossiers if one.unit == unit.unit}
    limit = say.day(issue.deadline) if issue.deadline else "—"
    rows = _vetoed(results, wording, numbers, unit, limit)
    own = [problem for problem in results.problems if unit.unit in problem.units]
    own.sort(key=lambda problem: (problem.severity != "major", -len(problem.dossiers)))
    return rows + [
        (str(number), "\n".join(numbers[d] for d in problem.dossiers if d in numbers), say.problem(results, problem),
         problem.basis or "—", say.severity(problem.severity), wording.say(f"demand.{measure_of(problem.category, problem.severity).value}"), limit)
        for number, problem in enumerate(own, len(rows) + 1)
    ]  # fmt: skip


def _vetoed(results: Results, wording: Wording, numbers: dict[str, str], unit: UnitResult, limit: str) -> list[Row]:
    """A row for each veto that stands: what it was, and that it is put right by the legal procedure only."""
    touched: dict[str, list[str]] = {}
    for one in results.dossiers:
        for veto in one.vetoes if one.unit == unit.unit else ():
            touched.setdefault(tables.veto_title(one, veto, results), []).append(numbers[one.dossier])
    return [
        (
            str(number),
            "\n".join(cases),
            say.masked(title),
            "—",
            say.severity("veto"),
            wording.say("demand.remedy"),
            limit,
        )
        for number, (title, cases) in enumerate(touched.items(), 1)
    ]


def _kinds(wording: Wording) -> list[Block]:
    texts = [*wording.say_all("kinds.texts"), wording.say("kinds.warning")]
    return [Paragraph(f"（{say.numeral(number)}）{text}") for number, text in enumerate(texts, 1)]


def _limit(issue: Issue, wording: Wording) -> str:
    if issue.deadline:
        return wording.say("limit.text", deadline=say.day(issue.deadline))
    return wording.say("limit.text_without_deadline")


def _receipt(unit: UnitResult, wording: Wording) -> Table:
    def label(key: str) -> Cell:
        return Cell(wording.say(f"receipt.{key}"), label=True)

    columns = (Column("", 3), Column("", 6, "left"), Column("", 3), Column("", 5, "left"))
    rows: tuple[Row, ...] = (
        (label("unit"), unit.name, label("copies"), wording.say("receipt.copies_text")),
        (label("signer"), "", label("date"), wording.say("receipt.date_room")),
    )
    return Table(columns, rows, caption=wording.say("receipt.heading"), high=9, whole=True)
