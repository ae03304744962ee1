"""The text of one paper as one string, with the way back to the page for every character.

White space is dropped and full-width signs are folded, one character for one, so that 案　由 and 案由 are the same
label and a number that a narrow cell breaks over three lines is one number. What the white space said is kept as
a *cut* before each character: how strong a border stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casereview.dossier.facts import order, patterns
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.model import Box, Member, Page, Paper, Place, Run, TextSource
from casereview.dossier.pageview import gutter, level_first

NONE, GAP, WIDE, LINE, CELL = range(5)  # cuts: nothing, a space, a wide space, a new line, a new cell or page

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？～"}
_FOLD |= {ord(a): ord(b) for a, b in zip("﹝﹞【】［］￥﹕∶冋", "〔〕[][]¥::问")}
_FOLD |= {
    0xF06F: ord("□"),
    0xF0A8: ord("□"),
    0xF0A3: ord("□"),
    0xF0FE: ord("☑"),
    0xF052: ord("☑"),
    0xF0FD: ord("☒"),
    0xF0FC: ord("√"),
    0xF050: ord("√"),
}
_FOLDED = re.compile("[" + "".join(map(re.escape, map(chr, _FOLD))) + "]")
_WORD = re.compile("[^ \\t\\r\\n\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff\\x00]+")
_PAGE_NUMBER = re.compile(r"^[\s\-—–·第共页/，,]*\d{1,4}[\s\-—–·第共页/，,\d]*$")
_TICKED_SYMBOL = re.compile(
    r"^(\s*)R(?=\s?[\u4e00-\u9fff])"
)  # Wingdings 2 read as letters: R is a ticked box, £ an empty one


def fold_line(text: str) -> str:
    """The same characters, half width; as many as before."""
    if "£" in text or text.lstrip().startswith("R"):
        text = _TICKED_SYMBOL.sub(r"\1☑", text.replace("£", "□"))
    return text.translate(_FOLD) if _FOLDED.search(text) else text


@dataclass(slots=True)
class Stream:
    """text, the cut before each of its characters, and where its pieces came from.

    A *piece* is a stretch of characters that stand side by side in one run. `starts` holds where each begins in the
    text, `pieces` the index into `pages`, the run and the column of its first character; `lines` where a new line,
    cell or page begins.
    """

    pages: Sequence[tuple[int, str, Page]]  # page of the dossier, file, page
    text: str = ""
    cuts: bytearray = field(default_factory=bytearray)
    starts: list[int] = field(default_factory=list)
    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    _dates: list[Hit] | None = None
    _lefts: dict[int, float] = field(default_factory=dict)
    _margins: dict[int, tuple[float | None, float, float]] = field(default_factory=dict)

    def spot(self, at: int) -> tuple[int, int, int]:
        """Index into pages, run and column of a character."""
        piece = bisect_right(self.starts, at) - 1
        page, run, column = self.pieces[piece]
        return page, run, column + at - self.starts[piece]

    def sheet(self, at: int) -> int:
        """Index into pages of a character."""
        return self.pieces[bisect_right(self.starts, at) - 1][0]

    def run(self, at: int) -> Run:
        page, run, _ = self.pieces[bisect_right(self.starts, at) - 1]
        return self.pages[page][2].runs[run]

    def page(self, at: int) -> int:
        """The dossier page of a character."""
        return self.pages[self.sheet(at)][0]

    @property
    def recognised(self) -> bool:
        """Whether a recogniser read any of it: what it did not see may be there all the same."""
        return any(page.source is TextSource.OCR for _, _, page in self.pages)

    def same_run(self, one: int, other: int) -> bool:
        return self.spot(one)[:2] == self.spot(other)[:2]

    def other_cell(self, at: int) -> bool:
        """Whether another cell begins here: by the table, or because the next piece stands beside and not below."""
        if self.cuts[at] != LINE:
            return self.cuts[at] == CELL
        before, run = self.run(at - 1).box, self.run(at).box
        return abs((before.y0 + before.y1) - (run.y0 + run.y1)) < before.y1 - before.y0

    def line_start(self, at: int) -> int:
        line = bisect_right(self.lines, at)
        return self.lines[line - 1] if line else 0

    def line_end(self, at: int) -> int:
        line = bisect_right(self.lines, at)
        return self.lines[line] if line < len(self.lines) else max(len(self.text), at + 1)

    def dates(self) -> Sequence[Hit]:
        """Every whole date of the text, read once."""
        if self._dates is None:
            self._dates = list(patterns.dates(self.text))
        return self._dates

    def margin(self, at: int) -> float:
        """How far to the right the lines of a character's page, or of its column, go; the page's number stands outside."""
        sheet = self.sheet(at)
        if sheet not in self._margins:
            page = self.pages[sheet][2]
            runs = [run for run in page.runs if not _PAGE_NUMBER.match(run.text)]
            edge = gutter(runs)
            ends = [run.box.x1 for run in runs if edge is not None and run.box.x1 <= edge]
            self._margins[sheet] = edge, max(ends, default=0.0), max((run.box.x1 for run in runs), default=page.width)
        edge, left, right = self._margins[sheet]
        return left if edge is not None and self.run(at).box.x1 <= edge else right

    def left(self, at: int) -> float:
        """Where the lines of a character's page begin."""
        sheet = self.sheet(at)
        if sheet not in self._lefts:
            level, _ = level_first(self.pages[sheet][2].runs)
            runs = [self.pages[sheet][2].runs[index] for index in level]
            self._lefts[sheet] = min((run.box.x0 for run in runs if not _PAGE_NUMBER.match(run.text)), default=0.0)
        return self._lefts[sheet]

    def box(self, at: int) -> Box:
        page, run, column = self.spot(at)
        return self.pages[page][2].runs[run].part(column, column + 1)

    def box_of(self, start: int, end: int) -> Box:
        """The box around text[start:end], over its lines, as if all stood on one page."""
        box: Box | None = None
        for page, run, column, last in self._stretches(start, end):
            part = self.pages[page][2].runs[run].part(column, last)
            box = part if box is None else box | part
        return box if box else self.box(start)

    def place(self, start: int, end: int) -> tuple[int, Place, str, float]:
        """Dossier page, place, original words and reading score of text[start:end]; the box is that of its first page."""
        first_page = self.sheet(start)
        number, file, page = self.pages[first_page]
        words: list[str] = []
        box: Box | None = None
        score = 1.0
        for where, index, column, last in self._stretches(start, end):
            run = self.pages[where][2].runs[index]
            words.append(run.text[column:last])
            score = min(score, run.sure(column, last))
            if where == first_page:
                part = run.part(column, last)
                box = part if box is None else box | part
        return number, Place(file, page.number, box), "".join(words), score

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Of text[start:end] by run: index into pages, run, and columns from and to."""
        at = start
        while at < end:
            page, run, column = self.spot(at)
            piece = bisect_right(self.starts, at)
            while piece < len(self.starts) and self.starts[piece] < end and self.pieces[piece][:2] == (page, run):
                piece += 1
            stop = min(end, self.starts[piece] if piece < len(self.starts) else end)
            yield page, run, column, self.spot(stop - 1)[2] + 1
            at = stop


def stream_of(pages: Sequence[tuple[int, str, Page]], labels: re.Pattern[str] | None = None) -> Stream:
    """The stream of these pages in reading order; pages of a recogniser are put in order by the labels of forms."""
    stream = Stream(pages)
    words: list[str] = []
    for index, (_, _, page) in enumerate(pages):
        before: Run | None = None
        for number in _order(page, labels):
            run = page.runs[number]
            if _PAGE_NUMBER.match(run.text) and not page.height * 0.07 < run.box.y0 < page.height * 0.9:
                continue  # a page's own number interrupts the sentence that runs over the page
            cut = _border(before, run)
            _add(stream, words, index, number, run, cut)
            before = run
    stream.text = "".join(words)
    return stream


def _order(page: Page, labels: re.Pattern[str] | None) -> Sequence[int]:
    if page.source is TextSource.OCR and labels and not any(run.cell for run in page.runs) and not _turned(page):
        return [index for part in _columns(page) for index in _by_fields(page, part, labels)]
    level, upright = level_first(page.runs)
    return [*level, *upright]


def _by_fields(page: Page, part: Sequence[int], labels: re.Pattern[str]) -> list[int]:
    return [part[index] for index in order.by_fields([page.runs[index] for index in part], labels)]


def _columns(page: Page) -> list[list[int]]:
    """The lines of a recognised page by its columns of running text (two pages scanned as one sheet too), all in one where it
    has none."""
    edge = gutter(page.runs)
    if edge is None:
        return [list(range(len(page.runs)))]
    right = [index for index, run in enumerate(page.runs) if run.box.x0 >= edge]
    return [[index for index in range(len(page.runs)) if index not in set(right)], right]


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


def _add(stream: Stream, words: list[str], page: int, number: int, run: Run, cut: int) -> None:
    """The words of a run, each a piece of the stream with the border before it."""
    text = fold_line(run.text)
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        column = word.start()
        if before is None:
            stream.lines += [len(stream.cuts)] * (cut >= LINE)
        else:
            cut = _gap(run, before.end() - 1, column, run.box.y1 - run.box.y0)
            if _both_digits(text[before.end() - 1], text[column]):
                _piece(stream, words, " ", cut, (page, number, column - 1))  # 28 10:30 must not become 2810:30
                cut = NONE
        _piece(stream, words, word[0], cut, (page, number, column))
        before = word


def _piece(stream: Stream, words: list[str], word: str, cut: int, place: tuple[int, int, int]) -> None:
    stream.starts.append(len(stream.cuts))
    stream.pieces.append(place)
    stream.cuts.append(cut)
    stream.cuts.extend(bytes(len(word) - 1))
    words.append(word)


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
