"""A document as PDF: embedded fonts only, exact text, the measures of `layout.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage

from casereview.documents import flowables, fonts, layout
from casereview.documents.flowables import text
from casereview.documents.fonts import Face
from casereview.documents.layout import MM, PAPER, Style
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

Styles = dict[str, Style]


def write(document: Document) -> bytes:
    """The PDF. The same document gives the same pages; the file carries no date of its making."""
    for face in Face:
        fonts.register(face)
    out = BytesIO()
    template = _template(document, out)
    template.build(_story(document), canvasmaker=_numbered(document))
    return out.getvalue()


def _template(document: Document, out: BytesIO) -> BaseDocTemplate:
    template = BaseDocTemplate(
        out,
        pagesize=PAPER,
        initialFontName=fonts.register(Face.FANGSONG),
        title=document.title,
        author=document.author,
        keywords=list(document.keywords),
        lang="zh-CN",
        invariant=1,
    )
    pages = [_page(document.profile, False), _page(document.profile, True)]
    template.addPageTemplates(pages[::-1] if document.landscape else pages)
    return template


def _page(profile: Profile, landscape: bool) -> PageTemplate:
    m = layout.MARGINS[profile]
    width, height = (PAPER[1], PAPER[0]) if landscape else PAPER
    # A lying page is the upright one turned clockwise: its left edge is at the top (GB/T 9704-2012, 7.8).
    left, bottom, right, top = (m.bottom, m.right, m.top, m.left) if landscape else (m.left, m.bottom, m.right, m.top)
    frame = Frame(
        left * MM, bottom * MM, width - (left + right) * MM, height - (top + bottom) * MM + 0.5, 0, 0, 0, 0, id="body"
    )
    return PageTemplate(id="landscape" if landscape else "portrait", frames=[frame], pagesize=(width, height))


def _numbered(document: Document) -> Callable[..., Canvas]:
    """A canvas class that writes the page numbers when the count is known."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self._kept: list[dict[str, Any]] = []
            self.unnumbered = False

        def showPage(self) -> None:  # the library's name
            self._kept.append(dict(self.__dict__))
            self._startPage()
            self.unnumbered = False

        def save(self) -> None:
            for number, state in enumerate(self._kept, 1):
                self.__dict__.update(state)
                _foot(self, document, number, len(self._kept))
                super().showPage()
            super().save()

    return Numbered


def _foot(canvas: Canvas, document: Document, number: int, count: int) -> None:
    style = layout.STYLES[document.profile]["page"]
    width = float(canvas._pagesize[0])
    if document.profile is Profile.FORM:
        words = f"第 {number} 页 共 {count} 页"
        y = 10 * MM
        fonts.draw(canvas, (width - fonts.width(words, style.face, style.size)) / 2, y, words, style.face, style.size)
        if document.stamp:
            fonts.draw(canvas, layout.FORM_MARGINS.left * MM, y - 11, document.stamp, style.face, 7.5)
        return
    if not canvas.unnumbered:
        _page_number(canvas, f"— {number} —", style, layout.MARGINS[document.profile], bool(number % 2))


def _page_number(canvas: Canvas, words: str, style: Style, m: layout.Margins, odd: bool) -> None:
    """The number where an upright page has it: on a lying page that is its left edge."""
    upright = PAPER[0]
    canvas.saveState()
    if canvas._pagesize[0] > canvas._pagesize[1]:
        canvas.translate(0, upright)
        canvas.rotate(-90)
    y = (m.bottom - layout.FOOTER_FROM_BODY) * MM - style.size * 0.4
    x = m.left * MM + style.size
    if odd:
        x = upright - m.right * MM - style.size - fonts.width(words, style.face, style.size)
    fonts.draw(canvas, x, y, words, style.face, style.size)
    canvas.restoreState()


def _story(document: Document) -> list[Flowable]:
    story: list[Flowable] = []
    styles, landscape = layout.STYLES[document.profile], document.landscape
    for number, block in enumerate(document.blocks):
        if isinstance(block, AnnexPage | PageBreak):
            landscape = block.landscape
        width = layout.body_width(document.profile, landscape)
        if isinstance(block, Imprint):
            story.append(flowables.ImprintBlock(block, styles["imprint"], lying=landscape))
            continue
        made = _made(block, styles, width, document.profile)
        if isinstance(block, Signature) and number:
            made = [KeepTogether([*_pulled(story), *made])]
        story += made
    return story


def _pulled(story: list[Flowable]) -> list[Flowable]:
    """The end of the text before a signature, which never stands on a page alone."""
    kept: list[Flowable] = []
    while story and isinstance(story[-1], flowables.Text | Spacer) and len(kept) < 6:
        kept.insert(0, story.pop())
        if isinstance(kept[0], flowables.Text) and kept[0].style.align == "both":
            above, kept[0:1] = kept[0].parted(2)
            story += above
            break
    return kept


