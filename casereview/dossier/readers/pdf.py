"""PDF: pages, lines and the place of every character, as PDFium reads them.

PDFium takes one call at a time per process, so this runs in guarded readers, never beside the window.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from casereview.dossier.model import Box, Page, Problem, Run, TextSource
from casereview.dossier.readers import refusals
from casereview.progress import Progress, silent

MAX_PAGES = 10_000  # the thickest dossiers have some thousands; a looping page tree has no end
SCAN_COVERS = 0.85  # an image over this share of the page is a scan …
SCAN_WORDS = 40  # … and fewer characters than this on it are a scanner's stamp, not its text
BLANK_LINES = 12
GARBLED = 0.3  # a font without a character map yields nothing that can be searched or compared

Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class PdfText:
    pages: tuple[Page, ...]
    notes: tuple[Problem, ...]


def read(path: Path, name: str, *, password: str | None = None, progress: Progress = silent) -> PdfText:
    """Every page of the file with its lines. Raises PasswordNeeded, PasswordWrong, Damaged, TooManyPages."""
    document = open_document(path, name, password)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise refusals.TooManyPages(file=name, pages=count, limit=MAX_PAGES)
        if count == 0:
            raise refusals.Damaged(file=name)
        forms = document.get_formtype() not in (None, raw.FORMTYPE_NONE)
        pages: list[Page] = []
        unreadable: list[int] = []
        for index in range(count):
            page = _page(document, index, forms)
            if page is None:
                unreadable.append(index + 1)
                page = Page(index + 1, 595.0, 842.0, TextSource.NONE)
            pages.append(page)
            progress(index + 1, count, name)
        if len(unreadable) == count:
            raise refusals.Damaged(file=name)
        return PdfText(tuple(pages), tuple(_notes(document, name, pages, unreadable)))
    finally:
        document.close()


def open_document(path: Path, name: str, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as problem:
        if problem.err_code == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in path.read_bytes():
            # (PDFium keeps the last error: a damaged file right after a locked one can bear its code.)
            kind = refusals.PasswordWrong if password else refusals.PasswordNeeded
            raise kind(file=name) from None
        if problem.err_code == raw.FPDF_ERR_SECURITY:
            raise refusals.PasswordUnsupported(file=name, format="PDF") from None
        raise refusals.Damaged(file=name) from None


def unlocked(path: Path, name: str, password: str) -> bytes:
    """The same document without its lock, for those who draw it later."""
    from io import BytesIO

    document = open_document(path, name, password)
    try:
        target = BytesIO()
        document.save(target, flags=raw.FPDF_REMOVE_SECURITY)
        return target.getvalue()
    finally:
        document.close()


def is_locked(path: Path) -> bool:
    """Whether the file needs a password, told apart from being damaged."""
    try:
        pdfium.PdfDocument(path).close()
    except pdfium.PdfiumError as problem:
        return bool(problem.err_code == raw.FPDF_ERR_PASSWORD) and b"/Encrypt" in path.read_bytes()
    return False


def _notes(
    document: pdfium.PdfDocument, name: str, pages: Sequence[Page], unreadable: Sequence[int]
) -> Iterator[Problem]:
    blank = [page.number for page in pages if page.source is TextSource.NONE and page.number not in unreadable]
    if blank:
        yield Problem(name, "pages-without-text", {"pages": spans(blank), "count": len(blank)})
    if unreadable:
        yield Problem(name, "pages-damaged", {"pages": spans(unreadable), "count": len(unreadable)})
    held = [document.get_attachment(index).get_name() for index in range(document.count_attachments())]
    if held:
        yield Problem(name, "pdf-attachments", {"names": "、".join(held), "count": len(held)})


def spans(numbers: Sequence[int]) -> str:
    """1-3, 7: page numbers as one reads them."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)


def _page(document: pdfium.PdfDocument, index: int, forms: bool) -> Page | None:
    """One page, or None where PDFium cannot load it."""
    try:
        page = document[index]
        if forms and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()  # filled-in fields are text of the page only once they are flattened (in memory)
            page = document[index]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        runs, garbled = _runs(page, text)
        source = _source(page, text, runs, garbled, width * height)
    finally:
        text.close()
        page.close()
    return Page(index + 1, round(width, 2), round(height, 2), source, runs)


