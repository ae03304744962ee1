"""HTML and MHT, which Word, WPS and web systems save under `.doc` and `.xls`: text and tables. Nothing is run or fetched."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from casereview.dossier.readers import refusals
from casereview.dossier.readers.blocks import Block, Cell, Content, Picture, Table, Text
from casereview.dossier.readers.kinds import text_of

MAX_BYTES = 60 << 20
MAX_CELLS = 100_000
_GONE = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed", "xml", "svg", "del"}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "pre", "blockquote", "section", "article",
    "header", "footer", "center", "form", "fieldset", "dl", "dt", "dd", "hr", "body", "table", "caption",
}  # fmt: skip
_SIZES = {"h1": 18.0, "h2": 16.0, "h3": 14.0}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.I)


def read(path: Path, name: str) -> Content:
    """An HTML file. Raises TooLarge, Damaged."""
    return _content(_bytes(path, name), {}, "", name)


def read_mht(path: Path, name: str) -> Content:
    """A web archive: its first HTML part with the pictures that lie beside it. Raises TooLarge, Damaged."""
    message = message_from_bytes(_bytes(path, name))
    page, media = None, dict[str, bytes]()
    for part in message.walk():
        data = _payload(part)
        if part.get_content_type() == "text/html" and page is None:
            page = (data, part.get_content_charset() or "")
        elif part.get_content_maintype() == "image":
            media[(part.get("Content-Location") or "").rpartition("/")[2].lower()] = data
            media["cid:" + (part.get("Content-ID") or "").strip("<>").lower()] = data
    if page is None:
        raise refusals.Damaged(file=name)
    return _content(page[0], media, page[1], name)


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _bytes(path: Path, name: str) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise refusals.TooLarge(file=name, limit=MAX_BYTES >> 20)
    return path.read_bytes()


def _content(data: bytes, media: Mapping[str, bytes], charset: str, name: str) -> Content:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(_decoded(data, charset), parser)
    except (etree.LxmlError, ValueError):
        raise refusals.Damaged(file=name) from None
    if root is None:
        raise refusals.Damaged(file=name)
    walk = _Walk(media)
    body = root.find("body")
    try:
        blocks = tuple(walk.blocks(body if body is not None else root))
    except RecursionError:  # nested deeper than any page a person wrote
        raise refusals.Damaged(file=name) from None
    if not any(isinstance(b, Table) or (isinstance(b, Text) and (b.text or b.pictures)) for b in blocks):
        raise refusals.Damaged(file=name)
    return Content(blocks, (("pictures-left-out", {"count": walk.lost}),) if walk.lost else ())


def _decoded(data: bytes, charset: str) -> str:
    """As the file says itself, else as Chinese Windows writes; GB2312 always means its superset."""
    said = _CHARSET.search(data[:4096])
    named = (said.group(1).decode() if said else charset).lower()
    if named.startswith("gb") or named == "cp936":
        named = "gb18030"
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and named:
        try:
            return data.decode(named)
        except (LookupError, UnicodeDecodeError):
            pass
    return text_of(data) or data.decode("utf-8", "replace")


@dataclass(slots=True)
class _Line:
    """A paragraph being gathered."""

    text: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


class _Walk:
    """One reading of one page; `lost` counts pictures that lie elsewhere."""

    def __init__(self, media: Mapping[str, bytes]) -> None:
        self.media = media
        self.lost = self.tables = self.lines = self.cells = 0

    def blocks(self, element: Any, size: float = 10.5, align: str = "left") -> Iterator[Block]:
        line = _Line()
        _add(line, element.text)
        for part in element:
            yield from self._part(part, line, size, align)
            _add(line, part.tail)
        yield from self._end(line, size, align)

    def _part(self, part: Any, line: _Line, size: float, align: str) -> Iterator[Block]:
        tag = part.tag if isinstance(part.tag, str) else ""
        if not tag or tag in _GONE or _hidden(part):
            return
        if tag == "table":
            yield from self._end(line, size, align)
            yield from self._table(part)
        elif tag == "br":
            line.text.append("\n")
        elif tag == "img":
            self._picture(part, line)
        elif tag == "input":
            line.text.append(_box(part))
        elif tag in _BLOCKS:
            yield from self._end(line, size, align)
            yield from self.blocks(part, _SIZES.get(tag, size), _align(part, align))
        else:
            _add(line, part.text)
            for inner in part:
                yield from self._part(inner, line, size, align)
                _add(line, inner.tail)

    def _end(self, line: _Line, size: float, align: str) -> Iterator[Text]:
        text = re.sub(r" *\n *", "\n", "".join(line.text)).strip(" \n")
        if text or line.pictures:
            self.lines += 1
            yield Text(text, size, align, place=f"block {self.lines}", pictures=tuple(line.pictures))
        line.text.clear()
        line.pictures.clear()

    def _picture(self, element: Any, line: _Line) -> None:
        source = element.get("src", "")
        data = _inline(source) or self.media.get(source.lower()) or self.media.get(source.rpartition("/")[2].lower())
        size = _pixels(data) if data else None
        if data and size:
            line.pictures.append(Picture(data, size[0] * 0.75, size[1] * 0.75))
        else:
            self.lost += 1

    def _table(self, element: Any) -> Iterator[Block]:
        """Cells on their grid; a table inside a cell brings its text."""
        self.tables += 1
        number = self.tables
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        row = 0
        for tr in _rows(element):
            row += 1
            column = 1
            for td in tr:
                if td.tag not in ("td", "th") or self.cells >= MAX_CELLS:
                    continue
                self.cells += 1
                while (row, column) in taken:
                    column += 1
                down, across = _span(td, "rowspan"), _span(td, "colspan")
                taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
                content = tuple(self._cell(td, f"table {number} / cell {row},{column}"))
                cells.append(Cell(row, column, down, across, content))
                column += across
        if cells:
            rows = max(cell.row + cell.rows - 1 for cell in cells)
            columns = max(cell.column + cell.columns - 1 for cell in cells)
            yield Table(number, (1.0,) * columns, rows, tuple(cells))

    def _cell(self, td: Any, place: str) -> Iterator[Text]:
        for block in self.blocks(td):
            if isinstance(block, Text):
                yield Text(block.text, block.size, block.align, place=place, pictures=block.pictures)
            elif isinstance(block, Table):
                yield from (text for cell in block.cells for text in cell.content)


def _rows(table: Any) -> Iterator[Any]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if row.tag == "tr")


def _add(line: _Line, text: str | None) -> None:
    if text:
        line.text.append(re.sub(r"[ \t\r\n\f]+", " ", text).replace("\xa0", " "))


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style or element.get("type") == "hidden"


def _box(element: Any) -> str:
    """A form control as a reader of the page sees it."""
    if element.get("type") in ("checkbox", "radio"):
        return "☑" if element.get("checked") is not None else "□"
    return element.get("value") or ""


def _align(element: Any, outer: str) -> str:
    said = (element.get("align") or "").lower()
    found = re.search(r"text-align\s*:\s*(\w+)", element.get("style") or "")
    said = found.group(1).lower() if found else said
    if element.tag == "center":
        said = "center"
    return said if said in ("left", "center", "right") else outer


def _span(cell: Any, which: str) -> int:
    said = cell.get(which) or "1"
    return min(max(int(said), 1), 200) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _inline(source: str) -> bytes:
    found = re.match(r"data:image/[\w.+-]+;base64,", source)
    if not found:
        return b""
    try:
        return base64.b64decode(source[found.end() :])
    except (binascii.Error, ValueError):
        return b""


def _pixels(data: bytes) -> tuple[int, int] | None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
