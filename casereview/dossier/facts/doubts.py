"""What a person should look at twice among the facts of a dossier: numbers whose check digit is wrong, papers that differ.

Notes for whoever accepts or corrects a reading; a verdict with a legal basis is the checks' affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from casereview.dossier.facts import ids, pack
from casereview.dossier.facts.settled import by_name, settled
from casereview.dossier.model import Fact, FactState, Reading
from casereview.text import fold

_FULL = 18  # characters of a citizen's number and of a credit code


@dataclass(frozen=True, slots=True)
class Doubt:
    """code of `[fact_doubt]` in words; `others` are the readings that say something else."""

    code: str
    others: tuple[Fact, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)


def doubts(reading: Reading) -> dict[int, tuple[Doubt, ...]]:
    """By the fact's place in `reading.facts`; a fact that nothing speaks against is left out."""
    differing = _differing(reading)
    found: dict[int, tuple[Doubt, ...]] = {}
    for number, fact in enumerate(reading.facts):
        said = [Doubt(code) for code in _wrong_digits(fact)]
        others = [other for other in differing.get(fact.name, ()) if not _same(other, fact)]
        if others:
            said.append(Doubt("differs", tuple(others)))
        if said:
            found[number] = tuple(said)
    return found


_NUMBERS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "id_no": ("id-check-digit", ids.is_id_no),
    "uscc": ("uscc-check-digit", ids.is_uscc),
}


def _wrong_digits(fact: Fact) -> list[str]:
    """Of a whole number only: one that is masked, or too short, has no check digit to be wrong."""
    kind = pack.shipped().catalogue.by_name.get(fact.name)
    known = _NUMBERS.get(kind.type) if kind else None
    text = str(fact.value)
    if known is None or ids.is_masked(text) or len(text) != _FULL:
        return []
    code, right = known
    # A person's number in the field that is for either is no credit code at all.
    return [] if right(text) or ids.is_id_no(text) else [code]


def _differing(reading: Reading) -> dict[str, list[Fact]]:
    """Facts of which a dossier has one, that its papers give differently and that no person has settled."""
    kinds, known = pack.shipped().catalogue.by_name, settled(reading)
    return {
        name: facts
        for name, facts in by_name(fact for fact in reading.facts if not fact.from_ledger).items()
        if name not in known
        and (kind := kinds.get(name)) is not None
        and not kind.many
        and (all(f.state is FactState.READ for f in facts) or _people_differ(facts))
        and len({fold(str(fact.value)) for fact in facts}) > 1
    }


def _people_differ(facts: list[Fact]) -> bool:
    return len({fold(str(fact.value)) for fact in facts if fact.state is not FactState.READ}) > 1


def _same(one: Fact, other: Fact) -> bool:
    return fold(str(one.value)) == fold(str(other.value))
