"""The lines of one PDF page with the place of every character: the hot loop of intake, kept close to what PDFium costs."""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from casereview.dossier.model import Box, Run
from casereview.dossier.readers import columns

GARBLED = 0.3  # a font without a character map yields nothing that can be searched or compared

Affine = tuple[float, float, float, float, float, float]


def lines(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> tuple[tuple[Run, ...], bool]:
    """The lines of the page, and whether most of its characters have no meaning (no character map)."""
    count = text.count_chars()
    if count <= 0:
        return (), False
    whole = text.get_text_range()
    left, top, right, bottom = _boxes(text, count)
    places = _shown(left, top, right, bottom, page)
    if len(whole) == count and not _ODD.search(whole):
        spans = [span for place in _LINE.finditer(whole) for span in _level(whole, *place.span(), places)]
        found = [_run(whole, start, end, places) for start, end in spans]
        return columns.apart([run for run in found if run is not None]), False
    codes = _codes(text, whole, count)
    spans = [span for place in _spans(codes) for span in _level(codes, *place, places)]
    found = [_odd_run(codes, start, end, places) for start, end in spans]
    lost = sum(code in _LOST for code in codes)
    return columns.apart([run for run in found if run is not None]), lost > count * GARBLED


_LOST = frozenset("\x00\ufffd\ufffe\uffff")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ufffe\uffff\u00a0]")  # what a line may not hold as it is
_LINE = re.compile(r"[^\r\n]+")


def _level(whole: Sequence[str], start: int, end: int, places: _Places) -> Sequence[tuple[int, int]]:
    """PDFium joins the lines of cells that nearly touch in height, even of two rows: cut where a line leaves its height."""
    top, bottom = places.top, places.bottom
    if max(top[start:end]) - min(bottom[start:end]) < 1.5 * (top[start] - bottom[start]):
        return ((start, end),)
    if max(places.right[start:end]) - min(places.left[start:end]) < 1.5 * (places.right[start] - places.left[start]):
        return ((start, end),)  # a line that stands upright leaves no height
    cuts, last = [start], -1
    for k in range(start, end):
        if whole[k].isspace() or top[k] <= bottom[k]:
            continue
        shared = min(top[k], top[last]) - max(bottom[k], bottom[last]) if last >= 0 else 1e9
        if shared < 0.5 * min(top[k] - bottom[k], top[last] - bottom[last]):
            cuts.append(k)
        last = k
    return list(zip(cuts, [*cuts[1:], end]))


