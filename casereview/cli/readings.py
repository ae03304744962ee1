"""A reading and its problems as lines and in their stable JSON shape: for every command that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casereview.cli import lines
from casereview.cli.base import Call

if TYPE_CHECKING:
    from casereview.dossier.facts.doubts import Doubt
    from casereview.dossier.model import Fact, Paper, Problem, Reading


def problem_in_words(call: Call, problem: Problem) -> dict[str, str]:
    """Reason and remedy as two sentences; the file by name."""
    return {
        "file": problem.file,
        "code": problem.code,
        "sha256": problem.sha256,
        "reason": call.word(f"reading.{problem.code}.reason", file=problem.file, **problem.parameters),
        "remedy": call.word(f"reading.{problem.code}.remedy", file=problem.file, **problem.parameters),
    }


def reading_as_json(call: Call, reading: Reading) -> dict[str, Any]:
    """The stable shape of `read --json`: papers, facts with what speaks against each, problems."""
    from casereview.dossier.facts.doubts import doubts

    names = {member.sha256: member.name for member in reading.members}
    told = doubts(reading)
    return {
        "papers": [paper_as_json(paper, names) for paper in reading.papers],
        "facts": [
            fact_as_json(fact)
            | {"doubts": [{"code": doubt.code, "said": _doubt(call, doubt)} for doubt in told.get(at, ())]}
            for at, fact in enumerate(reading.facts)
        ],
        "problems": [problem_in_words(call, problem) for problem in reading.problems],
    }


def paper_as_json(paper: Paper, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": paper.id, "form": paper.form, "title": paper.title, "file": names.get(paper.file, paper.file),
        "pages": list(paper.pages), "file_pages": list(paper.file_pages), "confidence": paper.confidence,
        "way": paper.way,
    }  # fmt: skip


def fact_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name, "value": fact.value, "paper": fact.paper, "page": fact.page,
        "box": fact.place.box.as_list() if fact.place.box else None, "text": fact.text,
        "confidence": fact.confidence, "state": fact.state.value,
    }  # fmt: skip


def reading_lines(call: Call, reading: Reading) -> list[str]:
    """Each paper with the facts read in it, then the facts of no paper; under a number its wrong check digit."""
    from casereview.dossier.facts.doubts import doubts

    told = doubts(reading)
    of_paper: dict[str, list[str]] = {paper.id: [] for paper in reading.papers}
    rest: list[str] = []
    for at, fact in enumerate(reading.facts):
        wrong = [f"! {_doubt(call, doubt)}" for doubt in told.get(at, ()) if not doubt.others]
        of_paper.get(fact.paper, rest).extend([lines.fact(call, fact), *wrong])
    said = []
    for paper in reading.papers:
        said += [lines.paper(call, paper), *(f"    {line}" for line in of_paper[paper.id])]
    return said + rest


def _doubt(call: Call, doubt: Doubt) -> str:
    others = (f"{lines.fact_value(call, other)} ({call.word('cli.page', page=other.page)})" for other in doubt.others)
    return call.word(f"fact_doubt.{doubt.code}", others=lines.listed(call, dict.fromkeys(others)))