def _runs(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> tuple[tuple[Run, ...], bool]:
    count = text.count_chars()
    if count <= 0:
        return (), False
    codes = _codes(text, count)
    boxes = _boxes(text, count)
    turn = page.get_rotation()
    matrix = _shown(page)
    runs: list[Run] = []
    lost = 0
    start = 0
    for i in range(count + 1):
        if i < count and codes[i] not in ("\r", "\n"):  # (the second half of a pair is "", which is in any string)
            lost += codes[i] in _LOST
            continue
        if i > start:
            run = _run(codes[start:i], boxes[start:i], matrix, turn)
            if run is not None:
                runs.append(run)
        start = i + 1
    return tuple(runs), lost > count * GARBLED


_LOST = frozenset("\x00\ufffd\ufffe\uffff")


def _codes(text: pdfium.PdfTextPage, count: int) -> list[str]:
    """One string for each of PDFium's indices. Those are UTF-16 units on some builds: the second half of a pair is ""."""
    whole = text.get_text_range()
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


def _boxes(text: pdfium.PdfTextPage, count: int) -> list[tuple[float, float, float, float]]:
    box, handle = raw.FS_RECTF(), text.raw
    pointer, ask = ctypes.byref(box), raw.FPDFText_GetLooseCharBox
    out = []
    for k in range(count):
        ask(handle, k, pointer)
        out.append((box.left, box.bottom, box.right, box.top))
    return out


def _shown(page: pdfium.PdfPage) -> Affine:
    """From PDF user space to points from the top left of the page as shown: PDFium itself knows CropBox and /Rotate."""
    width, height = page.get_size()
    scale = 1000

    def at(x: float, y: float) -> tuple[float, float]:
        dx, dy = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, dx, dy)
        return dx.value / scale, dy.value / scale

    (e, f), (ax, ay), (bx, by) = at(0, 0), at(1000, 0), at(0, 1000)
    return (ax - e) / 1000, (ay - f) / 1000, (bx - e) / 1000, (by - f) / 1000, e, f


def _place(box: tuple[float, float, float, float], matrix: Affine, turn: int) -> tuple[float, float, float, float]:
    """(left, right, top, bottom) as shown."""
    left, bottom, right, top = box
    a, b, c, d, e, f = matrix
    if turn == 0:
        return left * a + e, right * a + e, top * d + f, bottom * d + f
    x, y = (left * a + bottom * c + e, right * a + top * c + e), (left * b + bottom * d + f, right * b + top * d + f)
    return min(x), max(x), min(y), max(y)


def _run(
    codes: Sequence[str], boxes: Sequence[tuple[float, float, float, float]], matrix: Affine, turn: int
) -> Run | None:
    """One line. Characters without a box of their own (spaces that PDFium infers) stand where the last one ended."""
    letters: list[str] = []
    lefts: list[float] = []
    x0 = y0 = float("inf")
    x1 = y1 = end = float("-inf")
    for code, box in zip(codes, boxes):
        space = code.isspace()
        if not code or code in _LOST or (code < " " and code not in "\t\x02") or (space and not letters):
            continue
        left, right, top, bottom = _place(box, matrix, turn)
        letters.append("-" if code == "\x02" else " " if space else code)
        if space and right - left <= 0:
            lefts.append(end)
            continue
        lefts.append(left)
        end = right
        if not space:
            x0, x1, y0, y1 = min(x0, left), max(x1, right), min(y0, top), max(y1, bottom)
    while letters and letters[-1] == " ":
        letters.pop()
        end = lefts.pop()
    if not letters:
        return None
    return Run("".join(letters), Box(*(round(v, 2) for v in (x0, y0, x1, y1))), _edges(lefts, max(x1, end), y1 - y0))


def _edges(lefts: list[float], end: float, height: float) -> tuple[float, ...]:
    """None for a line that stands upright or runs from right to left: its characters have no left sides to speak of."""
    if len(lefts) > 2 and lefts[-1] - lefts[0] < 0.2 * height:
        return ()
    return tuple(round(v, 2) for v in (*lefts, end))


def _source(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, runs: Sequence[Run], garbled: bool, area: float
) -> TextSource:
    """Text laid over or under a scan is somebody's recognition, not text of the file: it proves presence only."""
    letters = sum(len(run.text) - run.text.count(" ") for run in runs)
    if garbled:
        return TextSource.NONE
    if not letters:
        return TextSource.TEXT if _is_blank(page) else TextSource.NONE
    if not _has_scan(page, area):
        return TextSource.TEXT
    return TextSource.OCR if letters >= SCAN_WORDS else TextSource.NONE


def _is_blank(page: pdfium.PdfPage) -> bool:
    """A back without print: no image, and no more than a rule or two (text drawn as outlines has hundreds)."""
    lines = 0
    for thing in page.get_objects(max_depth=3):
        lines += thing.type == raw.FPDF_PAGEOBJ_PATH
        if thing.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING) or lines > BLANK_LINES:
            return False
    return True


def _has_scan(page: pdfium.PdfPage, area: float) -> bool:
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += (right - left) * (top - bottom)  # scanners cut a page into strips
    return covered >= SCAN_COVERS * area
