"""PDF: pages, lines and the place of every character, as PDFium reads them.

PDFium takes one call at a time per process, so this runs in guarded readers, never beside the window.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from casereview.dossier.model import Page, Problem, Run, TextSource
from casereview.dossier.readers import pdf_lines, refusals
from casereview.progress import Progress, silent
from casereview.text import spans as spans

MAX_PAGES = 10_000  # the thickest dossiers have some thousands; a looping page tree has no end
SCAN_COVERS = 0.85  # an image over this share of the page is a scan …
SCAN_WORDS = 40  # … and fewer characters than this on it are a scanner's stamp, not its text
BLANK_LINES = 12


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
        return PdfText(tuple(pages), tuple(_notes(document, name, unreadable)))
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


def _notes(document: pdfium.PdfDocument, name: str, unreadable: Sequence[int]) -> Iterator[Problem]:
    if unreadable:
        yield Problem(name, "pages-damaged", {"pages": spans(unreadable), "count": len(unreadable)})
    held = [document.get_attachment(index).get_name() for index in range(document.count_attachments())]
    if held:
        yield Problem(name, "pdf-attachments", {"names": "、".join(held), "count": len(held)})


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
        runs, garbled = pdf_lines.lines(page, text)
        source = _source(page, text, runs, garbled, width * height)
    finally:
        text.close()
        page.close()
    return Page(index + 1, round(width, 2), round(height, 2), source, runs)


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


_ask_object = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFPage_GetObject, ctypes.c_void_p).value or 0
)
_ask_type = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFPageObj_GetType, ctypes.c_void_p).value or 0
)


def _types(page: pdfium.PdfPage) -> list[int]:
    """The kinds of all objects of the page, those in form objects too."""
    count = raw.FPDFPage_CountObjects(page)
    types = list(map(_ask_type, map(_ask_object, repeat(pdf_lines.address(page.raw)), range(count))))
    if raw.FPDF_PAGEOBJ_FORM in types:
        types += [thing.type for thing in page.get_objects(max_depth=3) if thing.level]
    return types


def _is_blank(page: pdfium.PdfPage) -> bool:
    """A back without print: no image, and no more than a rule or two (text drawn as outlines has hundreds)."""
    types = _types(page)
    pictured = raw.FPDF_PAGEOBJ_IMAGE in types or raw.FPDF_PAGEOBJ_SHADING in types
    return not pictured and types.count(raw.FPDF_PAGEOBJ_PATH) <= BLANK_LINES


def _has_scan(page: pdfium.PdfPage, area: float) -> bool:
    if raw.FPDF_PAGEOBJ_IMAGE not in _types(page):
        return False
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += (right - left) * (top - bottom)  # scanners cut a page into strips
    return covered >= SCAN_COVERS * area
