"""What is wrong or odd in a rubric file, each with where it is: for who writes rubrics, before a review uses them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from casereview import words
from casereview.rubric.basis import stale
from casereview.rubric.files import RubricInvalid, RubricSyntax, RubricUnreadable, RubricWide, parse
from casereview.rubric.model import Applies, Deduction, Item, Rubric
from casereview.rubric.nodes import built
from casereview.rubric.problems import Finding
from casereview.text import squeeze

# Flags that `marking.context` may settle or a person judges; another name is a slip of the pen.
FLAGS = frozenset(
    [
        "has_measure",
        "major",
        "hearing",
        "paid",
        "closed",
        "offsite",
        "scene",
        "inquiry",
        "av",
        "published",
        "publish_due",
        "other_decision",
        "revoked",
        "legal_review_due",
        "discussion_due",
        "review_again_due",
        "review_remarks",
        "statement",
        "special_service",
        "overdue",
        "recruited",
    ]
)
PROCEDURES = frozenset({"general", "summary", "licence", "inspection"})


def lint(path: Path) -> list[Finding]:
    """Everything found in one file: first what forbids reading it, else what `check` finds, with lines."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return [Finding("unreadable", {"where": path.name})]
    try:
        rubric = parse(text, path.name)
    except RubricInvalid as problem:
        return list(problem.findings)
    except (RubricWide, RubricSyntax, RubricUnreadable) as problem:
        line = problem.parameters.get("line", 0)
        code = "wide" if isinstance(problem, RubricWide) else "syntax"
        return [Finding(code, {**problem.parameters, "where": ""}, "error", line if isinstance(line, int) else 0)]
    return check(rubric, text=text)


def sentence(finding: Finding, language: str = "zh") -> str:
    """Where, then what: one line for a person."""
    return finding.sentence(language)


def check(
    rubric: Rubric,
    *,
    outcomes: Collection[str] | None = None,
    forms: Collection[str] | None = None,
    text: str = "",
) -> list[Finding]:
    """What is wrong or odd in a valid rubric.

    outcomes  names that the checks know (the registry's, if not given); forms: codes that the form pack knows
    text      the file, to name lines
    """
    known = known_outcomes() if outcomes is None else outcomes
    places = _places(text) if text else {}
    codes = known_forms() if forms is None else forms
    found = [
        *_ids(rubric),
        *_wordless(rubric),
        *_repeated(rubric),
        *built(rubric),
        *_grades(rubric),
        *_vetoes(rubric),
        *(finding for item in rubric.items for finding in _item(rubric, item, codes)),
        *_codes(rubric),
        *_outcomes(rubric, known),
        *stale(rubric),
    ]
    sections = _sections(rubric)
    return [_placed(finding, sections, places) for finding in found]


def known_outcomes() -> frozenset[str]:
    """Every outcome of the checks' registry, and of the rules on units."""
    from casereview.checks import unit
    from casereview.checks.engine import REGISTRY
    from casereview.units.catalogue import shipped

    of_dossiers = {f"{rule.id}.{kind.name}" for rule in REGISTRY for kind in rule.outcomes}
    return frozenset(of_dossiers | {outcome for _, outcome in unit.table(shipped())})


def known_forms() -> frozenset[str]:
    """Every code of the shipped form packs."""
    from casereview.dossier.forms import shipped

    return frozenset(form.code for form in shipped().form)


def _ids(rubric: Rubric) -> Iterator[Finding]:
    deductions = [deduction.id for item in rubric.items for deduction in item.deductions]
    sections = [section.id for section in rubric.sections]
    for ident, times in Counter([*deductions, *sections]).items():
        if times > 1:
            yield Finding("repeated-id", {"where": "", "id": ident, "times": times})


def _wordless(rubric: Rubric) -> Iterator[Finding]:
    """What a reader would see as an empty line."""
    named = [(section.id, section.title) for section in rubric.sections]
    named += [(item.id, item.title) for item in rubric.items]
    named += [(veto.id, veto.title) for veto in rubric.vetoes]
    named += [(bonus.id, bonus.title) for bonus in rubric.bonus]
    named += [(deduction.id, deduction.named) for item in rubric.items for deduction in item.deductions]
    for ident, said in named:
        if not said.strip():
            yield Finding("wordless", {"where": ident})
    for grade in rubric.grades:
        if not grade.title.strip():
            yield Finding("wordless", {"where": grade.code})


def _repeated(rubric: Rubric) -> Iterator[Finding]:
    """The same words twice: items of one section, deductions of one item, vetoes."""
    groups = [[(item.id, f"{item.title} {item.requirement}") for item in section.items] for _, section in rubric.nodes]
    groups += [[(f"{item.id} {d.id}", d.named) for d in item.deductions] for item in rubric.items]
    groups.append([(veto.id, veto.title) for veto in rubric.vetoes])
    for group in groups:
        first: dict[str, str] = {}
        for ident, said in group:
            bare = squeeze(said)
            if bare and bare in first:
                about = {"where": ident, "text": said.strip(), "other": first[bare].split(" ")[-1]}
                if ident != first[bare]:  # else the id itself stands twice, and that is said
                    yield Finding("repeated-text", {**about}, "warning")
            first.setdefault(bare, ident)


def _codes(rubric: Rubric) -> Iterator[Finding]:
    """Names of facts, categories and measures that are in no catalogue."""
    facts, categories, measures = _known_words("fact"), _known_words("category"), _known_words("measure")
    for where, applies in [("", rubric.applies), *((s.id, s.applies) for _, s in rubric.nodes),
                           *((i.id, i.applies) for i in rubric.items)]:  # fmt: skip
        for fact in (*applies.facts, *applies.values):
            if fact not in facts:
                yield Finding("unknown-fact", {"where": where, "fact": fact})
    for item in rubric.items:
        for one in item.deductions:
            where = f"{item.id} {one.id}"
            if one.category not in categories:
                yield Finding("unknown-category", {"where": where, "category": one.category}, "warning")
            if one.step is not None and one.step.measure not in measures:
                yield Finding("unknown-measure", {"where": where, "measure": one.step.measure}, "warning")


