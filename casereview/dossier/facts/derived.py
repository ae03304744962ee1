"""What follows from the papers and the cause: procedure, compulsory measures, domain. Each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casereview.dossier.facts.found import Found
from casereview.dossier.facts.pack import Domain
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_GENERAL = ("F15", "F11", "F01", "X-REPORT")
_MEASURE = ("F08", "F09", "F10")
_BY_WORD = {
    "简易": "summary",
    "当场": "summary",
    "普通": "general",
    "一般": "general",
    "许可": "licence",
    "检查": "inspection",
}


def read(
    streams: Sequence[tuple[Paper, Stream]], facts: Sequence[Sequence[Found]], domains: Sequence[Domain]
) -> dict[str, list[Found]]:
    """Derived facts by paper id."""
    out: dict[str, list[Found]] = {paper.id: [] for paper, _ in streams}
    for (paper, _), own in zip(streams, facts):
        out[paper.id] += _of_cover(own)
        out[paper.id] += _domain(own, domains)
    procedure = _procedure(streams)
    if procedure:
        paper, stream, code = procedure
        out[paper.id].append(_at_title("procedure", code, paper, stream))
    for paper, stream in streams:
        if paper.form in _MEASURE and stream.text:
            out[paper.id].append(_at_title("has_measure", "true", paper, stream))
            break
    return out


def approvals(papers: Sequence[Paper], facts: Sequence[Sequence[Found]]) -> list[list[Found]]:
    """Where a penalty has its own approval sheet, the approval on the report is that of the report alone."""
    if not any(paper.form == "X-PAPPR" for paper in papers):
        return [list(own) for own in facts]
    return [
        [
            replace(fact, name="report.approved_on")
            if paper.form == "X-REPORT" and fact.name == "leader_approved_on"
            else fact
            for fact in own
        ]
        for paper, own in zip(papers, facts)
    ]


def _procedure(streams: Sequence[tuple[Paper, Stream]]) -> tuple[Paper, Stream, str] | None:
    """Summary by its own decision form; licence by its papers; general by notice, decision or filing form."""
    held = {paper.form: (paper, stream) for paper, stream in reversed(streams) if stream.text}
    for forms, code in (
        (("F14",), "summary"),
        (_GENERAL, "general"),
        (("X-LICENCE",), "licence"),
        (("X-INSPECT",), "inspection"),
    ):
        for form in forms:
            if form in held and not (code == "summary" and "F15" in held):
                return *held[form], code
    return None


def _at_title(name: str, value: str, paper: Paper, stream: Stream) -> Found:
    at = max(stream.text.find(paper.title), 0)
    end = at + len(paper.title) if stream.text.startswith(paper.title, at) else stream.line_end(0)
    return Found(name, value, at, end, 0.97)


def _of_cover(own: Sequence[Found]) -> Iterator[Found]:
    for fact in own:
        if fact.name == "cover.procedure":
            code = next((code for word, code in _BY_WORD.items() if word in fact.value), "")
            if code:
                yield Found("procedure", code, fact.start, fact.end, fact.confidence)


def _domain(own: Sequence[Found], domains: Sequence[Domain]) -> Iterator[Found]:
    """The field of enforcement that the words of the cause belong to; none where two fields claim it."""
    cause = next((fact for fact in own if fact.name == "cause"), None)
    if cause is None:
        return
    claimed = {}
    for domain in domains:
        word = max((word for word in domain.words if word in cause.value), key=len, default="")
        if word:
            claimed[domain.code] = word
    longest = max(map(len, claimed.values()), default=0)
    codes = [code for code, word in claimed.items() if len(word) == longest]
    if len(codes) == 1:
        yield Found("domain", codes[0], cause.start, cause.end, cause.confidence * 0.8)
