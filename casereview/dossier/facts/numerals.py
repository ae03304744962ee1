"""Amounts and dates as official Chinese writes them: 叁仟元整, 3万元, ¥3,000.00, 二〇二四年三月八日.

Pure functions over text without white space. What cannot be right (十二月三十二日, 叁叁元) gives None, never a guess.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_DIGITS = {
    c: n
    for n, chars in enumerate(
        ("零〇○OoＯ", "一壹", "二贰两弍", "三叁叄", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SECTIONS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_AMOUNT = re.compile(r"(?P<yuan>[^元圆角分整正]*)[元圆]?(?:(?P<jiao>[^角])角)?(?:零?(?P<fen>[^分])分)?[整正]?")
CENT = Decimal("0.01")


def number(text: str) -> int | None:
    """A Chinese whole number: 三十一, 壹万零伍拾, 十二万三千, 二〇二四 (digit by digit), or plain digits."""
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _whole(text)


def _whole(text: str) -> int | None:
    if sum(text.count(c) for c in "亿億") > 1:
        return None
    for name in ("亿億", "万萬"):
        at = max(text.rfind(c) for c in name)
        if at >= 0:
            high = _whole(text[:at]) if at else None
            low = _whole(text[at + 1 :]) if at + 1 < len(text) else 0
            worth = _SECTIONS[text[at]]
            return None if high is None or low is None or low >= worth else high * worth + low
    return _section(text)


def _section(text: str) -> int | None:
    """Below 万: units must fall, a digit must have its unit unless it is the last one."""
    total, digit, last_unit = 0, None, 10_000
    for c in text:
        if c in _UNITS:
            unit = _UNITS[c]
            if unit >= last_unit or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif c in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[c]
        else:
            return None
    return total + (digit or 0)


def amount(text: str) -> Decimal | None:
    """Yuan of 叁仟元整, 贰拾伍元柒角陆分, 3万元, ¥3,000.00, 人民币三千元; None if it is no amount."""
    bare = text.replace("人民币", "").replace("￥", "¥").replace("，", ",").lstrip(":¥").replace(",", "")
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)(万|亿)?[元圆]?[整正]?", bare)
    if plain:
        factor = {"万": 10_000, "亿": 100_000_000}.get(plain[2] or "", 1)
        return Decimal(plain[1]) * factor
    match = _AMOUNT.fullmatch(bare)
    if match is None or not any(match.groups()):
        return None
    yuan = _whole(match["yuan"]) if match["yuan"] else 0
    cents = [_DIGITS.get(match[name] or "零") for name in ("jiao", "fen")]
    if yuan is None or None in cents:
        return None
    return Decimal(yuan) + Decimal(cents[0] or 0) / 10 + Decimal(cents[1] or 0) / 100


def yuan(value: Decimal) -> str:
    """As facts hold money: decimal yuan with two places."""
    return str(value.quantize(CENT, ROUND_HALF_UP))


def capitals(value: Decimal) -> str:
    """The amount in capitals (票据法 practice): 3000 -> 叁仟元整. For 0 <= value < 10^12, to the cent."""
    cents = int((value.quantize(CENT, ROUND_HALF_UP) * 100).to_integral_value())
    whole, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole_capitals(whole)}元" if whole or not rest else ""
    if not rest:
        return words + "整"
    words += f"{_CAPITALS[jiao]}角" if jiao else ("零" if whole else "")
    return words + (f"{_CAPITALS[fen]}分" if fen else "整")


def _whole_capitals(whole: int) -> str:
    if whole == 0:
        return "零"
    words, gap = "", False
    for worth, name in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        section, whole = divmod(whole, worth)
        if section == 0:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or section < 1000) else "") + _section_capitals(section) + name
        gap = False
    return words


def _section_capitals(section: int) -> str:
    words, gap = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, section = divmod(section, unit)
        if digit:
            words += ("零" if gap and words else "") + _CAPITALS[digit] + name
        gap = digit == 0
    return words


def iso_date(year: str, month: str, day: str) -> str | None:
    """ISO 8601 of a year, month and day in digits or Chinese numerals; None for a day that does not exist."""
    parts = [number(part) for part in (year, month, day)]
    try:
        return date(*parts).isoformat()  # type: ignore[arg-type]  # None raises TypeError, which is the answer
    except (TypeError, ValueError):
        return None
