"""From a case and a change to the files of a dossier. A paper that no change touches is drawn once."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2

from tests.samples import damage, draw_docx, draw_pdf
from tests.samples.blocks import Block, Grid, Sheet, Text, title
from tests.samples.case import Case
from tests.samples.forms_volume import catalogue, cover, remarks, sheet

Edit = tuple[str, str, str]  # paper, words that stand there, words instead


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a clean dossier.

    days, words, crew, times, party, style, fields  what the case says instead, so that every paper says it
    without     texts of the case that go back to what is usual
    drop, add   papers that never were in the dossier, papers it has besides
    edit        words of one paper that read otherwise: a slip in that paper alone
    lose        papers that were bound and listed and are in the files no longer
    order       the papers, bound in this order
    more        lines that a paper has besides: paper, line
    extra       papers of kinds that no sample has: form, title, lines
    alone       none of the case's own papers: only those of `extra`
    picture     every page is a picture without text
    """

    days: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    crew: Mapping[str, Sequence[int]] = field(default_factory=dict)
    times: Mapping[str, Sequence[str]] = field(default_factory=dict)
    party: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    drop: Sequence[str] = ()
    add: Sequence[str] = ()
    edit: Sequence[Edit] = ()
    lose: Sequence[str] = ()
    order: Sequence[str] = ()
    more: Sequence[Sequence[str]] = ()
    extra: Sequence[Sequence[str]] = ()
    alone: bool = False
    picture: bool = False

    def of(self, case: Case) -> Case:
        made = replace(
            case,
            days=case.days | {name: date.fromisoformat(day) for name, day in self.days.items()},
            words={k: v for k, v in (case.words | dict(self.words)).items() if k not in self.without},
            crew=case.crew | {act: tuple(who) for act, who in self.crew.items()},
            times=case.times | {act: (start, end) for act, (start, end) in self.times.items()},
            party=replace(case.party, **self.party),
            style=replace(case.style, **self.style),
            papers=()
            if self.alone
            else tuple(self.order or (p for p in (*case.papers, *self.add) if p not in self.drop)),
            **self.fields,
        )
        return replace(made, form="bound") if self.picture else made


def write(case: Case, change: Change, folder: Path, name: str) -> Path:
    """The changed dossier as files in `folder`/unit/name. Raises ValueError for a change that changes nothing."""
    changed = replace(change.of(case), name=name)
    used: set[Edit] = set()
    sheets = _sheets(changed, change, used)
    lost = set(change.drop) - set(case.papers) | set(change.lose) - {paper for paper, _ in sheets}
    if unused := {*change.edit} - used or lost:
        raise ValueError(f"{name}: nothing to change for {unused}")
    home = folder / case.office.key / name
    home.mkdir(parents=True)
    for file, data in _PACKED[changed.form](changed, [(p, one) for p, one in sheets if p not in change.lose]):
        (home / file).write_bytes(damage.scanned(data, seed=4, dpi=50) if change.picture else data)
    return home


def first_pages(case: Case, change: Change) -> list[tuple[int, str, str]]:
    """Where each paper of a bound dossier begins, with its form and title: what a person sees who leafs through it."""
    found, first = [], 1
    for _, one in _sheets(change.of(case), change, set()):
        found.append((first, one.form, one.title))
        first += draw_pdf.pages(_pdf(one, first, case.style.seal))
    return found


def _sheets(case: Case, change: Change, used: set[Edit]) -> list[tuple[str, Sheet]]:
    """The papers of the changed case in their order; a complete volume has cover, catalogue and remarks sheet around them."""
    sheets = [
        (paper, _edited(_longer(sheet(case, paper), paper, change), paper, change, used)) for paper in case.papers
    ]
    sheets += [(form, _plain(form, head, lines)) for form, head, *lines in change.extra]
    return _volume(case, sheets, change, used) if case.complete and not change.alone else sheets


def _longer(one: Sheet, paper: str, change: Change) -> Sheet:
    return replace(one, blocks=(*one.blocks, *(Text(line) for where, line in change.more if where == paper)))


def _plain(form: str, head: str, lines: Sequence[str]) -> Sheet:
    return Sheet(form, head, (title(head), *(Text(line) for line in lines)))


