"""Papers to facts: one reading of each fact in each paper, with the characters it was read from.

Nothing is inferred from what a form prints in advance, and what is blank, struck out or unreadable gives no fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from casereview.dossier import catalogue
from casereview.dossier import forms as form_pack
from casereview.dossier.facts import (
    articles,
    derived,
    fields,
    foot,
    officers,
    pack,
    party,
    prose,
    service,
    stream,
    ticks,
)
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.pack import FactPacks
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.reads import case_no, plate
from casereview.dossier.facts.stream import Stream
from casereview.dossier.forms import CATALOGUE, FormPack
from casereview.dossier.model import Fact, Member, Paper, Place
from casereview.dossier.pageview import page_views

# The day of a paper: the first of these facts that it has; for all other forms the date at its foot.
_DAY_OF = {
    "F01": ("filed_on", "accepted_on"),
    "F02": ("inquiry.start",),
    "F03": ("scene.start",),
    "F04": ("scene.start",),
    "F13": ("hearing.held_on",),
    "X-REPORT": ("report_on", "leader_approved_on"),
    "X-LEGAL": ("legal_review.finished_on",),
    "X-DISC": ("discussion.held_on",),
    "X-STATE": ("statement.received_on",),
    "X-AV": ("av.made_on", "av.start"),
    "X-RECEIPT": ("paid_on",),
    "F24": ("closed_on",),
}
_PLATES_IN = frozenset(
    ("F01", "F02", "F03", "F04", "F06", "F08", "F10", "F11", "F14", "F15", "F16", "X-REPORT", "X-AV")
)


def read_facts(
    members: Sequence[Member],
    papers: Sequence[Paper],
    packs: FactPacks | None = None,
    forms: FormPack | None = None,
) -> tuple[Fact, ...]:
    """Every fact of every paper, in the order of the papers and of their text."""
    known, titles = packs or pack.shipped(), forms or form_pack.shipped()
    pages = stream.numbered(members)
    streams = [(paper, stream.of_paper(paper, pages, known.fields.pattern)) for paper in papers]
    read = [_paper(paper, text, known, titles) if text.text else [] for paper, text in streams]
    read = derived.approvals(papers, read)
    more = derived.read(streams, read, known.fields.domain)
    out: list[Fact] = []
    for (paper, text), own in zip(streams, read):
        if paper.form == CATALOGUE:
            out += _rows(paper, members, titles)
        ordered = sorted([*own, *more[paper.id]], key=lambda item: (item.start, item.name))
        out += [_fact(item, paper, text) for item in ordered]
    return tuple(out)


def _paper(paper: Paper, text: Stream, packs: FactPacks, forms: FormPack) -> list[Found]:
    if paper.form == CATALOGUE:
        return []  # what a list mentions is said by the papers themselves
    items = fields.find_labels(text, paper, packs.fields)
    out = fields.read(text, paper, packs.fields, items)
    out += _missing(out, [*_numbers(text, items), *party.salutation(text, paper), *party.of_record(text, paper, items)])
    out += _missing(out, prose.read(text, paper, packs.prose))
    signed = foot.date(text, frozenset(item.start for item in items))
    if signed:
        out += _missing(out, foot.read(text, paper, packs.fields, frozenset(item.name for item in out), signed))
    out += officers.read(text, paper, packs.fields, items)
    served = service.read(text, paper, forms)
    out += served + service.of_hearing_notice(served)
    out += ticks.read(text, paper, items) + articles.read(text, paper)
    out += _plates(text, paper, out)
    out += party.with_kind(out)
    out += _missing(out, [*_head(text, paper), *_day(paper, out, signed)])
    return out


def _rows(paper: Paper, members: Sequence[Member], forms: FormPack) -> list[Fact]:
    """The rows of the dossier's own catalogue."""
    views = page_views(members)
    return [
        Fact(
            "catalogue.row",
            {"title": row.title, "form": row.form, "first": row.first, "last": row.last},
            paper.id,
            row.page,
            Place(row.file, row.file_page, row.box),
            row.title,
            paper.confidence,
        )
        for row in catalogue.entries([views[number - 1] for number in paper.pages], forms)
    ]


def _missing(have: Sequence[Found], new: Sequence[Found]) -> list[Found]:
    """Of the new ones those whose name is not read yet: a box of the form outranks a sentence."""
    names = {item.name for item in have}
    return [item for item in new if item.name not in names]


def _numbers(text: Stream, items: Sequence[Labelled]) -> list[Found]:
    """A case number on a line of its own under the title; one beside a label belongs to its label."""
    labelled = frozenset(item.start for item in items)
    out: list[Found] = []
    at = lines = 0
    while at < len(text.text) and lines < 8:
        end = text.line_end(at)
        own = case_no(text, at, end)
        if own and own[0].start <= at + 1 and own[0].end >= end - 1 and at not in labelled:
            out.append(found("case_no", own[0], 0.9))
            break
        at, lines = end, lines + 1
    return out


def _head(text: Stream, paper: Paper) -> list[Found]:
    hit = foot.head_body(text) if paper.form.startswith("F") else None
    return [found("enforcement_body", hit)] if hit else []


def _plates(text: Stream, paper: Paper, have: Sequence[Found]) -> list[Found]:
    """Each plate that the paper names, once."""
    if paper.form not in _PLATES_IN:
        return []
    seen = {item.value for item in have if item.name == "vehicle_plate"}
    out = []
    for hit in plate(text, 0, len(text.text)):
        if hit.value not in seen:
            seen.add(hit.value)
            out.append(found("vehicle_plate", hit, 0.95))
    return out


def _day(paper: Paper, have: Sequence[Found], signed: Hit | None) -> list[Found]:
    """`paper.made_on`, and `decision.no` beside a decision's case number."""
    out = [Found("decision.no", item.value, item.start, item.end, item.confidence) for item in have
           if item.name == "case_no" and paper.form in ("F14", "F15")][:1]  # fmt: skip
    for name in _DAY_OF.get(paper.form, ()):
        for item in have:
            if item.name == name:
                return [*out, Found("paper.made_on", item.value[:10], item.start, item.end, item.confidence)]
    return [*out, found("paper.made_on", signed)] if signed else out


def _fact(item: Found, paper: Paper, text: Stream) -> Fact:
    number, place, words, score = text.place(item.start, item.end)
    confidence = round(item.confidence * score * min(1.0, 0.5 + paper.confidence / 2), 3)
    return Fact(item.name, item.value, paper.id, number, place, words, confidence)
