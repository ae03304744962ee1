"""What is written, without how it looks: one content model for DOCX and PDF.

A composer makes a `Document`; `layout.py` says what each block looks like; `docx.py` and `pdf.py` draw it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Align = Literal["left", "center", "right", "both"]


class Profile(StrEnum):
    """official: 公文 with red head, 22 lines of 28 characters. letter: the same page without the red head (白头).
    form: 附表, an ordinary table sheet with narrower margins and its own page count."""

    OFFICIAL = "official"
    LETTER = "letter"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Masthead:
    """版头. issuer as it stands in red ("晋中市交通运输局文件"); number "" leaves the office room to write it in."""

    issuer: str
    number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """标题. "|" marks where a line may break between words; the writer chooses among them."""

    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """主送机关, with its colon."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its own number in the text: level 1 "一、", 2 "（一）", 3 "1.", 4 "（1）"."""

    level: Literal[1, 2, 3, 4]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. lead: its first words in the face of level 2, run into the text ("（一）告知。…")."""

    text: str
    indent: bool = True
    align: Align = "both"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, and how its cells stand."""

    title: str
    width: float
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. span: columns it covers; label: set as a head of its row."""

    text: str
    span: int = 1
    align: Align | None = None
    label: bool = False


Row = tuple["Cell | str", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Column heads repeat on each page (none if all are ""). caption above, note below.

    size  text size in points, or None for that of the profile
    high  least height of a row in millimetres (room to sign); whole: never parted by a page's end
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    note: str = ""
    size: float | None = None
    high: float = 0.0
    whole: bool = False

    @property
    def headed(self) -> bool:
        return any(column.title for column in self.columns)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars: one value a label. shown: the value as the text says it; `most` is the end of the axis."""

    caption: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    shown: tuple[str, ...]
    most: float


@dataclass(frozen=True, slots=True)
class AnnexList:
    """附件说明 below the text: names without marks."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 and 成文日期. sealed: placed for a seal over both."""

    issuer: str
    date: str
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """A new page: "附件1" at its head and a title. landscape holds until the next annex page or break."""

    label: str
    title: str = ""
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last page: 抄送 (may be ""), the printing office, and the date of printing."""

    copies: str
    office: str
    date: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines."""

    lines: int = 1


Block = (
    Masthead
    | Title
    | Addressee
    | Heading
    | Paragraph
    | Table
    | BarChart
    | AnnexList
    | Signature
    | AnnexPage
    | PageBreak
    | Imprint
    | Blank
)


@dataclass(frozen=True, slots=True)
class Document:
    """Something to print. title: of the file's properties; stamp: a line at the foot of a form, which names what it was made from.

    landscape  how the first page lies
    """

    profile: Profile
    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    stamp: str = ""
    landscape: bool = False
    keywords: tuple[str, ...] = field(default=())


def texts(document: Document) -> Iterator[str]:
    """Every text of a document, in reading order: for checks before printing and for search."""
    for block in document.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Masthead():
            yield from (block.issuer, block.number, block.signer)
        case Title(text) | Addressee(text) | Heading(_, text):
            yield text
        case Paragraph():
            yield block.lead + block.text
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from (cell if isinstance(cell, str) else cell.text for cell in row)
            yield block.note
        case BarChart():
            yield from (block.caption, *block.labels, *block.shown)
        case AnnexList(names):
            yield from names
        case Signature():
            yield from (block.issuer, block.date)
        case AnnexPage():
            yield from (block.label, block.title)
        case Imprint():
            yield from (block.copies, block.office, block.date)
        case PageBreak() | Blank():
            return
