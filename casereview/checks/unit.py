"""Rules on a unit's register and dated figures: R-U01 and on, one for every figure of the catalogue that names a rule.

The catalogue says what is asked for, by when and by which article; this file says how each kind of figure is judged. What
nobody recorded is unknown, never a failure. 提升行政执法质量三年行动工作方案(2024—2026年) and 国办发〔2018〕118号.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from casereview.checks.law import Packs
from casereview.checks.model import Evidence, Outcome, Severity, Verdict
from casereview.checks.rules import FAIL, PASS, WARN, Kind
from casereview.units.catalogue import FigureKind, FiguresPack
from casereview.units.measures import (
    Measured,
    certified,
    day_of,
    expected,
    head_counts,
    hours_of,
    measures,
    newest,
    officers,
)
from casereview.units.model import Person, Profile

CERTIFICATES, CERTIFICATES_BASIS = "R-U06", "penalty:42"


@dataclass(frozen=True, slots=True)
class Told:
    """What a judge says: the name of the outcome, the code of its sentence under `check.unit`, and what it looked at."""

    name: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a rule of a unit may look at."""

    profile: Profile
    today: date
    figures: FiguresPack


Judge = Callable[[Facts, FigureKind], Told]


@dataclass(frozen=True, slots=True)
class UnitRule:
    """`figure` is the figure of the catalogue that it judges; None for the rule on certificates, which needs none."""

    id: str
    severity: Severity
    figure: FigureKind | None
    judge: Callable[[Facts], Told]
    kinds: Mapping[str, Kind]


def rules_of(figures: FiguresPack) -> list[UnitRule]:
    """The rules that a catalogue asks for, and the one on certificates, in order."""
    made = [_rule(figure) for figure in figures.figures if figure.rule]
    table = _kinds(Severity.MAJOR, "expired")
    made.append(UnitRule(CERTIFICATES, Severity.MAJOR, None, _certificates, table))
    return sorted(made, key=lambda rule: rule.id)


def _rule(figure: FigureKind) -> UnitRule:
    judge = _SPECIAL.get(figure.name) or (_hours if figure.per_person else _date if figure.kind == "date" else _number)
    bad = {"by": "late", "at_most": "over"}.get(figure.towards, "short")
    return UnitRule(
        figure.rule, Severity.MINOR, figure, lambda facts: judge(facts, figure), _kinds(Severity.MINOR, bad)
    )


def _kinds(severity: Severity, bad: str) -> dict[str, Kind]:
    verdicts = {
        bad: FAIL,
        "unsure": WARN,
        "behind": WARN,
        "ok": PASS,
        "unknown": Verdict.UNKNOWN,
        "na": Verdict.NOT_APPLICABLE,
    }
    return {name: Kind(name, verdict, severity) for name, verdict in verdicts.items()}


def run(profile: Profile, today: date, packs: Packs) -> list[Outcome]:
    """The outcome of every rule on a unit. Pure."""
    facts = Facts(profile, today, packs.figures)
    return [_outcome(rule, rule.judge(facts), packs) for rule in rules_of(packs.figures)]


def _outcome(rule: UnitRule, told: Told, packs: Packs) -> Outcome:
    figure, kind = rule.figure, rule.kinds[told.name]
    parameters, code = {key: _plain(value) for key, value in told.parameters.items()}, f"unit.{told.code}"
    if figure is not None:
        parameters = {"figure": figure.name, "title": figure.title, "unit": _unit(figure), **parameters}
    if kind.verdict is FAIL and figure is not None and not figure.confirmed:
        parameters["then"], parameters["meant"] = code, f"{rule.id}.{told.name}"
        kind, code = rule.kinds["unsure"], "unit.unconfirmed"
    return Outcome(
        rule.id,
        f"{rule.id}.{kind.name}",
        kind.verdict,
        kind.severity,
        figure.article if figure is not None else packs.cite(CERTIFICATES_BASIS),
        code,
        parameters,
        (Evidence(title=told.source, text=told.source),) if told.source else (),
        f"turn.{told.turn}" if told.turn else "",
    )


def _unit(figure: FigureKind) -> str:
    return figure.unit or ("%" if figure.kind == "percent" else "")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Fraction, Decimal)):
        exact = Fraction(value)
        return str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.1f}"
    return value


def _unknown(reason: str, **parameters: Any) -> Told:
    return Told("unknown", f"unknown.{reason}", parameters, turn="figure")


# People


def _certificates(facts: Facts) -> Told:
    """Officers on duty without a certificate in force (行政处罚法 42条; 任务5)."""
    serving = [p for p in facts.profile.people if p.on_duty and "officer" in p.roles]
    without = [p for p in serving if p.certificates and not certified(p, facts.today)]
    unstated = [p for p in serving if not p.certificates]
    if without:
        people = _names(without, lambda p: max((c.valid_to for c in p.certificates if c.valid_to), default=""))
        return Told(
            "expired", "expired", {"people": people, "count": len(without), "all": len(serving)}, turn="register"
        )
    if unstated:
        return _unknown("no-certificate", people=_names(unstated), count=len(unstated))
    return _if_whole(facts, serving, Told("ok", "certified", {"all": len(serving)}))


