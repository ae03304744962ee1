"""Measures a DOCX against GB/T 9704-2012: page, grid, lines, the font of every run, page-number fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casereview.documents import fonts, layout
from casereview.documents.layout import MM, OFFICIAL_MARGINS
from casereview.errors import CaseReviewError

_NEAR = 0.6  # mm: below the 1 mm the standard allows (5.2.1), above what rounding to twips makes
_ALLOWED = frozenset(fonts.WORD_NAMES.values()) | {
    "仿宋", "FangSong", "楷体", "KaiTi", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "SimHei", "SimSun", "SimSun-ExtB",
    "华文中宋", "华文仿宋", "华文楷体",
}  # fmt: skip


class NotADocx(CaseReviewError):
    """The file is no DOCX; `file`."""

    code = "not-a-docx"


@dataclass(frozen=True, slots=True)
class Finding:
    """A deviation: a code of `[gauge]` in words with its parameters."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)


def gauge(path: Path) -> list[Finding]:
    """What in a DOCX departs from the standard; an empty list is a clean sheet. Raises NotADocx.

    Forms (附表) are not measured by it: their margins are ours.
    """
    import docx

    try:
        word = docx.Document(str(path))
    except Exception as problem:  # the library raises whatever the file makes it raise
        raise NotADocx(file=path.name) from problem
    found = [*_page(word), *_grid(word), *_runs(word), *_size(word), *_numbers(word), *_tables(word)]
    return list({(f.code, str(f.parameters)): f for f in found}.values())


def _page(word: Any) -> Iterator[Finding]:
    for number, section in enumerate(word.sections, 1):
        width, height = sorted((section.page_width.mm, section.page_height.mm))
        if abs(width - 210) > _NEAR or abs(height - 297) > _NEAR:
            yield Finding("paper", {"section": number, "width": round(width), "height": round(height)})
        m = OFFICIAL_MARGINS
        lying = section.page_width > section.page_height
        wanted = (m.left, m.top, m.right, m.bottom) if lying else (m.top, m.right, m.bottom, m.left)
        sides = ("top", "right", "bottom", "left")
        for side, millimetres in zip(sides, wanted):
            is_now = getattr(section, f"{side}_margin").mm
            if abs(is_now - millimetres) > _NEAR:
                yield Finding(f"margin-{side}", {"section": number, "is": round(is_now, 1), "should": millimetres})


def _grid(word: Any) -> Iterator[Finding]:
    for number, section in enumerate(word.sections, 1):
        grid = section._sectPr.find(_w("docGrid"))
        pitch = int(grid.get(_w("linePitch")) or 0) if grid is not None else 0
        lines = int((297 - OFFICIAL_MARGINS.top - OFFICIAL_MARGINS.bottom) * MM / (pitch / 20)) if pitch else 0
        if lines != layout.LINES:
            yield Finding("grid", {"section": number, "is": lines, "should": layout.LINES})


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _runs(word: Any) -> Iterator[Finding]:
    """Every run names a Chinese font that the standard knows."""
    for run in word.element.body.iter(_w("r")):
        text = "".join(part.text or "" for part in run.findall(_w("t")))
        if not text.strip():
            continue
        properties = run.find(_w("rPr"))
        named = properties.find(_w("rFonts")) if properties is not None else None
        font = named.get(_w("eastAsia")) if named is not None else None
        if font is None:
            yield Finding("run-without-font", {"text": text[:12]})
        elif font not in _ALLOWED:
            yield Finding("run-font", {"text": text[:12], "font": font})


def _size(word: Any) -> Iterator[Finding]:
    """The body is 三号, on exact lines of about 29 points."""
    sizes: Counter[float] = Counter()
    for paragraph in word.paragraphs:
        indent = paragraph.paragraph_format.first_line_indent
        for run in paragraph.runs:
            if indent and run.font.size:
                sizes[run.font.size.pt] += len(run.text)
        spacing = paragraph.paragraph_format.line_spacing
        measured = bool(indent and paragraph.text) and spacing is not None and not isinstance(spacing, float)
        if measured and abs(spacing.pt - layout.LINE) > 0.6:
            yield Finding("line", {"text": paragraph.text[:12], "is": spacing.pt, "should": layout.LINE})
    if sizes and sizes.most_common(1)[0][0] != layout.SANHAO:
        yield Finding("body-size", {"is": sizes.most_common(1)[0][0], "should": layout.SANHAO})


def _numbers(word: Any) -> Iterator[Finding]:
    """— 1 — as a field, outside on odd and even pages."""
    if not word.settings.odd_and_even_pages_header_footer:
        yield Finding("no-odd-even")
    first = word.sections[0]
    for side, footer in (("odd", first.footer), ("even", first.even_page_footer)):
        codes = "".join(part.text or "" for part in footer._element.iter(_w("instrText")))
        words = "".join(paragraph.text for paragraph in footer.paragraphs)
        if "PAGE" not in codes:
            yield Finding(f"no-number-{side}")
        elif "—" not in words:
            yield Finding(f"number-without-dashes-{side}")


def _tables(word: Any) -> Iterator[Finding]:
    for number, table in enumerate(word.tables, 1):
        if len(table.rows) > 20 and table._tbl.find(f".//{_w('tblHeader')}") is None:
            yield Finding("table-head", {"table": number})
