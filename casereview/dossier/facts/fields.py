"""Facts that stand beside a label: every form's boxes and lines, by the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from casereview.dossier.facts import columns, labels, patterns, reads
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.pack import FieldRule, Fields
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

Rules = Mapping[str, Sequence[FieldRule]]

_REGION = frozenset(("last_date", "last_moment", "opinion"))  # stand anywhere in a cell of several lines
_REACH = 240  # characters that an approval's cell may hold before its date
_OF_THE_REP = frozenset(("姓名", "身份证件号", "身份证号", "身份证号码", "职务", "联系电话"))
_SIGNERS = frozenset(("审核人", "审核人员", "审核人签名", "审核人员签名", "法制审核人员", "负责人签名"))
_WAVES = frozenset(("party.id_no", "party.phone", "party.address"))


def find_labels(stream: Stream, paper: Paper, fields: Fields) -> list[Labelled]:
    """Every label of the form in the stream, with its value's extent."""
    found_labels = labels.find(stream, fields.pattern, fields.heads, fields.words_on(paper))
    return columns.with_values_below(stream, labels.values(stream, found_labels))


def read(stream: Stream, paper: Paper, fields: Fields, items: Sequence[Labelled]) -> list[Found]:
    """The facts beside labels; of several readings of one fact in one paper the first."""
    rules = fields.rules_on(paper)
    out: list[Found] = []
    seen: set[str] = set()
    contact = _contacts(items)
    for item, of_rep in _with_reps(_with_signatures(items), rules):
        for rule in rules.get(item.label.words, ()):
            fact = _whose(rule, of_rep)
            if not fact or (fact in seen and not rule.many) or (item.label.start in contact and fact in _WAVES):
                continue
            hits = list(_values(stream, item, rule, fact))
            out += hits
            seen.update(hit.name for hit in hits)
    return out


def _with_reps(items: Sequence[Labelled], rules: Rules) -> Iterator[tuple[Labelled, bool]]:
    """Each label, and whether it belongs to the legal representative: 法定代表人 over 姓名 and 身份证件号."""
    of_rep = False
    for number, item in enumerate(items):
        if any(rule.fact == "party.legal_rep" for rule in rules.get(item.label.words, ())):
            follows = items[number + 1].label.words if number + 1 < len(items) else ""
            of_rep = item.start >= item.end and follows == "姓名"
            yield item, False
        else:
            of_rep = of_rep and item.label.words in _OF_THE_REP
            yield item, of_rep


def _contacts(items: Sequence[Labelled]) -> frozenset[int]:
    """Labels beside 联系人: the address and telephone there are the agency's own."""
    beside = [items[near] for at, item in enumerate(items) if item.label.words == "联系人" for near in (at - 1, at + 1, at + 2)
              if 0 <= near < len(items)]  # fmt: skip
    return frozenset(item.label.start for item in beside)


def _with_signatures(items: Sequence[Labelled]) -> list[Labelled]:
    """An opinion's field goes on over the line of its signer: 法制审核意见 … 审核人：某某 2024年3月22日."""
    out = list(items)
    for index in range(len(out) - 2, -1, -1):
        after = out[index + 1]
        if after.label.words in _SIGNERS and after.label.colon:
            out[index] = replace(out[index], limit=after.limit)
    return out


def _whose(rule: FieldRule, of_rep: bool) -> str:
    """The fact that a rule reads here: a representative's name is not the party's, nor is his number."""
    if not of_rep:
        return rule.fact
    if rule.fact == "party.name":
        return "party.legal_rep"
    return "" if rule.fact in _WAVES else rule.fact


def _values(stream: Stream, item: Labelled, rule: FieldRule, fact: str) -> Iterator[Found]:
    if rule.read == "range":
        yield from _range(stream, item, rule)
        return
    end = min(item.limit, item.start + _REACH) if rule.read in _REGION else item.end
    for hit in reads.READERS[rule.read](stream, item.start, end):
        yield found(fact, _as_typed(hit, fact))


def _range(stream: Stream, item: Labelled, rule: FieldRule) -> Iterator[Found]:
    first, second = patterns.time_range(stream.text, item.start, item.end)
    if first:
        yield found(rule.fact, _as_typed(first, rule.fact))
    if second and rule.to:
        yield found(rule.to, _as_typed(second, rule.to))


def _as_typed(hit: Hit, fact: str) -> Hit:
    """A fact named `…_on` is a day, whatever the form says beyond it."""
    if fact.endswith("_on") and len(hit.value) > 10 and hit.value[10] == "T":
        return Hit(hit.start, hit.end, hit.value[:10], hit.confidence)
    return hit
