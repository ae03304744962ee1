"""How the words beside a label become a value: one small reader a kind, `text, start, end -> hits`.

A place that is struck out, left blank, or still holds the mark of a template has no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from casereview.dossier.facts import ids, numerals, patterns
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import GAP, LINE, Stream

Reader = Callable[[Stream, int, int], list[Hit]]

_EDGE = " _\\/|—-－–＿~`.,，、:;；。·…　'\"“”*"
_NOTHING = re.compile(
    r"^(?:[\\/_—－\-–.□]*|无|无此项|/+|××+|XX+|未填|空白|\(?以下空白\)?|\$\{.*\}|不适用|null|None)$", re.IGNORECASE
)
_TEMPLATE = re.compile(r"\$\{[^}]*\}?|\{\{.*?\}\}|【[^】]*】请填|_{3,}")
_SEPARATORS = "、,，;；/和及与"
_BODY_END = re.compile(r"(?:局|队|厅|委员会|委|站|所|处|支队|大队|总队|中心|政府|法院|海事|公司|部)(?:\([^)]*\))?$")
_PRINTED_BODY = re.compile(r"^(?:交通运输)?(?:综合)?(?:行政)?执法(?:部门|机关|机构)$|^本机关$|^行政机关$|^执法单位$")
_WITH_ADDRESS = re.compile(r"(?P<name>[^公]{2,30}公司)[一-龥]{1,12}(?:省|市|县|区|镇|乡|街|路)[^公]*$")
_PERSON = re.compile(r"[一-龥㐀-䶿]{1,8}(?:·[一-龥]{1,8})*")
_LABEL_LIKE = re.compile(
    r"(?:代码|号码|电话|地址|地点|日期|时间|意见|签名|签字|职务|人员|单位|情况|邮编|证号|号|如下|内容)$"
)
_NOT_NAMES = frozenset(
    (
        "签名",
        "盖章",
        "签字",
        "姓名",
        "及职务",
        "职务",
        "日期",
        "时间",
        "印章",
        "年月日",
        "执法证号",
        "执法人员",
        "单位",
        "和",
        "等",
    )
)


def trimmed(stream: Stream, start: int, end: int) -> tuple[int, int]:
    """Without lines to write on, strokes and marks around the value."""
    text = stream.text
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def text(stream: Stream, start: int, end: int) -> list[Hit]:
    start, end = trimmed(stream, start, end)
    words = stream.text[start:end]
    if not words or _NOTHING.match(words) or _TEMPLATE.search(words):
        return []
    return [Hit(start, end, words)]


def address(stream: Stream, start: int, end: int) -> list[Hit]:
    return [hit for hit in text(stream, start, end) if len(hit.value) >= 4]


def opinion(stream: Stream, start: int, end: int) -> list[Hit]:
    """An opinion's words without the signature after them."""
    stop = re.compile(r"(?:审核人|签名|签字|负责人|盖章|\(盖章\)|\(印章\)|审核机构)").search(stream.text, start, end)
    date = next(patterns.dates(stream.text, start, end), None)
    end = min([end] + ([stop.start()] if stop else []) + ([date.start] if date else []))
    return [hit for hit in text(stream, start, end) if len(hit.value) > 1]


def names(stream: Stream, start: int, end: int) -> list[Hit]:
    """Several persons: 周予安、吴思齐 or with white space between; a letter-spaced 王　刚 is one."""
    out: list[Hit] = []
    for begin, stop in _words(stream, start, end):
        value = stream.text[begin:stop]
        if _LABEL_LIKE.search(value) or value in _NOT_NAMES:
            continue
        if _PERSON.fullmatch(value) and 2 <= len(value) <= (15 if "·" in value else 4):
            out.append(Hit(begin, stop, value))
    return out


