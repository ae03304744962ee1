"""Across dossiers: the same officer at two places at once (R-P03), the same act fined twice (R-D17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import product

from casereview.checks.model import Act, Elsewhere, Fined
from casereview.checks.rules import VETO, WARN, Answers, rule, say
from casereview.checks.values import Unread, as_moment, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact, Paper, Reading
from casereview.text import fold

_TIMED = {"F02": "inquiry", "F03": "scene", "F04": "scene"}


def acts_of(reading: Reading, dossier: str, name: str, unit: str) -> list[Act]:
    """The records of a dossier that are timed to the minute, with those who made them."""
    by_paper: dict[str, list[Fact]] = defaultdict(list)
    for fact in reading.facts:
        by_paper[fact.paper].append(fact)
    found = (_act(paper, by_paper[paper.id], dossier, name, unit) for paper in reading.papers if paper.form in _TIMED)
    return [act for act in found if act]


def _act(paper: Paper, facts: Iterable[Fact], dossier: str, name: str, unit: str) -> Act | None:
    times = {f.name: str(f.value) for f in facts if not is_weak(f) and f.name.startswith(_TIMED[paper.form])}
    start, end = times.get(f"{_TIMED[paper.form]}.start", ""), times.get(f"{_TIMED[paper.form]}.end", "")
    people = {who(f, unit) for f in facts if f.name == "officer" and not is_weak(f)}
    if len(start) > 10 and len(end) > 10 and people:
        return Act(dossier, name, paper.title, start, end, frozenset(people), paper.id)
    return None


def who(fact: Fact, unit: str) -> str:
    """An officer across dossiers: by certificate number, else by name within the unit."""
    value = fact.value if isinstance(fact.value, dict) else {"name": fact.value}
    return fold(str(value.get("cert_no") or "")) or f"{unit}/{fold(str(value.get('name', '')))}"


def fine_of(reading: Reading, dossier: str, name: str) -> Fined | None:
    """What a dossier fines, or None where party, day or cause was not read."""
    first: dict[str, str] = {}
    for fact in reading.facts:
        if not is_weak(fact):
            first.setdefault(fact.name, str(fact.value))
    day = (first.get("found_at") or first.get("scene.start") or "")[:10]
    party, cause = fold(first.get("party.name", "")), fold(first.get("cause", ""))
    if not (party and cause and day and first.get("decision.amount")):
        return None
    number = fold(first.get("decision.no") or first.get("case_no") or "")
    return Fined(dossier, name, party, fold(first.get("vehicle_plate", "")), day, cause, number)


class Index:
    """Acts and fines of many dossiers, found by officer and day, or by party and day. Filled once a check."""

    def __init__(self) -> None:
        self._acts: dict[tuple[str, str], list[Act]] = defaultdict(list)
        self._fines: dict[tuple[str, str], list[Fined]] = defaultdict(list)
        self._numbers: dict[str, list[Fined]] = defaultdict(list)

    def add(self, acts: Iterable[Act], fine: Fined | None) -> None:
        for act in acts:
            for officer in act.officers:
                self._acts[officer, act.start[:10]].append(act)
        if fine:
            self._fines[fine.party, fine.day].append(fine)
            if fine.number:
                self._numbers[fine.number].append(fine)

    def near(self, dossier: str, acts: Iterable[Act], fine: Fined | None) -> Elsewhere:
        """What other dossiers hold on the same days of the same people."""
        found: Mapping[Act, None] = {
            other: None
            for act in acts
            for officer in act.officers
            for other in self._acts[officer, act.start[:10]]
            if other.dossier != dossier
        }
        fines = [other for other in self._fines[fine.party, fine.day] if other.dossier != dossier] if fine else []
        numbers = [other for other in self._numbers.get(fine.number, ()) if _another(fine, other)] if fine else []
        return Elsewhere(tuple(found), tuple(fines), tuple(numbers))


def clashes(v: View) -> list[tuple[Act, Act, int]]:
    """Own act, act of another dossier, minutes in which one officer stands in both."""
    if v.case.elsewhere is None:
        return []
    unit = getattr(getattr(v.unit, "unit", None), "id", "")
    own = acts_of(v.case.reading, "", "", unit)
    found = []
    for act, other in product(own, v.case.elsewhere.acts):
        minutes = (min(_end(act), _end(other)) - max(as_moment(act.start), as_moment(other.start))).total_seconds() / 60
        if minutes > 0 and act.officers & other.officers:
            found.append((act, other, int(minutes)))
    return found


def _end(act: Act) -> datetime:
    return as_moment(act.end)


def same_number(v: View) -> list[Fined]:
    """Other cases under the number of this one: another party, another day. The same case taken in twice is none of them."""
    own = fine_of(v.case.reading, "", "")
    if own is None or not own.number or v.case.elsewhere is None:
        return []
    return [other for other in v.case.elsewhere.numbers if _another(own, other)]


def _another(one: Fined, other: Fined) -> bool:
    """Whether two fines are surely of two cases."""
    return one.party != other.party and one.day != other.day


@rule("R-D17", VETO, "penalty:29", suspected=WARN)
def the_same_act_is_not_fined_twice(v: View) -> Answers:
    if v.case.elsewhere is None:
        raise Unread("batch", "decision.amount")
    own = fine_of(v.case.reading, "", "")
    if own is None:
        raise Unread("absent", "party.name", "found_at", "cause")
    same = [
        f
        for f in v.case.elsewhere.fines
        if f.cause == own.cause and (not f.plate or not own.plate or f.plate == own.plate)
    ]
    for other in same:
        yield say("suspected", *v.facts("decision.amount")[:1], other=other.name, day=other.day)
    if not same:
        yield say("ok", *v.facts("decision.amount")[:1])
