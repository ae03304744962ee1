"""Labels of a form found in its stream, and how far the value after each goes.

A label is known by its words and by the borders around it: a line, a cell or white space before it, and a colon,
white space or the end of its cell after it. The same words inside a sentence are no label.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier.facts.stream import CELL, GAP, LINE, WIDE, Stream
from casereview.dossier.model import Run

_BOXES = "□☐☑☒√■◻✓✔"
_OPENER = re.compile(f"[:;。)、\\]{_BOXES}]")
_SENTENCE = re.compile("[，。；]")
_UNKNOWN_LABEL = re.compile(r"[一-龥()]{2,10}:")
_BRACKET = re.compile(r"\([^()]{1,14}\)")
_UNBROKEN = re.compile(r"[0-9A-Za-z*.\-]+")
_TABLE_GAP = 2.2  # lines of one cell stand closer than this many heights, white space between them
_STOPS = "。；;:）)"
_OWN_WORDS = 4  # letters; shorter labels (当事人) are words of every sentence
_FEW_GAPS = 2
_LINE_GAP = 1.6  # … and lines of running text closer than this
_MARGIN = 2.6  # a line that ends nearer than this many characters to the margin may go on in the next


@dataclass(frozen=True, slots=True)
class Label:
    """text[start:end] is the label with what belongs to it ("(文号)", ":"); colon says whether a colon follows."""

    words: str
    start: int
    end: int
    colon: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its value: text[start:end] nearby, and `limit`, where the next label begins."""

    label: Label
    start: int
    end: int
    limit: int


def find(stream: Stream, pattern: re.Pattern[str], heads: Container[str], words: Container[str]) -> list[Label]:
    """The labels of the stream in order; where two overlap, the one that begins first and is longer.

    The pattern holds the labels of all forms (compiled once), `heads` their first two letters, `words` those of this form.
    """
    found: list[Label] = []
    opened = iter([at for at in _opened(stream) if stream.text[at : at + 2] in heads])
    at: int | None = next(opened, None)
    while at is not None:
        match = pattern.match(stream.text, at)
        label = _label(stream, match) if match and match[0] in words else None
        if label:
            found.append(label)
            at = label.end  # what follows a label stands at a border too
        else:
            at = _after(opened, at)
    return found


def _after(opened: Iterator[int], at: int) -> int | None:
    return next((other for other in opened if other > at), None)


def _opened(stream: Stream) -> list[int]:
    """Where a label may begin: at a line, a cell, white space, or after a mark that closes what stands before it."""
    borders = {at for at in stream.starts if stream.cuts[at] >= GAP}
    return sorted(borders.union(match.end() for match in _OPENER.finditer(stream.text)))


def _label(stream: Stream, match: re.Match[str]) -> Label | None:
    text, cuts, start, end = stream.text, stream.cuts, match.start(), match.end()
    if CELL in cuts[start + 1 : end] or not _whole(stream, start, end):
        return None
    if end < len(text) and text[end] == "(" and (bracket := _BRACKET.match(text, end)):
        end = bracket.end()
    if end < len(text) and text[end] == ":":
        return Label(match[0], start, end + 1, True)
    closed = (
        end == len(text) or cuts[end] >= GAP or (text[end] in "/、" and end + 1 < len(text) and cuts[end + 1] >= GAP)
    )
    return Label(match[0], start, end, False) if closed and _like_a_table(stream, start, end) else None


def _whole(stream: Stream, start: int, end: int) -> bool:
    """Whether a label broken over lines is one: its parts stand below each other, or the line ends at the margin.

    The last 案 of a cause over the label 名称 is not 案名.
    """
    broken = stream.cuts.find(LINE, start + 1, end)
    if broken < 0 or stream.run(start).cell is not None:
        return True
    above, below = stream.box(broken - 1), stream.box(broken)
    left, right = min(stream.box(start).x0, above.x0), max(stream.box(start).x1, above.x1)
    width = below.y1 - below.y0
    stacked = below.x0 < right + width and stream.box(end - 1).x1 > left - width
    return stacked or above.x1 > stream.margin(start) - _MARGIN * width


def _like_a_table(stream: Stream, start: int, end: int) -> bool:
    """Whether a label without a colon stands as labels stand in tables: not at a gap inside a sentence."""
    after = stream.cuts[end] if end < len(stream.text) else CELL
    if stream.cuts[start] >= LINE and after >= LINE:
        return True
    sentence = _SENTENCE.search(stream.run(end - 1).text)
    spread = any(cut >= GAP for cut in stream.cuts[start + 1 : end])  # 当 事 人: letters are set apart in labels only
    return sentence is None or after >= WIDE or spread or _heads_its_line(stream, start, end)


