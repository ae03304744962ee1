"""How Chinese official text is folded before it is compared or searched."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections.abc import Sequence

_SPACE = re.compile(r"[\s\u3000\u200b\ufeff]+")


def squeeze(text: str) -> str:
    """Without any white space: PDF lines and letter-spaced titles put it between characters."""
    return _SPACE.sub("", text)


def fold(text: str) -> str:
    """Full width to half width, compatibility forms folded, letters lower, no white space: for comparing only."""
    narrow = unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")  # (no compatibility forms)
    return squeeze(narrow).lower()


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts 案卷2 before 案卷10."""
    parts = re.split(r"(\d+)", name)
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)


def spans(numbers: Sequence[int]) -> str:
    """1-3, 7: page numbers as one reads them."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)


_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain_name(name: str) -> str:
    """A file's name as text that can be shown and stored: bytes that are no UTF-8 are read as GB 18030, as old disks hold them;
    control characters and those that turn the direction of writing stand as the sign for an unreadable one."""
    if any("\ud800" <= character <= "\udfff" for character in name):
        with contextlib.suppress(UnicodeError):
            name = os.fsencode(name).decode("gb18030")
    return _UNSHOWN.sub("\ufffd", name)
