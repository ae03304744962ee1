"""A document as DOCX: the standard's font names, exact lines, real page-number fields, repeated table heads."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
import docx.enum.table
import docx.enum.text
from docx.enum.section import WD_SECTION
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from casereview.documents import docx_parts as parts
from casereview.documents import fonts, layout
from casereview.documents.docx_tables import table_element
from casereview.documents.fonts import Face
from casereview.documents.layout import MM, Style
from casereview.documents.model import (
    Addressee,
    AnnexList,
    AnnexPage,
    BarChart,
    Blank,
    Block,
    Document,
    Heading,
    Imprint,
    Masthead,
    PageBreak,
    Paragraph,
    Profile,
    Signature,
    Table,
    Title,
)

_FIXED = datetime(2024, 1, 1)  # no clock: equal documents have equal properties


def write(document: Document) -> bytes:
    """The DOCX."""
    writer = _Writer(document)
    for number, block in enumerate(document.blocks):
        following = document.blocks[number + 1 : number + 3]
        writer.add(block, before_signature=any(isinstance(b, Signature) for b in following))
    out = BytesIO()
    writer.word.save(out)
    return out.getvalue()


class _Writer:
    """One file in the making: python-docx's document, and how the present section lies."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.styles = layout.STYLES[document.profile]
        self.landscape = document.landscape
        self.word = docx.Document()
        _normal(self.word, self.styles["body"])
        _properties(self.word, document)
        _section(self.word.sections[0], document.profile, document.landscape)
        _feet(self.word, document)

    @property
    def width(self) -> float:
        return layout.body_width(self.document.profile, self.landscape)

    def add(self, block: Block, *, before_signature: bool) -> None:
        match block:
            case Masthead():
                self.masthead(block)
            case Title():
                self.title(block)
            case Addressee():
                self.text(block.text, self.styles["addressee"])
            case Heading():
                self.heading(block)
            case Paragraph():
                first = 2 if block.indent else 0
                style = replace(self.styles["body"], align=block.align, first=first, with_next=before_signature)
                self.text(block.text, style, block.lead)
            case Table():
                self.table(block)
            case BarChart():
                self.chart(block)
            case AnnexList():
                self.annex_list(block)
            case Signature():
                self.signature(block)
            case AnnexPage() | PageBreak():
                self.new_page(block)
            case Imprint():
                self.imprint(block)
            case Blank():
                self.blank(block.lines)

    def text(self, words: str, style: Style, lead: str = "") -> WordParagraph:
        paragraph = self.word.add_paragraph()
        parts.shape(paragraph, style)
        if lead:
            parts.add_text(paragraph, lead, style, self.styles["lead"].face)
        parts.add_text(paragraph, words, style)
        return paragraph

    def blank(self, lines: int, style: Style | None = None) -> None:
        for _ in range(lines):
            self.text("", style or replace(self.styles["body"], first=0))

    def masthead(self, block: Masthead) -> None:
        room = layout.ISSUER_BELOW_TOP * MM
        self.text("", replace(self.styles["body"], leading=room, first=0))
        size = layout.issuer_size(block.issuer, self.width)
        self.text(block.issuer, replace(self.styles["issuer"], size=size, leading=size * 1.2))
        self.blank(2)
        style = self.styles["number"]
        words = block.number or "　"
        if block.signer:
            signer = f"签发人：{block.signer}"
            free = self.width / style.size - 2 - layout.units(block.number + signer)
            words = "　" + block.number + "　" * max(int(free), 1) + signer
            style = replace(style, align="left")
        line = self.text(words, style)
        parts.rule_below(line, layout.RED_RULE_BELOW_NUMBER * MM, layout.RED_RULE_WIDTH)

    def title(self, block: Title) -> None:
        if self.document.profile is not Profile.FORM:
            self.blank(2)
        style = self.styles["title"]
        self.text("\n".join(layout.title_lines(block.text, self.width / style.size)), style)

    def heading(self, block: Heading) -> None:
        paragraph = self.text(block.text, self.styles[f"heading{block.level}"])
        parts.put(paragraph._p.get_or_add_pPr(), parts.element("outlineLvl", val=block.level - 1))

    def annex_list(self, block: AnnexList) -> None:
        style = replace(self.styles["plain"], first=2, with_next=True)
        self.blank(1, style)
        single = len(block.names) == 1
        for number, name in enumerate(block.names, 1):
            head = "附件：" if number == 1 else "　　　"
            self.text(head + (name if single else f"{number}.{name}"), style)

    def signature(self, block: Signature) -> None:
        style = replace(self.styles["signature"], align="left", spacing=0, with_next=True)
        name_x, date_x = layout.signature_places(block, self.width, style.size)
        self.blank(layout.SIGNATURE_BLANK[block.sealed], style)
        self.text(block.issuer, replace(style, left=name_x, right=-20))
        self.text(block.date, replace(style, left=date_x, right=-20, with_next=False))

    def new_page(self, block: AnnexPage | PageBreak) -> None:
        if block.landscape != self.landscape:
            self.turn(block.landscape)
        else:
            last = self.word.paragraphs[-1] if self.word.paragraphs else self.word.add_paragraph()
            body = list(self.word.element.body)
            if body[-2] is not last._p:  # a table stands last
                last = self.text("", replace(self.styles["body"], leading=1, first=0))
            last.add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
        if isinstance(block, AnnexPage):
            self.text(block.label, self.styles["annex"])
            if block.title:
                style = self.styles["annex-title"]
                self.text("\n".join(layout.title_lines(block.title, self.width / style.size)), style)

    def turn(self, landscape: bool, start: WD_SECTION = WD_SECTION.NEW_PAGE) -> None:
        self.landscape = landscape
        section = self.word.add_section(start)
        _section(section, self.document.profile, landscape)

    def table(self, block: Table) -> None:
        if block.caption:
            self.text(block.caption, self.styles["caption"])
        self.word.element.body.insert_element_before(table_element(block, self.styles, self.width), "w:sectPr")
        note = replace(self.styles["note"], leading=self.styles["note"].leading if block.note else 6, before=0)
        self.text(block.note, note)

    def chart(self, block: BarChart) -> None:
        self.text(block.caption, self.styles["caption"])
        picture = chart_picture(block, self.width)
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(6)
        paragraph.add_run().add_picture(BytesIO(picture), width=Pt(self.width))

    def imprint(self, block: Imprint) -> None:
        if self.landscape:  # the imprint opens the next even page, which bears no number (7.5)
            self.turn(False, WD_SECTION.EVEN_PAGE)
            section = self.word.sections[-1]
            for foot in (section.footer, section.even_page_footer):
                foot.is_linked_to_previous = False
        add_imprint(self.word, block, self.styles["imprint"], self.width)


