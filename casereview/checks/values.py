"""Values as rules use them: typed, agreed on, or said to be unread. Nothing here knows a dossier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Generic, TypeVar

from casereview.checks.forms import form_named
from casereview.checks.model import Evidence
from casereview.dossier.model import Fact, FactState, Paper

# Below this confidence a reading decides nothing.
THRESHOLD = 0.8

T = TypeVar("T")


class Unread(Exception):
    """An input that was not read; `reason` is a code of `[check.unknown]`, `what` the names of facts or forms.

    forms  the papers it was looked for in; none: in the whole dossier
    seen   readings that were there and decide nothing: weak, or at odds
    """

    def __init__(
        self, reason: str, *what: str, forms: tuple[str, ...] = (), seen: tuple[Fact, ...] = (), **parameters: Any
    ) -> None:
        super().__init__(reason, what)
        self.reason, self.what, self.forms, self.seen, self.parameters = reason, what, forms, seen, parameters


class Outside(Exception):
    """The rule does not apply; `reason` is a code of `[check.na]`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value that all its readings agree on, with them."""

    value: T
    facts: tuple[Fact, ...]


Seen = Known[Any] | Fact | Evidence | Paper


def is_weak(fact: Fact) -> bool:
    """A reading that decides nothing: below the threshold, or no value of its kind (a person may type one, too)."""
    return (fact.state is FactState.READ and fact.confidence < THRESHOLD) or not _well_formed(
        fact.name, str(fact.value)
    )


_DATED = re.compile(r"(_on|_at|\.start|\.end|\.extended_to|\.until)$")
_AMOUNT = re.compile(r"(amount|amount_cn)$")


@lru_cache(maxsize=4096)
def _well_formed(name: str, value: str) -> bool:
    try:
        if _DATED.search(name):
            datetime.fromisoformat(value)
        elif _AMOUNT.search(name):
            return Decimal(value).is_finite()
    except (ValueError, InvalidOperation):
        return False
    return True


def is_sure(paper: Paper) -> bool:
    return paper.confidence >= THRESHOLD and paper.form != "X-OTHER"


def served_form(fact: Fact) -> str:
    """The form that a reading of service names: its code where given, else by title."""
    value = fact.value if isinstance(fact.value, dict) else {}
    return str(value.get("form") or "") or form_named(str(value.get("paper", "")))


def as_day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def as_moment(value: Any) -> datetime:
    text = str(value)
    if len(text) <= 10:
        raise ValueError("a date without a time")
    return datetime.fromisoformat(text)


def as_money(value: Any) -> Decimal:
    return Decimal(str(value))
