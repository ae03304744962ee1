"""What a file is, by its content. Names lie: `.doc` is often XML, `.jpg` often PNG, `.pdf` sometimes nothing."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import BROKEN, opened_zip

_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_SOUND_OR_FILM = (b"OggS", b"ID3", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"0&\xb2u\x8ef\xcf\x11")
_ARCHIVED = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "GZIP"))
_OWN = {".pdf", ".docx", ".xlsx", ".xls", ".zip", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}


def kind_of(path: Path, name: str) -> str:
    """One of pdf docx doc wordml rtf html mht image xlsx xls sheetml ofd zip text media, or "locked" (an Office package
    under a password). Raises the refusal of what is none of them."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise refusals.Empty(file=name)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _zip(path, name)
    if head.startswith(_OLE):
        return _ole(path, name)
    for mark, archive in _ARCHIVES:
        if head.startswith(mark):
            raise refusals.Archive(file=name, format=archive)
    if head.startswith(_PICTURES) or _is_bitmap(head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if _is_media(head):
        return "media"
    return _text_or_xml(head, name)


def _is_bitmap(head: bytes) -> bool:
    return (
        head[:2] == b"BM" and len(head) > 26 and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    )


def _is_media(head: bytes) -> bool:
    film = head[4:8] == b"ftyp" and head[8:12] not in (b"heic", b"heix", b"mif1", b"avif")
    wave = head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI ")
    frames = len(head) > 2 and head[0] == 0xFF and head[1] in (0xFB, 0xF3, 0xF2, 0xFA, 0xF1, 0xF9)  # MP3, AAC
    return film or wave or frames or head.startswith(_SOUND_OR_FILM)


def _zip(path: Path, name: str) -> str:
    with opened_zip(path, name) as opened:
        parts = opened.namelist()
    if any(part.lower() == "ofd.xml" for part in parts):
        return "ofd"
    if "[Content_Types].xml" in parts:
        return _office(parts, name)
    if "mimetype" in parts and "META-INF/manifest.xml" in parts:
        raise refusals.OtherOffice(file=name, format="OpenDocument")
    return "zip"


def _office(parts: list[str], name: str) -> str:
    tops = {PurePosixPath(part).parts[0] for part in parts if part.strip("/")}
    if "xl" in tops:
        return "xlsx"
    if "word" in tops:
        return "docx"
    if "ppt" in tops:
        raise refusals.OtherOffice(file=name, format="PowerPoint")
    return "docx" if Path(name).suffix.lower() in (".docx", ".docm") else "xlsx"


def _ole(path: Path, name: str) -> str:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as opened:
            streams = {entry[0].lower() for entry in opened.listdir()}
            excel = _is_locked_xls(opened) if streams & {"workbook", "book"} else False
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    if "encryptedpackage" in streams:
        return "locked"
    if "worddocument" in streams:  # Word's, and that of WPS under .wps too
        return "doc"
    if streams & {"workbook", "book"}:
        if excel:
            raise refusals.PasswordUnsupported(file=name, format="XLS")
        return "xls"
    if Path(name).suffix.lower() in (".wps", ".wpt"):
        raise refusals.Wps(file=name)
    raise refusals.OtherOffice(file=name, format="PowerPoint" if "powerpoint document" in streams else "OLE")


def _is_locked_xls(opened: object) -> bool:
    """A FILEPASS record (0x002F) near the start of the workbook stream, [MS-XLS] 2.4.117."""
    stream_name = "Workbook" if opened.exists("Workbook") else "Book"  # type: ignore[attr-defined]
    with opened.openstream(stream_name) as stream:  # type: ignore[attr-defined]
        data = stream.read(4096)
    at = 0
    while at + 4 <= len(data):
        record, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if record == 0x2F:
            return True
        at += 4 + size
    return False


def _text_or_xml(head: bytes, name: str) -> str:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if (
        b"schemas.microsoft.com/office/2006/xmlPackage" in head
        or b"schemas.microsoft.com/office/word/2003/wordml" in head
    ):
        return "wordml"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower():
        return "sheetml"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if _ARCHIVED.match(start) and b"multipart/related" in start.lower():
        return "mht"
    if start[:200].lower().startswith((b"<!doctype html", b"<html")) or b"<html" in start[:1000].lower():
        return "html"
    suffix = Path(name).suffix.lower()
    if suffix in _OWN:
        raise refusals.Damaged(file=name)
    if suffix in (".txt", ".text", ".md", ".csv", ".log") and text_of(head, cut=True) is not None:
        return "text"
    raise refusals.UnknownKind(file=name)


def text_of(data: bytes, *, cut: bool = False) -> str | None:
    """Plain text in the encodings that Chinese Windows writes, or None for what is none. `cut`: the end may be missing."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data:
        return None
    for encoding in ("utf-8", "gb18030"):
        for end in range(4 if cut else 1):
            try:
                return data[: len(data) - end].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
