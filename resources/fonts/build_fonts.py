"""Builds the bundled fonts from the fonts they derive from. Run once by hand; the results are kept beside it.

    python build_fonts.py SOURCES [OUT]

SOURCES is a folder that holds, at any depth, the five source fonts named in `FONTS`. Each subset
keeps the 8,105 characters of 通用规范汉字表, all of GB 2312, Latin, punctuation and the ticks of
official forms; hints and layout tables go. The CFF outlines of FandolFang become TrueType outlines,
because that is what PDF writers embed. README.md says where the sources come from and under which
licence each subset stands. Names of the subsets are our own: reserved font names are not used.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

HERE = Path(__file__).resolve().parent
MOST_ERROR = 1.0  # units of 1/1000 em between a cubic curve and the quadratic ones that replace it
FULL_WIDTH = "—“”‘’…"  # one em wide in Chinese text; a face that draws them narrow leaves them to the fallback
TICKS = {0x2610: ("□", ""), 0x2611: ("□", "√"), 0x2612: ("□", "×"), 0x2713: ("√", ""), 0x2714: ("√", "")}

COUNTS = (  # of maxp: the first six concern instructions, of which there are none; saving counts the others
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth", "maxPoints", "maxContours",
    "maxCompositePoints", "maxCompositeContours",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One subset: our file and family name, the font it comes from, and its licence."""

    file: str
    family: str
    source: str
    licence: str


OFL = "SIL Open Font License 1.1"
FONTS = (
    Made("CaseReviewFangSong.ttf", "CaseReview FangSong", "FandolFang-Regular.otf", "GPL-3.0 with font exception"),
    Made("CaseReviewTitle.ttf", "CaseReview Title", "NotoSerifSC_900Black.ttf", OFL),
    Made("CaseReviewSong.ttf", "CaseReview Song", "NotoSerifSC_400Regular.ttf", OFL),
    Made("CaseReviewHei.ttf", "CaseReview Hei", "NotoSansSC_700Bold.ttf", OFL),
    Made("CaseReviewKai.ttf", "CaseReview Kai", "LXGWWenKai-Regular.ttf", OFL),
)


def characters() -> set[int]:
    """What every subset should hold, as far as its source has it."""
    wanted = {ord(character) for character in (HERE / "characters.txt").read_text("utf-8") if character > " "}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    blocks = (
        (0x20, 0x17F), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203B), (0x2070, 0x208E), (0x20AC, 0x20AC),
        (0x2100, 0x2122), (0x2150, 0x2199), (0x2200, 0x2265), (0x2460, 0x249B), (0x2500, 0x257F), (0x25A0, 0x25EF),
        (0x2605, 0x2612), (0x2713, 0x2717), (0x3000, 0x303F), (0x3220, 0x3243), (0x3280, 0x32B0), (0x3380, 0x33DF),
        (0xFE30, 0xFE4F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
    )  # fmt: skip
    for first, last in blocks:
        wanted.update(range(first, last + 1))
    return wanted


def narrow(font: TTFont) -> set[int]:
    """Chinese punctuation that this face draws much narrower than an em."""
    cmap, widths = font.getBestCmap(), font["hmtx"]
    em = font["head"].unitsPerEm
    return {ord(c) for c in FULL_WIDTH if ord(c) in cmap and widths[cmap[ord(c)]][0] < 0.8 * em}


def with_joining_dash(font: TTFont) -> None:
    """A dash (——) is two characters that meet: take the full-width horizontal bar where the em dash is shorter."""
    cmap, widths = font.getBestCmap(), font["hmtx"]
    dash, bar = cmap.get(0x2014), cmap.get(0x2015)
    if dash and bar and widths[dash][0] < widths[bar][0] == font["head"].unitsPerEm:
        for table in font["cmap"].tables:
            if table.isUnicode() and 0x2014 in table.cmap:
                table.cmap[0x2014] = bar


def reduced(font: TTFont, wanted: set[int]) -> None:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = []
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "meta"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)


def with_true_type_outlines(font: TTFont) -> None:
    """Replaces CFF by glyf: cubic curves become quadratic ones within `MOST_ERROR`."""
    if "glyf" in font:
        return
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MOST_ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for name in COUNTS:
        setattr(maxp, name, 0)
    maxp.numGlyphs = len(order)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\000\001\000\000"


def with_ticks(font: TTFont) -> None:
    """Composes the ballot boxes that no source has from its own □, √ and ×."""
    cmap, glyf, glyphs = font.getBestCmap(), font["glyf"], font.getGlyphSet()
    made: dict[int, str] = {}
    for code, (base, mark) in TICKS.items():
        if code in cmap or any(ord(part) not in cmap for part in base + mark):
            continue
        pen = TTGlyphPen(None)
        glyphs[cmap[ord(base)]].draw(pen)
        if mark:
            _draw_inside(glyphs, cmap[ord(mark)], cmap[ord(base)], pen)
        made[code] = f"tick{code:04X}"
        width = font["hmtx"][cmap[ord(base)]][0]
        glyf[made[code]] = pen.glyph()
        glyf[made[code]].recalcBounds(glyf)
        font["hmtx"][made[code]] = (width, glyf[made[code]].xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(made)


def _draw_inside(glyphs: Any, mark: str, base: str, pen: TTGlyphPen) -> None:
    """The mark at 0.75 of its size, centred in the box."""

    def middle(name: str) -> tuple[float, float]:
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        x0, y0, x1, y1 = bounds.bounds
        return (x0 + x1) / 2, (y0 + y1) / 2

    (bx, by), (mx, my) = middle(base), middle(mark)
    flat = DecomposingRecordingPen(glyphs)
    glyphs[mark].draw(flat)
    flat.replay(TransformPen(pen, (0.75, 0, 0, 0.75, bx - 0.75 * mx, by - 0.75 * my)))


def renamed(font: TTFont, made: Made) -> None:
    names = newTable("name")
    names.names = []
    postscript = made.family.replace(" ", "")
    values = {
        0: f"Subset of {made.source.split('.')[0].split('_')[0].split('-')[0]}; the copyright notice is in README.md",
        1: made.family, 2: "Regular", 3: f"{postscript} 1.0", 4: made.family, 5: "Version 1.0",
        6: postscript, 13: made.licence,
    }  # fmt: skip
    for number, value in values.items():
        names.setName(value, number, 3, 1, 0x409)
    font["name"] = names
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection = 400, 0x40  # one face a family: never emboldened on top
    font["head"].macStyle = 0


def build(made: Made, source: Path, out: Path) -> Path:
    font = TTFont(source, recalcTimestamp=False)
    with_joining_dash(font)
    reduced(font, characters() - narrow(font))
    with_true_type_outlines(font)
    with_ticks(font)
    renamed(font, made)
    target = out / made.file
    font.save(target)
    return target


def main(sources: Path, out: Path) -> None:
    lines = []
    for made in FONTS:
        source = next(sources.rglob(made.source))
        target = build(made, source, out)
        lines.append(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}")
        print(f"{target.name}  {target.stat().st_size / 1e6:.1f} MB")
    (out / "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else HERE)
