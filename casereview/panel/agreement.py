"""How far readers agree, and how far each stands from what the panel decided. No number where there are too few data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from casereview.panel.cases import Case
from casereview.panel.compare import Question
from casereview.panel.reliability import LEAST_UNITS, alpha_range, interval_alpha, mean_range

LEAST = 3  # dossiers of one reader below which nothing is said of them


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """One item over all dossiers judged by two or more. exact: share in which all say the same; None: 样本不足."""

    rubric: str
    item: str
    judged: int
    exact: float | None
    difference: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers on the dossiers both sealed: mean absolute difference of the scores, share of vetoes judged alike."""

    readers: tuple[str, str]
    dossiers: int
    difference: float | None
    vetoes_alike: float | None


@dataclass(frozen=True, slots=True)
class Severity:
    """A reader against the panel: mean of own score less final score (below 0: stricter), and items decided otherwise."""

    reader: str
    dossiers: int
    deviation: float | None
    range: tuple[float, float] | None
    decided: int
    overturned: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures of a campaign. judged: items judged by two or more; None everywhere means too few data (样本不足).

    difference  mean absolute difference of two readers' scores of one dossier, in points
    alpha       Krippendorff's alpha over earned shares of items (interval), with its 95 % range
    """

    dossiers: int
    judged: int
    exact: float | None
    difference: float | None
    alpha: float | None
    alpha_range: tuple[float, float] | None
    items: tuple[ItemAgreement, ...]
    pairs: tuple[Pair, ...]
    readers: tuple[Severity, ...]


@dataclass(frozen=True, slots=True)
class _Dossier:
    """One dossier reduced to numbers."""

    questions: tuple[Question, ...]
    scores: dict[str, Decimal]
    final: Decimal | None
    points: dict[tuple[str, str], Decimal]
    vetoes: dict[str, frozenset[str]]
    overturned: dict[str, tuple[int, int]]


def agreement(cases: Iterable[Case], seed: str = "") -> Agreement:
    """Figures over all cases. `seed` makes the ranges the same in every run."""
    read = [_reduced(case) for case in cases]
    several = [one for one in read if len(one.scores) > 1]
    groups = [_shares(one) for one in several]
    judged = sum(len(group) for group in groups)
    enough = judged >= LEAST_UNITS
    differences = [abs(float(a - b)) for one in several for a, b in combinations(one.scores.values(), 2)]
    return Agreement(
        dossiers=len(several),
        judged=judged,
        exact=_share([_alike(q) for one in several for q in _items(one)]) if enough else None,
        difference=sum(differences) / len(differences) if len(differences) >= LEAST else None,
        alpha=interval_alpha(groups) if enough else None,
        alpha_range=alpha_range(groups, seed) if enough else None,
        items=_by_item(several),
        pairs=_pairs(read),
        readers=_severity(read, seed),
    )


def _reduced(case: Case) -> _Dossier:
    main = case.rubrics[0]
    sheets = case.sheets[main.digest]
    asked = tuple(case.questions())
    final = case.final_sheet(main)
    return _Dossier(
        asked,
        {reader: sheet.score for reader, sheet in sheets.items() if sheet.score is not None},
        final.score if final.sealed else None,
        {(rubric.digest, item.id): item.points for rubric in case.rubrics for item in rubric.items},
        {reader: frozenset(sheet.vetoes + sheet.proposed) for reader, sheet in sheets.items()},
        _overturned(case),
    )


def _overturned(case: Case) -> dict[str, tuple[int, int]]:
    """By reader: items decided, and of them those decided otherwise than the reader said."""
    found: dict[str, tuple[int, int]] = {}
    for rubric in case.rubrics:
        decided = {one.item: one for _, one in case.decided[rubric.digest]}
        for question in case.questions_of(rubric):
            one = decided.get(question.item)
            if one is None or question.state != "decided":
                continue
            for reader, voice in question.voices.items():
                said, otherwise = found.get(reader, (0, 0))
                same = (voice.kind, voice.lost) == (one.kind, tuple(sorted(one.lost)))
                if one.kind == "bonus":
                    same = voice.earned == (one.points or 0)
                found[reader] = (said + 1, otherwise + (not same))
    return found


def _items(one: _Dossier) -> list[Question]:
    return [q for q in one.questions if len(q.voices) > 1 and (q.rubric, q.item) in one.points]


def _shares(one: _Dossier) -> list[list[float]]:
    return [[float(v.earned / one.points[q.rubric, q.item]) for v in q.voices.values()] for q in _items(one)]


def _alike(question: Question) -> bool:
    return len({(voice.kind, voice.lost) for voice in question.voices.values()}) == 1


def _share(yes: Sequence[bool]) -> float | None:
    return sum(yes) / len(yes) if yes else None


def _by_item(several: Sequence[_Dossier]) -> tuple[ItemAgreement, ...]:
    by_item: dict[tuple[str, str], list[Question]] = {}
    for one in several:
        for question in _items(one):
            by_item.setdefault((question.rubric, question.item), []).append(question)
    found = []
    for (rubric, item), asked in by_item.items():
        values = [[float(voice.earned) for voice in q.voices.values()] for q in asked]
        apart = [abs(a - b) for unit in values for a, b in combinations(unit, 2)]
        enough = len(asked) >= LEAST_UNITS
        found.append(
            ItemAgreement(
                rubric,
                item,
                len(asked),
                _share([_alike(q) for q in asked]) if len(asked) >= LEAST else None,
                sum(apart) / len(apart) if len(asked) >= LEAST else None,
                interval_alpha([values]) if enough else None,
            )
        )
    return tuple(found)


def _pairs(read: Sequence[_Dossier]) -> tuple[Pair, ...]:
    found: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for one in read:
        for a, b in combinations(sorted(one.scores), 2):
            apart = abs(float(one.scores[a] - one.scores[b]))
            found.setdefault((a, b), []).append((apart, one.vetoes.get(a) == one.vetoes.get(b)))
    return tuple(
        Pair(
            pair,
            len(both),
            sum(apart for apart, _ in both) / len(both) if len(both) >= LEAST else None,
            _share([alike for _, alike in both]) if len(both) >= LEAST else None,
        )
        for pair, both in sorted(found.items())
    )


def _severity(read: Sequence[_Dossier], seed: str) -> tuple[Severity, ...]:
    names = sorted({reader for one in read for reader in (*one.scores, *one.overturned)})
    found = []
    for name in names:
        apart = [float(one.scores[name] - one.final) for one in read if one.final is not None and name in one.scores]
        counts = [one.overturned.get(name, (0, 0)) for one in read]
        found.append(
            Severity(
                name,
                len(apart),
                sum(apart) / len(apart) if len(apart) >= LEAST else None,
                mean_range(apart, f"{seed}/{name}"),
                sum(said for said, _ in counts),
                sum(otherwise for _, otherwise in counts),
            )
        )
    return tuple(found)
