"""What python-docx does not say and Word needs: Chinese fonts on every run, exact lines, fields, borders, the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from casereview.documents import fonts, layout
from casereview.documents.fonts import Face
from casereview.documents.layout import RED, Style

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_BEYOND_BMP = "SimSun-ExtB"  # Windows' face for what 宋体 has no room for


def element(name: str, /, **attributes: object) -> Any:
    """An element of the w: namespace with w: attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_fonts(properties: Any, name: str) -> None:
    """Latin and Chinese in one face; the hint makes quotes and dashes Chinese too."""
    found = properties.find(qn("w:rFonts"))
    if found is None:
        found = element("rFonts")
        properties.insert(0, found)
    for attribute in list(found.attrib):
        del found.attrib[attribute]
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        found.set(qn(f"w:{key}"), name)
    found.set(qn("w:hint"), "eastAsia")


def add_text(paragraph: Paragraph, text: str, style: Style, face: Face | None = None) -> None:
    """Adds runs; characters that the face lacks are set in 宋体. A line feed becomes a line break."""
    for name, part in faces(text, face or style.face):
        _run(paragraph, part, name, style)


def faces(text: str, face: Face) -> list[tuple[str, str]]:
    """The text cut into runs, each with the name of the font that Word is to use."""
    return [
        (_BEYOND_BMP if wide else fonts.WORD_NAMES[used], piece)
        for used, part in fonts.runs(text, face)
        for wide, piece in _by_plane(part)
    ]


def _by_plane(text: str) -> list[tuple[bool, str]]:
    if max(text, default="") <= "\uffff":
        return [(False, text)]
    parts: list[tuple[bool, str]] = []
    for character in text:
        wide = character > "\uffff"
        if parts and parts[-1][0] == wide:
            parts[-1] = (wide, parts[-1][1] + character)
        else:
            parts.append((wide, character))
    return parts


def _run(paragraph: Paragraph, text: str, name: str, style: Style) -> None:
    run = paragraph.add_run()
    for number, line in enumerate(text.split("\n")):
        if number:
            run.add_break()
        run.add_text(line)
    properties = run._r.get_or_add_rPr()
    set_fonts(properties, name)
    if style.red:
        run.font.color.rgb = RGBColor.from_string(RED)
    if style.spacing:
        properties.append(element("spacing", val=round(style.spacing * 20)))
    run.font.size = Pt(style.size)


def add_field(paragraph: Paragraph, code: str, style: Style) -> None:
    """A field such as PAGE, with 1 until the program that opens the file counts."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        set_fonts(run._r.get_or_add_rPr(), fonts.WORD_NAMES[style.face])
        run.font.size = Pt(style.size)
        if kind == "text":
            run.add_text(text)
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            instruction = element("instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)


def shape(paragraph: Paragraph, style: Style, *, grid: bool = True) -> None:
    """Exact line spacing, indents and what stays together. grid False: the lines of a cell leave the page's grid.

    Lines of another height than the grid's leave it too, or programs would stretch them to two of its lines.
    """
    form = paragraph.paragraph_format
    form.alignment = ALIGN[style.align]
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(style.leading)
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    form.keep_with_next = style.with_next
    no_auto_space(paragraph._p.get_or_add_pPr())
    if style.left or style.right or style.first:
        form.left_indent, form.right_indent = Pt(style.left), Pt(style.right)
        form.first_line_indent = Pt(style.first * (style.size + style.spacing))
        if style.first:
            indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
            indent.set(qn("w:firstLineChars"), str(round(style.first * 100)))
    if not grid or style.leading != layout.LINE:
        put(paragraph._p.get_or_add_pPr(), element("snapToGrid", val=0))


_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]


def put(properties: Any, made: Any) -> None:
    """Puts a paragraph property where the schema wants it."""
    name = made.tag.rpartition("}")[2]
    properties.insert_element_before(made, *(f"w:{tag}" for tag in _ORDER[_ORDER.index(name) + 1 :]))


def no_auto_space(properties: Any) -> None:
    """No space of the program's own between Chinese and digits: it would break 28 characters a line."""
    for name in ("autoSpaceDE", "autoSpaceDN"):
        put(properties, element(name, val=0))


