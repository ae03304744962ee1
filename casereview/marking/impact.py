"""What a new version of a rubric would change: shown before it is published, done by nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from casereview.marking.model import Context, Mark, MarkKind
from casereview.marking.sheet import score
from casereview.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Impact:
    """One dossier under the old and the new version. lost: marks that have no place in the new one; open: items it leaves open."""

    dossier: str
    old: Decimal | None
    new: Decimal | None
    old_grade: str
    new_grade: str
    lost: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def changed(self) -> bool:
        return (self.old, self.old_grade) != (self.new, self.new_grade)


def carried(marks: Iterable[Mark], new: Rubric) -> tuple[list[Mark], list[str]]:
    """Marks said again under another version, and the ids of those whose item or deduction it does not have."""
    kept: list[Mark] = []
    lost: list[str] = []
    items = {item.id: {deduction.id for deduction in item.deductions} for item in new.items}
    others = {MarkKind.VETO: {v.id for v in new.vetoes}, MarkKind.BONUS: {b.id for b in new.bonus}}
    for mark in marks:
        said = mark.said
        home = said.item in others.get(said.kind, items.keys()) or not said.item
        fits = home and (said.kind is not MarkKind.DEDUCT or said.deduction in items[said.item])
        if fits:
            kept.append(replace(mark, said=said.model_copy(update={"rubric": new.digest})))
        else:
            lost.append(mark.id)
    return kept, lost


def impact(
    old: Rubric,
    new: Rubric,
    cases: Iterable[tuple[str, Sequence[Mark], Context]],
    *,
    vetoes: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Impact]:
    """Each case (dossier, the marks that count, what is known of it) under both versions, in the order given.

    vetoes  dossier -> vetoes that two people have confirmed
    """
    found = []
    for dossier, marks, context in cases:
        ours = [mark for mark in marks if mark.said.rubric == old.digest]
        stands = vetoes.get(dossier, ())
        before = score(old, ours, context, dossier=dossier, confirmed_vetoes=stands)
        kept, lost = carried(ours, new)
        after = score(new, kept, context, dossier=dossier, confirmed_vetoes=stands)
        newly = tuple(item for item in after.open if item not in before.open)
        found.append(Impact(dossier, before.score, after.score, before.graded, after.graded, tuple(lost), newly))
    return found
