"""Personal data in a reading: the dossier's own entities first, labels second, patterns third, then every occurrence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from casereview.dossier.model import Box, Page, Place, Reading, Run
from casereview.privacy.model import Entity, Found, Kind
from casereview.privacy.names import looks_like_name, names
from casereview.privacy.pseudonyms import masks

# Facts that are personal data, by name; a dict value is taken by its key.
_FACTS: tuple[tuple[str, Kind, str], ...] = (
    ("officer", Kind.OFFICER, "name"), ("officer", Kind.CERT_NO, "cert_no"),
    ("party.id_no", Kind.ID_NO, ""), ("party.uscc", Kind.USCC, ""), ("party.phone", Kind.PHONE, ""),
    ("party.address", Kind.ADDRESS, ""), ("party.legal_rep", Kind.PERSON, ""), ("vehicle_plate", Kind.PLATE, ""),
    ("inquiry.interviewee", Kind.PERSON, ""), ("legal_review.reviewer", Kind.OFFICER, ""),
    ("discussion.attendee", Kind.OFFICER, ""), ("hearing.chair", Kind.OFFICER, ""),
    ("case_no", Kind.CASE_NO, ""), ("decision.no", Kind.CASE_NO, ""),
)  # fmt: skip

_PLATE_HEAD = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Long digit strings are masked whatever their check digit says: a mistyped number is still somebody's.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.ID_NO, re.compile(r"(?<![0-9A-Z])[1-9]\d{16}[\dX](?![0-9A-Z])")),
    (Kind.USCC, re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")),
    (Kind.VIN, re.compile(r"(?<![0-9A-Z])(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d)[A-HJ-NPR-Z0-9]{17}(?![0-9A-Z])")),
    (Kind.PHONE, re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    (Kind.PHONE, re.compile(r"(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)")),
    (Kind.ACCOUNT, re.compile(r"(?<![\dA-Z])\d{12,30}(?![\dA-Z])")),
    (Kind.EMAIL, re.compile(r"[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}")),
    (Kind.PLATE, re.compile(rf"[{_PLATE_HEAD}][A-HJ-NP-Z][·•.]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学]")),
    (Kind.BIRTH, re.compile(r"(?<=出生日期)[:\uff1a]?\d{4}年\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月\d{1,2}日(?=出生|生[,\uff0c。])")),
)  # fmt: skip
_CERT = re.compile(
    r"证(?:件)?(?:编)?号(?:码)?[^0-9A-Z\u4e00-\u9fff]{0,3}(?:分别)?(?:是|为)?[:\uff1a]?([A-Z]{0,3}\d{5,14}(?:[、,\uff0c和][A-Z]{0,3}\d{5,14})*)"
)
SEPARATORS = " \t\u3000·•.-－—"
NUMBERS = {Kind.ID_NO, Kind.USCC, Kind.PHONE, Kind.PLATE, Kind.ACCOUNT, Kind.CERT_NO, Kind.VIN}


@dataclass(frozen=True, slots=True)
class Flat:
    """A page's text without white space, each character with the run and index it stands at."""

    text: str
    where: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of text[start:end], one a run."""
        spans: dict[int, tuple[int, int]] = {}
        for run, index in self.where[start:end]:
            low, high = spans.get(run, (index, index))
            spans[run] = (min(low, index), max(high, index))
        return tuple(self.runs[run].part(low, high + 1) for run, (low, high) in spans.items())


def flat(page: Page, drop: str = " \t\u3000") -> Flat:
    """Half width, upper case, without the characters to drop: one character in, one character out."""
    text: list[str] = []
    where: list[tuple[int, int]] = []
    for number, run in enumerate(page.runs):
        for index, sign in enumerate(run.text):
            if sign in drop or sign.isspace():
                continue
            text.append(_fold(sign))
            where.append((number, index))
    return Flat("".join(text), tuple(where), page.runs)


def _fold(sign: str) -> str:
    half = unicodedata.normalize("NFKC", sign).upper()
    return half if len(half) == 1 else sign


def folded(text: str, drop: str = " \t\u3000") -> str:
    """An entity's text as `flat` writes it."""
    return "".join(_fold(sign) for sign in text if sign not in drop and not sign.isspace())


