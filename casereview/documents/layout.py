"""Every measure of a printed page, in one place, with its source.

GB/T 9704-2012《党政机关公文格式》 gives the page (5.2), the fonts (5.2.2), 22 lines of 28 characters (5.2.3) and
the elements (7). Where it leaves a size free, the figure is ours and says so. Points unless `mm` is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from casereview.documents.fonts import Face
from casereview.documents.model import Align, Profile, Signature

MM = 72 / 25.4
PAPER = (210 * MM, 297 * MM)  # A4, 5.1
RED = "C00000"  # 5.2.4 says red; the tone is ours: it stays readable in a grey copy

# Sizes of 号 in points.
ERHAO, SANHAO, SIHAO, XIAOSI, WUHAO, XIAOWU = 22.0, 16.0, 14.0, 12.0, 10.5, 9.0


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins in millimetres, of a page that stands upright."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph stands. first: indent of the first line, in characters; spacing: between characters, in points.

    hang  one closing mark may stand outside the right edge, as Word does in Chinese text
    """

    face: Face
    size: float
    leading: float
    align: Align = "both"
    first: float = 0
    spacing: float = 0
    before: float = 0
    after: float = 0
    hang: bool = False
    red: bool = False
    left: float = 0  # points
    right: float = 0
    with_next: bool = False


# 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; hence 35 mm below and 26 mm to the right.
OFFICIAL_MARGINS = Margins(37, 35, 28, 26)
# Ours: a table sheet has no measures in the standard; 25 mm to the left leave room for binding.
FORM_MARGINS = Margins(20, 20, 25, 18)

LINES, CHARACTERS = 22, 28  # 5.2.3
LINE = 28.95  # 225 mm / 22 = 28.99, kept just below it so that 22 lines fit when a program rounds up
PITCH = 579  # the same in twentieths of a point, for Word's grid
SPACING = -0.25  # 156 mm / 28 = 15.79; 16 - 0.25 is the nearest that Word can say (twentieths of a point)

FOOTER_FROM_BODY = 7  # mm from the type area to the upper edge of the dashes, 7.5
RED_RULE_BELOW_NUMBER = 4  # mm, 7.2.7
RED_RULE_WIDTH = 1.5  # points, ours: the standard gives its length only
ISSUER_BELOW_TOP = 35  # mm from the type area's upper edge to the issuer's, 7.2.4
IMPRINT_THICK, IMPRINT_THIN = 0.35, 0.25  # mm, 7.4.1
SEAL_RIGHT = 4  # characters right of a date that bears a seal, 7.3.5.1
SIGNATURE_BLANK = {True: 2, False: 1}  # lines above the name: a 42 mm seal then ends within a line of the text
PLAIN_RIGHT = 2  # the same without a seal, 7.3.5.2
ISSUER_SIZES = (
    54.0,
    48.0,
    42.0,
    36.0,
    30.0,
    26.0,
    22.0,
)  # ours: the largest that fits the width; 7.2.4 says "醒目、美观、庄重"

_BODY = Style(Face.FANGSONG, SANHAO, LINE, first=2, spacing=SPACING, hang=True)


# Ours: cells and notes are set in 宋体, which stays readable in small sizes; the standard says nothing of tables.
def _official() -> dict[str, Style]:
    plain = Style(Face.FANGSONG, SANHAO, LINE, spacing=SPACING, align="left")
    return {
        "issuer": Style(Face.TITLE, 54, 64, "center", red=True),
        "number": Style(Face.FANGSONG, SANHAO, LINE, "center"),
        "title": Style(Face.TITLE, ERHAO, 34, "center"),
        "addressee": Style(Face.FANGSONG, SANHAO, LINE, "left", spacing=SPACING, before=LINE),
        "heading1": Style(Face.HEI, SANHAO, LINE, "left", first=2, with_next=True),
        "heading2": Style(Face.KAI, SANHAO, LINE, "left", first=2, with_next=True),
        "heading3": Style(Face.FANGSONG, SANHAO, LINE, "left", first=2, with_next=True),
        "heading4": Style(Face.FANGSONG, SANHAO, LINE, "left", first=2, with_next=True),
        "lead": Style(Face.KAI, SANHAO, LINE),
        "body": _BODY,
        "plain": plain,
        "caption": Style(Face.HEI, XIAOSI, 20, "center", before=8, after=4, with_next=True),
        "head": Style(Face.HEI, WUHAO, 15, "center"),
        "cell": Style(Face.SONG, WUHAO, 15, "center"),
        "note": Style(Face.SONG, XIAOWU, 14, "left", before=3, after=6),
        "annex": Style(Face.HEI, SANHAO, LINE, "left"),
        "annex-title": Style(Face.TITLE, ERHAO, 34, "center", before=LINE, after=LINE / 2),
        "imprint": Style(Face.FANGSONG, SIHAO, 24, "left", left=SIHAO, right=SIHAO),
        "page": Style(Face.SONG, SIHAO, SIHAO, "left"),
        "signature": plain,
    }


