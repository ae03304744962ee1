"""The packs of law put together for a region: what the rules ask, and how an article is cited in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import TypeVar

from casereview import packs
from casereview.checks import calendar
from casereview.checks.lawbook import (
    ArticlesPack,
    DiscretionPack,
    Fine,
    FinesPack,
    Law,
    LawsPack,
    LegalReviewPack,
    LeniencyPack,
    LimitsPack,
    RegionPack,
    Renumbered,
    Shape,
)
from casereview.checks.precision import PrecisionPack
from casereview.packs import Frozen
from casereview.text import fold
from casereview.units import catalogue
from casereview.units.catalogue import FiguresPack

NATIONAL = "national"
UNCONFIRMED = "（待核）"  # what stands in a pack from memory, and nobody has compared with the text of the act
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Packs:
    """All that the rules know of law, calendar and region. Immutable."""

    calendar: calendar.Calendar
    laws: Mapping[str, Law]
    limits: LimitsPack
    articles: ArticlesPack
    fines: tuple[Fine, ...]
    region: RegionPack
    discretion: DiscretionPack | None = None
    leniency: tuple[LeniencyPack, ...] = ()
    legal_review: tuple[LegalReviewPack, ...] = ()
    figures: FiguresPack = field(default_factory=catalogue.shipped)

    def law_named(self, text: str) -> str | None:
        """The key of the act that a paper cites by this name, or None for an act the pack does not know."""
        return _law_names(tuple((key, law.title, law.names) for key, law in self.laws.items())).get(_plain(text))

    def fines_of(self, law: str, article: int, paragraph: int | None, item: int | None) -> list[Fine]:
        """Every version of the rows that fit a citation; a part the citation leaves out fits every row."""
        return [
            fine
            for fine in self.fines
            if fine.law == law
            and fine.article == article
            and _fits(paragraph, fine.paragraph)
            and _fits(item, fine.item)
        ]

    def shape_of(self, law: str, article: int, day: date) -> Shape | None:
        """Paragraphs and items of an article on a day; None where the pack does not know them."""
        return next(
            (one for one in self.articles.shapes if (one.law, one.article) == (law, article) and one.covers(day)), None
        )

    def renumbered(self, law: str, old: int, since: date, until: date) -> Renumbered | None:
        """The revision between two days (the first left out) that moved an article of an act, if the pack knows one."""
        return next(
            (
                one
                for one in self.articles.renumbered
                if (one.law, one.old) == (law, old) and since < one.since <= until
            ),
            None,
        )

    def cite(self, references: str) -> str:
        """ "penalty:61.1,85;three_systems:" in words: 《…》第六十一条第一款、第八十五条；《…》. An act that is not confirmed is marked 待核."""
        if references not in self._cited:
            self._cited[references] = "；".join(_cite(reference, self.laws) for reference in references.split(";"))
        return self._cited[references]

    @cached_property
    def _cited(self) -> dict[str, str]:
        """Citations made so far: each outcome carries one."""
        return {}


def _fits(cited: int | None, row: int | None) -> bool:
    return cited is None or row is None or cited == row


def _plain(name: str) -> str:
    return re.sub(r"^中华人民共和国|[(].*?[)]", "", re.sub(r"[《》]", "", fold(name)))


@cache
def _law_names(laws: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {_plain(name): key for key, title, names in laws for name in (title, *names)}


# Titles stand in the packs with the brackets of a keyboard; printed they are those of the language.
_FULL_WIDTH = str.maketrans("()", "（）")


def _cite(reference: str, laws: Mapping[str, Law]) -> str:
    key, _, articles = reference.partition(":")
    title = laws[key].title
    quoted = title if laws[key].names == () or "(" in title else f"《{title}》"
    said = quoted.translate(_FULL_WIDTH) + "、".join(_article(part) for part in articles.split(",") if part)
    return said if laws[key].confirmed else f"{said}{UNCONFIRMED}"


def _article(part: str) -> str:
    names = ("条", "款", "项")
    return "".join(
        f"第{in_words(int(number))}{names[level]}" for level, number in enumerate(part.split(".")) if number != "0"
    )


def article_in_words(article: int, paragraph: int | None = None, item: int | None = None) -> str:
    """第六十三条第一款第二项; parts that are not given are left out."""
    return "".join(
        f"第{in_words(number)}{name}" for number, name in ((article, "条"), (paragraph, "款"), (item, "项")) if number
    )


def in_words(number: int) -> str:
    """1 to 999 as articles are counted: 六十一, 一百零二, 十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
    elif ones:
        words += ("零" if hundreds else "") + _DIGITS[ones]
    return words or _DIGITS[0]


_UNITS = {"十": 10, "百": 100}


