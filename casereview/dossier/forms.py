"""The form pack: which papers there are, what they are called and how a page of each is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from casereview import packs

Stage = Literal["filing", "evidence", "notice", "review", "decision", "service", "enforcement", "closing", "archive"]
OTHER = "X-OTHER"
PHOTO = "X-PHOTO"
CATALOGUE = "X-CATALOG"


class Form(packs.Frozen):
    """One kind of paper; the head of the pack file explains the keys."""

    code: str
    title: str
    synonyms: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    stage: Stage
    required: tuple[Literal["always", "general", "summary", "measure"], ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title, *self.synonyms)


class FormPack(packs.Frozen):
    title: str
    source: str
    form: tuple[Form, ...]

    def get(self, code: str) -> Form:
        """Raises KeyError for a code that the pack does not have."""
        return self._by_code[code]

    def required(self, procedure: str) -> Iterator[Form]:
        """The forms that a dossier of this procedure must hold."""
        return (form for form in self.form if procedure in form.required or "always" in form.required)

    @cached_property
    def by_title(self) -> dict[str, Form]:
        """Every title and synonym, without white space and with half-width brackets."""
        return {title.replace(" ", ""): form for form in self.form for title in form.titles}

    def held_in(self, words: str) -> list[str]:
        """The titles of three letters and more that these words hold, in the order of the pack."""
        if not self._any_title.search(words):
            return []
        return [title for title in self.by_title if len(title) >= 3 and title in words]

    def near(self, words: str) -> list[str]:
        """The titles that one slip of a letter could make of these words: they share the first or the last two letters."""
        found = {*self._by_ends.get(("^", words[:2]), ()), *self._by_ends.get(("$", words[-2:]), ())}
        return [title for _, title in sorted(found) if abs(len(title) - len(words)) <= 1]

    def of_length(self, letters: int) -> tuple[str, ...]:
        """The titles of so many letters, in the order of the pack."""
        return self._by_length.get(letters, ())

    @cached_property
    def _by_length(self) -> dict[int, tuple[str, ...]]:
        lengths = {len(title) for title in self.by_title}
        return {length: tuple(title for title in self.by_title if len(title) == length) for length in lengths}

    @cached_property
    def _any_title(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(title) for title in self.by_title if len(title) >= 3))

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[tuple[int, str]]]:
        out: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for place, title in enumerate(self.by_title):
            out.setdefault(("^", title[:2]), []).append((place, title))
            out.setdefault(("$", title[-2:]), []).append((place, title))
        return out

    @cached_property
    def _by_code(self) -> dict[str, Form]:
        return {form.code: form for form in self.form}


def shipped() -> FormPack:
    return packs.load("forms", "transport", FormPack)
