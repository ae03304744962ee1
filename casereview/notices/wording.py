"""The wording of notices: editable text in `resources/notices/<kind>.toml`, with {places}; never code."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from casereview.errors import CaseReviewError
from casereview.words import RESOURCES

FOLDER = RESOURCES / "notices"


class UnknownPlace(CaseReviewError):
    """A wording has a {place} that nothing fills; `kind`, `key`, `place`, `known`."""

    code = "unknown-place"


class MissingWording(CaseReviewError):
    """A wording lacks a text that the notice needs; `kind`, `key`."""

    code = "missing-wording"


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one kind of notice by key ("overview.lead"); a text or a list of texts."""

    kind: str
    texts: Mapping[str, Any]

    def say(self, key: str, **values: object) -> str:
        """One text with its places filled. Raises UnknownPlace and MissingWording."""
        text = self.texts.get(key)
        if not isinstance(text, str):
            raise MissingWording(kind=self.kind, key=key)
        return self._filled(key, text, values)

    def say_all(self, key: str, **values: object) -> list[str]:
        """A list of texts with their places filled."""
        texts = self.texts.get(key)
        if not isinstance(texts, list):
            raise MissingWording(kind=self.kind, key=key)
        return [self._filled(key, text, values) for text in texts]

    def _filled(self, key: str, text: str, values: Mapping[str, object]) -> str:
        try:
            return text.format_map(dict(values))
        except (KeyError, IndexError, ValueError) as problem:
            place = str(problem).strip("'") or "{}"
            raise UnknownPlace(kind=self.kind, key=key, place=place, known="、".join(values)) from problem

    def changed(self, texts: Mapping[str, Any]) -> Wording:
        """The wording with some texts as the office has edited them."""
        return replace(self, texts={**self.texts, **texts})

    def places(self, key: str) -> set[str]:
        """The places of a text, for an editor."""
        texts = self.texts[key]
        every = texts if isinstance(texts, list) else [texts]
        return {name for text in every for _, name, _, _ in string.Formatter().parse(text) if name}


def load(kind: str, folder: Path = FOLDER) -> Wording:
    """The wording of a kind, over what all kinds share (`common.toml`)."""
    texts: dict[str, Any] = {}
    for name in ("common", kind):
        texts |= _flat(tomllib.loads((folder / f"{name}.toml").read_text("utf-8")))
    return Wording(kind, texts)


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found