def number_of(text: object) -> int | None:
    """The number of 第六十一条, "61", （三）, 第二款; None where there is none."""
    found = re.search(r"\d+", str(text))
    if found:
        return int(found.group())
    words = re.search(r"[一二三四五六七八九十百零〇]+", str(text))
    if not words:
        return None
    total, digit = 0, 0
    for sign in words.group().replace("〇", "零"):
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


MODELS: Mapping[str, type[Frozen]] = {
    "law/laws": LawsPack,
    "law/limits": LimitsPack,
    "law/articles": ArticlesPack,
    "law/fines": FinesPack,
    "calendar": calendar.YearPack,
    "regions": RegionPack,
    "discretion": DiscretionPack,
    "leniency": LeniencyPack,
    "legal_review": LegalReviewPack,
    "checks/precision": PrecisionPack,
    "figures/catalogue": FiguresPack,
}

PackModel = TypeVar("PackModel", bound=Frozen)


def model_of(kind: str, name: str) -> type[Frozen] | None:
    """The model of a pack that the checks use; None for a pack of another room."""
    return MODELS.get(f"{kind}/{name}") or MODELS.get(kind)


def lacking(kind: str, name: str, pack: Frozen) -> str:
    """What an edited pack has lost that the rules ask for by name ("laws.penalty"), or "": a rule must find its law and its limit."""
    tables = {"law/laws": ("laws",), "law/limits": ("limits", "amounts")}.get(f"{kind}/{name}", ())
    for table in tables:
        held = set(getattr(pack, table))
        for key in getattr(packs.load(kind, name, type(pack)), table):
            if key not in held:
                return f"{table}.{key}"
    return ""


@cache
def shipped(region: str = "") -> Packs:
    """The shipped packs with the figures of a region; a region without a pack gets the national hints and no local law."""
    return with_edited({}, region)


def with_edited(edited: Mapping[str, str], region: str = "") -> Packs:
    """As `shipped`, with the packs whose text a workspace has edited ("calendar/2027" → TOML). Raises as `packs.parse`."""
    return _assembled(edited, region, _names("calendar", edited), _names("regions", edited))


def exactly(texts: Mapping[str, str], region: str = "") -> Packs:
    """The packs of these texts and of no later one: a year or a region that is not among them is not known. Raises as `packs.parse`.

    A kind that the texts have nothing of is younger than they are, and as shipped.
    """
    years = [key.partition("/")[2] for key in texts if key.startswith("calendar/")]
    regions = [key.partition("/")[2] for key in texts if key.startswith("regions/")]
    return _assembled(texts, region, sorted(years), regions)


def _assembled(edited: Mapping[str, str], region: str, of_years: Sequence[str], regions: Sequence[str]) -> Packs:
    years = {name: _pack("calendar", name, calendar.YearPack, edited) for name in of_years}
    name = region if region in regions else NATIONAL
    place = _pack("regions", name, RegionPack, edited)
    bands = place.discretion and _pack("discretion", place.discretion, DiscretionPack, edited)
    # What the Act itself says holds everywhere; the lists of the region come beside it.
    lists = [name for name in dict.fromkeys((NATIONAL, place.leniency)) if name]
    catalogues = [name for name in dict.fromkeys((NATIONAL, place.legal_review)) if name]
    return Packs(
        calendar.calendar_of(years),
        _pack("law", "laws", LawsPack, edited).laws,
        _pack("law", "limits", LimitsPack, edited),
        _pack("law", "articles", ArticlesPack, edited),
        _pack("law", "fines", FinesPack, edited).fines,
        place,
        bands or None,
        tuple(_pack("leniency", one, LeniencyPack, edited) for one in lists),
        tuple(_pack("legal_review", one, LegalReviewPack, edited) for one in catalogues),
        _pack("figures", "catalogue", FiguresPack, edited),
    )


def _names(kind: str, edited: Mapping[str, str]) -> list[str]:
    added = {key.partition("/")[2] for key in edited if key.startswith(f"{kind}/")}
    return sorted({*packs.names(kind), *added})


def _pack(kind: str, name: str, model: type[PackModel], edited: Mapping[str, str]) -> PackModel:
    text = edited.get(f"{kind}/{name}")
    return packs.load(kind, name, model) if text is None else packs.parse(text, f"{kind}/{name}.toml", model)


def digests(region: str = "") -> dict[str, str]:
    """Kind/name → hash of each shipped pack that a check with this region looks at."""
    name = region if region in packs.names("regions") else NATIONAL
    wanted = [*(tuple(key.split("/")) for key in MODELS if "/" in key), ("regions", name)]
    wanted += [("calendar", year) for year in packs.names("calendar")]
    found = {}
    for kind, pack in wanted:
        model = model_of(kind, pack)
        if model is not None:
            found[f"{kind}/{pack}"] = packs.digest(packs.load(kind, pack, model))
    return found
