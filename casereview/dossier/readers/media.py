"""Recordings: what they are and how long, from their headers alone. Nothing is decoded or played."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_MOST_BOXES = 20_000
_HOUR_LIMIT = 1000  # what says it lasts longer than this does not know


def length(path: Path) -> float | None:
    """Seconds, or None where the header does not say it or is none we know (MP4, MOV, WAV, AVI)."""
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
            if head[4:8] == b"ftyp":
                found = _mp4(stream, path.stat().st_size)
            elif head[:4] == b"RIFF" and head[8:12] == b"WAVE":
                found = _wav(stream, path.stat().st_size)
            elif head[:4] == b"RIFF" and head[8:12] == b"AVI ":
                found = _avi(stream)
            else:
                return None
    except (OSError, struct.error, ValueError, ZeroDivisionError):
        return None
    return found if found is not None and 0 < found < _HOUR_LIMIT * 3600 else None


def format_of(path: Path) -> str:
    """MP4, WAV, MP3 …: by content, "?" for what is none of them."""
    with path.open("rb") as stream:
        head = stream.read(16)
    if head[4:8] == b"ftyp":
        return "MOV" if head[8:10] == b"qt" else "MP4"
    if head[:4] == b"RIFF":
        return "WAV" if head[8:12] == b"WAVE" else "AVI"
    return next((name for mark, name in _MARKS if head.startswith(mark)), "MP3")


_MARKS = (
    (b"OggS", "OGG"), (b"fLaC", "FLAC"), (b"\x1aE\xdf\xa3", "MKV/WebM"), (b"FLV", "FLV"), (b"\x00\x00\x01\xba", "MPEG"),
    (b"0&\xb2u", "WMV/WMA"), (b"\xff\xf1", "AAC"), (b"\xff\xf9", "AAC"),
)  # fmt: skip


def clock(seconds: float) -> str:
    """1:02:03 or 2:03."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _mp4(stream: IO[bytes], size: int) -> float | None:
    """moov / mvhd of ISO/IEC 14496-12, 8.2.2."""
    for kind, start, end in _boxes(stream, 0, size):
        if kind != b"moov":
            continue
        for inner, begin, _ in _boxes(stream, start, end):
            if inner == b"mvhd":
                stream.seek(begin)
                data = stream.read(32)
                if data[0] == 1:
                    scale, duration = struct.unpack_from(">IQ", data, 20)
                else:
                    scale, duration = struct.unpack_from(">II", data, 12)
                return float(duration / scale)
        return None
    return None


def _boxes(stream: IO[bytes], at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content begins, where it ends) of the boxes between two places."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        stream.seek(at)
        size, kind = struct.unpack(">I4s", stream.read(8))
        start = at + 8
        if size == 1:
            size = struct.unpack(">Q", stream.read(8))[0]
            start += 8
        elif size == 0:
            size = end - at
        if size < start - at:
            return
        yield kind, start, min(at + size, end)
        at += size


def _wav(stream: IO[bytes], total: int) -> float | None:
    """Bytes of the data chunk by the bytes a second of the format chunk."""
    rate = 0
    for kind, start, size in _chunks(stream, 12):
        if kind == b"fmt ":
            stream.seek(start)
            rate = struct.unpack_from("<I", stream.read(12), 8)[0]
        elif kind == b"data":
            held = min(size, total - start)  # a recorder that lost power leaves the size unset
            return held / rate if rate else None
    return None


def _avi(stream: IO[bytes]) -> float | None:
    """Frames by microseconds a frame, of the main header."""
    for kind, start, _ in _chunks(stream, 12):
        if kind == b"LIST":
            stream.seek(start)
            if stream.read(8) == b"hdrlavih":
                data = stream.read(24)
                step, frames = struct.unpack_from("<I", data, 4)[0], struct.unpack_from("<I", data, 20)[0]
                return float(step * frames / 1_000_000)
    return None


def _chunks(stream: IO[bytes], at: int) -> Iterator[tuple[bytes, int, int]]:
    stream.seek(0, os.SEEK_END)
    end = stream.tell()
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        stream.seek(at)
        kind, size = struct.unpack("<4sI", stream.read(8))
        yield kind, at + 8, size
        at += 8 + size + size % 2
