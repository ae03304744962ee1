"""Facts in running text, by the patterns of the pack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casereview.dossier.facts import patterns, reads
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.pack import Prose, ProseRule
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_PAIR = re.compile(r"[整正]?[,，、]?[(（]?(?:人民币|大写|小写|即|计)?[:：]?")


def read(stream: Stream, paper: Paper, prose: Prose) -> list[Found]:
    """What the sentences of a paper say; for each fact the first pattern that finds something."""
    begin = _after_title(stream, paper)
    out: list[Found] = []
    settled: dict[str, ProseRule] = {}
    for rule in prose.rules_on(paper):
        if rule.fact in settled and not rule.many and not rule.value:
            continue
        for match in rule.compiled.finditer(stream.text, begin):
            hits = list(_values(stream, match, rule))
            out += hits
            if hits:
                settled[rule.fact] = rule
                if not rule.many:
                    break
    return out


def _after_title(stream: Stream, paper: Paper) -> int:
    """Where the text begins: a title names rights and measures that the paper need not state."""
    at = stream.text.find(paper.title, 0, 120)
    return at + len(paper.title) if at >= 0 else 0


def _values(stream: Stream, match: re.Match[str], rule: ProseRule) -> Iterator[Found]:
    start, end = match.span("v")
    if rule.value:
        yield Found(rule.fact, rule.value, start, end, rule.confidence)
    elif rule.read == "range":
        first, second = patterns.time_range(stream.text, start, min(end + 12, len(stream.text)))
        if first:
            yield found(rule.fact, _day(first, rule.fact), rule.confidence)
        if second and rule.to:
            yield found(rule.to, _day(second, rule.to), rule.confidence)
    elif rule.read == "fine":
        yield from _fine(stream, start, rule)
    else:
        for hit in reads.READERS[rule.read](stream, start, end):
            yield found(rule.fact, hit, rule.confidence)


def _day(hit: patterns.Hit, fact: str) -> patterns.Hit:
    return patterns.Hit(hit.start, hit.end, hit.value[:10], hit.confidence) if fact.endswith("_on") else hit


def _fine(stream: Stream, start: int, rule: ProseRule) -> Iterator[Found]:
    """A sum that may stand twice, 叁仟元整（¥3,000.00）: the digits are the amount, the capitals their own fact."""
    pair = list(_pair(stream, start))
    if not pair:
        return
    digits = next((hit for hit, chinese in pair if not chinese), pair[0][0])
    yield found(rule.fact, digits, rule.confidence)
    words = next((hit for hit, chinese in pair if chinese), None)
    if words and rule.to:
        yield found(rule.to, words, rule.confidence)


def _pair(stream: Stream, start: int) -> Iterator[tuple[patterns.Hit, bool]]:
    first = next(patterns.amounts(stream.text, start), None)
    if first is None or first[0].start != start:
        return
    yield first
    gap = _PAIR.match(stream.text, first[0].end)
    after = gap.end() if gap else first[0].end
    second = next(patterns.amounts(stream.text, after, min(after + 24, len(stream.text))), None)
    if second and second[0].start == after and second[1] != first[1]:
        yield second