def _normal(word: Any, style: Style) -> None:
    """Normal carries the body font, and none of the habits that push characters off the grid."""
    normal = word.styles["Normal"]
    parts.set_fonts(normal.element.get_or_add_rPr(), fonts.WORD_NAMES[style.face])
    normal.element.get_or_add_rPr().append(parts.element("lang", val="en-US", eastAsia="zh-CN"))
    normal.font.size = Pt(style.size)
    normal.paragraph_format.widow_control = False
    parts.no_auto_space(normal.element.get_or_add_pPr())


def _properties(word: Any, document: Document) -> None:
    core = word.core_properties
    core.title, core.author, core.keywords = document.title, document.author, "，".join(document.keywords)
    core.comments, core.language = document.stamp, "zh-CN"
    core.created = core.modified = _FIXED


def _section(section: Any, profile: Profile, landscape: bool) -> None:
    parts.turned(section, layout.MARGINS[profile], landscape)
    foot = 8.0 if profile is Profile.FORM else layout.OFFICIAL_MARGINS.bottom - layout.FOOTER_FROM_BODY - 5
    section.footer_distance, section.header_distance = Mm(foot), Mm(10)
    if profile is not Profile.FORM:
        parts.page_grid(section)


def _feet(word: Any, document: Document) -> None:
    """Page numbers: — 1 — outside on official pages, 第 1 页 共 n 页 on forms."""
    style = layout.STYLES[document.profile]["page"]
    section = word.sections[0]
    if document.profile is Profile.FORM:
        paragraph = section.footer.paragraphs[0]
        parts.shape(paragraph, replace(style, leading=12), grid=False)
        for piece in ("第 ", "PAGE", " 页 共 ", "NUMPAGES", " 页"):
            if piece.isupper():
                parts.add_field(paragraph, piece, style)
            else:
                parts.add_text(paragraph, piece, style)
        if document.stamp:
            small = replace(style, size=7.5, leading=10, align="left")
            line = section.footer.add_paragraph()
            parts.shape(line, small, grid=False)
            parts.add_text(line, document.stamp, small)
        return
    word.settings.odd_and_even_pages_header_footer = True
    odd = replace(style, align="right", right=style.size)
    even = replace(style, align="left", left=style.size)
    for footer, place in ((section.footer, odd), (section.even_page_footer, even)):
        paragraph = footer.paragraphs[0]
        parts.shape(paragraph, place, grid=False)
        parts.add_text(paragraph, "— ", style)
        parts.add_field(paragraph, "PAGE", style)
        parts.add_text(paragraph, " —", style)


