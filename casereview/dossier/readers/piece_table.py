"""The text of a binary Word document (.doc) by its piece table: [MS-DOC] 2.4.1, 2.5 and 2.9.38. Text alone, no layout.

It is the check on the converter and what is shown where the converter fails: slow to break, since it looks at little.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casereview.dossier.readers import refusals
from casereview.dossier.readers.blocks import Block, PageBreak, Text
from casereview.dossier.readers.safe import BROKEN

WORD_97 = 0x00C1  # nFib of the first version with this header; Word 6 and 95 wrote 101 to 105
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COUNTS = (0x4C, 0x50, 0x54, 0x5C, 0x60, 0x64, 0x68)  # ccpText, Ftn, Hdd, Atn, Edn, Txbx, HdrTxbx of FibRgLw97
_ANNOTATIONS = 3  # which of them are comments: no text of the paper
_CLX = 0x01A2  # fcClx and lcbClx of FibRgFcLcb97
_MOST = 20_000_000  # characters
_CELL, _PAGE = "\x07", "\x0c"


@dataclass(frozen=True, slots=True)
class Stories:
    """main: the body; others: notes, headers, text boxes. Fields show their results, pictures nothing."""

    main: str
    others: str
    macros: bool = False


def is_older(path: Path) -> bool:
    """Whether it was written before Word 97: another header, which nothing here reads."""
    import olefile

    with olefile.OleFileIO(str(path)) as opened, opened.openstream("WordDocument") as stream:
        head = stream.read(4)
    return len(head) == 4 and head[:2] in (b"\xec\xa5", b"\xdc\xa5") and int.from_bytes(head[2:], "little") < WORD_97


def read(path: Path, name: str) -> Stories:
    """Raises Damaged for what breaks the format, TooLarge for more text than a paper can have."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as opened:
            word = opened.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", word, 0x0A)[0]
            table = opened.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
            macros = opened.exists("Macros")
        if word[:2] != b"\xec\xa5" or flags & _ENCRYPTED:
            raise refusals.Damaged(file=name)
        counts = [max(0, struct.unpack_from("<i", word, at)[0]) for at in _COUNTS]
        if sum(counts) > _MOST:
            raise refusals.TooLarge(file=name, limit=_MOST >> 20)
        text = "".join(_pieces(word, table))
    except BROKEN:
        raise refusals.Damaged(file=name) from None
    # The stories stand behind each other; macros (ccpMcr) are always empty since Word 97.
    stories, at = [], 0
    for count in counts:
        stories.append(text[at : at + count])
        at += count
    others = "\r".join(story for k, story in enumerate(stories) if k not in (0, _ANNOTATIONS))
    return Stories(shown(stories[0]), shown(others), macros)


def _pieces(word: bytes, table: bytes) -> Iterator[str]:
    start, size = struct.unpack_from("<II", word, _CLX)
    clx = table[start : start + size]
    at = 0
    while clx[at] == 0x01:  # Prc: formatting, passed over
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 0x02:
        raise ValueError("no piece table")
    length = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + length]
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    total = 0
    for number in range(count):
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        characters = ends[number + 1] - ends[number]
        total += characters
        if characters < 0 or total > _MOST:
            raise ValueError("a piece runs backwards or without end")
        if where & 0x40000000:
            begin = (where & 0x3FFFFFFF) // 2
            yield word[begin : begin + characters].decode("cp1252", "replace")
        else:
            yield word[where : where + 2 * characters].decode("utf-16-le", "replace")


def shown(story: str) -> str:
    """Without field instructions (between 0x13 and 0x14) and anchors; cell, page and line marks stay."""
    out: list[str] = []
    fields: list[bool] = []  # open fields: whether we are in the result
    for character in story:
        if character == "\x13":
            fields.append(False)
        elif character == "\x14" and fields:
            fields[-1] = True
        elif character == "\x15" and fields:
            fields.pop()
        elif all(fields):
            out.append(_SHOWN.get(character, character))
    return "".join(c for c in out if c >= " " or c in "\t\r\x07\x0b\x0c")


_SHOWN = {"\x1e": "-", "\x1f": "", "\x02": "", "\x05": "", "\x01": "", "\x08": "", "\xa0": " "}


def blocks(stories: Stories) -> Iterator[Block]:
    """A paragraph a line and a cell a line: which cells make a row, the text alone does not say."""
    number = 0
    for piece in stories.main.replace(_CELL, "\r").split("\r"):
        for part, text in enumerate(piece.split(_PAGE)):
            if part:
                yield PageBreak()
            number += 1
            if text.strip():
                yield Text(text.replace("\x0b", "\n").replace("\t", "  ").rstrip(), place=f"block {number}")
    for number, piece in enumerate(stories.others.replace(_CELL, "\r").split("\r"), 1):
        if piece.strip("\x0b\x0c\t 0123456789-—"):
            yield Text(piece.replace("\x0b", "\n").replace("\x0c", "").strip(), 9.0, place=f"note {number}")


def share_kept(original: str, converted: str) -> float:
    """How much of the original's text a conversion still holds, 0 to 1: pairs of neighbouring characters, order apart."""
    wanted, held = _pairs(original), _pairs(converted)
    return (wanted & held).total() / wanted.total() if wanted else 1.0


def _pairs(text: str) -> Counter[str]:
    squeezed = "".join(c for c in text if not c.isspace() and c >= " ")
    return Counter(map(str.__add__, squeezed, squeezed[1:]))
