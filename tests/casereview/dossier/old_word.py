"""A Word 97 document and the OLE container around it, byte by byte: [MS-DOC] 2.4, 2.5 and [MS-CFB] 2."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def ole_of(path: Path, streams: dict[str, bytes]) -> Path:
    """A compound file with those streams at its root, each padded so that none lies in a mini stream."""
    padded = {name: data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0") for name, data in streams.items()}
    directory = -(-(len(padded) + 1) // 4)
    starts, chain = {}, [_FAT, *range(2, directory + 1), _END]
    for name, data in padded.items():
        count, starts[name] = len(data) // _SECTOR, len(chain)
        chain += [*range(len(chain) + 1, len(chain) + count), _END]
    assert len(chain) <= 128, "one sector of FAT is all we write"
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    names = sorted(padded, key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [
        _entry(name, 2, right=k + 1 if k < len(names) else _FREE, start=starts[name], size=len(padded[name]))
        for k, name in enumerate(names, 1)
    ]
    table = b"".join(entries).ljust(directory * _SECTOR, b"\0")
    head = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    path.write_bytes(head + fat + table + b"".join(padded.values()))
    return path


def pieces_of(path: Path, pieces: Sequence[tuple[str, bool]], *, formats: int = 0, hollow: int = 0) -> Path:
    """A document as Word's fast save leaves it: its text in pieces that lie in the file from the last to the first.

    pieces   text, and whether a character is one byte (Windows-1252) or two
    formats  blocks of formatting before the piece table; hollow: bytes of deleted text between the pieces
    """
    size, offsets, body = 0x800, [0] * len(pieces), bytearray()
    for number in reversed(range(len(pieces))):
        text, single = pieces[number]
        body += "旧文".encode("utf-16-le") * (hollow // 4)
        offsets[number] = (size + len(body)) * 2 | 0x40000000 if single else size + len(body)
        body += text.encode("cp1252" if single else "utf-16-le")
        body += b"\0" * (len(body) % 2)
    ends = [0]
    for text, _ in pieces:
        ends.append(ends[-1] + len(text))
    fib = bytearray(size)
    struct.pack_into("<HHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | 0x0004)  # the table is 1Table; saved fast
    struct.pack_into("<H", fib, 0x0C, 0x00BF)
    struct.pack_into("<II", fib, 0x18, size, size + len(body))
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<i", fib, 0x40, size + len(body))
    struct.pack_into("<i", fib, 0x4C, ends[-1])
    struct.pack_into("<H", fib, 0x98, 0x5D)
    plc = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, at, 0) for at in offsets)
    clx = b"\x01\x03\x00\x35\x08\x01" * formats + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    return ole_of(path, {"WordDocument": bytes(fib) + bytes(body), "1Table": clx})


def _entry(name: str, kind: int, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    label = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        label,
        len(label),
        kind,
        1,
        _FREE,
        right,
        child,
        b"",
        0,
        0,
        0,
        start or (_END if kind == 5 else 0),
        size,
    )


def doc_of(
    path: Path, text: str, *, flags: int = 0, version: int = 0x00C1, notes: str = "", password: str = ""
) -> Path:
    """A Word 97 document with that text in one piece, without styles or formatting: enough for readers of text."""
    lock = _LOCK if password else 0
    flags |= 0x0100 if password else 0
    story = (text + "\r" + (notes + "\r" if notes else "")).encode("utf-16-le")
    fib = bytearray(0x800)
    struct.pack_into("<HHHHH", fib, 0, 0xA5EC, version, 0, 0x0804, 0)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | flags)
    struct.pack_into("<HI", fib, 0x0C, 0x00BF, lock)
    struct.pack_into("<II", fib, 0x18, len(fib), len(fib) + len(story))
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<i", fib, 0x40, len(fib) + len(story))
    struct.pack_into("<ii", fib, 0x4C, len(text) + 1, len(notes) + 1 if notes else 0)
    struct.pack_into("<H", fib, 0x98, 0x5D)
    characters = len(story) // 2
    pieces = struct.pack("<II", 0, characters) + struct.pack("<HIH", 0, len(fib), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 0x01A2, lock, len(clx))
    word, table = bytes(fib) + story, bytes(lock) + clx
    if password:
        word, table = _locked(word, 0x44, password), _header(password) + _locked(table, lock, password)[lock:]
    return ole_of(path, {"WordDocument": word, "1Table": table})


# --- RC4 of Office 97, [MS-OFFCRYPTO] 2.3.6 and [MS-DOC] 2.2.6.2 -----------------------------------------------------

_LOCK = 52  # bytes of the encryption header at the start of the table stream
_SALT, _VERIFIER = bytes(range(16)), bytes(range(100, 116))


def _header(password: str) -> bytes:
    proof = _VERIFIER + hashlib.md5(_VERIFIER).digest()
    return struct.pack("<HH", 1, 1) + _SALT + _rc4(_key(password, 0), proof)


def _locked(stream: bytes, clear: int, password: str) -> bytes:
    """Every 512 bytes under a key of their own; the first bytes stay clear and take their share of it all the same."""
    blocks = (stream[at : at + 512] for at in range(0, len(stream), 512))
    return stream[:clear] + b"".join(_rc4(_key(password, k), block) for k, block in enumerate(blocks))[clear:]


def _key(password: str, block: int) -> bytes:
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    second = hashlib.md5((first + _SALT) * 16).digest()[:5]
    return hashlib.md5(second + struct.pack("<I", block)).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for value in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(value ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
