"""回头看通报: how far the rectification has come, unit by unit, from the ledger on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from casereview import words
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
from casereview.ledger.entries import overdue
from casereview.ledger.model import Entry, LedgerState
from casereview.notices import say
from casereview.notices.circular import imprint
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.panel.model import Campaign

_STATES = (
    LedgerState.CLOSED, LedgerState.TO_VERIFY, LedgerState.WORKING, LedgerState.OPEN, LedgerState.RETURNED,
)  # fmt: skip
_WIDTHS = (1.3, 5, 1.6, 1.6, 1.6, 1.6, 1.6, 1.3, 1.3, 1.9)


def compose(
    campaign: Campaign, entries: Sequence[Entry], names: Mapping[str, str], issue: Issue, wording: Wording
) -> Document:
    """The report on the day of issue, which is also the day that overdue is counted on. names: units by id."""
    title = wording.say("title", body=issue.body, year=campaign.year)
    late = [entry for entry in entries if overdue(entry, issue.issued)]
    parts: list[tuple[str, list[Block]]] = [
        ("done", [Paragraph(_progress(entries, late, wording)), _table(entries, names, issue, wording)]),
        ("found", _found(entries, names, wording)),
        ("late", [Paragraph(f"{n}.{_late(entry, names, wording)}") for n, entry in enumerate(late, 1)]),
        ("demands", [Paragraph(text) for text in wording.say_all("demands.texts")]),
    ]
    lead = wording.say("lead.text", title=campaign.title, body=issue.body, on=say.day(issue.issued))
    blocks: list[Block] = [
        Masthead(wording.say("masthead", body=issue.body), issue.number_or_room),
        Title(title),
        Addressee(wording.say("addressee")),
        Paragraph(lead),
    ]
    for number, (key, content) in enumerate(((k, c) for k, c in parts if c), 1):
        blocks += [Heading(1, f"{say.numeral(number)}、{wording.say(f'{key}.heading')}"), *content]
    blocks += [Signature(issue.body, say.day(issue.issued)), imprint(issue, wording)]
    return Document(Profile.OFFICIAL, title.replace("|", ""), tuple(blocks), author=issue.body)


def _progress(entries: Sequence[Entry], late: Sequence[Entry], wording: Wording) -> str:
    closed = sum(entry.state is LedgerState.CLOSED for entry in entries)
    return wording.say(
        "done.text",
        total=len(entries),
        closed=closed,
        rate=say.share(closed, len(entries)),
        left=len(entries) - closed,
        overdue=len(late),
    )


def _table(entries: Sequence[Entry], names: Mapping[str, str], issue: Issue, wording: Wording) -> Table:
    rows = []
    for number, unit in enumerate(dict.fromkeys(entry.unit for entry in entries), 1):
        own = [entry for entry in entries if entry.unit == unit]
        counts = Counter(entry.state for entry in own)
        late = sum(overdue(entry, issue.issued) for entry in own)
        states = tuple(str(counts[state]) for state in _STATES)
        share = say.share(counts[LedgerState.CLOSED], len(own))
        rows.append((str(number), names.get(unit, unit), str(len(own)), *states, str(late), share))
    titles = wording.texts["done.columns"]
    columns = tuple(
        Column(title, width, "left" if place == 1 else "center")
        for place, (title, width) in enumerate(zip(titles, _WIDTHS))
    )
    return Table(columns, tuple(rows), caption=wording.say("done.caption"))


def _found(entries: Sequence[Entry], names: Mapping[str, str], wording: Wording) -> list[Block]:
    seen = [entry for entry in entries if entry.follow_up]
    if not seen:
        return [Paragraph(wording.say("found.none"))]
    said = [
        wording.say(
            "found.one",
            unit=names.get(entry.unit, entry.unit),
            problem=say.masked(entry.problem),
            result=say.masked(entry.follow_up).rstrip("。"),
        )
        for entry in seen
    ]
    lead = Paragraph(wording.say("found.text", count=len(seen)))
    return [lead, *(Paragraph(f"{number}.{text}") for number, text in enumerate(said, 1))]


def _late(entry: Entry, names: Mapping[str, str], wording: Wording) -> str:
    return wording.say(
        "late.one",
        unit=names.get(entry.unit, entry.unit),
        problem=say.masked(entry.problem),
        deadline=say.day(entry.deadline),
        state=words.render(f"ledger_state.{entry.state}"),
    )
