"""What is looked at before a notice is printed: sums, places, personal data, dates, annexes, evidence, characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from casereview.checks import calendar
from casereview.documents import fonts, layout
from casereview.documents.fonts import Face
from casereview.documents.model import AnnexList, AnnexPage, Document, Masthead, Title, texts
from casereview.notices import say
from casereview.notices.say import Issue
from casereview.results.model import Results

_PLACE = re.compile(r"\{[^{}]*\}|【[^】]*待填[^】]*】|×{3,}")
_NUMBER = re.compile(r"^[\u4e00-\u9fff]+〔\d{4}〕[1-9]\d*号$")  # GB/T 9704-2012, 7.2.5
_MOST_TITLE_LINES = 3
_FEWEST_TO_RANK = 3  # dossiers of a unit


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: a code of `[notice_problem]` with its parameters. grave: the notice is not fit to print."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    grave: bool = True


def read(document: Document, issue: Issue, results: Results | None = None, today: date | None = None) -> list[Problem]:
    """Every problem of a notice before it is printed. `today` holds the date of issue against the calendar."""
    found = [*_places(document), *_personal(document), *_characters(document), *_head(document), *_annexes(document)]
    found += _dates(issue, today)
    if results is not None:
        found += [*sums(results), *_evidence(results), *_after_results(issue, results)]
    return found


def grave(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.grave]


def _places(document: Document) -> Iterator[Problem]:
    for text in texts(document):
        for place in _PLACE.findall(text):
            yield Problem("placeholder", {"text": text[:20], "place": place})


def _personal(document: Document) -> Iterator[Problem]:
    for text in texts(document):
        for number in say.unmasked(text):
            yield Problem("unmasked", {"text": text[:20], "found": number[:4] + "…"})


def _characters(document: Document) -> Iterator[Problem]:
    lacking = fonts.missing("".join(texts(document)), Face.FANGSONG)
    if lacking:
        yield Problem("missing-glyph", {"characters": "、".join(f"{c}（U+{ord(c):04X}）" for c in lacking)})


def _head(document: Document) -> Iterator[Problem]:
    for block in document.blocks:
        if isinstance(block, Title):
            size = layout.STYLES[document.profile]["title"].size
            lines = len(layout.title_lines(block.text, layout.body_width(document.profile, document.landscape) / size))
            if lines > _MOST_TITLE_LINES:
                yield Problem("title-long", {"lines": lines}, grave=False)
        if isinstance(block, Masthead) and not _NUMBER.match(block.number):
            empty = "　" in block.number
            yield Problem("number-empty" if empty else "number-pattern", {"number": block.number}, grave=not empty)


def _annexes(document: Document) -> Iterator[Problem]:
    named = sum(len(block.names) for block in document.blocks if isinstance(block, AnnexList))
    attached = sum(isinstance(block, AnnexPage) for block in document.blocks)
    if named != attached:
        yield Problem("annexes", {"named": named, "attached": attached})


def _dates(issue: Issue, today: date | None) -> Iterator[Problem]:
    if today is not None and issue.issued > today:
        yield Problem("issued-future", {"issued": say.day(issue.issued)})
    if issue.deadline is None:
        return
    about: dict[str, object] = {"deadline": say.day(issue.deadline), "issued": say.day(issue.issued)}
    if issue.deadline <= issue.issued:
        yield Problem("deadline-order", about)
    working = calendar.shipped()
    if issue.deadline.year in working.years and not working.is_workday(issue.deadline):
        yield Problem("deadline-off", about, grave=False)


def _after_results(issue: Issue, results: Results) -> Iterator[Problem]:
    frozen = date.fromisoformat(results.at[:10])
    if issue.issued < frozen:
        yield Problem("issued-before-results", {"issued": say.day(issue.issued), "at": say.day(frozen)})


def sums(results: Results) -> Iterator[Problem]:
    """Σ grades = scored, of the whole and of each unit; Σ units = the whole; ranks follow the means."""
    total = sum(results.grades.values())
    if total != results.scored:
        yield Problem("grades-sum", {"sum": total, "scored": results.scored})
    by_unit = sum(unit.scored for unit in results.units)
    if by_unit != results.scored:
        yield Problem("unit-sum", {"sum": by_unit, "scored": results.scored})
    for unit in results.units:
        own = sum(unit.grades.values())
        if own != unit.scored:
            yield Problem("unit-grades", {"unit": unit.name, "sum": own, "scored": unit.scored})
    yield from _ranks(results)


def _ranks(results: Results) -> Iterator[Problem]:
    ranked = [unit for unit in results.units if unit.scored >= _FEWEST_TO_RANK and unit.mean is not None]
    ranked.sort(key=lambda unit: -(unit.mean or 0))
    should: dict[str, int] = {}
    place = 1
    for _, group in groupby(ranked, key=lambda unit: unit.mean):
        tied = list(group)
        should |= {unit.unit: place for unit in tied}
        place += len(tied)
    for unit in results.units:
        if unit.rank != should.get(unit.unit):
            right = should.get(unit.unit)
            yield Problem("rank", {"unit": unit.name, "is": unit.rank or "—", "should": right or "—"})


def _evidence(results: Results) -> Iterator[Problem]:
    for one in results.dossiers:
        for lost in one.lost:
            if not lost.evidence:
                yield Problem("no-evidence", {"case": one.case_no, "text": lost.text}, grave=False)
