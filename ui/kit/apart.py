"""Which words of a page another paper does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casereview.dossier.model import Box, Page
from ui.kit.folds import fold_places

PIECE = 4  # words in a row; shorter stretches are in any two official papers
MOST_APART = 0.6
_WORD = re.compile(r"[0-9a-z]+(?:[.,][0-9]+)*|.", re.DOTALL)  # a Chinese character is a word, and so is a whole number
_SAYS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page, folded. run: its line · start, end: of the line's text."""

    text: str
    run: int
    start: int
    end: int


def words(page: Page) -> list[Word]:
    found: list[Word] = []
    for number, run in enumerate(page.runs):
        folded, places = fold_places(run.text)
        for match in _WORD.finditer(folded):
            found.append(Word(match[0], number, places[match.start()], places[match.end() - 1] + 1))
    return found


def apart(page: Page, other: Iterable[Page]) -> list[Box] | None:
    """Boxes over what the other pages do not have; None where most of the page is apart: two papers of another kind.

    A number counts as one word, so that 3000 and 13000 differ as a whole; where lines end makes no difference.
    """
    ours = words(page)
    theirs = [word.text for each in other for word in words(each)]
    known = _known([word.text for word in ours], theirs)
    _know_cells(ours, known, theirs)
    strange = [word for word, there in zip(ours, known, strict=True) if not there]
    if sum(len(word.text) for word in strange) > MOST_APART * sum(len(word.text) for word in ours):
        return None
    return [page.runs[run].part(start, end) for run, start, end in _stretches(ours, known)]


def _known(ours: Sequence[str], theirs: Sequence[str]) -> list[bool]:
    """For each word whether it stands within some piece that the others have too."""
    pieces = {tuple(theirs[n : n + PIECE]) for n in range(len(theirs) - PIECE + 1)}
    known = [False] * len(ours)
    for n in range(len(ours) - PIECE + 1):
        if tuple(ours[n : n + PIECE]) in pieces:
            known[n : n + PIECE] = [True] * PIECE
    return known


def _know_cells(ours: Sequence[Word], known: list[bool], theirs: Sequence[str]) -> None:
    """A line shorter than a piece, a cell of a form say, is known where the others have it as it is."""
    whole = "\0" + "\0".join(theirs) + "\0"
    lines: dict[int, list[int]] = {}
    for n, word in enumerate(ours):
        lines.setdefault(word.run, []).append(n)
    for line in lines.values():
        if len(line) < PIECE and "\0" + "\0".join(ours[n].text for n in line) + "\0" in whole:
            for n in line:
                known[n] = True


def _stretches(ours: Sequence[Word], known: Sequence[bool]) -> list[tuple[int, int, int]]:
    """(line, first character, the one after the last) of unknown words in a row that say something: no lone comma."""
    found: list[list[Word]] = []
    last = -2
    for n, (word, there) in enumerate(zip(ours, known, strict=True)):
        if there:
            continue
        if last == n - 1 and found[-1][-1].run == word.run:
            found[-1].append(word)
        else:
            found.append([word])
        last = n
    return [(row[0].run, row[0].start, row[-1].end) for row in found if any(_SAYS.search(word.text) for word in row)]