def _volume(case: Case, sheets: list[tuple[str, Sheet]], change: Change, used: set[Edit]) -> list[tuple[str, Sheet]]:
    """Cover, catalogue and remarks sheet around the papers, page numbers as drawn."""
    rows, first = [], 1
    for _, one in sheets:
        count = draw_pdf.pages(_pdf(one, first, case.style.seal))
        rows.append((one, first, first + count - 1))
        first += count
    front, listed, back = (
        (one.form, _edited(one, one.form, change, used))
        for one in (cover(case), catalogue(case, rows), remarks(case, first - 1))
    )
    return [front, listed, *sheets, back]


def _edited(one: Sheet, paper: str, change: Change, used: set[Edit]) -> Sheet:
    for edit in change.edit:
        form, old, new = edit
        if form == paper and any(old in text for block in one.blocks for text in _texts(block)):
            used.add(edit)
            blocks = tuple(_swapped(block, old, new) for block in one.blocks)
            one = replace(one, title=one.title.replace(old, new), blocks=blocks)
    return one


def _texts(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [block.text]
    return [cell.text for row in block.rows for cell in row] if isinstance(block, Grid) else []


def _swapped(block: Block, old: str, new: str) -> Block:
    if isinstance(block, Text):
        return replace(block, text=block.text.replace(old, new))
    if isinstance(block, Grid):
        rows = tuple(tuple(replace(cell, text=cell.text.replace(old, new)) for cell in row) for row in block.rows)
        return replace(block, rows=rows)
    return block


# --- how files come -------------------------------------------------------------------------------------------------

Papers = list[tuple[str, Sheet]]
Members = list[tuple[str, bytes]]


@cache
def _pdf(one: Sheet, first_page: int, seal: bool) -> bytes:
    return draw_pdf.draw(one, first_page, seal)


@cache
def _word(one: Sheet) -> bytes:
    return draw_docx.draw([one])


def _drawn(case: Case, papers: Papers) -> list[bytes]:
    """Papers as PDFs, page numbers counting through."""
    drawn, first = [], 1
    for _, one in papers:
        drawn.append(_pdf(one, first if one.numbered else 0, case.style.seal))
        first += draw_pdf.pages(drawn[-1]) if one.numbered else 0
    return drawn


def _bind(pdfs: Sequence[bytes]) -> bytes:
    out, whole = io.BytesIO(), pypdfium2.PdfDocument.new()
    for data in pdfs:
        part = pypdfium2.PdfDocument(data)
        whole.import_pages(part)
        part.close()
    whole.save(out)
    whole.close()
    return out.getvalue()


def _name(place: int, one: Sheet, suffix: str) -> str:
    return f"{place:02d}{one.title}.{suffix}"


def _bound(case: Case, papers: Papers) -> Members:
    return [(f"{case.name}.pdf", _bind(_drawn(case, papers)))]


def _scan(case: Case, papers: Papers) -> Members:
    return [(f"{case.name}.pdf", damage.scanned(_bind(_drawn(case, papers)), seed=4, dpi=72))]


def _pdfs(case: Case, papers: Papers) -> Members:
    return [(_name(n, one, "pdf"), pdf) for n, ((_, one), pdf) in enumerate(zip(papers, _drawn(case, papers)), 1)]


def _docx(case: Case, papers: Papers) -> Members:
    return [(_name(n, one, "docx"), _word(one)) for n, (_, one) in enumerate(papers, 1)]


def _one_docx(case: Case, papers: Papers) -> Members:
    return [(f"{case.name}.docx", draw_docx.draw([one for _, one in papers]))]


def _zip(case: Case, papers: Papers) -> Members:
    """Word for most papers, PDF for those that bear a seal; packed by Chinese Windows."""
    packed: Members = []
    for (_, one), (name, pdf) in zip(papers, _pdfs(case, papers)):
        sealed = one.form in ("F11", "F15")
        packed.append((f"{case.name}/{name if sealed else name[:-3] + 'docx'}", pdf if sealed else _word(one)))
    return [(f"{case.name}.zip", damage.windows_zip(packed))]


_PACKED = {"bound": _bound, "scan": _scan, "pdfs": _pdfs, "docx": _docx, "onedocx": _one_docx, "zip": _zip}
