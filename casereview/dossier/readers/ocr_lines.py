"""What a recogniser saw, made into lines: spaces where white space stands, cut at the rules of cells, joined, in order.

Pure of pictures and engines: everything is in pixels of a page that stands straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from casereview.dossier.readers.ocr_order import joined
from casereview.dossier.readers.ocr_pieces import Cell, Gaps, Piece, Seen, Slash, Square
from casereview.dossier.readers.ocr_ticks import ticked

_SPACE = 0.8  # heights of white space between two letters that make a space
_STROKES = frozenset("1一|/\\丨、lI丶J7ノ乀")
_MOSTLY = 0.4
_SEEN = 0.9  # the score of what was not read but seen drawn
_SWORN = 0.75  # a score below it, in a seal, is the seal's own lettering bent around its rim
_AS_GOOD = 0.02
_THIN, _AROUND_DIGITS = 0.42, 0.55  # of a letter's width
_STEP, _LEAST = 1.17, 0.2  # of the usual step between the middles of two letters; of a letter's width between them
_EVEN = 0.12  # by which steps differ that are the same
_ENOUGH = 3  # steps from which the usual one is known
_ROOM_OF_TWO = 1.6
_HALF, _HIDING = 0.55, 0.4  # of a letter's width: a digit's; room in which something may be hidden
_HIDDEN = 0.3  # the score of what stands beside it
_GUESSED = 0.8  # the score of a letter that was seen and not read
_NUMERALS = re.compile(r"[一二三四五六七八九〇零○]{2,3}(?=年)")
_LAST_NUMBER, _FIRST_NUMBER = re.compile(r"[A-Za-z0-9]+$"), re.compile(r"^[A-Za-z0-9]+")
_BLANK = 1.2  # heights
_YEAR = re.compile(r"([\[(（〔【［{])((?:19|20)\d{2})([\])）〕】］}])(?= ?第?[A-Za-z]{0,3}\d|$)")
_PAIRS = dict(zip("[(（〔【［{", "])）〕】］}"))


def arranged(
    pieces: Iterable[Piece],
    cells: Sequence[Cell] = (),
    squares: Sequence[Square] = (),
    slash: Slash | None = None,
    gaps: Gaps | None = None,
    is_ring: Seen | None = None,
    is_underlined: Seen | None = None,
    is_covered: Seen | None = None,
) -> list[Piece]:
    """The lines of a page in the order in which they are read; tables cell by cell. What is drawn is asked of the page."""
    pieces = [bracketed(piece) for piece in pieces]
    if is_ring:
        pieces = [with_zero(piece, is_ring) for piece in pieces]
    if is_covered:
        pieces = [with_hidden(piece, is_covered) for piece in pieces]
    if gaps:
        pieces = [apart(piece, gaps(piece.x0, piece.y0, piece.x1, piece.y1)) for piece in pieces]
    cut = [part for piece in pieces for part in at_cells(piece, cells)]
    if slash:
        cut = [_struck(piece, slash) for piece in cut]
    lines = joined(ticked(cut, squares), cells)
    return [with_blanks(line, is_underlined) for line in lines] if is_underlined else lines


def spaced(piece: Piece, letters: Sequence[tuple[str, float, float]]) -> Piece:
    """With the places of its letters (letter, left, right) where they fit its text, and a space in each wide gap."""
    if piece.upright or "".join(letter for letter, _, _ in letters) != piece.text.replace(" ", ""):
        return piece
    text: list[str] = []
    edges: list[float] = []
    right = piece.x0
    told = iter(letters)
    for sign in piece.text:
        if sign == " ":
            text.append(sign)
            edges.append(right)
            continue
        _, left, end = next(told)
        left = max(left, right)
        if text and text[-1] != " " and left - right > _SPACE * piece.height:
            text.append(" ")
            edges.append(right)
        text.append(sign)
        edges.append(left)
        right = max(end, left)
    return replace(piece, text="".join(text), edges=(*edges, max(right, piece.x1)))


def apart(piece: Piece, gaps: Sequence[tuple[float, float]]) -> Piece:
    """With a space where white space of almost half a letter stands between two Chinese ones: 周予安 吴思齐 are two men."""
    if not piece.edges or piece.upright:
        return piece
    if not any(map(_is_han, piece.text)):
        return piece
    pitch = _pitch(piece)
    wide = {right: right - left for left, right in gaps if right - left > _THIN * pitch}
    wide |= dict.fromkeys(_off_centre(piece, gaps, pitch), _THIN * pitch)
    text, edges = piece.text, list(piece.edges)
    for right in sorted(wide, reverse=True):
        index = min(range(1, len(text)), key=lambda i: abs(edges[i] - right), default=0)
        if index and abs(edges[index] - right) < pitch and _parted(text[index - 1], text[index], wide[right] / pitch):
            text = text[:index] + " " + text[index:]
            edges.insert(index, max(edges[index - 1], min(edges[index], right - _THIN * pitch)))
    return replace(piece, text=text, edges=tuple(edges))


def _parted(left: str, right: str, width: float) -> bool:
    """Whether a blank of that many letters' width parts two signs: white space belongs to marks and stands around digits."""
    if _is_han(left) and _is_han(right):
        return True
    return width > _AROUND_DIGITS and left.isalnum() and right.isalnum() and (_is_han(left) or _is_han(right))


