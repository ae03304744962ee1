"""A rubric. Points are exact decimals; a published version never changes: a correction is a new version."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Points = Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=2)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class System(StrEnum):
    """Which of the three systems (三项制度) an item belongs to; `general` is none of them."""

    PUBLICITY = "publicity"
    RECORDING = "recording"
    LEGAL_REVIEW = "legal_review"
    GENERAL = "general"


class Subject(StrEnum):
    DOSSIER = "dossier"
    UNIT = "unit"


class Applies(Frozen):
    """When an item applies. All stated conditions must hold; an unknown one leaves the item open.

    procedure  any of these
    facts      names of facts that must be there ("hearing.held_on")
    forms      forms of which at least one must be in the dossier
    flags      flags of the case: has_measure, major, hearing, paid, closed, offsite …
    note       the condition in words, shown to the reader
    """

    procedure: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    note: str = ""

    @property
    def always(self) -> bool:
        return not (self.procedure or self.facts or self.forms or self.flags or self.note)


class Step(Frozen):
    """Points per `size` of `measure` beyond `target`, e.g. 1 point per 5 percentage points below 100 %."""

    measure: str
    target: Decimal
    size: Annotated[Decimal, Field(gt=0)]


class Deduction(Frozen):
    """Why points are lost: exactly one of `once`, `each` and `step`.

    points    lost once, per occurrence, or per step
    each      the counter word: 处 份 次 项 人 件 卷 页
    cap       the most that this deduction takes
    category  subject substance procedure document filing …; severity veto major minor
    outcomes  outcomes of checks that may propose it ("R-S01.late")
    """

    id: str
    text: str
    category: str
    severity: Literal["major", "minor"]
    points: Annotated[Points, Field(gt=0)]
    once: bool = False
    each: str = ""
    step: Step | None = None
    cap: Points | None = None
    outcomes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if [self.once, bool(self.each), self.step is not None].count(True) != 1:
            raise ValueError("exactly one of once, each, step")
        return self


class Item(Frozen):
    """An item (评查项目). `documents` are form codes where to look; `where` the same in words."""

    id: str
    title: str
    requirement: str = ""
    basis: str = ""
    points: Annotated[Points, Field(gt=0)]
    subject: Subject = Subject.DOSSIER
    system: System | None = None  # None: that of the rubric
    applies: Applies = Applies()
    deductions: tuple[Deduction, ...] = ()
    documents: tuple[str, ...] = ()
    where: str = ""
    progress: str = (
        ""  # date-bound unit items: due date (ISO); before it the expected share is target × elapsed / total
    )


class Section(Frozen):
    """A section (一级指标) of items; points is the stated sum and must add up."""

    id: str
    title: str
    points: Points
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Veto(Frozen):
    """One-vote veto (一票否决). effect: void (score 0, fail) · fail (score stays, grade fail) · cap:GRADE."""

    id: str
    title: str
    basis: str = ""
    effect: Annotated[str, Field(pattern=r"^(void|fail|cap:[a-z]+)$")] = "fail"
    outcomes: tuple[str, ...] = ()
    note: str = ""


class Bonus(Frozen):
    """A bonus item (加分): at most `points`; proof in words."""

    id: str
    title: str
    points: Points
    proof: str = ""


class Grade(Frozen):
    """A grade: at least `at_least` points; `without` conditions: "serious_finding" "veto"."""

    code: Literal["excellent", "good", "pass", "fail"]
    title: str
    at_least: Points
    without: tuple[Literal["serious_finding", "veto"], ...] = ()


class Policies(Frozen):
    """not_applicable: `full` gives the item's points, `rescale` takes it out of both sums. places: of the final rounding, half up."""

    not_applicable: Literal["full", "rescale"] = "rescale"
    places: Annotated[int, Field(ge=0, le=2)] = 1
    bonus_cap: Points = Decimal(5)
    bonus_above_full: bool = False
    not_applicable_reasons: tuple[str, ...] = ()


class Rubric(Frozen):
    """A rubric file, validated. `code` + `version` name it; `digest` (of the content) is what a mark and a campaign hold."""

    code: str
    title: str
    version: str
    system: System = System.GENERAL
    model: Literal["deduct", "additive", "levels", "gate"] = "deduct"
    scope: tuple[Subject, ...] = (Subject.DOSSIER,)
    procedures: tuple[str, ...] = ()  # procedures it grades as main rubric; empty: reports beside
    full_marks: Points = Decimal(100)
    policies: Policies = Policies()
    grades: tuple[Grade, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    vetoes: tuple[Veto, ...] = ()
    bonus: tuple[Bonus, ...] = ()
    source: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def position(self, item: str) -> str:
        """The typed code: section and position, `2-3`. Raises KeyError for an unknown item."""
        for number, section in enumerate(self.sections, 1):
            for place, candidate in enumerate(section.items, 1):
                if candidate.id == item:
                    return f"{number}-{place}"
        raise KeyError(item)

    def at(self, code: str) -> Item | None:
        """The item of a typed code, or None."""
        for item in self.items:
            if self.position(item.id) == code:
                return item
        return None

    def item(self, item: str) -> Item:
        """Raises KeyError for an unknown item."""
        for candidate in self.items:
            if candidate.id == item:
                return candidate
        raise KeyError(item)

    @model_validator(mode="after")
    def _ids_once_and_points_add_up(self) -> Self:
        ids = [i.id for i in self.items] + [v.id for v in self.vetoes] + [b.id for b in self.bonus]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"repeated ids: {', '.join(twice)}")
        for section in self.sections:
            total = sum((item.points for item in section.items), Decimal(0))
            if total != section.points:
                raise ValueError(f"section {section.id}: the items add up to {total}, not {section.points}")
        total = sum((section.points for section in self.sections), Decimal(0))
        if total != self.full_marks:
            raise ValueError(f"the sections add up to {total}, not {self.full_marks}")
        return self
