"""抽卷清单: what was drawn, from how many, by which seed, so that anyone can draw it again."""

from __future__ import annotations

from collections.abc import Mapping

from casereview.documents.model import Cell, Column, Document, Paragraph, Profile, Row, Table, Title
from casereview.dossier.model import Dossier
from casereview.notices import say
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.panel.model import Campaign, Draw

_WIDTHS = (1, 4, 4.4, 5.4, 2.6, 2, 2.4, 1.8, 2)


def compose(
    campaign: Campaign,
    draw: Draw,
    dossiers: Mapping[str, Dossier],
    names: Mapping[str, str],
    issue: Issue,
    wording: Wording,
) -> Document:
    """The list on lying A4. dossiers by id; names: units by id."""
    rows = tuple(
        _row(number, ident, dossiers.get(ident), names, draw, wording) for number, ident in enumerate(draw.drawn, 1)
    )
    columns = tuple(
        Column(title, width, "left" if place in (1, 2, 3) else "center")
        for place, (title, width) in enumerate(zip(wording.texts["columns"], _WIDTHS))
    )
    title = wording.say("title", year=campaign.year)
    blocks = (
        Title(title),
        Paragraph(wording.say("number", title=campaign.title), indent=False, align="right"),
        Table(columns, rows),
        _foot(draw, wording),
    )
    return Document(Profile.FORM, title, blocks, author=issue.body, landscape=True, stamp=draw.pool_digest[:16])


def _row(number: int, ident: str, one: Dossier | None, names: Mapping[str, str], draw: Draw, wording: Wording) -> Row:
    unknown = wording.say("unknown")
    unit = draw.strata.get(ident, "").partition("/")[0]
    if one is None:
        return (str(number), names.get(unit, unit), ident[:12], *([unknown] * 4), wording.say("random"), "")
    return (
        str(number),
        names.get(one.unit, one.unit),
        one.case_no or one.name,
        say.masked(one.cause or unknown),
        party(one.party) or unknown,
        say.procedure(one.procedure or ""),
        one.filed_on or unknown,
        wording.say("random"),
        "",
    )


_ORGANISATIONS = ("公司", "厂", "合作社", "部", "店", "站", "中心", "车队", "企业", "行")


def party(name: str | None) -> str:
    """王某 for a person, 某公司 for an organisation: nothing that names them."""
    if not name:
        return ""
    for suffix in _ORGANISATIONS:
        if name.endswith(suffix) and len(name) > 3:
            return f"某{suffix}"
    return f"{name[0]}某" if len(name) <= 4 else "某单位"


def _foot(draw: Draw, wording: Wording) -> Table:
    facts = "；".join(
        (
            wording.say("pool", pool=len(draw.pool), digest=draw.pool_digest[:16]),
            wording.say("drawn", drawn=len(draw.drawn)),
            wording.say("seed", seed=draw.seed),
        )
    )

    def label(key: str) -> Cell:
        return Cell(wording.say(f"label.{key}"), label=True)

    columns = (Column("", 3), Column("", 7), Column("", 3), Column("", 7), Column("", 2.4), Column("", 7))
    rows: tuple[Row, ...] = (
        (label("facts"), Cell(facts, span=5, align="left")),
        (label("rule"), Cell(wording.say("rule"), span=5, align="left")),
        (label("operator"), "", label("witness"), "", label("date"), wording.say("label.date_room")),
    )
    return Table(columns, rows, high=7, whole=True)
