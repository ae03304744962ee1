"""Chinese lines: where they break, how they fill the width, and how they are drawn.

reportlab breaks Chinese between any two characters but for a few marks. Here no line starts with a
closing mark or ends with an opening one (GB/T 15834-2011, 5.1), numbers and Latin words stay whole, and
dashes and ellipses of two characters are never parted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from casereview.documents import fonts
from casereview.documents.fonts import Face
from casereview.documents.layout import RED, Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

NO_START = frozenset("，。、；：！？）》”’】〕〉」』］｝…—％℃‰,.;:!?)]}%·")
NO_END = frozenset("（《“‘【〔〈「『［｛([{￥＄")
_HANGS = frozenset("，。、；：！？）》”’】〕")
_INK_LEFT = _HANGS  # their right half is empty
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,%:/-+_@#'")


@cache
def _advance(face: Face, character: str) -> float:
    """The width of a character in ems."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(character, fonts.register(face), 1))


Span = tuple[Face, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its runs, its natural width in points, whether the paragraph or a forced line ends with it."""

    spans: tuple[Span, ...]
    width: float
    last: bool

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.spans)


Letter = tuple[str, Face, float]  # character, face that draws it, width in points


def _letters(spans: Sequence[Span], style: Style) -> list[Letter]:
    return [
        (character, used, _advance(used, character) * style.size + style.spacing)
        for face, text in spans
        for used, part in fonts.runs(text, face)
        for character in part
    ]


def _together(before: str, after: str) -> bool:
    """Whether no line may break between two characters."""
    return (
        after in NO_START
        or before in NO_END
        or (before in _WORD and after in _WORD)
        or (before == after and before in "—…")
        or (before.isdigit() and after in "号年月日")
        or (before == "〕" and after.isdigit())
    )


def _clusters(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    cluster: list[Letter] = []
    for letter in letters:
        if cluster and not _together(cluster[-1][0], letter[0]):
            yield cluster
            cluster = []
        cluster.append(letter)
    if cluster:
        yield cluster


def _width(letters: Sequence[Letter]) -> float:
    return sum(letter[2] for letter in letters)


def _slack(last: Letter, style: Style) -> float:
    """How far the last mark of a line may stand out: whole if it hangs, else the empty half of it."""
    if last[0] in _HANGS and style.hang:
        return last[2]
    return last[2] / 2 if last[0] in _INK_LEFT else 0.0


def _made(letters: Sequence[Letter], last: bool) -> Line:
    spans: list[tuple[Face, str]] = []
    for character, face, _ in letters:
        if spans and spans[-1][0] is face:
            spans[-1] = (face, spans[-1][1] + character)
        else:
            spans.append((face, character))
    return Line(tuple(spans), _width(letters), last)


def broken(spans: Sequence[Span], style: Style, width: float) -> list[Line]:
    """The lines of one paragraph in `width` points. A line feed in the text ends a line."""
    lines: list[Line] = []
    for number, part in enumerate(_by_line_feed(spans)):
        first = style.first * (style.size + style.spacing) if number == 0 else 0.0
        lines += _filled(_letters(part, style), style, width, first)
    return lines


def _by_line_feed(spans: Sequence[Span]) -> list[list[Span]]:
    parts: list[list[Span]] = [[]]
    for face, text in spans:
        for number, piece in enumerate(text.split("\n")):
            if number:
                parts.append([])
            if piece:
                parts[-1].append((face, piece))
    return parts


def _filled(letters: Sequence[Letter], style: Style, width: float, first: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Letter] = []
    room, used = width - first, 0.0

    def finish(last: bool) -> None:
        nonlocal line, room, used
        lines.append(_made(line, last))
        line, room, used = [], width, 0.0

    for whole in _clusters(letters):
        cluster = whole
        wide = _width(cluster)
        if line and used + wide - _slack(cluster[-1], style) > room + 0.01:
            finish(False)
        while (
            not line and lines and cluster and cluster[0][0] == " " and not (cluster[1:2] and cluster[1][0] in NO_START)
        ):
            cluster = cluster[1:]  # a space between words does not start a line
        if not cluster:
            continue
        wide = _width(cluster)
        if wide - _slack(cluster[-1], style) > room:  # longer than a line: it breaks anywhere
            for letter in cluster:
                if line and used + letter[2] > room + 0.01 and letter[0] not in NO_START:
                    finish(False)
                line.append(letter)
                used += letter[2]
            continue
        line += cluster
        used += wide
    finish(True)
    return lines


def drawn(
    canvas: Canvas, lines: Sequence[Line], style: Style, x: float, top: float, width: float, first: bool = True
) -> None:
    """Draws lines downwards from `top`; `first`: the first of them is the paragraph's and indented."""
    if style.red:
        canvas.setFillColor(f"#{RED}")
    baseline = top - style.leading / 2 - style.size * 0.36  # the em box in the middle of the line
    for number, line in enumerate(lines):
        indent = style.first * (style.size + style.spacing) if first and number == 0 else 0.0
        _draw_line(canvas, line, style, x + indent, baseline - number * style.leading, width - indent)
    if style.red:
        canvas.setFillColor("#000000")


def _draw_line(canvas: Canvas, line: Line, style: Style, x: float, y: float, width: float) -> None:
    if not line.spans:
        return
    spacing, extra = style.spacing, width - line.width
    if style.align == "center":
        x += extra / 2
    elif style.align == "right":
        x += extra
    elif style.align == "both" and not line.last:
        gaps = len(line.text) - 1
        if gaps and 0 < extra < 2.5 * style.size:
            spacing += extra / gaps
    text = canvas.beginText(x, y)
    text.setCharSpace(spacing)
    for face, part in line.spans:
        text.setFont(fonts.register(face), style.size)
        text.textOut(part)
    canvas.drawText(text)
