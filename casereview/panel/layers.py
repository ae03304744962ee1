"""Recognised text that travels with a task package: recognising a page takes seconds, and readers' laptops may have no OCR."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from casereview import record
from casereview.dossier import packed, search, store
from casereview.dossier.model import TextSource
from casereview.dossier.packed import PageRow
from casereview.record import canonical

MEMBER = "text.jsonl"
_MOST_RUNS = 8 << 20  # bytes of the lines of one page, unpacked
_MOST_PAGES = 100_000
_LONGEST_SIDE = 20_000  # points


def pack(db: Database, files: Iterable[str]) -> bytes:
    """One line a recognised page of these files; empty if none was recognised."""
    lines = [canonical([*row[:-1], base64.b64encode(row[-1]).decode()]) + "\n" for row in store.recognised(db, files)]
    return "".join(lines).encode()


def unpack(data: bytes, files: Collection[str]) -> list[PageRow]:
    """The pages of a package's text layer. Raises ValueError for anything that no reader of ours wrote."""
    return [_page(json.loads(line), files) for line in data.decode().splitlines()]


def _page(row: object, files: Collection[str]) -> PageRow:
    if not isinstance(row, list) or len(row) != 8:
        raise ValueError("shape")
    file, number, width, height, source, reader, text, runs = row
    if file not in files or not isinstance(number, int) or not 0 < number <= _MOST_PAGES:
        raise ValueError("place")
    if not all(isinstance(side, (int, float)) and 0 < side <= _LONGEST_SIDE for side in (width, height)):
        raise ValueError("size")
    if (
        source != TextSource.OCR
        or not isinstance(reader, str)
        or not reader.startswith("ocr-")
        or not isinstance(text, str)
    ):
        raise ValueError("source")
    lines = base64.b64decode(runs, validate=True)
    try:
        unfolding = zlib.decompressobj()
        unfolding.decompress(lines, _MOST_RUNS)
        if unfolding.unconsumed_tail or not unfolding.eof:
            raise ValueError("lines")
        packed.unpack(lines, text)
    except (zlib.error, struct.error, IndexError, TypeError) as problem:
        raise ValueError("lines") from problem
    return PageRow(file, number, float(width), float(height), source, reader, text, lines, search.grams(text))


def put(db: Database, rows: Iterable[PageRow]) -> frozenset[str]:
    """Keep what is not read here yet; what this workspace read itself stays. Gives the dossiers held here that are to be
    read anew: they came without that text before."""
    known: dict[str, set[int]] = {}
    changed: set[str] = set()
    with record.writing(db):
        for row in rows:
            if row.file not in known:
                read = store.pages_of(db, row.file, with_runs=False)
                known[row.file] = {page.number for page in read if page.source is not TextSource.NONE}
            if row.number not in known[row.file]:
                store.put_pages(db, [row])
                changed.add(row.file)
    return frozenset(dossier for file in changed for dossier in store.version_holders(db, file))
