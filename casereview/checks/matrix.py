"""The three systems by step of procedure: publicity, written record, recording, legal review.

A cell holds the page that proves it, or says why nothing has to prove it, or is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from casereview.checks.model import Evidence, Outcome, Verdict
from casereview.checks.values import served_form
from casereview.dossier.model import Paper, Place, Reading


class Column(StrEnum):
    PUBLICITY = "publicity"
    WRITTEN = "written"
    RECORDING = "recording"
    LEGAL_REVIEW = "legal_review"


@dataclass(frozen=True, slots=True)
class Cell:
    """evidence: what proves it. why: code of `[check.cell]`, why nothing has to. Neither: open. outcomes: what was found about it."""

    evidence: tuple[Evidence, ...] = ()
    why: str = ""
    outcomes: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """ "proved", "not_required" or "open"."""
        return "proved" if self.evidence else "not_required" if self.why else "open"


Row = tuple[Cell, Cell, Cell, Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """rows by step (code of `[check.step]`), each a cell a column in the order of Column."""

    rows: tuple[tuple[str, Row], ...]

    def cell(self, step: str, column: Column) -> Cell:
        return dict(self.rows)[step][list(Column).index(column)]


# The written record of each step.
WRITTEN: dict[str, tuple[str, ...]] = {
    "filing": ("F01",),
    "investigation": ("F02", "F03", "F04", "X-REPORT"),
    "measure": ("F08", "F10"),
    "review": ("X-LEGAL", "X-DISC"),
    "notice": ("F11",),
    "hearing": ("F12", "F13"),
    "decision": ("F15", "F14"),
    "service": ("F23",),
    "performance": ("X-RECEIPT", "F17", "F19", "X-COURT"),
    "closing": ("F24",),
}
_RULES: dict[tuple[str, Column], tuple[str, ...]] = {
    ("investigation", Column.PUBLICITY): ("R-P04", "R-P02"),
    ("decision", Column.PUBLICITY): ("R-G01", "R-G02", "R-G04", "R-G07"),
    ("investigation", Column.RECORDING): ("R-V03", "R-V04"),
    ("measure", Column.RECORDING): ("R-V01",),
    ("hearing", Column.RECORDING): ("R-V02",),
    ("service", Column.RECORDING): ("R-V02", "R-S03"),
    ("decision", Column.LEGAL_REVIEW): ("R-L01", "R-L02", "R-L03", "R-L04", "R-P07", "R-P08"),
    ("filing", Column.WRITTEN): ("R-F01",),
    ("notice", Column.WRITTEN): ("R-N01",),
    ("service", Column.WRITTEN): ("R-S01", "R-S02"),
}


def matrix(reading: Reading, outcomes: Sequence[Outcome]) -> Matrix:
    """The matrix of one dossier; `outcomes` are those of its check."""
    rows = []
    for step in WRITTEN:
        cells = tuple(_cell(step, column, reading, outcomes) for column in Column)
        rows.append((step, (cells[0], cells[1], cells[2], cells[3])))
    return Matrix(tuple(rows))


def _cell(step: str, column: Column, reading: Reading, outcomes: Sequence[Outcome]) -> Cell:
    rules = _RULES.get((step, column), ())
    about = tuple(o.outcome for o in outcomes if o.rule in rules and o.verdict is not Verdict.NOT_APPLICABLE)
    proof = _PROOF[column](step, reading, outcomes)
    return Cell(proof, "" if proof else _why(step, column, reading, outcomes), about)


def _written(step: str, reading: Reading, outcomes: Sequence[Outcome]) -> tuple[Evidence, ...]:
    return tuple(_page(paper, reading) for paper in reading.papers if paper.form in WRITTEN[step])


def _publicity(step: str, reading: Reading, outcomes: Sequence[Outcome]) -> tuple[Evidence, ...]:
    if step == "decision":
        return tuple(_page(paper, reading) for paper in reading.papers if paper.form == "X-PUB")
    if step == "investigation":
        # 事中公示: credentials shown and answered.
        return next((o.evidence for o in outcomes if o.outcome == "R-P04.ok"), ())
    return ()


def _recording(step: str, reading: Reading, outcomes: Sequence[Outcome]) -> tuple[Evidence, ...]:
    if step in ("investigation", "measure", "hearing", "service"):
        return tuple(
            _page(paper, reading) for paper in reading.papers if paper.form == "X-AV" and _about(step, paper, reading)
        )
    return ()


def _about(step: str, paper: Paper, reading: Reading) -> bool:
    """Whether a list of recordings names the step; one that names no step at all is of the investigation."""
    text = "".join(reading.text_of(paper).split())
    words = {"measure": ("扣押", "查封", "强制措施"), "hearing": ("听证",), "service": ("送达",)}
    if step == "investigation":
        return any(w in text for w in ("询问", "现场", "检查", "勘验")) or not any(
            w in text for ws in words.values() for w in ws
        )
    return any(word in text for word in words[step])


def _review(step: str, reading: Reading, outcomes: Sequence[Outcome]) -> tuple[Evidence, ...]:
    if step != "decision":
        return ()
    papers = tuple(_page(paper, reading) for paper in reading.papers if paper.form == "X-LEGAL")
    return papers or tuple(
        Evidence(fact.paper, "", fact.page, fact.place, fact.text, fact.value)
        for fact in reading.facts_named("legal_review.finished_on")
    )


_PROOF = {
    Column.WRITTEN: _written,
    Column.PUBLICITY: _publicity,
    Column.RECORDING: _recording,
    Column.LEGAL_REVIEW: _review,
}


def _why(step: str, column: Column, reading: Reading, outcomes: Sequence[Outcome]) -> str:
    """Why nothing has to prove this cell, or "" when that is open."""
    forms = {paper.form for paper in reading.papers}
    happened = step not in ("measure", "hearing") or bool(forms & set(WRITTEN[step]))
    if not happened:
        return f"no-{step}"
    if column is Column.WRITTEN:
        return "summary" if "F14" in forms and step in ("filing", "notice", "review", "closing") else ""
    if column is Column.LEGAL_REVIEW:
        return (
            ""
            if step == "decision" and not _not_applicable("R-L02", outcomes)
            else "no-review"
            if step == "decision"
            else "decision-only"
        )
    if column is Column.PUBLICITY:
        return "" if step in ("decision", "investigation") else "internal"
    if step in ("measure", "hearing", "investigation"):
        return ""
    modes = [str(f.value.get("method", "")) for f in reading.facts_named("service") if served_form(f)]
    if step == "service" and (not modes or any("留置" in mode or "公告" in mode for mode in modes)):
        return ""
    return "written-is-enough"


def _not_applicable(rule: str, outcomes: Sequence[Outcome]) -> bool:
    return any(o.rule == rule and o.verdict is Verdict.NOT_APPLICABLE for o in outcomes)


def _page(paper: Paper, reading: Reading) -> Evidence:
    number = paper.pages[0] if paper.pages else 0
    place = Place(paper.file, paper.file_pages[0]) if paper.file_pages else None
    return Evidence(paper.id, paper.title, number, place)
