"""The foot of a paper: who issued it and the day beside the seal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casereview.dossier.facts import patterns, reads
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.pack import Fields
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_SEAL = re.compile(r"\((?:印章|盖章|公章|章)\)|(?:印章|盖章)处?$|\(签章\)")
_DATED = re.compile(r"(?:日期|时间|签名|签字|盖章\)|印章\)):?[^。]{0,12}$")
_LEAD = re.compile(r"^(?:日期|时间|签发日期|填表日期|作出日期|制作日期)?:?$")
_NEAR = 60


@dataclass(frozen=True, slots=True)
class _Dated:
    hit: Hit
    alone: bool  # nothing else on its line
    sealed: bool  # a seal's mark or an issuer's name stands beside it


def date(stream: Stream, labelled: frozenset[int] = frozenset()) -> Hit | None:
    """The day of issue: beside the seal, else the last date that has a line to itself, else the last signed one.

    labelled: where values of labels begin; a date there belongs to its label (送审日期).
    """
    dated = [_look(stream, hit) for hit in patterns.dates(stream.text) if hit.start not in labelled]
    for wanted, confidence in ((_sealed, 0.97), (_alone, 0.85)):
        chosen = [item for item in dated if wanted(item)]
        if chosen:
            hit = chosen[-1].hit
            return Hit(hit.start, hit.end, hit.value, confidence)
    if dated and _DATED.search(stream.text[max(dated[-1].hit.start - 24, 0) : dated[-1].hit.start]):
        hit = dated[-1].hit
        return Hit(hit.start, hit.end, hit.value, 0.7)
    return None


def _sealed(item: _Dated) -> bool:
    return item.sealed


def _alone(item: _Dated) -> bool:
    return item.alone


def _look(stream: Stream, hit: Hit) -> _Dated:
    start, end = stream.line_start(hit.start), stream.line_end(hit.end - 1)
    alone = bool(_LEAD.match(stream.text[start : hit.start])) and end - hit.end <= 4
    before = stream.text[max(start - _NEAR, 0) : hit.start]
    own_line = stream.text[start : hit.start]
    seal = _last(_SEAL, before)
    beside = seal is not None and len(before) - seal.end() <= 14 and "签名" not in before[seal.end() :]
    after = stream.text[end : end + 24]
    sealed_below = alone and bool(re.match(r"[一-龥]{0,16}\((?:印章|盖章|公章)\)", after))
    issuer = alone and issuer_before(stream, start) is not None
    return _Dated(hit, alone, bool(beside and (alone or (seal and own_line))) or sealed_below or issuer)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found_all = list(pattern.finditer(text))
    return found_all[-1] if found_all else None


def issuer_before(stream: Stream, line: int) -> Hit | None:
    """The body named on the line before, alone on it: 晋中市交通运输局."""
    if line == 0:
        return None
    start = stream.line_start(line - 1)
    hits = reads.body(stream, start, line)
    return hits[0] if hits and hits[0].end - hits[0].start >= line - start - 5 and hits[0].start == start else None


def read(stream: Stream, paper: Paper, fields: Fields, have: frozenset[str], labelled: frozenset[int]) -> list[Found]:
    """The foot's date under the name that the form gives it, unless a field has said it, and the issuer."""
    hit = date(stream, labelled)
    out: list[Found] = []
    if hit is None:
        return out
    for rule in fields.foot:
        if rule.on(paper) and rule.fact not in have:
            out.append(found(rule.fact, hit))
    issuer = issuer_before(stream, stream.line_start(hit.start))
    if issuer:
        out.append(found("enforcement_body", issuer, 0.95))
    return out


def head_body(stream: Stream) -> Hit | None:
    """The body in or above the title: 晋中市交通运输局 / 行政处罚决定书."""
    at, lines = 0, 0
    while at < len(stream.text) and lines < 2:
        end = stream.line_end(at)
        match = re.match(
            r"[一-龥]{2,20}?(?:交通运输(?:局|厅|委员会)|(?:执法)(?:支|总|大|中)?队|海事局|公路(?:管理)?局|运输管理(?:局|处|所))",
            stream.text[at:end],
        )
        if match and "(" not in match[0]:
            return Hit(at, at + match.end(), match[0], 0.9)
        at, lines = end, lines + 1
    return None
