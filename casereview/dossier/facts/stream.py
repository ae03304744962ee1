"""The text of one paper as one string, with the way back to the page for every character.

White space is dropped and full-width signs are folded, one character for one, so that 案　由 and 案由 are the same
label and a number that a narrow cell breaks over three lines is one number. What the white space said is kept as
a *cut* before each character: how strong a border stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from casereview.dossier.facts import order
from casereview.dossier.model import Box, Member, Page, Paper, Place, Run, TextSource

NONE, GAP, WIDE, LINE, CELL = range(5)  # cuts: nothing, a space, a wide space, a new line, a new cell or page

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？～"}
_FOLD |= {ord(a): ord(b) for a, b in zip("﹝﹞【】［］￥﹕∶冋", "〔〕[][]¥::问")}
_SPACES = " \t\r\n\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff\u0000"
_PAGE_NUMBER = re.compile(r"^[\s\-—–·第共页/，,]*\d{1,4}[\s\-—–·第共页/，,\d]*$")
_TICKED_SYMBOL = re.compile(
    r"^(\s*)R(?=\s?[\u4e00-\u9fff])"
)  # Wingdings 2 read as letters: R is a ticked box, £ an empty one


def fold_line(text: str) -> str:
    """The same characters, half width; as many as before."""
    if "£" in text or text.lstrip().startswith("R"):
        text = _TICKED_SYMBOL.sub(r"\1☑", text.replace("£", "□"))
    return text.translate(_FOLD)


@dataclass(slots=True)
class Stream:
    """text, and for each of its characters the page, run and column it came from and the cut before it."""

    pages: Sequence[tuple[int, str, Page]]  # page of the dossier, file, page
    text: str = ""
    spots: list[tuple[int, int, int]] = field(default_factory=list)  # index into pages, run, character
    cuts: bytearray = field(default_factory=bytearray)

    def run(self, at: int) -> Run:
        page, run, _ = self.spots[at]
        return self.pages[page][2].runs[run]

    def page(self, at: int) -> int:
        """The dossier page of a character."""
        return self.pages[self.spots[at][0]][0]

    def same_run(self, one: int, other: int) -> bool:
        return self.spots[one][:2] == self.spots[other][:2]

    def other_cell(self, at: int) -> bool:
        """Whether another cell begins here: by the table, or because the next piece stands beside and not below."""
        if self.cuts[at] != LINE:
            return self.cuts[at] == CELL
        before, run = self.run(at - 1).box, self.run(at).box
        return abs((before.y0 + before.y1) - (run.y0 + run.y1)) < before.y1 - before.y0

    def line_start(self, at: int) -> int:
        while at > 0 and self.cuts[at] < LINE:
            at -= 1
        return at

    def line_end(self, at: int) -> int:
        at += 1
        while at < len(self.text) and self.cuts[at] < LINE:
            at += 1
        return at

    def box(self, at: int) -> Box:
        page, run, column = self.spots[at]
        return self.pages[page][2].runs[run].part(column, column + 1)

    def place(self, start: int, end: int) -> tuple[int, Place, str, float]:
        """Dossier page, place, original words and reading score of text[start:end]; the box is that of its first page."""
        first_page = self.spots[start][0]
        number, file, page = self.pages[first_page]
        words: list[str] = []
        box: Box | None = None
        score = 1.0
        at = start
        while at < end:
            where, index, column = self.spots[at]
            stop = at
            while stop < end and self.spots[stop][:2] == (where, index):
                stop += 1
            run = self.pages[where][2].runs[index]
            last = self.spots[stop - 1][2] + 1
            words.append(run.text[column:last])
            score = min(score, run.score)
            if where == first_page:
                part = run.part(column, last)
                box = part if box is None else box | part
            at = stop
        return number, Place(file, page.number, box), "".join(words), score


def stream_of(pages: Sequence[tuple[int, str, Page]], labels: re.Pattern[str] | None = None) -> Stream:
    """The stream of these pages in reading order; pages of a recogniser are put in order by the labels of forms."""
    stream = Stream(pages)
    letters: list[str] = []
    for index, (_, _, page) in enumerate(pages):
        before: Run | None = None
        for number in _order(page, labels):
            run = page.runs[number]
            if _PAGE_NUMBER.match(run.text) and not page.height * 0.07 < run.box.y0 < page.height * 0.9:
                continue  # a page's own number interrupts the sentence that runs over the page
            cut = _border(before, run)
            _add(stream, letters, index, number, run, cut)
            before = run
    stream.text = "".join(letters)
    return stream


def _order(page: Page, labels: re.Pattern[str] | None) -> Sequence[int]:
    if page.source is TextSource.OCR and labels and not any(run.cell for run in page.runs) and not _turned(page):
        return order.by_fields(page.runs, labels)
    return range(len(page.runs))


def _turned(page: Page) -> bool:
    """Whether the page lies on its side or its head: the recogniser's order holds, and what stands beside what does not."""
    long = [run for run in page.runs if len(run.text) > 3]
    odd = [
        run
        for run in long
        if (run.edges and run.edges[0] > run.edges[-1])
        or (not run.edges and run.box.y1 - run.box.y0 > run.box.x1 - run.box.x0)
    ]
    return len(odd) > len(long) / 2


def numbered(members: Sequence[Member]) -> list[tuple[int, str, Page]]:
    """Every page of the dossier with its number and file."""
    pages = [(member.sha256, page) for member in members for page in member.pages]
    return [(number, file, page) for number, (file, page) in enumerate(pages, 1)]


def of_paper(paper: Paper, pages: Sequence[tuple[int, str, Page]], labels: re.Pattern[str] | None = None) -> Stream:
    """The stream of one paper; `pages` are all of the dossier, as `numbered` gives them."""
    return stream_of([pages[number - 1] for number in paper.pages], labels)


def _border(before: Run | None, run: Run) -> int:
    if before is None or before.cell != run.cell:
        return CELL
    return LINE


def _add(stream: Stream, letters: list[str], page: int, number: int, run: Run, cut: int) -> None:
    text = fold_line(run.text)
    height = run.box.y1 - run.box.y0
    previous = -1
    for column, letter in enumerate(text):
        if letter in _SPACES:
            continue
        if previous >= 0:
            cut = NONE if previous == column - 1 else _gap(run, previous, column, height)
            if cut and _both_digits(text[previous], letter):
                letters.append(" ")  # 28 10:30 must not become 2810:30
                stream.spots.append((page, number, column - 1))
                stream.cuts.append(cut)
                cut = NONE
        letters.append(letter)
        stream.spots.append((page, number, column))
        stream.cuts.append(cut)
        previous = column


def _both_digits(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isdigit() and other.isdigit()


def _gap(run: Run, previous: int, column: int, height: float) -> int:
    """How wide the white space between two characters is: a letter-spaced label has gaps, columns have wide ones."""
    spaces = run.text[previous + 1 : column]
    if "\t" in spaces:
        return WIDE
    if run.edges and height > 0:
        return WIDE if run.edges[column] - run.edges[previous + 1] > 1.6 * height else GAP
    return WIDE if len(spaces) + spaces.count("\u3000") >= 4 else GAP