def find(reading: Reading) -> list[Found]:
    """Every occurrence of every person, organisation and number found, in page order.

    Pages without text hold nothing that can be found: the caller shows them to a person (`unread`).
    """
    pages = [flat(page) for page in reading.pages]
    wanted: dict[tuple[Kind, str], str] = {}
    for kind, text, way in (*_from_facts(reading), *_from_labels(reading), *_from_patterns(pages)):
        key = (kind, folded(text))
        if len(key[1]) >= 2 and not _shadowed(key, wanted):
            wanted.setdefault(key, way)
    wanted = {key: way for key, way in wanted.items() if not _inside_another(key, wanted, pages)}
    pseudonyms = masks(wanted)
    entities = [(Entity(kind, text, pseudonyms[kind, text]), way) for (kind, text), way in wanted.items()]
    return [hit for number, page in enumerate(reading.pages, 1) for hit in _on_page(reading, number, page, entities)]


def unread(reading: Reading) -> list[int]:
    """Dossier pages that hold an image nobody has read: only a person's eyes can find what must be hidden there."""
    return [number for number, page in enumerate(reading.pages, 1) if not page.text.strip()]


def _inside_another(key: tuple[Kind, str], wanted: Iterable[tuple[Kind, str]], pages: Sequence[Flat]) -> bool:
    """Whether a text stands nowhere but inside longer ones: a name cut at a line's end, digits of a longer number."""
    longer = [text for _, text in wanted if key[1] in text and text != key[1]]
    if not longer:
        return False
    rest = [page.text for page in pages]
    for text in sorted(longer, key=len, reverse=True):
        rest = [page.replace(text, "\n") for page in rest]
    return not any(key[1] in page for page in rest)


def _shadowed(key: tuple[Kind, str], known: dict[tuple[Kind, str], str]) -> bool:
    """A person is not also an officer, a number has one kind: the first way that found it names it."""
    return any(text == key[1] and kind is not key[0] for kind, text in known)


def _from_facts(reading: Reading) -> Iterator[tuple[Kind, str, str]]:
    person = any(f.value == "person" for f in reading.facts_named("party.type"))
    for fact in reading.facts_named("party.name"):
        named = str(fact.value)
        company = any(named.endswith(suffix) for suffix in names().organisation_suffixes)
        yield (Kind.ORGANISATION if company or not (person or looks_like_name(named)) else Kind.PERSON), named, "fact"
    for name, kind, key in _FACTS:
        for fact in reading.facts_named(name):
            value: Any = fact.value.get(key) if key and isinstance(fact.value, dict) else fact.value
            if isinstance(value, str) and value:
                yield kind, value, "fact"


def _from_labels(reading: Reading) -> Iterator[tuple[Kind, str, str]]:
    for page in reading.pages:
        for number, run in enumerate(page.runs):
            following = page.runs[number + 1].text if number + 1 < len(page.runs) else ""
            yield from _labelled_names(run.text, following)
            yield from _signed(run.text)
            yield from _labelled_addresses(run.text, following)
            yield from _organisations(run.text)


_LABEL_END = r"[\s\u3000]*[:\uff1a]?[\s\u3000_]*"


# A letter-spaced word: single characters with one space between, as forms print 姓 名 and names of two characters.
_spaced = re.compile(r"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff][ \u3000]{1,4}){1,5}[\u4e00-\u9fff](?![\u4e00-\u9fff])")


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[ \u3000]", "", match.group())


def _labelled_names(line: str, following: str) -> Iterator[tuple[Kind, str, str]]:
    pack = names()
    squeezed, following = _spaced.sub(_joined, line), _spaced.sub(_joined, following)
    for label in pack.name_labels:
        for match in re.finditer(re.escape(label) + r"(?:[(\uff08][^)\uff09]{0,8}[)\uff09])?" + _LABEL_END, squeezed):
            rest = squeezed[match.end() :] or following
            kind = Kind.OFFICER if label in pack.officer_labels else Kind.PERSON
            for word in _words(rest):
                if not looks_like_name(word):
                    break
                yield kind, word, "label"


