"""What a rule sees of a case: facts by name and paper, typed; what was not read is said, never guessed.

Two readings that differ, or one below the threshold, are not known: asking for them raises Unread, which the engine
turns into the verdict "unknown". A value that a person confirmed or corrected stands before what the program read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, TypeVar

from casereview.checks.law import Packs
from casereview.checks.lawbook import Limit, RegionFigure
from casereview.checks.model import Case
from casereview.checks.papers import Papers
from casereview.checks.values import (
    THRESHOLD,
    Known,
    Outside,
    Seen,
    Unread,
    as_day,
    as_moment,
    as_money,
    is_weak,
    served_form,
)
from casereview.dossier.model import Fact, FactState, Paper, TextSource
from casereview.text import fold

T = TypeVar("T")


class View(Papers):
    """A case as rules look at it: its papers, and the facts read from them."""

    def __init__(self, case: Case, packs: Packs) -> None:
        super().__init__(case)
        self.packs = packs
        self.unit, self.today = case.unit, case.today
        self._by_name: dict[str, list[Fact]] = defaultdict(list)
        for fact in case.reading.facts:
            if not fact.from_ledger and (fact.name not in _RECORDS or isinstance(fact.value, dict)):
                self._by_name[fact.name].append(fact)
        self._by_id = {paper.id: paper for paper in self.papers}

    # Facts

    def facts(self, name: str, *forms: str) -> list[Fact]:
        """Every reading of a fact, in the papers of these forms or anywhere."""
        return [fact for fact in self._by_name.get(name, ()) if not forms or self.form_of(fact) in forms]

    def form_of(self, fact: Fact) -> str:
        paper = self._by_id.get(fact.paper)
        return paper.form if paper else ""

    def paper_of(self, fact: Fact) -> Paper | None:
        return self._by_id.get(fact.paper)

    def in_paper(self, name: str, paper: Paper) -> list[Fact]:
        return [fact for fact in self._by_name.get(name, ()) if fact.paper == paper.id]

    def known(self, name: str, *forms: str, read: Callable[[Any], T]) -> Known[T]:
        """The value of a fact. Raises Unread when it is absent, weak or read with two values."""
        facts = self.facts(name, *forms)
        if not facts:
            raise Unread("absent", name, forms=forms)
        return self.agreed(name, facts, read)

    def agreed(self, name: str, facts: Sequence[Fact], read: Callable[[Any], T]) -> Known[T]:
        """The one value of these readings; what a person said outweighs what was read. Raises Unread for weak or differing ones."""
        said = [fact for fact in facts if fact.state is not FactState.READ] or list(facts)
        if all(is_weak(fact) for fact in said):
            raise Unread("weak", name, seen=tuple(facts))
        said = [fact for fact in said if not is_weak(fact)]
        try:
            values = {read(fact.value) for fact in said}
        except (ValueError, TypeError, InvalidOperation):
            raise Unread("weak", name, seen=tuple(facts)) from None
        if len(values) > 1:
            raise Unread("conflict", name, seen=tuple(said), values=sorted(str(value) for value in values))
        return Known(values.pop(), tuple(said))

    def maybe(self, name: str, *forms: str, read: Callable[[Any], T]) -> Known[T] | None:
        """As `known`, but None where nothing was read at all."""
        return self.known(name, *forms, read=read) if self.facts(name, *forms) else None

    def day(self, name: str, *forms: str) -> Known[date]:
        return self.known(name, *forms, read=as_day)

    def maybe_day(self, name: str, *forms: str) -> Known[date] | None:
        return self.maybe(name, *forms, read=as_day)

    def money(self, name: str, *forms: str) -> Known[Decimal]:
        return self.known(name, *forms, read=as_money)

    def maybe_money(self, name: str, *forms: str) -> Known[Decimal] | None:
        return self.maybe(name, *forms, read=as_money)

    def word(self, name: str, *forms: str) -> Known[str]:
        return self.known(name, *forms, read=lambda value: fold(str(value)))

    def maybe_word(self, name: str, *forms: str) -> Known[str] | None:
        return self.word(name, *forms) if self.facts(name, *forms) else None

    def days(self, name: str, *forms: str) -> list[Known[date]]:
        """One value a paper, in order of date: for what may lawfully happen more than once."""
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts(name, *forms):
            groups[fact.paper].append(fact)
        return sorted((self.agreed(name, facts, as_day) for facts in groups.values()), key=lambda known: known.value)

    def first_day(self, name: str, *forms: str) -> Known[date]:
        return self._one_of(self.days(name, *forms), 0, name, forms)

    def last_day(self, name: str, *forms: str) -> Known[date]:
        return self._one_of(self.days(name, *forms), -1, name, forms)

    def _one_of(self, days: list[Known[date]], place: int, name: str, forms: tuple[str, ...]) -> Known[date]:
        if not days:
            raise Unread("absent", name, forms=forms)
        return days[place]

    def moment_in(self, name: str, paper: Paper) -> Known[datetime]:
        """A date with minutes in one paper. A date alone is not enough: Unread."""
        facts = self.in_paper(name, paper)
        if not facts:
            raise Unread("absent", name, forms=(paper.form,))
        return self.agreed(name, facts, as_moment)

    # The kind of case

    @cached_property
    def procedure(self) -> str:
        """ "general", "summary", "licence", "inspection" or "" (unknown): as read, else as the papers show."""
        try:
            read = self.maybe_word("procedure")
        except Unread:
            read = None
        if read:
            return read.value
        if self.has("F15", "F11", "F01"):
            return "general"
        return "summary" if self.has("F14") else ""

    def only(self, *procedures: str) -> None:
        """Leaves the rule when the case is of another procedure."""
        if not self.procedure:
            raise Unread("absent", "procedure")
        if self.procedure not in procedures:
            raise Outside("procedure")

    # Service

    def services(self, *forms: str) -> list[Fact]:
        """Readings of service of papers of these forms."""
        return [f for f in self._by_name.get("service", ()) if served_form(f) in forms]

    def served(self, form: str) -> Known[date]:
        """The day a paper was served; None of the readings may disagree. Raises Unread."""
        facts = [fact for fact in self.services(form) if fact.value.get("on")]
        direct = _SERVED_FACTS.get(form)
        if not facts and direct:
            return self.day(direct)
        if not facts:
            raise Unread("absent", f"served.{form}", forms=("F23", form))
        return self.agreed(f"served.{form}", facts, lambda value: as_day(value["on"]))

    def maybe_served(self, form: str) -> Known[date] | None:
        direct = _SERVED_FACTS.get(form, "")
        return self.served(form) if any(f.value.get("on") for f in self.services(form)) or self.facts(direct) else None

    # Law and region

    def limit(self, name: str) -> Limit:
        return self.packs.limits.limits[name]

    def figure(self, name: str) -> RegionFigure:
        return self.packs.region.figures.get(name) or RegionFigure(value="", source="")

    def figure_number(self, name: str) -> int:
        """A local value as a number. Raises Unread where the region says nothing."""
        figure = self.figure(name)
        if not figure.value:
            raise Unread("no-region", name)
        return int(figure.value)

    # How sure

    def sure(self, seen: Seen) -> bool:
        """Whether a failure may rest on this: text of the file itself, or what a person confirmed."""
        if isinstance(seen, Known):
            return all(self.sure(fact) for fact in seen.facts)
        if isinstance(seen, Fact):
            return seen.state is not FactState.READ or (not is_weak(seen) and self._text_page(seen.page))
        if isinstance(seen, Paper):
            return seen.confidence >= THRESHOLD
        return self._text_page(seen.page)

    def _text_page(self, number: int) -> bool:
        return not 1 <= number <= len(self.pages) or self.pages[number - 1].source is TextSource.TEXT


# Facts whose value is a record of parts; anything else under these names says nothing.
_RECORDS = frozenset(("service", "tick", "article.violated", "article.basis", "article.measure"))

_SCANS_BY_NATURE = frozenset(("X-ID", "X-DOC", "X-PHOTO", "X-RECEIPT", "X-APPRAISAL", "X-AV", "X-COURT"))

_SERVED_FACTS = {
    "F11": "notice.served_on",
    "F15": "decision.served_on",
    "F14": "decision.served_on",
    "F12": "hearing.notice_served_on",
    "F19": "demand.served_on",
}
