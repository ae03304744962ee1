"""The text of pages as it is compared, and where each of its characters stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from casereview.dossier.model import Box, Page
from casereview.text import fold

MOST = 6000  # pages kept


@lru_cache(maxsize=65536)
def _folded(char: str) -> str:
    return fold(char)


def fold_places(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place in the text it came from."""
    parts = [(part, place) for place, char in enumerate(text) for part in _folded(char)]
    return "".join(part for part, _ in parts), [place for _, place in parts]


@dataclass(frozen=True, slots=True)
class Fold:
    """A page's lines one after the other. places: (line, character of it) for each character of `text`."""

    page: Page
    text: str
    places: tuple[tuple[int, int], ...]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Over text[start:end], one for each line it stands on."""
        lines: dict[int, tuple[int, int]] = {}
        for line, place in self.places[start:end]:
            first, last = lines.get(line, (place, place))
            lines[line] = min(first, place), max(last, place)
        return tuple(self.page.runs[line].part(first, last + 1) for line, (first, last) in lines.items())


class Folds:
    """Folded pages, kept while their pages are: typing a word folds nothing twice."""

    def __init__(self) -> None:
        self._held: dict[int, Fold] = {}

    def has(self, page: Page) -> bool:
        held = self._held.get(id(page))
        return held is not None and held.page is page

    def of(self, page: Page) -> Fold:
        if not self.has(page):
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[id(page)] = _fold(page)
        return self._held[id(page)]


def _fold(page: Page) -> Fold:
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for line, run in enumerate(page.runs):
        folded, at = fold_places(run.text)
        text.append(folded)
        places += [(line, place) for place in at]
    return Fold(page, "".join(text), tuple(places))