def _words(stream: Stream, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between separators and white space; a single character joins its neighbour (王 刚; 吴思|齐 over two lines)."""
    parts: list[list[int]] = []
    at = start
    while at < end:
        if stream.text[at] in _SEPARATORS + _EDGE or stream.text[at] in "()":
            parts.append([])
            at += 1
            continue
        stop = at + 1
        while stop < end and stream.cuts[stop] < GAP and stream.text[stop] not in _SEPARATORS + _EDGE + "()":
            stop += 1
        last = parts[-1] if parts else []
        short = last and (last[1] - last[0] == 1 or stop - at == 1)
        wraps = stream.cuts[at] >= LINE
        if (
            last
            and last[1] == at
            and short
            and ((last[1] - last[0] == 1 and stop - at <= 2) or (wraps and stop - at == 1))
        ):
            last[1] = stop
        else:
            parts.append([at, stop])
        at = stop
    return ((part[0], part[1]) for part in parts if part)


def name(stream: Stream, start: int, end: int) -> list[Hit]:
    """One person; on a line that holds more, the first."""
    return names(stream, start, end)[:1]


def attendees(stream: Stream, start: int, end: int) -> list[Hit]:
    """张某(局长)、李某(副局长): names without their offices."""
    bare = re.compile(r"\([^()]*(?:\)|$)")
    out, at = [], start
    for bracket in [*bare.finditer(stream.text, start, end), None]:
        out += names(stream, at, bracket.start() if bracket else end)
        at = bracket.end() if bracket else end
    return [hit for hit in out if len(hit.value) <= 4]


def party(stream: Stream, start: int, end: int) -> list[Hit]:
    """Persons or organisations: the words up to a bracket with their number, or the first gap of a person's line; several
    where 、 stands between them (张三、李四)."""
    stop = re.compile(r"[,，。;；]").search(stream.text, start, end)
    end = stop.start() if stop else end
    out: list[Hit] = []
    at = start
    for border in [*_marks_outside(stream.text, start, end), end]:
        hits = _one_party(stream, at, border)
        if not hits:
            return out[:0]  # what is no party between two marks makes the others doubtful
        out += hits
        at = border + 1
    return out


def _marks_outside(text: str, start: int, end: int) -> Iterator[int]:
    """Where 、 stands outside of brackets."""
    return (
        at for at in range(start, end) if text[at] == "、" and text.count("(", start, at) <= text.count(")", start, at)
    )


def _one_party(stream: Stream, start: int, end: int) -> list[Hit]:
    bracket = stream.text.find("(", start, end)
    if bracket > start and not _organisation_goes_on(stream.text[bracket:end]):
        end = bracket
    address = _WITH_ADDRESS.match(stream.text, start, end)
    found = text(stream, start, address.end("name") if address else end)
    return [
        hit for hit in found if re.fullmatch(r"[一-龥A-Za-z0-9()·〇*×]{2,50}", hit.value) and not hit.value.isdigit()
    ]


def _organisation_goes_on(words: str) -> bool:
    """晋中市通达(集团)有限公司, not 张三(身份证号…)."""
    return re.match(r"\([一-龥]{1,8}\)[一-龥]*(?:公司|集团|社|厂|中心|合伙)", words) is not None


def body(stream: Stream, start: int, end: int) -> list[Hit]:
    """A public body; the printed 交通运输执法部门 is nobody."""
    out = []
    for hit in text(stream, start, end):
        mark = re.search(r"\((?:印章|盖章|章)\)$", hit.value)
        value = hit.value[: mark.start()] if mark else hit.value
        if _BODY_END.search(value) and not _PRINTED_BODY.match(value) and len(value) <= 40:
            out.append(Hit(hit.start, hit.start + len(value), value))
    return out


def date(stream: Stream, start: int, end: int) -> list[Hit]:
    return _first(patterns.dates(stream.text, start, end))


def last_date(stream: Stream, start: int, end: int) -> list[Hit]:
    return list(patterns.dates(stream.text, start, end))[-1:]


def moment(stream: Stream, start: int, end: int) -> list[Hit]:
    return _first(patterns.moments(stream.text, start, end))


def last_moment(stream: Stream, start: int, end: int) -> list[Hit]:
    return list(patterns.moments(stream.text, start, end))[-1:]


def case_no(stream: Stream, start: int, end: int) -> list[Hit]:
    if stream.text.find("号", start, end) < 0:
        return []
    found = _first(patterns.case_numbers(stream.text, start, end))
    if found:
        return found
    loose = re.compile(r"[一-龥]{1,12}[一-龥A-Za-z\d〔〕\[\]():.第 ]{4,30}?号").match(stream.text, start, end)
    if loose and sum(c.isdigit() for c in loose[0]) >= 4 and not _TEMPLATE.search(loose[0]):
        return [Hit(loose.start(), loose.end(), loose[0], 0.5)]
    return []


def id_no(stream: Stream, start: int, end: int) -> list[Hit]:
    hit = patterns.first(patterns.ID_NO, stream.text, start, end)
    if hit is None:
        return []
    sure = ids.is_id_no(hit.value) or ids.is_masked(hit.value)
    return [Hit(hit.start, hit.end, hit.value.upper(), 1.0 if sure else 0.9)]


def uscc(stream: Stream, start: int, end: int) -> list[Hit]:
    hit = patterns.first(patterns.USCC, stream.text, start, end)
    return [Hit(hit.start, hit.end, hit.value, 1.0 if ids.is_uscc(hit.value) else 0.9)] if hit else []


def phone(stream: Stream, start: int, end: int) -> list[Hit]:
    hit = patterns.first(patterns.PHONE, stream.text, start, end)
    return [hit] if hit else []


def plate(stream: Stream, start: int, end: int) -> list[Hit]:
    """Plates without the dot; 晋KD1234 in one cell and 1 in the next are not one plate."""
    out = []
    for match in patterns.PLATE.finditer(stream.text, start, end):
        border = next((at for at in range(match.start() + 1, match.end()) if stream.other_cell(at)), match.end())
        whole = match if border == match.end() else patterns.PLATE.match(stream.text, match.start(), border)
        if whole:
            out.append(Hit(whole.start(), whole.end(), re.sub("[·•.・]", "", whole[0])))
    return out


def amount(stream: Stream, start: int, end: int) -> list[Hit]:
    found = [hit for hit, _ in patterns.amounts(stream.text, start, end)]
    bare = re.compile(r"[¥:]?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{2})(?!\d)").match(stream.text, start, end)
    if not found and bare:
        value = numerals.amount(bare[1])
        found = [Hit(bare.start(1), bare.end(1), numerals.yuan(value))] if value is not None else []
    return found[:1]


def number(stream: Stream, start: int, end: int) -> list[Hit]:
    value = numerals.number(stream.text[start:end])
    return [Hit(start, end, str(value))] if value is not None else []


def decimal(stream: Stream, start: int, end: int) -> list[Hit]:
    return [Hit(start, end, stream.text[start:end])]


def _first(hits: Iterator[Hit]) -> list[Hit]:
    hit = next(hits, None)
    return [hit] if hit else []


READERS: dict[str, Reader] = {
    "text": text, "address": address, "opinion": opinion, "names": names, "name": name, "attendees": attendees,
    "party": party, "body": body, "date": date, "last_date": last_date, "moment": moment, "last_moment": last_moment,
    "case_no": case_no, "id_no": id_no, "uscc": uscc, "phone": phone, "plate": plate, "amount": amount,
    "number": number, "decimal": decimal,
}  # fmt: skip
