"""What the packs of kind `facts` hold: the closed catalogue, and where each fact stands on forms and in prose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Literal

from pydantic import PrivateAttr

from casereview import packs
from casereview.dossier.model import Paper

FactType = Literal[
    "text", "name", "case_no", "date", "moment", "money", "number", "decimal", "id_no", "uscc", "phone", "plate",
    "code", "flag", "officer", "article", "service", "tick", "right", "row",
]  # fmt: skip
Read = Literal[
    "case_no", "text", "name", "names", "attendees", "address", "party", "body", "opinion", "date", "last_date",
    "moment", "last_moment", "range", "id_no", "uscc", "phone", "plate", "amount", "fine", "number", "decimal",
]  # fmt: skip


class FactKind(packs.Frozen):
    """One name of the catalogue. `home` is where it is at home: the forms that say it first; `many`: several values are normal."""

    name: str
    type: FactType
    home: tuple[str, ...] = ()
    many: bool = False
    unit: str = ""


class Catalogue(packs.Frozen):
    title: str
    source: str
    fact: tuple[FactKind, ...]

    @cached_property
    def by_name(self) -> dict[str, FactKind]:
        return {kind.name: kind for kind in self.fact}


class _Where(packs.Frozen):
    """On which papers a rule reads: form codes ("*" all, "party" those with a block of the party) and words of the title."""

    forms: tuple[str, ...]
    not_in: tuple[str, ...] = ()
    title: str = ""
    not_title: str = ""

    def on(self, paper: Paper, party_forms: frozenset[str] = frozenset()) -> bool:
        code = paper.form
        listed = code in self.forms or "*" in self.forms or ("party" in self.forms and code in party_forms)
        if not listed or code in self.not_in:
            return False
        named = not self.title or re.search(self.title, paper.title)
        return bool(named) and not (self.not_title and re.search(self.not_title, paper.title))


class FieldRule(_Where):
    fact: str
    to: str = ""
    labels: tuple[str, ...]
    read: Read
    block: Literal["", "person", "organisation"] = ""
    many: bool = False


class OfficerRule(_Where):
    role: str
    labels: tuple[str, ...]


class FootRule(_Where):
    fact: str


class Domain(packs.Frozen):
    code: str
    words: tuple[str, ...]


class Fields(packs.Frozen):
    title: str
    source: str
    party_forms: frozenset[str]
    stop: tuple[str, ...]
    field: tuple[FieldRule, ...]
    officer: tuple[OfficerRule, ...]
    foot: tuple[FootRule, ...]
    domain: tuple[Domain, ...] = ()

    @property
    def labelled(self) -> tuple[FieldRule | OfficerRule, ...]:
        """The rules that go by labels."""
        return (*self.field, *self.officer)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All labels of all forms, longest first."""
        words = {word for rule in self.labelled for word in rule.labels} | set(self.stop)
        return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first two letters of every label: where none of these stands begins none."""
        return frozenset(word[:2] for rule in self.labelled for word in rule.labels).union(w[:2] for w in self.stop)

    def words_on(self, paper: Paper) -> frozenset[str]:
        """The labels that this paper may have."""
        known = self._words.get((paper.form, paper.title))
        if known is None:
            rules = [rule for rule in self.labelled if rule.on(paper, self.party_forms)]
            known = frozenset(word for rule in rules for word in rule.labels) | frozenset(self.stop)
            self._words[paper.form, paper.title] = known
        return known

    def rules_on(self, paper: Paper) -> Mapping[str, Sequence[FieldRule]]:
        """The rules that read this paper, by label."""
        known = self._rules.get((paper.form, paper.title))
        if known is None:
            known = {}
            for rule in self.field:
                if rule.on(paper, self.party_forms):
                    for word in rule.labels:
                        known.setdefault(word, []).append(rule)
            self._rules[paper.form, paper.title] = known
        return known

    _words: dict[tuple[str, str], frozenset[str]] = PrivateAttr(default_factory=dict)  # what was asked for before
    _rules: dict[tuple[str, str], dict[str, list[FieldRule]]] = PrivateAttr(default_factory=dict)


class ProseRule(_Where):
    fact: str
    to: str = ""
    pattern: str
    read: Read = "text"
    value: str = ""
    many: bool = False
    confidence: float = 0.9

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        from casereview.dossier.facts import patterns

        amount = re.sub(r"\(\?P<\w+>", "(?:", patterns.AMOUNT.pattern)
        whole = self.pattern.replace("{DATE}", f"(?:{patterns.DATE_TEXT})").replace("{AMOUNT}", f"(?:{amount})")
        return re.compile(whole)


class Prose(packs.Frozen):
    title: str
    source: str
    prose: tuple[ProseRule, ...]

    def rules_on(self, paper: Paper) -> Sequence[ProseRule]:
        """The patterns that read this paper, in the pack's order."""
        known = self._rules.get((paper.form, paper.title))
        if known is None:
            known = self._rules[paper.form, paper.title] = [rule for rule in self.prose if rule.on(paper)]
        return known

    _rules: dict[tuple[str, str], list[ProseRule]] = PrivateAttr(default_factory=dict)


class FactPacks(packs.Frozen):
    """All that reading facts needs to know about forms and words."""

    catalogue: Catalogue
    fields: Fields
    prose: Prose


@cache
def shipped() -> FactPacks:
    return FactPacks(
        catalogue=packs.load("facts", "catalogue", Catalogue),
        fields=packs.load("facts", "fields", Fields),
        prose=packs.load("facts", "prose", Prose),
    )
