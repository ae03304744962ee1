"""A rubric. Points are exact decimals; a published version never changes: a correction is a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from casereview.record import digest_of


def _plain(value: Decimal) -> Decimal:
    """6, 6.0 and 6.00 are one content: without trailing zeros, never in powers of ten."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


Number = Annotated[Decimal, AfterValidator(_plain)]
Points = Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=2), AfterValidator(_plain)]


Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Model = Literal["deduct", "additive", "levels", "gate"]
DEEPEST = 3  # levels of sections; the items are one more (一级 to 四级指标)


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
    values     name of a fact -> what it may say: {"domain": ["road"]} for a type of case
    note       the condition in words, shown to the reader
    """

    procedure: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    note: str = ""

    @property
    def always(self) -> bool:
        return not (self.procedure or self.facts or self.forms or self.flags or self.values or self.note)


class Step(Frozen):
    """Points per whole `size` of `measure` beyond `target`, e.g. 1 point per 5 percentage points below 100 %.

    towards  the side on which points are lost: "below" the target (a ratio) or "above" it (days late, a share of failures)
    """

    measure: str
    target: Number
    size: Annotated[Number, Field(gt=0)]
    towards: Literal["below", "above"] = "below"


class Deduction(Frozen):
    """Why points are lost: exactly one of `once`, `each` and `step`.

    points    lost once, per occurrence, or per step
    each      the counter word: 处 份 次 项 人 件 卷 页
    cap       the most that this deduction takes
    category  subject substance procedure document filing …; severity veto major minor
    outcomes  outcomes of checks that may propose it ("R-S01.late")
    level     of an item that is judged by levels (分档): what this one is called, 良; the points are what it stands below the best
    """

    id: str
    text: str = ""
    category: str
    severity: Literal["major", "minor"]
    points: Annotated[Points, Field(gt=0)]
    level: str = ""
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

    @property
    def named(self) -> str:
        """Its words, after the name of the level where it is one: 良：基本齐全."""
        return f"{self.level}\uff1a{self.text}" if self.level and self.text else self.level or self.text


class Item(Frozen):
    """An item (评查项目). `documents` are form codes where to look; `where` the same in words.

    best   what full marks are called (优) where the item is judged by levels: its deductions are the lower levels, one holds
    cap    the most that is lost at it, whatever its deductions add up to; floor: the least that stays
    """

    id: str
    title: str
    requirement: str = ""
    basis: str = ""
    points: Annotated[Points, Field(gt=0)]
    subject: Subject = Subject.DOSSIER
    system: System | None = None  # None: that of the rubric
    applies: Applies = Applies()
    deductions: tuple[Deduction, ...] = ()
    best: str = ""
    cap: Points | None = None
    floor: Points | None = None
    documents: tuple[str, ...] = ()
    where: str = ""
    # Date-bound items of a unit: due date and the day counting starts (ISO). Before the due date the
    # expected share of a target is target × elapsed / total days.
    progress: Day = ""
    progress_from: Day = ""


class Section(Frozen):
    """A node (一级、二级、三级指标) of items, of sections, or of both; points is the stated sum and must add up.

    model   how its items lose points; None: as the node above, or the rubric, says
    cap     the most that is lost in it (最多扣); floor: the least that stays of what applies in it (最低得分)
    gate    "section": any loss in it takes all of it; "whole": the whole score is 0 then (合法性)
    weight  what it counts in the sum above it, whatever its own points are: its share is weight × earned ÷ carried
    applies when it applies at all; stated conditions of an item come on top
    """

    id: str
    title: str
    points: Points
    model: Model | None = None
    applies: Applies = Applies()
    cap: Points | None = None
    floor: Points | None = None
    gate: Literal["", "section", "whole"] = ""
    weight: Annotated[Points, Field(gt=0)] | None = None
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def counts(self) -> Decimal:
        """What it counts in the sum above it."""
        return self.points if self.weight is None else self.weight

    @property
    def every(self) -> tuple[Item, ...]:
        """Its items and those of the sections in it, in order."""
        return self.items + tuple(item for part in self.sections for item in part.every)

    def walk(self, depth: int = 1) -> Iterator[tuple[int, Section]]:
        """Itself and every section in it, from the top down, with the level of each from 1."""
        yield depth, self
        for part in self.sections:
            yield from part.walk(depth + 1)


class Veto(Frozen):
    """One-vote veto (一票否决). effect: void (score 0, fail) · fail (score stays, grade fail) · cap:GRADE.

    outcomes  outcomes of checks that may propose it; none where `human` says that only people propose it
    """

    id: str
    title: str
    basis: str = ""
    effect: Annotated[str, Field(pattern=r"^(void|fail|cap:[a-z]+)$")] = "fail"
    outcomes: tuple[str, ...] = ()
    human: bool = False
    note: str = ""


class Bonus(Frozen):
    """A bonus item (加分): at most `points`; proof in words."""

    id: str
    title: str
    points: Points
    proof: str = ""


class Grade(Frozen):
    """A grade: at least `at_least` points; `without` conditions: "serious_finding" "veto".

    quota  the share of scored dossiers, in percent, that this grade should not exceed: shown beside results, never applied
    """

    code: Literal["excellent", "good", "pass", "fail"]
    title: str
    at_least: Points
    without: tuple[Literal["serious_finding", "veto"], ...] = ()
    quota: Annotated[Number, Field(gt=0, le=100)] | None = None


class Policies(Frozen):
    """not_applicable: `full` gives the item's points, `rescale` takes it out of both sums. places: of the final rounding, half up."""

    not_applicable: Literal["full", "rescale"] = "rescale"
    places: Annotated[int, Field(ge=0, le=2)] = 1
    rounding: Literal["half_up"] = "half_up"  # 四舍五入: there is no other, a file may say so
    bonus_cap: Points = Decimal(5)
    bonus_above_full: bool = False
    not_applicable_reasons: tuple[str, ...] = ()


