"""How often each rule is right: what people said of its verdicts, and the rules that may only hint.

Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927): the interval holds for few
judgements and for shares near 0 and 1, where the usual one does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Annotated

from pydantic import Field

from casereview.checks.model import Judgement, Outcome, Precision, Says, Verdict
from casereview.packs import Frozen

_Z = 1.959964  # 95 %, two-sided

# Who marked a deduction or veto that a verdict had proposed: (dossier, outcome).
Accepted = tuple[str, str]


class PrecisionPack(Frozen):
    """Below `share` of accepted verdicts, once `minimum` were judged, a rule only hints."""

    title: str
    source: str
    minimum: Annotated[int, Field(ge=1)]
    share: Annotated[float, Field(ge=0, le=1)]


class JudgedPayload(Frozen):
    """The payload of `verdict.judged`. outcome: a rule with the name of one of its outcomes, of this version or another."""

    dossier: str
    outcome: Annotated[str, Field(pattern=r"^R-[A-Z]\d+[A-Z]?\.[a-z_]+$")]
    says: Says
    note: str = ""


def wilson(accepted: int, judged: int) -> tuple[float, float]:
    """The interval of 95 % for a share; (0, 1) where nothing was judged."""
    if not judged:
        return 0.0, 1.0
    share, square = accepted / judged, _Z * _Z
    middle = share + square / (2 * judged)
    reach = _Z * sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    whole = 1 + square / judged
    low, high = (middle - reach) / whole, (middle + reach) / whole
    # At the ends the interval is closed; floating point would leave it a hair short.
    return 0.0 if accepted == 0 else low, 1.0 if accepted == judged else high


def precision_of(accepted: int, rejected: int) -> Precision:
    judged = accepted + rejected
    return Precision(accepted, rejected, accepted / judged if judged else None, *wilson(accepted, judged))


def by_rule(judged: Iterable[Judgement], marked: Iterable[Accepted] = ()) -> dict[str, Precision]:
    """Precision by rule. One verdict of one dossier counts once, whoever and however many spoke of it.

    marked  verdicts whose proposal somebody made into a mark: accepted, unless a person judged the verdict itself.
    People who disagree about a verdict, and who cannot tell, say nothing about the rule.
    """
    said: dict[Accepted, set[Says]] = defaultdict(set)
    for one in judged:
        said[one.dossier, one.outcome].add(one.says)
    for verdict in marked:
        if verdict not in said:
            said[verdict].add(Says.ACCEPTED)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, outcome), words in said.items():
        decided = words - {Says.UNCLEAR}
        if len(decided) == 1:
            counts[outcome.partition(".")[0]][Says.REJECTED in decided] += 1
    return {rule: precision_of(*counts[rule]) for rule in sorted(counts)}


def weak(found: Mapping[str, Precision], pack: PrecisionPack) -> dict[str, Precision]:
    """The rules that were wrong too often to do more than hint."""
    return {
        rule: one
        for rule, one in found.items()
        if one.judged >= pack.minimum and one.share is not None and one.share < pack.share
    }


def could_be_weak(judged: Iterable[Judgement], pack: PrecisionPack) -> bool:
    """Whether any rule was rejected often enough to be weak, however often it was accepted: spares counting the marks."""
    counts: dict[str, int] = defaultdict(int)
    for one in judged:
        counts[one.rule] += one.says is Says.REJECTED
    return any(count > pack.minimum * (1 - pack.share) - 1e-9 for count in counts.values())


def soften(outcomes: Sequence[Outcome], weak_rules: Mapping[str, Precision]) -> list[Outcome]:
    """The failures of weak rules as warnings that say so; everything else as it was."""
    return [_softened(outcome, weak_rules.get(outcome.rule)) for outcome in outcomes]


def _softened(outcome: Outcome, found: Precision | None) -> Outcome:
    if found is None or outcome.verdict is not Verdict.FAIL:
        return outcome
    parameters = {
        **outcome.parameters,
        "then": outcome.code,
        "judged_right": found.accepted,
        "judged_all": found.judged,
    }
    return replace(outcome, verdict=Verdict.WARN, code="demoted", parameters=parameters)
