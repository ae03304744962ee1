"""What dates, times, amounts, numbers and names look like in text without white space (see `stream.fold_line`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casereview.dossier.facts import numerals

_CN = "〇○零OoＯ一二三四五六七八九"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[{_CN}]{{4}})"
_CN_HOUR = r"(?:二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二三四五六七八九])"
_CN_MINUTE = r"(?:[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])"
_CLOCK = (
    r"(?P<{0}D>上午|下午|凌晨|中午|晚上?)?(?:(?P<{0}H>[01]?\d|2[0-4])(?:[时點点:]|:)(?:(?P<{0}M>[0-5]?\d)分?|(?P<{0}half>半))?"
    rf"|(?P<{{0}}H2>{_CN_HOUR})[时點点](?:(?P<{{0}}M2>{_CN_MINUTE})分|整|(?P<{{0}}half2>半))?)"
)

DATE_TEXT = rf"(?:{_YEAR}年{_MONTH}月{_DAY}[日号曰]|(?:19|20)\d{{2}}[./\-]{_MONTH}[./\-]{_DAY}(?!\d))"
DATE = re.compile(
    rf"(?P<y>{_YEAR})年(?P<m>{_MONTH})月(?P<d>{_DAY})[日号曰]"
    rf"|(?P<y2>(?:19|20)\d{{2}})(?P<sep>[./\-])(?P<m2>{_MONTH})(?P=sep)(?P<d2>{_DAY})(?!\d)"
)
_TIME_AFTER = re.compile(" ?" + _CLOCK.format("a"))
_TO = r"(?:时?分?)[起许]?(?:至|到|—+|－|-|~|～)"
_SECOND = re.compile(
    rf" ?{_TO}(?:(?:(?P<y>{_YEAR})年)?(?:(?P<m>{_MONTH})月)?(?P<d>{_DAY})[日号曰])? ?" + _CLOCK.format("b")
)
_SECOND_DATE = re.compile(rf" ?{_TO}(?:(?:(?P<y>{_YEAR})年)?(?P<m>{_MONTH})月)?(?P<d>{_DAY})[日号曰]")

_CN_AMOUNT = r"[零〇壹贰叁肆伍陆柒捌玖拾佰仟萬万亿两一二三四五六七八九十百千]+[元圆](?:[零壹贰叁肆伍陆柒捌玖一二三四五六七八九]角)?(?:零?[壹贰叁肆伍陆柒捌玖一二三四五六七八九]分)?[整正]?"
_NUM = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d{1,2})?"
AMOUNT = re.compile(rf"(?P<cn>{_CN_AMOUNT})|(?P<yen>[¥￥]{_NUM}[元圆]?)|(?P<num>(?<![\d.]){_NUM}[万亿]?[元圆])")

CASE_NO = re.compile(
    r"(?P<organ>[一-龥]{1,8}(?:\d{2,6})?[一-龥]{0,8}(?:\([^()]{1,8}\))?[一-龥]{0,8})"
    r"(?P<open>[〔\[〖(]?)(?P<year>(?:19|20)\d{2})(?P<close>[〕\]〗)]?)"
    r"(?:第|字)?(?P<seq>[A-Za-z]{0,4}\d{1,8})(?P<suffix>\([^()]{1,6}\))?号"
)
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
ID_NO = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
    r"|(?<!\d)[1-9]\d{3,9}[*＊×]{4,14}[\dXx*]{0,6}"
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.・]?"
    r"(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳试])(?![A-Z0-9])"
)
PHONE = re.compile(r"(?<![\d*])(?:1[3-9][\d*]{9}|0\d{2,3}[-—－]?\d{7,8})(?![\d*])")
CERT = r"[一-龥]{0,4}[A-Z]{0,3}[A-Z\d\-]{0,4}\d{4,14}"
CERT_NO = re.compile(CERT)
NAME = re.compile(r"[一-龥㐀-䶿·]{2,12}")
_LEAD = re.compile(r".*(?:[号为的以据见第、,，:;《》书及和与]|文号|案号|编号|通知书|决定书|送达|收到)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A value found: text[start:end], as the catalogue types it, and how sure the form of it makes us."""

    start: int
    end: int
    value: str
    confidence: float = 1.0


