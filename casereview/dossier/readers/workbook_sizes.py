"""How far the sheets of a workbook reach: calamine holds every cell between the first and the last, so two cells at
opposite corners are enough to swell a reader. Looked at before it is called."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import BROKEN, Container, has_doctype

MAX_AREA = 4_000_000  # cells of one sheet; of all sheets where all are held at once (XLS)
# Cells and rows say where they stand; read loosely, since a reader that believes a far corner swells.
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})(\d{1,9})""")
_DIMENSION = re.compile(rb"""\bref\s*=\s*["'][^"':]*:\s*([A-Za-z]{1,3})(\d{1,9})""")
# [MS-XLS] 2.3: Formula, Number, Label, BoolErr, RK, LabelSst, RString hold one cell; MulRk several from one column on.
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6))
_SEVERAL, _BEGIN = 0x00BD, 0x0809


def is_too_large(path: Path, name: str, kind: str) -> bool:
    """Whether a workbook of that kind spans more than can be held. Raises Damaged, HostileMarkup, TooLarge."""
    if kind == "xlsx":
        return _xlsx(path, name)
    return kind == "xls" and _xls(path, name)


def _xlsx(path: Path, name: str) -> bool:
    """Looks at every part on the way and refuses entities."""
    container = Container(path, name)
    try:
        for part in container.names():
            lower = part.lower()
            if not lower.endswith((".xml", ".rels")):
                continue
            data = container.read(part)
            if has_doctype(data):
                raise refusals.HostileMarkup(file=name)
            if "worksheets/" in lower and area(data) > MAX_AREA:
                return True
        return False
    finally:
        container.close()


def area(sheet: bytes) -> int:
    """Cells between the top left corner and the last one that a sheet's XML names."""
    if b"\x00" in sheet[:200]:  # UTF-16, which no spreadsheet program writes here
        return MAX_AREA + 1
    rows = columns = 1
    dimension = _DIMENSION.search(sheet[:4096])
    for letters, number in [*_REFERENCE.findall(sheet), *([dimension.groups()] if dimension else [])]:
        rows, columns = max(rows, int(number)), max(columns, _column(letters.upper()))
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _xls(path: Path, name: str) -> bool:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as opened:
            stream = "Workbook" if opened.exists("Workbook") else "Book"
            data = opened.openstream(stream).read()
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    return biff_area(data) > MAX_AREA


def biff_area(data: bytes) -> int:
    """Cells up to the last one of each sheet, of all sheets together."""
    total = rows = columns = at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == _BEGIN:
            total, rows, columns = total + rows * columns, 0, 0
        elif (kind in _CELLS or kind == _SEVERAL) and size >= 4 and at + 8 <= len(data):
            row, column = struct.unpack_from("<HH", data, at + 4)
            last = column + (size - 6) // 6 if kind == _SEVERAL else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
        at += 4 + size
    return total + rows * columns
