"""Archives that explode, climb out, link out, lie about their sizes or names, lie in each other, or are cut."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator

from tests.casereview.dossier.damaged.classes import (
    Entry,
    a_class,
    cut,
    deflated_zeros,
    flipped,
    raw_zip,
    small_pdf,
    zipped,
)

Made = Iterator[tuple[str, bytes]]


def _deflated(name: bytes, megabytes: int, *, size: int | None = None) -> Entry:
    return Entry(name, deflated_zeros(megabytes, raw=True), 8, size=megabytes << 20 if size is None else size)


@a_class("zip-bombs")
def bombs() -> Made:
    yield "flat.zip", raw_zip([_deflated(b"a.txt", 400)])
    yield "modest-by-its-word.zip", raw_zip([_deflated(b"a.txt", 400, size=10)])
    yield "hundred.zip", raw_zip([_deflated(b"%d.txt" % n, 5) for n in range(100)])
    first = _deflated(b"0.txt", 50)
    again = (Entry(b"%d.txt" % n, b"", 8, size=50 << 20, packed=len(first.data), offset=0) for n in range(1, 300))
    yield "overlapping.zip", raw_zip([first, *again])
    inner = raw_zip([_deflated(b"a.txt", 60)])
    yield "many-inside.zip", zipped({f"{n}.zip": inner + bytes([n]) * 9 for n in range(40)})
    yield "three-deep.zip", zipped({"b.zip": zipped({f"{n}.zip": inner + bytes([n]) for n in range(20)})})
    data = lzma.compress(b"\x00" * (100 << 20), lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "preset": 0}])
    told = struct.pack("<BBH", 9, 4, 5) + b"\x5d" + struct.pack("<I", 1 << 18)
    yield "lzma.zip", raw_zip([Entry(b"a.txt", told + data, 14, size=100 << 20)])
    yield "bzip2.zip", raw_zip([Entry(b"a.txt", bz2.compress(b"\x00" * (90 << 20)), 12, size=90 << 20)])
    yield (
        "memory.zip",
        raw_zip([Entry(b"a.txt", struct.pack("<BBH", 9, 4, 5) + b"\x5d\xff\xff\xff\xff" + b"x" * 99, 14)]),
    )


@a_class("zip-crowded")
def crowded() -> Made:
    yield "30000-entries.zip", raw_zip(Entry(b"%d.txt" % n, b"") for n in range(30_000))
    yield "60-archives.zip", zipped({f"{n}.zip": zipped({"a.txt": f"文书{n}"}) for n in range(60)})
    one = raw_zip(Entry(b"%d.txt" % n, b"") for n in range(2_500))
    yield "archives-of-2500.zip", zipped({f"{n}.zip": one + bytes([n]) for n in range(12)})
    directory = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
        for _ in range(1_000_000)
    )
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(directory), 0, 0)
    yield "a-million-entries.zip", directory + end


@a_class("zip-nested")
def nested() -> Made:
    data = zipped({"文书.pdf": small_pdf()})
    for depth in range(2, 12):
        data = zipped({"下一层.zip": data})
        yield f"depth{depth:02d}.zip", data


@a_class("zip-traversal")
def traversal() -> Made:
    names = (
        b"../pwned.txt", b"../../../../../../../../tmp/pwned.txt", b"..\\..\\pwned.txt", b"/tmp/pwned.txt", b"C:\\pwned.txt",
        b"C:pwned.txt", b"\\\\server\\share\\pwned.txt", b"//server/pwned.txt", b"a/../../pwned.txt", b"a/b/../../../pwned.txt",
        b"./../pwned.txt", b"a/..", b"..", b"pwned.txt\x00.pdf", b"..\x00/pwned.txt", b"....//pwned.txt", b".. /pwned.txt",
        b"..../pwned.txt", b"%2e%2e/pwned.txt", b"~/pwned.txt", b"$HOME/pwned.txt", b"\xef\xbc\x8e\xef\xbc\x8e/pwned.txt",
    )  # fmt: skip
    for number, name in enumerate(names):
        yield (
            f"{number:02d}.zip",
            raw_zip([Entry(name, b"out"), Entry(b"good.txt", "文书".encode() + bytes([65 + number]))]),
        )


@a_class("zip-links")
def links() -> Made:
    link = 0o120777
    yield "absolute.zip", raw_zip([Entry(b"a.txt", b"/etc/passwd", mode=link), Entry(b"b.txt", "甲".encode())])
    yield "relative.zip", raw_zip([Entry(b"a.txt", b"../../../../etc/passwd", mode=link)])
    yield "through.zip", raw_zip([Entry(b"d", b"/tmp", mode=link), Entry(b"d/pwned.txt", b"out")])
    yield "itself.zip", raw_zip([Entry(b"a", b"a", mode=link)])
    for number, mode in enumerate((0o020666, 0o060666, 0o010666, 0o140777, 0o104755)):
        yield f"device{number}.zip", raw_zip([Entry(b"a.txt", f"乙{number}".encode(), mode=mode)])


@a_class("zip-names")
def names() -> Made:
    odd = {
        "reserved": [b"CON", b"nul.txt", b"AUX.pdf", b"com1.docx", b"LPT9"],
        "too-long": [b"a" * 400 + b".txt", "卷".encode() * 300 + b".txt"],
        "invalid-utf8": [b"\xff\xfe\x80.txt", b"\xc3\x28.txt"],
        "gbk": ["证据/照片.txt".encode("gbk")],
        "control": [b"a\nb\r\x1b[31m\x07.txt", b"\x01\x02"],
        "ends": [b"a.txt. . .", b" .txt", b"...", b" "],
        "file-and-folder": [b"a", b"a/b.txt", b"a/b.txt/c.txt"],
        "folder-and-file": [b"x/y.txt", b"x"],
        "same": [b"a.txt"] * 3 + [b"A.TXT"],
        "deep": [b"d/" * 3000 + b"a.txt"],
        "rather-deep": [b"d/" * 900 + b"a.txt"],
        "long-path": [(b"e" * 200 + b"/") * 40 + b"a.txt"],
        "backwards": ["决定\u202egpj.exe".encode()],
        "empty": [b"", b"/", b"//", b"."],
        "stars": [b'a*b?c<d>e|f"g:h.txt'],
        "half-a-character": ["a\ud800.txt".encode("utf-8", "surrogatepass")],
    }
    for name, entries in odd.items():
        flag = 0x800 if name in ("backwards", "half-a-character", "too-long") else 0
        yield (
            f"{name}.zip",
            raw_zip(Entry(entry, b"%d %b" % (n, name.encode()), flags=flag) for n, entry in enumerate(entries)),
        )
    yield "utf8-flag-but-not.zip", raw_zip([Entry(b"\xb0\xb8\xbe\xed.txt", b"x", flags=0x800)])
    extra = struct.pack("<HHBI", 0x7075, 5 + 12, 1, zlib.crc32(b"a.txt")) + b"../pwned.txt"
    yield "other-name-in-extra.zip", raw_zip([Entry(b"a.txt", b"x", extra=extra)])


@a_class("zip-lies")
def lies() -> Made:
    big = 0xFFFFFFFE
    told = {
        "size": Entry(b"a.txt", b"short", size=big),
        "packed": Entry(b"a.txt", b"short", packed=big),
        "both": Entry(b"a.txt", b"short", size=big, packed=big),
        "crc": Entry(b"a.txt", b"short", crc=1),
        "method": Entry(b"a.txt", b"short", method=77),
        "not-deflated": Entry(b"a.txt", b"short", method=8),
        "zip64-size": Entry(
            b"a.txt", b"x", size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62)
        ),
        "zip64-cut": Entry(b"a.txt", b"x", size=0xFFFFFFFF, extra=b"\x01\x00\x08\x00\x01"),
        "extra": Entry(b"a.txt", b"x", extra=b"\x75\x70\xff\xff\x01"),
        "patch": Entry(b"a.txt", b"x", flags=0x20),
        "strong": Entry(b"a.txt", b"x", flags=0x41),
    }
    for name, entry in told.items():
        yield f"{name}.zip", raw_zip([entry, Entry(b"good.txt", f"丙{name}".encode())])
    yield "offset.zip", raw_zip([Entry(b"b.txt", b"x"), Entry(b"a.txt", b"x", offset=0x7FFFFFFF)])
    yield "count.zip", raw_zip([Entry(b"a.txt", b"count")], count=60_000)
    yield "directory.zip", raw_zip([Entry(b"a.txt", b"directory")], directory_at=0x7FFFFFFF)
    yield "empty.zip", raw_zip([])
    yield "only-folders.zip", raw_zip([Entry(b"a/", b""), Entry(b"b/", b"")])
    yield "only-ignored.zip", raw_zip([Entry(b"__MACOSX/._a.pdf", b"x"), Entry(b".DS_Store", b"x")])


@a_class("zip-truncated")
def truncated() -> Made:
    sound = zipped({"决定书.pdf": small_pdf(), "笔录.txt": "询问笔录" * 500})
    yield from cut(sound, ".zip", 12)


@a_class("zip-flipped-bytes")
def altered() -> Made:
    sound = zipped({"决定书.pdf": small_pdf(), "笔录.txt": "询问笔录" * 500})
    yield from flipped(sound, ".zip", 12, seed=2, share=0.02)


@a_class("zip-locked")
def locked() -> Made:
    yield "old.zip", raw_zip([Entry(b"a.pdf", b"x" * 60, flags=1)])
    yield (
        "aes.zip",
        raw_zip([Entry(b"a.pdf", b"x" * 60, method=99, flags=1, extra=b"\x01\x99\x07\x00\x02\x00AE\x03\x08\x00")]),
    )
    yield "one-of-two.zip", raw_zip([Entry(b"a.pdf", b"x" * 60, flags=1), Entry(b"b.txt", "丁".encode())])
    yield "hidden-directory.zip", raw_zip([Entry(b"a.pdf", b"x" * 60, flags=0x2041)])


@a_class("foreign-archives")
def foreign() -> Made:
    yield "a.rar", b"Rar!\x1a\x07\x01\x00" + b"\x00" * 200
    yield "a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\xff" * 200
    yield "a.gz", b"\x1f\x8b\x08" + deflated_zeros(20, raw=True)
    yield "a.bz2", bz2.compress(b"\x00" * 100_000)
    yield "a.xz", lzma.compress(b"\x00" * 100_000)
    yield "a.tar", b"a.txt".ljust(100, b"\x00") + b"0000644\x00" + b"\x00" * 149 + b"ustar\x0000" + b"\x00" * 800
    yield "a.cab", b"MSCF" + b"\x00" * 200
    yield "a.iso", b"\x00" * 32769 + b"CD001" + b"\x00" * 2000