_SIGNATURE = re.compile(
    r"(?:^|[。:\uff1a\s\u3000])((?:[\u4e00-\u9fff][ \u3000]?){1,3}[\u4e00-\u9fff])[\s\u3000]*(?=(?:19|20)\d{2}[年.\-/])"
)


def _signed(line: str) -> Iterator[tuple[Kind, str, str]]:
    """A typed signature: two to four characters by themselves before a date (同意立案。张三 2024年3月8日)."""
    pack = names()
    for match in _SIGNATURE.finditer(line):
        word = re.sub(r"[ \u3000]", "", match.group(1))
        printed = word in pack.before_dates or word.endswith(pack.before_date_ends) or word.startswith(pack.not_names)
        if not printed:
            yield Kind.PERSON, word, "signature"


def _words(rest: str) -> Iterator[str]:
    """The words that may be names: a list like 周予安、吴思齐, cut before the next label."""
    for part in re.split(r"[、,\uff0c和]", rest)[:6]:
        word = re.split(r"[\s\u3000\uff1a:\uff1b;。()\uff08\uff09\d_/]", part.strip())[0]
        cut = next(
            (
                word.find(label)
                for label in ("性别", "年龄", "职务", "电话", "身份", "执法证", "证号", "联系")
                if label in word
            ),
            -1,
        )
        yield word[:cut] if cut > 0 else word
        if len(word) != len(part.strip()):
            return


def _labelled_addresses(line: str, following: str) -> Iterator[tuple[Kind, str, str]]:
    for label in names().address_labels:
        for match in re.finditer(re.escape(label) + _LABEL_END, line):
            rest = line[match.end() :] or following
            text = re.split(r"[\s\u3000\uff1b;。\uff0c,](?!\d+号)|联系电话|电话|法定代表人|身份证", rest.strip())[0]
            if len(text) >= 5 and not re.search(r"[□☑☐:\uff1a]", text) and re.search(r"[省市县区路街村镇乡号]", text):
                yield Kind.ADDRESS, text, "label"


_CUT = re.compile(
    r"^.*(?:当事人|单位|名称|承运人|托运人|车主|[为系由与向对到在是的给和及至\uff1a:\uff0c,。、\uff1b;\uff08(]|\d)"
)


def _organisations(line: str) -> Iterator[tuple[Kind, str, str]]:
    suffixes = "|".join(names().organisation_suffixes)
    for match in re.finditer(rf"[\u4e00-\u9fff]{{2,24}}?(?:{suffixes})", line):
        text = _CUT.sub("", match.group())
        if len(text) >= 4 and text not in names().organisation_suffixes and not text.startswith("某"):
            yield Kind.ORGANISATION, text, "pattern"


def _from_patterns(pages: list[Flat]) -> Iterator[tuple[Kind, str, str]]:
    for page in pages:
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(page.text):
                yield kind, match.group(), "pattern"
        for match in _CERT.finditer(page.text):
            for number in re.split(r"[、,\uff0c和]", match.group(1)):
                yield Kind.CERT_NO, number, "label"


def _on_page(reading: Reading, number: int, page: Page, entities: list[tuple[Entity, str]]) -> list[Found]:
    file, file_page = reading.page_of[number - 1]
    plain, bare = flat(page), flat(page, SEPARATORS)
    taken: list[Found] = []
    # The longest first: 某某运输有限公司 before the person's name inside it.
    for entity, way in sorted(entities, key=lambda e: -len(e[0].text)):
        text = bare if entity.kind in NUMBERS else plain
        sought = folded(entity.text, SEPARATORS) if entity.kind in NUMBERS else entity.text
        start = text.text.find(sought)
        while sought and start >= 0:
            boxes = text.boxes(start, start + len(sought))
            place = Place(file, file_page, _around(boxes))
            taken.append(Found(entity, number, place, boxes, sought, way))
            start = text.text.find(sought, start + len(sought))
    return sorted(taken, key=lambda f: (f.boxes[0].y0, f.boxes[0].x0))


def _around(boxes: tuple[Box, ...]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole | box
    return whole
