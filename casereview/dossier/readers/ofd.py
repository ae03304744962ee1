"""OFD drawn as a reading view: texts where they stand, lines, pictures and seals. For viewing; no signature is verified.

Glyphs come from our own faces, so shapes differ a little from the issuer's; positions and words do not. What the view
leaves out (shadings, clippings, video) is no text. After GB/T 33190-2016, chapters 7 to 11 and 15.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from casereview.documents import fonts
from casereview.dossier.model import Page, Run, TextSource
from casereview.dossier.readers import ofd_lines, ofd_paths, ofd_seal
from casereview.dossier.readers.ofd_lines import Piece
from casereview.dossier.readers.ofd_package import OfdPage, Package, Resources, numbers, open_package
from casereview.dossier.readers.word_package import attribute, child, local

MM = 72 / 25.4
MAX_OBJECTS = 500_000
MAX_PIXELS = 100_000_000
SCAN_COVERS, SCAN_WORDS = 0.85, 40  # as for PDF
_DEPTH = 8  # composite units in composite units
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class View:
    """What was drawn, with the lines of each page from the texts themselves: no second reading of the drawing."""

    pdf: bytes
    pages: tuple[Page, ...]
    notes: tuple[tuple[str, dict[str, object]], ...]


def draw(path: Path, name: str) -> View:
    """Raises Ofd, Damaged, HostileMarkup, TooLarge, TooManyPages."""
    from reportlab.pdfgen.canvas import Canvas

    package = open_package(path, name)
    try:
        target = io.BytesIO()
        canvas = Canvas(target, invariant=1, pageCompression=1, initialFontName=fonts.register(fonts.Face.SONG))
        canvas.setTitle(name)
        drawing = _Drawing(canvas, package.resources, package)
        pages = tuple(drawing.page(page, number) for number, page in enumerate(package.pages, 1))
        canvas.save()
    finally:
        package.container.close()
    return View(target.getvalue(), pages, tuple(_notes(package, drawing)))


def _notes(package: Package, drawing: _Drawing) -> Iterator[tuple[str, dict[str, object]]]:
    if package.signed:
        yield "ofd-signature-unverified", {}
    lost = len(package.lacking) + drawing.lost
    if lost:
        yield "ofd-parts-lost", {"count": lost}


@dataclass(frozen=True, slots=True)
class _Look:
    """Colours as red, green, blue of 0 to 1; None draws nothing. width of lines in mm."""

    fill: tuple[float, float, float] | None = None
    stroke: tuple[float, float, float] | None = (0.0, 0.0, 0.0)
    width: float = 0.353


@dataclass(slots=True)
class _Drawing:
    """`at` is the matrix from the page's millimetres (y down) to the paper's points (y up).

    lost    things that were not drawn
    pieces  texts of the page so far, pictured  points² that its pictures cover, height of the page in points
    """

    canvas: Any
    resources: Resources
    package: Package
    lost: int = 0
    objects: int = 0
    at: Matrix = field(default=_SAME)
    height: float = 0.0
    pictured: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    def page(self, page: OfdPage, number: int) -> Page:
        x, y, width, height = page.area
        self.pieces, self.pictured, self.height = [], 0.0, height * MM
        self.canvas.setPageSize((width * MM, height * MM))
        self.at = (MM, 0.0, 0.0, -MM, -x * MM, (height + y) * MM)
        for layer in page.layers:
            self.block(layer, self.at, self.look(layer, _Look()), 0)
        for appearance in page.annotations:
            self.block(appearance, _times(_shift(appearance), self.at), _Look(), 0)
        for box, value in page.stamps:
            self.stamp(box, value)
        self.canvas.showPage()
        runs = ofd_lines.runs(self.pieces)
        across, down = round(width * MM, 2), round(height * MM, 2)
        return Page(number, across, down, self.source(runs, across * down), runs)

    def source(self, runs: Sequence[Run], area: float) -> TextSource:
        """As with PDF: text laid over a scan is somebody's recognition, and a page of pictures alone is unread."""
        letters = sum(len("".join(run.text.split())) for run in runs)
        if not letters:
            return TextSource.NONE if self.pictured else TextSource.TEXT
        if self.pictured < SCAN_COVERS * area:
            return TextSource.TEXT
        return TextSource.OCR if letters >= SCAN_WORDS else TextSource.NONE

    def block(self, element: Any, at: Matrix, look: _Look, depth: int) -> None:
        for part in element:
            self.objects += 1
            if self.objects > MAX_OBJECTS:
                self.lost += 1
                return
            kind = local(part)
            if attribute(part, "Visible", "true") == "false":
                continue
            if kind == "textobject":
                self.text(part, at, self.look(part, look))
            elif kind == "pathobject":
                self.path(part, at, self.look(part, look))
            elif kind == "imageobject":
                self.image(part, at)
            elif kind == "pageblock":
                self.block(part, at, look, depth)
            elif kind == "compositeobject" and depth < _DEPTH:
                self.composite(part, at, look, depth)

    def composite(self, element: Any, at: Matrix, look: _Look, depth: int) -> None:
        unit = self.resources.units.get(attribute(element, "ResourceID"))
        content = child(unit, "content") if unit is not None else None
        if content is not None:
            self.block(content, _own(element, at), self.look(element, look), depth + 1)

    # Looks

    def look(self, element: Any, outer: _Look) -> _Look:
        """The object's own colours before those of its drawing parameters before those around it."""
        chain, number = [element], attribute(element, "DrawParam")
        for _ in range(_DEPTH):
            param = self.resources.params.get(number)
            if param is None:
                break
            chain.append(param)
            number = attribute(param, "Relative")
        found = outer
        for link in reversed(chain):
            found = _Look(
                _colour(child(link, "fillcolor"), found.fill),
                _colour(child(link, "strokecolor"), found.stroke),
                (numbers(attribute(link, "LineWidth")) or [found.width])[0],
            )
        return found

    # Texts

    def text(self, element: Any, at: Matrix, look: _Look) -> None:
        size = (numbers(attribute(element, "Size")) or [0.0])[0]
        if not 0.01 < size < 2_000:
            return
        at = _own(element, at)
        across = (numbers(attribute(element, "HScale")) or [1.0])[0] or 1.0
        face = _face(self.resources.fonts.get(attribute(element, "Font"), ""))
        colour = look.fill or (0.0, 0.0, 0.0)
        filled = attribute(element, "Fill", "true") != "false"
        last = (0.0, 0.0)
        for code in (e for e in element if local(e) == "textcode"):
            x, y = (numbers(attribute(code, axis)) or [usual] for axis, usual in zip("XY", last))
            last = x[0], y[0]
            text = "".join(c for c in code.itertext())
            glyphs = list(_placed(text, last, code, size, across, face))
            self.pieces += self.piece(glyphs, at, size, across, face)
            self.glyphs(glyphs, at, size, across, face, colour if filled else look.stroke or colour)

    def piece(
        self, glyphs: Sequence[tuple[str, float, float]], at: Matrix, size: float, across: float, face: fonts.Face
    ) -> Iterator[Piece]:
        """The characters with their left sides on the page as shown, origin at the top left."""
        if not glyphs:
            return
        a, b, c, d, _, _ = at
        points = size * (c * c + d * d) ** 0.5
        places = [_apply(at, x, y) for _, x, y in glyphs]
        widths = fonts.width(glyphs[-1][0], face, size) * across if glyphs[-1][0] >= " " else 0.0
        level = abs(b) < 0.02 * abs(a) and a > 0 and max(y for _, y in places) - min(y for _, y in places) < points / 4
        lefts = (*(x for x, _ in places), places[-1][0] + widths * (a * a + b * b) ** 0.5)
        ys = [self.height - y for _, y in places]
        yield Piece("".join(c for c, _, _ in glyphs), lefts, min(ys), max(ys), points, level)

    def glyphs(
        self,
        glyphs: Sequence[tuple[str, float, float]],
        at: Matrix,
        size: float,
        across: float,
        face: fonts.Face,
        colour: tuple[float, float, float],
    ) -> None:
        """One text object, a matrix a character: a glyph stands upright where millimetres run downwards."""
        a, b, c, d, _, _ = at
        scale = max((c * c + d * d) ** 0.5, 1e-6)
        points = size * scale
        line = self.canvas.beginText()
        line.setFillColorRGB(*colour)
        for character, x, y in glyphs:
            if character.isspace() or character < " ":
                continue
            px, py = _apply(at, x, y)
            line.setTextTransform(a * across / scale, b * across / scale, -c / scale, -d / scale, px, py)
            for used, part in fonts.runs(character, face):
                line.setFont(fonts.register(used), points)
                line.textOut(part)
        self.canvas.drawText(line)

    # Paths and pictures

    def path(self, element: Any, at: Matrix, look: _Look) -> None:
        data = child(element, "abbreviateddata")
        steps = ofd_paths.steps((data.text or "") if data is not None else "")
        fills = attribute(element, "Fill", "false") == "true" and look.fill is not None
        strokes = attribute(element, "Stroke", "true") != "false" and look.stroke is not None
        if not steps or not (fills or strokes):
            return
        at = _own(element, at)
        path = self.canvas.beginPath()
        for kind, values in steps:
            points = [v for k in range(0, len(values), 2) for v in _apply(at, values[k], values[k + 1])]
            {"M": path.moveTo, "L": path.lineTo, "B": path.curveTo, "C": path.close}[kind](*points)
        self.canvas.saveState()
        if look.fill:
            self.canvas.setFillColorRGB(*look.fill)
        if look.stroke:
            self.canvas.setStrokeColorRGB(*look.stroke)
        a, b, _, _, _, _ = at
        self.canvas.setLineWidth(max(0.1, look.width * (a * a + b * b) ** 0.5))
        self.canvas.drawPath(path, stroke=int(strokes), fill=int(fills))
        self.canvas.restoreState()

    def image(self, element: Any, at: Matrix) -> None:
        data = self.package.media(attribute(element, "ResourceID"))
        own = _times(_ctm(element), _times(_shift(element), at))
        alpha = (numbers(attribute(element, "Alpha")) or [255.0])[0]
        if not data or not self.pixels(data, own, min(max(alpha / 255, 0.0), 1.0)):
            self.lost += 1

    def pixels(self, data: bytes, at: Matrix, alpha: float = 1.0) -> bool:
        """A picture on the unit square of that matrix. Gives whether it could be drawn."""
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        try:
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    return False
                clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
                reader = ImageReader(opened.convert("RGBA" if clear else "RGB"))
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
            return False
        a, b, c, d, e, f = at
        self.pictured += abs(a * d - b * c)
        self.canvas.saveState()
        self.canvas.setFillAlpha(alpha)
        self.canvas.transform(a, b, -c, -d, e + c, f + d)  # pictures stand on their lower edge
        self.canvas.drawImage(reader, 0, 0, 1, 1, mask="auto")
        self.canvas.restoreState()
        return True

    def stamp(self, box: tuple[float, float, float, float], value: bytes) -> None:
        """The picture of a seal: pixels, or a small OFD of its own."""
        x, y, width, height = box
        square: Matrix = (width, 0.0, 0.0, height, x, y)
        found = ofd_seal.picture(value)
        if found and self.pixels(found, _times(square, self.at)):
            return
        inner = ofd_seal.package(value)
        if inner is None:
            self.lost += 1
            return
        try:
            page = inner.pages[0]
            left, top, across, down = page.area
            fit: Matrix = (1 / across, 0.0, 0.0, 1 / down, -left / across, -top / down)
            drawing = replace(self, resources=inner.resources, package=inner)
            for layer in page.layers:
                drawing.block(layer, _times(fit, _times(square, self.at)), drawing.look(layer, _Look()), 0)
        finally:
            inner.container.close()