def _off_centre(piece: Piece, gaps: Sequence[tuple[float, float]], pitch: float) -> list[float]:
    """Where Chinese letters begin that stand farther from those before them than the others of the line do: a quarter of a
    letter is hard to see, and between 日 and 口 there seems to be as much, but the middles of the letters tell."""
    bounds = [_bound(gaps, edge, pitch) for edge in piece.edges]
    bounds[0], bounds[-1] = (bounds[at] or (piece.edges[at],) * 2 for at in (0, -1))
    steps: dict[int, float] = {}
    for at in range(1, len(piece.text)):
        before, here, after = bounds[at - 1 : at + 2]
        if before and here and after and _is_han(piece.text[at - 1]) and _is_han(piece.text[at]):
            steps[at] = (here[1] + after[0]) / 2 - (before[1] + here[0]) / 2
    if len(steps) < _ENOUGH:
        return []
    usual = sorted(steps.values())[(len(steps) - 1) // 2]
    far = {at: bounds[at] for at, step in steps.items() if step > _STEP * usual}
    even = [step for at, step in steps.items() if at not in far and abs(step - usual) < _EVEN * usual]
    if len(even) + len(far) < len(steps) or len(even) < _ENOUGH - 1:
        return []  # letters of a photograph, or drawn one by one, stand now nearer and now farther
    return [here[1] for here in far.values() if here and here[1] - here[0] > _LEAST * pitch]


def _bound(gaps: Sequence[tuple[float, float]], edge: float, pitch: float) -> tuple[float, float] | None:
    """The blank that parts the letters at an edge, None where none lies there."""
    best = min(gaps, key=lambda gap: abs(gap[1] - edge), default=None)
    return best if best and abs(best[1] - edge) < pitch / 2 else None


def with_hidden(piece: Piece, is_covered: Seen) -> Piece:
    """With a doubt on the letters at both sides of room in which a seal may hide one: 十█月 was 十一月 perhaps."""
    if not piece.edges or piece.upright:
        return piece
    pitch = _pitch(piece)
    doubts = []
    for at, sign in enumerate(piece.text[:-1]):
        end = piece.edges[at] + pitch * (_HALF if sign.isascii() else 1.0)
        if piece.edges[at + 1] - end > _HIDING * pitch and is_covered(end, piece.y0, piece.edges[at + 1], piece.y1):
            doubts += [((piece.edges[i] + piece.edges[i + 1]) / 2, _HIDDEN) for i in (at, at + 1)]
    return replace(piece, doubts=(*piece.doubts, *doubts)) if doubts else piece


def torn(piece: Piece, *, right: bool) -> Piece:
    """A piece that goes on where nobody can read it: half a number is no number and is left out, a letter is doubtful."""
    if not piece.edges:
        return replace(piece, score=min(piece.score, _HIDDEN))
    number = (_LAST_NUMBER if right else _FIRST_NUMBER).search(piece.text)
    if number:
        start, end = (0, number.start()) if right else (number.end(), len(piece.text))
        edges = piece.edges[start : end + 1]
        return replace(piece, text=piece.text[start:end], x0=edges[0], x1=edges[-1], edges=edges)
    at = len(piece.text) - 1 if right else 0
    return replace(piece, doubts=(*piece.doubts, ((piece.edges[at] + piece.edges[at + 1]) / 2, _HIDDEN)))


def with_zero(piece: Piece, is_ring: Seen) -> Piece:
    """With the 〇 of a year that was passed over, where a numeral has the room of two and a ring stands in it."""
    year = _NUMERALS.search(piece.text)
    if not piece.edges or year is None:
        return piece
    pitch = _pitch(piece)
    for at in range(*year.span()):
        left, right = piece.edges[at], piece.edges[at + 1]
        if right - left > _ROOM_OF_TWO * pitch and is_ring(left + 0.9 * pitch, piece.y0, right, piece.y1):
            x = left + pitch
            text = piece.text[: at + 1] + "〇" + piece.text[at + 1 :]
            edges = (*piece.edges[: at + 1], x, *piece.edges[at + 1 :])
            return replace(piece, text=text, edges=edges, doubts=(*piece.doubts, ((x + right) / 2, _GUESSED)))
    return piece


def with_blanks(line: Piece, is_underlined: Seen) -> Piece:
    """With ___ for each wide blank that is ruled to be written on: it parts no sentence."""
    if not line.edges or line.upright:
        return line
    text, edges = line.text, list(line.edges)
    for at in reversed(range(len(text))):
        left, right = edges[at], edges[at + 1]
        if text[at] != " " or right - left < _BLANK * line.height or not is_underlined(left, line.y0, right, line.y1):
            continue
        count = max(3, round(2 * (right - left) / line.height))
        text = text[:at] + "_" * count + text[at + 1 :]
        edges[at : at + 1] = [left + (right - left) * step / count for step in range(count)]
    return replace(line, text=text, edges=tuple(edges))


def _pitch(piece: Piece) -> float:
    """The usual step from one Chinese letter to the next."""
    steps = sorted(b - a for a, b, sign in zip(piece.edges, piece.edges[1:], piece.text) if _is_han(sign))
    return steps[len(steps) // 2] if steps else piece.height


def _is_han(sign: str) -> bool:
    return "一" <= sign <= "龥"


def mended(pieces: Sequence[Piece], again: Sequence[Piece], spot: tuple[float, float, float, float]) -> list[Piece]:
    """What was read first, with what was read again where a seal (`spot`) stands and the seal was taken away.

    A line that was read again takes the place of those it covers where it says as much and more surely; what only
    the rim of the seal can have said is left out.
    """
    out = list(pieces)
    for new in again:
        old = [piece for piece in out if _shared(piece, new) > _MOSTLY]
        if not old or _weight(new) > sum(_weight(piece) for piece in old if piece.score >= _SWORN) + _AS_GOOD:
            out = [piece for piece in out if piece not in old] + [new]
    x0, y0, x1, y1 = spot
    return [
        p
        for p in out
        if p.score >= _SWORN or p in again or not (x0 <= (p.x0 + p.x1) / 2 <= x1 and y0 <= (p.y0 + p.y1) / 2 <= y1)
    ]


def _weight(piece: Piece) -> float:
    return len(piece.text.replace(" ", "")) * piece.score


def _shared(one: Piece, other: Piece) -> float:
    """The share of the smaller box that both cover."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    least = min((one.x1 - one.x0) * one.height, (other.x1 - other.x0) * other.height)
    return max(across, 0) * max(down, 0) / max(least, 1.0)


def bracketed(piece: Piece) -> Piece:
    """The year of a case number in the prescribed brackets 〔〕, where the recogniser saw square ones or no pair."""
    return replace(piece, text=_YEAR.sub(_pair, piece.text))


def _pair(match: re.Match[str]) -> str:
    opening, year, closing = match.groups()
    return match[0] if opening not in "[［" and _PAIRS[opening] == closing else f"〔{year}〕"


def at_cells(piece: Piece, cells: Sequence[Cell]) -> list[Piece]:
    """The piece in its cell; one that was read across a rule is cut there, if the places of its letters are known."""
    middle = (piece.y0 + piece.y1) / 2
    if not piece.edges or piece.upright:
        cell = _holding(cells, (piece.x0 + piece.x1) / 2, middle)
        return [replace(piece, cell=cell.at)] if cell else [piece]
    parts: list[tuple[Cell | None, int, int]] = []
    for index in range(len(piece.text)):
        cell = _holding(cells, (piece.edges[index] + piece.edges[index + 1]) / 2, middle)
        if parts and (cell is parts[-1][0] or piece.text[index] == " "):
            parts[-1] = (parts[-1][0], parts[-1][1], index + 1)
        else:
            parts.append((cell, index, index + 1))
    if len(parts) == 1:
        return [replace(piece, cell=parts[0][0].at if parts[0][0] else None)]
    return [part for cell, start, end in parts if (part := _part(piece, start, end, cell)).text.strip()]


def _part(piece: Piece, start: int, end: int, cell: Cell | None) -> Piece:
    edges = piece.edges[start : end + 1]
    doubts = tuple(doubt for doubt in piece.doubts if edges[0] <= doubt[0] < edges[-1])
    text, at = piece.text[start:end], cell.at if cell else None
    return replace(piece, text=text, x0=edges[0], x1=edges[-1], edges=edges, cell=at, doubts=doubts)


def _holding(cells: Sequence[Cell], x: float, y: float) -> Cell | None:
    return next((cell for cell in cells if cell.x0 <= x < cell.x1 and cell.y0 <= y < cell.y1), None)


def strokes(struck: Iterable[tuple[Cell, str]], pieces: Sequence[Piece]) -> list[Piece]:
    """The strokes through empty cells that a recogniser passes over."""
    found = []
    for cell, sign in struck:
        x, y = (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2
        if not any(_holding([cell], (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2) for piece in pieces):
            half = min(cell.x1 - cell.x0, cell.y1 - cell.y0) / 4
            found.append(Piece(sign, x - half, y - half, x + half, y + half, _SEEN))
    return found


def _struck(piece: Piece, slash: Slash) -> Piece:
    r"""A cell struck out with \ is read as 1 or 一: the stroke itself tells."""
    if len(piece.text) != 1 or piece.text not in _STROKES:
        return piece
    seen = slash(piece.x0, piece.y0, piece.x1, piece.y1)
    return replace(piece, text=seen) if seen else piece
