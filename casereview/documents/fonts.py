"""The bundled fonts and which of them draws a character.

A family name is never trusted: on many machines 仿宋 silently becomes something else. What is drawn
comes from the five subsets in `resources/fonts`; what a face lacks (FangSong lacks 1,467 of the
8,105 characters of 通用规范汉字表, names among them) is drawn by 宋体, character by character.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from casereview.words import RESOURCES

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FOLDER = RESOURCES / "fonts"


class Face(StrEnum):
    """A look of GB/T 9704-2012. The value is the name under which reportlab knows the face."""

    FANGSONG = "CaseReviewFangSong"  # 仿宋: body
    TITLE = "CaseReviewTitle"  # 小标宋: title, issuer
    SONG = "CaseReviewSong"  # 宋体: page numbers, fallback
    HEI = "CaseReviewHei"  # 黑体: headings of level 1, table heads
    KAI = "CaseReviewKai"  # 楷体: headings of level 2


# Names that a Word file bears: what the offices' machines have. Word substitutes by its own table where one is missing.
WORD_NAMES = {
    Face.FANGSONG: "仿宋_GB2312",
    Face.TITLE: "方正小标宋简体",
    Face.SONG: "宋体",
    Face.HEI: "黑体",
    Face.KAI: "楷体_GB2312",
}
_FALLBACK = Face.SONG
_INVISIBLE = frozenset("\n\r\t\u200b\ufeff")


def file(face: Face) -> Path:
    """The TrueType file of a face."""
    return FOLDER / f"{face}.ttf"


@cache
def covered(face: Face) -> frozenset[str]:
    """The characters that a face draws, from its character map."""
    from fontTools.ttLib import TTFont

    with TTFont(file(face), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | _INVISIBLE


def runs(text: str, face: Face) -> list[tuple[Face, str]]:
    """The text cut into runs, each with the face that draws it; joined again they are the text."""
    own = covered(face)
    if own.issuperset(text):
        return [(face, text)] if text else []
    other = covered(_FALLBACK)
    drawn = ((face if character in own or character not in other else _FALLBACK, character) for character in text)
    return [(found, "".join(c for _, c in part)) for found, part in groupby(drawn, key=lambda pair: pair[0])]


def missing(text: str, face: Face = _FALLBACK) -> str:
    """The characters of a text that neither the face nor the fallback draws, each once, in order; "" is good."""
    lacking = set(text) - covered(face) - covered(_FALLBACK)
    return "".join(dict.fromkeys(c for c in text if c in lacking))


@cache
def register(face: Face) -> str:
    """Makes a face known to reportlab, once, and returns its name there."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from casereview.documents import reportlab_patches

    reportlab_patches.apply()
    pdfmetrics.registerFont(TTFont(face.value, str(file(face))))
    pdfmetrics.registerFontFamily(face.value, normal=face.value, bold=face.value, italic=face.value, boldItalic=face)
    return face.value


def width(text: str, face: Face, size: float) -> float:
    """The width of one line of text in points, fallback included."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(float(stringWidth(part, register(used), size)) for used, part in runs(text, face))


def draw(canvas: Canvas, x: float, y: float, text: str, face: Face, size: float) -> float:
    """Draws one line from (x, y), fallback included, and returns the x where it ends.

    It is one text object, so that readers of the PDF see one line and not one per face.
    """
    line = canvas.beginText(x, y)
    for used, part in runs(text, face):
        line.setFont(register(used), size)
        line.textOut(part)
    canvas.drawText(line)
    return float(line.getX())
