"""Real files for the tests of this room, drawn and written when they are needed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from casereview.documents import fonts

A4 = (595.28, 841.89)


def pdf_of(folder: Path, name: str, *pages: str, password: str = "") -> Path:
    """A PDF with one text a page, a line at 14 points every 24 points from the top, its left side at 72."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    path = folder / f"{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = StandardEncryption(password, canPrint=1) if password else None
    canvas = Canvas(str(path), pagesize=A4, encrypt=lock, invariant=1, initialFontName=fonts.register(fonts.Face.SONG))
    for text in pages:
        for number, line in enumerate(text.split("\n"), 1):
            y = A4[1] - 48 - 24 * number
            x = 72.0
            for face, part in fonts.runs(line, fonts.Face.SONG):
                canvas.setFont(fonts.register(face), 14)
                canvas.drawString(x, y, part)
                x += fonts.width(part, fonts.Face.SONG, 14)
        canvas.showPage()
    canvas.save()
    return path


def picture(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).rectangle((20, 20, width // 2, height // 2), fill="black")
    return image


def scan_of(folder: Path, name: str, pages: int = 1, text: str = "") -> Path:
    """A PDF whose pages are images; `text` lies invisibly over the first, as scanners with recognition write it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName=fonts.register(fonts.Face.SONG))
    for number in range(pages):
        canvas.drawImage(ImageReader(picture(827, 1170)), 0, 0, *A4)
        if text and number == 0:
            layer = canvas.beginText(72, 700)
            layer.setTextRenderMode(3)
            layer.setFont(fonts.register(fonts.Face.SONG), 14)
            for line in text.split("\n"):
                layer.textLine(line)
            canvas.drawText(layer)
        canvas.showPage()
    canvas.save()
    return path


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def raw_docx(
    folder: Path, body: str, name: str = "a.docx", before: str = "", parts: dict[str, str] | None = None
) -> Path:
    """A DOCX with that WordprocessingML between <w:body> and </w:body>; `before` stands before the root element."""
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document_xml(body, before))
        for part, content in (parts or {}).items():
            archive.writestr(part, content)
    return path


def document_xml(body: str, before: str = "") -> str:
    spaces = (
        f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f"{before}<w:document {spaces}><w:body>{body}</w:body></w:document>"


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_of(path: Path, entries: dict[str, bytes], encoding: str = "utf-8") -> Path:
    """An archive whose names are in that encoding, without the UTF-8 flag if it is not UTF-8 (as Chinese Windows does)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    if encoding != "utf-8":
        _rename(path, list(entries), encoding)
    return path


def _rename(path: Path, names: Sequence[str], encoding: str) -> None:
    """Put the names into the bytes of the archive anew: the library itself writes UTF-8 only."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            info = _OldName(name, encoding)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    path.write_bytes(out.getvalue())


class _OldName(zipfile.ZipInfo):
    """A member whose name is written in an old code page."""

    def __init__(self, name: str, encoding: str) -> None:
        super().__init__(name)
        self._encoding = encoding

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode(self._encoding), self.flag_bits & ~0x800
