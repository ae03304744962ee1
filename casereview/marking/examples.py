"""Worked examples of the shipped rubrics, reckoned by hand: the tests and `rubric lint` reckon them again."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from pydantic import Field, ValidationError

from casereview.marking.model import Context, Mark, MarkKind, MarkPayload, Sheet
from casereview.marking.sheet import score
from casereview.rubric.files import SHIPPED, load
from casereview.rubric.model import Frozen, Rubric, Subject
from casereview.rubric.problems import Finding

FOLDER = SHIPPED / "examples"
ENOUGH = 2  # of them beside each rubric


class Example(Frozen):
    """A case in numbers: items that are not named have full marks.

    deductions  deduction -> count; bonus -> points; vetoes: those that two people confirmed
    """

    title: str
    flags: dict[str, bool] = Field(default_factory=dict)
    deductions: dict[str, int] = Field(default_factory=dict)
    not_applicable: tuple[str, ...] = ()
    bonus: dict[str, Decimal] = Field(default_factory=dict)
    vetoes: tuple[str, ...] = ()
    score: Decimal
    grade: str


class Examples(Frozen):
    """A file of examples; `rubric` is the code."""

    rubric: str
    example: tuple[Example, ...]


def shipped_examples(folder: Path = FOLDER) -> list[Examples]:
    files = sorted(folder.glob("*.toml"))
    return [Examples.model_validate(tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)) for file in files]


def wrong(file: Path) -> list[Finding]:
    """The worked examples beside a rubric file (examples/<its name>), reckoned again; nothing where all come out.

    A file without examples, with one alone, or with examples of another rubric is a finding too. Raises what `load` raises.
    """
    rubric, beside = load(file), file.parent / "examples" / file.name
    try:
        found = Examples.model_validate(tomllib.loads(beside.read_text("utf-8"), parse_float=Decimal))
    except (OSError, UnicodeDecodeError):
        return [Finding("no-examples", {"where": "", "file": f"examples/{file.name}"}, "warning")]
    except (tomllib.TOMLDecodeError, ValidationError) as problem:
        return [Finding("examples-unread", {"where": "", "file": beside.name, "detail": str(problem).splitlines()[0]})]
    if found.rubric != rubric.code:
        return [Finding("examples-of-another", {"where": "", "found": found.rubric, "wanted": rubric.code})]
    few = [Finding("few-examples", {"where": "", "count": len(found.example)}, "warning")]
    misses = [finding for one in found.example if (finding := _miss(rubric, one)) is not None]
    return [*(few if len(found.example) < ENOUGH else []), *misses]


def _miss(rubric: Rubric, one: Example) -> Finding | None:
    try:
        sheet = reckon(rubric, one)
    except KeyError as problem:
        return Finding("example-unknown", {"where": one.title, "id": str(problem.args[0])})
    if (sheet.score, sheet.graded) == (one.score, one.grade):
        return None
    about = {"score": str(one.score), "grade": one.grade, "found": str(sheet.score), "found_grade": sheet.graded}
    return Finding("example-wrong", {"where": one.title, **about})


def reckon(rubric: Rubric, example: Example) -> Sheet:
    """The sheet of an example. Raises KeyError if it names what the rubric does not have."""
    context = Context(flags=example.flags)
    subject = Subject.DOSSIER if Subject.DOSSIER in rubric.scope else Subject.UNIT
    home = {deduction.id: item.id for item in rubric.items for deduction in item.deductions}
    marks = [_mark(rubric, MarkKind.DEDUCT, home[d], deduction=d, count=n) for d, n in example.deductions.items()]
    marks += [_mark(rubric, MarkKind.NOT_APPLICABLE, item, reason="-") for item in example.not_applicable]
    marks += [_mark(rubric, MarkKind.BONUS, item, points=points) for item, points in example.bonus.items()]
    open_items = score(rubric, marks, context, subject=subject).open
    marks += [_mark(rubric, MarkKind.FULL, item) for item in open_items]
    return score(rubric, marks, context, subject=subject, confirmed_vetoes=example.vetoes)


def _mark(rubric: Rubric, kind: MarkKind, item: str, **said: object) -> Mark:
    values = {"campaign": "-", "dossier": "-", "rubric": rubric.digest, "kind": kind, "item": item, **said}
    return Mark(f"{kind} {item} {said.get('deduction', '')}", "-", "", MarkPayload.model_validate(values))