def rule_below(paragraph: Paragraph, space: float, thickness: float) -> None:
    """A red border under a paragraph, `space` points below it."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=round(thickness * 8), space=round(space), color=RED))
    put(paragraph._p.get_or_add_pPr(), borders)


_BOX = """<w:r {names}><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"
 behindDoc="0" locked="1" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
 <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
 <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
 <wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
 <wp:docPr id="9001" name="版记"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>
 <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
 <a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>
 <wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>
 </w:r>"""
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_EMU = 12_700  # a point


def box_at_foot(paragraph: Paragraph, content: Any, width: float, height: float) -> None:
    """Moves a table into a text box that stands at the foot of the type area of the paragraph's page."""
    box = parse_xml(_BOX.format(names=_NAMES, width=round(width * _EMU), height=round(height * _EMU)))
    holder = next(box.iter(qn("w:txbxContent")))
    holder.append(content)
    last = element("p")  # a text box ends with a paragraph
    properties = element("pPr")
    properties.append(element("spacing", line=20, lineRule="exact", before=0, after=0))
    last.append(properties)
    holder.append(last)
    paragraph._p.append(box)


def page_grid(section: Any) -> None:
    """22 lines a page. Not `linesAndChars`: other programs than Word then spread the characters."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=layout.PITCH))


def table_borders(table: Any, sides: dict[str, float]) -> None:
    """Borders by side ("top" "left" "bottom" "right" "insideH" "insideV") in points; 0 is none."""
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        points = sides.get(side, 0)
        kind = "single" if points else "nil"
        borders.append(element(side, val=kind, sz=round(points * 8), space=0, color="000000"))
    properties = table._tbl.tblPr
    properties.append(borders)


def table_widths(table: Any, widths: Sequence[float]) -> None:
    """Fixed widths in points, in the grid and said of the whole."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")) + properties.findall(qn("w:tblLayout")):
        properties.remove(old)
    properties.append(element("tblW", w=round(sum(widths) * 20), type="dxa"))
    properties.append(element("tblLayout", type="fixed"))
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths):
        column.set(qn("w:w"), str(round(width * 20)))


def order_table_properties(table: Any) -> None:
    """The schema's order, without which strict readers refuse the file."""
    order = [
        "tblStyle",
        "tblpPr",
        "tblOverlap",
        "bidiVisual",
        "tblStyleRowBandSize",
        "tblStyleColBandSize",
        "tblW",
        "jc",
        "tblCellSpacing",
        "tblInd",
        "tblBorders",
        "shd",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ]
    properties = table._tbl.tblPr
    parts = sorted(properties, key=lambda part: order.index(part.tag.rpartition("}")[2]))
    for part in parts:
        properties.remove(part)
        properties.append(part)


def cell_margins(table: Any, horizontal: float, vertical: float) -> None:
    margins = element("tblCellMar")
    for side, points in (("top", vertical), ("left", horizontal), ("bottom", vertical), ("right", horizontal)):
        margins.append(element(side, w=round(points * 20), type="dxa"))
    table._tbl.tblPr.append(margins)


def turned(section: Any, margins: layout.Margins, landscape: bool) -> None:
    """Paper and margins of a section; a lying page is the upright one turned clockwise."""
    from docx.enum.section import WD_ORIENT

    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = Mm(210), Mm(297)
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    m = margins
    left, bottom, right, top = (m.bottom, m.right, m.top, m.left) if landscape else (m.left, m.bottom, m.right, m.top)
    section.left_margin, section.bottom_margin = Mm(left), Mm(bottom)
    section.right_margin, section.top_margin = Mm(right), Mm(top)
