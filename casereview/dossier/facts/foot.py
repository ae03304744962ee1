"""The foot of a paper: who issued it and the day beside the seal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casereview.dossier.facts import reads
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.pack import Fields
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_SEAL = re.compile(r"\((?:印章|盖章|公章|章)\)|(?:印章|盖章)处?$|\(签章\)")
_SEAL_BELOW = re.compile(r"[一-龥]{0,16}\((?:印章|盖章|公章)\)")
_DATED = re.compile(r"(?:日期|时间|签名|签字|盖章\)|印章\)):?[^。]{0,12}$")
_LEAD = re.compile(r"(?:日期|时间|签发日期|填表日期|作出日期|制作日期)?:?$")
_NEAR = 60
_LONGEST_ISSUER = 60  # characters of a line that names a body and no more


@dataclass(frozen=True, slots=True)
class _Seen:
    alone: bool  # nothing else on its line
    sealed: bool  # a seal's mark or an issuer's name stands beside it


def date(stream: Stream, labelled: frozenset[int] = frozenset()) -> Hit | None:
    """The day of issue: beside the seal, else the last date that has a line to itself, else the last signed one.

    labelled: where values of labels begin; a date there belongs to its label (送审日期).
    """
    last: Hit | None = None
    alone: Hit | None = None
    for hit in reversed(stream.dates()):
        if hit.start in labelled:
            continue
        last = last or hit
        seen = _look(stream, hit)
        if seen.sealed:
            return Hit(hit.start, hit.end, hit.value, 0.97)
        alone = alone or (hit if seen.alone else None)
    if alone:
        return Hit(alone.start, alone.end, alone.value, 0.85)
    if last and _DATED.search(stream.text[max(last.start - 24, 0) : last.start]):
        return Hit(last.start, last.end, last.value, 0.7)
    return None


def _look(stream: Stream, hit: Hit) -> _Seen:
    start, end = stream.line_start(hit.start), stream.line_end(hit.end - 1)
    alone = bool(_LEAD.match(stream.text, start, hit.start)) and end - hit.end <= 4
    if alone and (_SEAL_BELOW.match(stream.text, end, end + 24) or issuer_before(stream, start)):
        return _Seen(alone, True)
    if stream.text.find("章", max(start - _NEAR, 0), hit.start) < 0:
        return _Seen(alone, False)
    before = stream.text[max(start - _NEAR, 0) : hit.start]
    seal = _last(_SEAL, before)
    beside = seal is not None and len(before) - seal.end() <= 14 and "签名" not in before[seal.end() :]
    return _Seen(alone, beside and (alone or start < hit.start))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found_all = list(pattern.finditer(text))
    return found_all[-1] if found_all else None


def issuer_before(stream: Stream, line: int) -> Hit | None:
    """The body named on the line before, alone on it: 晋中市交通运输局."""
    if line == 0:
        return None
    start = stream.line_start(line - 1)
    if line - start > _LONGEST_ISSUER:
        return None
    hits = reads.body(stream, start, line)
    return hits[0] if hits and hits[0].end - hits[0].start >= line - start - 5 and hits[0].start == start else None


def read(stream: Stream, paper: Paper, fields: Fields, have: frozenset[str], hit: Hit) -> list[Found]:
    """The foot's date under the name that the form gives it, unless a field has said it, and the issuer."""
    out: list[Found] = []
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