def _spans(codes: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for k, code in enumerate(codes):
        if code in ("\r", "\n"):  # (the second half of a pair is "", which is in any string)
            if k > start:
                yield start, k
            start = k + 1
    if start < len(codes):
        yield start, len(codes)


def _codes(text: pdfium.PdfTextPage, whole: str, count: int) -> list[str]:
    """One string for each of PDFium's indices. Those are UTF-16 units on some builds: the second half of a pair is ""."""
    if len(whole) == count:
        return list(whole)
    units = whole.encode("utf-16-le", "surrogatepass")
    if len(units) == 2 * count:
        return _paired([int.from_bytes(units[k : k + 2], "little") for k in range(0, len(units), 2)])
    # Characters that PDFium hides from the text still have an index: ask for each.
    return _paired([raw.FPDFText_GetUnicode(text, k) for k in range(count)])


def _paired(units: Sequence[int]) -> list[str]:
    out: list[str] = []
    for k, unit in enumerate(units):
        if 0xD800 <= unit < 0xDC00 and k + 1 < len(units) and 0xDC00 <= units[k + 1] < 0xE000:
            out.append(chr(0x10000 + ((unit - 0xD800) << 10) + (units[k + 1] - 0xDC00)))
        elif 0xD800 <= unit < 0xE000:
            out.append("" if out and out[-1] and ord(out[-1][0]) > 0xFFFF else "\ufffd")
        else:
            out.append(chr(unit))
    return out


# Called a million times an hour: the library's own wrappers convert a pointer at every call, plain numbers cost half.
_ask_box = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_RECT_BYTES = ctypes.sizeof(raw.FS_RECTF)


def address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _boxes(text: pdfium.PdfTextPage, count: int) -> tuple[list[float], list[float], list[float], list[float]]:
    """Left, top, right and bottom of every index, in PDF user space."""
    rects = (raw.FS_RECTF * count)()
    base = ctypes.addressof(rects)
    calls = map(_ask_box, repeat(address(text.raw)), range(count), range(base, base + count * _RECT_BYTES, _RECT_BYTES))
    deque(calls, maxlen=0)
    values: list[float] = memoryview(rects).cast("B").cast("f").tolist()  # type: ignore[assignment]  # FS_RECTF is left, top, right, bottom
    return values[0::4], values[1::4], values[2::4], values[3::4]


@dataclass(frozen=True, slots=True)
class _Places:
    """Of every index: left and right in points from the left of the page as shown; top and bottom counted upwards, so that
    `height` less one of them is its distance from the page's top. Turned over a line at a time, not a letter at a time."""

    left: list[float]
    right: list[float]
    top: list[float]
    bottom: list[float]
    height: float


def _shown(
    left: list[float], top: list[float], right: list[float], bottom: list[float], page: pdfium.PdfPage
) -> _Places:
    """PDFium itself knows CropBox and /Rotate: three points asked of it give the whole mapping."""
    a, b, c, d, e, f = _affine(page)
    if (a, b, c, d) == (1, 0, 0, -1):
        if e:
            left, right = [x + e for x in left], [x + e for x in right]
        return _Places(left, right, top, bottom, f)
    xs = [(x * a + y * c + e, u * a + v * c + e) for x, y, u, v in zip(left, bottom, right, top)]
    ys = [(-x * b - y * d - f, -u * b - v * d - f) for x, y, u, v in zip(left, bottom, right, top)]
    return _Places([min(p) for p in xs], [max(p) for p in xs], [max(p) for p in ys], [min(p) for p in ys], 0.0)


def _affine(page: pdfium.PdfPage) -> Affine:
    width, height = page.get_size()
    scale = 1000

    def at(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, dx, dy)
        return dx.value / scale, dy.value / scale

    (e, f), (ax, ay), (bx, by) = at(0, 0), at(1000, 0), at(0, 1000)
    turn = [round(v / 1000, 5) for v in (ax - e, ay - f, bx - e, by - f)]
    return turn[0], turn[1], turn[2], turn[3], e, f


def _run(whole: str, start: int, end: int, places: _Places) -> Run | None:
    """One line that is plain: what PDFium says is taken as it is, blanks at the ends left out."""
    text = whole[start:end].rstrip()
    if not text or text.isspace():
        return None
    end = start + len(text)
    text = text.lstrip()
    start = end - len(text)
    return _line(text.replace("\t", " "), start, end, places, places.left[start:end])


def _line(text: str, start: int, end: int, places: _Places, lefts: list[float]) -> Run:
    x1 = max(places.right[start:end])
    y0, y1 = places.height - max(places.top[start:end]), places.height - min(places.bottom[start:end])
    box = Box(round(min(lefts), 2), round(y0, 2), round(x1, 2), round(y1, 2))
    return Run(text, box, _edges(lefts, x1, y1 - y0))


def _odd_run(codes: Sequence[str], start: int, end: int, places: _Places) -> Run | None:
    """A line with characters that are pairs, hyphens that PDFium infers, or nothing at all."""
    letters: list[str] = []
    kept: list[int] = []
    for k in range(start, end):
        code = codes[k]
        if not code or code in _LOST or (code < " " and code not in "\t\x02") or (code.isspace() and not letters):
            continue
        letters.append("-" if code == "\x02" else " " if code.isspace() else code)
        kept.append(k)
    while letters and letters[-1] == " ":
        letters.pop()
        kept.pop()
    if not letters:
        return None
    return _line("".join(letters), kept[0], kept[-1] + 1, places, [places.left[k] for k in kept])


def _edges(lefts: list[float], end: float, height: float) -> tuple[float, ...]:
    """None for a line that stands upright or runs from right to left: its characters have no left sides to speak of."""
    if len(lefts) > 2 and lefts[-1] - lefts[0] < 0.2 * height:
        return ()
    return (*lefts, end)