def _date_of(match: re.Match[str]) -> str | None:
    year, month, day = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
    return numerals.iso_date(year, month, day)


def dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Every whole date that exists in the calendar."""
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        value = _date_of(match)
        if value:
            yield Hit(match.start(), match.end(), value)


def moments(text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Dates with the time that follows them: `2023-02-20T09:30`, or the bare date where no time is filled in."""
    stop = len(text) if end is None else end
    for hit in dates(text, start, stop):
        time = _TIME_AFTER.match(text, hit.end, stop)
        clock = _clock(time, "a") if time else None
        yield Hit(hit.start, time.end(), f"{hit.value}T{clock}") if time and clock else hit


def _clock(match: re.Match[str], name: str) -> str | None:
    """The time as HH:MM: 14时05分, 十时十五分, 下午3点半."""
    hour = numerals.number(match[f"{name}H"] or match[f"{name}H2"])
    minute = numerals.number(match[f"{name}M"] or match[f"{name}M2"] or "0")
    if hour is None or minute is None:
        return None
    if match[f"{name}half"] or match[f"{name}half2"]:
        minute = 30
    if match[f"{name}D"] in ("下午", "晚", "晚上") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def time_range(text: str, start: int, end: int) -> tuple[Hit | None, Hit | None]:
    """Start and end of 2023年2月20日10时05分至2月20日10时48分: what the second half leaves out is as in the first."""
    first = next(moments(text, start, end), None)
    if first is None:
        return None, None
    year, month, day = first.value[:4], first.value[5:7], first.value[8:10]
    second = _SECOND.match(text, first.end, end)
    clock = _clock(second, "b") if second else None
    if second and clock:
        clock = _in_the_afternoon(clock, first, text) if second["d"] is None and second["bD"] is None else clock
        whole = numerals.iso_date(second["y"] or year, second["m"] or month, second["d"] or day)
        begin = second.start("y") if second["y"] else second.start("m") if second["m"] else second.start("d")
        begin = begin if begin >= 0 else max(second.start("bH"), second.start("bH2"))
        return first, Hit(begin, second.end(), f"{whole}T{clock}") if whole else None
    dated = _SECOND_DATE.match(text, first.end, end)
    if dated:
        whole = numerals.iso_date(dated["y"] or year, dated["m"] or month, dated["d"])
        begin = dated.start("y") if dated["y"] else dated.start("m") if dated["m"] else dated.start("d")
        return first, Hit(begin, dated.end(), whole) if whole else None
    return first, None


def _in_the_afternoon(clock: str, first: Hit, text: str) -> str:
    """下午3时30分至4时15分: the second time of a day is of the afternoon that the first names."""
    named = re.search("下午|晚", text[first.start : first.end])
    later = f"{int(clock[:2]) + 12:02}{clock[2:]}"
    return later if named and clock < first.value[11:] and later < "24" else clock


def amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Hit, bool]]:
    """Sums of money in decimal yuan, and whether each is written in Chinese numerals."""
    for match in AMOUNT.finditer(text, start, len(text) if end is None else end):
        value = numerals.amount(match[0])
        if value is not None:
            yield Hit(match.start(), match.end(), numerals.yuan(value)), bool(match["cn"])


def case_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Case numbers with the words before the organ cut off; a lost bracket is read with half the confidence."""
    for match in CASE_NO.finditer(text, start, len(text) if end is None else end):
        lead = _LEAD.match(match["organ"])
        begin = match.start() + (lead.end() if lead else 0)
        brackets = bool(match["open"]) + bool(match["close"])
        if text[begin : match.end("organ")] and brackets:
            yield Hit(begin, match.end(), text[begin : match.end()], 1.0 if brackets == 2 else 0.5)


def first(pattern: re.Pattern[str], text: str, start: int, end: int) -> Hit | None:
    match = pattern.search(text, start, end)
    return Hit(match.start(), match.end(), match[0]) if match else None
