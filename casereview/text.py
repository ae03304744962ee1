"""How Chinese official text is folded before it is compared or searched."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"[\s\u3000\u200b\ufeff]+")
_WIDE = str.maketrans("（）【】［］｛｝：；，！？％＋－＝／＜＞", "()[][]{}:;,!?%+-=/<>")


def squeeze(text: str) -> str:
    """Without any white space: PDF lines and letter-spaced titles put it between characters."""
    return _SPACE.sub("", text)


def fold(text: str) -> str:
    """Full width to half width, compatibility forms folded, letters lower, no white space: for comparing only."""
    return squeeze(unicodedata.normalize("NFKC", text).translate(_WIDE)).lower()


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts 案卷2 before 案卷10."""
    parts = re.split(r"(\d+)", name)
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)
