"""The party where no label names it (the salutation of a notice), its kind, and the party of an interview."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casereview.dossier.facts import reads
from casereview.dossier.facts.found import Found, found
from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_ADDRESSED = frozenset(
    ("F07", "F08", "F09", "F10", "F11", "F12", "F14", "F15", "F16", "F17", "F19", "F20", "F21", "F22")
)
_SALUTATION = re.compile(r"(?:当事人:?)?(?P<v>[一-龥A-Za-z·()]{2,40}?)(?:\([^()]{0,40}\))?:$")
_ORGANISATION = re.compile(
    r"(?:公司|厂|店|站|部|队|中心|合作社|集团|社|院|所|处|场|行|企业|经营户|商行|门市|超市|驾校|学校|合伙\)?|矿|库)(?:\([^()]*\))?$|有限|公司"
)
_NOT_A_PARTY = re.compile(
    r"人员|时间|地址|地点|意见|执法|案由|案号|情况|如下|内容|本机关|依据|电话|编号|单位|事项|方式|期限|证据|记录|要求|账号|送达|说明"
)
_SELF = re.compile(r"^(?:案件)?(?:当事人|本人|违法行为人)(?:本人|\((?:驾驶员|司机|驾驶人|本人|车主)\))?$")
_OF_A_PERSON = {"身份证件号": "id_no", "身份证号": "id_no", "身份证号码": "id_no", "身份证件号码": "id_no", "公民身份号码": "id_no",
                "联系电话": "phone", "电话": "phone", "联系地址": "address", "住址": "address", "地址": "address", "家庭住址": "address"}  # fmt: skip
_WHO = {
    "F02": ("被询问人", "被询问人姓名"),
    "F04": ("现场人员", "姓名"),
    "F03": ("当事人姓名", "姓名"),
    "X-STATE": ("陈述申辩人",),
}


def salutation(stream: Stream, paper: Paper) -> list[Found]:
    """The line 张三： or 晋中市某某运输有限公司： that opens a notice or decision."""
    if paper.form not in _ADDRESSED:
        return []
    at = lines = 0
    while at < len(stream.text) and lines < 12:
        end = stream.line_end(at)
        match = _SALUTATION.fullmatch(stream.text[at:end])
        if (
            match
            and not _NOT_A_PARTY.search(match["v"])
            and (kind(match["v"]) == "organisation" or len(match["v"]) <= 5)
        ):
            value = match["v"].removeprefix("当事人")
            start = at + match.end("v") - len(value)
            return [Found("party.name", value, start, start + len(value), 0.9)] if len(value) > 1 else []
        at, lines = end, lines + 1
    return []


def kind(name: str) -> str:
    """`organisation` or `person`, as the name shows."""
    return "organisation" if _ORGANISATION.search(name) or (len(name) > 8 and "·" not in name) else "person"


def of_record(stream: Stream, paper: Paper, items: Iterable[Labelled]) -> list[Found]:
    """The party of a record, when it says that the person heard is the party; anybody else's data are nobody's facts."""
    who = _WHO.get(paper.form)
    by_words: dict[str, Labelled] = {}
    for item in items:
        by_words.setdefault(item.label.words, item)
    relation = by_words.get("与案件关系") or by_words.get("与本案关系")
    if who is None or relation is None:
        return []
    said = stream.text[slice(*reads.trimmed(stream, relation.start, relation.end))]
    if not _SELF.match(said):
        return []
    out = [
        found("party.name", hit, 0.95) for words in who if words in by_words for hit in _name(stream, by_words[words])
    ]
    for words, part in _OF_A_PERSON.items():
        if words in by_words:
            item = by_words[words]
            out += [found(f"party.{part}", hit, 0.95) for hit in reads.READERS[part](stream, item.start, item.end)]
    return out


def _name(stream: Stream, item: Labelled) -> list[Hit]:
    return reads.name(stream, item.start, item.end)


def with_kind(facts: list[Found]) -> list[Found]:
    """`party.type` beside each name of the party."""
    for fact in facts:
        if fact.name == "party.name":
            return [Found("party.type", kind(fact.value), fact.start, fact.end, fact.confidence * 0.95)]
    return []
