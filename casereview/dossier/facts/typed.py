"""A fact as a person types it: what its value is made of, and the value that the catalogue wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from casereview.dossier import forms, titles
from casereview.dossier.facts import numerals, pack, patterns
from casereview.errors import CaseReviewError, NotFound
from casereview.text import squeeze

PARTS: dict[str, tuple[str, ...]] = {
    "officer": ("name", "cert_no", "role"),
    "article": ("law", "article", "paragraph", "item"),
    "service": ("paper", "on", "method", "signed"),
    "tick": ("label", "ticked"),
    "right": ("right", "ticked"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "procedure": ("general", "summary", "licence", "inspection"),
    "party.type": ("person", "organisation"),
    "role": ("inquirer", "recorder", "inspector", "officer", "server"),
    "right": ("statement", "hearing"),
    "ticked": ("true", "false"),
}
_FLAGS = ("true", "false")
_LISTED = "catalogue.row"  # the dossier's own catalogue is no fact that a person types
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class NotAValue(CaseReviewError):
    """What was typed is no value of that fact; `name` is the fact's code, `value` what was typed."""

    code = "fact-not-a-value"


def names() -> tuple[str, ...]:
    """All facts that a person may type, in the catalogue's order."""
    return tuple(name for name in pack.shipped().catalogue.by_name if name != _LISTED)


def parts_of(name: str) -> tuple[str, ...]:
    """Codes of `[fact_part]`: what the value is made of, () for a plain one. Raises NotFound."""
    return PARTS.get(_type(name), ())


def choices_of(name: str, part: str = "") -> tuple[str, ...]:
    """Codes of `[value]` that a value, or a part of it, may take; () where anything may be typed. Raises NotFound."""
    kind = _type(name)
    if name == "domain":
        return tuple(domain.code for domain in pack.shipped().fields.domain)
    if kind == "flag":
        return _FLAGS
    if part == "role" and kind != "officer":
        return ()
    return CHOICES.get(part or name, ())


def typed(name: str, said: str | Mapping[str, str], before: object = None) -> Any:
    """The value as the catalogue types it: 二〇二四年五月六日 is 2024-05-06, 3千元 is 3000.00.

    before  the value in whose place it stands; what a person is not asked of it (the number of a served paper) stays
    Raises NotAValue, NotFound.
    """
    kind = _type(name)
    if kind in PARTS:
        parts = dict(said) if isinstance(said, Mapping) else {PARTS[kind][0]: said}
        return _record(name, kind, parts, before if isinstance(before, Mapping) else {})
    text = str(said).strip()
    value = _plain(kind, text)
    if value is None or not text:
        raise NotAValue(name=name, value=text)
    return value


def _type(name: str) -> str:
    kind = pack.shipped().catalogue.by_name.get(name)
    if kind is None:
        raise NotFound(what="fact", name=name)
    return kind.type


def _record(name: str, kind: str, said: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {**before, **{part: str(said.get(part, "")).strip() for part in PARTS[kind]}}
    if not value[PARTS[kind][0]]:
        raise NotAValue(name=name, value="")
    if kind in ("tick", "right"):
        value["ticked"] = value["ticked"] == "true"
    if kind == "article":
        value |= {part: _ordinal(value[part]) for part in ("article", "paragraph", "item")}
    if kind == "service":
        value = {"form": "", "no": "", **value, "on": _served(name, value["on"])}
        form = titles.mentioned(value["paper"], forms.shipped())
        value["form"] = form.code if form else value["form"]
    return value


def _served(name: str, text: str) -> str:
    """The day, "" where none is filled in."""
    day = _day(text) if text else ""
    if day is None:
        raise NotAValue(name=name, value=text)
    return day


def _ordinal(text: str) -> str:
    """第四十四条, 四十四, (一) -> the number in digits; what is none stays as typed."""
    words = squeeze(text).strip("第条款项()（）")
    number = numerals.number(words)
    return words if number is None else str(number)


def _plain(kind: str, text: str) -> Any:
    """None for what is no such value."""
    if kind == "date":
        return _day(text)
    if kind == "moment":
        return _moment(text)
    if kind == "money":
        return _money(text)
    if kind in ("number", "decimal"):
        return _number(kind, text)
    if kind in ("id_no", "uscc", "plate"):
        return squeeze(text).upper()
    if kind == "phone":
        return squeeze(text)
    return text


def _day(text: str) -> str | None:
    hits = list(patterns.dates(squeeze(text)))
    return hits[0].value if len(hits) == 1 else None


def _moment(text: str) -> str | None:
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        hits = list(patterns.moments(squeeze(text)))
    else:
        return text if len(text) == 10 else written.strftime("%Y-%m-%dT%H:%M")
    return hits[0].value if len(hits) == 1 else None


def _money(text: str) -> str | None:
    words = squeeze(text).replace(",", "").replace("，", "")
    try:
        value = Decimal(words)
    except InvalidOperation:
        found = numerals.amount(words)
        if found is None:
            return None
        value = found
    return numerals.yuan(value) if value.is_finite() and value >= 0 else None


def _number(kind: str, text: str) -> str | None:
    words = squeeze(text)
    whole = numerals.number(words)
    if whole is not None:
        return str(whole)
    return words if kind == "decimal" and _NUMBER.fullmatch(words) else None
