"""First letters of Chinese words, for typing without an input method.

The common characters of GB 2312 stand in the order of their pinyin, so their code alone tells the letter; for the
others (rare ones, and those with several readings) there is none, and they are found by themselves.
"""

from __future__ import annotations

from bisect import bisect_right

_FROM = (
    45217,
    45253,
    45761,
    46318,
    46826,
    47010,
    47297,
    47614,
    48119,
    49062,
    49324,
    49896,
    50371,
    50614,
    50622,
    50906,
    51387,
    51446,
    52218,
    52698,
    52980,
    53689,
    54481,
)
_LETTERS = "abcdefghjklmnopqrstwxyz"
_END = 55290


def initials(text: str) -> str:
    """ "案卷评查" -> "ajpc"; what is no common Chinese character stays, in lower case."""
    return "".join(_initial(char) for char in text.lower())


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return char
    if code < _FROM[0] or code >= _END:
        return char
    return _LETTERS[bisect_right(_FROM, code) - 1]
