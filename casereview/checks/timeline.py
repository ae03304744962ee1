"""The case as a line of time: filing, investigation, review, notice, hearing, decision, service, publicity, performance, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casereview.checks import calendar
from casereview.checks.calendar import NoCalendar
from casereview.checks.model import Evidence, Outcome, Verdict
from casereview.checks.values import as_day, is_weak, served_form
from casereview.dossier.model import Fact, Reading


@dataclass(frozen=True, slots=True)
class Step:
    """One step: facts that date it, forms whose service dates it, and the rules that limit its time."""

    name: str
    facts: tuple[str, ...]
    served: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


STEPS = (
    Step("found", ("found_at",), rules=("R-F05",)),
    Step("filing", ("filed_on",), rules=("R-F02", "R-F03")),
    Step("investigation", ("inquiry.start", "scene.start", "appraisal.end", "report_on"), rules=("R-E06", "R-E14", "R-P03")),
    Step("measure", ("measure.start_on", "measure.lifted_on"), ("F08",), ("R-C01", "R-C03", "R-C05", "R-C06", "R-C07")),
    Step("review", ("legal_review.finished_on", "discussion.held_on"), rules=("R-L02", "R-L04", "R-L05", "R-D02")),
    Step("notice", ("notice.made_on",), ("F11",), ("R-N01", "R-N13")),
    Step("hearing", ("hearing.held_on",), ("F12",), ("R-N06", "R-N07")),
    Step("decision", ("decision.made_on",), rules=("R-F06", "R-N03", "R-N08", "R-D12")),
    Step("service", (), ("F15", "F14"), ("R-S01", "R-S07")),
    Step("publicity", ("published.on",), rules=("R-G01", "R-G02", "R-G03")),
    Step("performance", ("paid_on", "court.applied_on"), ("F19",), ("R-X01", "R-X08", "R-X09")),
    Step("closing", ("closed_on", "archived_on"), rules=("R-A01", "R-A02")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the case. step: code of `[check.step]`.

    first, last  ISO dates of what was read of it, "" where nothing was; `disputed` when one fact has two values
    days         calendar days since the last day of the step before it, None without one
    workdays     the same in working days, None where a calendar is missing
    broken       outcomes of this step that fail or warn
    """

    step: str
    first: str = ""
    last: str = ""
    days: int | None = None
    workdays: int | None = None
    disputed: bool = False
    evidence: tuple[Evidence, ...] = ()
    broken: tuple[str, ...] = ()


def timeline(reading: Reading, outcomes: Sequence[Outcome] = ()) -> list[Moment]:
    """Every step in its usual order; one without a date stays in the line, empty."""
    titles = {paper.id: paper.title for paper in reading.papers}
    moments: list[Moment] = []
    before: date | None = None
    for step in STEPS:
        dated = _dated(step, reading)
        days = sorted(day for day, _ in dated)
        broken = tuple(
            o.outcome for o in outcomes if o.rule in step.rules and o.verdict in (Verdict.FAIL, Verdict.WARN)
        )
        moments.append(
            Moment(
                step.name,
                days[0].isoformat() if days else "",
                days[-1].isoformat() if days else "",
                (days[0] - before).days if days and before else None,
                workdays(before, days[0]) if days and before else None,
                _disputed(step, reading),
                tuple(Evidence(f.paper, titles.get(f.paper, ""), f.page, f.place, f.text, f.value) for _, f in dated),
                broken,
            )
        )
        before = days[-1] if days else before
    return moments


def _dated(step: Step, reading: Reading) -> list[tuple[date, Fact]]:
    facts = [(fact, fact.value) for fact in reading.facts_named(*step.facts)]
    facts += [
        (f, f.value.get("on")) for f in reading.facts_named("service") if step.served and served_form(f) in step.served
    ]
    found: list[tuple[date, Fact]] = []
    for fact, value in facts:
        if value and not is_weak(fact):
            try:
                found.append((as_day(value), fact))
            except ValueError:
                continue
    return found


def _disputed(step: Step, reading: Reading) -> bool:
    """Two values of one fact in one paper's name: a person has to say which holds."""
    single = [
        name
        for name in step.facts
        if name not in ("inquiry.start", "scene.start", "appraisal.end", "notice.made_on", "paid_on")
    ]
    return any(len({str(f.value)[:10] for f in reading.facts_named(name) if not is_weak(f)}) > 1 for name in single)


def workdays(start: date, end: date) -> int | None:
    """Working days from one day to another; None where no calendar covers them."""
    try:
        return calendar.shipped().workdays_between(start, end)
    except NoCalendar:
        return None
