"""Runs every rule on a case. What cannot be known is unknown; what is not sure never fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from casereview.checks import (  # noqa: F401  (importing a family registers its rules)
    archive,
    citations,
    content,
    decision,
    discussion,
    elsewhere,
    enforcement,
    evidence,
    filing,
    hearing,
    licensing,
    measures,
    notice,
    performance,
    persons,
    publicity,
    ranges,
    recording,
    records,
    review,
    service,
    summary,
)
from casereview.checks.calendar import NoCalendar
from casereview.checks.law import Packs
from casereview.checks.model import Case, Evidence, Outcome, Searched, Severity, Verdict
from casereview.checks.person import LOOKS, to_look_at
from casereview.checks.rules import ALL, Rule, Said
from casereview.checks.values import Known, Outside, Seen, Unread
from casereview.checks.view import View
from casereview.dossier.model import Fact, Paper

# Rules that text cannot decide; what each needs is the word `check.person.<id>`.
FOR_A_PERSON = tuple(LOOKS)

REGISTRY: tuple[Rule, ...] = tuple(ALL[ident] for ident in sorted(ALL))


def run(case: Case, packs: Packs) -> list[Outcome]:
    """The outcomes of every rule, and of what is left to a person, in order of the rules. Pure."""
    view = View(case, packs)
    found = [outcome for rule in REGISTRY for outcome in apply(rule, view)]
    return sorted([*found, *to_look_at(view)], key=lambda outcome: outcome.rule)


def apply(rule: Rule, view: View) -> list[Outcome]:
    """The outcomes of one rule: what it said until it lacked something, then what it lacked."""
    found = [_outcome(rule, said, view) for said in _answers(rule, view)]
    if not found:
        raise ValueError(f"{rule.id} gave no answer")
    return found


def _answers(rule: Rule, view: View) -> Iterator[Said]:
    try:
        yield from rule.judge(view)
    except Outside as outside:
        yield Said("na", {"reason": outside.reason})
    except Unread as unread:
        parameters = {"reason": unread.reason, "what": list(unread.what), **unread.parameters}
        forms = unread.what if unread.reason == "not-typed" else unread.forms
        where = None if unread.reason in NOT_IN_DOSSIER else forms
        yield Said("unknown", parameters, unread.seen, forms=where)
    except NoCalendar as problem:
        yield Said("unknown", {"reason": "no-calendar", "what": [], **problem.parameters})


# What is unknown for these reasons stands in no paper: it is typed into the register, the packs or the workspace.
NOT_IN_DOSSIER = frozenset(
    [
        "no-calendar",
        "no-data",
        "no-region",
        "no-register",
        "register-open",
        "no-figure",
        "figure-unclear",
        "no-bands",
        "threshold",
        "sole-trader",
        "batch",
    ]
)
# What would let a rule know: by reason, else `turn.read`.
_TURN_OF = {
    "no-paper": "find", "no-paper-files": "unread-files", "no-paper-scans": "scans", "no-paper-listed": "listed", "no-paper-kinds": "find",
    "not-typed": "original", "unread-pages": "scans", "conflict": "conflict", "no-calendar": "calendar", "no-data": "pack", "no-region": "region-set",
    "no-register": "register-set", "register-open": "register", "no-figure": "figure", "figure-unclear": "figure",
    "no-bands": "bands", "name-change": "names", "numbering": "region", "sole-trader": "region", "threshold": "region",
    "box": "box", "trigger": "major", "gains": "gains", "batch": "batch", "prior-review": "person", "discovery": "discovery",
}  # fmt: skip
# A verdict with these turns says that a paper is not there: it was looked for in the whole dossier.
_ABSENT = frozenset(("paper", "receipt"))


def _outcome(rule: Rule, said: Said, view: View) -> Outcome:
    kind = rule.kinds[said.name]
    parameters = {key: _plain(value) for key, value in said.parameters.items()}
    code, turn = f"{rule.id}.{said.name}", said.turn
    if kind.verdict is Verdict.FAIL and not (said.sure and all(view.sure(seen) for seen in said.seen)):
        parameters["then"], kind, code, turn = code, rule.kinds["unsure"], "unsure", turn or "confirm"
    elif kind.verdict is Verdict.NOT_APPLICABLE and view.mostly_unread and parameters["reason"].startswith("no-"):
        kind, parameters, code = rule.kinds["unknown"], {"reason": "unread-pages", "what": []}, "unknown.unread-pages"
    elif kind.verdict in (Verdict.UNKNOWN, Verdict.NOT_APPLICABLE):
        code = f"{kind.name}.{parameters['reason']}"
    return Outcome(
        rule.id,
        f"{rule.id}.{kind.name}",
        kind.verdict,
        kind.severity,
        view.packs.cite(rule.basis),
        code,
        parameters,
        tuple(piece for seen in said.seen for piece in _evidence(seen, view)),
        f"turn.{turn or _turn(kind.verdict, str(parameters.get('reason', '')))}",
        said.days,
        _searched(kind.verdict, said, view, str(parameters.get("reason", ""))),
    )


def _turn(verdict: Verdict, reason: str) -> str:
    """What would turn a verdict whose rule names nothing of its own."""
    if verdict is Verdict.UNKNOWN:
        return _TURN_OF.get(reason, "read")
    return {Verdict.PASS: "kept", Verdict.NOT_APPLICABLE: "applies"}.get(verdict, "values")


def _searched(verdict: Verdict, said: Said, view: View, reason: str) -> tuple[Searched, ...]:
    """Where something was looked for and not found, or what was looked through as a whole."""
    if said.forms is not None:
        return view.searched(*view.of(*said.forms))
    absent = said.turn in _ABSENT or (verdict is Verdict.FAIL and not said.seen)
    if absent or reason == "unread-pages" or (verdict is Verdict.NOT_APPLICABLE and reason.startswith("no-")):
        return view.searched()
    papers = [seen for seen in said.seen if isinstance(seen, Paper)]
    return view.searched(*papers) if papers else ()


def _evidence(seen: Seen, view: View) -> Iterator[Evidence]:
    if isinstance(seen, Known):
        for fact in seen.facts:
            yield _of_fact(fact, view)
    elif isinstance(seen, Fact):
        yield _of_fact(seen, view)
    elif isinstance(seen, Evidence):
        yield seen
    else:
        yield view.whole(seen)


def _of_fact(fact: Fact, view: View) -> Evidence:
    paper = view.paper_of(fact)
    return Evidence(fact.paper, paper.title if paper else "", fact.page, fact.place, fact.text, fact.value)


def _plain(value: Any) -> Any:
    if isinstance(value, Known):
        return _plain(value.value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01")), "f")
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(part) for part in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value


def table() -> list[dict[str, Any]]:
    """Rule → articles → outcomes, made of the registry: for the help and for who writes rubrics."""
    return [
        {
            "rule": rule.id,
            "group": rule.group,
            "severity": rule.severity.value,
            "basis": rule.basis,
            "outcomes": [(f"{rule.id}.{k.name}", k.verdict.value, k.severity.value) for k in rule.outcomes],
        }
        for rule in REGISTRY
    ]


def counts(outcomes: list[Outcome]) -> Mapping[str, int]:
    """How many outcomes fail, warn and are unknown."""
    verdicts = [outcome.verdict for outcome in outcomes]
    return {
        "fails": verdicts.count(Verdict.FAIL),
        "warns": verdicts.count(Verdict.WARN),
        "unknowns": verdicts.count(Verdict.UNKNOWN),
    }


def worst(outcomes: list[Outcome]) -> Severity | None:
    """The gravest severity among the failures."""
    failed = {outcome.severity for outcome in outcomes if outcome.verdict is Verdict.FAIL}
    return next((severity for severity in Severity if severity in failed), None)
