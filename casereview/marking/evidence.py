"""Evidence in words: the paper and page where something stands, or what was searched and not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casereview import words
from casereview.dossier.model import Paper, Reading
from casereview.marking.model import Seen


def in_words(evidence: Iterable[Seen], reading: Reading, language: str = "zh") -> str:
    """Evidence as a notice says it: 行政处罚决定书 第12页, and 未见 with what was searched."""
    said = [
        _found(one, reading, language) if one.kind == "place" else _not_found(one, reading, language)
        for one in evidence
    ]  # fmt: skip
    return ("；" if language == "zh" else "; ").join(dict.fromkeys(part for part in said if part))


def page_of(one: Seen, reading: Reading) -> int:
    """The page of the dossier, by file and page where the evidence names one; 0 for none."""
    places = {place: number for number, place in enumerate(reading.page_of, 1)}
    return places.get((one.file, one.page), 0) or one.dossier_page


def _found(one: Seen, reading: Reading, language: str) -> str:
    if one.papers:  # a document of a unit, by its name
        return words.render("evidence.page", language, paper=one.papers[0], page=one.dossier_page).strip()
    page = one.dossier_page or page_of(one, reading)
    if not page:
        return "" if one.file else one.text  # of a unit: a figure or a document in words
    paper = _paper_on(page, reading.papers)
    return words.render("evidence.page", language, paper=paper.title if paper else "", page=page).strip()


def _paper_on(page: int, papers: Sequence[Paper]) -> Paper | None:
    return next((paper for paper in papers if page in paper.pages), None)


def _not_found(one: Seen, reading: Reading, language: str) -> str:
    titles = {paper.id: paper.title for paper in reading.papers}
    searched = "、".join(dict.fromkeys(titles.get(ident, ident) for ident in one.papers))
    pages = ranges(one.pages)
    looked = [words.render("evidence.papers", language, papers=searched)] if searched else []
    looked += [words.render("evidence.pages", language, pages=pages)] if pages else []
    looked += [words.render("evidence.terms", language, terms="、".join(one.terms))] if one.terms else []
    return words.render("evidence.not-found", language, searched=("，" if language == "zh" else ", ").join(looked))


def ranges(pages: Iterable[int]) -> str:
    """1-3、7 for 1, 2, 3 and 7."""
    found: list[list[int]] = []
    for page in sorted(set(pages)):
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
