"""Files of nothing, of the wrong name, of no format, and texts that are none."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from tests.casereview.dossier.damaged.classes import a_class, small_pdf, zipped

Made = Iterator[tuple[str, bytes]]
_SUFFIXES = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".zip", ".jpg", ".png", ".tif", ".ofd", ".txt", ".mp4", "")


@a_class("no-bytes")
def empty() -> Made:
    for number, suffix in enumerate(_SUFFIXES):
        yield f"{number}{suffix}", b""


@a_class("one-byte")
def one_byte() -> Made:
    for number, suffix in enumerate(_SUFFIXES):
        yield f"{number}{suffix}", bytes([number])


@a_class("noise")
def noise() -> Made:
    for number, suffix in enumerate(_SUFFIXES):
        yield f"{number}{suffix}", random.Random(number).randbytes(20_000)


@a_class("zeros")
def zeros() -> Made:
    for number, suffix in enumerate(_SUFFIXES):
        yield f"{number}{suffix}", b"\x00" * (5_000 + number)


@a_class("wrong-extension")
def wrong_extension() -> Made:
    out = BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "PNG")
    contents = {
        "pdf": small_pdf(),
        "png": out.getvalue(),
        "zip": zipped({"a.txt": "文书"}),
        "text": "询问笔录\n问:你叫什么名字?".encode(),
        "exe": b"MZ\x90\x00" + b"\x00" * 500,
        "script": b"#!/bin/sh\ntouch /tmp/pwned.txt\n",
        "html": b"<!DOCTYPE html><html><script>x</script></html>",
        "rtf": b"{\\rtf1\\ansi " + b"{\\object " * 50 + b"}",
    }
    for kind, data in contents.items():
        for number, suffix in enumerate((".pdf", ".docx", ".jpg", ".txt", ".doc")):
            yield f"{kind}{suffix}", data + b"\n" * number


@a_class("odd-texts")
def odd() -> Made:
    yield "bom-only.txt", b"\xef\xbb\xbf"
    yield "utf16-odd.txt", "\ufeff询问笔录".encode("utf-16-le") + b"\x00"
    yield "utf16-halves.txt", b"\xff\xfe" + b"\x00\xd8" * 500
    yield "utf8-cut.txt", "询问笔录".encode()[:-1]
    yield "mixed.txt", "询问".encode() + "笔录".encode("gbk")
    yield "one-line.txt", "字".encode() * 60_000
    yield "controls.txt", bytes(range(1, 32)) * 100
    yield "escapes.txt", b"\x1b[2J\x1b]0;pwned\x07" * 100
    yield "blank.txt", b"\n \t\r\n" * 500
    yield "private.txt", "\ue000\uf8ff\U000f0000\U0010ffff\ufffe".encode() * 100
    yield "joined.txt", ("a" + "\u0301" * 5000 + "\u202e\u2066" * 500).encode()
    yield "template.txt", b"{file} {0} {__class__} %s %n {{"


@a_class("long-texts", slow=True)
def long() -> Made:
    yield "lines.txt", b"a\n" * 1_000_000
    yield "line.txt", "字".encode() * 5_000_000


@a_class("odd-films")
def films() -> Made:
    yield "head.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40
    yield "endless-box.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00\x00\x00\x01moov" + b"\xff" * 8
    yield "head.avi", b"RIFF\xff\xff\xff\xffAVI LIST"
    yield "head.wav", b"RIFF\x00\x00\x00\x00WAVEfmt "
    yield "head.mp3", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f"
    yield "head.ogg", b"OggS" + b"\xff" * 60
    yield "head.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40
