"""Binding pages of several PDFs into one, each with what is drawn over it. Runs in a guarded process: the pages are strangers'."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

# A copy shows; it does nothing. Actions and scripts of the originals stay behind.
_ACTIVE = ("/AA", "/A", "/OpenAction", "/JS")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the copy. path: its PDF, "" for that of the pictures; page in it from 0; width and height in points as shown."""

    path: str
    page: int
    width: float
    height: float


def can_take(path: str, report: Callable[..., None]) -> bool:
    """Whether every page of the file can be copied as it is."""
    from pypdf import PdfReader, PdfWriter

    try:
        with PdfReader(path) as reader:
            if reader.is_encrypted and not reader.decrypt(""):
                return False
            writer = PdfWriter()
            for page in reader.pages:
                writer.add_page(page)
            writer.write(io.BytesIO())
            return bool(reader.pages)
    except Exception:  # whatever it is, the page is drawn as a picture instead
        return False


def bind(
    leaves: Sequence[Leaf],
    pictures: bytes,
    overlay: bytes,
    listed: bytes,
    contents: Sequence[tuple[int, str]],
    title: str,
    out: str,
    report: Callable[..., None],
) -> None:
    """Write the leaves, page n with page n of `overlay` drawn over it as it is shown, then the pages of `listed`.

    contents  (page from 0, title) of the outline
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    readers: dict[str, Any] = {"": PdfReader(io.BytesIO(pictures))} if pictures else {}
    boxes = PdfReader(io.BytesIO(overlay))
    for number, leaf in enumerate(leaves):
        if leaf.path not in readers:
            readers[leaf.path] = PdfReader(leaf.path)
            if readers[leaf.path].is_encrypted:
                readers[leaf.path].decrypt("")
        page = writer.add_page(readers[leaf.path].pages[leaf.page])
        _quieten(page)
        if boxes.pages[number].get_contents() is not None:
            page.merge_transformed_page(boxes.pages[number], _placed(page, leaf))
        report(0, number)
    for page in PdfReader(io.BytesIO(listed)).pages:
        writer.add_page(page)
    for at, name in contents:
        writer.add_outline_item(title=name, page_number=at)
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects()
    with open(out, "wb") as stream:
        writer.write(stream)


def _quieten(page: Any) -> None:
    page.pop("/AA", None)
    for entry in page.get("/Annots") or ():
        annotation = entry.get_object()
        for key in _ACTIVE:
            annotation.pop(key, None)


def _placed(page: Any, leaf: Leaf) -> Any:
    """From the page as it is shown (origin at the lower left) to the page's own space: /Rotate turns, the CropBox shifts.

    ISO 32000-1 7.7.3.3: /Rotate is clockwise, a multiple of 90; what is shown is the CropBox within the MediaBox, in
    units of /UserUnit.
    """
    from pypdf import Transformation

    media, crop = page.mediabox, page.cropbox
    left, bottom = max(float(media.left), float(crop.left)), max(float(media.bottom), float(crop.bottom))
    right, top = min(float(media.right), float(crop.right)), min(float(media.top), float(crop.top))
    turn = int(page.rotation or 0) % 360
    across = top - bottom if turn in (90, 270) else right - left
    unit = across / leaf.width if leaf.width else 1.0
    matrix = {
        0: (unit, 0, 0, unit, left, bottom),
        90: (0, unit, -unit, 0, right, bottom),
        180: (-unit, 0, 0, -unit, right, top),
        270: (0, -unit, unit, 0, left, top),
    }[turn]
    return Transformation(matrix)
