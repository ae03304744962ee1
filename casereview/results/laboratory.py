"""The rubric laboratory (标准试算): two versions over marks that were really made. Pure; it changes nothing.

It says who would get another score or grade and why, what never fires, and what fires together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from casereview import words
from casereview.marking.impact import carried
from casereview.marking.model import Context, Mark, Sheet
from casereview.marking.sheet import score
from casereview.rubric.model import Rubric

TOGETHER = 2  # dossiers in which a pair must stand to be shown


@dataclass(frozen=True, slots=True)
class Trial:
    """A dossier with the marks that counted. by: the reader they are of, "" for the panel; vetoes: those that two people confirmed."""

    campaign: str
    dossier: str
    marks: tuple[Mark, ...]
    context: Context = field(default_factory=Context)
    vetoes: frozenset[str] = frozenset()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a dossier comes out otherwise. code of `[laboratory]`; item: what it is about, "" for the whole."""

    code: str
    item: str = ""
    parameters: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str = "zh") -> str:
        return words.render(f"laboratory.{self.code}", language, item=self.item, **self.parameters)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One dossier under both versions. lost: marks that the new one has no place for; open: items it leaves open."""

    campaign: str
    dossier: str
    by: str
    old: Decimal | None
    new: Decimal | None
    old_grade: str
    new_grade: str
    reasons: tuple[Reason, ...]
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return (self.old, self.old_grade) != (self.new, self.new_grade)

    @property
    def regraded(self) -> bool:
        return self.old_grade != self.new_grade


@dataclass(frozen=True, slots=True)
class Silent:
    """An item of the new version from which no dossier lost a point. judged: dossiers in which it applied and was marked."""

    item: str
    title: str
    judged: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deductions of the new version that stand in the same dossiers. both ≤ first, second: dossiers with each."""

    one: str
    other: str
    both: int
    first: int
    second: int

    @property
    def share(self) -> Decimal:
        """Dossiers with both among those with either, in percent: 100 where one never comes without the other."""
        return (Decimal(100) * self.both / (self.first + self.second - self.both)).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Laboratory:
    """outcomes in the order of the trials; silent in the order of the rubric; together: the most frequent first."""

    old: str
    new: str
    outcomes: tuple[Outcome, ...]
    silent: tuple[Silent, ...]
    together: tuple[Pair, ...]

    @property
    def changed(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.changed)


def laboratory(old: Rubric, new: Rubric, trials: Iterable[Trial]) -> Laboratory:
    """Both versions over every trial. Marks are carried by the ids of items and deductions."""
    outcomes: list[Outcome] = []
    sheets: list[Sheet] = []
    for trial in trials:
        ours = [mark for mark in trial.marks if mark.said.rubric == old.digest]
        before = score(old, ours, trial.context, dossier=trial.dossier, confirmed_vetoes=trial.vetoes)
        kept, lost = carried(ours, new)
        after = score(new, kept, trial.context, dossier=trial.dossier, confirmed_vetoes=trial.vetoes)
        sheets.append(after)
        outcomes.append(_outcome(old, new, trial, before, after, tuple(lost)))
    return Laboratory(old.digest, new.digest, tuple(outcomes), tuple(_silent(new, sheets)), tuple(together(sheets)))


def _outcome(old: Rubric, new: Rubric, trial: Trial, before: Sheet, after: Sheet, lost: tuple[str, ...]) -> Outcome:
    reasons = tuple(why(old, new, before, after))
    newly = tuple(item for item in after.open if item not in before.open)
    about = (trial.campaign, trial.dossier, trial.by)
    return Outcome(*about, before.score, after.score, before.graded, after.graded, reasons, lost, newly)


