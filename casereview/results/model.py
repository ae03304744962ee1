"""Frozen figures. Every number of a notice comes from here."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from casereview.rubric.model import Frozen

FROZEN = "results.frozen"  # subject: the campaign; payload: results and their digest


class Lost(Frozen):
    """One deduction that stands. evidence in words ("决定书 第12页 …"), basis and system of its item."""

    item: str
    item_title: str
    deduction: str
    text: str
    category: str
    severity: str
    count: int
    points: Decimal
    system: str
    basis: str = ""
    evidence: str = ""
    note: str = ""
    outcome: str = ""


class ItemResult(Frozen):
    item: str
    title: str
    section: str
    position: str
    points: Decimal
    earned: Decimal
    state: str
    system: str
    level: str = ""  # of an item judged by levels: the one that holds


class Adjusted(Frozen):
    """What a section's cap, floor, gate or weight made of its items: code of `[trace]` with its parameters, exact values in words."""

    code: str
    parameters: dict[str, str] = Field(default_factory=dict)


class DossierResult(Frozen):
    """The final sheet of one dossier. score None: not scored, left out of means. exact is a fraction "p/q"."""

    dossier: str
    unit: str
    case_no: str
    cause: str
    party_masked: str
    procedure: str
    rubric: str
    rubric_title: str
    score: Decimal | None
    exact: str | None
    grade: str
    vetoes: tuple[str, ...] = ()
    bonus: Decimal = Decimal(0)
    items: tuple[ItemResult, ...] = ()
    lost: tuple[Lost, ...] = ()
    strengths: tuple[str, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    readers: dict[str, str] = Field(default_factory=dict)  # reader -> their own score, for table 2
    main: bool = True  # False: a system rubric that reports beside


class UnitSheet(Frozen):
    """A rubric's items that judge the unit itself, joined with the mean of its dossiers by their points.

    own  the unit's part alone, rescaled to full marks; score, exact and grade are of both parts together
    """

    rubric: str
    rubric_title: str
    own: str | None
    exact: str | None
    score: Decimal | None
    grade: str
    vetoes: tuple[str, ...] = ()
    bonus: Decimal = Decimal(0)
    items: tuple[ItemResult, ...] = ()
    lost: tuple[Lost, ...] = ()


class UnitResult(Frozen):
    """One unit. mean to two places, of the printed scores.

    rank     None: fewer than 3 scored dossiers are listed and not ranked; ties share a rank (1, 2, 2, 4)
    systems  score rate in percent by system, None where nothing of it applied
    """

    unit: str
    name: str
    dossiers: int
    scored: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    grades: dict[str, int]
    vetoed: int
    rank: int | None
    systems: dict[str, Decimal | None]
    sheets: tuple[UnitSheet, ...] = ()


class Problem(Frozen):
    """A deduction over all dossiers: how many dossiers (k of n), occurrences, points, units, and the dossiers themselves."""

    item: str
    deduction: str
    text: str
    category: str
    system: str
    basis: str
    severity: Literal["major", "minor"]
    dossiers: tuple[str, ...]
    units: tuple[str, ...]
    occurrences: int
    points: Decimal
    rubric: str = ""


class Results(Frozen):
    """All figures of a campaign at one moment; `digest` in the event names it. Σ grades = scored dossiers.

    dossiers  one for each dossier and rubric: those that grade (`main`) and those that report beside
    problems  by number of dossiers, the most first; rubrics: digest -> frozen content
    packs     kind/name -> hash of the version of each data pack that the campaign froze; they enter no figure
    """

    campaign: str
    title: str
    year: int
    at: str
    reviewed: int
    scored: int
    mean: Decimal | None
    median: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    grades: dict[str, int]
    units: tuple[UnitResult, ...]
    dossiers: tuple[DossierResult, ...]
    problems: tuple[Problem, ...]
    systems: dict[str, Decimal | None]
    rubrics: dict[str, str]
    members: int = 0
    packs: dict[str, str] = Field(default_factory=dict)