def add_imprint(word: Any, block: Imprint, style: Style, width: float) -> None:
    """版记 in a text box at the foot of the type area. A Word file cannot choose an even page by itself."""
    rows = ([block.copies] if block.copies else []) + [""]
    made = word.add_table(rows=len(rows), cols=2)
    parts.table_widths(made, [width / 2, width / 2])
    thick, thin = layout.IMPRINT_THICK * MM, layout.IMPRINT_THIN * MM
    parts.table_borders(made, {"top": thick, "bottom": thick, "insideH": thin})
    parts.cell_margins(made, 0, 0)
    parts.order_table_properties(made)
    plain = replace(style, left=0, right=0)
    lines = 1
    if block.copies:
        whole = made.rows[0].cells[0].merge(made.rows[0].cells[1])
        _line(whole, block.copies, replace(plain, left=style.left, right=style.right))
        lines += math.ceil(layout.units(block.copies) * style.size / (width - style.left - style.right))
    office, day = made.rows[-1].cells
    _line(office, block.office, replace(plain, left=style.left))
    _line(day, block.date, replace(plain, align="right", right=style.right))
    anchor = word.add_paragraph()
    parts.shape(anchor, replace(plain, size=1, leading=1))
    parts.box_at_foot(anchor, made._tbl, width, lines * style.leading + 5)


def _line(cell: Any, words: str, style: Style) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    parts.shape(cell.paragraphs[0], style, grid=False)
    parts.add_text(cell.paragraphs[0], words, style)


def chart_picture(chart: BarChart, width: float) -> bytes:
    """The printed chart as a PNG of 200 dots an inch, drawn by the code that draws the PDF."""
    import pypdfium2

    from casereview.documents import flowables, reportlab_patches

    bars = flowables.Bars(chart, width)
    page = BytesIO()
    canvas = reportlab_patches.canvas_of(page, (width, bars.height), fonts.register(Face.FANGSONG))
    flowables.paint_bars(canvas, chart, width, bars.height, bars.ROW, bars.SIZE)
    canvas.save()
    opened = pypdfium2.PdfDocument(page.getvalue())
    try:
        picture = BytesIO()
        opened[0].render(scale=200 / 72).to_pil().save(picture, "PNG")
    finally:
        opened.close()
    return picture.getvalue()
