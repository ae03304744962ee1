"""Check digits of the numbers that identify people and organisations."""

from __future__ import annotations

import re
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
_ID_CHECK = "10X98765432"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I O S V Z
_MASK = re.compile(r"[*＊×●]|[xX]{3}")
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def id_check_digit(first17: str) -> str:
    """The 18th character of a citizen's number. Raises ValueError for anything but 17 digits."""
    if len(first17) != 17 or not _digits(first17):
        raise ValueError(first17)
    return _ID_CHECK[sum(int(d) * w for d, w in zip(first17, _ID_WEIGHTS)) % 11]


def is_id_no(text: str) -> bool:
    """An 18-character citizen's number whose birthday exists and whose check digit is right."""
    number = text.upper()
    if len(number) != 18 or not _digits(number[:17]):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return id_check_digit(number[:17]) == number[17]


def uscc_check_digit(first17: str) -> str:
    """The 18th character of a unified social credit code. Raises ValueError for a character outside the alphabet."""
    if len(first17) != 17:
        raise ValueError(first17)
    total = sum(_USCC.index(c) * w for c, w in zip(first17, _USCC_WEIGHTS))
    return _USCC[(31 - total % 31) % 31]


def is_uscc(text: str) -> bool:
    """An 18-character unified social credit code with the right check digit."""
    code = text.upper()
    return len(code) == 18 and all(c in _USCC for c in code) and uscc_check_digit(code[:17]) == code[17]


def is_masked(text: str) -> bool:
    """Digits hidden on purpose (3202**********2516): nothing can be checked. One X is a letter of a credit code."""
    return _MASK.search(text[:-1]) is not None
