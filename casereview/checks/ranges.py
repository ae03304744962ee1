"""The amount of a fine: range of the law in force, step of discretion, reasons to go lower: R-D06, R-D07, R-D19."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from casereview.checks.hearing import party_kind
from casereview.checks.law import article_in_words, number_of
from casereview.checks.lawbook import Band, Fine, Leniency, Place, Renumbered
from casereview.checks.rules import FAIL, MAJOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact
from casereview.text import fold

# Acts that a decision cites for its procedure; they set no range.
_PROCEDURAL = ("penalty", "review", "suit", "coercion")


@dataclass(slots=True)
class _Basis:
    """What the packs know of the articles that a decision rests on.

    unknown  articles of known acts for which there is no row: the range may be wider than the rows say
    moved    a revision between act and decision that moved a cited article
    """

    rows: list[Fine] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    unknown: list[Fact] = field(default_factory=list)
    moved: Renumbered | None = None


@rule("R-D06", VETO, "penalty:37,57.1,76.1", over=FAIL, between=WARN, below=WARN, repealed=WARN)
def fine_is_within_the_range(v: View) -> Answers:
    amount, made = v.money("decision.amount", "F15", "F14"), v.day("decision.made_on", "F15", "F14")
    acted = _acted(v)
    since = min(acted.value, made.value) if acted else made.value
    basis = _basis(v, since, made.value)
    if basis.moved is not None and basis.moved.new is None:
        moved = basis.moved
        yield say("repealed", amount, *basis.facts, article=moved.old, since=moved.since, turn="law")
        return
    if not basis.rows:
        raise Unread("no-data", "article.basis", seen=tuple(basis.unknown))
    highest, lowest = max(row.ceiling for row in basis.rows), min(row.min for row in basis.rows)
    lowest_ceiling = _lowest_ceiling(basis.rows)
    about: dict[str, Any] = {"amount": amount, "lowest": lowest, "highest": highest, "versions": _versions(basis.rows)}
    if amount.value > highest and basis.unknown:
        raise Unread("no-data", "article.basis", seen=tuple(basis.unknown))
    if amount.value > highest and any(row.gains for row in basis.rows) and not _no_gains(v):
        raise Unread("gains", "gains")
    if amount.value > highest and not acted:
        raise Unread("absent", "found_at")
    name = (
        "over" if amount.value > highest
        else "between" if amount.value > lowest_ceiling
        else "below" if amount.value < lowest
        else "ok"
    )  # fmt: skip
    sure = all(row.confirmed for row in basis.rows)
    yield say(name, amount, *basis.facts, sure=sure, turn="law" if name != "ok" else "", **about)


def _acted(v: View) -> Known[date] | None:
    return v.maybe_day("found_at") or v.maybe_day("violation_end_on") or v.maybe_day("filed_on")


def _basis(v: View, since: date, until: date) -> _Basis:
    """Every version of the cited articles in force between act and decision. An act that the pack does not know leaves the case open."""
    found = _Basis()
    cited = [fact for fact in v.facts("article.basis", "F15", "F14") if not is_weak(fact)]
    if not cited:
        raise Unread("absent", "article.basis")
    for fact in cited:
        law, number = v.packs.law_named(str(fact.value.get("law", ""))), number_of(fact.value.get("article", ""))
        if law in _PROCEDURAL:
            continue
        if law is None or number is None:
            raise Unread("no-data", "article.basis", seen=(fact,))
        part = (number_of(fact.value.get("paragraph") or ""), number_of(fact.value.get("item") or ""))
        rows, moved = _rows(v, law, number, part, since, until)
        found.moved = found.moved or moved
        found.rows += rows
        (found.facts if rows or moved else found.unknown).append(fact)
    return found


def _rows(
    v: View, law: str, number: int, part: tuple[int | None, int | None], since: date, until: date
) -> tuple[list[Fine], Renumbered | None]:
    """The rows of a citation. Where a revision moved the article in between, the cause tells which numbering is meant."""
    rows = _between(v.packs.fines_of(law, number, *part), since, until)
    moved, cause = v.packs.renumbered(law, number, since, until), cause_of(v)
    if moved is not None and cause:
        if re.search(moved.subject, cause):
            now = v.packs.fines_of(law, moved.new, None, None) if moved.new is not None else []
            rows = [row for row in rows if row.start < moved.since] + [r for r in now if r.start >= moved.since]
        else:
            rows, moved = [row for row in rows if row.covers(until)], None
    else:
        moved = None
    if any(row.party for row in rows):
        party = party_kind(v)
        rows = [row for row in rows if row.party in ("", party)]
    return rows, moved


def _between(rows: Sequence[Fine], since: date, until: date) -> list[Fine]:
    return [row for row in rows if row.start <= until and (row.to is None or row.to >= since)]


def _lowest_ceiling(rows: Sequence[Fine]) -> Decimal:
    """The smallest maximum among the versions of the cited articles; of one version the widest row counts."""
    of_versions: dict[tuple[str, int, date], Decimal] = {}
    for row in rows:
        key = (row.law, row.article, row.start)
        of_versions[key] = max(of_versions.get(key, row.ceiling), row.ceiling)
    return min(of_versions.values())


def _versions(rows: Sequence[Fine]) -> str:
    """The ranges that were compared, each with its article and its time, for the sentence."""
    said = []
    for row in rows:
        place = article_in_words(row.article, row.paragraph, row.item)
        when = f"{row.start}至{row.to}" if row.to else f"{row.start}起"
        said.append(f"{place} {row.min:f}–{row.ceiling:f} 元（{when}）")
    return "、".join(dict.fromkeys(said))


def cause_of(v: View) -> str:
    """What the case is for, in every way it is written."""
    return " ".join(dict.fromkeys(fold(str(fact.value)) for fact in v.facts("cause") if not is_weak(fact)))


def _no_gains(v: View) -> bool:
    return v.find(r"(?:无|没有)违法所得", *v.of("F15", "F11", "X-REPORT")) is not None


@rule("R-D07", MAJOR, "penalty:34;discretion:", silent=FAIL, outside=WARN)
def discretion_standard_is_applied(v: View) -> Answers:
    v.only("general")
    made = v.day("decision.made_on", "F15")
    if made.value < v.packs.limits.turning.discretion_opinion:
        yield say("na", reason="old-law")
        return
    pack = v.packs.discretion
    if pack is None or not pack.bands:
        raise Unread("no-bands", "discretion")
    bands = _bands(v, pack.bands, made.value)
    if not bands:
        raise Unread("no-band", "discretion", list=pack.title, cause=cause_of(v))
    mentioned = v.find(r"裁量|基准", *v.of("F15", "X-REPORT"))
    if mentioned is None:
        if not all(v.typed(paper) for paper in v.of("F15", "X-REPORT")):
            raise Unread("not-typed", "F15")
        sure = v.complete and pack.confirmed
        yield say("silent", *v.of("F15"), sure=sure, list=pack.title, steps=_steps(bands))
        return
    amount = v.money("decision.amount", "F15")
    chosen = [band for band in bands if _chosen(v, band.band)]
    if not chosen:
        raise Unread("no-step", "discretion", list=pack.title, steps=_steps(bands))
    inside = [band for band in chosen if band.min <= amount.value <= band.max]
    step = (inside or chosen)[0]
    yield say(
        "ok" if inside else "outside", amount, mentioned, amount=amount, band=step.band, least=step.min, most=step.max,
        when=step.circumstance or "-", list=pack.title,
    )  # fmt: skip


def _bands(v: View, bands: Sequence[Band], made: date) -> list[Band]:
    """The steps of the articles that the decision rests on."""
    found: list[Band] = []
    cited = [fact for fact in v.facts("article.basis", "F15") if not is_weak(fact)]
    if not cited:
        raise Unread("absent", "article.basis")
    for fact in cited:
        law, number = v.packs.law_named(str(fact.value.get("law", ""))), number_of(fact.value.get("article", ""))
        part = (number_of(fact.value.get("paragraph") or ""), number_of(fact.value.get("item") or ""))
        found += [b for b in bands if (b.law, b.article) == (law, number) and _is_part(b, part) and b.covers(made)]
    return found


def _is_part(place: Place, part: tuple[int | None, int | None]) -> bool:
    return all(own is None or cited is None or own == cited for own, cited in zip((place.paragraph, place.item), part))


def _steps(bands: Sequence[Band]) -> str:
    return "、".join(dict.fromkeys(band.band for band in bands))


def _chosen(v: View, name: str) -> bool:
    """Whether decision or report puts the case on a step: its name alone is an everyday word (一般)."""
    step = re.escape(fold(name))
    before = rf"(?:裁量|基准|情节|程度|阶次|等级|档次|后果|属于|认定为|构成)[^。;]{{0,30}}?{step}"
    after = rf"{step}(?:的)?(?:违法|情节|档|阶次|程度|等级|情形)"
    return v.find(f"{before}|{after}", *v.of("F15", "X-REPORT")) is not None


# Lighter, lower, or nothing

_LESS = r"(?<!或者)(?<!或)(?<!、)减轻(?:行政)?处罚|(?<!或者)减轻处理"
_LIGHTER = r"(?<!从重)从轻(?:或者?减轻)?(?:行政)?处罚|从轻(?:处理|裁量)|予以从轻"
# The Act's own words, the question on a form, and the right to ask are no plea.
_NO_PLEA = r"(?:不|无|没有|未)(?:予|具有|具备|存在|符合|适用)?[^。;,]{0,14}(?:从轻|减轻)|(?:请求|要求|申请|希望)[^。;]{0,12}(?:从轻|减轻)"


@rule("R-D19", MAJOR, "penalty:30,31,32,33", unreasoned=WARN, exempt=WARN)
def leniency_has_its_ground(v: View) -> Answers:
    papers = v.need("F15", "F14")
    made = v.day("decision.made_on", "F15", "F14")
    entries = [one for pack in v.packs.leniency for one in pack.entries if one.covers(made.value)]
    if not entries:
        raise Unread("no-list", "leniency")
    where = v.of("F15", "F14", "X-REPORT", "X-DISC")
    less, lighter = _plea(v, _LESS, papers), _plea(v, _LIGHTER, papers)
    said = less or lighter
    lists = "、".join(f"《{pack.title}》" for pack in v.packs.leniency)
    if said is None:
        yield from _unpleaded(v, entries, lists, where)
        return
    wanted = ("mitigated",) if less else ("mitigated", "lighter")
    grounds = [one for one in entries if one.list in wanted and _fits(v, one)]
    for one in grounds:
        if one.circumstance and (seen := v.find(one.circumstance, *where)):
            yield say("ok", said, seen, ground=one.title, source=one.source)
            return
    if not all(v.typed(paper) for paper in where):
        raise Unread("not-typed", "F15")
    yield say("unreasoned", said, *papers, plea="减轻" if less else "从轻", list=lists, turn="law")


def _plea(v: View, pattern: str, papers: Sequence[Any]) -> Any:
    for seen in v.find_all(rf"[^。;]{{0,30}}(?:{pattern})", *papers):
        if not re.search(_NO_PLEA, seen.text):
            return seen
    return None


def _unpleaded(v: View, entries: Sequence[Leniency], lists: str, where: Sequence[Any]) -> Answers:
    """Nothing is pleaded: a case on a list of what is not punished has to say why it was. Other cases are on no list that is known."""
    listed = [
        one
        for one in entries
        if one.list in ("exempt", "first")
        and (one.words or one.article is not None)
        and _fits(v, one)
        and (not one.circumstance or v.find(one.circumstance, *where))
    ]
    if not listed:
        raise Unread("not-listed", "leniency", list=lists, cause=cause_of(v) or "-")
    why = v.find(
        r"(?:不(?:符合|适用|属于|予)|未(?:及时|按期|在规定期限内)|拒不)[^。;]{0,16}(?:免罚|不予(?:行政)?处罚|首违|轻微|改正)"
        r"|(?:再次|多次|两次以上|二次以上|曾(?:因|被))[^。;]{0,16}(?:违法|处罚)",
        *where,
    )
    one = listed[0]
    if why is not None:
        yield say("ok", why, ground=one.title, source=one.source)
    elif all(v.typed(paper) for paper in where):
        yield say("exempt", *v.facts("cause")[:1], *where[:1], entry=one.title, source=one.source, turn="law")
    else:
        raise Unread("not-typed", "F15")


def _fits(v: View, one: Leniency) -> bool:
    """Whether an entry is about this case: its act by article, its cause by words."""
    if one.law or one.article is not None:
        cited = {
            (v.packs.law_named(str(fact.value.get("law", ""))), number_of(fact.value.get("article", "")))
            for fact in v.facts("article.basis", "F15", "F14")
            if not is_weak(fact)
        }
        if not any((not one.law or law == one.law) and one.article in (None, number) for law, number in cited):
            return False
    return not one.words or re.search(one.words, cause_of(v)) is not None