def _hours(facts: Facts, figure: FigureKind) -> Told:
    """Each officer's hours against the least that is asked of a year."""
    people, least = officers(facts.profile, facts.today), figure.target or Decimal(0)
    known = [(person, hours) for person in people if (hours := hours_of(person, figure.name)) is not None]
    short = {person: hours for person, hours in known if hours < least}
    open_ = len(people) - len(known)
    if short:
        about = {
            "people": _names(list(short), lambda person: f"{short[person]:f}"),
            "count": len(short),
            "all": len(people),
            "share": Fraction(100 * len(short), len(people)),
            "least": least,
            "open": open_,
        }
        return Told("short", "hours_short_open" if open_ else "hours_short", about, turn="register")
    if open_:
        return _unknown("no-hours", count=open_, all=len(people))
    return _if_whole(facts, people, Told("ok", "hours", {"all": len(people), "least": least}))


def _if_whole(facts: Facts, people: list[Person], told: Told) -> Told:
    """A sound verdict on everybody needs a register that somebody has stated complete."""
    if not people or facts.profile.register_complete_on is None:
        return _unknown("register-open")
    return told


def _names(people: list[Person], also: Callable[[Person], object] | None = None) -> list[str]:
    return [f"{p.name} {also(p)}".strip() if also is not None else p.name for p in people]


# Shares with a due day


def _cameras(facts: Facts, figure: FigureKind) -> Told:
    return _by_share(facts, figure, head_counts(facts.profile, facts.today).get("cameras"))


def _reviewers(facts: Facts, figure: FigureKind) -> Told:
    return _by_share(facts, figure, head_counts(facts.profile, facts.today).get("legal_reviewers"))


def _by_share(facts: Facts, figure: FigureKind, part: Measured | None) -> Told:
    """A share of the officers, by heads where they are known: what is asked for is rounded up to a whole person."""
    whole = head_counts(facts.profile, facts.today).get("officers")
    recorded = newest(facts.profile, figure.name, facts.today)
    if recorded is not None or part is None or whole is None or not whole.value or part.on != whole.on:
        return _number(facts, figure)
    wanted, full = _wanted(facts, figure), Fraction(figure.target or 0)
    needed, in_the_end = ceil(wanted * whole.value / 100), ceil(full * whole.value / 100)
    about = {
        "on": part.on,
        "heads": part.value,
        "all": whole.value,
        "share": 100 * part.value / whole.value,
        "needed": needed,
        "target": full,
        "end": in_the_end,
        "due": figure.due or "",
    }
    source = part.source
    if part.value >= in_the_end:
        return Told("ok", "heads", about, source)
    if _is_due(facts, figure):
        return Told("short", "heads_short", about, source, "figure")
    behind = part.value < needed
    return Told("behind" if behind else "ok", "heads_behind" if behind else "heads_on_course", about, source)


def _is_due(facts: Facts, figure: FigureKind) -> bool:
    return figure.due is None or facts.today >= figure.due


def _wanted(facts: Facts, figure: FigureKind) -> Fraction:
    target = Fraction(figure.target or 0)
    if figure.due is None or figure.since is None:
        return target
    return expected(target, figure.since, figure.due, facts.today)


# Figures


def _number(facts: Facts, figure: FigureKind) -> Told:
    held = measures(facts.profile, facts.today, facts.figures).get(figure.name)
    written = newest(facts.profile, figure.name, facts.today)
    if held is None:
        return _unknown("unclear", value=written.value, on=written.on) if written else _unknown("not-recorded")
    target = Fraction(figure.target or 0)
    about = {"on": held.on, "value": held.value, "target": target, "due": figure.due or ""}
    if figure.towards == "at_most":
        name = "over" if held.value > target else "ok"
        return Told(name, name if name == "over" else "within", about, held.source, "figure" if name == "over" else "")
    if held.value >= target:
        return Told("ok", "reached", about, held.source)
    if figure.yearly:
        return _in_year(figure, held, about)
    if _is_due(facts, figure):
        return Told("short", "short", {**about, "gap": target - held.value}, held.source, "figure")
    wanted = _wanted(facts, figure)
    name = "behind" if held.value < wanted else "ok"
    return Told(name, "behind" if name == "behind" else "on_course", {**about, "wanted": wanted}, held.source)


def _in_year(figure: FigureKind, held: Measured, about: Mapping[str, Any]) -> Told:
    """So many times a year; a figure of the middle of a year is held to the months that were over."""
    last = held.on.month == 12 and held.on.day == 31
    months = 12 if last else held.on.month - (not _ends_month(held.on))
    wanted = Fraction(int(Fraction(figure.target or 0) * months / 12))
    about = {**about, "wanted": wanted, "months": months}
    if held.value >= wanted:
        return Told("ok", "in_year", about, held.source)
    code = "short" if last else "in_year_short"
    return Told("short", code, {**about, "gap": wanted - held.value}, held.source, "figure")


def _ends_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).month != day.month


def _date(facts: Facts, figure: FigureKind) -> Told:
    """Something that had to be done by a day; `value` is the day it was done."""
    assert figure.due is not None  # held by the catalogue
    written = newest(facts.profile, figure.name, facts.today)
    if written is None:
        if facts.today <= figure.due:
            return Told("na", "not_due", {"due": figure.due})
        return _unknown("not-recorded")
    done = day_of(written.value)
    if done is None:
        return _unknown("unclear", value=written.value, on=written.on)
    about = {"done": done, "due": figure.due, "late": max((done - figure.due).days, 0)}
    if about["late"]:
        return Told("late", "late", about, written.source, "figure")
    return Told("ok", "done", about, written.source)


_SPECIAL: Mapping[str, Judge] = {"camera_ratio": _cameras, "legal_reviewer_ratio": _reviewers}


def table(figures: FiguresPack) -> Iterator[tuple[str, str]]:
    """(rule, outcome) of every rule of a unit: for who writes rubrics."""
    for rule in rules_of(figures):
        for name in rule.kinds:
            yield rule.id, f"{rule.id}.{name}"
