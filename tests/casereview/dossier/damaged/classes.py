"""The register of classes, and the small tools that make files of them."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of damage. slow: its files keep a reader busy up to its limit, so they run on demand only."""

    name: str
    make: Callable[[], Files]
    slow: bool = False

    def write(self, folder: Path) -> list[Path]:
        """Its files under `folder`, their names beginning with the class: no two of the corpus are alike."""
        paths = []
        for name, data in self.make():
            path = folder / f"{self.name}-{name}"
            path.write_bytes(data)
            paths.append(path)
        return paths


CLASSES: list[Class] = []


def a_class(name: str, *, slow: bool = False) -> Callable[[Callable[[], Files]], Callable[[], Files]]:
    def register(make: Callable[[], Files]) -> Callable[[], Files]:
        CLASSES.append(Class(name, make, slow))
        return make

    return register


def cut(data: bytes, suffix: str, pieces: int) -> Iterator[tuple[str, bytes]]:
    """The file cut off after 1/n, 2/n … of its bytes, and one byte before its end."""
    for piece in range(1, pieces):
        yield f"cut{piece:02d}{suffix}", data[: max(1, len(data) * piece // pieces)]
    yield f"cut-last{suffix}", data[:-1]


def flipped(data: bytes, suffix: str, count: int, seed: int, share: float = 0.01) -> Iterator[tuple[str, bytes]]:
    """The file with one byte in a hundred changed, always in the same way."""
    chance = random.Random(seed)
    for number in range(count):
        out = bytearray(data)
        for _ in range(max(1, int(len(out) * share))):
            out[chance.randrange(8, len(out))] = chance.randrange(256)
        yield f"flip{number:02d}{suffix}", bytes(out)


def deflated_zeros(megabytes: int, *, raw: bool = False, byte: bytes = b"\x00") -> bytes:
    """That many megabytes of one byte, deflated to about a thousandth, without ever holding them."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = byte * (1 << 20)
    one = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)  # flushed blocks may be repeated
    body = one * megabytes + squeeze.flush()
    if raw:
        return body
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + body + struct.pack(">I", check)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of a ZIP as its two headers tell it; None is told truly."""

    name: bytes
    data: bytes = b"x"
    method: int = 0
    flags: int = 0
    mode: int = 0o100644
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    offset: int | None = None
    extra: bytes = b""


def raw_zip(entries: Iterable[Entry], *, count: int | None = None, directory_at: int | None = None) -> bytes:
    """A ZIP in which anything may be a lie (APPNOTE 4.3)."""
    out, directory, number = bytearray(), bytearray(), 0
    for entry in entries:
        number += 1
        size = len(entry.data) if entry.size is None else entry.size
        packed = len(entry.data) if entry.packed is None else entry.packed
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        tail = (entry.flags, entry.method, 0, 0x21, crc, packed, size, len(entry.name), len(entry.extra))
        at = len(out) if entry.offset is None else entry.offset
        if entry.offset is None:
            out += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, *tail) + entry.name + entry.extra + entry.data
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 0x314, 20, *tail, 0, 0, 0, entry.mode << 16, at)
        directory += entry.name + entry.extra
    start = len(out) if directory_at is None else directory_at
    shown = number if count is None else count
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, shown & 0xFFFF, shown & 0xFFFF, len(directory), start, 0)
    return bytes(out + directory + end)


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A sound ZIP, deflated."""
    entries = []
    for name, content in parts.items():
        data = content.encode() if isinstance(content, str) else content
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = squeeze.compress(data) + squeeze.flush()
        entries.append(Entry(name.encode(), packed, 8, 0x800, size=len(data), crc=zlib.crc32(data)))
    return raw_zip(entries)


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", *, root: int = 1) -> bytes:
    """A PDF of these numbered objects with a true cross-reference table. Object 1 is the catalogue unless told otherwise."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    shown = len(data) if length is None else length
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (shown, entries, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F1 14 Tf 72 700 Td (Decision 2024) Tj ET"


def page(resources: bytes = b"/Font << /F1 5 0 R >>", more: bytes = b"") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> %b >>" % (
        resources,
        more,
    )


def small_pdf(
    content: bytes = WORDS, resources: bytes = b"/Font << /F1 5 0 R >>", more: bytes = b"", **objects: bytes
) -> bytes:
    """One page with that content; further objects as o6=…, o7=…, and any of the usual five in place of its own."""
    own = {int(name[1:]): body for name, body in objects.items()}
    return pdf({1: CATALOG, 2: ONE_PAGE, 3: page(resources, more), 4: stream(content), 5: FONT} | own)