def _heads_its_line(stream: Stream, start: int, end: int) -> bool:
    """Whether a label begins a line whose only white space stands behind it or in a sentence's end: a row of a table that
    a PDF gives as one line, and not a line of text whose letters are set apart."""
    if stream.cuts[start] < LINE or end - start < _OWN_WORDS or _goes_over(stream, start):
        return False
    rest = stream.cuts[end + 1 : stream.line_end(end)]
    return sum(cut >= GAP for cut in rest) <= _FEW_GAPS


def values(stream: Stream, labels: Sequence[Label]) -> list[Labelled]:
    out = []
    for number, label in enumerate(labels):
        limit = labels[number + 1].start if number + 1 < len(labels) else len(stream.text)
        out.append(Labelled(label, label.end, _value_end(stream, label, limit), limit))
    return out


def _value_end(stream: Stream, label: Label, limit: int) -> int:
    """Where the value stops: at the next label, at its cell's end, or where lines no longer go on."""
    at = label.end
    if at >= limit:
        return at
    if stream.cuts[at] >= LINE and not (
        _goes_on(stream, label, at - 1, at) if label.colon else _beside(stream, label, at)
    ):
        return at
    at += 1
    while at < limit:
        cut = stream.cuts[at]
        if cut >= LINE and not _goes_on(stream, label, at - 1, at):
            return at
        if (
            cut in (GAP, WIDE)
            and (match := _UNKNOWN_LABEL.match(stream.text, at))
            and stream.same_run(at, match.end() - 1)
        ):
            return at
        at += 1
    return limit


def _beside(stream: Stream, label: Label, at: int) -> bool:
    """Whether what follows a label without a colon stands to its right, and not under a row of labels."""
    head, run = stream.run(label.start), stream.run(at)
    if head.cell and run.cell:
        return head.cell[:2] == run.cell[:2]
    if stream.sheet(label.start) != stream.sheet(at):
        return False
    right = max(stream.box(place).x1 for place in range(label.start, label.end))
    bottom = max(stream.box(place).y1 for place in range(label.start, label.end))
    return (run.box.x1 > right and run.box.y0 < bottom + 2) or (head.place != "" and head.cell is None)


def _goes_on(stream: Stream, label: Label, last: int, at: int) -> bool:
    before, run = stream.run(last), stream.run(at)
    if stream.sheet(last) != stream.sheet(at):
        return False
    if before.cell is not None or run.cell is not None:
        return before.cell == run.cell
    if before.place and run.place:
        return _paragraph(before) == _paragraph(run)
    head = stream.run(label.end - 1)
    right = stream.box(label.end - 1).x1 if not label.colon else head.box.x0
    if label.colon and _opens_a_paragraph(head, run, stream.left(at)):
        return False
    return _below(before, run, right, label.colon, stream.margin(last))


def _goes_over(stream: Stream, at: int) -> bool:
    """Whether a sentence comes over to this line from the one before."""
    if at == 0 or stream.text[at - 1] in _STOPS or stream.sheet(at) != stream.sheet(at - 1):
        return False
    before = stream.run(at - 1).box
    return before.x1 > stream.margin(at - 1) - _MARGIN * (before.y1 - before.y0)


def _opens_a_paragraph(head: Run, run: Run, left: float) -> bool:
    """Whether a line is set in as the label's own is, on a page whose other lines begin farther left."""
    height = run.box.y1 - run.box.y0
    return abs(run.box.x0 - head.box.x0) < 2 and 1.2 * height < run.box.x0 - left < 3 * height


def _paragraph(run: Run) -> str:
    """Where a line of a Word file stands, whichever of its paragraph's lines it is."""
    return run.place.partition(" / characters ")[0]


def _below(before: Run, run: Run, left: float, inline: bool, margin: float) -> bool:
    """Whether `run` is the next line of the value that `before` belongs to."""
    height = max(before.box.y1 - before.box.y0, 1.0)
    if (
        not run.box.y0 - before.box.y0 > 0
        or run.box.y0 - before.box.y1 > (_LINE_GAP if inline else _TABLE_GAP) * height
    ):
        return False
    if inline:
        return before.box.x1 + _first_word(run) > margin - _MARGIN * height
    return run.box.x0 >= left - 1 and run.box.x0 < before.box.x1


def _first_word(run: Run) -> float:
    """How wide the number or Latin word is that begins the line: it goes to the next line whole."""
    word = _UNBROKEN.match(run.text)
    if word is None:
        return 0.0
    box = run.part(*word.span())
    return box.x1 - box.x0
