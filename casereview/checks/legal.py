"""Every legal figure that the checks use, as a lawyer checks it: entry, value, article, where it was read, whether it is confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casereview import packs as files
from casereview import words
from casereview.checks import law
from casereview.checks.calendar import YearPack
from casereview.checks.law import Packs, article_in_words
from casereview.checks.lawbook import Place, RegionPack

SECTIONS = (
    "laws", "limits", "amounts", "turning", "fines", "renumbered", "fingerprints", "shapes", "measures", "discretion",
    "leniency", "legal_review", "regions", "calendar",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table. value: as it is used; article: the place in an act, "" where the entry itself is the place."""

    section: str
    entry: str
    value: str
    article: str
    source: str
    confirmed: bool


def figures(packs: Packs, region: str) -> list[Figure]:
    """Every entry of the packs, by section. `region`: the name of the region's pack."""
    return [
        *_laws(packs),
        *_limits(packs),
        *_fines(packs),
        *_articles(packs),
        *_lists(packs),
        *_region(packs.region, region),
        *_calendar(packs),
    ]


def _laws(packs: Packs) -> Iterator[Figure]:
    for one in packs.laws.values():
        versions = "；".join(
            span(v.start, v.to) + (f"（共 {v.articles} 条）" if v.articles else "") for v in one.versions
        )
        yield Figure("laws", one.title, versions or "-", "", one.source, one.confirmed)


def _limits(packs: Packs) -> Iterator[Figure]:
    units = {"workdays": "个工作日", "days": "日", "months": "个月", "hours": "小时"}
    for name, limit in packs.limits.limits.items():
        article = packs.cite(limit.article).replace(law.UNCONFIRMED, "")
        yield Figure("limits", f"{name}", f"{limit.count} {units[limit.unit]}", article, "", limit.confirmed)
    for name, amount in packs.limits.amounts.items():
        value = f"{amount.value:f} 元（{span(amount.start, None)}）"
        yield Figure("amounts", f"{name}", value, packs.cite(amount.article), "", True)
    for name, on in packs.limits.turning:
        yield Figure("turning", name, str(on), "", "", True)


def _place(packs: Packs, one: Place) -> str:
    act = packs.laws.get(one.law)
    return f"《{act.title if act else one.law}》{article_in_words(one.article, one.paragraph, one.item)}"


def _fines(packs: Packs) -> Iterator[Figure]:
    parties = {"person": "个人：", "organisation": "单位：", "": ""}
    for one in packs.fines:
        value = f"{parties[one.party]}{one.min:f} 至 {one.max:f} 元"
        if one.grave_max is not None:
            value += f"，情节严重的至 {one.grave_max:f} 元"
        if one.gains and one.times is not None:
            value += f"；违法所得达到 {one.gains_floor or 0:f} 元的，没收并处 {one.times[0]} 至 {one.times[1]} 倍"
        yield Figure(
            "fines", one.cause, f"{value}（{span(one.start, one.to)}）", _place(packs, one), one.source, one.confirmed
        )


def _articles(packs: Packs) -> Iterator[Figure]:
    for move in packs.articles.renumbered:
        act, new = packs.laws[move.law].title, article_in_words(move.new) if move.new else "已删除"
        yield Figure(
            "renumbered", move.subject, f"{article_in_words(move.old)} → {new}", f"《{act}》{move.since} 修订", move.source,
            move.confirmed,
        )  # fmt: skip
    for mark in packs.articles.fingerprints:
        yield Figure(
            "fingerprints", mark.subject, f"{article_in_words(mark.old)} → 第{mark.new}条", f"《{packs.laws['penalty'].title}》",
            "", mark.confirmed,
        )  # fmt: skip
    for shape in packs.articles.shapes:
        place = f"《{packs.laws[shape.law].title}》{article_in_words(shape.article)}"
        value = f"{shape.paragraphs} 款" + (f"，{shape.items} 项" if shape.items else "")
        yield Figure("shapes", place, f"{value}（{span(shape.start, shape.to)}）", "", shape.source, shape.confirmed)
    for basis in packs.articles.measure_bases:
        places = "、".join(article_in_words(number) for number in basis.articles)
        yield Figure("measures", packs.laws[basis.law].title, places, "", "", True)


def _lists(packs: Packs) -> Iterator[Figure]:
    for band in packs.discretion.bands if packs.discretion else ():
        value = f"{band.band}：{band.min:f} 至 {band.max:f} 元（{span(band.start, band.to)}）"
        entry = f"{band.cause}：{band.circumstance}" if band.circumstance else band.cause
        yield Figure("discretion", entry, value, _place(packs, band), band.source, band.confirmed)
    for pack in packs.leniency:
        for one in pack.entries:
            place = f"《{packs.laws[one.law].title}》" if one.law else ""
            place += article_in_words(one.article) if one.article else ""
            yield Figure(
                "leniency", one.title, words.render(f"check.legal.list.{one.list}"), place, one.source, one.confirmed
            )
    for catalogue in packs.legal_review:
        for listed in catalogue.entries:
            parties = (("公民", listed.person), ("单位", listed.organisation))
            amounts = [f"{who} {amount:f} 元" for who, amount in parties if amount]
            yield Figure("legal_review", listed.title, "、".join(amounts) or "-", "", listed.source, listed.confirmed)


def _region(pack: RegionPack, name: str) -> Iterator[Figure]:
    for local in pack.local_law:
        yield Figure("regions", local.title, f"{local.days} 日", "", local.source, local.confirmed)
    for key, figure in pack.figures.items():
        title = words.render(f"region_figure.{key}")
        yield Figure("regions", f"{pack.title}：{title}", figure.value or "-", "", figure.source, figure.confirmed)


def _calendar(packs: Packs) -> Iterator[Figure]:
    for year in files.names("calendar"):
        if int(year) in packs.calendar.years:
            pack = files.load("calendar", year, YearPack)
            value = f"放假 {'、'.join(pack.off)}；上班 {'、'.join(pack.work)}"
            yield Figure("calendar", year, value, "", pack.source, True)


def span(start: date, to: date | None) -> str:
    return f"{start} 至 {to}" if to else f"{start} 起"


def markdown(language: str, packs: Packs, region: str) -> str:
    """The table as a page of the help. The entries are as the packs write them, the words around them in `language`."""
    rows = figures(packs, region)
    parts = [f"# {_word('title', language)}", _word("about", language)]
    open_ = sum(not row.confirmed for row in rows)
    parts.append(_word("counts", language, entries=len(rows), open=open_))
    for section in SECTIONS:
        parts.append(f"## {_word(f'section.{section}', language)}")
        parts.append(_table([row for row in rows if row.section == section], language))
    return "\n\n".join(parts) + "\n"


def _table(rows: Iterable[Figure], language: str) -> str:
    head = [_word(name, language) for name in ("entry", "value", "article", "source", "state")]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        state = _word("confirmed" if row.confirmed else "open", language)
        entry = row.entry
        if row.section in ("limits", "amounts", "turning"):
            entry = _word(f"{row.section}.{row.entry}", language)
        cells = (entry, row.value, row.article, row.source, state)
        lines.append(f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |")
    return "\n".join(lines)


def _word(name: str, language: str, **parameters: object) -> str:
    return words.render(f"check.legal.{name}", language, **parameters)
