"""What a reader (评查员) says of a dossier. Each mark is an event; a sheet is computed from the marks, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from casereview.dossier.model import Place
from casereview.rubric.model import Frozen

# Kinds of event of this room; the subject is the dossier (or the unit, for unit items).
MARK = "mark.set"
WITHDRAWN = "mark.withdrawn"
SEALED = "sheet.sealed"
REOPENED = "sheet.reopened"


class MarkKind(StrEnum):
    DEDUCT = "deduct"
    FULL = "full"  # full marks: looked at, nothing found
    NOT_APPLICABLE = "not_applicable"
    VETO = "veto"
    BONUS = "bonus"
    STRENGTH = "strength"  # 亮点
    FLAG = "flag"  # 请组长看


class Seen(Frozen):
    """Evidence of a mark: a place on a page, or that something was not found in the papers and pages searched.

    kind "place": file, page (in the file, from 1), box as [x0, y0, x1, y1] in points or None for the whole page; text: the words there
                 papers: of a document of a unit its name; of a dossier's page nothing
    kind "not_found": papers and pages searched (dossier pages), terms looked for
    """

    kind: Literal["place", "not_found"] = "place"
    file: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    dossier_page: int = 0
    text: str = ""
    papers: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()


class MarkPayload(Frozen):
    """The payload of `mark.set`. rubric is the digest of its content; item an item, veto or bonus id.

    count   occurrences (each), steps (step); 1 for once
    points  bonus points awarded, or None
    reason  of not applicable, from the rubric's list
    outcome the check's outcome that proposed it, "" if the reader found it
    """

    campaign: str
    dossier: str
    rubric: str
    kind: MarkKind
    item: str
    deduction: str = ""
    count: Annotated[int, Field(ge=1, le=9999)] = 1
    points: Decimal | None = None
    note: str = ""
    reason: str = ""
    evidence: tuple[Seen, ...] = ()
    outcome: str = ""


class SealPayload(Frozen):
    """The payload of `sheet.sealed`: the marks it saw, and the digest of them with the rubric."""

    campaign: str
    dossier: str
    rubric: str
    marks: tuple[str, ...]
    digest: str
    score: str
    grade: str


class WithdrawnPayload(Frozen):
    """The payload of `mark.withdrawn`; the event replaces the marks."""

    marks: tuple[str, ...]
    reason: str = ""


class ReopenPayload(Frozen):
    """The payload of `sheet.reopened`; the event replaces the seal of `reader`."""

    campaign: str
    dossier: str
    rubric: str
    reader: str
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a case when one asks whether an item applies. What it does not say is unknown.

    procedure  "general" "summary" … or None
    forms      codes of forms that are there; facts: names of facts that were read
    flags      yes or no where it is settled; a flag not in it is unknown
    complete   nothing is missing (a catalogue or a person says so): only then does absence mean no
    values     name of a plain fact -> what every reading of it says
    """

    procedure: str | None = None
    forms: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    flags: Mapping[str, bool] = field(default_factory=dict)
    complete: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A current mark: the event's id, reader and time with what it says."""

    id: str
    reader: str
    at: str
    said: MarkPayload


@dataclass(frozen=True, slots=True)
class Past:
    """A mark of one's own history: whether it stands, and when it was withdrawn or replaced ("" while it was not)."""

    mark: Mark
    stands: bool
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a sheet. state: "open" "marked" "not_applicable" "conflict" (two current values) "inapplicable" (by its condition)."""

    item: str
    points: Decimal
    earned: Decimal
    state: str
    lost: tuple[tuple[str, int, Decimal], ...] = ()  # deduction, count, points after its cap
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic trace: code of `[trace]` in words with parameters, and the running value."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    value: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet (评查表) of one reader, or of the panel. score is None where nothing applies ("not scored") .

    exact   before rounding; vetoes: ids of vetoes that stand; proposed: marked by one person only
    graded  the grade's code, "" where not scored
    """

    dossier: str
    rubric: str
    reader: str
    lines: tuple[Line, ...]
    exact: Fraction | None
    score: Decimal | None
    full: Decimal
    graded: str
    vetoes: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    bonus: Decimal = Decimal(0)
    trace: tuple[Step, ...] = ()
    strengths: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    sealed: bool = False

    @property
    def open(self) -> tuple[str, ...]:
        """Items that still need a mark."""
        return tuple(line.item for line in self.lines if line.state in ("open", "conflict"))

    def line(self, item: str) -> Line:
        """Raises KeyError for an item the sheet does not have."""
        for line in self.lines:
            if line.item == item:
                return line
        raise KeyError(item)


def place_seen(place: Place, dossier_page: int, text: str = "") -> Seen:
    """A place on a page as evidence."""
    box = place.box
    return Seen(
        file=place.file,
        page=place.page,
        box=(round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)) if box else None,
        dossier_page=dossier_page,
        text=text,
    )