def _made(block: Block, styles: Styles, width: float, profile: Profile) -> list[Flowable]:
    match block:
        case Masthead():
            return _masthead(block, styles, width)
        case Title():
            lines = layout.title_lines(block.text, width / styles["title"].size)
            return [*_after_head(profile), text("\n".join(lines), styles["title"], width)]
        case Addressee():
            return [text(block.text, styles["addressee"], width)]
        case Heading():
            style = styles[f"heading{block.level}"]
            return [CondPageBreak(style.leading * 2.2), text(block.text, style, width)]
        case Paragraph():
            style = replace(styles["body"], align=block.align, first=2 if block.indent else 0)
            return [text(block.text, style, width, block.lead, styles["lead"].face)]
        case Table():
            return _table(block, styles, width)
        case BarChart():
            chart = flowables.Bars(block, width)
            return [KeepTogether([text(block.caption, styles["caption"], width), chart])]
        case AnnexList():
            return _annex_list(block, styles, width)
        case Signature():
            return _signature(block, styles, width)
        case AnnexPage() | PageBreak():
            return _new_page(block, styles, width)
        case Blank():
            return [Spacer(1, block.lines * styles["body"].leading)]
        case Imprint():
            raise AssertionError("the story places it")


def _after_head(profile: Profile) -> list[Flowable]:
    return [] if profile is Profile.FORM else [Spacer(1, 2 * layout.LINE)]


def _masthead(block: Masthead, styles: Styles, width: float) -> list[Flowable]:
    size = layout.issuer_size(block.issuer, width)
    issuer = replace(styles["issuer"], size=size, leading=size * 1.2)
    number = replace(styles["number"], align="left", left=layout.SANHAO, right=layout.SANHAO)
    head: list[Flowable] = [_Room(layout.ISSUER_BELOW_TOP * MM), text(block.issuer, issuer, width)]
    head.append(Spacer(1, 2 * layout.LINE))
    if block.signer:
        room = width - 2 * layout.SANHAO
        left, right = block.number, f"签发人：{block.signer}"
        blanks = (room - fonts.width(left + right, number.face, number.size)) / number.size
        head.append(text(left + "　" * max(int(blanks), 1) + right, number, width))
    else:
        head.append(text(block.number or "　", styles["number"], width))
    return [*head, flowables.RedRule(layout.RED_RULE_BELOW_NUMBER * MM, layout.RED_RULE_WIDTH)]


class _Room(Flowable):  # type: ignore[misc]
    """Room that counts at the top of a page too, where a Spacer does not."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.width, self.height = 1, height

    def draw(self) -> None:
        return None


def _table(block: Table, styles: Styles, width: float) -> list[Flowable]:
    made: list[Flowable] = []
    if block.caption:
        made += [CondPageBreak(90), text(block.caption, styles["caption"], width)]
    made.append(flowables.grid(block, styles, width))
    made.append(text(block.note, styles["note"], width) if block.note else Spacer(1, 6))
    return [KeepTogether(made)] if block.whole else made


def _annex_list(block: AnnexList, styles: Styles, width: float) -> list[Flowable]:
    made: list[Flowable] = [Spacer(1, styles["body"].leading)]
    style = replace(styles["plain"], left=2 * (styles["plain"].size + styles["plain"].spacing))
    single = len(block.names) == 1
    for number, name in enumerate(block.names, 1):
        head = "附件：" if number == 1 else "　　　"
        made.append(text(head + (name if single else f"{number}.{name}"), style, width))
    return made


def _signature(block: Signature, styles: Styles, width: float) -> list[Flowable]:
    style = replace(styles["signature"], align="left", spacing=0)
    name_x, date_x = layout.signature_places(block, width, style.size)
    return [
        Spacer(1, layout.SIGNATURE_BLANK[block.sealed] * style.leading),
        text(block.issuer, replace(style, left=name_x), width + 40),
        text(block.date, replace(style, left=date_x), width + 40),
    ]


def _new_page(block: AnnexPage | PageBreak, styles: Styles, width: float) -> list[Flowable]:
    made: list[Flowable] = [NextPageTemplate("landscape" if block.landscape else "portrait"), NewPage()]
    if isinstance(block, AnnexPage):
        made.append(text(block.label, styles["annex"], width))
        if block.title:
            lines = layout.title_lines(block.title, width / styles["annex-title"].size)
            made.append(text("\n".join(lines), styles["annex-title"], width))
    return made
