"""A marked copy (标注副本) of a dossier: its pages as they came, the marks' boxes on them, and a list of the marks at the end.

What is drawn is page content, no annotations: any viewer and any printer shows it. The originals stay as they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from casereview import words
from casereview.documents import fonts
from casereview.documents.fonts import Face
from casereview.dossier.guard import Child, Limits
from casereview.dossier.model import Box, Page, Reading
from casereview.dossier.readers import refusals
from casereview.dossier.render import PageUnshown, Renderer
from casereview.marking import binding
from casereview.marking.binding import Leaf
from casereview.marking.evidence import in_words, page_of
from casereview.marking.model import Mark, MarkKind, Sheet
from casereview.progress import Progress, silent
from casereview.rubric.model import Deduction, Rubric

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents.model import Document, Row

DPI = 150  # of pages that are drawn as pictures: scans, and files that cannot be taken over as they are
_TAG = 9.0  # size of a tag's text in points
_GOOD = (MarkKind.STRENGTH, MarkKind.BONUS)
_COLOURS = {"good": (0.10, 0.45, 0.25), "flag": (0.72, 0.42, 0.02), "lost": (0.78, 0.11, 0.13)}


@dataclass(frozen=True, slots=True)
class Shown:
    """One mark of the copy. number from 1, as on the pages and in the list; boxes: (page of the dossier, box or None for all of it)."""

    number: int
    mark: Mark
    code: str
    boxes: tuple[tuple[int, Box | None], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page of the dossier is drawn from: path, kind "pdf" or "image", page in that file."""

    path: Path
    kind: str
    page: int


def shown(rubric: Rubric, marks: Sequence[Mark], reading: Reading) -> list[Shown]:
    """The marks that say something (full marks say nothing), by item and then by page."""
    place = {item.id: n for n, item in enumerate(rubric.items)}
    ours = [m for m in marks if m.said.rubric == rubric.digest and m.said.kind is not MarkKind.FULL]
    found = [(mark, _boxes(mark, reading)) for mark in ours]
    found.sort(
        key=lambda pair: (
            place.get(pair[0].said.item, len(place)),
            min((page for page, _ in pair[1]), default=0),
            pair[0].id,
        )
    )
    return [
        Shown(number, mark, rubric.position(mark.said.item) if mark.said.item in place else mark.said.item, boxes)
        for number, (mark, boxes) in enumerate(found, 1)
    ]


def _boxes(mark: Mark, reading: Reading) -> tuple[tuple[int, Box | None], ...]:
    last = len(reading.page_of)
    places = [
        (page_of(seen, reading), Box(*seen.box) if seen.box else None)
        for seen in mark.said.evidence
        if seen.kind == "place"
    ]
    return tuple(dict.fromkeys(place for place in places if 1 <= place[0] <= last))


def write_copy(
    out: Path,
    rubric: Rubric,
    reading: Reading,
    sources: Sequence[Source],
    marks: Sequence[Mark],
    sheet: Sheet,
    title: str,
    *,
    language: str = "zh",
    progress: Progress = silent,
) -> Path:
    """Write the copy of a dossier whose page n is drawn from sources[n - 1]. Raises PageUnshown for a page that nobody can draw."""
    from casereview.documents.pdf import write

    found = shown(rubric, marks, reading)
    child, renderer = Child(Limits(120.0, 1.0)), Renderer()
    try:
        whole = {path for path in {s.path for s in sources if s.kind == "pdf"} if _taken_over(child, path)}
        leaves, pictures = _leaves(renderer, reading.pages, sources, whole, progress)
        overlay = _overlay(reading.pages, found, language)
        listed = write(list_of(rubric, reading, found, sheet, title, language))
        marks_of_papers = [(paper.pages[0] - 1, paper.title) for paper in reading.papers if paper.pages]
        contents = [*marks_of_papers, (len(leaves), words.render("marked_copy.list", language))]
        part = out.with_name(f"{out.name}.part")
        try:
            child.call(binding.bind, leaves, pictures, overlay, listed, contents, title, str(part))
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
    finally:
        child.close()
        renderer.close()
    return out


def _taken_over(child: Child, path: Path) -> bool:
    """Whether the pages of a file can be taken as they are. A reader that dies or hangs on it says no."""
    try:
        return bool(child.call(binding.can_take, str(path)))
    except refusals.Refused:
        return False


def _leaves(
    renderer: Renderer, pages: Sequence[Page], sources: Sequence[Source], whole: set[Path], progress: Progress
) -> tuple[list[Leaf], bytes]:
    """Each page of the dossier as a page of its own file, or of the PDF of pictures that comes with them."""
    from casereview.privacy.redact import pictures_as_pdf, redacted_page

    leaves: list[Leaf] = []
    drawn: list[tuple[bytes, float, float]] = []
    for done, (page, source) in enumerate(zip(pages, sources, strict=True), 1):
        if source.path in whole:
            leaves.append(Leaf(str(source.path), source.page - 1, page.width, page.height))
        else:
            try:
                picture = redacted_page(renderer, source.path, source.kind, source.page, ())
            except PageUnshown:
                raise PageUnshown(file=source.path.name[:12], page=done) from None
            leaves.append(Leaf("", len(drawn), page.width, page.height))
            drawn.append((picture, page.width, page.height))
        progress(done, len(pages))
    return leaves, pictures_as_pdf(drawn) if drawn else b""