def _form() -> dict[str, Style]:
    text = Style(Face.FANGSONG, XIAOSI, 20)
    return _official() | {
        "number": Style(Face.FANGSONG, XIAOSI, 20, "right", after=4),
        "title": Style(Face.TITLE, 20, 30, "center", after=8),
        "addressee": Style(Face.FANGSONG, XIAOSI, 20, "left"),
        "heading1": Style(Face.HEI, XIAOSI, 22, "left", before=6, with_next=True),
        "heading2": Style(Face.KAI, XIAOSI, 20, "left", with_next=True),
        "body": Style(Face.FANGSONG, XIAOSI, 20, first=2),
        "lead": Style(Face.KAI, XIAOSI, 20),
        "plain": text,
        "signature": Style(Face.FANGSONG, XIAOSI, 22, "left"),
        "head": Style(Face.HEI, 9.5, 13.5, "center"),
        "cell": Style(Face.SONG, 9.5, 13.5, "center"),
        "page": Style(Face.SONG, XIAOWU, XIAOWU, "center"),
    }


STYLES: dict[Profile, dict[str, Style]] = {
    Profile.OFFICIAL: _official(),
    Profile.LETTER: _official(),
    Profile.FORM: _form(),
}
MARGINS = {Profile.OFFICIAL: OFFICIAL_MARGINS, Profile.LETTER: OFFICIAL_MARGINS, Profile.FORM: FORM_MARGINS}


def body_width(profile: Profile, landscape: bool = False) -> float:
    """The width of the type area in points."""
    margins = MARGINS[profile]
    if landscape:
        return PAPER[1] - (margins.top + margins.bottom) * MM
    return PAPER[0] - (margins.left + margins.right) * MM


def units(text: str) -> float:
    """The length of a text in full-width characters; Latin letters and digits count half."""
    return sum(0.5 if character < "\u2000" else 1.0 for character in text)


def title_lines(text: str, most: float) -> list[str]:
    """A title broken at its marks "|" into the fewest lines of at most `most` characters, as even as may be.

    Even lines give the trapezoid or the diamond that 7.3.1 asks for; a title without marks breaks anywhere.
    """
    words = [word for word in text.split("|") if word]
    if units("".join(words)) <= most:
        return ["".join(words)]
    if any(units(word) > most for word in words):
        words = list("".join(words))
    for lines in range(2, len(words) + 1):
        best: tuple[float, list[str]] | None = None
        for cuts in combinations(range(1, len(words)), lines - 1):
            found = ["".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)))]
            longest = max(map(units, found))
            if longest <= most and (best is None or longest < best[0]):
                best = (longest, found)
        if best:
            return best[1]
    return words


def issuer_size(text: str, width: float) -> float:
    """The largest size at which the issuer of the red head stands on one line."""
    fitting = width / max(units(text), 1)
    return next((size for size in ISSUER_SIZES if size <= fitting), fitting)


def signature_places(block: Signature, width: float, size: float) -> tuple[float, float]:
    """Where the issuer and the date begin, in points from the left of the type area (7.3.5).

    With a seal the date ends 4 characters from the right and the name stands centred above it, a longer name
    moves both to the left; without one the name ends 2 characters from the right and the date begins 2 later.
    """
    name, day = units(block.issuer) * size, units(block.date) * size
    if block.sealed:
        date_x = width - max(SEAL_RIGHT * size, (name - day) / 2 + size) - day
        return max(date_x + (day - name) / 2, 0.0), date_x
    name_x = width - PLAIN_RIGHT * size - max(name, day + 2 * size)
    return max(name_x, 0.0), name_x + 2 * size
