"""The settled value of a fact: what a person confirmed, or what every paper that says it agrees on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from casereview.dossier.facts import pack
from casereview.dossier.facts.pack import Catalogue
from casereview.dossier.model import Fact, FactState, Reading
from casereview.text import fold

_SURE = 0.6  # below this a reading settles nothing by itself


def settled(reading: Reading, catalogue: Catalogue | None = None) -> dict[str, Fact]:
    """By name, the reading that prose may print. A fact of which a dossier normally holds several is never settled."""
    kinds = (catalogue or pack.shipped().catalogue).by_name
    out: dict[str, Fact] = {}
    for name, facts in by_name(reading.facts).items():
        kind = kinds.get(name)
        said = [fact for fact in facts if fact.state is not FactState.READ]
        several = kind is None or kind.many
        same = _act_of(reading) if name == "cause" else _plainly
        chosen = _agreed(said or facts, same) if said or not several else None
        if chosen and (said or chosen.confidence >= _SURE):
            out[name] = chosen
    return out


def best(reading: Reading, name: str, catalogue: Catalogue | None = None) -> Fact | None:
    """The reading to show in a list where papers differ: a person's word, else the surest of the form that says it first."""
    facts = reading.facts_named(name)
    said = [fact for fact in facts if fact.state is not FactState.READ]
    if said or not facts:
        return said[-1] if said else None
    kind = (catalogue or pack.shipped().catalogue).by_name.get(name)
    home = kind.home if kind else ()
    form_of = {paper.id: paper.form for paper in reading.papers}

    def rank(fact: Fact) -> tuple[int, float]:
        form = form_of.get(fact.paper, "")
        return (home.index(form) if form in home else len(home), -fact.confidence)

    return min(facts, key=rank)


def by_name(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    out: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        out[fact.name].append(fact)
    return dict(out)


def act_of(cause: str, parties: Iterable[str] = ()) -> str:
    """The act alone (案由 as one phrase): without the party before it, 涉嫌, and 案 behind it. The cause itself if nothing is left."""
    act = cause.strip()
    for party in sorted(parties, key=len, reverse=True):
        act = act.removeprefix(party)
    act = act.removeprefix("涉嫌")
    for ending in ("一案", "案件", "案"):
        act = act.removesuffix(ending)
    return act or cause


def _act_of(reading: Reading) -> Callable[[str], str]:
    parties = {str(fact.value) for fact in reading.facts_named("party.name")}
    return lambda cause: fold(act_of(cause, parties))


def _plainly(value: str) -> str:
    return fold(value)


def _agreed(facts: list[Fact], same: Callable[[str], str]) -> Fact | None:
    """The surest of readings that all say the same, full or half width."""
    if len({same(str(fact.value)) for fact in facts}) > 1:
        return None
    return max(facts, key=lambda fact: fact.confidence)
