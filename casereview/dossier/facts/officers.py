"""Officers of a paper: their names where the form asks for them, and the certificate number that belongs to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from casereview.dossier.facts import reads
from casereview.dossier.facts.found import Found
from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.pack import Fields
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import GAP, LINE, Stream
from casereview.dossier.model import Paper

_ONE = r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][一-龥]{0,2})?[A-Z]{0,4}-?\d[\d\-]{4,17}"
_SEVERAL = _ONE.replace("{4,17}", "{4,80}")  # numbers under each other stand in the stream without a gap
_CERT = re.compile(_SEVERAL)
_NUMBERS = re.compile(
    r"证(?<!身份证)(?<!许可证)(?<!运输证)(?:件)?(?:编)?号(?:码)?(?:分别)?(?:是|为)?[:：_]{0,3}"
    rf"(?P<list>{_SEVERAL}(?:[、,，和及;；/_ ]{{0,3}}{_SEVERAL})*)"
)
_PREAMBLE = re.compile(r"执法人员:?(?P<names>[一-龥、,，和_·]{2,30}?)[,，]这是")
_PAIR = re.compile(rf"\((?:执法)?证(?:件)?(?:编)?号(?:码)?(?:为)?[:：]?(?P<cert>{_ONE})\)")
_NAME_BEFORE = re.compile(r"(?:人员|队员|执法员|检查员|承办人|[^一-龥]|^)(?:[为由是系与和及]?)(?P<name>[一-龥]{2,4})$")
_SHORTEST = 6  # characters of a certificate's number
_LOOK_BACK = 160
_LONGEST_NAME = 9  # characters before a bracket among which a name and the word for its bearer stand


def read(stream: Stream, paper: Paper, fields: Fields, items: Sequence[Labelled]) -> list[Found]:
    """One `officer` fact a person and role: {"name", "cert_no", "role"}; cert_no is "" where the paper gives none."""
    named = [(hit, role) for role, hits in _labelled(stream, paper, fields, items) for hit in hits]
    if not named and paper.form == "F02":
        named = [(hit, "inquirer") for hit in _preamble(stream)]
    pairs = list(_pairs(stream))
    known = dict.fromkeys(hit.value for hit, _ in (*named, *pairs))
    certs = _certificates(stream, list(known))
    certs |= {hit.value: cert for hit, cert in pairs}
    named += [(hit, "officer") for hit, _ in pairs if hit.value not in {h.value for h, _ in named}]
    return list(_facts(named, certs))


def _pairs(stream: Stream) -> Iterator[tuple[Hit, str]]:
    """周予安(执法证号10020699901): the name before the bracket."""
    free = 0
    for match in _PAIR.finditer(stream.text):
        near = max(match.start() - _LONGEST_NAME, free)
        name = _NAME_BEFORE.search(stream.text[near : match.start()])
        if name:
            yield from (
                (hit, match["cert"]) for hit in reads.names(stream, near + name.start("name"), match.start())[-1:]
            )
        free = match.end()


def _facts(named: Sequence[tuple[Hit, str]], certs: dict[str, str]) -> Iterator[Found]:
    seen: set[tuple[str, str]] = set()
    for hit, role in named:
        if (hit.value, role) not in seen:
            seen.add((hit.value, role))
            value = {"name": hit.value, "cert_no": certs.get(hit.value, ""), "role": role}
            yield Found("officer", value, hit.start, hit.end, hit.confidence)


def _labelled(
    stream: Stream, paper: Paper, fields: Fields, items: Sequence[Labelled]
) -> Iterator[tuple[str, list[Hit]]]:
    rules = [rule for rule in fields.officer if rule.on(paper)]
    for item in items:
        for rule in rules:
            if item.label.words in rule.labels:
                yield rule.role, reads.names(stream, item.start, item.end)


def _preamble(stream: Stream) -> list[Hit]:
    match = _PREAMBLE.search(stream.text)
    return reads.names(stream, *match.span("names")) if match else []


def _certificates(stream: Stream, names: Sequence[str]) -> dict[str, str]:
    """Certificate numbers by name: n numbers in a row belong to the n names before them, in order."""
    out: dict[str, str] = {}
    free_from = 0
    for match in _NUMBERS.finditer(stream.text):
        named = _latest(stream, names, max(match.start() - _LOOK_BACK, free_from), match.start(), len(names))
        numbers = list(numbers_in(stream, *match.span("list"), len(named)))
        before = _latest(stream, names, max(match.start() - _LOOK_BACK, free_from), match.start(), len(numbers))
        if len(before) < len(numbers):
            before = _latest(stream, names, max(match.start() - _LOOK_BACK, 0), match.start(), len(numbers))
        if numbers and len(before) == len(numbers):
            out |= {name: number for name, number in zip(before, numbers) if name not in out}
        free_from = match.start()
    return out


def _latest(stream: Stream, names: Sequence[str], start: int, end: int, count: int) -> list[str]:
    """The last `count` of the names that stand in text[start:end], in the order in which they stand there."""
    last = {name: stream.text.rfind(name, start, end) for name in names}
    order = sorted((name for name, at in last.items() if at >= 0), key=lambda name: last[name])
    return order[-count:] if count else []


def numbers_in(stream: Stream, start: int, end: int, wanted: int = 0) -> Iterator[str]:
    """Certificate numbers of a list; one that a narrow cell breaks over lines is one. wanted: how many persons they are for."""
    parts: list[tuple[str, int]] = []
    for match in _CERT.finditer(stream.text, start, end):
        for begin, stop in _split(stream, match.start(), match.end()):
            parts.append((stream.text[begin:stop].strip("-"), stream.cuts[begin]))
    numbers: list[str] = []
    for text, cut in parts:
        if numbers and cut >= LINE and len(text) < len(numbers[-1]) and text.isdigit() and len(text) < 6:
            numbers[-1] += text
        elif sum(c.isdigit() for c in text) >= 4:
            numbers.append(text)
    return iter(numbers if len(numbers) == wanted else _evenly([text for text, _ in parts], wanted) or numbers)


def _evenly(parts: Sequence[str], wanted: int) -> list[str]:
    """The lines of a cell put together to as many numbers of one length as there are persons; none if they do not come out."""
    whole = "".join(parts)
    length = len(whole) // wanted if wanted else 0
    if not length or len(whole) != length * wanted or length < _SHORTEST:
        return []
    ends = set(accumulate(map(len, parts)))
    cut = [whole[at : at + length] for at in range(0, len(whole), length)]
    return cut if all(at in ends for at in range(length, len(whole) + 1, length)) else []


def _split(stream: Stream, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in [*(i for i in range(start + 1, end) if stream.cuts[i] >= GAP), end]:
        yield at, stop
        at = stop
