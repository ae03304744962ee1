"""The papers of a case and their text, as rules look through them: what is there, where it stands, and whether absence is proven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from casereview.checks.forms import CATALOGUE_WORDS
from casereview.checks.model import Case, Evidence, Searched
from casereview.checks.values import Outside, Unread, is_sure
from casereview.dossier.model import Box, Page, Paper, Place, TextSource
from casereview.text import fold


class Papers:
    """Papers and text of a case. Built once a check; holds no state beyond caches of its frozen input."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.papers = case.reading.papers
        self.pages: tuple[Page, ...] = case.reading.pages
        self.page_of = case.reading.page_of
        self._squeezed: dict[int, tuple[str, list[int]]] = {}

    def of(self, *forms: str) -> list[Paper]:
        return [paper for paper in self.papers if paper.form in forms]

    def has(self, *forms: str) -> bool:
        return any(paper.form in forms for paper in self.papers)

    @cached_property
    def complete(self) -> bool:
        """Whether somebody says that nothing is missing: a person, or a catalogue whose text is the file's own."""
        catalogues = self.of("X-CATALOG")
        return self.case.complete or any(self.typed(paper) and is_sure(paper) for paper in catalogues)

    def missing(self, *forms: str) -> bool:
        """True only when absence is proven: the dossier is stated complete, every file and page was read and cut into a
        known paper, and no catalogue lists the paper. False when it is there. Raises Unread otherwise."""
        if self.has(*forms):
            return False
        if not self.complete or not self.pages:
            raise Unread("no-paper", *forms)
        if not any(is_sure(paper) for paper in self.papers):
            # A file in which no paper of a dossier was recognised is no dossier that lacks one.
            raise Unread("no-paper-kinds", *forms)
        if self.unread_files:
            raise Unread("no-paper-files", *forms, files="、".join(self.unread_files))
        if self.unplaced_pages:
            raise Unread("no-paper-scans", *forms, pages=[str(number) for number in self.unplaced_pages])
        if self._listed(*forms):
            raise Unread("no-paper-listed", *forms)
        return True

    def lacks(self, *forms: str) -> Unread:
        """Why nothing can be said where these papers are not there: it may be missing, or it is, and then says nothing."""
        try:
            self.missing(*forms)
        except Unread as open_:
            return open_
        return Unread("not-on-file", *forms)

    @cached_property
    def unread_files(self) -> tuple[str, ...]:
        """Files of the dossier that were set aside or gave no page: what is missing may be in them."""
        read = {member.sha256 for member in self.case.reading.members if member.pages or member.attachment}
        named = {member.name for member in self.case.reading.members if member.pages or member.attachment}
        problems = self.case.reading.problems
        return tuple(p.file for p in problems if p.sha256 not in read and p.file not in named)

    @cached_property
    def unplaced_pages(self) -> tuple[int, ...]:
        """Pages without text of their own on which another paper may stand unseen: recognised text shows presence, never absence.

        Copies of cards, photographs and receipts are scans by nature; where a person cut the papers, nothing is hidden.
        """
        placed = [p for p in self.papers if is_sure(p) and (p.form in _SCANS_BY_NATURE or p.way == "person")]
        sure = {n for paper in placed for n in paper.pages}
        return tuple(n for n, page in enumerate(self.pages, 1) if page.source is not TextSource.TEXT and n not in sure)

    @cached_property
    def mostly_unread(self) -> bool:
        """Whether most pages have no text at all and nobody said what they are: what was not met may be on them."""
        dark = [n for n in self.unplaced_pages if self.pages[n - 1].source is TextSource.NONE]
        return 2 * len(dark) > len(self.pages)

    def _listed(self, *forms: str) -> bool:
        listed = "".join(self.text(paper) for paper in self.of("X-CATALOG"))
        return any(re.search(CATALOGUE_WORDS[form], listed) for form in forms if form in CATALOGUE_WORDS)

    def typed(self, paper: Paper) -> bool:
        """Whether the text of a paper is the file's own, so that what is not in it is not there."""
        return all(self.pages[n - 1].source is TextSource.TEXT for n in paper.pages)

    def text(self, paper: Paper) -> str:
        """The text of a paper, folded: half width, lower letters, no white space. Patterns are written for that."""
        return "".join(self._page_text(n)[0] for n in paper.pages)

    def _page_text(self, number: int) -> tuple[str, list[int]]:
        if number not in self._squeezed:
            pieces = [fold(run.text) for run in self.pages[number - 1].runs]
            starts, at = [], 0
            for piece in pieces:
                starts.append(at)
                at += len(piece)
            self._squeezed[number] = "".join(pieces), starts
        return self._squeezed[number]

    def find(self, pattern: str, *papers: Paper) -> Evidence | None:
        """The first place in these papers whose text matches; the text is folded (see `text`)."""
        return next(iter(self.find_all(pattern, *papers)), None)

    def find_all(self, pattern: str, *papers: Paper) -> Iterable[Evidence]:
        for paper in papers:
            for number in paper.pages:
                text, starts = self._page_text(number)
                for match in re.finditer(pattern, text):
                    yield self._evidence(paper, number, starts, match)

    def _evidence(self, paper: Paper, number: int, starts: list[int], match: re.Match[str]) -> Evidence:
        page = self.pages[number - 1]
        ends = [*starts[1:], len(match.string)]
        boxes = [
            run.box
            for run, start, end in zip(page.runs, starts, ends)
            if start < max(match.end(), match.start() + 1) and end > match.start()
        ]
        place = Place(*self.page_of[number - 1], _union(boxes))
        return Evidence(paper.id, paper.title, number, place, match.group()[:120])

    def whole(self, paper: Paper) -> Evidence:
        """A paper as evidence: its first page."""
        number = paper.pages[0] if paper.pages else 0
        place = Place(*self.page_of[number - 1]) if 1 <= number <= len(self.page_of) else None
        return Evidence(paper.id, paper.title, number, place)

    def element(self, pattern: str, paper: Paper) -> Evidence | None:
        """A part of a paper: its place, or None when typed text shows that it is not there. Raises Unread for scans."""
        found = self.find(pattern, paper)
        if found is None and re.search(pattern, self.text(paper)) is None and not self.typed(paper):
            raise Unread("not-typed", paper.form, forms=(paper.form,))
        return found or (self.whole(paper) if re.search(pattern, self.text(paper)) else None)

    def need(self, *forms: str) -> list[Paper]:
        """The papers of these forms; the rule does not apply to a case without one."""
        papers = self.of(*forms)
        if not papers:
            raise Outside("no-such-paper")
        return papers

    def searched(self, *papers: Paper) -> tuple[Searched, ...]:
        """Where something was looked for: these papers, or the whole dossier."""
        if not papers:
            return (Searched("", 1, len(self.pages)),) if self.pages else ()
        return tuple(Searched(p.title, p.pages[0], p.pages[-1]) for p in dict.fromkeys(papers) if p.pages)


_SCANS_BY_NATURE = frozenset(("X-ID", "X-DOC", "X-PHOTO", "X-RECEIPT", "X-APPRAISAL", "X-AV", "X-COURT"))


def _union(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole | box
    return whole