class Rubric(Frozen):
    """A rubric file, validated. `code` + `version` name it; `digest` (of the content) is what a mark and a campaign hold.

    model       how an item loses points. deduct: the sum of its deductions · additive: the same, but an item nobody has
                looked at has earned nothing yet · levels: the heaviest deduction alone · gate: any deduction takes the item
    procedures  procedures it grades as main rubric; empty: it reports beside another
    applies     when the rubric as a whole applies; where it does not, nothing is scored
    effective_from, effective_until  first and last day on which it is used (ISO); "": no bound
    """

    code: str
    title: str
    version: str
    system: System = System.GENERAL
    model: Model = "deduct"
    scope: tuple[Subject, ...] = (Subject.DOSSIER,)
    procedures: tuple[str, ...] = ()
    applies: Applies = Applies()
    effective_from: Day = ""
    effective_until: Day = ""
    full_marks: Points = Decimal(100)
    policies: Policies = Policies()
    grades: tuple[Grade, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    vetoes: tuple[Veto, ...] = ()
    bonus: tuple[Bonus, ...] = ()
    source: str = ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.every)

    @property
    def nodes(self) -> Iterator[tuple[int, Section]]:
        """Every section with its level from 1, from the top down."""
        for section in self.sections:
            yield from section.walk()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, not of the file's bytes: comments, order of keys and `6.0` for `6` change nothing.

        Defaults are left out, so that a field added by a later program changes no digest.
        """
        return digest_of(self.model_dump(mode="json", exclude_defaults=True))

    @cached_property
    def _positions(self) -> dict[str, tuple[str, Item]]:
        return {
            item.id: (f"{number}-{place}", item)
            for number, section in enumerate(self.sections, 1)
            for place, item in enumerate(section.every, 1)
        }

    @cached_property
    def _above(self) -> dict[str, tuple[Section, ...]]:
        found: dict[str, tuple[Section, ...]] = {}

        def down(section: Section, above: tuple[Section, ...]) -> None:
            here = (*above, section)
            found.update({item.id: here for item in section.items})
            for part in section.sections:
                down(part, here)

        for section in self.sections:
            down(section, ())
        return found

    def above(self, item: str) -> tuple[Section, ...]:
        """The sections that an item stands in, the topmost first. Raises KeyError for an unknown item."""
        return self._above[item]

    def model_of(self, item: Item) -> Model:
        """How an item loses points: by levels if it names them, else as the nearest section says, else the rubric."""
        if item.best:
            return "levels"
        return next((section.model for section in reversed(self.above(item.id)) if section.model), self.model)

    def in_force(self, on: str) -> bool:
        """Whether it is used on a day (ISO)."""
        return self.effective_from <= on and (not self.effective_until or on <= self.effective_until)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, without what was worked out of the old content."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("items", "digest", "_positions", "_above"):
            copied.__dict__.pop(name, None)
        return copied

    def position(self, item: str) -> str:
        """The typed code: section and position, `2-3`. Raises KeyError for an unknown item."""
        return self._positions[item][0]

    def at(self, code: str) -> Item | None:
        """The item of a typed code, or None."""
        return next((item for position, item in self._positions.values() if position == code), None)

    def item(self, item: str) -> Item:
        """Raises KeyError for an unknown item."""
        return self._positions[item][1]

    def points_of(self, subject: Subject) -> Fraction:
        """What the items of one subject carry of the full marks; all of them where the rubric has no other subject."""
        return sum((_carried(section, subject) for section in self.sections), Fraction(0))

    @model_validator(mode="after")
    def _ids_once_and_points_add_up(self) -> Self:
        ids = [i.id for i in self.items] + [v.id for v in self.vetoes] + [b.id for b in self.bonus]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"repeated ids: {', '.join(twice)}")
        for depth, section in self.nodes:
            _check(section, depth)
        total = sum((section.counts for section in self.sections), Decimal(0))
        if total != self.full_marks:
            raise ValueError(f"the sections add up to {total}, not {self.full_marks}")
        return self


def _check(section: Section, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError(f"section {section.id}: more than {DEEPEST} levels of sections")
    if not section.items and not section.sections:
        raise ValueError(f"section {section.id}: no items")
    parts = [item.points for item in section.items] + [part.counts for part in section.sections]
    total = sum(parts, Decimal(0))
    if total != section.points:
        raise ValueError(f"section {section.id}: the items add up to {total}, not {section.points}")


def _carried(section: Section, subject: Subject) -> Fraction:
    own = sum((Fraction(item.points) for item in section.items if item.subject == subject), Fraction(0))
    own += sum((_carried(part, subject) for part in section.sections), Fraction(0))
    if section.weight is None or not section.points:
        return own
    return own * Fraction(section.weight) / Fraction(section.points)
