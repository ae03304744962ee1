"""Whether a rubric cites law that no longer stands: acts out of force, articles by their number before a revision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casereview.checks import law
from casereview.checks.lawbook import Law
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding

_PENALTY = "penalty"
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
Names = tuple[re.Pattern[str], dict[str, str]]
# "《行政处罚法》第42条", "处罚法42、52条", "行政处罚法第四十二条第一款"; the numbers after an act go on to the next act.
_ARTICLE = re.compile(r"(?:第)?([\d一二三四五六七八九十百零〇、,\uff0c\-–—至和及]+)条")


def stale(rubric: Rubric, packs: law.Packs | None = None) -> Iterator[Finding]:
    """Warnings about the basis of items and vetoes, against the law packs (the shipped ones if none are given)."""
    known = packs or law.shipped()
    said = [(i.id, i.basis, " ".join((i.title, i.requirement, *(d.text for d in i.deductions)))) for i in rubric.items]
    said += [(veto.id, veto.basis, veto.title) for veto in rubric.vetoes]
    names, last_of = names_of(known), {key: _last(act) for key, act in known.laws.items()}
    for ident, basis, about in said:
        for key, articles in cited(basis, known, names):
            act = known.laws[key]
            if act.versions and all(version.to is not None for version in act.versions):
                yield Finding("repealed", {"where": ident, "law": act.title}, "warning")
                continue
            yield from _moved(ident, key, articles, f"{basis} {about}", known)
            if key == _PENALTY:
                yield from _old_numbers(ident, articles, f"{basis} {about}", known)
            last = last_of[key]
            for article in articles:
                if last and article > last:
                    told = {"where": ident, "law": act.title, "last": last, "article": article}
                    yield Finding("article-beyond", {**told}, "warning")


def _last(act: Law) -> int:
    """How many articles the version in force has, 0 where the pack does not say."""
    counts = [getattr(version, "articles", None) for version in act.versions if version.to is None]
    return max((count for count in counts if count), default=0)


def _old_numbers(ident: str, articles: tuple[int, ...], about: str, known: law.Packs) -> Iterator[Finding]:
    for print_ in known.articles.fingerprints:
        now = {int(number) for number in re.findall(r"\d+", print_.new)}
        # An item that names the new number beside the old one compares the two: nothing is wrong with it.
        if print_.old in articles and not now.intersection(articles) and re.search(print_.subject, about):
            told = {"where": ident, "law": known.laws[_PENALTY].title, "old": print_.old, "new": print_.new}
            yield Finding("obsolete-article", {**told}, "warning")


def _moved(ident: str, key: str, articles: tuple[int, ...], about: str, known: law.Packs) -> Iterator[Finding]:
    """Articles of other acts that a revision moved, or left out."""
    for move in getattr(known.articles, "renumbered", ()):
        if move.law == key and move.old in articles and move.new not in articles and re.search(move.subject, about):
            told = {"where": ident, "law": known.laws[key].title, "old": move.old, "new": move.new or "—"}
            yield Finding("obsolete-article", {**told}, "warning")


def cited(basis: str, known: law.Packs, names: Names | None = None) -> list[tuple[str, tuple[int, ...]]]:
    """The acts that a text names, by key of the pack, each with the articles that follow it. names: those of the pack."""
    pattern, keys = names or names_of(known)
    places = list(pattern.finditer(basis))
    found = []
    for number, place in enumerate(places):
        stop = places[number + 1].start() if number + 1 < len(places) else len(basis)
        numbers = [n for part in _ARTICLE.findall(basis[place.end() : stop]) for n in _numbers(part)]
        found.append((keys[place[0]], tuple(numbers)))
    return found


def names_of(known: law.Packs) -> Names:
    """Every name of an act, the longest first, with the key of its act."""
    keys = {name: key for key, act in known.laws.items() for name in (act.title, *act.names)}
    return re.compile("|".join(re.escape(name) for name in sorted(keys, key=len, reverse=True))), keys


def _numbers(text: str) -> list[int]:
    """42 of "42", 42 and 52 of "42、52", 44 to 46 of "44至46", 42 of 四十二."""
    found: list[int] = []
    for part in re.split(r"[、,\uff0c和及]", text):
        ends = [number for end in re.split(r"[\-–—至]", part) if (number := _number(end)) is not None]
        found += range(ends[0], ends[-1] + 1) if len(ends) == 2 and ends[0] < ends[-1] else ends
    return found


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in _NUMERALS:
            digit = _NUMERALS[sign]
        elif sign in "十百":
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            return None
    return total + digit if text else None
