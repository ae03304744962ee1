"""What is to be said of a file whose pages are pictures: which are without text, and which were recognised in vain."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from casereview.dossier.model import Member, Page, Problem, TextSource
from casereview.text import spans

WITHOUT, EMPTY, DAMAGED = "pages-without-text", "ocr-found-nothing", "pages-damaged"
FAILED, SLOW, MEMORY = "ocr-page-failed", "ocr-page-slow", "ocr-page-memory"  # of one page: parameter `page`
_OF_A_PAGE = frozenset({FAILED, SLOW, MEMORY})


def waiting(member: Member) -> list[Page]:
    """Its pages without text that can be drawn."""
    damaged = {number for note in member.notes if note.code == DAMAGED for number in _numbers(note)}
    return [page for page in member.pages if page.source is TextSource.NONE and page.number not in damaged]


def noted(member: Member, empty: Collection[int], problems: Iterable[Problem] = ()) -> Member:
    """With the notes that its pages deserve now. empty: recognised pages on which nothing was found; problems: of pages."""
    without = [page.number for page in waiting(member)]
    own = [problem for problem in problems if problem.sha256 == member.sha256]
    told = {problem.parameters["page"] for problem in own}
    old = [note for note in member.notes if note.code in _OF_A_PAGE and note.parameters["page"] not in told]
    still = [note for note in (*old, *own) if note.parameters["page"] in without]
    said = [*_said(member.name, WITHOUT, without), *_said(member.name, EMPTY, sorted(empty))]
    others = [note for note in member.notes if note.code not in {WITHOUT, EMPTY, *_OF_A_PAGE}]
    return replace(member, notes=(*said, *others, *still))


def same_notes(one: Member, other: Member) -> bool:
    """Whether the same is said of both, in whatever order."""
    return sorted(map(_key, one.notes)) == sorted(map(_key, other.notes))


def _key(note: Problem) -> tuple[str, str]:
    return note.code, repr(sorted(note.parameters.items()))


def _said(name: str, code: str, pages: Sequence[int]) -> list[Problem]:
    return [Problem(name, code, {"pages": spans(pages), "count": len(pages)})] if pages else []


def _numbers(note: Problem) -> list[int]:
    """The pages of a note, out of the words in which it names them."""
    ends = [part.split("-") for part in str(note.parameters["pages"]).split(", ")]
    return [number for first, *last in ends for number in range(int(first), int(last[0] if last else first) + 1)]