def why(old: Rubric, new: Rubric, before: Sheet, after: Sheet) -> list[Reason]:
    """What makes the second sheet differ from the first; nothing where score and grade are the same."""
    if (before.score, before.graded) == (after.score, after.graded):
        return []
    found = [*_items(old, new, before, after)]
    titles = {veto.id: veto.title for veto in (*old.vetoes, *new.vetoes)}
    for code, vetoes in (
        ("veto-gone", set(before.vetoes) - set(after.vetoes)),
        ("veto-new", set(after.vetoes) - set(before.vetoes)),
    ):
        found += [Reason(code, veto, {"title": titles.get(veto, "")}) for veto in sorted(vetoes)]
    effects = [{veto.id: veto.effect for veto in rubric.vetoes} for rubric in (old, new)]
    found += [
        Reason("veto-effect", veto, {"title": titles[veto]})
        for veto in sorted(set(before.vetoes) & set(after.vetoes))
        if effects[0].get(veto) != effects[1].get(veto)
    ]
    if before.bonus != after.bonus:
        found.append(Reason("bonus", "", {"old": str(before.bonus), "new": str(after.bonus)}))
    if old.policies != new.policies or _ways(old) != _ways(new):
        found.append(Reason("rules"))
    if before.graded != after.graded and _ladder(old) != _ladder(new):
        found.append(Reason("grades"))
    return found or [Reason("severity")]


def _ways(rubric: Rubric) -> list[tuple[object, ...]]:
    """How sections count: model, caps, floors, gates, weights."""
    found: list[tuple[object, ...]] = [("", rubric.model)]
    found += [(s.id, s.model, s.cap, s.floor, s.gate, s.weight) for _, s in rubric.nodes]
    return [one for one in found if any(one[1:])]


def _ladder(rubric: Rubric) -> list[tuple[object, ...]]:
    return [(grade.code, grade.at_least, grade.without) for grade in rubric.grades]


def _items(old: Rubric, new: Rubric, before: Sheet, after: Sheet) -> Iterable[Reason]:
    was, now = {line.item: line for line in before.lines}, {line.item: line for line in after.lines}
    for item in new.items:
        if item.id not in now or item.subject not in new.scope:
            continue
        line = now[item.id]
        about: dict[str, object] = {"title": item.title, "new": f"{line.earned}/{line.points}"}
        if item.id not in was:
            yield Reason("item-new", item.id, about)
            continue
        former = was[item.id]
        about |= {"old": f"{former.earned}/{former.points}"}
        if former.state != line.state and "open" in (former.state, line.state):
            yield Reason("item-open", item.id, about)
        elif (former.earned, former.points) != (line.earned, line.points):
            yield Reason("item", item.id, about)
        elif (former.state in _OUT) != (line.state in _OUT):
            yield Reason("applies", item.id, about)
    for ident, former in was.items():
        if ident not in now:
            title = old.item(ident).title
            yield Reason("item-gone", ident, {"title": title, "old": f"{former.earned}/{former.points}"})


_OUT = ("not_applicable", "inapplicable")


def fired(sheet: Sheet) -> frozenset[str]:
    """The deductions that took points in a sheet."""
    return frozenset(ident for line in sheet.lines for ident, _, points in line.lost if points)


def _silent(rubric: Rubric, sheets: Sequence[Sheet]) -> Iterable[Silent]:
    judged = dict.fromkeys((item.id for item in rubric.items), 0)
    struck: set[str] = set()
    for sheet in sheets:
        for line in sheet.lines:
            judged[line.item] += line.state == "marked"
            if any(points for _, _, points in line.lost):
                struck.add(line.item)
    for item in rubric.items:
        if item.id not in struck:
            yield Silent(item.id, item.title, judged[item.id])


def together(sheets: Sequence[Sheet]) -> list[Pair]:
    """Pairs of deductions that stand in at least TOGETHER of the same sheets, by one bit for each sheet."""
    bits: dict[str, int] = {}
    for number, sheet in enumerate(sheets):
        for ident in fired(sheet):
            bits[ident] = bits.get(ident, 0) | 1 << number
    often = {ident: mask for ident, mask in sorted(bits.items()) if mask.bit_count() >= TOGETHER}
    found = [
        Pair(one, other, both, often[one].bit_count(), often[other].bit_count())
        for one, other in combinations(often, 2)
        if (both := (often[one] & often[other]).bit_count()) >= TOGETHER
    ]
    return sorted(found, key=lambda pair: (-pair.both, -pair.share, pair.one, pair.other))
