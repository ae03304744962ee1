"""What a rule sees of a case: facts by name and paper, typed; what was not read is said, never guessed.

Two readings that differ, or one below the threshold, are not known: asking for them raises Unread, which the engine
turns into the verdict "unknown". A value that a person confirmed or corrected stands before what the program read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from casereview.checks.forms import CATALOGUE_WORDS, form_named
from casereview.checks.law import Limit, Packs, RegionFigure
from casereview.checks.model import Case, Evidence
from casereview.dossier.model import Box, Fact, FactState, Page, Paper, Place, TextSource
from casereview.text import fold

# Below this confidence a reading decides nothing.
THRESHOLD = 0.8

T = TypeVar("T")


class Unread(Exception):
    """An input that was not read; `reason` is a code of `[check.unknown]`, `what` the names of facts or forms."""

    def __init__(self, reason: str, *what: str, **parameters: Any) -> None:
        super().__init__(reason, what)
        self.reason, self.what, self.parameters = reason, what, parameters


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


class View:
    """A case as rules look at it. Built once a check; holds no state beyond caches of its frozen input."""

    def __init__(self, case: Case, packs: Packs) -> None:
        self.case, self.packs = case, packs
        self.papers = case.reading.papers
        self.pages: tuple[Page, ...] = case.reading.pages
        self.page_of = case.reading.page_of
        self.unit, self.today = case.unit, case.today
        self._by_name: dict[str, list[Fact]] = defaultdict(list)
        for fact in case.reading.facts:
            if not fact.from_ledger and (fact.name not in _RECORDS or isinstance(fact.value, dict)):
                self._by_name[fact.name].append(fact)
        self._by_id = {paper.id: paper for paper in self.papers}
        self._squeezed: dict[int, tuple[str, list[int]]] = {}

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
            raise Unread("absent", name)
        return self.agreed(name, facts, read)

    def agreed(self, name: str, facts: Sequence[Fact], read: Callable[[Any], T]) -> Known[T]:
        """The one value of these readings; what a person said outweighs what was read. Raises Unread for weak or differing ones."""
        said = [fact for fact in facts if fact.state is not FactState.READ] or list(facts)
        if all(is_weak(fact) for fact in said):
            raise Unread("weak", name)
        said = [fact for fact in said if not is_weak(fact)]
        try:
            values = {read(fact.value) for fact in said}
        except (ValueError, TypeError, InvalidOperation):
            raise Unread("weak", name) from None
        if len(values) > 1:
            raise Unread("conflict", name, values=sorted(str(value) for value in values))
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
        return self._one_of(self.days(name, *forms), 0, name)

    def last_day(self, name: str, *forms: str) -> Known[date]:
        return self._one_of(self.days(name, *forms), -1, name)

    def _one_of(self, days: list[Known[date]], place: int, name: str) -> Known[date]:
        if not days:
            raise Unread("absent", name)
        return days[place]

    def moment_in(self, name: str, paper: Paper) -> Known[datetime]:
        """A date with minutes in one paper. A date alone is not enough: Unread."""
        facts = self.in_paper(name, paper)
        if not facts:
            raise Unread("absent", name)
        return self.agreed(name, facts, as_moment)

    # Papers and their text

    def of(self, *forms: str) -> list[Paper]:
        return [paper for paper in self.papers if paper.form in forms]

    def has(self, *forms: str) -> bool:
        return any(paper.form in forms for paper in self.papers)

    @cached_property
    def complete(self) -> bool:
        """Whether somebody says that nothing is missing: a person, or a catalogue whose text is the file's own."""
        catalogues = self.of("X-CATALOG")
        return self.case.complete or any(self.typed(paper) and is_sure(paper) for paper in catalogues)

    def missing(self, *forms: str) -> bool:
        """True only when absence is proven: the dossier is stated complete, every file and page was read and cut into a
        known paper, and no catalogue lists the paper. False when it is there. Raises Unread otherwise."""
        if self.has(*forms):
            return False
        if not self.complete or not self.pages or self.unread_files or self.unplaced_pages or self._listed(*forms):
            raise Unread("no-paper", *forms)
        return True

    @cached_property
    def unread_files(self) -> tuple[str, ...]:
        """Files of the dossier that were set aside or gave no page: what is missing may be in them."""
        read = {member.sha256 for member in self.case.reading.members if member.pages or member.attachment}
        named = {member.name for member in self.case.reading.members if member.pages or member.attachment}
        problems = self.case.reading.problems
        return tuple(p.file for p in problems if p.sha256 not in read and p.file not in named)

    @cached_property
    def unplaced_pages(self) -> tuple[int, ...]:
        """Pages without text of their own on which another paper may stand unseen: recognised text shows presence, never absence.

        Copies of cards, photographs and receipts are scans by nature; where a person cut the papers, nothing is hidden.
        """
        placed = [p for p in self.papers if is_sure(p) and (p.form in _SCANS_BY_NATURE or p.way == "person")]
        sure = {n for paper in placed for n in paper.pages}
        return tuple(n for n, page in enumerate(self.pages, 1) if page.source is not TextSource.TEXT and n not in sure)

    def _listed(self, *forms: str) -> bool:
        listed = "".join(self.text(paper) for paper in self.of("X-CATALOG"))
        return any(re.search(CATALOGUE_WORDS[form], listed) for form in forms if form in CATALOGUE_WORDS)

    def typed(self, paper: Paper) -> bool:
        """Whether the text of a paper is the file's own, so that what is not in it is not there."""
        return all(self.pages[n - 1].source is TextSource.TEXT for n in paper.pages)

    def text(self, paper: Paper) -> str:
        """The text of a paper, folded: half width, lower letters, no white space. Patterns are written for that."""
        return "".join(self._page_text(n)[0] for n in paper.pages)

    def _page_text(self, number: int) -> tuple[str, list[int]]:
        if number not in self._squeezed:
            pieces = [fold(run.text) for run in self.pages[number - 1].runs]
            starts, at = [], 0
            for piece in pieces:
                starts.append(at)
                at += len(piece)
            self._squeezed[number] = "".join(pieces), starts
        return self._squeezed[number]

    def find(self, pattern: str, *papers: Paper) -> Evidence | None:
        """The first place in these papers whose text matches; the text is folded (see `text`)."""
        return next(iter(self.find_all(pattern, *papers)), None)

    def find_all(self, pattern: str, *papers: Paper) -> Iterable[Evidence]:
        for paper in papers:
            for number in paper.pages:
                text, starts = self._page_text(number)
                for match in re.finditer(pattern, text):
                    yield self._evidence(paper, number, starts, match)

    def _evidence(self, paper: Paper, number: int, starts: list[int], match: re.Match[str]) -> Evidence:
        page = self.pages[number - 1]
        ends = [*starts[1:], len(match.string)]
        boxes = [
            run.box
            for run, start, end in zip(page.runs, starts, ends)
            if start < max(match.end(), match.start() + 1) and end > match.start()
        ]
        place = Place(*self.page_of[number - 1], _union(boxes))
        return Evidence(paper.id, paper.title, number, place, match.group()[:120])

    def whole(self, paper: Paper) -> Evidence:
        """A paper as evidence: its first page."""
        number = paper.pages[0] if paper.pages else 0
        place = Place(*self.page_of[number - 1]) if 1 <= number <= len(self.page_of) else None
        return Evidence(paper.id, paper.title, number, place)

    def element(self, pattern: str, paper: Paper) -> Evidence | None:
        """A part of a paper: its place, or None when typed text shows that it is not there. Raises Unread for scans."""
        found = self.find(pattern, paper)
        if found is None and re.search(pattern, self.text(paper)) is None and not self.typed(paper):
            raise Unread("not-typed", paper.form)
        return found or (self.whole(paper) if re.search(pattern, self.text(paper)) else None)

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

    def need(self, *forms: str) -> list[Paper]:
        """The papers of these forms; the rule does not apply to a case without one."""
        papers = self.of(*forms)
        if not papers:
            raise Outside("no-such-paper")
        return papers

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
            raise Unread("absent", f"served.{form}")
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


def _union(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole | box
    return whole


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
