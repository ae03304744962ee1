"""Outcomes in words: one place for window, command line and notices. Words stand in translations/words/checks.*.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from casereview import words
from casereview.checks import engine, law, unit
from casereview.checks.model import Outcome, Searched
from casereview.checks.person import LOOKS
from casereview.checks.rules import Kind

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")
# Parameters that are lists of codes, and the table that names them.
_LISTS = {"what": "fact", "elements": "element", "forms": "form"}


def title(rule: str, language: str = "zh") -> str:
    return words.render(f"check.{rule}.title", language)


def unit_title(outcome: Outcome, language: str = "zh") -> str:
    """What a rule on a unit judges: its figure by the word for it, else as the catalogue calls it."""
    named = str(outcome.parameters.get("title") or title(outcome.rule, language))
    return measure(str(outcome.parameters.get("figure", "")), named, language)


def measure(name: str, title: str, language: str = "zh") -> str:
    """A figure by the word for it, else as the catalogue calls it."""
    said = words.render(f"measure.{name}", language)
    return title if said == f"measure.{name}" else said


def explanation(outcome: Outcome, language: str = "zh") -> str:
    """What was found, in one sentence with its dates and figures."""
    shown = {key: _shown(key, value, language) for key, value in outcome.parameters.items()}
    if "then" in outcome.parameters:
        shown["then"] = words.render(f"check.{outcome.parameters['then']}", language, **shown)
    return words.render(f"check.{outcome.code}", language, **shown)


def turning(outcome: Outcome, language: str = "zh") -> str:
    """What would turn the verdict; "" where nothing is to be said."""
    return words.render(f"check.{outcome.would_turn}", language) if outcome.would_turn else ""


def searching(outcome: Outcome, language: str = "zh") -> str:
    """Which papers and pages were looked through; "" where nothing was looked for."""
    if not outcome.searched:
        return ""
    said = [_pages(one, language) for one in outcome.searched]
    return words.render("check.searched.in", language, places=("、" if language == "zh" else ", ").join(said))


def _pages(one: Searched, language: str) -> str:
    where = words.render("check.searched.whole", language) if not one.title else one.title
    code = "page" if one.first == one.last else "pages"
    return words.render(f"check.searched.{code}", language, where=where, first=one.first, last=one.last)


def day_reason(code: str, language: str = "zh") -> str:
    """Why a day of a count is not counted."""
    return words.render(f"check.day.{code}", language) if code else ""


def counting(outcome: Outcome, language: str = "zh") -> list[str]:
    """The day-by-day count of a time limit: a line for each stretch of days that count, or do not for one reason."""
    lines, total = [], 0
    for (counted, why), stretch in groupby(outcome.days, key=lambda day: day[1:]):
        days = [day for day, _, _ in stretch]
        total += len(days) if counted else 0
        code = "first" if why == "start" else "skipped" if not counted else "counted-as" if why else "counted"
        first, last = _dates(days[0], language), _dates(days[-1], language)
        span = first if len(days) == 1 else words.render("check.counting.span", language, first=first, last=last)
        reason = day_reason(why, language)
        lines.append(
            words.render(f"check.counting.{code}", language, span=span, days=len(days), total=total, why=reason)
        )
    return lines


def rules_table(language: str = "zh") -> list[dict[str, Any]]:
    """Rule → articles → outcomes in words, made of the registry, then the rules that are left to a person: for the help."""
    packs = law.shipped()
    rows: list[dict[str, Any]] = [
        _row(rule.id, title(rule.id, language), packs.cite(rule.basis), rule.outcomes, language)
        for rule in engine.REGISTRY
    ]
    for ident in engine.FOR_A_PERSON:
        needs = words.render(f"check.person.{ident}", language)
        basis = packs.cite(LOOKS[ident].basis)
        rows.append({"rule": ident, "title": title(ident, language), "basis": basis, "outcomes": [], "needs": needs})
    return rows


def unit_rules_table(language: str = "zh") -> list[dict[str, Any]]:
    """The same of the rules on a unit's register and figures."""
    packs = law.shipped()
    rows = []
    for rule in unit.rules_of(packs.figures):
        figure = rule.figure
        basis = figure.article if figure is not None else packs.cite(unit.CERTIFICATES_BASIS)
        said = measure(figure.name, figure.title, language) if figure is not None else title(rule.id, language)
        rows.append(_row(rule.id, said, basis, rule.kinds.values(), language))
    return rows


def _row(ident: str, asks: str, basis: str, kinds: Iterable[Kind], language: str) -> dict[str, Any]:
    outcomes = [
        (
            f"{ident}.{kind.name}",
            words.render(f"check.verdict.{kind.verdict.value}", language),
            words.render(f"check.severity.{kind.severity.value}", language),
        )
        for kind in kinds
    ]
    return {"rule": ident, "title": asks, "basis": basis, "outcomes": outcomes}


def _shown(key: str, value: Any, language: str) -> str:
    if isinstance(value, (list, tuple)):
        return ("、" if language == "zh" else ", ").join(_named(key, str(part), language) for part in value)
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values())
    if key == "why":
        return words.render(f"check.why.{value}", language)
    return _dates(str(value), language)


def _named(key: str, code: str, language: str) -> str:
    """A code by its word; a name that is no code (a person's) as it is."""
    table = _LISTS.get(key)
    if key == "what" and re.fullmatch(r"[FX][\d-][A-Z\d]*|F01\.source", code):
        table = "form"
    said = f"check.{table}.{code}"
    found = words.render(said, language) if table else code
    return code if found == said else found


def _dates(text: str, language: str) -> str:
    """ISO dates as the language writes them; money and names are left alone."""
    if language != "zh":
        return text.replace("T", " ") if _ISO.fullmatch(text) else text
    return _ISO.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日" + (f"{m[4]}时{m[5]}分" if m[4] else ""), text)
