"""Hostile containers: zips that explode and XML that fetches. Limits are generous for office files and firm."""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from casereview.dossier.readers import refusals

# What the standard library and olefile raise over bytes that break the rules of a container.
BROKEN = (
    zipfile.BadZipFile, OSError, EOFError, ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError,
    NotImplementedError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
MAX_PART = 200 << 20
MAX_TOTAL = 600 << 20
MAX_PARTS = 10_000
MAX_RATIO = 400  # XML of long empty tables reaches about 100
_RATIO_FROM = 4 << 20  # nothing smaller than this can hurt
MAX_ENTRIES = 20_000  # of an archive and of all archives in it
MAX_DIRECTORY = 8 << 20  # 20,000 names of 300 bytes; a directory is read whole before anything else
_END_RECORDS = 65_535 + 22 + 20 + 56  # the longest comment and the end records


def opened_zip(source: Path | IO[bytes], name: str) -> zipfile.ZipFile:
    """A zip, once its directory is known to be of a size that can be held. Raises Damaged, TooManyFiles."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                size = _directory_size(stream)
        else:
            size = _directory_size(source)
        if size > MAX_DIRECTORY:
            raise refusals.TooManyFiles(file=name, limit=MAX_ENTRIES)
        return zipfile.ZipFile(source)
    except BROKEN:
        raise refusals.Damaged(file=name) from None


def _directory_size(stream: IO[bytes]) -> int:
    """What the end record, or the longer one before it, says of the directory's bytes (APPNOTE 4.3.14 and 4.3.16)."""
    stream.seek(max(0, stream.seek(0, os.SEEK_END) - _END_RECORDS))
    data = stream.read()
    stream.seek(0)
    at = data.rfind(b"PK\5\6")
    if at < 0 or at + 22 > len(data):
        return 0
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    long = data.rfind(b"PK\6\6", 0, at)
    if long >= 0 and at - long < 200:
        size = max(size if size != 0xFFFFFFFF else 0, int.from_bytes(data[long + 40 : long + 48], "little"))
    return size


class Container:
    """A zip whose parts are read whole, within limits. Raises Damaged, TooLarge, PasswordUnsupported."""

    def __init__(self, source: Path | IO[bytes], name: str) -> None:
        self.name = name
        self._zip = opened_zip(source, name)
        self._total = 0
        if len(self._zip.infolist()) > MAX_PARTS:
            raise refusals.TooLarge(file=name, limit=MAX_TOTAL >> 20)

    def names(self) -> list[str]:
        return [info.filename for info in self._zip.infolist()]

    def read(self, part: str) -> bytes:
        """One part. What the directory says of its size is not believed: reading stops at the limit."""
        try:
            info = self._zip.getinfo(part)
        except KeyError:
            raise refusals.Damaged(file=self.name) from None
        limit = min(MAX_PART, MAX_TOTAL - self._total, max(_RATIO_FROM, info.compress_size * MAX_RATIO))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except RuntimeError:
            raise refusals.PasswordUnsupported(file=self.name, format="ZIP") from None
        except Exception as problem:  # zlib, struct, EOF, lzma: whatever a broken stream raises, the file is damaged
            if isinstance(problem, MemoryError):
                raise
            raise refusals.Damaged(file=self.name) from None
        if len(data) > limit:
            raise refusals.TooLarge(file=self.name, limit=limit >> 20)
        self._total += len(data)
        return data

    def has(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def close(self) -> None:
        self._zip.close()


def xml(data: bytes, name: str) -> Any:
    """The root element. A document type is refused unread: no entity is ever expanded or fetched."""
    from lxml import etree

    if has_doctype(data):
        raise refusals.HostileMarkup(file=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise refusals.Damaged(file=name) from None
    if root is None:
        raise refusals.Damaged(file=name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusals.HostileMarkup(file=name)
    return root


def has_doctype(data: bytes) -> bool:
    """Whether a document type stands before the root, in any encoding that XML allows."""
    head = data[:4096].replace(b"\x00", b"")
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def first(parts: Iterable[str], *ends: str) -> str | None:
    return next((part for part in parts if part.lower().endswith(ends)), None)


SCRATCH = "casereview-unpacked-"


def scratch_prefix() -> str:
    """How folders for unpacked or unlocked files are named: with their process, so that a later one can sweep after a kill."""
    return f"{SCRATCH}{os.getpid()}-"