@cache
def _known_words(table: str) -> frozenset[str]:
    return frozenset(key.partition(".")[2] for key in words.catalogue("zh") if key.startswith(f"{table}."))


def _grades(rubric: Rubric) -> Iterator[Finding]:
    codes = [grade.code for grade in rubric.grades]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Finding("repeated-grade", {"where": "", "grade": code})
    if rubric.grades and min(grade.at_least for grade in rubric.grades) > 0:
        yield Finding("no-lowest-grade", {"where": ""})
    order = [grade.at_least for grade in rubric.grades]
    if order != sorted(order, reverse=True) or len(set(order)) < len(order):
        yield Finding("grades-out-of-order", {"where": ""})
    for grade in rubric.grades:
        if grade.at_least > rubric.full_marks:
            yield Finding("grade-out-of-reach", {"where": "", "grade": grade.title, "points": str(grade.at_least)})
    for veto in rubric.vetoes:
        if veto.effect.startswith("cap:") and veto.effect.removeprefix("cap:") not in codes:
            yield Finding("unknown-grade", {"where": veto.id, "grade": veto.effect})


def _vetoes(rubric: Rubric) -> Iterator[Finding]:
    for veto in rubric.vetoes:
        if not veto.outcomes and not veto.human:
            yield Finding("veto-without-way", {"where": veto.id})
        if veto.outcomes and veto.human:
            yield Finding("veto-both-ways", {"where": veto.id})


def _item(rubric: Rubric, item: Item, forms: Collection[str]) -> Iterator[Finding]:
    where = item.id
    if item.subject not in rubric.scope:
        yield Finding("subject-out-of-scope", {"where": where, "subject": item.subject})
    if not item.deductions:
        yield Finding("no-deductions", {"where": where}, "warning")
    for deduction in item.deductions:
        yield from _deduction(item, deduction)
    most = sum(map(_most, item.deductions), Decimal(0))
    if item.deductions and most < item.points and rubric.model_of(item) in ("deduct", "additive"):
        yield Finding("unreachable", {"where": where, "points": str(item.points), "most": str(most)}, "warning")
    for form in [*item.documents, *item.applies.forms]:
        if form not in forms:
            yield Finding("unknown-form", {"where": where, "form": form})
    yield from _applies(item.applies, where)
    if bool(item.progress) and not item.progress_from:
        yield Finding("progress-without-start", {"where": where}, "warning")


def _most(deduction: Deduction) -> Decimal:
    """The most that a deduction can take."""
    if deduction.cap is not None:
        return deduction.cap
    return deduction.points if deduction.once else Decimal("Infinity")


def _deduction(item: Item, deduction: Deduction) -> Iterator[Finding]:
    where = f"{item.id} {deduction.id}"
    if deduction.cap is not None and deduction.cap > item.points:
        yield Finding("cap-above-item", {"where": where, "cap": str(deduction.cap), "points": str(item.points)})
    if deduction.points > item.points:
        yield Finding("above-item", {"where": where, "lost": str(deduction.points), "points": str(item.points)})
    if deduction.cap is not None and deduction.cap < deduction.points:
        yield Finding("cap-below-one", {"where": where, "cap": str(deduction.cap), "lost": str(deduction.points)})


def _applies(applies: Applies, where: str) -> Iterator[Finding]:
    for flag in applies.flags:
        if flag not in FLAGS:
            yield Finding("unknown-flag", {"where": where, "flag": flag})
    for procedure in applies.procedure:
        if procedure not in PROCEDURES:
            yield Finding("unknown-procedure", {"where": where, "procedure": procedure})


def _outcomes(rubric: Rubric, known: Collection[str]) -> Iterator[Finding]:
    named: Iterable[tuple[str, str]] = [
        *((f"{i.id} {d.id}", name) for i in rubric.items for d in i.deductions for name in d.outcomes),
        *((veto.id, name) for veto in rubric.vetoes for name in veto.outcomes),
    ]
    for where, name in named:
        if name not in known:
            yield Finding("unknown-outcome", {"where": where, "outcome": name})


def _sections(rubric: Rubric) -> dict[str, str]:
    """Id of a section, item or deduction -> where it stands for a person: the section's title and the typed code."""
    found = {section.id: f"“{section.title}”" for _, section in rubric.nodes}
    for item in rubric.items:
        said = f"“{rubric.above(item.id)[0].title}”{rubric.position(item.id)}"
        found |= dict.fromkeys((item.id, *(one.id for one in item.deductions)), said)
    return found


_ID = re.compile(r"""(?:^|[{,\s])id\s*=\s*["']([^"']+)["']""")


def _places(text: str) -> dict[str, int]:
    """Id of an entry -> the line from 1 on which it gets its id."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for ident in _ID.findall(line):
            found.setdefault(ident, number)
    return found


def _placed(finding: Finding, sections: Mapping[str, str], lines: Mapping[str, int]) -> Finding:
    """The finding with section, typed code and line of the entry it is about."""
    ident = str(finding.parameters.get("where", "")).split(" ")[-1] or str(finding.parameters.get("id", ""))
    parameters = {**finding.parameters, "section": sections.get(ident, "")}
    return Finding(finding.code, parameters, finding.severity, lines.get(ident, 1 if lines and ident else 0))
