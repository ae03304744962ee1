"""The form pack: which papers there are, what they are called and how a page of each is known."""

from __future__ import annotations

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

    @cached_property
    def _by_code(self) -> dict[str, Form]:
        return {form.code: form for form in self.form}


def shipped() -> FormPack:
    return packs.load("forms", "transport", FormPack)
