"""What the packs of law hold: acts and their versions, limits, fine ranges, steps of discretion, lists, the figures of a region.

Every entry says where it is from (`source`) and whether somebody compared it with its text (`confirmed`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from casereview.packs import Frozen


class Sourced(Frozen):
    """An entry that somebody compares with its text: where it is from, whether it was compared, by whom and when."""

    source: str = ""
    confirmed: bool = True
    confirmed_by: str = ""
    confirmed_on: date | None = None


class Span(Frozen):
    """First day in force and last day in force, None while it is in force."""

    start: date = Field(alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        """Raises ValueError."""
        if self.to is not None and self.to < self.start:
            raise PydanticCustomError("span_backwards", "ends before it starts")
        return self

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.to is None or day <= self.to)


class Version(Span):
    """A version of an act. articles: the number of its last article, None where nobody has looked."""

    articles: int | None = Field(default=None, ge=1)


class Law(Sourced):
    title: str
    names: tuple[str, ...]
    rank: Literal["law", "regulation", "local", "rule", "document"]
    versions: tuple[Version, ...] = ()

    def in_force(self, day: date) -> bool:
        """Whether a known version covers the day. Before the first known version nothing is said against it."""
        first = min((version.start for version in self.versions), default=day)
        return day <= first or any(version.covers(day) for version in self.versions)

    def last_article(self, day: date) -> int | None:
        """The number of the last article of the version in force on a day; None where it is not known."""
        return next((version.articles for version in self.versions if version.covers(day)), None)


class LawsPack(Frozen):
    laws: Mapping[str, Law]


class Limit(Sourced):
    count: int = Field(ge=0)
    unit: Literal["workdays", "days", "months", "hours"]
    article: str


class Amount(Sourced):
    value: Decimal = Field(ge=0)
    article: str
    start: date = Field(alias="from")


class Turning(Frozen):
    """Days on which one rule gave way to another, and figures that stand in no article of their own."""

    penalty_act: date
    review_act: date
    public_notice_thirty_days: date
    discretion_opinion: date
    legal_review_qualification: date
    night_starts: int
    night_ends: int
    late_fee_percent: Decimal


class LimitsPack(Frozen):
    limits: Mapping[str, Limit]
    amounts: Mapping[str, Amount]
    turning: Turning


class Subjected(Frozen):
    """Something that is told by words: `subject` is a regular expression."""

    subject: str

    @model_validator(mode="after")
    def _is_a_pattern(self) -> Self:
        """Raises ValueError."""
        try:
            re.compile(self.subject)
        except re.error as problem:
            raise PydanticCustomError("pattern_wrong", "{problem}", {"problem": str(problem)}) from None
        return self


class Fingerprint(Subjected, Sourced):
    """An article of the Penalty Act before 2021-07-15 with what it was cited for."""

    old: int
    new: str


class Renumbered(Subjected, Sourced):
    """An article whose content stands under another number since a revision, or nowhere any more (`new` None)."""

    law: str
    since: date
    old: int
    new: int | None = None


class Shape(Span, Sourced):
    """How many paragraphs an article has, and how many items its longest list."""

    law: str
    article: int
    paragraphs: int = Field(default=1, ge=1)
    items: int = Field(default=0, ge=0)


class MeasureBasis(Frozen):
    law: str
    articles: tuple[int, ...]


class ArticlesPack(Frozen):
    fingerprints: tuple[Fingerprint, ...]
    measure_bases: tuple[MeasureBasis, ...]
    renumbered: tuple[Renumbered, ...] = ()
    shapes: tuple[Shape, ...] = ()


class Place(Span):
    """An article that an entry is for: a part that it leaves out stands for every part."""

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None
    cause: str


class Ranged(Place):
    min: Decimal = Field(ge=0)
    max: Decimal = Field(ge=0)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        """Raises ValueError."""
        if self.max < self.min:
            raise PydanticCustomError("range_backwards", "max is less than min")
        return self


class Fine(Ranged, Sourced):
    """A fine range in yuan of one version of an article; `gains` says that illegal gains decide which range applies.

    party  whom the range is for, "" for anybody
    """

    grave_max: Decimal | None = None
    gains: bool = False
    gains_floor: Decimal | None = None
    times: tuple[int, int] | None = None
    party: Literal["person", "organisation", ""] = ""

    @property
    def ceiling(self) -> Decimal:
        return self.grave_max or self.max


class FinesPack(Frozen):
    fines: tuple[Fine, ...]


class Band(Ranged, Sourced):
    """A step of discretion (裁量阶次): the range of one step, and what puts a case on it."""

    band: str
    circumstance: str = ""
    confirmed: bool = False


class DiscretionPack(Frozen):
    """confirmed: whether this is the text that binds the unit, and not a stand-in for it."""

    title: str
    source: str
    confirmed: bool
    bands: tuple[Band, ...]


class Leniency(Span, Sourced):
    """An entry of a list: what is punished more lightly (从轻), below the range (减轻), or not at all.

    list          exempt: 轻微不罚, first: 首违可不罚
    law, article  where it is for one act only; words: a pattern that the cause has to hold, "" for any
    circumstance  a pattern that a paper has to hold for the entry to be pleaded, "" where the act alone is enough
    """

    id: str
    list: Literal["lighter", "mitigated", "exempt", "first"]
    title: str
    law: str = ""
    article: int | None = None
    words: str = ""
    circumstance: str = ""
    confirmed: bool = False

    @model_validator(mode="after")
    def _patterns(self) -> Self:
        """Raises ValueError."""
        for pattern in (self.words, self.circumstance):
            try:
                re.compile(pattern)
            except re.error as problem:
                raise PydanticCustomError("pattern_wrong", "{problem}", {"problem": str(problem)}) from None
        return self


class LeniencyPack(Frozen):
    title: str
    source: str
    entries: tuple[Leniency, ...]


class Reviewable(Subjected, Span, Sourced):
    """An entry of the catalogue of decisions that need a legal review (重大执法决定法制审核目录).

    subject               a pattern in notice, decision or report that puts a case into it, "" where only the amount does
    person, organisation  the fine from which it holds, None for any
    """

    id: str
    title: str
    subject: str = ""
    person: Decimal | None = None
    organisation: Decimal | None = None
    confirmed: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        """Raises ValueError."""
        if not self.subject and self.person is None and self.organisation is None:
            raise PydanticCustomError("neither_words_nor_amount", "neither subject nor amount")
        return self


class LegalReviewPack(Frozen):
    title: str
    source: str
    entries: tuple[Reviewable, ...]


class RegionFigure(Sourced):
    """A local value; a rule that rests on one that is not confirmed warns at most. An empty value says nothing."""

    value: str
    source: str
    confirmed: bool = False


class LocalLaw(Sourced):
    id: str
    title: str
    days: int
    confirmed: bool
    source: str


class RegionPack(Frozen):
    """What a province or city has set for itself. `sole_trader`: "person", "organisation" or "" (open);
    `one_number_per_case`: "yes", "no" or "" (open); `discretion`, `leniency`, `legal_review`: names of the packs it goes by."""

    title: str
    province: str
    government: str
    sole_trader: Literal["person", "organisation", ""]
    one_number_per_case: Literal["yes", "no", ""]
    discretion: str
    leniency: str = ""
    legal_review: str = ""
    local_law: tuple[LocalLaw, ...]
    figures: Mapping[str, RegionFigure]

    def law(self, ident: str) -> LocalLaw | None:
        return next((law for law in self.local_law if law.id == ident), None)
