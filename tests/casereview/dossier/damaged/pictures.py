"""Pictures that are cut, enormous, or never end: frames, directories and EXIF that point at themselves."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image

from tests.casereview.dossier.damaged.classes import a_class, cut, deflated_zeros, flipped

Made = Iterator[tuple[str, bytes]]


def _saved(kind: str, side: int = 200) -> bytes:
    image = Image.frombytes("RGB", (side, side), random.Random(3).randbytes(3 * side * side))
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


@a_class("pictures-truncated")
def truncated() -> Made:
    for kind, pieces in (("JPEG", 8), ("PNG", 8), ("TIFF", 6), ("GIF", 6), ("BMP", 5), ("WEBP", 5)):
        yield from cut(_saved(kind), f".{kind.lower()}", pieces)


@a_class("pictures-flipped-bytes")
def altered() -> Made:
    for number, kind in enumerate(("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP")):
        yield from flipped(_saved(kind), f".{kind.lower()}", 4, seed=number, share=0.002)


def chunk(kind: bytes, data: bytes, *, length: int | None = None, crc: int | None = None) -> bytes:
    shown = len(data) if length is None else length
    check = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", shown) + kind + data + struct.pack(">I", check)


def png(*chunks: bytes, width: int = 8, height: int = 8, depth: int = 8, colour: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


_ROWS = chunk(b"IDAT", zlib.compress(b"\x00" * 72))


@a_class("png-broken")
def broken_png() -> Made:
    yield "no-rows.png", png()
    yield "wrong-check.png", png(chunk(b"IDAT", zlib.compress(b"\x00" * 72), crc=1))
    yield "long-chunk.png", png(chunk(b"IDAT", b"x", length=0x7FFFFFFF))
    yield "negative-chunk.png", png(chunk(b"IDAT", b"x", length=0xFFFFFFFF))
    yield "no-size.png", png(_ROWS, width=0, height=0)
    yield "odd-depth.png", png(_ROWS, depth=7, colour=5)
    yield "text-bomb.png", png(chunk(b"zTXt", b"a\x00\x00" + deflated_zeros(300)), _ROWS)
    yield "note-bomb.png", png(chunk(b"iTXt", b"a\x00\x01\x00\x00\x00" + deflated_zeros(300)), _ROWS)
    yield "profile-bomb.png", png(chunk(b"iCCP", b"a\x00\x00" + deflated_zeros(300)), _ROWS)
    yield "many-texts.png", png(*[chunk(b"tEXt", b"k%d\x00v" % n) for n in range(50_000)], _ROWS)
    yield "rows-bomb.png", png(chunk(b"IDAT", deflated_zeros(300)))
    yield "two-heads.png", png(chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)), _ROWS)
    yield "palette.png", png(chunk(b"PLTE", b"\x00" * 5), _ROWS, colour=3)


@a_class("endless-frames")
def frames() -> Made:
    control = struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 1, 0, 0)
    head = chunk(b"acTL", struct.pack(">II", 0xFFFFFFFF, 0))
    yield "four-billion.png", png(head, chunk(b"fcTL", control), _ROWS)
    head = chunk(b"acTL", struct.pack(">II", 3000, 0))
    more = [
        chunk(b"fcTL", struct.pack(">I", 2 * n + 1) + control[4:]) + chunk(b"fdAT", struct.pack(">I", 2 * n + 2) + b"x")
        for n in range(3000)
    ]
    yield "three-thousand.png", png(head, chunk(b"fcTL", control), _ROWS, *more)
    outside = struct.pack(">IIIIIHHBB", 0, 60000, 60000, 1 << 30, 1 << 30, 1, 1, 0, 0)
    yield "frame-outside.png", png(chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", outside), _ROWS)
    frame = b"\x21\xf9\x04\x00\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    yield "twenty-thousand.gif", gif + frame * 20_000 + b";"
    yield "thousand.gif", gif + frame * 1_000 + b";"
    yield "no-end.gif", gif + b"\x21\xfe" + b"\xffx" * 50_000
    yield "frame-outside.gif", gif + b"\x2c\xff\xff\xff\xff\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00;"


def tiff(tags: Sequence[tuple[int, int, int, int]], *, following: int = 0, at: int = 8, tail: bytes = b"") -> bytes:
    """(tag, type, count, value) … in one directory, and where the next one lies."""
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return (
        b"II*\x00" + struct.pack("<I", at) + struct.pack("<H", len(tags)) + body + struct.pack("<I", following) + tail
    )


def _small(
    width: int = 4, height: int = 4, rows: int = 4, offset: int = 200, size: int = 16
) -> list[tuple[int, int, int, int]]:
    return [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, offset),
        (277, 3, 1, 1), (278, 4, 1, rows), (279, 4, 1, size),
    ]  # fmt: skip


@a_class("tiff-loops")
def tiffs() -> Made:
    tail = b"\x80" * 400
    yield "next-is-itself.tif", tiff(_small(), following=8, tail=tail)
    own = tiff(_small(), tail=tail)
    second = struct.pack("<H", 9) + own[10 : 10 + 108] + struct.pack("<I", 8)
    yield "two.tif", tiff(_small(), following=8 + len(own) - 8, tail=tail) + second
    yield "outside.tif", tiff(_small(), following=0x7FFFFFFF, tail=tail)
    yield "first-outside.tif", tiff(_small(), at=0x7FFFFFFF, tail=tail)
    yield "strips-outside.tif", tiff(_small(offset=0x7FFFFFFF), tail=tail)
    yield "strip-giant.tif", tiff(_small(size=0xFFFFFFFF), tail=tail)
    yield "many-strips.tif", tiff([*_small()[:5], (273, 4, 0x3FFFFFFF, 200), *_small()[6:]], tail=tail)
    yield "sides.tif", tiff(_small(width=0x7FFFFFFF, height=0x7FFFFFFF), tail=tail)
    yield "no-sides.tif", tiff(_small(width=0, height=0), tail=tail)
    yield "sub-is-itself.tif", tiff([*_small(), (330, 4, 1, 8), (34665, 4, 1, 8)], tail=tail)
    yield "types.tif", tiff([(tag, 99, 9999, value) for tag, _, _, value in _small()], tail=tail)
    yield (
        "65535-tags.tif",
        b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00\x01\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00" * 65535,
    )
    yield "big.tif", b"II+\x00\x08\x00\x00\x00" + struct.pack("<Q", 16) + struct.pack("<Q", 1 << 60)
    many = bytearray(b"II*\x00\x08\x00\x00\x00")
    for number in range(6000):
        here = len(many) + 2 + 108 + 4
        many += struct.pack("<H", 9) + b"".join(struct.pack("<HHII", *tag) for tag in _small(offset=8))
        many += struct.pack("<I", here if number < 5999 else 0)
    yield "six-thousand-pages.tif", bytes(many)
    for number, coding in enumerate((2, 3, 4, 5, 6, 7, 8, 32773, 34712, 50000)):
        tags = [(t, k, c, coding if t == 259 else v) for t, k, c, v in _small()]
        yield f"coding{number}.tif", tiff(tags, tail=random.Random(number).randbytes(400))


@a_class("giant-pictures")
def giants() -> Made:
    side = 30_000
    row = (side + 7) // 8 + 1
    rows = zlib.compressobj(1)
    squeezed = b"".join([rows.compress(b"\x00" * (row * 1000)) for _ in range(30)] + [rows.flush()])
    yield "30000.png", png(chunk(b"IDAT", squeezed), width=side, height=side, depth=1)
    yield "2-to-the-31.png", png(_ROWS, width=0x7FFFFFFF, height=0x7FFFFFFF)
    yield "flat.png", png(_ROWS, width=0x7FFFFFFF, height=1)
    grown = zlib.compressobj(1)
    squeezed = b"".join([grown.compress(b"\x00" * (1876 * 1000)) for _ in range(15)] + [grown.flush()])
    yield "15000.png", png(chunk(b"IDAT", squeezed), width=15_000, height=15_000, depth=1)
    yield "30000.bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 0, 0, 0, 54, 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0)
    yield "top-down.bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 0, 0, 0, 54, 40, side, -side, 1, 32, 3, 0, 0, 0, 0, 0)
    yield (
        "65535.gif",
        b"GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00;",
    )
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65500, 65500) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    yield "65500.jpg", b"\xff\xd8" + frame + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + b"\x00" * 99
    yield "30000.tif", tiff(_small(width=side, height=side, rows=side, size=side * side), tail=b"\x80" * 400)
    yield (
        "16383.webp",
        b"RIFF\x20\x00\x00\x00WEBPVP8 \x14\x00\x00\x00\x10\x00\x00\x9d\x01\x2a\xff\x3f\xff\x3f" + b"\x00" * 20,
    )


@a_class("exif-bombs")
def exif() -> Made:
    photo = _saved("JPEG", 64)
    own = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8)
    bodies = {
        "itself": own + struct.pack("<I", 8),
        "counts": struct.pack("<H", 1) + struct.pack("<HHII", 0x112, 3, 0xFFFFFFFF, 8) + b"\x00" * 4,
        "many-tags": b"\xff\xff" + own[2:] * 4000,
        "orientation-99": struct.pack("<H", 1) + struct.pack("<HHIHH", 0x112, 3, 1, 99, 0) + b"\x00" * 4,
        "orientation-text": struct.pack("<H", 1) + struct.pack("<HHI4s", 0x112, 2, 4, b"abcd") + b"\x00" * 4,
        "resolution-by-nothing": struct.pack("<H", 2) + struct.pack("<HHII", 0x11A, 5, 1, 40) + struct.pack("<HHIHH", 0x128, 3, 1, 2, 0) + b"\x00" * 40,
        "maker-note": struct.pack("<H", 1) + struct.pack("<HHII", 0x927C, 7, 60_000, 8) + b"\x00" * 60_000,
        "cut": b"\x05",
    }  # fmt: skip
    for name, body in bodies.items():
        data = (b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + body)[:65_000]
        yield f"{name}.jpg", photo[:2] + b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data + photo[2:]
    laughs = b'http://ns.adobe.com/xap/1.0/\x00<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    yield "xmp-entities.jpg", photo[:2] + b"\xff\xe1" + struct.pack(">H", len(laughs) + 2) + laughs + photo[2:]
    several = (
        b"MPF\x00II*\x00\x08\x00\x00\x00"
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 0xB001, 4, 1, 0xFFFFFFF)
        + b"\x00" * 4
    )
    yield "several-pictures.jpg", photo[:2] + b"\xff\xe2" + struct.pack(">H", len(several) + 2) + several + photo[2:]
    yield "segments.jpg", photo[:2] + (b"\xff\xe1\x00\x08Exif\x00\x00") * 20_000 + photo[2:]
    yield "endless-scan.jpg", photo[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 5000