# --- geometry -------------------------------------------------------------------------------------------------------


def _times(first: Matrix, then: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _ctm(element: Any) -> Matrix:
    found = numbers(attribute(element, "CTM"))
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _SAME


def _shift(element: Any) -> Matrix:
    box = numbers(attribute(element, "Boundary"))
    return (1.0, 0.0, 0.0, 1.0, box[0], box[1]) if len(box) == 4 else _SAME


def _own(element: Any, at: Matrix) -> Matrix:
    """From the object's own space to the paper: its CTM, then its boundary's corner, then what lies around."""
    return _times(_ctm(element), _times(_shift(element), at))


def _placed(
    text: str, start: tuple[float, float], code: Any, size: float, across: float, face: fonts.Face
) -> Iterator[tuple[str, float, float]]:
    """Characters with the place of each. Where no steps are given, as wide as they are drawn."""
    xs, ys = deltas(attribute(code, "DeltaX")), deltas(attribute(code, "DeltaY"))
    x, y = start
    for number, character in enumerate(text):
        yield character, x, y
        if xs:
            x += xs[min(number, len(xs) - 1)]
        elif not ys:
            x += fonts.width(character, face, size) * across
        if ys:
            y += ys[min(number, len(ys) - 1)]


def deltas(text: str) -> list[float]:
    """Steps between characters; "g 3 2.5" stands for 2.5 three times."""
    parts = text.split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < 100_000:
        if parts[at] == "g" and at + 2 < len(parts):
            value = numbers(parts[at + 2])
            times = int(parts[at + 1]) if re.fullmatch(r"\d{1,5}", parts[at + 1]) else 0
            found += value * times
            at += 3
        else:
            found += numbers(parts[at]) or [0.0]
            at += 1
    return found


def _colour(element: Any | None, outer: tuple[float, float, float] | None) -> tuple[float, float, float] | None:
    """Grey, RGB or CMYK of 0 to 255. A shading is drawn as what lies around it."""
    values = [min(max(v / 255, 0.0), 1.0) for v in numbers(attribute(element, "Value"))] if element is not None else []
    if len(values) == 3:
        return values[0], values[1], values[2]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 4:
        cyan, magenta, yellow, black = values
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return outer


def _face(family: str) -> fonts.Face:
    lower = family.lower()
    if "仿宋" in family or "fangsong" in lower or "fs_gb" in lower:
        return fonts.Face.FANGSONG
    if "楷" in family or "kai" in lower:
        return fonts.Face.KAI
    if "黑" in family or "hei" in lower:
        return fonts.Face.HEI
    return fonts.Face.TITLE if "小标宋" in family or "fzxbs" in lower else fonts.Face.SONG
