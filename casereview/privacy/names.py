"""The pack of surnames and labels by which names are found beside the facts."""

from __future__ import annotations

import re
from functools import cache

from casereview import packs


class Names(packs.Frozen):
    """rubrics/packs/privacy/names.toml."""

    title: str
    source: str
    surnames: str
    compound: tuple[str, ...]
    name_labels: tuple[str, ...]
    officer_labels: tuple[str, ...]
    address_labels: tuple[str, ...]
    organisation_suffixes: tuple[str, ...]
    not_names: tuple[str, ...]
    before_dates: tuple[str, ...]
    before_date_ends: tuple[str, ...]


@cache
def names() -> Names:
    return packs.load("privacy", "names", Names)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(re.sub(r"\s", "", names().surnames))


def surname_of(name: str) -> str:
    """The surname that a name begins with, "" if it begins with none."""
    for compound in names().compound:
        if name.startswith(compound) and len(name) > len(compound):
            return compound
    return name[0] if name[:1] in _surnames() else ""


def looks_like_name(word: str) -> bool:
    """Two to four Chinese characters that begin with a surname and are no word of the forms."""
    return (
        2 <= len(word) <= 4
        and re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+", word) is not None
        and bool(surname_of(word))
        and not any(word.startswith(other) for other in names().not_names)
    )
