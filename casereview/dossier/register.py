"""A register of cases beside the dossiers: which row is which dossier, and what it adds to what was read there.

A register says what somebody typed, not what the papers say: it fills what was not read, never overrides, never settles
anything for checks or notices until a person confirms it, and always shows where it comes from. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from casereview.dossier.model import Fact, Place
from casereview.dossier.readers.registers import Core, Register, Row, core_of
from casereview.text import fold

LEDGER = "ledger"  # stands where a fact names its paper
CONFIDENCE = 0.5  # below what settles anything, and below every reading of a paper


@dataclass(frozen=True, slots=True)
class Listed:
    """What a register says of one dossier. values: name of fact, value, the words in the cell."""

    register: str
    sha256: str
    at: str
    values: tuple[tuple[str, object, str], ...]

    @classmethod
    def of(cls, register: Register, row: Row) -> Listed:
        words = dict(row.texts)
        return cls(
            register.name, register.sha256, row.at, tuple((name, value, words[name]) for name, value in row.values)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """What of a dossier a row is known by: the name it came under, its case number and party as read."""

    id: str
    name: str
    case_no: str = ""
    party: str = ""

    @property
    def cores(self) -> tuple[Core, ...]:
        return tuple(core for text in (self.name, self.case_no) if (core := core_of(text)) is not None)


def match(rows: Sequence[Row], cases: Sequence[Case]) -> dict[int, str]:
    """Row -> dossier where each is the other's only match; the surest way first. What is ambiguous is left out."""
    found: dict[int, str] = {}
    for fits in (_by_name, _by_number, _by_party_in_name, _by_party):
        left = [k for k in range(len(rows)) if k not in found]
        open_ = [case for case in cases if case.id not in found.values()]
        found |= _pairs(rows, left, open_, fits)
    return found


def _pairs(
    rows: Sequence[Row], left: Sequence[int], cases: Sequence[Case], fits: Callable[[Row, Case], bool]
) -> dict[int, str]:
    could = {k: [case for case in cases if fits(rows[k], case)] for k in left}
    best = {k: _best(rows[k], some) for k, some in could.items()}
    wanted: dict[str, list[int]] = {}
    for k, case in best.items():
        if case is not None:
            wanted.setdefault(case.id, []).append(k)
    by_id = {case.id: case for case in cases}
    chosen = {id: _best_row(rows, some, by_id[id]) for id, some in wanted.items()}
    return {row: id for id, row in chosen.items() if row is not None}


def _best(row: Row, cases: Sequence[Case]) -> Case | None:
    """The case that more speaks for than for any other."""
    ranked = sorted(cases, key=lambda case: _weight(row, case), reverse=True)
    if len(ranked) > 1 and _weight(row, ranked[0]) == _weight(row, ranked[1]):
        return None
    return ranked[0] if ranked else None


def _best_row(rows: Sequence[Row], some: Sequence[int], case: Case) -> int | None:
    ranked = sorted(some, key=lambda k: _weight(rows[k], case), reverse=True)
    if len(ranked) > 1 and _weight(rows[ranked[0]], case) == _weight(rows[ranked[1]], case):
        return None
    return ranked[0]


def _weight(row: Row, case: Case) -> int:
    """How many things beside the number agree: the letters before it, the party, the cause in the name."""
    prefixes = {core.prefix for core in row.cores if core.prefix} & {core.prefix for core in case.cores if core.prefix}
    cause = fold(str(row.get("cause") or ""))
    return (
        bool(prefixes) * 2
        + (_by_party(row, case) or _by_party_in_name(row, case)) * 2
        + bool(cause and cause in fold(case.name))
    )


def _fit(row: Row, cores: Iterable[Core | None]) -> bool:
    return any(core is not None and core.fits(other) for core in cores for other in row.cores)


def _by_name(row: Row, case: Case) -> bool:
    return _fit(row, [core_of(case.name)])


def _by_number(row: Row, case: Case) -> bool:
    return _fit(row, [core_of(case.case_no)])


def _by_party_in_name(row: Row, case: Case) -> bool:
    party = fold(str(row.get("party.name") or ""))
    return len(party) > 1 and party in fold(case.name) and not _other_number(row, case)


def _by_party(row: Row, case: Case) -> bool:
    party = fold(str(row.get("party.name") or ""))
    return len(party) > 1 and party == fold(case.party) and not _other_number(row, case)


def _other_number(row: Row, case: Case) -> bool:
    """Both bear a number, and not the same: one party may have several cases."""
    return bool(row.cores and case.cores) and not _fit(row, case.cores)


def facts_with_listed(facts: Sequence[Fact], listed: Iterable[Listed], known: Iterable[str] = ()) -> tuple[Fact, ...]:
    """The readings, and behind them what a register says of facts that no paper gave and no person (`known`) said."""
    read = {fact.name for fact in facts} | set(known)
    more = [
        Fact(name, one, LEDGER, 0, Place(word.sha256, 0), f"{word.register} {word.at}: {text}", CONFIDENCE)
        for word in listed
        for name, value, text in word.values
        if name not in read
        for one in _each(name, value)
    ]
    return (*facts, *more)


def _each(name: str, value: object) -> list[object]:
    """Officers are several, each a record as papers give them; everything else is one value."""
    if name != "officer":
        return [value]
    names = value if isinstance(value, (list, tuple)) else [value]
    return [{"name": str(one), "cert_no": "", "role": "officer"} for one in names]
