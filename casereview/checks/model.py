"""The nouns of the pre-check. A kind of event: `verdict.judged`, subject the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from casereview.dossier.model import Place, Reading

JUDGED = "verdict.judged"


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    VETO = "veto"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule looked at: a paper, a dossier page (from 1) with its place, the words and the value read there."""

    paper: str = ""
    title: str = ""
    page: int = 0
    place: Place | None = None
    text: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Searched:
    """Pages that were looked through: of a paper by its title, or of the whole dossier where that is "". Pages count from 1."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer of one rule.

    rule       "R-S01"; outcome "R-S01.late" (a code under it; rubrics name outcomes)
    code       of `[check]` in words: the explanation; parameters fill it
    basis      law and article in words; would_turn: code of `[check]` that says what would turn it, or ""
    days       the day-by-day count of a time limit, as (date, counted?, why not) rows, or empty
    searched   where something was looked for that is not there, or that was looked through as a whole
    """

    rule: str
    outcome: str
    verdict: Verdict
    severity: Severity
    basis: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    would_turn: str = ""
    days: tuple[tuple[str, bool, str], ...] = ()
    searched: tuple[Searched, ...] = ()

    @property
    def meant(self) -> str:
        """What it says, or would say were it sure: where a failure was softened to a warning, the parameters name it."""
        return str(self.parameters.get("meant") or self.parameters.get("then") or self.outcome)


class Says(StrEnum):
    """What a person says of a verdict after looking at the papers."""

    ACCEPTED = "accepted"  # 属实
    REJECTED = "rejected"  # 不属实
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of one verdict of a dossier. outcome: what was `meant`; event: its id in the record."""

    dossier: str
    outcome: str
    says: Says
    note: str
    who: str
    at: str
    event: str

    @property
    def rule(self) -> str:
        return self.outcome.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a rule was right when it found fault, with the Wilson interval of 95 %. share None: nobody has judged it."""

    accepted: int
    rejected: int
    share: float | None
    low: float
    high: float

    @property
    def judged(self) -> int:
        return self.accepted + self.rejected


@dataclass(frozen=True, slots=True)
class Act:
    """A timed record of a dossier: who made it (certificate numbers, else unit and name), from when to when (ISO), on which paper."""

    dossier: str
    name: str
    title: str
    start: str
    end: str
    officers: frozenset[str]
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Fined:
    """A fine of a dossier: whom, with which vehicle, for an act of which day, for what, under which number ("" for none read)."""

    dossier: str
    name: str
    party: str
    plate: str
    day: str
    cause: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What stands in the other dossiers of the workspace near this one: same officers on the same day, same party, same number."""

    acts: tuple[Act, ...] = ()
    fines: tuple[Fined, ...] = ()
    numbers: tuple[Fined, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at; rules are pure functions of it and the packs.

    complete   a catalogue or a person states that nothing is missing: only then may absence fail
    unit       profile of the unit (officers, reviewers, figures …) as casereview.units gives it, or None
    today      date of the review (dates after it are suspicious)
    elsewhere  other dossiers of the workspace, or None where one dossier is looked at alone
    """

    reading: Reading
    today: date
    complete: bool = False
    unit: Any = None
    elsewhere: Elsewhere | None = None