# the boxes ---------------------------------------------------------------------------------------------------------


def _overlay(pages: Sequence[Page], found: Sequence[Shown], language: str) -> bytes:
    """A PDF with one page for each page of the dossier, as it is shown: boxes and tags, nothing else."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=fonts.register(Face.HEI))
    for number, page in enumerate(pages, 1):
        canvas.setPageSize((page.width, page.height))
        taken: list[Box] = []
        for one in found:
            for at, box in one.boxes:
                if at == number:
                    _draw(canvas, page, one, box, taken, language)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, page: Page, one: Shown, box: Box | None, taken: list[Box], language: str) -> None:
    kind = one.mark.said.kind
    colour = _COLOURS["good" if kind in _GOOD else "flag" if kind is MarkKind.FLAG else "lost"]
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(1.2)
    if box is not None:
        canvas.rect(box.x0 - 1, page.height - box.y1 - 1, box.x1 - box.x0 + 2, box.y1 - box.y0 + 2)
    text = f"{one.number}  {one.code}".strip() if one.code else f"{one.number}  {_kind(kind, language)}"
    plate = _plate(page, fonts.width(text, Face.HEI, _TAG), box, taken)
    taken.append(plate)
    canvas.setFillColorRGB(*colour)
    canvas.rect(plate.x0, page.height - plate.y1, plate.x1 - plate.x0, plate.y1 - plate.y0, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    fonts.draw(canvas, plate.x0 + 3, page.height - plate.y1 + 3, text, Face.HEI, _TAG)


def _plate(page: Page, width: float, box: Box | None, taken: Sequence[Box]) -> Box:
    """Where a tag stands: above its box, for a whole page in its upper right corner; below other tags; on the page."""
    wide, high = width + 6, _TAG + 4
    left = box.x0 - 1 if box else page.width - wide - 12
    top = box.y0 - 1 - high if box else 12.0
    left, top = max(min(left, page.width - wide), 0), max(min(top, page.height - high), 0)
    while any(
        top < other.y1 and other.y0 < top + high and left < other.x1 and other.x0 < left + wide for other in taken
    ):
        top += high + 1
    return Box(left, top, left + wide, top + high)


# the list ----------------------------------------------------------------------------------------------------------


def list_of(
    rubric: Rubric, reading: Reading, found: Sequence[Shown], sheet: Sheet, title: str, language: str = "zh"
) -> Document:
    """The list at the end: score and grade, then each mark with its item, points, pages, words."""
    from casereview.documents.model import Column, Document, Paragraph, Profile, Table, Title

    def say(code: str, **parameters: object) -> str:
        return words.render(f"marked_copy.{code}", language, **parameters)

    heads = [say(f"column-{name}") for name in ("number", "item", "kind", "points", "evidence", "note")]
    widths = (1.2, 5.5, 2.2, 1.8, 5.0, 5.5)
    aligned = ("center", "left", "center", "center", "left", "left")
    columns = tuple(Column(head, width, align) for head, width, align in zip(heads, widths, aligned, strict=True))  # type: ignore[arg-type]
    grade = words.render(f"grade.{sheet.graded}", language) if sheet.graded else "-"
    score = "-" if sheet.score is None else str(sheet.score)
    state = say("sealed" if sheet.sealed else "unsealed")
    rows = tuple(_row(rubric, reading, one, sheet, language) for one in found)
    lead = say("lead", rubric=f"{rubric.title} {rubric.version}", reader=sheet.reader or "-", score=score, grade=grade)
    blocks = (
        Title(say("list")),
        Paragraph(title, indent=False),
        Paragraph(f"{lead}{state}", indent=False),
        Table(columns, rows, size=10.0) if rows else Paragraph(say("none"), indent=False),
    )
    return Document(Profile.FORM, say("list"), blocks, landscape=True, stamp=rubric.digest[:16])


def _row(rubric: Rubric, reading: Reading, one: Shown, sheet: Sheet, language: str) -> Row:
    said = one.mark.said
    item = {i.id: i for i in rubric.items}.get(said.item)
    others = {veto.id: veto.title for veto in rubric.vetoes} | {bonus.id: bonus.title for bonus in rubric.bonus}
    title = f"{one.code}  {item.title if item else others.get(said.item, '')}".strip()
    deduction = next((d for d in (item.deductions if item else ()) if d.id == said.deduction), None)
    text = deduction.named if deduction else said.reason
    parts = [part for part in (text, said.note) if part]
    evidence = in_words(said.evidence, reading, language)
    return (
        str(one.number),
        title,
        _kind(said.kind, language),
        _points(one, deduction, sheet),
        evidence,
        ("；" if language == "zh" else "; ").join(parts),
    )


def _kind(kind: MarkKind, language: str) -> str:
    return words.render(f"mark_kind.{kind}", language)


def _points(one: Shown, deduction: Deduction | None, sheet: Sheet) -> str:
    """What the sheet took for this deduction, after its cap."""
    if one.mark.said.kind is MarkKind.BONUS and one.mark.said.points is not None:
        return f"+{_plain(one.mark.said.points)}"
    if deduction is None:
        return ""
    lost = [
        points
        for line in sheet.lines
        if line.item == one.mark.said.item
        for ident, _, points in line.lost
        if ident == deduction.id
    ]
    return f"−{_plain(lost[0])}" if lost else ""


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
