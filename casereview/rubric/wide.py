"""Full-width characters where TOML wants half-width ones: the commonest mistake of a Chinese keyboard, caught first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_FOLD = str.maketrans(
    "０１２３４５６７８９．，：；［］｛｝＝＃（）－＋“”＂‘’＇　。、", "0123456789.,:;[]{}=#()-+\"\"\"''' .,"
)
_WIDE = re.compile("[０-９．，：；［］｛｝＝＃（）－＋“”＂‘’＇　。、]")
# A text in quotes, a comment or a bare key in Chinese letters holds whatever it likes; all else is code.
_KEPT = re.compile(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')
_QUOTED = re.compile(r"[“”＂]([^“”＂\n]*)[“”＂]")


@dataclass(frozen=True, slots=True)
class Wide:
    """One full-width character outside of texts and comments; line and column from 1."""

    line: int
    column: int
    found: str


def wide_characters(text: str) -> list[Wide]:
    """Every full-width character that stands where TOML expects code."""
    found = []
    for start, part in _code(text):
        for match in _WIDE.finditer(part):
            at = start + match.start()
            found.append(Wide(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), match[0]))
    return found


def repair(text: str) -> str:
    """The text with those characters folded to half width; what stands inside quotes and comments stays as it is.

    A text between full-width quotes gets half-width quotes and keeps its own punctuation.
    """
    while True:
        straight = _outside(text, lambda part: _QUOTED.sub(lambda match: f'"{match[1]}"', part))
        folded = _outside(straight, lambda part: part.translate(_FOLD))
        if folded == text:
            return text
        text = folded  # a quote set straight may have changed what is text and what is code


def _outside(text: str, change: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for match in _KEPT.finditer(text):
        pieces += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*pieces, change(text[end:])])


def _code(text: str) -> list[tuple[int, str]]:
    parts, end = [], 0
    for match in _KEPT.finditer(text):
        parts.append((end, text[end : match.start()]))
        end = match.end()
    return [*parts, (end, text[end:])]
