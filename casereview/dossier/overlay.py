"""What people said about a dossier, laid over what the program read. Pure; it outlives every re-read.

People point at a file, a page in it and a box, never at a paper or fact that a newer reader may cut differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from casereview.dossier import forms
from casereview.dossier.model import Box, Fact, FactState, Member, Paper, Place

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Act:
    """A paper begins (`join` False) on that page of that file, or that page goes on with the paper before (`join` True)."""

    file: str
    page: int
    join: bool = False
    form: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """The paper that begins on that page of that file stands before the one that begins at `before`, last of all for None."""

    file: str
    page: int
    before: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A reading as a person corrected or confirmed it. value None: there is no such thing here. `before`: what was read.

    added  a second officer of one page, say: it stands beside the others, in place of none
    """

    name: str
    value: Any
    place: Place
    state: FactState
    text: str = ""
    before: Any = None
    added: bool = False


def page_numbers(members: Sequence[Member]) -> dict[tuple[str, int], int]:
    """(file hash, page in file) → page of the dossier, from 1."""
    pages = [(member.sha256, page.number) for member in members for page in member.pages]
    return {place: number for number, place in enumerate(pages, 1)}


def papers_with(papers: Sequence[Paper], acts: Sequence[Act | Move], members: Sequence[Member]) -> tuple[Paper, ...]:
    """The papers cut, joined and put in order as people did, numbered anew. Order comes last: it speaks of papers as cut."""
    numbers = page_numbers(members)
    found = list(papers)
    for act in acts:
        page = numbers.get((act.file, act.page))
        if page is not None and isinstance(act, Act):
            found = _joined(found, page) if act.join else _cut(found, page, act)
    for act in acts:
        page = numbers.get((act.file, act.page))
        if page is not None and isinstance(act, Move):
            found = _moved(found, page, numbers.get(act.before) if act.before else None)
    return tuple(replace(paper, id=f"p{number:02d}") for number, paper in enumerate(found, 1))


def _cut(papers: list[Paper], page: int, act: Act) -> list[Paper]:
    done: list[Paper] = []
    for paper in papers:
        if page not in paper.pages:
            done.append(paper)
            continue
        at = paper.pages.index(page)
        if at:
            done.append(replace(paper, pages=paper.pages[:at], file_pages=paper.file_pages[:at]))
        rest = replace(paper, pages=paper.pages[at:], file_pages=paper.file_pages[at:], confidence=1.0, way=PERSON)
        done.append(replace(rest, form=act.form or paper.form, title=_title(act, paper), file=act.file))
    return done


def _title(act: Act, paper: Paper) -> str:
    """As it was given; else that of the form, where it is another one than before."""
    if act.title or act.form in ("", paper.form):
        return act.title or paper.title
    known = {form.code: form.title for form in forms.shipped().form}
    return known.get(act.form, paper.title)


def _joined(papers: list[Paper], page: int) -> list[Paper]:
    """A paper may lie in several files: one that was photographed page by page does."""
    for k, paper in enumerate(papers):
        if k and paper.pages[0] == page:
            before = papers[k - 1]
            whole = replace(
                before, pages=before.pages + paper.pages, file_pages=before.file_pages + paper.file_pages, way=PERSON
            )
            return [*papers[: k - 1], whole, *papers[k + 1 :]]
    return papers


def _moved(papers: list[Paper], page: int, before: int | None) -> list[Paper]:
    """What no longer begins a paper moves nothing, and one whose neighbour has gone stands last."""
    moved = next((paper for paper in papers if paper.pages[0] == page), None)
    if moved is None or page == before:
        return papers
    rest = [paper for paper in papers if paper is not moved]
    at = next((k for k, paper in enumerate(rest) if paper.pages[0] == before), len(rest))
    return [*rest[:at], moved, *rest[at:]]


def facts_with(
    facts: Sequence[Fact], said: Sequence[Said], papers: Sequence[Paper], members: Sequence[Member]
) -> tuple[Fact, ...]:
    """The readings with what people said on top: in place of the reading at that place, or added where none is."""
    numbers = page_numbers(members)
    found: list[Fact] = list(facts)
    for word in said:
        page = numbers.get((word.place.file, word.place.page))
        at = _itself(found, word) if word.added else matching(found, word.name, word.place, word.before)
        if page is None and word.place.page == 0 and at is not None:
            page = 0  # what a register says stands on no page
        if page is None:
            continue
        paper = next(
            (paper.id for paper in papers if page in paper.pages), "" if page or at is None else found[at].paper
        )
        fact = Fact(word.name, word.value, paper, page, word.place, word.text, 1.0, word.state)
        if at is not None:
            fact = replace(fact, text=word.text or found[at].text, place=_finer(word.place, found[at].place))
            found[at : at + 1] = [] if word.value is None else [fact]
        elif word.value is not None:
            found.append(fact)
    return tuple(sorted(found, key=lambda fact: fact.page))


def _itself(facts: Sequence[Fact], word: Said) -> int | None:
    """The same value on the same page, which a later reading may have found as well."""
    return next(
        (
            k
            for k, fact in enumerate(facts)
            if (fact.name, fact.value, fact.place.file, fact.place.page)
            == (word.name, word.value, word.place.file, word.place.page)
        ),
        None,
    )


def _finer(said: Place, read: Place) -> Place:
    return said if said.box else replace(said, box=read.box)


def matching(facts: Sequence[Fact], name: str, place: Place, before: Any) -> int | None:
    """Which reading is meant: of that name on that page, at that box, or with that former value; the only one, if there is one."""
    here = [
        k for k, f in enumerate(facts) if f.name == name and (f.place.file, f.place.page) == (place.file, place.page)
    ]
    if place.box is not None:
        touching = [k for k in here if _touch(facts[k].place.box, place.box)]
        exact = [k for k in touching if before is not None and facts[k].value == before]
        meant = exact or touching
        return meant[0] if meant else None
    same = [k for k in here if before is not None and facts[k].value == before]
    if same:
        return same[0]
    return here[0] if len(here) == 1 else None


def _touch(a: Box | None, b: Box) -> bool:
    if a is None:
        return True
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0
