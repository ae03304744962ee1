"""Chinese punctuation in print: what was typed half width beside Chinese becomes full width (GB/T 15834-2011)."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

_HAN = r"[\u2e80-\u9fff\U00020000-\U0003ffff“”《》（）〔〕]"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile(rf"(?<={_HAN})\s*([,;:?!])\s*|\s*([,;:?!])\s*(?={_HAN})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ANY_HAN = re.compile(r"[\u2e80-\u9fff]")

T = TypeVar("T")


def full_width(text: str) -> str:
    """Marks beside Chinese characters and brackets around or behind them; numbers, times and codes keep theirs."""
    text = _BRACKETS.sub(_bracket, text)
    return _MARK.sub(lambda found: _FULL[found.group(1) or found.group(2)], text)


def _bracket(found: re.Match[str]) -> str:
    before = found.string[: found.start()][-1:]
    inside = found.group(1)
    chinese = _ANY_HAN.search(inside) or _ANY_HAN.match(before)
    return f"（{inside}）" if chinese else found.group(0)


def set_in_chinese(document: T) -> T:
    """The same document with the punctuation of all its texts set in Chinese."""
    changed: T = _set(document)
    return changed


def _set(value: Any) -> Any:
    if type(value) is str:  # not a member of an enumeration
        return full_width(value)
    if isinstance(value, tuple):
        return tuple(map(_set, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: _set(getattr(value, f.name)) for f in dataclasses.fields(value)})
    return value
