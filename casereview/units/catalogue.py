"""The figures that a unit may have: named, explained and set a target in the pack `figures/catalogue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from casereview import packs
from casereview.packs import Frozen
from casereview.text import fold


class FigureKind(Frozen):
    """One figure: what it is called (`names`, the usual one first), how it is measured, and what is asked of it.

    target      in the figure's own unit; `towards` says which side of it is good, or "by" for a date not after `due`
    due, since  before `due` a target that is worked up to is asked for in proportion to the time gone since `since`
    yearly      the target is a number of times in a whole year
    per_person  a figure of each person of the register, entered there
    rule        id of the rule that judges it, "" for a figure that is only recorded
    confirmed   False where the target is a default of this program or is still to be looked up: a rule then only warns
    """

    name: str
    names: tuple[str, ...]
    kind: Literal["percent", "count", "days", "months", "hours", "score", "date"]
    measured: str
    article: str
    unit: str = ""
    towards: Literal["at_least", "at_most", "by", ""] = ""
    target: Decimal | None = None
    due: date | None = None
    since: date | None = None
    yearly: bool = False
    per_person: bool = False
    rule: str = ""
    confirmed: bool = True

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.names:
            raise ValueError("a figure needs a name that people use")
        if self.towards == "by" and (self.kind != "date" or self.due is None):
            raise ValueError("`by` asks for a date and its due day")
        if self.towards in ("at_least", "at_most") and (self.kind == "date" or self.target is None):
            raise ValueError("at_least and at_most ask for a number as target")
        if self.rule and not self.towards:
            raise ValueError("a rule needs a side of the target")
        return self

    @property
    def title(self) -> str:
        return self.names[0]


class FiguresPack(Frozen):
    title: str
    source: str
    figures: tuple[FigureKind, ...]

    @model_validator(mode="after")
    def _names_are_one_figures(self) -> Self:
        said = Counter(fold(name) for figure in self.figures for name in {figure.name, *figure.names})
        twice = sorted(name for name, times in said.items() if times > 1)
        rules = Counter(figure.rule for figure in self.figures if figure.rule)
        twice += sorted(rule for rule, times in rules.items() if times > 1)
        if twice:
            raise ValueError(f"named twice: {', '.join(twice)}")
        return self

    def get(self, name: str) -> FigureKind | None:
        """By its code."""
        return next((figure for figure in self.figures if figure.name == name), None)

    def named(self, text: str) -> FigureKind | None:
        """By its code or any name that people use, half or full width, with or without what stands in brackets."""
        wanted = fold(text)
        bare = wanted.split("(")[0]
        return next((f for f in self.figures if wanted in _names(f) or bare in _names(f)), None)


def _names(figure: FigureKind) -> Iterable[str]:
    return [fold(name) for name in (figure.name, *figure.names)]


def shipped() -> FiguresPack:
    return packs.load("figures", "catalogue", FiguresPack)
